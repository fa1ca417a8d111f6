"""Variables of a prompt become fields of its node, so that other nodes can feed them."""

from __future__ import annotations

import re
from typing import Any

from runyard.kit.errors import Invalid
from runyard_sdk.template import prompt_variable
from runyard_sdk.text import variables

NAME = re.compile(r"[^\W\d]\w*")


class BadPrompt(Invalid):
    """template: the prompt cannot be read."""


class IncompleteNode(Invalid):
    """frontend_node must be a component node with a template object and a custom_fields object."""


def names_in(template: str, *, mustache: bool = False) -> list[str]:
    """Variables of a prompt in order, each once; BadPrompt names what is wrong with it."""
    try:
        found = variables(template, double=mustache)
    except ValueError as wrong:
        raise BadPrompt(f"template: {wrong}") from None
    for name in found:
        if not NAME.fullmatch(name):
            raise BadPrompt(
                f"template: {{{name}}} is no variable name; use letters, digits and underscores, or double the braces."
            )
    return found


def with_fields(node: dict[str, Any], field: str, names: list[str]) -> dict[str, Any]:
    """The node with one field for each variable; variables that are gone take their fields along, values of the others stay."""
    template, custom = node.get("template"), node.get("custom_fields") or {}
    if not isinstance(template, dict) or not isinstance(custom, dict) or field not in template:
        raise IncompleteNode
    elsewhere = {name for other, used in custom.items() if other != field for name in used or ()}
    dropped = set(custom.get(field) or ()) - set(names) - elsewhere
    kept = {name: value for name, value in template.items() if name not in dropped}
    made = {name: kept.get(name) or prompt_variable(name) for name in names}
    return node | {"template": kept | made, "custom_fields": custom | {field: names}}
