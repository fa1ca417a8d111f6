"""A chat message and its looks: the value that most components take and give."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


def stamp(when: datetime | None = None) -> str:
    """The time text of messages, in UTC with microseconds."""
    moment = datetime.now(UTC) if when is None else when.astimezone(UTC)
    return f"{moment.replace(tzinfo=None).isoformat(' ', 'microseconds')} UTC"


@dataclass
class Source:
    """The component that a message's text comes from."""

    id: str | None = None
    display_name: str | None = None
    source: str | None = None


@dataclass
class Properties:
    """How a message looks and in which state it is (partial while it is still being written)."""

    text_color: str | None = None
    background_color: str | None = None
    edited: bool = False
    source: Source = field(default_factory=Source)
    icon: str | None = None
    allow_markdown: bool = False
    positive_feedback: bool | None = None
    state: str = "complete"
    targets: list[Any] = field(default_factory=list)
    usage: dict[str, Any] | None = None
    build_duration: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The properties as the message shape of the API holds them."""
        plain = dict(vars(self))
        plain["source"] = dict(vars(self.source))
        return plain

    @classmethod
    def from_json(cls, data: dict[str, Any] | Properties | None) -> Properties:
        """Properties out of their JSON form; keys it does not know are dropped."""
        if isinstance(data, Properties):
            return data
        known = _known(cls, data or {})
        source = known.get("source")
        known["source"] = Source(**_known(Source, source if isinstance(source, dict) else {}))
        return cls(**known)

    def __str__(self) -> str:
        return " ".join(f"{name}={value!r}" for name, value in vars(self).items())


def _known(cls: Any, data: dict[str, Any]) -> dict[str, Any]:
    names = cls.__dataclass_fields__
    return {name: value for name, value in data.items() if name in names}


@dataclass
class Message:
    """A text with its sender, session, files and content blocks."""

    text: str = ""
    sender: str | None = None
    sender_name: str | None = None
    session_id: str = ""
    files: list[Any] = field(default_factory=list)
    properties: Properties = field(default_factory=Properties)
    content_blocks: list[dict[str, Any]] = field(default_factory=list)
    category: str = "message"
    id: str | None = None
    timestamp: str = field(default_factory=stamp)
    error: bool = False
    edit: bool = False
    context_id: str = ""
    flow_id: str | None = None
    run_id: str | None = None
    session_metadata: dict[str, Any] | None = None
    duration: float | None = None

    def __post_init__(self) -> None:
        self.properties = Properties.from_json(self.properties)

    @property
    def data(self) -> dict[str, Any]:
        """The fields as one object, as a table or JSON made of this message shows them."""
        shown = {name: getattr(self, name) for name in _DATA_ORDER}
        if self.id is not None:
            shown["id"] = self.id
        return shown

    def to_json(self) -> dict[str, Any]:
        """All fields in the order of stored chat messages."""
        shown = {name: getattr(self, name) for name in _STORED_ORDER}
        shown["properties"] = self.properties.to_json()
        return shown

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Message:
        """A message out of its flat form, or out of {data: {...}} as older clients send it."""
        inner = data.get("data")
        return cls(**_known(cls, inner if isinstance(inner, dict) else data))

    def copy(self, **changes: Any) -> Message:
        """The same message with some fields changed; lists and properties are not shared."""
        plain = copy.deepcopy(self.to_json())
        plain.update(changes)
        return Message(**plain)

    def __str__(self) -> str:
        return self.text


_STORED_ORDER = (
    "timestamp",
    "sender",
    "sender_name",
    "session_id",
    "context_id",
    "text",
    "files",
    "error",
    "edit",
    "properties",
    "category",
    "content_blocks",
    "session_metadata",
    "id",
    "flow_id",
    "run_id",
    "duration",
)
_DATA_ORDER = (
    "text",
    "run_id",
    "properties",
    "category",
    "content_blocks",
    "duration",
    "session_metadata",
    "files",
    "sender",
    "sender_name",
    "session_id",
    "context_id",
    "timestamp",
    "flow_id",
    "error",
    "edit",
)
