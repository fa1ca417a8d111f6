"""Every test that asks for PostgreSQL gets a real one, with a database of its own."""

import psycopg
import pytest

from tests.support import services
from tests.support.services import postgres_server, postgres_url  # noqa: F401


def tables(url):
    with psycopg.connect(url) as connection:
        return connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()


def test_a_test_gets_an_empty_database(postgres_url):  # noqa: F811
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("create table t (id int)")
    assert tables(postgres_url) == (1,)


def test_the_next_test_does_not_see_it(postgres_url):  # noqa: F811
    assert tables(postgres_url) == (0,)


def test_the_machine_s_binaries_serve_when_nothing_else_does():
    if services.binaries() is None:
        services.missing("PostgreSQL's server program", "install it with 'apt install postgresql'")
    with services.own_postgres() as url:
        assert tables(url) == (0,)


def test_a_missing_service_is_a_counted_skip_on_a_desk(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Redis is not available: install it"):
        services.missing("Redis", "install it")


def test_a_missing_service_is_a_failure_in_ci(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Redis is not available"):
        services.missing("Redis", "install it")
