"""The first administrator."""

import pytest

from runyard.domains.identity import first_admin_token

URL = "/api/runyard/setup"


class TestWithoutAdministrator:
    @pytest.fixture
    def settings(self, settings):
        return settings.model_copy(update={"admin_username": None, "admin_password": None})

    async def test_the_one_time_token_makes_one_and_signs_them_in(self, house, client):
        token = await first_admin_token(house)
        assert (await client.get(URL)).json()["needs_admin"] is True
        made = await client.post(URL, json={"token": token, "username": "root", "password": "long-enough"})
        me = await client.get(
            "/api/v1/users/whoami", headers={"authorization": f"Bearer {made.json()['access_token']}"}
        )
        assert (me.json()["username"], me.json()["is_superuser"]) == ("root", True)
        assert (await client.get(URL)).json()["needs_admin"] is False

    async def test_the_token_works_once(self, house, client):
        token = await first_admin_token(house)
        await client.post(URL, json={"token": token, "username": "root", "password": "long-enough"})
        again = await client.post(URL, json={"token": token, "username": "root2", "password": "long-enough"})
        assert again.status_code == 409

    @pytest.mark.parametrize("token", ["wrong", "", None, 0, [], {}])
    async def test_a_wrong_token_makes_nobody(self, house, client, token):
        await first_admin_token(house)
        reply = await client.post(URL, json={"token": token, "username": "root", "password": "long-enough"})
        assert 400 <= reply.status_code < 500
        assert (await client.get(URL)).json()["needs_admin"] is True

    async def test_without_a_printed_token_no_token_works(self, client):
        reply = await client.post(URL, json={"token": "None", "username": "root", "password": "long-enough"})
        assert reply.status_code == 403

    async def test_a_refused_password_leaves_the_token_good(self, house, client):
        token = await first_admin_token(house)
        short = await client.post(URL, json={"token": token, "username": "root", "password": "short"})
        good = await client.post(URL, json={"token": token, "username": "root", "password": "long-enough"})
        assert (short.status_code, good.status_code) == (422, 200)

    @pytest.mark.parametrize("name", ["admin", "langflow", ""])
    async def test_no_default_account_exists(self, client, name):
        reply = await client.post("/api/v1/login", data={"username": name, "password": name})
        assert reply.status_code in (401, 422)


async def test_with_an_administrator_there_is_no_token(house, app):
    assert await first_admin_token(house) is None


class TestAutoLogin:
    @pytest.fixture
    def settings(self, settings):
        return settings.model_copy(update={"auto_login": True, "admin_username": None, "admin_password": None})

    async def test_it_hands_out_the_built_in_administrator(self, client):
        reply = await client.get("/api/v1/auto_login")
        client.cookies.clear()
        header = {"authorization": f"Bearer {reply.json()['access_token']}"}
        assert (await client.get("/api/v1/users/whoami", headers=header)).json()["is_superuser"] is True

    async def test_it_does_not_mean_anonymous_access(self, client):
        assert (await client.get("/api/v1/users/whoami")).status_code == 403
