"""Rows with vectors: what the vector store components share."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from runyard_sdk import JSON, ComponentError, Context, Embeddings, Message, Table, as_text
from runyard_sdk.values import plain

_AT_ONCE = 100


async def embedder(ctx: Context, given: Any, key: str = "") -> Embeddings:
    """The embedding model of an edge, or the configured one."""
    return given if isinstance(given, Embeddings) else await ctx.models.embeddings(given or None, api_key=key or None)


def documents(values: Any) -> list[dict[str, Any]]:
    """Texts with their other fields as metadata, out of messages, JSON and tables."""
    made = []
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, list):
            made += documents(value)
        elif isinstance(value, Table):
            made += [_document(row, "text") for row in value.rows]
        elif isinstance(value, JSON):
            made.append(_document(value.data, value.text_key))
        elif isinstance(value, Message):
            made.append({"text": value.text, "metadata": {"sender": value.sender, "session_id": value.session_id}})
        elif value:
            made.append({"text": as_text(value), "metadata": {}})
    return [row for row in made if row["text"].strip()]


def _document(row: dict[str, Any], key: str) -> dict[str, Any]:
    text = row.get(key)
    if not isinstance(text, str):
        text = json.dumps(plain(row), ensure_ascii=False) if text is None else str(text)
    return {"text": text, "metadata": plain({name: value for name, value in row.items() if name != key})}


def with_ids(rows: list[dict[str, Any]], *, duplicates: bool) -> list[dict[str, Any]]:
    """An id per row from its content, so that the same text is kept once; with duplicates the place counts too."""
    made = []
    for place, row in enumerate(rows):
        mark = row.get("id") or json.dumps(
            [row["text"], row["metadata"], place if duplicates else 0], sort_keys=True, default=str
        )
        made.append(row | {"id": hashlib.sha256(str(mark).encode()).hexdigest()[:32]})
    return made


async def ingest(ctx: Context, name: str, model: Embeddings, rows: list[dict[str, Any]], *, duplicates: bool) -> int:
    """Embed rows and put them into a collection."""
    added = 0
    ready = with_ids(rows, duplicates=duplicates)
    for start in range(0, len(ready), _AT_ONCE):
        part = ready[start : start + _AT_ONCE]
        vectors = await model.embed([row["text"] for row in part])
        if len(vectors) != len(part):
            raise ComponentError("The embedding model answered with the wrong number of vectors.")
        added += await ctx.vectors.collection(name).add(part, vectors)
    return added


async def search(ctx: Context, name: str, model: Embeddings, query: str, limit: int) -> list[dict[str, Any]]:
    """The nearest rows."""
    vectors = await model.embed([query])
    return await ctx.vectors.collection(name).search(vectors[0], max(limit, 1))
