"""Identifiers: random ones for things, time-ordered ones for rows that are inserted often."""

import re
import secrets
import threading
import time
import uuid

_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A random UUID (version 4) as text."""
    return str(uuid.uuid4())


def timed_id() -> str:
    """A UUID (version 7) as text; within one process each is greater than the one before."""
    stamp = _next_stamp()
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID in its usual form with hyphens."""
    return _UUID.fullmatch(text) is not None


def _next_stamp() -> int:
    # 48 bits of milliseconds and 12 bits below: a counter that starts anew with the millisecond and runs over into the next.
    global _last
    with _lock:
        _last = max(time.time_ns() // 1_000_000 << 12, _last + 1)
        return _last
