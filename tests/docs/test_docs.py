"""What the documentation tells a newcomer to type is typed here, against a real server."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
FENCE = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def script(page: str) -> str:
    """All shell blocks of a page, in order, as one script that stops at the first failure."""
    return "set -eu\n" + "\n".join(FENCE.findall((DOCS / page).read_text()))


def test_the_first_flow_page_works_as_written(live_server, tmp_path):
    text = script("first-flow.md").replace("http://127.0.0.1:7860", live_server.url)
    env = {"PATH": "/usr/bin:/bin", "RUNYARD_USER": live_server.username, "RUNYARD_PASSWORD": live_server.password}
    done = subprocess.run(["bash", "-c", text], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr + done.stdout
    lines = done.stdout.split("\n")
    assert lines[0].startswith("sk-") and "succeeded" in lines and "2 steps" in lines[-2]


@pytest.mark.parametrize("page", sorted(p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md")))
def test_links_of_a_page_lead_somewhere(page):
    here = (DOCS / page).parent
    assert [to for to in LINK.findall((DOCS / page).read_text()) if not (here / to).exists()] == []
