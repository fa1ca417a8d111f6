"""What kinds of run there are, how each is carried out, and when a failed one is tried again."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from runyard.kernel.errors import UnknownKind

if TYPE_CHECKING:
    from runyard.kernel.context import RunContext

Lane = Literal["live", "work", "bulk", "heavy"]
LANES: tuple[Lane, ...] = ("live", "work", "bulk", "heavy")
Handler = Callable[["RunContext"], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Retry:
    """How often and how soon to try again: exponential back-off with jitter, so many failures do not return at once."""

    attempts: int = 3
    first: timedelta = timedelta(seconds=1)
    factor: float = 2.0
    most: timedelta = timedelta(minutes=10)
    jitter: float = 0.2

    never: ClassVar["Retry"]

    def allows(self, attempt: int) -> bool:
        """Whether another attempt may follow this one (attempts count from 1)."""
        return attempt < self.attempts

    def delay(self, attempt: int) -> timedelta:
        """How long to wait after this attempt."""
        try:
            plain = self.first.total_seconds() * self.factor ** (attempt - 1)
        except OverflowError:
            plain = float("inf")
        bounded = min(plain, self.most.total_seconds())
        return timedelta(seconds=bounded * random.uniform(1 - self.jitter, 1 + self.jitter))


Retry.never = Retry(attempts=1)


@dataclass(frozen=True, slots=True)
class RunKind:
    """One kind of run: its name, its handler, and the defaults its runs start with."""

    name: str
    handler: Handler
    retry: Retry = Retry.never
    timeout: timedelta | None = None
    lane: Lane = "live"


class Kinds:
    """The registry of run kinds."""

    def __init__(self) -> None:
        self._kinds: dict[str, RunKind] = {}

    def register(self, kind: RunKind) -> None:
        """Add a kind; a second one of the same name is a mistake in the code."""
        if kind.name in self._kinds:
            raise ValueError(f"run kind {kind.name!r} is registered twice")
        self._kinds[kind.name] = kind

    def get(self, name: str) -> RunKind:
        """The kind of that name, or UnknownKind."""
        kind = self._kinds.get(name)
        if kind is None:
            raise UnknownKind(name)
        return kind
