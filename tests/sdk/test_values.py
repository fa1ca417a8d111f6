"""Messages, JSON, tables and their durable forms."""

from runyard_sdk import JSON, Embeddings, LanguageModel, Message, Properties, Source, Table, Tool
from runyard_sdk.values import dump, load, plain, type_of, types_meet


def test_a_message_survives_its_json_form():
    message = Message(
        "hi", "User", "Ann", "s", properties=Properties(source=Source("a", "b", "c"), state="partial"), id="1"
    )
    assert Message.from_json(message.to_json()) == message


def test_a_message_is_also_read_from_its_wrapped_form():
    assert Message.from_json({"text_key": "text", "data": {"text": "x", "sender": "AI"}}).text == "x"


def test_a_copy_shares_nothing():
    message = Message("a", files=["x"])
    copy = message.copy(text="b")
    copy.files.append("y")
    copy.properties.source.id = "z"
    assert (message.text, message.files, message.properties.source.id) == ("a", ["x"], None)


def test_an_unstored_message_has_no_id_among_its_data():
    assert "id" not in Message("a").data
    assert Message("a", id="1").data["id"] == "1"


def test_properties_are_written_like_a_record():
    assert str(Properties()).startswith("text_color=None background_color=None edited=False source=Source(id=None, ")


def test_json_is_read_from_wrapped_and_plain_objects():
    wrapped = JSON({"a": 1}, "a", "-")
    assert JSON.from_json(wrapped.to_json()) == wrapped
    assert JSON.from_json({"data": {"x": 1}, "more": 2}).data == {"data": {"x": 1}, "more": 2}


def test_a_table_keeps_the_order_of_its_columns():
    table = Table([{"b": 1}, {"a": 2, "b": 3}])
    assert table.columns == ["b", "a"]
    assert table.column("a") == [None, 2]
    assert Table.from_json(table.to_json()) == table


def test_every_value_survives_being_kept():
    for value in (Message("x"), JSON({"a": [1]}), Table([{"a": 1}]), "text", [JSON({}), Message("y")], None, 3):
        assert load(dump(value)) == value


def test_models_and_tools_are_kept_as_their_spec_and_revived():
    kept = [
        dump(LanguageModel({"model": "m"})),
        dump(Embeddings({"model": "e"})),
        dump(Tool("t", "d", {}, spec={"flow": "1"})),
    ]
    assert [one["type"] for one in kept] == ["LanguageModel", "Embeddings", "Tool"]
    revived = [load(one, lambda name, spec: (name, spec.get("model") or spec["spec"]["flow"])) for one in kept]
    assert revived == [("LanguageModel", "m"), ("Embeddings", "e"), ("Tool", "1")]
    assert load(kept[0]).spec == {"model": "m"}


def test_older_names_of_types_meet_the_newer_ones():
    assert types_meet(["Data"], ["JSON"])
    assert types_meet(["Table"], ["DataFrame", "Message"])
    assert not types_meet(["Message"], ["JSON"])


def test_types_are_told_apart():
    assert [type_of(value) for value in ("a", [1], 3, Message())] == ["Text", "List", "Any", "Message"]


def test_plain_turns_anything_into_json():
    assert plain({1: (Source("a"), {2})}) == {"1": [{"id": "a", "display_name": None, "source": None}, [2]]}
