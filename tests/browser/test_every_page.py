"""What holds on every page: readable to assistive technology in both schemes, no wider than a phone, keys that work."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PHONE, Visit, sign_in

PAGES = {
    "/flows": "Flows",
    "/runs": "Runs",
    "/settings/keys": "API keys",
    "/settings/variables": "Variables",
}


def examine(visit: Visit) -> dict[str, list[str]]:
    """What axe finds on a wide light page and on a dark phone, and what sticks out of the phone."""
    page = visit.page
    page.get_by_role("status", name="Loading").first.wait_for(state="detached")
    found = {"light": visit.axe()}
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.locator("html[data-mantine-color-scheme=dark]").wait_for(state="attached")
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    found["dark"] = visit.axe()
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    found["sticks out"] = [f"{wider} px"] if wider > 0 else []
    return {where: what for where, what in found.items() if what}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_fits_a_phone(visit, asker, path):
    asker.ask("fill the lists")
    visit.go(path, PAGES[path])
    assert examine(visit) == {}


@pytest.mark.parametrize("tab", ["steps", "journal", "data"])
def test_the_page_of_a_run_is_accessible_and_fits_a_phone(visit, asker, tab):
    visit.go(f"/runs/{asker.ask('look at me')}?tab={tab}", asker.name)
    visit.page.get_by_role("button", name="Replay").wait_for()
    assert examine(visit) == {}


@pytest.mark.parametrize("page", ["", "/playground"])
def test_the_page_of_a_flow_is_accessible_and_fits_a_phone(visit, asker, page):
    visit.go(f"/flows/{asker.id}{page}").get_by_text(asker.name).first.wait_for()
    assert examine(visit) == {}


def test_the_sign_in_page_is_accessible_and_fits_a_phone(stranger):
    stranger.go("/sign-in", "Sign in")
    assert examine(stranger) == {}


@pytest.mark.parametrize(
    ("path", "button", "dialog"),
    [
        ("/flows", "New flow", "New flow"),
        ("/settings/keys", "New key", "New API key"),
        ("/settings/variables", "New variable", "New variable"),
        ("/flows", "Keyboard shortcuts", "Keyboard shortcuts"),
    ],
)
def test_a_dialog_is_accessible_and_fits_a_phone(visit, path, button, dialog):
    page = visit.go(path, PAGES[path])
    page.get_by_role("button", name=button).first.click()
    page.get_by_role("dialog", name=dialog).wait_for()
    assert examine(visit) == {}


def test_the_question_mark_lists_the_keys(visit):
    page = visit.go("/flows", "Flows")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keyboard shortcuts").get_by_text("Search and commands").wait_for()


def test_g_and_a_letter_go_to_a_room(visit):
    page = visit.go("/flows", "Flows")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.get_by_role("heading", name="Runs", level=1).wait_for()


def test_the_palette_finds_a_room_by_name(visit):
    page = visit.go("/flows", "Flows")
    page.keyboard.press("Control+k")
    page.get_by_role("textbox", name="Search and commands").fill("varia")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Variables", level=1).wait_for()


def test_the_first_tab_stop_skips_to_the_page(visit):
    page = visit.go("/runs", "Runs")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_chosen_colours_are_there_before_the_first_paint(stranger):
    sign_in(stranger.page.context, stranger.server)
    page = stranger.go("/flows", "Flows")
    page.get_by_role("button", name="Use dark colours").click()
    page.reload(wait_until="commit")
    page.wait_for_selector("#root", state="attached")
    assert page.evaluate("document.documentElement.dataset.mantineColorScheme") == "dark"


def test_on_a_phone_the_rooms_are_behind_a_button(visit):
    page = visit.go("/flows", "Flows")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Open menu").click()
    page.get_by_role("navigation", name="Rooms").get_by_role("link", name="Runs").click()
    page.get_by_role("heading", name="Runs", level=1).wait_for()


def test_an_address_that_leads_nowhere_says_so(visit):
    visit.go("/nowhere", "This page does not exist")


def test_a_page_that_lost_its_server_says_how_to_go_on(visit):
    page = visit.go("/settings/keys", "API keys")
    page.route("**/api/v1/variables/", lambda route: route.abort())
    page.get_by_role("navigation", name="Rooms").get_by_role("link", name="Variables").click()
    page.get_by_role("alert").get_by_text("The server cannot be reached.").wait_for()
    page.unroute("**/api/v1/variables/")
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("alert").wait_for(state="detached")
