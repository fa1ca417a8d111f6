"""The same question for every row of a table."""

from __future__ import annotations

import asyncio
from typing import Any

from runyard_builtins.models.answering import counted, turns
from runyard_builtins.models.choice import chosen_model, key_field, model_field, project_field, watsonx_field
from runyard_sdk import Component, ComponentError, Context, LanguageModel, Table, output
from runyard_sdk import fields as f

_AT_ONCE = 8


class BatchRunComponent(Component):
    """Asks a model once per row of a table and adds the answers as a column."""

    title = "Batch Run"
    icon = "List"
    category = "llm_operations"

    model: Any = model_field()
    api_key: str = key_field()
    base_url_ibm_watsonx: str = watsonx_field()
    project_id: str = project_field()
    system_message: str = f.multiline(title="Instructions", info="What to do with each row.")
    df: Table = f.dataframe(title="Table", required=True, info="The rows.")
    column_name: str = f.message_text(info="The column to send; empty sends the whole row.")
    output_column_name: str = f.message_text(
        default="model_response", advanced=True, info="The column for the answers."
    )
    enable_metadata: bool = f.boolean(advanced=True, info="Add what happened to each row.")

    @output("batch_results", title="LLM Results")
    async def run_batch(self, ctx: Context) -> Table:
        """The table with its answers, in the order of the rows."""
        table = self.df or Table()
        if self.column_name and self.column_name not in table.columns:
            raise ComponentError(
                f'The table has no column "{self.column_name}"; it has {", ".join(table.columns)}.', field="column_name"
            )
        model = await chosen_model(self, ctx)
        gate = asyncio.Semaphore(_AT_ONCE)
        rows = await asyncio.gather(*(self._row(ctx, model, gate, at, row) for at, row in enumerate(table.rows)))
        return Table(rows)

    async def _row(
        self, ctx: Context, model: LanguageModel, gate: asyncio.Semaphore, at: int, row: dict[str, Any]
    ) -> dict[str, Any]:
        text = (
            str(row.get(self.column_name, ""))
            if self.column_name
            else "\n".join(f"{name}: {value}" for name, value in row.items())
        )
        async with gate:
            reply = await model.chat(turns(self.system_message, text))
        counted(ctx, reply)
        made = {**row, (self.output_column_name or "model_response"): reply.text, "batch_index": at}
        if self.enable_metadata:
            made["metadata"] = {
                "has_system_message": bool(self.system_message),
                "input_length": len(text),
                "response_length": len(reply.text),
            }
        return made
