"""Routing, loops, passing values on, and flows within flows."""

import pytest

from runyard_builtins.flow.loop import LoopComponent
from runyard_builtins.flow.passing import Listen, MergeFlows, Notify, Pass
from runyard_builtins.flow.routers import ConditionalRouter, DataConditionalRouter
from runyard_builtins.flow.run_flow import FlowTool, RunFlow, SubFlow
from runyard_sdk import JSON, ComponentError, Message, Table
from runyard_sdk.testing import FakeContext, bare, produce


@pytest.mark.parametrize(
    ("text", "rule", "match", "taken"),
    [
        ("yes", "equals", "yes", "true"),
        ("yes", "not equals", "yes", "false"),
        ("say yes", "contains", "yes", "true"),
        ("yes sir", "starts with", "yes", "true"),
        ("oh yes", "ends with", "yes", "true"),
        ("abc12", "regex", r"[a-z]+\d+", "true"),
        ("abc", "regex", "(", "false"),
        ("2", "less than", "10", "true"),
        ("10", "greater than or equal", "10.0", "true"),
        ("many", "greater than", "1", "false"),
    ],
)
def test_the_text_decides_the_branch(text, rule, match, taken):
    ctx = FakeContext()
    node = ConditionalRouter(input_text=text, operator=rule, match_text=match)
    said = {name: produce(node, f"{name}_result", ctx).text for name in ("true", "false")}
    other = "false" if taken == "true" else "true"
    assert said == {taken: text, other: ""}
    assert set(ctx.stopped) == {f"{other}_result"}


def test_case_may_be_ignored_and_a_case_message_goes_out_instead():
    node = ConditionalRouter(input_text="YES", match_text="yes", case_sensitive=False, true_case_message="right!")
    assert produce(node, "true_result").text == "right!"


def test_a_cycle_ends_on_the_default_route():
    ctx = FakeContext()
    ctx.round = 11
    assert produce(ConditionalRouter(input_text="a", match_text="a"), "false_result", ctx).text == "a"


def test_a_key_decides_the_branch():
    ctx = FakeContext()
    node = DataConditionalRouter(data_input=JSON({"ok": "yes"}), key_name="ok", operator="boolean validator")
    assert bare(produce(node, "true_output", ctx)) == {"ok": "yes"}
    assert bare(produce(node, "false_output", ctx)) == {}
    assert ctx.stopped == ["false_output"]


def test_a_list_is_divided_between_the_branches():
    node = DataConditionalRouter(data_input=[JSON({"n": 1}), JSON({"n": 2})], key_name="n", compare_value="2")
    assert bare(produce(node, "true_output")) == [{"n": 2}]
    assert bare(produce(node, "false_output")) == [{"n": 1}]


def test_a_loop_has_one_round_per_row_and_collects_texts():
    node = LoopComponent(data=Table([{"text": "a"}, {"text": "b"}]))
    assert bare(node.items()) == [{"text": "a"}, {"text": "b"}]
    assert bare(node.collect([Message("<a>"), JSON({"x": 1}), Table([{"y": 2}])])) == [
        {"text": "<a>"},
        {"x": 1},
        {"y": 2},
    ]
    assert node.started(2) == "Starting loop over 2 item(s)"
    assert node.finished(2, 0.5) == "Completed 2 iteration(s) in 0.50s"
    assert bare(produce(node, "item")) == {"count": 0, "items": []}


def test_a_loop_over_nothing_has_no_rounds():
    assert LoopComponent(data="").items() == []


def test_what_was_notified_can_be_listened_to():
    ctx = FakeContext()
    produce(Notify(context_key="k", input_value=Message("a")), "result", ctx)
    assert bare(produce(Listen(context_key="k"), "data", ctx))["text"] == "a"
    assert bare(produce(Listen(context_key="other"), "data", ctx)) == {}


def test_notified_values_can_be_collected():
    ctx = FakeContext()
    for text in "ab":
        produce(Notify(context_key="k", input_value=JSON({"t": text}), append=True), "result", ctx)
    assert bare(produce(Listen(context_key="k"), "data", ctx)) == {"items": [{"t": "a"}, {"t": "b"}]}


def test_messages_pass_and_branches_meet():
    assert produce(Pass(input_message="x"), "output_message").text == "x"
    assert produce(MergeFlows(inputs=[Message("a"), JSON({"b": 1})]), "done").text.startswith("a\n```json")


def test_another_flow_is_a_step():
    ctx = FakeContext(flows={"up": lambda text: Message(text.upper())})
    node = RunFlow(flow_name_selected="up", **{"ChatInput-1~input_value": Message("hi")})
    assert produce(node, "flow_outputs_message", ctx).text == "HI"
    assert produce(node, "ChatOutput-9~message", ctx).text == "HI"
    assert bare(produce(node, "flow_outputs_data", ctx)) == {"text": "HI"}
    assert bare(produce(SubFlow(flow_name="up", **{"ChatInput-1~input_value": "x"}), "flow_outputs", ctx)) == {
        "text": "X"
    }


def test_a_step_without_a_flow_is_a_sentence():
    with pytest.raises(ComponentError, match="Choose the flow"):
        produce(RunFlow(), "flow_outputs_message")


async def test_another_flow_is_a_tool():
    ctx = FakeContext(flows={"up": lambda text: Message(text.upper())})
    tool = await FlowTool(flow_name="up", tool_name="shout").produce("api_build_tool", ctx)
    assert tool.name == "shout"
    assert (await tool(input_value="a")).text == "A"
