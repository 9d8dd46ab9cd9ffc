"""The ways through the page that `tools/screens.py` takes pictures of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.test_session_page import VOICE
from tools import diaries

SOME_DAYS = 17
SOUGHT = {"en": "walk", "de": "gehen"}


@dataclass(frozen=True)
class Scene:
    """What is to be taken, once the page shows it.

    Attributes
    ----------
    name, title : for the index
    page : another page than the one that walks: a phone's
    """

    name: str
    title: str
    page: Page | None = None


def come(page: Page, what: str) -> None:
    """Wait for what a page shows, and for all that it asked for."""
    page.wait_for_selector(what, timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.wait_for_timeout(150)


def titled(page: Page) -> str:
    """The page's first heading."""
    return page.locator("h1").first.inner_text()


def onward(page: Page, press: str) -> None:
    """Press what leads on; wait for the next screen."""
    before = titled(page)
    page.locator(press).first.click()
    page.wait_for_function(
        "was => (document.querySelector('h1')?.innerText ?? was) !== was", arg=before
    )
    page.wait_for_timeout(250)


def first_visit(page: Page, url: str) -> Iterator[Scene]:
    """From the first look to the plan of the first day."""
    page.goto(url)
    come(page, "h1")
    yield Scene("welcome", "What this is")
    onward(page, ".ways .button")
    page.locator(".why summary").click()
    yield Scene("safety", "A safety question, and why it is asked")
    while not page.locator(".body-map").count():
        onward(page, ".ways .button >> nth=1")
        page.wait_for_selector(".ways")
    come(page, ".body-map")
    box = page.locator(".body-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.46 * box["width"], box["y"] + 0.47 * box["height"])
    yield Scene("spot", "Where it hurts")
    onward(page, ".ways .button")
    page.locator(".scale label").nth(5).click()
    yield Scene("under-the-thumb", "Pain under the thumb")
    onward(page, ".ways .button")
    page.locator(".scale label").nth(4).click()
    yield Scene("usual-pain", "Usual pain, one number")
    onward(page, ".ways .button")
    said = {"de": "meine Tochter heben", "en": "lift my daughter"}
    page.locator(".field input").fill(said[page.evaluate("document.documentElement.lang")])
    page.locator(".scale label").nth(3).click()
    yield Scene("aims", "What to do again")
    page.locator(".ways .button").first.click()
    page.wait_for_selector(".aims li")
    onward(page, ".ways .button")
    come(page, ".status, .unsure")
    while page.locator(".unsure").count():
        onward(page, ".unsure")
        come(page, ".status, .unsure")
    yield Scene("first-day", "The first day")
    bare = {"test": "Tests, nothing measured yet", "progress": "Progress, nothing to follow yet"}
    for path, title in bare.items():
        page.goto(f"{url}/{path}")
        come(page, ".home > *:nth-child(2)")
        yield Scene(f"{path}-empty", title)


def every_page(page: Page, url: str) -> Iterator[Scene]:
    """All pages with twelve weeks behind them."""
    page.goto(url)
    come(page, ".screen .unsure, .status")
    if page.locator(".screen").count():
        yield Scene("check-in", "The morning's question")
        while page.locator(".unsure").count():
            onward(page, ".unsure")
            come(page, ".status, .unsure")
    yield Scene("today", "Today")
    simple = {
        "plan": "The next four weeks",
        "test": "Tests",
        "results": "All results",
        "progress": "Progress",
        "learn": "Learn",
        "learn/muscle": "A card: the muscle",
        "learn/one-leg": "A card: standing on one leg",
        "learn/evidence": "Everything that is said, with its source",
        "share": "Share",
        "settings": "Settings",
        "not-here": "An address that is not there",
    }
    for path, title in simple.items():
        page.goto(f"{url}/{path}")
        come(page, ".home > *:nth-child(2)")
        if path == "learn/evidence":
            # All of it is as long as thirty screens.
            page.locator(".seek input").fill(SOUGHT[page.evaluate("document.documentElement.lang")])
        page.wait_for_timeout(400)
        yield Scene(path.replace("/", "-"), title)
    kept: dict[str, str] = {}
    for told in page.evaluate("async () => (await fetch('/api/results')).json()"):
        kept.setdefault(told["protocol"], told["id"])
    for protocol, name in kept.items():
        page.goto(f"{url}/result/{name}")
        come(page, ".verdict")
        yield Scene(f"result-{protocol}", f"A result: {protocol}")
    page.goto(f"{url}/test")
    come(page, ".tests")
    page.locator("input[type=file]").set_input_files(
        {"name": "equal-weight-monday.mp4", "mimeType": "video/mp4", "buffer": b"-"}
    )
    page.wait_for_selector(".measuring")
    yield Scene("test-dropped", "A recording that was dropped on the page")


def shut(page: Page, url: str) -> Iterator[Scene]:
    """A sign of an emergency."""
    page.goto(url)
    come(page, "[role=alert]")
    yield Scene("stop", "Everything is shut, and why")
    page.locator(".ways .button").click()
    yield Scene("stop-seen", "Was it looked at?")


def red_day(page: Page, url: str) -> Iterator[Scene]:
    """The day after too much."""
    page.goto(url)
    come(page, ".screen .unsure, .status")
    while page.locator(".unsure").count():
        onward(page, ".unsure")
        come(page, ".status, .unsure")
    yield Scene("red-light", "A red day")


def trained(page: Page, url: str) -> Iterator[Scene]:
    """What was done without the coach."""
    page.goto(f"{url}/done")
    come(page, ".home > *:nth-child(2)")
    if page.locator(".home > .card .button").count():
        page.locator(".home > .card .button").click()
        page.wait_for_selector(".ways")
        while not page.locator(".home").count():
            onward(page, ".ways .button >> nth=1")
        come(page, ".things li")
    yield Scene("done", "Done without the coach")
    page.locator(".things .button").first.click()
    page.wait_for_selector(".count")
    yield Scene("done-how-much", "How much of it")
    page.goto(url)
    come(page, ".screen .unsure, .status")
    while page.locator(".unsure").count():
        onward(page, ".unsure")
        come(page, ".status, .unsure")
    yield Scene("training-day", "A day with exercises")


def away(page: Page, url: str) -> Iterator[Scene]:
    """A server that does not answer any more, as the page sees it."""
    # What the browser keeps for the day stands under the day of its own clock.
    page.clock.set_fixed_time(diaries.moment(SOME_DAYS, hours=1))
    page.goto(url)
    come(page, ".status, .unsure")
    while page.locator(".unsure").count():
        onward(page, ".unsure")
        come(page, ".status, .unsure")
    page.evaluate("() => localStorage.setItem('levelhip.language', document.documentElement.lang)")
    asked = {"headers": {"accept-language": page.evaluate("document.documentElement.lang")}}
    told = page.evaluate("async (how) => (await fetch('/api/cards', how)).json()", asked)
    page.route("**/api/**", lambda route: route.abort())
    # A browser keeps the words and the cards.
    page.route("**/api/words/**", lambda route: route.continue_())
    page.route("**/api/cards", lambda route: route.fulfill(json=told))
    page.reload()
    come(page, "code")
    yield Scene("away", "levelhip is not running")


def go_on(page: Page) -> None:
    """End a pause."""
    page.locator(".pause .button").first.click()
    page.wait_for_selector(".pause", state="detached")


def answer(page: Page) -> None:
    """Answer the question of a session that is open."""
    asked = page.locator(".session .question").get_attribute("aria-label")
    if page.locator(".pair").count():
        page.locator(".pair .button").nth(1).click()
    elif page.locator(".pad").count():
        page.locator(".pad .button").nth(2).click()
    else:
        page.locator(".typed input").fill("2")
        page.locator(".typed .wide").click()
    page.wait_for_function(
        "asked => document.querySelector('.question')?.getAttribute('aria-label') !== asked",
        arg=asked,
        timeout=60_000,
    )


def session(page: Page, url: str) -> Iterator[Scene]:
    """A session by ear: before, asked, counted, resting, paused, after."""
    german = page.evaluate("navigator.language").startswith("de")
    page.add_init_script(VOICE.replace('"en-GB"', '"de-DE"') if german else VOICE)
    page.goto(f"{url}/session/side-lying-abduction")
    come(page, ".before")
    yield Scene("session-before", "Before a session")
    own = page.locator("input[name=source]")
    if own.count():
        own.last.click()
    page.locator(".ways .button").click()
    page.wait_for_selector(".session .question", timeout=60_000)
    yield Scene("session-asked", "A question, answered by voice, tap, key or button")
    yield from _session_runs(page)
    if not page.locator(".screen").count():
        page.locator("footer .stop").click()
        page.wait_for_function(STOPS)
        if page.locator(".question").count():
            yield Scene("session-signs", "Stop asks for signs in the leg first")
        while not page.locator(".pause").count():
            answer(page)
            page.wait_for_selector(".pause, .question")
        yield Scene("session-stop", "Stop pauses at once, and asks")
        page.locator(".pause .button").nth(1).click()
    come(page, ".screen")
    page.wait_for_timeout(800)
    yield Scene("session-after", "After a session: one number at a time")
    while page.locator(".ways .quiet").count():
        onward(page, ".ways .quiet")
    page.wait_for_timeout(400)
    yield Scene("session-done", "A session is over")


TITLES = {"counted": "Counting", "rest": "Getting ready", "hold": "A hold"}
SHOWN_AT = "3"
"""The count at which counting is shown."""


NOW = """() => {
  const one = (what) => document.querySelector(what)?.textContent ?? "";
  return {
    over: document.querySelector(".screen") !== null,
    paused: document.querySelector(".pause") !== null,
    asked: document.querySelector(".question") !== null,
    clock: document.querySelector(".ring") ? one(".count .of .soft") : "",
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


def _session_runs(page: Page) -> Iterator[Scene]:
    """Through a session until all of its states were seen, or it is over."""
    seen: set[str] = set()
    waits = ""
    while seen < set(TITLES):
        page.wait_for_selector(".question, .pause, .count, .screen", timeout=60_000)
        now = page.evaluate(NOW)
        state = ""
        if now["over"]:
            return
        if now["paused"]:
            go_on(page)
        elif now["asked"]:
            answer(page)
        elif now["clock"]:
            # The first clock of a session is the one before it begins.
            waits = waits or now["clock"]
            state = "rest" if now["clock"] == waits else "hold" if now["seconds"] != "0" else ""
        elif now["count"]:
            page.keyboard.press("Space")
            page.wait_for_timeout(120)
            state = "counted" if page.evaluate(NOW)["count"] == SHOWN_AT else ""
        if state and state not in seen:
            seen.add(state)
            yield Scene(f"session-{state}", TITLES[state])
        elif state == "rest":
            page.keyboard.press("Space")
        page.wait_for_timeout(50)
