"""Where the values of a node's fields come from: the file, tweaks, variables, the session, edges."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from runyard.engine.errors import InputClash, NodeFailed
from runyard.engine.execute import run_graph
from runyard.engine.graph import FlowGraph
from runyard.engine.options import Entry, RunOptions, check, input_fields
from runyard.kit.errors import Invalid
from runyard_sdk import Component, Context, Message, output
from runyard_sdk import fields as f
from tests.engine import golden
from tests.engine.fakes import FakeRun, house
from tests.engine.parts import PARTS, graph, node


class Form(Component):
    """Shows what its fields got."""

    cheap = True
    text: str = f.message_text(default="d")
    many: list = f.text(many=True)
    number: int = f.integer(default=1)
    flag: bool = f.boolean()
    secret: str = f.secret(default="")
    upload: str = f.file("txt")
    settings: dict = f.mapping()
    session_id: str = f.message_text()
    hidden: str = f.message_text(default="own", show=False)

    @output("out")
    def show(self, ctx: Context) -> Message:
        names = ("text", "many", "number", "flag", "secret", "upload", "settings", "session_id", "hidden")
        return Message(repr({name: getattr(self, name) for name in names}))


class Needy(Component):
    """Needs an edge."""

    value: Any = f.handle("Message", required=True, title="Thing")

    @output("out")
    def out(self, ctx: Context) -> Message:
        return Message("x")


def form(**fields: dict[str, Any]) -> FlowGraph:
    template = Form.template()
    for name, changes in fields.items():
        template["template"].setdefault(name, {})
        template["template"][name] |= changes
    return FlowGraph.parse(
        {
            "nodes": [
                {
                    "id": "Form-1",
                    "data": {"id": "Form-1", "type": "Form", "node": template | {"display_name": "My Form"}},
                }
            ],
            "edges": [],
        }
    )


async def values(
    flow: FlowGraph, *, variables: dict[str, str] | None = None, run: FakeRun | None = None, **options: Any
) -> dict[str, Any]:
    run = run or FakeRun(session="s1")
    await run_graph(flow, run, house(*PARTS, Form, Needy, variables=variables), RunOptions(**options))
    found: dict[str, Any] = ast.literal_eval(run.finished()["Form-1"]["outputs"]["out"]["value"]["text"])
    return found


async def test_the_files_values_are_read_by_kind() -> None:
    flow = form(
        text={"value": "a\\nb"},
        many={"value": ["x", "y"]},
        number={"value": "7"},
        flag={"value": "yes"},
        upload={"file_path": "u/f.txt"},
        settings={"value": [{"key": "k", "value": 1}]},
    )
    found = await values(flow)
    assert found == {
        "text": "a\nb",
        "many": ["x", "y"],
        "number": 7,
        "flag": True,
        "secret": "",
        "upload": "u/f.txt",
        "settings": {"k": 1},
        "session_id": "s1",
        "hidden": "own",
    }


@pytest.mark.parametrize("key", ["Form-1", "My Form", "Form"])
async def test_tweaks_name_a_node_by_id_title_or_type(key: str) -> None:
    assert (await values(form(), tweaks={key: {"text": "t", "number": "5"}}))["number"] == 5


async def test_a_bare_field_name_changes_every_node_that_has_it() -> None:
    assert (await values(form(), tweaks={"text": "everywhere", "nothing": "x"}))["text"] == "everywhere"


async def test_the_id_wins_over_the_title_and_both_over_a_bare_name() -> None:
    tweaks = {"text": "bare", "My Form": {"text": "title"}, "Form-1": {"text": "id"}}
    assert (await values(form(), tweaks=tweaks))["text"] == "id"


async def test_a_tweak_may_change_parts_of_a_field() -> None:
    found = await values(
        form(),
        tweaks={"Form-1": {"text": {"value": "GREETING", "load_from_db": True}}},
        variables={"GREETING": "bonjour"},
    )
    assert found["text"] == "bonjour"


async def test_a_tweak_of_a_file_field_is_its_path() -> None:
    assert (await values(form(), tweaks={"Form-1": {"upload": "u/other.txt"}}))["upload"] == "u/other.txt"


async def test_a_plain_tweak_wins_over_a_variable() -> None:
    assert (await values(form(text={"value": "NAME", "load_from_db": True}), tweaks={"Form-1": {"text": "plain"}}))[
        "text"
    ] == "plain"


async def test_code_is_never_taken_from_tweaks() -> None:
    run = FakeRun()
    await values(form(), tweaks={"Form-1": {"code": "import os"}, "code": "import os"}, run=run)
    assert "code" not in run.finished()["Form-1"]["inputs"]


async def test_the_requests_variables_come_first() -> None:
    flow = form(text={"value": "NAME", "load_from_db": True})
    assert (await values(flow, variables={"NAME": "stored"}))["text"] == "stored"
    assert (await values(flow, variables={"NAME": "stored"}, variables_override={"NAME": "given"}))["text"] == "given"


async def test_a_missing_variable_fails_the_node_but_a_missing_secret_is_left_to_the_server() -> None:
    with pytest.raises(NodeFailed, match="The global variable NAME is not set"):
        await values(form(text={"value": "NAME", "load_from_db": True}))
    assert (await values(form(secret={"value": "KEY", "load_from_db": True})))["secret"] == ""


async def test_records_show_no_secret_and_no_value_of_a_variable() -> None:
    run = FakeRun(session="s1")
    flow = form(secret={"value": "hush"}, text={"value": "NAME", "load_from_db": True})
    await values(flow, variables={"NAME": "value-of-name"}, run=run)
    inputs = run.finished()["Form-1"]["inputs"]
    assert (inputs["secret"], inputs["text"], inputs["session_id"]) == ("********", "NAME", "s1")
    assert "hidden" not in inputs


async def test_a_session_in_the_file_stays() -> None:
    assert (await values(form(session_id={"value": "own"})))["session_id"] == "own"


async def test_runs_do_not_share_lists() -> None:
    class Grow(Component):
        many: list = f.text(many=True)

        @output("out")
        def out(self, ctx: Context) -> Message:
            self.many.append("more")
            return Message(str(len(self.many)))

    shape = Grow.template()
    shape["template"]["many"]["value"] = ["x"]
    flow = FlowGraph.parse({"nodes": [{"id": "g", "data": {"type": "Grow", "node": shape}}], "edges": []})
    for _ in range(2):
        run = FakeRun()
        await run_graph(flow, run, house(Grow), RunOptions())
        assert run.finished()["g"]["outputs"]["out"]["value"]["text"] == "2"


async def test_a_value_of_the_wrong_kind_names_the_field() -> None:
    with pytest.raises(NodeFailed) as failure:
        await values(form(number={"value": "seven"}))
    assert (failure.value.field, failure.value.node) == ("number", "Form-1")


async def test_a_field_that_only_an_edge_can_fill_asks_for_one() -> None:
    flow = FlowGraph.parse({"nodes": [{"id": "n", "data": {"type": "Needy", "node": Needy.template()}}], "edges": []})
    with pytest.raises(NodeFailed, match='Connect something to "Thing"'):
        await values(flow)


def chat() -> FlowGraph:
    return FlowGraph.parse(golden.flow("echo"))


def test_an_input_and_a_tweak_for_the_same_field_contradict_each_other() -> None:
    tweaks = {"ChatInput-ec001": {"input_value": "b"}}
    with pytest.raises(InputClash):
        check(chat(), RunOptions(input_value="a", tweaks=tweaks))
    check(chat(), RunOptions(tweaks=tweaks))


def test_a_scope_must_name_a_component_of_the_flow() -> None:
    with pytest.raises(Invalid, match="stop_component_id: the flow has no component x"):
        check(chat(), RunOptions(stop_component_id="x"))


@pytest.mark.parametrize(
    ("entry", "taken"),
    [
        (Entry("v"), True),
        (Entry("v", "any"), True),
        (Entry("v", "text"), False),
        (Entry(None), False),
        (Entry("v", "chat", ("ChatInput-ec001",)), True),
        (Entry("v", "chat", ("Chat Input",)), True),
        (Entry("v", "chat", ("Other",)), False),
    ],
)
def test_an_input_goes_to_the_nodes_of_its_type_and_choice(entry: Entry, taken: bool) -> None:
    given = input_fields(chat().nodes["ChatInput-ec001"], entry, RunOptions())
    assert given == ({"input_value": "v"} if taken else {})


def test_files_of_the_request_go_to_the_chat_input() -> None:
    assert input_fields(chat().nodes["ChatInput-ec001"], Entry(None), RunOptions(files=("a/b.png",))) == {
        "files": ["a/b.png"]
    }


def test_options_survive_their_journey_through_the_journal() -> None:
    options = RunOptions(
        input_value="x",
        inputs=(Entry("a", "chat", ("c",)),),
        outputs=("o",),
        tweaks={"a": 1},
        mode="build",
        files=("f",),
    )
    assert RunOptions.from_json(options.to_json() | {"graph": "of the room"}) == options
    assert RunOptions().to_json() == {}


async def test_an_edge_replaces_the_files_value() -> None:
    run = FakeRun()
    flow = graph([node("a", text="from the edge"), node("b", text="typed in")], ("a", "b", "text"))
    await run_graph(flow, run, house(*PARTS), RunOptions(mode="build"))
    assert run.finished()["b"]["outputs"]["out"]["value"]["text"] == "from the edge"
    assert "text" not in run.finished()["b"]["inputs"]
