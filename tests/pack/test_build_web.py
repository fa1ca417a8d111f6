"""The web app is built when its sources changed, and only a package must have it."""

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "pack" / "build_web.py"


@pytest.fixture
def web(tmp_path, monkeypatch):
    """The hook on a small web app in a folder of its own."""
    spec = importlib.util.spec_from_file_location("build_web", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, place in {"WEB": "web", "OUT": "static", "STAMP": "static/.fingerprint"}.items():
        monkeypatch.setattr(module, name, tmp_path / place)
    (tmp_path / "web" / "src").mkdir(parents=True)
    (tmp_path / "web" / "package.json").write_text("{}")
    (tmp_path / "web" / "src" / "main.ts").write_text("1")
    monkeypatch.delenv("WEB_BUILD", raising=False)
    return module


@pytest.fixture
def builds(web, monkeypatch):
    """Counts builds instead of calling Node."""
    done = []

    def build():
        web.OUT.mkdir(exist_ok=True)
        (web.OUT / "index.html").write_text("<html>built</html>")
        web.STAMP.write_text(web.fingerprint())
        done.append(1)

    monkeypatch.setattr(web, "build", build)
    return done


def test_unchanged_sources_are_built_once(web, builds):
    web.ensure(may_lack=True)
    web.ensure(may_lack=True)
    assert builds == [1]


def test_a_changed_source_is_built_again(web, builds):
    web.ensure(may_lack=True)
    (web.WEB / "src" / "main.ts").write_text("2")
    web.ensure(may_lack=True)
    assert builds == [1, 1]


def test_installed_packages_are_no_sources(web):
    before = web.fingerprint()
    (web.WEB / "node_modules" / "x").mkdir(parents=True)
    (web.WEB / "node_modules" / "x" / "y.js").write_text("1")
    assert web.fingerprint() == before


def failing(web, monkeypatch):
    def build():
        raise web.WebBuildFailed("npm packages ended with 1: no network <here>")

    monkeypatch.setattr(web, "build", build)


def test_an_editable_install_goes_on_with_a_page_that_says_why(web, monkeypatch):
    failing(web, monkeypatch)
    web.ensure(may_lack=True)
    page = (web.OUT / "index.html").read_text()
    assert "API works" in page and "no network &lt;here&gt;" in page


def test_a_package_without_the_web_app_is_refused(web, monkeypatch):
    failing(web, monkeypatch)
    with pytest.raises(web.WebBuildFailed):
        web.ensure(may_lack=False)


def test_a_package_may_not_skip_the_web_app(web, monkeypatch):
    monkeypatch.setenv("WEB_BUILD", "skip")
    with pytest.raises(web.WebBuildFailed, match="WEB_BUILD"):
        web.ensure(may_lack=False)


def test_a_failed_build_tries_again_next_time(web, monkeypatch):
    failing(web, monkeypatch)
    web.ensure(may_lack=True)
    assert web.needed()


def test_the_first_error_line_is_the_cause(web, capsys):
    with pytest.raises(web.WebBuildFailed, match="npm error network down"):
        web.call("npm packages", ["sh", "-c", "echo npm error network down; echo npm error see log; exit 1"], {})
