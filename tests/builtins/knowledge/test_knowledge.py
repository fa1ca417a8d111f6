"""Texts kept by meaning."""

import pytest

from runyard_builtins.knowledge.knowledge import Knowledge
from runyard_builtins.knowledge.storing import documents, with_ids
from runyard_builtins.knowledge.vector_stores import FAISS, Chroma
from runyard_sdk import JSON, ComponentError, Message, Table
from runyard_sdk.testing import FakeContext, LetterEmbeddings, bare, produce

FRUIT = Table([{"text": "red apple", "price": 1}, {"text": "yellow banana", "price": 2}])


@pytest.mark.parametrize("cls", [Chroma, FAISS])
def test_the_nearest_text_is_found(cls):
    node = cls(ingest_data=FRUIT, search_query="banana", number_of_results=1, embedding=LetterEmbeddings())
    assert bare(produce(node, "search_results")) == [{"text": "yellow banana", "price": 2}]
    assert produce(node, "dataframe").rows[0]["score"] > 0.5


def test_the_same_text_is_kept_once():
    ctx = FakeContext()
    for _ in range(2):
        produce(Chroma(ingest_data=FRUIT), "search_results", ctx)
    assert len(ctx.collection("langflow").rows) == 2


def test_documents_come_from_any_value():
    made = documents([FRUIT, JSON({"text": "j", "x": 1}), Message("m"), JSON({"a": 1})])
    assert [row["text"] for row in made] == ["red apple", "yellow banana", "j", "m", '{"a": 1}']
    assert len({row["id"] for row in with_ids([made[0], made[0]], duplicates=True)}) == 2


def test_a_knowledge_base_is_filled_and_searched():
    ctx = FakeContext()
    assert bare(produce(Knowledge(knowledge_base="shop", input_df=FRUIT), "dataframe_output", ctx))["added"] == 2
    found = produce(
        Knowledge(knowledge_base="shop", mode="Retrieve", search_query="apple", top_k=1), "retrieve_data", ctx
    )
    assert found.rows[0]["content"] == "red apple" and found.rows[0]["price"] == 1
    only = Knowledge(knowledge_base="shop", mode="Retrieve", search_query="apple", metadata_filter='{"price": 2}')
    assert produce(only, "retrieve_data", ctx).column("content") == ["yellow banana"]


def test_a_knowledge_base_must_be_chosen_and_filled_with_something():
    with pytest.raises(ComponentError, match="Choose the knowledge base"):
        produce(Knowledge(input_df=FRUIT), "dataframe_output")
    with pytest.raises(ComponentError, match="nothing to put"):
        produce(Knowledge(knowledge_base="shop", input_df=Table([])), "dataframe_output")
