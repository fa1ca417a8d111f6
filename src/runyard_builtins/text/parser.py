"""JSON and tables into text with a pattern."""

from __future__ import annotations

from typing import Any

from runyard_sdk import JSON, Component, ComponentError, Context, Message, Table, as_text, fill, output
from runyard_sdk import fields as f


class ParserComponent(Component):
    """Turns JSON or a table into text: with a pattern such as "{name}: {price}", or as a chat would show it."""

    title = "Parser"
    icon = "braces"
    category = "processing"
    aliases = ("parser", "Parser")
    cheap = True

    input_data: Any = f.handle(
        "DataFrame", "Table", "Data", "JSON", title="JSON or Table", required=True, info="What to turn into text."
    )
    mode: str = f.tab(
        default="Parser",
        refresh=True,
        options=["Parser", "Stringify"],
        info="Use the pattern, or show the data as it is.",
    )
    pattern: str = f.multiline(
        title="Template",
        default="Text: {text}",
        required=True,
        dynamic=True,
        info="{key} is replaced by the value of that key or column.",
    )
    sep: str = f.message_text(
        title="Separator", default="\n", advanced=True, info="Stands between the lines of a table."
    )

    @output("parsed_text", title="Parsed Text")
    def parse_combined_text(self, ctx: Context) -> Message:
        """The text."""
        if self.mode == "Stringify":
            text = as_text(self.input_data)
        else:
            text = self.sep.join(_lines(self.input_data, self.pattern))
        ctx.status(text)
        return Message(text)


def _lines(data: Any, pattern: str) -> list[str]:
    if isinstance(data, Table):
        return [fill(pattern, row, missing=_no_column(data)) for row in data.rows]
    items = data if isinstance(data, list) else [data]
    if not all(isinstance(item, JSON) for item in items):
        raise ComponentError("The parser takes JSON or a table.", field="input_data")
    return [fill(pattern, item.data, missing=lambda name: "") for item in items]


def _no_column(table: Table) -> Any:
    def missing(name: str) -> str:
        raise ComponentError(
            f'The table has no column "{name}"; it has {", ".join(table.columns) or "none"}.', field="pattern"
        )

    return missing
