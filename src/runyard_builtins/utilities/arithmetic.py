"""Arithmetic on plain numbers, by walking the parsed expression: no names, no calls, no code."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable

_SIGNS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_LONGEST = 1000
_LARGEST = 1e300


class NotArithmetic(ValueError):
    """The text is no arithmetic on plain numbers."""


def evaluate(expression: str) -> float:
    """The value of an expression with + - * / ** and parentheses."""
    if len(expression) > _LONGEST:
        raise NotArithmetic("The expression is too long")
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise NotArithmetic("Invalid expression") from None
    return _value(tree.body)


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
        left, right = _value(node.left), _value(node.right)
        if isinstance(node.op, ast.Pow):
            _check_power(left, right)
        found = _SIGNS[type(node.op)](left, right)
        if isinstance(found, complex) or abs(found) > _LARGEST:
            raise NotArithmetic("The result is no plain number")
        return found
    raise NotArithmetic(f"Unsupported operation or expression type: {type(node).__name__}")


def _check_power(left: float, right: float) -> None:
    if abs(right) > 1024 or (abs(left) > 1 and abs(right) * len(str(abs(left))) > 400):
        raise NotArithmetic("The power is too large")


def written(value: float) -> str:
    """A number as text: up to six decimals, no trailing zeros."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
