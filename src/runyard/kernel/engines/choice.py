"""Which engine goes with which database: one process owns an SQLite file, a PostgreSQL may be shared."""

from collections.abc import Mapping
from importlib import import_module

from runyard.kernel.engines import Engine
from runyard.kernel.engines.embedded import EmbeddedEngine


def engine_for(url: str, places: Mapping[str, int] | None = None) -> Engine:
    """The engine for a database address; `places` says how many runs each lane takes at a time in this process."""
    if url.startswith("sqlite:"):
        return EmbeddedEngine(places)
    module = import_module(
        "runyard.kernel.engines.postgres"
    )  # loaded only where it is used: it brings its own libraries
    engine: Engine = module.PostgresEngine(url, places)
    return engine
