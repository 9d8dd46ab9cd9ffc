"""Pictures of every page and state, for whoever wants to see them: docs/screens.

    python -m tools.screens [WALK …]

Made-up people's diaries are filled first (`tools/diaries.py`), the clock stands still, and a real
browser walks through the page as a person would, once for each look.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from levelhip.service.clock import standing_at
from tests.browser.camera_clip import a_stand, write_film
from tests.browser.conftest import DESKTOP, PHONE, opened_page
from tests.browser.test_camera import SLOWER
from tools import diaries
from tools.browser import CHROMIUM
from tools.screen_sensors import camera, phone
from tools.screen_server import House, Watch, served_as
from tools.screen_session import session
from tools.screen_walks import (
    SOME_DAYS,
    Scene,
    WrongMoment,
    away,
    every_page,
    first_visit,
    red_day,
    shut,
    trained,
    walks_only,
)

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screens"
WEEKS = 84
A_WALK = 16
"""A day in the third week on which a walk is due."""

TALLEST_PX = 9000
"""No page is longer, in the units of its style: a browser draws no more at once."""

WIDE_PX, NARROW_PX = 960, 390
"""Width of the pictures, in which every word can be read; of all of them some 10 MB."""

WHOLE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    body { position: relative; }
    .tabs { position: absolute; }
    .screen > .ways { position: static; }
  `);
  document.adoptedStyleSheets = [sheet];
  document.body.style.minHeight = `${innerHeight}px`;
  for (const each of document.images) each.loading = "eager";
  for (const each of document.querySelectorAll("input[type=date]")) {
    each.type = "text";
    each.type = "date";
  }
  return Promise.all([...document.images].map((each) => each.decode().catch(() => null)));
}"""
"""What floats over a page while it is scrolled stands where it stands at the end of it; a field for
a day that was made outside the page learns the page's language (see `TONGUE`)."""

PARTED = """() => {
  document.adoptedStyleSheets = [];
  document.body.style.minHeight = "";
}"""

SCENES = FOLDER / "scenes.json"
FRONT = ("training-day", "session-counted", "result-equal-weight")
FRONT_GROUND = "#d8d1c3"
QUALITY = 56
"""Of WebP; chosen by us: small letters stay sharp."""

TONGUE = "--enable-blink-features=LangAttributeAwareFormControlUI"
"""A browser that has one language writes dates and numbers into fields as the page's would."""

SHOWS_WITHIN_MS = 60_000
TRIES = 3
"""A machine that is stopped for a moment misses what passes in a second."""


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    name: str
    title: str
    wide: bool = False
    dark: bool = False
    german: bool = False


LOOKS = (
    Look("phone", "phone"),
    Look("phone-dark", "phone, dark", dark=True),
    Look("desktop", "desktop", wide=True),
    Look("desktop-dark", "desktop, dark", wide=True, dark=True),
    Look("phone-de", "phone, German", german=True),
)


Steps = Callable[[Page, House], Iterator[Scene]]


@dataclass(frozen=True)
class Walk:
    """A way through the page.

    Attributes
    ----------
    name, title : for the index
    fill : what the diary holds; run once
    day : how far the clock is
    steps : what the person does
    served : by what kind of server
    """

    name: str
    title: str
    fill: Callable[[], None]
    day: int
    steps: Steps
    served: str = "quick"


def _empty() -> None:
    pass


def _weeks() -> None:
    diaries.lived(WEEKS, diaries.Somebody(tests=diaries.ALL))


def _few_weeks() -> None:
    diaries.lived(SOME_DAYS)


def _shut() -> None:
    diaries.lived(3)
    with standing_at(diaries.moment(3)):
        diaries.answered_yes("emergency")


def _walks_only() -> None:
    diaries.lived(A_WALK)
    with standing_at(diaries.moment(A_WALK)):
        diaries.say_all(2)
        diaries.answered_yes("clinician")


def _red() -> None:
    diaries.lived(A_WALK)
    diaries.red_light(A_WALK)


def _three_days() -> None:
    diaries.lived(3)


WALKS = (
    Walk("first", "The first visit", _empty, 0, first_visit),
    Walk("weeks", "After twelve weeks", _weeks, WEEKS, every_page),
    Walk("days", "A day in the third week", _few_weeks, SOME_DAYS, trained),
    Walk("session", "A session by ear", _few_weeks, SOME_DAYS, session, "calm"),
    Walk("red", "A red day", _red, A_WALK, red_day),
    Walk("walks", "Only walks", _walks_only, A_WALK, walks_only),
    Walk("shut", "Shut for safety", _shut, 3, shut),
    Walk("camera", "With the camera", _three_days, 3, camera, "slow"),
    Walk("phone", "With a phone", _three_days, 3, phone, "lan"),
    Walk("away", "Without its server", _few_weeks, SOME_DAYS, away),
)


@contextmanager
def store(path: Path) -> Iterator[None]:
    """Use the store in a folder."""
    before = os.environ.get("LEVELHIP_STORE")
    os.environ["LEVELHIP_STORE"] = f"sqlite:///{path / 'levelhip.sqlite'}"
    try:
        yield
    finally:
        if before is None:
            del os.environ["LEVELHIP_STORE"]
        else:
            os.environ["LEVELHIP_STORE"] = before


def camera_args(scratch: Path) -> list[str]:
    """What a browser is started with, so that its camera shows a film of a rendered person."""
    film = scratch / "stand.y4m"
    write_film(a_stand(), film, slower=SLOWER)
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]


def taken(page: Page, look: Look) -> Image.Image:
    """The whole page; what fills the screen as the screen shows it."""
    fills = page.locator("main.session, .on-body").count() > 0
    page.evaluate("() => scrollTo(0, 0)")
    page.mouse.move(0, 0)
    if fills:
        shot = page.screenshot()
    else:
        page.evaluate(WHOLE)
        tall = page.evaluate("document.documentElement.scrollHeight")
        if tall > TALLEST_PX:
            raise RuntimeError(f"{page.url}: {tall} px long, more than {TALLEST_PX}")
        page.wait_for_timeout(200)
        shot = page.screenshot(full_page=True)
        page.evaluate(PARTED)
    return small(Image.open(io.BytesIO(shot)).convert("RGB"), look)


def seen(page: Page, scene: Scene) -> str:
    """The heading of a page that shows what is to be taken."""
    if not page.locator(scene.shows).first.is_visible():
        raise WrongMoment(f"{scene.name}: nothing to be seen of {scene.shows}")
    headings = page.locator("h1").all_inner_texts()
    if len(headings) != 1:
        raise WrongMoment(f"{scene.name}: {len(headings)} headings: {headings}")
    return headings[0]


def pictured(page: Page, scene: Scene, look: Look, watch: Watch) -> str:
    """The heading of a page whose picture is taken and kept; the same before and after."""
    try:
        page.locator(scene.shows).first.wait_for(timeout=SHOWS_WITHIN_MS)
    except PlaywrightTimeout as fault:
        raise WrongMoment(f"{scene.name}: {fault}") from None
    with watch.held():
        before = seen(page, scene)
        picture = taken(page, look)
        after = seen(page, scene)
    if before != after:
        raise WrongMoment(f"{scene.name}: {before!r} turned into {after!r} meanwhile")
    picture.save(FOLDER / f"{scene.name}.{look.name}.webp", "WEBP", quality=QUALITY, method=6)
    return after


def small(picture: Image.Image, look: Look) -> Image.Image:
    """The picture as wide as it is kept."""
    width = WIDE_PX if look.wide else NARROW_PX
    if picture.width <= width:
        return picture
    return picture.resize((width, round(picture.height * width / picture.width)), Image.LANCZOS)


def walked(browser: Browser, walk: Walk, look: Look, kept: Path) -> dict[Scene, str | None]:
    """Go one way with one look; the pictures are written.

    Returns
    -------
    dict of Scene to str or None
        The page's heading in each scene; none where no picture was to be taken.
    """
    found: dict[Scene, str | None] = {}
    with TemporaryDirectory() as scratch:
        own = Path(scratch) / "own"
        shutil.copytree(kept, own)
        with (
            store(own),
            standing_at(diaries.moment(walk.day, hours=1)),
            served_as(walk.served, Path(scratch)) as site,
        ):
            how = {
                "viewport": DESKTOP if look.wide else PHONE,
                "color_scheme": "dark" if look.dark else "light",
                "locale": "de-DE" if look.german else "en-GB",
                "reduced_motion": "reduce",
                "device_scale_factor": 1 if look.wide else 1.5,
                "permissions": ["camera"],
                # Whoever lets a phone in sits before another machine.
                "has_touch": not look.wide and walk.served != "lan",
            }
            with opened_page(browser, site, **how) as page:
                for scene in walk.steps(page, site):
                    # A phone is a phone, whatever it belongs to.
                    left_out = look.wide and scene.page is not None
                    here = scene.page or page
                    found[scene] = None if left_out else pictured(here, scene, look, site.watch)
            if site.outside:
                raise RuntimeError(f"asked for elsewhere: {site.outside}")
    return found


def all_looks(browser: Browser, walk: Walk, kept: Path) -> list[Scene]:
    """Go one way with each look: all come to the same scenes, with the headings of a language."""
    scenes: list[Scene] = []
    headings: dict[tuple[bool, str], str] = {}
    for look in LOOKS:
        for again in reversed(range(TRIES)):
            try:
                found = walked(browser, walk, look, kept)
                _compare(look, found, [each.name for each in scenes], headings)
            except (WrongMoment, PlaywrightError) as fault:
                if not again:
                    raise
                print(f"{walk.name}, {look.title}: {fault}\nonce more", file=sys.stderr)
            else:
                break
        scenes = scenes or list(found)
    return scenes


def _compare(
    look: Look,
    found: dict[Scene, str | None],
    names: list[str],
    headings: dict[tuple[bool, str], str],
) -> None:
    came = [each.name for each in found]
    if names and came != names:
        raise WrongMoment(f"came to {came}, in another look to {names}")
    for scene, heading in found.items():
        known = headings.get((look.german, scene.name), heading)
        if heading is not None and heading != known:
            raise WrongMoment(f"{scene.name}: {heading!r}, in another look {known!r}")
    told = {(look.german, scene.name): told for scene, told in found.items() if told is not None}
    headings.update(told)


def index(found: dict[str, dict[str, str]]) -> str:
    """The page that shows the pictures: for each walk its scenes, by name, with their titles."""
    lines = [
        "# Pictures of the page",
        "Every page and state, as `make screens` took them: made-up diaries, a standing clock, a",
        f"real browser. Phones are {NARROW_PX} px wide, desktops {WIDE_PX}; of a long page all is",
        "shown.",
        "",
    ]
    phones = [each for each in LOOKS if not each.wide]
    wides = [each for each in LOOKS if each.wide]
    for walk in WALKS:
        lines += [f"## {walk.title}", ""]
        for name, title in found.get(walk.name, {}).items():
            lines += [f"### {title}", ""]
            for looks, width in ((phones, 240), (wides, 400)):
                pictures = [
                    f'<img src="{name}.{each.name}.webp" width="{width}" '
                    f'alt="{title}: {each.title}">'
                    for each in looks
                    if (FOLDER / f"{name}.{each.name}.webp").exists()
                ]
                lines += [" ".join(pictures), ""] if pictures else []
    return "\n".join(lines)


def front() -> None:
    """One picture of the page: a day, a session, a result, beside one another."""
    shown = [Image.open(FOLDER / f"{name}.phone.webp").convert("RGB") for name in FRONT]
    width, gap = shown[0].width, 40
    height = round(width * PHONE["height"] / PHONE["width"])
    size = (len(shown) * width + (len(shown) + 1) * gap, height + 2 * gap)
    sheet = Image.new("RGB", size, FRONT_GROUND)
    for i, picture in enumerate(shown):
        sheet.paste(picture.crop((0, 0, width, height)), (gap + i * (width + gap), gap))
    sheet.save(FOLDER / "front.webp", "WEBP", quality=QUALITY, method=6)


def main(names: list[str]) -> None:
    """Take the pictures of the walks that are named, or all, and the index of all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    walks = [each for each in WALKS if not names or each.name in names]
    with TemporaryDirectory() as scratch, sync_playwright() as made:
        args = ["--no-sandbox", TONGUE, *camera_args(Path(scratch))]
        browser = made.chromium.launch(executable_path=CHROMIUM, args=args)
        for walk in walks:
            kept = Path(scratch) / walk.name
            kept.mkdir()
            with store(kept):
                walk.fill()
            scenes = all_looks(browser, walk, kept)
            found = json.loads(SCENES.read_text("utf-8")) if SCENES.exists() else {}
            found[walk.name] = {scene.name: scene.title for scene in scenes}
            SCENES.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
            (FOLDER / "README.md").write_text(index(found), encoding="utf-8")
            print(f"{walk.name}: {len(found[walk.name])} scenes")
        browser.close()
    if all((FOLDER / f"{name}.phone.webp").exists() for name in FRONT):
        front()


if __name__ == "__main__":
    main(sys.argv[1:])
