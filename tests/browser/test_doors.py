"""Getting in: the first administrator, signing in, staying signed in, signing out."""

from __future__ import annotations

import re
import time

import pytest

from tests.browser.conftest import Visit
from tests.support.server import LiveServer, serving


@pytest.fixture
def fresh_server(tmp_path, server):
    live = LiveServer(tmp_path / "data", {"RUNYARD_SIGN_IN_LIMIT": "off"})
    live.start()
    yield live
    live.stop()


def printed_link(server: LiveServer) -> str:
    """The address under which the first administrator is made; printed a moment after the first answer."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if found := re.search(r"/setup\?token=\S+", server.log()):
            return found[0]
    raise AssertionError(server.log())


def test_the_first_administrator_is_made_by_the_link_on_the_terminal(fresh_server, chromium):
    link = printed_link(fresh_server)
    visit = Visit(chromium.new_context(), fresh_server)
    page = visit.go(link, "First administrator")
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password", exact=True).fill("Lovelace-1843")
    page.get_by_label("Password again").fill("Lovelace-1843")
    page.get_by_role("button", name="Create administrator").click()
    page.get_by_role("heading", name="Flows", level=1).wait_for()
    visit.go(link, "This server is set up")
    page.context.close()


def test_a_server_without_administrator_says_where_the_link_is(fresh_server, chromium):
    visit = Visit(chromium.new_context(), fresh_server)
    visit.go("/", "First administrator").get_by_text("Open the one-time link").wait_for()
    visit.page.context.close()


def test_a_wrong_password_is_said_in_place(stranger):
    page = stranger.go("/sign-in", "Sign in")
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password", exact=True).fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    assert "password" in page.get_by_role("alert").inner_text().lower()


def test_signing_in_leads_to_the_page_that_was_wanted(stranger):
    page = stranger.go("/runs?state=failed", "Sign in")
    page.get_by_label("User name").fill(stranger.server.username)
    page.get_by_label("Password", exact=True).fill(stranger.server.password)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Runs", level=1).wait_for()
    assert page.url.endswith("/runs?state=failed")


def test_a_reload_keeps_the_session(visit):
    visit.go("/settings/keys", "API keys")
    visit.page.reload()
    visit.page.get_by_role("heading", name="API keys", level=1).wait_for()


def test_the_token_is_in_no_storage_a_script_could_read_later(visit):
    page = visit.go("/flows", "Flows")
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "eyJ" not in kept


def test_signing_out_closes_the_door(stranger):
    page = stranger.go("/sign-in", "Sign in")
    page.get_by_label("User name").fill(stranger.server.username)
    page.get_by_label("Password", exact=True).fill(stranger.server.password)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.get_by_role("heading", name="Sign in", level=1).wait_for()
    stranger.go("/flows", "Sign in")


def test_where_everybody_is_signed_in_nobody_meets_the_door(server, chromium, tmp_path):
    with serving(tmp_path, RUNYARD_AUTO_LOGIN="true") as open_house:
        visit = Visit(chromium.new_context(), open_house)
        visit.go("/sign-in?next=/runs", "Runs")
        visit.page.reload()
        visit.page.get_by_role("heading", name="Runs", level=1).wait_for()
        visit.page.context.close()
