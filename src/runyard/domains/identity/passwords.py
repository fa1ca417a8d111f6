"""Password hashing, in threads of its own: never on the event loop, never on the thread that writes."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from runyard.domains.identity.errors import WeakPassword

LONGEST = 1024
SHORTEST = 8
# The hash of a forgotten random text: what is checked when there is no such person, so that the answer takes as long.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$t6aOYqfyLxwdoT4zc69Org$QGjIFCqAi2hsE5TVGscQRX0iI4OdnbmDQjWaW0vv9hU"
_THREADS = 2  # each hash takes 19 MiB and one core for about 25 ms


class Passwords:
    """Hashes and checks passwords (argon2id)."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._threads = ThreadPoolExecutor(_THREADS, "password")

    async def hash(self, password: str) -> str:
        """The hash of a new password; refuses one that is too short or too long."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise WeakPassword
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._hasher.hash, password)

    async def matches(self, stored: str | None, password: str) -> bool:
        """Whether the password fits; the same work is done for a person who does not exist."""
        if len(password) > LONGEST:
            return False
        right = await asyncio.get_running_loop().run_in_executor(
            self._threads, self._verify, stored or _NOBODY, password
        )
        return right and stored is not None

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
