"""Say what is configured, what is missing and what to do about it. Exit code 1 when something keeps the server from working."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from runyard.app.cli import settings_of
from runyard.app.server import STATIC
from runyard.kit.crypto import KEY_FILE
from runyard.kit.settings import Settings
from runyard.store.migrate import address

LOW_DISK_MB = 500


@dataclass(frozen=True)
class Finding:
    """One line: how it is (ok, note, bad), and what to do when it is not well."""

    how: str
    what: str
    remedy: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """`runyard doctor` has no flags of its own."""


def run(args: argparse.Namespace) -> int:
    """Print every finding."""
    found = list(findings(settings_of(args)))
    for one in found:
        print(f"{one.how:<5} {one.what}" + (f"\n      -> {one.remedy}" if one.remedy else ""))
    return 1 if any(one.how == "bad" for one in found) else 0


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything worth knowing, in the order one would look."""
    yield Finding("ok", f"Python {platform.python_version()} at {sys.executable}")
    yield from data_findings(settings.data)
    yield database_finding(settings)
    yield web_finding()
    yield port_finding(settings)
    yield model_finding(settings)
    yield key_finding(settings)


def data_findings(data: Path) -> Iterator[Finding]:
    """The data folder: there, private, with room left."""
    if not data.exists():
        yield Finding("note", f"data folder {data} is not there yet", "the first `runyard serve` makes it")
        return
    if not os.access(data, os.W_OK):
        yield Finding(
            "bad", f"data folder {data} cannot be written", "chown it to this user, or name another with --data"
        )
        return
    mode = data.stat().st_mode & 0o077
    yield (
        Finding("bad", f"others may look into {data}", f"chmod 700 {data}")
        if mode
        else Finding("ok", f"data folder {data}")
    )
    free = shutil.disk_usage(data).free // 2**20
    yield (
        Finding("ok", f"{free} MB free")
        if free > LOW_DISK_MB
        else Finding("bad", f"only {free} MB free", "make room or move the data folder")
    )


def database_finding(settings: Settings) -> Finding:
    """The database answers."""
    url = address(settings)
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        if not path.exists():
            return Finding("note", "SQLite database is not there yet", "the first `runyard serve` makes it")
    try:
        engine = create_engine(
            url.replace("postgresql://", "postgresql+psycopg://").replace("postgres://", "postgresql+psycopg://")
        )
        with engine.connect() as connection:
            runs = connection.execute(text("select count(*) from run")).scalar_one()
    except SQLAlchemyError as wrong:
        return Finding(
            "bad",
            f"the database does not answer: {str(wrong.__cause__ or wrong).splitlines()[0]}",
            "check RUNYARD_DATABASE_URL and that the server runs",
        )
    return Finding("ok", f"{engine.dialect.name} database with {runs} runs")


def web_finding() -> Finding:
    """The web app is built."""
    if (STATIC / "index.html").is_file():
        return Finding("ok", "web app is built")
    return Finding(
        "note", "the web app is not built; the API works", "run ./run serve with npm reachable, or install a release"
    )


def port_finding(settings: Settings) -> Finding:
    """The port is free, or Runyard is on it."""
    with socket.socket() as s:
        taken = s.connect_ex((settings.host, settings.port)) == 0
    if taken:
        return Finding(
            "note",
            f"something listens on {settings.host}:{settings.port}",
            "if it is not Runyard, choose another with --port",
        )
    return Finding("ok", f"{settings.host}:{settings.port} is free")


def model_finding(settings: Settings) -> Finding:
    """Where answers of language models come from."""
    if settings.model_base_url:
        key = "with" if settings.model_api_key else "without"
        return Finding("ok", f"models come from {settings.model_base_url} ({key} a key)")
    return Finding(
        "note",
        "no model server is named; the built-in rules model answers",
        "set RUNYARD_MODEL_BASE_URL and RUNYARD_MODEL_API_KEY, or keep keys as variables",
    )


def key_finding(settings: Settings) -> Finding:
    """The key that seals secrets is private."""
    path = settings.data / KEY_FILE
    if settings.secret_key:
        return Finding("ok", "secrets are sealed with RUNYARD_SECRET_KEY")
    if not path.exists():
        return Finding("note", "the installation's key is not there yet", "the first `runyard serve` makes it")
    if path.stat().st_mode & 0o077:
        return Finding("bad", f"others may read {path}", f"chmod 600 {path}")
    return Finding("ok", "the installation's key is private")
