"""Sends recorded requests as their actors and brings the answers into one comparable form."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import secrets
import time
import zipfile
from collections.abc import Callable
from typing import Any

import httpx

from tests.golden.recording import Loader, pointer

KEPT_HEADERS = ("content-type", "content-disposition", "location", "retry-after", "www-authenticate", "cache-control")
KEY_OWNERS = {"key": "user", "key2": "user2", "adminkey": "admin"}


class Client:
    """The credentials of the actors and the variables of one replay."""

    def __init__(self, base: str, username: str, password: str, *, auto_login: bool = False) -> None:
        self.http = httpx.Client(base_url=base.rstrip("/"), timeout=25, follow_redirects=False)
        self.username, self.password, self.auto_login = username, password, auto_login
        self.vars: dict[str, Any] = {"su_user": username, "su_pass": password, "rand": secrets.token_hex(4)}
        self.actors: dict[str, dict[str, str]] = {"none": {}}
        self.patience = 20.0

    def prepare(self, wanted: list[str]) -> None:
        """Make the actors that exist before the first step: sessions, fresh users, keys."""
        for name in wanted:
            if name in self.actors:
                continue
            if name == "admin":
                self.admin()
            elif name in KEY_OWNERS:
                self.key(name)
            else:
                self.user(name)

    def admin(self) -> None:
        if self.auto_login:
            answer = self.http.get("/api/v1/auto_login").raise_for_status()
            self.actors["admin"] = {"Authorization": "Bearer " + answer.json()["access_token"]}
        else:
            self.actors["admin"] = self.sign_in(self.username, self.password)
        self.vars["admin_id"] = self.http.get("/api/v1/users/whoami", headers=self.actors["admin"]).json()["id"]

    def user(self, name: str) -> None:
        self.prepare(["admin"])
        username, password = f"{name}-{self.vars['rand']}", f"Passw0rd-{name}"
        made = self.http.post("/api/v1/users/", json={"username": username, "password": password}).raise_for_status()
        user_id = made.json()["id"]
        self.prepare(["admin"])  # recordings speak of the administrator even where none acts
        if not made.json().get("is_active"):
            path = f"/api/v1/users/{user_id}"
            self.http.patch(path, json={"is_active": True}, headers=self.actors["admin"]).raise_for_status()
        self.actors[name] = self.sign_in(username, password)
        self.vars[f"{name}_name"], self.vars[f"{name}_id"] = username, user_id

    def key(self, name: str) -> None:
        owner = KEY_OWNERS[name]
        self.prepare([owner])
        made = self.http.post("/api/v1/api_key/", json={"name": "driver"}, headers=self.actors[owner])
        self.vars["_" + name] = made.raise_for_status().json()["api_key"]
        self.actors[name] = {"x-api-key": self.vars["_" + name]}

    def sign_in(self, username: str, password: str) -> dict[str, str]:
        form = {"username": username, "password": password}
        answer = self.http.post("/api/v1/login", data=form).raise_for_status()
        self.http.cookies.clear()
        return {"Authorization": "Bearer " + answer.json()["access_token"]}

    def fill(self, value: Any) -> Any:
        """Put the variables of this replay into a recorded value."""
        if isinstance(value, str):
            return re.sub(r"\{\{(\w+)\}\}", lambda m: str(self.vars.get(m.group(1), m.group(0))), value)
        if isinstance(value, dict):
            return {self.fill(k): self.fill(v) for k, v in value.items()}
        return [self.fill(v) for v in value] if isinstance(value, list) else value

    def send(self, actor: str, request: dict, load: Loader) -> dict:
        """Send one recorded request; what comes back has status, headers, kind and body."""
        self.http.cookies.clear()
        options = {**self.credentials(actor, request), **self.content(request, load)}
        if "cookies" in request:
            options["headers"]["cookie"] = "; ".join(f"{k}={self.fill(v)}" for k, v in request["cookies"].items())
        if request.get("timeout"):
            options["timeout"] = request["timeout"]
        path = self.fill(request["path"])
        if request.get("take_frames"):
            return self.first_frames(request["take_frames"], request["method"], path, options)
        return answer_of(self.http.request(request["method"], path, **options))

    def credentials(self, actor: str, request: dict) -> dict[str, Any]:
        headers, query = dict(self.fill(request.get("headers") or {})), self.fill(request.get("query") or {})
        how, _, name = actor.partition(":")
        if actor == "key_query":
            query = {**query, "x-api-key": self.vars["_key"]}
        elif how == "cookie":
            headers["cookie"] = f"access_token_lf={self.vars[name]}"
        elif how == "bearer":
            headers["Authorization"] = f"Bearer {self.vars[name]}"
        elif how == "xkey":
            headers["x-api-key"] = str(self.vars[name])
        else:
            headers = {**self.actors[actor], **headers}
        return {"headers": headers, "params": query}

    def content(self, request: dict, load: Loader) -> dict[str, Any]:
        if "json" in request:
            return {"json": load(self.fill(request["json"]))}
        if "form" in request:
            return {"data": self.fill(request["form"])}
        if "raw" in request:
            return {"content": self.fill(request["raw"]).encode()}
        if "multipart" not in request:
            return {}
        parts = [(p["name"], self.part(p, load)) for p in request["multipart"]]
        return {"files": parts}

    def part(self, part: dict, load: Loader) -> tuple[str | None, bytes, str]:
        if "json" in part:
            data = json.dumps(load(self.fill(part["json"]))).encode()
        elif "zip" in part:
            data = self.archive(part["zip"], load)
        elif "b64" in part:
            data = base64.b64decode(part["b64"])
        elif "repeat" in part:
            data = part["repeat"]["text"].encode() * part["repeat"]["times"]
        else:
            data = self.fill(part["text"]).encode()
        return self.fill(part.get("filename")), data, part.get("content_type", "application/octet-stream")

    def archive(self, members: dict[str, Any], load: Loader) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content if isinstance(content, str) else json.dumps(load(self.fill(content))))
        return held.getvalue()

    def first_frames(self, count: int, method: str, path: str, options: dict) -> dict:
        """Only the first frames of a stream that has no end."""
        held, until = "", time.monotonic() + self.patience
        with self.http.stream(method, path, **options) as reply:
            for part in reply.iter_text():
                held += part.replace("\r\n", "\n")
                if held.count("\n\n") >= count or time.monotonic() > until:
                    break
            body = frames("\n\n".join(held.split("\n\n")[:count]) + "\n\n")
            return {"status": reply.status_code, "headers": kept(reply), "kind": "sse", "body": body}

    def send_until(self, actor: str, request: dict, until: dict | None, load: Loader) -> dict:
        """Send once, or again until the wanted state; with `accumulate` the event lists of the polls are joined."""
        end, events = time.monotonic() + min((until or {}).get("timeout", 20), self.patience), []
        while True:
            answer = self.send(actor, request, load)
            if until and until.get("accumulate") and isinstance(answer["body"], list):
                events += answer["body"]
                answer = {**answer, "body": events}
            if not until or self.reached(answer, until) or time.monotonic() > end:
                return answer
            time.sleep(until.get("interval", 0.25))

    def reached(self, answer: dict, until: dict) -> bool:
        if "status" in until and answer["status"] != until["status"]:
            return False
        if "pointer" not in until:
            return True
        try:
            got = pointer(answer["body"], until["pointer"])
        except (KeyError, IndexError, TypeError, StopIteration):
            return False
        if "equals" in until:
            return bool(got == self.fill(until["equals"]))
        return len(got) >= until.get("min_len", 0)


def kept(reply: httpx.Response) -> dict[str, str]:
    return {name: reply.headers[name] for name in KEPT_HEADERS if name in reply.headers}


def answer_of(reply: httpx.Response) -> dict[str, Any]:
    """One answer in the form of the recordings."""
    kind, body = body_of(reply.headers.get("content-type", ""), reply.content)
    answer = {"status": reply.status_code, "headers": kept(reply), "kind": kind, "body": body}
    cookies = reply.headers.get_list("set-cookie")
    return {**answer, "set_cookie": cookies} if cookies else answer


def body_of(content_type: str, data: bytes) -> tuple[str, Any]:
    readers: list[tuple[bool, Callable[[bytes], tuple[str, Any]]]] = [
        (not data, lambda _: ("empty", None)),
        ("ndjson" in content_type, lambda d: ("ndjson", [json.loads(x) for x in d.split(b"\n") if x.strip()])),
        ("event-stream" in content_type, stream_body),
        ("zip" in content_type and data[:2] == b"PK", lambda d: ("zip", archive_body(d))),
        ("json" in content_type, json_body),
        (content_type.startswith("text/") and "html" not in content_type, text_body),
        (True, lambda d: ("bytes", digest(d))),
    ]
    return next(read for fits, read in readers if fits)(data)


def json_body(data: bytes) -> tuple[str, Any]:
    try:
        return "json", json.loads(data)
    except ValueError:
        return text_body(data)


def text_body(data: bytes) -> tuple[str, Any]:
    return "text", data.decode("utf-8", "replace")


def stream_body(data: bytes) -> tuple[str, Any]:
    text = data.decode().replace("\r\n", "\n")
    if text.lstrip().startswith("{"):
        return "json-frames", [json.loads(x) for x in text.split("\n\n") if x.strip()]
    return "sse", frames(text)


def frames(text: str) -> list[dict[str, Any]]:
    """Server-sent events, each as its fields; data that is JSON is read."""
    return [frame(block) for block in text.split("\n\n") if block.strip()]


def frame(block: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for line in block.split("\n"):
        name, colon, value = line.partition(":")
        if line.startswith(":"):
            fields.setdefault("comment", "<text>")
        elif colon:
            fields[name] = f"{fields[name]}\n{value.lstrip()}" if name in fields else value.lstrip()
    if "data" in fields:
        try:
            fields["data"] = json.loads(fields["data"])
        except ValueError:
            pass
    return fields


def archive_body(data: bytes) -> dict[str, Any]:
    """Members of an archive: JSON content, or what identifies the bytes."""
    members = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            raw = archive.read(name)
            try:
                members[name] = json.loads(raw)
            except ValueError:
                members[name] = digest(raw)
    return members


def digest(data: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "length": len(data)}
