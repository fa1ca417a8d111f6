"""One chosen operation on a table."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from runyard_builtins.data.compare import matches
from runyard_builtins.text.operations import chosen
from runyard_sdk import Component, ComponentError, Context, Table, output
from runyard_sdk import fields as f

_ICONS = {
    "Add Column": "plus",
    "Concatenate": "link",
    "Drop Column": "minus",
    "Filter": "filter",
    "Head": "arrow-up",
    "Merge": "merge",
    "Rename Column": "pencil",
    "Replace Value": "replace",
    "Select Columns": "columns",
    "Sort": "arrow-up-down",
    "Tail": "arrow-down",
    "Drop Duplicates": "copy-x",
}
_OF = {
    "Add Column": ["new_column_name", "new_column_value"],
    "Drop Column": ["column_name"],
    "Filter": ["column_name", "filter_value", "filter_operator"],
    "Head": ["num_rows"],
    "Tail": ["num_rows"],
    "Merge": ["left_dataframe", "right_dataframe", "merge_on_column", "merge_how"],
    "Rename Column": ["column_name", "new_column_name"],
    "Replace Value": ["column_name", "replace_value", "replacement_value"],
    "Select Columns": ["columns_to_select"],
    "Sort": ["column_name", "ascending"],
    "Drop Duplicates": ["column_name"],
}
_FILTERS = ["equals", "not equals", "contains", "not contains", "starts with", "ends with", "greater than", "less than"]


class DataFrameOperations(Component):
    """Does one chosen thing with a table: filter, sort, cut, join, or change its columns."""

    title = "Table Operations"
    icon = "table"
    category = "processing"
    cheap = True
    reveals = _OF

    df: list[Any] = f.dataframe(title="Table", many=True, required=True, info="The table, or several to concatenate.")
    operation: list[Any] = f.sortable(
        placeholder="Select Operation",
        limit=1,
        options=[{"name": name, "icon": icon} for name, icon in _ICONS.items()],
        info="What to do.",
    )
    column_name: str = f.text(show=False, info="The column to work on.")
    filter_value: str = f.message_text(show=False, info="The value to compare with.")
    filter_operator: str = f.dropdown(default="equals", show=False, options=_FILTERS, info="How to compare.")
    ascending: bool = f.boolean(title="Sort Ascending", default=True, show=False, info="Smallest first.")
    new_column_name: str = f.text(show=False, info="The name of the new column.")
    new_column_value: str = f.message_text(show=False, info="The value in every row.")
    columns_to_select: list[Any] = f.text(many=True, show=False, info="The columns to keep, in this order.")
    num_rows: int = f.integer(title="Number of Rows", default=5, show=False, info="How many rows.")
    replace_value: str = f.message_text(title="Value to Replace", show=False, info="The value to look for.")
    replacement_value: str = f.message_text(show=False, info="What to put there.")
    left_dataframe: Table = f.dataframe(title="Left Table", show=False, info="The first table of a join.")
    right_dataframe: Table = f.dataframe(title="Right Table", show=False, info="The second table of a join.")
    merge_on_column: str = f.text(show=False, info="The column that both tables share.")
    merge_how: str = f.dropdown(
        title="Merge Type",
        default="inner",
        show=False,
        options=["inner", "outer", "left", "right"],
        info="Which rows to keep.",
    )

    @output("output", title="Table")
    def perform_operation(self, ctx: Context) -> Table:
        """The resulting table."""
        name = chosen(self.operation)
        table = self.df[0] if self.df else Table()
        if name is None:
            return table
        if name not in _OPERATIONS:
            raise ComponentError(f'There is no operation "{name}" on tables.', field="operation")
        return _OPERATIONS[name](self, table)

    def column(self, table: Table) -> str:
        """The chosen column, which the table must have."""
        if self.column_name not in table.columns:
            raise ComponentError(
                f'The table has no column "{self.column_name}"; it has {", ".join(table.columns)}.', field="column_name"
            )
        return self.column_name


def _add(node: DataFrameOperations, table: Table) -> Table:
    name = node.new_column_name or "new_column"
    return Table(
        [row | {name: node.new_column_value} for row in table.rows], list(dict.fromkeys([*table.columns, name]))
    )


def _drop(node: DataFrameOperations, table: Table) -> Table:
    gone = node.column(table)
    return Table(
        [{key: value for key, value in row.items() if key != gone} for row in table.rows],
        [one for one in table.columns if one != gone],
    )


def _filter(node: DataFrameOperations, table: Table) -> Table:
    column = node.column(table)
    return Table(
        [row for row in table.rows if matches(node.filter_operator, _text(row.get(column)), node.filter_value)],
        table.columns,
    )


def _rename(node: DataFrameOperations, table: Table) -> Table:
    old, new = node.column(table), node.new_column_name
    if not new:
        raise ComponentError("Give the new name of the column.", field="new_column_name")
    names = {old: new}
    return Table(
        [{names.get(key, key): value for key, value in row.items()} for row in table.rows],
        [names.get(one, one) for one in table.columns],
    )


def _replace(node: DataFrameOperations, table: Table) -> Table:
    column = node.column(table)
    rows = [
        row | {column: node.replacement_value} if _text(row.get(column)) == node.replace_value else row
        for row in table.rows
    ]
    return Table(rows, table.columns)


def _select(node: DataFrameOperations, table: Table) -> Table:
    names = [name.strip() for name in node.columns_to_select]
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise ComponentError(f"The table lacks the columns {', '.join(missing)}.", field="columns_to_select")
    return Table([{name: row.get(name) for name in names} for row in table.rows], names)


def _sort(node: DataFrameOperations, table: Table) -> Table:
    column = node.column(table)
    empty = [row for row in table.rows if row.get(column) is None]
    rest = [row for row in table.rows if row.get(column) is not None]
    numbers = all(isinstance(row[column], int | float) for row in rest)
    rest.sort(key=lambda row: row[column] if numbers else str(row[column]), reverse=not node.ascending)
    return Table([*rest, *empty], table.columns)


def _unique(node: DataFrameOperations, table: Table) -> Table:
    column = node.column(table) if node.column_name else None
    seen: dict[str, dict[str, Any]] = {}
    for row in table.rows:
        seen.setdefault(json.dumps(row.get(column) if column else row, sort_keys=True, default=str), row)
    return Table(seen.values(), table.columns)


def _concatenate(node: DataFrameOperations, table: Table) -> Table:
    return Table(row for one in node.df for row in one.rows)


def _merge(node: DataFrameOperations, table: Table) -> Table:
    left = node.left_dataframe or table
    right = node.right_dataframe or (node.df[1] if len(node.df) > 1 else None)
    key = node.merge_on_column
    if right is None or not key or key not in left.columns or key not in right.columns:
        raise ComponentError("Give two tables and a column that both have.", field="merge_on_column")
    clash = (set(left.columns) & set(right.columns)) - {key}
    rows = _joined(_marked(left, clash, "_x"), _marked(right, clash, "_y"), key, node.merge_how)
    return Table(rows)


def _marked(table: Table, clash: set[str], mark: str) -> list[dict[str, Any]]:
    return [{key + mark if key in clash else key: value for key, value in row.items()} for row in table.rows]


def _joined(left: list[dict[str, Any]], right: list[dict[str, Any]], key: str, how: str) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in right:
        found.setdefault(_text(row.get(key)), []).append(row)
    rows = []
    for row in left:
        partners = found.get(_text(row.get(key)), [])
        rows += [row | partner for partner in partners] or ([row] if how in ("left", "outer") else [])
    if how in ("right", "outer"):
        taken = {_text(row.get(key)) for row in left}
        rows += [row for row in right if _text(row.get(key)) not in taken]
    return rows


def _text(value: Any) -> str:
    return "" if value is None else str(value)


_OPERATIONS: dict[str, Callable[[DataFrameOperations, Table], Table]] = {
    "Add Column": _add,
    "Drop Column": _drop,
    "Filter": _filter,
    "Rename Column": _rename,
    "Replace Value": _replace,
    "Select Columns": _select,
    "Sort": _sort,
    "Drop Duplicates": _unique,
    "Concatenate": _concatenate,
    "Merge": _merge,
    "Head": lambda node, table: Table(table.rows[: max(node.num_rows or 0, 0)], table.columns),
    "Tail": lambda node, table: Table(table.rows[-node.num_rows :] if (node.num_rows or 0) > 0 else [], table.columns),
}
