"""What tests of a live server share: its streams as a client reads them, and waiting for what other processes do."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.support.server import LiveServer

ROOT = Path(__file__).resolve().parents[2]
FLOWS = ROOT / "tests" / "flows" / "langflow"
SIMPLE = ROOT / "contract" / "golden" / "langflow" / "flows"


@dataclass(frozen=True)
class Frame:
    """One server-sent event."""

    id: str
    type: str
    data: dict[str, Any]

    @property
    def seq(self) -> int:
        """The number of the event in its journal."""
        return int(self.data["seq"])


def until(claim: Callable[[], Any], seconds: float = 30) -> Any:
    """Wait for a condition of other processes; answers what it answered."""
    end = time.monotonic() + seconds
    while not (found := claim()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)
    return found


def cli(*words: object, data: Path | None = None, timeout: float = 60, **env: str) -> subprocess.CompletedProcess[str]:
    """A command at the terminal, with no setting but these."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("RUNYARD_")}
    where = ["--data", str(data)] if data else []
    command = [sys.executable, "-m", "runyard.app.cli", *map(str, words), *where]
    return subprocess.run(command, env={**clean, **env}, capture_output=True, text=True, timeout=timeout)


def flow_file(name: str) -> dict[str, Any]:
    """A real flow as its file has it."""
    return json.loads((FLOWS / f"{name}.json").read_text())


def graph_of(path: Path) -> dict[str, Any]:
    """The graph of a flow file, wrapped or bare."""
    data = json.loads(path.read_text())
    return data.get("data", data)


def streaming(data: dict) -> dict:
    """The same graph with streaming switched on in its models."""
    data = copy.deepcopy(data)
    for node in data["nodes"]:
        template = node["data"].get("node", {}).get("template", {})
        if isinstance(template.get("stream"), dict):
            template["stream"]["value"] = True
    return data


def create(server: LiveServer, headers: dict[str, str], name: str, data: dict[str, Any]) -> str:
    """Store a flow; its id."""
    made = httpx.post(f"{server.url}/api/v1/flows/", json={"name": name, "data": data}, headers=headers)
    return str(made.raise_for_status().json()["id"])


def begin(server: LiveServer, headers: dict[str, str], flow: str, text: str = "hello") -> str:
    """Start a build as the editor does; the id of the run."""
    started = httpx.post(
        f"{server.url}/api/v1/build/{flow}/flow",
        params={"event_delivery": "streaming"},
        json={"inputs": {"input_value": text, "type": "chat"}},
        headers=headers,
        timeout=30,
    )
    return str(started.raise_for_status().json()["job_id"])


def follow(server: LiveServer, headers: dict[str, str], run: str, after: str = "") -> Iterator[Frame]:
    """The run's events until it ends or the server does."""
    resumed = {"last-event-id": after} if after else {}
    asked = {**headers, **resumed, "accept": "text/event-stream"}
    address = f"{server.url}/api/runyard/runs/{run}/events"
    try:
        with httpx.stream("GET", address, headers=asked, timeout=60) as reply:
            assert reply.status_code == 200
            yield from frames(reply.iter_lines())
    except (httpx.RemoteProtocolError, httpx.ReadError):
        return  # the server was killed; whoever follows resumes


def frames(lines: Iterator[str]) -> Iterator[Frame]:
    """Whole events of a stream; one that was cut off in the middle never counts."""
    fields: dict[str, str] = {}
    for line in lines:
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
        elif not line and "data" in fields:
            yield Frame(fields.get("id", ""), fields.get("event", ""), json.loads(fields["data"]))
            fields = {}


def run_of(server: LiveServer, headers: dict[str, str], run: str) -> dict[str, Any]:
    """The run as it stands."""
    return httpx.get(f"{server.url}/api/runyard/runs/{run}", headers=headers).raise_for_status().json()
