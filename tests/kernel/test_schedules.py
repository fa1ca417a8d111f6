"""Schedules: every due time once, over clock changes, restarts and stops; what the preview says is what fires."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from runyard.kernel import RunRow
from runyard.kernel.calendars import Cron, Every, Recurrence, from_json, moment_of, next_after, preview, to_json
from runyard.kernel.errors import BadRule, NoSuchSchedule
from runyard.store import Store
from tests.kernel.conftest import ME, echo

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago"]
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "moment"),
    [
        ("2026-03-29T02:30", "2026-03-29T01:00"),  # does not exist: the first moment after the gap
        ("2026-03-29T01:59", "2026-03-29T00:59"),
        ("2026-03-29T03:00", "2026-03-29T01:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30"),  # exists twice: the first
        ("2026-10-25T03:00", "2026-10-25T02:00"),
    ],
)
def test_wall_times_follow_the_rule_for_clock_changes(wall, moment):
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert moment_of(datetime.fromisoformat(wall), ZoneInfo("Europe/Berlin")) == expected


def test_a_daily_time_in_the_gap_and_in_the_repeat_is_due_once_a_day():
    dues = preview(Cron("30 2 * * *", "Europe/Berlin"), datetime(2026, 1, 1, tzinfo=UTC), 365)
    days = {due.astimezone(ZoneInfo("Europe/Berlin")).date() for due in dues}
    assert len(days) == 365


def test_an_hourly_line_skips_the_second_of_a_repeated_hour():
    dues = preview(Cron("0 * * * *", "Europe/Berlin"), datetime(2026, 10, 24, 22, 30, tzinfo=UTC), 4)
    assert [due.hour for due in dues] == [23, 0, 2, 3]


@pytest.mark.parametrize("zone", ZONES)
def test_due_times_only_grow(zone):
    dues = preview(Cron("*/20 * * * *", zone), START, 20_000)
    assert all(a < b for a, b in pairwise(dues))


def test_a_recurrence_far_from_its_start_keeps_its_time_of_day():
    rule = Recurrence("FREQ=DAILY", datetime(2001, 1, 1, 7, 15), "Asia/Kolkata")
    assert next_after(rule, START) == datetime(2026, 1, 1, 1, 45, tzinfo=UTC)


def test_a_recurrence_ends_with_its_count_or_its_last_moment():
    assert len(preview(Recurrence("FREQ=DAILY;COUNT=3", datetime(2026, 2, 1, 9)), START, 10)) == 3
    until = Recurrence("FREQ=DAILY;UNTIL=20260203T090000Z", datetime(2026, 2, 1, 10), "Europe/Berlin")
    assert len(preview(until, START, 10)) == 3


def test_an_interval_counts_real_seconds():
    rule = Every(90, START)
    assert preview(rule, START, 2) == [START + timedelta(seconds=90), START + timedelta(seconds=180)]


@pytest.mark.parametrize(
    "rule", [Cron("0 9 * * *", "Asia/Tokyo"), Recurrence("FREQ=WEEKLY", datetime(2026, 1, 1, 9)), Every(60, START)]
)
def test_rules_survive_storage(rule):
    assert from_json(to_json(rule)) == rule


@pytest.mark.parametrize(
    "rule",
    [
        Cron("61 * * * *"),
        Cron("hello"),
        Cron("0 9 * * *", "Mars/Base"),
        Cron("0 9 * * *", "../etc"),
        Recurrence("FREQ=SECONDLY", datetime(2026, 1, 1)),
        Recurrence("nonsense", datetime(2026, 1, 1)),
        Every(0, START),
        Every(float("nan"), START),
    ],
)
async def test_a_rule_that_cannot_be_read_is_refused(sqlite, start, rule):
    kernel = await start(sqlite, echo=echo)
    with pytest.raises(BadRule):
        await sqlite.write(lambda tx: kernel.schedules.create(tx, "bad", rule, "echo", **ME))


async def test_a_schedule_starts_its_run_when_it_is_due(store, start, clock):
    kernel = await start(store, echo=echo)
    schedule = await make(store, kernel, Every(60, START))
    await clock.advance(seconds=61)
    firings = await store.read(lambda tx: kernel.schedules.firings(tx, schedule.id))
    assert [firing.due for firing in firings] == [START + timedelta(seconds=60)]
    assert (await kernel.wait(firings[0].run_id)).output == {"from": "schedule"}


async def test_a_paused_schedule_is_silent_and_does_not_make_up(sqlite, start, clock):
    kernel = await start(sqlite, echo=echo)
    schedule = await make(sqlite, kernel, Every(60, START), misfire="all")
    await sqlite.write(lambda tx: kernel.schedules.pause(tx, schedule.id))
    await clock.advance(hours=1)
    await sqlite.write(lambda tx: kernel.schedules.resume(tx, schedule.id))
    await clock.advance(seconds=61)
    assert await count_runs(sqlite) == 1


async def test_a_removed_schedule_is_gone(sqlite, start, clock):
    kernel = await start(sqlite, echo=echo)
    schedule = await make(sqlite, kernel, Every(60, START))
    await sqlite.write(lambda tx: kernel.schedules.remove(tx, schedule.id))
    await clock.advance(hours=1)
    with pytest.raises(NoSuchSchedule):
        await sqlite.read(lambda tx: kernel.schedules.get(tx, schedule.id))
    assert await count_runs(sqlite) == 0


@pytest.mark.parametrize(("misfire", "runs"), [("skip", 0), ("once", 1), ("all", 5)])
async def test_what_passed_during_a_stop_follows_the_misfire_policy(store, start, clock, misfire, runs):
    kernel = await start(store, echo=echo)
    await make(store, kernel, Cron("0 * * * *"), misfire=misfire, cap=5)
    await kernel.close()
    clock._elapsed += 24 * 3600 + 1800
    await start(store, echo=echo)
    await clock.settle()
    assert await count_runs(store) == runs
    await clock.advance(hours=1)
    assert await count_runs(store) == runs + 1


async def test_two_processes_serve_a_due_time_once(store, start, clock):
    first = await start(store, echo=echo)
    await start(store, echo=echo)
    await make(store, first, Every(60, START))
    await clock.advance(minutes=10)
    assert await count_runs(store) == 10


async def test_a_year_in_five_time_zones_fires_every_due_time_once(tmp_path, start, clock):
    store = await Store.open(f"sqlite:///{tmp_path / 'year.db'}", clock)
    await store.create_tables()
    store._backend._raw.execute(
        "pragma synchronous=off"
    )  # a year of commits; how they reach the disk is another test's claim
    kernel = await start(store, echo=echo)
    rules = {(zone, line): Cron(line, zone) for zone in ZONES for line in ("30 2 * * *", "15 1,14 * * 1")}
    rules |= {
        (zone, "weekly"): Recurrence("FREQ=WEEKLY;BYDAY=SU;BYHOUR=2;BYMINUTE=10", datetime(2025, 6, 1, 2, 10), zone)
        for zone in ZONES
    }
    schedules = {key: await make(store, kernel, rule, misfire="all", cap=1000) for key, rule in rules.items()}
    for week in range(52):
        await clock.advance(days=6.93)
        await kernel.close()
        clock._elapsed += 86_400 if week == 20 else 600
        kernel = await start(store, echo=echo)
        await clock.settle()
    end = clock.now()
    for key, schedule in schedules.items():
        fired = await store.read(
            lambda tx, s=schedule: [firing.due for firing in kernel.schedules.firings(tx, s.id, 10_000)][::-1]
        )
        expected = [due for due in preview(rules[key], START, len(fired) + 1) if due <= end]
        assert fired == expected, key
    assert await count_runs(store) == sum([len(await firings(store, kernel, s)) for s in schedules.values()])
    await kernel.close()
    await store.close()


async def firings(store, kernel, schedule):
    """All served due times."""
    return await store.read(lambda tx: kernel.schedules.firings(tx, schedule.id, 10_000))


async def make(store, kernel, rule, **options):
    """A schedule of the echo kind."""
    return await store.write(
        lambda tx: kernel.schedules.create(tx, "test", rule, "echo", {"from": "schedule"}, **options, **ME)
    )


async def count_runs(store):
    """How many runs there are."""
    return await store.read(lambda tx: tx.session.scalar(select(func.count(RunRow.id))))
