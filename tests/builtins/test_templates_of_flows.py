"""The templates of components against the nodes of saved flows: same fields, kinds, defaults and outputs."""

import json
from pathlib import Path

import pytest

import runyard_builtins

REPOSITORY = Path(__file__).parents[2]
RECORDED = sorted((REPOSITORY / "contract/golden/langflow/flows").glob("*.json"))
REAL = sorted((REPOSITORY / "tests/flows/langflow").glob("*.json"))
BY_TYPE = {name: cls for cls in runyard_builtins.ALL for name in (cls.type, *cls.aliases)}

WORDING = {"info", "display_name", "placeholder"}
CHOSEN_BY_THE_USER = {"value", "load_from_db", "show", "dynamic", "advanced"}
NODE_STATE = {"template", "outputs", "metadata", "lf_version", "custom_fields", "description"}


def nodes(path):
    data = json.loads(path.read_text())
    for node in data.get("data", data)["nodes"]:
        if node["type"] == "genericNode" and node["data"]["type"] in BY_TYPE:
            yield BY_TYPE[node["data"]["type"]], node["data"]["node"]


def fields(node):
    variables = {name for names in node["custom_fields"].values() for name in names}
    return {
        name: shape
        for name, shape in node["template"].items()
        if isinstance(shape, dict) and "type" in shape and name not in variables
    }


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_recorded_nodes_have_exactly_the_declared_fields(path):
    for cls, node in nodes(path):
        saved, declared = fields(node), fields(cls.template() | {"custom_fields": {}})
        assert saved.keys() == declared.keys(), cls.type
        for name, shape in declared.items():
            ours = {key: value for key, value in shape.items() if key not in WORDING | CHOSEN_BY_THE_USER}
            theirs = {key: value for key, value in saved[name].items() if key not in WORDING | CHOSEN_BY_THE_USER}
            assert ours == theirs, (cls.type, name)


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_recorded_nodes_have_exactly_the_declared_outputs(path):
    for cls, node in nodes(path):
        assert node["outputs"] == cls.template()["outputs"], cls.type


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_recorded_nodes_have_the_declared_head(path):
    for cls, node in nodes(path):
        template = cls.template()
        for key in template.keys() - NODE_STATE:
            assert node[key] == template[key], (cls.type, key)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_flows_use_no_field_that_is_not_declared(path):
    for cls, node in nodes(path):
        unknown = fields(node).keys() - cls.__fields__.keys() - {"code", "tools_metadata"}
        assert not unknown, (cls.type, unknown)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_flows_use_the_declared_outputs(path):
    for cls, node in nodes(path):
        if node.get("tool_mode"):
            continue
        declared = {one.name: (one.method, set(one.types)) for one in cls.spec().outputs}
        for one in node["outputs"]:
            assert one["name"] in declared, (cls.type, one["name"])
            assert declared[one["name"]][0] == one["method"], (cls.type, one["name"])


@pytest.mark.parametrize("path", RECORDED + REAL, ids=lambda path: path.stem)
def test_saved_values_can_be_read(path):
    for cls, node in nodes(path):
        values = {
            name: shape.get("file_path") if shape["type"] == "file" else shape.get("value")
            for name, shape in fields(node).items()
        }
        cls(**{name: value for name, value in values.items() if name != "code"})
