"""Signing in, staying signed in, signing out."""

import asyncio
import base64
import json
import time

import jwt
import pytest

from runyard.domains.identity import desk_of
from runyard.kit.clock import VirtualClock
from tests.conftest import PASSWORDS, sign_up, token

WHO = "/api/v1/users/whoami"


async def tokens(client, name="admin"):
    reply = await client.post("/api/v1/login", data={"username": name, "password": PASSWORDS[name]})
    client.cookies.clear()
    return reply.json()


def bearer(access):
    return {"authorization": f"Bearer {access}"}


async def refreshed(client, refresh):
    reply = await client.post("/api/v1/refresh", headers={"cookie": f"refresh_token_lf={refresh}"})
    client.cookies.clear()
    return reply


class TestTokens:
    @pytest.fixture
    def signed(self, house):
        return lambda claims, headers=None, key=None, alg="HS256": jwt.encode(
            claims, desk_of(house).tokens._key if key is None else key, alg, headers
        )

    @pytest.fixture
    async def claims(self, client):
        return jwt.decode((await tokens(client))["access_token"], options={"verify_signature": False})

    async def test_a_token_of_our_own_key_is_good(self, client, signed, claims):
        assert (await client.get(WHO, headers=bearer(signed(claims)))).status_code == 200

    @pytest.mark.parametrize(
        "spoil",
        [
            {"exp": 1},
            {"type": "refresh"},
            {"sub": "nobody"},
            {"family": "none"},
            {"type": ["access"]},
            {"exp": "9999999999"},
        ],
    )
    async def test_a_token_with_a_wrong_claim_is_refused(self, client, signed, claims, spoil):
        assert (await client.get(WHO, headers=bearer(signed(claims | spoil)))).status_code == 401

    @pytest.mark.parametrize("claim", ["sub", "type", "exp", "jti", "family"])
    async def test_a_token_without_a_claim_is_refused(self, client, signed, claims, claim):
        del claims[claim]
        assert (await client.get(WHO, headers=bearer(signed(claims)))).status_code == 401

    @pytest.mark.parametrize("header", ["kid", "jwk", "jku", "x5u", "x5c", "crit"])
    async def test_a_token_that_names_a_key_or_an_extension_is_refused(self, client, signed, claims, header):
        spoilt = signed(claims, {header: ["exp"] if header == "crit" else "x"})
        assert (await client.get(WHO, headers=bearer(spoilt))).status_code == 401

    @pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE"])
    async def test_an_unsigned_token_is_refused(self, client, claims, alg):
        parts = ({"alg": alg, "typ": "JWT"}, claims)
        head, body = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
        assert (await client.get(WHO, headers=bearer(f"{head}.{body}."))).status_code == 401

    @pytest.mark.filterwarnings("ignore:The HMAC key")
    async def test_another_algorithm_or_key_is_refused(self, client, signed, claims):
        for spoilt in (signed(claims, alg="HS384"), signed(claims, key=b"x" * 32)):
            assert (await client.get(WHO, headers=bearer(spoilt))).status_code == 401

    async def test_an_enormous_token_is_refused_quickly(self, client):
        before = time.perf_counter()
        assert (await client.get(WHO, headers=bearer("a" * 65_000))).status_code == 401
        assert time.perf_counter() - before < 0.5


class TestRefresh:
    async def test_a_refresh_token_is_no_access_token(self, client):
        reply = await client.get(WHO, headers=bearer((await tokens(client))["refresh_token"]))
        assert (reply.status_code, reply.json()["detail"]) == (401, "Invalid token type")

    async def test_an_access_token_is_no_refresh_token(self, client):
        assert (await refreshed(client, (await tokens(client))["access_token"])).status_code == 401

    async def test_twenty_at_once_get_one_new_token(self, client):
        refresh = (await tokens(client))["refresh_token"]
        replies = await asyncio.gather(*(refreshed(client, refresh) for _ in range(20)))
        assert len({reply.json()["refresh_token"] for reply in replies}) == 1


class TestRefreshInTime:
    @pytest.fixture
    def clock(self):
        return VirtualClock()

    async def test_a_second_use_after_the_grace_ends_the_whole_sign_in(self, client, clock):
        first = await tokens(client)
        second = (await refreshed(client, first["refresh_token"])).json()
        await clock.advance(seconds=11)
        assert (await refreshed(client, first["refresh_token"])).status_code == 401
        assert (await refreshed(client, second["refresh_token"])).status_code == 401
        assert (await client.get(WHO, headers=bearer(second["access_token"]))).status_code == 401

    async def test_an_access_token_ends_after_an_hour(self, client, clock):
        access = (await tokens(client))["access_token"]
        await clock.advance(minutes=59)
        assert (await client.get(WHO, headers=bearer(access))).status_code == 200
        await clock.advance(minutes=2)
        assert (await client.get(WHO, headers=bearer(access))).status_code == 401

    async def test_a_refresh_token_ends_after_a_week(self, client, clock):
        refresh = (await tokens(client))["refresh_token"]
        await clock.advance(days=7, seconds=1)
        assert (await refreshed(client, refresh)).status_code == 401


class TestSignOut:
    async def test_with_the_session_cookie_everything_ends_at_once(self, client):
        pair = await tokens(client)
        cookie = {"cookie": f"access_token_lf={pair['access_token']}; refresh_token_lf={pair['refresh_token']}"}
        assert (await client.get(WHO, headers=bearer(pair["access_token"]))).status_code == 200
        await client.post("/api/v1/logout", headers=cookie)
        assert (await client.get(WHO, headers=bearer(pair["access_token"]))).status_code == 401
        assert (await refreshed(client, pair["refresh_token"])).status_code == 401

    async def test_with_a_bearer_token_alone_nothing_can_be_renewed(self, client):
        pair = await tokens(client)
        await client.post("/api/v1/logout", headers=bearer(pair["access_token"]))
        assert (await refreshed(client, pair["refresh_token"])).status_code == 401

    async def test_another_session_of_the_same_person_goes_on(self, client, admin):
        pair = await tokens(client)
        await client.post("/api/v1/logout", headers={"cookie": f"refresh_token_lf={pair['refresh_token']}"})
        assert (await admin.get(WHO)).status_code == 200


class TestGuessing:
    @pytest.fixture
    def settings(self, settings):
        return settings.model_copy(update={"sign_in_limit": "5/minute"})

    @pytest.fixture
    def clock(self):
        return VirtualClock()

    async def try_in(self, client, password, name="admin", **headers):
        return await client.post("/api/v1/login", data={"username": name, "password": password}, headers=headers)

    async def test_after_five_tries_even_the_right_password_waits(self, client):
        for _ in range(5):
            assert (await self.try_in(client, "wrong")).status_code == 401
        reply = await self.try_in(client, PASSWORDS["admin"])
        assert (reply.status_code, reply.headers["retry-after"]) == (429, "900")

    async def test_a_forged_forwarded_address_changes_nothing(self, client):
        for n in range(5):
            await self.try_in(client, "wrong", f"name{n}", **{"x-forwarded-for": f"10.0.0.{n}"})
        assert (await self.try_in(client, PASSWORDS["admin"], **{"x-forwarded-for": "10.9.9.9"})).status_code == 429

    async def test_an_account_opens_again_after_its_window(self, client, clock):
        for _ in range(5):
            await self.try_in(client, "wrong")
        await clock.advance(minutes=16)
        assert (await self.try_in(client, PASSWORDS["admin"])).status_code == 200

    async def test_a_locked_account_leaves_open_sessions_alone(self, client):
        access = (await tokens(client))["access_token"]
        for _ in range(4):
            await self.try_in(client, "wrong")
        assert (await client.get(WHO, headers=bearer(access))).status_code == 200


async def test_unknown_names_and_wrong_passwords_look_the_same(client):
    wrong = await client.post("/api/v1/login", data={"username": "admin", "password": "wrong"})
    unknown = await client.post("/api/v1/login", data={"username": "nobody", "password": "wrong"})
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)


@pytest.mark.parametrize("password", ["", "admin", "langflow", "x" * 1_000_000])
async def test_no_guessable_or_enormous_password_opens(client, password):
    reply = await client.post("/api/v1/login", data={"username": "admin", "password": password})
    assert reply.status_code in (401, 413, 422)


async def test_passwords_count_beyond_their_72nd_byte(client):
    await client.post("/api/v1/users/", json={"username": "long", "password": "x" * 72 + "a"})
    reply = await client.post("/api/v1/login", data={"username": "long", "password": "x" * 72 + "b"})
    assert reply.status_code == 401


async def test_automatic_sign_in_is_off(client):
    reply = await client.get("/api/v1/auto_login")
    assert (reply.status_code, reply.json()["detail"]["auto_login"]) == (403, False)


async def test_a_deactivated_person_is_out_with_the_next_request(admin, client):
    user_id = await sign_up(client, "user")
    header = {"authorization": await token(client, "user")}
    made = await client.post("/api/v1/api_key/", json={}, headers=header)
    key = {"x-api-key": made.json()["api_key"]}
    assert [(await client.get(WHO, headers=h)).status_code for h in (header, key)] == [200, 200]
    await admin.patch(f"/api/v1/users/{user_id}", json={"is_active": False})
    assert [(await client.get(WHO, headers=h)).status_code for h in (header, key)] == [401, 403]
    await admin.patch(f"/api/v1/users/{user_id}", json={"is_active": True})
    assert (await client.get(WHO, headers=header)).status_code == 401


async def test_a_warm_request_reads_nothing(house, client, monkeypatch):
    header = {"authorization": await token(client, "admin")}
    await client.get("/api/v1/config", headers=header)
    monkeypatch.setattr(house.store, "read", None)
    monkeypatch.setattr(house.store, "read_now", None)
    assert (await client.get("/api/v1/config", headers=header)).json()["type"] == "full"
