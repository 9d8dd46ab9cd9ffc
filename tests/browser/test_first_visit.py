"""Who has never been here, with a phone in the hand: from the welcome to the first test."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.by_ear import quick_site, safety_said

A_TAP_S = 1.5
A_LETTER_S = 0.3
WORDS_A_SECOND = 6.5
"""What somebody needs who is quick: a finger that moves and presses, a letter on a phone, and a
glance over short questions at 390 words a minute. Who reads every word at the average 238 a minute
(Brysbaert 2019) takes half a minute more: nineteen safety questions are four of five words."""

WHOLE_S = 120.0

READ = """() => [...document.querySelectorAll("h1, main > p, legend, .field > span")]
  .map((each) => each.innerText).join(" ")"""


@pytest.fixture(scope="module")
def quick():
    with quick_site() as made:
        yield made


@dataclass
class Hand:
    """Counts what a person does.

    Attributes
    ----------
    page : Page
    taps, letters : so many so far
    read : what stood on the screens, in words
    """

    page: Page
    taps: int = 0
    letters: int = 0
    read: int = 0

    @property
    def needed_s(self) -> float:
        """Time that a person takes for it, s."""
        return self.taps * A_TAP_S + self.letters * A_LETTER_S + self.read / WORDS_A_SECOND

    def look(self) -> None:
        """Read what the screen says; what is folded away and numbers need no reading."""
        self.read += len(self.page.evaluate(READ).split())

    def tap(self, what: Locator) -> None:
        self.taps += 1
        what.tap()

    def press(self, name: str) -> None:
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def type(self, field: Locator, words: str) -> None:
        self.tap(field)
        self.letters += len(words)
        field.press_sequentially(words)

    def number(self, value: int) -> None:
        self.tap(self.page.locator(".scale label", has_text=str(value)).first)


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def asked_to_the_end(hand: Hand) -> int:
    """Each safety question answered with no; how many there were."""
    page, count = hand.page, 0
    steps = page.locator(".steps")
    while not page.locator(".body-map").count():
        words = title(page).inner_text()
        hand.look()
        assert steps.inner_text().split()[0] == str(count + 1)
        hand.press("No")
        count += 1
        page.wait_for_function(
            "was => (document.querySelector('h1')?.innerText ?? was) !== was", arg=words
        )
        page.wait_for_selector("button:text-is('No'), .body-map")
    return count


def marked(page: Page) -> tuple[float, float]:
    """Where the thumb-sized mark is, px."""
    box = page.locator(".body-map .spot").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_newcomer_is_at_the_first_test_in_under_two_minutes(quick, browser):
    with quick.person(browser) as page:
        hand = Hand(page)
        page.goto(quick.url)
        page.wait_for_selector("h1")
        hand.look()
        hand.press("Start")
        page.wait_for_selector("button:text-is('No')")
        questions = asked_to_the_end(hand)
        hand.look()
        box = page.locator(".body-map").bounding_box()
        hand.taps += 1
        page.touchscreen.tap(box["x"] + 0.42 * box["width"], box["y"] + 0.45 * box["height"])
        hand.press("Next")
        hand.look()
        hand.number(4)
        hand.press("Next")
        expect(title(page)).to_contain_text("Usual back pain")
        hand.look()
        hand.number(3)
        hand.press("Next")
        expect(title(page)).to_have_text("What do you want to do again?")
        hand.look()
        hand.type(page.get_by_role("textbox"), "lift my daughter")
        hand.number(2)
        hand.press("Keep this one")
        hand.press("Next")
        expect(title(page)).to_have_text("Today")
        hand.look()
        hand.tap(page.get_by_role("link", name="Start").first)
        page.wait_for_selector(".ways button")
        assert "/session/" in page.url
        # A tap a question, and fifteen for all the rest; more would be felt.
        assert hand.taps <= questions + 15
        assert hand.letters <= 20
        assert hand.needed_s < WHOLE_S, (hand, questions)


def test_the_body_turns_and_the_mark_goes_where_the_thumb_goes(quick, browser):
    with quick.person(browser) as page:
        page.goto(quick.url)
        safety_said(page)
        map_ = page.locator(".body-map")
        drawn = {}
        for side in ("In front", "Left side", "Right side", "Behind"):
            turned = page.get_by_role("radio", name=side)
            turned.tap()
            expect(turned).to_have_attribute("aria-checked", "true")
            drawn[side] = map_.locator(".skin").get_attribute("d")
        assert drawn["Left side"] != drawn["In front"]
        box = map_.bounding_box()
        at = (box["x"] + 0.42 * box["width"], box["y"] + 0.45 * box["height"])
        page.touchscreen.tap(*at)
        assert marked(page) == pytest.approx(at, abs=2.0)
        page.mouse.move(*at)
        page.mouse.down()
        page.mouse.move(at[0] - 30, at[1] + 12, steps=3)
        page.mouse.up()
        assert marked(page) == pytest.approx((at[0] - 30, at[1] + 12), abs=2.0)
        # Turned round, the mark is gone: it was on another side.
        page.get_by_role("radio", name="In front").tap()
        expect(map_.locator(".spot")).to_have_count(0)


def test_a_page_that_is_loaded_again_in_the_middle_has_lost_nothing(quick, browser):
    with quick.person(browser) as page:
        hand = Hand(page)
        page.goto(quick.url)
        hand.press("Start")
        page.wait_for_selector("button:text-is('No')")
        hand.press("No")
        steps = page.locator(".steps")
        expect(steps).to_contain_text("2 ")
        second = title(page).inner_text()
        page.reload()
        expect(title(page)).to_have_text(second)
        expect(steps).to_contain_text("2 ")
        while not page.locator(".body-map").count():
            words = title(page).inner_text()
            hand.press("No")
            page.wait_for_function(
                "was => (document.querySelector('h1')?.innerText ?? was) !== was", arg=words
            )
            page.wait_for_selector("button:text-is('No'), .body-map")
        box = page.locator(".body-map").bounding_box()
        page.touchscreen.tap(box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"])
        mark = marked(page)
        page.reload()
        page.wait_for_selector(".body-map .spot")
        assert marked(page) == pytest.approx(mark, abs=1.0)
        hand.press("Next")
        hand.number(5)
        page.reload()
        expect(page.get_by_role("radio", name="5", exact=True)).to_be_checked()
        hand.press("Next")
        expect(title(page)).to_contain_text("Usual back pain")
        page.reload()
        expect(title(page)).to_contain_text("Usual back pain")
        hand.press("Skip")
        page.get_by_role("textbox").fill("deadlift")
        page.reload()
        expect(page.get_by_role("textbox")).to_have_value("deadlift")
        hand.number(1)
        hand.press("Keep this one")
        expect(page.locator(".aims")).to_contain_text("deadlift")
        page.reload()
        expect(title(page)).to_have_text("Today")
        (aim,) = page.evaluate("async () => (await fetch('/api/aims')).json()")
        assert (aim["text"], aim["value"]) == ("deadlift", 1)
        told = page.evaluate("async () => (await fetch('/api/spots')).json()")
        assert len(told) == 1
