"""Identifiers."""

import uuid

from runyard.kit.ids import is_uuid, new_id, timed_id


def test_timed_ids_of_one_process_grow():
    ids = [timed_id() for _ in range(5000)]
    assert ids == sorted(set(ids))


def test_a_timed_id_is_a_uuid_of_version_7():
    made = uuid.UUID(timed_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_a_uuid_is_told_from_other_text():
    assert is_uuid(new_id())
    assert not is_uuid(new_id() + "\n")
    assert not is_uuid("../etc/passwd")
