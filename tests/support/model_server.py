"""A language model server over a real socket, speaking the OpenAI protocol: it echoes, plays programmed replies, and fails on demand.

async with ModelServer() as server:
    server.say("first answer", Reply(calls=[("calculator", {"expression": "1+1"})]), Failure(429))
    ...  # base address: server.url
    assert server.requests[0]["messages"][-1]["content"] == "hello"
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Literal

from runyard.engine.models.hashing import vector_of
from runyard.engine.models.shapes import example_of

MODELS = ("echo-small", "echo-large", "echo-embedding")


@dataclass(frozen=True)
class Reply:
    """One programmed answer: text, tool calls as (name, arguments), seconds before each piece."""

    text: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    delay: float = 0.0
    pieces: list[str] | None = None


@dataclass(frozen=True)
class Failure:
    """A refusal with a status, an answer that never comes ("slow"), or one that breaks off ("cut")."""

    how: int | Literal["slow", "cut"]
    message: str = "programmed failure"
    retry_after: str | None = None


class ModelServer:
    """The server. `style` turns a question without a programmed reply into an answer: echo, shout or a function."""

    def __init__(self, *, style: Any = "echo", port: int = 0) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.open = 0
        self.gate: asyncio.Event | None = None  # when set, streams wait for it after their first piece
        self._style = {"echo": str, "shout": str.upper}.get(style, style)
        self._queue: deque[Reply | Failure] = deque()
        self._port = port
        self._server: asyncio.Server | None = None
        self._stopping = asyncio.Event()
        self._clients: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The base address for clients."""
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def address(self) -> str:
        """host:port, for the list of addresses that may be reached."""
        return f"127.0.0.1:{self._port}"

    def say(self, *replies: Reply | Failure | str) -> None:
        """Program the next answers, in order."""
        self._queue.extend(Reply(one) if isinstance(one, str) else one for one in replies)

    async def __aenter__(self) -> ModelServer:
        self._server = await asyncio.start_server(self._client, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stopping.set()
        assert self._server is not None
        self._server.close()
        for task in self._clients:
            task.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        task = asyncio.current_task()
        assert task is not None
        self._clients.add(task)
        try:
            while (request := await _read(reader)) is not None:
                if not await self._answer(*request, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has gone, or the server goes: either way this connection is over
        finally:
            self._clients.discard(task)
            self.open -= 1
            writer.close()

    async def _answer(
        self, path: str, headers: dict[str, str], body: dict[str, Any], writer: asyncio.StreamWriter
    ) -> bool:
        if path.endswith("/models"):
            return _json(
                writer,
                {
                    "object": "list",
                    "data": [{"id": name, "object": "model", "created": 0, "owned_by": "test"} for name in MODELS],
                },
            )
        self.requests.append(body)
        self.headers.append(headers)
        reply = self._queue.popleft() if self._queue else None
        if isinstance(reply, Failure) and isinstance(reply.how, int):
            extra = {"retry-after": reply.retry_after} if reply.retry_after else {}
            error = {"message": reply.message, "type": "error", "code": None, "param": None}
            return _json(writer, {"error": error}, reply.how, extra)
        if isinstance(reply, Failure) and reply.how == "slow":
            await self._stopping.wait()
            return False
        if path.endswith("/embeddings"):
            return _json(writer, _embeddings(body))
        if not path.endswith("/chat/completions"):
            return _json(writer, {"error": {"message": f"no such path {path}"}}, 404)
        cut = isinstance(reply, Failure)
        made = Reply(pieces=["this ", "breaks "]) if isinstance(reply, Failure) else reply or self._own(body)
        return await self._chat(body, made, writer, cut=cut)

    def _own(self, body: dict[str, Any]) -> Reply:
        asked = _asked(body)
        schema = ((body.get("response_format") or {}).get("json_schema") or {}).get("schema")
        if schema is not None:
            return Reply(json.dumps(example_of(schema, asked)))
        return Reply(self._style(asked))

    async def _chat(self, body: dict[str, Any], reply: Reply, writer: asyncio.StreamWriter, *, cut: bool) -> bool:
        await asyncio.sleep(reply.delay)
        text = "".join(reply.pieces) if reply.pieces is not None else reply.text
        usage = _usage(body, text)
        if not body.get("stream"):
            if cut:
                return False
            message = {"role": "assistant", "content": text or None, "tool_calls": _calls(reply) or None}
            return _json(
                writer,
                _envelope(body, "chat.completion")
                | {"choices": [_choice("message", message, _reason(reply))], "usage": usage},
            )
        _head(writer, "text/event-stream", None)
        pieces = reply.pieces if reply.pieces is not None else _split(reply.text)
        await self._pieces(body, pieces, reply.delay, writer)
        if cut:
            writer.transport.abort()
            return False
        for number, call in enumerate(_calls(reply)):
            await _event(writer, _chunk(body, {"tool_calls": [{"index": number, **call}]}))
        await _event(writer, _chunk(body, {}, _reason(reply)))
        if (body.get("stream_options") or {}).get("include_usage"):
            await _event(writer, _envelope(body, "chat.completion.chunk") | {"choices": [], "usage": usage})
        _part(writer, b"data: [DONE]\n\n")
        _part(writer, b"")
        await writer.drain()
        return True

    async def _pieces(
        self, body: dict[str, Any], pieces: list[str], delay: float, writer: asyncio.StreamWriter
    ) -> None:
        for number, piece in enumerate(pieces):
            delta = {"content": piece} | ({"role": "assistant"} if number == 0 else {})
            await _event(writer, _chunk(body, delta))
            await asyncio.sleep(delay)
            if number == 0 and self.gate is not None:
                await self.gate.wait()


async def _read(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], dict[str, Any]] | None:
    line = await reader.readline()
    if not line:
        return None
    headers: dict[str, str] = {}
    while header := (await reader.readline()).decode().strip():
        name, _, value = header.partition(":")
        headers[name.strip().lower()] = value.strip()
    raw = await reader.readexactly(int(headers.get("content-length") or 0))
    return line.decode().split()[1].partition("?")[0], headers, json.loads(raw) if raw else {}


def _head(
    writer: asyncio.StreamWriter, kind: str, length: int | None, status: int = 200, extra: dict[str, str] | None = None
) -> None:
    size = "transfer-encoding: chunked" if length is None else f"content-length: {length}"
    lines = [
        f"HTTP/1.1 {status} X",
        f"content-type: {kind}",
        size,
        *(f"{name}: {value}" for name, value in (extra or {}).items()),
    ]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())


def _json(
    writer: asyncio.StreamWriter, body: dict[str, Any], status: int = 200, extra: dict[str, str] | None = None
) -> bool:
    raw = json.dumps(body).encode()
    _head(writer, "application/json", len(raw), status, extra)
    writer.write(raw)
    return True


def _part(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


async def _event(writer: asyncio.StreamWriter, data: dict[str, Any]) -> None:
    _part(writer, b"data: " + json.dumps(data).encode() + b"\n\n")
    await writer.drain()


def _envelope(body: dict[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-test", "object": kind, "created": 1, "model": body.get("model") or "echo-small"}


def _choice(name: str, message: dict[str, Any], reason: str | None) -> dict[str, Any]:
    return {"index": 0, name: message, "finish_reason": reason}


def _chunk(body: dict[str, Any], delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    return _envelope(body, "chat.completion.chunk") | {"choices": [_choice("delta", delta, reason)]}


def _calls(reply: Reply) -> list[dict[str, Any]]:
    return [
        {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
        for number, (name, arguments) in enumerate(reply.calls)
    ]


def _reason(reply: Reply) -> str:
    return "tool_calls" if reply.calls else "stop"


def _asked(body: dict[str, Any]) -> str:
    content = next(
        (one.get("content") for one in reversed(body.get("messages") or []) if one.get("role") in ("user", "tool")), ""
    )
    if isinstance(content, list):
        return " ".join(str(part.get("text") or "") for part in content)
    return str(content or "")


def _split(text: str) -> list[str]:
    words = text.split(" ")
    return [word + " " for word in words[:-1]] + words[-1:]


def _usage(body: dict[str, Any], text: str) -> dict[str, int]:
    given = sum(len(str(one.get("content") or "").split()) for one in body.get("messages") or [])
    out = len(text.split())
    return {"prompt_tokens": given, "completion_tokens": out, "total_tokens": given + out}


def _embeddings(body: dict[str, Any]) -> dict[str, Any]:
    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
    rows = [
        {"object": "embedding", "index": number, "embedding": vector_of(str(text))} for number, text in enumerate(texts)
    ]
    used = sum(len(str(text).split()) for text in texts)
    return {
        "object": "list",
        "data": rows,
        "model": body.get("model"),
        "usage": {"prompt_tokens": used, "total_tokens": used},
    }
