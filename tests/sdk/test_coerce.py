"""Reading field values: one rule per kind of field."""

import pytest

from runyard_sdk import JSON, ComponentError, FieldSpec, Message, Table
from runyard_sdk import fields as f


def named(field: FieldSpec) -> FieldSpec:
    field.name, field.title = "it", "It"
    return field


@pytest.mark.parametrize(
    ("field", "given", "wanted"),
    [
        (f.message_text(), "a\\nb", "a\nb"),
        (f.message_text(), Message("m"), "m"),
        (f.message_text(), JSON({"text": "j"}), "j"),
        (f.text(), 5, "5"),
        (f.message_text(many=True), "one", ["one"]),
        (f.message_text(many=True), "", []),
        (f.integer(), "7", 7),
        (f.integer(), "7.0", 7),
        (f.integer(), "", None),
        (f.number(), "2.5", 2.5),
        (f.slider(), 1, 1.0),
        (f.boolean(), "yes", True),
        (f.boolean(), "false", True),
        (f.boolean(), "", False),
        (f.mapping(), [{"key": "a", "value": 1}, {"key": "b", "value": 2}], {"a": 1, "b": 2}),
        (f.mapping(), [{"a": 1}, {"b": 2}], {"a": 1, "b": 2}),
        (f.mapping(), '{"a": 1}', {"a": 1}),
        (f.mapping(), "", {}),
        (f.nested(), {"a": {"b": 1}}, {"a": {"b": 1}}),
        (f.table(), "", []),
        (f.table(), {"a": 1}, [{"a": 1}]),
        (f.table(), Table([{"a": 1}]), [{"a": 1}]),
        (f.data(), {"a": 1}, JSON({"a": 1})),
        (f.data(many=True), [[JSON({"a": 1})], JSON({"b": 2})], [JSON({"a": 1}), JSON({"b": 2})]),
        (f.dataframe(), [{"a": 1}], Table([{"a": 1}])),
        (f.dataframe(), JSON({"a": 1}), Table([{"a": 1}])),
        (f.dropdown(), None, None),
        (f.file(), "", None),
        (f.file(), {"path": "u/a.txt", "name": "a.txt"}, "u/a.txt"),
        (f.file(many=True), "x/y.txt", ["x/y.txt"]),
        (f.handle("Tool", many=True), "", []),
    ],
)
def test_a_field_reads_what_files_and_edges_bring(field, given, wanted):
    assert named(field).coerce(given) == wanted


@pytest.mark.parametrize(
    ("field", "given", "sentence"),
    [
        (f.integer(), "three", '"It" must be a whole number, not str.'),
        (f.integer(), "2.5", '"It" must be a whole number, not str.'),
        (f.number(), "x", '"It" must be a number, not str.'),
        (f.message_text(), None, '"It" must be a text, not nothing.'),
        (f.multiline(), {"a": 1}, '"It" must be a text, not dict.'),
        (f.mapping(), 3, '"It" must be an object, not int.'),
        (f.data(), "no", '"It" must be JSON, not str.'),
        (f.dataframe(), [1], '"It" must be a table, not list.'),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_the_name_of_the_field(field, given, sentence):
    with pytest.raises(ComponentError) as refused:
        named(field).coerce(given)
    assert refused.value.message == sentence
    assert refused.value.field == "it"


def test_a_message_field_makes_a_message_of_text():
    assert named(f.message()).coerce("hi").text == "hi"


def test_a_field_knows_which_values_an_edge_may_bring():
    field = named(f.handle("Data", "Table"))
    assert field.fits(JSON({}))
    assert field.fits([Table([])])
    assert not field.fits(Message("no"))


def test_only_secrets_are_masked():
    assert named(f.secret()).password
    assert not named(f.message_text()).password
