"""The list of flows: import, find, rename, delete and take it back, projects."""

from __future__ import annotations

import json
import uuid

import httpx
import pytest

from tests.support.server import LiveServer


def make_flow(server: LiveServer, name: str) -> str:
    """A small flow under that name; answers its id."""
    body = {"name": name, "data": {"nodes": [], "edges": []}}
    return httpx.post(f"{server.url}/api/v1/flows/", json=body, headers=server.bearer()).raise_for_status().json()["id"]


@pytest.fixture
def name() -> str:
    """A name no other test has."""
    return f"flow {uuid.uuid4().hex[:8]}"


def upload(page, *files: tuple[str, str]) -> None:
    """Hand files to the picker behind the import button."""
    payload = [{"name": n, "mimeType": "application/json", "buffer": text.encode()} for n, text in files]
    page.locator("input[type=file]").set_input_files(payload)


def test_an_imported_file_is_listed_and_summed_up(visit, name):
    page = visit.go("/flows", "Flows")
    upload(page, ("one.json", json.dumps({"name": name, "data": {"nodes": [], "edges": []}})))
    page.get_by_role("dialog", name="1 flow imported").get_by_role("link", name=name).wait_for()
    page.get_by_role("button", name="Done", exact=True).click()
    page.get_by_role("list", name="Flows").get_by_role("link", name=name).wait_for()


def test_a_file_that_is_no_flow_is_refused_with_its_reason(visit):
    page = visit.go("/flows", "Flows")
    upload(page, ("broken.json", "{ this is not JSON"))
    dialog = page.get_by_role("dialog", name="Nothing was imported")
    dialog.get_by_text("broken.json").wait_for()
    assert dialog.get_by_label("Refused").count() == 1


def test_files_dropped_anywhere_on_the_page_are_imported(visit, name):
    page = visit.go("/flows", "Flows")
    page.evaluate(
        """([name, text]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], name, { type: "application/json" }));
            for (const type of ["dragenter", "dragover", "drop"])
                document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        ["dropped.json", json.dumps({"name": name, "data": {"nodes": [], "edges": []}})],
    )
    page.get_by_role("dialog", name="1 flow imported").wait_for()


def test_the_search_narrows_the_list_and_lives_in_the_address(visit, name):
    make_flow(visit.server, name)
    page = visit.go("/flows", "Flows")
    page.get_by_label("Search flows").fill(name.split()[1])
    page.wait_for_url("**/flows?q=*")
    page.reload()
    items = page.get_by_role("list", name="Flows").get_by_role("listitem")
    items.first.wait_for()
    assert items.count() == 1


def test_a_flow_is_renamed_from_the_keyboard(visit, name):
    make_flow(visit.server, name)
    page = visit.go("/flows", "Flows")
    page.get_by_role("link", name=name, exact=True).focus()
    page.keyboard.press("F2")
    page.get_by_role("dialog").get_by_label("Name").fill(f"{name} renamed")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=f"{name} renamed", exact=True).wait_for()


def test_a_deleted_flow_can_be_taken_back(visit, name):
    make_flow(visit.server, name)
    page = visit.go("/flows", "Flows")
    link = page.get_by_role("link", name=name, exact=True)
    link.focus()
    page.keyboard.press("Delete")
    link.wait_for(state="detached")
    page.get_by_role("button", name="Undo", exact=True).click()
    link.wait_for()


def test_a_deleted_flow_is_gone_for_good_when_the_offer_is_closed(visit, name):
    flow = make_flow(visit.server, name)
    page = visit.go("/flows", "Flows")
    page.get_by_role("button", name=f"Actions for {name}", exact=True).click()
    page.get_by_role("menuitem", name="Delete").click()
    with page.expect_response(lambda reply: reply.request.method == "DELETE"):
        page.get_by_role("alert").get_by_role("button", name="Close").click()
    gone = httpx.get(f"{visit.server.url}/api/v1/flows/{flow}", headers=visit.server.bearer())
    assert gone.status_code == 404


def test_a_blank_flow_opens_in_the_editor(visit, name):
    page = visit.go("/flows", "Flows")
    page.keyboard.press("n")
    page.get_by_role("dialog", name="New flow").get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Create blank flow").click()
    page.wait_for_url("**/flows/*-*")


def test_a_flow_moves_to_another_project(visit, name):
    make_flow(visit.server, name)
    page = visit.go("/flows", "Flows")
    page.get_by_role("button", name="New project").last.click()
    page.get_by_role("dialog", name="New project").get_by_label("Name").fill(f"project {name}")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=f"project {name}", level=1).wait_for()
    page.get_by_role("link", name="All flows").click()
    page.get_by_role("link", name=name, exact=True).focus()
    page.keyboard.press("m")
    page.get_by_role("dialog").get_by_label("To project").click()
    page.get_by_role("option", name=f"project {name}").click()
    page.get_by_role("button", name="Move", exact=True).click()
    page.get_by_text("1 flow moved").wait_for()


def test_an_export_gives_the_file_back(visit, name):
    make_flow(visit.server, name)
    page = visit.go("/flows", "Flows")
    page.get_by_role("link", name=name, exact=True).focus()
    with page.expect_download() as waiting:
        page.keyboard.press("e")
    assert json.loads(waiting.value.path().read_text())["name"] == name
