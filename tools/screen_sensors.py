"""Walks with a camera, which shows a film, and with a phone, which is another window."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.test_camera import CAMERA
from tests.browser.test_camera import VOICE as SPOKEN
from tests.browser.test_phone import AGENT, FEEL, scanned, walked
from tools.screen_walks import Scene, answer, come, go_on

WORN = re.compile("Worn on the body|Am Körper getragen")
SAFETY_QUESTIONS = 3
"""Of every session, by signs of an emergency."""


def camera(page: Page, url: str) -> Iterator[Scene]:
    """A test before the camera, which shows a film of a rendered person."""
    page.set_default_timeout(120_000)
    page.add_init_script(CAMERA)
    page.add_init_script(SPOKEN)
    page.goto(f"{url}/session/equal-weight")
    come(page, ".before")
    yield Scene("camera-before", "Before a test with the camera")
    page.evaluate("() => { window.camera.refusal = 'NotAllowedError'; }")
    page.locator(".ways .button").click()
    page.wait_for_selector(".placing [role=alert]")
    yield Scene("camera-refused", "The camera was not allowed")
    page.evaluate("() => { window.camera.refusal = null; }")
    page.locator(".ways .button").click()
    page.wait_for_selector(".placing .checks li, .placing .hint.well")
    page.wait_for_timeout(500)
    yield Scene("camera-placing", "Placing the camera")
    for _ in range(SAFETY_QUESTIONS):
        page.wait_for_selector(".session .pair, .session .pause")
        if page.locator(".pause").count():
            go_on(page)
            page.wait_for_selector(".session .pair")
        answer(page)
    page.wait_for_timeout(6000)
    if page.locator(".pause").count():
        go_on(page)
    yield Scene("camera-session", "A test before the camera")
    page.locator("footer .stop").click()
    page.locator(".pause .button").nth(1).click()
    come(page, ".screen")


def phone(page: Page, url: str) -> Iterator[Scene]:
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
    page.goto(f"{url}/settings")
    come(page, ".settings")
    page.wait_for_selector(".exposed")
    yield Scene("phone-exposed", "What is open to phones, and to whom")
    page.goto(f"{url}/session/walk")
    come(page, ".before")
    page.locator(".choice label", has_text=WORN).click()
    page.locator(".ways .button").click()
    link = scanned(page)
    yield Scene("phone-invite", "A code that the phone scans")
    worn.goto(link)
    worn.wait_for_selector(".compare")
    page.wait_for_selector(".asks .compare")
    yield Scene("phone-compare", "The phone: the same digits?", worn)
    yield Scene("phone-asks", "The laptop: the same digits?")
    page.locator(".asks .button").first.click()
    worn.wait_for_selector(".choice")
    yield Scene("phone-paired", "The phone is paired", worn)
    worn.locator(".ways .button").first.click()
    worn.evaluate("rows => feel(rows)", walked())
    worn.wait_for_selector(".is-ready")
    yield Scene("phone-placing", "The phone says how it is worn", worn)
    page.wait_for_selector(".ways .button:not([disabled])")
    yield Scene("phone-ready", "The laptop waits for it")
    page.locator(".ways .button").first.click()
    worn.wait_for_selector(".on-body")
    page.wait_for_selector(".session .pair, .session .pause")
    if page.locator(".pause").count():
        go_on(page)
    worn.wait_for_timeout(500)
    yield Scene("phone-worn", "The phone in a session", worn)
    other.close()
