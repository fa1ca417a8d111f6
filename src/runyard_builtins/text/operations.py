"""One chosen operation on text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from runyard_sdk import JSON, Component, ComponentError, Context, Message, Table, output
from runyard_sdk import fields as f

_ICONS = {
    "Word Count": "hash",
    "Case Conversion": "type",
    "Text Replace": "replace",
    "Text Extract": "search",
    "Text Head": "chevron-left",
    "Text Tail": "chevron-right",
    "Text Strip": "minus",
    "Text Join": "link",
    "Text Clean": "sparkles",
    "Text to DataFrame": "table",
}
_OF = {
    "Word Count": ["count_words", "count_characters", "count_lines"],
    "Case Conversion": ["case_type"],
    "Text Replace": ["search_pattern", "replacement_text", "use_regex"],
    "Text Extract": ["extract_pattern", "max_matches"],
    "Text Head": ["head_characters"],
    "Text Tail": ["tail_characters"],
    "Text Strip": ["strip_mode", "strip_characters"],
    "Text Join": ["text_input_2"],
    "Text Clean": ["remove_extra_spaces", "remove_special_chars", "remove_empty_lines"],
    "Text to DataFrame": ["table_separator", "has_header"],
}


class TextOperations(Component):
    """Does one chosen thing with a text: count, change case, replace, extract, cut, strip, join, clean, or read as a table."""

    title = "Text Operations"
    icon = "type"
    category = "processing"
    cheap = True
    reveals = _OF

    text_input: str = f.multiline(title="Text Input", required=True, info="The text to work on.")
    operation: list[Any] = f.sortable(
        placeholder="Select Operation",
        limit=1,
        options=[{"name": name, "icon": icon} for name, icon in _ICONS.items()],
        info="What to do.",
    )
    table_separator: str = f.text(default="|", show=False, info="What stands between two cells.")
    has_header: bool = f.boolean(
        title="Has Header", default=True, advanced=True, show=False, info="The first line names the columns."
    )
    count_words: bool = f.boolean(default=True, advanced=True, show=False, info="Count words.")
    count_characters: bool = f.boolean(default=True, advanced=True, show=False, info="Count letters.")
    count_lines: bool = f.boolean(default=True, advanced=True, show=False, info="Count lines.")
    case_type: str = f.dropdown(
        default="lowercase",
        show=False,
        options=["uppercase", "lowercase", "title", "capitalize", "swapcase"],
        info="The new case.",
    )
    use_regex: bool = f.boolean(title="Use Regex", show=False, info="Read the search text as a regular expression.")
    search_pattern: str = f.text(show=False, info="What to look for.")
    replacement_text: str = f.text(show=False, info="What to put there.")
    extract_pattern: str = f.text(show=False, info="A regular expression for what to extract.")
    max_matches: int = f.integer(default=10, show=False, info="How many at most.")
    head_characters: int = f.integer(title="Characters from Start", default=100, show=False, info="How many letters.")
    tail_characters: int = f.integer(title="Characters from End", default=100, show=False, info="How many letters.")
    strip_mode: str = f.dropdown(default="both", show=False, options=["both", "left", "right"], info="At which end.")
    strip_characters: str = f.text(show=False, info="Which letters to strip; empty means white space.")
    text_input_2: str = f.multiline(title="Second Text Input", show=False, info="The text to add.")
    remove_extra_spaces: bool = f.boolean(default=True, show=False, info="Several spaces become one.")
    remove_special_chars: bool = f.boolean(
        title="Remove Special Characters",
        show=False,
        info="Drop everything but letters, digits and marks of a sentence.",
    )
    remove_empty_lines: bool = f.boolean(show=False, info="Drop empty lines.")

    @classmethod
    def live_outputs(cls, values: dict[str, Any]) -> list[str] | None:
        """Counting gives JSON, reading a table gives a table, everything else a message."""
        name = chosen(values.get("operation"))
        return [{"Word Count": "data", "Text to DataFrame": "dataframe"}.get(name or "", "message")] if name else []

    @output("message", title="Message", offered=False)
    def get_message(self, ctx: Context) -> Message:
        """The resulting text."""
        made = self._result()
        text = "\n".join(f"{key}: {value}" for key, value in made.items()) if isinstance(made, dict) else made
        if not isinstance(text, str):
            raise ComponentError("This operation gives a table; use the table output.", field="operation")
        ctx.status(text)
        return Message(text)

    @output("data", title="JSON", offered=False)
    def get_data(self, ctx: Context) -> JSON:
        """The counts, or the text."""
        made = self._result()
        return JSON(made if isinstance(made, dict) else {"text": made})

    @output("dataframe", title="Table", offered=False)
    def get_dataframe(self, ctx: Context) -> Table:
        """The text as a table."""
        made = self._result()
        return made if isinstance(made, Table) else Table([{"text": made}])

    def _result(self) -> Any:
        name = chosen(self.operation)
        if name is None:
            return ""
        if name not in _OPERATIONS:
            raise ComponentError(f'There is no operation "{name}" on text.', field="operation")
        return _OPERATIONS[name](self)


def chosen(rows: Any) -> str | None:
    """The first picked option."""
    return next((row.get("name") for row in rows or [] if isinstance(row, dict)), None)


def _count(node: TextOperations) -> dict[str, int]:
    words = node.text_input.split()
    made = {"word_count": len(words), "unique_words": len({word.lower() for word in words})} if node.count_words else {}
    if node.count_characters:
        made |= {
            "character_count": len(node.text_input),
            "character_count_no_spaces": len(node.text_input.replace(" ", "")),
        }
    if node.count_lines:
        lines = node.text_input.split("\n")
        made |= {"line_count": len(lines), "non_empty_lines": sum(1 for line in lines if line.strip())}
    return made


def _case(node: TextOperations) -> str:
    rules: dict[str, Callable[[str], str]] = {
        "uppercase": str.upper,
        "lowercase": str.lower,
        "title": str.title,
        "capitalize": str.capitalize,
        "swapcase": str.swapcase,
    }
    return rules.get(node.case_type, str)(node.text_input)


def _replace(node: TextOperations) -> str:
    if not node.search_pattern:
        return node.text_input
    if not node.use_regex:
        return node.text_input.replace(node.search_pattern, node.replacement_text)
    return _pattern(node.search_pattern, "search_pattern").sub(node.replacement_text, node.text_input)


def _extract(node: TextOperations) -> str:
    found = [match.group(0) for match in _pattern(node.extract_pattern, "extract_pattern").finditer(node.text_input)]
    return "\n".join(found[: node.max_matches or None])


def _pattern(text: str, field: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as wrong:
        raise ComponentError(f"This is no regular expression: {wrong}.", field=field) from None


def _strip(node: TextOperations) -> str:
    letters = node.strip_characters or None
    rules: dict[str, Callable[..., str]] = {"left": str.lstrip, "right": str.rstrip}
    return rules.get(node.strip_mode, str.strip)(node.text_input, letters)


def _join(node: TextOperations) -> str:
    return "\n".join(text for text in (node.text_input, node.text_input_2) if text)


def _clean(node: TextOperations) -> str:
    text = node.text_input
    if node.remove_special_chars:
        text = re.sub(r"[^\w\s.,!?;:-]", "", text)
    if node.remove_empty_lines:
        text = "\n".join(line for line in text.split("\n") if line.strip())
    return re.sub(r"[ \t]+", " ", text) if node.remove_extra_spaces else text


def _table(node: TextOperations) -> Table:
    separator = node.table_separator or "|"
    lines = [line.strip() for line in node.text_input.strip().split("\n")]
    cells = [
        [cell.strip() for cell in line.strip(separator).split(separator)]
        for line in lines
        if line and not re.fullmatch(r"[\s|:+-]+", line)
    ]
    if not cells:
        return Table()
    names = cells[0] if node.has_header else [f"col_{number}" for number in range(len(cells[0]))]
    rows = cells[1:] if node.has_header else cells
    return Table([dict(zip(names, row + [""] * len(names), strict=False)) for row in rows], names)


_OPERATIONS: dict[str, Callable[[TextOperations], Any]] = {
    "Word Count": _count,
    "Case Conversion": _case,
    "Text Replace": _replace,
    "Text Extract": _extract,
    "Text Head": lambda node: node.text_input[: max(node.head_characters or 0, 0)],
    "Text Tail": lambda node: node.text_input[-node.tail_characters :] if (node.tail_characters or 0) > 0 else "",
    "Text Strip": _strip,
    "Text Join": _join,
    "Text Clean": _clean,
    "Text to DataFrame": _table,
}
