"""Writes docs/endpoints.md, the list of everything the server answers. `--check` only says whether it is fresh."""

from __future__ import annotations

import sys
from itertools import groupby

from runyard.app.where import ROOT, all_specs
from runyard.wire.route import RouteSpec

PAGE = ROOT / "docs" / "endpoints.md"
HEAD = """# Endpoints

Made by `just endpoints` from the routes; do not edit. `needs` is the right a caller must have; `public` needs none.
"""


def page() -> str:
    """The whole page, by system and room."""
    specs = sorted(all_specs(), key=lambda s: (s.op.split(".")[0], s.room, s.path, s.method))
    parts = [HEAD]
    for (system, room), group in groupby(specs, key=lambda s: (s.op.split(".")[0], s.room)):
        parts.append(f"\n## {system}: {room}\n\n| request | operation | needs |\n|---|---|---|\n")
        parts += [line(spec) for spec in group]
    return "".join(parts)


def line(spec: RouteSpec) -> str:
    """One row."""
    needs = "public" if spec.public else f"`{spec.needs}`" + ("" if spec.auth == "any" else f" ({spec.auth})")
    return f"| `{spec.method} {spec.path}` | {spec.op} | {needs} |\n"


def main(words: list[str]) -> int:
    """Write the page, or compare it."""
    fresh = page()
    if "--check" in words:
        if PAGE.is_file() and PAGE.read_text() == fresh:
            return 0
        print("docs/endpoints.md is older than the routes; run: just endpoints", file=sys.stderr)
        return 1
    PAGE.write_text(fresh)
    print(f"{PAGE.relative_to(ROOT)}: {fresh.count('| `')} operations")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
