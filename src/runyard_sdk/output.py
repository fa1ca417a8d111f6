"""Declaring what a component gives: the `output` decorator and the outputs' JSON."""

from __future__ import annotations

import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from runyard_sdk.errors import DeclarationError

_NAMES = ("Message", "JSON", "Table", "Tool", "LanguageModel", "Embeddings")


@dataclass(frozen=True)
class OutputSpec:
    """One output: its name, its types and the method that makes it."""

    name: str
    title: str
    types: tuple[str, ...]
    method: str
    offered: bool = True
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def allows_loop(self) -> bool:
        """Whether an edge may come back to this output (loops)."""
        return bool(self.extra.get("allows_loop"))

    def template(self) -> dict[str, Any]:
        """The output as flow files hold it."""
        shape = {
            "name": self.name,
            "display_name": self.title,
            "types": list(self.types),
            "selected": self.types[0],
            "method": self.method,
            "value": "__UNDEFINED__",
            "cache": True,
            "allows_loop": False,
            "group_outputs": False,
            "tool_mode": True,
        }
        return shape | self.extra


def output(
    name: str, *, title: str = "", types: tuple[str, ...] | None = None, offered: bool = True, **extra: Any
) -> Callable[[Callable[..., Any]], Any]:
    """Mark a method as the maker of one output; the types come from its return annotation.

    An output that is not `offered` appears in the node only when the chosen values ask for it (`live_outputs`).
    """

    def mark(method: Callable[..., Any]) -> Callable[..., Any]:
        marked: Any = method
        marked.__output__ = (name, title or name.replace("_", " ").title(), types, offered, extra)
        return method

    return mark


def output_of(method: Any) -> OutputSpec:
    """The declaration that `output` left on a method."""
    name, title, types, offered, extra = method.__output__
    found = types or _annotated(method)
    if not found:
        raise DeclarationError(f'Output "{name}" ({method.__qualname__}) needs a return annotation such as -> Message.')
    return OutputSpec(name, title, tuple(found), method.__name__, offered, extra)


def _annotated(method: Any) -> tuple[str, ...]:
    hint = typing.get_type_hints(method).get("return")
    return tuple(dict.fromkeys(_names(hint)))


def _names(hint: Any) -> list[str]:
    if isinstance(hint, type) and hint.__name__ in _NAMES:
        return [hint.__name__]
    return [name for part in typing.get_args(hint) for name in _names(part)]
