"""`python -m runyard_builtins DIRECTORY` writes one page per component and the list of them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from runyard_builtins import ALL
from runyard_sdk import Component
from runyard_sdk.page import page

LIST = "index.md"


def file_name(cls: type[Component]) -> str:
    """The page's file name."""
    return re.sub(r"[^a-z0-9]+", "-", cls.type.lower()).strip("-") + ".md"


def pages() -> dict[str, str]:
    """All pages by file name."""
    made = {file_name(cls): page(cls) for cls in ALL}
    shelves: dict[str, list[type[Component]]] = {}
    for cls in ALL:
        shelves.setdefault(cls.category, []).append(cls)
    lines = ["# Components", "Made from the declarations by `python -m runyard_builtins docs/components`."]
    for category in sorted(shelves):
        rows = [
            f"- [{cls.title}]({file_name(cls)}): {cls.description}"
            for cls in sorted(shelves[category], key=lambda one: one.title)
        ]
        lines += [f"## {category}", "\n".join(rows)]
    made[LIST] = "\n\n".join(lines) + "\n"
    return made


def main(directory: str) -> None:
    """Write the pages; pages of components that are gone are removed."""
    folder = Path(directory)
    wanted = pages()
    for old in folder.glob("*.md"):
        if old.name != "README.md" and old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
