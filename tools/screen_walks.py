"""The ways through the page that `tools/screens.py` takes pictures of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from levelhip.program.cards import cards
from levelhip.service import SimulationOptions, write_simulation
from tools import diaries
from tools.screen_server import House

SOME_DAYS = 17
SOUGHT = {"en": "walk", "de": "geh"}
"""The beginning of words that stand in sentences of the method, too."""

OWN_TONGUE = re.compile(r'lang: "en(-GB)?"')
"""The language of a voice that is made for a test."""


@dataclass(frozen=True)
class Scene:
    """What is to be taken, once the page shows it.

    Attributes
    ----------
    name, title : for the index
    shows : what must be seen before the picture is taken and still be seen after, as a selector
    page : another page than the one that walks: a phone's
    """

    name: str
    title: str
    shows: str
    page: Page | None = None


class WrongMoment(RuntimeError):
    """The page shows something else than what the picture is of."""


CHOSEN = ".scale label:has(input:checked)"
"""A number that was chosen."""


def come(page: Page, what: str) -> None:
    """Wait for what a page shows, and for all that it asked for."""
    page.wait_for_selector(what, timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.wait_for_timeout(150)


def is_german(page: Page) -> bool:
    """Whether the person's browser asks for German."""
    return str(page.evaluate("navigator.language")).startswith("de")


def spoken(page: Page, voice: str) -> str:
    """The script of a test's voice, in the language of the person."""
    own, found = OWN_TONGUE.subn(f'lang: "{"de" if is_german(page) else "en"}"', voice)
    if not found:
        raise RuntimeError("the voice of the tests names its language in another way now")
    return own


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


def first_visit(page: Page, site: House) -> Iterator[Scene]:
    """From the first look to the plan of the first day."""
    page.goto(site.url)
    come(page, "h1")
    yield Scene("welcome", "What this is", ".screen details.fold")
    onward(page, ".ways .button")
    page.locator(".why summary").click()
    yield Scene("safety", "A safety question, and why it is asked", ".screen .why[open]")
    while not page.locator(".body-map").count():
        onward(page, ".ways .button >> nth=1")
        page.wait_for_selector(".ways")
    come(page, ".body-map")
    box = page.locator(".body-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.46 * box["width"], box["y"] + 0.47 * box["height"])
    yield Scene("spot", "Where it hurts", ".body-map .spot")
    onward(page, ".ways .button")
    page.locator(".scale label").nth(5).click()
    yield Scene("under-the-thumb", "Pain under the thumb", CHOSEN)
    onward(page, ".ways .button")
    page.locator(".scale label").nth(4).click()
    yield Scene("usual-pain", "Usual pain, one number", CHOSEN)
    onward(page, ".ways .button")
    said = "meine Tochter heben" if is_german(page) else "lift my daughter"
    page.locator(".field input").fill(said)
    page.locator(".scale label").nth(3).click()
    yield Scene("aims", "What to do again", CHOSEN)
    page.locator(".ways .button").first.click()
    page.wait_for_selector(".aims li")
    onward(page, ".ways .button")
    come(page, ".status, .unsure")
    while page.locator(".unsure").count():
        onward(page, ".unsure")
        come(page, ".status, .unsure")
    yield Scene("first-day", "The first day", ".home .status")
    bare = {
        "test": ("Tests, nothing measured yet", ".tests"),
        "progress": ("Progress, nothing to follow yet", ".working"),
    }
    for path, (title, shows) in bare.items():
        page.goto(f"{site.url}/{path}")
        come(page, shows)
        yield Scene(f"{path}-empty", title, shows)


PLACES = {
    "plan": ("The next four weeks", ".days"),
    "test": ("Tests", ".tests"),
    "results": ("All results", ".result-line"),
    "progress": ("Progress", ".charts"),
    "learn": ("Learn", ".cards"),
    **{f"learn/{each.id}": (f"A card: {each.title}", ".reading-card") for each in cards()},
    "learn/evidence": ("Everything that is said, with its source", ".ledger .claim"),
    "share": ("Share", ".cards"),
    "settings": ("Settings", ".settings"),
    "not-here": ("An address that is not there", ".home p > .button[href='/']"),
}
"""Pages, by their addresses: their titles, and what they show."""


def every_page(page: Page, site: House) -> Iterator[Scene]:
    """All pages with twelve weeks behind them."""
    page.goto(site.url)
    come(page, ".screen .unsure, .status")
    if page.locator(".screen").count():
        yield Scene("check-in", "The morning's question", ".screen .unsure")
        while page.locator(".unsure").count():
            onward(page, ".unsure")
            come(page, ".status, .unsure")
    yield Scene("today", "Today", ".home .status")
    for path, (title, shows) in PLACES.items():
        page.goto(f"{site.url}/{path}")
        come(page, shows)
        if path == "learn/evidence":
            # All of it is as long as thirty screens.
            page.locator(".seek input").fill(SOUGHT["de" if is_german(page) else "en"])
        page.wait_for_timeout(400)
        yield Scene(path.replace("/", "-"), title, shows)
    kept: dict[str, str] = {}
    for told in page.evaluate("async () => (await fetch('/api/results')).json()"):
        kept.setdefault(told["protocol"], told["id"])
    for protocol, name in kept.items():
        page.goto(f"{site.url}/result/{name}")
        come(page, ".verdict")
        yield Scene(f"result-{protocol}", f"A result: {protocol}", ".verdict")
    page.goto(f"{site.url}/test")
    come(page, ".tests")
    page.locator("input[type=file]").set_input_files(
        {"name": "equal-weight-monday.mp4", "mimeType": "video/mp4", "buffer": b"-"}
    )
    page.wait_for_selector(".measuring")
    yield Scene("test-dropped", "A recording that was dropped on the page", ".measuring")
    page.locator(".measuring .button").first.click()
    yield Scene("test-unread", "A file that is no recording", ".measuring .fault")
    yield from _refused(page, site)
    page.goto(f"{site.url}/settings")
    page.locator(".settings summary").last.click()
    yield Scene("settings-delete", "Before everything is deleted", ".button.grave:disabled")


def _refused(page: Page, site: House) -> Iterator[Scene]:
    """A test before a camera that stood askew."""
    options = SimulationOptions(sensors=("camera",), faults=("camera-roll=30",))
    with TemporaryDirectory() as scratch:
        made = write_simulation("equal-weight", Path(scratch), options).recordings
        page.goto(f"{site.url}/test")
        come(page, ".tests")
        page.locator("input[type=file]").set_input_files(made["camera"])
        page.locator(".measuring select").select_option("equal-weight")
        page.locator(".measuring input").fill("178")
        page.locator(".measuring .button").first.click()
        come(page, ".verdict")
    yield Scene("result-refused", "A recording that could not be measured", ".verdict")


def walks_only(page: Page, site: House) -> Iterator[Scene]:
    """A sign that wants a clinician soon: walking goes on, nothing else."""
    page.goto(site.url)
    come(page, ".status")
    yield Scene("walks-only", "Only walks until a clinician was seen", ".status a[href='/safety']")
    page.locator("a[href='/safety']").click()
    yield Scene("safety-shut", "What is shut, and because of what", ".screen .card[role=alert]")


def shut(page: Page, site: House) -> Iterator[Scene]:
    """A sign of an emergency."""
    page.goto(site.url)
    come(page, "[role=alert]")
    yield Scene("stop", "Everything is shut, and why", ".screen .fault[role=alert]")
    page.locator(".ways .button").click()
    yield Scene("stop-seen", "Was it looked at?", ".ways .button:not(.plain)")


def red_day(page: Page, site: House) -> Iterator[Scene]:
    """The day after too much."""
    page.goto(site.url)
    come(page, ".screen .unsure, .status")
    while page.locator(".unsure").count():
        onward(page, ".unsure")
        come(page, ".status, .unsure")
    yield Scene("red-light", "A red day", ".status .light.red")


def trained(page: Page, site: House) -> Iterator[Scene]:
    """What was done without the coach."""
    page.goto(f"{site.url}/done")
    come(page, ".home > *:nth-child(2)")
    if page.locator(".home > .card .button").count():
        page.locator(".home > .card .button").click()
        page.wait_for_selector(".ways")
        while not page.locator(".home").count():
            onward(page, ".ways .button >> nth=1")
        come(page, ".things li")
    yield Scene("done", "Done without the coach", ".home .things .button")
    page.locator(".things .button").first.click()
    page.wait_for_selector(".count")
    yield Scene("done-how-much", "How much of it", ".screen .count")
    page.goto(site.url)
    come(page, ".screen .unsure, .status")
    while page.locator(".unsure").count():
        onward(page, ".unsure")
        come(page, ".status, .unsure")
    yield Scene("training-day", "A day with exercises", ".home .things .thing")


def away(page: Page, site: House) -> Iterator[Scene]:
    """A server that does not answer any more, as the page sees it."""
    # What the browser keeps for the day stands under the day of its own clock.
    page.clock.set_fixed_time(diaries.moment(SOME_DAYS, hours=1))
    page.goto(site.url)
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
    yield Scene("away", "levelhip is not running", ".typed-words code")


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
