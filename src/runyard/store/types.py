"""Column types that look the same on both databases: JSON as text, moments as seconds since 1970 in UTC."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect, Double, Text
from sqlalchemy.types import TypeDecorator

from runyard.kit.json import dumps_text, loads


class Json(TypeDecorator[Any]):
    """Any JSON value, stored as text; None is NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else dumps_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else loads(value)


class UtcTime(TypeDecorator[datetime]):
    """An aware moment, stored as seconds since 1970; a naive datetime is refused."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> float | None:
        return None if value is None else to_seconds(value)

    def process_result_value(self, value: float | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_seconds(value)


def to_seconds(moment: datetime) -> float:
    """The stored form of a moment."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; moments in the store are aware")
    return moment.timestamp()


def from_seconds(seconds: float) -> datetime:
    """The moment of a stored form."""
    return datetime.fromtimestamp(seconds, UTC)
