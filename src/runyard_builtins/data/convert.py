"""Messages, JSON and tables into one another."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from runyard_sdk import JSON, Component, ComponentError, Context, Message, Table, markdown, output
from runyard_sdk import fields as f
from runyard_sdk.coerce import plain_message


class TypeConverterComponent(Component):
    """Turns a message, JSON or a table into one of the other two."""

    title = "Type Convert"
    icon = "repeat"
    category = "processing"
    cheap = True

    input_data: Any = f.handle(
        "Message", "Data", "JSON", "DataFrame", "Table", title="Input", required=True, info="What to convert."
    )
    auto_parse: bool = f.boolean(advanced=True, info="Read texts that hold JSON or CSV.")
    output_type: str = f.tab(
        default="Message", refresh=True, options=["Message", "JSON", "Table"], info="What to make."
    )

    @classmethod
    def live_outputs(cls, values: dict[str, Any]) -> list[str] | None:
        """Only the output of the chosen type is shown."""
        return {"Message": ["message_output"], "JSON": ["data_output"], "Table": ["dataframe_output"]}.get(
            values.get("output_type", "")
        )

    @output("message_output", title="Message Output")
    def convert_to_message(self, ctx: Context) -> Message:
        """The input as a message."""
        made = to_message(_single(self.input_data))
        ctx.status(made)
        return made

    @output("data_output", title="JSON Output")
    def convert_to_data(self, ctx: Context) -> JSON:
        """The input as JSON."""
        return to_json(_single(self.input_data), parse=self.auto_parse)

    @output("dataframe_output", title="Table Output")
    def convert_to_dataframe(self, ctx: Context) -> Table:
        """The input as a table."""
        return to_table(self.input_data, parse=self.auto_parse)


class MessagetoData(Component):
    """Turns a message into JSON with all its fields."""

    title = "Message to Data"
    icon = "message-square-share"
    category = "processing"
    legacy = True
    beta = True
    cheap = True

    message: Message = f.message(info="The message.")

    @output("data", title="JSON")
    def convert_message_to_data(self, ctx: Context) -> JSON:
        """The fields."""
        return JSON(plain_message(self.message))


class DataToDataFrame(Component):
    """Turns a list of JSON items into a table."""

    title = "Data → DataFrame"
    icon = "table"
    category = "processing"
    legacy = True
    cheap = True

    data_list: list[Any] = f.data(title="Data or Data List", many=True, info="One row each.")

    @output("dataframe", title="Table")
    def build_dataframe(self, ctx: Context) -> Table:
        """The table."""
        made = Table(item.data for item in self.data_list)
        ctx.status(made)
        return made


class CreateList(Component):
    """Makes a list, or a table with one column, out of texts."""

    title = "Create List"
    icon = "list"
    category = "processing"
    legacy = True
    cheap = True

    texts: list[Any] = f.text(many=True, info="One entry each.")

    @output("list", title="JSON List")
    def create_list(self, ctx: Context) -> list[JSON]:
        """The texts as JSON items."""
        made = [JSON({"text": text}) for text in self.texts]
        ctx.status(made)
        return made

    @output("dataframe", title="Table")
    def as_dataframe(self, ctx: Context) -> Table:
        """The texts as a table."""
        return Table(item.data for item in self.create_list(ctx))


def _single(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def to_message(value: Any) -> Message:
    """Any value as a message."""
    if isinstance(value, Message):
        return value
    if isinstance(value, JSON):
        return Message(value.data["text"] if isinstance(value.data.get("text"), str) else str(value.data))
    if isinstance(value, Table):
        return Message(markdown(value, clean=True))
    if isinstance(value, list):
        return Message("\n".join(to_message(item).text for item in value))
    return Message(str(value))


def to_json(value: Any, *, parse: bool = False) -> JSON:
    """Any value as JSON; a table stands under "records"."""
    if isinstance(value, JSON):
        return value
    if isinstance(value, Table):
        return JSON({"records": value.rows})
    if isinstance(value, list):
        return JSON({"records": [to_json(item).data for item in value]})
    found = _read(value) if parse else None
    if isinstance(found, dict):
        return JSON(found)
    if isinstance(found, list):
        return JSON({"records": found})
    return JSON(plain_message(value)) if isinstance(value, Message) else JSON({"text": str(value)})


def to_table(value: Any, *, parse: bool = False) -> Table:
    """Any value as a table."""
    if isinstance(value, Table):
        return value
    if isinstance(value, list):
        return Table(row for item in value for row in to_table(item, parse=parse).rows)
    if isinstance(value, JSON):
        inner = next(iter(value.data.values())) if len(value.data) == 1 else None
        rows = (
            inner if isinstance(inner, list) and inner and all(isinstance(row, dict) for row in inner) else [value.data]
        )
        return Table(rows)
    found = _read(value) if parse else None
    if isinstance(found, dict):
        found = [found]
    if isinstance(found, list) and all(isinstance(row, dict) for row in found):
        return Table(found)
    if isinstance(value, Message):
        return Table([{"text": value.text}])
    raise ComponentError("The input cannot become a table.", field="input_data")


def _read(value: Any) -> Any:
    """JSON or CSV out of a text, or None."""
    text = value.text if isinstance(value, Message) else str(value)
    try:
        return json.loads(text)
    except ValueError:
        lines = text.strip().split("\n")
        if len(lines) < 2 or "," not in lines[0]:
            return None
        return list(csv.DictReader(io.StringIO(text.strip())))
