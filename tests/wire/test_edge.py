"""Hosts, origins, sizes, headers: what is settled before a route is looked for."""

import pytest
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from runyard.wire import Ctx, Routes
from tests.wire.house import serving

routes = Routes("probe")
BEARER = {"authorization": "Bearer good"}
COOKIE = {"cookie": "access_token_lf=good"}


class Body(BaseModel):
    name: str = ""
    password: int = 0


@routes.get("/api/v1/flows/{flow_id}", op="langflow.flows.get", needs="flow:read")
async def get_flow(flow_id: str, ctx: Ctx) -> dict[str, str]:
    return {"id": flow_id, "by": ctx.actor.username}


@routes.post("/api/v1/flows/", op="langflow.flows.create", needs="flow:write", status=201)
async def add_flow(body: Body, ctx: Ctx) -> dict[str, str]:
    return {"name": body.name}


@routes.raw(
    "POST", "/api/v1/run/{flow_id_or_name}", op="langflow.base.run", needs="flow:execute", auth="key", body=Body
)
async def run(request: Request, ctx: object) -> Response:
    return JSONResponse({"size": len(await request.body())})


@routes.delete("/api/v1/flows/{flow_id}", op="langflow.flows.delete", needs="flow:delete")
async def broken(flow_id: str, ctx: Ctx) -> None:
    raise RuntimeError("canary")


@pytest.fixture
def client(monkeypatch):
    return serving(monkeypatch, routes, max_upload_mb=1, max_json_mb=1)


async def test_a_host_name_that_is_not_ours_is_refused(client):
    assert (await client.get("/api/v1/flows/1", headers={"host": "evil.example"})).status_code == 421


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:7860", "192.168.1.9:80", "runyard.localhost"])
async def test_addresses_and_local_names_are_ours(client, host):
    assert (await client.get("/api/v1/flows/1", headers={"host": host, **BEARER})).status_code == 200


async def test_a_host_named_in_the_settings_is_ours(monkeypatch):
    client = serving(monkeypatch, routes, allowed_hosts=["yard.example"], base_url="https://main.example")
    for host in ("yard.example", "main.example"):
        assert (await client.get("/api/v1/flows/1", headers={"host": host, **BEARER})).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1.evil.example:7860"},
        {"origin": "http://127.0.0.1:7861"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_a_change_by_cookie_from_another_site_is_refused(client, headers):
    reply = await client.post("/api/v1/flows/", json={}, headers={**COOKIE, **headers})
    assert reply.status_code == 403


@pytest.mark.parametrize("headers", [{}, {"origin": "http://127.0.0.1:7860"}, {"sec-fetch-site": "same-origin"}])
async def test_a_change_by_cookie_from_our_own_page_or_no_page_is_done(client, headers):
    reply = await client.post("/api/v1/flows/", json={"name": "a"}, headers={**COOKIE, **headers})
    assert reply.status_code == 201


async def test_a_named_origin_may_call_and_is_told_so(monkeypatch):
    client = serving(monkeypatch, routes, cors_origins=["https://friend.example"])
    reply = await client.get("/api/v1/flows/1", headers={**BEARER, "origin": "https://friend.example"})
    assert reply.headers["access-control-allow-origin"] == "https://friend.example"
    asked = {"origin": "https://friend.example", "access-control-request-method": "POST"}
    assert (await client.options("/api/v1/flows/", headers=asked)).status_code == 204


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://127.0.0.1.evil.example"])
async def test_a_foreign_origin_is_never_echoed(client, origin):
    asked = {"origin": origin, "access-control-request-method": "POST"}
    for reply in (
        await client.get("/api/v1/flows/1", headers={**BEARER, "origin": origin}),
        await client.options("/api/v1/flows/", headers=asked),
    ):
        assert not [name for name in reply.headers if name.startswith("access-control")]


async def test_every_answer_carries_the_security_headers(client):
    for path in ("/api/v1/flows/1", "/api/v1/nothing", "/"):
        reply = await client.get(path)
        scripts = reply.headers["content-security-policy"].split("script-src")[1].split(";")[0]
        assert "unsafe" not in scripts
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "no-store"


async def test_a_forged_request_id_is_replaced(client):
    kept = await client.get("/api/v1/flows/1", headers={"x-request-id": "abc-1"})
    replaced = await client.get("/api/v1/flows/1", headers={"x-request-id": "a b<script>"})
    assert kept.headers["x-request-id"] == "abc-1"
    assert "<" not in replaced.headers["x-request-id"]


async def test_a_declared_body_over_the_cap_is_refused_unread(client):
    reply = await client.post("/api/v1/flows/", content=b"x", headers={**BEARER, "content-length": "99999999"})
    assert (reply.status_code, "1MB and got 95.367MB" in reply.json()["detail"]) == (413, True)


async def test_an_undeclared_body_over_the_cap_is_cut(client):
    async def parts():
        for _ in range(40):
            yield b"x" * 50_000

    for path, headers in (("/api/v1/run/a", {"x-api-key": "sk-good"}), ("/api/v1/flows/", BEARER)):
        reply = await client.post(path, content=parts(), headers={**headers, "content-type": "application/json"})
        assert reply.status_code == 413


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("[" * 100_000 + "]" * 100_000, 400),
        ("[" * 500 + "]" * 500, 400),
        ('{"name": NaN}', 422),
        ('{"name": 1e400}', 422),
        ("{", 422),
        ("{" + ",".join(f'"{n}":1' for n in range(90_000)) + "}", 201),
    ],
)
async def test_hostile_json_is_refused_and_the_server_lives(client, body, status):
    headers = {**BEARER, "content-type": "application/json"}
    assert (await client.post("/api/v1/flows/", content=body, headers=headers)).status_code == status
    assert (await client.get("/api/v1/flows/1", headers=BEARER)).status_code == 200


async def test_a_field_error_does_not_repeat_what_was_sent(client):
    reply = await client.post("/api/v1/flows/", json={"password": "canary", "name": {"x": "canary"}}, headers=BEARER)
    assert reply.status_code == 422
    assert "canary" not in reply.text
    assert {tuple(e["loc"]) for e in reply.json()["detail"]} == {("body", "password"), ("body", "name")}


async def test_an_unexpected_error_says_nothing_of_itself(client):
    reply = await client.delete("/api/v1/flows/1", headers=BEARER)
    assert reply.status_code == 500
    assert "canary" not in reply.text and "Traceback" not in reply.text


@pytest.mark.parametrize(
    ("headers", "status", "detail"),
    [
        ({}, 403, "No authentication credentials provided"),
        ({"authorization": "Bearer bad"}, 401, "Invalid token"),
        ({"authorization": "Bearer "}, 401, "Invalid token"),
        ({"authorization": "Bearer bad", "x-api-key": "sk-good"}, 401, "Invalid token"),
        ({"x-api-key": "bad"}, 403, "Invalid API key"),
        ({"x-api-key": ""}, 403, "Invalid API key"),
    ],
)
async def test_the_first_credential_decides(client, headers, status, detail):
    reply = await client.get("/api/v1/flows/1", headers=headers)
    assert (reply.status_code, reply.json()["detail"]) == (status, detail)


@pytest.mark.parametrize(
    ("headers", "detail"),
    [
        ({}, "An API key must be passed as query or header"),
        (BEARER, "An API key must be passed as query or header"),
        ({"x-api-key": "bad"}, "Invalid or missing API key"),
    ],
)
async def test_a_key_route_takes_nothing_but_keys(client, headers, detail):
    reply = await client.post("/api/v1/run/a", json={}, headers=headers)
    assert (reply.status_code, reply.json()["detail"]) == (403, detail)


async def test_a_key_in_the_query_works(client):
    assert (await client.post("/api/v1/run/a?x-api-key=sk-good", json={})).status_code == 200


@pytest.mark.parametrize(
    "path", ["//api/v1/flows/1", "/api/v1/./flows/1", "/api/v1/flows/1;x", "/API/v1/flows/1", "/api/v1/flows/1/health"]
)
async def test_another_spelling_of_a_path_opens_nothing(client, path):
    assert (await client.get(path)).status_code in (401, 403, 404)


async def test_headers_that_rewrite_the_path_are_ignored(client):
    reply = await client.get("/api/v1/flows/1", headers={"x-original-url": "/health", "x-rewrite-url": "/health"})
    assert reply.status_code == 403


async def test_a_wrong_method_is_405_and_an_unknown_path_404(client):
    assert (await client.put("/api/v1/flows/1", headers=BEARER)).status_code == 405
    unknown = await client.get("/api/v1/nothing", headers=BEARER)
    assert (unknown.status_code, unknown.json()) == (404, {"detail": "Not Found"})


async def test_a_path_is_found_with_and_without_its_last_slash(client):
    assert (await client.post("/api/v1/flows", json={"name": "a"}, headers=BEARER)).status_code == 201
    assert (await client.get("/api/v1/flows/1/", headers=BEARER)).status_code == 200


async def test_a_fast_lane_is_in_the_openapi_document(client):
    document = (await client.get("/openapi.json")).json()
    lane = document["paths"]["/api/v1/run/{flow_id_or_name}"]["post"]
    assert lane["operationId"] == "langflow.base.run"
    assert "requestBody" in lane
