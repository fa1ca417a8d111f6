"""JSON in and out, one set of habits for the whole server (orjson: no NaN, dates in ISO form)."""

from typing import Any

import orjson

Json = Any

_OPTIONS = orjson.OPT_NON_STR_KEYS


def dumps(value: Any) -> bytes:
    """The value as JSON bytes."""
    return orjson.dumps(value, option=_OPTIONS)


def dumps_text(value: Any) -> str:
    """The value as JSON text."""
    return orjson.dumps(value, option=_OPTIONS).decode()


def loads(data: bytes | bytearray | memoryview | str) -> Any:
    """The value of JSON bytes or text; raises ValueError for anything that is not strict JSON."""
    return orjson.loads(data)
