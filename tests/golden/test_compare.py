"""The comparison forgives what recordings mask and nothing else."""

from pathlib import Path

import pytest

from tests.golden.client import frames
from tests.golden.compare import Comparison
from tests.golden.recording import Loader, pointer

ID = "3f0c7e7e-0000-4000-8000-000000000001"


def differences(want, got, **match):
    found = Comparison(lambda value: value, Loader(Path()), **match)
    found.body(want, got)
    return found.missing, found.values


@pytest.mark.parametrize(
    ("want", "got"),
    [
        ("id <uuid>", f"id {ID}"),
        ("<number>", 3.5),
        ({"a": 1}, {"a": 1, "more": 2}),
        ({"ids": ["x", "y"]}, {"ids": ["y", "x"]}),
        ({"<uuid>": 1}, {ID: 1}),
        ({"$shape": {"a": "int"}}, {"a": 7}),
        ({"$pick": {"/a/0": 1}}, {"a": [1, 2]}),
        (1.0, 1),
    ],
)
def test_what_a_recording_leaves_open_is_no_difference(want, got):
    assert differences(want, got) == ([], [])


@pytest.mark.parametrize(
    ("want", "got"),
    [("id <uuid>", "id 7"), ("<number>", True), ([1, 2], [2, 1]), ({"a": None}, {"a": 0}), ("a.c", "abc"), (1, True)],
)
def test_other_values_differ(want, got):
    assert differences(want, got)[1]


def test_a_field_that_is_not_there_is_missing():
    assert differences({"a": {"b": 1}}, {"a": {}}) == (["/a/b"], [])


def test_lists_of_free_order_match_by_content():
    assert differences({"l": [{"n": 1}, {"n": 2}]}, {"l": [{"n": 2}, {"n": 1}]}, unordered=["/l"]) == ([], [])


def test_ignored_pointers_are_not_compared():
    assert differences({"a": {"b": 1}}, {"a": 3}, ignore=["/a"]) == ([], [])


def test_of_validation_errors_only_place_and_kind_count():
    want = [{"type": "missing", "loc": ["body", "x"], "msg": "Field required"}]
    assert differences({"detail": want}, {"detail": [{**want[0], "msg": "other words"}]}, status=422) == ([], [])


def test_a_pointer_finds_an_event_by_name():
    assert pointer([{"event": "a"}, {"event": "end", "data": 1}], "/event=end/data") == 1


def test_server_sent_events_are_read_with_their_json():
    assert frames(': hello\n\nevent: end\ndata: {"a": 1}\n\n') == [
        {"comment": "<text>"},
        {"event": "end", "data": {"a": 1}},
    ]
