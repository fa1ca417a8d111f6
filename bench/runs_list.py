"""The first page of the list of runs over a million rows, against the same query with no filter on an empty table.

`python -m bench.runs_list [--rows 1000000]` fills a database in a temporary folder with plain SQL and asks as a person with
half of the rows asks; each line is the median of nine, with its ratio to the floor in the same process. Target: 150 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import text

from runyard.access import HOME_TENANT, Actor
from runyard.domains.observability.history import Filters, page
from runyard.kit.clock import Clock
from runyard.store import Store

MINE = Actor("owner-0", "bench", HOME_TENANT, superuser=False, via="session")
BOSS = Actor("boss", "boss", HOME_TENANT, superuser=True, via="session")
FILL = """
insert into run (id, tenant_id, owner_id, kind, tool, subject, subject_name, session_id, lane, priority, state, epoch,
    attempt, max_attempts, input, output, created_at, updated_at, finished_at)
with recursive n(i) as (select 1 union all select i + 1 from n where i < :rows)
select printf('%08x-0000-7000-8000-%012x', i / 1000, i), :tenant, 'owner-' || (i % 2), 'flow', '', 'flow-' || (i % 500),
    'Flow number ' || (i % 500), 'session', 'live', 0,
    case when i % 100 = 0 then 'failed' when i % 100000 = 1 then 'running' else 'succeeded' end, 1, 1, 1,
    '{}', hex(zeroblob(100)), i, i, i
from n
"""
ASKED = {
    "newest": Filters(),
    "failed (1 in 100)": Filters(state="failed"),
    "running (1 in 100,000)": Filters(state="running"),
    "cancelled (none)": Filters(state="cancelled"),
    "of one flow": Filters(subject="flow-42"),
    "failed, of one flow": Filters(subject="flow-42", state="failed"),
    "named by a common text": Filters(q="number"),
    "named by a rare text": Filters(q="number 499"),
    "named by no text": Filters(q="nowhere"),
    "of a session nobody had": Filters(session="other"),
}


async def first_page(store: Store, actor: Actor, filters: Filters) -> float:
    """Median milliseconds."""
    took = []
    for _ in range(9):
        began = time.perf_counter()
        await store.read(lambda tx: page(tx, actor, filters, None, 50))
        took.append((time.perf_counter() - began) * 1000)
        if took[-1] > 2000:
            break
    return statistics.median(took)


async def main() -> None:
    """All lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite:///{Path(folder) / 'bench.db'}", Clock())
        await store.create_tables()
        floor = await first_page(store, MINE, Filters())
        began = time.perf_counter()
        await store.write(lambda tx: tx.session.execute(text(FILL), {"rows": rows, "tenant": HOME_TENANT}))
        print(f"{rows:,} rows made in {time.perf_counter() - began:.0f} s; floor (empty table) {floor:.2f} ms")
        for name, filters in ASKED.items():
            mine, all_of_it = [await first_page(store, actor, filters) for actor in (MINE, BOSS)]
            print(
                f"{name:26} own {mine:8.1f} ms ({mine / floor:6.1f} x)   everybody's {all_of_it:8.1f} ms ({all_of_it / floor:6.1f} x)"
            )
        await store.close()


if __name__ == "__main__":
    asyncio.run(main())
