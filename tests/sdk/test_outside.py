"""Refusals from outside become errors that a component may handle; everything else stays what it is."""

import pytest

from runyard_sdk import ComponentError, Retriable, outside


class Refused(Exception):
    def __init__(self, status):
        super().__init__("No.")
        self.status = status


async def refusing(error):
    raise error


@pytest.mark.parametrize(
    ("status", "kind"), [(422, ComponentError), (404, ComponentError), (502, Retriable), (504, Retriable)]
)
async def test_a_refusal_keeps_its_sentence(status, kind):
    with pytest.raises(kind, match="No") as caught:
        await outside(refusing(Refused(status)))
    assert caught.value.message == "No."


@pytest.mark.parametrize("error", [Refused(500), Refused(409), ValueError("bug")])
async def test_other_errors_stay_what_they_are(error):
    with pytest.raises(type(error)) as caught:
        await outside(refusing(error))
    assert caught.value is error


async def test_a_component_error_passes():
    given = ComponentError("as it is", field="x")
    with pytest.raises(ComponentError) as caught:
        await outside(refusing(given))
    assert caught.value is given
