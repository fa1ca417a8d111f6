"""JSON, cursors and server-sent events."""

import pytest

from runyard.kit import json, sse
from runyard.kit.errors import Invalid
from runyard.kit.paging import Page, decode_cursor, encode_cursor


@pytest.mark.parametrize("text", ["NaN", "{'a':1}", "[1", "", "1e400x"])
def test_loose_json_is_refused(text):
    with pytest.raises(ValueError):
        json.loads(text)


def test_keys_that_are_no_text_are_written_as_text():
    assert json.dumps({1: "a"}) == b'{"1":"a"}'


def test_a_cursor_comes_back_as_it_went():
    assert decode_cursor(encode_cursor("2026-01-01", 7), 2) == ["2026-01-01", 7]


@pytest.mark.parametrize(
    "cursor", ["", "x", "!!", encode_cursor("a"), encode_cursor("a", None), encode_cursor("a", [1])]
)
def test_a_foreign_cursor_is_refused(cursor):
    with pytest.raises(Invalid):
        decode_cursor(cursor, 2)


def test_pages_count_from_one():
    assert (Page(3, 10).offset, Page(3, 10).of(21), Page(1, 10).of(0)) == (20, 3, 0)


def test_every_line_of_an_event_has_its_data_field():
    assert sse.frame("7", "token", "a\nb\r\nc") == b"id: 7\nevent: token\ndata: a\ndata: b\ndata: c\n\n"


def test_an_event_name_cannot_break_the_stream():
    assert sse.frame(None, "a\ndata: forged", b"x") == b"event: a data: forged\ndata: x\n\n"
