"""Waiting: for a moment, a person, another run; over restarts, without holding a place."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from runyard.kernel import RunKind, RunRow, RunState, gates, leases
from runyard.kernel.errors import GateIsClosed, NoSuchGate
from tests.kernel.conftest import ME, echo


async def test_a_sleeping_run_waits_and_goes_on(store, start, clock):
    kernel = await start(store, nap=nap)
    run_id = kernel.begin("nap", 3600, **ME)
    await clock.settle()
    assert (await kernel.get(run_id)).state is RunState.WAITING
    await clock.advance(hours=1, seconds=1)
    run = await kernel.wait(run_id)
    assert run.output == "rested"
    assert 3600 <= (run.finished_at - run.created_at).total_seconds() <= 3602


async def test_a_long_sleep_gives_its_memory_back(store, start, clock):
    kernel = await start(store, nap=nap)
    run_id = kernel.begin("nap", 6 * 3600, **ME)
    await clock.advance(minutes=5)
    assert kernel.driven == 0
    await clock.advance(hours=6)
    assert (await kernel.wait(run_id)).output == "rested"


async def test_a_sleep_over_a_restart_ends_at_its_time(store, start, clock):
    kernel = await start(store, nap=nap)
    run_id = kernel.begin("nap", 3600, **ME)
    await clock.advance(minutes=30)
    await kernel.close()
    again = await start(store, nap=nap)
    await clock.advance(minutes=29)
    assert (await again.get(run_id)).state is RunState.WAITING
    await clock.advance(minutes=2)
    assert (await again.wait(run_id)).output == "rested"


async def test_a_waiting_run_leaves_its_place_to_others(sqlite, start, clock):
    kernel = await start(sqlite, nap=RunKind("nap", nap, lane="heavy"), echo=RunKind("echo", echo, lane="heavy"))
    await kernel.spawn("nap", 3600, **ME)
    run = await kernel.wait(await kernel.spawn("echo", 1, **ME))
    assert run.output == 1


async def test_an_answer_reaches_the_run(store, start, clock):
    kernel = await start(store, ask=ask)
    run_id = kernel.begin("ask", **ME)
    gate = await the_gate(store, clock, run_id)
    assert (await kernel.get(run_id)).reason == "gate"
    await store.write(lambda tx: gates.answer(tx, gate.id, {"ok": True}, "boss"))
    assert (await kernel.wait(run_id)).output == {"ok": True}


@pytest.mark.parametrize("minutes", [0, 10])
async def test_an_answer_during_a_stop_reaches_the_run_afterwards(store, start, clock, minutes):
    kernel = await start(store, ask=ask)
    run_id = kernel.begin("ask", **ME)
    gate = await the_gate(store, clock, run_id)
    await clock.advance(minutes=minutes)
    await kernel.close()
    await store.write(lambda tx: gates.answer(tx, gate.id, "yes", "boss"))
    again = await start(store, ask=ask)
    assert (await again.wait(run_id)).output == "yes"


async def test_an_answer_to_a_run_put_aside_wakes_it(store, start, clock):
    kernel = await start(store, ask=ask)
    run_id = kernel.begin("ask", **ME)
    gate = await the_gate(store, clock, run_id)
    await clock.advance(minutes=5)
    assert kernel.driven == 0
    await store.write(lambda tx: gates.answer(tx, gate.id, "late", "boss"))
    assert (await kernel.wait(run_id)).output == "late"


async def test_two_pauses_in_a_row_each_wait_for_their_own_answer(sqlite, start, clock):
    async def twice(run):
        return [await run.gate("first"), await run.gate("second")]

    kernel = await start(sqlite, twice=twice)
    run_id = kernel.begin("twice", **ME)
    for word in ("one", "two"):
        gate = await the_gate(sqlite, clock, run_id)
        await clock.advance(minutes=5)
        await sqlite.write(lambda tx, g=gate, w=word: gates.answer(tx, g.id, w, "boss"))
        await clock.settle()
    assert (await kernel.wait(run_id)).output == ["one", "two"]


async def test_a_question_nobody_answers_expires(store, start, clock):
    kernel = await start(store, ask=ask)
    run_id = kernel.begin("ask", 600, **ME)
    gate = await the_gate(store, clock, run_id)
    await clock.advance(seconds=601)
    run = await kernel.wait(run_id)
    assert (run.state, run.error["kind"]) == (RunState.FAILED, "gate_expired")
    with pytest.raises(GateIsClosed):
        await store.write(lambda tx: gates.answer(tx, gate.id, "too late", "boss"))


async def test_a_question_is_answered_once(store, start, clock):
    kernel = await start(store, ask=ask)
    gate = await the_gate(store, clock, kernel.begin("ask", **ME))
    await store.write(lambda tx: gates.answer(tx, gate.id, 1, "boss"))
    with pytest.raises(GateIsClosed):
        await store.write(lambda tx: gates.answer(tx, gate.id, 2, "other"))


async def test_an_unknown_question_is_not_found(store):
    with pytest.raises(NoSuchGate):
        await store.read(lambda tx: gates.find(tx, "nothing"))


async def test_a_gate_within_a_step_keeps_the_step_in_memory(sqlite, start, clock):
    begun = []

    async def nested(run):
        async def work():
            begun.append(1)
            return await run.gate("inner")

        return await run.step("outer", work)

    kernel = await start(sqlite, nested=nested)
    run_id = kernel.begin("nested", **ME)
    gate = await the_gate(sqlite, clock, run_id)
    await clock.advance(minutes=10)
    assert (await kernel.get(run_id)).state is RunState.WAITING
    await sqlite.write(lambda tx: gates.answer(tx, gate.id, "in", "boss"))
    assert ((await kernel.wait(run_id)).output, len(begun)) == ("in", 1)


async def test_a_run_with_a_busy_step_is_not_waiting(sqlite, start, clock):
    busy = asyncio.Event()

    async def both(run):
        await asyncio.gather(run.step("busy", busy.wait), run.gate("person"))

    kernel = await start(sqlite, both=both)
    run_id = kernel.begin("both", **ME)
    gate = await the_gate(sqlite, clock, run_id)
    assert (await kernel.get(run_id)).state is RunState.RUNNING
    busy.set()
    await clock.settle()
    assert (await kernel.get(run_id)).state is RunState.WAITING
    await sqlite.write(lambda tx: gates.answer(tx, gate.id, 1, "boss"))
    assert (await kernel.wait(run_id)).state is RunState.SUCCEEDED


async def test_a_parent_gets_the_end_of_its_child(store, start, clock):
    async def parent(run):
        child = await run.child("echo", {"n": 1})
        return [child.state, child.output, child.parent_id == run.id]

    kernel = await start(store, parent=parent, echo=echo)
    assert (await kernel.wait(kernel.begin("parent", **ME))).output == ["succeeded", {"n": 1}, True]


async def test_a_parent_driven_again_finds_the_same_child(store, start, clock):
    async def parent(run):
        return (await run.child("ask")).output

    kernel = await start(store, parent=parent, ask=ask)
    run_id = kernel.begin("parent", **ME)
    await clock.settle()
    await kernel.close()
    again = await start(store, parent=parent, ask=ask)
    await clock.settle()
    found = await store.read(lambda tx: [row for row in tx.session.scalars(select(RunRow)) if row.parent_id == run_id])
    assert len(found) == 1
    gate = await the_gate(store, clock, found[0].id)
    await store.write(lambda tx: gates.answer(tx, gate.id, "child's", "boss"))
    assert (await again.wait(run_id)).output == "child's"


async def test_a_lease_has_one_holder_until_it_runs_out(store, clock):
    ttl = timedelta(seconds=30)
    first = await store.write(lambda tx: leases.take(tx, "line", "a", ttl))
    assert await store.write(lambda tx: leases.take(tx, "line", "b", ttl)) is None
    await clock.advance(seconds=31)
    second = await store.write(lambda tx: leases.take(tx, "line", "b", ttl))
    assert (first.token, second.token, second.holder) == (1, 2, "b")


async def test_a_holder_prolongs_and_releases_its_lease(store, clock):
    ttl = timedelta(seconds=30)
    for _ in range(3):
        lease = await store.write(lambda tx: leases.take(tx, "line", "a", ttl))
        await clock.advance(seconds=20)
    assert lease.token == 1
    assert await store.write(lambda tx: leases.release(tx, "line", "a"))
    assert await store.read(lambda tx: leases.held(tx, "line")) is None


async def test_many_at_once_and_one_gets_the_lease(store):
    ttl = timedelta(seconds=30)
    takes = (store.write(lambda tx, n=n: leases.take(tx, "line", f"h{n}", ttl)) for n in range(10))
    got = [lease for lease in await asyncio.gather(*takes) if lease is not None]
    assert len(got) == 1


async def nap(run):
    """Sleeps so many seconds."""
    await run.sleep_until(run._waits._holder.clock.now() + timedelta(seconds=run.input))
    return "rested"


async def ask(run):
    """Asks a person."""
    return await run.gate(
        "person", {"question": "?"}, timeout=None if run.input is None else timedelta(seconds=run.input)
    )


async def the_gate(store, clock, run_id):
    """The question the run waits with."""
    await clock.settle()
    return (await store.read(lambda tx: gates.unanswered(tx, run_id)))[0]
