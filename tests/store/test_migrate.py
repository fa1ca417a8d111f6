"""A database is brought to this release as a whole or not at all."""

from __future__ import annotations

import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from runyard.app.cli import main
from runyard.app.house import open_house
from runyard.kit.settings import Settings
from runyard.store import Base
from runyard.store.migrate import (
    DatabaseSilent,
    NewerDatabase,
    UpgradeFailed,
    alone,
    engine_to,
    ensure,
    revision_at,
    revisions,
    tables_of,
)
from runyard.store.revision import differences
from tests.store.databases import a_release_with, content, fill, house_tables, open_at, shape

FAIL = 'raise RuntimeError("this step is broken\\nand says so on two lines")'


def made_from_models(url: str) -> set[tuple[object, ...]]:
    tables = [table for table in Base.metadata.sorted_tables if table.name in house_tables()]
    with open_at(url) as connection:
        Base.metadata.create_all(connection, tables=tables)
        found = shape(connection)
        Base.metadata.drop_all(connection, tables=tables)
    return found


def test_migrations_make_exactly_the_tables_of_the_models(url):
    wanted = made_from_models(url)
    ensure(url)
    with open_at(url) as connection:
        found = shape(connection)
    remedy = "write the missing migration: python -m runyard.app.revision 'what changes'"
    assert found == wanted, f"{remedy} (until the first release: --initial)"


def test_alembic_finds_no_difference_between_models_and_migrations(url):
    ensure(url)
    with open_at(url) as connection:
        found = [one for one in differences(connection) if getattr(one[-1], "name", "") in house_tables()]
        changes = [one for one in differences(connection) if isinstance(one, list)]
    assert (found, changes) == ([], [])


def test_a_forgotten_migration_is_found(tmp_path):
    url = f"sqlite:///{tmp_path / 'old.db'}"
    ensure(url)
    with open_at(url) as connection:
        connection.execute(text("drop index ix_run_owner"))
        wanted = made_from_models(f"sqlite:///{tmp_path / 'new.db'}")
        assert shape(connection) != wanted


def test_a_revision_has_the_name_of_its_file():
    assert revisions() == sorted(revisions())
    assert set(tables_of(revisions()[-1])) == house_tables()


def test_a_database_of_this_release_is_left_alone(url, monkeypatch):
    fill(url)
    before = content(url)
    monkeypatch.setitem(sys.modules, "alembic.command", None)  # loading it would fail
    assert "is this release's" in ensure(url)
    assert content(url) == before


def test_a_failing_migration_is_rolled_back_and_leaves_every_row(url, tmp_path, monkeypatch):
    fill(url)
    before = content(url)
    a_release_with(tmp_path, monkeypatch, FAIL)
    with pytest.raises(UpgradeFailed) as caught:
        ensure(url)
    assert "\n" not in str(caught.value) and "this step is broken" in str(caught.value)
    assert revision_at(url) == "0001" and content(url) == before
    with open_at(url) as connection:
        assert not connection.dialect.has_table(connection, "later")


def test_a_migration_that_commits_by_itself_and_fails_is_put_back_from_the_copy(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'runyard.db'}"
    fill(url)
    before = content(url)
    a_release_with(tmp_path, monkeypatch, f'op.execute("commit"); {FAIL}')
    with pytest.raises(UpgradeFailed):
        ensure(url)
    assert revision_at(url) == "0001" and content(url) == before


def test_an_upgrade_of_sqlite_keeps_a_private_copy_first(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'runyard.db'}"
    fill(url)
    before = content(url)
    a_release_with(tmp_path, monkeypatch, "pass")
    said = ensure(url)
    (copy,) = (tmp_path / "backups").iterdir()
    assert str(copy) in said and copy.stat().st_mode & 0o077 == 0
    assert content(f"sqlite:///{copy}") == before and content(url)["event"] == []
    assert revision_at(url) == "0002"


def test_an_upgrade_of_postgres_goes_through(postgres_url, tmp_path, monkeypatch):
    fill(postgres_url)
    a_release_with(tmp_path, monkeypatch, "pass")
    assert ensure(postgres_url) == "The database went from 0001 to revision 0002."
    assert content(postgres_url)["event"] == []


def test_a_newer_database_is_refused_and_not_touched(url):
    fill(url)
    before = content(url)
    with open_at(url) as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="revision 9999, this release knows up to"):
        ensure(url)
    assert revision_at(url) == "9999" and content(url) == before


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["db", "upgrade"]])
def test_commands_refuse_a_newer_database_with_one_line_and_code_one(command, tmp_path, capsys):
    url = f"sqlite:///{tmp_path / 'runyard.db'}"
    ensure(url)
    with open_at(url) as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    assert main([*command, "--data", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and "9999" in said.err


def test_a_file_that_is_no_database_is_one_sentence(tmp_path):
    path = tmp_path / "runyard.db"
    path.write_text("not a database, but long enough to look like one" * 20)
    with pytest.raises(DatabaseSilent, match="file is not a database"):
        ensure(f"sqlite:///{path}")


def test_a_server_that_does_not_answer_is_one_sentence_without_the_password():
    with pytest.raises(DatabaseSilent) as caught:
        ensure("postgresql://me:canary-password@127.0.0.1:1/none")
    assert "canary" not in str(caught.value) and "\n" not in str(caught.value)


async def test_a_house_opens_with_its_database_at_this_release(url, tmp_path):
    async with open_house(Settings(data=tmp_path / "data", database_url=url)):
        assert revision_at(url) == revisions()[-1]


def test_several_processes_at_once_migrate_once(url):
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(ensure, [url] * 4))
    assert sum("went from nothing" in one for one in said) == 1
    assert revision_at(url) == revisions()[-1]


def test_whoever_comes_second_waits_for_the_one_who_migrates(url):
    second: list[str] = []
    thread = threading.Thread(target=lambda: second.append(ensure(url)))
    with engine_to(url) as engine, alone(engine):
        thread.start()
        thread.join(0.3)
        assert second == []
    thread.join(30)
    assert second


def test_a_new_database_is_for_its_owner_only(tmp_path):
    ensure(f"sqlite:///{tmp_path / 'deep' / 'runyard.db'}")
    assert Path(tmp_path, "deep", "runyard.db").stat().st_mode & 0o077 == 0


def test_asking_for_the_revision_makes_no_file(tmp_path):
    assert revision_at(f"sqlite:///{tmp_path / 'none.db'}") is None
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_can_shrink_while_the_server_runs(tmp_path):
    ensure(f"sqlite:///{tmp_path / 'runyard.db'}")
    with sqlite3.connect(tmp_path / "runyard.db") as connection:
        assert connection.execute("pragma auto_vacuum").fetchone() == (2,)
