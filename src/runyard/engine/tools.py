"""Everything that can be called, behind one registry; rooms register providers and callers know nothing of where tools come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from runyard.access import Actor
from runyard.kernel import RunContext
from runyard.kit.errors import Invalid, NotFound


class NoSuchTool(NotFound):
    """There is no such tool, or you may not call it."""


@dataclass(frozen=True, slots=True)
class ToolInfo:
    """A tool: its name "prefix:rest", a sentence, the schemas of its input and output, the permission to call it."""

    name: str
    description: str
    input_schema: dict[str, Any] = field(default_factory=lambda: {"type": "object", "properties": {}})
    output_schema: dict[str, Any] | None = None
    needs: str = ""
    title: str = ""


class ToolProvider(Protocol):
    """One kind of tool; `prefix` is the part of the name before the colon."""

    prefix: str

    async def list(self, actor: Actor) -> list[ToolInfo]:
        """The tools this actor may call."""

    async def call(self, actor: Actor, name: str, arguments: dict[str, Any], run: RunContext | None = None) -> Any:
        """Call one by its whole name; `run` is the run it is called from, if any. The provider checks the permission."""


class ToolRegistry:
    """Lists and calls tools of all providers."""

    def __init__(self) -> None:
        self._providers: dict[str, ToolProvider] = {}

    def register(self, provider: ToolProvider) -> None:
        """Add a provider; a second one of the same prefix is a mistake in the code."""
        if provider.prefix in self._providers:
            raise ValueError(f"tool provider {provider.prefix!r} is registered twice")
        self._providers[provider.prefix] = provider

    async def list(self, actor: Actor) -> list[ToolInfo]:
        """Every tool the actor may call, by name."""
        found = [info for provider in self._providers.values() for info in await provider.list(actor)]
        return sorted(found, key=lambda info: info.name)

    async def call(self, actor: Actor, name: str, arguments: dict[str, Any], *, run: RunContext | None = None) -> Any:
        """Call a tool by name."""
        provider = self._providers.get(name.partition(":")[0])
        if provider is None:
            raise NoSuchTool(f"There is no tool named {name}.")
        if not isinstance(arguments, dict):
            raise Invalid(f"The arguments of {name} must be an object.")
        return await provider.call(actor, name, arguments, run)
