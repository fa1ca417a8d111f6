"""The journal: numbers without holes, batches that count as a whole, rows of other rooms in the same transaction."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from runyard.kernel import EventRow, RunState
from runyard.kernel.states import MOVES, IllegalMove, check_move
from runyard.kernel.tables import LeaseRow, StepRow
from tests.kernel.conftest import ME, echo


@given(st.sampled_from(RunState), st.sampled_from(RunState))
def test_only_the_moves_of_the_table_are_possible(state, to):
    if to in MOVES[state]:
        check_move("r", state, to)
    else:
        with pytest.raises(IllegalMove):
            check_move("r", state, to)


def test_every_state_can_be_reached_and_success_is_for_ever():
    reached, front = set(), {RunState.QUEUED}
    while front:
        reached |= front
        front = {to for state in front for to in MOVES[state]} - reached
    assert (reached, MOVES[RunState.SUCCEEDED]) == (set(RunState), frozenset())


async def test_events_are_numbered_without_holes(store, start):
    async def busy(run):
        for n in range(50):
            run.emit("tick", {"n": n})
            run.delta("m", "x")
            if n % 7 == 0:
                await run.checkpoint()

    kernel = await start(store, busy=busy)
    ids = [kernel.begin("busy", **ME) for _ in range(20)]
    for run_id in ids:
        await kernel.wait(run_id)
        numbers = [event.seq for event in await kernel.events(run_id)]
        assert numbers == list(range(1, len(numbers) + 1))


async def test_a_short_run_costs_one_commit(sqlite, start):
    async def short(run):
        run.emit("a")
        return await run.step("s", one, cheap=True)

    kernel = await start(sqlite, short=short)
    puts = []
    put = sqlite.put
    sqlite.put = lambda batch: puts.append(batch) or put(batch)
    run = await kernel.wait(kernel.begin("short", **ME))
    assert (run.output, len(puts)) == (1, 1)


async def test_nothing_that_matters_happens_before_the_run_exists(store, start):
    found = []

    async def careful(run):
        async def look():
            found.append(
                await store.read(
                    lambda tx: tx.session.scalar(select(func.count(EventRow.seq)).where(EventRow.run_id == run.id))
                )
            )

        await run.step("look", look)

    kernel = await start(store, careful=careful)
    await kernel.wait(kernel.begin("careful", **ME))
    assert found == [2]


async def test_rows_of_another_room_travel_with_the_batch(store, start, clock):
    statement = insert(LeaseRow.__table__)

    async def writes(run):
        run.also(statement, [{"name": "mine", "holder": run.id, "token": 1, "expires_at": clock.now()}])

    kernel = await start(store, writes=writes)
    run = await kernel.wait(kernel.begin("writes", **ME))
    assert await store.read(lambda tx: tx.session.get(LeaseRow, "mine").holder) == run.id


async def test_a_batch_that_cannot_be_written_fails_the_run_and_leaves_no_hole(store, start, clock):
    statement = insert(LeaseRow.__table__)

    async def writes(run):
        for _ in range(2):
            run.emit("before")
            run.also(statement, [{"name": "same", "holder": run.id, "token": 1, "expires_at": clock.now()}])
            await run.checkpoint()

    kernel = await start(store, writes=writes)
    run_id = kernel.begin("writes", **ME)
    run = await kernel.wait(run_id)
    events = await kernel.events(run_id)
    assert (run.state, run.reason) == (RunState.FAILED, "journal")
    assert [e.type for e in events] == ["run.queued", "run.started", "before", "run.failed"]
    assert [e.seq for e in events] == [1, 2, 3, 4]


async def test_a_zombie_cannot_write(store, start, clock):
    release, survived = asyncio.Event(), []

    async def zombie(run):
        run.emit("alive", {"epoch": run.epoch})
        if run.epoch == 1:
            await release.wait()
            run.emit("dead")
            await run.checkpoint()
            survived.append(run.id)
        return run.epoch

    old = await start(store, zombie=zombie)
    run_id = old.begin("zombie", **ME)
    await old.get(run_id)
    new = await start(store, zombie=zombie)
    run = await new.wait(run_id)
    release.set()
    await clock.settle()
    types = [event.type for event in await new.events(run_id)]
    assert (run.output, run.epoch, survived, old.driven) == (2, 2, [], 0)
    assert types == ["run.queued", "run.started", "alive", "run.recovered", "alive", "run.succeeded"]


async def test_the_journal_has_no_orphans(store, start):
    async def steps(run):
        await run.step("a", one)

    kernel = await start(store, steps=steps, echo=echo)
    for _ in range(5):
        await kernel.wait(kernel.begin("steps", **ME))
    runs = {event.run for event in await kernel.events((await kernel.wait(kernel.begin("echo", **ME))).id)}
    orphans = await store.read(
        lambda tx: tx.session.scalar(
            select(func.count(StepRow.key)).where(StepRow.run_id.not_in(select(EventRow.run_id)))
        )
    )
    assert (orphans, len(runs)) == (0, 1)


async def one():
    """A step."""
    return 1
