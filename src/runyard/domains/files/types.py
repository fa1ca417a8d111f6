"""Values of the files room that travel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel


@dataclass(frozen=True)
class Upload:
    """A file whose bytes are already in the blob store."""

    name: str
    blob: str
    size: int


@dataclass(frozen=True)
class Found:
    """Where the bytes of a file are, and what it is called."""

    id: str
    name: str
    stored_name: str
    blob: str
    size: int


Kind = Literal["flow", "user"]


class FileUploaded(BaseModel):
    """A user's file right after upload or renaming."""

    id: UUID
    name: str
    path: str
    size: int
    provider: str | None = None


class FileRead(FileUploaded):
    """A user's file in a list."""

    user_id: UUID
    created_at: datetime
    updated_at: datetime


class FilesDeleted(BaseModel):
    """What was deleted, in words."""

    message: str


class FileDeleted(BaseModel):
    """That a file is gone, in words."""

    detail: str


class Pictures(BaseModel):
    """Pictures to choose from, as '<folder>/<name>'."""

    files: list[str]
