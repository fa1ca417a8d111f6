"""Slows down guessing: so many sign-ins from one address in a window, so many failures for one account. Kept in memory."""

from collections import OrderedDict, deque

from runyard.kit.clock import Clock
from runyard.kit.errors import TooMany
from runyard.kit.settings import Settings

FAILURES = 5
FAILURE_WINDOW = 15 * 60.0
_MOST_NAMES = 20_000


class TooManySignIns(TooMany):
    """Too many sign-in attempts; wait and try again."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(retry_after=retry_after)


class Throttle:
    """Counts attempts by address and failures by account; both off when the setting says so."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        rate = settings.sign_in_rate()
        self._on = rate is not None
        number, window = rate or (0, 0.0)
        self._addresses = _Windows(clock, number, window)
        self._accounts = _Windows(clock, FAILURES, FAILURE_WINDOW)

    def attempt(self, address: str, account: str = "") -> None:
        """Count an attempt; raises TooManySignIns when the address or the account has had enough."""
        if not self._on:
            return
        wait = max(self._addresses.wait(address), self._accounts.wait(account) if account else 0.0)
        if wait > 0:
            raise TooManySignIns(wait)
        self._addresses.count(address)

    def failed(self, account: str) -> None:
        """Count a wrong password."""
        if self._on:
            self._accounts.count(account)

    def succeeded(self, account: str) -> None:
        """Forget the failures of an account."""
        self._accounts.forget(account)


class _Windows:
    """The moments of the last few events under each name, the longest unused names forgotten first."""

    def __init__(self, clock: Clock, most: int, window: float) -> None:
        self._clock, self._most, self._window = clock, most, window
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, name: str) -> float:
        """Seconds until another event is welcome; 0 when it is now."""
        moments, now = self._seen.get(name), self._clock.monotonic()
        if moments is None or len(moments) < self._most:
            return 0.0
        return max(0.0, moments[0] + self._window - now)

    def count(self, name: str) -> None:
        """One more event."""
        moments = self._seen.setdefault(name, deque(maxlen=self._most))
        moments.append(self._clock.monotonic())
        self._seen.move_to_end(name)
        if len(self._seen) > _MOST_NAMES:
            self._seen.popitem(last=False)

    def forget(self, name: str) -> None:
        """Start anew."""
        self._seen.pop(name, None)
