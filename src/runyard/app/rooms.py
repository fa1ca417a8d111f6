"""All rooms, lower shelves first. Only this floor knows them all."""

from __future__ import annotations

from types import ModuleType

from runyard.domains import (
    components,
    conversations,
    files,
    flows,
    identity,
    observability,
    projects,
    roles,
    settings,
)
from runyard.wire import House

ROOMS: tuple[ModuleType, ...] = (
    identity,
    roles,
    settings,
    files,
    components,
    flows,
    conversations,
    projects,
    observability,
)


def open_rooms(house: House) -> None:
    """Let every room register its run kinds, tools and hooks, where no application does it."""
    for room in ROOMS:
        if hasattr(room, "open"):
            room.open(house)
