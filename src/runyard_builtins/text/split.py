"""Long texts into chunks."""

from __future__ import annotations

import re
from typing import Any

from runyard_sdk import JSON, Component, ComponentError, Context, Message, Table, output
from runyard_sdk import fields as f


class SplitText(Component):
    """Cuts texts at a separator and packs the pieces into chunks of a given size, with some overlap."""

    title = "Split Text"
    icon = "scissors-line-dashed"
    category = "processing"
    cheap = True

    data_inputs: Any = f.handle(title="Input", required=True, info="The texts.")
    chunk_overlap: int = f.integer(default=200, info="How many letters of a chunk the next one repeats.")
    chunk_size: int = f.integer(default=1000, info="The most letters of a chunk, where the separator allows it.")
    separator: str = f.message_text(default="\n", info="Where to cut.")
    text_key: str = f.message_text(default="text", advanced=True, info="The entry or column that is cut.")
    keep_separator: str = f.dropdown(
        default="False",
        advanced=True,
        options=["False", "True", "Start", "End"],
        info="Keep the separator, and at which end of a piece.",
    )
    clean_output: bool = f.boolean(advanced=True, info="Give only the chunk, without the other fields of its source.")

    @output("dataframe", title="Chunks")
    def split_text(self, ctx: Context) -> Table:
        """One row per chunk."""
        separator = self.separator or "\n"
        rows = []
        for source in _sources(self.data_inputs, self.text_key or "text"):
            text = str(source.get(self.text_key or "text") or "")
            pieces = _pieces(text, separator, str(self.keep_separator))
            glue = separator if str(self.keep_separator) == "False" else ""
            for chunk in packed(pieces, glue, self.chunk_size or 1000, self.chunk_overlap or 0):
                rows.append({"text": chunk} if self.clean_output else {**source, (self.text_key or "text"): chunk})
        return Table(rows)


def _sources(value: Any, key: str) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [row for part in value for row in _sources(part, key)]
    if isinstance(value, Table):
        if value.rows and key not in value.columns:
            raise ComponentError(
                f'The table has no column "{key}"; it has {", ".join(value.columns)}.', field="text_key"
            )
        return value.rows
    if isinstance(value, JSON):
        return [value.data if key in value.data else value.data | {key: value.text}]
    if isinstance(value, Message):
        return [value.data]
    raise ComponentError("Split Text takes a message, JSON or a table.", field="data_inputs")


def _pieces(text: str, separator: str, keep: str) -> list[str]:
    parts = text.split(separator)
    if keep == "End":
        parts = [part + separator for part in parts[:-1]] + parts[-1:]
    elif keep in ("True", "Start"):
        parts = parts[:1] + [separator + part for part in parts[1:]]
    return [part for part in parts if part]


def packed(pieces: list[str], glue: str, size: int, overlap: int) -> list[str]:
    """Pieces joined into chunks of at most `size` letters; a piece that is longer stays whole."""
    if overlap > size:
        raise ComponentError("The overlap must not be larger than the chunk size.", field="chunk_overlap")
    chunks: list[str] = []
    current: list[str] = []
    length = 0
    for piece in pieces:
        added = len(piece) + (len(glue) if current else 0)
        if current and length + added > size:
            chunks.append(glue.join(current).strip())
            while current and (length > overlap or length + len(piece) + len(glue) > size):
                length -= len(current.pop(0)) + (len(glue) if current else 0)
            length = max(length, 0)
            added = len(piece) + (len(glue) if current else 0)
        current.append(piece)
        length += added
    if current:
        chunks.append(glue.join(current).strip())
    return [chunk for chunk in chunks if chunk]


class RegexExtractorComponent(Component):
    """Finds everything in a text that matches a pattern."""

    title = "Regex Extractor"
    icon = "regex"
    category = "processing"
    legacy = True
    cheap = True

    input_text: str = f.message_text(required=True, info="The text to search.")
    pattern: str = f.message_text(title="Regex Pattern", required=True, tool_mode=True, info="A regular expression.")

    @output("data", title="JSON")
    def extract_matches(self, ctx: Context) -> list[JSON]:
        """One JSON per match."""
        made = [JSON({"match": found}) for found in self._found()]
        ctx.status(made)
        return made

    @output("text", title="Message")
    def get_matches_text(self, ctx: Context) -> Message:
        """The matches, line by line."""
        text = "\n".join(self._found()) or "No matches found"
        ctx.status(text)
        return Message(text)

    def _found(self) -> list[str]:
        try:
            return [match.group(0) for match in re.finditer(self.pattern, self.input_text)]
        except re.error as wrong:
            raise ComponentError(f"This is no regular expression: {wrong}.", field="pattern") from None
