"""Another flow as one step, or as a tool."""

from __future__ import annotations

from typing import Any

from runyard_sdk import JSON, Component, ComponentError, Context, Message, Table, Tool, as_text, output
from runyard_sdk import fields as f


class RunFlow(Component):
    """Runs another flow as one step. Fields of that flow's nodes are offered here as "<node id>~<field>"."""

    title = "Run Flow"
    icon = "Workflow"
    category = "flow_controls"
    beta = True

    flow_name_selected: str = f.dropdown(title="Flow Name", refresh=True, refresh_button=True, info="The flow to run.")
    flow_id_selected: str = f.text(title="Flow ID", show=False, info="The same flow, by id.")
    session_id: str = f.message_text(
        title="Session ID", advanced=True, info="The session of that run; empty means this one."
    )
    cache_flow: bool = f.boolean(advanced=True, info="Kept for files of other versions; a flow is always read fresh.")

    @output("flow_outputs_message", title="Message Output", offered=False)
    async def message_output(self, ctx: Context) -> Message:
        """The last result as a message."""
        value = await self._result(ctx)
        return value if isinstance(value, Message) else Message(as_text(value))

    @output("flow_outputs_data", title="JSON Output", offered=False)
    async def data_output(self, ctx: Context) -> JSON:
        """The last result as JSON."""
        value = await self._result(ctx)
        return value if isinstance(value, JSON) else JSON({"text": as_text(value)})

    @output("flow_outputs_dataframe", title="Table Output", offered=False)
    async def dataframe_output(self, ctx: Context) -> Table:
        """The last result as a table."""
        value = await self._result(ctx)
        return value if isinstance(value, Table) else Table([{"text": as_text(value)}])

    async def produce(self, output: str, ctx: Context) -> Any:
        """Also answers the output names that files of that flow give: "<node id>~<output>"."""
        if output in self.__outputs__:
            return await super().produce(output, ctx)
        return await self._result(ctx)

    async def _result(self, ctx: Context) -> Any:
        flow = self.flow_id_selected or self.flow_name_selected
        text, tweaks = _inputs(self.extra)
        return await last_value(ctx, flow, text, tweaks, self.session_id)


class SubFlow(Component):
    """Runs another flow as one step, addressed by its name."""

    title = "Sub Flow"
    icon = "Workflow"
    category = "flow_controls"
    legacy = True
    beta = True

    flow_name: str = f.dropdown(title="Flow Name", refresh=True, refresh_button=True, info="The flow to run.")

    @output("flow_outputs", title="Flow Outputs")
    async def generate_results(self, ctx: Context) -> JSON:
        """The last result as JSON."""
        text, tweaks = _inputs(self.extra)
        value = await last_value(ctx, self.flow_name, text, tweaks, "")
        return value if isinstance(value, JSON) else JSON({"text": as_text(value)})


class FlowTool(Component):
    """Offers another flow to an agent as a tool."""

    title = "Flow as Tool"
    icon = "hammer"
    category = "flow_controls"
    legacy = True
    beta = True

    flow_name: str = f.dropdown(title="Flow Name", refresh=True, refresh_button=True, info="The flow to offer.")
    tool_name: str = f.text(title="Name", info="The tool's name; empty means the flow's.")
    tool_description: str = f.multiline(
        title="Description", info="What the tool does; empty means the flow's own description."
    )
    return_direct: bool = f.boolean(advanced=True, info="Kept for files of other versions.")

    @output("api_build_tool", title="Tool")
    async def build_tool(self, ctx: Context) -> Tool:
        """The tool."""
        _needed(self.flow_name)
        return await ctx.flow_tool(
            self.flow_name, name=self.tool_name or None, description=self.tool_description or None
        )


async def last_value(ctx: Context, flow: str | None, text: str, tweaks: dict[str, Any], session: str) -> Any:
    """Run a flow and give the last value it made."""
    values = await ctx.run_flow(_needed(flow), text, tweaks=tweaks, session=session or None)
    made = values[-1] if values else Message("")
    ctx.status(made)
    return made


def _needed(flow: str | None) -> str:
    if not flow:
        raise ComponentError("Choose the flow to run.", field="flow_name_selected")
    return flow


def _inputs(extra: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The chat input's text and the other fields as tweaks."""
    text = ""
    tweaks: dict[str, Any] = {}
    for name, value in extra.items():
        node, mark, field = name.partition("~")
        if not mark:
            continue
        if field == "input_value" and node.startswith(("ChatInput", "TextInput")):
            text = as_text(value)
        else:
            tweaks.setdefault(node, {})[field] = value.text if isinstance(value, Message) else value
    return text, tweaks
