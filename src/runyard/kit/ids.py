"""Identifiers: random ones for things, time-ordered ones for rows that are inserted often."""

import hashlib
import os
import re
import threading
import time

_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_lock = threading.Lock()
_last = 0
_pool = b""
_POOL_BYTES = 4096


def new_id() -> str:
    """A random UUID (version 4) as text."""
    return _text(_random(16) & ~(0xF << 76 | 0b11 << 62) | 0x4 << 76 | 0b10 << 62)


def timed_id() -> str:
    """A UUID (version 7) as text; within one process each is greater than the one before."""
    stamp = _next_stamp()
    return _text((stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | _random(8) >> 2)


def derived_id(text: str) -> str:
    """A UUID (version 8) that follows from the text: the same text always gives the same id."""
    value = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest())
    return _text(value & ~(0xF << 76 | 0b11 << 62) | 0x8 << 76 | 0b10 << 62)


def short_id() -> str:
    """Sixteen random hexadecimal digits, for the log."""
    return f"{_random(8):016x}"


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID in its usual form with hyphens."""
    return _UUID.fullmatch(text) is not None


def _next_stamp() -> int:
    # 48 bits of milliseconds and 12 bits below: a counter that starts anew with the millisecond and runs over into the next.
    global _last
    with _lock:
        _last = max(time.time_ns() // 1_000_000 << 12, _last + 1)
        return _last


def _random(size: int) -> int:
    # Asking the system for a few bytes costs more than the rest of an id, so a page of them is fetched at a time.
    global _pool
    with _lock:
        if len(_pool) < size:
            _pool = os.urandom(_POOL_BYTES)
        taken, _pool = _pool[:size], _pool[size:]
    return int.from_bytes(taken)


def _text(value: int) -> str:
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _forget_after_fork() -> None:
    global _pool
    _pool = b""


os.register_at_fork(after_in_child=_forget_after_fork)
