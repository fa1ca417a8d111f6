"""Runs on the real kernel: events in the journal, going on after a crash at every step, sub-flows as child runs."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from runyard.access import HOME_TENANT
from runyard.engine.execute import run_graph
from runyard.engine.graph import FlowGraph
from runyard.engine.models import ModelClients
from runyard.engine.options import RunOptions
from runyard.engine.services import FoundFlow, Services
from runyard.kernel import Kernel, Run, RunContext, RunKind, RunState
from runyard.kit.clock import Clock
from runyard.kit.http import GuardedClient
from runyard.store import Store
from runyard_sdk import Component, Context, Message, output
from runyard_sdk import fields as f
from tests.engine import golden
from tests.engine.fakes import FakeFlows, house
from tests.engine.parts import PARTS, Work, graph, node, until
from tests.support.model_server import ModelServer


class RunOther(Component):
    """Runs another flow."""

    text: str = f.message_text(default="")

    @output("out")
    async def other(self, ctx: Context) -> Message:
        [answer] = await ctx.run_flow("other", self.text)
        return Message(f"it said {answer.text}")


class Yard:
    """A store that outlives its kernels."""

    def __init__(self, store: Store, flows: dict[str, FlowGraph]) -> None:
        self.store = store
        self.flows = flows
        self.services: Services = house(
            *PARTS,
            RunOther,
            flows={name: FoundFlow(name, name, flow, input={"graph": name}) for name, flow in flows.items()},
        )
        self.kernel: Kernel = self._kernel()

    def _kernel(self) -> Kernel:
        kernel = Kernel(self.store, Clock())
        kernel.register(RunKind("flow", self._drive))
        return kernel

    async def _drive(self, run: RunContext) -> Any:
        return await run_graph(self.flows[run.input["graph"]], run, self.services, RunOptions.from_json(run.input))

    def begin(self, flow: str, **options: Any) -> str:
        given = RunOptions(**options).to_json() | {"graph": flow}
        return self.kernel.begin("flow", given, owner="user-1", tenant=HOME_TENANT, subject=flow, subject_name=flow)

    async def crash(self) -> None:
        """Stop at once and start again on the same store."""
        await self.kernel.close(timedelta(0))
        self.kernel = self._kernel()
        await self.kernel.open()

    async def finished(self, run_id: str, names: set[str]) -> None:
        """Wait until these nodes have finished, durably."""
        async for event in self.kernel.follow(run_id):
            names = names - ({event.data["node"]} if event.type == "node.finished" else set())
            if not names:
                return

    async def types(self, run_id: str) -> list[str]:
        return [event.type for event in await self.kernel.events(run_id)]


CHAIN = graph(
    [
        node("a", "Work", text="1"),
        node("b", "Work", text="2"),
        node("c"),
        node("d", "Work", text="3"),
        node("e", "Work", text="4"),
    ],
    ("a", "b"),
    ("b", "c"),
    ("c", "d"),
    ("a", "e"),
)

BEFORE: dict[str, set[str]] = {"a": set(), "b": {"a", "e"}, "d": {"a", "b", "c", "e"}, "e": {"a", "b", "c", "d"}}


@pytest.fixture
async def yard(tmp_path: Path) -> AsyncIterator[Yard]:
    Work.gates, Work.running, Work.done = {}, [], []
    store = await Store.open(f"sqlite:///{tmp_path}/run.db", Clock())
    await store.create_tables()
    echo = FlowGraph.parse(golden.flow("echo"))
    caller = graph([node("a", "RunOther", text="hello")])
    made = Yard(
        store,
        {"chain": CHAIN, "echo": echo, "other": echo, "caller": caller, "loop": FlowGraph.parse(golden.flow("loop"))},
    )
    await made.kernel.open()
    yield made
    await made.kernel.close(timedelta(0))
    await store.close()


async def ended(yard: Yard, run_id: str) -> Run:
    return await yard.kernel.wait(run_id, 10)


async def test_a_flow_leaves_its_journal(yard: Yard) -> None:
    run = yard.begin("echo", input_value="hello")
    assert (await ended(yard, run)).state is RunState.SUCCEEDED
    told = [kind for kind in await yard.types(run) if not kind.startswith("run.")]
    assert told == [
        "flow.sorted",
        "node.started",
        "message",
        "node.finished",
        "node.started",
        "message",
        "node.finished",
    ]


@pytest.mark.parametrize("where", ["a", "b", "d", "e"])
async def test_after_a_crash_finished_nodes_are_not_run_again(yard: Yard, where: str) -> None:
    Work.gates = {where: asyncio.Event()}
    run = yard.begin("chain", mode="build")
    await yard.finished(run, BEFORE[where])
    await until(lambda: where in Work.running)
    await yard.crash()
    Work.gates[where].set()
    assert (await ended(yard, run)).state is RunState.SUCCEEDED
    assert sorted(Work.done) == ["a", "b", "d", "e"]
    assert all(Work.running.count(name) == 1 for name in BEFORE[where] - {"c"})


async def test_every_crash_on_the_way_still_gives_one_result_of_each_node(yard: Yard) -> None:
    Work.gates = {name: asyncio.Event() for name in "abde"}
    run = yard.begin("chain", mode="build")
    for name in "aebd":
        await until(lambda name=name: name in Work.running)
        await yard.crash()
        Work.gates[name].set()
    assert (await ended(yard, run)).state is RunState.SUCCEEDED
    finished = [event.data["node"] for event in await yard.kernel.events(run) if event.type == "node.finished"]
    assert sorted(finished) == ["a", "b", "c", "d", "e"]


async def test_a_failed_flow_fails_its_run(yard: Yard) -> None:
    yard.flows["bad"] = graph([node("x", "Fail")])
    run = await ended(yard, yard.begin("bad"))
    assert run.state is RunState.FAILED
    assert "It cannot be done." in run.error["message"]


async def test_a_cancelled_flow_ends_within_its_time(yard: Yard) -> None:
    Work.gates = {"a": asyncio.Event()}
    run = yard.begin("chain")
    await until(lambda: "a" in Work.running)
    assert (await yard.kernel.cancel(run, "enough")).state is RunState.CANCELLED
    assert Work.done == []


async def test_a_flow_runs_another_as_its_child(yard: Yard) -> None:
    run = await ended(yard, yard.begin("caller", mode="build"))
    assert run.state is RunState.SUCCEEDED
    assert run.output["more"][0]["results"]["out"]["value"]["text"] == "it said hello"


async def test_flows_that_call_each_other_in_a_circle_are_stopped(yard: Yard) -> None:
    yard.flows["caller"] = graph([node("a", "RunOther", text="hello")])
    assert isinstance(yard.services.flows, FakeFlows)
    yard.services.flows.flows["other"] = FoundFlow("caller", "caller", yard.flows["caller"], input={"graph": "caller"})
    run = await ended(yard, yard.begin("caller"))
    assert run.state is RunState.FAILED
    assert "too deeply" in run.error["message"]


async def test_a_failed_run_goes_on_where_it_failed(yard: Yard) -> None:
    yard.flows["later"] = graph([node("a", "Work"), node("bad", "Fail")], ("a", "bad"))
    run = yard.begin("later")
    assert (await ended(yard, run)).state is RunState.FAILED
    yard.flows["later"] = graph([node("a", "Work"), node("bad", "Work")], ("a", "bad"))
    await yard.kernel.resume(run)
    assert (await ended(yard, run)).state is RunState.SUCCEEDED
    assert Work.done == ["a", "bad"]


async def test_a_cancelled_answer_keeps_what_was_written(yard: Yard) -> None:
    async with ModelServer() as server:
        server.gate = asyncio.Event()
        data = golden.flow("llm")
        data["nodes"][1]["data"]["node"]["template"]["openai_api_base"]["value"] = server.url
        http = GuardedClient([server.address])
        yard.services = dataclasses.replace(yard.services, http=http, models=ModelClients(http))
        yard.flows["llm"] = FlowGraph.parse(data)
        run = yard.begin("llm", input_value="one two", input_type="any", mode="build", stream=True)
        async for event in yard.kernel.follow(run):
            if event.type == "token":
                break
        await yard.kernel.cancel(run, "enough")
        last = [event.data["message"] for event in await yard.kernel.events(run) if event.type == "message"][-1]
        assert (last["text"], last["properties"]["state"]) == ("one ", "complete")
        await yard.services.models.close()


async def test_a_recovered_run_does_not_say_again_what_will_run(yard: Yard) -> None:
    Work.gates["b"] = asyncio.Event()
    run = yard.begin("chain")
    await yard.finished(run, {"a"})
    await yard.crash()
    Work.gates["b"].set()
    await ended(yard, run)
    assert (await yard.types(run)).count("flow.sorted") == 1
