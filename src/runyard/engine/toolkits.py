"""A node in tool mode: its outputs become tools that an agent calls with arguments for the fields in tool mode."""

from __future__ import annotations

from typing import Any

from runyard.engine.binding import Binding
from runyard.engine.context import NodeContext
from runyard.engine.params import Params
from runyard_sdk import Tool
from runyard_sdk.values import dump, load

METADATA = "tools_metadata"


def toolkit(binding: Binding, params: Params, context: NodeContext) -> list[Tool]:
    """One tool for each output of the node that its settings leave switched on."""

    async def call(output: str, arguments: dict[str, Any]) -> Any:
        async def make() -> Any:
            context.output = output
            return dump(await _asked(params, arguments).component().produce(output, context.sdk))

        if binding.spec.cheap:
            return load(await make())
        form, _ = await context.scope.calls.call("tool", [binding.node.id, output, arguments], make)
        return load(form)

    offered = binding.cls.toolkit(call, _settings(binding, params), {"node": binding.node.id})
    own = binding.node.description
    if own and own != binding.spec.description:  # the user's words about the node; the settings' words win
        for tool in offered:
            tool.description = own if tool.description == binding.spec.description else tool.description
    return offered


def _settings(binding: Binding, params: Params) -> list[dict[str, Any]]:
    stored = (binding.node.field(METADATA) or {}).get("value")
    rows = params.extra.get(METADATA) or params.values.get(METADATA) or stored
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _asked(params: Params, arguments: dict[str, Any]) -> Params:
    """The node's own values, with an agent's arguments in the fields that it may fill."""
    asked = Params(params.binding)
    asked.values.update(params.values)
    asked.extra.update(params.extra)
    for name, value in arguments.items():
        spec = params.binding.spec.field(name)
        if spec is not None and spec.tool_mode:
            asked.values[name] = spec.coerce(value)
    return asked
