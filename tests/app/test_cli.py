"""The commands as a newcomer types them: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from runyard.app.cli import COMMANDS, main
from runyard.kit.crypto import KEY_FILE
from tests.app.live import FLOWS, SIMPLE, cli, graph_of, until
from tests.support.server import LiveServer, free_port, serving

ECHO = SIMPLE / "echo.json"


def refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """The command ended with one sentence on stderr that has these words, and without a traceback."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr + done.stdout
    for word in words:
        assert word in done.stderr


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A command in this process, for what needs no second one."""
    monkeypatch.setenv("HOME", str(tmp_path))

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        try:
            code = main([str(word) for word in words])
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return subprocess.CompletedProcess(words, code, said.out, said.err)

    return run


@pytest.mark.parametrize("word", ["", "--help", "help"])
def test_the_overview_names_every_command(here, word):
    done = here(*filter(None, [word]))
    assert done.returncode == 0
    assert all(f"  {name}" in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(here, name):
    done = here(name, "--help")
    assert done.returncode == 0
    assert f"usage: runyard {name}" in done.stdout and "--data" in done.stdout


def test_a_command_that_does_not_exist_is_said(here):
    done = here("srve")
    assert (done.returncode, "no command 'srve'" in done.stderr) == (2, True)


def test_run_prints_the_answer_and_nothing_else(here, tmp_path):
    done = here("run", ECHO, "--input", "Good morning", "--data", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Good morning\n", "")


def test_run_as_json_is_one_json_value(here, tmp_path):
    done = here("run", ECHO, "--input", "Good morning", "--json", "--session", "s1", "--data", tmp_path)
    result = json.loads(done.stdout)
    assert result["session_id"] == "s1"
    assert "Good morning" in json.dumps(result["outputs"])


def test_a_tweak_sets_one_field_of_one_node(here, tmp_path):
    node = next(n["id"] for n in graph_of(ECHO)["nodes"] if n["id"].startswith("ChatInput"))
    done = here("run", ECHO, "--tweak", f"{node}.input_value=Tweaked=1", "--data", tmp_path)
    assert (done.returncode, done.stdout) == (0, "Tweaked=1\n")


@pytest.mark.parametrize("word", ["nonsense", "a=b", ".x=1", "Node.=1"])
def test_a_tweak_that_cannot_be_read_is_explained(here, tmp_path, word):
    refused(here("run", ECHO, "--tweak", word, "--data", tmp_path), "NODE.FIELD=VALUE", word)


def test_streamed_words_are_printed_once_as_they_come(model, tmp_path):
    flow = json.loads((FLOWS / "basic_prompt_chaining.json").read_text())
    for node in flow["data"]["nodes"]:
        if "stream" in node["data"]["node"].get("template", {}):
            node["data"]["node"]["template"]["stream"]["value"] = True
    path = tmp_path / "flow.json"
    path.write_text(json.dumps(flow))
    done = cli("run", path, "--input", "one two three", "--stream", data=tmp_path, **model.env)
    assert (done.returncode, done.stdout) == (0, "one two three\n"), done.stderr
    assert any(request.get("stream") for request in model.asked)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "wrong.json cannot be read"),
        (b"{broken", "wrong.json"),
        (b"[1, 2]", "an object with nodes and edges"),
        (b'{"data": 7}', "an object with nodes and edges"),
        (b"\xff\xfe\x00", "wrong.json"),
    ],
)
def test_a_file_that_is_no_flow_is_refused_in_a_sentence(here, tmp_path, content, words):
    path = tmp_path / "wrong.json"
    if content is not None:
        path.write_bytes(content)
    refused(here("run", path, "--input", "x", "--data", tmp_path), words)


def test_a_failing_flow_says_which_component_and_why(here, tmp_path):
    done = here("run", FLOWS / "document_q_a.json", "--input", "x", "--data", tmp_path)
    refused(done, "Read File", "Choose a file to read")
    assert done.stdout == ""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> LiveServer:
    """A served data folder with an administrator."""
    with serving(tmp_path_factory.mktemp("home")) as server:
        yield server


def names(server: LiveServer) -> list[str]:
    """Names of the flows on a server."""
    return sorted(f["name"] for f in httpx.get(f"{server.url}/api/v1/flows/", headers=server.bearer()).json())


def test_import_takes_folders_zips_and_bare_graphs_while_the_server_runs(home, tmp_path):
    before = names(home)
    folder = tmp_path / "flows"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "my-own_flow.json").write_text(json.dumps(graph_of(ECHO)))
    with zipfile.ZipFile(folder / "two.zip", "w") as archive:
        for name in ("One", "Two"):
            archive.writestr(f"{name}.json", json.dumps({"name": name, "data": graph_of(ECHO)}))
    done = cli("import", folder, "--project", "Brought", data=home.data)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "3 flows imported"), done.stderr
    assert sorted([*before, "My Own Flow", "One", "Two"]) == names(home)
    listed = httpx.get(f"{home.url}/api/v1/projects/", headers=home.bearer()).json()
    assert "Brought" in [project["name"] for project in listed]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.json", b"{broken"),
        ("number.json", b"7"),
        ("noflow.json", b'{"data": "x"}'),
        ("nan.json", b'{"data": {"nodes": [], "edges": [NaN]}}'),
        ("not.zip", b"PK\x03\x04 no archive"),
        ("utf.json", b'{"name": "\xff"}'),
    ],
)
def test_an_import_with_one_broken_file_writes_nothing(home, here, tmp_path, name, content):
    before = names(home)
    (tmp_path / "a.json").write_text(json.dumps({"name": "Good", "data": graph_of(ECHO)}))
    (tmp_path / name).write_bytes(content)
    done = here("import", tmp_path / "a.json", tmp_path / name, "--data", home.data)
    refused(done, name)
    assert names(home) == before


def test_import_names_what_is_not_there(here, tmp_path):
    refused(here("import", tmp_path / "nowhere", "--data", tmp_path / "d"), "nowhere", "does not exist")
    (tmp_path / "empty").mkdir()
    refused(here("import", tmp_path / "empty", "--data", tmp_path / "d"), "no .json or .zip")


def test_import_for_a_person_who_is_not_there_is_refused(home, here):
    refused(here("import", ECHO, "--user", "nobody", "--data", home.data), "nobody")


def test_import_before_there_is_anybody_says_what_to_do(here, tmp_path):
    refused(here("import", ECHO, "--data", tmp_path / "fresh"), "administrator")


def test_doctor_finds_a_healthy_installation(home):
    done = cli("doctor", data=home.data, RUNYARD_PORT=str(home.port))
    assert done.returncode == 0, done.stdout
    assert "sqlite database" in done.stdout and "something listens" in done.stdout
    assert not re.search(r"^bad", done.stdout, re.MULTILINE)


def test_doctor_before_the_first_start_changes_nothing(here, tmp_path):
    done = here("doctor", "--data", tmp_path / "d")
    assert (done.returncode, "not there yet" in done.stdout, (tmp_path / "d").exists()) == (0, True, False)


def test_doctor_finds_what_others_may_read_and_says_the_remedy(here, tmp_path):
    data = tmp_path / "d"
    data.mkdir(mode=0o755)
    data.chmod(0o755)
    (data / KEY_FILE).write_bytes(b"x")
    done = here("doctor", "--data", data)
    assert (done.returncode, f"chmod 700 {data}" in done.stdout) == (1, True)


def test_doctor_names_a_database_that_does_not_answer(here, tmp_path, monkeypatch):
    monkeypatch.setenv("RUNYARD_DATABASE_URL", f"postgresql://nobody:hush-hush@127.0.0.1:{free_port()}/none")
    done = here("doctor", "--data", tmp_path)
    assert (done.returncode, "RUNYARD_DATABASE_URL" in done.stdout, "hush-hush" in done.stdout) == (1, True, False)


def test_a_worker_needs_postgresql(here, tmp_path):
    refused(here("worker", "--data", tmp_path), "PostgreSQL", "RUNYARD_DATABASE_URL")


@pytest.mark.parametrize(
    ("env", "flags", "words"),
    [
        ({"RUNYARD_PROT": "1"}, [], "RUNYARD_PROT is not a setting"),
        ({"RUNYARD_PORT": "many"}, [], "Setting port"),
        ({"RUNYARD_MAX_JSON_MB": "-1"}, [], "max_json_mb"),
        ({"RUNYARD_SECRET_KEY": "short"}, [], "secret_key"),
        ({"RUNYARD_SECRET_KEY": "a" * 40}, [], "too easy to guess"),
        ({"RUNYARD_AUTO_LOGIN": "true"}, ["--host", "0.0.0.0"], "auto_login needs a loopback host"),
        ({"RUNYARD_AUTO_LOGIN": "perhaps"}, [], "auto_login"),
        ({"RUNYARD_ADMIN_USERNAME": "root"}, [], "admin_password"),
        ({"RUNYARD_DATABASE_URL": "mysql://x"}, [], "postgresql://"),
        ({"RUNYARD_SIGN_IN_LIMIT": "lots"}, [], "sign_in_limit"),
    ],
)
def test_a_setting_that_is_wrong_stops_the_start(here, monkeypatch, tmp_path, env, flags, words):
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    done = here("serve", *flags, "--data", tmp_path / "d")
    refused(done, words)
    assert not (tmp_path / "d").exists()
    assert len(done.stderr.splitlines()) == 1


def test_a_settings_file_that_cannot_be_read_stops_the_start(here, tmp_path):
    (tmp_path / "runyard.toml").write_text("port = = 7")
    refused(here("serve", "--data", tmp_path), "runyard.toml", "cannot be read")
    (tmp_path / "runyard.toml").write_text("prot = 7")
    refused(here("serve", "--data", tmp_path), "'prot'", "not a setting")
    refused(here("serve", "--data", tmp_path, "--config", tmp_path / "nowhere.toml"), "nowhere.toml", "cannot be read")


def test_a_flag_weighs_more_than_the_file_and_the_file_more_than_the_environment(here, monkeypatch, tmp_path):
    monkeypatch.setenv("RUNYARD_HOST", "127.0.0.5")
    monkeypatch.setenv("RUNYARD_PORT", "5")
    assert "127.0.0.5:5 " in here("doctor", "--data", tmp_path).stdout
    (tmp_path / "runyard.toml").write_text('host = "127.0.0.6"')
    assert "127.0.0.6:5 " in here("doctor", "--data", tmp_path).stdout
    with taken_port() as port:
        done = here("serve", "--host", "127.0.0.1", "--port", port, "--data", tmp_path)
    refused(done, f"127.0.0.1:{port}")


@contextmanager
def taken_port() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        s.listen()
        yield s.getsockname()[1]


def test_a_second_server_on_the_port_ends_with_one_clear_sentence(home, tmp_path):
    done = cli("serve", "--port", home.port, data=tmp_path / "second", timeout=30)
    refused(done, f"127.0.0.1:{home.port}", "--port")
    assert len([line for line in done.stderr.splitlines() if line.strip()]) == 1
    assert "is ready" not in done.stdout


def test_the_first_administrator_is_made_once_by_the_printed_link(tmp_path, home):
    server = LiveServer(tmp_path / "data", {"RUNYARD_SIGN_IN_LIMIT": "off"})
    server.start()
    try:
        link = until(lambda: re.search(r"(http://\S+)/setup\?token=(\S+)", server.log()))
        assert link[1] == server.url
        assert httpx.get(f"{server.url}/api/runyard/setup").json()["needs_admin"] is True
        made = {"token": link[2], "username": "first", "password": "First-pass-1"}
        for wrong in ("", "x", None, 0, [], {}):
            assert httpx.post(f"{server.url}/api/runyard/setup", json={**made, "token": wrong}).status_code in (
                400,
                403,
                422,
            )
        for name, word in (("admin", "admin"), ("langflow", "langflow"), ("admin", ""), ("first", "First-pass-1")):
            form = {"username": name, "password": word}
            assert httpx.post(f"{server.url}/api/v1/login", data=form).status_code in (400, 401, 422)
        with ThreadPoolExecutor(8) as crowd:
            names = [f"first{n}" for n in range(8)]
            tried = list(
                crowd.map(lambda n: httpx.post(f"{server.url}/api/runyard/setup", json={**made, "username": n}), names)
            )
        codes = [reply.status_code for reply in tried]
        assert sorted(codes)[0] in (200, 201) and all(400 <= code < 500 for code in sorted(codes)[1:]), codes
        token = next(reply.json()["access_token"] for reply in tried if reply.is_success)
        who = httpx.get(f"{server.url}/api/v1/users/whoami", headers={"authorization": f"Bearer {token}"}).json()
        assert who["is_superuser"] is True
        assert httpx.post(f"{server.url}/api/runyard/setup", json=made).status_code in (403, 409, 410)
        assert key_of(server) != key_of(home)
    finally:
        server.stop()


def key_of(server: LiveServer) -> bytes:
    """The key of an installation; nobody else may read it."""
    path = server.data / KEY_FILE
    assert path.stat().st_mode & 0o077 == 0
    return path.read_bytes()
