"""Components that work on JSON."""

import pytest

from runyard_builtins.data.convert import CreateList, DataToDataFrame, MessagetoData, TypeConverterComponent
from runyard_builtins.data.keys import (
    AlterMetadata,
    CreateData,
    ExtractaKey,
    FilterData,
    FilterDataValues,
    SelectData,
    UpdateData,
)
from runyard_builtins.data.load import CSVtoData, JSONtoData
from runyard_builtins.data.operations import DataOperations
from runyard_builtins.data.parse import JSONCleaner, ParseData, ParseDataFrame, ParseJSONData
from runyard_sdk import JSON, ComponentError, Message, Table
from runyard_sdk.testing import FakeContext, bare, produce

TWO = [JSON({"n": "one", "v": 1}), JSON({"n": "two", "v": 2})]


def operation(name, data, **values):
    return bare(produce(DataOperations(data=data, operations=[{"name": name}], **values), "data_output"))


def test_json_is_loaded_from_text_and_a_list_gives_several():
    assert bare(produce(JSONtoData(json_string='{"a": 1}'), "data")) == {"a": 1}
    assert bare(produce(JSONtoData(json_string="[{'n': 1}, 2]"), "data")) == [{"n": 1}, {"value": 2}]


def test_json_is_loaded_from_a_file():
    ctx = FakeContext(files={"u/a.json": b'{"a": 1}'})
    assert bare(produce(JSONtoData(json_file="u/a.json"), "data", ctx)) == {"a": 1}


def test_exactly_one_source_is_wanted():
    with pytest.raises(ComponentError, match="exactly one"):
        produce(JSONtoData(), "data")


def test_text_that_is_no_json_is_refused():
    with pytest.raises(ComponentError, match="not JSON"):
        produce(JSONtoData(json_string="just words"), "data")


def test_csv_gives_one_json_per_row():
    made = produce(CSVtoData(csv_string="n,v\na,1\nb,2", text_key="n"), "data_list")
    assert bare(made) == [{"n": "a", "v": "1"}, {"n": "b", "v": "2"}]
    assert made[0].text == "a"


def test_keys_are_selected_removed_renamed_and_set():
    data = JSON({"a": 1, "b": 2, "c": 3})
    assert operation("Select Keys", data, select_keys_input=["a", "b"]) == {"a": 1, "b": 2}
    assert operation("Remove Keys", data, remove_keys_input=["a"]) == {"b": 2, "c": 3}
    assert operation("Rename Keys", data, rename_keys_input={"a": "x"}) == {"x": 1, "b": 2, "c": 3}
    assert operation("Append or Update", data, append_update_data={"a": 9, "d": 4}) == {"a": 9, "b": 2, "c": 3, "d": 4}


def test_items_are_combined_key_by_key():
    assert operation("Combine", TWO) == {"n": ["one", "two"], "v": [1, 2]}


def test_lists_are_filtered_by_values():
    data = JSON({"rows": [{"c": "red"}, {"c": "blue"}]})
    assert operation("Filter Values", data, filter_key=["rows"], operator="starts with", filter_values={"c": "r"}) == {
        "rows": [{"c": "red"}]
    }


def test_literals_in_texts_are_read():
    assert operation("Literal Eval", JSON({"a": "[1, 2]", "b": "words", "c": "__import__('os')"})) == {
        "a": [1, 2],
        "b": "words",
        "c": "__import__('os')",
    }


def test_paths_and_queries_pick_values():
    data = JSON({"a": {"b": [1, 2]}})
    assert operation("Path Selection", data, selected_key=".a.b[0]") == {"result": 1}
    assert operation("JQ Expression", data, query=".a") == {"b": [1, 2]}


def test_a_missing_key_is_named():
    with pytest.raises(ComponentError, match="lacks: z"):
        operation("Select Keys", JSON({"a": 1}), select_keys_input=["z"])


def test_lines_are_made_of_items_and_rows():
    assert produce(ParseData(data=TWO, template="{n}={v}", sep="; "), "text").text == "one=1; two=2"
    assert bare(produce(ParseData(data=TWO, template="{n}"), "data_list"))[1] == {"n": "two", "v": 2, "text": "two"}
    assert produce(ParseDataFrame(df=Table([{"n": 1}, {"n": 2}]), template="<{n}>", sep=""), "text").text == "<1><2>"


def test_a_query_reads_json_text():
    made = produce(ParseJSONData(input_value=Message('{"a": 5}'), query=".a"), "filtered_data")
    assert bare(made) == [{"text": "5"}]


def test_text_that_is_no_json_fails_the_query():
    with pytest.raises(ComponentError, match="not JSON"):
        produce(ParseJSONData(input_value=Message("plain words"), query=".a"), "filtered_data")


def test_json_text_is_cleaned():
    assert produce(JSONCleaner(json_str="x {'a': 1,} y", validate_json=True), "output").text == '{"a": 1}'


def test_values_are_converted_into_one_another():
    convert = lambda value, output, **more: bare(produce(TypeConverterComponent(input_data=value, **more), output))  # noqa: E731
    assert convert(JSON({"a": 1, "b": "two"}), "message_output") == "{'a': 1, 'b': 'two'}"
    assert convert(JSON({"text": "t"}), "message_output") == "t"
    assert convert(Table([{"a": 1}]), "data_output") == {"records": [{"a": 1}]}
    assert convert(JSON({"records": [{"a": 1}]}), "dataframe_output") == [{"a": 1}]
    assert convert(Message('{"a": 1}'), "data_output", auto_parse=True) == {"a": 1}
    assert convert(Message("a,b\n1,2"), "dataframe_output", auto_parse=True) == [{"a": "1", "b": "2"}]
    assert convert(Message("x"), "dataframe_output") == [{"text": "x"}]


def test_texts_become_a_list_or_a_table():
    assert bare(produce(CreateList(texts=["a", "b"]), "list")) == [{"text": "a"}, {"text": "b"}]
    assert bare(produce(CreateList(texts=["a"]), "dataframe")) == [{"text": "a"}]


def test_a_message_becomes_json():
    assert bare(produce(MessagetoData(message=Message("x", "User")), "data"))["sender"] == "User"


def test_items_become_rows():
    assert bare(produce(DataToDataFrame(data_list=TWO), "dataframe"))[0] == {"n": "one", "v": 1}


def test_small_steps_on_keys():
    assert bare(produce(FilterData(data=JSON({"a": 1, "b": 2}), filter_criteria=["b"]), "filtered_data")) == {"b": 2}
    assert bare(
        produce(
            FilterDataValues(input_data=TWO, filter_key="n", filter_value="tw", operator="starts with"), "filtered_data"
        )
    ) == [TWO[1].data]
    assert bare(produce(SelectData(data_list=TWO, data_index=1), "selected_data")) == TWO[1].data
    assert bare(produce(ExtractaKey(data_input=TWO[0], key="v"), "extracted_data")) == {"v": 1}
    assert bare(produce(CreateData(number_of_fields=1, field_1_key={"a": Message("x")}), "data")) == {"a": "x"}
    assert bare(produce(UpdateData(old_data=TWO[0], field_1_key={"v": 9}), "data")) == {"n": "one", "v": 9}
    changed = AlterMetadata(input_value=[Message("m")], metadata={"by": "me"}, remove_fields=["none"])
    assert bare(produce(changed, "data")) == [{"text": "m", "by": "me"}]


def test_a_place_outside_of_the_list_is_a_sentence():
    with pytest.raises(ComponentError, match="no item 5; the list has 2"):
        produce(SelectData(data_list=TWO, data_index=5), "selected_data")
