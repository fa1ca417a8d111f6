"""What a dialect says about errors and credentials."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from runyard.kit.errors import RunyardError

FieldErrors = list[dict[str, Any]]


@dataclass(frozen=True)
class Dialect:
    """Error bodies and refusals of one family of clients."""

    name: str
    cookies: bool  # whether a cookie counts as a credential
    missing: Callable[[], RunyardError]  # nothing was shown
    missing_key: Callable[[bool], RunyardError]  # an API key is needed; the argument: automatic sign-in is on
    refused: Callable[
        [RunyardError, bool], RunyardError
    ]  # what was shown is no good; the argument: only keys are taken
    not_superuser: Callable[[], RunyardError]
    error: Callable[[RunyardError], Any]  # the body of an error
    invalid: Callable[[FieldErrors], Any]  # the body of a 422 about fields
    unexpected: Callable[[str], Any]  # the body of a 500; the argument: the request id
