"""Fixtures of this room's tests."""

from tests.domains.rooms import alice, bob, still_clock, store

__all__ = ["alice", "bob", "still_clock", "store"]
