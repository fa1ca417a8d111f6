"""Variables of the users whose flows run, kept sealed in memory so that a warm run reads nothing. A change drops its owner's
after the commit, in every process; a read that began before the change cannot put the old values back."""

from runyard.domains.settings import queries
from runyard.domains.settings.types import Found
from runyard.kit.crypto import Vault
from runyard.store import Store, Tx

_NOTICE = "variables:"
_MOST = 1000

Sealed = dict[str, tuple[str, bool]]


def announce(tx: Tx, owner_id: str) -> None:
    """Say, after the commit, that variables of this user have changed."""
    tx.notify(_NOTICE + owner_id)


class Shelf:
    """The variables in memory."""

    def __init__(self, store: Store, vault: Vault) -> None:
        self._store, self._vault = store, vault
        self._owners: dict[str, Sealed] = {}
        self._changes = 0
        store.listen(self._heard)

    async def find(self, owner_id: str, name: str) -> Found | None:
        """The variable of that name, opened."""
        known = self._owners.get(owner_id)
        if known is None:
            known = await self._read(owner_id)
        sealed = known.get(name)
        return None if sealed is None else Found(self._vault.open(sealed[0]), sealed[1])

    async def _read(self, owner_id: str) -> Sealed:
        changes = self._changes
        known = await self._store.read(lambda tx: _sealed(tx, owner_id))
        if changes == self._changes:
            if len(self._owners) >= _MOST:
                del self._owners[next(iter(self._owners))]
            self._owners[owner_id] = known
        return known

    def _heard(self, text: str) -> None:
        if text.startswith(_NOTICE):
            self._changes += 1
            self._owners.pop(text.removeprefix(_NOTICE), None)


def _sealed(tx: Tx, owner_id: str) -> Sealed:
    return {row.name: (row.sealed, row.type == "Credential") for row in queries.all_of(tx, owner_id)}
