"""Which class a node stands for: by its type, by the class name of its module, by an alias."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from runyard.engine.errors import UnknownComponent
from runyard.engine.graph import GraphNode
from runyard_sdk import Component


class Catalogue:
    """The installed components. Code inside flow files is never a component."""

    def __init__(self, components: Iterable[type[Component]] = ()) -> None:
        self._types: dict[str, type[Component]] = {}
        self._names: dict[str, type[Component]] = {}
        self._templates: dict[str, dict[str, Any]] | None = None
        for cls in components:
            self.add(cls)

    def add(self, cls: type[Component]) -> None:
        """Install a component; a type that is there already is replaced."""
        self._types[cls.type] = cls
        for name in (cls.__name__, *cls.aliases):
            self._names[name] = cls
        self._templates = None

    def find(self, kind: str) -> type[Component] | None:
        """A component by type, alias or class name."""
        return self._types.get(kind) or self._names.get(kind)

    def resolve(self, node: GraphNode) -> type[Component]:
        """The class of a node; UnknownComponent when nothing installed provides it."""
        found = self._types.get(node.type) or self._names.get(node.class_name) or self._names.get(node.type)
        if found is None:
            raise UnknownComponent(node.type or node.title)
        return found

    def all(self) -> list[type[Component]]:
        """Every installed component, by category and title."""
        return sorted(self._types.values(), key=lambda cls: (cls.category, cls.title))

    def templates(self) -> dict[str, dict[str, Any]]:
        """The palette: category -> type -> node."""
        if self._templates is None:
            palette: dict[str, dict[str, Any]] = {}
            for cls in self.all():
                palette.setdefault(cls.category, {})[cls.type] = cls.template()
            self._templates = palette
        return self._templates
