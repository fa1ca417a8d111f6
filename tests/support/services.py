"""Real services for tests: the first that answers of a URL in the environment, the machine's server, the machine's binaries.

Without any the tests that need it are skipped with a reason that pytest counts; with CI=true they fail instead.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.support.server import free_port

URL_VARIABLE = "RUNYARD_TEST_POSTGRES_URL"
HERE = "postgresql://postgres@127.0.0.1:5432/postgres"


def missing(service: str, remedy: str) -> None:
    """No such service here: a counted skip on a desk, a failure in CI."""
    reason = f"{service} is not available: {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def answers(url: str) -> bool:
    """Does a PostgreSQL take connections there?"""
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def binaries() -> Path | None:
    """The newest PostgreSQL of the machine."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(Path(path).parts[4]))
    return Path(found[-1]).parent if found else None


def unprivileged(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextmanager
def own_postgres() -> Iterator[str | None]:
    """A server of our own from the machine's binaries, on a free port, gone at the end."""
    bin_folder = binaries()
    if bin_folder is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="runyard-postgres-", ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        init = [str(bin_folder / "initdb"), "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "--no-sync"]
        subprocess.run(unprivileged(init), check=True, capture_output=True, cwd=folder)
        with running(bin_folder, folder, free_port()) as url:
            yield url


@contextmanager
def running(bin_folder: Path, folder: str, port: int) -> Iterator[str]:
    """The server process on its data, until the `with` ends."""
    options = ["-D", f"{folder}/data", "-p", str(port), "-k", "", "-h", "127.0.0.1", "-c", "max_connections=200"]
    command = unprivileged([str(bin_folder / "postgres"), *options])
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=folder)
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    try:
        until = time.monotonic() + 30
        while not answers(url) and server.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        yield url
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """A database of its own on that server, dropped at the end with whoever is still connected."""
    name = f"runyard_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        parts = conninfo_to_dict(server)
        yield url_of({**parts, "dbname": name})
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def url_of(parts: dict) -> str:
    """Connection parts as a URL, the form the settings take."""
    make_conninfo(**parts)  # refuses parts that are no connection
    login = parts.get("user") or "postgres"
    if parts.get("password"):
        login += f":{parts['password']}"
    return f"postgresql://{login}@{parts.get('host', '127.0.0.1')}:{parts.get('port', 5432)}/{parts['dbname']}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a real PostgreSQL server."""
    given = os.environ.get(URL_VARIABLE)
    for url in filter(None, (given, HERE)):
        if answers(url):
            yield url
            return
    with own_postgres() as url:
        if url is None or not answers(url):
            missing("PostgreSQL", f"set {URL_VARIABLE}, or install it with 'apt install postgresql'")
        yield str(url)


@pytest.fixture(scope="session")
def postgres_database(postgres_server) -> Iterator[str]:
    """One database of this test process, for suites that clean up after themselves."""
    with fresh_database(postgres_server) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server) -> Iterator[str]:
    """An empty database for one test."""
    with fresh_database(postgres_server) as url:
        yield url
