"""Plans of tools walk like flows: conditions, items, gates, retries."""

from __future__ import annotations

from typing import Any

import pytest

from runyard.access import HOME_TENANT, Actor
from runyard.engine.calls import ToolStep, run_tools
from runyard.engine.errors import NodeFailed
from runyard.engine.plan import Condition, DataEdge, Plan, PlanNode
from runyard.engine.tools import NoSuchTool, ToolInfo, ToolRegistry
from runyard.kit.clock import Clock
from runyard.kit.errors import Invalid
from tests.engine.fakes import FakeRun

ANN = Actor("user-1", "ann", HOME_TENANT, superuser=False, via="internal")


class Sums:
    """Adds numbers."""

    prefix = "sum"

    async def list(self, actor: Actor) -> list[ToolInfo]:
        return [ToolInfo("sum:two", "Adds two numbers.", {"type": "object"}), ToolInfo("sum:broken", "Fails.")]

    async def call(self, actor: Actor, name: str, arguments: dict[str, Any], run: Any = None) -> Any:
        if name == "sum:broken":
            raise Invalid("No numbers were given.")
        return arguments["a"] + arguments.get("b", 0)


@pytest.fixture
def tools() -> ToolRegistry:
    registry = ToolRegistry()
    registry.register(Sums())
    return registry


def step(
    name: str,
    *,
    tool: str = "sum:two",
    needs: tuple[DataEdge, ...] = (),
    arguments: dict[str, Any] | None = None,
    **options: Any,
) -> PlanNode:
    return PlanNode(name, name.title(), "tool", ToolStep(tool, arguments or {}), needs, **options)


async def ran(
    tools: ToolRegistry, *nodes: PlanNode, run: FakeRun | None = None, fail_fast: bool = True
) -> dict[str, Any]:
    return await run_tools(Plan.of(nodes), run or FakeRun(), tools, ANN, Clock(), fail_fast=fail_fast)


async def test_results_flow_along_data_edges(tools: ToolRegistry) -> None:
    done = await ran(
        tools,
        step("one", arguments={"a": 1, "b": 2}),
        step("two", needs=(DataEdge("one", "result", "a"),), arguments={"b": 10}),
    )
    assert done == {"one": 3, "two": 13}


async def test_order_edges_only_order(tools: ToolRegistry) -> None:
    run = FakeRun()
    await ran(tools, step("b", arguments={"a": 1}, after=("a",)), step("a", arguments={"a": 1}), run=run)
    assert run.ran == ["a", "b"]


@pytest.mark.parametrize(("wanted", "ran_too"), [(3, True), (4, False)])
async def test_a_condition_decides_whether_a_node_runs(tools: ToolRegistry, wanted: int, ran_too: bool) -> None:
    done = await ran(
        tools,
        step("one", arguments={"a": 1, "b": 2}),
        step("two", arguments={"a": 5}, when=Condition("one", "result", wanted)),
    )
    assert ("two" in done) is ran_too


async def test_what_only_waits_for_a_node_that_is_left_out_goes_on(tools: ToolRegistry) -> None:
    done = await ran(
        tools,
        step("one", arguments={"a": 1}),
        step("two", arguments={"a": 5}, when=Condition("one", "result", 99)),
        step("three", arguments={"a": 7}, after=("two",)),
    )
    assert done == {"one": 1, "three": 7}


async def test_items_are_steps_of_their_own(tools: ToolRegistry) -> None:
    run = FakeRun(steps={"many[1]": 42})
    done = await ran(tools, step("many", arguments={"a": [1, 2, 3], "b": 10}, each="a"), run=run)
    assert done == {"many": [11, 42, 13]}


async def test_a_gate_is_asked_before_the_call(tools: ToolRegistry) -> None:
    run = FakeRun()
    await ran(tools, step("one", arguments={"a": 1}, gate="approve"), run=run)
    assert [kind for kind, _ in run.events] == ["node.started", "gate", "node.finished"]


async def test_a_refused_call_fails_the_plan_with_its_sentence(tools: ToolRegistry) -> None:
    with pytest.raises(NodeFailed, match="No numbers were given"):
        await ran(tools, step("one", tool="sum:broken"))


async def test_the_registry_lists_by_name_and_knows_what_is_missing(tools: ToolRegistry) -> None:
    assert [info.name for info in await tools.list(ANN)] == ["sum:broken", "sum:two"]
    with pytest.raises(NoSuchTool, match="no tool named flow:x"):
        await tools.call(ANN, "flow:x", {})


def test_a_prefix_belongs_to_one_provider(tools: ToolRegistry) -> None:
    with pytest.raises(ValueError, match="registered twice"):
        tools.register(Sums())
