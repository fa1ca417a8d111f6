"""The clock of tests."""

import asyncio

from runyard.kit.clock import VirtualClock


async def test_sleepers_wake_in_their_order_at_their_time():
    clock, woken = VirtualClock(), []

    async def sleeper(name, seconds):
        await clock.sleep(seconds)
        woken.append((name, clock.monotonic()))

    tasks = [asyncio.create_task(sleeper(*args)) for args in (("late", 90), ("soon", 5))]
    await clock.advance(seconds=4)
    assert woken == []
    await clock.advance(minutes=2)
    assert woken == [("soon", 5), ("late", 90)]
    await asyncio.gather(*tasks)


async def test_now_moves_with_the_clock():
    clock = VirtualClock()
    before = clock.now()
    await clock.advance(days=1)
    assert (clock.now() - before).total_seconds() == 86400
