"""The server's own log: one escaped JSON line each, secrets blanked, the last lines kept in memory for administrators."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import deque
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from runyard.kit.json import dumps_text

KEPT = 2_000
LOGGER = "runyard"
_LONGEST = 4_000
_SECRET = re.compile(
    r"(?P<keep>(?i:bearer|basic)\s+)[\w.~+/=-]{6,}"
    r"|(?P<name>(?i:x-api-key|api[_-]?key|password|secret|token|authorization)[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;]+"
    r"|\bsk-[\w-]{8,}|\beyJ[\w-]+\.[\w-]+\.[\w-]+"
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)
_LINE_ENDS = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085", "\x7f": "\\u007f"})


def blanked(text: str) -> str:
    """The text without anything that looks like a key, a token or a password."""
    return _SECRET.sub(lambda found: (found["keep"] or found["name"] or "") + "***", text)


def as_line(record: logging.LogRecord) -> str:
    """A record as one line of JSON; control characters come out escaped, so nobody can forge a second line."""
    line = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "from": record.name,
        "text": blanked(record.getMessage())[:_LONGEST],
    }
    if record.exc_info and record.exc_info[0] is not None:
        line["error"] = blanked(logging.Formatter().formatException(record.exc_info))[-_LONGEST:]
    try:
        return dumps_text(line).translate(_LINE_ENDS)
    except TypeError:  # a text that is no valid Unicode
        return dumps_text({name: ascii(value) for name, value in line.items()})


class JsonFormatter(logging.Formatter):
    """Log lines for machines."""

    def format(self, record: logging.LogRecord) -> str:
        return as_line(record)


class LogBuffer(logging.Handler):
    """The last lines, each with a time in milliseconds that no other line has."""

    def __init__(self, size: int = KEPT) -> None:
        super().__init__()
        self._lines: deque[tuple[int, str]] = deque(maxlen=size)
        self._followers: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    def emit(self, record: logging.LogRecord) -> None:
        at = int(record.created * 1000)
        if self._lines and at <= self._lines[-1][0]:
            at = self._lines[-1][0] + 1
        self._lines.append((at, as_line(record)))
        for bell, loop in list(self._followers.items()):
            if not loop.is_closed():
                loop.call_soon_threadsafe(bell.set)

    def last(self, count: int, before: int | None = None) -> dict[int, str]:
        """The last lines, or the last ones before a moment."""
        lines = [line for line in list(self._lines) if before is None or line[0] < before]
        return dict(lines[-count:] if count > 0 else [])

    def after(self, moment: int, count: int | None = None) -> dict[int, str]:
        """The first lines after a moment."""
        return dict([line for line in list(self._lines) if line[0] > moment][:count])

    async def follow(self, idle: float) -> AsyncIterator[dict[int, str]]:
        """New lines as they come; an empty answer after every `idle` seconds of silence."""
        bell = asyncio.Event()
        self._followers[bell] = asyncio.get_running_loop()
        seen = self._lines[-1][0] if self._lines else 0
        try:
            while True:
                await _rung(bell, idle)
                bell.clear()
                lines = self.after(seen)
                seen = max(lines, default=seen)
                yield lines
        finally:
            del self._followers[bell]


async def _rung(bell: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        pass
