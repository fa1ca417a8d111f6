"""The one place that says yes, no or hidden, with its reason. First match wins; see the order in `decide`."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from runyard.access.actor import Actor
from runyard.kit.errors import Forbidden, NotFound

_SYSTEM = "system"  # actions on the installation itself: superusers only
_READING = frozenset({"read"})


@dataclass(frozen=True, slots=True)
class Resource:
    """What a decision is about, as far as deciding goes."""

    kind: str
    id: str
    tenant_id: str
    owner_id: str
    public: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer: allow, deny (403), hide (as if it did not exist) or gate (a person must agree first)."""

    effect: Literal["allow", "deny", "hide", "gate"]
    reason: str

    @property
    def allowed(self) -> bool:
        """Whether the action may go on now."""
        return self.effect == "allow"


def decide(actor: Actor, action: str, resource: Resource | None, now: datetime) -> Decision:
    """May the actor do this? `action` is a code such as `flow:read`; without a resource it is asked at the door."""
    if actor.scopes is not None and not in_scope(actor.scopes, action):
        return Decision("deny", "outside the scopes of the key")
    if resource is None:
        return _at_the_door(actor, action)
    if resource.public and _verb(action) in _READING:
        return Decision("allow", "public")
    if resource.tenant_id != actor.tenant_id:
        return Decision("hide", "another tenant's")
    if actor.superuser:
        return Decision("allow", "superuser")
    if resource.owner_id == actor.user_id and not actor.anonymous:
        return Decision("allow", "owner")
    return Decision("hide", "somebody else's")


def authorize(actor: Actor, action: str, resource: Resource | None, now: datetime | None = None) -> None:
    """Raise NotFound when the decision is hide, Forbidden when it is deny; return when it may be done."""
    decision = decide(actor, action, resource, now or datetime.now(UTC))
    if decision.effect == "hide":
        raise NotFound
    if not decision.allowed:
        raise Forbidden


def in_scope(patterns: frozenset[str], action: str) -> bool:
    """Whether one of the patterns covers the action: `*` stands for one segment, at the end for all the rest."""
    return any(_covers(pattern.split(":"), action.split(":")) for pattern in patterns)


def _covers(pattern: list[str], code: list[str]) -> bool:
    if pattern[-1] == "*" and len(code) >= len(pattern):
        code, pattern = code[: len(pattern) - 1], pattern[:-1]
    return len(pattern) == len(code) and all(p in ("*", c) for p, c in zip(pattern, code, strict=True))


def _at_the_door(actor: Actor, action: str) -> Decision:
    if actor.superuser:
        return Decision("allow", "superuser")
    if action.split(":", 1)[0] == _SYSTEM:
        return Decision("deny", "for superusers only")
    if actor.anonymous:
        return Decision("deny", "nobody is signed in")
    return Decision("allow", "own things")


def _verb(action: str) -> str:
    return action.rsplit(":", 1)[-1]
