"""For developers: `python -m runyard.app.revision "message"` writes the migration from the last revision to the models.
Until the first release there is one revision, written anew by `--initial`."""

from __future__ import annotations

import argparse
import subprocess
import sys

from runyard.app.rooms import ROOMS
from runyard.store import revision


def main() -> int:
    """Write the file, in the shape the checks want."""
    parser = argparse.ArgumentParser(prog="python -m runyard.app.revision", description=__doc__)
    parser.add_argument("message", nargs="?", default="Every table", help="what changes, in a few words")
    parser.add_argument(
        "--initial", action="store_true", help="one revision in the place of all; before the first release only"
    )
    args = parser.parse_args()
    path = revision.write(args.message, initial=args.initial)
    for command in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *command, str(path)], check=False)
    print(f"{path}: the tables of {len(ROOMS)} rooms and the kernel")
    return 0


if __name__ == "__main__":
    sys.exit(main())
