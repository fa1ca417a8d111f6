"""A real server and a real browser for the pages; every page of a test may only talk to that server."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.support.model_server import ModelServer
from tests.support.server import LiveServer, serving
from tests.support.services import missing

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "src" / "runyard" / "app" / "static" / "index.html"
ASKS_A_MODEL = ROOT / "contract" / "golden" / "langflow" / "flows" / "llm.json"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


class HeldModel:
    """A language model in a thread of its own; while held, its answers stop after their first word."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.server = ModelServer(style="shout")
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self._do(self.server.__aenter__())

    def _do(self, work: Any) -> Any:
        answer: Future[Any] = asyncio.run_coroutine_threadsafe(work, self.loop)
        return answer.result(10)

    async def _hold(self) -> None:
        self.server.gate = asyncio.Event()

    async def _release(self) -> None:
        if self.server.gate is not None:
            self.server.gate.set()
            self.server.gate = None

    def hold(self) -> None:
        """From now on answers stop after their first word."""
        self._do(self._hold())

    def release(self) -> None:
        """Whatever stopped goes on."""
        self._do(self._release())

    def close(self) -> None:
        """End it."""
        self.release()
        self._do(self.server.__aexit__())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)


@pytest.fixture(scope="session")
def model() -> Iterator[HeldModel]:
    """The language model that flows of these tests ask."""
    made = HeldModel()
    yield made
    made.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, model: HeldModel) -> Iterator[LiveServer]:
    """One server for all pages; its administrator is there from the start."""
    if not BUNDLE.is_file():
        missing("The web app", "build it with ./run serve, or npm run build in web/")
    with serving(tmp_path_factory.mktemp("browser"), RUNYARD_HTTP_ALLOW=model.server.address) as live:
        yield live


class Asker:
    """A stored flow that asks the model, and a way to run it that does not wait for the answer."""

    def __init__(self, server: LiveServer, model: HeldModel, name: str) -> None:
        self.name = name
        data = json.loads(ASKS_A_MODEL.read_text())
        for node in data["nodes"]:
            template = node["data"]["node"]["template"]
            if "openai_api_base" in template:
                template["openai_api_base"]["value"] = model.server.url
        self._http = httpx.Client(base_url=server.url, headers=server.bearer())
        made = self._http.post("/api/v1/flows/", json={"name": name, "data": data}).raise_for_status()
        self.id: str = made.json()["id"]

    def ask(self, text: str) -> str:
        """Start a run; answers its id."""
        body = {"inputs": {"input_value": text, "type": "chat"}}
        started = self._http.post(f"/api/v1/build/{self.id}/flow", params={"event_delivery": "polling"}, json=body)
        return str(started.raise_for_status().json()["job_id"])


@pytest.fixture(scope="session")
def asker(server: LiveServer, model: HeldModel) -> Asker:
    """A flow whose run lasts as long as the model is held."""
    return Asker(server, model, "Asks a model")


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


@pytest.fixture(scope="session")
def context(server: LiveServer, chromium: Browser) -> Iterator[BrowserContext]:
    """The browser of one person, with the cache and the session that a day of work has."""
    made = chromium.new_context(viewport=WIDE)
    sign_in(made, server)
    yield made
    made.close()


@pytest.fixture
def visit(server: LiveServer, context: BrowserContext) -> Iterator[Visit]:
    """A signed-in visit on a wide screen; afterwards nothing foreign was asked and no page broke."""
    guest = Visit(context, server)
    yield guest
    guest.page.close()
    assert guest.foreign == []
    assert guest.errors == []


@pytest.fixture
def stranger(server: LiveServer, chromium: Browser) -> Iterator[Visit]:
    """A visit without a session."""
    context = chromium.new_context(viewport=WIDE)
    yield Visit(context, server)
    context.close()
