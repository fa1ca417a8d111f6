"""A small language for picking values out of JSON: paths, pipes, select, map, objects and lists, in the notation of jq.

Only reads; there are no definitions, no assignments and no access to anything outside of the value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

Filter = Callable[[Any], Iterator[Any]]

_TOKEN = re.compile(
    r'\s*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<number>\d+(?:\.\d+)?)|(?P<field>\.[A-Za-z_]\w*)|(?P<word>[A-Za-z_]\w*)'
    r"|(?P<mark>==|!=|<=|>=|\.\.|[.\[\](){},:|?<>+\-*/]))"
)
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b,
}
_MATH: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: b if a is None else a if b is None else a | b if isinstance(a, dict) else a + b,
    "-": lambda a, b: [x for x in a if x not in b] if isinstance(a, list) else a - b,
    "*": lambda a, b: a * b, "/": lambda a, b: a / b,
}


class QueryError(ValueError):
    """The query cannot be read, or does not fit the value."""


def _length(value: Any) -> int:
    return 0 if value is None else abs(value) if isinstance(value, int | float) else len(value)


def _total(values: list[Any]) -> Any:
    found: Any = None
    for value in values:
        found = _MATH["+"](found, value)
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _type(value: Any) -> str:
    names = {type(None): "null", bool: "boolean", int: "number", float: "number", str: "string", list: "array", dict: "object"}
    return names[type(value)]


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "length": _length, "not": lambda v: v in (None, False), "add": _total, "tostring": _text,
    "keys": lambda v: sorted(v) if isinstance(v, dict) else list(range(len(v))),
    "values": lambda v: list(v.values()) if isinstance(v, dict) else v, "first": lambda v: v[0], "last": lambda v: v[-1],
    "tonumber": lambda v: v if isinstance(v, int | float) else float(v) if "." in v else int(v), "sort": sorted,
    "unique": lambda v: sorted(set(v)), "reverse": lambda v: v[::-1], "min": min, "max": max, "floor": lambda v: int(v // 1),
    "ascii_downcase": str.lower, "ascii_upcase": str.upper, "type": _type, "any": any, "all": all,
    "to_entries": lambda v: [{"key": key, "value": item} for key, item in v.items()],
    "from_entries": lambda v: {row["key"]: row.get("value") for row in v}, "fromjson": json.loads, "tojson": _text,
}


_WITH: dict[str, Callable[[Any, Filter], Any]] = {
    "map": lambda v, f: [made for item in v for made in f(item)],
    "sort_by": lambda v, f: sorted(v, key=lambda item: next(f(item))),
    "min_by": lambda v, f: min(v, key=lambda item: next(f(item))),
    "max_by": lambda v, f: max(v, key=lambda item: next(f(item))),
    "unique_by": lambda v, f: list({_text(next(f(item))): item for item in v}.values()),
    "has": lambda v, f: next(f(v)) in v, "join": lambda v, f: next(f(v)).join(_text(item) for item in v),
    "split": lambda v, f: v.split(next(f(v))), "startswith": lambda v, f: v.startswith(next(f(v))),
    "endswith": lambda v, f: v.endswith(next(f(v))), "contains": lambda v, f: next(f(v)) in v,
    "test": lambda v, f: re.search(next(f(v)), v) is not None,
    "with_entries": lambda v, f: {r["key"]: r["value"] for e in _PLAIN["to_entries"](v) for r in f(e)},
}


def run(query: str, value: Any) -> list[Any]:
    """All results of a query over a value."""
    try:
        return list(_Reader(query).whole()(value))
    except QueryError:
        raise
    except (TypeError, KeyError, IndexError, ValueError, AttributeError, ZeroDivisionError, StopIteration) as wrong:
        raise QueryError(f'The query "{query}" does not fit this value: {wrong}.') from None


class _Reader:
    def __init__(self, query: str) -> None:
        self.query = query
        self.tokens = list(self._split(query))
        self.at = 0

    def _split(self, query: str) -> Iterator[tuple[str, str]]:
        end = 0
        stripped = query.rstrip()
        while end < len(stripped):
            match = _TOKEN.match(stripped, end)
            if match is None:
                raise QueryError(f'The query "{query}" cannot be read at "{stripped[end:end + 10]}".')
            yield match.lastgroup or "", match.group(match.lastgroup or 0)
            end = match.end()

    def peek(self, *texts: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][1] in texts and self.tokens[self.at][0] != "string"

    def take(self, text: str) -> bool:
        if self.peek(text):
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.take(text):
            raise QueryError(f'The query "{self.query}" lacks a "{text}".')

    def whole(self) -> Filter:
        found = self.pipe()
        if self.at < len(self.tokens):
            raise QueryError(f'The query "{self.query}" cannot be read at "{self.tokens[self.at][1]}".')
        return found

    def pipe(self) -> Filter:
        left = self.comma()
        while self.take("|"):
            left = _chain(left, self.comma())
        return left

    def comma(self) -> Filter:
        left = self.either()
        while self.take(","):
            left = _both(left, self.either())
        return left

    def either(self) -> Filter:
        left = self.every()
        while self.take("or"):
            left = _pair(left, self.every(), lambda a, b: _true(a) or _true(b))
        return left

    def every(self) -> Filter:
        left = self.compare()
        while self.take("and"):
            left = _pair(left, self.compare(), lambda a, b: _true(a) and _true(b))
        return left

    def compare(self) -> Filter:
        left = self.sums(("+", "-"), lambda: self.sums(("*", "/"), self.path))
        for sign, rule in _COMPARE.items():
            if self.take(sign):
                return _pair(left, self.sums(("+", "-"), lambda: self.sums(("*", "/"), self.path)), rule)
        return left

    def sums(self, signs: tuple[str, ...], inner: Callable[[], Filter]) -> Filter:
        left = inner()
        while self.peek(*signs):
            sign = self.tokens[self.at][1]
            self.at += 1
            left = _pair(left, inner(), _MATH[sign])
        return left

    def path(self) -> Filter:
        found = self.start()
        while True:
            if self.at < len(self.tokens) and self.tokens[self.at][0] == "field":
                found = _chain(found, _field(self.tokens[self.at][1][1:]))
                self.at += 1
            elif self.take("["):
                found = _chain(found, self.inside())
            elif self.take("?"):
                found = _quiet(found)
            elif self.peek(".") and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1][1] == "[":
                self.at += 1
            else:
                return found

    def inside(self) -> Filter:
        if self.take("]"):
            return _each
        if self.take(":"):
            stop = self.pipe()
            self.expect("]")
            return lambda value: iter([value[: next(stop(value))]])
        key = self.pipe()
        if self.take(":"):
            stop = None if self.peek("]") else self.pipe()
            self.expect("]")
            return lambda value: iter([value[next(key(value)) : next(stop(value)) if stop else None]])
        self.expect("]")
        return lambda value: (_get(value, at) for at in key(value))

    def start(self) -> Filter:
        if self.at >= len(self.tokens):
            raise QueryError(f'The query "{self.query}" ends too early.')
        group, text = self.tokens[self.at]
        self.at += 1
        if group == "field":
            return _field(text[1:])
        if group in ("string", "number"):
            return _constant(json.loads(text))
        if group == "word":
            return self.word(text)
        return self.mark(text)

    def mark(self, text: str) -> Filter:
        if text == ".":
            return self.quoted()
        if text == "..":
            return _deep
        if text == "-":
            inner = self.path()
            return lambda value: (-made for made in inner(value))
        if text == "(":
            inner = self.pipe()
            self.expect(")")
            return inner
        if text == "[":
            if self.take("]"):
                return _constant([])
            inner = self.pipe()
            self.expect("]")
            return lambda value: iter([list(inner(value))])
        if text == "{":
            return self.object()
        raise QueryError(f'The query "{self.query}" cannot be read at "{text}".')

    def quoted(self) -> Filter:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "string":
            self.at += 1
            return _field(json.loads(self.tokens[self.at - 1][1]))
        return lambda value: iter([value])

    def object(self) -> Filter:
        entries: list[tuple[str, Filter]] = []
        while not self.take("}"):
            group, text = self.tokens[self.at]
            self.at += 1
            name = json.loads(text) if group == "string" else text
            entries.append((name, self.entry() if self.take(":") else _field(name)))
            if not self.take(",") and not self.peek("}"):
                raise QueryError(f'The query "{self.query}" lacks a "}}".')
        return lambda value: iter([{name: next(made(value)) for name, made in entries}])

    def entry(self) -> Filter:
        found = self.either()
        while self.take("|"):
            found = _chain(found, self.either())
        return found

    def word(self, name: str) -> Filter:
        if name in ("true", "false", "null"):
            return _constant(json.loads(name))
        if name == "empty":
            return lambda value: iter([])
        if self.take("("):
            inner = self.pipe()
            self.expect(")")
            if name == "select":
                return lambda value: (value for kept in inner(value) if _true(kept))
            if name in _WITH:
                return lambda value: iter([_WITH[name](value, inner)])
        elif name in _PLAIN:
            return lambda value: iter([_PLAIN[name](value)])
        raise QueryError(f'The query uses "{name}", which is not offered here.')


def _true(value: Any) -> bool:
    return value is not None and value is not False


def _constant(made: Any) -> Filter:
    return lambda value: iter([made])


def _field(name: str) -> Filter:
    return lambda value: iter([_get(value, name)])


def _get(value: Any, at: Any) -> Any:
    if value is None:
        return None
    if isinstance(at, str) and not isinstance(value, dict):
        raise QueryError(f'There is no "{at}" in {_type(value)}.')
    if isinstance(value, dict):
        return value.get(at)
    return value[at] if -len(value) <= at < len(value) else None


def _each(value: Any) -> Iterator[Any]:
    if not isinstance(value, dict | list):
        raise QueryError(f"There are no items in {_type(value)}.")
    return iter(list(value.values()) if isinstance(value, dict) else value)


def _deep(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict | list):
        for item in _each(value):
            yield from _deep(item)


def _chain(first: Filter, second: Filter) -> Filter:
    return lambda value: (made for part in first(value) for made in second(part))


def _both(first: Filter, second: Filter) -> Filter:
    def one_after_the_other(value: Any) -> Iterator[Any]:
        yield from first(value)
        yield from second(value)

    return one_after_the_other


def _pair(first: Filter, second: Filter, rule: Callable[[Any, Any], Any]) -> Filter:
    return lambda value: (rule(a, b) for b in second(value) for a in first(value))


def _quiet(inner: Filter) -> Filter:
    def without_errors(value: Any) -> Iterator[Any]:
        try:
            yield from inner(value)
        except (QueryError, TypeError, KeyError, IndexError):
            return

    return without_errors
