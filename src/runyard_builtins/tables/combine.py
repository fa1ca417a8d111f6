"""Several JSON items into one table."""

from __future__ import annotations

from typing import Any

from runyard_sdk import Component, ComponentError, Context, Table, output
from runyard_sdk import fields as f


class MergeDataComponent(Component):
    """Combines JSON items into a table: side by side, below one another, or key by key."""

    title = "Combine Data"
    icon = "merge"
    category = "processing"
    legacy = True
    cheap = True

    data_inputs: list[Any] = f.data(title="Data Inputs", many=True, required=True, info="The items.")
    operation: str = f.dropdown(
        title="Operation Type",
        default="Concatenate",
        options=["Concatenate", "Append", "Merge", "Join"],
        info="How to combine them.",
    )

    @output("combined_data", title="Table")
    def combine_data(self, ctx: Context) -> Table:
        """The table."""
        items = [item.data for item in self.data_inputs]
        if len(items) < 2:
            raise ComponentError("Give at least two JSON items to combine.", field="data_inputs")
        rules: dict[str, Any] = {"Concatenate": _concatenated, "Append": list, "Merge": _merged, "Join": _joined}
        made = Table(rules.get(self.operation, _concatenated)(items))
        ctx.status(made)
        return made


def _concatenated(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made: dict[str, Any] = {}
    for item in items:
        for key, value in item.items():
            both = isinstance(made.get(key), str) and isinstance(value, str)
            made[key] = f"{made[key]}\n{value}" if both else value
    return [made]


def _merged(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made: dict[str, Any] = {}
    for item in items:
        for key, value in item.items():
            made[key] = [*(made[key] if isinstance(made[key], list) else [made[key]]), value] if key in made else value
    return [made]


def _joined(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made: dict[str, Any] = {}
    for place, item in enumerate(items, start=1):
        made |= {f"{key}_doc{place}" if place > 1 else key: value for key, value in item.items()}
    return [made]
