"""Many runs at once of a flow that waits a second at its model: how long until the last one has answered.

`python bench/parallel.py [--runs 100]` starts a server and a model that takes one second for each answer, and prints one line.
"""

from __future__ import annotations

import argparse
import asyncio
import copy
import json
import sys
import tempfile
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.model_server import ModelServer, Reply  # noqa: E402
from tests.support.server import serving  # noqa: E402

FLOW = ROOT / "contract" / "golden" / "langflow" / "flows" / "llm.json"


def asking(url: str) -> dict:
    """The flow, with the model's address in it."""
    data = json.loads(FLOW.read_text())
    data = copy.deepcopy(data.get("data", data))
    for node in data["nodes"]:
        template = node["data"]["node"]["template"]
        if "openai_api_base" in template:
            template["openai_api_base"]["value"] = url
    return data


async def main() -> None:
    """Print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    runs = parser.parse_args().runs
    async with ModelServer() as model:
        with tempfile.TemporaryDirectory() as folder:
            await asyncio.to_thread(measure_in_threads, Path(folder), model, runs, asyncio.get_running_loop())


def measure_in_threads(folder: Path, model: ModelServer, runs: int, loop: asyncio.AbstractEventLoop) -> None:
    """Start the server beside the loop of the model, then measure."""
    with serving(folder, RUNYARD_HTTP_ALLOW=model.address) as server:
        asyncio.run(measure(server.url, server.key(), model, runs, loop))


async def measure(
    url: str, key: dict[str, str], model: ModelServer, runs: int, loop: asyncio.AbstractEventLoop
) -> None:
    """All runs at once, after one that warms up."""
    async with httpx.AsyncClient(
        base_url=url, headers=key, timeout=120, limits=httpx.Limits(max_connections=runs)
    ) as http:
        made = await http.post("/api/v1/flows/", json={"name": "waits", "data": asking(model.url)})
        path = f"/api/v1/run/{made.raise_for_status().json()['id']}"

        async def once() -> None:
            (await http.post(path, json={"input_value": "hello"})).raise_for_status()

        await once()
        loop.call_soon_threadsafe(model.say, *(Reply("done", delay=1.0) for _ in range(runs)))
        began = time.perf_counter()
        await asyncio.gather(*(once() for _ in range(runs)))
        print(f"{runs} runs that wait 1 s each: {time.perf_counter() - began:.2f} s until the last answer")


if __name__ == "__main__":
    asyncio.run(main())
