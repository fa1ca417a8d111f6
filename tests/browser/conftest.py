"""A real server and a real browser for the pages; every page of a test may only talk to that server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.support.server import LiveServer, serving
from tests.support.services import missing

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "src" / "runyard" / "app" / "static" / "index.html"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """One server for all pages; its administrator is there from the start."""
    if not BUNDLE.is_file():
        missing("The web app", "build it with ./run serve, or npm run build in web/")
    with serving(tmp_path_factory.mktemp("browser")) as live:
        yield live


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, started once."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        missing("Chromium", "apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """One browser context on the server: what it asked of whom, and what went wrong in its pages."""

    def __init__(self, context: BrowserContext, server: LiveServer) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(8_000)
        self.server = server
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._asked)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.server.url, "data:", "blob:")):
            self.foreign.append(request.url)

    def go(self, path: str, heading: str | None = None) -> Page:
        """Open an address and wait for its heading."""
        self.page.goto(self.server.url + path)
        if heading:
            self.page.get_by_role("heading", name=heading, level=1).first.wait_for()
        return self.page

    def axe(self) -> list[str]:
        """What axe-core finds wrong, one line each."""
        if not AXE.is_file():
            missing("axe-core", "npm ci in web/")
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("async () => (await axe.run()).violations")
        return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


def sign_in(context: BrowserContext, server: LiveServer) -> None:
    """Cookies as after the sign-in page."""
    form = {"username": server.username, "password": server.password}
    assert context.request.post(f"{server.url}/api/v1/login", form=form).ok


@pytest.fixture
def visit(server: LiveServer, chromium: Browser) -> Iterator[Visit]:
    """A signed-in visit on a wide screen; afterwards nothing foreign was asked and no page broke."""
    context = chromium.new_context(viewport=WIDE)
    sign_in(context, server)
    guest = Visit(context, server)
    yield guest
    context.close()
    assert guest.foreign == []
    assert guest.errors == []


@pytest.fixture
def stranger(server: LiveServer, chromium: Browser) -> Iterator[Visit]:
    """A visit without a session."""
    context = chromium.new_context(viewport=WIDE)
    yield Visit(context, server)
    context.close()
