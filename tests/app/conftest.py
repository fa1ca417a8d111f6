"""A model server that answers plain tests, and the processes they meet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.models import ModelThread


@pytest.fixture
def model() -> Iterator[ModelThread]:
    """A fresh model server for one test."""
    made = ModelThread()
    yield made
    made.close()
