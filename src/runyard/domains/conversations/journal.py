"""Messages of runs: written together with the run's journal, read back as the run's memory."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from runyard.domains.conversations.tables import Message
from runyard.kernel import RunContext
from runyard.kit.ids import is_uuid
from runyard.store import Statement, Store, Tx

UPSERT = Statement.upsert(Message.__table__, ["id"])
STAMP = "%Y-%m-%d %H:%M:%S.%f UTC"
MOST = 10_000


class RunMessages:
    """The engine's view of this room."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, run: RunContext, message: dict[str, Any]) -> None:
        """Write the message with the run's next journal batch; the same id again replaces it."""
        run.also(UPSERT, [row_of(run, message)])

    async def history(
        self,
        run: RunContext,
        session_id: str,
        limit: int | None,
        *,
        sender: str | None = None,
        sender_name: str | None = None,
        context_id: str | None = None,
        newest_first: bool = False,
    ) -> list[dict[str, Any]]:
        """The last messages of a session of the run's flow; what this run kept so far is among them."""
        await run.checkpoint()
        wanted = {Message.sender: sender, Message.sender_name: sender_name, Message.context_id: context_id}
        query = select(Message).where(
            Message.tenant_id == run.tenant,
            Message.flow_id == run.subject,
            Message.session_id == session_id,
            Message.category != "error",
            *(column == value for column, value in wanted.items() if value),
        )
        newest = query.order_by(Message.at.desc(), Message.id.desc()).limit(min(limit or MOST, MOST))
        rows = await self._store.read(lambda tx: [plain(m) for m in self._all(tx, newest)])
        return rows if newest_first else rows[::-1]

    @staticmethod
    def _all(tx: Tx, query: Any) -> list[Message]:
        return list(tx.session.scalars(query))


def row_of(run: RunContext, message: dict[str, Any]) -> dict[str, Any]:
    """A message of a run as a row. It belongs to the owner of the flow, whoever runs it."""
    known = {name: message.get(name) for name in ("text", "sender", "sender_name", "category")}
    return {
        **{name: value if value is not None else "" for name, value in known.items()},
        "id": message["id"],
        "tenant_id": run.tenant,
        "owner_id": run.input.get("flow_owner") or run.owner,
        "flow_id": run.subject,
        "run_id": run.id,
        "session_id": message.get("session_id") or run.session,
        "at": moment(message.get("timestamp")),
        "context_id": message.get("context_id"),
        "files": message.get("files") or [],
        "error": bool(message.get("error")),
        "edit": bool(message.get("edit")),
        "duration": message.get("duration"),
        "properties": message.get("properties") or {},
        "content_blocks": message.get("content_blocks") or [],
        "session_metadata": message.get("session_metadata"),
    }


def plain(message: Message) -> dict[str, Any]:
    """A row as the message the engine knows."""
    names = "id session_id sender sender_name context_id text files error edit properties category content_blocks"
    shown = {name: getattr(message, name) for name in names.split()}
    return shown | {
        "timestamp": message.at.strftime(STAMP),
        "flow_id": message.flow_id,
        "run_id": message.run_id if message.run_id and is_uuid(message.run_id) else None,
        "duration": message.duration,
        "session_metadata": message.session_metadata,
    }


def moment(stamp: str | None) -> datetime:
    """The time a message says it was made at; a message that says none is made now."""
    if not stamp:
        return datetime.now(UTC)
    parsed = datetime.fromisoformat(stamp.removesuffix(" UTC"))
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
