"""API keys are shown once; the values of credentials never."""

from __future__ import annotations

import uuid

import httpx
import pytest


@pytest.fixture
def name() -> str:
    """A name no other test has."""
    return f"name{uuid.uuid4().hex[:8]}"


def create_key(page, name: str) -> str:
    """Make a key on the page; answers it."""
    page.get_by_role("button", name="New key").first.click()
    page.get_by_role("dialog").get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("button", name="Create key").click()
    return page.get_by_role("textbox", name="API key").input_value()


def test_a_new_key_is_shown_once_and_works(visit, name):
    page = visit.go("/settings/keys", "API keys")
    key = create_key(page, name)
    page.get_by_role("button", name="I have copied it").click()
    page.get_by_role("cell", name=name, exact=True).wait_for()
    assert key not in page.content()
    me = httpx.get(f"{visit.server.url}/api/v1/users/whoami", headers={"x-api-key": key})
    assert me.json()["username"] == visit.server.username


def test_a_deleted_key_stops_working(visit, name):
    page = visit.go("/settings/keys", "API keys")
    key = create_key(page, name)
    page.get_by_role("button", name="I have copied it").click()
    page.get_by_role("button", name=f"Delete the key {name}").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete key").click()
    page.get_by_role("cell", name=name, exact=True).wait_for(state="detached")
    refused = httpx.get(f"{visit.server.url}/api/v1/users/whoami", headers={"x-api-key": key})
    assert refused.status_code in (401, 403)


def save_variable(page, name: str, value: str, kind: str) -> None:
    """Fill the dialog for a new variable and save it."""
    page.get_by_role("button", name="New variable").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill(name)
    dialog.get_by_text(kind, exact=True).click()
    dialog.get_by_label("Value", exact=True).fill(value)
    dialog.get_by_role("button", name="Save").click()


def test_a_credential_is_kept_without_ever_being_shown(visit, name):
    page = visit.go("/settings/variables", "Variables")
    save_variable(page, name, "open sesame", "Credential")
    page.get_by_role("row").filter(has_text=name).get_by_text("hidden").wait_for()
    page.reload()
    page.get_by_role("button", name=f"Change {name}").click()
    assert page.get_by_role("dialog").get_by_label("Value", exact=True).input_value() == ""
    assert "open sesame" not in page.content()


def test_a_generic_variable_is_shown_and_can_be_changed(visit, name):
    page = visit.go("/settings/variables", "Variables")
    save_variable(page, name, "first", "Generic")
    page.get_by_role("row").filter(has_text=name).get_by_text("first").wait_for()
    page.get_by_role("button", name=f"Change {name}").click()
    page.get_by_role("dialog").get_by_label("Value", exact=True).fill("second")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("row").filter(has_text=name).get_by_text("second").wait_for()


def test_a_name_that_is_taken_is_refused_in_the_dialog(visit, name):
    page = visit.go("/settings/variables", "Variables")
    save_variable(page, name, "one", "Generic")
    page.get_by_role("dialog").wait_for(state="detached")
    save_variable(page, name, "two", "Generic")
    page.get_by_role("dialog").get_by_role("alert").wait_for()
