"""The executor: order, parallel branches, failures, joins, cycles, cancelling."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runyard.engine.errors import NodeFailed
from runyard.engine.execute import run_graph
from runyard.engine.graph import FlowGraph
from runyard.engine.options import RunOptions
from tests.engine.fakes import FakeRun, house
from tests.engine.parts import PARTS, Work, graph, node, until


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Work.gates, Work.running, Work.done = {}, [], []


async def built(flow: FlowGraph, run: FakeRun | None = None, **options: Any) -> FakeRun:
    run = run or FakeRun()
    await run_graph(flow, run, house(*PARTS), RunOptions(mode="build", **options))
    return run


def text(run: FakeRun, name: str, output: str = "out") -> str:
    return str(run.finished()[name]["outputs"][output]["value"]["text"])


@st.composite
def dags(draw: st.DrawFn) -> tuple[list[tuple[str, str]], list[tuple[int, int]]]:
    count = draw(st.integers(1, 9))
    kinds = [(f"n{number}", draw(st.sampled_from(["Join", "Work"]))) for number in range(count)]
    pairs = [(a, b) for b in range(count) for a in range(b)]
    return kinds, draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14)) if pairs else []


@settings(max_examples=150, deadline=None)
@given(dags())
def test_every_node_runs_once_and_after_what_feeds_it(
    drawn: tuple[list[tuple[str, str]], list[tuple[int, int]]],
) -> None:
    kinds, edges = drawn
    flow = graph([node(*kind) for kind in kinds], *((f"n{a}", f"n{b}") for a, b in edges))
    run = asyncio.run(built(flow))
    order = [data["node"] for data in run.of("node.finished")]
    assert sorted(order) == sorted(name for name, _ in kinds)
    assert all(order.index(f"n{a}") < order.index(f"n{b}") for a, b in edges)


@settings(max_examples=100, deadline=None)
@given(dags())
def test_every_node_is_announced_by_exactly_one_other_or_stands_first(
    drawn: tuple[list[tuple[str, str]], list[tuple[int, int]]],
) -> None:
    kinds, edges = drawn
    flow = graph([node(*kind) for kind in kinds], *((f"n{a}", f"n{b}") for a, b in edges))
    run = asyncio.run(built(flow))
    announced = [name for data in run.of("node.finished") for name in data["next"]]
    assert sorted(announced + run.of("flow.sorted")[0]["ids"]) == sorted(name for name, _ in kinds)


async def test_branches_run_at_the_same_time() -> None:
    Work.gates = {"left": asyncio.Event(), "right": asyncio.Event()}
    flow = graph(
        [node("a"), node("left", "Work"), node("right", "Work"), node("z")],
        ("a", "left"),
        ("a", "right"),
        ("left", "z"),
        ("right", "z"),
    )
    task = asyncio.create_task(built(flow))
    await until(lambda: len(Work.running) == 2)
    for gate in Work.gates.values():
        gate.set()
    run = await task
    assert set(Work.running) == {"left", "right"}
    assert "z" in run.finished()


async def test_a_list_field_collects_its_edges_in_order() -> None:
    Work.gates = {"a": asyncio.Event()}
    flow = graph(
        [node("a", "Work", text="first"), node("b", "Work", text="second"), node("z", text="end")],
        ("a", "z"),
        ("b", "z"),
    )
    task = asyncio.create_task(built(flow))
    await until(lambda: "b" in Work.done)
    Work.gates["a"].set()
    assert text(await task, "z") == "first second end"


async def test_in_a_build_a_failure_ends_its_branch_only() -> None:
    flow = graph(
        [node("a"), node("bad", "Fail"), node("good"), node("after-bad"), node("after-good")],
        ("a", "bad"),
        ("a", "good"),
        ("bad", "after-bad"),
        ("good", "after-good"),
    )
    run = FakeRun()
    with pytest.raises(NodeFailed):
        await built(flow, run)
    assert set(run.finished()) == {"a", "good", "after-good"}


async def test_in_a_run_a_failure_ends_everything() -> None:
    Work.gates = {"slow": asyncio.Event()}
    flow = graph(
        [node("a"), node("slow", "Work"), node("w", "Work"), node("bad", "Fail")],
        ("a", "slow"),
        ("a", "w"),
        ("w", "bad"),
    )
    run = FakeRun()
    with pytest.raises(NodeFailed, match="It cannot be done"):
        await run_graph(flow, run, house(*PARTS), RunOptions())
    assert "slow" in Work.running
    assert "slow" not in Work.done


async def test_a_failure_says_what_why_and_what_to_do() -> None:
    run = FakeRun()
    with pytest.raises(NodeFailed):
        await built(graph([node("bad", "Fail", text="x", hidden="secret")]), run)
    [failed] = run.of("node.failed")
    assert failed["error"] == {
        "message": "It cannot be done.",
        "kind": "ComponentError",
        "hint": "Try another text.",
        "field": "text",
    }
    assert failed["inputs"]["hidden"] == "********"


async def test_an_unexpected_exception_fails_the_node_not_the_server() -> None:
    run = FakeRun()
    with pytest.raises(NodeFailed) as failure:
        await built(graph([node("bad", "Crash")]), run)
    assert failure.value.kind == "ZeroDivisionError"
    assert run.of("node.failed")[0]["error"]["message"] == "division by zero"


async def test_an_unknown_type_fails_with_a_sentence() -> None:
    with pytest.raises(NodeFailed, match="The component type Mystery is not installed here; install an extension"):
        await built(graph([node("x", "Mystery")]))


@pytest.mark.parametrize(("said", "went", "off"), [("left", "l", ["r", "r2"]), ("right", "r", ["l"])])
async def test_a_router_switches_off_the_branch_it_does_not_take(said: str, went: str, off: list[str]) -> None:
    flow = graph(
        [node("s", "Switch", text=said), node("l"), node("r"), node("r2")],
        ("s", "l", "inputs", "left"),
        ("s", "r", "inputs", "right"),
        ("r", "r2"),
    )
    run = await built(flow)
    assert went in run.finished()
    assert not set(off) & set(run.finished())
    assert run.finished()["s"]["inactivated"] == off


async def test_branches_of_a_router_may_meet_again_in_one_field() -> None:
    flow = graph(
        [node("s", "Switch", text="left"), node("l", text="L"), node("r", text="R"), node("z")],
        ("s", "l", "inputs", "left"),
        ("s", "r", "inputs", "right"),
        ("l", "z"),
        ("r", "z"),
    )
    assert text(await built(flow), "z") == "left L"


async def test_a_join_that_only_waits_for_a_branch_that_is_switched_off_goes_on() -> None:
    Work.gates = {"first": asyncio.Event()}
    flow = graph(
        [node("first", "Work", text="left"), node("s", "Switch"), node("r"), node("early", text="E"), node("z")],
        ("first", "s", "text"),
        ("s", "r", "inputs", "right"),
        ("r", "z"),
        ("early", "z"),
    )
    task = asyncio.create_task(built(flow))
    await until(lambda: "first" in Work.running)
    Work.gates["first"].set()
    assert text(await task, "z") == "E"


async def test_a_node_whose_other_field_is_only_fed_by_a_closed_branch_is_off() -> None:
    flow = graph(
        [node("s", "Switch", text="left"), node("r"), node("free", text="F"), node("z")],
        ("s", "r", "inputs", "right"),
        ("free", "z"),
        ("r", "z", "other"),
    )
    assert "z" not in (await built(flow)).finished()


async def test_a_cycle_runs_its_part_again_until_it_is_left() -> None:
    flow = graph(
        [node("a", text="x"), node("t", "Turn"), node("echo"), node("z")],
        ("a", "t", "text"),
        ("t", "echo", "inputs", "again"),
        ("echo", "t", "back"),
        ("t", "z", "inputs", "out"),
    )
    run = await built(flow)
    assert text(run, "z") == "x..."
    assert [key for key in run.ran if key.startswith("t")] == ["t", "t~1", "t~2"]


async def test_nodes_pull_in_what_they_still_lack() -> None:
    chat = {
        "id": "ChatInput-1",
        "type": "genericNode",
        "data": {
            "type": "ChatInput",
            "id": "ChatInput-1",
            "node": {
                "display_name": "Chat Input",
                "template": {"input_value": {"type": "str", "value": "hi", "show": True}},
                "outputs": [{"name": "message", "types": ["Message"]}],
            },
        },
    }
    flow = graph(
        [node("lone"), node("extra", text="E"), chat, node("z"), node("apart")],
        ("ChatInput-1", "z", "inputs", "message"),
        ("extra", "z"),
        ("lone", "apart"),
    )
    run = await built(flow)
    assert run.of("flow.sorted")[0]["ids"] == ["ChatInput-1"]
    assert set(run.finished()) == {"ChatInput-1", "extra", "z"}
    assert run.finished()["ChatInput-1"]["next"] == ["extra"]


async def test_cancelling_stops_every_branch() -> None:
    Work.gates = {"left": asyncio.Event(), "right": asyncio.Event()}
    flow = graph([node("a"), node("left", "Work"), node("right", "Work")], ("a", "left"), ("a", "right"))
    task = asyncio.create_task(built(flow))
    await until(lambda: len(Work.running) == 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert Work.done == []
    assert not [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]


async def test_a_frozen_node_gives_its_last_result_again() -> None:
    flow = graph([node("a", "Work", frozen=True, text="new"), node("z")], ("a", "z"))
    first = await built(flow)
    again = FakeRun()
    await built(flow, again, frozen={"a": first.steps["a"] | {"outputs": {"out": first.steps["a"]["outputs"]["out"]}}})
    assert again.finished()["a"]["frozen"] is True
    assert Work.done == ["a"]
    assert text(again, "z") == "new"


@pytest.mark.parametrize(
    ("scope", "ran"),
    [
        ({"stop_component_id": "b"}, ["a", "b"]),
        ({"start_component_id": "c"}, ["a", "b", "c", "d"]),
        ({"start_component_id": "e"}, ["a", "e"]),
        ({}, ["a", "b", "c", "d", "e"]),
    ],
)
async def test_the_scope_is_what_leads_to_the_end_or_follows_the_start(scope: dict[str, str], ran: list[str]) -> None:
    flow = graph([node(name) for name in "abcde"], ("a", "b"), ("b", "c"), ("c", "d"), ("a", "e"))
    run = await built(flow, **scope)
    assert sorted(run.finished()) == ran
    assert sorted(run.of("flow.sorted")[0]["to_run"]) == ran


async def test_a_finished_step_is_not_run_again_and_its_values_are_found() -> None:
    flow = graph([node("a", "Work", text="one"), node("b", "Work", text="two"), node("z")], ("a", "b"), ("b", "z"))
    first = await built(flow)
    again = FakeRun(steps={"a": first.steps["a"], "b": first.steps["b"]}, attempt=2)
    await built(flow, again)
    assert again.ran == ["z"]
    assert text(again, "z") == "one two"


async def test_a_kept_decision_is_taken_again() -> None:
    flow = graph(
        [node("s", "Switch", text="left"), node("l"), node("r")],
        ("s", "l", "inputs", "left"),
        ("s", "r", "inputs", "right"),
    )
    first = await built(flow)
    again = FakeRun(steps={"s": first.steps["s"]}, attempt=2)
    await built(flow, again)
    assert set(again.finished()) == {"l"}
