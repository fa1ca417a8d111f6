"""The embedded vector store: rows with vectors in one SQLite file, nearest by cosine. Made for thousands of rows, not for millions."""

from __future__ import annotations

import asyncio
import heapq
import math
import sqlite3
import threading
from array import array
from operator import mul
from pathlib import Path
from typing import Any

from runyard.kit.errors import Invalid
from runyard.kit.ids import new_id
from runyard.kit.json import dumps_text, loads

_TABLE = """
CREATE TABLE IF NOT EXISTS vector_row (
  owner TEXT NOT NULL, collection TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, metadata TEXT NOT NULL, vector BLOB NOT NULL,
  PRIMARY KEY (owner, collection, id)
) WITHOUT ROWID
"""


class VectorFile:
    """All collections of all owners."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = str(path) if path else ":memory:"
        self._lock = threading.Lock()
        self._open: sqlite3.Connection | None = None

    def of(self, owner: str) -> OwnerVectors:
        """The collections of one owner."""
        return OwnerVectors(self, owner)

    def connection(self) -> sqlite3.Connection:
        """The connection, opened when first used; hold `lock` while using it."""
        if self._open is None:
            if self._path != ":memory:":
                Path(self._path).touch(mode=0o600)  # what people put into collections is for nobody else on the machine
            self._open = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
            self._open.execute("PRAGMA journal_mode=WAL")
            self._open.execute(_TABLE)
        return self._open

    @property
    def lock(self) -> threading.Lock:
        """One thread at a time."""
        return self._lock

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._open = None


class OwnerVectors:
    """The collections of one owner."""

    def __init__(self, file: VectorFile, owner: str) -> None:
        self._file = file
        self._owner = owner

    def collection(self, name: str) -> VectorCollection:
        """A collection; it exists as soon as it has a row."""
        return VectorCollection(self._file, self._owner, name)


class VectorCollection:
    """One named set of texts with vectors."""

    def __init__(self, file: VectorFile, owner: str, name: str) -> None:
        self._file = file
        self._scope = (owner, name)

    async def add(self, rows: list[dict[str, Any]], vectors: list[list[float]]) -> int:
        """Keep rows {text, metadata, id?} with their vectors; gives how many were new."""
        if len(rows) != len(vectors):
            raise Invalid("Every row needs one vector.")
        kept = [
            (
                *self._scope,
                str(row.get("id") or new_id()),
                str(row.get("text") or ""),
                dumps_text(row.get("metadata") or {}),
                _packed(vector),
            )
            for row, vector in zip(rows, vectors, strict=True)
        ]
        return await asyncio.to_thread(self._add, kept)

    async def search(self, vector: list[float], limit: int = 4) -> list[dict[str, Any]]:
        """The nearest rows, best first, as {text, metadata, score}."""
        return await asyncio.to_thread(self._search, _unit(vector), limit)

    async def clear(self) -> None:
        """Drop all rows."""
        await asyncio.to_thread(self._clear)

    def _add(self, rows: list[tuple[Any, ...]]) -> int:
        with self._file.lock:
            db = self._file.connection()
            before = self._count(db)
            db.execute("BEGIN")
            db.executemany("INSERT OR REPLACE INTO vector_row VALUES (?, ?, ?, ?, ?, ?)", rows)
            db.execute("COMMIT")
            return self._count(db) - before

    def _count(self, db: sqlite3.Connection) -> int:
        found = db.execute("SELECT count(*) FROM vector_row WHERE owner = ? AND collection = ?", self._scope).fetchone()
        return int(found[0])

    def _search(self, wanted: array[float], limit: int) -> list[dict[str, Any]]:
        with self._file.lock:
            found = (
                self._file.connection()
                .execute(
                    "SELECT id, text, metadata, vector FROM vector_row WHERE owner = ? AND collection = ?", self._scope
                )
                .fetchall()
            )
        scored = [(_likeness(wanted, vector), name, text, metadata) for name, text, metadata, vector in found]
        best = heapq.nsmallest(max(limit, 0), scored, key=lambda row: (-row[0], row[1]))
        return [
            {"text": text, "metadata": loads(metadata), "score": round(score, 6), "id": name}
            for score, name, text, metadata in best
        ]

    def _clear(self) -> None:
        with self._file.lock:
            self._file.connection().execute("DELETE FROM vector_row WHERE owner = ? AND collection = ?", self._scope)


def _unit(vector: list[float]) -> array[float]:
    length = math.sqrt(sum(map(mul, vector, vector))) or 1.0
    return array("f", (value / length for value in vector))


def _packed(vector: list[float]) -> bytes:
    return _unit(vector).tobytes()


def _likeness(wanted: array[float], stored: bytes) -> float:
    other = array("f")
    other.frombytes(stored)
    return sum(map(mul, wanted, other)) if len(other) == len(wanted) else -1.0
