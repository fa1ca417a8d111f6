"""Import directions are held by contracts that really break when a floor reaches up."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
SHELVES = {"faces": "screens", "work": "flows", "catalogue": "components", "ground": "identity"}


def contracts(tmp_path, imports):
    """Lint a small house with the contracts of the real one; `imports` maps a module to what it imports."""
    modules = {f"runyard.{floor}" for floor in ("app", "domains", "wire", "engine", "kernel", "access", "store", "kit")}
    modules |= {f"runyard.domains.{room}" for room in (*SHELVES.values(), "jobs")} | {"runyard_sdk", "runyard_builtins"}
    for name in {"runyard", *modules}:
        folder = tmp_path / Path(*name.split("."))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").write_text(imports.get(name, ""))
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([program, "--no-logo", "--no-cache"], cwd=tmp_path, capture_output=True, text=True, env={})
    return done.returncode, done.stdout


def test_a_house_without_imports_keeps_every_contract(tmp_path):
    code, said = contracts(tmp_path, {})
    assert code == 0, said


@pytest.mark.parametrize(
    ("module", "imports"),
    [
        ("runyard.kit", "import runyard.store"),
        ("runyard.engine", "import runyard.domains.flows"),
        ("runyard.domains.identity", "import runyard.domains.flows"),
        ("runyard.domains.components", "import runyard.domains.screens"),
        ("runyard.domains.flows", "import runyard_builtins"),
        ("runyard_sdk", "import runyard.kit"),
        ("runyard_builtins", "import runyard.engine"),
    ],
)
def test_reaching_up_breaks_a_contract(tmp_path, module, imports):
    assert contracts(tmp_path, {module: imports})[0] == 1


def test_rooms_of_one_shelf_may_call_each_other_but_not_in_a_circle(tmp_path):
    one = {"runyard.domains.flows": "import runyard.domains.jobs"}
    assert contracts(tmp_path, one)[0] == 0
    assert contracts(tmp_path, {**one, "runyard.domains.jobs": "import runyard.domains.flows"})[0] == 1


def test_every_room_has_a_shelf():
    shelves = next(c for c in SETTINGS["contracts"] if c["name"].startswith("Shelves"))
    placed = {room.strip(" ()") for shelf in shelves["layers"] for room in shelf.split(":")}
    rooms = {folder.name for folder in (ROOT / "src/runyard/domains").iterdir() if (folder / "__init__.py").exists()}
    assert rooms <= placed
