"""Start the server. Prints the address, and on a new installation the one-time link that makes the first admin."""

from __future__ import annotations

import argparse

from runyard.app.cli import settings_of
from runyard.app.server import serve


def arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of `runyard serve`; each weighs more than the file and the environment."""
    parser.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (default 7860)")


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    return serve(settings_of(args, host=args.host, port=args.port))
