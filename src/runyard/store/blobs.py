"""Files by the hash of their content, in the data folder: the same bytes are kept once, and a key never changes its meaning."""

import asyncio
import hashlib
import os
import re
import tempfile
from collections.abc import AsyncIterable
from pathlib import Path
from typing import IO

from runyard.kit.errors import NotFound

_KEY = re.compile(r"[0-9a-f]{64}")


class NoSuchBlob(NotFound):
    """There is no file with this key."""


class Blobs:
    """Content-addressed files under one folder, readable by the owner of the process only."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def put(self, content: bytes | AsyncIterable[bytes]) -> str:
        """Keep the content and return its key (SHA-256); it is on disk before this returns."""
        handle, name = tempfile.mkstemp(dir=self.root, prefix=".new-")  # mkstemp makes it 0600
        try:
            with os.fdopen(handle, "wb") as file:
                key = await _copy(content, file)
            await asyncio.to_thread(self._settle, name, key)
        finally:
            Path(name).unlink(missing_ok=True)
        return key

    def path(self, key: str) -> Path:
        """Where the content of a key lies (it may not exist)."""
        if not _KEY.fullmatch(key):
            raise NoSuchBlob
        return self.root / key[:2] / key

    def open(self, key: str) -> IO[bytes]:
        """The content, for reading."""
        path = self.path(key)
        if not path.is_file():
            raise NoSuchBlob
        return path.open("rb")

    def exists(self, key: str) -> bool:
        """Whether the key's content is here."""
        return self.path(key).is_file()

    async def read(self, key: str) -> bytes:
        """The whole content."""
        return await asyncio.to_thread(self._read, key)

    async def delete(self, key: str) -> None:
        """Remove the content; a missing one is fine."""
        await asyncio.to_thread(self.path(key).unlink, True)

    def _read(self, key: str) -> bytes:
        with self.open(key) as file:
            return file.read()

    def _settle(self, name: str, key: str) -> None:
        target = self.path(key)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        if not target.exists():
            os.replace(name, target)
            _sync_folder(target.parent)


async def _copy(content: bytes | AsyncIterable[bytes], file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    async for chunk in _chunks(content):
        digest.update(chunk)
        await asyncio.to_thread(file.write, chunk)
    await asyncio.to_thread(_sync, file)
    return digest.hexdigest()


async def _chunks(content: bytes | AsyncIterable[bytes]) -> AsyncIterable[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    async for chunk in content:
        yield chunk


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
