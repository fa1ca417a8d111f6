"""Rubbish over HTTP at a live server: every piece is refused with a 4xx in JSON, and the server goes on."""

from __future__ import annotations

import io
import json
import socket
import struct
import uuid
import zipfile
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from runyard.app.where import all_specs
from tests.support.server import LiveServer

JSON = {"content-type": "application/json"}
FLOWS = "/api/v1/flows/"
DEEP = b'{"name": "x", "data": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"


@pytest.fixture(scope="module")
def http(bare: LiveServer) -> Iterator[httpx.Client]:
    """An administrator; the server that answered first answers still at the end."""
    with httpx.Client(base_url=bare.url, headers=bare.key(), timeout=60) as client:
        yield client
    assert bare.process is not None and bare.process.poll() is None
    assert httpx.get(f"{bare.url}/health").status_code == 200
    assert "Traceback" not in (bare.data.parent / f"server-{bare.port}.log").read_text()


def is_refused(reply: httpx.Response, *codes: int) -> None:
    """A refusal in JSON that tells nothing of the inside."""
    assert reply.status_code in codes if codes else 400 <= reply.status_code < 500, reply.text[:500]
    assert reply.headers["content-type"].startswith("application/json")
    assert reply.json()
    assert "Traceback" not in reply.text and "site-packages" not in reply.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nothing",
        b'{"name": "x", "data": NaN}',
        b'{"name": "x", "data": 1e400}',
        b'{"name": "\xff\xfe"}',
        b'{"name": "\\ud800"}',
        b"\x00" * 100,
        b"[]",
        b"7",
        b"null",
        b'"text"',
        DEEP,
        b'{"name": 7}',
        b'{"name": null}',
        b'{"name": "x", "data": "y"}',
        b'{"name": "' + b"x" * 2_000_000 + b'"}',
        b"{" + b",".join(b'"k%d": 1' % n for n in range(300_000)) + b"}",
    ],
    ids=lambda body: body[:24].decode("latin-1"),
)
def test_a_body_that_is_no_flow_is_refused(http, body):
    is_refused(http.post(FLOWS, content=body, headers=JSON))


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "x", ""])
def test_a_body_of_another_kind_is_refused(http, kind):
    is_refused(http.post(FLOWS, content=b"<a/>", headers={"content-type": kind}))


def test_fifty_megabytes_of_json_are_refused_by_their_announced_length(http):
    is_refused(http.post(FLOWS, content=b"[" + b"1," * 25_000_000 + b"1]", headers=JSON), 413)


def test_a_body_without_an_announced_length_is_cut_at_the_limit(http):
    pieces = (b"x" * 1_000_000 for _ in range(50))
    try:
        is_refused(http.post(FLOWS, content=pieces, headers=JSON), 413)
    except (httpx.WriteError, httpx.RemoteProtocolError, httpx.ReadError):
        pass  # the line was cut while we still sent; that is a refusal too


@pytest.mark.parametrize(
    "path",
    [
        "/api/nothing",
        "/api/v1/nothing",
        "/api/v9/flows/",
        "/api/runyard/nothing",
        "/api/v1/flows/x/y/z",
        "/api/v1/flows/%00",
        "/api/v1/flows/..%2f..%2fetc%2fpasswd",
        "/api/v1/flows/%ff%fe",
        "/api/v1/flows/" + "9" * 5000,
        "/api/v1/flows/not-a-uuid",
        "/api/v1/files/download/%00/%00",
        "/api/v1/files/images/..%2f..%2f/secret",
        "/api/v1/files/profile_pictures/..%2f..%2f/secret",
        "/api/v1/files/profile_pictures/People/..%5c..%5csecret",
        "/api/v2/files/%00",
        "/api/v1/build/%00/events",
        "/api/v1/monitor/traces/%00",
        "/api/runyard/runs/%00",
        "/api/runyard/runs/%00/events",
        "/api/runyard/runs/%00/steps",
        "/api/v1/monitor/messages?flow_id=%00",
        "/api/v1/monitor/builds?flow_id=nonsense",
        "/api/v1/projects/%00",
        "/api/v1/projects/download/%00",
    ],
)
def test_a_path_that_leads_nowhere_is_refused(http, path):
    is_refused(http.get(path))


@pytest.mark.parametrize(
    "query",
    [
        "/api/runyard/runs?limit=-1",
        "/api/runyard/runs?limit=1000000000",
        "/api/runyard/runs?limit=many",
        "/api/runyard/runs?after=nonsense",
        "/api/runyard/runs?after=%00",
        "/api/runyard/runs?after=" + "A" * 4000,
        "/api/runyard/runs?q=" + "x" * 1000,
        "/api/v1/monitor/transactions?flow_id=nonsense&size=-1",
        "/api/v1/monitor/traces?size=-1",
        "/api/v1/monitor/traces?page=-1",
        "/api/v1/users/?limit=-1",
        "/api/v1/users/?skip=-1",
        "/logs?lines_before=-1",
        "/logs?lines_before=x",
    ],
)
def test_a_page_that_cannot_be_is_refused(http, query):
    is_refused(http.get(query))


@pytest.fixture(scope="module")
def run_id(http: httpx.Client) -> str:
    """Some run."""
    flow = http.post(FLOWS, json={"name": "Nothing", "data": {"nodes": [], "edges": []}}).json()["id"]
    return http.post(f"/api/v1/build/{flow}/flow", json={}).json()["job_id"]


@pytest.mark.parametrize("cursor", ["x", "-1", "1.x", "1.-1", "1.2.3", "9" * 40, "%00", "NaN"])
def test_a_cursor_that_cannot_be_is_refused(http, run_id, cursor):
    is_refused(http.get(f"/api/runyard/runs/{run_id}/events?after={cursor}"))
    stream = {"accept": "text/event-stream", "last-event-id": cursor}
    is_refused(http.get(f"/api/runyard/runs/{run_id}/events", headers=stream))


@pytest.mark.parametrize(
    "spec", [s for s in all_specs() if s.path.startswith("/api")], ids=lambda s: f"{s.method} {s.path}"
)
def test_every_route_refuses_rubbish_in_every_place(http, spec):
    for word in ("%00", "x" * 300, "%F0%9F%92%A9", "-1", "..", "%C3%28", str(uuid.uuid4())):
        path = "".join(part if not part.startswith("{") else word for part in pieces(spec.path))
        if "{" not in spec.path and word != "-1":
            continue
        rubbish = {"content": b'{"\x00": [', "headers": JSON} if spec.method in ("POST", "PUT", "PATCH") else {}
        query = "?size=-1&page=x&limit=x&flow_id=%00&session_id=%00&order_by=%27--"
        with http.stream(spec.method, path + query, **rubbish) as reply:
            assert reply.status_code < 500, (spec.op, word, reply.read())


def pieces(path: str) -> list[str]:
    """A pattern in parts, those in braces apart."""
    return path.replace("{", "\0{").replace("}", "}\0").split("\0")


def test_a_wrong_method_is_told_which_would_do(http):
    for path in (FLOWS + str(uuid.uuid4()), "/api/runyard/runs", "/api/v1/version"):
        reply = http.request("TRACE", path)
        assert reply.status_code in (404, 405)
        assert reply.status_code == 404 or reply.headers["allow"]


def raw(server: LiveServer, data: bytes) -> bytes:
    """What the server says to bytes on a line; nothing when it hangs up."""
    with socket.create_connection(("127.0.0.1", server.port), 10) as line:
        try:
            line.sendall(data)
            return line.recv(4096)
        except (ConnectionError, TimeoutError):
            return b""


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nbad header\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"NONSENSE\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n",
        b"POST /api/v1/flows/ HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: -5\r\n\r\n",
        b"POST /api/v1/flows/ HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!",
        b"POST /api/v1/flows/ HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /api/v1/flows/ HTTP/1.1\r\nhost: 127.0.0.1\r\nx: " + b"y" * 10_000_000 + b"\r\n\r\n",
        b"GET /api/v1/flows/ HTTP/1.1\r\nhost: 127.0.0.1\r\n" + b"x: y\r\n" * 200_000 + b"\r\n",
        b"GET /" + b"a" * 5_000_000 + b" HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
        b"GET /api/v1/flows/ HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer \xff\xfe\r\nconnection: close\r\n\r\n",
        b"GET /api/v1/flows/ HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: \xff\xfe\r\nconnection: close\r\n\r\n",
        b"GET /api/v1/flows/ HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: \xff=\xfe; access_token_lf=\xff\r\nconnection: close\r\n\r\n",
        b"GET /api/v1/flows/?\xff\xfe=\xff HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n",
        b"GET /api/v1/flows/ HTTP/1.1\r\nhost: \xff\xfe\r\nconnection: close\r\n\r\n",
    ],
    ids=lambda data: repr(data[:60]),
)
def test_bytes_that_are_no_good_request_are_refused_or_hung_up_on(bare, http, data):
    said = raw(bare, data)
    assert said == b"" or said.split()[1].startswith(b"4"), said
    assert http.get("/health").status_code == 200


def archive(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """A ZIP of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members:
            target.writestr(name, content)
    return made.getvalue()


def link() -> zipfile.ZipInfo:
    """A member that is a symbolic link."""
    made = zipfile.ZipInfo("link.json")
    made.external_attr = 0o120777 << 16
    return made


GOOD = json.dumps({"name": "Smuggled", "data": {"nodes": [], "edges": []}}).encode()
HOSTILE = {
    "climbing": lambda: archive(("ok.json", GOOD), ("../../evil.json", GOOD)),
    "absolute": lambda: archive(("ok.json", GOOD), ("/tmp/evil.json", GOOD)),
    "backslash": lambda: archive(("ok.json", GOOD), ("..\\evil.json", GOOD)),
    "link": lambda: archive(("ok.json", GOOD), (link(), b"/etc/passwd")),
    "doubled": lambda: archive(("ok.json", GOOD), ("oj.json", GOOD)).replace(b"oj.json", b"ok.json"),
    "bomb": lambda: archive(("ok.json", GOOD), ("big.json", b"0" * 300_000_000)),
    "crowd": lambda: archive(*((f"{n}.json", b"{}") for n in range(20_000))),
    "cut": lambda: archive(("ok.json", GOOD))[:-30],
    "lying": lambda: archive(("ok.json", GOOD * 1000)).replace(
        struct.pack("<L", len(GOOD) * 1000), struct.pack("<L", 5)
    ),
    "empty": lambda: archive(),
    "no archive": lambda: b"PK\x03\x04" + b"\x00" * 1000,
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("path", ["/api/v1/flows/upload/", "/api/v1/projects/upload/"])
def test_a_hostile_archive_is_refused_whole(http, path, kind):
    before = known(http)
    reply = http.post(path, files={"file": ("flows.zip", HOSTILE[kind](), "application/zip")})
    is_refused(reply)
    assert known(http) == before


def test_an_archive_in_an_archive_stays_shut(http):
    nested = archive(("ok.json", GOOD), ("inner.zip", archive(("x.json", GOOD))))
    assert len(http.post("/api/v1/flows/upload/", files={"file": ("flows.zip", nested, "application/zip")}).json()) == 1


def known(http: httpx.Client) -> tuple[Any, ...]:
    """The flows and projects there are."""
    return tuple(sorted(one["id"] for one in http.get(path).json()) for path in (FLOWS, "/api/v1/projects/"))


@pytest.mark.parametrize(
    "name", ["../../evil", "/etc/evil", "a\x00b", "..\\evil", "CON", "." * 300, "x" * 5000, "", " "]
)
def test_a_hostile_file_name_is_cleaned_or_refused(bare, http, name):
    reply = http.post("/api/v2/files", files={"file": (name, b"x", "text/html")})
    assert reply.status_code < 500
    if reply.is_success:
        assert "/" not in reply.json()["name"] and ".." not in reply.json()["name"]
    evil = [path for path in bare.data.parent.rglob("*evil*") if "blobs" not in path.parts]
    assert evil == []
