"""Values as text: the way a chat shows them, markdown tables, and templates with {names} and nothing more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from runyard_sdk.data import JSON, Table
from runyard_sdk.errors import ComponentError
from runyard_sdk.messages import Message
from runyard_sdk.values import plain

_NAME = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_MUSTACHE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?$")
_MIN_PAD = 2


def as_text(value: Any, *, clean: bool = False) -> str:
    """Any value as a chat shows it: JSON as a fenced block, a table as markdown, a list line by line."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _tidy(value) if clean else value
    if isinstance(value, Message):
        return value.text
    if isinstance(value, JSON | dict):
        return f"```json\n{pretty(value.data if isinstance(value, JSON) else value, 2)}\n```"
    if isinstance(value, Table):
        return markdown(value, clean=clean)
    if isinstance(value, list | tuple):
        return "\n".join(as_text(item, clean=clean) for item in value)
    return str(value)


def pretty(value: Any, indent: int) -> str:
    """JSON text with indent, other letters than English kept."""
    return json.dumps(plain(value), indent=indent, ensure_ascii=False)


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n")))


def markdown(table: Table, *, clean: bool = False) -> str:
    """A pipe table with aligned columns; numbers stand right, pipes in texts are escaped."""
    rows = [row for row in table.rows if not clean or any(_cell(value).strip() for value in row.values())]
    if not table.columns:
        return ""
    columns = [_column(name, [row.get(name) for row in rows]) for name in table.columns]
    lines = [f"| {' | '.join(cells)} |" for cells in zip(*(cells for cells, _ in columns), strict=True)]
    rule = "|" + "|".join(rule for _, rule in columns) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _column(name: str, values: list[Any]) -> tuple[list[str], str]:
    cells = [_cell(value) for value in values]
    right = bool(cells) and all(_NUMBER.fullmatch(cell) or not cell for cell in cells) and any(cells)
    if right:
        cells = _aligned(cells)
    width = max(len(name) + _MIN_PAD, *(len(cell) for cell in cells), 0) if cells else len(name) + _MIN_PAD
    pad: Callable[[str], str] = (lambda text: text.rjust(width)) if right else (lambda text: text.ljust(width))
    return [pad(text) for text in (name, *cells)], ("-" * (width + 1) + ":") if right else (":" + "-" * (width + 1))


def _aligned(cells: list[str]) -> list[str]:
    decimals = max(len(cell.partition(".")[2]) + ("." in cell) for cell in cells)
    return [
        cell + " " * (decimals - len(cell.partition(".")[2]) - ("." in cell)) if decimals else cell for cell in cells
    ]


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return text.replace("|", "\\|").replace("\n", " ") if isinstance(value, str) else text


def variables(template: str, *, double: bool = False) -> list[str]:
    """The names in a template, in order, once each."""
    found = _MUSTACHE.findall(template) if double else [name for name in _NAME.findall(template) if name]
    return list(dict.fromkeys(name.strip() for name in found))


def fill(
    template: str, values: Mapping[str, Any], *, missing: Callable[[str], str] | None = None, double: bool = False
) -> str:
    """Replace {name} by its value; doubled braces stand for themselves. No attributes, no calls, no formats."""

    def value_of(name: str) -> str:
        if name in values:
            found = values[name]
            return found if isinstance(found, str) else as_line(found)
        if missing is None:
            raise ComponentError(f'The template needs a value for "{name}".', field=name)
        return missing(name)

    if double:
        return _MUSTACHE.sub(lambda match: value_of(match.group(1).strip()), template)

    def replace(match: re.Match[str]) -> str:
        whole = match.group(0)
        if whole in ("{{", "}}"):
            return whole[0]
        return value_of(match.group(1).strip()) if match.group(1) else whole

    return _NAME.sub(replace, template)


def as_line(value: Any) -> str:
    """A value inside of a template: the text of messages, the text of JSON, anything else as Python shows it."""
    if isinstance(value, Message):
        return value.text
    if isinstance(value, JSON):
        return value.text or str(value.data)
    return "" if value is None else as_text(value) if isinstance(value, Table) else str(value)
