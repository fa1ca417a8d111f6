"""JSON and CSV out of files and texts."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from runyard_builtins.data.repair import mended
from runyard_sdk import JSON, Component, ComponentError, Context, output
from runyard_sdk import fields as f


class JSONtoData(Component):
    """Reads JSON out of a file, a stored path or a text; a list gives one JSON per entry."""

    title = "Load JSON"
    icon = "braces"
    category = "data_source"
    legacy = True
    shape = {"replacement": ["data.File"]}

    json_file: str = f.file("json", title="JSON File", info="An uploaded file.")
    json_path: str = f.message_text(title="JSON File Path", info="The path of a stored file.")
    json_string: str = f.multiline(title="JSON String", info="The JSON itself.")

    @output("data", title="JSON")
    async def convert_json_to_data(self, ctx: Context) -> JSON | list[JSON]:
        """The loaded JSON."""
        text = await _only_source(ctx, self.json_file, self.json_path, self.json_string, "JSON")
        loaded = _loaded(text)
        made = [_item(entry) for entry in loaded] if isinstance(loaded, list) else _item(loaded)
        ctx.status(made)
        return made


class CSVtoData(Component):
    """Reads CSV out of a file, a stored path or a text; every row becomes one JSON."""

    title = "Load CSV"
    icon = "file-spreadsheet"
    category = "data_source"
    legacy = True

    csv_file: str = f.file("csv", title="CSV File", info="An uploaded file.")
    csv_path: str = f.message_text(title="CSV File Path", info="The path of a stored file.")
    csv_string: str = f.multiline(title="CSV String", info="The CSV itself.")
    text_key: str = f.message_text(default="text", title="Text Key", info="The column that is the text of each row.")

    @output("data_list", title="JSON List")
    async def load_csv_to_data(self, ctx: Context) -> list[JSON]:
        """The rows."""
        text = await _only_source(ctx, self.csv_file, self.csv_path, self.csv_string, "CSV")
        made = [JSON(dict(row), text_key=self.text_key) for row in csv.DictReader(io.StringIO(text))]
        ctx.status(made)
        return made


async def _only_source(ctx: Context, file: str | None, path: str, text: str, what: str) -> str:
    given = [one for one in (file, path, text) if one]
    if len(given) != 1:
        raise ComponentError(f"Give exactly one of: a {what} file, a path, or a {what} text.")
    if text:
        return text
    return (await ctx.files.read(given[0])).decode("utf-8", "replace")


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        try:
            return json.loads(mended(text))
        except ValueError as wrong:
            raise ComponentError(f"This is not JSON, and it could not be mended: {wrong}.") from None


def _item(entry: Any) -> JSON:
    return JSON(entry if isinstance(entry, dict) else {"value": entry})
