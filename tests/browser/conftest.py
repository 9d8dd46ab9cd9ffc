"""The page in a real browser, before a server of its own with an empty diary."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from levelhip.web.app import STATIC, made_app
from levelhip.web.lan import Lan
from levelhip.web.serving import loopback_hosts, open_socket
from tools.threads import serving

CHROMIUM = os.environ.get("LEVELHIP_CHROMIUM", "/usr/bin/chromium")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
LIMIT_MS = 90_000
"""A busy machine may take so long to show what is waited for."""

expect.set_options(timeout=LIMIT_MS)

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
    faults : what a page has complained of: errors, what its policy forbade
    """

    url: str
    outside: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@contextmanager
def running_site(
    port: int = 0, *, steady: Callable[[], float] = fast, lan: Lan | None = None
) -> Iterator[Site]:
    """The whole server, in a thread, by the clock of who opens it (`standing_at` holds in it)."""
    if not (STATIC / "index.html").is_file():
        pytest.fail("the page is not built; run: make setup")
    opened = open_socket(port)
    port = opened.getsockname()[1]
    app = made_app(loopback_hosts(port), steady=steady, lan=lan)
    with serving(uvicorn.Config(app, log_level="warning"), opened):
        yield Site(f"http://127.0.0.1:{port}")


def watch(context: BrowserContext, site: Site) -> None:
    """Stop and note every request that leaves the server; note what its pages complain of."""

    def seen(route, request):  # type: ignore[no-untyped-def]
        if request.url.startswith((site.url, "blob:", "data:")):
            route.continue_()
        else:
            site.outside.append(request.url)
            route.abort()

    def complained(told):  # type: ignore[no-untyped-def]
        if told.type == "error":
            site.faults.append(f"{told.text} {told.location['url']}".strip())

    context.route("**/*", seen)
    context.on("weberror", lambda told: site.faults.append(str(told.error)))
    context.on("console", complained)


@contextmanager
def opened_page(browser: Browser, site: Site, **how: object) -> Iterator[Page]:
    """A page in a browser of its own; more of `how` as Playwright names it.

    Without the offline shell, which would ask for files where no test sees it; what is about the
    shell says `service_workers="allow"`.
    """
    told: dict[str, object] = {"viewport": PHONE, "has_touch": True, "service_workers": "block"}
    context = browser.new_context(**{**told, **how})
    context.set_default_timeout(LIMIT_MS)
    watch(context, site)
    yield context.new_page()
    context.close()


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
    with running_site() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A phone's page; every request that leaves this machine is stopped and noted."""
    with opened_page(browser, site) as opened:
        yield opened
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
