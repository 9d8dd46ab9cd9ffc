"""The page's colours differ enough from what they lie on, by day and by night (WCAG 2.2, AA)."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

THEME = Path(__file__).resolve().parents[2] / "ui" / "src" / "theme.css"
GROUNDS = ("ground", "sheet")
LEAST = {
    "ink": 4.5,
    "soft": 4.5,
    "accent": 4.5,
    "go": 4.5,
    "ease": 4.5,
    "stop": 4.5,
    # What is not text: the edge by which an empty field is seen.
    "edge": 3.0,
}


def colours():
    roots = re.findall(r":root \{(.*?)\}", THEME.read_text("utf-8"), re.DOTALL)
    day, night = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", each)) for each in roots[:2])
    return {"day": day, "night": {**day, **night}}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_box_to_choose_by_has_the_edge_of_a_field():
    own = re.search(
        r'input\[type="checkbox"\], input\[type="radio"\] \{([^}]*)\}', THEME.read_text()
    )
    assert "appearance: none" in own[1]
    assert "border: 2px solid var(--edge)" in own[1]


@pytest.mark.parametrize(
    ("time", "name", "ground"), list(product(("day", "night"), LEAST, GROUNDS))
)
def test_each_colour_is_told_from_its_ground(time, name, ground):
    own = colours()[time]
    dark, light = sorted(luminance(own[each]) for each in (name, ground))
    assert (light + 0.05) / (dark + 0.05) >= LEAST[name]
