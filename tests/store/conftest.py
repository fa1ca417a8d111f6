"""Empty databases, of both kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.services import fresh_database


@pytest.fixture
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Makes an empty database of a kind and gives its address."""
    with ExitStack() as stack:
        made: list[str] = []

        def make(kind: str) -> str:
            made.append(kind)
            if kind == "postgresql":
                return stack.enter_context(fresh_database(request.getfixturevalue("postgres_server")))
            folder = tmp_path.parent / f"{tmp_path.name}-database-{len(made)}"
            folder.mkdir()
            return f"sqlite:///{folder / 'runyard.db'}"

        yield make


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, databases: Callable[[str], str]) -> str:
    """An empty database; a test that asks for it runs on both kinds."""
    return databases(request.param)
