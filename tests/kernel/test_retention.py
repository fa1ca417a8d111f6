"""Retention: old runs go, open ones stay, long journals are shortened, the file gets smaller."""

from datetime import timedelta

from sqlalchemy import text

from runyard.kernel import RunState
from runyard.kernel.retention import Keep, Retention
from tests.kernel.conftest import ME, echo


async def test_old_ended_runs_go_and_others_stay(store, start, clock):
    kernel = await start(store, echo=echo, nap=nap)
    old = (await kernel.wait(kernel.begin("echo", **ME))).id
    open_run = kernel.begin("nap", **ME)
    await clock.advance(days=31)
    fresh = (await kernel.wait(kernel.begin("echo", **ME))).id
    swept = await Retention(store, clock, Keep(days=30)).sweep()
    assert swept.runs == 1
    assert (await kernel.get(old), await kernel.events(old)) == (None, [])
    assert (await kernel.get(open_run)).state is RunState.WAITING
    assert (await kernel.get(fresh)).is_final


async def test_a_long_journal_keeps_its_beginning_and_its_end(store, start, clock):
    async def chatty(run):
        for n in range(5000):
            run.emit("line", n)

    kernel = await start(store, chatty=chatty)
    run = await kernel.wait(kernel.begin("chatty", **ME))
    swept = await Retention(store, clock, Keep(days=None, events_a_run=100)).sweep()
    events = await kernel.events(run.id)
    assert (swept.events, len(events), events[-1].type) == (5003 - 101, 101, "run.succeeded")
    assert [event.type for event in events].count("journal.shortened") == 1
    assert [event async for event in kernel.follow(run.id)] == events


async def test_a_second_sweep_has_nothing_to_do(sqlite, start, clock):
    async def chatty(run):
        for n in range(500):
            run.emit("line", n)

    kernel = await start(sqlite, chatty=chatty)
    await kernel.wait(kernel.begin("chatty", **ME))
    broom = Retention(sqlite, clock, Keep(days=None, events_a_run=100))
    await broom.sweep()
    assert (await broom.sweep()).events == 0


async def test_the_file_shrinks_while_the_server_runs(sqlite, start, clock):
    async def bulky(run):
        run.emit("blob", "x" * 20_000)

    kernel = await start(sqlite, bulky=bulky)
    for _ in range(300):
        await kernel.wait(kernel.begin("bulky", **ME))
    before = await sqlite.read(pages)
    await clock.advance(days=31)
    await Retention(sqlite, clock, Keep(days=30)).sweep()
    assert await sqlite.read(pages) < before / 10


def pages(tx):
    """How many pages the file has."""
    return tx.session.scalar(text("pragma page_count"))


async def nap(run):
    """Sleeps for a year."""
    await run.sleep_until(run._waits._holder.clock.now() + timedelta(days=365))
