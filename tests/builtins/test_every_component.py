"""What holds for every component that ships: a sane declaration, a template that holds it, refusals that name the field."""

import ast
from pathlib import Path

import pytest

import runyard_builtins
from runyard_sdk.testing import component_tests

ROOT = Path(runyard_builtins.__file__).parent
ALLOWED = {"runyard_sdk", "runyard_builtins", "pypdf", "selectolax"}

for _cls in runyard_builtins.ALL:
    globals()[f"Test{_cls.__name__}"] = component_tests(_cls)


def test_no_two_components_answer_to_the_same_name():
    names = [name for cls in runyard_builtins.ALL for name in (cls.type, *cls.aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("cls", runyard_builtins.ALL, ids=lambda cls: cls.type)
def test_a_fresh_node_can_be_made_of_the_defaults(cls):
    assert cls().extra == {}


def test_builtins_import_only_the_sdk():
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = (
                [one.name for one in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in (one.split(".")[0] for one in names):
                assert name != "runyard", f"{path} imports {name}"


def test_no_component_runs_code():
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "compile", "__import__"), path
