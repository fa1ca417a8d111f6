"""Values as text, markdown tables and templates."""

import pytest

from runyard_sdk import JSON, ComponentError, Message, Table, as_text, fill, markdown, variables


def test_json_is_shown_as_a_fenced_block():
    assert as_text(JSON({"result": "14"})) == '```json\n{\n  "result": "14"\n}\n```'


def test_a_list_is_shown_line_by_line():
    assert as_text(["a", Message("b")]) == "a\nb"


def test_nothing_is_shown_as_empty_text():
    assert as_text(None) == ""


def test_a_table_is_shown_as_aligned_markdown():
    table = Table([{"text": "<a>"}, {"text": "<b>"}])
    assert markdown(table) == "| text   |\n|:-------|\n| <a>    |\n| <b>    |"


def test_numbers_stand_right_and_missing_values_are_empty():
    table = Table([{"n": 1, "p": 2.5}, {"n": 20, "p": None}])
    assert markdown(table) == "|   n |   p |\n|----:|----:|\n|   1 | 2.5 |\n|  20 |     |"


def test_pipes_in_cells_are_escaped():
    assert "a\\|b" in markdown(Table([{"x": "a|b"}]))


def test_an_empty_table_is_an_empty_text():
    assert markdown(Table([])) == ""


def test_a_template_is_filled_and_doubled_braces_stand_for_themselves():
    assert fill("{a} {{b}}", {"a": Message("x")}) == "x {b}"


@pytest.mark.parametrize("template", ["{a.__class__}", "{a[0]}", "{a!r}", "{a:>10}"])
def test_a_template_gives_no_way_to_attributes_or_formats(template):
    assert fill(template, {"a": "secret"}, missing=lambda name: "?") == "?"


def test_a_missing_value_is_named():
    with pytest.raises(ComponentError, match='needs a value for "who"'):
        fill("Hi {who}", {})


def test_a_lonely_brace_stays_as_it_is():
    assert fill("a { b } }", {" b ": 1, "b": 1}) == "a 1 }"


def test_variables_are_listed_once_in_order():
    assert variables("Ask {a}{b} {a} {{literal}}") == ["a", "b"]
    assert variables("Ask {{ a }} {b}", double=True) == ["a"]


def test_double_braces_can_mark_variables():
    assert fill("{{a}} {b}", {"a": 1}, double=True) == "1 {b}"
