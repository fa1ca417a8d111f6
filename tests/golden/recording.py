"""Reads recordings: the flow files they refer to, and pointers into answers."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

CODE = "<component code>"


class Loader:
    """Puts the content of flow files where a recording names them."""

    def __init__(self, root: Path) -> None:
        self.root, self.read = root, {}

    def __call__(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self(v) for v in value]
        if not isinstance(value, dict):
            return value
        if "$code" in value:
            return CODE
        if "$template" in value:
            return template(value, self({"$file": value["$template"]}))
        if "$file" in value:
            return self.file(value["$file"], value.get("set") or {})
        return {k: self(v) for k, v in value.items()}

    def file(self, name: str, changes: dict[str, Any]) -> Any:
        if name not in self.read:
            self.read[name] = json.loads((self.root / name).read_text())
        content = copy.deepcopy(self.read[name])
        for where, value in changes.items():
            set_pointer(content, where, value)
        return content


def template(wanted: dict, flow: dict) -> dict:
    """One node's template out of a flow, or with `whole` the node as the editor has it."""
    node = next(n for n in flow["nodes"] if n["id"] == wanted["node"])["data"]["node"]
    return node if wanted.get("whole") else node["template"]


def pointer(value: Any, path: str) -> Any:
    """A small JSON pointer; `event=name` finds the first event of that name in a list."""
    for part in filter(None, path.split("/")):
        if not isinstance(value, list):
            value = value[part]
        elif part.startswith("event="):
            value = next(e for e in value if e.get("event") == part[6:])
        else:
            value = value[int(part)]
    return value


def set_pointer(value: Any, path: str, new: Any) -> None:
    *parents, last = filter(None, path.split("/"))
    for part in parents:
        value = value[int(part)] if isinstance(value, list) else value[part]
    value[int(last) if isinstance(value, list) else last] = new


def strip_code(value: Any) -> Any:
    """Blank every component source inside node templates; recordings never hold any."""
    if isinstance(value, dict):
        fields = value.get("template")
        if isinstance(fields, dict) and isinstance(fields.get("code"), dict) and "value" in fields["code"]:
            fields["code"]["value"] = CODE
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        strip_code(inner)
    return value
