"""The OpenAPI document names what the contract names: every parameter, every field of a body, every field of an answer."""

from pathlib import Path
from types import ModuleType

import pytest

from runyard.app.rooms import ROOMS
from runyard.kit.clock import Clock
from runyard.kit.settings import Settings
from runyard.wire import House, contract
from runyard.wire.app import build, specs_of
from tests.support.openapi import Declared, declared

OPERATIONS = contract.load(Path(__file__).parents[2] / "contract")
SERVED = sorted({spec.op for room in ROOMS for spec in specs_of(room)})


@pytest.fixture(scope="module")
def document() -> dict[str, Declared]:
    """What is declared of every operation. A document needs no open rooms, so they stay closed."""
    house = House(Settings(), Clock(), *[None] * 7)
    return declared(build(house, [ModuleType(room.__name__) for room in ROOMS]).openapi())


def test_every_served_operation_is_in_the_document(document):
    assert sorted(document) == SERVED


def test_every_parameter_of_the_contract_is_declared(document):
    def lacking(op):
        return {(place, name.lower()) for place, name in OPERATIONS[op].parameters} - document[op].parameters

    assert {op: names for op in SERVED if (names := lacking(op))} == {}


def test_every_field_of_a_body_is_declared(document):
    assert {op: names for op in SERVED if (names := OPERATIONS[op].body - document[op].body)} == {}


def test_every_field_of_an_answer_is_declared(document):
    assert {op: names for op in SERVED if (names := OPERATIONS[op].shown - document[op].answer)} == {}
