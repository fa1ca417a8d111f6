"""Runs spread over processes: procrastinate hands `drive(run_id)` to a worker at least once, woken by LISTEN/NOTIFY. A second
driver is harmless because of the epoch, so a lost or doubled job costs nothing but a look."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import procrastinate
from procrastinate import PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from sqlalchemy import text

from runyard.kernel.engines import Drive
from runyard.kernel.runs import Due
from runyard.store import Store, Tx

_log = logging.getLogger(__name__)
_PLACES: dict[str, int] = {"work": 32, "bulk": 8, "heavy": 1}
_BEAT_SECONDS = 2.0
_STALLED_SECONDS = 10.0
_ONE_AT_A_TIME = 7_260_411  # advisory lock: processes that start together set the job tables up one after the other


class PostgresEngine:
    """Lanes as procrastinate queues; live runs are driven where they were accepted. `places` changes
    the built-in numbers; a lane with none is left to other processes."""

    shared = True

    def __init__(self, url: str, places: Mapping[str, int] | None = None) -> None:
        self._places = {**_PLACES, **(places or {})}
        connector = PsycopgConnector(conninfo=url, min_size=1, max_size=6)
        self._app = procrastinate.App(connector=connector)
        self._app.task(name="drive")(self._job)
        self._defer = procrastinate.App(connector=SyncPsycopgConnector())
        self._drive_job = self._defer.task(name="drive")(self._job)
        self._drive: Drive | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._workers: list[asyncio.Task[None]] = []

    async def start(self, store: Store, drive: Drive) -> None:
        self._drive = drive
        await store.write(_prepare)
        await self._app.open_async()
        for lane, places in self._places.items():
            if lane == "live" or places < 1:
                continue
            self._workers.append(self._begin(self._work(lane, places)))
        self._workers.append(self._begin(self._clear_stalled()))

    def submit(self, tx: Tx, due: Due) -> None:
        if due.lane == "live":
            tx.after_commit(lambda: self._drive_here(due.id))
            return
        connection = tx.session.connection().connection.driver_connection
        job = self._drive_job.configure(
            queue=due.lane, priority=due.priority, queueing_lock=due.id, connection=connection
        )
        savepoint = tx.session.begin_nested()
        try:
            job.defer(run_id=due.id)
        except AlreadyEnqueued:
            savepoint.rollback()
        else:
            savepoint.commit()

    async def stop(self, drain: timedelta) -> None:
        self._drive = None
        for task in self._workers:
            task.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        await self._app.close_async()

    async def _job(self, run_id: str) -> None:
        if self._drive is not None:
            await self._drive(run_id)

    async def _work(self, lane: str, places: int) -> None:
        await self._app.run_worker_async(
            queues=[lane],
            name=f"runyard-{lane}",
            concurrency=places,
            install_signal_handlers=False,
            delete_jobs="always",
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=0.5,
            update_heartbeat_interval=_BEAT_SECONDS,
            stalled_worker_timeout=_STALLED_SECONDS,
        )

    async def _clear_stalled(self) -> None:
        """Jobs of processes that died are swept; their runs are recovered by the kernel, not by the queue."""
        manager = self._app.job_manager
        while True:
            await asyncio.sleep(_STALLED_SECONDS)
            try:
                for job in await manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED_SECONDS):
                    await manager.finish_job(job, Status.FAILED, delete_job=True)
            except ConnectorException:
                _log.warning("stalled jobs could not be swept; trying again later")

    def _drive_here(self, run_id: str) -> None:
        if self._drive is not None:
            self._begin(self._drive(run_id))

    def _begin(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _prepare(tx: Tx) -> None:
    """Make the tables of the queue, once."""
    tx.session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    if tx.session.scalar(text("select to_regclass('procrastinate_jobs')")) is None:
        schema = procrastinate.schema.SchemaManager.get_schema()
        tx.session.connection().connection.cursor().execute(schema)
