"""JSON into text, and text into JSON."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from runyard_builtins.data.filters import QueryError
from runyard_builtins.data.query import run
from runyard_builtins.data.repair import mended, object_text
from runyard_sdk import JSON, Component, ComponentError, Context, Message, Table, fill, output
from runyard_sdk import fields as f


class ParseData(Component):
    """Formats each JSON with a template and joins the lines."""

    title = "Data to Message"
    icon = "message-square"
    category = "processing"
    legacy = True
    cheap = True
    shape = {"replacement": ["processing.DataOperations", "processing.TypeConverterComponent"]}

    data: list[Any] = f.data(title="JSON", many=True, required=True, info="What to format.")
    template: str = f.multiline(default="{text}", required=True, info="{key} is replaced by the value of that key.")
    sep: str = f.text(title="Separator", default="\n", advanced=True, info="Stands between the lines.")

    @output("text", title="Message")
    def parse_data(self, ctx: Context) -> Message:
        """All lines as one text."""
        text = self.sep.join(_lines(self.template, [item.data for item in self.data]))
        ctx.status(text)
        return Message(text)

    @output("data_list", title="JSON List")
    def parse_data_as_list(self, ctx: Context) -> list[JSON]:
        """The JSON with its line as text."""
        lines = _lines(self.template, [item.data for item in self.data])
        made = [JSON(item.data | {"text": line}) for item, line in zip(self.data, lines, strict=True)]
        ctx.status(made)
        return made


class ParseDataFrame(Component):
    """Formats each row of a table with a template and joins the lines."""

    title = "Parse DataFrame"
    icon = "braces"
    category = "processing"
    legacy = True
    cheap = True

    df: Table = f.dataframe(title="Table", info="What to format.")
    template: str = f.multiline(default="{text}", info="{column} is replaced by the value of that column.")
    sep: str = f.text(title="Separator", default="\n", advanced=True, info="Stands between the lines.")

    @output("text", title="Text")
    def parse_data(self, ctx: Context) -> Message:
        """All lines as one text."""
        text = self.sep.join(_lines(self.template, self.df.rows if self.df else []))
        ctx.status(text)
        return Message(text)


class ParseJSONData(Component):
    """Picks values out of JSON, or out of JSON text, with a query such as .items[].name."""

    title = "Parse JSON"
    icon = "braces"
    category = "processing"
    legacy = True
    cheap = True
    shape = {"replacement": ["processing.ParserComponent"]}

    input_value: Any = f.handle(
        "Message", "Data", "JSON", title="Input", required=True, info="JSON, or a text that is JSON."
    )
    query: str = f.message_text(
        title="JQ Query", required=True, info="A path or filter, for example .items[] | select(.price > 3)."
    )

    @output("filtered_data", title="Filtered Data")
    def filter_data(self, ctx: Context) -> list[JSON]:
        """What the query finds."""
        values = self.input_value if isinstance(self.input_value, list) else [self.input_value]
        loaded = [_parsed(value) for value in values]
        try:
            found = run(self.query, loaded if isinstance(self.input_value, list) else loaded[0])
        except QueryError as wrong:
            raise ComponentError(str(wrong), field="query") from None
        return [_as_item(value) for value in found]


class JSONCleaner(Component):
    """Mends JSON text: prose around it, single quotes, trailing commas, missing brackets."""

    title = "JSON Cleaner"
    icon = "braces"
    category = "processing"
    legacy = True
    cheap = True

    json_str: str = f.message_text(title="JSON String", required=True, info="The text to mend.")
    remove_control_chars: bool = f.boolean(
        title="Remove Control Characters", advanced=True, info="Drop invisible characters."
    )
    normalize_unicode: bool = f.boolean(title="Normalize Unicode", advanced=True, info="Join letters and their marks.")
    validate_json: bool = f.boolean(title="Validate JSON", advanced=True, info="Fail when the result is still no JSON.")

    @output("output", title="Cleaned JSON String")
    def clean_json(self, ctx: Context) -> Message:
        """The mended text."""
        text = self.json_str
        if self.normalize_unicode:
            text = unicodedata.normalize("NFC", text)
        made = mended(text, control=self.remove_control_chars)
        try:
            json.loads(made)
        except ValueError as wrong:
            if self.validate_json:
                raise ComponentError(f"The text is no JSON, even after mending: {wrong}.", field="json_str") from None
            made = object_text(text)
        ctx.status(made)
        return Message(made)


def _lines(template: str, rows: list[dict[str, Any]]) -> list[str]:
    return [fill(template, row, missing=lambda name: "") for row in rows]


def _parsed(value: Any) -> Any:
    if isinstance(value, JSON):
        return value.data
    if not isinstance(value, Message | str):
        raise ComponentError("Parse JSON takes a text or JSON.", field="input_value")
    text = value.text if isinstance(value, Message) else value
    try:
        return json.loads(text)
    except ValueError as wrong:
        raise ComponentError(f"The input is not JSON: {wrong}.", field="input_value") from None


def _as_item(value: Any) -> JSON:
    return JSON(value if isinstance(value, dict) else {"text": value if isinstance(value, str) else json.dumps(value)})
