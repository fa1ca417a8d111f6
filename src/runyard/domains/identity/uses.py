"""How often and when API keys were used: counted in memory, written now and then, so that using a key costs no write."""

import asyncio

from sqlalchemy import case, update

from runyard.domains.identity.tables import ApiKey
from runyard.kit.clock import Clock
from runyard.store import Store, Tx

_EVERY = 10.0


class KeyUses:
    """Uses not yet written."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._counts: dict[str, int] = {}
        self._task: asyncio.Task[None] | None = None

    def count(self, key_id: str) -> None:
        """A key was used."""
        self._counts[key_id] = self._counts.get(key_id, 0) + 1

    async def write(self) -> None:
        """Write what was counted."""
        if self._counts:
            counts, self._counts = self._counts, {}
            await self._store.write(lambda tx: _add(tx, counts))

    async def start(self) -> None:
        """Write regularly from now on."""
        self._task = asyncio.create_task(self._regularly(), name="key-uses")

    async def stop(self) -> None:
        """Write the rest and rest."""
        if self._task is not None:
            self._task.cancel()
        await self.write()

    async def _regularly(self) -> None:
        while True:
            await self._clock.sleep(_EVERY)
            await self.write()


def _add(tx: Tx, counts: dict[str, int]) -> None:
    added = case(counts, value=ApiKey.id, else_=0)
    values = {ApiKey.total_uses: ApiKey.total_uses + added, ApiKey.last_used_at: tx.now}
    tx.session.execute(
        update(ApiKey).where(ApiKey.id.in_(counts)).values(values).execution_options(synchronize_session=False)
    )
