"""People on one server: what they own, and requests to every served route about it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx

from runyard.app.where import all_specs
from runyard.wire.route import RouteSpec
from tests.app.live import follow
from tests.support.server import LiveServer

PASSWORD = "Passw0rd-of-people"
PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass
class Person:
    """Somebody with an API key, and the ids of what is theirs by the names of path parameters."""

    server: LiveServer
    name: str
    id: str = ""
    secret: str = ""
    owns: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        made = httpx.post(f"{self.server.url}/api/v1/users/", json={"username": self.name, "password": PASSWORD})
        self.id = made.raise_for_status().json()["id"]
        form = {"username": self.name, "password": PASSWORD}
        token = httpx.post(f"{self.server.url}/api/v1/login", data=form).raise_for_status().json()["access_token"]
        bearer = {"authorization": f"Bearer {token}"}
        key = httpx.post(f"{self.server.url}/api/v1/api_key/", json={"name": "k"}, headers=bearer).json()
        self.secret, self.owns["api_key_id"], self.owns["user_id"] = key["api_key"], key["id"], self.id
        self.http = httpx.Client(base_url=self.server.url, headers={"x-api-key": self.secret}, timeout=60)

    def settle(self, data: dict[str, Any], text: str) -> None:
        """Come to own one of everything: a flow that has run, files, a project, a variable."""
        post = self.http.post
        self.owns["project_id"] = home = post("/api/v1/projects/", json={"name": f"Project of {self.name}"}).json()[
            "id"
        ]
        asked = {"name": f"Flow of {self.name}", "data": data, "folder_id": home}
        flow = post("/api/v1/flows/", json=asked).raise_for_status().json()
        self.owns |= dict.fromkeys(("flow_id", "flow_id_or_name"), flow["id"])
        made = post(
            "/api/v1/variables/",
            json={"name": f"VAR_{self.name}", "value": text, "type": "Credential", "default_fields": []},
        )
        self.owns["variable_id"] = made.raise_for_status().json()["id"]
        file = {"file": ("notes.txt", f"notes of {self.name}".encode(), "text/plain")}
        self.owns["file_id"] = post("/api/v2/files", files=file).raise_for_status().json()["id"]
        stored = post(f"/api/v1/files/upload/{flow['id']}", files=file).raise_for_status().json()
        self.owns["file_name"] = stored["file_path"].rpartition("/")[2]
        self.run(f"hello from {self.name}")

    def run(self, text: str) -> str:
        """Run the flow to its end; the id of the run."""
        session = f"session-of-{self.name}"
        inputs = {"input_value": text, "type": "chat", "session": session}
        started = self.http.post(f"/api/v1/build/{self.owns['flow_id']}/flow", json={"inputs": inputs})
        run = str(started.raise_for_status().json()["job_id"])
        list(follow(self.server, dict(self.http.headers), run))
        self.owns |= dict.fromkeys(("job_id", "run_id", "trace_id"), run)
        self.owns |= dict.fromkeys(("session_id", "old_session_id"), session)
        found = self.http.get("/api/v1/monitor/messages", params={"flow_id": self.owns["flow_id"]}).json()
        self.owns["message_id"] = found[0]["id"]
        return run

    def stranger(self) -> dict[str, str]:
        """Ids of the same kinds that belong to nobody."""
        nobody = {kind: str(uuid.uuid4()) for kind in self.owns}
        return nobody | {"file_name": self.owns["file_name"]}

    def seen(self, specs: Iterable[RouteSpec]) -> dict[str, str]:
        """What every GET answers about one's own things."""
        return {spec.op: ask(self.http, spec, self.owns)[1] for spec in specs}

    def whole(self) -> dict[str, Any]:
        """One's things as one finds them."""
        own = self.owns
        paths = {
            "flow": f"/api/v1/flows/{own['flow_id']}",
            "project": f"/api/v1/projects/{own['project_id']}",
            "variables": "/api/v1/variables/",
            "files": "/api/v2/files",
            "notes": f"/api/v2/files/{own['file_id']}",
            "flow files": f"/api/v1/files/list/{own['flow_id']}",
            "messages": f"/api/v1/monitor/messages?flow_id={own['flow_id']}",
            "run": f"/api/runyard/runs/{own['run_id']}",
            "runs": f"/api/runyard/runs?subject={own['flow_id']}",
        }
        return {name: self.http.get(path).raise_for_status().text for name, path in paths.items()}


def with_ids() -> list[RouteSpec]:
    """Routes that name something of somebody."""
    return [spec for spec in all_specs() if "{" in spec.path and "profile_pictures" not in spec.path]


def readable() -> list[RouteSpec]:
    """Routes that only answer; the endless stream of logs is left out."""
    return [spec for spec in all_specs() if spec.method == "GET" and spec.path != "/logs-stream"]


def ask(http: httpx.Client, spec: RouteSpec, ids: dict[str, str], body: Any = None) -> tuple[int, str]:
    """Status and text of a request about these ids, in its path and in its query."""
    path = PARAMETER.sub(lambda found: ids.get(found[1], "x"), spec.path)
    query = {
        "flow_id": ids["flow_id"],
        "session_id": ids["session_id"],
        "subject": ids["flow_id"],
        "session": ids["session_id"],
    }
    params = {"name": "x", "new_session_id": "x", **({} if "flow_id" in spec.path else query)}
    content = {} if spec.method in ("GET", "DELETE", "HEAD") else {"json": body if body is not None else {}}
    reply = http.request(spec.method, path, params=params, **content)
    return reply.status_code, reply.text
