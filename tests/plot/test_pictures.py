"""Pictures are self-contained SVG whose places on paper mean what they say."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import Side
from levelhip.plot import (
    INKS,
    DepthShare,
    Lift,
    Phase,
    SideValue,
    StanceSide,
    StepTime,
    Strand,
    feet_from_above,
    left_against_right,
    over_time,
    share_by_depth,
    step_times,
)
from levelhip.plot.canvas import WIDTH
from levelhip.plot.timeline import thinned

MIDDLE = WIDTH / 2
SVG = "{http://www.w3.org/2000/svg}"


def feet():
    left = StanceSide(Side.LEFT, (Lift(0.8, 0.05), Lift(0.9, 0.05)), 0.75, (6, 2), (3, 1), "8 %")
    right = StanceSide(Side.RIGHT, (Lift(1.0, 0.05),), 0.75, None, (9, 1), "25 %")
    return feet_from_above((right, left), name="feet", text="what <is> seen & heard")


def strips():
    time_s = np.linspace(0, 10, 2000)
    strand = Strand("trunk lean, °", np.sin(time_s), 0.0)
    phases = (Phase(Side.LEFT, 2, 4), Phase(Side.RIGHT, 6, 8))
    return over_time(time_s, (strand, strand), phases, name="time", text="two strips")


def depth():
    share = np.array([0.5, 0.55, np.nan, 0.6])
    shares = DepthShare(np.linspace(0, 1, 4), share, share - 0.02, share + 0.02)
    return share_by_depth(shares, name="depth", text="more on the left")


def steps():
    sides = (Side.LEFT, Side.RIGHT) * 5
    landed = tuple(StepTime(side, i / 2, 0.5 + i / 100) for i, side in enumerate(sides))
    means = dict.fromkeys(sides, (0.55, "0.55 s"))
    return step_times(landed, means=means, name="steps", text="ten steps")


def pair():
    values = (SideValue(Side.LEFT, -3.0, 1.0, "−3"), SideValue(Side.RIGHT, 2.0, 1.0, "2"))
    return left_against_right(values, unit="°", name="pair", title="lean", text="left, right")


ALL = pytest.mark.parametrize("make", [feet, strips, depth, steps, pair], scope="module")


PICTURES = {}


@pytest.fixture
def picture(make):
    if make not in PICTURES:
        PICTURES[make] = make()
    return PICTURES[make]


def parsed(svg: str) -> ET.Element:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return ET.fromstring(svg.replace("<svg ", f"<svg {spaces} ", 1))


@ALL
def test_a_picture_asks_for_nothing_outside_itself(picture):
    svg = picture.svg
    assert "http" not in svg
    assert "@import" not in svg
    assert all(ref.startswith("#") for ref in re.findall(r'href="([^"]*)"', svg))
    assert all(ref.startswith("#") for ref in re.findall(r"url\(([^)]*)\)", svg))


@ALL
def test_a_picture_has_only_the_pages_colours(picture):
    svg = picture.svg
    assert not any(stand_in in svg for stand_in in INKS.values())
    colours = re.findall(r"(?:fill|stroke): ([^;\"]+)", svg)
    assert colours
    assert all(colour == "none" or colour.startswith("var(--") for colour in colours), set(colours)


@ALL
def test_a_picture_says_what_it_shows_to_those_who_do_not_see_it(picture):
    root = parsed(picture.svg)
    title, text = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {text.get('id')}"
    assert (title.text, text.text) == (picture.title, picture.text)


@ALL
def test_every_reference_in_a_picture_finds_its_target_once(picture):
    ids = re.findall(r' id="([^"]+)"', picture.svg)
    assert len(set(ids)) == len(ids)
    referred = set(re.findall(r'(?:href="#|url\(#)([^")]+)', picture.svg))
    assert referred <= set(ids)


@ALL
def test_the_same_numbers_give_the_same_bytes(make, picture):
    assert make() == picture


@ALL
def test_letters_are_text_of_a_readable_size(picture):
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", picture.svg)]
    assert sizes
    # A card of a phone 390 px wide has 316 px for it.
    assert min(sizes) * 316 / WIDTH >= 13.5


def test_no_global_figure_is_opened():
    import sys

    feet()
    assert "matplotlib.pyplot" not in sys.modules


def spots(svg: str) -> list[float]:
    """Where the end marks of the lifts lie, in picture units from the left."""
    return [float(x) for x in re.findall(r'<use xlink:href="#feet-\d+" x="([\d.]+)"', svg)]


@settings(max_examples=6, deadline=None)
@given(shift=st.floats(0.4, 1.4))
def test_lifting_the_left_foot_draws_to_the_right_and_the_other_way_round(shift):
    for side, sign in ((Side.LEFT, 1), (Side.RIGHT, -1)):
        stance = StanceSide(side, (Lift(shift, 0.0),), 0.75)
        marks = spots(feet_from_above((stance,), name="feet", text="").svg)
        assert any(sign * (x - MIDDLE) > 20 for x in marks), marks
        assert not any(-sign * (x - MIDDLE) > 1 for x in marks), marks


@pytest.mark.parametrize(("make", "edges"), [(feet, 2), (depth, 2), (strips, 8)])
def test_the_faint_filling_of_a_band_has_an_edge_that_is_seen(make, edges):
    paths = [
        (path.get("style") or "").replace(" ", "") for path in parsed(make().svg).iter(f"{SVG}path")
    ]
    plain = [each for each in paths if "stroke:var(--soft)" in each and "dasharray" not in each]
    # Small strokes at the numbers of an axis are half as broad as an edge.
    assert len([each for each in plain if "stroke-width:0.8" not in each]) == edges


def test_the_share_of_the_whole_squat_is_drawn_with_its_error():
    share = np.full(5, 0.48)
    shares = DepthShare(np.linspace(0, 1, 5), share, share - 0.02, share + 0.02, (0.48, 0.07))
    root = parsed(share_by_depth(shares, name="depth", text="").svg)
    lines = [
        [float(x) for x in re.findall(r"[ML] ([\d.]+) ", path.get("d", ""))]
        for path in root.iter(f"{SVG}path")
        if "var(--ink)" in (path.get("style") or "") and path.get("d", "").count("L") == 1
    ]
    even = next(x[0] for x in lines if len(x) == 2 and x[0] == x[1])
    (error,) = [x for x in lines if len(x) == 2 and x[1] - x[0] > 20]
    # 52 % on the right foot, 7 % to each side: from 45 to 59, so beyond the even line.
    assert error[0] < even < error[1]
    assert (error[1] - even) / (even - error[0]) == pytest.approx(9 / 5, rel=0.02)


def test_the_part_that_everybody_needs_ends_at_the_inner_edge_of_the_foot():
    svg = feet().svg
    root = parsed(svg)
    band = next(
        path.get("d")
        for path in root.iter(f"{SVG}path")
        if "var(--band)" in (path.get("style") or "") and path.get("d", "").count("L") == 3
    )
    xs = [float(x) for x in re.findall(r"[ML] ([\d.]+) ", band)]
    # The sole's edge is 0.5 breadths from its middle; feet are 2 (1 - 0.75) = 0.5 units broad.
    width_units = max(xs) - min(xs)
    scale = width_units / 0.75
    assert 0.75 * scale == pytest.approx(max(abs(x - MIDDLE) for x in xs), abs=0.5)


def test_a_person_who_stood_off_the_middle_is_drawn_off_the_middle():
    # Half a foot is 0.25, the weight was 0.1 to the right: 0.65 to the right foot, 0.85 left.
    left = StanceSide(Side.LEFT, (Lift(0.65, 0.0),), 0.65)
    right = StanceSide(Side.RIGHT, (Lift(0.85, 0.0),), 0.85)
    marks = spots(feet_from_above((left, right), name="feet", text="").svg)
    # Both lifts end at the inner edges of the feet, which lie evenly about the middle.
    first, ring, last = sorted(set(marks))
    assert MIDDLE - first == pytest.approx(last - MIDDLE, abs=0.01)
    assert (ring - MIDDLE) / (last - MIDDLE) == pytest.approx(0.1 / 0.75, abs=0.01)


@given(st.integers(1, 5000), st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_a_thinned_line_keeps_its_highest_and_lowest_point(length, seed):
    values = np.random.default_rng(seed).normal(size=length)
    times, kept = thinned(np.arange(length, dtype=float), values)
    assert kept.max() == values.max()
    assert kept.min() == values.min()
    assert (np.diff(times) > 0).all()
    assert len(kept) <= 600
