"""A component's page of documentation, out of its declaration."""

from __future__ import annotations

import json
from typing import Any

from runyard_sdk.component import Component, ComponentSpec
from runyard_sdk.fieldspec import FieldSpec

_KEPT = "Kept for files of other versions"


def page(cls: type[Component]) -> str:
    """The page in markdown."""
    spec = cls.spec()
    parts = [
        f"# {spec.title}",
        spec.description,
        _facts(spec),
        _table("Fields", _FIELD_HEAD, [_field(one) for one in spec.fields]),
    ]
    outputs = [[f"`{one.name}`", one.title, " or ".join(one.types), _summary(cls, one.method)] for one in spec.outputs]
    parts.append(_table("Outputs", ("name", "shown as", "type", "what it is"), outputs))
    return "\n\n".join(part for part in parts if part) + "\n"


_FIELD_HEAD = ("name", "shown as", "kind", "default", "accepts", "what it is for")


def _facts(spec: ComponentSpec) -> str:
    names = ", ".join(f"`{name}`" for name in (spec.type, *spec.aliases))
    marks = [word for word, holds in (("legacy", spec.legacy), ("beta", spec.beta)) if holds]
    notes = (
        f" It is {' and '.join(marks)}: kept for existing flows." if spec.legacy else " It is beta." if marks else ""
    )
    return f"Type in flow files: {names}. Category: {spec.category}.{notes}"


def _field(field: FieldSpec) -> list[str]:
    marks = [
        word for word, holds in (("required", field.required), ("list", field.many), ("tool", field.tool_mode)) if holds
    ]
    kind = field.kind.replace("_", " ") + (f" ({', '.join(marks)})" if marks else "")
    info = field.info or (_KEPT + "." if not field.show else "")
    return [f"`{field.name}`", field.title, kind, _default(field.initial()), ", ".join(field.input_types or ()), info]


def _default(value: Any) -> str:
    if value in ("", None, [], {}):
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text.replace("\n", "\\n")
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"


def _summary(cls: type[Component], method: str) -> str:
    doc = getattr(cls, method).__doc__ or ""
    return " ".join(doc.split("\n\n")[0].split())


def _table(title: str, head: tuple[str, ...], rows: list[list[str]]) -> str:
    if not rows:
        return ""
    lines = [head, tuple("---" for _ in head), *rows]
    return f"## {title}\n\n" + "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
