"""Passing values on: through, around and together."""

from __future__ import annotations

from typing import Any

from runyard_sdk import JSON, Component, Context, Message, Table, as_text, output
from runyard_sdk import fields as f
from runyard_sdk.coerce import plain_message


class Pass(Component):
    """Passes a message through unchanged; a second edge may order the work."""

    icon = "arrow-right"
    category = "flow_controls"
    legacy = True
    cheap = True

    input_message: Message = f.message(required=True, info="Goes out again.")
    ignored_message: Message = f.message(advanced=True, info="Only makes this node wait.")

    @output("output_message", title="Output Message")
    def pass_message(self, ctx: Context) -> Message:
        """The message."""
        ctx.status(self.input_message)
        return self.input_message


class Notify(Component):
    """Puts a value under a key, for Listen nodes of the same run."""

    icon = "Notify"
    category = "flow_controls"
    beta = True

    context_key: str = f.text(required=True, info="The key.")
    input_value: Any = f.handle("Data", "JSON", "Message", "DataFrame", "Table", title="Input Data", info="The value.")
    append: bool = f.boolean(info="Add to what is already there, as a list.")

    @output("result", title="JSON")
    def notify_components(self, ctx: Context) -> JSON:
        """The value, as JSON."""
        made = _as_json(self.input_value)
        ctx.note(self.context_key, made.data, append=self.append)
        ctx.status(made)
        return made


class Listen(Component):
    """Gives what a Notify node put under a key earlier in the same run."""

    icon = "Radio"
    category = "flow_controls"
    beta = True

    context_key: str = f.text(required=True, accepts=("Message",), info="The key.")

    @output("data", title="JSON")
    def listen_for_data(self, ctx: Context) -> JSON:
        """The value, or empty JSON when there is none yet."""
        found = ctx.noted(self.context_key)
        made = JSON(found) if isinstance(found, dict) else JSON({"items": found} if found else {})
        ctx.status(made)
        return made


class MergeFlows(Component):
    """Waits for several branches and then goes on with one message."""

    title = "Merge Flows"
    icon = "merge"
    category = "files_ingestion"
    cheap = True

    inputs: list[Any] = f.handle(
        "Data", "DataFrame", "Message", "Tool", "JSON", "Table", many=True, info="The branches to wait for."
    )

    @output("done", title="Done")
    def merge(self, ctx: Context) -> Message:
        """All texts that arrived, line by line."""
        text = as_text([value for value in self.inputs if isinstance(value, Message | JSON | Table)])
        ctx.status(f"{len(self.inputs)} branches arrived")
        return Message(text)


def _as_json(value: Any) -> JSON:
    if isinstance(value, JSON):
        return value
    if isinstance(value, Message):
        return JSON(plain_message(value))
    if isinstance(value, Table):
        return JSON({"records": value.rows})
    return JSON({} if value is None or value == "" else {"value": as_text(value)})
