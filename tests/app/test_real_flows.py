"""The folder of real flows: brought in by one command, opened unchanged, run with and without a model, and carried on."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.app.live import FLOWS, begin, cli, create, flow_file, follow, run_of, streaming, until
from tests.support.server import LiveServer, serving

# What becomes of each flow: it works, or it says in a sentence with these words what it lacks. Those marked with a "?" look
# into the internet and work where there is one.
OUTCOMES = {
    "basic_prompt_chaining": "",
    "blog_writer": "?None of the pages could be fetched",
    "document_q_a": "Choose a file to read",
    "hybrid_search_rag": "AstraDB is not installed here; install an extension",
    "instagram_copywriter": "",
    "knowledge_retrieval": "Choose the knowledge base",
    "meeting_summary": "",
    "news_aggregator": "",
    "pokedex_agent": "",
    "price_deal_finder": "",
    "research_translation_loop": "?arXiv",
    "search_agent": "",
    "sequential_tasks_agents": "YfinanceComponent is not installed here; install an extension",
    "social_media_agent": "ApifyActors is not installed here; install an extension",
    "text_sentiment_analysis": "Choose a file to read",
    "twitter_thread_generator": "",
    "youtube_analysis": "YouTube needs an API key; put it into the field or into a global variable",
}
ANSWERED = [name for name, words in OUTCOMES.items() if not words]


class Folder:
    """The flows of the folder on a server, and what became of a run of each."""

    def __init__(self, server: LiveServer) -> None:
        done = cli("import", FLOWS, data=server.data)
        assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"{len(OUTCOMES)} flows imported"), done.stderr
        self.server, self.key = server, server.key()
        self.files = {name: flow_file(name) for name in OUTCOMES}
        listed = httpx.get(f"{server.url}/api/v1/flows/", headers=self.key).raise_for_status().json()
        self.stored: dict[str, dict[str, Any]] = {flow["name"]: flow for flow in listed}
        self._runs: dict[str, str] = {}

    def opened(self, name: str) -> dict[str, Any]:
        """A flow as the editor gets it."""
        address = f"{self.server.url}/api/v1/flows/{self.stored[self.files[name]['name']]['id']}"
        return httpx.get(address, headers=self.key).raise_for_status().json()

    def ended(self, name: str) -> dict[str, Any]:
        """The run of a flow; all are started together, by whoever asks first."""
        if not self._runs:
            self._runs = {one: begin(self.server, self.key, self.opened(one)["id"], "Hello there") for one in OUTCOMES}
        return until(lambda: final(run_of(self.server, self.key, self._runs[name])))

    def heard(self, name: str) -> list[Any]:
        """The events of that run."""
        self.ended(name)
        return list(follow(self.server, self.key, self._runs[name]))


def final(run: dict[str, Any]) -> dict[str, Any] | None:
    """The run when it has ended."""
    return run if run["state"] in ("succeeded", "failed", "cancelled") else None


@pytest.fixture(scope="module")
def plain(bare: LiveServer) -> Folder:
    """The folder where no model is set up."""
    return Folder(bare)


@pytest.fixture(scope="module")
def modelled(taught: LiveServer) -> Folder:
    """The folder where the local model answers."""
    return Folder(taught)


def test_the_table_names_every_flow_of_the_folder():
    assert sorted(path.stem for path in FLOWS.glob("*.json")) == sorted(OUTCOMES)


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_flow_opens_exactly_as_its_file_has_it(plain, name):
    file, flow = plain.files[name], plain.opened(name)
    assert json.dumps(flow["data"]) == json.dumps(file["data"])
    assert (flow["name"], flow["description"]) == (file["name"], file.get("description"))


@pytest.mark.parametrize("name", OUTCOMES)
def test_without_a_model_a_flow_answers_or_says_what_it_lacks(plain, name):
    judge(plain.ended(name), OUTCOMES[name])


@pytest.mark.parametrize("name", OUTCOMES)
def test_with_the_local_model_a_flow_answers_or_says_what_it_lacks(modelled, name):
    judge(modelled.ended(name), OUTCOMES[name])


def judge(run: dict[str, Any], words: str) -> None:
    """Hold a run against the table."""
    said = (run["error"] or {}).get("message", "")
    if words.startswith("?") and run["state"] == "succeeded":
        return
    assert (run["state"], words.removeprefix("?") in said) == ("failed" if words else "succeeded", True), said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ANSWERED)
def test_the_answer_stands_in_the_chat(modelled, plain, name):
    for folder, voice in ((modelled, "HELLO THERE"), (plain, "built-in rules model")):
        last = [event for event in folder.heard(name) if event.type == "message"][-1]
        assert voice.lower() in last.data["data"]["message"]["text"].lower()


@pytest.mark.parametrize("name", ["basic_prompt_chaining", "twitter_thread_generator", "pokedex_agent", "search_agent"])
def test_a_flow_whose_model_streams_sends_the_answer_word_by_word(taught, modelled, name):
    flow = create(taught, modelled.key, f"{name} streaming", streaming(modelled.files[name]["data"]))
    events = list(follow(taught, modelled.key, begin(taught, modelled.key, flow, "one two three four")))
    tokens = [event.data["data"] for event in events if event.type == "token"]
    said = [event.data["data"]["message"] for event in events if event.type == "message"][-1]
    assert "".join(token["text"] for token in tokens) == said["text"]
    assert {token["stream"] for token in tokens} == {said["id"]}
    assert "ONE TWO THREE FOUR" in said["text"]


def export(server: LiveServer, key: dict[str, str], ids: list[str]) -> dict[str, bytes]:
    """The exported files by name."""
    reply = httpx.post(f"{server.url}/api/v1/flows/download/", json=ids, headers=key, timeout=30).raise_for_status()
    with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_exported_imported_elsewhere_and_exported_again_the_flows_are_the_same(plain, tmp_path: Path):
    ids = [plain.opened(name)["id"] for name in OUTCOMES]
    first = export(plain.server, plain.key, ids)
    folder = tmp_path / "exported"
    folder.mkdir()
    for name, content in first.items():
        (folder / name).write_bytes(content)
    with serving(tmp_path) as other:
        assert cli("import", folder, data=other.data).returncode == 0
        key = other.key()
        listed = httpx.get(f"{other.url}/api/v1/flows/", headers=key).json()
        again = export(other, key, [flow["id"] for flow in listed])
    assert sorted(again) == sorted(first)
    assert {name: meaning(again[name]) for name in again} == {name: meaning(first[name]) for name in first}


def meaning(content: bytes) -> str:
    """An exported flow without what belongs to one installation."""
    local = ("id", "user_id", "folder_id", "updated_at", "created_at")
    return json.dumps({name: value for name, value in json.loads(content).items() if name not in local})


def test_a_file_that_a_flow_saved_is_listed_and_downloaded(plain):
    plain.ended("news_aggregator")
    listed = httpx.get(f"{plain.server.url}/api/v2/files", headers=plain.key).raise_for_status().json()
    saved = next(file for file in listed if file["name"].startswith("news-aggregated"))
    content = httpx.get(f"{plain.server.url}/api/v2/files/{saved['id']}", headers=plain.key).raise_for_status().content
    assert len(content) == saved["size"] > 0
