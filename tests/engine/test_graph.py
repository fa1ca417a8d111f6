"""Reading flow files: every real file, both forms of handles, groups, notes, and what is wrong in words."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from runyard.engine.compiler import compile_flow
from runyard.engine.errors import GraphError
from runyard.engine.graph import FlowGraph
from runyard.engine.options import RunOptions
from tests.engine import golden
from tests.engine.parts import graph, node, wire

FOLDERS = (Path(__file__).parents[1] / "flows", golden.FOLDER / "flows")
FILES = [path for folder in FOLDERS for path in sorted(folder.rglob("*.json")) if '"edges"' in path.read_text()]


def data_of(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_text())
    return found.get("data", found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_real_files_parse_and_compile(path: Path) -> None:
    data = data_of(path)
    before = copy.deepcopy(data)
    flow = FlowGraph.parse(data)
    plan = compile_flow(flow, RunOptions(mode="build"))
    assert plan.first
    assert data == before


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_handles_may_stand_in_their_text_form_only(path: Path) -> None:
    data = data_of(path)
    texts = copy.deepcopy(data)
    for edge in texts["edges"]:
        for name in ("sourceHandle", "targetHandle"):
            edge[name] = json.dumps(edge["data"][name]).replace('"', "œ")
        del edge["data"]
    assert FlowGraph.parse(texts).edges == FlowGraph.parse(data).edges


def test_notes_are_left_out_with_their_edges() -> None:
    note = {"id": "note-1", "type": "noteNode", "data": {"id": "note-1", "type": "note", "node": {"description": "Hi"}}}
    assert set(graph([node("a"), note]).nodes) == {"a"}


def test_a_graph_is_compiled_once_for_each_scope() -> None:
    flow = graph([node("a"), node("b")], ("a", "b"))
    assert compile_flow(flow, RunOptions()) is compile_flow(flow, RunOptions(input_value="other"))
    assert compile_flow(flow, RunOptions()) is not compile_flow(flow, RunOptions(stop_component_id="a"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "The flow has no data"),
        ([], "The flow has no data"),
        ({}, "needs a list of nodes"),
        ({"nodes": [], "edges": {}}, "needs a list of nodes"),
        ({"nodes": ["x"], "edges": []}, "Every node of the flow must be an object"),
        ({"nodes": [{"data": {}}], "edges": []}, "has no id"),
        ({"nodes": [node("a"), node("a")], "edges": []}, "Two nodes of the flow have the id a"),
        ({"nodes": [node("a")], "edges": ["x"]}, "Every edge of the flow must be an object"),
        ({"nodes": [node("a")], "edges": [wire("a", "gone")]}, "ends at gone, and there is no such node"),
        ({"nodes": [node("a")], "edges": [wire("gone", "a")]}, "ends at gone"),
        (
            {"nodes": [node("a"), node("b")], "edges": [{"source": "a", "target": "b"}]},
            "Edge between Join and Join has invalid handles",
        ),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(data: Any, said: str) -> None:
    with pytest.raises(GraphError, match=said):
        FlowGraph.parse(data)


@pytest.mark.parametrize(
    ("given", "wanted", "ok"),
    [
        (["Data"], ["JSON"], True),
        (["JSON"], ["Data"], True),
        (["DataFrame"], ["Table"], True),
        (["Text"], ["Message"], True),
        (["Message"], ["JSON"], False),
        (["Tool"], ["Message"], False),
        (["Message", "JSON"], ["JSON"], True),
    ],
)
def test_types_meet_under_their_old_and_new_names(given: list[str], wanted: list[str], ok: bool) -> None:
    edge = wire("a", "b")
    edge["data"]["sourceHandle"]["output_types"] = given
    edge["data"]["targetHandle"]["inputTypes"] = wanted
    data = {"nodes": [node("a"), node("b")], "edges": [edge]}
    if ok:
        assert len(FlowGraph.parse(data).edges) == 1
    else:
        with pytest.raises(GraphError, match="invalid handles"):
            FlowGraph.parse(data)


def grouped() -> dict[str, Any]:
    inner = {"nodes": [node("in", text="old"), node("out")], "edges": [wire("in", "out")]}
    shape = {
        "display_name": "Group",
        "flow": {"data": inner, "name": "Group"},
        "outputs": [{"name": "out_out", "types": ["Message"], "proxy": {"id": "out", "name": "out"}}],
        "template": {
            "text_in": {"type": "str", "value": "new", "show": True, "proxy": {"id": "in", "field": "text"}},
            "inputs_in": {"type": "other", "proxy": {"id": "in", "field": "inputs"}},
        },
    }
    group = {"id": "group", "type": "genericNode", "data": {"id": "group", "type": "GroupNode", "node": shape}}
    into = wire("a", "group", "inputs_in")
    into["data"]["targetHandle"]["proxy"] = {"id": "in", "field": "inputs"}
    return {"nodes": [node("a"), group, node("z")], "edges": [into, wire("group", "z", output="out_out")]}


def test_a_group_stands_for_its_inner_nodes() -> None:
    flow = FlowGraph.parse(grouped())
    assert list(flow.nodes) == ["a", "in", "out", "z"]
    assert {(edge.source, edge.output, edge.target, edge.field) for edge in flow.edges} == {
        ("a", "out", "in", "inputs"),
        ("in", "out", "out", "inputs"),
        ("out", "out", "z", "inputs"),
    }


def test_values_of_a_group_go_to_its_inner_fields_and_the_file_stays_as_it_is() -> None:
    data = grouped()
    flow = FlowGraph.parse(data)
    assert flow.nodes["in"].template["text"]["value"] == "new"
    assert (
        data["nodes"][1]["data"]["node"]["flow"]["data"]["nodes"][0]["data"]["node"]["template"]["text"]["value"]
        == "old"
    )


def test_the_source_in_a_file_is_never_run(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    evil = node("x", "Mystery", code=f"open({str(trap)!r}, 'w').write('ran')")
    compile_flow(FlowGraph.parse({"nodes": [evil], "edges": []}), RunOptions())
    assert not trap.exists()
