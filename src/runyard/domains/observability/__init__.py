"""Observability: what happened and how the house is, read from the journal, the runs and the server's log."""

from __future__ import annotations

import logging

from runyard.domains.observability import marks
from runyard.domains.observability.health import Readiness, ready
from runyard.domains.observability.logs import LOGGER, JsonFormatter, LogBuffer
from runyard.kernel.retention import Keep
from runyard.wire import House

__all__ = ["JsonFormatter", "LogBuffer", "Readiness", "marks", "open", "ready"]


def open(house: House) -> None:
    """Keep the last lines of the log while the house is open."""
    log = LogBuffer()
    log.setLevel(house.settings.log_level.upper())
    house.services["observability.log"] = log

    house.kernel.retention.also(marks.sweep)

    async def start() -> None:
        house.kernel.keep(Keep(days=house.settings.retention_days))
        logging.getLogger(LOGGER).addHandler(log)

    async def stop() -> None:
        logging.getLogger(LOGGER).removeHandler(log)

    house.on_start(start)
    house.on_stop(stop)
