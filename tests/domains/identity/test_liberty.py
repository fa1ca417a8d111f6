"""Signing in under /auth."""

import pytest

from tests.conftest import PASSWORDS

ADMIN = {"username": "admin", "password": PASSWORDS["admin"]}


async def signed_in(client):
    reply = await client.post("/auth/login", json=ADMIN)
    client.cookies.clear()
    return reply.json()


def bearer(access):
    return {"authorization": f"Bearer {access}"}


async def test_sign_in_answers_both_tokens_and_a_cookie_for_auth_only(client):
    reply = await client.post("/auth/login", json=ADMIN)
    assert (reply.json()["token_type"], reply.json()["expires_in"]) == ("Bearer", 900)
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/auth" in cookie


async def test_who_am_i(client):
    access = (await signed_in(client))["access_token"]
    mine = (await client.get("/auth/me", headers=bearer(access))).json()
    assert (mine["username"], mine["permissions"], mine["provider"]) == ("admin", ["*"], "local")


async def test_nobody_is_null_and_a_client_of_this_dialect_is_told_to_sign_in(client):
    assert (await client.get("/auth/me")).json() is None
    assert (await client.get("/auth/me", headers={"x-liberty-lang": "en"})).status_code == 401
    bad = await client.get("/auth/me", headers=bearer("bad"))
    assert (bad.status_code, bad.headers["www-authenticate"]) == (401, "Bearer")


async def test_a_cookie_is_no_identity_here(client):
    access = (await signed_in(client))["access_token"]
    assert (await client.get("/auth/me", headers={"cookie": f"access_token_lf={access}"})).json() is None


async def test_refresh_by_body_and_by_cookie(client):
    first = await signed_in(client)
    second = await client.post("/auth/refresh", json={"refresh_token": first["refresh_token"]})
    client.cookies.clear()
    cookie = {"cookie": f"runyard_refresh={second.json()['refresh_token']}"}
    assert (await client.post("/auth/refresh", headers=cookie)).status_code == 200


@pytest.mark.parametrize("token", [None, "", "x", 0, [], {}])
async def test_refresh_without_a_token_is_refused(client, token):
    assert (await client.post("/auth/refresh", json={"refresh_token": token})).status_code in (401, 422)


async def test_refresh_by_cookie_from_another_site_is_refused(client):
    refresh = (await signed_in(client))["refresh_token"]
    headers = {"cookie": f"runyard_refresh={refresh}", "origin": "http://evil.example"}
    assert (await client.post("/auth/refresh", headers=headers)).status_code == 403


async def test_signing_out_ends_this_session_and_no_other(client):
    mine, other = await signed_in(client), await signed_in(client)
    assert (await client.post("/auth/logout", headers=bearer(mine["access_token"]))).json() == {"ok": True}
    assert (await client.get("/auth/me", headers=bearer(mine["access_token"]))).status_code == 401
    assert (await client.post("/auth/refresh", json={"refresh_token": mine["refresh_token"]})).status_code == 401
    assert (await client.get("/auth/me", headers=bearer(other["access_token"]))).status_code == 200


async def test_an_inactive_account_looks_like_a_wrong_password(client, admin):
    made = (await client.post("/api/v1/users/", json={"username": "eve", "password": "long-enough"})).json()
    await admin.patch(f"/api/v1/users/{made['id']}", json={"is_active": False})
    inactive = await client.post("/auth/login", json={"username": "eve", "password": "long-enough"})
    wrong = await client.post("/auth/login", json={"username": "eve", "password": "wrong-enough"})
    assert (inactive.status_code, inactive.content) == (wrong.status_code, wrong.content)


async def test_a_field_error_is_one_sentence_with_a_list(client):
    reply = await client.post("/auth/login", json={"username": "a"})
    assert reply.status_code == 422
    assert reply.json()["detail"].startswith("password: ")
    assert reply.json()["errors"][0]["loc"] == ["body", "password"]


async def test_an_api_key_works_as_bearer_token(client, admin):
    key = (await admin.post("/api/v1/api_key/", json={})).json()["api_key"]
    assert (await client.get("/auth/me", headers=bearer(key))).json()["username"] == "admin"
