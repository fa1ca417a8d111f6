"""The OpenAPI document: made on the first request, in a thread, because describing every route takes a while; kept as bytes."""

import asyncio

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from runyard.kit.json import dumps

PATH = "/openapi.json"


class Document:
    """The document of one application."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._made: bytes | None = None
        self._turn = asyncio.Lock()

    async def answer(self, request: Request) -> Response:
        """The document; those who ask while it is being made wait for the same one."""
        if self._made is None:
            async with self._turn:
                self._made = self._made or await asyncio.to_thread(self._make)
        return Response(self._made, media_type="application/json")

    def _make(self) -> bytes:
        return dumps(self._app.openapi())
