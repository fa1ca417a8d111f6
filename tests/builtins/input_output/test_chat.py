"""Chat in, chat out, plain text and webhooks."""

import pytest

from runyard_builtins.input_output.chat_input import ChatInput
from runyard_builtins.input_output.chat_output import ChatOutput
from runyard_builtins.input_output.plain_text import TextInput, TextOutput
from runyard_builtins.input_output.webhook import Webhook
from runyard_sdk import JSON, ComponentError, Message, NodeInfo, Properties, Source, Table
from runyard_sdk.testing import FakeContext, bare, produce


def node(kind, title):
    return NodeInfo(f"{kind}-1", title, {}, kind)


def test_chat_input_stores_what_the_user_says():
    ctx = FakeContext()
    made = produce(ChatInput(input_value="hi", files=["f/a.png"]), "message", ctx)
    assert (made.text, made.sender, made.sender_name, made.session_id, made.files) == (
        "hi",
        "User",
        "User",
        "session",
        ["f/a.png"],
    )
    assert [one.text for one in ctx.sent] == ["hi"]


def test_chat_input_may_store_nothing():
    ctx = FakeContext()
    assert produce(ChatInput(input_value="hi", should_store_message=False), "message", ctx).id is None
    assert ctx.sent == []


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (JSON({"result": "14"}), '```json\n{\n  "result": "14"\n}\n```'),
        (Table([{"text": "<a>"}]), "| text   |\n|:-------|\n| <a>    |"),
        ([JSON({"text": "5"})], '```json\n{\n  "text": "5"\n}\n```'),
        ("", ""),
        (["a", "b"], "a\nb"),
    ],
)
def test_chat_output_shows_any_value_as_text(value, wanted):
    assert produce(ChatOutput(input_value=value), "message").text == wanted


def test_chat_output_names_the_node_that_the_text_comes_from():
    ctx = FakeContext(sources={"input_value": node("Parser", "My Parser")})
    made = produce(ChatOutput(input_value=Message("x"), sender_name="Bot"), "message", ctx)
    assert made.properties.source == Source("Parser-1", "My Parser", "My Parser")
    assert (made.sender, made.sender_name) == ("Machine", "Bot")


def test_chat_output_copies_what_comes_straight_from_the_chat_input():
    ctx = FakeContext(sources={"input_value": node("ChatInput", "Chat Input")})
    given = Message("hi", "User", "User", id="in")
    made = produce(ChatOutput(input_value=given), "message", ctx)
    assert made is not given and made.id != "in" and given.sender == "User"


def test_chat_output_goes_on_with_a_message_that_was_streamed():
    ctx = FakeContext(sources={"input_value": node("OpenAIModel", "OpenAI")})
    streamed = Message("done", id="m", properties=Properties(source=Source("OpenAIModel-1", "OpenAI", "gpt")))
    made = produce(ChatOutput(input_value=streamed), "message", ctx)
    assert made is streamed and made.properties.source.source == "gpt"
    assert [one.id for one in ctx.sent] == ["m", "m"]


def test_text_passes_without_a_chat():
    ctx = FakeContext()
    assert produce(TextInput(input_value="a\\nb"), "text", ctx).text == "a\nb"
    assert produce(TextOutput(input_value=Message("x")), "text", ctx).text == "x"
    assert ctx.sent == []


def test_text_may_be_the_name_of_a_variable():
    ctx = FakeContext(variables={"GREETING": "moin"})
    assert produce(TextInput(input_value="GREETING", use_global_variable=True), "text", ctx).text == "moin"
    with pytest.raises(ComponentError, match='no global variable "OTHER"'):
        produce(TextInput(input_value="OTHER", use_global_variable=True), "text", ctx)


@pytest.mark.parametrize(
    ("body", "wanted"), [('{"id": 17}', {"id": 17}), ("id=3", {"payload": "id=3"}), ("", {}), ("[1]", {"payload": [1]})]
)
def test_the_body_of_a_webhook_becomes_json(body, wanted):
    assert bare(produce(Webhook(data=body), "output_data")) == wanted
