"""What other rooms lend to runs of flows, in the form the engine asks for. A run acts as its owner and sees no more."""

from __future__ import annotations

from typing import Any

from runyard.access import Actor
from runyard.domains import files, settings
from runyard.domains.files import Upload
from runyard.kernel import RunContext
from runyard.kit.errors import NotFound
from runyard.store import Blobs, Store
from runyard_sdk import ComponentError


def actor_of(run: RunContext) -> Actor:
    """Whoever the run acts for."""
    return Actor(run.owner, "", run.tenant, superuser=False, via="internal")


class RunVariables:
    """Global variables of a run's owner."""

    def __init__(self, house: Any) -> None:
        self._house = house

    async def get(self, run: RunContext, name: str, *, secret: bool) -> str | None:
        """The value, opened; None when there is no such variable. A credential goes into secret fields only."""
        found = await settings.find_variable(self._house, run.owner, name)
        if found is not None and found.secret and not secret:
            raise ComponentError(
                f"The variable {name} is a credential; only secret fields may use it.", hint="Use a generic variable."
            )
        return found.value if found else None


class RunFiles:
    """Files that a run may read and write."""

    def __init__(self, store: Store, blobs: Blobs) -> None:
        self._store = store
        self._blobs = blobs

    def of(self, run: RunContext) -> OwnFiles:
        """The files of this run's owner."""
        return OwnFiles(self._store, self._blobs, actor_of(run))


class OwnFiles:
    """Files of one user, addressed as `<flow or user id>/<stored name>`."""

    def __init__(self, store: Store, blobs: Blobs, actor: Actor) -> None:
        self._store = store
        self._blobs = blobs
        self._actor = actor

    async def read(self, path: str) -> bytes:
        """The content of a stored file."""
        try:
            found = await self._store.read(lambda tx: files.resolve(tx, self._actor, path))
        except NotFound as missing:
            raise ComponentError(f"{missing} Upload it and choose it again.", field="path") from None
        return await self._blobs.read(found.blob)

    async def exists(self, path: str) -> bool:
        """Whether there is such a file of the owner."""
        try:
            await self._store.read(lambda tx: files.resolve(tx, self._actor, path))
        except NotFound:
            return False
        return True

    async def save(self, name: str, content: bytes) -> str:
        """Keep a file for the owner; the same name again replaces it."""
        path = f"{self._actor.user_id}/{name}"
        if await self.exists(path):
            await self.delete(path)
        row = await files.save(
            self._store,
            self._blobs,
            lambda: content,
            lambda tx, blob: (
                files.add(tx, self._actor, Upload(name, blob, len(content)), "user", self._actor.user_id).stored_name
            ),
        )
        return f"{self._actor.user_id}/{row}"

    async def delete(self, path: str) -> None:
        """Remove a stored file of the owner."""
        found = await self._store.read(lambda tx: files.resolve(tx, self._actor, path))
        await self._store.write(lambda tx: files.remove(tx, self._actor, found.id))
