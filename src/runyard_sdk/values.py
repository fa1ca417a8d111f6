"""The types of edges: their names, and the JSON form in which values are kept between steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from runyard_sdk.data import JSON, Table
from runyard_sdk.messages import Message, Properties, Source
from runyard_sdk.models import Embeddings, LanguageModel, Tool

_CLASSES: dict[str, Any] = {
    "Message": Message,
    "JSON": JSON,
    "Table": Table,
    "Tool": Tool,
    "LanguageModel": LanguageModel,
    "Embeddings": Embeddings,
}
_SAME = {"Data": "JSON", "DataFrame": "Table"}
_REVIVED = ("Tool", "LanguageModel", "Embeddings")

Revive = Callable[[str, dict[str, Any]], Any]


def canonical(name: str) -> str:
    """The name of a type, where older files use another one."""
    return _SAME.get(name, name)


def types_meet(given: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether an output of the given types may feed an input of the wanted types."""
    return bool({canonical(name) for name in given} & {canonical(name) for name in wanted})


def type_of(value: Any) -> str:
    """The type name of a value: Message, JSON, Table, Tool, LanguageModel, Embeddings, Text, List or Any."""
    for name, cls in _CLASSES.items():
        if isinstance(value, cls):
            return name
    if isinstance(value, str):
        return "Text"
    return "List" if isinstance(value, list | tuple) else "Any"


def kind_fits(value: Any, accepts: Iterable[str]) -> bool:
    """Whether a value may come over an edge that accepts these types; lists fit when their items do."""
    name = type_of(value)
    if name == "List":
        return all(kind_fits(item, accepts) for item in value)
    return name in {canonical(one) for one in accepts}


def _message(value: Message) -> dict[str, Any]:
    # The hot path of every chat: only these four can hold anything that is not plain already.
    shown = value.to_json()
    for name in ("files", "content_blocks", "session_metadata", "duration"):
        if shown[name]:
            shown[name] = plain(shown[name])
    return shown


def dump(value: Any) -> dict[str, Any]:
    """The durable form {type, value}; model-like values keep their spec only."""
    name = type_of(value)
    if name == "List":
        return {"type": name, "value": [dump(item) for item in value]}
    return {"type": name, "value": plain(value)}


def load(form: dict[str, Any], revive: Revive | None = None) -> Any:
    """The value of a durable form; `revive(type, spec)` gives working models and tools."""
    name, value = form["type"], form["value"]
    if name == "List":
        return [load(item, revive) for item in value]
    if name in _REVIVED and revive is not None:
        return revive(name, value)
    if name == "Tool":
        return Tool(value["name"], value["description"], value["schema"], None, value.get("spec", {}))
    if name in ("LanguageModel", "Embeddings"):
        return _CLASSES[name](value)
    return _CLASSES[name].from_json(value) if name in _CLASSES else value


def plain(value: Any) -> Any:
    """The value in terms of JSON: objects, lists, texts, numbers, yes and no, nothing."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, Message):
        return _message(value)
    if isinstance(value, Source):
        return dict(vars(value))
    if isinstance(value, Message | JSON | Table | Tool | LanguageModel | Embeddings | Properties):
        return plain(value.to_json())
    return str(value)
