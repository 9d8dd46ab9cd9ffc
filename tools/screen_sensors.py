"""Walks with a camera, which shows a film, and with a phone, which is another window."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from playwright.sync_api import Page, Response

from tests.browser.test_camera import CAMERA
from tests.browser.test_camera import VOICE as SPOKEN
from tests.browser.test_phone import AGENT, FEEL, scanned, walked
from tools.screen_server import House
from tools.screen_walks import Scene, WrongMoment, answer, come, go_on, spoken

WORN = re.compile("Worn on the body|Am Körper getragen")
LIMIT_MS = 240_000
"""A busy machine may take so long to see what the film shows."""

NOW = """() => ({
  over: document.querySelector(".screen") !== null,
  paused: document.querySelector(".pause") !== null,
  alarm: document.querySelector(".session .alarm") !== null,
  clock: document.querySelector(".ring ~ .of > *")?.textContent ?? "",
  seconds: Number(document.querySelector(".ring .big")?.textContent ?? 0),
})"""
"""What a session before the camera shows, all at one moment."""

NEAR = """(() => {
  const media = navigator.mediaDevices;
  const opened = media.getUserMedia.bind(media);
  window.near = true;
  media.getUserMedia = async (wish) => {
    const far = await opened(wish);
    if (!window.near) return far;
    const film = Object.assign(document.createElement("video"), { muted: true, srcObject: far });
    await film.play();
    const [width, height] = [film.videoWidth, film.videoHeight];
    const cut = Object.assign(document.createElement("canvas"), { width, height });
    const brush = cut.getContext("2d");
    const draw = () => {
      const [part, top] = window.near ? [PART, TOP] : [1, 0];
      const [w, h] = [part * width, part * height];
      brush.drawImage(film, (width - w) / 2, top * height, w, h, 0, 0, width, height);
      film.requestVideoFrameCallback(draw);
    };
    draw();
    const seen = cut.captureStream();
    const [track] = seen.getVideoTracks();
    far.getVideoTracks()[0].addEventListener("ended", () => {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    });
    return seen;
  };
})();
""".replace("PART", "0.68").replace("TOP", "0.1")
"""The person of the film stands too near, without feet, until `near` is taken back."""

COUNTED = ".on-body .big:not(:text-is('0'))"
"""The phone tells how many steps it has felt."""

BEGIN = ".ways .button.tall:not([disabled])"
READY = f".screen:has(.is-ready):has({BEGIN})"
"""The phone lies still, and it can begin."""

SHOWN_FROM_S = 2
"""From so many seconds on a hold is shown."""

SAFETY_QUESTIONS = 3
"""Of every session, by signs of an emergency."""


def _tells_of_feet(answer: Response) -> bool:
    """Whether the person is told to step back."""
    return "/api/placement/" in answer.url and answer.ok and answer.json()["hint"] == "cut-feet"


def camera(page: Page, site: House) -> Iterator[Scene]:
    """A test before the camera, which shows a film of a rendered person."""
    page.set_default_timeout(120_000)
    page.add_init_script(CAMERA)
    page.add_init_script(NEAR)
    page.add_init_script(spoken(page, SPOKEN))
    page.goto(f"{site.url}/session/equal-weight")
    come(page, ".before")
    yield Scene("camera-before", "Before a test with the camera", ".screen .before")
    page.evaluate("() => { window.camera.refusal = 'NotAllowedError'; }")
    page.locator(".ways .button").click()
    page.wait_for_selector(".placing [role=alert]")
    yield Scene("camera-refused", "The camera was not allowed", ".placing [role=alert]")
    page.evaluate("() => { window.camera.refusal = null; }")
    with page.expect_response(_tells_of_feet):
        page.locator(".ways .button").click()
    yield Scene("camera-placing", "Placing the camera", ".placing .checks .not")
    page.evaluate("() => { window.near = false; }")
    for _ in range(SAFETY_QUESTIONS):
        page.wait_for_selector(".session .pair, .session .pause")
        if page.locator(".pause").count():
            go_on(page)
            page.wait_for_selector(".session .pair")
        answer(page)
    # With this the film begins anew, as the person does.
    page.wait_for_selector(".session .mirror")
    page.evaluate("unplug()")
    page.wait_for_selector(".session .pause", timeout=LIMIT_MS)
    yield Scene("camera-lost", "The camera was unplugged", ".session .alarm")
    page.evaluate("plugIn()")
    page.wait_for_selector(".session .alarm", state="detached", timeout=LIMIT_MS)
    go_on(page)
    _until_held(page)
    yield Scene("camera-session", "A test before the camera", ".session .ring")
    page.locator("footer .stop").click()
    page.locator(".pause .button").nth(1).click()
    come(page, ".screen")


def _until_held(page: Page) -> None:
    """Wait until the coach times a foot that is up, and nothing is missing."""
    until, waits = time.monotonic() + LIMIT_MS / 1000, ""
    while time.monotonic() < until:
        now = page.evaluate(NOW)
        if now["over"]:
            break
        if now["paused"]:
            go_on(page)
        elif now["clock"]:
            # The first clock is the one of standing still.
            waits = waits or now["clock"]
            if now["clock"] != waits and now["seconds"] >= SHOWN_FROM_S and not now["alarm"]:
                return
        page.wait_for_timeout(100)
    raise WrongMoment("the test before the camera never came to a lifted foot")


def phone(page: Page, site: House) -> Iterator[Scene]:
    """A phone that is let in and worn."""
    page.set_default_timeout(120_000)
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    browser = page.context.browser
    assert browser is not None
    other = browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=1.5,
        ignore_https_errors=True,
        has_touch=True,
        is_mobile=True,
        user_agent=AGENT,
        color_scheme="dark" if is_dark else "light",
        locale=page.evaluate("navigator.language"),
        reduced_motion="reduce",
    )
    worn = other.new_page()
    worn.set_default_timeout(120_000)
    worn.add_init_script(FEEL)
    page.goto(f"{site.url}/settings")
    come(page, ".settings")
    yield Scene("phone-exposed", "What is open to phones, and to whom", ".settings .exposed")
    page.goto(f"{site.url}/session/walk")
    come(page, ".before")
    page.locator(".choice label", has_text=WORN).click()
    page.locator(".ways .button").click()
    link = scanned(page)
    yield Scene("phone-invite", "A code that the phone scans", ".invite img")
    worn.goto(site.way_in(link))
    worn.wait_for_selector(".compare")
    page.wait_for_selector(".asks .compare")
    yield Scene("phone-compare", "The phone: the same digits?", ".compare", worn)
    yield Scene("phone-asks", "The laptop: the same digits?", ".asks .compare")
    page.locator(".asks .button").first.click()
    worn.wait_for_selector(".choice")
    yield Scene("phone-paired", "The phone is paired", ".choice", worn)
    worn.locator(".ways .button").first.click()
    worn.evaluate("rows => feel(rows)", walked())
    yield Scene("phone-placing", "The phone says how it is worn", ".is-ready", worn)
    yield Scene("phone-ready", "The laptop waits for it", READY)
    page.locator(BEGIN).click()
    worn.wait_for_selector(".on-body")
    _until_counted(page, worn)
    yield Scene("phone-worn", "The phone counts steps in a session", COUNTED, worn)
    other.close()


def _until_counted(page: Page, worn: Page) -> None:
    """Answer on the laptop, walk with the phone, until it tells how many steps."""
    until = time.monotonic() + LIMIT_MS / 1000
    while time.monotonic() < until and not worn.locator(COUNTED).count():
        if page.locator(".pause").count():
            go_on(page)
        elif page.locator(".session .question").count():
            answer(page)
        elif worn.locator(".on-body .big").count():
            # Steps are counted from here on.
            worn.evaluate("() => { window.shaken = true; }")
        page.wait_for_timeout(200)
    if not worn.locator(COUNTED).count():
        raise WrongMoment("the phone never told a step")
