"""The page in a real browser, before a server of its own with an empty diary."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from levelhip.web.app import STATIC, made_app
from levelhip.web.serving import loopback_hosts, open_socket

CHROMIUM = os.environ.get("LEVELHIP_CHROMIUM", "/usr/bin/chromium")
FASTER = 10.0
"""Sessions run so much faster than the day, so that nobody waits for a rest."""


def fast() -> float:
    """A clock for sessions, s."""
    return FASTER * time.monotonic()


@dataclass
class Site:
    """A running server.

    Attributes
    ----------
    url : where it is
    outside : addresses elsewhere that a page has asked for; there must be none
    """

    url: str
    outside: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM}: not here; install chromium or set LEVELHIP_CHROMIUM")
    with sync_playwright() as made:
        opened = made.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def site(own_store: None) -> Iterator[Site]:
    """The whole server, in a thread, on any port that is free."""
    if not (STATIC / "index.html").is_file():
        pytest.fail("the page is not built; run: make setup")
    opened = open_socket(0)
    port = opened.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(made_app(loopback_hosts(port), steady=fast), log_level="warning")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]})
    thread.start()
    yield Site(f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join(timeout=20)
    opened.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A phone's page; every request that leaves this machine is stopped and noted."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)

    def seen(route, request):  # type: ignore[no-untyped-def]
        if request.url.startswith(site.url):
            route.continue_()
        else:
            site.outside.append(request.url)
            route.abort()

    context.route("**/*", seen)
    opened = context.new_page()
    yield opened
    context.close()
    assert site.outside == []


BEGIN = """async () => {
  const asked = await (await fetch("/api/safety/questions?full=true")).json();
  const said = Object.fromEntries(asked.map((each) => [each.id, "no"]));
  await fetch("/api/safety/answers", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ said }),
  });
}"""


@pytest.fixture
def begun(page: Page, site: Site) -> Page:
    """A page with a diary in which every safety question was answered with no."""
    page.goto(site.url)
    page.evaluate(BEGIN)
    return page
