"""The server's log: one line each, no secrets, the last ones kept."""

from __future__ import annotations

import asyncio
import json
import logging
import sys

import pytest

from runyard.domains.observability.logs import LogBuffer, as_line, blanked

KEY = "sk-abcdefghijklmnopqrstuvwxyz"


def record(text: str, *values: object, at: float = 1000.0) -> logging.LogRecord:
    made = logging.LogRecord("runyard.test", logging.INFO, "f.py", 1, text, values, None)
    made.created = at
    return made


@pytest.mark.parametrize("mark", ["\r", "\n", "\x1b", "\u2028", "\u2029", "\x85", "\x00"])
def test_no_text_can_begin_a_new_line_or_move_the_cursor(mark: str) -> None:
    line = as_line(record("user %s", f"a{mark}b"))
    assert mark not in line
    assert json.loads(line)["text"] == f"user a{mark}b"


@pytest.mark.parametrize(
    "text",
    [
        f"key {KEY}",
        f"Authorization: Bearer {KEY}",
        "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcDEF123",
        "GET /x?x-api-key=abcdefgh1234&y=1",
        'password="canary-1"',
        "token: canary-2",
        "postgresql://runyard:canary-3@db/x",
    ],
)
def test_what_looks_like_a_secret_is_blanked(text: str) -> None:
    shown = blanked(text)
    assert "***" in shown
    assert not any(secret in shown for secret in (KEY, "eyJ", "abcdefgh1234", "canary"))


def test_ordinary_words_stay() -> None:
    assert blanked("flow 3 of user bob took 12 ms, 5 tokens") == "flow 3 of user bob took 12 ms, 5 tokens"


def test_a_failure_brings_its_trace_without_secrets() -> None:
    made = record("failed")
    try:
        raise ValueError(f"key {KEY}")
    except ValueError:
        made.exc_info = sys.exc_info()
    line = as_line(made)
    assert "ValueError" in line and KEY not in line


def test_text_that_is_no_unicode_is_still_one_line() -> None:
    assert "\\ud800" in as_line(record("odd \ud800"))


def test_two_lines_of_one_moment_have_different_times() -> None:
    log = LogBuffer()
    for number in range(3):
        log.emit(record(str(number)))
    assert list(log.last(10)) == [1_000_000, 1_000_001, 1_000_002]


def test_lines_before_and_after_a_moment() -> None:
    log = LogBuffer()
    for second in range(5):
        log.emit(record(str(second), at=float(second + 1)))
    assert list(log.last(2, before=4_000)) == [2_000, 3_000]
    assert list(log.after(2_000, 2)) == [3_000, 4_000]


def test_only_the_last_lines_are_kept() -> None:
    log = LogBuffer(size=2)
    for second in range(5):
        log.emit(record(str(second), at=float(second + 1)))
    assert list(log.last(10)) == [4_000, 5_000]


async def test_followers_see_new_lines_only() -> None:
    log = LogBuffer()
    log.emit(record("old"))
    lines = log.follow(idle=30)
    waiting = asyncio.ensure_future(anext(lines))
    await asyncio.sleep(0)
    log.emit(record("new"))
    assert [json.loads(line)["text"] for line in (await waiting).values()] == ["new"]
    await lines.aclose()


async def test_silence_gives_an_empty_answer() -> None:
    lines = LogBuffer().follow(idle=0)
    assert await anext(lines) == {}
    await lines.aclose()
