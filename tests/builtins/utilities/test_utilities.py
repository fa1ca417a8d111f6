"""Calculator, date and ids."""

import pytest

from runyard_builtins.utilities.calculator import CalculatorComponent
from runyard_builtins.utilities.current_date import CurrentDate
from runyard_builtins.utilities.id_generator import IDGenerator
from runyard_sdk import ComponentError
from runyard_sdk.testing import FakeContext, bare, produce


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("2+3*4", "14"),
        ("(1+2)**3", "27"),
        ("1/3", "0.333333"),
        ("2.50*2", "5"),
        ("10/4", "2.5"),
        ("100", "100"),
        ("1e3", "1000"),
    ],
)
def test_arithmetic_is_done(expression, result):
    ctx = FakeContext()
    assert bare(produce(CalculatorComponent(expression=expression), "result", ctx)) == {"result": result}
    assert ctx.logs == [("Log 1", f"Calculation result: {result}")]
    assert ctx.shown == result


def test_division_by_zero_is_said_without_failing():
    assert bare(produce(CalculatorComponent(expression="2/0"), "result")) == {
        "error": "Error: Division by zero",
        "input": "2/0",
    }


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "abs(1)",
        "a",
        "-1",
        "'a'*3",
        "1+",
        "(1).real",
        "9**9**9",
        "2**99999",
        "True+1",
        "1 if 1 else 2",
        "[1]",
        "1" * 2000,
        "(" * 500,
    ],
)
def test_nothing_but_arithmetic_is_done(expression):
    made = bare(produce(CalculatorComponent(expression=expression), "result"))
    assert made["input"] == expression and made["error"].startswith("Error: ")


def test_the_date_is_told_in_a_time_zone():
    assert (
        produce(CurrentDate(timezone="Europe/Berlin"), "current_date").text
        == "Current date and time in Europe/Berlin: 2026-01-02 04:04:05 CET"
    )


def test_an_unknown_time_zone_is_a_sentence():
    with pytest.raises(ComponentError, match='no time zone "Mars/Base"'):
        produce(CurrentDate(timezone="Mars/Base"), "current_date")


def test_an_id_is_new_or_the_given_one():
    assert produce(IDGenerator(unique_id="x"), "id").text == "x"
    assert len({produce(IDGenerator(), "id").text for _ in range(3)}) == 3
