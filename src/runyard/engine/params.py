"""The field values of a node in one run: the file's, the request's changes, global variables, the session, the edges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from runyard.engine.binding import SESSION, Binding, Slot, Variable, read, seen, stored
from runyard.engine.plan import DataEdge
from runyard_sdk import Component, ComponentError

Lookup = Callable[[DataEdge], Any]  # the value an edge brings, or NOTHING


class Nothing:
    """The type of NOTHING."""


NOTHING = Nothing()


class Params:
    """Values of one node, on their way into a component."""

    __slots__ = ("binding", "extra", "pending", "shown", "values")

    def __init__(self, binding: Binding) -> None:
        self.binding = binding
        self.values = dict(binding.fixed)
        for name in binding.copied:
            self.values[name] = self.values[name].copy()
        self.extra = dict(binding.extra) if binding.extra else {}
        self.shown: dict[str, Any] = binding.shown
        self.pending: list[tuple[Slot, str]] = [(slot, str(slot.raw["value"])) for slot in binding.variables]

    def _put(self, slot: Slot, value: Any) -> None:
        (self.values if slot.spec else self.extra)[slot.name] = value

    def _show(self, slot: Slot, value: Any) -> None:
        if self.shown is self.binding.shown:
            self.shown = dict(self.shown)
        self.shown[slot.name] = value

    def change(self, changes: Mapping[str, Any]) -> None:
        """Apply what the request says about fields; an object changes parts of the field, anything else its value."""
        for name, given in changes.items():
            slot = self.binding.slots.get(name)
            if slot is None or slot.edges:
                continue
            self.pending = [one for one in self.pending if one[0].name != name]
            value = _changed(slot.raw, given)
            if isinstance(value, Variable):
                self.pending.append((slot, value.name))
                continue
            taken = read(slot, value)
            self._put(slot, taken)
            self._show(slot, seen(slot, taken))

    def session(self, session_id: str) -> None:
        """Give the run's session to a node that asks for one and names none."""
        slot = self.binding.slots.get(SESSION)
        if slot is not None and not slot.edges and not self.values.get(SESSION):
            self._put(slot, session_id)
            self._show(slot, session_id)

    def variable(self, slot: Slot, name: str, value: str | None) -> None:
        """Put in a global variable; a missing one is only fine for a secret, which the server may have elsewhere."""
        if value is None and not slot.secret:
            title = slot.spec.title if slot.spec else slot.name
            raise ComponentError(
                f'The global variable {name} is not set; "{title}" needs it.',
                field=slot.name,
                hint="Add it under Variables.",
            )
        self._put(slot, read(slot, "" if value is None else value))

    def edges(self, lookup: Lookup) -> None:
        """Take the values of the edges: a list field all of them in order, another field the last that came."""
        for slot in self.binding.fed:
            found = [value for value in (lookup(edge) for edge in slot.edges) if value is not NOTHING]
            if not found:
                self._unfed(slot)
            elif slot.spec is None:
                self.extra[slot.name] = found[-1]
            elif slot.spec.many:
                self.values[slot.name] = slot.spec.coerce(_flat(found))
            else:
                self.values[slot.name] = slot.spec.coerce(found[-1])

    def _unfed(self, slot: Slot) -> None:
        value = stored(slot.raw)
        if slot.raw and not isinstance(value, Variable):
            self._put(slot, read(slot, value))

    def complete(self) -> None:
        """Refuse to go on without a value that only an edge can bring."""
        for slot in self.binding.slots.values():
            if (
                slot.spec is None
                or slot.edges
                or slot.hidden
                or not slot.spec.required
                or slot.raw.get("type") != "other"
            ):
                continue
            if self.values.get(slot.name) in (None, "", []):
                raise ComponentError(f'Connect something to "{slot.spec.title}".', field=slot.name)

    def component(self) -> Component:
        """The component with these values."""
        cls = self.binding.cls
        if not self.binding.calls:
            made = cls(**self.values, **self.extra)
        else:
            made = cls.__new__(cls)
            made.__dict__.update(self.values)
            made.extra = self.extra
        made.node = self.binding.info
        return made


def _changed(raw: dict[str, Any], given: Any) -> Any:
    if isinstance(given, dict) and raw.get("type") not in ("dict", "NestedDict", "mcp", "auth"):
        return stored(raw | given)
    return given


def _flat(values: list[Any]) -> list[Any]:
    items: list[Any] = []
    for value in values:
        if isinstance(value, list):
            items.extend(value)
        else:
            items.append(value)
    return items
