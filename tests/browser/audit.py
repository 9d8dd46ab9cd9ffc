"""Whether a page is for everybody: rules of WCAG 2.2 AA, keyboard, zoom, motion, outline."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
AUDIT = (Path(__file__).parent / "audit.js").read_text(encoding="utf-8")
"""Put into every page that is looked at, before its own scripts."""

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
LOOKS = ("color-contrast", "target-size", "link-in-text-block")
"""Rules whose answer changes with colours and sizes; all others ask for the document."""

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
LOW = tuple({"width": w, "height": h} for w, h in ((740, 340), (667, 375), (640, 360), (844, 390)))
"""Phones on their side."""
HALVED = {"width": 640, "height": 720}
"""A window of 1280 px at a zoom of 200 %."""

TWICE = "() => { document.documentElement.style.fontSize = '36px'; }"
ONCE = "() => { document.documentElement.style.fontSize = ''; }"
DRAWN = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => done()));
})"""
"""Charts take up their new width once the window has taken up its own."""

STILL = "() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => 0)))"

MOST_STOPS = 250
"""No page has more places for the keyboard."""

CONTROL = r"^\s*- (button|link|textbox|combobox|checkbox|radio|slider|spinbutton|img|region)"
NAMELESS = re.compile(CONTROL + r"(:| \[.*\])?\s*$")
"""A line of the tree that screen readers are given, without a name in it."""


@functools.cache
def axe_source() -> str:
    """The checker's script, from the packages of the page."""
    return (ROOT / "ui/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def audited(page: Page, *, keyboard: bool = True, wide: bool = True) -> list[str]:
    """What is in somebody's way on the page that is open, in words; empty for nothing.

    Parameters
    ----------
    page : Page
        Opened with `AUDIT` and reduced motion; its size and colours are changed and put back.
    keyboard : bool
        Whether to go through it by Tab too.
    wide : bool
        Whether to look at it as a desktop shows it too.
    """
    found = [*_asked(page, "outline"), *_asked(page, "moving"), *_asked(page, "deaf")]
    found += [
        f"without a name: {line.strip()}"
        for line in page.locator("body").aria_snapshot().splitlines()
        if NAMELESS.match(line)
    ]
    page.evaluate(STILL)
    page.evaluate(axe_source())
    found += [f"phone, light: {each}" for each in _asked(page, "axe", "tag", TAGS)]
    found += _asked(page, "small")
    page.emulate_media(color_scheme="dark")
    found += [f"phone, dark: {each}" for each in _asked(page, "axe", "rule", LOOKS)]
    if wide:
        page.set_viewport_size(DESKTOP)
        found += [f"desktop, dark: {each}" for each in _asked(page, "axe", "tag", TAGS)]
        page.emulate_media(color_scheme="light")
        found += [f"desktop, light: {each}" for each in _asked(page, "axe", "rule", LOOKS)]
    page.emulate_media(color_scheme="light")
    found += reflowed(page)
    page.set_viewport_size(PHONE)
    return found + tabbed(page) if keyboard else found


def reflowed(page: Page) -> list[str]:
    """What is cut, squeezed or scrolls sideways on phones, and with letters twice as large."""
    found = []
    for size in (PHONE, NARROW):
        page.set_viewport_size(size)
        page.evaluate(DRAWN)
        found += [f"{size['width']} px: {each}" for each in _asked(page, "cut")]
    for size in (PHONE, DESKTOP, *LOW):
        page.set_viewport_size(size)
        page.evaluate(DRAWN)
        lapped = _asked(page, "lapped")
        found += [f"{size['width']} x {size['height']} px: {each}" for each in lapped]
    page.set_viewport_size(HALVED)
    page.evaluate(TWICE)
    page.evaluate(DRAWN)
    found += [f"200 %: {each}" for each in _asked(page, "cut")]
    page.evaluate(ONCE)
    return found


def tabbed(page: Page) -> list[str]:
    """What Tab does not come to, hides, or cannot leave."""
    wanted = _asked(page, "wanted")
    _asked(page, "fromTheTop")
    come_to: list[str] = []
    found = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at: dict[str, Any] | None = _asked(page, "focused")
        if at is None or (come_to[1:] and at["name"] == come_to[0]):
            break
        if at["name"] in come_to:
            # A box for a day or an hour has a place for each of its parts.
            continue
        come_to.append(at["name"])
        if not at["lit"]:
            found.append(f"Tab: {at['name']} does not look as if it had the keyboard")
        if not at["open"]:
            found.append(f"Tab: {at['name']} lies under something")
    else:
        found.append(f"Tab: more than {MOST_STOPS} places")
    return found + [f"Tab does not come to {each}" for each in wanted if each not in come_to]


def _asked(page: Page, what: str, *told: object) -> Any:
    return page.evaluate(f"(told) => window.audit.{what}(...told)", list(told))
