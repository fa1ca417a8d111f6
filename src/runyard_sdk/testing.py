"""For authors: an in-memory context that records what a component does, and a ready test class made from a declaration.

from runyard_sdk.testing import Case, component_tests
TestShout = component_tests(Shout, [Case({"text": "hi"}, {"result": "HI"})])
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from runyard_sdk.component import Component
from runyard_sdk.data import JSON, Table
from runyard_sdk.errors import ComponentError
from runyard_sdk.fake_context import FakeContext
from runyard_sdk.fieldspec import FieldSpec
from runyard_sdk.messages import Message
from runyard_sdk.standins import (
    Answer,
    HeldClock,
    LetterEmbeddings,
    MemoryCollection,
    MemoryFiles,
    RecordedHttp,
    ScriptedModel,
)
from runyard_sdk.values import dump, load, plain

__all__ = [
    "Answer",
    "Case",
    "FakeContext",
    "HeldClock",
    "LetterEmbeddings",
    "MemoryCollection",
    "MemoryFiles",
    "RecordedHttp",
    "ScriptedModel",
    "bare",
    "component_tests",
    "produce",
]


@dataclass
class Case:
    """Values of fields, and the value that each output must give: a text, an object, rows, or a check of the value."""

    values: dict[str, Any]
    outputs: dict[str, Any]
    context: Callable[[], FakeContext] = FakeContext


def bare(value: Any) -> Any:
    """A value without its wrapping, for comparing: text, object, rows."""
    if isinstance(value, Message):
        return value.text
    if isinstance(value, JSON):
        return plain(value.data)
    if isinstance(value, Table):
        return plain(value.rows)
    return [bare(item) for item in value] if isinstance(value, list) else value


def produce(component: Component, output: str, ctx: FakeContext | None = None) -> Any:
    """Make one output's value, from a plain test function."""
    return asyncio.run(component.produce(output, ctx or FakeContext()))


def component_tests(cls: type[Component], cases: Iterable[Case] = ()) -> type:
    """A test class: the declaration is sane, the template holds it, wrong values are refused by name, the cases hold."""
    given = list(cases)

    class ComponentTests:
        def test_the_declaration_is_sane(self) -> None:
            spec = cls.spec()
            assert spec.title and spec.description and spec.icon, "title, docstring and icon are shown to people"
            assert all(one.types for one in spec.outputs)
            assert all(one.title for one in spec.fields)

        def test_the_template_holds_the_declaration(self) -> None:
            template = json.loads(json.dumps(cls.template()))
            assert template["field_order"] == [one.name for one in cls.spec().fields]
            fresh = {
                name: shape["value"] for name, shape in template["template"].items() if name in template["field_order"]
            }
            assert cls(**fresh).extra == {}

        def test_values_that_do_not_fit_are_refused_with_the_name_of_the_field(self) -> None:
            for one in cls.spec().fields:
                wrong = _unfitting(one)
                if wrong is None:
                    continue
                try:
                    cls(**{one.name: wrong})
                except ComponentError as refused:
                    assert refused.field == one.name
                else:
                    raise AssertionError(f"{one.name} took {wrong!r}")

        def test_the_cases_give_what_they_promise(self) -> None:
            for case in given:
                for name, wanted in case.outputs.items():
                    made = produce(cls(**case.values), name, case.context())
                    assert wanted(made) if callable(wanted) else bare(made) == wanted, (case.values, name, made)
                    assert bare(load(dump(made))) == bare(made), "the value must survive being kept"

    ComponentTests.__name__ = ComponentTests.__qualname__ = f"Test{cls.__name__}"
    return ComponentTests


def _unfitting(one: FieldSpec) -> Any:
    """A value that a field of this kind must refuse, if there is one."""
    reads = one.of.reads
    if reads in ("integer", "number"):
        return "three"
    if reads == "text":
        return {"not": "a text"}
    return {"mapping": "no object", "rows": "no rows", "data": "no JSON", "dataframe": 7}.get(reads)
