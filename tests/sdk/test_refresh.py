"""Nodes follow their declaration when a field changes."""

from runyard_builtins.data.operations import DataOperations
from runyard_builtins.files.read_file import File
from runyard_builtins.prompts.prompt_template import PromptTemplate
from runyard_builtins.text.operations import TextOperations
from runyard_builtins.utilities.calculator import CalculatorComponent


def test_a_prompt_gets_a_field_per_variable_and_loses_old_ones():
    node = PromptTemplate.refreshed(PromptTemplate.template(), "template", "Hi {who} {{x}}")
    assert node["custom_fields"] == {"template": ["who"]}
    assert node["template"]["who"]["input_types"] == ["Message"]
    node = PromptTemplate.refreshed(node, "template", "Hi {you}")
    assert "who" not in node["template"] and node["custom_fields"] == {"template": ["you"]}


def test_switching_the_kind_of_braces_reads_the_prompt_again():
    node = PromptTemplate.refreshed(PromptTemplate.template(), "template", "{a} {{b}}")
    node = PromptTemplate.refreshed(node, "use_double_brackets", True)
    assert node["custom_fields"] == {"template": ["b"]}


def test_only_the_fields_of_the_chosen_operation_are_shown():
    node = DataOperations.refreshed(DataOperations.template(), "operations", [{"name": "Rename Keys"}])
    shown = {name for name, shape in node["template"].items() if isinstance(shape, dict) and shape.get("show")}
    assert shown >= {"rename_keys_input", "data"} and "select_keys_input" not in shown


def test_the_outputs_follow_the_chosen_operation():
    assert TextOperations.template()["outputs"] == []
    node = TextOperations.refreshed(TextOperations.template(), "operation", [{"name": "Word Count"}])
    assert [one["name"] for one in node["outputs"]] == ["data"]


def test_several_files_offer_a_table_of_files():
    node = File.refreshed(File.template(), "path", ["a/x.txt", "a/y.txt"])
    assert [one["name"] for one in node["outputs"]] == ["message", "dataframe"]


def test_tool_mode_leaves_one_output_and_a_field_with_the_tools():
    node = CalculatorComponent.refreshed(CalculatorComponent.template(), "tool_mode", True)
    assert [one["name"] for one in node["outputs"]] == ["component_as_tool"]
    assert node["template"]["tools_metadata"]["value"][0]["name"] == "evaluate_expression"
    back = CalculatorComponent.refreshed(node, "tool_mode", False)
    assert [one["name"] for one in back["outputs"]] == ["result"] and "tools_metadata" not in back["template"]


def test_the_given_node_stays_as_it_is():
    node = PromptTemplate.template()
    PromptTemplate.refreshed(node, "template", "{x}")
    assert node["template"]["template"]["value"] == "" and "x" not in node["template"]
