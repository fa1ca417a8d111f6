"""A store with the rooms' tables and two people, for tests of verbs."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from runyard.access import HOME_TENANT, Actor
from runyard.domains import files, flows, projects
from runyard.kit.clock import VirtualClock
from runyard.kit.ids import new_id
from runyard.store import Store


def person(name: str, superuser: bool = False) -> Actor:
    """Somebody who is signed in."""
    return Actor(user_id=new_id(), username=name, tenant_id=HOME_TENANT, superuser=superuser, via="session")


@pytest.fixture
def still_clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
async def store(database_url: str, still_clock: VirtualClock) -> AsyncIterator[Store]:
    assert files and flows  # their tables belong to the schema
    flows.keep_in(projects.ProjectFolders())
    opened = await Store.open(database_url, still_clock)
    await opened.create_tables()
    yield opened
    await opened.close()


@pytest.fixture
def alice() -> Actor:
    return person("alice")


@pytest.fixture
def bob() -> Actor:
    return person("bob")
