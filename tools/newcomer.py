"""A newcomer's way in the page: first visit, then an Equal Weight Distribution Test from a film.

python -m tools.newcomer [--url URL] [--film FILE] [--height CM] [--pictures FOLDER]

Without --url it serves the page by itself, with a diary of its own that is thrown away. It presses
what a person would press, says each step, and ends with what the result says (docs/newcomer.md).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools.browser import CHROMIUM
from tools.threads import serving

FILM = Path(__file__).resolve().parents[1] / "src/levelhip/samples/equal-weight.mp4"
HEIGHT_CM = 178
"""Of the person in the bundled film."""

LIMIT_MS = 180_000
QUESTIONS = 40
"""The safety questions are fewer."""


class Newcomer:
    """Somebody who has never seen levelhip.

    Parameters
    ----------
    page : Page
        A browser's, with nothing open.
    say : callable
        Told each step in words.
    pictures : Path or None
        Where a picture of each step is put.
    """

    def __init__(self, page: Page, say: Callable[[str], object], pictures: Path | None) -> None:
        self.page, self._say, self._pictures = page, say, pictures
        self._steps = 0
        page.set_default_timeout(LIMIT_MS)

    def say(self, words: str) -> None:
        """Tell a step that was done, with its picture."""
        self._steps += 1
        self._say(f"{self._steps}. {words}")
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=self._pictures / f"{self._steps:02}.png")

    def press(self, name: str) -> None:
        """Press a button by its words."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def number(self, value: int) -> None:
        """Choose a number from 0 to 10, then go on."""
        self.page.locator(".scale label", has_text=str(value)).first.click()

    def visits(self, url: str) -> None:
        """The first visit: what is safe, where it hurts, how much, what for."""
        page = self.page
        page.goto(url)
        page.wait_for_selector("h1")
        self.say("The page is open.")
        self.press("Start")
        asked = 0
        for _ in range(QUESTIONS):
            page.wait_for_selector("button:text-is('No'), .body-map")
            if page.locator(".body-map").count():
                break
            title = page.locator("h1").inner_text()
            self.press("No")
            asked += 1
            page.wait_for_function(
                "was => (document.querySelector('h1')?.innerText ?? was) !== was", arg=title
            )
        self.say(f"{asked} safety questions are answered with no.")
        box = page.locator(".body-map").bounding_box()
        if box is None:
            raise RuntimeError("the body is not drawn")
        page.mouse.click(box["x"] + 0.46 * box["width"], box["y"] + 0.45 * box["height"])
        self.say("The sore spot is marked.")
        self.press("Next")
        self.number(4)
        self.press("Next")
        page.wait_for_selector("h1:has-text('Usual back pain')")
        self.number(3)
        self.press("Next")
        page.wait_for_selector("h1:text-is('What do you want to do again?')")
        page.get_by_role("textbox").fill("lift my daughter")
        self.number(2)
        self.press("Keep this one")
        self.press("Next")
        page.wait_for_selector("nav.tabs")
        page.wait_for_selector(".card")
        self.say("The day's page is there.")

    def measures(self, film: Path, height_cm: int) -> str:
        """The film of the test is chosen and measured; the first sentence of the result."""
        page = self.page
        page.get_by_role("link", name="Test", exact=True).click()
        page.locator("input[type=file]").set_input_files(film)
        page.get_by_label("What does it show?").select_option("equal-weight")
        page.get_by_label("Your height in centimetres, for a film").fill(str(height_cm))
        self.say("The film is chosen.")
        self.press("Measure it")
        page.wait_for_selector(".verdict")
        expect(page.locator("h1")).to_have_text("Equal weight distribution test")
        sentence = page.locator(".verdict").inner_text()
        self.say(f"The test is measured: {sentence}")
        return sentence

    def finds_it_again(self) -> str:
        """The result stands in the list of results; its line."""
        page = self.page
        page.get_by_role("link", name="Test", exact=True).click()
        page.get_by_role("link", name="All results so far").click()
        line = page.locator(".result-line").first.inner_text()
        self.say("The result is kept.")
        return line


def whole_way(
    browser: Browser,
    url: str,
    *,
    film: Path = FILM,
    height_cm: int = HEIGHT_CM,
    pictures: Path | None = None,
    say: Callable[[str], object] = print,
) -> tuple[str, str]:
    """From the first visit to a measured test.

    Parameters
    ----------
    browser : Browser
    url : str
        Where the page is.
    film : Path
        Of an Equal Weight Distribution Test.
    height_cm : int
        Of the person in it.
    pictures : Path or None
        Where a picture of each step is put.
    say : callable
        Told each step in words.

    Returns
    -------
    tuple of str
        The result's first sentence, and its line in the list of results.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    try:
        person = Newcomer(context.new_page(), say, pictures)
        person.visits(url)
        return person.measures(film, height_cm), person.finds_it_again()
    finally:
        context.close()


@contextmanager
def served() -> Iterator[str]:
    """The page of this folder, with a diary that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LEVELHIP_STORE"] = f"sqlite:///{folder}/levelhip.sqlite"
        from levelhip.web.app import made_app
        from levelhip.web.serving import loopback_hosts, open_socket, server_config

        opened = open_socket(0)
        port = opened.getsockname()[1]
        with serving(server_config(made_app(loopback_hosts(port))), opened):
            yield f"http://127.0.0.1:{port}"


def main() -> None:
    """Go the whole way once."""
    told = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    told.add_argument("--url", help="where levelhip serve is; it must know nobody yet")
    told.add_argument("--film", type=Path, default=FILM)
    told.add_argument("--height", type=int, default=HEIGHT_CM, help="of the person in the film, cm")
    told.add_argument("--pictures", type=Path)
    said = told.parse_args()
    with sync_playwright() as made:
        browser = made.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            how = {"film": said.film, "height_cm": said.height, "pictures": said.pictures}
            if said.url:
                whole_way(browser, said.url, **how)
            else:
                with served() as url:
                    whole_way(browser, url, **how)
        finally:
            browser.close()


if __name__ == "__main__":
    sys.exit(main())
