"""What one node came to: the values for its successors, and the JSON that is kept of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from runyard_sdk.values import Revive, dump, load


@dataclass(slots=True)
class Outcome:
    """The outputs of a node with everything a reader of the journal wants to know about them."""

    values: dict[str, Any] = field(default_factory=dict)
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)
    stopped: tuple[str, ...] = ()
    artifacts: dict[str, Any] = field(default_factory=dict)
    logs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    messages: tuple[str, ...] = ()
    usage: dict[str, int] | None = None
    inputs: dict[str, Any] = field(default_factory=dict)
    idle: tuple[str, ...] = ()
    notes: dict[str, Any] = field(default_factory=dict)
    ms: float = 0.0
    frozen: bool = False

    def add(self, output: str, value: Any) -> None:
        """Take in the value of an output."""
        self.values[output] = value
        self.forms[output] = dump(value)

    def kept(self) -> dict[str, Any]:
        """The durable form; what is empty is left out."""
        shown = {"outputs": self.forms, "ms": self.ms}
        for name in _KEPT:
            value = getattr(self, name)
            if value:
                shown[name] = value
        return shown

    @classmethod
    def revived(cls, kept: dict[str, Any], revive: Revive | None) -> Outcome:
        """The outcome out of its durable form; `revive` gives working models and tools."""
        forms = kept.get("outputs") or {}
        values = {name: load(form, revive) for name, form in forms.items()}
        rest = {name: kept[name] for name in _KEPT if name in kept}
        for name in _TUPLES:
            if name in rest:
                rest[name] = tuple(rest[name])
        return cls(values, forms, ms=kept.get("ms", 0.0), **rest)


_KEPT = ("stopped", "artifacts", "logs", "messages", "usage", "inputs", "idle", "notes", "frozen")
_TUPLES = ("stopped", "messages", "idle")
