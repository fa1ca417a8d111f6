"""Variables of users."""

from runyard.domains.settings import find_variable, variable_value

URL = "/api/v1/variables/"


def body(name="GREETING", value="canary-value", type="Credential"):
    return {"name": name, "value": value, "type": type, "default_fields": []}


async def test_the_value_of_a_credential_is_never_answered(user):
    made = await user.post(URL, json=body())
    changed = await user.patch(URL + made.json()["id"], json={"id": made.json()["id"], "value": "canary-2"})
    assert not any("canary" in reply.text for reply in (made, changed, await user.get(URL)))


async def test_values_are_sealed_in_the_database(user, settings):
    await user.post(URL, json=body())
    await user.post(URL, json=body("PLAIN", "canary-plain", "Generic"))
    assert not any(b"canary" in file.read_bytes() for file in settings.data.glob("test.db*"))


async def test_a_refused_variable_is_not_repeated(user):
    reply = await user.post(URL, json={"name": "A", "value": {"x": "canary"}, "default_fields": []})
    assert (reply.status_code, "canary" in reply.text) == (422, False)


async def test_not_even_an_administrator_reaches_the_variables_of_others(user, admin):
    made = (await user.post(URL, json=body())).json()
    assert (await admin.get(URL)).json() == []
    assert (await admin.patch(URL + made["id"], json={"id": made["id"], "value": "x"})).status_code == 404
    assert (await admin.delete(URL + made["id"])).status_code == 404


async def test_two_people_may_use_one_name(user, user2):
    assert [(await who.post(URL, json=body())).status_code for who in (user, user2)] == [201, 201]


async def test_a_run_gets_the_value_and_whether_it_is_secret(user, house):
    await user.post(URL, json=body())
    owner = (await user.get("/api/v1/users/whoami")).json()["id"]
    found = await find_variable(house, owner, "GREETING")
    assert (found.value, found.secret) == ("canary-value", True)
    assert await variable_value(house, owner, "OTHER") is None


async def test_a_changed_value_reaches_the_next_run(user, house):
    made = (await user.post(URL, json=body())).json()
    owner = (await user.get("/api/v1/users/whoami")).json()["id"]
    await variable_value(house, owner, "GREETING")
    await user.patch(URL + made["id"], json={"id": made["id"], "value": "new"})
    assert await variable_value(house, owner, "GREETING") == "new"
    await user.delete(URL + made["id"])
    assert await variable_value(house, owner, "GREETING") is None


async def test_a_name_taken_by_renaming_is_refused(user):
    await user.post(URL, json=body("A"))
    other = (await user.post(URL, json=body("B"))).json()
    assert (await user.patch(URL + other["id"], json={"id": other["id"], "name": "A"})).status_code == 400


async def test_variables_go_with_their_owner(admin, client, user, house):
    await user.post(URL, json=body())
    owner = (await user.get("/api/v1/users/whoami")).json()["id"]
    await admin.delete(f"/api/v1/users/{owner}")
    assert await variable_value(house, owner, "GREETING") is None
