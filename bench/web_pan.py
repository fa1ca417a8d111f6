"""How smoothly a big flow moves in the editor: 500 nodes and 800 wires, panned and dragged in a headless browser.

Starts a server of its own in a temporary folder with the built web app. Software rendering, so frame rates are a lower
bound. Run it with `.venv/bin/python bench/web_pan.py [--nodes 500] [--wires 800] [--url http://127.0.0.1:7860]`; with
--url it uses a server that is running (admin / RUNYARD_ADMIN_PASSWORD).
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PIECE = ROOT / "contract" / "golden" / "langflow" / "flows" / "prompt2.json"
PASSWORD = os.environ.get("RUNYARD_ADMIN_PASSWORD", "Admin-pass-1")
FRAMES = """() => { window.__frames = []; let last = performance.now();
  window.__run = true; const tick = (now) => { window.__frames.push(now - last); last = now; if (window.__run) requestAnimationFrame(tick) };
  requestAnimationFrame(tick) }"""
TASKS = "() => { window.__tasks = []; new PerformanceObserver((l) => l.getEntries().forEach((e) => window.__tasks.push(e.duration))).observe({ type: 'longtask', buffered: true }) }"


def big_flow(nodes: int, wires: int) -> dict[str, Any]:
    """A grid of real components, each wired to the ones before it."""
    piece = json.loads(PIECE.read_text())
    kinds = [node for node in piece["nodes"] if node["data"]["type"] in ("ChatOutput", "Prompt Template", "Prompt")]
    sources = [node for node in kinds if node["data"]["type"] != "ChatOutput"]
    made = [node_at(sources[at % len(sources)], at) for at in range(nodes)]
    edges = [edge for span in (1, 2, 7) for at in range(span, nodes) if (edge := wire(made[at - span], made[at], span))]
    return {"nodes": made, "edges": edges[:wires], "viewport": {"x": 0, "y": 0, "zoom": 1}}


def node_at(pattern: dict[str, Any], at: int) -> dict[str, Any]:
    node = copy.deepcopy(pattern)
    node["id"] = node["data"]["id"] = f"{node['data']['type']}-n{at:04d}"
    node["position"] = {"x": (at % 25) * 360, "y": (at // 25) * 320}
    template = node["data"]["node"]["template"]
    for name in ("first", "second"):
        template[name] = {
            "type": "str",
            "name": name,
            "display_name": name,
            "value": "",
            "input_types": ["Message"],
            "show": True,
            "multiline": True,
            "list": True,
            "required": False,
            "advanced": False,
        }
    return node


def wire(source: dict[str, Any], target: dict[str, Any], span: int) -> dict[str, Any]:
    output = source["data"]["node"]["outputs"][0]
    field = "first" if span == 1 else "second"
    start = {
        "dataType": source["data"]["type"],
        "id": source["id"],
        "name": output["name"],
        "output_types": output["types"],
    }
    end = {"fieldName": field, "id": target["id"], "inputTypes": ["Message"], "type": "str"}
    text = [json.dumps(handle).replace('"', "œ") for handle in (start, end)]
    return {
        "id": f"xy-edge__{span}{source['id']}-{target['id']}",
        "source": source["id"],
        "target": target["id"],
        "sourceHandle": text[0],
        "targetHandle": text[1],
        "data": {"sourceHandle": start, "targetHandle": end},
    }


@contextmanager
def server() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        env = os.environ | {"RUNYARD_ADMIN_USERNAME": "admin", "RUNYARD_ADMIN_PASSWORD": PASSWORD}
        command = [sys.executable, "-m", "runyard.app.cli", "serve", "--port", str(port), "--data", data]
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield wait_for(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            process.wait(20)


def wait_for(url: str) -> str:
    for _ in range(200):
        try:
            httpx.get(url + "/health", timeout=1)
            return url
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")


def store(url: str, flow: dict[str, Any]) -> str:
    with httpx.Client(base_url=url) as client:
        token = client.post("/api/v1/login", data={"username": "admin", "password": PASSWORD}).json()["access_token"]
        reply = client.post(
            "/api/v1/flows/",
            json={"name": f"Big {time.time():.0f}", "data": flow},
            headers={"Authorization": f"Bearer {token}"},
        )
        reply.raise_for_status()
        return str(reply.json()["id"])


def sign_in(page: Page, url: str) -> None:
    page.goto(url + "/sign-in")
    page.locator("input:not([type=password])").first.fill("admin")
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/flows*")


def measured(page: Page, label: str, act: Any) -> float:
    page.evaluate(FRAMES)
    page.evaluate("() => { window.__tasks.length = 0 }")
    begun = time.monotonic()
    act(page)
    spent = time.monotonic() - begun
    frames = sorted(page.evaluate("() => { window.__run = false; return window.__frames.slice(1) }"))
    tasks = page.evaluate("() => window.__tasks")
    fps = len(frames) / spent
    longest = max(tasks, default=0)
    print(f"{label:28} {fps:5.1f} fps   p95 {frames[int(len(frames) * 0.95)]:5.0f} ms   longest task {longest:4.0f} ms")
    return fps


def pan(page: Page) -> None:
    page.mouse.move(800, 130)
    page.mouse.down()
    for stroke in range(4):
        for step in range(45):
            page.mouse.move(800 + (6 * step if stroke % 2 == 0 else 270 - 6 * step), 130 + step % 10)
    page.mouse.up()


def drag(page: Page) -> None:
    box = page.locator(".react-flow__node .drag").nth(40).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(120):
        page.mouse.move(x + step, y + step % 40)
    page.mouse.up()


def wheel(page: Page) -> None:
    page.mouse.move(800, 450)
    for step in range(60):
        page.mouse.wheel(0, -60 if step < 30 else 60)
        page.wait_for_timeout(16)


def measure(url: str, nodes: int, wires: int) -> None:
    flow_id = store(url, big_flow(nodes, wires))
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(f"({TASKS})()")
        sign_in(page, url)
        page.wait_for_load_state("networkidle")
        begun = time.monotonic()
        page.goto(f"{url}/flows/{flow_id}")
        page.wait_for_selector(".react-flow__node", state="visible")
        print(f"{'open, from a cold page':28} {time.monotonic() - begun:5.2f} s")
        page.wait_for_timeout(2500)
        print(
            f"{'in the document':28} {page.locator('.react-flow__node').count()} nodes, {page.locator('.react-flow__edge').count()} wires"
        )
        measured(page, "pan, everything in view", pan)
        measured(page, "drag a node, all in view", drag)
        measured(page, "zoom by wheel", wheel)
        page.get_by_title("Back to 100 %").click()
        page.wait_for_timeout(800)
        measured(page, "pan at 100 %", pan)
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--nodes", type=int, default=500)
    parser.add_argument("--wires", type=int, default=800)
    parser.add_argument("--url")
    options = parser.parse_args()
    if options.url:
        measure(options.url, options.nodes, options.wires)
        return
    with server() as url:
        measure(url, options.nodes, options.wires)


if __name__ == "__main__":
    main()
