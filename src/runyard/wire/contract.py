"""The contract files as the tests use them: which operations there are, and whether an answer is one they allow."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_UNSERVED = {"WS", "SOCKETIO"}
# Any route may give these: wrong method, broken JSON, conflict, old If-Match, body too large, wrong type, too many, broken dependency.
_ALWAYS = frozenset({304, 400, 401, 403, 405, 409, 412, 413, 415, 421, 422, 429, 500, 503})


@dataclass(frozen=True)
class Operation:
    """One operation of a contract."""

    id: str
    method: str
    path: str
    status: int | None
    content_types: tuple[str, ...]
    fields: frozenset[str]
    statuses: frozenset[int]
    public: bool
    required: frozenset[str] = field(default_factory=frozenset)
    parameters: frozenset[tuple[str, str]] = field(default_factory=frozenset)  # ("query" or "header", name)
    body: frozenset[str] = field(default_factory=frozenset)
    shown: frozenset[str] = field(default_factory=frozenset)  # fields of the answer, or of each of its items


class ContractBroken(AssertionError):
    """An answer that the contract does not allow."""


@cache
def load(folder: Path) -> dict[str, Operation]:
    """All operations of all contract files of a folder, by id."""
    found: dict[str, Operation] = {}
    for file in sorted(folder.glob("*.yaml")):
        document = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
        for raw in document["operations"]:
            found[raw["id"]] = _operation(raw)
    return found


def http_operations(operations: Mapping[str, Operation]) -> set[str]:
    """Ids of what is asked over plain HTTP."""
    return {op.id for op in operations.values() if op.method not in _UNSERVED}


def owed(file: Path) -> set[str]:
    """Ids of the operations still owed, one a line."""
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    return {line for line in lines if line and not line.startswith("#")}


def shape(path: str) -> str:
    """A path without the names of its parameters and its last slash."""
    return re.sub(r"\{[^}]*\}", "{}", path.split("?")[0]).rstrip("/") or "/"


def check(op: Operation, status: int, content_type: str, body: Any) -> None:
    """Raise ContractBroken when an answer has a status, a type or a form that the contract does not know."""
    if status not in op.statuses | _ALWAYS:
        raise ContractBroken(f"{op.id} answered {status}; the contract knows {sorted(op.statuses)}")
    if status != op.status:
        return
    kind = content_type.split(";")[0]
    if op.content_types and kind and kind not in op.content_types:
        raise ContractBroken(f"{op.id} answered {kind}; the contract says {' or '.join(op.content_types)}")
    missing = op.required - set(body) if isinstance(body, dict) else frozenset[str]()
    if missing:
        raise ContractBroken(f"{op.id} answered without {', '.join(sorted(missing))}")


def _operation(raw: dict[str, Any]) -> Operation:
    response = raw.get("response") or {}
    status = response.get("status")
    ours = status if isinstance(status, int) else None
    names = _names(response.get("fields"))
    listed = {e["status"] for e in raw.get("errors") or [] if isinstance(e.get("status"), int)}
    statuses = listed | set(raw.get("observed_statuses") or []) | ({ours} if ours else set())
    return Operation(
        id=raw["id"],
        method=raw["method"].upper(),
        path=raw["path"],
        status=ours,
        content_types=_types(response.get("content_type")),
        fields=names,
        statuses=frozenset(statuses),
        public=raw.get("access") == "public",
        required=names if _plain(response) else frozenset(),
        parameters=_parameters(raw.get("params") or {}),
        body=_names((raw.get("body") or {}).get("fields")) - {"(root)"},  # a name for a body that is no object
        shown=_shown(response),
    )


def _plain(response: Mapping[str, Any]) -> bool:
    # Where the fields stand for several forms of an answer ("public", "full"), none is required by name.
    fields = response.get("fields")
    return isinstance(fields, dict) and "shape" not in response


def _shown(response: Mapping[str, Any]) -> frozenset[str]:
    # "each" stands for the items of a list, and beside a "shape" the fields stand for its forms; neither is in an answer itself.
    fields = response.get("fields")
    if not isinstance(fields, dict):
        return frozenset()
    if set(fields) == {"each"}:
        return _names(fields["each"])
    return frozenset[str]().union(*map(_names, fields.values())) if "shape" in response else _names(fields)


def _parameters(params: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    return frozenset((place, name) for place in ("query", "header") for name in _names(params.get(place)))


def _names(fields: Any) -> frozenset[str]:
    return frozenset(fields) if isinstance(fields, dict) else frozenset()


def _types(text: Any) -> tuple[str, ...]:
    words: Iterable[str] = re.findall(r"[\w.+-]+/[\w.+-]+", str(text or ""))
    return tuple(words)
