"""Runs of a two-node flow over HTTP against a bare hello-JSON route of the same stack, in turn, in one go.

`python bench/runs_over_http.py [--seconds 3] [--rounds 3] [--database postgresql://…]` prints one line per number of clients;
the ratio is the figure. Journal and traces are on, SQLite commits with synchronous=FULL.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import server

FLOW = Path(__file__).resolve().parent.parent / "contract" / "golden" / "langflow" / "flows" / "echo.json"
BODY = {"input_value": "hello", "input_type": "chat", "output_type": "chat"}
ENV = {
    "RUNYARD_ADMIN_USERNAME": "bench",
    "RUNYARD_ADMIN_PASSWORD": "Bench-pass-1",
    "RUNYARD_SIGN_IN_LIMIT": "off",
}


def call(port: int, path: str, body: object = None, headers: dict[str, str] | None = None) -> object:
    """One JSON call."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "application/x-www-form-urlencoded" if isinstance(body, bytes) else "application/json"
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, {"content-type": kind, **(headers or {})})
    with urllib.request.urlopen(request, timeout=20) as reply:
        return json.load(reply)


def prepare(port: int) -> tuple[str, str]:
    """Sign in, make a key and the flow; answers (key, flow id)."""
    token = call(port, "/api/v1/login", b"username=bench&password=Bench-pass-1")["access_token"]
    bearer = {"authorization": f"Bearer {token}"}
    key = call(port, "/api/v1/api_key/", {"name": "bench"}, bearer)["api_key"]
    flow = call(port, "/api/v1/flows/", {"name": "echo", "data": json.loads(FLOW.read_text())}, bearer)
    return key, flow["id"]


def script(folder: Path, key: str) -> Path:
    """The wrk script that posts the run."""
    text = "\n".join(
        [
            'wrk.method = "POST"',
            f"wrk.body = {json.dumps(json.dumps(BODY))}",
            'wrk.headers["content-type"] = "application/json"',
            f'wrk.headers["x-api-key"] = "{key}"',
        ]
    )
    path = folder / "post.lua"
    path.write_text(text)
    return path


def imports() -> float:
    """Seconds that a fresh interpreter takes to import the web framework, the floor of any start."""
    took = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import fastapi, uvicorn"], check=True)
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", default=None)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        env = {**ENV, "RUNYARD_DATA": folder, **({"RUNYARD_DATABASE_URL": args.database} if args.database else {})}
        words = [sys.executable, "-m", "runyard.app.cli", "serve", "--port", "{port}"]
        with server.running(words, "/health", env):
            pass  # the first start makes database and key; the figure is that of a later start
        with server.running(words, "/health", env) as ours, server.running(server.floor(), "/hello") as floor:
            ready = imports()
            print(f"start: {ours.start:.2f} s to the first 200, {ours.start / ready:.1f} x importing the web framework")
            print(f"idle: {server.memory(ours.process.pid):.0f} MB resident")
            key, flow = prepare(ours.port)
            lua = script(Path(folder), key)
            url = f"http://127.0.0.1:{ours.port}/api/v1/run/{flow}?stream=false"
            server.wrk(url, 8, 2, lua)
            for clients in (1, 8, 32):
                compare(floor.port, url, clients, args, lua)
            print(f"after the load: {server.memory(ours.process.pid):.0f} MB resident")


def compare(port: int, url: str, clients: int, args: argparse.Namespace, lua: Path) -> None:
    """Hello and run in turn; print medians and the median of the ratios."""
    hello = f"http://127.0.0.1:{port}/hello"
    pairs = [(server.wrk(hello, clients, 2), server.wrk(url, clients, args.seconds, lua)) for _ in range(args.rounds)]
    ratio = statistics.median(run.rps / base.rps for base, run in pairs)
    rps, p50, p99 = (statistics.median(getattr(run, name) for _, run in pairs) for name in ("rps", "p50", "p99"))
    floor = statistics.median(base.rps for base, _ in pairs)
    bad = sum(run.bad for _, run in pairs)
    print(
        f"{clients:>3} clients: ratio {ratio:.3f}  {rps:.0f} runs/s  p50 {p50:.2f} ms  p99 {p99:.1f} ms"
        f"  (hello {floor:.0f}/s, bad answers {bad})"
    )


if __name__ == "__main__":
    main()
