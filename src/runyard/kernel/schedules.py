"""Schedules start runs at due times. A due time is served in one transaction with the row that says so and the run it
started, so it is served once, whoever is awake and however often they restart."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Unpack

from sqlalchemy import delete, select

from runyard.kernel.calendars import Rule, check, from_json, next_after, to_json
from runyard.kernel.errors import NoSuchSchedule
from runyard.kernel.orders import SpawnOptions
from runyard.kernel.tables import FiringRow, ScheduleRow
from runyard.kit.ids import new_id
from runyard.store import Tx

Misfire = Literal["skip", "once", "all"]
Accept = Callable[..., str]

_LATE = timedelta(seconds=60)
_BATCH = 100
_MOST_LOOKED_AT = 10_000


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to start which run. `misfire` says what becomes of due times that passed while nobody was awake."""

    id: str
    tenant_id: str
    owner_id: str
    name: str
    rule: Rule
    misfire: Misfire
    cap: int
    kind: str
    input: Any
    options: dict[str, Any]
    next_at: datetime | None
    last_at: datetime | None
    paused: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Firing:
    """A due time that was served."""

    schedule_id: str
    due: datetime
    fired_at: datetime
    run_id: str | None
    outcome: str


class Schedules:
    """Verbs over a transaction. `accept` starts a run in it; `wake` says that something may be due earlier now."""

    def __init__(self, accept: Accept, wake: Callable[[datetime], None]) -> None:
        self._accept, self._wake = accept, wake

    def create(
        self,
        tx: Tx,
        name: str,
        rule: Rule,
        kind: str,
        input: Any = None,
        *,
        misfire: Misfire = "skip",
        cap: int = 10,
        **options: Unpack[SpawnOptions],
    ) -> Schedule:
        """A new schedule; its first due time lies after now."""
        check(rule)
        rest: dict[str, Any] = {key: value for key, value in options.items() if key not in {"owner", "tenant"}}
        row = ScheduleRow(
            id=new_id(), tenant_id=options["tenant"], owner_id=options["owner"], name=name, rule=to_json(rule), misfire=misfire,
            cap=cap, kind=kind, input=input, options=rest, paused=False, created_at=tx.now,
        )  # fmt: skip
        tx.session.add(row)
        return self._plan(tx, row)

    def change(self, tx: Tx, schedule_id: str, **changes: Any) -> Schedule:
        """Change name, rule, misfire, cap, kind, input or options; the next due time is found anew."""
        row = _row(tx, schedule_id)
        if "rule" in changes:
            check(changes["rule"])
            changes["rule"] = to_json(changes["rule"])
        unknown = changes.keys() - {"name", "rule", "misfire", "cap", "kind", "input", "options"}
        if unknown:
            raise TypeError(f"a schedule has no {sorted(unknown)} to change")
        for key, value in changes.items():
            setattr(row, key, value)
        return self._plan(tx, row)

    def pause(self, tx: Tx, schedule_id: str) -> Schedule:
        """Nothing is due until it is resumed."""
        row = _row(tx, schedule_id)
        row.paused = True
        return self._plan(tx, row)

    def resume(self, tx: Tx, schedule_id: str) -> Schedule:
        """Due times count again from now on; those that passed in the pause are not made up for."""
        row = _row(tx, schedule_id)
        row.paused = False
        return self._plan(tx, row)

    def remove(self, tx: Tx, schedule_id: str) -> None:
        """Delete the schedule and the record of its firings; its runs stay."""
        tx.session.delete(_row(tx, schedule_id))
        tx.session.execute(delete(FiringRow).where(FiringRow.schedule_id == schedule_id))

    def run_now(self, tx: Tx, schedule_id: str) -> str:
        """Start its run once, apart from its due times."""
        row = _row(tx, schedule_id)
        return self._accept(tx, row.kind, row.input, owner=row.owner_id, tenant=row.tenant_id, **row.options)

    def get(self, tx: Tx, schedule_id: str) -> Schedule:
        """The schedule, or NoSuchSchedule."""
        return schedule_of(_row(tx, schedule_id))

    def firings(self, tx: Tx, schedule_id: str, limit: int = 100) -> list[Firing]:
        """Served due times, the latest first."""
        query = (
            select(FiringRow).where(FiringRow.schedule_id == schedule_id).order_by(FiringRow.due.desc()).limit(limit)
        )
        return [
            Firing(row.schedule_id, row.due, row.fired_at, row.run_id, row.outcome) for row in tx.session.scalars(query)
        ]

    def fire_due(self, tx: Tx) -> datetime | None:
        """Serve everything that is due; returns when the next due time is."""
        due = select(ScheduleRow).where(ScheduleRow.next_at <= tx.now).order_by(ScheduleRow.next_at).limit(_BATCH)
        for row in tx.session.scalars(due.with_for_update(skip_locked=True)).all():
            self._fire(tx, row)
        tx.session.flush()
        following = (
            select(ScheduleRow.next_at).where(ScheduleRow.next_at.is_not(None)).order_by(ScheduleRow.next_at).limit(1)
        )
        return tx.session.scalar(following)

    def _fire(self, tx: Tx, row: ScheduleRow) -> None:
        rule = from_json(row.rule)
        passed, following = _passed(rule, row.next_at, tx.now)
        for due in _to_serve(passed, tx.now, row.misfire, row.cap):
            if tx.session.get(FiringRow, (row.id, due)) is not None:
                continue
            once = f"schedule:{row.id}@{due.isoformat()}"
            options = {**row.options, "owner": row.owner_id, "tenant": row.tenant_id, "once": once}
            run_id = self._accept(tx, row.kind, row.input, **options)
            outcome = "late" if tx.now - due > _LATE else "fired"
            tx.session.add(FiringRow(schedule_id=row.id, due=due, fired_at=tx.now, run_id=run_id, outcome=outcome))
            row.last_at = due
        row.next_at = following

    def _plan(self, tx: Tx, row: ScheduleRow) -> Schedule:
        row.next_at = None if row.paused else next_after(from_json(row.rule), tx.now)
        row.updated_at = tx.now
        if (when := row.next_at) is not None:
            tx.after_commit(lambda: self._wake(when))
        return schedule_of(row)


def schedule_of(row: ScheduleRow) -> Schedule:
    """The value of a row."""
    return Schedule(
        row.id, row.tenant_id, row.owner_id, row.name, from_json(row.rule), row.misfire, row.cap, row.kind, row.input,  # type: ignore[arg-type]
        row.options, row.next_at, row.last_at, row.paused, row.created_at, row.updated_at,
    )  # fmt: skip


def _row(tx: Tx, schedule_id: str) -> ScheduleRow:
    row = tx.session.get(ScheduleRow, schedule_id, with_for_update=True)
    if row is None:
        raise NoSuchSchedule
    return row


def _passed(rule: Rule, due: datetime | None, now: datetime) -> tuple[list[datetime], datetime | None]:
    """Due times up to now, the latest ones when there are very many, and the one after."""
    passed: list[datetime] = []
    while due is not None and due <= now:
        passed.append(due)
        due = next_after(rule, due)
        if len(passed) >= _MOST_LOOKED_AT and due is not None and due <= now:
            due = next_after(rule, now)
    return passed, due


def _to_serve(passed: list[datetime], now: datetime, misfire: str, cap: int) -> list[datetime]:
    late = [due for due in passed if now - due > _LATE]
    fresh = passed[len(late) :]
    made_up = {"skip": [], "once": late[-1:], "all": late[-cap:] if cap else []}[misfire]
    return [*made_up, *fresh]
