"""One row per file; the bytes lie in the blob store under their content hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from runyard.store import Base, UtcTime


class File(Base):
    """A file of a flow or of a user; `folder_id` is the id of that flow or user and the first part of its path."""

    __tablename__ = "file"
    __table_args__ = (
        UniqueConstraint("folder_id", "stored_name"),
        Index("ix_file_owner_created", "tenant_id", "owner_id", "created_at"),
        Index("ix_file_blob", "blob"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(36))
    owner_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(10))
    folder_id: Mapped[str] = mapped_column(String(36))
    stored_name: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    listed: Mapped[bool]
    size: Mapped[int]
    blob: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
