"""Following: from any cursor, cut anywhere, nothing is missing and nothing comes twice; slow followers hurt nobody."""

import asyncio
import random
from contextlib import aclosing
from datetime import timedelta

import pytest

from runyard.kernel import Cursor, NoSuchRun
from runyard.kernel.values import BadCursor
from tests.kernel.conftest import ME, echo


def talker(pause, words=60):
    """A handler that speaks in two streams between events."""

    async def talk(run):
        for n in range(words):
            run.delta("ab"[n // 7 % 2], f"{n} ")
            if n % 11 == 10:
                run.emit("tick", {"n": n})
            await pause()

    return talk


async def told(events):
    """What a follower has seen: the events that are not text, and the text of each stream."""
    types, text = [], {}
    for event in events:
        if event.type == "token":
            text[event.data["stream"]] = text.get(event.data["stream"], "") + event.data["text"]
        elif event.type != "heartbeat":
            types.append((event.seq, event.type))
    return types, text


async def test_a_stream_cut_a_thousand_times_loses_and_repeats_nothing(sqlite, start):
    # waive: no-sleep real time between tokens is what is cut
    kernel = await start(sqlite, talk=talker(lambda: asyncio.sleep(0.0005)))
    cuts, chance = 0, random.Random(7)
    while cuts < 1000:
        run_id, seen, cursor, ended = kernel.begin("talk", **ME), [], "0", False
        while not ended:
            limit = chance.randint(1, 3)
            async with aclosing(kernel.follow(run_id, cursor)) as events:
                async for event in events:
                    seen.append(event)
                    cursor = str(event.cursor)
                    ended = event.type == "run.succeeded"
                    limit -= 1
                    if not limit:
                        break
            cuts += 1
        assert await told(seen) == await told(await kernel.events(run_id))
        assert (await told(seen))[1] == spoken()


def spoken(words=60):
    """All the text of a talker."""
    text = {"a": "", "b": ""}
    for n in range(words):
        text["ab"[n // 7 % 2]] += f"{n} "
    return text


async def test_a_follower_of_an_ended_run_sees_all_of_it(store, start):
    kernel = await start(store, talk=talker(lambda: asyncio.sleep(0)))
    run = await kernel.wait(kernel.begin("talk", **ME))
    seen = [event async for event in kernel.follow(run.id)]
    assert seen == await kernel.events(run.id)


async def test_a_follower_that_has_seen_the_end_gets_nothing(store, start):
    kernel = await start(store, echo=echo)
    run = await kernel.wait(kernel.begin("echo", **ME))
    assert [event async for event in kernel.follow(run.id, after=3)] == []


async def test_token_text_leaves_before_it_is_in_the_journal(sqlite, start, clock):
    go = asyncio.Event()

    async def talk(run):
        await go.wait()
        run.delta("m", "hello")
        await asyncio.Event().wait()

    kernel = await start(sqlite, talk=talk)
    run_id = kernel.begin("talk", **ME)
    async with aclosing(kernel.follow(run_id)) as events:
        assert [(await anext(events)).type for _ in range(2)] == ["run.queued", "run.started"]
        go.set()
        event = await anext(events)
        assert (event.type, event.data["text"], str(event.cursor)) == ("token", "hello", "3.5")
        assert len(await kernel.events(run_id)) == 2
    await kernel.cancel(run_id)


async def test_the_journal_gets_one_event_for_fifty_milliseconds_of_a_stream(sqlite, start, clock):
    async def talk(run):
        for n in range(100):
            run.delta("m", f"{n},")
            await clock.sleep(0.005)

    kernel = await start(sqlite, talk=talk)
    run_id = kernel.begin("talk", **ME)
    await clock.advance(seconds=1)
    tokens = [event for event in await kernel.events(run_id) if event.type == "token"]
    assert 9 <= len(tokens) <= 11
    assert "".join(event.data["text"] for event in tokens) == "".join(f"{n}," for n in range(100))


async def test_two_streams_at_once_take_turns(sqlite, start, clock):
    async def talk(run):
        for n in range(100):
            run.delta("a", f"{n},")
            run.delta("b", f"{n};")
            await clock.sleep(0.005)

    kernel = await start(sqlite, talk=talk)
    run_id = kernel.begin("talk", **ME)
    await clock.advance(seconds=1)
    _, text = await told(await kernel.events(run_id))
    assert text == {"a": "".join(f"{n}," for n in range(100)), "b": "".join(f"{n};" for n in range(100))}
    assert len(await kernel.events(run_id)) < 60


async def test_a_cursor_within_a_text_gets_the_rest(store, start):
    async def talk(run):
        run.delta("m", "hello world")

    kernel = await start(store, talk=talk)
    run = await kernel.wait(kernel.begin("talk", **ME))
    rest = [event async for event in kernel.follow(run.id, "3.6")]
    assert (rest[0].data["text"], rest[0].seq, rest[1].type) == ("world", 3, "run.succeeded")


async def test_silence_is_filled_with_heartbeats(sqlite, start, clock):
    async def quiet(run):
        await asyncio.Event().wait()

    kernel = await start(sqlite, quiet=quiet)
    run_id = kernel.begin("quiet", **ME)
    seen = []

    async def listen():
        async for event in kernel.follow(run_id, heartbeat=15):
            seen.append(event.type)

    task = asyncio.create_task(listen())
    await clock.advance(seconds=46)
    await kernel.cancel(run_id)
    await task
    assert seen == ["run.queued", "run.started", *["heartbeat"] * 3, "run.cancelled"]


async def test_a_thousand_followers_see_their_own_run_only(sqlite, start):
    go = asyncio.Event()

    async def talk(run):
        await go.wait()
        for n in range(5):
            run.emit("line", {"of": run.input, "n": n})
            await asyncio.sleep(0)

    kernel = await start(sqlite, talk=talk)
    seen: dict[int, list] = {}

    async def listen(n, run_id):
        seen[n] = [event.data async for event in kernel.follow(run_id) if event.type == "line"]

    runs = [kernel.begin("talk", n, **ME) for n in range(1000)]
    listeners = [asyncio.create_task(listen(n, run_id)) for n, run_id in enumerate(runs)]
    await asyncio.sleep(0.01)  # waive: no-sleep the run must be under way in real time
    go.set()
    await asyncio.gather(*listeners)
    assert all(seen[n] == [{"of": n, "n": k} for k in range(5)] for n in range(1000))


async def test_a_slow_follower_reads_what_memory_no_longer_holds(sqlite, start):
    async def chatty(run):
        for n in range(3000):
            run.emit("line", n)
            if n % 100 == 0:
                await run.checkpoint()

    kernel = await start(sqlite, chatty=chatty)
    run_id = kernel.begin("chatty", **ME)
    events = kernel.follow(run_id)
    await anext(events)
    await kernel.wait(run_id)
    assert [event.seq async for event in events] == list(range(2, 3004))


async def test_following_waits_for_a_run_that_is_not_driven_yet(store, start, clock):
    kernel = await start(store, echo=echo)
    run_id = await kernel.spawn("echo", not_before=clock.now() + timedelta(seconds=5), **ME)

    async def listen():
        return [event.type async for event in kernel.follow(run_id)]

    task = asyncio.create_task(listen())
    await clock.advance(seconds=6)
    assert await task == ["run.queued", "run.started", "run.succeeded"]


async def test_a_resumed_run_is_followed_to_its_real_end(sqlite, start):
    async def second_time(run):
        if run.attempt == 1:
            raise ValueError("first")

    kernel = await start(sqlite, second_time=second_time)
    run = await kernel.wait(kernel.begin("second_time", **ME))
    await kernel.resume(run.id)
    types = [event.type async for event in kernel.follow(run.id)]
    assert (types.count("run.failed"), types[-1]) == (1, "run.succeeded")


async def test_an_unknown_run_is_not_found(store, start):
    kernel = await start(store)
    with pytest.raises(NoSuchRun):
        await anext(kernel.follow("00000000-0000-0000-0000-000000000000"))


@pytest.mark.parametrize("text", ["x", "-1", "1.x", "1.2.3", "", "9" * 40, "²"])
def test_a_strange_cursor_is_refused(text):
    with pytest.raises(BadCursor):
        Cursor.parse(text)


def test_cursors_survive_their_text():
    for cursor in (Cursor(0), Cursor(7), Cursor(7, 12)):
        assert Cursor.parse(str(cursor)) == cursor
