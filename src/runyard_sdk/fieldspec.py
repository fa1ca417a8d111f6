"""The declaration of one field: how it looks in the form, what it accepts, how its value is read."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from runyard_sdk.coerce import read
from runyard_sdk.kinds import KINDS, Kind
from runyard_sdk.values import kind_fits

_COLLECTED = {"mapping", "rows"}


@dataclass
class FieldSpec:
    """One typed field of a component. Authors make it with `runyard_sdk.fields`."""

    kind: str
    name: str = ""
    title: str = ""
    default: Any = None
    info: str = ""
    required: bool = False
    advanced: bool = False
    show: bool = True
    many: bool = False
    tool_mode: bool = False
    placeholder: str = ""
    accepts: tuple[str, ...] | None = None
    options: list[Any] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def of(self) -> Kind:
        """The kind with its rules."""
        return KINDS[self.kind]

    @property
    def input_types(self) -> tuple[str, ...] | None:
        """The types of edges that may end here; None when no edge may."""
        return self.of.accepts if self.accepts is None else self.accepts

    @property
    def password(self) -> bool:
        """Whether the value is a secret: masked in records, never logged."""
        return bool(self.template().get("password"))

    def initial(self) -> Any:
        """The value in a fresh node."""
        return copy.deepcopy(self.of.empty if self.default is None else self.default)

    def coerce(self, value: Any) -> Any:
        """The value as the component wants it; ComponentError names the field when it does not fit."""
        kind = self.of
        if not self.many or kind.reads in _COLLECTED:
            return read(kind.reads, value, title=self.title, name=self.name)
        if value is None or value == "":
            return []
        return [read(kind.reads, item, title=self.title, name=self.name) for item in _flat(value)]

    def fits(self, value: Any) -> bool:
        """Whether a value of this type may come over an edge."""
        return kind_fits(value, self.input_types or ())

    def template(self) -> dict[str, Any]:
        """The field as flow files hold it."""
        kind = self.of
        shape: dict[str, Any] = {
            "_input_type": kind.input_type,
            "type": kind.type,
            "name": self.name,
            "display_name": self.title,
            "value": self.initial(),
            "info": self.info,
            "placeholder": self.placeholder,
            "required": self.required,
            "show": self.show,
            "advanced": self.advanced,
            "dynamic": False,
            "title_case": False,
            "override_skip": False,
            "track_in_telemetry": kind.telemetry,
        }
        if kind.lists:
            shape |= {kind.lists: self.many or kind.lists == "is_list", "list_add_label": "Add More"}
        if self.input_types is not None:
            shape["input_types"] = list(self.input_types)
        if kind.tool_mode:
            shape["tool_mode"] = self.tool_mode
        shape |= copy.deepcopy(kind.keys)
        if self.options:
            shape["options"] = copy.deepcopy(self.options)
        return shape | copy.deepcopy(self.extra)


def _flat(value: Any) -> list[Any]:
    """The items of a list field: edges that bring lists add their items."""
    if not isinstance(value, list):
        return [value]
    return [item for part in value for item in (part if isinstance(part, list) else [part])]
