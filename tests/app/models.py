"""The local model server in a thread of its own, so that plain tests can talk to other processes while it answers them."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from tests.support.model_server import Failure, ModelServer, Reply

NEVER = Failure("slow")


class ModelThread:
    """A model server that lives until `close`."""

    def __init__(self, style: str | Callable[[str], str] = "echo") -> None:
        self.loop = asyncio.new_event_loop()
        self.server = ModelServer(style=style)
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self._do(self.server.__aenter__())

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def say(self, *replies: Reply | Failure | str) -> None:
        """Program the next answers, in order."""
        self.loop.call_soon_threadsafe(self.server.say, *replies)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server.address.rpartition(":")[2])

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Every request so far."""
        return list(self.server.requests)

    @property
    def prompts(self) -> Counter[str]:
        """How often each conversation was asked, by its whole text."""
        return Counter(str(request.get("messages")) for request in self.asked)

    @property
    def env(self) -> dict[str, str]:
        """Settings of a server that asks this model by default."""
        return {
            "RUNYARD_HTTP_ALLOW": self.server.address,
            "RUNYARD_MODEL_BASE_URL": self.server.url,
            "RUNYARD_MODEL_API_KEY": "local",
            "RUNYARD_MODEL_NAME": "echo-small",
        }

    def close(self) -> None:
        """End it."""
        self._do(self.server.__aexit__())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
