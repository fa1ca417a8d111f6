"""What may be done by whom: one function, checked against plain cases and against a second, slower writing of the rules."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runyard.access import HOME_TENANT, PUBLIC, Actor, Resource, authorize, decide
from runyard.access.decide import in_scope
from runyard.kit.errors import Forbidden, NotFound

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ALICE = Actor("alice", "alice", HOME_TENANT, False, "session")
ROOT = Actor("root", "root", HOME_TENANT, True, "session")
STRANGER = Actor("carol", "carol", "other-tenant", False, "session")


def flow(owner="alice", tenant=HOME_TENANT, public=False):
    return Resource("flow", "f1", tenant, owner, public)


def test_the_owner_may():
    assert decide(ALICE, "flow:write", flow(), NOW).reason == "owner"


def test_what_is_somebody_elses_is_hidden():
    assert decide(ALICE, "flow:read", flow(owner="bob"), NOW).effect == "hide"


def test_another_tenants_things_are_hidden_even_from_superusers():
    assert decide(ROOT, "flow:read", flow(tenant="other-tenant"), NOW).effect == "hide"


def test_everybody_may_read_what_is_public_and_no_more():
    assert decide(PUBLIC, "flow:read", flow(public=True), NOW).allowed
    assert decide(STRANGER, "flow:write", flow(public=True), NOW).effect == "hide"


def test_a_key_does_nothing_outside_its_scopes():
    key = Actor("alice", "alice", HOME_TENANT, False, "key", "k", frozenset({"flow:read"}))
    assert decide(key, "flow:read", flow(), NOW).allowed
    assert decide(key, "flow:write", flow(), NOW).effect == "deny"


def test_nobody_comes_through_the_door_of_the_system_but_superusers():
    assert decide(ALICE, "system:read", None, NOW).effect == "deny"
    assert decide(ROOT, "system:read", None, NOW).allowed
    assert decide(PUBLIC, "flow:read", None, NOW).effect == "deny"


def test_hide_is_not_found_and_deny_is_forbidden():
    with pytest.raises(NotFound):
        authorize(ALICE, "flow:read", flow(owner="bob"))
    with pytest.raises(Forbidden):
        authorize(ALICE, "system:read", None)


@pytest.mark.parametrize(
    ("pattern", "code", "covered"),
    [
        ("*", "flow:read", True),
        ("flow:*", "flow:read", True),
        ("flow:*", "flowx:read", False),
        ("sql:billing:*", "sql:billing:q:write", True),
        ("sql:billing:*", "sql:billing2:q", False),
        ("sql:*:read", "sql:billing:read", True),
        ("job:a", "job:ab", False),
        ("job:a", "job:a:run", False),
    ],
)
def test_patterns_cover_whole_segments(pattern, code, covered):
    assert in_scope(frozenset({pattern}), code) is covered


actors = st.builds(
    Actor,
    user_id=st.sampled_from(["alice", "bob"]),
    username=st.just("x"),
    tenant_id=st.sampled_from(["t1", "t2"]),
    superuser=st.booleans(),
    via=st.sampled_from(["session", "key", "public"]),
    key_id=st.none(),
    scopes=st.sampled_from([None, frozenset({"flow:*"}), frozenset({"flow:read"}), frozenset()]),
)
resources = st.builds(
    Resource,
    kind=st.just("flow"),
    id=st.just("1"),
    tenant_id=st.sampled_from(["t1", "t2"]),
    owner_id=st.sampled_from(["alice", "bob"]),
    public=st.booleans(),
)


@given(actors, resources, st.sampled_from(["flow:read", "flow:write"]))
def test_decide_agrees_with_the_rules_written_out(actor, resource, action):
    scoped = actor.scopes is None or "flow:*" in actor.scopes or action in actor.scopes
    home = actor.tenant_id == resource.tenant_id
    mine = actor.superuser or (actor.user_id == resource.owner_id and actor.via != "public")
    expected = scoped and ((resource.public and action == "flow:read") or (home and mine))
    assert decide(actor, action, resource, NOW).allowed is expected
