"""Names, tags and the stored form of graphs."""

from __future__ import annotations

import pytest

from runyard.domains.flows import rules
from runyard.domains.flows.errors import GraphNotStorable, UnsafePath


@pytest.mark.parametrize(
    ("taken", "unique"),
    [
        ([], "a"),
        (["b"], "a"),
        (["a"], "a (1)"),
        (["a", "a (1)", "a (7)"], "a (8)"),
        (["a", "a (x)", "aa (3)", "a (2) (3)"], "a (1)"),
        (["a (1)"], "a"),
        (["a", "a (99999999999999999999)"], "a (1)"),
    ],
)
def test_a_taken_name_gets_the_next_number(taken: list[str], unique: str) -> None:
    assert rules.unique_name("a", taken) == unique


def test_letters_with_a_meaning_in_patterns_are_plain_letters_in_names() -> None:
    assert rules.unique_name("a.*(", ["a.*(", "axx( (4)", "a.*( (1)"]) == "a.*( (2)"


def test_a_taken_endpoint_name_gets_a_hyphen_and_a_number() -> None:
    assert rules.unique_endpoint("hook", ["hook", "hook-1"]) == "hook-2"


@pytest.mark.parametrize("path", ["/etc/x", "../x", "a/../../x", "a\\..\\x", "C:\\x", "~/x", "\\\\host\\x", "a\x00"])
def test_a_path_that_leaves_its_folder_is_refused(path: str) -> None:
    with pytest.raises(UnsafePath):
        rules.check_fs_path(path)


@pytest.mark.parametrize("path", [None, "", "flow.json", "team/flow..json"])
def test_a_plain_path_is_accepted_and_does_nothing(path: str | None) -> None:
    rules.check_fs_path(path)


def test_a_graph_nested_without_end_is_refused() -> None:
    deep: dict[str, object] = {}
    inner = deep
    for _ in range(300):
        inner["x"] = inner = {}
    with pytest.raises(GraphNotStorable):
        rules.stored(deep)


@pytest.mark.parametrize("data", [None, {}, {"nodes": 3}, {"nodes": [1, {"data": 2}, {"data": {"type": "Other"}}]}])
def test_a_graph_of_any_shape_may_lack_a_webhook(data: dict[str, object] | None) -> None:
    assert not rules.has_webhook(data)


def test_a_webhook_node_is_seen() -> None:
    assert rules.has_webhook({"nodes": [{"data": {"type": "Webhook"}}]})


@pytest.mark.parametrize(
    ("header", "fits"), [('"1-2"', True), ('W/"1-2"', True), ("*", True), ('"0-0", "1-2"', True), ('"1-3"', False)]
)
def test_an_if_match_header_names_states(header: str, fits: bool) -> None:
    assert rules.matches(header, '"1-2"') is fits
