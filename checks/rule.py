"""What a rule is, and what it looks at.

A rule reads one file and yields what it finds. A finding is waived by `waive: NAME why it is right here` in a comment on
its line or on the line above; a finding about the whole file by such a comment among the first twenty lines.
"""

from __future__ import annotations

import ast
import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

HEAD = 20
WAIVER = re.compile(r"waive: (?P<rule>[a-z-]+)(?P<reason>[^*\n]*)")


@dataclass(frozen=True)
class Finding:
    """One place that breaks one rule; line 0 means the file as a whole."""

    line: int
    text: str


@dataclass(frozen=True)
class Source:
    """A file of the project: its path from the root, its text and its neighbours' names."""

    path: str
    text: str
    neighbours: frozenset[str] = frozenset()

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def waives(self, rule: str, line: int) -> bool:
        """Is there a waiver for this rule where the finding is, and does it give a reason?"""
        near = self.lines[:HEAD] if line == 0 else self.lines[max(0, line - 2) : line]
        found = (match for text in near for match in WAIVER.finditer(text))
        return any(match["rule"] == rule and len(match["reason"].strip()) > 5 for match in found)


@dataclass(frozen=True)
class Rule:
    """A habit of the house that a machine can hold us to."""

    name: str
    why: str
    files: tuple[str, ...]
    find: Callable[[Source], Iterable[Finding]]
    but_not: tuple[str, ...] = ()

    def covers(self, path: str) -> bool:
        return matches(path, self.files) and not matches(path, self.but_not)

    def check(self, source: Source) -> Iterator[Finding]:
        """What breaks the rule in this file and is not waived."""
        for finding in self.find(source):
            if not source.waives(self.name, finding.line):
                yield finding


def matches(path: str, patterns: tuple[str, ...]) -> bool:
    """Patterns are those of the shell; a star also crosses folders."""
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)
