"""Sizes, names and docstrings: what keeps a file readable."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks.rule import Finding, Rule, Source

PYTHON = ("src/*.py", "tests/*.py", "checks/*.py", "pack/*.py", "bench/*.py")
WEB = ("web/src/*.ts", "web/src/*.tsx", "web/src/*.css")
LINES, WEB_LINES, FUNCTION_LINES = 400, 250, 60
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}


def too_long(source: Source) -> Iterator[Finding]:
    limit = WEB_LINES if source.path.endswith((".ts", ".tsx")) else LINES
    if len(source.lines) > limit:
        yield Finding(0, f"{len(source.lines)} lines, the limit is {limit}: split it by noun")


def long_functions(source: Source) -> Iterator[Finding]:
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield Finding(node.lineno, f"{node.name} has {length} lines, the limit is {FUNCTION_LINES}")


def empty_names(source: Source) -> Iterator[Finding]:
    path = PurePosixPath(source.path)
    words = {word for part in path.with_suffix("").parts for word in re.split(r"[_.-]", part.lower())}
    for word in sorted(words & EMPTY_WORDS):
        yield Finding(0, f"'{word}' in the path says nothing: name the thing")
    if path.suffix == ".py":
        for node in source.nodes:
            if isinstance(node, ast.ClassDef) and re.search(r"(Manager|Helper|Utils?)$", node.name):
                yield Finding(node.lineno, f"class {node.name}: name the thing")


def silent_modules(source: Source) -> Iterator[Finding]:
    if source.tree.body and not ast.get_docstring(source.tree):
        yield Finding(0, "the module does not say what it is for")


def silent_names(source: Source) -> Iterator[Finding]:
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            overload = any(getattr(d, "id", "") == "overload" for d in node.decorator_list)
            if not node.name.startswith("_") and not overload and not ast.get_docstring(node):
                yield Finding(node.lineno, f"{node.name} has no docstring")


def lonely_modules(source: Source) -> Iterator[Finding]:
    if "__init__.py" not in source.neighbours:
        yield Finding(0, "its folder has no __init__.py, so the import checks do not see it")


RULES = (
    Rule(
        "file-length",
        "A file that fits in the head is read before it is changed.",
        PYTHON + WEB,
        too_long,
        ("web/src/gen/*",),
    ),
    Rule(
        "function-length",
        "A function does one thing; about ten lines, sixty at the very most.",
        ("src/*.py",),
        long_functions,
    ),
    Rule(
        "empty-name", "utils, helpers, common, manager and misc collect what nobody placed.", PYTHON + WEB, empty_names
    ),
    Rule(
        "module-docstring",
        "A reader learns from one to four sentences whether this is the file.",
        ("src/*.py",),
        silent_modules,
    ),
    Rule(
        "public-docstring",
        "What authors and rooms build on explains itself.",
        ("src/runyard_sdk/*.py", "src/runyard/kernel/*.py"),
        silent_names,
        ("*/migrations/*",),
    ),
    Rule(
        "package-init",
        "Import directions are only checked inside packages.",
        ("src/*.py",),
        lonely_modules,
        ("*/migrations/*",),
    ),
)
