"""Holds an answer against a recorded one: masks, sets, free orders and shapes, as the README of the recordings describes them."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass, field
from typing import Any

from tests.golden.recording import CODE, Loader, pointer, strip_code

UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
MASKS = {  # what a placeholder of a recording may stand for
    "<jwt>": r"[\w.~+/=-]{8,}",
    "<apikey>": r"[\w*•.~+/=-]{8,}",
    "<timestamp>": r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2}| UTC)?",
    "<http-date>": r"[^;]+",
    "<stamp>": r"\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}",
    "<stamp2>": r"\d{8}_\d{6}",
    "<uuid>": UUID,
    "<hex32>": r"[0-9a-f]{32}",
    "<base-url>": r"https?://[^/\s\"]+",
    "<text>": r"(?s:.*)",
    "<error-text>": r"(?s:.+?)",
    "<seconds>": r"[\d.]+",
    "<name>": r".+",
    "<duration>": r".*",
    CODE: r"(?s:.*)",
}
PLACEHOLDER = re.compile("|".join(re.escape(name) for name in sorted(MASKS, key=len, reverse=True)))
SETS = {"to_run", "next_vertices_ids", "inactivated_vertices", "top_level_vertices", "ids"}
ANYTHING = ("<text>", "<duration>", CODE)


@dataclass
class Comparison:
    """One answer's differences; `fill` puts the values of this replay where the recording has their names."""

    fill: Any
    load: Loader
    status: int = 200
    unordered: list[str] = field(default_factory=list)
    ignore: list[str] = field(default_factory=list)
    at_least: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    values: list[tuple[str, Any, Any]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.missing and not self.values

    def differs(self, path: str, want: Any, got: Any) -> None:
        self.values.append((path or "/", want, short(got)))

    def body(self, want: Any, got: Any, path: str = "") -> None:
        """Compare any JSON value; extra fields of an object are no difference."""
        if any(path == skipped or path.startswith(skipped + "/") for skipped in self.ignore):
            return
        if path == "/detail" and self.status == 422 and isinstance(want, list):
            self.validation_errors(want, got, path)
        elif path.rsplit("/", 1)[-1] in SETS and texts(want) and texts(got):
            if sorted(self.fill(want)) != sorted(got):
                self.differs(path, sorted(want), sorted(got))
        elif want == "<number>":
            if isinstance(got, bool) or not isinstance(got, int | float):
                self.differs(path, "number", got)
        elif isinstance(want, dict):
            self.mapping(want, got, path)
        elif isinstance(want, list):
            self.array(want, got, path)
        elif isinstance(want, str):
            self.text(want, got, path)
        elif isinstance(want, bool) is not isinstance(got, bool) or not (same_number(want, got) or want == got):
            self.differs(path, want, got)

    def mapping(self, want: dict, got: Any, path: str) -> None:
        if "$same" in want:
            want, got = self.load({"$file": want["$same"]}), strip_code(copy.deepcopy(got))
        if "$pick" in want:
            self.picked(want["$pick"], got)
        elif "$shape" in want:
            self.shape(want["$shape"], got, path)
        elif not isinstance(got, dict):
            self.differs(path, "object", got)
        else:
            for key, value in want.items():
                self.member(key, value, got, path)

    def member(self, key: str, want: Any, got: dict, path: str) -> None:
        name = self.fill(key)
        if "<uuid>" in name:
            name = next((k for k in got if re.fullmatch(self.pattern(key), k)), name)
        if name in got:
            self.body(want, got[name], f"{path}/{name}")
        else:
            self.missing.append(f"{path}/{name}")

    def picked(self, parts: dict[str, Any], got: Any) -> None:
        for where, want in parts.items():
            try:
                part = pointer(got, where)
            except (KeyError, IndexError, TypeError, ValueError, StopIteration):
                self.missing.append(where)
            else:
                self.body(want, part, where)

    def array(self, want: list, got: Any, path: str) -> None:
        if not isinstance(got, list):
            self.differs(path, "list", got)
        elif path in self.unordered or "*" in self.unordered:
            self.any_order(want, got, path)
        else:
            short_of = len(got) < len(want) if path in self.at_least else len(got) != len(want)
            if short_of:
                self.differs(path, f"{len(want)} elements", f"{len(got)} elements")
            for i, (one, other) in enumerate(zip(want, got, strict=False)):
                self.body(one, other, f"{path}/{i}")

    def any_order(self, want: list, got: list, path: str) -> None:
        rest = list(got)
        for one in want:
            tries = [self.alone(one, other, f"{path}/?") for other in rest]
            if not tries:
                self.differs(path, f"an element like {short(one)}", "none")
                continue
            best = min(range(len(tries)), key=lambda i: len(tries[i].missing) + len(tries[i].values))
            self.missing += tries[best].missing
            self.values += tries[best].values
            rest.pop(best)
        if rest and path not in self.at_least:
            self.differs(path, f"{len(want)} elements", f"{len(got)} elements")

    def alone(self, want: Any, got: Any, path: str) -> Comparison:
        one = Comparison(self.fill, self.load, self.status, self.unordered, self.ignore, self.at_least)
        one.body(want, got, path)
        return one

    def validation_errors(self, want: list, got: Any, path: str) -> None:
        """Of a 422 only which fields are wrong and how is compared, not the words."""
        if not isinstance(got, list):
            return self.differs(path, "list of validation errors", got)
        mine, theirs = ({(e.get("type"), tuple(map(str, e.get("loc") or ()))) for e in x} for x in (want, got))
        if mine != theirs:
            self.differs(path, sorted(map(str, mine)), sorted(map(str, theirs)))
        return None

    def text(self, want: str, got: Any, path: str) -> None:
        matches = isinstance(got, str) and re.fullmatch(self.pattern(want), got, re.DOTALL)
        if not matches and want not in ANYTHING:
            self.differs(path, self.fill(want), got)

    def pattern(self, text: str) -> str:
        """A recorded text as a regular expression: placeholders match, everything else is literal."""
        text, out, at = self.fill(text), "", 0
        for found in PLACEHOLDER.finditer(text):
            out += re.escape(text[at : found.start()]) + MASKS[found.group(0)]
            at = found.end()
        return out + re.escape(text[at:])

    def shape(self, want: Any, got: Any, path: str) -> None:
        """Keys and types only, for bodies too large or too changeable to keep."""
        kind = type(got).__name__
        if isinstance(want, dict):
            if not isinstance(got, dict):
                return self.differs(path, "object", got)
            for key, value in want.items():
                if key in got:
                    self.shape(value, got[key], f"{path}/{key}")
                else:
                    self.missing.append(f"{path}/{key}")
        elif isinstance(want, list):
            if not isinstance(got, list):
                return self.differs(path, "list", got)
            if want and got:
                self.shape(want[0], got[0], f"{path}/0")
        elif kind != want and got is not None and want != "NoneType" and not {want, kind} <= {"int", "float"}:
            self.differs(path, want, kind)
        return None

    def headers(self, expect: dict, answer: dict) -> None:
        """The few headers a recording keeps, the content type and the attributes of cookies."""
        for name, want in (expect.get("headers") or {}).items():
            if name not in answer["headers"]:
                self.missing.append(f"header:{name}")
            elif not re.fullmatch(self.pattern(want), answer["headers"][name]):
                self.differs(f"header:{name}", self.fill(want), answer["headers"][name])
        kind = (answer["headers"].get("content-type") or "").split(";")[0]
        if expect.get("content_type", "") != kind:
            self.differs("header:content-type", expect.get("content_type"), kind)
        for cookie in expect.get("set_cookie") or []:
            self.cookie(cookie, answer.get("set_cookie") or [])

    def cookie(self, want: str, got: list[str]) -> None:
        name = want.split("=", 1)[0]
        mine = next((c for c in got if c.startswith(name + "=")), None)
        if mine is None:
            self.missing.append(f"set-cookie:{name}")
        elif attributes(want) != attributes(mine):
            self.differs(f"set-cookie:{name}", sorted(attributes(want)), sorted(attributes(mine)))


def attributes(cookie: str) -> set[str]:
    """A cookie's attributes; those that hold a time count by name."""
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    return {p.partition("=")[0] if p.startswith(("expires", "max-age")) else p for p in parts}


def texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(x, str) for x in value)


def same_number(one: Any, other: Any) -> bool:
    numbers = all(isinstance(x, int | float) and not isinstance(x, bool) for x in (one, other))
    return numbers and abs(one - other) < 1e-9


def short(value: Any, limit: int = 160) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= limit else text[:limit] + "..."
