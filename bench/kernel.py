"""What the kernel costs: runs a second, latency, CPU a run, journal events, the way to a follower. Every figure stands beside
a floor of the same minute: the same bytes inserted and committed bare. Quote the ratios; the rates belong to the machine.

    python -m bench.kernel [--runs 2000] [--url postgresql://...]
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.kernel_floor import Floor, postgresql_floor, sqlite_floor
from runyard.kernel import Kernel, RunContext, RunKind
from runyard.kernel.engines.choice import engine_for
from runyard.kernel.orders import SpawnOptions
from runyard.kit.clock import Clock
from runyard.store import Store

WHO: SpawnOptions = {"owner": "bench", "tenant": "bench"}
EVENTS = 100_000
# A run of six events and two cheap steps in the lane "live", CPU outside the commit; durable runs of five steps elsewhere.
TARGETS = {"sqlite": "p50 <= 3 ms, >= 1,500 a second", "postgresql": "p50 <= 12 ms, >= 600 a second"}


@dataclass(frozen=True)
class Figure:
    """One measurement of many runs."""

    name: str
    rate: float
    p50: float
    cpu: float


async def live(run: RunContext) -> int:
    """Six events in all (two of the kernel before, one after) and two cheap steps."""
    run.emit("one", {"n": 1})
    await run.step("a", nothing, cheap=True)
    run.emit("two", {"n": 2})
    await run.step("b", nothing, cheap=True)
    run.emit("three", {"n": 3})
    return 2


async def durable(run: RunContext) -> int:
    """Five steps, each committed before the next."""
    for n in range(5):
        await run.step(f"s{n}", nothing)
    return 5


async def many(run: RunContext) -> int:
    """A long journal."""
    for n in range(EVENTS):
        run.emit("line", n)
        if n % 1000 == 999:
            await run.checkpoint()
    return EVENTS


async def talk(run: RunContext) -> None:
    """Says when it spoke."""
    for _ in range(200):
        run.delta("m", f"{time.perf_counter()} ")
        await asyncio.sleep(0.002)


async def nothing() -> int:
    """A step that does nothing."""
    return 1


async def measure(name: str, runs: int, at_once: int, one: Callable[[], Awaitable[Any]]) -> Figure:
    """So many calls, so many at a time."""
    took: list[float] = []

    async def lane() -> None:
        for _ in range(max(1, runs // at_once)):
            begun = time.perf_counter()
            await one()
            took.append(time.perf_counter() - begun)

    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(lane() for _ in range(at_once)))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Figure(name, len(took) / wall, median(took) * 1e3, cpu / len(took) * 1e6)


async def to_a_follower(kernel: Kernel) -> tuple[float, float]:
    """Milliseconds from `delta` to a follower: median and 99th percentile."""
    late: list[float] = []
    async for event in kernel.follow(kernel.begin("talk", **WHO)):
        if event.type == "token":
            now = time.perf_counter()
            late += [now - float(word) for word in event.data["text"].split()]
    return median(late) * 1e3, quantiles(late, n=100)[98] * 1e3


async def bench(url: str, runs: int, floor: Floor) -> None:
    """Everything on one database."""
    store = await Store.open(url, Clock())
    await store.create_tables()
    kernel = Kernel(store, Clock(), engine_for(url))
    for name, handler in (("live", live), ("durable", durable), ("many", many), ("talk", talk)):
        kernel.register(RunKind(name, handler))
    kernel.register(RunKind("queued", durable, lane="work"))
    await kernel.open()

    async def whole(kind: str) -> None:
        await kernel.wait(await kernel.spawn(kind, {}, **WHO))

    await measure("warm up", 100, 32, lambda: whole("live"))
    print(
        f"\n{store.dialect}; targets: {TARGETS[store.dialect]}\n{'':34}{'runs/s':>9}{'p50 ms':>9}{'CPU us':>9}{'of floor':>10}"
    )
    say(Figure(f"floor, {floor.at_once} a commit", floor.rate, floor.p50, floor.cpu), floor)
    for kind, at_once in (("live", 1), ("live", 32), ("durable", 1), ("durable", 32), ("queued", 32)):
        count = runs if at_once > 1 else runs // 10
        say(await measure(f"{kind}, {at_once} at once", count, at_once, lambda kind=kind: whole(kind)), floor)  # type: ignore[misc]
    begun = time.perf_counter()
    await whole("many")
    rate = EVENTS / (time.perf_counter() - begun)
    print(
        f"{'journal, events a second':34}{rate:9,.0f}{'':18}{rate / floor.rows:10.0%}  (floor {floor.rows:,.0f} rows/s)"
    )
    middle, slow = await to_a_follower(kernel)
    print(f"{'token to a follower, ms':34}{middle:9.2f} p50{slow:9.2f} p99")
    await kernel.close()
    await store.close()


def say(figure: Figure, floor: Floor) -> None:
    """A line of the table."""
    print(f"{figure.name:34}{figure.rate:9,.0f}{figure.p50:9.2f}{figure.cpu:9.0f}{figure.rate / floor.rate:10.0%}")


async def main() -> None:
    """SQLite always; PostgreSQL where an address is given (an empty database)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--url", help="an empty PostgreSQL database")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="runyard-bench-") as folder:
        await bench(f"sqlite:///{Path(folder) / 'bench.db'}", args.runs, sqlite_floor(Path(folder), args.runs))
    if args.url:
        await bench(args.url, args.runs, postgresql_floor(args.url, args.runs))


if __name__ == "__main__":
    asyncio.run(main())
