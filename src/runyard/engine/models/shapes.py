"""A value that satisfies a JSON schema, filled from a text as far as simple rules can."""

from __future__ import annotations

import re
from typing import Any

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DEEPEST = 12


def example_of(schema: dict[str, Any], text: str) -> Any:
    """A value for the schema."""
    return _Filler(schema, text).value(schema, "", 0)


class _Filler:
    def __init__(self, root: dict[str, Any], text: str) -> None:
        self._root = root
        self._text = text

    def value(self, schema: dict[str, Any], name: str, depth: int) -> Any:
        schema = self._followed(schema)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return next((one for one in schema["enum"] if str(one).lower() in self._text.lower()), schema["enum"][0])
        kind = schema.get("type")
        kind = next((one for one in kind if one != "null"), "null") if isinstance(kind, list) else kind
        if kind is None:
            kind = "object" if "properties" in schema else "string"
        return None if depth > _DEEPEST else self._of(str(kind), schema, name, depth)

    def _of(self, kind: str, schema: dict[str, Any], name: str, depth: int) -> Any:
        if kind == "object":
            return {key: self.value(one, key, depth + 1) for key, one in (schema.get("properties") or {}).items()}
        if kind == "array":
            return [
                self.value(schema.get("items") or {}, name, depth + 1) for _ in range(max(1, schema.get("minItems", 1)))
            ]
        if kind in ("integer", "number"):
            return self._number(kind, schema, name)
        if kind == "boolean":
            return re.search(r"\b(no|not|false|never)\b", self._text, re.IGNORECASE) is None
        return None if kind == "null" else self._string(schema, name)

    def _followed(self, schema: dict[str, Any]) -> dict[str, Any]:
        for _ in range(_DEEPEST):
            target = schema.get("$ref")
            options = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
            if isinstance(target, str) and target.startswith("#/"):
                schema = self._at(target)
            elif options:
                schema = next((one for one in options if one.get("type") != "null"), options[0])
            else:
                break
        return schema

    def _at(self, pointer: str) -> dict[str, Any]:
        found: Any = self._root
        for part in pointer[2:].split("/"):
            found = found.get(part, {}) if isinstance(found, dict) else {}
        return found if isinstance(found, dict) else {}

    def _named(self, name: str) -> str | None:
        """What follows the field's name in the text, as in "city: Oslo"."""
        label = re.escape(name).replace("_", "[ _]")
        found = re.search(rf"\b{label}\b\s*(?::|=|is\b)\s*([^\n,;]+)", self._text, re.IGNORECASE) if name else None
        return found.group(1).strip().strip("\"'") if found else None

    def _number(self, kind: str, schema: dict[str, Any], name: str) -> int | float:
        found = _NUMBER.search(self._named(name) or "") or _NUMBER.search(self._text)
        number = float(found.group()) if found else 0.0
        number = min(max(number, schema.get("minimum", number)), schema.get("maximum", number))
        return int(number) if kind == "integer" else number

    def _string(self, schema: dict[str, Any], name: str) -> str:
        text = self._named(name) or self._text.strip()
        return text[: schema.get("maxLength", len(text))].ljust(schema.get("minLength", 0), ".")
