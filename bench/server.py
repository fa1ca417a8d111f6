"""Starts servers for the benchmarks as processes of their own, pinned to core 0, and drives them with wrk on core 1."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PIN = ["taskset", "-c"] if shutil.which("taskset") else []


@dataclass(frozen=True)
class Load:
    """What wrk saw: requests a second, latencies in milliseconds, answers that were no 2xx or 3xx."""

    rps: float
    p50: float
    p99: float
    bad: int


@dataclass(frozen=True)
class Server:
    """A running server: its process, its address, and the seconds from spawn to its first 200."""

    process: subprocess.Popen[bytes]
    port: int
    start: float


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def running(words: list[str], health: str, env: dict[str, str] | None = None) -> Iterator[Server]:
    """Start `words` (with {port} filled in) and wait for the first 200 on `health`."""
    port = free_port()
    command = [*(PIN and [*PIN, "0"]), *(w.format(port=port) for w in words)]
    began = time.perf_counter()
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, cwd=HERE, env={**clean, **(env or {})}, stdout=subprocess.DEVNULL)
    try:
        yield Server(process, port, first_answer(process, port, health, began))
    finally:
        process.terminate()
        process.wait(20)


def first_answer(process: subprocess.Popen[bytes], port: int, path: str, began: float) -> float:
    """Seconds from `began` to the first 200."""
    request = f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\r\n".encode()
    while time.perf_counter() - began < 60:
        if process.poll() is not None:
            raise SystemExit("the server ended before it answered")
        try:
            with socket.create_connection(("127.0.0.1", port), 0.3) as s:
                s.sendall(request)
                if b" 200 " in s.recv(64):
                    return time.perf_counter() - began
        except OSError:
            time.sleep(0.004)
    raise SystemExit("the server did not answer within 60 s")


def floor() -> list[str]:
    """The command that serves the floor."""
    flags = ["--port", "{port}", "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    return [sys.executable, "-m", "uvicorn", *flags, "floor:app"]


def wrk(url: str, clients: int, seconds: int, script: Path | None = None) -> Load:
    """One wrk run with one thread on core 1."""
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: apt-get install wrk")
    pin = [*PIN, "1"] if PIN else []
    lua = ["-s", str(script)] if script else []
    words = [*pin, "wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--latency", "--timeout", "20s", *lua, url]
    text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    return Load(
        rps=float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
        p50=percentile(text, 50),
        p99=percentile(text, 99),
        bad=int(bad[1]) if bad else 0,
    )


def percentile(text: str, which: int) -> float:
    """A latency out of wrk's table, in milliseconds."""
    value, unit = re.search(rf"{which}%\s+([\d.]+)(us|ms|s)", text).groups()
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def memory(pid: int) -> float:
    """Resident memory of a process in MB."""
    fields = Path(f"/proc/{pid}/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
