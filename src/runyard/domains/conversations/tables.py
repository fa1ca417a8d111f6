"""Chat messages: the one thing of a conversation that people may edit after it happened.

A session has no row of its own; it is the text that groups messages.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from runyard.store import Base, Json, UtcTime


class Message(Base):
    """One message; `owner_id` is the owner of the flow it belongs to, who alone lists it."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_flow_session", "flow_id", "session_id", "at"),
        Index("ix_message_owner_at", "tenant_id", "owner_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(36))
    owner_id: Mapped[str] = mapped_column(String(36))
    flow_id: Mapped[str] = mapped_column(String(36))
    run_id: Mapped[str | None] = mapped_column(String(36))
    session_id: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
    sender: Mapped[str] = mapped_column(Text)
    sender_name: Mapped[str] = mapped_column(Text)
    context_id: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    files: Mapped[list[str]] = mapped_column(Json)
    error: Mapped[bool]
    edit: Mapped[bool]
    duration: Mapped[float | None]
    properties: Mapped[dict[str, Any]] = mapped_column(Json)
    category: Mapped[str] = mapped_column(String(40))
    content_blocks: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    session_metadata: Mapped[dict[str, Any] | None] = mapped_column(Json)
