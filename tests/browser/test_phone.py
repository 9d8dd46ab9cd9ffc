"""A phone as sensor: paired by a second browser, worn, measuring, and let out again."""

from __future__ import annotations

import functools
import re
import time

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from levelhip.io.result_file import read_result
from levelhip.service.page_folders import kept_sessions
from levelhip.simulator import simulate
from tests.browser.conftest import BEGIN, DESKTOP, PHONE
from tests.web.at_door import served

FASTER = 12.0
"""Sessions and the felt movement run so much faster than the day."""

LIMIT_MS = 90_000
RATE_HZ = 50
AGENT = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)

FEEL = """
window.feel = (rows) => {
  // Rows: acceleration with gravity, m/s2, then rotation, degrees a second; the first is stillness.
  const begun = performance.now();
  let sent = 0, at = 0;
  setInterval(() => {
    const caption = document.querySelector(".on-body .caption, .session .caption")?.textContent;
    const walks = window.shaken || /Walk as usual/.test(caption ?? "");
    const due = Math.floor((performance.now() - begun) * FASTER * RATE / 1000);
    for (; sent < due; sent++) {
      if (walks) at = at + 1 < rows.length ? at + 1 : 1;
      const [x, y, z, alpha, beta, gamma] = rows[walks ? at : 0];
      const event = new DeviceMotionEvent("devicemotion", {
        accelerationIncludingGravity: { x, y, z },
        rotationRate: { alpha, beta, gamma },
        interval: 20,
      });
      Object.defineProperty(event, "timeStamp", { value: 1000 + sent * 1000 / RATE });
      dispatchEvent(event);
    }
  }, 50);
};
""".replace("FASTER", str(FASTER)).replace("RATE", str(RATE_HZ))
"""A person who stands still, and walks once told to."""

KNOWN = """async () => {
  const post = (path, body) => fetch(path, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  await post("/api/spots", { kind: "hip", view: "back", x_m: 0.1, y_m: -0.02 });
  await post("/api/aims", { text: "carry the shopping", value: 4 });
  const asked = await (await fetch("/api/checkin")).json();
  const { name, on, about } = asked.find((each) => each.name === "usual");
  await post("/api/checkin", { name, on, about, value: 3 });
}"""
"""Somebody whose first visit is over."""


@functools.cache
def walked() -> list[list[float]]:
    """Standing, then half a minute of a simulated walk with the phone in a pocket."""
    made = simulate("walk", sensors=("pocket",), duration_s=30.0)
    motion = made.recordings["pocket"].samples.motion
    assert motion is not None
    times = np.arange(4.0, 34.0, 1 / RATE_HZ)
    values = np.hstack([motion.acceleration, np.degrees(motion.rotation)])
    rows = np.stack([np.interp(times, motion.time_s, column) for column in values.T], axis=1)
    still = np.zeros(6)
    still[:3] = rows[:, :3].mean(axis=0)
    return [[round(float(v), 3) for v in row] for row in (still, *rows)]


@pytest.fixture
def house(own_store, tmp_path):
    with served(tmp_path / "phones", session_clock=lambda: FASTER * time.monotonic()) as house:
        yield house


@pytest.fixture
def laptop(browser, house):
    # Without the moving pictures, which cost more than all else.
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(LIMIT_MS)
    page.goto(f"http://127.0.0.1:{house.port}")
    page.evaluate(BEGIN)
    page.evaluate(KNOWN)
    yield page
    context.close()


@pytest.fixture
def phone(browser):
    context = browser.new_context(
        viewport=PHONE,
        ignore_https_errors=True,
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
        user_agent=AGENT,
    )
    page = context.new_page()
    page.set_default_timeout(LIMIT_MS)
    page.add_init_script(FEEL)
    yield page
    context.close()


def scanned(laptop):
    """What a camera reads from the code on the screen."""
    picture = laptop.locator(".invite img")
    picture.wait_for()
    laptop.wait_for_function("() => document.querySelector('.invite img').naturalWidth > 0")
    seen = cv2.imdecode(np.frombuffer(picture.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    # The plainer detector misses two to three codes of a hundred.
    return cv2.QRCodeDetectorAruco().detectAndDecode(seen)[0]


def paired(laptop, phone, yes):
    """Scan, compare, say yes."""
    phone.goto(scanned(laptop))
    shown = phone.locator(".compare").inner_text()
    assert re.fullmatch(r"\d{4}", shown)
    expect(laptop.locator(".asks .compare")).to_have_text(shown, timeout=LIMIT_MS)
    expect(laptop.locator(".asks")).to_contain_text("Android, Chrome")
    laptop.get_by_role("button", name=yes).click()
    phone.get_by_role("button", name="Start the sensor").wait_for()


def asked_for_a_phone(page, protocol, minutes=None):
    """A session's page up to the placing of the phone; a short one, where minutes are given."""
    if minutes:

        def shorter(route):
            wish = route.request.post_data_json
            route.continue_(post_data={**wish, "minutes": minutes})

        page.route(
            "**/api/sessions",
            lambda route: shorter(route) if route.request.method == "POST" else route.continue_(),
        )
    page.goto(f"{page.url.rstrip('/')}/session/{protocol}")
    page.get_by_role("radio", name="Phone Worn on the body").check()
    page.get_by_role("button", name="Next: wear the phone").click()


def test_a_paired_phone_in_a_pocket_counts_the_steps_of_the_laptops_session(laptop, phone, house):
    asked_for_a_phone(laptop, "walk", minutes=1)
    paired(laptop, phone, "Yes, the same digits")
    expect(laptop.get_by_text("On the phone, press")).to_be_visible(timeout=LIMIT_MS)
    expect(laptop.get_by_role("button", name="Begin", exact=True)).to_be_disabled()
    phone.get_by_role("button", name="Start the sensor").click()
    expect(phone.locator("h2")).to_have_text("In a pocket", timeout=LIMIT_MS)
    phone.evaluate("rows => feel(rows)", walked())
    # Still for two seconds: both say so, and only then it can begin.
    phone.locator(".is-ready").wait_for()
    begin = laptop.get_by_role("button", name="Begin", exact=True)
    expect(begin).to_be_enabled(timeout=LIMIT_MS)
    begin.click()
    phone.locator(".on-body").wait_for()
    answered(laptop, until=".screen")
    told = laptop.evaluate("async () => (await fetch('/api/sessions')).json()")
    assert [each["state"] for each in told] == ["finished"]
    (kept,) = kept_sessions()
    result = read_result(kept.folder / "result.json")
    values = {each.name: each.value for each in result.metrics}
    # The simulated person takes 47 steps in 32 s, for a minute less what starting took here.
    assert 10 <= values["step_count"] <= 95
    assert values["cadence"] == pytest.approx(47 / 32 * 60, rel=0.1)
    expect(phone.locator("h1")).to_have_text("Go on at the laptop", timeout=LIMIT_MS)


def answered(laptop, until):
    """Say no to every question, and two to every number."""
    while True:
        laptop.wait_for_selector(f".pair, .pad, .pause, {until}")
        if laptop.locator(until).count():
            return
        if laptop.locator(".pause").count():
            laptop.locator(".pause").get_by_role("button", name="Go on").click()
            laptop.wait_for_selector(".pause", state="detached")
            continue
        asked = laptop.locator(".session .question").get_attribute("aria-label")
        name = "No" if laptop.locator(".pair").count() else "2"
        laptop.get_by_role("button", name=name, exact=True).click()
        laptop.wait_for_function(
            "was => document.querySelector('.question')?.getAttribute('aria-label') !== was",
            arg=asked,
        )


def test_a_phone_that_is_let_out_stops_measuring_at_once_and_the_session_says_so(
    laptop, phone, house
):
    asked_for_a_phone(laptop, "walk", minutes=5)
    paired(laptop, phone, "Yes, the same digits")
    phone.get_by_role("button", name="Start the sensor").click()
    phone.evaluate("rows => feel(rows)", walked())
    laptop.get_by_role("button", name="Begin", exact=True).click()
    phone.locator(".on-body").wait_for()
    answered(laptop, until=".count .big:not(:text-is('0'))")
    told = house.here("GET", "/api/phones")[1]["phones"]
    settings = laptop.context.new_page()
    settings.goto(f"http://127.0.0.1:{house.port}/settings")
    settings.locator(".phones").get_by_role("button", name="Remove").click()
    expect(phone.locator("h1")).to_have_text("This phone was removed", timeout=LIMIT_MS)
    expect(laptop.locator(".session")).to_contain_text("phone sends nothing", timeout=LIMIT_MS)
    assert len(told) == 1
    # Loaded again, it is a stranger.
    phone.reload()
    expect(phone.locator("h1")).to_have_text("Not paired", timeout=LIMIT_MS)


def test_a_phone_with_the_whole_page_measures_its_own_session(laptop, phone, house):
    laptop.goto(f"http://127.0.0.1:{house.port}/settings")
    laptop.get_by_role("button", name="Pair a phone").click()
    paired(laptop, phone, "Yes, with the whole page")
    phone.get_by_role("link", name="Open levelhip on this phone").click()
    phone.wait_for_url(f"{house.lan.addresses[0]}/")
    asked_for_a_phone(phone, "walk")
    phone.get_by_role("button", name="Let the sensor be read").click()
    phone.evaluate("rows => feel(rows)", walked())
    phone.locator(".is-ready").wait_for()
    phone.get_by_role("button", name="Begin", exact=True).click()
    answered(phone, until=".count .big:not(:text-is('0'))")
    # It cannot let others in.
    assert phone.evaluate("async () => (await fetch('/api/phones')).status") == 403


def test_without_the_option_a_phone_is_refused_in_words_with_the_way_out(begun, site):
    begun.set_viewport_size(DESKTOP)
    begun.evaluate(KNOWN)
    begun.goto(f"{site.url}/settings")
    expect(begun.get_by_text("levelhip serve --lan")).to_be_visible()
