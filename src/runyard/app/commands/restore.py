"""Bring a backup back; the database may be of the other kind than it was. Stop the server first."""

from __future__ import annotations

import argparse
from pathlib import Path

from runyard.app.cli import settings_of
from runyard.store.restore import restore


def arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of `runyard restore`."""
    parser.add_argument("archive", type=Path, help="archive made by `runyard backup`")
    parser.add_argument(
        "--replace", action="store_true", help="replace what is there now; it is moved aside, not deleted"
    )


def run(args: argparse.Namespace) -> int:
    """Restore and say what came back."""
    print(restore(settings_of(args), args.archive, replace=args.replace))
    return 0
