"""Memory of a server over many runs of a two-node flow: it must not grow with the number of runs.

`python bench/memory.py [--runs 20000]` prints the resident memory after 500 runs and at the end.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import runs_over_http as runs
import server


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20_000)
    wanted = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "runyard.app.cli", "serve", "--port", "{port}"]
        with server.running(words, "/health", {**runs.ENV, "RUNYARD_DATA": folder}) as ours:
            key, flow = runs.prepare(ours.port)
            url = f"http://127.0.0.1:{ours.port}/api/v1/run/{flow}?stream=false"
            done, marks = 0.0, dict.fromkeys((500, wanted), 0.0)
            for mark in marks:
                while done < mark:
                    done += server.wrk(url, 8, 1, runs.script(Path(folder), key)).rps
                marks[mark] = server.memory(ours.process.pid)
                print(f"after {done:.0f} runs: {marks[mark]:.0f} MB resident")
            print(f"growth: {marks[wanted] - marks[500]:.1f} MB")


if __name__ == "__main__":
    main()
