"""Model clients against a server over a real socket, and the built-in models that need none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from runyard.engine.execute import run_graph
from runyard.engine.graph import FlowGraph
from runyard.engine.models import ModelClients, ModelDefaults
from runyard.engine.models.hashing import vector_of
from runyard.engine.models.providers import Choice, choice_of
from runyard.engine.models.rules import INTRODUCTION, RulesModel
from runyard.engine.models.shapes import example_of
from runyard.engine.options import Entry, RunOptions
from runyard.engine.scope import FlowScope
from runyard.engine.standalone import LocalFiles
from runyard.kit.http import GuardedClient
from runyard_sdk import ComponentError, Reply, Retriable, Tool, ToolCall
from tests.engine import golden
from tests.engine.fakes import FakeRun, house
from tests.support.model_server import Failure, ModelServer
from tests.support.model_server import Reply as Said

CALCULATOR = Tool(
    "calculator",
    "Calculates.",
    {"type": "object", "properties": {"expression": {"type": "string"}}, "required": ["expression"]},
)
ASK = [{"role": "user", "content": "hello there"}]


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as running:
        yield running


class Yard:
    """Models of one run, with the server as the only address that may be reached."""

    def __init__(
        self,
        server: ModelServer | None,
        variables: dict[str, str] | None = None,
        *,
        steps: dict[str, Any] | None = None,
        defaults: bool = False,
    ) -> None:
        self.http = GuardedClient([server.address] if server else [])
        given = (
            ModelDefaults(server.url, "house-key", "echo-small", "echo-embedding")
            if server and defaults
            else ModelDefaults()
        )
        self.services = house(variables=variables, http=self.http)
        self.clients = ModelClients(self.http, given, retries=0)
        self.run = FakeRun(steps=steps)
        graph = FlowGraph.parse({"nodes": [], "edges": []})
        self.models = self.clients.of(FlowScope(graph, RunOptions(), Entry(), self.run, self.services))

    async def chat(self, server: ModelServer, **options: Any) -> Any:
        return await self.models.resolve("echo-small", api_key="k", base_url=server.url, **options)


async def test_an_answer_comes_with_its_usage(server: ModelServer) -> None:
    reply = await (await Yard(server).chat(server)).chat(ASK)
    assert reply.text == "hello there"
    assert reply.usage == {"input_tokens": 2, "output_tokens": 2, "total_tokens": 4}


async def test_pieces_arrive_while_the_answer_is_made(server: ModelServer) -> None:
    server.gate, pieces = asyncio.Event(), list[str]()
    first = asyncio.Event()

    async def stream(piece: str) -> None:
        pieces.append(piece)
        first.set()

    model = await Yard(server).chat(server)
    task = asyncio.create_task(model.chat(ASK, stream=stream))
    await first.wait()
    assert pieces == ["hello "]
    server.gate.set()
    reply = await task
    assert (pieces, reply.text) == (["hello ", "there"], "hello there")
    assert reply.usage == {"input_tokens": 2, "output_tokens": 2, "total_tokens": 4}


@pytest.mark.parametrize("streamed", [False, True])
async def test_tool_calls_come_back_with_their_arguments(server: ModelServer, streamed: bool) -> None:
    server.say(Said(calls=[("calculator", {"expression": "1+1"}), ("calculator", {"expression": "2+2"})]))
    model = await Yard(server).chat(server)
    reply = await model.chat(ASK, tools=[CALCULATOR], stream=_ignore if streamed else None)
    assert [(call.name, call.arguments) for call in reply.tool_calls] == [
        ("calculator", {"expression": "1+1"}),
        ("calculator", {"expression": "2+2"}),
    ]
    assert server.requests[0]["tools"][0]["function"]["parameters"] == CALCULATOR.schema


async def _ignore(piece: str) -> None:
    return None


async def test_tool_calls_and_results_go_back_in_the_providers_form(server: ModelServer) -> None:
    turns = [
        *ASK,
        {"role": "assistant", "content": "", "tool_calls": [ToolCall("c1", "calculator", {"expression": "1+1"})]},
        {"role": "tool", "tool_call_id": "c1", "name": "calculator", "content": "2"},
    ]
    await (await Yard(server).chat(server)).chat(turns)
    call = {"id": "c1", "type": "function", "function": {"name": "calculator", "arguments": '{"expression":"1+1"}'}}
    assert server.requests[0]["messages"][1:] == [
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": "2"},
    ]


async def test_files_of_a_turn_are_shown_to_the_model(server: ModelServer, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("inside")
    (tmp_path / "b.png").write_bytes(b"picture")
    yard = Yard(server)
    object.__setattr__(yard.services, "files", LocalFiles(tmp_path))
    await (await yard.chat(server)).chat([{"role": "user", "content": "look", "files": ["u/a.txt", "u/b.png"]}])
    words, file, picture = server.requests[0]["messages"][0]["content"]
    assert (words["text"], file["text"]) == ("look", "File a.txt:\ninside")
    assert picture["image_url"]["url"].startswith("data:image/png;base64,")


async def test_an_answer_can_be_asked_for_in_a_shape(server: ModelServer) -> None:
    schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    shape = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    model = await Yard(server).chat(server)
    reply = await model.chat([{"role": "user", "content": "city: Oslo"}], response_format=shape)
    assert json.loads(reply.text) == {"city": "Oslo"}


@pytest.mark.parametrize(
    ("failure", "kind", "said"),
    [
        (Failure(401, "bad key"), ComponentError, "refused the key: bad key"),
        (Failure(404, "no such model"), ComponentError, "is not known there: no such model"),
        (Failure(400, "too long"), ComponentError, "refused the request (400): too long"),
        (Failure(429, "slow down", "7"), Retriable, "is busy or its quota is used up: slow down"),
        (Failure(500, "oops"), Retriable, "has a problem of its own (500): oops"),
        (Failure("cut"), Retriable, "broke off"),
        (Failure("slow"), Retriable, "did not answer in time"),
    ],
)
async def test_errors_are_one_sentence(server: ModelServer, failure: Failure, kind: type[Exception], said: str) -> None:
    server.say(failure)
    model = await Yard(server).chat(server, timeout=0.2 if failure.how == "slow" else 5)
    with pytest.raises(kind) as error:
        await model.chat(ASK, stream=_ignore)
    assert said in str(error.value)
    assert type(error.value) is kind


async def test_a_private_address_is_refused_by_the_guard(server: ModelServer) -> None:
    yard = Yard(None)
    with pytest.raises(ComponentError, match="cannot be reached"):
        await (await yard.models.resolve("m", api_key="k", base_url=server.url)).chat(ASK)
    assert server.requests == []


async def test_an_answer_that_was_paid_for_is_not_asked_for_again(server: ModelServer) -> None:
    first = Yard(server)
    told = await (await first.chat(server)).chat(ASK)
    again = Yard(server, steps=first.run.steps)
    assert await (await again.chat(server)).chat(ASK) == told
    assert len(server.requests) == 1


async def test_the_same_question_asked_twice_is_asked_twice(server: ModelServer) -> None:
    server.say("one", "two")
    model = await Yard(server).chat(server)
    assert [(await model.chat(ASK)).text, (await model.chat(ASK)).text] == ["one", "two"]


async def test_the_spec_of_a_model_holds_no_plain_key_and_makes_it_work_again(server: ModelServer) -> None:
    yard = Yard(server)
    model = await yard.models.resolve("echo-small", api_key="plain-secret", base_url=server.url, temperature=0.5)
    assert "plain-secret" not in json.dumps(model.to_json())
    revived = yard.models.revived("LanguageModel", model.to_json())
    assert isinstance(revived, type(model))
    await revived.chat(ASK)
    assert server.headers[0]["authorization"] == "Bearer plain-secret"
    assert server.requests[0]["temperature"] == 0.5


async def test_the_operators_server_answers_where_a_flow_has_no_key(server: ModelServer) -> None:
    yard = Yard(server, defaults=True)
    reply = await (await yard.models.resolve([{"name": "gpt-4o", "provider": "OpenAI"}])).chat(ASK)
    assert reply.text == "hello there"
    assert server.requests[0]["model"] == "echo-small"
    assert server.headers[0]["authorization"] == "Bearer house-key"


async def test_a_providers_own_key_goes_to_its_own_address_only(server: ModelServer) -> None:
    yard = Yard(server, {"OPENAI_API_KEY": "sk-secret"})
    await (await yard.models.resolve([{"name": "gpt-4o", "provider": "OpenAI"}], base_url=server.url)).chat(ASK)
    assert "sk-secret" not in json.dumps(server.headers)


async def test_without_any_provider_the_rules_model_answers() -> None:
    model = await Yard(None).models.resolve([{"name": "gpt-4o", "provider": "OpenAI"}])
    assert isinstance(model, RulesModel)
    assert (await model.chat(ASK)).text == f"{INTRODUCTION} You said: hello there"


@pytest.mark.parametrize(
    ("value", "choice"),
    [
        ("", Choice()),
        (None, Choice()),
        ([], Choice()),
        ("gpt-4o-mini", Choice("OpenAI", "gpt-4o-mini")),
        ("claude-sonnet-4", Choice("Anthropic", "claude-sonnet-4")),
        ("ollama:llama3.2:3b", Choice("Ollama", "llama3.2:3b")),
        ("my-model", Choice("", "my-model")),
        (
            [{"name": "gemini-2.5-pro", "provider": "Google Generative AI", "icon": "x", "metadata": {"a": 1}}],
            Choice("Google Generative AI", "gemini-2.5-pro"),
        ),
        ({"name": "m", "provider": "Acme"}, Choice("Acme", "m")),
    ],
)
def test_model_choices_are_read_in_all_their_forms(value: Any, choice: Choice) -> None:
    assert choice_of(value) == choice


async def test_embeddings_come_from_the_server_or_from_the_house(server: ModelServer) -> None:
    yard = Yard(server)
    remote = await yard.models.embeddings("echo-embedding", base_url=server.url)
    own = await yard.models.embeddings("")
    assert await remote.embed(["a cat", "a dog"]) == [
        pytest.approx(vector_of("a cat")),
        pytest.approx(vector_of("a dog")),
    ]
    assert await own.embed(["a cat"]) == [vector_of("a cat")]


def test_texts_that_share_words_have_near_vectors() -> None:
    def near(a: str, b: str) -> float:
        return sum(x * y for x, y in zip(vector_of(a), vector_of(b), strict=True))

    assert near("the cat sleeps", "a sleeping cat") > near("the cat sleeps", "quarterly revenue report")


# -- the rules model --------------------------------------------------------------------------------------------------


async def said(text: str, **options: Any) -> Reply:
    return await RulesModel().chat([{"role": "user", "content": text}], **options)


async def test_the_rules_model_says_that_it_is_one() -> None:
    assert (await said("hi")).text.startswith("I am Runyard's built-in rules model")


async def test_it_calls_a_calculator_for_sums() -> None:
    [call] = (await said("What is 12 * (3 + 4)?", tools=[CALCULATOR])).tool_calls
    assert (call.name, call.arguments) == ("calculator", {"expression": "12 * (3 + 4)"})


async def test_it_does_not_call_tools_for_plain_talk() -> None:
    assert (await said("How are you on 2026-11-22?", tools=[CALCULATOR])).text


async def test_it_tells_what_a_tool_gave() -> None:
    turns = [{"role": "user", "content": "1+1"}, {"role": "tool", "content": "2", "tool_call_id": "call_1"}]
    assert "The tool gave: 2" in (await RulesModel().chat(turns, tools=[CALCULATOR])).text


async def test_it_streams_the_same_text_that_it_gives() -> None:
    pieces: list[str] = []

    async def stream(piece: str) -> None:
        pieces.append(piece)

    reply = await said("Summarise this. One. Two. Three.", stream=stream)
    assert "".join(pieces) == reply.text
    assert len(pieces) > 5


def test_examples_satisfy_their_schema() -> None:
    schema = {
        "type": "object",
        "properties": {
            "city": {"type": "string"},
            "degrees": {"type": "integer", "maximum": 50},
            "mood": {"enum": ["sad", "sunny"]},
            "tags": {"type": "array", "items": {"$ref": "#/$defs/Tag"}},
            "note": {"anyOf": [{"type": "null"}, {"type": "string"}]},
        },
        "$defs": {"Tag": {"type": "object", "properties": {"name": {"type": "string"}}}},
    }
    made = example_of(schema, "city: Oslo, degrees is 70, a sunny day")
    assert made == {
        "city": "Oslo",
        "degrees": 50,
        "mood": "sunny",
        "tags": [{"name": "city: Oslo, degrees is 70, a sunny day"}],
        "note": "city: Oslo, degrees is 70, a sunny day",
    }


# -- a flow with a model ----------------------------------------------------------------------------------------------


async def test_a_recorded_flow_streams_the_recorded_tokens() -> None:
    data = golden.flow("llm")
    async with ModelServer(style="shout") as server:
        data["nodes"][1]["data"]["node"]["template"]["openai_api_base"]["value"] = server.url
        http = GuardedClient([server.address])
        services = house(http=http)
        run = FakeRun()
        options = RunOptions(input_value="one two three", input_type="any", mode="build", stream=True)
        result = await run_graph(FlowGraph.parse(data), run, services, options)
        await services.models.close()
    kinds = [kind for kind, _ in run.events if kind in ("message", "token", "node.finished")]
    assert kinds == [
        "message",
        "node.finished",
        "message",
        "token",
        "token",
        "token",
        "message",
        "node.finished",
        "message",
        "message",
        "node.finished",
    ]
    assert [one["text"] for one in run.of("token")] == ["ONE ", "TWO ", "THREE"]
    assert run.finished()["OpenAIModel-lm001"]["usage"] == {"input_tokens": 4, "output_tokens": 3, "total_tokens": 7}
    assert result["outputs"][0]["results"]["message"]["value"]["text"] == "ONE TWO THREE"
    assert run.spent == 7
