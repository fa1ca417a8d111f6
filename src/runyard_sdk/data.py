"""JSON and Table: the two structured values that travel along edges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class JSON:
    """An object; text_key names the entry that is its text."""

    data: dict[str, Any] = field(default_factory=dict)
    text_key: str = "text"
    default_value: str | None = ""

    @property
    def text(self) -> str:
        """The text entry, or the default when there is none."""
        value = self.data.get(self.text_key, self.default_value)
        return "" if value is None else str(value)

    def to_json(self) -> dict[str, Any]:
        """The wrapped form of the API: text_key, data and default_value."""
        return {"text_key": self.text_key, "data": self.data, "default_value": self.default_value}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> JSON:
        """JSON out of its wrapped form; a plain object becomes the data."""
        inner = data.get("data")
        if isinstance(inner, dict) and set(data) <= {"text_key", "data", "default_value"}:
            return cls(inner, data.get("text_key") or "text", data.get("default_value", ""))
        return cls(dict(data))

    def __repr__(self) -> str:
        return f"JSON(text_key={self.text_key!r}, data={self.data!r}, default_value={self.default_value!r})"


class Table:
    """Rows with named columns; a value that a row lacks is None."""

    def __init__(self, rows: Iterable[dict[str, Any]] = (), columns: list[str] | None = None) -> None:
        self.rows = [dict(row) for row in rows]
        self.columns = list(columns) if columns is not None else _columns(self.rows)

    def column(self, name: str) -> list[Any]:
        """The values of one column, top to bottom."""
        return [row.get(name) for row in self.rows]

    def to_json(self) -> dict[str, Any]:
        """Rows and the order of the columns."""
        return {"rows": self.rows, "columns": self.columns}

    @classmethod
    def from_json(cls, data: dict[str, Any] | list[dict[str, Any]]) -> Table:
        """A table out of {rows, columns} or out of a plain list of rows."""
        if isinstance(data, list):
            return cls(data)
        return cls(data.get("rows", []), data.get("columns"))

    def __len__(self) -> int:
        return len(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.rows == other.rows and self.columns == other.columns

    def __repr__(self) -> str:
        return f"Table({self.rows!r}, columns={self.columns!r})"


def _columns(rows: list[dict[str, Any]]) -> list[str]:
    seen: dict[str, None] = {}
    for row in rows:
        seen.update(dict.fromkeys(row))
    return list(seen)
