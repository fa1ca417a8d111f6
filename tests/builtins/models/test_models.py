"""Language models on nodes: one question, rows, structured answers, routes."""

import json

import pytest

from runyard_builtins.models.batch_run import BatchRunComponent
from runyard_builtins.models.embedding_model import EmbeddingModel
from runyard_builtins.models.language_model import LanguageModelComponent
from runyard_builtins.models.memory import Memory, StoreMessage
from runyard_builtins.models.openai import OllamaModel, OpenAIModel
from runyard_builtins.models.routing import SmartRouter
from runyard_builtins.models.shapes import items_in, schema_of
from runyard_builtins.models.structured_output import StructuredOutput
from runyard_sdk import ComponentError, Message, NodeInfo, Reply, Table
from runyard_sdk.testing import FakeContext, ScriptedModel, bare, produce

CHAT = {"text_output": [NodeInfo("ChatOutput-1", "Chat Output", {}, "ChatOutput")]}
USED = {"input_tokens": 7, "output_tokens": 3, "total_tokens": 10}


def test_a_question_is_answered_with_its_system_message():
    model = ScriptedModel(Reply("fine", usage=USED))
    ctx = FakeContext(model=model)
    made = produce(LanguageModelComponent(input_value="how are you?", system_message="be kind"), "text_output", ctx)
    assert made.text == "fine"
    assert made.properties.usage == USED and ctx.used == [USED]
    assert made.properties.source.source == "scripted"
    assert model.asked[0]["messages"] == [
        {"role": "system", "content": "be kind"},
        {"role": "user", "content": "how are you?"},
    ]


def test_an_answer_is_streamed_into_the_chat_when_somebody_follows():
    ctx = FakeContext(model=ScriptedModel(Reply("ONE TWO", usage=USED)), streaming=True, feeds=CHAT)
    made = produce(OpenAIModel(input_value="x", stream=True), "text_output", ctx)
    assert [(one.text, one.properties.state) for one in ctx.sent] == [("", "partial"), ("ONE TWO", "complete")]
    assert [text for _, text in ctx.tokens] == ["ONE", "TWO"]
    assert {one.id for one in ctx.sent} == {made.id} and made.properties.icon == "OpenAI"


@pytest.mark.parametrize(("streaming", "feeds"), [(False, CHAT), (True, {})])
def test_an_answer_is_not_streamed_when_nobody_follows_or_no_chat_comes_next(streaming, feeds):
    ctx = FakeContext(streaming=streaming, feeds=feeds)
    made = produce(OpenAIModel(input_value="x", stream=True), "text_output", ctx)
    assert ctx.sent == [] and made.id is None and made.properties.icon is None


def test_the_address_key_and_settings_of_the_node_go_to_the_model():
    ctx = FakeContext()
    produce(OpenAIModel(model_name="m", openai_api_base="http://x/v1", api_key="k", max_tokens=5), "model_output", ctx)
    chosen = ctx.chosen[0]
    assert chosen["choice"] == [{"name": "m", "provider": "OpenAI"}]
    assert (chosen["base_url"], chosen["api_key"], chosen["max_tokens"]) == ("http://x/v1", "k", 5)


def test_an_ollama_server_is_reached_over_its_compatible_address():
    ctx = FakeContext()
    produce(OllamaModel(model_name="m", base_url="http://x:11434/"), "model_output", ctx)
    assert ctx.chosen[0]["base_url"] == "http://x:11434/v1"


def test_a_model_from_an_edge_is_used_as_it_is():
    model = ScriptedModel("from the edge")
    assert produce(LanguageModelComponent(model=model, input_value="x"), "text_output").text == "from the edge"


def test_an_embedding_model_is_offered():
    assert produce(EmbeddingModel(), "embeddings").spec["model"] == "letters"


def test_every_row_is_asked_once():
    model = ScriptedModel("r1", "r2")
    node = BatchRunComponent(df=Table([{"q": "a"}, {"q": "b"}]), column_name="q", system_message="s")
    made = produce(node, "batch_results", FakeContext(model=model))
    assert bare(made) == [
        {"q": "a", "model_response": "r1", "batch_index": 0},
        {"q": "b", "model_response": "r2", "batch_index": 1},
    ]


def test_a_missing_column_is_named():
    with pytest.raises(ComponentError, match='no column "z"; it has q'):
        produce(BatchRunComponent(df=Table([{"q": "a"}]), column_name="z"), "batch_results")


SHAPE = [{"name": "name", "type": "str", "multiple": "False"}, {"name": "tags", "type": "str", "multiple": True}]


def test_rows_become_a_json_schema():
    schema = schema_of(SHAPE)
    assert schema["properties"]["tags"]["type"] == "array"
    assert schema["required"] == ["name", "tags"]


def test_a_text_fills_the_declared_shape():
    model = ScriptedModel('```json\n{"items": [{"name": "Ada", "tags": ["x"]}]}\n```')
    node = StructuredOutput(input_value="Ada, x", output_schema=SHAPE)
    assert bare(produce(node, "structured_output", FakeContext(model=model))) == {"name": "Ada", "tags": ["x"]}
    assert model.asked[0]["response_format"]["type"] == "json_schema"


def test_several_items_become_a_table():
    model = ScriptedModel(json.dumps({"items": [{"name": "a"}, {"name": "b"}]}))
    node = StructuredOutput(input_value="x", output_schema=SHAPE[:1])
    assert bare(produce(node, "dataframe_output", FakeContext(model=model))) == [{"name": "a"}, {"name": "b"}]
    assert bare(produce(node, "structured_output", FakeContext(model=model))) == {
        "results": [{"name": "a"}, {"name": "b"}]
    }


def test_an_answer_without_json_is_a_sentence():
    with pytest.raises(ComponentError, match="did not answer with JSON"):
        items_in("I cannot do that.")


def test_a_model_chooses_the_route_once_for_all_outputs():
    model = ScriptedModel("Negative")
    ctx = FakeContext(model=model)
    node = SmartRouter(input_text="bad!")
    assert produce(node, "category_1_result", ctx).text == ""
    assert produce(node, "category_2_result", ctx).text == "bad!"
    assert len(model.asked) == 1 and set(ctx.stopped) == {"category_1_result"}


HISTORY = [Message("hi", "User", "Ann"), Message("hello", "Machine", "AI")]


def test_earlier_messages_become_lines():
    ctx = FakeContext(history=HISTORY)
    assert produce(Memory(), "messages_text", ctx).text == "Ann: hi\nAI: hello"
    assert produce(Memory(order="Descending"), "messages_text", ctx).text == "AI: hello\nAnn: hi"
    assert produce(Memory(sender_type="User"), "messages_text", ctx).text == "Ann: hi"
    assert produce(Memory(n_messages=1), "dataframe", ctx).column("text") == ["hello"]


def test_a_message_can_be_stored():
    ctx = FakeContext()
    produce(Memory(mode="Store", message="note"), "messages_text", ctx)
    made = produce(StoreMessage(message="other", sender="User", sender_name="Ann"), "stored_messages", ctx)
    assert [one.text for one in ctx.stored.values()] == ["note", "other"]
    assert made.sender_name == "Ann" and ctx.sent == []
