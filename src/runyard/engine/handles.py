"""Ends of edges: read from `data`, or from the text form of older files, and what may be joined to what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from runyard.kit.json import loads
from runyard_sdk.values import canonical

_QUOTE = "\u0153"
_TEXTS = {"Text": "Message", "str": "Message", "text": "Message", "prompt": "Message", "query": "Message"}
_OPEN = frozenset({"Any", "any", "object"})


@dataclass(frozen=True, slots=True)
class SourceEnd:
    """The output an edge starts at."""

    output: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetEnd:
    """The field an edge ends at; `field` is None when it closes a loop at the output `loop`."""

    field: str | None
    types: tuple[str, ...]
    kind: str = ""
    loop: str | None = None


def handle(edge: dict[str, Any], name: str) -> dict[str, Any]:
    """The handle object of an edge, out of its data or out of the quoted text."""
    data = edge.get("data")
    found = data.get(name) if isinstance(data, dict) else None
    if isinstance(found, dict) and found:
        return found
    text = edge.get(name)
    if isinstance(text, dict):
        return text
    if not isinstance(text, str) or not text.startswith("{"):
        return {}
    try:
        read = loads(text.replace(_QUOTE, '"'))
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def source_end(found: dict[str, Any]) -> SourceEnd:
    """The source end of a handle."""
    return SourceEnd(str(found.get("name") or ""), names(found.get("output_types") or found.get("base_classes")))


def target_end(found: dict[str, Any]) -> TargetEnd:
    """The target end of a handle."""
    field = found.get("fieldName")
    if field is None and found.get("name") is not None:
        return TargetEnd(None, names(found.get("output_types")), loop=str(found["name"]))
    return TargetEnd(
        None if field is None else str(field), names(found.get("inputTypes")), str(found.get("type") or "")
    )


def names(value: Any) -> tuple[str, ...]:
    """A tuple of type names out of what a handle holds."""
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else ()


def fits(source: SourceEnd, target: TargetEnd) -> bool:
    """Whether an output of the source's types may feed the target; what a file leaves open is not held against it."""
    given = {common(name) for name in source.types}
    wanted = {common(name) for name in target.types}
    if not given or target.loop is not None:
        return True
    if not wanted:
        return target.kind in ("", "other") or common(target.kind) in given
    return bool(given & wanted) or not _OPEN.isdisjoint(given | wanted)


def common(name: str) -> str:
    """One name for types that older files spell otherwise."""
    return _TEXTS.get(name) or canonical(name)
