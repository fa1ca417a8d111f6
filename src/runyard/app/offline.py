"""A flow file at the terminal: the answer on stdout, what goes on and what goes wrong on stderr."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from runyard.engine.results import FlowResult
from runyard.engine.standalone import run_file as run_alone
from runyard.kit.json import dumps_text
from runyard.kit.settings import Settings
from runyard_builtins import ALL


async def run_file(
    settings: Settings,
    path: Path,
    *,
    text: str | None,
    session: str | None,
    tweaks: dict[str, dict[str, str]],
    stream: bool,
    as_json: bool,
) -> int:
    """Run the file and print its answer; streamed text is not printed a second time."""
    pieces = Pieces() if stream else None
    result = await run_alone(path, text, tweaks, pieces, settings, components=list(ALL), session=session)
    if as_json:
        print(dumps_text(result))
    elif pieces is not None and pieces.text.strip() == answer_of(result).strip():
        print()
    else:
        print(answer_of(result))
    return 0


class Pieces:
    """Prints text as it comes and remembers it."""

    def __init__(self) -> None:
        self.text = ""

    def __call__(self, piece: str) -> None:
        self.text += piece
        sys.stdout.write(piece)
        sys.stdout.flush()


def answer_of(result: FlowResult) -> str:
    """The texts of the flow's outputs, or of what it ended with when it has no output component."""
    records = result["outputs"] or result.get("more") or []
    values = [form["value"] for record in records for form in record["results"].values() if form]
    return "\n".join(dict.fromkeys(filter(None, map(shown, values))))


def shown(value: Any) -> str:
    """A value as a line of text."""
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        return str(value["text"])
    return value if isinstance(value, str) else dumps_text(value)
