"""Answers that go on for a while end when whoever reads them may not read any longer: at every change to a person's ways in,
their open streams show their credential again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import Response, StreamingResponse

from runyard.access import Actor
from runyard.kit.errors import RunyardError
from runyard.wire.credentials import Credential
from runyard.wire.house import Identity


def watched(response: Response, identity: Identity | None, actor: Actor, credential: Credential | None) -> Response:
    """The response; when it is a stream of a person who signed in, it ends with their right to it."""
    if (
        isinstance(response, StreamingResponse)
        and identity is not None
        and credential is not None
        and not actor.anonymous
    ):
        response.body_iterator = _Watch(identity, actor, credential).over(response.body_iterator)
    return response


class _Watch:
    """One open stream."""

    def __init__(self, identity: Identity, actor: Actor, credential: Credential) -> None:
        self._identity, self._actor, self._credential = identity, actor, credential
        self._reader: asyncio.Task[Any] | None = None
        self._checks: set[asyncio.Task[None]] = set()
        self._over = False

    async def over(self, chunks: Any) -> AsyncIterator[Any]:
        """The chunks, until they or the right to them end."""
        self._reader = asyncio.current_task()
        self._identity.watch(self._actor.user_id, self._changed)
        try:
            async for chunk in chunks:
                yield chunk
        except asyncio.CancelledError:
            if not self._over or self._reader is None:
                raise
            self._reader.uncancel()
        finally:
            self._identity.unwatch(self._actor.user_id, self._changed)

    def _changed(self) -> None:
        check = asyncio.get_running_loop().create_task(self._check())
        self._checks.add(check)
        check.add_done_callback(self._checks.discard)

    async def _check(self) -> None:
        try:
            await self._identity.actor(self._credential)
        except RunyardError:
            self._over = True
            if self._reader is not None:
                self._reader.cancel()
