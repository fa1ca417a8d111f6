"""The house's connections to model servers: one client per address and key, shared by all runs."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import httpx

from runyard.engine.models.models import RunModels
from runyard.engine.models.sdk import provider_library

if TYPE_CHECKING:
    from runyard.engine.scope import FlowScope

_MOST_CLIENTS = 64


class Transports(Protocol):
    """Where connections come from: the guarded client of the house."""

    def transport(self) -> httpx.AsyncBaseTransport:
        """A transport that reaches only what may be reached."""


@dataclass(frozen=True)
class ModelDefaults:
    """The operator's model server, used where a flow names no provider it has a key for."""

    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    model: str | None = None
    embedding_model: str | None = None


class ModelClients:
    """Clients by address and key. `seal` and `unseal` let a key travel inside a kept step; without them it lives in memory only."""

    def __init__(
        self,
        http: Transports | None,
        defaults: ModelDefaults | None = None,
        *,
        seal: Callable[[str], str] | None = None,
        unseal: Callable[[str], str] | None = None,
        retries: int = 2,
    ) -> None:
        self._http = http
        self.defaults = defaults or ModelDefaults()
        self._retries = retries
        self._clients: OrderedDict[tuple[str, str, float], Any] = OrderedDict()
        self._memory: dict[str, str] = {}
        self._seal = seal or self._remember
        self._unseal = unseal or (lambda sealed: self._memory.get(sealed, ""))

    def _remember(self, key: str) -> str:
        name = secrets.token_hex(8)
        self._memory[name] = key
        return name

    def sealed(self, key: str) -> str:
        """A key in a form that may be kept."""
        return self._seal(key)

    def opened(self, sealed: str) -> str:
        """The key of a sealed form."""
        return self._unseal(sealed)

    def of(self, scope: FlowScope) -> RunModels:
        """The models as one run sees them."""
        return RunModels(self, scope)

    def client(self, base_url: str, key: str, timeout: float) -> Any:
        """A client for an address and key."""
        name = (base_url, key, timeout)
        found = self._clients.get(name)
        if found is None:
            transport = self._http.transport() if self._http else None
            found = self._clients[name] = provider_library().AsyncOpenAI(
                base_url=base_url,
                api_key=key or "none",
                timeout=timeout,
                max_retries=self._retries,
                http_client=httpx.AsyncClient(transport=transport, timeout=timeout, trust_env=False),
            )
            while len(self._clients) > _MOST_CLIENTS:
                self._clients.popitem(last=False)
        self._clients.move_to_end(name)
        return found

    async def close(self) -> None:
        """Close all connections."""
        clients = list(self._clients.values())
        self._clients.clear()
        for one in clients:
            await one.close()
