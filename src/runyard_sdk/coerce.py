"""Reading what a flow file or an edge gives into what a component wants, one rule per kind of field."""

from __future__ import annotations

import json
from typing import Any

from runyard_sdk.data import JSON, Table
from runyard_sdk.errors import ComponentError
from runyard_sdk.messages import Message

_ESCAPES = (("\\n", "\n"), ("\\t", "\t"), ("\\r", "\r"))


class Unreadable(ValueError):
    """A value that does not fit its kind; says what was wanted."""


def unescape(text: str) -> str:
    """Line breaks and tabs that were written as backslash letters."""
    if "\\" not in text:
        return text
    for written, meant in _ESCAPES:
        text = text.replace(written, meant)
    return text


def text(value: Any) -> str:
    """Text out of a text, a message, JSON or a plain number."""
    if isinstance(value, str):
        return unescape(value)
    if isinstance(value, Message | JSON):
        return value.text
    if isinstance(value, bool | int | float):
        return str(value)
    raise Unreadable("a text")


def choice(value: Any) -> str | None:
    """The chosen option; nothing chosen stays None."""
    return None if value is None else text(value)


def message(value: Any) -> Message:
    """A message; other values become its text."""
    return value if isinstance(value, Message) else Message(text=text(value))


def integer(value: Any) -> int | None:
    """A whole number, also out of text; nothing given is None."""
    if value is None or value == "":
        return None
    try:
        found = float(value.text if isinstance(value, Message) else value)
        whole = int(found)
    except (TypeError, ValueError, OverflowError):
        raise Unreadable("a whole number") from None
    if found != whole:
        raise Unreadable("a whole number")
    return whole


def number(value: Any) -> float | None:
    """A number, also out of text; nothing given is None."""
    if value is None or value == "":
        return None
    try:
        return float(value.text if isinstance(value, Message) else value)
    except (TypeError, ValueError):
        raise Unreadable("a number") from None


def boolean(value: Any) -> bool:
    """Yes or no; any text but the empty one counts as yes."""
    return bool(value.text if isinstance(value, Message) else value)


def mapping(value: Any) -> dict[str, Any]:
    """An object out of an object, JSON, a list of {key, value}, or a list of objects to merge."""
    if value is None or value == "":
        return {}
    if isinstance(value, JSON):
        return dict(value.data)
    if isinstance(value, str):
        value = _parsed(value, "an object")
    if isinstance(value, dict):
        return dict(value)
    if not isinstance(value, list):
        raise Unreadable("an object")
    merged: dict[str, Any] = {}
    for part in value:
        if not isinstance(part, dict):
            raise Unreadable("an object")
        merged.update({part["key"]: part.get("value")} if "key" in part and set(part) <= {"key", "value"} else part)
    return merged


def rows(value: Any) -> list[Any]:
    """The rows of a table field."""
    if value is None or value == "":
        return []
    if isinstance(value, Table):
        return value.rows
    if isinstance(value, JSON):
        return [value.data]
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list):
        return [part.data if isinstance(part, JSON) else part for part in value]
    raise Unreadable("a list of rows")


def data(value: Any) -> JSON | None:
    """JSON out of JSON, an object, a message or JSON text."""
    if value is None or value == "":
        return None
    if isinstance(value, JSON):
        return value
    if isinstance(value, Message):
        return JSON(plain_message(value))
    if isinstance(value, str):
        value = _parsed(value, "JSON")
    if isinstance(value, dict):
        return JSON.from_json(value)
    raise Unreadable("JSON")


def dataframe(value: Any) -> Table | None:
    """A table out of a table, rows, or JSON items."""
    if value is None or value == "":
        return None
    if isinstance(value, Table):
        return value
    found = rows([value] if isinstance(value, Message) else value)
    if not all(isinstance(row, dict | Message) for row in found):
        raise Unreadable("a table")
    return Table(row if isinstance(row, dict) else plain_message(row) for row in found)


def file(value: Any) -> str | None:
    """The path of a stored file; uploads may come as {path, name, type}."""
    if isinstance(value, dict):
        value = value.get("path") or value.get("file_path")
    return text(value) if value else None


def anything(value: Any) -> Any:
    """Whatever the edge brings."""
    return value


def plain_message(value: Message) -> dict[str, Any]:
    """The fields of a message as plain JSON."""
    return value.data | {"properties": value.properties.to_json()}


def _parsed(value: str, wanted: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        raise Unreadable(wanted) from None


READERS = {
    reader.__name__: reader
    for reader in (text, choice, message, integer, number, boolean, mapping, rows, data, dataframe, file, anything)
} | {"model": anything}


def read(reads: str, value: Any, *, title: str, name: str) -> Any:
    """Read one value, or say in a sentence which field does not fit."""
    try:
        return READERS[reads](value)
    except Unreadable as wrong:
        given = "nothing" if value is None else type(value).__name__
        raise ComponentError(f'"{title}" must be {wrong}, not {given}.', field=name) from None
