"""A real Chromium before the running application: the server, what may not be said, what a page must be."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response
from werkzeug.serving import make_server

from config import ROOT, Config

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}  # also what 1280 is at 400 % zoom
PATIENCE = 30_000  # milliseconds that a browser may take for one thing: it shares the machine with much else
PLACE = {"locale": "nb-NO", "timezone_id": "Europe/Oslo"}
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
PASSWORD = "Furu-over-Femunden-1814"


def launch_arguments() -> dict[str, Any]:
    """Say which Chromium is started and how: the system's, else the one that Playwright fetched."""
    found = shutil.which("chromium")
    return {"args": list(FLAGS)} | ({"executable_path": found} if found else {})


# --- The running application ---------------------------------------------------------------------


@dataclass(frozen=True)
class Site:
    """The application, answering at an address."""

    app: Flask
    config: Config
    url: str


@contextmanager
def served(app: Flask, config: Config) -> Iterator[Site]:
    """Let the application answer on a free port, several requests at once."""
    server = make_server("127.0.0.1", 0, _in_one_go(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(app, config, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _in_one_go(app: Flask) -> WSGIApplication:
    """Close what an answer reads before it is sent: the server forgets to when a browser hangs up on it."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        with closing(app.wsgi_app(environ, start_response)) as parts:  # type: ignore[type-var]
            return [b"".join(parts)]

    return answer


@contextmanager
def worker(config: Config) -> Iterator[subprocess.Popen[bytes]]:
    """Run the worker as in production: a process of its own, on the same database and files."""
    settings = {
        "DATABASE_URL": config.database_url,
        "STORAGE_URL": config.storage_url,
        "MAIL_URL": "console:",
    }
    command = (sys.executable, "-m", "flask", "--app", "wsgi", "worker")
    child = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL)
    try:
        yield child
    finally:
        child.terminate()
        child.wait(15)


# --- What the browser must never say -------------------------------------------------------------


@dataclass
class Watch:
    """What went wrong in a browser while a test used it: whatever it calls an error in its console."""

    faults: list[str] = field(default_factory=list)
    refused: set[str] = field(
        default_factory=set
    )  # pages that answered 4xx: the browser logs a line for each

    def over(self, context: BrowserContext) -> Watch:
        """Listen to every page of a context."""
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        return self

    def _response(self, response: Response) -> None:
        if 400 <= response.status < 500 and response.request.is_navigation_request():
            self.refused.add(response.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        where = message.location["url"].partition("#")[0]
        own_page = "Failed to load resource" in message.text and where in self.refused
        if not own_page:
            self.faults.append(f"{message.text} ({message.location['url']})")

    def check(self) -> None:
        """Fail when the browser complained."""
        assert self.faults == []


# --- What every page must be ---------------------------------------------------------------------


def check_page(page: Page) -> None:
    """Check what holds for every page."""
    found = faults_of(page)
    assert not found, found


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with a page: accessibility, width, heading, language or title."""
    found = violations(page)
    if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        found.append("scrolls sideways")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} headings of the first level")
    if page.locator("html").get_attribute("lang") not in ("nb", "nn", "en"):
        found.append("no language")
    if not re.fullmatch(r".+ – Samkjøp", page.title()):
        found.append(f"the title {page.title()!r}")
    return found


def violations(page: Page) -> list[str]:
    """Return what axe finds, each with its place, once the page has its styles."""
    page.wait_for_load_state("load")
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['html'][:160]}" for each in found for node in each["nodes"]
    ]


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in as a person does: through the form."""
    page.goto("/sign-in")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
