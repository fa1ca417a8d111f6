"""Words that do not belong in the project's text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.rule import Finding, Rule, Source

TEXT = ("*",)
WRITTEN = ("src/*", "tests/*", "web/src/*", "checks/*", "pack/*", "docs/*", "decisions/*", "bench/*", "run", "*.md")
REGISTRY = re.compile(r"pypi\.org|python[h]osted|npm[j]s|registry\.yarn", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X|raise NotImplemented[E]rror)\b")


def lines_with(pattern: re.Pattern[str], say: str, source: Source) -> Iterator[Finding]:
    if not pattern.search(source.text):
        return
    for number, line in enumerate(source.lines, 1):
        found = pattern.search(line)
        if found:
            yield Finding(number, f"'{found.group(0)}': {say}")


def registry_hosts(source: Source) -> Iterator[Finding]:
    return lines_with(REGISTRY, "names and versions only, whoever installs chooses where from", source)


def unfinished(source: Source) -> Iterator[Finding]:
    return lines_with(UNFINISHED, "finish it or leave it out", source)


RULES = (
    Rule("registry-host", "A checkout must install from whatever registry its owner uses.", TEXT, registry_hosts),
    Rule(
        "unfinished", "What is in the tree works; what does not is not there.", WRITTEN, unfinished, ("tests/flows/*",)
    ),
)
