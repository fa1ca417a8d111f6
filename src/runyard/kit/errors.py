"""Errors that carry their status and their sentence; every error a caller may see is one of these."""

import re


class RunyardError(Exception):
    """Something went wrong on our side."""

    status: int = 500
    code: str = "runyard_error"

    def __init__(
        self, message: str | None = None, *, detail: object = None, headers: dict[str, str] | None = None
    ) -> None:
        self.message = message or _sentence(type(self))
        self.detail = detail  # stands in for the sentence where a dialect's error is an object
        self.headers = headers or {}
        super().__init__(self.message)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()


class BadRequest(RunyardError):
    """The request cannot be understood."""

    status = 400


class Unauthenticated(RunyardError):
    """Sign in first."""

    status = 401


class Forbidden(RunyardError):
    """You may not do this."""

    status = 403


class NotFound(RunyardError):
    """Not Found"""

    status = 404


class Conflict(RunyardError):
    """This does not fit the present state."""

    status = 409


class PreconditionFailed(RunyardError):
    """It has been changed since you read it."""

    status = 412


class TooLarge(RunyardError):
    """The request is too large."""

    status = 413


class Unsupported(RunyardError):
    """This content type is not accepted here."""

    status = 415


class Invalid(RunyardError):
    """A value in the request is not valid."""

    status = 422


class TooMany(RunyardError):
    """Too many requests; try again later."""

    status = 429

    def __init__(self, message: str | None = None, *, retry_after: float = 60, detail: object = None) -> None:
        super().__init__(message, detail=detail, headers={"retry-after": str(max(1, round(retry_after)))})
        self.retry_after = retry_after


class Unavailable(RunyardError):
    """This is not available at the moment."""

    status = 503


def _sentence(cls: type[RunyardError]) -> str:
    text = next((c.__doc__ for c in cls.__mro__ if c.__doc__), "")
    return " ".join(text.split())
