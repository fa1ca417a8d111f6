"""A real server as a process of its own, for tests that must meet it as a user does."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

USERNAME, PASSWORD = "admin", "Admin-pass-1"
ENV = {
    "RUNYARD_ADMIN_USERNAME": USERNAME,
    "RUNYARD_ADMIN_PASSWORD": PASSWORD,
    "RUNYARD_SIGN_IN_LIMIT": "off",
}


@dataclass
class LiveServer:
    """One data folder and the process that serves it now; `kill` and `start` may follow each other."""

    data: Path
    env: dict[str, str] = field(default_factory=lambda: dict(ENV))
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    username: str = USERNAME
    password: str = PASSWORD

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *flags: str) -> None:
        """Start the process and wait until it answers."""
        self.port = self.port or free_port()
        clean = {k: v for k, v in os.environ.items() if not k.startswith("RUNYARD_")}
        words = [sys.executable, "-m", "runyard.app.cli", "serve", "--port", str(self.port), "--data", str(self.data)]
        log = open(self.data.parent / f"server-{self.port}.log", "ab")
        self.process = subprocess.Popen([*words, *flags], env={**clean, **self.env}, stdout=log, stderr=log)
        log.close()
        self.wait_until_up()

    def wait_until_up(self, seconds: float = 30) -> None:
        """Return at the first 200 of /health."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert self.process is not None and self.process.poll() is None, self.log()
            try:
                if httpx.get(f"{self.url}/health", timeout=1).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.02)
        raise AssertionError(f"no answer within {seconds} s\n{self.log()}")

    def log(self) -> str:
        """What the process said."""
        return (self.data.parent / f"server-{self.port}.log").read_text(errors="replace")[-4000:]

    def kill(self) -> None:
        """End it the hard way."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        """End it as an operator does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def bearer(self) -> dict[str, str]:
        """Headers of a signed-in administrator."""
        form = {"username": self.username, "password": self.password}
        token = httpx.post(f"{self.url}/api/v1/login", data=form).raise_for_status().json()["access_token"]
        return {"authorization": f"Bearer {token}"}

    def key(self) -> dict[str, str]:
        """Headers with a fresh API key of the administrator."""
        made = httpx.post(f"{self.url}/api/v1/api_key/", json={"name": "test"}, headers=self.bearer())
        return {"x-api-key": made.raise_for_status().json()["api_key"]}


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def serving(folder: Path, **env: str) -> Iterator[LiveServer]:
    """A started server with its data under `folder`; stopped at the end."""
    server = LiveServer(folder / "data", {**ENV, **env})
    server.start()
    try:
        yield server
    finally:
        server.stop()
