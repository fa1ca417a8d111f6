"""Recorded builds and runs give the same results here."""

from __future__ import annotations

from typing import Any

import pytest

from runyard.engine.errors import NodeFailed
from runyard.engine.execute import run_graph
from runyard.engine.graph import FlowGraph
from runyard.engine.options import Entry, RunOptions
from runyard.engine.results import shown
from runyard_sdk import Message
from runyard_sdk.artifacts import artifact, outcome
from tests.engine import golden
from tests.engine.fakes import FakeRun, house

BUILDS = list(golden.builds("build_delivery_a", "build_failing_a", "build_partial_a", "components_a"))
CHAT = ("ChatInput", "ChatOutput")


@pytest.fixture(params=BUILDS, ids=lambda build: build.name)
def build(request: pytest.FixtureRequest) -> golden.Build:
    return request.param


async def ran(build: golden.Build) -> FakeRun:
    run = FakeRun(subject="{{flow_id}}")
    try:
        await run_graph(build.graph, run, house(), build.options)
    except NodeFailed:
        assert "build_failing" in build.name
    return run


async def test_the_first_layer_and_what_is_to_run_are_as_recorded(build: golden.Build) -> None:
    [told], [expected] = (await ran(build)).of("flow.sorted"), build.of("vertices_sorted")
    assert set(told["ids"]) == set(expected["ids"])
    assert set(told["to_run"]) == set(expected["to_run"])


async def test_nodes_finish_in_the_recorded_order(build: golden.Build) -> None:
    told = [data["node"] for kind, data in (await ran(build)).events if kind in ("node.finished", "node.failed")]
    first = {name for data in build.of("vertices_sorted") for name in data["ids"]}
    recorded = [vertex["id"] for vertex in build.vertices()]
    assert [name for name in told if name not in first] == [name for name in recorded if name not in first]
    assert sorted(told) == sorted(recorded)


async def test_what_is_next_and_what_is_switched_off_is_as_recorded(build: golden.Build) -> None:
    run = await ran(build)
    once = len(build.of("vertices_sorted")[0]["ids"]) == 1  # several first nodes may end in any order
    for vertex in build.vertices():
        if not vertex["valid"] or "next_vertices_ids" not in vertex or not once:
            continue
        told = run.finished()[vertex["id"]]
        assert set(told["next"]) == set(vertex["next_vertices_ids"])
        assert set(told["inactivated"]) == set(vertex["inactivated_vertices"])


async def test_outputs_are_as_recorded(build: golden.Build) -> None:
    run = await ran(build)
    records = [data for kind, data in run.events if kind == "node.finished"]
    for vertex, record in zip(sorted_records(build.vertices(), "id"), sorted_records(records, "node"), strict=False):
        if not vertex["valid"]:
            continue
        made = {name: outcome(one.value, one.status) for name, one in shown(record).items()}
        made |= {name: outcome(None) for name in record["idle"] if name not in made}
        for name, expected in vertex["data"]["outputs"].items():
            if "{{flow_id}}" not in str(expected) and "<timestamp>" not in str(expected):
                assert made[name] == expected, (vertex["id"], name)


async def test_artifacts_are_as_recorded(build: golden.Build) -> None:
    run = await ran(build)
    for vertex in build.vertices():
        record = run.finished().get(vertex["id"])
        if (
            record is None
            or record["type"] in (*CHAT, "SplitText")
            or not vertex["valid"]
            or "next_vertices_ids" not in vertex
        ):
            continue
        made = {name: artifact(one.value, one.status) for name, one in shown(record).items()}
        for name, expected in vertex["data"]["artifacts"].items():
            if (
                "<timestamp>" in expected["repr"]
            ):  # the record of a message: what it shows holds the time, what it is is the SDK's word
                expected = expected | {"repr": made[name]["repr"], "type": made[name]["type"]}
            assert made[name] == expected, (vertex["id"], name)


def sorted_records(records: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return sorted((one for one in records if one.get("valid", True)), key=lambda one: one[name])


async def test_messages_are_as_recorded(build: golden.Build) -> None:
    if "SplitText" in str(build.data):
        pytest.skip("its table shows the time of the run")
    told = [data["message"] for data in (await ran(build)).of("message") if data["message"]["category"] != "error"]
    expected = build.of("add_message")
    names = ("text", "sender", "sender_name", "session_id", "category", "context_id", "files", "error", "edit")
    assert [pick(one, names) for one in told] == [pick(one, names) for one in expected]
    assert [one["properties"]["source"] for one in told] == [one["properties"]["source"] for one in expected]


def pick(data: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: data[name] for name in names}


async def test_logs_are_as_recorded(build: golden.Build) -> None:
    told = [(one["name"], one["type"], one["output"], one["node"]) for one in (await ran(build)).of("log")]
    assert told == [(one["name"], one["type"], one["output"], one["component_id"]) for one in build.of("log")]


async def test_a_failing_node_is_told_in_the_chat_before_its_record() -> None:
    [build] = [
        one for one in BUILDS if "build_failing" in one.name and not all(vertex["valid"] for vertex in one.vertices())
    ]
    run = await ran(build)
    assert [kind for kind, _ in run.events][-2:] == ["message", "node.failed"]
    message, recorded = run.of("message")[-1]["message"], build.of("error")[0]
    assert message["properties"] == recorded["properties"]
    assert message["category"] == "error"
    assert message["sender"] == recorded["sender"]
    assert message["content_blocks"][0]["title"] == "Error"


async def test_a_failing_node_keeps_what_comes_after_it_from_running() -> None:
    [build] = [
        one for one in BUILDS if "build_failing" in one.name and not all(vertex["valid"] for vertex in one.vertices())
    ]
    assert "ChatOutput-fl001" not in (await ran(build)).finished()


# -- runs -------------------------------------------------------------------------------------------------------------

TWEAKS = [
    step
    for step in golden.steps("run_tweaks_a")
    if step["op"] == "langflow.base.run" and step["expect"]["status"] == 200
]


@pytest.mark.parametrize("step", TWEAKS, ids=lambda step: str(step["request"]["json"].get("tweaks"))[:40])
async def test_tweaks_change_what_was_recorded(step: dict[str, Any]) -> None:
    asked = step["request"]["json"]
    result = await answer("prompt2", RunOptions(input_value=asked.get("input_value"), tweaks=asked["tweaks"]))
    [expected] = step["expect"]["body"]["outputs"][0]["outputs"]
    message = Message.from_json(result["outputs"][0]["results"]["message"]["value"])
    assert message.text == expected["results"]["message"]["text"]
    assert message.sender_name == expected["results"]["message"]["sender_name"]
    assert result["inputs"] == step["expect"]["body"]["outputs"][0]["inputs"]


async def answer(flow: str, options: RunOptions, run: FakeRun | None = None) -> dict[str, Any]:
    return await run_graph(FlowGraph.parse(golden.flow(flow)), run or FakeRun(), house(), options)


@pytest.mark.parametrize(
    ("options", "nodes"),
    [
        ({"output_type": "chat"}, ["ChatOutput-ec001"]),
        ({"output_type": "any"}, ["ChatOutput-ec001"]),
        ({"output_type": "text"}, ["ChatOutput-ec001"]),
        ({"output_type": "debug"}, ["ChatInput-ec001", "ChatOutput-ec001"]),
        ({"output_component": "ChatInput-ec001"}, ["ChatInput-ec001"]),
        ({"outputs": ("Chat Output", "Chat Input")}, ["ChatInput-ec001", "ChatOutput-ec001"]),
        ({"outputs": ("ChatOutput-ec001",)}, ["ChatOutput-ec001"]),
    ],
)
async def test_the_request_chooses_the_results(options: dict[str, Any], nodes: list[str]) -> None:
    result = await answer("echo", RunOptions(input_value="hi", **options))
    assert [one["node"] for one in result["outputs"]] == nodes


async def test_several_inputs_run_the_flow_once_each() -> None:
    entries = (Entry("one"), Entry("two", components=("ChatInput-ec001",)))
    result = await answer("echo", RunOptions(inputs=entries, output_type="any"))
    texts = [one["outputs"][0]["results"]["message"]["value"]["text"] for one in result["passes"]]
    assert texts == ["one", "two"]


async def test_the_webhooks_body_reaches_its_node() -> None:
    result = await answer("webhook", RunOptions(webhook='{"id": 17, "who": "Zoe"}', output_type="any"))
    assert result["outputs"][0]["results"]["message"]["value"]["text"] == "order 17 for Zoe"


async def test_the_session_is_the_flow_when_nothing_else_is_said() -> None:
    assert (await answer("echo", RunOptions(input_value="hi"), FakeRun(subject="flow-9")))["session_id"] == "flow-9"


async def test_history_holds_what_earlier_runs_said() -> None:
    services, graph = house(), FlowGraph.parse(golden.flow("history"))
    texts = []
    for said in ("first", "second", "third"):
        run = FakeRun()
        run.id = f"run-{said}"
        result = await run_graph(graph, run, services, RunOptions(input_value=said, session_id="h"))
        texts.append(result["outputs"][0]["results"]["message"]["value"]["text"])
    recorded = [
        step["expect"]["body"]["$pick"]
        for step in golden.steps("history_a")
        if "$pick" in (step["expect"].get("body") or {})
    ]
    assert texts == [one["/outputs/0/outputs/0/results/message/text"] for one in recorded][:3]
