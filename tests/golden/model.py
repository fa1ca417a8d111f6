"""The model server the recordings were made with: it answers the last user message in upper case, streamed word by word."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PORT = 18999  # the recorded flows name it


class Handler(BaseHTTPRequestHandler):
    """POST /v1/chat/completions."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *words: Any) -> None:
        """Stay quiet."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)) or b"{}")
        words = last_user_text(body.get("messages", [])).upper().split()
        usage = {"prompt_tokens": 7, "completion_tokens": len(words), "total_tokens": 7 + len(words)}
        head = {"id": "c1", "created": 1, "model": body.get("model", "fake")}
        if body.get("stream"):
            self.stream(head, words, usage if (body.get("stream_options") or {}).get("include_usage") else None)
        else:
            message = {"role": "assistant", "content": " ".join(words)}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            self.whole({**head, "object": "chat.completion", "choices": [choice], "usage": usage})

    def whole(self, answer: dict) -> None:
        data = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def stream(self, head: dict, words: list[str], usage: dict | None) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        head = {**head, "object": "chat.completion.chunk"}
        spaced = [word + " " for word in words[:-1]] + words[-1:]
        for delta in [{"role": "assistant", "content": ""}, *({"content": word} for word in spaced)]:
            self.frame({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
        self.frame({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        if usage:
            self.frame({**head, "choices": [], "usage": usage})
        self.wfile.write(b"data: [DONE]\n\n")

    def frame(self, data: dict) -> None:
        self.wfile.write(b"data: " + json.dumps(data).encode() + b"\n\n")
        self.wfile.flush()


def last_user_text(messages: list[dict]) -> str:
    said = [m.get("content") or "" for m in messages if m.get("role") == "user"] or [""]
    return said[-1] if isinstance(said[-1], str) else " ".join(part.get("text", "") for part in said[-1])


class RecordedModel(ThreadingHTTPServer):
    """The model on its port for as long as a `with` lasts."""

    daemon_threads = True
    allow_reuse_address = True

    @classmethod
    @contextmanager
    def serving(cls) -> Iterator[RecordedModel | None]:
        try:
            made = cls(("127.0.0.1", PORT), Handler)
        except OSError:  # another replay on this machine serves it already
            yield None
            return
        with made as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield server
            finally:
                server.shutdown()
