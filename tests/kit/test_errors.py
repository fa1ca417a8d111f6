"""Errors carry their own status, code and sentence."""

from runyard.kit.errors import Conflict, NotFound, TooMany


class RunHasEnded(Conflict):
    """This run has already
    ended."""


def test_the_sentence_is_the_docstring():
    assert RunHasEnded().message == "This run has already ended."


def test_the_code_is_the_name():
    assert (RunHasEnded.code, NotFound.code) == ("run_has_ended", "not_found")


def test_the_status_is_inherited():
    assert RunHasEnded.status == 409


def test_too_many_says_when_to_come_back():
    assert TooMany(retry_after=12.4).headers == {"retry-after": "12"}
