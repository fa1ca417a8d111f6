"""The small services of the engine: catalogue, vectors, flow files on their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runyard.engine.catalogue import Catalogue
from runyard.engine.errors import GraphError, UnknownComponent
from runyard.engine.graph import FlowGraph, GraphNode
from runyard.engine.standalone import LocalFiles, RunFailed, run_file
from runyard.engine.vectors import VectorFile
from runyard.kit.errors import Invalid, NotFound
from runyard_builtins import ALL
from runyard_sdk import ComponentError
from tests.engine import golden
from tests.engine.parts import PARTS, Join, node

FLOWS = golden.FOLDER / "flows"


def of(kind: str, class_name: str = "") -> GraphNode:
    return GraphNode("x", kind, kind, {}, (), class_name=class_name)


@pytest.mark.parametrize("node", [of("ChatInput"), of("ext:chat:X@y", "ChatInput"), of("Other", "ChatInput")])
def test_a_node_is_found_by_type_or_by_the_class_of_its_module(node: GraphNode) -> None:
    assert Catalogue(ALL).resolve(node).type == "ChatInput"


def test_older_names_are_aliases() -> None:
    assert Catalogue(ALL).resolve(of("Prompt")).type == "Prompt Template"


def test_what_is_not_installed_is_said() -> None:
    with pytest.raises(UnknownComponent, match="The component type Nope is not installed here"):
        Catalogue(ALL).resolve(of("Nope"))


def test_the_palette_holds_every_component_under_its_category() -> None:
    palette = Catalogue(ALL).templates()
    assert sum(len(types) for types in palette.values()) == len(ALL)
    assert palette["input_output"]["ChatInput"]["display_name"] == "Chat Input"


@pytest.fixture
def vectors(tmp_path: Path) -> VectorFile:
    return VectorFile(tmp_path / "vectors.db")


async def test_the_nearest_rows_come_first(vectors: VectorFile) -> None:
    names = vectors.of("ann").collection("c")
    rows = [{"text": "x", "metadata": {"n": 1}}, {"text": "y", "metadata": {}}, {"text": "xy"}]
    assert await names.add(rows, [[1, 0], [0, 1], [1, 1]]) == 3
    found = await names.search([1, 0.1], 2)
    assert [(one["text"], one["metadata"]) for one in found] == [("x", {"n": 1}), ("xy", {})]
    assert found[0]["score"] > found[1]["score"]


async def test_the_same_id_again_replaces_a_row(vectors: VectorFile) -> None:
    names = vectors.of("ann").collection("c")
    await names.add([{"id": "1", "text": "old"}], [[1.0, 0.0]])
    assert await names.add([{"id": "1", "text": "new"}], [[1.0, 0.0]]) == 0
    assert [one["text"] for one in await names.search([1, 0])] == ["new"]


async def test_owners_and_collections_are_apart_and_survive_a_restart(vectors: VectorFile, tmp_path: Path) -> None:
    await vectors.of("ann").collection("c").add([{"text": "hers"}], [[1.0]])
    assert await vectors.of("bob").collection("c").search([1.0]) == []
    assert await vectors.of("ann").collection("d").search([1.0]) == []
    vectors.close()
    again = VectorFile(tmp_path / "vectors.db").of("ann").collection("c")
    assert [one["text"] for one in await again.search([1.0])] == ["hers"]
    await again.clear()
    assert await again.search([1.0]) == []


async def test_rows_and_vectors_must_match(vectors: VectorFile) -> None:
    with pytest.raises(Invalid):
        await vectors.of("ann").collection("c").add([{"text": "x"}], [])


async def run(path: Path | str, *args: Any, **options: Any) -> dict[str, Any]:
    return await run_file(path, *args, components=[*ALL, *PARTS], variables=options.pop("variables", {}), **options)


async def test_a_flow_file_runs_on_its_own() -> None:
    result = await run(FLOWS / "prompt2.json", "Ann", {"PromptTemplate-pr002": {"place": "Oslo"}})
    assert "the parcel for Oslo" in result["outputs"][0]["results"]["message"]["value"]["text"]


async def test_variables_of_a_file_run_come_from_outside() -> None:
    result = await run(FLOWS / "globalvar.json", variables={"GREETING": "bonjour"})
    assert result["outputs"][0]["results"]["message"]["value"]["text"] == "bonjour"


async def test_a_failing_file_run_says_why() -> None:
    with pytest.raises(RunFailed, match="The input is not JSON"):
        await run(FLOWS / "failing.json", "plain words")


async def test_files_that_are_no_flows_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.json").write_text(json.dumps({"data": {"nodes": [node("x")]}}))
    for name, error in (("none.json", NotFound), ("a.json", GraphError), ("b.json", GraphError)):
        with pytest.raises(error):
            await run(tmp_path / name)


async def test_files_beside_the_flow_may_be_read_others_not(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("inside")
    (tmp_path / "secret.txt").write_text("outside")
    files = LocalFiles(tmp_path / "in")
    assert await files.read("some-flow/a.txt") == b"inside"
    with pytest.raises(ComponentError):
        await files.read("../secret.txt")


def test_parsed_nodes_keep_their_template() -> None:
    flow = FlowGraph.parse({"nodes": [node("a", text="x")], "edges": []})
    assert flow.nodes["a"].template["text"]["value"] == "x"
    assert Join.type == "Join"
