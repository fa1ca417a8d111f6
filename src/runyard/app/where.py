"""`python -m runyard.app.where GET /api/v1/flows/7` says which file answers, by which verb and right."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from runyard.app.rooms import ROOMS
from runyard.wire.app import specs_of
from runyard.wire.route import RouteSpec

ROOT = Path(__file__).resolve().parents[3]


def all_specs() -> list[RouteSpec]:
    """Every declared route of every room."""
    return [spec for room in ROOMS for spec in specs_of(room)]


def matching(method: str, path: str) -> list[RouteSpec]:
    """Routes that answer this request, the most literal first."""
    wanted = path.split("?")[0].rstrip("/").split("/")
    found = [spec for spec in all_specs() if spec.method == method.upper() and fits(spec.path, wanted)]
    return sorted(found, key=lambda spec: spec.path.count("{"))


def fits(pattern: str, wanted: list[str]) -> bool:
    """Whether a path has the shape of a route's pattern."""
    parts = pattern.rstrip("/").split("/")
    return len(parts) == len(wanted) and all(p.startswith("{") or p == w for p, w in zip(parts, wanted, strict=True))


def place(spec: RouteSpec) -> str:
    """File and line of the function that answers."""
    lines, first = inspect.getsourcelines(spec.endpoint)
    path = Path(inspect.getsourcefile(spec.endpoint) or "")
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    offset = next((n for n, line in enumerate(lines) if line.lstrip().startswith(("async def", "def"))), 0)
    return f"{shown}:{first + offset}"


def main(words: list[str]) -> int:
    """Print what answers METHOD PATH."""
    if len(words) != 2:
        print("usage: python -m runyard.app.where METHOD /path", file=sys.stderr)
        return 2
    found = matching(*words)
    for spec in found[:1]:
        needs = "public" if spec.public else f"needs {spec.needs}"
        print(f"{spec.op}\n  {place(spec)}  {spec.endpoint.__name__}\n  {needs}, auth {spec.auth}, room {spec.room}")
    if not found:
        print(f"nothing answers {' '.join(words)}", file=sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
