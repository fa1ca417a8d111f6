"""Token text between its arrival and the journal: followers see it at once, the journal gets at most one event per 50 ms and
stream. One event grows at a time, so a cursor is one place; other streams wait a few milliseconds for their turn."""

from typing import Protocol

from runyard.kernel.stream import Channel, OpenDelta
from runyard.kernel.timers import Timer, Timers

_COALESCE = 0.05
_TURN = 0.012


class _Writer(Protocol):
    def now(self) -> float: ...
    def take_number(self) -> int: ...
    def append(self, kind: str, data: object, at: float, seq: int = 0) -> int: ...


class Deltas:
    """The open token event of a run and what waits behind it."""

    def __init__(self, writer: _Writer, timers: Timers, channel: Channel) -> None:
        self._writer, self._timers, self._channel = writer, timers, channel
        self._waiting: dict[str, str] = {}
        self._timer: Timer | None = None

    def add(self, stream: str, text: str) -> None:
        """Text of a stream has arrived."""
        growing = self._channel.open
        if growing is None:
            self._begin(stream, text)
        elif growing.stream == stream:
            growing.text += text
            self._channel.ring()
        else:
            if not self._waiting:
                self._arm(_TURN)
            self._waiting[stream] = self._waiting.get(stream, "") + text

    def close(self) -> None:
        """Everything becomes events now: something else comes next in the journal."""
        if self._channel.open is not None:
            self._finish()
            waiting, self._waiting = self._waiting, {}
            for stream, text in waiting.items():
                self._writer.append("token", {"stream": stream, "text": text}, self._writer.now())

    def _begin(self, stream: str, text: str) -> None:
        self._channel.open = OpenDelta(self._writer.take_number(), stream, self._writer.now(), text)
        self._arm(_TURN if self._waiting else _COALESCE)
        self._channel.ring()

    def _finish(self) -> None:
        growing = self._channel.open
        if growing is None:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._channel.open = None
        self._writer.append("token", {"stream": growing.stream, "text": growing.text}, growing.at, growing.seq)

    def _turn(self) -> None:
        self._finish()
        if self._waiting:
            stream = next(iter(self._waiting))
            self._begin(stream, self._waiting.pop(stream))

    def _arm(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._timers.after(seconds, self._turn)
