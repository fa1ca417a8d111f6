"""Loops: rounds in order, results collected, kept rounds not run again, loops in loops."""

from __future__ import annotations

from typing import Any

import pytest

from runyard.engine.errors import NodeFailed
from runyard.engine.execute import run_graph
from runyard.engine.graph import FlowGraph
from runyard.engine.options import RunOptions
from runyard_builtins.flow.loop import LoopComponent
from tests.engine.fakes import FakeRun, house
from tests.engine.parts import PARTS, Work, graph, node, wire


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Work.gates, Work.running, Work.done = {}, [], []


def loop(id: str) -> dict[str, Any]:
    return {
        "id": id,
        "type": "genericNode",
        "data": {"id": id, "type": "LoopComponent", "node": LoopComponent.template()},
    }


def back(source: str, target: str) -> dict[str, Any]:
    closing = {"id": target, "name": "item", "output_types": ["JSON", "Message"], "dataType": "LoopComponent"}
    edge = wire(source, target)
    edge["data"]["targetHandle"] = closing
    return edge


def item(source: str, target: str, field: str = "text", output: str = "item") -> dict[str, Any]:
    edge = wire(source, target, field, output)
    edge["data"]["sourceHandle"]["output_types"] = ["JSON"]
    edge["data"]["targetHandle"]["inputTypes"] = ["JSON", "Message"]
    return edge


def table(source: str, target: str, field: str = "data", output: str = "table") -> dict[str, Any]:
    edge = wire(source, target, field, output)
    edge["data"]["sourceHandle"]["output_types"] = ["Table"]
    edge["data"]["targetHandle"]["inputTypes"] = ["Table", "Message"]
    return edge


def simple(body: str = "Work", rows: str = "abc") -> FlowGraph:
    return graph(
        [node("rows", "Rows", text=rows), loop("loop"), node("body", body)],
        table("rows", "loop"),
        item("loop", "body"),
        back("body", "loop"),
    )


async def built(flow: FlowGraph, run: FakeRun | None = None) -> FakeRun:
    run = run or FakeRun()
    await run_graph(flow, run, house(*PARTS), RunOptions(mode="build"))
    return run


def collected(run: FakeRun, name: str = "loop") -> list[str]:
    return [row["text"] for row in run.finished()[name]["outputs"]["done"]["value"]["rows"]]


async def test_every_item_goes_through_the_body_in_order() -> None:
    flow = simple()
    run = await built(flow)
    assert collected(run) == ["a", "b", "c"]
    assert [data["round"] for data in run.of("node.finished") if data["node"] == "body"] == [0, 1, 2]
    assert [data["round"] for data in run.of("loop.round")] == [0, 1, 2]


async def test_a_loop_over_nothing_gives_an_empty_table() -> None:
    flow = simple(rows="")
    run = await built(flow)
    assert collected(run) == []
    assert "body" in run.finished()["loop"]["inactivated"]


async def test_what_feeds_the_body_from_outside_comes_first() -> None:
    flow = graph(
        [node("rows", "Rows"), loop("loop"), node("body", "Join"), node("fixed", "Work", text="+")],
        table("rows", "loop"),
        item("loop", "body"),
        back("body", "loop"),
        ("fixed", "body", "inputs"),
    )
    assert collected(await built(flow)) == ["+ a", "+ b", "+ c"]


async def test_rounds_that_were_finished_are_not_run_again() -> None:
    flow = simple()
    first = await built(flow)
    Work.done.clear()
    kept = {key: first.steps[key] for key in ("rows", "loop#0/body", "loop#1/body")}
    again = await built(flow, FakeRun(steps=kept, attempt=2))
    assert again.ran == ["loop", "loop#2/body"]
    assert collected(again) == ["a", "b", "c"]


async def test_a_failure_in_the_body_fails_the_loop_and_is_told_once_in_the_chat() -> None:
    flow = simple("Fail")
    run = FakeRun()
    with pytest.raises(NodeFailed, match="It cannot be done"):
        await built(flow, run)
    assert [data["node"] for data in run.of("node.failed")] == ["body", "loop"]
    assert len(run.of("message")) == 1


async def test_loops_nest() -> None:
    flow = graph(
        [
            node("rows", "Rows", text="ab"),
            loop("outer"),
            node("inner-rows", "Rows"),
            loop("inner"),
            node("body", text="!"),
            node("end", "Say"),
        ],
        table("rows", "outer"),
        item("outer", "inner-rows"),
        table("inner-rows", "inner"),
        item("inner", "body"),
        back("body", "inner"),
        table("inner", "end", "value", "done"),
        back("end", "outer"),
    )
    run = await built(flow)
    assert collected(run, "outer") == ["a", "b"]
    assert [key for key in run.ran if key.endswith("body")] == ["outer#0/inner#0/body", "outer#1/inner#0/body"]
