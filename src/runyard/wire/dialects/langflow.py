"""The langflow dialect: `{"detail": ...}`; missing credentials are 403, bad tokens 401, bad keys 403."""

from typing import Any

from runyard.kit.errors import Forbidden, RunyardError
from runyard.wire.dialects.shape import Dialect, FieldErrors
from runyard.wire.refusals import BadKey

_AUTO_LOGIN_KEY = (
    "Since v1.5, LANGFLOW_AUTO_LOGIN requires a valid API key. Set LANGFLOW_SKIP_AUTH_AUTO_LOGIN=true to skip this check. "
    "Please update your authentication method."
)


def _missing_key(auto_login: bool) -> RunyardError:
    return Forbidden(_AUTO_LOGIN_KEY if auto_login else "An API key must be passed as query or header")


def _refused(reason: RunyardError, keys_only: bool) -> RunyardError:
    if isinstance(reason, BadKey):
        return Forbidden("Invalid or missing API key" if keys_only else "Invalid API key")
    return reason


def _error(error: RunyardError) -> dict[str, Any]:
    return {"detail": error.message if error.detail is None else error.detail}


def _invalid(fields: FieldErrors) -> dict[str, Any]:
    return {"detail": fields}


DIALECT = Dialect(
    name="langflow",
    cookies=True,
    missing=lambda: Forbidden("No authentication credentials provided"),
    missing_key=_missing_key,
    refused=_refused,
    not_superuser=lambda: Forbidden("The user doesn't have enough privileges"),
    error=_error,
    invalid=_invalid,
    unexpected=lambda request_id: {"message": f"Something went wrong on our side (request {request_id})."},
)
