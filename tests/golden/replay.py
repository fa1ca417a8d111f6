"""Replays recorded exchanges against a server and tells where its answers differ.

    python -m tests.golden.replay --base-url http://127.0.0.1:7860 [--only name,name] contract/golden/langflow

A recording names its actors, requests and expected answers; `compare` knows what may differ. A step that recorded an
answer which is plainly wrong passes with the recorded status or with a better one that the recording names.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.golden.client import Client
from tests.golden.compare import Comparison, short
from tests.golden.model import RecordedModel
from tests.golden.recording import Loader, pointer, strip_code


@dataclass
class Step:
    """What one recorded request came to."""

    n: int
    op: str
    request: str
    want: int
    got: Any
    missing: list[str] = field(default_factory=list)
    values: list[tuple[str, Any, Any]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return self.got == self.want and not self.missing and not self.values

    def __str__(self) -> str:
        lines = [f"step {self.n} {self.op} {self.request}: want {self.want}, got {self.got}"]
        lines += [f"    missing {name}" for name in self.missing[:8]]
        lines += [f"    differs {path}: want {short(want)}, got {got}" for path, want, got in self.values[:8]]
        return "\n".join(lines)


def replay(
    recording: dict, root: Path, base: str, username: str, password: str, patience: float | None = None
) -> list[Step]:
    """Every step of one recording, in order; `patience` shortens the waits for a wanted state."""
    client = Client(base, username, password, auto_login=recording.get("profile") == "autologin")
    client.patience = patience or client.patience
    try:
        client.prepare(recording["setup"])
    except httpx.HTTPError as failure:
        return [Step(0, "setup", ",".join(recording["setup"]), 200, str(failure))]
    client.vars.update({k: client.fill(v) for k, v in recording.get("vars", {}).items()})
    return [replay_step(step, client, Loader(root)) for step in recording["steps"]]


def replay_step(step: dict, client: Client, load: Loader) -> Step:
    request, expect = step["request"], step["expect"]
    result = Step(step["n"], step["op"], f"{request['method']} {request['path']}", expect["status"], None)
    try:
        answer = client.send_until(step["as"], request, step.get("until"), load)
    except httpx.HTTPError as failure:
        result.got = f"{type(failure).__name__}: {failure}"
        return result
    capture(step.get("capture") or {}, answer, client)
    if better(step.get("defect"), expect, answer):
        result.got = result.want
        return result
    found = Comparison(client.fill, load, expect["status"], **(step.get("match") or {}))
    if expect["kind"] != answer["kind"]:
        found.differs("", f"kind {expect['kind']}", f"kind {answer['kind']}")
    else:
        found.body(expect["body"], strip_code(copy.deepcopy(answer["body"])))
    found.headers(expect, answer)
    result.got, result.missing, result.values = answer["status"], found.missing, found.values
    return result


def capture(wanted: dict[str, str], answer: dict, client: Client) -> None:
    for name, where in wanted.items():
        try:
            client.vars[name] = pointer(answer["body"], where)
        except (KeyError, IndexError, TypeError, ValueError, StopIteration):
            client.vars[name] = f"uncaptured-{name}"


def better(defect: dict | None, expect: dict, answer: dict) -> bool:
    """Is this answer one of those that the recording calls better than its own?"""
    if not defect or answer["status"] not in defect["better_status"]:
        return False
    says = defect.get("better_body_contains", "\0")
    return answer["status"] != expect["status"] or says in json.dumps(answer["body"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--user", default="admin")
    parser.add_argument("--password", default=os.environ.get("RUNYARD_ADMIN_PASSWORD", "Admin-pass-1"))
    parser.add_argument("--profile", default="default", help="default, or autologin for a server with automatic login")
    parser.add_argument("--only", default="", help="names of recordings, separated by commas")
    options = parser.parse_args()
    only, bad = {name for name in options.only.split(",") if name}, 0
    with RecordedModel.serving():
        for file in sorted(f for folder in options.folders for f in folder.glob("*.json")):
            recording = json.loads(file.read_text())
            if recording.get("profile", "default") != options.profile or (only and file.stem not in only):
                continue
            steps = replay(recording, file.parent, options.base_url, options.user, options.password)
            wrong = [step for step in steps if not step.ok]
            bad += bool(wrong)
            print(f"{'DIFF' if wrong else 'ok  '} {file.stem}: {len(steps) - len(wrong)}/{len(steps)} steps")
            print("".join(f"  {step}\n" for step in wrong), end="")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
