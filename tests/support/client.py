"""The test client of the whole suite: it speaks to the application in process, and every answer is held against the contract."""

from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from runyard.kit import json
from runyard.wire import contract

CONTRACT = Path(__file__).parents[2] / "contract"
BASE = "http://127.0.0.1:7860"


class ContractTransport(httpx.AsyncBaseTransport):
    """Runs requests through the application and checks what comes back."""

    def __init__(self, app: FastAPI) -> None:
        self._inner = httpx.ASGITransport(app, client=("127.0.0.1", 50000))
        self._operations = contract.load(CONTRACT)
        self._app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; a wrong field, status or type in the answer fails the test."""
        reply = await self._inner.handle_async_request(request)
        op = self._operations.get(self._op(request) or "")
        if op is not None and not reply.headers.get("content-type", "").startswith("text/event-stream"):
            await reply.aread()
            contract.check(op, reply.status_code, reply.headers.get("content-type", ""), _body(reply))
        return reply

    def _op(self, request: httpx.Request) -> str | None:
        scope = {"type": "http", "path": request.url.path, "method": request.method, "root_path": "", "headers": []}
        index = self._app.router.middleware_stack
        route = index.find(scope)
        return route.spec.op if route is not None else None


def client(app: FastAPI, **headers: str) -> httpx.AsyncClient:
    """A client whose requests carry these headers; underscores in names stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.AsyncClient(transport=ContractTransport(app), base_url=BASE, headers=named, timeout=30)


def _body(reply: httpx.Response) -> Any:
    if not reply.headers.get("content-type", "").startswith("application/json") or not reply.content:
        return None
    return json.loads(reply.content)
