"""Components as tools of the house: every one with fields in tool mode, called inside the run that asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from runyard.access import Actor
from runyard.engine.context import NodeContext
from runyard.engine.graph import FlowGraph
from runyard.engine.options import Entry, RunOptions
from runyard.engine.outcome import Outcome
from runyard.engine.scope import FlowScope
from runyard.engine.services import Services
from runyard.engine.tools import NoSuchTool, ToolInfo
from runyard.kernel import RunContext
from runyard.kit.errors import Invalid
from runyard_sdk import Component, ComponentError, NodeInfo, OutputSpec
from runyard_sdk.schema import form_schema

_NOTHING = FlowGraph({}, ())


class ComponentTools:
    """The provider of "component:<type>.<output>"."""

    prefix = "component"

    def __init__(self, services: Callable[[], Services]) -> None:
        self._services = services  # asked when needed: the house is not complete yet when providers are registered

    async def list(self, actor: Actor) -> list[ToolInfo]:
        """Every output of every component that an agent may fill in."""
        return [
            ToolInfo(
                self._name(cls, output),
                cls.description,
                form_schema(field for field in cls.spec().fields if field.tool_mode),
                needs="flow:execute",
                title=cls.title,
            )
            for cls in self._services().catalogue.all()
            for output in _offered(cls)
        ]

    async def call(self, actor: Actor, name: str, arguments: dict[str, Any], run: RunContext | None = None) -> Any:
        """Make one output of a component with these field values."""
        if run is None:
            raise Invalid(f"{name} is called from inside a run; start a run that uses it.")
        cls, output = self._find(name)
        fields = {field.name for field in cls.spec().fields if field.tool_mode}
        unknown = sorted(set(arguments) - fields)
        if unknown:
            raise Invalid(f"{name} has no argument {unknown[0]}; it takes {', '.join(sorted(fields))}.")
        scope = FlowScope(_NOTHING, RunOptions(), Entry(), run, self._services())
        context = NodeContext(scope, NodeInfo(name, cls.title, {}, cls.type), name, Outcome())
        context.output = output
        try:
            return await cls(**arguments).produce(output, context.sdk)
        except ComponentError as error:
            raise Invalid(error.message) from error

    def _find(self, name: str) -> tuple[type[Component], str]:
        for cls in self._services().catalogue.all():
            for output in _offered(cls):
                if self._name(cls, output) == name:
                    return cls, output.name
        raise NoSuchTool(f"There is no tool named {name}.")

    def _name(self, cls: type[Component], output: OutputSpec) -> str:
        return f"{self.prefix}:{cls.type}.{output.name}"


def _offered(cls: type[Component]) -> list[OutputSpec]:
    spec = cls.spec()
    if spec.legacy or spec.loop or not any(field.tool_mode for field in spec.fields):
        return []
    return [output for output in spec.outputs if output.extra.get("tool_mode", True)]
