"""The flows to start from fit the installed components."""

from __future__ import annotations

from typing import Any

import pytest

from runyard.domains.flows.examples import examples, starters
from runyard.domains.flows.examples.sketches import SKETCHES
from runyard.domains.flows.types import FlowCreate
from runyard.engine.catalogue import Catalogue
from runyard.engine.graph import FlowGraph
from runyard_builtins import ALL

FIND = Catalogue(ALL).find
FLOWS = examples(FIND)


def test_every_example_can_be_built_from_what_is_installed() -> None:
    assert [flow["name"] for flow in FLOWS] == [sketch.name for sketch in SKETCHES]


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow["name_key"])
def test_an_example_is_a_flow_that_can_be_made(flow: dict[str, Any]) -> None:
    assert FlowCreate.model_validate(flow).data == flow["data"]


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow["name_key"])
def test_an_example_is_a_graph_that_can_be_read(flow: dict[str, Any]) -> None:
    graph = FlowGraph.parse(flow["data"])
    assert len(graph.nodes) == len(flow["data"]["nodes"]) - 1  # all but the note


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow["name_key"])
def test_every_edge_joins_types_that_fit(flow: dict[str, Any]) -> None:
    for edge in flow["data"]["edges"]:
        source, target = edge["data"]["sourceHandle"], edge["data"]["targetHandle"]
        accepted = target.get("inputTypes") or target.get("output_types")
        assert set(source["output_types"]) & set(accepted), edge["id"]


def test_ids_of_nodes_and_flows_are_unique() -> None:
    nodes = [node["id"] for flow in FLOWS for node in flow["data"]["nodes"]]
    assert len(set(nodes)) == len(nodes)
    assert len({flow["id"] for flow in FLOWS}) == len(FLOWS)


def test_examples_are_the_same_at_every_start() -> None:
    assert examples(FIND) == FLOWS


def test_an_example_without_its_components_is_left_out() -> None:
    assert examples(Catalogue().find) == []


def test_no_example_holds_source_or_a_key() -> None:
    for flow in FLOWS:
        for node in flow["data"]["nodes"]:
            for field in node["data"]["node"]["template"].values():
                if isinstance(field, dict) and (field.get("password") or field.get("type") == "code"):
                    assert not field.get("value")


def test_starter_graphs_have_no_name_of_their_own() -> None:
    assert {flow["name"] for flow in starters(FIND)} == {None}
