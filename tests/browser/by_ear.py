"""A person before the page who hears and taps; the browser's voice, tones and buzzing are noted."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from levelhip.web.app import made_app
from levelhip.web.serving import loopback_hosts, open_socket
from tests.browser.conftest import LIMIT_MS
from tools.threads import serving

FASTER = 20.0
"""Sessions, and the page's own waiting, run so much faster than the day."""

HURRY = 100.0
"""And while somebody walks for minutes, and nothing is asked."""

SLOWEST = 2.0
"""Where even that is too fast for this machine, sessions run no slower than so."""

NUMBER = ":is(.pad, .typed)"
MOST_HEARD = 1000

EARS = (Path(__file__).parent / "ears.js").read_text(encoding="utf-8")
"""Fakes of what sounds, what buzzes and what a headphone's buttons are; and a quick clock."""

MUTE = "window.mute = true;"
"""A browser that has no voice of its own on this machine."""

TONES = {(440, 880): "ready", (880, 880): "rep", (880, 440): "end", (220, 220): "fault"}


class QuickClock:
    """A steady clock that runs faster than the day, and slower when asked for it."""

    def __init__(self, rate: float = FASTER) -> None:
        self.rate = rate
        self._lock = threading.Lock()
        self._at_s, self._since_s = 0.0, time.monotonic()

    def __call__(self) -> float:
        with self._lock:
            return self._now()

    def run_at(self, rate: float) -> None:
        """From now on."""
        with self._lock:
            self._at_s, self._since_s = self._now(), time.monotonic()
            self.rate = rate

    def _now(self) -> float:
        return self._at_s + self.rate * (time.monotonic() - self._since_s)


@dataclass
class QuickSite:
    """A running server whose sessions are quick.

    Attributes
    ----------
    url : where it is
    clock : of its sessions
    outside : addresses elsewhere that a page has asked for; there must be none
    """

    url: str
    clock: QuickClock
    outside: list[str] = field(default_factory=list)

    @contextmanager
    def person(self, browser: Browser, *, script: str = "", **context: Any) -> Iterator[Page]:
        """A page of somebody's own: what it hears is noted, no request leaves this machine."""
        with self.opened(browser, script=script, **context) as window:
            yield window.new_page()

    @contextmanager
    def opened(
        self, browser: Browser, *, script: str = "", **context: Any
    ) -> Iterator[BrowserContext]:
        """The same, a window for several pages."""
        usual = {
            "viewport": {"width": 390, "height": 844},
            "has_touch": True,
            "is_mobile": True,
            "reduced_motion": "reduce",
        }
        window = browser.new_context(**{**usual, **context})
        window.add_init_script(EARS.replace("QUICK", str(FASTER)) + script)
        window.set_default_timeout(LIMIT_MS)

        def seen(route: Any, request: Any) -> None:
            if request.url.startswith(self.url):
                route.continue_()
            else:
                self.outside.append(request.url)
                route.abort()

        window.route("**/*", seen)
        try:
            yield window
        finally:
            window.close()
        assert self.outside == []


@contextmanager
def quick_site() -> Iterator[QuickSite]:
    """The whole server in a thread; it keeps what it is told in the store of the running test."""
    opened = open_socket(0)
    port = opened.getsockname()[1]
    clock = QuickClock()
    app = made_app(loopback_hosts(port), steady=clock)
    config = uvicorn.Config(app, log_level="warning", ws_per_message_deflate=False)
    with serving(config, opened):
        yield QuickSite(f"http://127.0.0.1:{port}", clock)


def safety_said(page: Page) -> None:
    """The safety questions of a first visit, each answered with no."""
    page.get_by_role("button", name="Start", exact=True).click()
    for _ in range(40):
        page.wait_for_selector("button:text-is('No'), .body-map")
        if page.locator(".body-map").count():
            return
        title = page.locator("h1").inner_text()
        page.get_by_role("button", name="No", exact=True).click()
        page.wait_for_function(
            "was => (document.querySelector('h1')?.innerText ?? was) !== was", arg=title
        )
    raise AssertionError("the questions do not end")


def without_sensor(page: Page) -> None:
    """On the page before a session: nothing is to measure."""
    page.wait_for_selector(".ways button:enabled")
    none = page.get_by_role("radio", name="No sensor")
    if none.count():
        none.check()


def begun(
    page: Page,
    site: QuickSite,
    protocol: str,
    *,
    knocks: bool = False,
    mode: str = "",
    refused: str = "",
) -> None:
    """A session is begun by a press, with no sensor; or it is refused with words."""
    page.goto(f"{site.url}/session/{protocol}")
    if refused:
        # It is told before anything is set up, and there is nothing to press.
        page.wait_for_selector(".fault")
        assert page.locator(".fault").all_inner_texts() == [f"Not now. {refused}"]
        assert not page.get_by_role("button", name="Start", exact=True).count()
        return
    without_sensor(page)
    if mode:
        page.get_by_role("radio", name=mode).check()
    if knocks:
        page.get_by_label("A knock on this phone answers, too").check()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_selector(".session, .fault")
    faults = page.locator(".fault").all_inner_texts()
    assert faults == []


class Blind:
    """Somebody who does not look: hears what is said, and answers by one means only.

    Parameters
    ----------
    page : Page
    clock : QuickClock
    means : "space", "tap", "headphones" or "knock"
    taps : what is tapped at, each a word that is said in a set or hold
    answers : what to answer when something is said; else "no", or two
    hurries : words after which nothing is to be done for minutes
    """

    def __init__(
        self,
        page: Page,
        clock: QuickClock,
        means: str = "space",
        taps: Collection[str] = (),
        answers: Mapping[str, Any] | None = None,
        hurries: Collection[str] = (),
    ) -> None:
        self.page, self.clock = page, clock
        clock.run_at(FASTER)
        self.heard: list[list[Any]] = []
        self._press = getattr(self, f"_{means}")
        self._taps = frozenset(taps)
        self._answers = {**QUESTIONS, **(answers or {})}
        self._hurries = frozenset(hurries)

    def said(self) -> list[str]:
        """All that was spoken so far."""
        return [what for kind, what in self.heard if kind == "said"]

    def listen(self) -> list[list[Any]]:
        """Wait for what is heard next."""
        count = len(self.heard)
        self.page.wait_for_function(
            "count => heard.length > count || !document.querySelector('.session')", arg=count
        )
        new: list[list[Any]] = self.page.evaluate("count => heard.slice(count)", count)
        self.heard += new
        return new

    def go_through(self, until: str = "Thank you. Take your time getting up.") -> None:
        """Listen and answer to the end."""
        words: list[str] = []
        for _ in range(MOST_HEARD):
            rate = self.clock.rate
            if self._hurries.intersection(words[-1:]):
                self.clock.run_at(HURRY)
            new = self.listen()
            self.clock.run_at(rate)
            words = [what for kind, what in new if kind == "said"]
            if until in words or not new:
                return
            if any(each.startswith("Paused") for each in words):
                # This machine was too slow to hear in time.
                self.clock.run_at(max(SLOWEST, self.clock.rate / 2))
                self.page.wait_for_selector(".pause")
                self._press(1)
                continue
            for each in words:
                if each in self._answers:
                    self.answer(self._answers[each])
                elif each in self._taps:
                    with self._standing():
                        self._press(1)
        raise AssertionError(f"the session does not end: {self.said()[-8:]}")

    def answer(self, what: Any) -> None:
        """One tap for yes, two for no, so many for a number; a long one for none, two to skip."""
        with self._standing():
            # The screen is told up to a tenth of a second after the voice: with a quick clock that
            # is longer than anybody takes to answer.
            kind = ".pair" if what in ("yes", "no") else ".question" if what == "skip" else NUMBER
            self.page.wait_for_selector(f"{kind}, .pause")
            # Whatever is pressed at once was meant for what was there before.
            self.page.wait_for_selector(".question.new", state="detached")
            if self.page.locator(".pause").count():
                return
            times = {"yes": 1, "no": 2, "skip": 2}.get(what, what)
            if what == "skip" or times == 0:
                for _ in range(max(1, times)):
                    self._press(1, long=True)
            else:
                self._press(times)
        self.page.wait_for_selector(".counted", state="detached")

    @contextmanager
    def _standing(self) -> Iterator[None]:
        """All clocks stand while fingers move, however slow this machine is."""
        rate = self.clock.rate
        self.clock.run_at(0.0)
        self.page.evaluate("stands = true")
        try:
            yield
        finally:
            self.page.evaluate("stands = false")
            self.clock.run_at(rate)

    def _space(self, times: int, *, long: bool = False) -> None:
        for _ in range(times):
            self.page.keyboard.press("Space", delay=700 if long else 0)

    def _tap(self, times: int, *, long: bool = False) -> None:
        for _ in range(times):
            if long:
                self.page.mouse.move(195, 100)
                self.page.mouse.down()
                self.page.wait_for_timeout(700)
                self.page.mouse.up()
            else:
                self.page.touchscreen.tap(195, 100)

    def _headphones(self, times: int, *, long: bool = False) -> None:
        self.page.evaluate(
            """async ([times, name]) => {
              for (let i = 0; i < times; i++) {
                headphones[name]();
                await new Promise((done) => setTimeout(done, 300));
              }
            }""",
            [times, "nexttrack" if long else "pause"],
        )

    def _knock(self, times: int, *, long: bool = False) -> None:
        assert not long, "a knock has no length"
        # The sensor stamps its samples itself: a slow page sees them late, but as far apart.
        self.page.evaluate(
            """(times) => {
              let at = Math.max(performance.now(), window.felt ?? 0);
              const moved = (size, forMs) => {
                const event = new Event("devicemotion");
                Object.defineProperty(event, "timeStamp", { value: at });
                event.accelerationIncludingGravity = { x: 0, y: 0, z: size };
                dispatchEvent(event);
                window.felt = at += forMs;
              };
              moved(9.81, 400);
              for (let i = 0; i < times; i++) {
                moved(9.81 + 12, 20);
                moved(9.81 - 5, 280);
                moved(9.81, 100);
              }
            }""",
            times,
        )


QUESTIONS: dict[str, Any] = {
    "Yes or no?": "no",
    "Zero to ten.": 2,
    "Zero is nothing. Ten is the worst.": 2,
    "Three: needed your hand.": 1,
    "No scales? Skip this.": "skip",
    "Skip this if it is not there.": 3,
    "Skip this if it is below.": 2,
    "How many thumbs below the belt line?": 3,
    "Skip this if it is in front.": 1,
    "How many did you do?": 5,
    "How many lifts did you do?": 5,
    "Skip this if you did not.": "skip",
}
"""What somebody answers who hears the last words of a question."""
