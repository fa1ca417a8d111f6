"""Flows over HTTP: what clients see, and what others do not."""

from __future__ import annotations

from typing import Any

import httpx

UNKNOWN = "00000000-0000-4000-8000-000000000000"
DATA = {"nodes": [], "edges": []}


async def made(client: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    """A new flow."""
    reply = await client.post("/api/v1/flows/", json={"name": "f", "data": DATA} | fields)
    assert reply.status_code == 201, reply.text
    return dict(reply.json())


async def test_a_graph_comes_back_exactly_as_it_was_sent(user: httpx.AsyncClient) -> None:
    data = {"nodes": [{"id": "ü\u2028", "x": 1.0, "deep": {"a": [None, True, "œ"]}}], "edges": [], "extra": 1}
    flow = await made(user, data=data)
    assert (await user.get(f"/api/v1/flows/{flow['id']}")).json()["data"] == data


async def test_fields_that_the_server_decides_are_ignored(user: httpx.AsyncClient) -> None:
    flow = await made(user, user_id=UNKNOWN, tenant_id="t", version=9, workspace_id=UNKNOWN, owner_id=UNKNOWN)
    assert flow["user_id"] != UNKNOWN and flow["workspace_id"] is None


async def test_an_old_tag_is_refused_with_a_sentence(user: httpx.AsyncClient) -> None:
    path = f"/api/v1/flows/{(await made(user))['id']}"
    tag = (await user.get(path)).headers["etag"]
    first = await user.patch(path, json={"name": "one"}, headers={"if-match": tag})
    second = await user.patch(path, json={"name": "two"}, headers={"if-match": tag})
    assert (first.status_code, second.status_code) == (200, 412)
    assert second.json()["detail"].startswith("This flow was changed by someone else since you opened it")
    third = await user.patch(path, json={"name": "two"}, headers={"if-match": first.headers["etag"]})
    assert third.status_code == 200


async def test_a_foreign_flow_answers_like_an_unknown_one(user: httpx.AsyncClient, user2: httpx.AsyncClient) -> None:
    flow = await made(user, access_type="PUBLIC")
    for verb, body in (("GET", None), ("PATCH", {"name": "x"}), ("PUT", {"name": "x"}), ("DELETE", None)):
        reply = await user2.request(verb, f"/api/v1/flows/{flow['id']}", json=body)
        assert (reply.status_code, reply.json()) == (404, {"detail": "Flow not found"}), verb
    for path in ("events", "note_translations"):
        assert (await user2.get(f"/api/v1/flows/{flow['id']}/{path}")).status_code == 404


async def test_a_public_flow_shows_no_secret_to_strangers(user: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    field = {"type": "str", "password": True, "value": "canary-7"}
    data = {"nodes": [{"data": {"node": {"template": {"key": field}}}}], "edges": []}
    flow = await made(user, data=data, access_type="PUBLIC")
    shown = await client.get(f"/api/v1/flows/public_flow/{flow['id']}")
    assert shown.status_code == 200 and "canary-7" not in shown.text


async def test_plain_lists_are_compressed_always(user: httpx.AsyncClient) -> None:
    for query in ({}, {"header_flows": True}, {"components_only": True}):
        reply = await user.get("/api/v1/flows/", params=query, headers={"accept-encoding": "identity"})
        assert reply.headers["content-encoding"] == "gzip" and reply.json() == []


async def test_pages_hold_the_newest_first_and_count_all(user: httpx.AsyncClient) -> None:
    for number in range(3):
        await made(user, name=f"f{number}")
    reply = await user.get("/api/v1/flows/", params={"get_all": False, "page": 2, "size": 2})
    page = reply.json()
    assert [f["name"] for f in page["items"]] == ["f0"]
    assert (page["total"], page["page"], page["size"], page["pages"]) == (3, 2, 2, 2)


async def test_page_numbers_out_of_range_are_refused(user: httpx.AsyncClient) -> None:
    for wrong in ({"page": 0}, {"size": 101}, {"size": -1}, {"page": 10**12}, {"size": 10**9}):
        assert (await user.get("/api/v1/flows/", params=wrong | {"get_all": False})).status_code == 422


async def test_saved_components_keep_their_graph_in_short_lists(user: httpx.AsyncClient) -> None:
    await made(user, name="flow")
    await made(user, name="part", is_component=True)
    short = (await user.get("/api/v1/flows/", params={"header_flows": True})).json()
    assert {f["name"]: f["data"] for f in short} == {"flow": None, "part": DATA}
    parts = (await user.get("/api/v1/flows/", params={"components_only": True})).json()
    assert [f["name"] for f in parts] == ["part"]


async def test_a_graph_that_would_break_the_store_is_refused(user: httpx.AsyncClient) -> None:
    deep = '{"name": "x", "data": {"nodes": ' + "[" * 600 + "]" * 600 + ', "edges": []}}'
    huge = '{"name": "x", "data": {"nodes": [1e999], "edges": []}}'
    nul = '{"name": "a\\u0000b"}'
    for body in (deep, huge, nul):
        reply = await user.post("/api/v1/flows/", content=body, headers={"content-type": "application/json"})
        assert reply.status_code in (400, 422), body[:40]


async def test_an_unsafe_path_is_refused_everywhere(user: httpx.AsyncClient) -> None:
    flow = await made(user)
    for reply in (
        await user.post("/api/v1/flows/", json={"name": "x", "fs_path": "../../x"}),
        await user.patch(f"/api/v1/flows/{flow['id']}", json={"fs_path": "/etc/x"}),
        await user.put(f"/api/v1/flows/{flow['id']}", json={"name": "f", "fs_path": "C:\\x"}),
    ):
        assert reply.status_code == 400


async def test_a_refused_archive_leaves_no_flow(user: httpx.AsyncClient) -> None:
    import_ = {"file": ("x.zip", b"PK\x03\x04 broken", "application/zip")}
    assert (await user.post("/api/v1/flows/upload/", files=import_)).status_code == 400
    assert (await user.get("/api/v1/flows/")).json() == []


async def test_an_upload_that_fails_half_way_leaves_no_flow(user: httpx.AsyncClient) -> None:
    body = b'{"flows": [{"name": "good"}, {"name": ""}]}'
    assert (await user.post("/api/v1/flows/upload/", files={"file": ("x.json", body)})).status_code == 422
    assert (await user.get("/api/v1/flows/")).json() == []


async def test_a_json_body_does_not_pass_for_an_upload(user: httpx.AsyncClient) -> None:
    forged = {"file": {"filename": "x", "path": "/etc/passwd"}}
    assert (await user.post("/api/v1/flows/upload/", json=forged)).status_code in (400, 415, 422)


async def test_a_download_can_be_uploaded_again(user: httpx.AsyncClient) -> None:
    ids = [(await made(user, name=name))["id"] for name in ("a", "b/..")]
    archive = await user.post("/api/v1/flows/download/", json=ids)
    assert archive.headers["x-content-type-options"] == "nosniff"
    reply = await user.post("/api/v1/flows/upload/", files={"file": ("x.zip", archive.content)})
    assert [f["id"] for f in reply.json()] == ids


async def test_deleting_a_flow_deletes_its_files(user: httpx.AsyncClient) -> None:
    flow_id = (await made(user))["id"]
    stored = await user.post(f"/api/v1/files/upload/{flow_id}", files={"file": ("a.txt", b"x")})
    await user.delete(f"/api/v1/flows/{flow_id}")
    assert (await user.get(f"/api/v1/files/download/{stored.json()['file_path']}")).status_code == 404


async def test_a_new_user_has_the_starter_project(user: httpx.AsyncClient) -> None:
    assert [p["name"] for p in (await user.get("/api/v1/projects/")).json()] == ["Starter Project"]


async def test_endless_lists_of_ids_are_refused(user: httpx.AsyncClient) -> None:
    ids = [UNKNOWN] * 1_001
    for verb, path in (
        ("DELETE", "/api/v1/flows/"),
        ("POST", "/api/v1/flows/download/"),
        ("DELETE", "/api/v2/files/batch/"),
    ):
        assert (await user.request(verb, path, json=ids)).status_code == 422
