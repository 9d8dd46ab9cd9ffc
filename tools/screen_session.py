"""The way through a session by ear, for `tools/screens.py`: broken off once, and to its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.browser.test_session_page import VOICE
from tools.screen_server import House, Watch
from tools.screen_walks import Scene, answer, come, go_on, onward, spoken


def session(page: Page, site: House) -> Iterator[Scene]:
    """A session by ear: before, asked, counted, resting, paused, broken off; then to its end."""
    page.add_init_script(spoken(page, VOICE))
    page.goto(f"{site.url}/session/side-lying-abduction")
    come(page, ".before")
    yield Scene("session-before", "Before a session", ".screen .before")
    _begin(page)
    yield Scene(
        "session-asked", "A question, answered by voice, tap, key or button", ".session .question"
    )
    yield from _session_runs(page, site.watch)
    if not page.locator(".screen").count():
        page.locator("footer .stop").click()
        page.wait_for_function(STOPS)
        if page.locator(".question").count():
            yield Scene("session-signs", "Stop asks for signs in the leg first", ".session .pair")
        while not page.locator(".pause").count():
            answer(page)
            page.wait_for_selector(".pause, .question")
        yield Scene(
            "session-stop", "Stop pauses at once, and asks", ".session .pause .button.plain"
        )
        page.locator(".pause .button").nth(1).click()
    come(page, ".screen")
    yield Scene("session-after", "After a session: one number at a time", ".screen .ways .quiet")
    _past_questions(page)
    yield Scene("session-ended", "A session was ended before its end", ".screen .ways a[href='/']")
    page.goto(f"{site.url}/session/side-lying-abduction")
    come(page, ".before")
    _begin(page)
    for _ in _session_runs(page, site.watch, to_its_end=True):
        pass
    come(page, ".screen")
    _past_questions(page)
    yield Scene("session-done", "A session is over", ".screen .ways a[href='/']")


def _begin(page: Page) -> None:
    """Start a session without a sensor, until its first question."""
    own = page.locator("input[name=source]")
    if own.count():
        own.last.click()
    page.locator(".ways .button").click()
    page.wait_for_selector(".session .question", timeout=60_000)


def _past_questions(page: Page) -> None:
    """Leave out what is asked after a session."""
    while page.locator(".ways .quiet").count():
        onward(page, ".ways .quiet")
    page.wait_for_timeout(400)


MOMENTS = {
    "rest": ("Getting ready", ".ring .big:text-is('5')"),
    "counted": ("Counting", ".digits-1:text-is('3')"),
    "hold": ("A hold", ".ring .big:text-is('3')"),
}
"""What of a running session is shown, and when: a whole ring of five seconds; the third of a set,
or of the seconds that a foot is held."""


NOW = """() => {
  const one = (what) => document.querySelector(what)?.textContent ?? "";
  return {
    over: document.querySelector(".screen") !== null,
    paused: document.querySelector(".pause") !== null,
    asked: document.querySelector(".question") !== null,
    clock: document.querySelector(".ring") ? one(".count .of > *") : "",
    seconds: one(".ring .big"),
    count: one(".digits-1"),
  };
}"""
"""What a session shows, all at one moment."""

STOPS = """() => {
  const asked = document.querySelector(".question")?.getAttribute("aria-label") ?? "";
  return document.querySelector(".pause") !== null || /\\b(leg|Bein)/i.test(asked);
}"""
"""Whether a session that was told to stop has come to it."""


def _moment(now: dict[str, Any], waits: str) -> str:
    """Which of the moments a session shows; empty for none."""
    if now["clock"]:
        name = "rest" if now["clock"] == waits else "hold"
        return name if f"text-is('{now['seconds']}')" in MOMENTS[name][1] else ""
    return "counted" if f"text-is('{now['count']}')" in MOMENTS["counted"][1] else ""


def _session_runs(page: Page, watch: Watch, *, to_its_end: bool = False) -> Iterator[Scene]:
    """Through a session until all of its moments were seen, or it is over."""
    seen: set[str] = set()
    waits = ""
    while to_its_end or seen < set(MOMENTS):
        page.wait_for_selector(".question, .pause, .count, .screen", timeout=60_000)
        with watch.held():
            # What was on its way when the clock was held is shown by now.
            page.wait_for_timeout(60)
            now = page.evaluate(NOW)
            # The first clock of a session is the one before it begins.
            waits = waits or now["clock"]
            moment = _moment(now, waits)
            if moment and moment not in seen and not (now["asked"] or now["paused"]):
                seen.add(moment)
                title, shows = MOMENTS[moment]
                yield Scene(f"session-{moment}", title, f".session {shows}")
        if now["over"]:
            return
        if now["paused"]:
            go_on(page)
        elif now["asked"]:
            answer(page)
        elif now["count"] or (now["clock"] == waits != ""):
            page.keyboard.press("Space")
        page.wait_for_timeout(200)
