"""What is heard in each mode, and a session that a sensor measures; that one is simulated."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.by_ear import FASTER, MUTE, TONES, begun, quick_site
from tests.browser.conftest import BEGIN
from tests.browser.test_whole_sessions import result_opened
from tests.service.paged import RATE_HZ, recorded

REPS = 5

SENSOR = """
export function SetUp({ onReady }) {
  if (!window.seen) window.seen = fetch("/simulated.bin").then(async (got) => {
    const { size, go, stands, width } = JSON.parse(got.headers.get("x-about"));
    const rows = new Float32Array(await got.arrayBuffer());
    onReady({ size, feed: (to) => filmed(to, rows, { go, stands, width }), close() {} });
  });
  return null;
}

function framed(row, timeUs) {
  const bytes = new ArrayBuffer(16 + 4 * row.length);
  const view = new DataView(bytes);
  view.setUint8(0, 1);
  view.setUint8(1, 1);
  view.setUint16(2, 1, true);
  view.setBigInt64(8, BigInt(Math.round(timeUs)), true);
  row.forEach((value, i) => view.setFloat32(16 + 4 * i, value, true));
  return { bytes, joins: true };
}

/** Somebody stands, squats when told to, and stands again: RATE frames a quick second. */
function filmed(to, rows, { go, stands, width }) {
  let at = 0;
  let timeS = 300;
  const count = rows.length / width;
  const begun = performance.timeOrigin + performance.now() / PAGE;
  let sent = 0;
  const timer = setInterval(() => {
    const going = document.querySelector(".session .big") !== null;
    if (going) at = Math.max(at, go);
    const due = ((performance.timeOrigin + performance.now() / PAGE - begun) / 1000) * QUICK * RATE;
    const frames = [];
    for (; sent < due; sent++) {
      frames.push(framed(rows.subarray(width * at, width * (at + 1)), 1e6 * (timeS += 1 / RATE)));
      if (!going && at < go) at = (at + 1) % go;
      else if (going || !stands[at]) at = Math.min(at + 1, count - 1);
    }
    if (frames.length) to.send(...frames);
  }, 40);
  return () => clearInterval(timer);
}
"""
QUICK = 8.0
"""How much faster a session with a sensor runs: 240 frames a second are taken."""


@pytest.fixture(scope="module")
def quick():
    with quick_site() as made:
        yield made


def answered(page: Page) -> None:
    """Go through a session by what is seen, to its end."""
    while True:
        page.wait_for_selector(".pair, .pause, .screen")
        if page.locator(".screen").count():
            return
        if page.locator(".pause").count():
            page.locator(".pause").get_by_role("button", name="Go on").click()
            page.wait_for_selector(".pause", state="detached")
            continue
        asked = page.locator(".question").get_attribute("aria-label")
        page.get_by_role("button", name="No", exact=True).click()
        page.wait_for_function(
            "asked => document.querySelector('.question')?.getAttribute('aria-label') !== asked",
            arg=asked,
        )


def heard(page: Page) -> tuple[list[str], list[str], int]:
    """What was spoken, which tones sounded, how often it buzzed."""
    all_ = page.evaluate("heard")
    said = [what for kind, what in all_ if kind == "said"]
    tones = [TONES[tuple(what)] for kind, what in all_ if kind == "tone"]
    return said, tones, sum(kind == "buzz" for kind, _ in all_)


@pytest.mark.parametrize(("mode", "script"), [("Silent", ""), ("", MUTE)], ids=["silent", "mute"])
def test_without_speech_words_are_written_tones_sound_and_the_phone_buzzes(
    quick, browser, mode, script
):
    with quick.person(browser, script=script) as page:
        quick.clock.run_at(16.0)
        page.goto(quick.url)
        page.evaluate(BEGIN)
        begun(page, quick, "squat-check", mode=mode)
        expect(page.locator(".session [role=status]").first).not_to_be_empty()
        answered(page)
        said, tones, buzzes = heard(page)
        assert said == []
        assert buzzes > REPS
        # A browser without a voice of its own has the tones; silence has none.
        assert tones.count("rep") == (0 if mode else REPS)


def test_a_session_that_a_sensor_measures_counts_its_repetitions_and_ends_in_numbers(
    quick, browser
):
    made = recorded("squat-check", seed=2, reps=REPS)
    about = {
        "size": list(made.size),
        "go": made.go,
        "stands": [bool(each) for each in made.stands],
        "width": made.rows.shape[1],
    }
    rows = made.rows.astype(np.float32).tobytes()
    sensor = SENSOR
    for name, value in (("RATE", RATE_HZ), ("QUICK", QUICK), ("PAGE", FASTER)):
        sensor = sensor.replace(name, str(value))
    with quick.person(browser) as page:
        quick.clock.run_at(QUICK)
        page.route(
            "**/assets/sensor-*.js",
            lambda route: route.fulfill(body=sensor, content_type="text/javascript"),
        )
        page.route(
            "**/simulated.bin",
            lambda route: route.fulfill(
                body=rows,
                headers={"content-type": "application/octet-stream", "x-about": json.dumps(about)},
            ),
        )
        page.goto(quick.url)
        page.evaluate(BEGIN)
        page.goto(f"{quick.url}/session/squat-check")
        page.get_by_role("radio", name="Camera").check()
        page.get_by_role("button", name="Next: set up the camera").click()
        page.wait_for_selector(".session")
        answered(page)
        said, tones, buzzes = heard(page)
        assert [each for each in said if each.isdecimal()] == ["1", "2", "3", "4", "5"]
        assert tones.count("rep") == REPS
        assert buzzes == 0
        result_opened(page)
        assert page.locator("table.numbers tbody tr").count() > 5
        (kept,) = page.evaluate("async () => (await fetch('/api/results')).json()")
        assert kept["quality"] == "ok"
        # The simulated person is even: half of the weight is on each foot.
        share = re.fullmatch(r"Weight on the left foot: (\d+)\s±\s(\d+)\s%", kept["numbers"][0])
        assert share is not None, kept["numbers"]
        assert abs(int(share[1]) - 50) <= int(share[2]) <= 10
