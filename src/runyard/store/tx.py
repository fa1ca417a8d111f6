"""One unit of work: a session, the moment it runs at, and what must leave after its commit."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(slots=True)
class Tx:
    """Given to every verb; the verb changes rows and never commits."""

    session: Session
    now: datetime
    _after: list[Callable[[], None]] = field(default_factory=list)
    _notices: list[str] = field(default_factory=list)

    def after_commit(self, fn: Callable[[], None]) -> None:
        """Call `fn` on the event loop once the work is committed; never when it is rolled back."""
        self._after.append(fn)

    def notify(self, text: str) -> None:
        """Tell every process of the house, this one included, after the commit."""
        self._notices.append(text)

    @property
    def left(self) -> tuple[list[Callable[[], None]], list[str]]:
        """What waits for the commit: callbacks and notices. Read by the store."""
        return self._after, self._notices
