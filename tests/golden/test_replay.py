"""Recorded exchanges of the served API replay without a difference, against a server started as a user starts it.

`owed.txt` names the recordings, or operations of a recording, that do not pass yet, `departed.txt` the steps that differ on purpose. Both may only shrink: what
passes after all fails here until its line is removed.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.golden.model import PORT, RecordedModel
from tests.golden.replay import replay
from tests.support.server import LiveServer, serving

ROOT = Path(__file__).parents[2] / "contract" / "golden" / "langflow"
RECORDINGS = sorted(ROOT.glob("*.json"))


def listed(name: str) -> list[list[str]]:
    """The lines of a list beside this file, as words; comments are left out."""
    text = (Path(__file__).parent / name).read_text()
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]


OWED = {name: set(ops) for name, *ops in listed("owed.txt")}
DEPARTED = {(name, int(step)) for name, steps, *_ in listed("departed.txt") for step in steps.split(",")}
ENV = {
    "default": {
        "RUNYARD_AUTO_LOGIN": "false",
        "RUNYARD_NEW_USER_IS_ACTIVE": "true",
        "RUNYARD_SIGN_IN_LIMIT": "off",
        "RUNYARD_MAX_UPLOAD_MB": "1",
        "RUNYARD_HTTP_ALLOW": f"127.0.0.1:{PORT}",
    },
    "autologin": {"RUNYARD_AUTO_LOGIN": "true", "RUNYARD_HTTP_ALLOW": f"127.0.0.1:{PORT}"},
}


@pytest.fixture(scope="session")
def servers(tmp_path_factory):
    """One server a profile, started when its first recording asks for it."""
    started: dict[str, LiveServer] = {}
    with RecordedModel.serving(), ExitStack() as stack:

        def server(profile: str) -> LiveServer:
            if profile not in started:
                folder = tmp_path_factory.mktemp(profile)
                started[profile] = stack.enter_context(serving(folder, **ENV[profile]))
            return started[profile]

        yield server


@pytest.mark.parametrize("file", RECORDINGS, ids=lambda file: file.stem)
def test_recorded_exchange_replays_without_a_difference(file, servers):
    recording = json.loads(file.read_text())
    server = servers(recording.get("profile", "default"))
    patience = 2 if file.stem in OWED else None
    steps = replay(recording, ROOT, server.url, server.username, server.password, patience)
    departed = {n for name, n in DEPARTED if name == file.stem}
    assert not [step.n for step in steps if step.ok and step.n in departed], "passes now: remove it from departed.txt"
    steps = [step for step in steps if step.n not in departed]
    owed = OWED.get(file.stem, set())
    wrong = [str(step) for step in steps if not step.ok and step.op not in owed]
    if file.stem in OWED and not owed:
        assert wrong, f"{file.stem} passes now: remove its line from tests/golden/owed.txt"
        pytest.xfail(f"owed: {len(wrong)} of {len(steps)} steps differ")
    assert not wrong, f"{len(wrong)} of {len(steps)} steps differ\n" + "\n".join(wrong)
    paid = owed - {step.op for step in steps if not step.ok}
    assert not paid, f"{file.stem} {' '.join(paid)} passes now: remove it from tests/golden/owed.txt"


def test_only_recordings_that_exist_are_owed():
    assert {file.stem for file in RECORDINGS} >= set(OWED)
