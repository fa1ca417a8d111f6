"""The liberty dialect: `detail` is always one sentence, fields that failed are in `errors`; only the Authorization header counts."""

from typing import Any

from runyard.kit.errors import Forbidden, RunyardError, Unauthenticated
from runyard.wire.dialects.shape import Dialect, FieldErrors

_CHALLENGE = {"www-authenticate": "Bearer"}


def _unauthenticated(*_: object) -> RunyardError:
    return Unauthenticated("Not signed in.", headers=_CHALLENGE)


def _error(error: RunyardError) -> dict[str, Any]:
    return {"detail": error.message, "code": error.code}


def _invalid(fields: FieldErrors) -> dict[str, Any]:
    first = fields[0] if fields else {"loc": [], "msg": "not valid"}
    name = ".".join(str(part) for part in first["loc"][1:]) or "body"
    errors = [{"loc": field["loc"], "msg": field["msg"], "type": field["type"]} for field in fields]
    return {"detail": f"{name}: {first['msg']}.", "code": "invalid", "errors": errors}


DIALECT = Dialect(
    name="liberty",
    cookies=False,
    missing=_unauthenticated,
    missing_key=_unauthenticated,
    refused=_unauthenticated,
    not_superuser=lambda: Forbidden("Missing permission: *", detail=None),
    error=_error,
    invalid=_invalid,
    unexpected=lambda request_id: {"detail": "Something went wrong on our side.", "error_id": request_id},
)
