"""What rooms above tell this one: where flows without a folder go, and who else cleans up after a deleted flow.

Flows do not know projects or conversations; those rooms register here when the house opens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from runyard.access import Actor
from runyard.store import Tx

Removed = Callable[[Tx, Sequence[str]], None]


class Folders(Protocol):
    """What flows need to know of folders."""

    def home(self, tx: Tx, actor: Actor) -> str | None:
        """The caller's default folder, made when there is none."""

    def find_home(self, tx: Tx, actor: Actor) -> str | None:
        """The caller's default folder, when there is one."""

    def is_mine(self, tx: Tx, actor: Actor, folder_id: str) -> bool:
        """Whether the caller may put flows into this folder."""


class NoFolders:
    """Flows without folders: a house that has no room for projects."""

    def home(self, tx: Tx, actor: Actor) -> str | None:
        return None

    def find_home(self, tx: Tx, actor: Actor) -> str | None:
        return None

    def is_mine(self, tx: Tx, actor: Actor, folder_id: str) -> bool:
        return False


_folders: Folders = NoFolders()
_when_removed: list[Removed] = []


def keep_in(folders: Folders) -> None:
    """Let this room answer questions about folders."""
    global _folders
    _folders = folders


def when_removed(listener: Removed) -> None:
    """Call `listener(tx, flow_ids)` in the unit of work that deletes flows."""
    if listener not in _when_removed:
        _when_removed.append(listener)


def folders() -> Folders:
    """Who answers questions about folders."""
    return _folders


def tell_removed(tx: Tx, flow_ids: Sequence[str]) -> None:
    """Let everyone clean up after these flows."""
    for listener in _when_removed:
        listener(tx, flow_ids)
