"""Records of outputs, as recorded flows show them."""

from runyard_sdk import JSON, Message, Table
from runyard_sdk.artifacts import artifact, outcome


def test_a_shown_text_is_the_record_of_a_message():
    assert artifact(Message("A(q)"), "A(q)") == {"repr": "A(q)", "raw": "A(q)", "type": "text"}


def test_json_without_status_shows_itself_and_is_data_in_results():
    value = JSON({"a": 1})
    assert artifact(value) == {"repr": '{\n    "a": 1\n}', "raw": {"a": 1}, "type": "object"}
    assert outcome(value) == {"message": {"a": 1}, "type": "data"}


def test_json_with_a_text_status_is_an_object_in_results():
    value = JSON({"result": "14"})
    assert artifact(value, "14") == {"repr": "14", "raw": {"result": "14"}, "type": "text"}
    assert outcome(value, "14") == {"message": {"result": "14"}, "type": "object"}


def test_a_list_of_json_keeps_the_wrapped_items():
    value = [JSON({"n": 1})]
    wrapped = [{"text_key": "text", "data": {"n": 1}, "default_value": ""}]
    assert artifact(value, value) == {
        "repr": "[JSON(text_key='text', data={'n': 1}, default_value='')]",
        "raw": wrapped,
        "type": "array",
    }
    assert artifact(value) == {"repr": "None", "raw": wrapped, "type": "array"}
    assert outcome(value) == {"message": wrapped, "type": "array"}


def test_a_table_is_its_rows():
    table = Table([{"text": "a"}])
    assert artifact(table) == {"repr": "None", "raw": [{"text": "a"}], "type": "array"}
    assert outcome(table) == {"message": [{"text": "a"}], "type": "array"}


def test_an_output_that_was_not_made_is_empty():
    assert outcome(None) == {"message": "", "type": "unknown"}


def test_a_message_without_status_shows_its_fields():
    record = artifact(Message("x", flow_id="f"))
    assert record["repr"].startswith('{\n    "text": "x",') and record["raw"] == "x" and record["type"] == "text"
    assert outcome(Message("x")) == {"message": "x", "type": "text"}
