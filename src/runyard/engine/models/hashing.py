"""The embedding that is always there: words and letter groups hashed into a vector. Good enough to find texts that share words."""

from __future__ import annotations

import math
import re
from typing import Any
from zlib import crc32

from runyard_sdk import Embeddings

HASHING_MODEL = "runyard-hashing"
SIZE = 256
_WORD = re.compile(r"\w+")
_GROUP = 3


class HashingEmbeddings(Embeddings):
    """Deterministic vectors of 256 numbers, of length one."""

    def __init__(self, spec: dict[str, Any] | None = None) -> None:
        super().__init__({"provider": "Runyard", "model": HASHING_MODEL, **(spec or {})})

    async def embed(self, texts: list[str]) -> list[list[float]]:
        """One vector per text."""
        return [vector_of(text) for text in texts]


def vector_of(text: str) -> list[float]:
    """The vector of a text: whole words count twice as much as their letter groups."""
    vector = [0.0] * SIZE
    for word in _WORD.findall(text.lower()):
        _add(vector, word, 2.0)
        padded = f"<{word}>"
        for start in range(len(padded) - _GROUP + 1):
            _add(vector, padded[start : start + _GROUP], 0.5)
    length = math.sqrt(sum(value * value for value in vector)) or 1.0
    return [value / length for value in vector]


def _add(vector: list[float], token: str, weight: float) -> None:
    hashed = crc32(token.encode())
    vector[hashed % SIZE] += weight if hashed & 0x10000 else -weight
