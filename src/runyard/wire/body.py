"""JSON bodies: strict, not too deep and not too wide, checked before any model sees them."""

from json import JSONDecodeError
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request

from runyard.kit import json

MOST_KEYS = 250_000
_FEW_BRACKETS = 200


class JsonRequest(Request):
    """A request whose `json()` refuses NaN, nesting without end and objects made of nothing but keys."""

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = strict_json(await self.body())
        return self._json


def strict_json(data: bytes) -> Any:
    """The value of a JSON body; raises JSONDecodeError, or a 400 for a body built to hurt."""
    if data.count(b'":') > MOST_KEYS:
        raise HTTPException(400, "The JSON body has too many keys.")
    try:
        value = json.loads(data)
    except JSONDecodeError as error:
        if "depth limit" in error.msg or "ecursion" in error.msg:
            raise _too_deep() from error
        raise
    if data.count(b"[") + data.count(b"{") > _FEW_BRACKETS:
        _writable(value)
    return value


def _writable(value: Any) -> None:
    # The writer's limit of nesting (254) is far below the reader's (1,024) and far above any honest body; trying it runs
    # at the speed of C, and nothing deeper could be stored or answered anyway.
    try:
        orjson.dumps(value)
    except TypeError as error:
        raise _too_deep() from error


def _too_deep() -> HTTPException:
    return HTTPException(400, "The JSON body is nested too deeply.")
