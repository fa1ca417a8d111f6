"""Stand-ins for what the house offers: services, files, models and vectors, all in memory. For tests of components."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from runyard_sdk.errors import ComponentError
from runyard_sdk.models import Embeddings, LanguageModel, Reply


@dataclass
class Answer:
    """A recorded answer of a service."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""
    url: str = ""

    @classmethod
    def of(cls, value: Any, status: int = 200) -> Answer:
        """JSON as an answer."""
        return cls(status, {"content-type": "application/json"}, json.dumps(value).encode())


class RecordedHttp:
    """Answers requests from a list of (start of the address, answer), and keeps what was asked."""

    def __init__(self, answers: Iterable[tuple[str, Answer]] = ()) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    async def request(self, method: str, url: str, **options: Any) -> Answer:
        """The first answer that fits the address."""
        self.asked.append({"method": method, "url": url, **options})
        for start, answer in self.answers:
            if url.startswith(start):
                return Answer(answer.status, answer.headers, answer.content, url)
        raise ComponentError(f"{url} cannot be reached.")


class MemoryFiles:
    """Files in memory."""

    def __init__(self, files: dict[str, bytes] | None = None) -> None:
        self.kept = dict(files or {})

    async def read(self, path: str) -> bytes:
        """The content of a file."""
        if path not in self.kept:
            raise ComponentError(f'There is no file "{path}".')
        return self.kept[path]

    async def save(self, name: str, content: bytes) -> str:
        """Keep a file."""
        self.kept[name] = content
        return name

    async def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        return path in self.kept

    async def delete(self, path: str) -> None:
        """Forget a file."""
        self.kept.pop(path, None)


class ScriptedModel(LanguageModel):
    """A chat model that gives prepared replies, one after the other; the last one again and again."""

    def __init__(self, *replies: Reply | str, name: str = "scripted") -> None:
        super().__init__({"provider": "test", "model": name})
        self.replies = [Reply(reply) if isinstance(reply, str) else reply for reply in replies] or [Reply("")]
        self.asked: list[dict[str, Any]] = []

    async def chat(self, messages: list[dict[str, Any]], **options: Any) -> Reply:
        """The next reply; its words are streamed one by one."""
        reply = self.replies[min(len(self.asked), len(self.replies) - 1)]
        self.asked.append({"messages": messages, **options})
        if options.get("stream"):
            for word in reply.text.split(" "):
                await options["stream"](word)
        return reply


class LetterEmbeddings(Embeddings):
    """Counts letters: texts with the same words come out near each other."""

    def __init__(self) -> None:
        super().__init__({"provider": "test", "model": "letters"})

    async def embed(self, texts: list[str]) -> list[list[float]]:
        """One number per letter of the alphabet."""
        return [[float(text.lower().count(letter)) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts]


class MemoryCollection:
    """Rows with vectors in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[dict[str, Any], list[float]]] = {}

    async def add(self, rows: list[dict[str, Any]], vectors: list[list[float]]) -> int:
        """Keep rows; a known id is not new."""
        new = 0
        for row, vector in zip(rows, vectors, strict=True):
            key = str(row.get("id") or len(self.rows))
            new += key not in self.rows
            self.rows[key] = (row, vector)
        return new

    async def search(self, vector: list[float], limit: int = 4) -> list[dict[str, Any]]:
        """The nearest rows by the angle between the vectors."""
        scored = [
            {"text": row["text"], "metadata": row.get("metadata", {}), "score": _cosine(vector, kept)}
            for row, kept in self.rows.values()
        ]
        return sorted(scored, key=lambda row: -row["score"])[:limit]

    async def clear(self) -> None:
        """Forget all rows."""
        self.rows.clear()


def _cosine(one: list[float], other: list[float]) -> float:
    length = (sum(x * x for x in one) * sum(y * y for y in other)) ** 0.5
    return sum(x * y for x, y in zip(one, other, strict=True)) / length if length else 0.0


class HeldClock:
    """A clock that stands still until it is told to sleep."""

    def __init__(self, when: datetime | None = None) -> None:
        self.when = when or datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        self.passed = 0.0

    def now(self) -> datetime:
        """The time."""
        return self.when

    def monotonic(self) -> float:
        """Seconds slept so far."""
        return self.passed

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.passed += seconds
