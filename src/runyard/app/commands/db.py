"""Database upkeep. `runyard db upgrade` brings the database to this release; it takes a backup first and
rolls back by itself when anything goes wrong."""

from __future__ import annotations

import argparse

from runyard.app.cli import settings_of
from runyard.store.migrate import address, ensure


def arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of `runyard db`."""
    parser.add_argument("action", choices=["upgrade"], help="what to do")


def run(args: argparse.Namespace) -> int:
    """Upgrade and say from where to where."""
    print(ensure(address(settings_of(args))))
    return 0
