"""A small language for picking values out of JSON: paths, pipes, select, map, objects and lists, in the notation of jq.

Only reads; there are no definitions, no assignments and no access to anything outside of the value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from runyard_builtins.data.filters import (
    COMPARE,
    MATH,
    PLAIN,
    WITH,
    Filter,
    QueryError,
    both,
    chain,
    constant,
    deep,
    each,
    item,
    key,
    pair,
    quiet,
    truthy,
)

_TOKEN = re.compile(
    r'\s*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<number>\d+(?:\.\d+)?)|(?P<field>\.[A-Za-z_]\w*)|(?P<word>[A-Za-z_]\w*)'
    r"|(?P<mark>==|!=|<=|>=|\.\.|[.\[\](){},:|?<>+\-*/]))"
)


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
                raise QueryError(f'The query "{query}" cannot be read at "{stripped[end : end + 10]}".')
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
            left = chain(left, self.comma())
        return left

    def comma(self) -> Filter:
        left = self.either()
        while self.take(","):
            left = both(left, self.either())
        return left

    def either(self) -> Filter:
        left = self.every()
        while self.take("or"):
            left = pair(left, self.every(), lambda a, b: truthy(a) or truthy(b))
        return left

    def every(self) -> Filter:
        left = self.compare()
        while self.take("and"):
            left = pair(left, self.compare(), lambda a, b: truthy(a) and truthy(b))
        return left

    def compare(self) -> Filter:
        left = self.sums(("+", "-"), lambda: self.sums(("*", "/"), self.path))
        for sign, rule in COMPARE.items():
            if self.take(sign):
                return pair(left, self.sums(("+", "-"), lambda: self.sums(("*", "/"), self.path)), rule)
        return left

    def sums(self, signs: tuple[str, ...], inner: Callable[[], Filter]) -> Filter:
        left = inner()
        while self.peek(*signs):
            sign = self.tokens[self.at][1]
            self.at += 1
            left = pair(left, inner(), MATH[sign])
        return left

    def path(self) -> Filter:
        found = self.start()
        while True:
            if self.at < len(self.tokens) and self.tokens[self.at][0] == "field":
                found = chain(found, key(self.tokens[self.at][1][1:]))
                self.at += 1
            elif self.take("["):
                found = chain(found, self.inside())
            elif self.take("?"):
                found = quiet(found)
            elif self.peek(".") and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1][1] == "[":
                self.at += 1
            else:
                return found

    def inside(self) -> Filter:
        if self.take("]"):
            return each
        nothing = constant(None)
        first = nothing if self.peek(":") else self.pipe()
        if self.take(":"):
            stop = nothing if self.peek("]") else self.pipe()
            self.expect("]")
            return lambda value: iter([value[next(first(value)) : next(stop(value))]])
        self.expect("]")
        return lambda value: (item(value, at) for at in first(value))

    def start(self) -> Filter:
        if self.at >= len(self.tokens):
            raise QueryError(f'The query "{self.query}" ends too early.')
        group, text = self.tokens[self.at]
        self.at += 1
        if group == "field":
            return key(text[1:])
        if group in ("string", "number"):
            return constant(json.loads(text))
        if group == "word":
            return self.word(text)
        return self.mark(text)

    def mark(self, text: str) -> Filter:
        if text == ".":
            return self.quoted()
        if text == "..":
            return deep
        if text == "-":
            inner = self.path()
            return lambda value: (-made for made in inner(value))
        if text == "(":
            inner = self.pipe()
            self.expect(")")
            return inner
        if text == "[":
            if self.take("]"):
                return constant([])
            inner = self.pipe()
            self.expect("]")
            return lambda value: iter([list(inner(value))])
        if text == "{":
            return self.object()
        raise QueryError(f'The query "{self.query}" cannot be read at "{text}".')

    def quoted(self) -> Filter:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "string":
            self.at += 1
            return key(json.loads(self.tokens[self.at - 1][1]))
        return lambda value: iter([value])

    def object(self) -> Filter:
        entries: list[tuple[str, Filter]] = []
        while not self.take("}"):
            group, text = self.tokens[self.at]
            self.at += 1
            name = json.loads(text) if group == "string" else text
            entries.append((name, self.entry() if self.take(":") else key(name)))
            if not self.take(",") and not self.peek("}"):
                raise QueryError(f'The query "{self.query}" lacks a "}}".')
        return lambda value: iter([{name: next(made(value)) for name, made in entries}])

    def entry(self) -> Filter:
        found = self.either()
        while self.take("|"):
            found = chain(found, self.either())
        return found

    def word(self, name: str) -> Filter:
        if name in ("true", "false", "null"):
            return constant(json.loads(name))
        if name == "empty":
            return lambda value: iter([])
        if self.take("("):
            inner = self.pipe()
            self.expect(")")
            if name == "select":
                return lambda value: (value for kept in inner(value) if truthy(kept))
            if name in WITH:
                return lambda value: iter([WITH[name](value, inner)])
        elif name in PLAIN:
            return lambda value: iter([PLAIN[name](value)])
        raise QueryError(f'The query uses "{name}", which is not offered here.')
