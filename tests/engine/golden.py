"""Recorded builds and runs as test cases: a graph, what was asked, what came out."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runyard.engine.graph import FlowGraph
from runyard.engine.options import Entry, RunOptions

FOLDER = Path(__file__).parents[2] / "contract" / "golden" / "langflow"


@dataclass(frozen=True)
class Build:
    """One recorded build."""

    name: str
    data: dict[str, Any]
    options: RunOptions
    frames: list[dict[str, Any]]

    @property
    def graph(self) -> FlowGraph:
        return FlowGraph.parse(self.data)

    def of(self, event: str) -> list[Any]:
        """The data of all frames of an event."""
        return [frame["data"] for frame in self.frames if frame["event"] == event]

    def vertices(self) -> list[dict[str, Any]]:
        """The build records, in order."""
        return [data["build_data"] for data in self.of("end_vertex")]


def steps(name: str) -> list[dict[str, Any]]:
    """The steps of a transcript."""
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text())["steps"]
    return found


def flow(name: str) -> dict[str, Any]:
    """The data of a flow file."""
    found = json.loads((FOLDER / "flows" / f"{name}.json").read_text())
    return found.get("data", found)


def builds(*names: str) -> Iterator[Build]:
    """Every build in these transcripts whose frames were recorded."""
    for name in names:
        data: dict[str, Any] = {}
        for number, step in enumerate(steps(name)):
            body = step["request"].get("json") or {}
            if step["op"] == "langflow.flows.create":
                data = _file(body["data"])
            if step["op"] == "langflow.build.start" and isinstance(step["expect"].get("body"), list):
                given = _file(body["data"]) if "data" in body else data
                yield Build(f"{name}-{number}", given, _options(step["request"], body), step["expect"]["body"])


def _file(spec: dict[str, Any]) -> dict[str, Any]:
    data = copy.deepcopy(flow(Path(spec["$file"]).stem))
    for pointer, value in (spec.get("set") or {}).items():
        *path, last = pointer.strip("/").split("/")
        place: Any = data
        for part in path:
            place = place[int(part) if isinstance(place, list) else part]
        place[last] = value
    return data


def _options(request: dict[str, Any], body: dict[str, Any]) -> RunOptions:
    inputs, query = body.get("inputs") or {}, request.get("query") or {}
    return RunOptions(
        inputs=(Entry(inputs.get("input_value"), inputs.get("type") or "any", tuple(inputs.get("components") or ())),),
        session_id=inputs.get("session"),
        mode="build",
        stream=True,
        start_component_id=query.get("start_component_id"),
        stop_component_id=query.get("stop_component_id"),
    )
