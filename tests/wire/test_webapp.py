"""The web app's files and its page."""

import pytest

from runyard.wire import Routes
from tests.wire.house import serving


@pytest.fixture
def client(monkeypatch, tmp_path):
    (tmp_path / "site" / "assets").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("canary")
    (tmp_path / "site" / "index.html").write_text("<title>app</title>")
    (tmp_path / "site" / "assets" / "main-1a2b.js").write_text("1")
    return serving(monkeypatch, Routes("none"), static=tmp_path / "site")


@pytest.mark.parametrize("path", ["/", "/flows/1", "/setup?token=x", "/no/such/page.html"])
async def test_every_other_address_answers_the_page(client, path):
    reply = await client.get(path)
    assert (reply.status_code, reply.text) == (200, "<title>app</title>")
    assert reply.headers["cache-control"] == "no-cache"


async def test_hashed_files_are_kept_for_ever(client):
    assert "immutable" in (await client.get("/assets/main-1a2b.js")).headers["cache-control"]


async def test_a_missing_asset_is_404_and_not_the_page(client):
    assert (await client.get("/assets/gone.js")).status_code == 404


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/..%5csecret.txt", "/a%00b"]
)
async def test_no_path_leads_out_of_the_folder(client, path):
    assert "canary" not in (await client.get(path)).text


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1/x"])
async def test_the_api_never_answers_the_page(client, path):
    assert (await client.get(path)).status_code == 404


async def test_only_reading_gets_the_page(client):
    assert (await client.post("/flows/1")).status_code in (404, 405)
