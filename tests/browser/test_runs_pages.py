"""Runs: the list keeps itself up to date, a run is followed live, cancelled, resumed and replayed."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Asker, Visit, sign_in
from tests.support.server import serving


@pytest.fixture
def held(model):
    """Runs of the asker last until the test lets them go."""
    model.hold()
    yield model
    model.release()


def state(page, name: str):
    """The state a run page shows."""
    return page.get_by_role("definition").get_by_text(name, exact=True)


def test_a_run_shows_up_and_changes_without_a_reload(visit, asker, held):
    page = visit.go("/runs?state=", "Runs")
    asker.ask("come in")
    row = page.get_by_role("row").filter(has_text="Asks a model").first
    row.get_by_text("running").wait_for()
    held.release()
    row.get_by_text("succeeded").wait_for()


def test_a_run_is_followed_live_to_its_end(visit, asker, held):
    run = asker.ask("follow me")
    page = visit.go(f"/runs/{run}?tab=journal", "Asks a model")
    journal = page.get_by_role("region", name="Journal")
    journal.get_by_text("FOLLOW", exact=False).first.wait_for()
    page.get_by_text("live", exact=True).wait_for()
    held.release()
    journal.get_by_text("run.succeeded").wait_for()
    page.get_by_text("complete", exact=True).wait_for()
    state(page, "succeeded").wait_for()


def test_the_journal_has_every_number_once(visit, asker):
    run = asker.ask("count")
    page = visit.go(f"/runs/{run}?tab=journal", "Asks a model")
    page.get_by_text("complete", exact=True).wait_for()
    lines = page.get_by_role("region", name="Journal").get_by_role("button")
    numbers = [int(text.split("\n")[0]) for text in lines.all_inner_texts()]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_a_run_is_cancelled_and_goes_on_when_resumed(visit, asker, held):
    run = asker.ask("stop and go")
    page = visit.go(f"/runs/{run}", "Asks a model")
    page.get_by_role("button", name="Cancel run").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel run").click()
    state(page, "cancelled").wait_for()
    held.release()
    page.get_by_role("button", name="Resume").click()
    state(page, "succeeded").wait_for()


def test_a_replay_opens_the_new_run(visit, asker):
    run = asker.ask("again")
    page = visit.go(f"/runs/{run}", "Asks a model")
    page.get_by_role("button", name="Replay").click()
    page.wait_for_url(lambda url: "/runs/" in url and run not in url)
    state(page, "succeeded").wait_for()


def test_steps_stand_on_a_time_line_with_what_they_made(visit, asker):
    run = asker.ask("show yourself")
    page = visit.go(f"/runs/{run}", "Asks a model")
    state(page, "succeeded").wait_for()
    steps = page.get_by_role("list", name="Steps in the order they started")
    steps.get_by_role("button", name="OpenAI").click()
    page.get_by_role("region", name="Output").get_by_text("SHOW YOURSELF").wait_for()


def test_filters_live_in_the_address_and_can_be_cleared(visit, asker):
    asker.ask("be there")
    page = visit.go("/runs", "Runs")
    page.get_by_label("Search runs").fill("no run is called like this")
    page.get_by_text("No run matches").wait_for()
    assert "q=" in page.url
    page.get_by_role("button", name="Clear filters").first.click()
    page.get_by_role("row").filter(has_text="Asks a model").first.wait_for()
    assert page.url.endswith("/runs")


@pytest.fixture
def mortal_server(server, model, tmp_path):
    with serving(tmp_path, RUNYARD_HTTP_ALLOW=model.server.address) as live:
        yield live


def test_a_page_and_its_run_survive_the_death_of_the_server(mortal_server, chromium, model, held):
    run = Asker(mortal_server, model, "Outlives").ask("die and rise")
    context = chromium.new_context()
    sign_in(context, mortal_server)
    page = Visit(context, mortal_server).go(f"/runs/{run}?tab=journal", "Outlives")
    journal = page.get_by_role("region", name="Journal")
    journal.get_by_text("DIE", exact=False).first.wait_for()
    mortal_server.kill()
    page.get_by_text("connection lost, trying again").wait_for()
    held.release()
    mortal_server.start()
    journal.get_by_text("run.succeeded").wait_for(timeout=30_000)
    numbers = [int(text.split("\n")[0]) for text in journal.get_by_role("button").all_inner_texts()]
    assert numbers == list(range(1, len(numbers) + 1))
    context.close()


def test_a_run_that_does_not_exist_is_said_so(visit):
    page = visit.go("/runs/00000000-0000-7000-8000-000000000000", "Run")
    page.get_by_role("alert").wait_for()
