"""What a component raises when it cannot do its work, sorted by how to recover."""

from __future__ import annotations


class ComponentError(Exception):
    """The component cannot go on; the message is one sentence a person can act on."""

    def __init__(self, message: str, *, field: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.hint = hint


class Retriable(ComponentError):
    """The same call may succeed later: a rate limit, a service that is down for a moment."""

    def __init__(self, message: str, *, after: float | None = None, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.after = after


class DeclarationError(TypeError):
    """The class of a component is declared wrongly; raised when the class is made, never in a run."""
