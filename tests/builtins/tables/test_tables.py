"""Components that work on tables."""

import pytest

from runyard_builtins.tables.combine import MergeDataComponent
from runyard_builtins.tables.operations import DataFrameOperations
from runyard_sdk import JSON, ComponentError, Table
from runyard_sdk.testing import bare, produce

ROWS = [{"n": "b", "v": 2}, {"n": "a", "v": 10}, {"n": "b", "v": 3}]


def operation(name, rows=ROWS, **values):
    return bare(produce(DataFrameOperations(df=Table(rows), operation=[{"name": name}], **values), "output"))


@pytest.mark.parametrize(
    ("name", "values", "wanted"),
    [
        ("Add Column", {"new_column_name": "x", "new_column_value": "1"}, [row | {"x": "1"} for row in ROWS]),
        ("Drop Column", {"column_name": "v"}, [{"n": "b"}, {"n": "a"}, {"n": "b"}]),
        ("Filter", {"column_name": "v", "filter_value": "2", "filter_operator": "greater than"}, ROWS[1:]),
        ("Filter", {"column_name": "n", "filter_value": "b", "filter_operator": "not contains"}, ROWS[1:2]),
        ("Head", {"num_rows": 1}, ROWS[:1]),
        ("Tail", {"num_rows": 2}, ROWS[1:]),
        ("Tail", {"num_rows": 0}, []),
        (
            "Rename Column",
            {"column_name": "n", "new_column_name": "m"},
            [{"m": "b", "v": 2}, {"m": "a", "v": 10}, {"m": "b", "v": 3}],
        ),
        (
            "Replace Value",
            {"column_name": "n", "replace_value": "b", "replacement_value": "c"},
            [{"n": "c", "v": 2}, ROWS[1], {"n": "c", "v": 3}],
        ),
        ("Select Columns", {"columns_to_select": ["v"]}, [{"v": 2}, {"v": 10}, {"v": 3}]),
        ("Sort", {"column_name": "v", "ascending": False}, [ROWS[1], ROWS[2], ROWS[0]]),
        ("Drop Duplicates", {"column_name": "n"}, ROWS[:2]),
    ],
)
def test_one_operation_on_a_table(name, values, wanted):
    assert operation(name, **values) == wanted


def test_a_missing_column_is_named():
    with pytest.raises(ComponentError, match='no column "z"; it has n, v'):
        operation("Sort", column_name="z")


def test_tables_are_concatenated():
    node = DataFrameOperations(df=[Table([{"a": 1}]), Table([{"b": 2}])], operation=[{"name": "Concatenate"}])
    assert bare(produce(node, "output")) == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize(
    ("how", "wanted"), [("inner", ["1"]), ("left", ["1", "2"]), ("right", ["1", "3"]), ("outer", ["1", "2", "3"])]
)
def test_tables_are_joined(how, wanted):
    left, right = Table([{"k": 1, "x": "a"}, {"k": 2, "x": "b"}]), Table([{"k": 1, "x": "c"}, {"k": 3, "x": "d"}])
    node = DataFrameOperations(
        df=left,
        operation=[{"name": "Merge"}],
        left_dataframe=left,
        right_dataframe=right,
        merge_on_column="k",
        merge_how=how,
    )
    made = bare(produce(node, "output"))
    assert [str(row["k"]) for row in made] == wanted
    assert {"x_x", "x_y"} >= set(made[0]) - {"k"}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Concatenate", [{"a": "x\ny", "b": 1}]),
        ("Append", [{"a": "x"}, {"a": "y", "b": 1}]),
        ("Merge", [{"a": ["x", "y"], "b": 1}]),
        ("Join", [{"a": "x", "a_doc2": "y", "b_doc2": 1}]),
    ],
)
def test_items_are_combined_into_a_table(name, wanted):
    node = MergeDataComponent(data_inputs=[JSON({"a": "x"}), JSON({"a": "y", "b": 1})], operation=name)
    assert bare(produce(node, "combined_data")) == wanted
