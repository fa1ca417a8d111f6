"""Fixtures of this room's tests."""

from tests.domains.rooms import alice, bob, clock, store

__all__ = ["alice", "bob", "clock", "store"]
