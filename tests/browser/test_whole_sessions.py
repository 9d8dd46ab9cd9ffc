"""Every protocol from the first visit to its result, by somebody who hears and does not look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from levelhip.protocols import protocols
from levelhip.service import analyse, daily
from levelhip.service.clock import now, standing_at
from levelhip.service.doing import Told, done
from levelhip.service.kept import keep_analysis
from tests.browser.by_ear import Blind, begun, quick_site, safety_said

UP_AND_DOWN = ("Left foot up. Stay up.", "Right foot up. Stay up.", "20 seconds.")
"""Standing on one leg: a tap as the foot goes up, and one after twenty seconds."""


MINUTE = ("One minute left.",)

FEET_BEHIND = ("Left foot up behind you. Hold.", "Right foot up behind you. Hold.")
"""A tap as the foot goes up; the voice says when it comes down."""


@dataclass(frozen=True)
class Way:
    """How a protocol is gone through by ear.

    Attributes
    ----------
    means : what answers
    taps : what the person taps at
    sentence : of the result
    number : of the result
    hurries : words after which nothing is to be done for minutes
    """

    means: str
    taps: tuple[str, ...] = ()
    sentence: str = ""
    number: str = ""
    hurries: tuple[str, ...] = ()


WAYS = {
    "active-hip-abduction": Way(
        "space", (), "You rated the lift of your left leg 1 of 3", "left: 1 ± 1 of 3"
    ),
    "squat-check": Way("tap", ("And up.", "1", "2", "3", "4"), "in the table", "Repetitions: 5"),
    "pain-spot": Way("space", (), "6 cm left of the spine, 4 cm above", "back spot: 2 ± 2 of 10"),
    "equal-weight": Way("headphones", FEET_BEHIND, "in the table", "Lifts, left: 3"),
    "wall-hip-drop": Way("knock", (), "in the table", "Repetitions, left: 5 ± 1"),
    "side-lying-abduction": Way("tap", (), "the leg was held up for", "Repetitions, right: 5 ± 1"),
    "one-leg-stand": Way("headphones", UP_AND_DOWN, "With the left foot up you stood 2", "2"),
    "walk": Way("space", (), "It was done", hurries=("Walk as usual. Go.", *MINUTE)),
    "sack-swinger": Way(
        *("space", (), "The weight is 5 % of your body mass"),
        hurries=("Walk slowly, feet apart. Go.", *MINUTE),
    ),
}


@pytest.fixture(scope="module")
def quick():
    with quick_site() as made:
        yield made


def result_opened(page: Page) -> None:
    """After a session: what is asked is left out, then the result is opened."""
    link = page.get_by_role("link", name="See the result")
    skip = page.get_by_role("button", name="Skip")
    for _ in range(10):
        expect(link.or_(skip).first).to_be_visible()
        if link.count():
            break
        title = page.locator("h1").inner_text()
        skip.click()
        page.wait_for_function("was => document.querySelector('h1')?.innerText !== was", arg=title)
    link.click()
    page.wait_for_selector(".verdict")


def two_green_weeks(folder: Path) -> None:
    """What lies behind somebody who may walk with a weight: a month of pain that stays low."""
    today = now()
    for days in range(28, -1, -1):
        with standing_at(today - timedelta(days=days)), daily.diary() as diary:
            if days == 28:
                daily.begin(diary, mass_kg=80.0)
                daily.screen(diary, {each.id: "no" for each in daily.questions(full=True)})
            daily.say(diary, now().date(), usual=1, during=1, morning=1, pressure=1)
            if days in (26, 24, 22, 20):
                done(diary, "one-hand-carry", Told(sets=1, minutes=1.0), during=1, pressure=1)
    assert keep_analysis(analyse(stood(folder), "one-leg-stand", out=folder / "out")) == "kept"


def stood(folder: Path) -> Path:
    """Forces of somebody who stands on each leg for forty seconds."""
    time_s = np.arange(0.0, 100.0, 0.02)
    share = np.full(time_s.size, 0.5)
    for up_s, goal in ((4.0, 0.0), (52.0, 1.0)):
        rise = np.clip((time_s - up_s) / 0.6, 0, 1) * np.clip((up_s + 41.2 - time_s) / 0.6, 0, 1)
        share += (goal - 0.5) * rise
    rows = [
        f"{t:.2f},{700 * s:.1f},{700 * (1 - s):.1f}" for t, s in zip(time_s, share, strict=True)
    ]
    file = folder / "stood.csv"
    file.write_text("\n".join(["time (s),left (N),right (N)", *rows]) + "\n")
    return file


@pytest.mark.parametrize("protocol", WAYS)
def test_by_ear_a_protocol_goes_from_the_first_visit_to_its_result(
    quick, browser, protocol, tmp_path
):
    way = WAYS[protocol]
    with quick.person(browser) as page:
        page.goto(quick.url)
        if protocol == "sack-swinger":
            two_green_weeks(tmp_path)
        else:
            safety_said(page)
        begun(page, quick, protocol, knocks=way.means == "knock")
        blind = Blind(page, quick.clock, way.means, way.taps, hurries=way.hurries)
        blind.go_through()
        assert blind.said()[-1] == "Thank you. Take your time getting up."
        result_opened(page)
        # Between a number and its unit no line breaks: a blank of another kind.
        told = " ".join(page.locator(".answer").inner_text().split())
        assert way.sentence in told
        title = page.locator("h1").inner_text()
        page.get_by_role("link", name="Test", exact=True).click()
        page.get_by_role("link", name="All results so far").click()
        kept = page.locator(".result-line").first
        expect(kept).to_contain_text(title)
        expect(kept).to_contain_text(way.number)


def test_every_protocol_is_gone_through():
    assert {each.id for each in protocols()} == set(WAYS)
