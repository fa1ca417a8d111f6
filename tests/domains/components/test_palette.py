"""The palette, prompts and nodes that follow their declaration."""

import pytest

from runyard.domains.components.prompts import BadPrompt, names_in, with_fields


async def test_the_palette_holds_every_component_compressed(user, house):
    reply = await user.get("/api/v1/all")
    types = {kind for group in reply.json().values() for kind in group}
    assert reply.headers["content-encoding"] == "gzip"
    assert {cls.type for cls in house.catalogue.all()} <= types


async def test_an_unchanged_palette_is_not_sent_again(user):
    etag = (await user.get("/api/v1/all")).headers["etag"]
    assert (await user.get("/api/v1/all", headers={"if-none-match": etag})).status_code == 304


async def test_a_prompt_gives_its_node_one_field_per_variable(user, house):
    node = house.catalogue.find("Prompt").template()
    asked = {"name": "template", "template": "Dear {who}, {{as is}} {what}", "frontend_node": node}
    answer = (await user.post("/api/v1/validate/prompt", json=asked)).json()
    assert answer["input_variables"] == ["who", "what"]
    assert {"who", "what"} <= answer["frontend_node"]["template"].keys()


def test_a_dropped_variable_takes_its_field_along_and_others_keep_their_value():
    node = {
        "template": {"template": {}, "old": {"value": "x"}, "kept": {"value": "y"}},
        "custom_fields": {"template": ["old", "kept"]},
    }
    changed = with_fields(node, "template", ["kept", "new"])
    assert "old" not in changed["template"] and changed["template"]["kept"] == {"value": "y"}


@pytest.mark.parametrize("template", ["{a b}", "{1st}", "{a.b}", "{a[0]}"])
def test_a_variable_that_is_no_name_is_refused_by_name(template):
    with pytest.raises(BadPrompt, match="template"):
        names_in(template)


async def test_tool_mode_leaves_one_output_for_agents(user, house):
    template = house.catalogue.find("CalculatorComponent").template()["template"]
    asked = {"code": "", "template": template, "field": "tool_mode", "field_value": True, "tool_mode": True}
    node = (await user.post("/api/v1/custom_component/update", json=asked)).json()
    assert [one["name"] for one in node["outputs"]] == ["component_as_tool"]


async def test_a_node_of_no_installed_component_is_refused(user):
    asked = {"code": "import os", "template": {"zig": {"type": "str"}, "zag": {"type": "str"}}, "field": "zig"}
    assert (await user.post("/api/v1/custom_component/update", json=asked)).status_code == 400
