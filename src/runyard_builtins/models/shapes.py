"""Answers of a declared shape: from schema rows to a JSON schema, from a model's text to values."""

from __future__ import annotations

import json
from typing import Any

from runyard_builtins.data.repair import mended
from runyard_sdk import ComponentError, Context, LanguageModel
from runyard_sdk.models import Reply

_TYPES = {
    "str": "string",
    "string": "string",
    "text": "string",
    "int": "integer",
    "integer": "integer",
    "float": "number",
    "number": "number",
    "bool": "boolean",
    "boolean": "boolean",
    "dict": "object",
    "object": "object",
}

COLUMNS = (
    {
        "name": "name",
        "display_name": "Name",
        "type": "str",
        "description": "What the field is called.",
        "default": "field",
        "edit_mode": "inline",
    },
    {
        "name": "description",
        "display_name": "Description",
        "type": "str",
        "description": "What belongs into the field.",
        "default": "description of field",
        "edit_mode": "popover",
    },
    {
        "name": "type",
        "display_name": "Type",
        "type": "str",
        "description": "The type of the field's value.",
        "default": "str",
        "edit_mode": "inline",
        "options": ["str", "int", "float", "bool", "dict"],
    },
    {
        "name": "multiple",
        "display_name": "As List",
        "type": "boolean",
        "description": "Whether the field holds a list of such values.",
        "default": "False",
        "edit_mode": "inline",
    },
)
INSTRUCTIONS = (
    "You extract data. Answer with JSON that follows the schema and with nothing else. Use null for what the text does not say. "
    "When the text describes several items, give all of them, without repeating one."
)


def schema_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The JSON schema of one item."""
    properties = {}
    for row in rows:
        name = str(row.get("name") or "").strip()
        if not name:
            raise ComponentError("Every row of the schema needs a name.", field="output_schema")
        one: dict[str, Any] = {"type": _TYPES.get(str(row.get("type", "str")).strip().lower(), "string")}
        shape = {"type": "array", "items": one} if _yes(row.get("multiple")) else one
        properties[name] = shape | {"description": str(row.get("description") or "")}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _yes(value: Any) -> bool:
    return value is True or str(value).strip().lower() in ("true", "1", "yes")


async def extract(
    ctx: Context, model: LanguageModel, text: str, instructions: str, rows: list[dict[str, Any]], name: str = ""
) -> list[dict[str, Any]]:
    """Ask the model for items of the declared shape."""
    item = schema_of(rows)
    shape = {
        "type": "object",
        "properties": {"items": {"type": "array", "items": item}},
        "required": ["items"],
        "additionalProperties": False,
    }
    system = f'{instructions}\n\nThe schema of each entry of "items":\n{json.dumps(item)}'
    wanted = {"type": "json_schema", "json_schema": {"name": _word(name), "schema": shape, "strict": False}}
    reply: Reply = await model.chat(
        [{"role": "system", "content": system}, {"role": "user", "content": text}], response_format=wanted
    )
    if reply.usage:
        ctx.usage(reply.usage)
    return items_in(reply.text)


def _word(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "_-" else "_" for letter in name)[:60] or "items"


def items_in(text: str) -> list[dict[str, Any]]:
    """The items of an answer, however the model wrapped them."""
    try:
        found = json.loads(mended(text))
    except ValueError:
        raise ComponentError(
            "The model did not answer with JSON; try a stronger model or simpler instructions."
        ) from None
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
        wrapped = len(found) == 1 and lists and all(isinstance(row, dict) for row in lists[0])
        found = lists[0] if wrapped else [found]
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ComponentError("The model's answer holds no objects; try a stronger model or simpler instructions.")
    return found
