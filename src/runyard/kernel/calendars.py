"""Rules that name moments: cron lines, RRULEs and intervals. Local rules follow the clock on the wall: a time that does not
exist is due at the first moment after the gap, one that exists twice is due once, at the first."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from dateutil.rrule import rrule, rruleset, rrulestr

from runyard.kernel.errors import BadRule

_UNTIL_UTC = re.compile(r"UNTIL=(\d{8}T\d{6})Z", re.IGNORECASE)
_PART = re.compile(r"(?:^|[;:])(FREQ|COUNT|INTERVAL)=([A-Z0-9]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron line of five fields, read in a time zone."""

    line: str
    zone: str = "UTC"
    type: Literal["cron"] = "cron"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """An RRULE (RFC 5545) from a local start in a time zone."""

    rrule: str
    start: datetime
    zone: str = "UTC"
    type: Literal["rrule"] = "rrule"


@dataclass(frozen=True, slots=True)
class Every:
    """A fixed interval of real seconds from an anchor; clock changes do not matter."""

    seconds: float
    anchor: datetime
    type: Literal["every"] = "every"


Rule = Cron | Recurrence | Every


def next_after(rule: Rule, moment: datetime) -> datetime | None:
    """The first due time after the moment, in UTC; None when there is none."""
    if isinstance(rule, Every):
        return _next_interval(rule, moment)
    zone = zone_of(rule.zone)
    wall = moment.astimezone(zone).replace(tzinfo=None)
    dues = (moment_of(local, zone) for local in _locals(rule, wall, zone))
    return next((due for due in dues if due > moment), None)


def preview(rule: Rule, after: datetime, count: int) -> list[datetime]:
    """The next due times, as they will fire."""
    dues: list[datetime] = []
    due = next_after(rule, after)
    while due is not None and len(dues) < count:
        dues.append(due)
        due = next_after(rule, due)
    return dues


def check(rule: Rule) -> None:
    """Raise BadRule, with the reason, for a rule that cannot be read."""
    next_after(rule, datetime(2026, 1, 1, tzinfo=UTC))


def moment_of(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment a clock on the wall shows this, by the rule for gaps and repeats."""
    moment = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local:
        return moment
    before = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _change_between(before, moment, zone)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name, or BadRule."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadRule(f"There is no time zone named {name!r}.") from error


def to_json(rule: Rule) -> dict[str, Any]:
    """The stored form."""
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in asdict(rule).items()}


def from_json(data: dict[str, Any]) -> Rule:
    """The rule of a stored form."""
    match data["type"]:
        case "cron":
            return Cron(data["line"], data["zone"])
        case "rrule":
            return Recurrence(data["rrule"], datetime.fromisoformat(data["start"]), data["zone"])
        case _:
            return Every(data["seconds"], datetime.fromisoformat(data["anchor"]))


def _next_interval(rule: Every, moment: datetime) -> datetime:
    if not rule.seconds >= 1 or rule.anchor.tzinfo is None:
        raise BadRule("An interval needs at least 1 second and an anchor with a time zone.")
    passed = (moment - rule.anchor).total_seconds()
    count = max(0, int(passed // rule.seconds) + 1)
    return rule.anchor.astimezone(UTC) + timedelta(seconds=count * rule.seconds)


def _locals(rule: Cron | Recurrence, wall: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    if isinstance(rule, Cron):
        try:
            return CronSim(rule.line, wall)
        except CronSimError as error:
            raise BadRule(f"The cron line {rule.line!r} cannot be read: {error}.") from error
    return _recurrence(rule, wall, zone).xafter(wall)


def _recurrence(rule: Recurrence, wall: datetime, zone: ZoneInfo) -> rrule | rruleset:
    parts = {name.upper(): value.upper() for name, value in _PART.findall(rule.rrule)}
    if parts.get("FREQ") == "SECONDLY":
        raise BadRule("A rule may not recur every second; use an interval.")
    start = rule.start.replace(tzinfo=None)
    if (
        "COUNT" not in parts
        and parts.get("INTERVAL", "1") == "1"
        and parts.get("FREQ") in {"DAILY", "HOURLY", "MINUTELY"}
    ):
        near = datetime.combine(wall.date() - timedelta(days=2), start.time())
        start = max(start, near)  # the same times of day from here on, without walking through all the years between
    text = _UNTIL_UTC.sub(lambda found: f"UNTIL={_local_until(found[1], zone)}", rule.rrule)
    try:
        return rrulestr(text, dtstart=start)
    except (ValueError, KeyError, TypeError) as error:
        raise BadRule(f"The recurrence {rule.rrule!r} cannot be read: {error}.") from error


def _local_until(stamp: str, zone: ZoneInfo) -> str:
    moment = datetime.strptime(stamp, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return moment.astimezone(zone).strftime("%Y%m%dT%H%M%S")


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first second with the new offset."""
    old = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high
