"""Doing the same for every row."""

from __future__ import annotations

from typing import Any

from runyard_sdk import JSON, Component, ComponentError, Context, Message, Table, output
from runyard_sdk import fields as f
from runyard_sdk.coerce import plain_message


class LoopComponent(Component):
    """Sends the rows of a table one by one through the nodes behind "item"; what comes back is collected behind "done"."""

    title = "Loop"
    icon = "infinity"
    category = "flow_controls"
    loop = True

    data: Any = f.handle("DataFrame", "Table", title="Inputs", info="The rows.")

    @output("item", title="Item", allows_loop=True, group_outputs=True, loop_types=["Message"])
    def item_output(self, ctx: Context) -> JSON:
        """What stands at "item" when no row is left."""
        return JSON({"count": 0, "items": []})

    @output("done", title="Done", group_outputs=True)
    def done_output(self, ctx: Context) -> Table:
        """The rows themselves, for a loop that has no body."""
        return self.collect(self.items())

    def items(self) -> list[JSON]:
        """The rounds to run: one JSON each."""
        value = self.data
        if isinstance(value, Table):
            return [JSON(row) for row in value.rows]
        rows = value if isinstance(value, list) else [value] if value else []
        return [_item(row) for row in rows]

    def collect(self, results: list[Any]) -> Table:
        """What the rounds gave, as a table."""
        return Table(row for result in results for row in _rows(result))

    def started(self, count: int) -> str:
        """The line in the log when the loop begins."""
        return f"Starting loop over {count} item(s)"

    def finished(self, count: int, seconds: float) -> str:
        """The line in the log when the loop ends."""
        return f"Completed {count} iteration(s) in {seconds:.2f}s"


def _item(row: Any) -> JSON:
    if isinstance(row, JSON):
        return row
    if isinstance(row, Message):
        return JSON({"text": row.text})
    if isinstance(row, dict):
        return JSON(row)
    raise ComponentError("The loop takes a table or a list of JSON.", field="data")


def _rows(result: Any) -> list[dict[str, Any]]:
    if isinstance(result, Table):
        return result.rows
    if isinstance(result, list):
        return [row for part in result for row in _rows(part)]
    if isinstance(result, JSON):
        return [result.data]
    if isinstance(result, Message):
        return [plain_message(result)] if result.id else [{"text": result.text}]
    return [result] if isinstance(result, dict) else [{"text": str(result)}]
