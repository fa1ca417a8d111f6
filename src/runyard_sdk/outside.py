"""Waiting for what is outside of a component, with its refusals as ComponentErrors that a component may handle."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from runyard_sdk.errors import ComponentError, Retriable

T = TypeVar("T")

_REFUSED = frozenset({400, 403, 404, 413, 415, 422})
_LATER = frozenset({429, 502, 503, 504})


async def outside(work: Awaitable[T]) -> T:
    """The result; a refusal of the house or of another server becomes a ComponentError with the same sentence.

    Errors that say nothing about the call itself (a spent budget, a run that was taken over, a bug) stay what they are.
    """
    try:
        return await work
    except Exception as error:
        found = _refusal(error)
        if found is None:
            raise
        raise found from error


def _refusal(error: Exception) -> ComponentError | None:
    status = getattr(error, "status", None)
    if status in _LATER:
        return Retriable(str(error))
    return ComponentError(str(error)) if status in _REFUSED else None
