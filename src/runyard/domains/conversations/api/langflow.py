"""Messages and sessions as the langflow dialect shows them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from runyard.domains.conversations import queries, service
from runyard.domains.conversations.tables import Message
from runyard.domains.conversations.types import MessageListed, MessageUpdate, MessageWhole, SessionsDeleted
from runyard.kit.json import dumps_text
from runyard.wire import Ctx, Routes

routes = Routes("conversations")


def listed(message: Message) -> dict[str, Any]:
    """The shape of lists, in which `files` is a JSON text."""
    return {
        "id": message.id,
        "flow_id": message.flow_id,
        "timestamp": stamp(message),
        "sender": message.sender,
        "sender_name": message.sender_name,
        "session_id": message.session_id,
        "context_id": message.context_id,
        "text": message.text,
        "files": dumps_text(message.files),
        "edit": message.edit,
        "duration": message.duration,
        "properties": message.properties,
        "category": message.category,
        "content_blocks": message.content_blocks,
        "session_metadata": message.session_metadata,
    }


def whole(message: Message) -> dict[str, Any]:
    """The shape of one message, in which `files` is a list."""
    row = listed(message) | {"files": message.files, "error": message.error, "run_id": message.run_id}
    del row["duration"]
    return row


def stamp(message: Message) -> str:
    """Time of a message as this dialect writes it: UTC to the microsecond."""
    return message.at.strftime("%Y-%m-%d %H:%M:%S.%f UTC")


@routes.get(
    "/api/v1/monitor/messages",
    op="langflow.monitor.messages_list",
    needs="message:read",
    answer=list[MessageListed],
)
async def get_messages(
    ctx: Ctx,
    flow_id: UUID | None = None,
    session_id: str | None = None,
    sender: str | None = None,
    sender_name: str | None = None,
    order_by: str | None = "timestamp",
) -> list[dict[str, Any]]:
    """Messages of the caller's flows, oldest first unless another order is asked for."""
    filters = {"session_id": session_id, "sender": sender, "sender_name": sender_name, "order_by": order_by}
    return await ctx.read(
        lambda tx, actor: [listed(m) for m in queries.listed(tx, actor, flow_id=flow_id and str(flow_id), **filters)]
    )


@routes.delete("/api/v1/monitor/messages", op="langflow.monitor.messages_delete", needs="message:delete", status=204)
async def delete_messages(ids: list[UUID], ctx: Ctx) -> None:
    """Delete messages by id; foreign ids are ignored."""
    await ctx.write(service.remove, [str(i) for i in ids])


@routes.get("/api/v1/monitor/messages/sessions", op="langflow.monitor.sessions_list", needs="message:read")
async def get_sessions(ctx: Ctx, flow_id: UUID | None = None) -> list[str]:
    """Distinct session ids of one flow or of all."""
    return await ctx.read(queries.sessions, flow_id and str(flow_id))


@routes.delete("/api/v1/monitor/messages/sessions", op="langflow.monitor.sessions_delete", needs="message:delete")
async def delete_sessions(sessions: list[str], ctx: Ctx) -> SessionsDeleted:
    """Delete the messages of up to 500 sessions."""
    if not sessions:
        return SessionsDeleted(message="No sessions to delete", deleted_count=0)
    count = await ctx.write(service.remove_sessions, sessions)
    noun = "session" if count == 1 else "sessions"
    return SessionsDeleted(message=f"Messages deleted successfully for {count} {noun}", deleted_count=count)


@routes.patch(
    "/api/v1/monitor/messages/session/{old_session_id}",
    op="langflow.monitor.session_rename",
    needs="message:write",
    answer=list[MessageListed],
)
async def rename_session(old_session_id: str, new_session_id: str, ctx: Ctx) -> list[dict[str, Any]]:
    """Move all messages of a session to another session id."""
    return await ctx.write(
        lambda tx, actor: [listed(m) for m in service.rename_session(tx, actor, old_session_id, new_session_id)]
    )


@routes.delete(
    "/api/v1/monitor/messages/session/{session_id}",
    op="langflow.monitor.session_delete",
    needs="message:delete",
    status=204,
)
async def delete_session(session_id: str, ctx: Ctx) -> None:
    """Delete all messages of one session."""
    await ctx.write(service.remove_sessions, [session_id])


@routes.put(
    "/api/v1/monitor/messages/{message_id}",
    op="langflow.monitor.message_update",
    needs="message:write",
    answer=MessageWhole,
)
async def update_message(message_id: UUID, body: MessageUpdate, ctx: Ctx) -> dict[str, Any]:
    """Change some fields of one message."""
    return await ctx.write(lambda tx, actor: whole(service.change(tx, actor, str(message_id), body)))
