"""What a node costs: flows of cheap components through the kernel on SQLite (synchronous=FULL), journal on, no HTTP.

`python -m bench.engine [--runs 300]` prints p50 and p99 of one run at a time, and CPU per run with many at once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from runyard.access import HOME_TENANT
from runyard.engine.execute import run_graph
from runyard.engine.graph import FlowGraph
from runyard.engine.options import RunOptions
from runyard.engine.standalone import local_services
from runyard.kernel import Kernel, RunContext, RunKind, RunState
from runyard.kit.clock import Clock
from runyard.kit.settings import Settings
from runyard.store import Store
from runyard_builtins import ALL

FLOWS = Path(__file__).resolve().parent.parent / "contract" / "golden" / "langflow" / "flows"


def chain(length: int) -> FlowGraph:
    """A chat input, prompts in a row, a chat output."""
    data = json.loads((FLOWS / "prompt.json").read_text())
    data = data.get("data", data)
    first, prompt, last = data["nodes"]
    name = next(
        field
        for field in prompt["data"]["node"]["template"]
        if field not in ("_type", "code", "template", "tool_placeholder", "use_double_brackets")
    )
    prompts = [json.loads(json.dumps(prompt).replace(prompt["id"], f"Prompt-{number}")) for number in range(length - 2)]
    for one in prompts:
        one["data"]["node"]["template"]["template"]["value"] = f"{{{name}}}"
    nodes = [first, *prompts, last]
    edges = [_edge(a, b, name if b is not last else "input_value") for a, b in pairwise(nodes)]
    return FlowGraph.parse({"nodes": nodes, "edges": edges})


def _edge(source: dict[str, Any], target: dict[str, Any], field: str) -> dict[str, Any]:
    output = source["data"]["node"]["outputs"][0]["name"]
    ends = {
        "sourceHandle": {"id": source["id"], "name": output, "output_types": ["Message"]},
        "targetHandle": {"id": target["id"], "fieldName": field, "inputTypes": ["Message"], "type": "str"},
    }
    return {"source": source["id"], "target": target["id"], "data": ends}


async def measure(title: str, graph: FlowGraph, nodes: int, runs: int) -> None:
    """Print one line for a flow."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        services = local_services(list(ALL), Path(folder), Settings.model_validate({}), {}, clock)

        async def drive(run: RunContext) -> Any:
            return await run_graph(graph, run, services, RunOptions.from_json(run.input))

        store = await Store.open(f"sqlite:///{folder}/bench.db", clock)
        await store.create_tables()
        kernel = Kernel(store, clock)
        kernel.register(RunKind("flow", drive))
        await kernel.open()

        async def once() -> float:
            started = time.perf_counter()
            run_id = kernel.begin(
                "flow", RunOptions(input_value="hello").to_json(), owner="bench", tenant=HOME_TENANT, subject="flow"
            )
            assert (await kernel.wait(run_id)).state is RunState.SUCCEEDED
            return (time.perf_counter() - started) * 1000

        for _ in range(20):
            await once()
        times = sorted([await once() for _ in range(runs)])
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(max(1, runs // 50)):
            await asyncio.gather(*(once() for _ in range(50)))
        count = max(1, runs // 50) * 50
        cpu, wall = (time.process_time() - cpu) / count * 1000, time.perf_counter() - wall
        p50, p99 = statistics.median(times), times[int(len(times) * 0.99)]
        print(
            f"{title:28} p50 {p50:6.2f} ms  p99 {p99:6.2f} ms  | 50 at once: {count / wall:6.0f} runs/s  cpu {cpu:5.2f} ms a run, {cpu / nodes:5.3f} a node"
        )
        await kernel.close(timedelta(0))
        await store.close()


async def main() -> None:
    """All lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=300)
    runs = parser.parse_args().runs
    echo = json.loads((FLOWS / "echo.json").read_text())
    await measure("chat input to chat output", FlowGraph.parse(echo.get("data", echo)), 2, runs)
    await measure("10 nodes in a row", chain(10), 10, runs)
    await measure("50 nodes in a row", chain(50), 50, max(50, runs // 5))


if __name__ == "__main__":
    asyncio.run(main())
