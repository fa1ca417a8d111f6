"""Our own operations: `{"detail": sentence, "code": name}`, 401 for whoever is not signed in."""

from typing import Any

from runyard.kit.errors import Forbidden, RunyardError, Unauthenticated
from runyard.wire.dialects.shape import Dialect, FieldErrors
from runyard.wire.refusals import BadKey

_CHALLENGE = {"www-authenticate": "Bearer"}


def _refused(reason: RunyardError, keys_only: bool) -> RunyardError:
    return Unauthenticated(
        "The API key is not valid." if isinstance(reason, BadKey) else reason.message, headers=_CHALLENGE
    )


def _error(error: RunyardError) -> dict[str, Any]:
    return {"detail": error.message if error.detail is None else error.detail, "code": error.code}


def _invalid(fields: FieldErrors) -> dict[str, Any]:
    return {"detail": fields, "code": "invalid"}


DIALECT = Dialect(
    name="runyard",
    cookies=True,
    missing=lambda: Unauthenticated("Sign in first.", headers=_CHALLENGE),
    missing_key=lambda auto_login: Unauthenticated("An API key is needed here.", headers=_CHALLENGE),
    refused=_refused,
    not_superuser=lambda: Forbidden("Only an administrator may do this."),
    error=_error,
    invalid=_invalid,
    unexpected=lambda request_id: {
        "detail": "Something went wrong on our side.",
        "code": "unexpected",
        "request_id": request_id,
    },
)
