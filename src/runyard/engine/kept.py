"""Calls inside a node whose answers are kept as steps: an agent that is cut off does not ask its model or its tools again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from runyard.kernel import RunContext
from runyard.kernel.values import MISSING
from runyard.kit.json import dumps


class KeptCalls:
    """The calls of one run. The same question asked twice is two calls, told apart by their number."""

    def __init__(self, run: RunContext) -> None:
        self._run = run
        self._asked: Counter[str] = Counter()

    async def call(self, what: str, question: Any, make: Callable[[], Awaitable[Any]]) -> tuple[Any, bool]:
        """The answer, and whether it is an earlier attempt's."""
        name = f"{what}/{hashlib.blake2b(dumps(question), digest_size=9).hexdigest()}"
        self._asked[name] += 1
        key = f"{name}/{self._asked[name]}"
        kept = self._run.kept(key)
        if kept is not MISSING:
            return kept, True
        return await self._run.step(key, make), False
