"""A process that drives runs and is killed by the tests. Speaks lines: `spawn <lane> <name>` is answered by `accepted <id>` once
the run exists for ever. Its side effects go to a file that outlives it."""

import asyncio
import os
import sys

from runyard.kernel import Kernel, RunContext, RunKind
from runyard.kernel.engines.choice import engine_for
from runyard.kit.clock import Clock
from runyard.store import Store

STEPS = 4


async def chain(side: int, run: RunContext, pause: float = 0.004) -> int:
    """Steps that leave a trace when they begin, and another when they are known to be kept."""
    for n in range(STEPS):

        async def work(number: int = n) -> int:
            os.write(side, f"start {run.id} {number} {run.epoch}\n".encode())
            await asyncio.sleep(pause)  # waive: no-sleep a step that takes real time is what gets killed
            return number

        run.emit("before", {"step": n})
        await run.step(f"s{n}", work)
        os.write(side, f"kept {run.id} {n} {run.epoch}\n".encode())
        run.delta("m", f"step {n};")
    return STEPS


async def main(url: str, side_path: str) -> None:
    side = os.open(side_path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    store = await Store.open(url, Clock())
    kernel = Kernel(store, Clock(), engine_for(url))
    for lane in ("live", "work"):
        kernel.register(RunKind(lane, lambda run: chain(side, run), lane=lane))  # type: ignore[arg-type]
    kernel.register(RunKind("slow", lambda run: chain(side, run, 0.5)))
    await kernel.open()
    print("ready", flush=True)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode().split():
        run_id = await kernel.spawn(line[1], once=line[2] if line[1] == "work" else None, owner="u", tenant="t")
        await kernel.get(run_id)
        print(f"accepted {run_id}", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
