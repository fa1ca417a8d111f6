"""A backup holds everything of one moment, also while people work; a restore brings it back as it was."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from runyard.app.cli import main
from runyard.kernel.tables import EventRow, StepRow
from runyard.kit.crypto import load_vault
from runyard.kit.settings import Settings
from runyard.store import Blobs
from runyard.store.backup import BackupFailed, NothingToBackUp, backup
from runyard.store.migrate import NewerDatabase, alone, engine_to, ensure, revision_at
from runyard.store.restore import InUse, NotEmpty, restore
from tests.store.databases import MOMENT, a_release_with, content, event, fill, open_at

KEY = "a key of thirty-two characters 1"
STEP = {"key": "k", "attempt": 1, "started_at": MOMENT, "finished_at": MOMENT, "output": None}


def folder(tmp_path: Path, name: str, url: str | None = None) -> Settings:
    """Settings of an installation in a data folder of its own."""
    return Settings(data=tmp_path / name, database_url=url)


async def installation(settings: Settings, url: str) -> str:
    """Rows, a file, vectors, a key and a settings file; gives the key of the file."""
    settings.data.mkdir(mode=0o700)
    fill(url)
    load_vault(settings.data, None)
    (settings.data / "runyard.toml").write_text("max_upload_mb = 7\n")
    with sqlite3.connect(settings.data / "vectors.db") as vectors:
        vectors.execute("create table vector_row (text)")
        vectors.execute("insert into vector_row values ('near')")
    return await Blobs(settings.data / "blobs").put(b"a file of somebody" * 1000)


def rest_of(data: Path, blob: str) -> tuple[bytes, str, bytes, list[object]]:
    """Everything that is not in the database."""
    with sqlite3.connect(data / "vectors.db") as vectors:
        near = list(vectors.execute("select text from vector_row"))
    key = (data / "secret.key").read_bytes()
    return key, (data / "runyard.toml").read_text(), Blobs(data / "blobs").path(blob).read_bytes(), near


ROUNDS = [("sqlite", "sqlite"), ("postgresql", "postgresql"), ("sqlite", "postgresql"), ("postgresql", "sqlite")]


@pytest.mark.parametrize("kinds", ROUNDS, ids="-to-".join)
async def test_everything_comes_back_also_on_the_other_kind_of_database(kinds, tmp_path, databases):
    source, target = (databases(kind) for kind in kinds)
    old, new = folder(tmp_path, "old", source), folder(tmp_path, "new", target)
    blob = await installation(old, source)
    said = backup(old, tmp_path / "b.tar.gz")
    assert "5 rows, 1 files" in said
    assert "5 rows, 1 files" in restore(new, tmp_path / "b.tar.gz")
    assert content(target) == content(source) and len(content(target)["event"]) == 3
    assert rest_of(new.data, blob) == rest_of(old.data, blob)
    assert ensure(target).endswith("which is this release's.")


async def test_what_comes_back_is_for_its_owner_only(tmp_path):
    old, new = folder(tmp_path, "old"), folder(tmp_path, "new")
    await installation(old, f"sqlite:///{old.data}/runyard.db")
    backup(old, tmp_path / "b.tar.gz")
    restore(new, tmp_path / "b.tar.gz")
    open_to_others = [p for p in (tmp_path / "b.tar.gz", *new.data.rglob("*")) if p.stat().st_mode & 0o077]
    assert open_to_others == []


async def test_nothing_is_left_beside_the_data(tmp_path):
    old, new = folder(tmp_path, "old"), folder(tmp_path, "new")
    await installation(old, f"sqlite:///{old.data}/runyard.db")
    backup(old, tmp_path / "b.tar.gz")
    restore(new, tmp_path / "b.tar.gz")
    whole = {"runyard.db", "vectors.db", "secret.key", "runyard.toml", "blobs"}
    assert {p.name for p in new.data.iterdir()} == {p.name for p in old.data.iterdir()} == whole
    assert {p.name for p in tmp_path.iterdir()} == {"old", "new", "b.tar.gz"}


def write_pairs(url: str, stop: threading.Event, written: list[int]) -> None:
    """Transactions of one event and one step each, until told to stop."""
    while not stop.is_set():
        with engine_to(url) as engine, alone(engine) as connection:
            number = len(written)
            connection.execute(insert(EventRow), [event("pairs", number)])
            connection.execute(insert(StepRow), [{**STEP, "run_id": "pairs", "key": str(number)}])
        written.append(number)


def test_a_backup_during_writes_is_of_one_moment(url, tmp_path, databases):
    settings, written, stop = folder(tmp_path, "old", url), [], threading.Event()
    fill(url)
    writer = threading.Thread(target=write_pairs, args=(url, stop, written))
    writer.start()
    for number in range(3):
        begun = len(written)
        backup(settings, tmp_path / f"{number}.tar.gz")
        while len(written) == begun:
            assert writer.is_alive()
    stop.set()
    writer.join()
    for number in range(3):
        target = databases("sqlite")
        restore(folder(tmp_path, f"new{number}", target), tmp_path / f"{number}.tar.gz")
        with open_at(target) as connection:
            events = connection.scalar(select(func.count()).select_from(EventRow).where(EventRow.run_id == "pairs"))
            steps = connection.scalar(select(func.count()).select_from(StepRow))
        assert events == steps


def test_other_tables_in_the_same_postgres_are_neither_taken_nor_dropped(postgres_url, tmp_path):
    settings = folder(tmp_path, "data", postgres_url)
    fill(postgres_url)
    with open_at(postgres_url) as connection:
        connection.execute(text("create table of_somebody_else as select 'canary' as secret"))
    backup(settings, tmp_path / "b.tar.gz")
    restore(settings, tmp_path / "b.tar.gz", replace=True)
    with open_at(postgres_url) as connection:
        assert connection.scalar(text("select secret from of_somebody_else")) == "canary"


def test_an_installation_is_not_overwritten_unasked(url, tmp_path):
    settings = folder(tmp_path, "data", url)
    fill(url)
    backup(settings, tmp_path / "b.tar.gz")
    with pytest.raises(NotEmpty):
        restore(settings, tmp_path / "b.tar.gz")


def test_replacing_keeps_what_was_there(url, tmp_path):
    settings = folder(tmp_path, "data", url)
    fill(url)
    before = content(url)
    backup(settings, tmp_path / "b.tar.gz")
    with open_at(url) as connection:
        connection.execute(insert(EventRow), [event("later", 1)])
    later = content(url)
    restore(settings, tmp_path / "b.tar.gz", replace=True)
    assert content(url) == before
    (aside,) = settings.data.glob("replaced-*")
    if url.startswith("sqlite"):
        assert content(f"sqlite:///{aside / 'runyard.db'}") == later
    else:
        restore(folder(tmp_path, "again"), aside / "before.tar.gz")
        assert content(f"sqlite:///{tmp_path / 'again' / 'runyard.db'}") == later


async def test_a_restore_that_fails_half_way_puts_everything_back(url, tmp_path, monkeypatch):
    settings = folder(tmp_path, "data", url)
    blob = await installation(settings, url)
    backup(settings, tmp_path / "b.tar.gz")
    with open_at(url) as connection:
        connection.execute(insert(EventRow), [event("later", 1)])
    rows, rest = content(url), rest_of(settings.data, blob)
    monkeypatch.setattr("runyard.store.restore._moved", moves_until(settings.data / "blobs"))
    with pytest.raises(RuntimeError, match="the disk is gone"):
        restore(settings, tmp_path / "b.tar.gz", replace=True)
    assert content(url) == rows and rest_of(settings.data, blob) == rest
    assert not list(settings.data.glob(".restore-*"))


def moves_until(last: Path):
    """Moves files until one should come to `last`."""

    def moved(origin: Path, now: Path) -> tuple[Path, Path]:
        if now == last:
            raise RuntimeError("the disk is gone")
        origin.rename(now)
        return origin, now

    return moved


def test_a_running_server_is_not_pulled_from_under(url, tmp_path):
    settings = folder(tmp_path, "data", url)
    fill(url)
    backup(settings, tmp_path / "b.tar.gz")
    with open_at(url) as server:
        if url.startswith("sqlite"):
            server.exec_driver_sql("pragma journal_mode=wal")
        server.execute(text("select * from alembic_version"))
        before = content(url)
        with pytest.raises(InUse):
            restore(settings, tmp_path / "b.tar.gz", replace=True)
    assert content(url) == before


def test_a_damaged_database_can_be_replaced(tmp_path):
    settings = folder(tmp_path, "data")
    fill(f"sqlite:///{settings.data}/runyard.db")
    before = content(f"sqlite:///{settings.data}/runyard.db")
    backup(settings, tmp_path / "b.tar.gz")
    (settings.data / "runyard.db").write_bytes(b"ruined" * 1000)
    restore(settings, tmp_path / "b.tar.gz", replace=True)
    assert content(f"sqlite:///{settings.data}/runyard.db") == before


def test_a_backup_of_an_older_release_is_brought_to_this_one(url, tmp_path, monkeypatch, databases):
    fill(url)
    backup(folder(tmp_path, "old", url), tmp_path / "b.tar.gz")
    a_release_with(tmp_path, monkeypatch, "pass")
    target = databases("sqlite")
    restore(folder(tmp_path, "new", target), tmp_path / "b.tar.gz")
    assert revision_at(target) == "0002" and len(content(target)["user"]) == 2


def test_a_backup_of_a_newer_release_is_refused(tmp_path, monkeypatch):
    old = folder(tmp_path, "old")
    with monkeypatch.context() as newer:
        a_release_with(tmp_path, newer, "pass")
        fill(f"sqlite:///{old.data}/runyard.db")
        backup(old, tmp_path / "b.tar.gz")
    with pytest.raises(NewerDatabase, match="0002"):
        restore(folder(tmp_path, "new"), tmp_path / "b.tar.gz")
    assert list((tmp_path / "new").iterdir()) == []


def test_settings_of_this_machine_stay(tmp_path):
    old, new = folder(tmp_path, "old"), folder(tmp_path, "new")
    fill(f"sqlite:///{old.data}/runyard.db")
    (old.data / "runyard.toml").write_text("port = 1111\n")
    backup(old, tmp_path / "b.tar.gz")
    new.data.mkdir()
    (new.data / "runyard.toml").write_text("port = 2222\n")
    restore(new, tmp_path / "b.tar.gz")
    assert (new.data / "runyard.toml").read_text() == "port = 2222\n"


def test_settings_that_lead_to_another_database_do_not_come_back(tmp_path):
    old, new = folder(tmp_path, "old"), folder(tmp_path, "new")
    fill(f"sqlite:///{old.data}/runyard.db")
    (old.data / "runyard.toml").write_text('database_url = "postgresql://elsewhere/db"\n')
    backup(old, tmp_path / "b.tar.gz")
    restore(new, tmp_path / "b.tar.gz")
    assert not (new.data / "runyard.toml").exists()


@pytest.mark.parametrize(("key", "noted"), [(None, True), ("the key of another installation 9", True), (KEY, False)])
def test_a_backup_sealed_with_a_key_of_the_settings_asks_for_it(key, noted, tmp_path):
    old = Settings(data=tmp_path / "old", secret_key=KEY)
    fill(f"sqlite:///{old.data}/runyard.db")
    backup(old, tmp_path / "b.tar.gz")
    said = restore(Settings(data=tmp_path / "new", secret_key=key), tmp_path / "b.tar.gz")
    assert ("sealed with another key" in said) is noted


def test_no_database_is_no_backup(tmp_path):
    with pytest.raises(NothingToBackUp):
        backup(folder(tmp_path, "none"), tmp_path / "b.tar.gz")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_cannot_be_written_leaves_the_last_one(tmp_path, monkeypatch):
    settings = folder(tmp_path, "data")
    fill(f"sqlite:///{settings.data}/runyard.db")
    (tmp_path / "b.tar.gz").write_text("the last one")
    monkeypatch.setattr("runyard.store.archive.os.fsync", full_disk)
    with pytest.raises(BackupFailed, match="No space left"):
        backup(settings, tmp_path / "b.tar.gz")
    assert (tmp_path / "b.tar.gz").read_text() == "the last one"
    assert {p.name for p in tmp_path.iterdir()} == {"data", "b.tar.gz"}
    assert {p.name for p in settings.data.iterdir()} == {"runyard.db"}


def full_disk(handle: int) -> None:
    """No room."""
    raise OSError(28, "No space left on device")


def test_commands_say_what_they_did_and_end_with_a_code(tmp_path, capsys):
    fill(f"sqlite:///{tmp_path}/data/runyard.db")
    archive, data, new = str(tmp_path / "b.tar.gz"), str(tmp_path / "data"), str(tmp_path / "new")
    assert main(["backup", "--data", data, archive]) == 0
    assert main(["restore", "--data", new, archive]) == 0
    assert main(["restore", "--data", new, archive]) == 1
    assert main(["restore", "--data", new, "--replace", archive]) == 0
    assert main(["restore", "--data", new, "--replace", str(tmp_path / "none")]) == 1
    assert main(["backup", "--data", data, str(tmp_path / "no" / "folder.tar.gz")]) == 1
    said = capsys.readouterr()
    assert said.out.count("5 rows") == 3 and said.err.count("\n") == 3 and "--replace" in said.err
