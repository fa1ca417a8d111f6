"""`./run` says in one sentence what is wrong and what to do about it."""

import os
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

RUN = Path(__file__).parents[2] / "run"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The script as a module, on an empty checkout."""
    module = ModuleType("run")
    module.__file__ = str(RUN)
    exec(compile(RUN.read_text(), str(RUN), "exec"), module.__dict__)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "LOG", tmp_path / ".venv" / "setup.log")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "constraints.txt").write_text("")
    return module


def test_without_a_command_it_says_what_there_is():
    said = subprocess.run([RUN], capture_output=True, text=True, check=True).stdout
    assert "./run serve" in said and "./run test" in said


def test_an_old_python_is_named_with_the_remedy(run, monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit):
        run.check_python()
    said = capsys.readouterr().err
    assert "this is 3.9" in said and "apt install python3.11" in said


def test_a_missing_venv_module_is_named_with_the_remedy(run, monkeypatch, capsys):
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit):
        run.make_environment(uv=None)
    assert "apt install python3-venv" in capsys.readouterr().err


def test_a_failed_step_names_its_command_and_shows_its_output(run, capsys):
    run.VENV.mkdir()
    with pytest.raises(SystemExit):
        run.step("packages", ["sh", "-c", "echo no such package; exit 3"])
    said = capsys.readouterr().err
    assert "packages failed (exit code 3): sh -c" in said and "no such package" in said


def test_packages_are_installed_once(run, monkeypatch):
    run.VENV.mkdir()
    steps = []
    monkeypatch.setattr(run, "step", lambda what, command, **env: steps.append(what))
    run.install(None, "test")
    run.install(None, "serve")
    assert steps == ["packages"]


def test_changed_pins_install_again(run, monkeypatch):
    run.VENV.mkdir()
    steps = []
    monkeypatch.setattr(run, "step", lambda what, command, **env: steps.append(what))
    run.install(None, "serve")
    (run.ROOT / "constraints.txt").write_text("orjson==3\n")
    run.install(None, "serve")
    assert len(steps) == 2


def test_it_can_be_executed():
    assert os.access(RUN, os.X_OK)
