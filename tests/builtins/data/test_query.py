"""Queries over JSON."""

import pytest

from runyard_builtins.data.filters import QueryError
from runyard_builtins.data.query import run

VALUE = {"items": [{"n": "a", "p": 1}, {"n": "b", "p": 5}], "a": 5, "k k": 1}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (".", [VALUE]),
        (".a", [5]),
        (".items[].n", ["a", "b"]),
        (".items[] | select(.p > 2) | .n", ["b"]),
        (".items[0].n", ["a"]),
        (".items[-1].n", ["b"]),
        (".items[1:]", [[{"n": "b", "p": 5}]]),
        (".items[:1] | length", [1]),
        ("[.items[].p] | add", [6]),
        ('{x: .a, "y": .items | length}', [{"x": 5, "y": 2}]),
        (".items | map(.p * 2)", [[2, 10]]),
        (".items | sort_by(-.p) | .[0].n", ["b"]),
        ('."k k"', [1]),
        ('.["k k"]', [1]),
        (".missing", [None]),
        (".missing.more", [None]),
        ("keys", [["a", "items", "k k"]]),
        (".items[] | {n}", [{"n": "a"}, {"n": "b"}]),
        (".a, .a", [5, 5]),
        (".a | tostring", ["5"]),
        ('.items | map(.n) | join("-")', ["a-b"]),
        ('[.items[] | .p >= 1 and .n != "a"]', [[False, True]]),
        (".a.b?", []),
        ("[..] | length", [10]),
        ("empty", []),
        (".a - 2", [3]),
    ],
)
def test_a_query_finds(query, wanted):
    assert run(query, VALUE) == wanted


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (".items[", "ends too early"),
        ("{a", 'lacks a "}"'),
        ("input_line_number", "not offered"),
        (".a.b", 'no "b" in number'),
        (".a[]", "no items in number"),
        (".a $ b", "cannot be read"),
        (".items | join(1)", "does not fit"),
        ("", "ends too early"),
    ],
)
def test_what_a_query_cannot_do_is_said_in_a_sentence(query, sentence):
    with pytest.raises(QueryError, match=sentence):
        run(query, VALUE)
