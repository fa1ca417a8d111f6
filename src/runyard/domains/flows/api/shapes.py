"""The langflow dialect's forms of messages and of what nodes came to. Pure functions from the journal's neutral records."""

from __future__ import annotations

from typing import Any

import yaml

from runyard.engine.results import Shown, shown
from runyard_sdk import Message
from runyard_sdk.artifacts import artifact, outcome

CHAT = frozenset({"ChatInput", "ChatOutput"})
INTERFACE = CHAT | {"TextInput", "TextOutput"}
FLAT = (
    "text", "sender", "sender_name", "files", "session_id", "context_id", "run_id", "timestamp", "flow_id", "error", "edit",
    "properties", "category", "content_blocks", "duration", "session_metadata",
)  # fmt: skip


def message_frame(message: dict[str, Any]) -> dict[str, Any]:
    """A message as frames carry it: everything twice, and its id at the top."""
    return message_result(message, message) | {"id": message["id"]}


def message_result(data: dict[str, Any], flat: dict[str, Any]) -> dict[str, Any]:
    """A message as results carry it."""
    return {"text_key": "text", "data": data, "default_value": "", **{name: flat.get(name) for name in FLAT}}


def result_of(message: Message) -> dict[str, Any]:
    """The result form of a message value."""
    flat = message.to_json()
    return message_result(flat if message.id else bare(message), flat)


def bare(message: Message) -> dict[str, Any]:
    """The data of a message that was never stored: it has no id."""
    flat = message.to_json()
    return {name: value for name, value in flat.items() if name != "id"}


def results_of(kind: str, outputs: dict[str, Shown]) -> dict[str, Any]:
    """The `results` of a node: only inputs and outputs of the flow show their messages there."""
    if kind not in INTERFACE:
        return {}
    return {name: result_of(one.value) for name, one in outputs.items() if isinstance(one.value, Message)}


def artifacts_of(kind: str, outputs: dict[str, Shown]) -> dict[str, Any]:
    """The `artifacts` of a node: one object for a chat message, a record per output for everything else."""
    if kind in CHAT:
        return next((chat_artifact(one.value) for one in outputs.values() if isinstance(one.value, Message)), {})
    return {name: artifact(one.value, one.status) for name, one in outputs.items()}


def chat_text(message: Message) -> str:
    """The text of a message for a viewer that reads markdown: line breaks are doubled."""
    return message.text.replace("\n", "\n\n")


def chat_artifact(message: Message) -> dict[str, Any]:
    """What a chat shows of a message."""
    return {
        "message": chat_text(message),
        "sender": message.sender,
        "sender_name": message.sender_name,
        "files": message.files,
        "type": "object",
    }


def outputs_of(outputs: dict[str, Shown], idle: list[str]) -> dict[str, Any]:
    """The `outputs` of a node: {message, type} by name; one that was not made gives an empty text."""
    made = {name: outcome(one.value, one.status) for name, one in outputs.items()}
    return made | {name: outcome(None) for name in idle if name not in made}


def logs_of(outputs: dict[str, Shown], logs: dict[str, Any]) -> dict[str, Any]:
    """The `logs` of a node: a list for every output that was made."""
    return {name: [] for name in outputs} | logs


def params_of(kind: str, artifacts: dict[str, Any]) -> str:
    """The `params` text: what an input or output shows in YAML, `None` for everything else."""
    if kind in INTERFACE and artifacts:
        titled = {name.replace("_", " ").title(): value for name, value in artifacts.items()}
        return yaml.safe_dump([titled], allow_unicode=True)
    return "None"


def built(data: dict[str, Any]) -> dict[str, Any]:
    """The `data` of a build record out of a node.finished event."""
    kind, outputs = data["type"], shown(data)
    artifacts = artifacts_of(kind, outputs)
    return {
        "results": results_of(kind, outputs),
        "outputs": outputs_of(outputs, data.get("idle") or []),
        "logs": logs_of(outputs, data.get("logs") or {}),
        "message": artifacts,
        "artifacts": artifacts,
        **timing(data),
        "used_frozen_result": bool(data.get("frozen")),
        "token_usage": data.get("usage"),
    }


def broken(data: dict[str, Any]) -> dict[str, Any]:
    """The `data` of a build record out of a node.failed event."""
    said = failure_text(data)
    wrong = {"message": {"errorMessage": said, "stackTrace": said}, "type": "error"}
    return {
        "results": {},
        "outputs": dict.fromkeys(data.get("outputs_declared") or ["output"], wrong),
        "logs": {},
        "message": {},
        "artifacts": {},
        **timing(data),
        "used_frozen_result": False,
        "token_usage": None,
    }


def failure_text(data: dict[str, Any]) -> str:
    """What this dialect says of a failed node."""
    return f"Error building Component {data['name']}: \n\n{data['error']['message']}"


def timing(data: dict[str, Any]) -> dict[str, Any]:
    """Seconds, and a text such as `9 ms`."""
    ms = float(data.get("ms") or 0)
    return {"timedelta": ms / 1000, "duration": duration_text(ms)}


def duration_text(ms: float) -> str:
    """A duration for people."""
    if ms < 1000:
        return f"{round(ms)} ms"
    return f"{ms / 1000:.1f} seconds"


def result_data(record: dict[str, Any], *, brief: bool = False) -> dict[str, Any]:
    """One node of a run's answer; `brief` leaves out what has no value."""
    kind, outputs = record["type"], shown(record)
    artifacts = artifacts_of(kind, outputs)
    data = {
        "results": results_of(kind, outputs),
        "artifacts": artifacts,
        "outputs": outputs_of(outputs, record.get("idle") or []),
        "logs": logs_of(outputs, record.get("logs") or {}),
        "messages": chat_messages(record, outputs, brief=brief),
        "timedelta": None,
        "duration": None,
        "component_display_name": record["title"],
        "component_id": record["node"],
        "used_frozen_result": bool(record.get("frozen")),
        "token_usage": record.get("usage"),
    }
    return {name: value for name, value in data.items() if value is not None} if brief else data


def chat_messages(record: dict[str, Any], outputs: dict[str, Shown], *, brief: bool) -> list[dict[str, Any]]:
    """The short messages of a chat node; an empty text is none."""
    found = []
    for one in outputs.values():
        if record["type"] in CHAT and isinstance(one.value, Message) and one.value.text:
            message = one.value
            short = {
                "message": chat_text(message), "sender": message.sender, "sender_name": message.sender_name,
                "session_id": message.session_id, "stream_url": None, "component_id": record["node"],
                "files": message.files, "type": "text",
            }  # fmt: skip
            found.append({name: value for name, value in short.items() if value is not None} if brief else short)
    return found


def run_response(result: dict[str, Any], *, brief: bool = False) -> dict[str, Any]:
    """The answer of a run: for every input the results of the wanted nodes."""
    passes = result.get("passes") or [{"inputs": result["inputs"], "outputs": result["outputs"]}]
    outputs = [
        {"inputs": one["inputs"], "outputs": [result_data(record, brief=brief) for record in one["outputs"]]}
        for one in passes
    ]
    return {"session_id": result["session_id"], "outputs": outputs}
