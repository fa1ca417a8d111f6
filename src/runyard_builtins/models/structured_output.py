"""Objects of a declared shape out of free text."""

from __future__ import annotations

from typing import Any

from runyard_builtins.models.choice import chosen_model, key_field, model_field
from runyard_builtins.models.shapes import COLUMNS, INSTRUCTIONS, extract
from runyard_sdk import JSON, Component, ComponentError, Context, Table, output
from runyard_sdk import fields as f

_FIRST = {"name": "field", "description": "description of field", "type": "str", "multiple": "False"}


class StructuredOutput(Component):
    """Lets a model read a text and fill a declared shape with what it says."""

    title = "Structured Output"
    icon = "braces"
    category = "llm_operations"

    model: Any = model_field()
    api_key: str = key_field()
    input_value: str = f.multiline(title="Input Message", required=True, tool_mode=True, info="The text to read.")
    system_prompt: str = f.multiline(
        title="Format Instructions", default=INSTRUCTIONS, required=True, advanced=True, info="How to read it."
    )
    schema_name: str = f.message_text(advanced=True, info="What one item is called.")
    output_schema: list[Any] = f.table(
        *({**column, "formatter": "text"} if column["type"] == "str" else column for column in COLUMNS),
        default=[_FIRST],
        required=True,
        info="The fields of one item.",
    )

    @output("structured_output", title="Structured Output")
    async def build_structured_output(self, ctx: Context) -> JSON:
        """The item, or {"results": [...]} when the text holds several."""
        items = await self._items(ctx)
        made = JSON(items[0]) if len(items) == 1 else JSON({"results": items})
        ctx.status(made)
        return made

    @output("dataframe_output", title="Structured Output")
    async def build_structured_dataframe(self, ctx: Context) -> Table:
        """The items as rows."""
        return Table(await self._items(ctx))

    async def _items(self, ctx: Context) -> list[dict[str, Any]]:
        if not self.output_schema:
            raise ComponentError("Declare at least one field of the output schema.", field="output_schema")
        model = await chosen_model(self, ctx)
        items = await extract(ctx, model, self.input_value, self.system_prompt, self.output_schema, self.schema_name)
        if not items:
            raise ComponentError("The model found nothing that fits the schema.")
        return items
