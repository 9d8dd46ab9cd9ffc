"""The page's icons as PNG, drawn from ui/public/icon.svg by the browser of the tests.

python -m tools.icons
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.browser import CHROMIUM, small_png

PUBLIC = Path(__file__).resolve().parents[1] / "ui" / "public"

SIZES = {"icon-180": (180, True), "icon-192": (192, False), "icon-512": (512, False)}
"""Side in pixels, and whether it fills its corners: there the system cuts its own."""

INNER = 0.8
"""A maskable icon shows at least the inner four fifths of its width (W3C)."""


def main() -> None:
    """Write every icon."""
    svg = (PUBLIC / "icon.svg").read_text(encoding="utf-8")
    filled = re.sub(r'rx="\d+"', 'rx="0"', svg)
    told = re.search(r"</?rect[^>]*>", filled)
    assert told is not None
    inner = filled.replace(told.group(), "").partition(">")[2].rpartition("</svg>")[0]
    small = 64 * (1 - INNER) / 2
    masked = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'{told.group()}<g transform="translate({small} {small}) scale({INNER})">{inner}</g></svg>'
    )
    drawn = {name: (filled if fills else svg, side) for name, (side, fills) in SIZES.items()}
    drawn["icon-maskable"] = (masked, 512)
    with sync_playwright() as made:
        browser = made.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, (picture, side) in drawn.items():
            page = browser.new_page(viewport={"width": side, "height": side})
            sized = picture.replace("<svg ", f'<svg width="{side}" height="{side}" ', 1)
            page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{sized}")
            shot = page.screenshot(omit_background=True)
            (PUBLIC / f"{name}.png").write_bytes(small_png(shot))
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
