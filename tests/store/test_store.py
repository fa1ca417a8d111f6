"""The store: units of work, the journal's fast path, readers that never wait."""

import asyncio
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import String, func, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from runyard.kernel import RunRow
from runyard.store import Batch, Fence, Fenced, Statement, Store
from runyard.store.types import UtcTime
from tests.support.stores import SettledClock, empty


class Own(DeclarativeBase):
    """Tables of this test, apart from those of the house."""


class Note(Own):
    """A row to play with."""

    __tablename__ = "test_note"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    text: Mapped[str] = mapped_column(default="empty")


INSERT = Statement(insert(Note.__table__), ("id", "text"))
UPSERT = Statement.upsert(Note.__table__, ["id"])


@pytest.fixture
def clock():
    return SettledClock()


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request, tmp_path, clock):
    """An empty store; every test that asks for it runs on both databases."""
    url = f"sqlite:///{tmp_path / 'test.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
    opened = await made(url, clock)
    if request.param == "postgresql":
        empty(url)
    yield opened
    await asyncio.to_thread(Own.metadata.drop_all, opened.engine)
    await opened.close()


async def made(url, clock):
    """A store with all tables."""
    opened = await Store.open(url, clock)
    await opened.create_tables()
    await asyncio.to_thread(Own.metadata.create_all, opened.engine)
    return opened


async def test_a_unit_of_work_is_kept_whole(store):
    await store.write(lambda tx: tx.session.add_all([Note(id="a", text="1"), Note(id="b", text="2")]))
    assert await notes(store) == {"a": "1", "b": "2"}


async def test_an_error_rolls_its_own_work_back_and_no_other(store):
    def bad(tx):
        tx.session.add(Note(id="bad", text=""))
        tx.session.flush()
        raise ValueError("no")

    def good(name):
        return store.write(lambda tx: tx.session.add(Note(id=name, text="")))

    results = await asyncio.gather(good("a"), store.write(bad), good("b"), return_exceptions=True)
    assert isinstance(results[1], ValueError)
    assert set(await notes(store)) == {"a", "b"}


async def test_what_must_leave_leaves_after_the_commit_only(store):
    told, heard = [], []
    store.listen(heard.append)

    def good(tx):
        tx.after_commit(lambda: told.append("good"))
        tx.notify("news")

    def bad(tx):
        tx.after_commit(lambda: told.append("bad"))
        tx.notify("no news")
        raise ValueError

    await asyncio.gather(store.write(good), store.write(bad), return_exceptions=True)
    await asyncio.sleep(0)
    assert (told, heard) == (["good"], ["news"])


async def test_what_a_verb_returns_is_complete(store):
    await store.write(lambda tx: tx.session.add(Note(id="a", text="1")))
    note = await store.read(lambda tx: tx.session.get(Note, "a"))
    assert note.text == "1"


async def test_puts_are_written_in_order(store):
    change = update(Note.__table__).where(Note.__table__.c.id == "a").values(text=Note.__table__.c.text + "x")
    futures = [store.put(Batch([(INSERT, [("a", "")])]))]
    batch = Batch()
    batch.add(change, [{}])
    futures += [store.put(batch) for _ in range(5)]
    await asyncio.gather(*futures)
    assert await notes(store) == {"a": "xxxxx"}


async def test_rows_may_be_mappings_with_defaults(store):
    batch = Batch()
    batch.add(insert(Note), [{"id": "a"}, {"id": "b", "text": "given"}])
    await store.put(batch)
    assert await notes(store) == {"a": "empty", "b": "given"}


async def test_an_upsert_replaces(store):
    await store.put(Batch([(UPSERT, [("a", "1")])]))
    await store.put(Batch([(UPSERT, [("a", "2"), ("b", "3")])]))
    assert await notes(store) == {"a": "2", "b": "3"}


async def test_a_bad_batch_takes_no_other_with_it(store):
    good = store.put(Batch([(INSERT, [("a", "1")])]))
    bad = store.put(Batch([(INSERT, [("b", "2"), ("a", "again")])]))
    last = store.put(Batch([(INSERT, [("c", "3")])]))
    results = await asyncio.gather(good, bad, last, return_exceptions=True)
    assert [isinstance(result, Exception) for result in results] == [False, True, False]
    assert await notes(store) == {"a": "1", "c": "3"}


async def test_a_batch_of_an_old_epoch_is_refused_as_a_whole(store):
    await store.write(lambda tx: tx.session.add(run_row("r", 3)))
    old = store.put(Batch([(INSERT, [("a", "1")])], Fence("r", 2)))
    new = store.put(Batch([(INSERT, [("b", "2")])], Fence("r", 3)))
    nobody = store.put(Batch([(INSERT, [("c", "3")])], Fence("unknown", 1)))
    results = await asyncio.gather(old, new, nobody, return_exceptions=True)
    assert [isinstance(result, Fenced) for result in results] == [True, False, True]
    assert await notes(store) == {"b": "2"}


async def test_many_puts_share_commits(tmp_path, clock):
    store = await made(f"sqlite:///{tmp_path / 'x.db'}", clock)
    commits = []
    store._backend._raw.set_trace_callback(lambda sql: commits.append(sql) if sql == "commit" else None)
    await asyncio.gather(*(store.put(Batch([(INSERT, [(str(n), "")])])) for n in range(500)))
    assert len(commits) < 100
    await store.close()


async def test_readers_do_not_wait_for_a_writer(store):
    inside, leave = threading.Event(), threading.Event()

    def slow(tx):
        tx.session.add(Note(id="slow", text=""))
        tx.session.flush()
        inside.set()
        leave.wait(10)

    writing = asyncio.create_task(store.write(slow))
    await asyncio.to_thread(inside.wait, 10)
    assert await notes(store) == {}
    leave.set()
    await writing
    assert await notes(store) == {"slow": ""}


async def test_a_reader_sees_one_moment(tmp_path, clock):
    store = await made(f"sqlite:///{tmp_path / 'x.db'}", clock)
    loop = asyncio.get_running_loop()

    def look(tx):
        before = tx.session.scalar(select(func.count(Note.id)))
        put = asyncio.run_coroutine_threadsafe(store.write(lambda tx: tx.session.add(Note(id="new", text=""))), loop)
        put.result(10)
        return before, tx.session.scalar(select(func.count(Note.id)))

    assert await store.read(look) == (0, 0)
    await store.close()


async def test_hundreds_of_writers_and_readers_meet_no_lock(store):
    async def one(n):
        await store.write(lambda tx: tx.session.add(Note(id=str(n), text="")))
        return await store.read(lambda tx: tx.session.get(Note, str(n)) is not None)

    assert all(await asyncio.gather(*(one(n) for n in range(200))))


async def test_a_broken_rule_of_the_database_reaches_the_caller(store):
    await store.write(lambda tx: tx.session.add(Note(id="a", text="")))
    with pytest.raises(IntegrityError):
        await store.write(lambda tx: tx.session.add(Note(id="a", text="")))


async def test_read_now_is_for_sqlite_only(store):
    if store.dialect == "sqlite":
        assert store.read_now(lambda tx: tx.session.get(Note, "x")) is None
    else:
        with pytest.raises(TypeError):
            store.read_now(lambda tx: None)


async def test_closing_finishes_what_was_handed_over(tmp_path, clock):
    url = f"sqlite:///{tmp_path / 'x.db'}"
    store = await made(url, clock)
    futures = [store.put(Batch([(INSERT, [(str(n), "")])])) for n in range(100)]
    await store.close()
    await asyncio.gather(*futures)
    again = await Store.open(url, clock)
    assert len(await notes(again)) == 100
    await again.close()


async def test_processes_hear_each_other_on_postgresql(postgres_url, clock):
    one, two = [await Store.open(postgres_url, clock) for _ in range(2)]
    await one.create_tables()
    heard: list[str] = []
    arrived = asyncio.Event()
    two.listen(lambda text: (heard.append(text), arrived.set()))
    one.share()
    two.share()
    while not arrived.is_set():
        await one.write(lambda tx: tx.notify("hello"))
        await asyncio.wait({asyncio.ensure_future(arrived.wait())}, timeout=0.05)
    assert set(heard) == {"hello"}
    await one.close()
    await two.close()


@pytest.mark.parametrize("url", ["mysql://x", "sqlite:relative", "", "file:///x"])
async def test_a_strange_address_is_refused(url, clock):
    with pytest.raises(ValueError, match="must begin with"):
        await Store.open(url, clock)


async def test_a_database_that_does_not_answer_is_told_at_start(clock):
    with pytest.raises(SQLAlchemyError):
        await Store.open("postgresql://nobody@127.0.0.1:1/none", clock)


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        UtcTime().process_bind_param(datetime(2026, 1, 1), None)


def test_moments_survive_storage():
    kind, moment = UtcTime(), datetime(2026, 3, 4, 5, 6, 7, 891234, tzinfo=UTC)
    assert kind.process_result_value(kind.process_bind_param(moment, None), None) == moment


def test_rows_in_another_order_than_the_statement_are_noticed():
    with pytest.raises(TypeError):
        Statement(insert(Note.__table__), ("text", "id")).on("sqlite")


def run_row(name, epoch):
    """A run to be fenced by."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    texts = dict.fromkeys(
        ("tenant_id", "owner_id", "kind", "tool", "subject", "subject_name", "session_id", "lane"), "x"
    )
    return RunRow(
        id=name,
        epoch=epoch,
        state="running",
        priority=0,
        attempt=1,
        max_attempts=1,
        created_at=at,
        updated_at=at,
        **texts,
    )


async def notes(store):
    """All notes."""
    return await store.read(lambda tx: {note.id: note.text for note in tx.session.scalars(select(Note))})
