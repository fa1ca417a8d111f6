"""Write database, files and key to one .tar.gz. Works while the server runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from runyard.app.cli import settings_of
from runyard.store.backup import backup


def arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of `runyard backup`."""
    parser.add_argument("to", type=Path, help="archive to write, for example backup.tar.gz")


def run(args: argparse.Namespace) -> int:
    """Write the archive and say what is in it."""
    print(backup(settings_of(args), args.to))
    return 0
