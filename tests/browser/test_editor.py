"""The editor: real flows open unchanged, every gesture can be undone and is saved by itself, runs show on the nodes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "contract" / "golden" / "langflow" / "flows"
REAL = ROOT / "tests" / "flows" / "langflow"


class Flows:
    """Stored flows, made and read over the API."""

    def __init__(self, server) -> None:
        self._http = httpx.Client(base_url=server.url, headers=server.bearer())

    def store(self, name: str, data: dict[str, Any]) -> str:
        made = self._http.post("/api/v1/flows/", json={"name": name, "data": data}).raise_for_status()
        return str(made.json()["id"])

    def data(self, flow: str) -> dict[str, Any]:
        return dict(self._http.get(f"/api/v1/flows/{flow}").raise_for_status().json()["data"])

    def change(self, flow: str, data: dict[str, Any]) -> None:
        self._http.patch(f"/api/v1/flows/{flow}", json={"data": data}).raise_for_status()


@pytest.fixture(scope="session")
def flows(server) -> Flows:
    return Flows(server)


@pytest.fixture
def echo(flows, request) -> str:
    return flows.store(f"Echo {request.node.name}", json.loads((GOLDEN / "echo.json").read_text()))


def opened(visit, flow: str):
    """The editor's page with everything drawn."""
    page = visit.go(f"/flows/{flow}")
    page.locator(".react-flow__node").first.wait_for()
    page.get_by_label("Components").get_by_text("Chat Input").first.wait_for()
    return page


def node(page, title: str):
    return page.locator(".react-flow__node-component").filter(has=page.get_by_role("heading", name=title, exact=True))


def saved(page) -> None:
    page.get_by_text("Saving…").wait_for(state="detached")
    page.get_by_text("Saved", exact=True).wait_for()


@pytest.mark.parametrize("name", ["research_translation_loop", "pokedex_agent", "meeting_summary"])
def test_a_real_flow_opens_and_looking_at_it_changes_nothing(visit, flows, name):
    data = json.loads((REAL / f"{name}.json").read_text())["data"]
    flow = flows.store(f"Look {name}", data)
    page = opened(visit, flow)
    assert page.locator(".react-flow__node").count() == len(data["nodes"])
    assert page.locator(".react-flow__edge").count() == len(data["edges"])
    page.keyboard.press("f")
    page.wait_for_timeout(1500)
    assert flows.data(flow) == data


def test_a_component_added_by_name_is_saved_and_can_be_undone(visit, flows, echo):
    page = opened(visit, echo)
    page.locator(".react-flow__pane").click(position={"x": 20, "y": 20})
    page.keyboard.press("/")
    page.get_by_label("Search components").fill("prompt tem")
    page.keyboard.press("Enter")
    node(page, "Prompt Template").wait_for()
    saved(page)
    added = [item for item in flows.data(echo)["nodes"] if item["data"]["type"].startswith("Prompt")]
    assert len(added) == 1
    page.get_by_role("button", name="Undo: Add Prompt Template").click()
    node(page, "Prompt Template").wait_for(state="detached")
    saved(page)
    assert len(flows.data(echo)["nodes"]) == 2


def test_a_prompt_variable_becomes_a_port(visit, echo):
    page = opened(visit, echo)
    page.get_by_label("Search components").fill("prompt tem")
    page.keyboard.press("Enter")
    panel = page.get_by_label("Settings of Prompt Template")
    panel.get_by_role("textbox", name="Template").fill("Tell {topic} to {{nobody}}")
    page.get_by_role("img", name="Input topic: Message").wait_for()
    assert page.get_by_role("img", name="Input nobody: Message").count() == 0


def test_wires_are_drawn_by_hand_and_only_where_they_fit(visit, flows, echo):
    page = opened(visit, echo)
    page.locator(".react-flow__edge").first.click(force=True)
    page.keyboard.press("Delete")
    page.locator(".react-flow__edge").first.wait_for(state="detached")
    start = page.get_by_role("img", name="Output Chat Message: Message")
    start.drag_to(page.get_by_role("img", name="Input Inputs", exact=False))
    page.locator(".react-flow__edge").first.wait_for(state="attached")
    saved(page)
    edge = flows.data(echo)["edges"][0]
    assert edge["data"]["targetHandle"]["fieldName"] == "input_value"
    assert "œ" in edge["sourceHandle"]


def test_nodes_are_reached_opened_and_removed_by_keyboard(visit, flows, echo):
    page = opened(visit, echo)
    page.locator(".react-flow__pane").click(position={"x": 20, "y": 20})
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_label("Settings of Chat Output").wait_for()
    page.keyboard.press("Escape")
    page.locator(".react-flow__pane").click(position={"x": 20, "y": 20})
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.get_by_text("An empty flow").wait_for()
    page.keyboard.press("Control+z")
    node(page, "Chat Output").wait_for()
    assert page.locator(".react-flow__edge").count() == 1


def test_copied_nodes_keep_their_wires(visit, flows, echo):
    page = opened(visit, echo)
    page.locator(".react-flow__pane").click(position={"x": 20, "y": 20})
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+d")
    page.wait_for_function("document.querySelectorAll('.react-flow__node').length === 4")
    saved(page)
    data = flows.data(echo)
    assert len(data["edges"]) == 2
    assert len({item["id"] for item in data["nodes"]}) == 4


def test_a_change_made_elsewhere_is_never_overwritten_unasked(visit, flows, echo):
    page = opened(visit, echo)
    other = flows.data(echo)
    other["nodes"][0]["position"]["x"] += 999
    flows.change(echo, other)
    page.get_by_role("button", name="Add a note").click()
    dialog = page.get_by_role("dialog", name="This flow was changed elsewhere")
    dialog.wait_for()
    assert flows.data(echo) == other
    dialog.get_by_role("button", name="Load the other version").click()
    dialog.wait_for(state="detached")
    assert page.locator(".react-flow__node").count() == 2
    assert flows.data(echo) == other


def test_work_done_offline_is_kept_and_saved_later(visit, flows, echo):
    page = opened(visit, echo)
    page.context.set_offline(True)
    page.get_by_role("button", name="Add a note").click()
    page.get_by_text("Offline, kept here").wait_for()
    page.context.set_offline(False)
    saved(page)
    assert len(flows.data(echo)["nodes"]) == 3


def test_a_run_shows_on_the_nodes_with_its_results(visit, flows):
    data = json.loads((GOLDEN / "echo.json").read_text())
    data["nodes"][0]["data"]["node"]["template"]["input_value"]["value"] = "good morning"
    page = opened(visit, flows.store("Runs well", data))
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("Finished, 2 steps").wait_for()
    assert page.get_by_role("img", name="Finished").count() == 2
    node(page, "Chat Output").locator("header").click()
    page.get_by_role("tab", name="Result").click()
    page.get_by_role("region", name="Text", exact=True).get_by_text("good morning").wait_for()


def test_a_failed_node_says_why(visit, flows):
    page = opened(visit, flows.store("Fails", json.loads((GOLDEN / "failing.json").read_text())))
    page.get_by_role("button", name="Run", exact=True).click()
    failed = page.locator("article[data-state=failed]")
    failed.wait_for()
    assert "JSON" in failed.get_by_role("status").inner_text()


def test_a_run_can_be_stopped(visit, asker, model):
    model.hold()
    page = opened(visit, asker.id)
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator("article[data-state=running]").wait_for()
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_text("Stopped", exact=True).wait_for()
    model.release()


def test_a_component_that_is_not_installed_stays_as_it_is(visit, flows):
    data = json.loads((GOLDEN / "echo.json").read_text())
    data["nodes"][0]["data"]["type"] = "Unheard"
    data["nodes"][0]["data"]["node"] |= {
        "display_name": "Unheard of",
        "metadata": {"module": "some.where.Unheard"},
        "strange": [1],
    }
    flow = flows.store("Placeholder", data)
    page = opened(visit, flow)
    node(page, "Unheard of").get_by_text("missing").wait_for()
    assert page.locator(".react-flow__edge").count() == 1
    assert flows.data(flow) == data


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_editor(visit, flows, scheme):
    visit.page.emulate_media(color_scheme=scheme)
    data = json.loads((REAL / "blog_writer.json").read_text())["data"]
    page = opened(visit, flows.store(f"Axe {scheme}", data))
    node(page, "Language Model").locator("header").click()
    page.get_by_label("Settings of Language Model").wait_for()
    assert visit.axe() == []


def test_a_phone_may_look_but_not_change(visit, echo):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = visit.go(f"/flows/{echo}")
    page.get_by_text("editing is best on a larger screen").wait_for()
    assert page.get_by_label("Search components").count() == 0
