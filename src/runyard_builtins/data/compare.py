"""Comparing two texts by a named rule."""

from __future__ import annotations

import re
from collections.abc import Callable

from runyard_sdk import ComponentError

COMPARISONS = ["equals", "not equals", "contains", "starts with", "ends with"]


def _numbers(rule: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    def compare(left: str, right: str) -> bool:
        try:
            return rule(float(left), float(right))
        except ValueError:
            return False

    return compare


def _pattern(left: str, right: str) -> bool:
    try:
        return re.match(right, left) is not None
    except re.error:
        return False


_RULES: dict[str, Callable[[str, str], bool]] = {
    "equals": lambda a, b: a == b,
    "not equals": lambda a, b: a != b,
    "contains": lambda a, b: b in a,
    "not contains": lambda a, b: b not in a,
    "starts with": str.startswith,
    "ends with": str.endswith,
    "regex": _pattern,
    "less than": _numbers(lambda a, b: a < b),
    "less than or equal": _numbers(lambda a, b: a <= b),
    "greater than": _numbers(lambda a, b: a > b),
    "greater than or equal": _numbers(lambda a, b: a >= b),
}


def matches(rule: str | None, left: str, right: str) -> bool:
    """Whether the texts fit the rule; a pattern or number that cannot be read does not fit."""
    if rule not in _RULES:
        raise ComponentError(f'There is no comparison "{rule}".', field="operator")
    return _RULES[rule](left, right)
