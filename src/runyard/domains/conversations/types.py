"""The shapes of messages that travel: from the journal to the table, and from the table to clients."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Source(BaseModel):
    """Where a message came from: the component that made its text."""

    id: str | None = None
    display_name: str | None = None
    source: str | None = None


class Usage(BaseModel):
    """Tokens that a model call took."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None


class Properties(BaseModel):
    """How a message is shown, and what is known of its making."""

    model_config = ConfigDict(extra="ignore")

    text_color: str | None = None
    background_color: str | None = None
    edited: bool = False
    source: Source = Field(default_factory=Source)
    icon: str | None = None
    allow_markdown: bool = False
    positive_feedback: bool | None = None
    state: str = "complete"
    targets: list[Any] = Field(default_factory=list)
    usage: Usage | None = None
    build_duration: float | None = None


class MessageUpdate(BaseModel):
    """The fields a client may change; absent and null ones stay as they are."""

    model_config = ConfigDict(extra="ignore")

    text: str | None = None
    sender: str | None = None
    sender_name: str | None = None
    session_id: str | None = None
    context_id: str | None = None
    files: list[str] | None = None
    edit: bool | None = None
    error: bool | None = None
    properties: Properties | None = None
    session_metadata: dict[str, Any] | None = None
    category: str | None = None
    content_blocks: list[dict[str, Any]] | None = None


class MessageSeen(BaseModel):
    """What every form of a message shows; the time is UTC, to the microsecond."""

    id: UUID
    flow_id: UUID
    timestamp: str
    sender: str
    sender_name: str
    session_id: str
    context_id: str | None
    text: str
    edit: bool
    properties: Properties
    category: str | None
    content_blocks: list[dict[str, Any]]
    session_metadata: dict[str, Any] | None


class MessageListed(MessageSeen):
    """A message in lists, where `files` is a JSON text."""

    files: str
    duration: float | None


class MessageWhole(MessageSeen):
    """One message, where `files` is a list."""

    files: list[str]
    error: bool
    run_id: UUID | None


class SessionsDeleted(BaseModel):
    """How many sessions were deleted, also in words."""

    message: str
    deleted_count: int
