"""SQL text made once from the typed models, so the hot path pays for no SQL construction and the models stay the only source."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any, Literal

from sqlalchemy import ClauseElement, Dialect, Insert, Table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite import dialect as SqliteDialect
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

DialectName = Literal["sqlite", "postgresql"]
Row = tuple[Any, ...] | Mapping[str, Any]

_DIALECTS: dict[DialectName, Dialect] = {
    "sqlite": SqliteDialect(paramstyle="qmark"),
    "postgresql": PGDialect_psycopg(paramstyle="format"),  # type: ignore[no-untyped-call]
}
_PACKS = (32, 8, 1)
_INSERTS: dict[DialectName, Callable[[Table], Any]] = {"sqlite": sqlite_insert, "postgresql": postgresql_insert}


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str
    default: Callable[[], Any]
    store: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL text of one dialect and the order of its parameters."""

    text: str
    slots: tuple[_Slot, ...]
    packs: dict[int, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Parameter names in the order a tuple row gives them."""
        return tuple(slot.name for slot in self.slots)

    def values(self, row: Row) -> tuple[Any, ...]:
        """A row as parameters: tuples are taken as stored values in order, mappings are converted by column type."""
        if isinstance(row, tuple):
            return row
        return tuple(s.store(row[s.name] if s.name in row else s.default()) for s in self.slots)

    def packed(self, rows: Sequence[Row]) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Many rows of an insert in few statements: each call into SQLite gives the interpreter away and has to get it back.
        The sizes are fixed, so their texts stay prepared."""
        start, left = 0, len(rows)
        for size in _PACKS:
            while left >= size:
                part = rows[start : start + size]
                yield self.pack(size), tuple(chain.from_iterable(map(self.values, part)))
                start, left = start + size, left - size

    def pack(self, size: int) -> str:
        """The text of an insert of so many rows."""
        text = self.packs.get(size)
        if text is None:
            marks = f"({', '.join('?' * len(self.slots))})"
            head, tail = self.text.split(f"VALUES {marks}")
            text = self.packs[size] = f"{head}VALUES {', '.join([marks] * size)}{tail}"
        return text


class Statement:
    """An insert, update or delete of the typed models; `names` states the order of tuple rows and is checked,
    `adds` that it is an insert of one row's values."""

    def __init__(
        self,
        clause: ClauseElement | Callable[[DialectName], ClauseElement],
        names: Sequence[str] | None = None,
        adds: bool = False,
    ) -> None:
        self._clause = clause
        self.adds = adds or isinstance(clause, Insert)
        self._names = None if names is None else tuple(names)
        self._compiled: dict[DialectName, Compiled] = {}

    def on(self, dialect: DialectName) -> Compiled:
        """The text for a dialect, compiled at first use."""
        found = self._compiled.get(dialect)
        if found is None:
            clause = self._clause if isinstance(self._clause, ClauseElement) else self._clause(dialect)
            found = self._compiled[dialect] = _compile(clause, _DIALECTS[dialect])
            if self._names is not None and found.names != self._names:
                raise TypeError(f"the statement takes {found.names}, its rows are written for {self._names}")
        return found

    @staticmethod
    def upsert(table: Table, keys: Sequence[str]) -> "Statement":
        """Insert whole rows; a row whose `keys` exist already is replaced by the new values."""

        def build(dialect: DialectName) -> ClauseElement:
            clause = _INSERTS[dialect](table)
            rest = {c.name: clause.excluded[c.name] for c in table.columns if c.name not in keys}
            built: ClauseElement = clause.on_conflict_do_update(index_elements=list(keys), set_=rest)
            return built

        return Statement(build, adds=True)


@lru_cache(maxsize=512)
def statement_of(clause: ClauseElement) -> Statement:
    """The statement of a Core construct; the same construct (a module constant) is compiled once."""
    return Statement(clause)


def _compile(clause: ClauseElement, dialect: Dialect) -> Compiled:
    if isinstance(clause, Insert):
        clause = clause.inline()  # no RETURNING: nobody reads what the journal writes
    compiled: Any = clause.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    order = compiled.positiontup or []
    return Compiled(str(compiled), tuple(_slot(name, compiled, clause, dialect) for name in order))


def _slot(name: str, compiled: Any, clause: ClauseElement, dialect: Dialect) -> _Slot:
    bind = compiled.binds[name]
    convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
    return _Slot(name, _default(name, bind, clause), convert or _as_is)


def _default(name: str, bind: Any, clause: ClauseElement) -> Callable[[], Any]:
    table = getattr(clause, "table", None)
    column = table.columns.get(name) if isinstance(clause, Insert) and table is not None else None
    default = getattr(column, "default", None)
    if default is not None and default.is_callable:
        return lambda: default.arg(None)
    fixed = default.arg if default is not None and default.is_scalar else bind.value
    return lambda: fixed


def _as_is(value: Any) -> Any:
    return value
