"""All rules of our own, and the files they look at."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from checks import conduct, shape, words
from checks.rule import Finding, Rule, Source

ROOT = Path(__file__).resolve().parent.parent
ALL: tuple[Rule, ...] = (*shape.RULES, *conduct.RULES, *words.RULES)


def tracked() -> list[str]:
    """The files git keeps or would keep; without git, everything outside of hidden and built folders."""
    asked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if asked.returncode == 0:
        return sorted(set(filter(None, asked.stdout.split("\0"))))
    return sorted(walked())


def walked() -> Iterator[str]:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [
            f for f in folders if not f.startswith(".") and f not in ("node_modules", "static", "__pycache__")
        ]
        yield from (Path(folder, name).relative_to(ROOT).as_posix() for name in files)


def sources(paths: Iterable[str]) -> Iterator[Source]:
    """Readable text files; binary ones and those just deleted are left out."""
    names: dict[str, frozenset[str]] = {}
    for path in paths:
        full = ROOT / path
        try:
            text = full.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        folder = str(full.parent)
        if folder not in names:
            names[folder] = frozenset(os.listdir(folder))
        yield Source(path, text, names[folder])


def findings(rules: Iterable[Rule], files: Iterable[Source]) -> Iterator[tuple[str, Rule, Finding]]:
    rules = tuple(rules)
    for source in files:
        for rule in rules:
            if rule.covers(source.path):
                yield from ((source.path, rule, found) for found in rule.check(source))
