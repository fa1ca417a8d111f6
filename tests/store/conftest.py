"""Stores of both kinds, with two small tables of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

import runyard.kernel  # noqa: F401  # the fence looks at the run table
from runyard.store import Base, Store
from tests.support.services import postgres_database, postgres_server, postgres_url  # noqa: F401
from tests.support.stores import SettledClock, empty


class Note(Base):
    """A row to play with."""

    __tablename__ = "test_note"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    text: Mapped[str] = mapped_column(default="empty")


@pytest.fixture
def clock() -> SettledClock:
    return SettledClock()


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path, clock: SettledClock) -> AsyncIterator[Store]:
    """An empty store; every test that asks for it runs on both databases."""
    url = f"sqlite:///{tmp_path / 'test.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
    opened = await Store.open(url, clock)
    await opened.create_tables()
    if request.param == "postgresql":
        empty(url)
    yield opened
    await opened.close()
