"""Health and logs over HTTP."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any

import httpx
import pytest

from runyard.domains.observability.health import PATIENCE, is_stuck
from runyard.kernel.tables import RunRow
from runyard.kit.ids import new_id
from runyard.store import Tx
from runyard.wire import House


def run(tx: Tx, age: timedelta, **more: Any) -> RunRow:
    """A run made so long ago."""
    at = tx.now - age
    values = {
        "id": new_id(), "tenant_id": "t", "owner_id": "o", "kind": "k", "tool": "", "subject": "", "subject_name": "",
        "session_id": "", "lane": "live", "priority": 0, "state": "queued", "epoch": 0, "attempt": 0, "max_attempts": 1,
        "created_at": at, "updated_at": at,
    }  # fmt: skip
    return RunRow(**values | more)


LONG = PATIENCE * 2
SHORT = PATIENCE / 2


@pytest.mark.parametrize(
    ("runs", "stuck"),
    [
        ([], False),
        ([(LONG, {})], True),
        ([(SHORT, {})], False),
        ([(LONG, {"wake_at": timedelta(hours=1)})], False),
        ([(LONG, {"wake_at": -LONG})], True),
        ([(LONG, {}), (LONG, {"state": "running", "started_at": -SHORT})], False),
        ([(LONG, {}), (LONG, {"state": "running", "started_at": -LONG})], True),
        ([(LONG, {}), (LONG, {"state": "succeeded", "finished_at": -SHORT})], False),
        ([(LONG, {"state": "waiting"})], False),
    ],
)
async def test_the_queue_is_stuck_when_due_work_waits_and_nothing_moves(
    house: House, runs: list[tuple[timedelta, dict[str, Any]]], stuck: bool
) -> None:
    def fill(tx: Tx) -> bool:
        for age, more in runs:
            times = {name: tx.now + value if isinstance(value, timedelta) else value for name, value in more.items()}
            tx.session.add(run(tx, age, **times))
        tx.session.flush()
        return is_stuck(tx)

    assert await house.store.write(fill) is stuck


async def test_a_red_part_answers_500(client: httpx.AsyncClient, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(fn: object) -> None:
        raise OSError("disk gone")

    monkeypatch.setattr(house.store, "read", broken)
    reply = await client.get("/health_check")
    assert (reply.status_code, reply.json()["status"]) == (500, "nok")
    assert "disk" not in reply.text
    assert (await client.get("/health")).status_code == 200


async def test_the_log_is_for_administrators(user: httpx.AsyncClient, admin: httpx.AsyncClient) -> None:
    logging.getLogger("runyard.test").warning("seen by %s", "nobody\nelse")
    assert (await user.get("/logs")).status_code == 501
    lines = (await admin.get("/logs", params={"lines_before": 100})).json()
    assert "nobody\nelse" in [json.loads(line)["text"].removeprefix("seen by ") for line in lines.values()]


@pytest.mark.parametrize("query", [{"lines_before": 1, "lines_after": 1, "timestamp": 1}, {"lines_after": 1}])
async def test_lines_before_and_after_need_a_sensible_question(admin: httpx.AsyncClient, query: dict[str, int]) -> None:
    assert (await admin.get("/logs", params=query)).status_code == 400
