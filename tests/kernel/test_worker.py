"""Attempts: what a run comes to, retries, time limits, budgets and cancelling."""

import asyncio
from datetime import timedelta

import pytest

from runyard.kernel import GiveUp, Retry, RunHasEnded, RunKind, RunState, TryLater
from runyard.kit.errors import Invalid
from tests.kernel.conftest import ME, echo


async def test_a_run_gives_its_output(store, start):
    kernel = await start(store, echo=echo)
    run = await kernel.wait(await kernel.spawn("echo", {"a": 1}, **ME))
    assert (run.state, run.output) == (RunState.SUCCEEDED, {"a": 1})


async def test_the_answer_is_what_stands_in_the_store(store, start):
    kernel = await start(store, echo=echo)
    run = await kernel.wait(kernel.begin("echo", {"a": 1}, session="s", subject="f", **ME))
    assert await kernel.get(run.id) == run


async def test_a_run_in_a_working_lane_is_driven_too(store, start):
    kernel = await start(store, echo=RunKind("echo", echo, lane="work"))
    run = await kernel.wait(await kernel.spawn("echo", 5, **ME))
    assert (run.state, run.output, run.epoch) == (RunState.SUCCEEDED, 5, 1)


async def test_an_error_fails_the_run_and_is_told(store, start):
    async def broken(run):
        raise ValueError("no luck")

    kernel = await start(store, broken=broken)
    run = await kernel.wait(kernel.begin("broken", **ME))
    assert (run.state, run.reason) == (RunState.FAILED, "error")
    assert run.error == {"message": "no luck", "kind": "ValueError", "hint": None}


async def test_an_output_that_is_no_json_fails_the_run(store, start):
    async def odd(run):
        return object()

    kernel = await start(store, odd=odd)
    assert (await kernel.wait(kernel.begin("odd", **ME))).state is RunState.FAILED


async def test_a_retry_waits_for_its_time(store, start, clock):
    calls = []

    async def flaky(run):
        calls.append(run.attempt)
        if run.attempt == 1:
            raise ValueError("once")
        return "done"

    kind = RunKind("flaky", flaky, retry=Retry(attempts=2, first=timedelta(minutes=5), jitter=0))
    kernel = await start(store, flaky=kind)
    run_id = kernel.begin("flaky", **ME)
    await clock.advance(minutes=4)
    waiting = await kernel.get(run_id)
    assert (waiting.state, waiting.reason, calls) == (RunState.WAITING, "retry", [1])
    await clock.advance(minutes=2)
    run = await kernel.wait(run_id)
    assert (run.output, run.attempt, calls) == ("done", 2, [1, 2])


async def test_retries_end(store, start, clock):
    async def hopeless(run):
        raise ValueError("never")

    kernel = await start(store, hopeless=RunKind("hopeless", hopeless, retry=Retry(attempts=3)))
    run_id = kernel.begin("hopeless", **ME)
    await clock.advance(hours=1)
    run = await kernel.wait(run_id)
    assert (run.state, run.attempt) == (RunState.FAILED, 3)


@pytest.mark.parametrize("error", [GiveUp("pointless"), Invalid("field x")])
async def test_pointless_retries_are_not_made(sqlite, start, error):
    async def refused(run):
        raise error

    kernel = await start(sqlite, refused=RunKind("refused", refused, retry=Retry(attempts=3)))
    assert (await kernel.wait(kernel.begin("refused", **ME))).attempt == 1


async def test_try_later_names_its_own_time(sqlite, start, clock):
    async def busy(run):
        if run.attempt == 1:
            raise TryLater("rate limited", after=timedelta(seconds=30))

    kernel = await start(sqlite, busy=busy)
    run_id = kernel.begin("busy", **ME)
    await clock.advance(seconds=29)
    assert (await kernel.get(run_id)).state is RunState.WAITING
    await clock.advance(seconds=2)
    assert (await kernel.wait(run_id)).state is RunState.SUCCEEDED


def test_backoff_grows_with_jitter_to_its_limit():
    retry = Retry(attempts=99, first=timedelta(seconds=1), factor=2, most=timedelta(seconds=60), jitter=0.2)
    for attempt, plain in ((1, 1), (2, 2), (5, 16), (20, 60), (5000, 60)):
        assert 0.8 * plain <= retry.delay(attempt).total_seconds() <= 1.2 * plain


async def test_cancel_ends_a_running_run(store, start):
    kernel = await start(store, forever=forever)
    run_id = kernel.begin("forever", **ME)
    run = await kernel.cancel(run_id, "not wanted")
    assert (run.state, run.reason) == (RunState.CANCELLED, "not wanted")
    assert (await kernel.get(run_id)).state is RunState.CANCELLED


async def test_cancel_reaches_the_handler(sqlite, start):
    seen = asyncio.Event()

    async def careful(run):
        try:
            await asyncio.Event().wait()
        finally:
            assert run.cancelled
            seen.set()

    kernel = await start(sqlite, careful=careful)
    run_id = kernel.begin("careful", **ME)
    await kernel.get(run_id)
    await kernel.cancel(run_id, "")
    assert seen.is_set()


async def test_cancel_ends_a_queued_run_at_once(sqlite, start, clock):
    kernel = await start(sqlite, echo=echo)
    run_id = await kernel.spawn("echo", not_before=clock.now() + timedelta(hours=1), **ME)
    assert (await kernel.cancel(run_id, "")).state is RunState.CANCELLED


async def test_cancel_of_an_ended_run_is_a_conflict(store, start):
    kernel = await start(store, echo=echo)
    run = await kernel.wait(kernel.begin("echo", **ME))
    with pytest.raises(RunHasEnded):
        await kernel.cancel(run.id, "")


async def test_a_handler_that_will_not_let_go_is_ended_by_force(store, start, clock):
    release = asyncio.Event()

    async def stubborn(run):
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue
        run.emit("too.late")

    kernel = await start(store, stubborn=stubborn)
    run_id = kernel.begin("stubborn", **ME)
    await kernel.get(run_id)
    cancelling = asyncio.create_task(kernel.cancel(run_id, "now"))
    await clock.advance(seconds=2)
    assert (await cancelling).state is RunState.CANCELLED
    release.set()
    await clock.settle()
    assert [e.type for e in await kernel.events(run_id)][-1] == "run.cancelled"


async def test_a_timeout_fails_the_run_in_time(store, start, clock):
    kernel = await start(store, forever=forever)
    run_id = kernel.begin("forever", timeout=timedelta(seconds=10), **ME)
    await clock.advance(seconds=12)
    run = await kernel.wait(run_id)
    assert (run.state, run.reason) == (RunState.FAILED, "timeout")
    assert (run.finished_at - run.created_at).total_seconds() <= 12


async def test_a_run_that_waits_for_its_retry_keeps_its_deadline(sqlite, start, clock):
    async def broken(run):
        raise ValueError

    kind = RunKind("broken", broken, retry=Retry(first=timedelta(hours=1)), timeout=timedelta(minutes=1))
    kernel = await start(sqlite, broken=kind)
    run_id = kernel.begin("broken", **ME)
    await clock.advance(seconds=62)
    run = await kernel.get(run_id)
    assert (run.state, run.reason) == (RunState.FAILED, "timeout")


async def test_a_spent_budget_fails_the_run(store, start):
    async def greedy(run):
        for _ in range(100):
            run.spend(10)

    kernel = await start(store, greedy=greedy)
    run = await kernel.wait(kernel.begin("greedy", budget={"tokens": 25}, **ME))
    assert (run.state, run.reason, run.spent) == (RunState.FAILED, "budget", {"tokens": 30})


async def test_the_same_once_key_starts_one_run(store, start):
    kernel = await start(store, echo=echo)
    ids = await asyncio.gather(*(kernel.spawn("echo", once="key", **ME) for _ in range(10)))
    assert len(set(ids)) == 1


async def test_another_tenant_may_use_the_same_once_key(sqlite, start):
    kernel = await start(sqlite, echo=echo)
    first = await kernel.spawn("echo", once="key", owner="a", tenant="one")
    assert first != await kernel.spawn("echo", once="key", owner="a", tenant="two")


async def test_cancelling_a_run_cancels_its_children(sqlite, start):
    async def parent(run):
        await run.child("forever")

    kernel = await start(sqlite, parent=parent, forever=forever)
    run_id = kernel.begin("parent", **ME)
    started = [e async for e in first(kernel.follow(run_id), "run.waiting")]
    assert started
    await kernel.cancel(run_id, "")
    assert kernel.driven == 0


async def test_resume_goes_on_after_the_last_finished_step(store, start):
    calls = []

    async def two_steps(run):
        for name in ("one", "two"):

            async def work(name=name):
                calls.append(name)
                if calls.count("two") == 1 and name == "two":
                    raise ValueError("first time")
                return name

            await run.step(name, work)
        return "done"

    kernel = await start(store, two_steps=two_steps)
    run = await kernel.wait(kernel.begin("two_steps", **ME))
    assert run.state is RunState.FAILED
    await kernel.resume(run.id)
    again = await kernel.wait(run.id)
    assert (again.state, again.attempt, calls) == (RunState.SUCCEEDED, 2, ["one", "two", "two"])


async def test_replay_is_a_new_run_with_the_same_input(sqlite, start):
    kernel = await start(sqlite, echo=echo)
    run = await kernel.wait(kernel.begin("echo", {"x": 1}, **ME))
    again = await kernel.wait(await kernel.replay(run.id, "user-2"))
    assert (again.id != run.id, again.output, again.owner) == (True, {"x": 1}, "user-2")


async def test_a_place_in_a_lane_is_taken_by_the_most_important(sqlite, start, clock):
    order, gate = [], asyncio.Event()

    async def work(run):
        order.append(run.input)
        await gate.wait()

    kernel = await start(sqlite, work=RunKind("work", work, lane="heavy"))
    ids = [await kernel.spawn("work", name, priority=p, **ME) for name, p in (("first", 0), ("low", 0), ("high", 5))]
    gate.set()
    for run_id in ids:
        await kernel.wait(run_id)
    assert order == ["first", "high", "low"]


async def forever(run):
    """Never ends by itself."""
    await asyncio.Event().wait()


async def first(events, kind):
    """Events up to the first of that type."""
    async for event in events:
        if event.type == kind:
            yield event
            return
