"""An open stream ends with the right to it."""

import asyncio

import pytest
from starlette.responses import StreamingResponse

from runyard.access import HOME_TENANT, PUBLIC, Actor
from runyard.wire.credentials import Credential
from runyard.wire.refusals import BadToken
from runyard.wire.streams import watched

ALICE = Actor("alice", "alice", HOME_TENANT, False, "session")
TOKEN = Credential("bearer", "token")


class Identity:
    def __init__(self):
        self.good, self.watchers = True, []

    def known(self, credential):
        return None

    async def actor(self, credential):
        if not self.good:
            raise BadToken
        return ALICE

    def watch(self, user_id, changed):
        self.watchers.append(changed)

    def unwatch(self, user_id, changed):
        self.watchers.remove(changed)


async def two_and_wait(gate, reached):
    yield b"1"
    yield b"2"
    reached.set()
    await gate.wait()
    yield b"3"


async def collect(response, seen):
    async for chunk in response.body_iterator:
        seen.append(chunk)


@pytest.fixture
def identity():
    return Identity()


@pytest.mark.parametrize(("good", "chunks"), [(False, [b"1", b"2"]), (True, [b"1", b"2", b"3"])])
async def test_a_change_ends_the_stream_of_a_revoked_person_and_no_other(identity, good, chunks):
    gate, reached, seen = asyncio.Event(), asyncio.Event(), []
    stream = watched(StreamingResponse(two_and_wait(gate, reached)), identity, ALICE, TOKEN)
    reading = asyncio.create_task(collect(stream, seen))
    await reached.wait()
    identity.good = good
    identity.watchers[0]()
    for _ in range(5):
        await asyncio.sleep(0)
    gate.set()
    await asyncio.wait_for(reading, 1)
    assert (seen, identity.watchers) == (chunks, [])


async def test_a_reader_who_goes_is_no_longer_watched(identity):
    reached = asyncio.Event()
    stream = watched(StreamingResponse(two_and_wait(asyncio.Event(), reached)), identity, ALICE, TOKEN)
    reading = asyncio.create_task(collect(stream, []))
    await reached.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert identity.watchers == []


async def test_a_public_stream_is_left_alone(identity):
    response = StreamingResponse(two_and_wait(asyncio.Event(), asyncio.Event()))
    iterator = response.body_iterator
    assert watched(response, identity, PUBLIC, None).body_iterator is iterator
