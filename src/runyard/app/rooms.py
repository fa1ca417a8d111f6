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
