"""Files over HTTP: uploads, downloads and pictures."""

from __future__ import annotations

import httpx
import pytest

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


async def uploaded(client: httpx.AsyncClient, name: str, content: bytes = b"x", **query: bool) -> dict[str, str]:
    """A new file of the caller."""
    reply = await client.post("/api/v2/files", files={"file": (name, content)}, params=query)
    assert reply.status_code == 201, reply.text
    return dict(reply.json())


@pytest.fixture
async def flow(user: httpx.AsyncClient) -> str:
    return str((await user.post("/api/v1/flows/", json={"name": "f"})).json()["id"])


@pytest.mark.parametrize("name", ["page.html", "picture.svg", "script.js"])
async def test_downloads_are_attachments_that_no_browser_interprets(user: httpx.AsyncClient, name: str) -> None:
    reply = await user.get(f"/api/v2/files/{(await uploaded(user, name, SVG))['id']}")
    assert reply.content == SVG
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["content-disposition"].startswith("attachment")
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in reply.headers["content-security-policy"]


async def test_an_svg_image_is_not_shown_in_place(user: httpx.AsyncClient, flow: str) -> None:
    stored = await user.post(f"/api/v1/files/upload/{flow}", files={"file": ("a.svg", SVG)})
    reply = await user.get(f"/api/v1/files/images/{stored.json()['file_path']}")
    assert reply.headers["content-type"] == "image/svg+xml"
    assert reply.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in reply.headers["content-security-policy"]


async def test_an_image_is_shown_in_place(user: httpx.AsyncClient, flow: str) -> None:
    stored = await user.post(f"/api/v1/files/upload/{flow}", files={"file": ("a.PNG", b"\x89PNG")})
    reply = await user.get(f"/api/v1/files/images/{stored.json()['file_path']}")
    assert (reply.headers["content-type"], reply.content) == ("image/png", b"\x89PNG")


@pytest.mark.parametrize("name", ["../up.txt", "..%2fup.txt/..", "a\\b.txt", "/etc/passwd", "nul"])
async def test_names_with_paths_are_refused(user: httpx.AsyncClient, flow: str, name: str) -> None:
    for path in ("/api/v2/files", f"/api/v1/files/upload/{flow}"):
        assert (await user.post(path, files={"file": (name, b"x")})).status_code == 400
    assert (await user.get("/api/v2/files")).json() == []


@pytest.mark.parametrize("name", ["..%2f..%2frunyard.db", "%2e%2e%2frunyard.db", "..%5crunyard.db", "%00", "x%0a"])
async def test_paths_in_addresses_find_nothing(user: httpx.AsyncClient, flow: str, name: str) -> None:
    for path in (f"/api/v1/files/download/{flow}/{name}", f"/api/v1/files/images/{flow}/{name}",
                 f"/api/v1/files/profile_pictures/Space/{name}"):  # fmt: skip
        assert (await user.get(path)).status_code == 404


async def test_a_json_body_does_not_pass_for_an_upload(user: httpx.AsyncClient, flow: str) -> None:
    for path in ("/api/v2/files", f"/api/v1/files/upload/{flow}"):
        assert (await user.post(path, json={"file": {"path": "/etc/passwd"}})).status_code == 422


async def test_appending_keeps_id_and_path(user: httpx.AsyncClient) -> None:
    first = await uploaded(user, "log.txt", b"one\n")
    second = await uploaded(user, "log.txt", b"two\n", append=True)
    assert second == first | {"size": 8}
    assert (await user.get(f"/api/v2/files/{first['id']}")).content == b"one\ntwo\n"


async def test_appending_to_nothing_makes_the_file(user: httpx.AsyncClient) -> None:
    assert (await uploaded(user, "new.txt", append=True))["name"] == "new"


async def test_appending_cannot_grow_a_file_over_the_limit(user: httpx.AsyncClient) -> None:
    part = b"x" * 700_000
    await uploaded(user, "big.bin", part)
    reply = await user.post("/api/v2/files", files={"file": ("big.bin", part)}, params={"append": True})
    assert reply.status_code == 413


async def test_an_ephemeral_file_is_in_no_list(user: httpx.AsyncClient) -> None:
    await uploaded(user, "e.txt", ephemeral=True)
    assert (await user.get("/api/v2/files/")).json() == []


async def test_a_batch_with_equal_names_holds_every_file(user: httpx.AsyncClient) -> None:
    ids = [(await uploaded(user, "a.txt", content))["id"] for content in (b"1", b"2")]
    await user.put(f"/api/v2/files/{ids[1]}", params={"name": "a"})
    reply = await user.post("/api/v2/files/batch/", json=ids)
    assert reply.content.count(b"PK\x01\x02") == 2


async def test_a_foreign_file_answers_like_an_unknown_one(user: httpx.AsyncClient, user2: httpx.AsyncClient) -> None:
    path = f"/api/v2/files/{(await uploaded(user, 'a.txt'))['id']}"
    for reply in (await user2.get(path), await user2.delete(path), await user2.put(path, params={"name": "x"})):
        assert (reply.status_code, reply.json()) == (404, {"detail": "File not found"})


async def test_every_listed_picture_can_be_had_without_signing_in(client: httpx.AsyncClient) -> None:
    names = (await client.get("/api/v1/files/profile_pictures/list")).json()["files"]
    assert "Space/046-rocket.svg" in names
    for name in names:
        reply = await client.get(f"/api/v1/files/profile_pictures/{name}")
        assert reply.headers["content-type"] == "image/svg+xml" and b"<script" not in reply.content


async def test_content_that_is_no_text_still_comes_as_a_string(user: httpx.AsyncClient) -> None:
    file = await uploaded(user, "a.bin", b"\xff\xfe")
    reply = await user.get(f"/api/v2/files/{file['id']}", params={"return_content": True})
    assert reply.json() == "\ufffd\ufffd"
