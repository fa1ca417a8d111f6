"""The checks other programs do for us: format, lint, types, import directions, freshness, the web app's own."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from checks.rules import ROOT

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Tool:
    """A program that ends with 0 when all is well."""

    name: str
    why: str
    command: tuple[str, ...]
    folder: Path = ROOT
    needs: Path | None = None

    @property
    def usable(self) -> bool:
        return self.needs is None or self.needs.exists()

    def run(self) -> tuple[bool, str, float]:
        """Did it pass, what did it say, how long did it take?"""
        begun = time.monotonic()
        done = subprocess.run(self.command, cwd=self.folder, capture_output=True, text=True, check=False)
        return done.returncode == 0, (done.stdout + done.stderr).strip(), time.monotonic() - begun


def program(name: str, *words: str) -> tuple[str, ...]:
    return (str(BIN / name), *words)


def module(name: str, *words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name, *words)


WEB = ROOT / "web"
CACHE = "node_modules/.cache/checks"
ALL = (
    Tool("format", "One shape of text, no talk about it.", program("ruff", "format", "--check", "--quiet", ".")),
    Tool("lint", "Known mistakes are found by a machine.", program("ruff", "check", "--quiet", ".")),
    Tool("types", "The floors that carry the house are strict.", program("mypy")),
    Tool("imports", "Floors and shelves point down, rooms form no circle.", program("lint-imports", "--no-logo")),
    Tool(
        "endpoints",
        "docs/endpoints.md says what is served.",
        module("runyard.app.endpoints", "--check"),
        needs=ROOT / "src" / "runyard" / "app" / "endpoints.py",
    ),
    Tool(
        "web-types",
        "The web app holds the server's types.",
        (
            "node",
            "node_modules/typescript/bin/tsc",
            "--noEmit",
            "--incremental",
            "--tsBuildInfoFile",
            f"{CACHE}/tsc",
            "-p",
            ".",
        ),
        WEB,
        WEB / "node_modules" / "typescript" / "bin" / "tsc",
    ),
    Tool(
        "web-lint",
        "No feature imports another; no file grows past its cap.",
        ("node", "node_modules/eslint/bin/eslint.js", "--cache", "--cache-location", f"{CACHE}/eslint", "src"),
        WEB,
        WEB / "node_modules" / "eslint" / "bin" / "eslint.js",
    ),
)


def fix() -> None:
    """What a machine may repair by itself."""
    for command in (program("ruff", "check", "--fix", "--quiet", "."), program("ruff", "format", "--quiet", ".")):
        subprocess.run(command, cwd=ROOT, check=False)
