"""A node in tool mode: its outputs become tools that an agent calls with arguments for the fields in tool mode."""

from __future__ import annotations

from typing import Any

from runyard.engine.binding import Binding
from runyard.engine.context import NodeContext
from runyard.engine.params import Params
from runyard_sdk import Tool
from runyard_sdk.output import OutputSpec
from runyard_sdk.values import dump, load

METADATA = "tools_metadata"


def toolkit(binding: Binding, params: Params, context: NodeContext) -> list[Tool]:
    """One tool for each output of the node that its settings leave switched on."""
    settings = _settings(binding, params)
    tools = []
    for output in binding.spec.outputs:
        chosen = settings.get(output.method) or settings.get(output.name) or {}
        if output.extra.get("tool_mode") is False or (settings and not chosen) or chosen.get("status") is False:
            continue
        tools.append(_tool(binding, params, context, output, chosen))
    return tools


def _settings(binding: Binding, params: Params) -> dict[str, dict[str, Any]]:
    raw = (params.binding.node.field(METADATA) or {}).get("value")
    rows = params.extra.get(METADATA) or params.values.get(METADATA) or raw
    found: dict[str, dict[str, Any]] = {}
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict):
            for name in (row.get("name"), *(row.get("tags") or ())):
                found[str(name)] = row
    return found


def _tool(binding: Binding, params: Params, context: NodeContext, output: OutputSpec, chosen: dict[str, Any]) -> Tool:
    async def call(arguments: dict[str, Any]) -> Any:
        asked = Params(binding)
        asked.values.update(params.values)
        asked.extra.update(params.extra)
        for name, value in arguments.items():
            spec = binding.spec.field(name)
            if spec is not None and spec.tool_mode:
                asked.values[name] = spec.coerce(value)
        context.output = output.name

        async def make() -> Any:
            return dump(await asked.component().produce(output.name, context.sdk))

        if binding.spec.cheap:
            return load(await make())
        form, _ = await context.scope.calls.call("tool", [binding.node.id, output.name, arguments], make)
        return load(form)

    return binding.cls.as_tool(
        call, name=str(chosen.get("name") or ""), description=str(chosen.get("description") or binding.node.description or ""),
        output=output.name, spec={"node": binding.node.id, "output": output.name},
    )
