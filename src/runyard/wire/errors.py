"""The request edge: every error becomes the body its dialect has for it; nothing secret and no traceback leaves."""

import logging
import re
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from runyard.kit import json
from runyard.kit.errors import Conflict, RunyardError
from runyard.wire.context import REQUEST_ID_KEY
from runyard.wire.dialects import DIALECTS
from runyard.wire.dialects.shape import Dialect

log = logging.getLogger("runyard.wire")
_ECHOED = ("path", "query")
_SECRET_NAME = re.compile(r"key|token|secret|password|auth", re.IGNORECASE)
_BY_PATH = {"/api/runyard/": "runyard", "/auth/": "liberty", "/admin/": "liberty"}


def install(app: FastAPI) -> None:
    """Answer all errors of the application."""
    for kind, answer in _ANSWERS.items():
        app.add_exception_handler(kind, answer)
    app.add_exception_handler(Exception, _unexpected)


async def answer(request: Request, error: Exception) -> Response:
    """The body of an error, for routes outside of the framework's own layers."""
    made = next((one for kind, one in _ANSWERS.items() if isinstance(error, kind)), _unexpected)
    return await made(request, error)


async def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, RunyardError)
    if error.status >= 500:
        log.warning("%s %s: %s (request %s)", request.method, request.url.path, error.message, _id(request))
    return _answer(error.status, _dialect(request).error(error), error.headers)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    same = RunyardError(str(error.detail))
    return _answer(error.status_code, _dialect(request).error(same), dict(error.headers or {}))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return _answer(422, _dialect(request).invalid([_shown(e) for e in error.errors()]), {})


async def _collided(request: Request, error: Exception) -> Response:
    # Two requests checked at the same moment and both went on; the database kept one.
    log.warning("%s %s: %s (request %s)", request.method, request.url.path, type(error).__name__, _id(request))
    same = Conflict("Somebody else did the same at this very moment; look and try again.")
    return _answer(same.status, _dialect(request).error(same), {})


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("%s %s failed (request %s)", request.method, request.url.path, _id(request), exc_info=error)
    return _answer(500, _dialect(request).unexpected(_id(request)), {})


_ANSWERS = {
    RunyardError: _known,
    HTTPException: _http,
    RequestValidationError: _invalid,
    IntegrityError: _collided,
}


def field_errors(errors: Sequence[Any]) -> list[dict[str, Any]]:
    """Validation errors in the form of this server, for routes that validate bytes themselves."""
    return [_shown(error) for error in errors]


def _shown(error: Any) -> dict[str, Any]:
    """One field error. What was sent is repeated only for paths and queries: a body may hold a secret anywhere."""
    loc = list(error["loc"])
    safe = bool(loc) and loc[0] in _ECHOED and not any(_SECRET_NAME.search(str(part)) for part in loc)
    shown = {"type": error["type"], "loc": loc, "msg": error["msg"], "input": error.get("input") if safe else None}
    if "ctx" in error:
        shown["ctx"] = {
            name: value if isinstance(value, str | int | float) else str(value) for name, value in error["ctx"].items()
        }
    return shown


def _dialect(request: Request) -> Dialect:
    spec = getattr(request.scope.get("route"), "spec", None)
    if spec is not None:
        return DIALECTS[spec.op.split(".", 1)[0]]
    path = request.url.path
    return DIALECTS[next((name for prefix, name in _BY_PATH.items() if path.startswith(prefix)), "langflow")]


def _answer(status: int, body: Any, headers: dict[str, str]) -> Response:
    return Response(json.dumps(body), status, headers, "application/json")


def _id(request: Request) -> str:
    return str(request.scope.get(REQUEST_ID_KEY, ""))
