"""Components that work on texts, and prompts."""

import pytest

from runyard_builtins.prompts.prompt_template import PromptTemplate
from runyard_builtins.text.combine import CombineText
from runyard_builtins.text.operations import TextOperations
from runyard_builtins.text.parser import ParserComponent
from runyard_builtins.text.split import RegexExtractorComponent, SplitText, packed
from runyard_sdk import JSON, ComponentError, Message, Table
from runyard_sdk.testing import bare, produce


def test_a_prompt_takes_typed_texts_and_messages():
    prompt = PromptTemplate(template="Dear {who},\nfrom {place} {{x}}", who=Message("Ann"), place="Oslo")
    assert produce(prompt, "prompt").text == "Dear Ann,\nfrom Oslo {x}"


def test_a_prompt_says_which_variable_has_no_field():
    with pytest.raises(ComponentError, match='uses "who"'):
        produce(PromptTemplate(template="{who}"), "prompt")


def test_two_texts_are_joined():
    assert produce(CombineText(text1="left", text2="right", delimiter=" + "), "combined_text").text == "left + right"


def test_the_parser_fills_a_pattern_with_json():
    assert (
        produce(
            ParserComponent(input_data=JSON({"name": "Ada", "city": "London"}), pattern="{name} lives in {city}"),
            "parsed_text",
        ).text
        == "Ada lives in London"
    )
    assert produce(ParserComponent(input_data=JSON({}), pattern="<{x}>"), "parsed_text").text == "<>"


def test_the_parser_makes_one_line_per_row():
    rows = Table([{"n": 1}, {"n": 2}])
    assert produce(ParserComponent(input_data=rows, pattern="n{n}", sep="\\n"), "parsed_text").text == "n1\nn2"
    with pytest.raises(ComponentError, match='no column "x"; it has n'):
        produce(ParserComponent(input_data=rows, pattern="{x}"), "parsed_text")


def test_the_parser_may_show_data_as_it_is():
    assert produce(ParserComponent(input_data=JSON({"a": 1}), mode="Stringify"), "parsed_text").text.startswith(
        "```json"
    )


def test_a_text_is_cut_and_packed_into_chunks():
    made = produce(
        SplitText(data_inputs=Message("one\ntwo\nthree"), chunk_size=5, chunk_overlap=0, separator="\\n"), "dataframe"
    )
    assert made.column("text") == ["one", "two", "three"]
    assert made.columns[:3] == ["text", "run_id", "properties"]


def test_chunks_overlap_by_whole_pieces():
    assert packed(["one", "two", "three", "four"], " ", 9, 4) == ["one two", "two three", "four"]


def test_chunks_may_come_without_the_fields_of_their_source():
    made = produce(
        SplitText(
            data_inputs=JSON({"text": "a b", "x": 1}), separator=" ", chunk_size=1, chunk_overlap=0, clean_output=True
        ),
        "dataframe",
    )
    assert bare(made) == [{"text": "a"}, {"text": "b"}]


def test_separators_can_be_kept():
    def keep(where):
        return produce(
            SplitText(
                data_inputs=Message("a.b"),
                separator=".",
                keep_separator=where,
                chunk_size=2,
                chunk_overlap=0,
                clean_output=True,
            ),
            "dataframe",
        ).column("text")

    assert keep("End") == ["a.", "b"]
    assert keep("Start") == ["a", ".b"]


def test_too_much_overlap_is_refused():
    with pytest.raises(ComponentError, match="overlap"):
        produce(SplitText(data_inputs=Message("a"), chunk_size=1, chunk_overlap=2), "dataframe")


def test_matches_are_extracted():
    node = RegexExtractorComponent(input_text="a1 b22", pattern=r"\d+")
    assert bare(produce(node, "data")) == [{"match": "1"}, {"match": "22"}]
    assert produce(node, "text").text == "1\n22"


@pytest.mark.parametrize(
    ("name", "values", "output", "wanted"),
    [
        ("Case Conversion", {"case_type": "uppercase"}, "message", "A  B\nC"),
        ("Text Replace", {"search_pattern": "a", "replacement_text": "x"}, "message", "x  b\nc"),
        ("Text Replace", {"search_pattern": "[ab]", "replacement_text": "x", "use_regex": True}, "message", "x  x\nc"),
        ("Text Extract", {"extract_pattern": "[bc]"}, "message", "b\nc"),
        ("Text Head", {"head_characters": 1}, "message", "a"),
        ("Text Tail", {"tail_characters": 1}, "message", "c"),
        ("Text Strip", {"strip_characters": "ac"}, "message", "  b\n"),
        ("Text Join", {"text_input_2": "d"}, "message", "a  b\nc\nd"),
        ("Text Clean", {}, "message", "a b\nc"),
    ],
)
def test_one_operation_on_text(name, values, output, wanted):
    assert bare(produce(TextOperations(text_input="a  b\nc", operation=[{"name": name}], **values), output)) == wanted


def test_words_letters_and_lines_are_counted():
    made = produce(TextOperations(text_input="a b\n\na", operation=[{"name": "Word Count"}]), "data")
    assert bare(made) == {
        "word_count": 3, "unique_words": 2, "character_count": 6, "character_count_no_spaces": 5, "line_count": 3, "non_empty_lines": 2,
    }  # fmt: skip


def test_a_text_is_read_as_a_table():
    text = "| n | v |\n|---|---|\n| a | 1 |"
    assert bare(produce(TextOperations(text_input=text, operation=[{"name": "Text to DataFrame"}]), "dataframe")) == [
        {"n": "a", "v": "1"}
    ]
