"""Flows as people draw them. The graph is kept as the JSON text it came as; nothing here looks inside."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from runyard.store import Base, Json, UtcTime


class Flow(Base):
    """A flow; `version` counts the changes of its graph and is the key under which compiled plans are kept."""

    __tablename__ = "flow"
    __table_args__ = (
        UniqueConstraint("owner_id", "name"),
        UniqueConstraint("owner_id", "endpoint_name"),
        Index("ix_flow_project_updated", "project_id", "updated_at"),
        Index("ix_flow_owner_updated", "tenant_id", "owner_id", "updated_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(36))
    owner_id: Mapped[str] = mapped_column(String(36))
    domain_id: Mapped[str | None] = mapped_column(String(36))
    project_id: Mapped[str | None] = mapped_column(String(36))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    icon: Mapped[str | None] = mapped_column(Text)
    icon_bg_color: Mapped[str | None] = mapped_column(String(7))
    gradient: Mapped[str | None] = mapped_column(Text)
    data: Mapped[str | None] = mapped_column(Text)
    is_component: Mapped[bool]
    webhook: Mapped[bool]
    endpoint_name: Mapped[str | None] = mapped_column(Text)
    tags: Mapped[list[str] | None] = mapped_column(Json)
    locked: Mapped[bool]
    mcp_enabled: Mapped[bool]
    action_name: Mapped[str | None] = mapped_column(Text)
    action_description: Mapped[str | None] = mapped_column(Text)
    access_type: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
