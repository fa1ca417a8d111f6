"""What code may do where: catching, importing, committing, calling out, sleeping."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.rule import Finding, Rule, Source

EDGES = (
    "src/runyard/wire/edge.py",  # request
    "src/runyard/kernel/worker.py",  # worker attempt
    "src/runyard/kernel/steps.py",  # an attempt at a step is part of it
    "src/runyard/domains/plugins/loading.py",  # plugin load
)
BROAD = {"Exception", "BaseException"}
HTTP_CLIENTS = {"httpx", "requests", "aiohttp", "urllib3", "urllib.request", "http.client", "websockets"}
SERVER_TESTS = ("tests/support/*", "tests/golden/*", "tests/pack/*", "tests/app/*")


def names_of(kind: ast.expr | None) -> set[str]:
    """The exception names of a handler; a bare one catches everything."""
    if kind is None:
        return {"BaseException"}
    parts = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return {part.id if isinstance(part, ast.Name) else getattr(part, "attr", "") for part in parts}


def swallowed(source: Source) -> Iterator[Finding]:
    for node in source.nodes:
        if isinstance(node, ast.ExceptHandler) and names_of(node.type) & BROAD:
            last = node.body[-1]
            if not (isinstance(last, ast.Raise) and (last.exc is None or last.cause is not None)):
                yield Finding(
                    node.lineno, "catches everything; name the errors, or end with a raise that keeps the cause"
                )


def late_imports(source: Source) -> Iterator[Finding]:
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Import | ast.ImportFrom) and not marked_extra(source, inner.lineno):
                    yield Finding(
                        inner.lineno, "import inside a function; only an optional extra may, marked '# extra: why'"
                    )


def marked_extra(source: Source, line: int) -> bool:
    return any("# extra:" in text for text in source.lines[max(0, line - 2) : line])


def commits(source: Source) -> Iterator[Finding]:
    for node in source.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
            yield Finding(node.lineno, "commits by itself")


def imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return set()


def calls_out(source: Source) -> Iterator[Finding]:
    for node in source.nodes:
        for name in sorted(imported(node)):
            if any(name == client or name.startswith(client + ".") for client in HTTP_CLIENTS):
                yield Finding(node.lineno, f"imports {name}; calls leave through runyard.kit.http")  # type: ignore[attr-defined]
                break


def sleeps(source: Source) -> Iterator[Finding]:
    for node in source.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "sleep":
            module = getattr(node.func.value, "id", "")
            yields = bool(node.args) and isinstance(node.args[0], ast.Constant) and node.args[0].value == 0
            if module in ("time", "asyncio") and not yields:
                yield Finding(node.lineno, f"{module}.sleep: wait for the event itself, or move the virtual clock")


RULES = (
    Rule(
        "broad-except",
        "Only the three edges (request, worker attempt, plugin load) may catch everything.",
        ("src/*.py",),
        swallowed,
        EDGES,
    ),
    Rule(
        "late-import",
        "Imports at the top of the file show the direction; hidden ones make circles.",
        ("src/*.py", "checks/*.py"),
        late_imports,
    ),
    Rule(
        "no-commit",
        "One request is one unit of work, and the store commits it.",
        ("src/runyard/*.py",),
        commits,
        ("src/runyard/store/*", "src/runyard/kernel/engines/*"),
    ),
    Rule(
        "outbound-http",
        "Every call to another host goes through the one guarded client.",
        ("src/*.py",),
        calls_out,
        ("src/runyard/kit/http.py", "src/runyard/engine/models/*"),  # model clients get its transport
    ),
    Rule(
        "no-sleep",
        "A test that sleeps is slow when it passes and flaky when it fails.",
        ("tests/*.py",),
        sleeps,
        SERVER_TESTS,
    ),
)
