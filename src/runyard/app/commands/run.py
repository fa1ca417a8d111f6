"""Run a flow file here and now, without a server; the answer goes to stdout, everything else to stderr."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from runyard.app.cli import settings_of
from runyard.app.offline import run_file
from runyard.kit.errors import Invalid


def arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of `runyard run`."""
    parser.add_argument("flow", type=Path, help="flow file (JSON)")
    parser.add_argument("--input", default=None, help="text for the flow's chat or text input")
    parser.add_argument("--session", default=None, help="session id (default: a new one)")
    parser.add_argument(
        "--tweak", action="append", default=[], metavar="NODE.FIELD=VALUE", help="set one field of one node; repeatable"
    )
    parser.add_argument("--stream", action="store_true", help="print the answer while it is made")
    parser.add_argument("--json", action="store_true", help="print the whole result as JSON")


def run(args: argparse.Namespace) -> int:
    """Run the file; exit code 1 when the flow fails."""
    tweaks = tweaks_of(args.tweak)
    return asyncio.run(
        run_file(
            settings_of(args),
            args.flow,
            text=args.input,
            session=args.session,
            tweaks=tweaks,
            stream=args.stream,
            as_json=args.json,
        )
    )


def tweaks_of(words: list[str]) -> dict[str, dict[str, str]]:
    """`["Prompt-a1b2c.template=Hi"]` -> `{"Prompt-a1b2c": {"template": "Hi"}}`."""
    tweaks: dict[str, dict[str, str]] = {}
    for word in words:
        path, equals, value = word.partition("=")
        node, dot, field = path.rpartition(".")
        if not (equals and dot and node and field):
            raise Invalid(f"--tweak {word!r} is not NODE.FIELD=VALUE; for example --tweak ChatInput-x1.sender_name=Ann")
        tweaks.setdefault(node, {})[field] = value
    return tweaks
