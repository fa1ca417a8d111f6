"""One chosen operation on JSON."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from runyard_builtins.data.compare import COMPARISONS, matches
from runyard_builtins.data.filters import QueryError
from runyard_builtins.data.query import run
from runyard_sdk import JSON, Component, ComponentError, Context, output
from runyard_sdk import fields as f

_ICONS = {
    "Select Keys": "lasso-select",
    "Literal Eval": "braces",
    "Combine": "merge",
    "Filter Values": "filter",
    "Append or Update": "circle-plus",
    "Remove Keys": "eraser",
    "Rename Keys": "pencil-line",
    "Path Selection": "mouse-pointer",
    "JQ Expression": "terminal",
}
_OF = {
    "Select Keys": ["select_keys_input"],
    "Filter Values": ["filter_key", "operator", "filter_values"],
    "Append or Update": ["append_update_data"],
    "Remove Keys": ["remove_keys_input"],
    "Rename Keys": ["rename_keys_input"],
    "Path Selection": ["mapped_json_display", "selected_key"],
    "JQ Expression": ["query"],
}


class DataOperations(Component):
    """Does one chosen thing with JSON: select, remove or rename keys, filter, update, combine, or pick by a path or query."""

    title = "JSON Operations"
    icon = "file-json"
    category = "processing"
    cheap = True
    reveals = _OF

    data: list[Any] = f.data(title="JSON", many=True, required=True, info="The JSON to work on.")
    operations: list[Any] = f.sortable(
        placeholder="Select Operation",
        limit=1,
        options=[{"icon": icon, "name": name} for name, icon in _ICONS.items()],
        info="What to do.",
    )
    select_keys_input: list[Any] = f.message_text(title="Select Keys", many=True, show=False, info="The keys to keep.")
    filter_key: list[Any] = f.message_text(many=True, show=False, info="The key whose list is filtered.")
    operator: str = f.dropdown(
        title="Comparison Operator", default="equals", show=False, options=COMPARISONS, info="How to compare."
    )
    filter_values: dict[str, Any] = f.mapping(many=True, show=False, info="Key and value that entries must have.")
    append_update_data: dict[str, Any] = f.mapping(
        title="Append or Update", default={"key": "value"}, many=True, show=False, info="Keys to set."
    )
    remove_keys_input: list[Any] = f.message_text(title="Remove Keys", many=True, show=False, info="The keys to drop.")
    rename_keys_input: dict[str, Any] = f.mapping(
        title="Rename Keys", default={"old_key": "new_key"}, many=True, show=False, info="Old name to new name."
    )
    mapped_json_display: str = f.multiline(
        title="JSON to Map",
        show=False,
        refresh=True,
        refresh_button=True,
        placeholder="Add a JSON example.",
        info="An example, to choose a path from.",
    )
    selected_key: str = f.dropdown(title="Select Path", show=False, info="The path to pick.")
    query: str = f.message_text(
        title="JQ Expression", show=False, placeholder="e.g., .properties.id", info="A query over the JSON."
    )

    @output("data_output", title="JSON")
    def as_data(self, ctx: Context) -> JSON | list[JSON]:
        """The result of the operation."""
        name = next((row.get("name") for row in self.operations), None)
        if name is None:
            return JSON({})
        operation = _OPERATIONS.get(name)
        if operation is None:
            raise ComponentError(f'There is no operation "{name}" on JSON.', field="operations")
        return operation(self)

    def one(self) -> dict[str, Any]:
        """The single object that most operations work on."""
        if len(self.data) != 1:
            raise ComponentError("This operation works on one JSON; combine them first.", field="data")
        return dict(self.data[0].data)


def _select(node: DataOperations) -> JSON:
    given = node.one()
    missing = [key for key in node.select_keys_input if key not in given]
    if missing:
        raise ComponentError(f"The JSON lacks: {', '.join(missing)}.", field="select_keys_input")
    return JSON({key: given[key] for key in node.select_keys_input})


def _remove(node: DataOperations) -> JSON:
    return JSON({key: value for key, value in node.one().items() if key not in node.remove_keys_input})


def _rename(node: DataOperations) -> JSON:
    given = node.one()
    missing = [key for key in node.rename_keys_input if key not in given]
    if missing:
        raise ComponentError(f"The JSON lacks: {', '.join(missing)}.", field="rename_keys_input")
    return JSON({node.rename_keys_input.get(key, key): value for key, value in given.items()})


def _update(node: DataOperations) -> JSON:
    return JSON(node.one() | node.append_update_data)


def _combine(node: DataOperations) -> JSON:
    made: dict[str, Any] = {}
    for item in node.data:
        for key, value in item.data.items():
            made[key] = _joined(made[key], value) if key in made else value
    return JSON(made)


def _joined(first: Any, second: Any) -> list[Any]:
    return (first if isinstance(first, list) else [first]) + (second if isinstance(second, list) else [second])


def _filter(node: DataOperations) -> JSON:
    given = node.one()
    made = {}
    for key in node.filter_key or list(given):
        rows = given.get(key)
        if not isinstance(rows, list):
            continue
        made[key] = [row for row in rows if isinstance(row, dict) and _kept(row, node)]
    return JSON(made)


def _kept(row: dict[str, Any], node: DataOperations) -> bool:
    return all(
        key in row and matches(node.operator, str(row[key]), str(value)) for key, value in node.filter_values.items()
    )


def _literal(node: DataOperations) -> JSON:
    return JSON(_evaluated(node.one()))


def _evaluated(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _evaluated(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_evaluated(item) for item in value]
    if not isinstance(value, str):
        return value
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return value


def _path(node: DataOperations) -> JSON | list[JSON]:
    if not node.selected_key:
        raise ComponentError("Choose the path to pick.", field="selected_key")
    path = node.selected_key.strip()
    return _queried(node, path if path.startswith(".") else f".{path}", "selected_key")


def _query(node: DataOperations) -> JSON | list[JSON]:
    return _queried(node, node.query, "query")


def _queried(node: DataOperations, query: str, field: str) -> JSON | list[JSON]:
    given: Any = [item.data for item in node.data]
    try:
        found = run(query, given[0] if len(given) == 1 else given)
    except QueryError as wrong:
        raise ComponentError(str(wrong), field=field) from None
    flat = found[0] if len(found) == 1 and isinstance(found[0], list) else found
    made = [JSON(value if isinstance(value, dict) else {"result": value}) for value in flat]
    return made[0] if len(made) == 1 else made


_OPERATIONS: dict[str, Callable[[DataOperations], JSON | list[JSON]]] = {
    "Select Keys": _select,
    "Literal Eval": _literal,
    "Combine": _combine,
    "Filter Values": _filter,
    "Append or Update": _update,
    "Remove Keys": _remove,
    "Rename Keys": _rename,
    "Path Selection": _path,
    "JQ Expression": _query,
}
