"""Nodes in tool mode, and agents that use them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from runyard.access import HOME_TENANT, Actor
from runyard.engine.component_tools import ComponentTools
from runyard.engine.execute import run_graph
from runyard.engine.graph import FlowGraph
from runyard.engine.models import ModelClients
from runyard.engine.options import RunOptions
from runyard.engine.tools import ToolRegistry
from runyard.kit.errors import RunyardError
from runyard.kit.http import GuardedClient
from runyard_builtins.models.agent import Agent
from runyard_builtins.utilities.calculator import CalculatorComponent
from runyard_sdk import Component, Context, Message, Tool, output
from runyard_sdk import fields as f
from runyard_sdk.template import tool_node
from tests.engine.fakes import FakeRun, house
from tests.engine.parts import PARTS, wire
from tests.support.model_server import Failure, ModelServer, Reply


class Weather(Component):
    """Tells the weather."""

    asked: list[str] = []
    city: str = f.message_text(tool_mode=True, info="Which city?")
    unit: str = f.message_text(default="C")

    @output("report")
    def report(self, ctx: Context) -> Message:
        Weather.asked.append(self.city)
        return Message(f"20 {self.unit} in {self.city}")

    @output("warning")
    def warning(self, ctx: Context) -> Message:
        return Message(f"no storm in {self.city}")


class Use(Component):
    """Calls the tools it gets."""

    tools: list = f.handle("Tool", many=True)
    seen: list[Tool] = []

    @output("out")
    async def out(self, ctx: Context) -> Message:
        Use.seen = list(self.tools)
        return Message(" | ".join([str(await tool(city="Oslo")) for tool in self.tools]))


def tool(source: str, target: str) -> dict[str, Any]:
    edge = wire(source, target, "tools", "component_as_tool")
    edge["data"]["sourceHandle"]["output_types"] = ["Tool"]
    edge["data"]["targetHandle"]["inputTypes"] = ["Tool"]
    return edge


def placed(id: str, shape: dict[str, Any], kind: str, **values: Any) -> dict[str, Any]:
    template = {name: dict(field) if isinstance(field, dict) else field for name, field in shape["template"].items()}
    for name, value in values.items():
        template.setdefault(name, {"name": name, "show": True, "type": "str"})["value"] = value
    return {"id": id, "type": "genericNode", "data": {"id": id, "type": kind, "node": shape | {"template": template}}}


def weather(**values: Any) -> FlowGraph:
    nodes = [placed("w", tool_node(Weather.template(), []), "Weather", **values), placed("u", Use.template(), "Use")]
    return FlowGraph.parse({"nodes": nodes, "edges": [tool("w", "u")]})


async def used(flow: FlowGraph, run: FakeRun | None = None) -> str:
    run = run or FakeRun()
    await run_graph(flow, run, house(*PARTS, Weather, Use), RunOptions(mode="build"))
    return str(run.finished()["u"]["outputs"]["out"]["value"]["text"])


async def test_a_node_in_tool_mode_gives_a_tool_for_each_output() -> None:
    assert await used(weather(unit="F")) == "20 F in Oslo | no storm in Oslo"
    assert [one.name for one in Use.seen] == ["report", "warning"]
    assert list(Use.seen[0].schema["properties"]) == ["city"]


async def test_its_settings_name_describe_and_switch_off_tools() -> None:
    rows = [
        {"name": "forecast", "description": "The forecast.", "tags": ["report"], "status": True},
        {"name": "warning", "tags": ["warning"], "status": False},
    ]
    assert await used(weather(tools_metadata=rows)) == "20 C in Oslo"
    assert [(one.name, one.description) for one in Use.seen] == [("forecast", "The forecast.")]


async def test_a_tool_that_was_called_is_not_called_again_after_a_crash() -> None:
    first = FakeRun()
    await used(weather(), first)
    Weather.asked.clear()
    kept = {key: value for key, value in first.steps.items() if key != "u"}
    assert await used(weather(), FakeRun(steps=kept, attempt=2)) == "20 C in Oslo | no storm in Oslo"
    assert Weather.asked == []


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as running:
        yield running


def agent(server: ModelServer | None) -> FlowGraph:
    model = [{"name": "echo-small", "provider": "Local", "base_url": server.url}] if server else ""
    nodes = [
        placed("c", tool_node(CalculatorComponent.template(), []), "CalculatorComponent"),
        placed("a", Agent.template(), "Agent", model=model, input_value="What is 6*7?", n_messages=0, api_key="k"),
    ]
    return FlowGraph.parse({"nodes": nodes, "edges": [tool("c", "a")]})


async def asked(flow: FlowGraph, server: ModelServer | None, run: FakeRun) -> str:
    http = GuardedClient([server.address] if server else [])
    services = house(http=http)
    object.__setattr__(services, "models", ModelClients(http, retries=0))
    await run_graph(flow, run, services, RunOptions(mode="build", stream=True))
    return str(run.finished()["a"]["outputs"]["response"]["value"]["text"])


async def test_an_agent_calls_its_tools_until_it_has_an_answer(server: ModelServer) -> None:
    server.say(Reply(calls=[("evaluate_expression", {"expression": "6*7"})]), "It is 42.")
    assert await asked(agent(server), server, FakeRun()) == "It is 42."
    [result] = [one for one in server.requests[1]["messages"] if one["role"] == "tool"]
    assert "42" in result["content"]


async def test_an_agent_that_was_cut_off_pays_for_no_answer_twice(server: ModelServer) -> None:
    server.say(Reply(calls=[("evaluate_expression", {"expression": "6*7"})]), Failure(500))
    first = FakeRun()
    with pytest.raises(Exception, match="problem of its own"):
        await asked(agent(server), server, first)
    server.say("It is 42.")
    again = FakeRun(steps={key: value for key, value in first.steps.items() if key != "a"}, attempt=2)
    assert await asked(agent(server), server, again) == "It is 42."
    assert len(server.requests) == 3


async def test_an_agent_works_without_any_provider() -> None:
    said = await asked(agent(None), None, FakeRun())
    assert "rules model" in said
    assert "42" in said


# -- components as tools of the house ---------------------------------------------------------------------------------

ANN = Actor("user-1", "ann", HOME_TENANT, superuser=False, via="internal")


@pytest.fixture
def tools() -> ToolRegistry:
    services = house(Weather)
    services.tools.register(ComponentTools(lambda: services))
    return services.tools


async def test_components_are_tools_of_the_house(tools: ToolRegistry) -> None:
    found = {info.name: info for info in await tools.list(ANN)}
    assert list(found["component:Weather.report"].input_schema["properties"]) == ["city"]
    made = await tools.call(ANN, "component:Weather.report", {"city": "Rome"}, run=FakeRun())
    assert made.text == "20 C in Rome"


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("component:Weather.report", {"unit": "F"}, "has no argument unit; it takes city"),
        ("component:Weather.nothing", {}, "There is no tool named"),
        ("component:CalculatorComponent.result", {"expression": []}, "must be"),
    ],
)
async def test_a_wrong_call_of_a_component_is_refused(
    tools: ToolRegistry, name: str, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(RunyardError, match=said):
        await tools.call(ANN, name, arguments, run=FakeRun())


async def test_a_component_is_not_called_outside_of_a_run(tools: ToolRegistry) -> None:
    with pytest.raises(RunyardError, match="from inside a run"):
        await tools.call(ANN, "component:Weather.report", {"city": "Rome"})
