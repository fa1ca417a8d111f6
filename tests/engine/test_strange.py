"""Files and requests that make no sense end in a sentence, never in a crash."""

from __future__ import annotations

import asyncio
import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from runyard.engine.compiler import compile_flow
from runyard.engine.errors import GraphError, NodeFailed
from runyard.engine.execute import run_graph
from runyard.engine.graph import FlowGraph
from runyard.engine.options import RunOptions
from tests.engine import golden
from tests.engine.fakes import FakeRun, house

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
HOUSE = house()
FLOWS = [golden.flow(name) for name in ("loop", "router", "prompt2", "jsonops", "webhook")]


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(found for key, value in items for found in places(value, (*path, key)))]


PATHS = [[path for path in places(flow) if path] for flow in FLOWS]


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    number = draw(st.integers(0, len(FLOWS) - 1))
    data = copy.deepcopy(FLOWS[number])
    for path in draw(st.lists(st.sampled_from(PATHS[number]), min_size=1, max_size=3)):
        place = data
        for key in path[:-1]:
            place = place[key] if isinstance(place, dict | list) and _holds(place, key) else None
        if isinstance(place, dict | list) and _holds(place, path[-1]):
            place[path[-1]] = draw(JUNK)
    return data


def _holds(place: Any, key: Any) -> bool:
    return key in place if isinstance(place, dict) else isinstance(key, int) and key < len(place)


@settings(max_examples=150, deadline=None)
@given(spoiled())
def test_a_spoiled_file_is_refused_or_fails_in_a_node(data: Any) -> None:
    try:
        flow = FlowGraph.parse(data)
        compile_flow(flow, RunOptions())
        asyncio.run(run_graph(flow, FakeRun(), HOUSE, RunOptions(mode="build", input_value="x")))
    except (GraphError, NodeFailed) as refused:
        assert str(refused)


@settings(max_examples=150, deadline=None)
@given(JUNK, st.sampled_from(["prompt2", "jsonops"]))
def test_strange_tweaks_fail_in_a_node_or_are_ignored(value: Any, name: str) -> None:
    flow = FlowGraph.parse(golden.flow(name))
    tweaks = {field: value for node in flow.nodes.values() for field in node.template}
    tweaks |= {next(iter(flow.nodes)): dict.fromkeys(next(iter(flow.nodes.values())).template, value)}
    try:
        asyncio.run(run_graph(flow, FakeRun(), HOUSE, RunOptions(mode="build", tweaks=tweaks)))
    except NodeFailed as refused:
        assert json.dumps(str(refused))
