"""A model server that answers plain tests, and the servers they meet: one without any provider, one that asks the model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.models import ModelThread
from tests.support.server import LiveServer, serving


@pytest.fixture
def model() -> Iterator[ModelThread]:
    """A fresh model server for one test."""
    made = ModelThread()
    yield made
    made.close()


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server as it stands after installation: no provider, no key."""
    with serving(tmp_path_factory.mktemp("bare")) as server:
        yield server


@pytest.fixture(scope="session")
def teacher() -> Iterator[ModelThread]:
    """The model that the session's server asks; it repeats in capitals."""
    made = ModelThread("shout")
    yield made
    made.close()


@pytest.fixture(scope="session")
def taught(tmp_path_factory: pytest.TempPathFactory, teacher: ModelThread) -> Iterator[LiveServer]:
    """A server that asks the local model."""
    with serving(tmp_path_factory.mktemp("taught"), **teacher.env) as server:
        yield server
