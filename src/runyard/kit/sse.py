"""Server-sent events on the wire."""

HEARTBEAT = b": \n\n"
HEADERS = {"cache-control": "no-cache", "x-accel-buffering": "no"}
MEDIA_TYPE = "text/event-stream"


def frame(id: str | None, event: str | None, data: bytes | str) -> bytes:
    """One event; every line of the data gets its own `data:` line."""
    body = data.encode() if isinstance(data, str) else data
    head = (f"id: {_line(id)}\n" if id is not None else "") + (f"event: {_line(event)}\n" if event else "")
    lines = body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return head.encode() + b"".join(b"data: " + line + b"\n" for line in lines) + b"\n"


def _line(text: str) -> str:
    # A line break in an id or a name would start a new field of the stream.
    return text.replace("\r", " ").replace("\n", " ")
