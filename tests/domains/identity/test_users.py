"""Users and their keys."""

import pytest

from tests.conftest import PASSWORDS, sign_up, token

USERS = "/api/v1/users/"


async def me(client):
    return (await client.get("/api/v1/users/whoami")).json()


async def test_nobody_makes_themselves_an_administrator_at_sign_up(client, admin):
    extra = {"is_superuser": True, "is_active": False, "id": "x", "tenant_id": "other", "create_at": "2000-01-01"}
    made = await client.post(USERS, json={"username": "eve", "password": "long-enough", **extra})
    assert (made.status_code, made.json()["is_superuser"], made.json()["is_active"]) == (201, False, True)
    assert not made.json()["create_at"].startswith("2000")


@pytest.mark.parametrize("body", [{"is_superuser": True}, {"is_active": True}, {"is_active": False}])
async def test_nobody_changes_their_own_standing(user, body):
    mine = await me(user)
    assert (await user.patch(USERS + mine["id"], json=body)).status_code == 403


async def test_resetting_a_password_changes_nothing_else(user):
    mine = await me(user)
    body = {"password": "another-pass-1", "is_superuser": True, "username": "king"}
    changed = (await user.patch(f"{USERS}{mine['id']}/reset-password", json=body)).json()
    assert (changed["is_superuser"], changed["username"]) == (False, "user")


async def test_ones_own_new_password_ends_ones_other_sessions(user, client):
    other = {"authorization": await token(client, "user")}
    mine = await me(user)
    await user.patch(f"{USERS}{mine['id']}/reset-password", json={"password": "another-pass-1"})
    assert (await client.get("/api/v1/users/whoami", headers=other)).status_code == 401
    assert (await user.get("/api/v1/users/whoami")).status_code == 200


async def test_somebody_else_looks_like_nobody(user, client):
    other = await sign_up(client, "user2")
    unknown = "00000000-0000-4000-8000-000000000000"
    for method, tail in (("PATCH", ""), ("DELETE", ""), ("PATCH", "/reset-password")):
        real, fake = [await user.request(method, USERS + i + tail, json={}) for i in (other, unknown)]
        assert (real.status_code, real.content) == (fake.status_code, fake.content)


async def test_the_last_administrator_stays(admin):
    mine = await me(admin)
    assert (await admin.patch(USERS + mine["id"], json={"is_superuser": False})).status_code == 403
    assert (await admin.delete(USERS + mine["id"])).status_code == 400


@pytest.mark.parametrize("name", ["", " x", "a\nb", "x" * 129, "\u2028", "a\x1b[31m"])
async def test_a_name_that_cannot_be_shown_is_refused(client, name):
    assert (await client.post(USERS, json={"username": name, "password": "long-enough"})).status_code == 422


async def test_names_differ_in_more_than_capitals(client):
    await client.post(USERS, json={"username": "Eve", "password": "long-enough"})
    assert (await client.post(USERS, json={"username": "eVE", "password": "long-enough"})).status_code == 400


@pytest.mark.parametrize("query", ["limit=1000000000", "limit=-1", "skip=-1", "limit=x"])
async def test_a_page_without_end_is_refused(admin, query):
    assert (await admin.get(f"{USERS}?{query}")).status_code == 422


async def test_a_percent_sign_in_a_search_is_only_a_percent_sign(admin, user):
    assert (await admin.get(USERS, params={"search": "%"})).json()["total_count"] == 0


async def test_a_key_is_shown_once_and_stored_as_a_hash(user, settings):
    value = (await user.post("/api/v1/api_key/", json={"name": "ci"})).json()["api_key"]
    listed = (await user.get("/api/v1/api_key/")).json()["api_keys"][0]["api_key"]
    assert (listed[:8], set(listed[8:]), len(listed)) == (value[:8], {"*"}, len(value))
    files = settings.data.glob("test.db*")
    assert not any(value.encode() in file.read_bytes() for file in files)


async def test_a_deleted_key_stops_at_once(key, user):
    listed = (await user.get("/api/v1/api_key/")).json()["api_keys"]
    assert (await key.get("/api/v1/users/whoami")).status_code == 200
    await user.delete(f"/api/v1/api_key/{listed[0]['id']}")
    assert (await key.get("/api/v1/users/whoami")).status_code == 403


async def test_uses_of_a_key_are_counted(key, user):
    for _ in range(3):
        await key.get("/api/v1/users/whoami")
    listed = (await user.get("/api/v1/api_key/")).json()["api_keys"][0]
    assert (listed["total_uses"], listed["last_used_at"] is not None) == (3, True)


async def test_a_deleted_person_leaves_no_way_in(admin, client):
    user_id = await sign_up(client, "user")
    header = {"authorization": await token(client, "user")}
    assert (await admin.delete(USERS + user_id)).status_code == 200
    assert (await client.get("/api/v1/users/whoami", headers=header)).status_code == 401
    again = await client.post("/api/v1/login", data={"username": "user", "password": PASSWORDS["user"]})
    assert again.status_code == 401


async def test_passwords_are_nowhere_in_the_database(user, settings):
    assert not any(PASSWORDS["user"].encode() in file.read_bytes() for file in settings.data.glob("test.db*"))
