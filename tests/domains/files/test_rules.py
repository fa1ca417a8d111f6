"""Names of files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from runyard.domains.files import rules
from runyard.domains.files.errors import BadFileName
from runyard.domains.files.http import disposition


@pytest.mark.parametrize(
    "name",
    ["../up.txt", "a/b", "a\\b", "a\x00b", "a\nb", "a\r", "\x1b[2J", "..", ".", "", None, "CON", "nul.txt", "lpt1",
     "x" * 256, "ü" * 128, "a\u2028b", "\u202etxt.exe"],
)  # fmt: skip
def test_a_name_that_is_not_one_plain_name_is_refused(name: str | None) -> None:
    with pytest.raises(BadFileName):
        rules.safe_name(name)


@pytest.mark.parametrize(
    "name", ["notes.txt", "table (1).csv", "Übersicht 2026.xlsx", ".env", "console.log", "a;b='c'"]
)
def test_ordinary_names_stay_as_they_are(name: str) -> None:
    assert rules.safe_name(name) == name


def test_a_taken_name_gets_the_next_free_number_before_its_extension() -> None:
    assert rules.free_name("a.tar.gz", {"a.tar.gz", "a.tar (1).gz"}) == "a.tar (2).gz"


def test_a_name_without_extension_is_numbered_at_its_end() -> None:
    assert rules.free_name("README", {"README"}) == "README (1)"


def test_a_leading_dot_is_no_extension() -> None:
    assert rules.split(".env") == (".env", "")


def test_a_flows_file_carries_the_time_in_front() -> None:
    stamp = rules.stamped("a.txt", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert stamp.endswith("_a.txt") and stamp.startswith("2026-01-0")


def test_a_download_header_never_holds_quotes_or_raw_letters() -> None:
    assert disposition('a"ü\\.txt') == "attachment; filename=\"a___.txt\"; filename*=UTF-8''a%22%C3%BC%5C.txt"
