"""What every room is given when it opens: the parts of the house, and hooks around its working day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from runyard.access import Actor
from runyard.kit.clock import Clock
from runyard.kit.crypto import Vault
from runyard.kit.http import GuardedClient
from runyard.kit.settings import Settings
from runyard.store import Blobs, Store
from runyard.wire.credentials import Credential

if TYPE_CHECKING:
    from runyard.engine.catalogue import Catalogue
    from runyard.engine.tools import ToolRegistry
    from runyard.kernel import Kernel

Hook = Callable[[], Awaitable[None]]


class Identity(Protocol):
    """Tells who stands behind a credential; the identity room is one."""

    def known(self, credential: Credential) -> Actor | None:
        """The actor, when this credential was checked a moment ago; never waits."""

    async def actor(self, credential: Credential) -> Actor:
        """The actor; raises an error with the dialect-free reason when the credential is no good."""

    def watch(self, user_id: str, changed: Callable[[], None]) -> None:
        """Call this back whenever something about the user's ways in changes."""

    def unwatch(self, user_id: str, changed: Callable[[], None]) -> None:
        """Stop calling back."""


@dataclass
class House:
    """The parts; `identity` is set by the room of that name when it opens."""

    settings: Settings
    clock: Clock
    store: Store
    vault: Vault
    blobs: Blobs
    http: GuardedClient
    kernel: Kernel
    tools: ToolRegistry
    catalogue: Catalogue
    identity: Identity | None = None
    services: dict[str, Any] = field(default_factory=dict)  # what one room lends to those on higher shelves, by name
    _starts: list[Hook] = field(default_factory=list)
    _stops: list[Hook] = field(default_factory=list)

    def on_start(self, hook: Hook) -> None:
        """Run this before the first request, in the order of rooms."""
        self._starts.append(hook)

    def on_stop(self, hook: Hook) -> None:
        """Run this after the last request, in the opposite order."""
        self._stops.append(hook)

    async def start(self) -> None:
        """Open the kernel, then the rooms."""
        if self.kernel is not None:
            await self.kernel.open()
        for hook in self._starts:
            await hook()

    async def stop(self, drain: timedelta = timedelta(seconds=10)) -> None:
        """Close the rooms, the kernel and outbound connections; the store belongs to whoever opened it."""
        for hook in reversed(self._stops):
            await hook()
        if self.kernel is not None:
            await self.kernel.close(drain)
        await self.http.close()
