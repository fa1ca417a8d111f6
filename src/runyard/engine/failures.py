"""A failed node in words: for the journal, and as a message in the chat."""

from __future__ import annotations

import logging
from typing import Any

from runyard.engine.errors import NodeFailed
from runyard.engine.graph import GraphNode
from runyard.engine.outcome import Outcome
from runyard.engine.scope import FlowScope
from runyard.kit.errors import RunyardError
from runyard.kit.ids import new_id
from runyard_sdk import ComponentError, Message, Properties, Source
from runyard_sdk.values import plain

log = logging.getLogger("runyard.engine")


def node_failed(node: GraphNode, error: Exception, outcome: Outcome | None = None, ms: float = 0.0) -> NodeFailed:
    """The failure of a node out of whatever was raised in it."""
    expected = isinstance(error, ComponentError | RunyardError)
    if not expected:
        log.warning("node %s (%s) raised %s", node.id, node.type, type(error).__name__, exc_info=error)
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    failed = NodeFailed(
        node.id,
        node.title,
        str(message),
        kind=type(error).__name__,
        hint=getattr(error, "hint", None),
        field=getattr(error, "field", None),
    )
    failed.ms = ms
    failed.inputs = outcome.inputs if outcome else {}
    return failed


def error_message(scope: FlowScope, node: GraphNode, error: NodeFailed) -> dict[str, Any]:
    """The chat message that says what went wrong in a node."""
    content: dict[str, Any] = {
        "type": "error",
        "duration": None,
        "header": {},
        "component": node.title,
        "field": error.field,
        "reason": f"**{error.kind}**\n - **Details: {error.reason}**\n",
        "solution": error.hint,
        "traceback": None,
    }
    properties = Properties(
        text_color="red",
        background_color="red",
        icon="error",
        source=Source(node.id, node.title, node.title),
    )
    message = Message(
        f"{error.reason}\n",
        node.title,
        node.title,
        scope.session_id,
        properties=properties,
        category="error",
        id=new_id(),
        content_blocks=[{"title": "Error", "contents": [content], "allow_markdown": True, "media_url": None}],
        flow_id=scope.flow_id,
        run_id=scope.run.id,
        session_metadata=scope.metadata,
    )
    shown: dict[str, Any] = plain(message.to_json())
    return shown | {"context_id": None}
