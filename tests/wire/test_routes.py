"""A route says which operation it is and what right it needs, or the application does not start."""

from pathlib import Path

import pytest

from runyard.app.rooms import ROOMS
from runyard.domains.roles import ACTIONS
from runyard.wire import Routes, contract
from runyard.wire.app import specs_of
from runyard.wire.public import PUBLIC
from runyard.wire.route import WiringError

ROOT = Path(__file__).parents[2]
SPECS = [spec for room in ROOMS for spec in specs_of(room)]
OPERATIONS = contract.load(ROOT / "contract")


async def endpoint() -> None: ...


def test_a_route_without_an_operation_does_not_start():
    with pytest.raises(WiringError, match="names its operation"):
        Routes("x").get("/x", needs="x:read")


def test_a_route_without_a_right_does_not_start():
    with pytest.raises(WiringError, match="needs the code of a right"):
        Routes("x").get("/x", op="langflow.flows.get")(endpoint)


def test_a_public_route_outside_the_list_does_not_start():
    with pytest.raises(WiringError, match="must agree"):
        Routes("x").get("/x", op="langflow.flows.get", public=True)(endpoint)


def test_the_public_list_is_frozen():
    assert len(PUBLIC) == 31


def test_every_public_operation_is_public_in_the_contract():
    exceptions = {"liberty.auth.me", "langflow.x.mcp_project_sse", "langflow.x.mcp_project_streamable"}
    wrong = [op for op in PUBLIC - exceptions if not OPERATIONS[op].public]
    assert wrong == []


def test_routes_are_the_contract_minus_what_is_owed():
    served = {spec.op for spec in SPECS}
    owed = contract.owed(ROOT / "contract" / "owed.txt")
    assert served == contract.http_operations(OPERATIONS) - owed
    assert not owed & served


def test_every_route_has_the_method_and_path_of_its_operation():
    def wanted(spec):
        return OPERATIONS[spec.op].method, contract.shape(OPERATIONS[spec.op].path)

    wrong = [spec.op for spec in SPECS if (spec.method, contract.shape(spec.path)) != wanted(spec)]
    assert wrong == []


def test_every_right_a_route_needs_is_a_known_action():
    assert {spec.needs for spec in SPECS if spec.needs} <= set(ACTIONS)


def test_every_known_action_is_in_the_documentation():
    text = (ROOT / "docs" / "security.md").read_text()
    assert [code for code in ACTIONS if f"`{code}`" not in text] == []
