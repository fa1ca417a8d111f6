"""The chat of a flow: sessions, answers as they come, stopping, files, and what messages can hold."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.browser.test_editor import GOLDEN


@pytest.fixture
def echo(server, request) -> str:
    data = json.loads((GOLDEN / "echo.json").read_text())
    with httpx.Client(base_url=server.url, headers=server.bearer()) as client:
        made = client.post(
            "/api/v1/flows/", json={"name": f"Chat {request.node.name}", "data": data}
        ).raise_for_status()
        return str(made.json()["id"])


def chat(visit, flow: str):
    page = visit.go(f"/flows/{flow}/playground")
    page.get_by_label("Message", exact=True).wait_for()
    return page


def say(page, text: str) -> None:
    page.get_by_label("Message", exact=True).fill(text)
    page.keyboard.press("Enter")


def messages(page):
    return page.get_by_role("list", name="Messages").get_by_role("listitem")


def test_a_message_is_answered_once_and_still_there_after_a_reload(visit, echo):
    page = chat(visit, echo)
    say(page, "good evening")
    page.get_by_role("button", name="Send").wait_for()
    messages(page).nth(1).get_by_text("good evening").wait_for()
    assert messages(page).count() == 2
    page.reload()
    messages(page).nth(1).get_by_text("good evening").wait_for()
    assert messages(page).count() == 2


def test_an_answer_appears_while_it_is_written_and_can_be_stopped(visit, asker, model):
    model.hold()
    page = chat(visit, asker.id)
    page.get_by_role("button", name="New session").click()
    say(page, "tell me a story")
    page.get_by_text("TELL").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Send").wait_for()
    model.release()


def test_sessions_are_made_renamed_and_deleted(visit, echo):
    page = chat(visit, echo)
    say(page, "first")
    messages(page).nth(1).wait_for()
    page.get_by_role("button", name="New session").click()
    page.get_by_text("Write a message to run this flow").wait_for()
    say(page, "second")
    messages(page).nth(1).get_by_text("second").wait_for()
    page.get_by_role("button", name="Actions of Session", exact=False).first.click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_label("Name of the session").fill("Evening")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Evening", exact=True).wait_for()
    messages(page).nth(1).get_by_text("second").wait_for()
    page.get_by_role("button", name="Actions of Evening").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Evening", exact=True).wait_for(state="detached")
    messages(page).nth(1).get_by_text("first").wait_for()


def test_a_message_is_edited_and_stays_edited(visit, echo):
    page = chat(visit, echo)
    say(page, "draft")
    messages(page).nth(1).wait_for()
    page.get_by_role("button", name="Send").wait_for()
    messages(page).nth(1).hover()
    messages(page).nth(1).get_by_role("button", name="Edit message").click()
    page.get_by_label("Text of the message").fill("final")
    page.get_by_role("button", name="Save").click()
    page.reload()
    messages(page).nth(1).get_by_text("final").wait_for()


def test_what_a_message_says_never_becomes_part_of_the_page(visit, echo):
    page = chat(visit, echo)
    say(page, "<img src=x onerror=alert(1)> ![pixel](https://elsewhere.example/p.png) [x](javascript:alert(1))")
    answer = messages(page).nth(1)
    answer.get_by_text("<img src=x", exact=False).wait_for()
    assert answer.locator("img, script, iframe").count() == 0
    assert answer.locator("a[href^='javascript']").count() == 0


def test_a_file_goes_with_the_message(visit, echo):
    page = chat(visit, echo)
    page.locator("input[type=file]").set_input_files(
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"one two"}
    )
    page.get_by_role("list", name="Files to send").get_by_text("plan.txt").wait_for()
    say(page, "read this")
    messages(page).first.get_by_text("plan.txt").wait_for()


def test_a_failure_is_a_message_in_words(visit, server):
    data = json.loads((GOLDEN / "failing.json").read_text())
    with httpx.Client(base_url=server.url, headers=server.bearer()) as client:
        flow = client.post("/api/v1/flows/", json={"name": "Chat fails", "data": data}).json()["id"]
    page = chat(visit, flow)
    say(page, "not json")
    page.locator("li[data-failed]").get_by_text("JSON", exact=False).first.wait_for()
    assert page.locator("li[data-failed]").count() == 1


def test_the_chat_beside_the_canvas_lights_up_the_nodes(visit, echo):
    page = visit.go(f"/flows/{echo}")
    page.get_by_role("button", name="Chat", exact=True).click()
    say(page, "hello canvas")
    messages(page).nth(1).get_by_text("hello canvas").wait_for()
    page.locator("article[data-state=finished]").nth(1).wait_for()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)])
def test_axe_finds_nothing_in_the_chat(visit, echo, scheme, width):
    visit.page.emulate_media(color_scheme=scheme)
    visit.page.set_viewport_size({"width": width, "height": 844})
    page = chat(visit, echo)
    say(page, "# Title\n\n- `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    messages(page).nth(1).get_by_role("heading", name="Title").wait_for()
    page.get_by_role("button", name="Send").wait_for()
    assert visit.axe() == []
