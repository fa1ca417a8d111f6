"""What queries over JSON are made of: filters that turn one value into any number of values, and the named functions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

Filter = Callable[[Any], Iterator[Any]]

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}
MATH: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: b if a is None else a if b is None else a | b if isinstance(a, dict) else a + b,
    "-": lambda a, b: [x for x in a if x not in b] if isinstance(a, list) else a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


class QueryError(ValueError):
    """The query cannot be read, or does not fit the value."""


def _length(value: Any) -> Any:
    return 0 if value is None else abs(value) if isinstance(value, int | float) else len(value)


def _total(values: list[Any]) -> Any:
    found: Any = None
    for value in values:
        found = MATH["+"](found, value)
    return found


def as_json_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def type_name(value: Any) -> str:
    names = {
        type(None): "null",
        bool: "boolean",
        int: "number",
        float: "number",
        str: "string",
        list: "array",
        dict: "object",
    }
    return names[type(value)]


PLAIN: dict[str, Callable[[Any], Any]] = {
    "length": _length,
    "not": lambda v: v in (None, False),
    "add": _total,
    "tostring": as_json_text,
    "keys": lambda v: sorted(v) if isinstance(v, dict) else list(range(len(v))),
    "values": lambda v: list(v.values()) if isinstance(v, dict) else v,
    "first": lambda v: v[0],
    "last": lambda v: v[-1],
    "tonumber": lambda v: v if isinstance(v, int | float) else float(v) if "." in v else int(v),
    "sort": sorted,
    "unique": lambda v: sorted(set(v)),
    "reverse": lambda v: v[::-1],
    "min": min,
    "max": max,
    "floor": lambda v: int(v // 1),
    "ascii_downcase": str.lower,
    "ascii_upcase": str.upper,
    "type": type_name,
    "any": any,
    "all": all,
    "to_entries": lambda v: [{"key": key, "value": item} for key, item in v.items()],
    "from_entries": lambda v: {row["key"]: row.get("value") for row in v},
    "fromjson": json.loads,
    "tojson": as_json_text,
}


WITH: dict[str, Callable[[Any, Filter], Any]] = {
    "map": lambda v, f: [made for item in v for made in f(item)],
    "sort_by": lambda v, f: sorted(v, key=lambda item: next(f(item))),
    "min_by": lambda v, f: min(v, key=lambda item: next(f(item))),
    "max_by": lambda v, f: max(v, key=lambda item: next(f(item))),
    "unique_by": lambda v, f: list({as_json_text(next(f(item))): item for item in v}.values()),
    "has": lambda v, f: next(f(v)) in v,
    "join": lambda v, f: next(f(v)).join(as_json_text(item) for item in v),
    "split": lambda v, f: v.split(next(f(v))),
    "startswith": lambda v, f: v.startswith(next(f(v))),
    "endswith": lambda v, f: v.endswith(next(f(v))),
    "contains": lambda v, f: next(f(v)) in v,
    "test": lambda v, f: re.search(next(f(v)), v) is not None,
    "with_entries": lambda v, f: {r["key"]: r["value"] for e in PLAIN["to_entries"](v) for r in f(e)},
}


def truthy(value: Any) -> bool:
    return value is not None and value is not False


def constant(made: Any) -> Filter:
    return lambda value: iter([made])


def key(name: str) -> Filter:
    return lambda value: iter([item(value, name)])


def item(value: Any, at: Any) -> Any:
    if value is None:
        return None
    if isinstance(at, str) and not isinstance(value, dict):
        raise QueryError(f'There is no "{at}" in {type_name(value)}.')
    if isinstance(value, dict):
        return value.get(at)
    return value[at] if -len(value) <= at < len(value) else None


def each(value: Any) -> Iterator[Any]:
    if not isinstance(value, dict | list):
        raise QueryError(f"There are no items in {type_name(value)}.")
    return iter(list(value.values()) if isinstance(value, dict) else value)


def deep(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict | list):
        for item in each(value):
            yield from deep(item)


def chain(first: Filter, second: Filter) -> Filter:
    return lambda value: (made for part in first(value) for made in second(part))


def both(first: Filter, second: Filter) -> Filter:
    def one_after_the_other(value: Any) -> Iterator[Any]:
        yield from first(value)
        yield from second(value)

    return one_after_the_other


def pair(first: Filter, second: Filter, rule: Callable[[Any, Any], Any]) -> Filter:
    return lambda value: (rule(a, b) for b in second(value) for a in first(value))


def quiet(inner: Filter) -> Filter:
    def without_errors(value: Any) -> Iterator[Any]:
        try:
            yield from inner(value)
        except (QueryError, TypeError, KeyError, IndexError):
            return

    return without_errors
