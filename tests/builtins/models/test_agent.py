"""The agent: rounds with tools, steps in the chat, memory, structured answers."""

import pytest

from runyard_builtins.models.agent import Agent
from runyard_sdk import ComponentError, Message, NodeInfo, Reply, Tool, ToolCall
from runyard_sdk.testing import FakeContext, ScriptedModel, bare, produce

CHAT = {"response": [NodeInfo("ChatOutput-1", "Chat Output", {}, "ChatOutput")]}


def weather(answer="sunny"):
    async def call(arguments):
        if arguments.get("city") == "nowhere":
            raise ComponentError("There is no such city.")
        return Message(f"{arguments['city']}: {answer}")

    return Tool("weather", "Tells the weather.", {"type": "object", "properties": {"city": {"type": "string"}}}, call)


def calls(*pairs):
    return Reply(
        "",
        [ToolCall(f"c{number}", name, arguments) for number, (name, arguments) in enumerate(pairs)],
        {"total_tokens": 2},
    )


def test_the_agent_calls_tools_until_it_answers():
    model = ScriptedModel(calls(("weather", {"city": "Oslo"})), Reply("It is sunny.", usage={"total_tokens": 3}))
    made = produce(Agent(input_value="weather in Oslo?", tools=[weather()]), "response", FakeContext(model=model))
    assert made.text == "It is sunny."
    block = made.content_blocks[0]
    assert block["title"] == "Agent Steps"
    assert [step["type"] for step in block["contents"]] == ["text", "tool_use", "text"]
    step = block["contents"][1]
    assert (step["name"], step["tool_input"], step["output"], step["error"]) == (
        "weather",
        {"city": "Oslo"},
        "Oslo: sunny",
        None,
    )
    assert made.properties.usage["total_tokens"] == 5
    told = model.asked[1]["messages"][-1]
    assert told == {"role": "tool", "tool_call_id": "c0", "name": "weather", "content": "Oslo: sunny"}


def test_the_agent_has_a_calculator_and_the_date_of_its_own():
    model = ScriptedModel(calls(("evaluate_expression", {"expression": "2+3*4"}), ("get_current_date", {})), "14")
    produce(Agent(input_value="x"), "response", FakeContext(model=model))
    assert {tool.name for tool in model.asked[0]["tools"]} == {"evaluate_expression", "get_current_date"}
    results = [turn["content"] for turn in model.asked[1]["messages"] if turn["role"] == "tool"]
    assert results[0] == '{"text_key": "text", "data": {"result": "14"}, "default_value": ""}'
    assert "2026-01-02 03:04:05" in results[1]


def test_own_tools_can_be_left_out():
    model = ScriptedModel("x")
    produce(
        Agent(input_value="x", add_calculator_tool=False, add_current_date_tool=False),
        "response",
        FakeContext(model=model),
    )
    assert model.asked[0]["tools"] is None


@pytest.mark.parametrize(
    ("name", "city", "sentence"), [("weather", "nowhere", "no such city"), ("other", "x", 'no tool "other"')]
)
def test_the_model_is_told_what_went_wrong_with_a_tool(name, city, sentence):
    model = ScriptedModel(calls((name, {"city": city})), "sorry")
    made = produce(Agent(input_value="x", tools=[weather()]), "response", FakeContext(model=model))
    assert sentence in made.content_blocks[0]["contents"][1]["error"]
    assert sentence in model.asked[1]["messages"][-1]["content"]


def test_the_steps_and_the_answer_appear_in_the_chat_while_they_happen():
    model = ScriptedModel(calls(("weather", {"city": "Oslo"})), "It is sunny")
    ctx = FakeContext(model=model, streaming=True, feeds=CHAT)
    made = produce(Agent(input_value="x", tools=[weather()]), "response", ctx)
    assert [one.properties.state for one in ctx.sent] == ["partial", "partial", "partial", "complete"]
    assert {one.id for one in ctx.sent} == {made.id}
    assert [text for _, text in ctx.tokens if text] == ["It", "is", "sunny"]


def test_an_agent_that_does_not_come_to_an_end_is_stopped():
    model = ScriptedModel(calls(("weather", {"city": "Oslo"})))
    ctx = FakeContext(model=model, feeds=CHAT)
    with pytest.raises(ComponentError, match="within 2 rounds"):
        produce(Agent(input_value="x", tools=[weather()], max_iterations=2), "response", ctx)
    assert ctx.sent[-1].category == "error" and ctx.sent[-1].properties.state == "complete"


def test_earlier_messages_are_remembered_without_the_current_one():
    history = [Message("I am Ann", "User"), Message("Hello Ann", "Machine"), Message("who am I?", "User", id="now")]
    model = ScriptedModel("Ann")
    produce(
        Agent(input_value=Message("who am I?", id="now"), system_prompt="S"),
        "response",
        FakeContext(model=model, history=history),
    )
    assert [(turn["role"], turn["content"]) for turn in model.asked[0]["messages"]] == [
        ("system", "S"), ("user", "I am Ann"), ("assistant", "Hello Ann"), ("user", "who am I?"),
    ]  # fmt: skip


def test_the_answer_can_be_an_object_of_a_declared_shape():
    model = ScriptedModel("Ada is 36", '{"items": [{"name": "Ada", "age": 36}]}')
    node = Agent(input_value="who?", output_schema=[{"name": "name", "type": "str"}, {"name": "age", "type": "int"}])
    assert bare(produce(node, "structured_response", FakeContext(model=model))) == {"name": "Ada", "age": 36}


def test_without_a_shape_the_object_is_what_the_model_said():
    assert bare(produce(Agent(input_value="x"), "structured_response", FakeContext(model=ScriptedModel("words")))) == {
        "content": "words"
    }
    assert bare(
        produce(Agent(input_value="x"), "structured_response", FakeContext(model=ScriptedModel('{"a": 1}')))
    ) == {"a": 1}
