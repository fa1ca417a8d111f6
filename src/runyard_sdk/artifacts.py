"""What a node shows about a value it made: the record kept per output, and the short form in results."""

from __future__ import annotations

from typing import Any

from runyard_sdk.data import JSON, Table
from runyard_sdk.messages import Message
from runyard_sdk.models import Embeddings, LanguageModel, Tool
from runyard_sdk.text import pretty
from runyard_sdk.values import plain

_FRESH_ORDER = (
    "text", "files", "sender", "sender_name", "session_id", "context_id", "run_id", "timestamp", "flow_id", "error", "edit",
    "properties", "category", "content_blocks", "duration", "session_metadata",
)  # fmt: skip


def shown(value: Any) -> str:
    """A value as text in records: messages and JSON indented by four, lists as Python shows them."""
    if isinstance(value, str):
        return value
    if isinstance(value, Message):
        whole = value.to_json()
        return pretty(whole if value.id else {name: whole[name] for name in _FRESH_ORDER}, 4)
    if isinstance(value, JSON):
        return pretty(value.data, 4)
    return str(value)


def raw(value: Any) -> Any:
    """The bare value: the text of a message, the object of JSON, the rows of a table."""
    if isinstance(value, Message):
        return value.text
    if isinstance(value, JSON):
        return plain(value.data)
    if isinstance(value, Table):
        return plain(value.rows)
    if isinstance(value, LanguageModel | Embeddings):
        return ""
    if isinstance(value, Tool):
        return {"name": value.name, "description": value.description}
    return plain(value)


def kind(value: Any) -> str:
    """text, object, array or unknown."""
    if isinstance(value, str | Message):
        return "text"
    if isinstance(value, JSON | dict):
        return "object"
    return "array" if isinstance(value, list | tuple | Table) else "unknown"


def artifact(value: Any, status: Any = None) -> dict[str, Any]:
    """The record of one output; `status` is what the component gave to ctx.status, if anything."""
    said = status
    if said is None and isinstance(value, str | dict | JSON | Message):
        said = value
    bare = raw(value)
    return {"repr": shown(said), "raw": bare, "type": kind(status if isinstance(status, str) else bare)}


def outcome(value: Any, status: Any = None) -> dict[str, Any]:
    """The short form {message, type} of one output; an output that was not made gives an empty text."""
    if value is None:
        return {"message": "", "type": "unknown"}
    bare = raw(value)
    if status is None and isinstance(value, JSON):
        return {"message": bare, "type": "data"}
    return {"message": bare, "type": kind(value if status is None else bare)}
