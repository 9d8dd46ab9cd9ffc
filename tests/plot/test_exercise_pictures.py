"""Pictures of exercises, pains and spots: true to scale, told by shape, in the page's colours."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.biomech.body_map import Spot, SpotView
from levelhip.core import Side
from levelhip.plot import (
    DriveBar,
    PainLine,
    RepBar,
    SpotMark,
    StandTime,
    Swing,
    drop_and_drive,
    pain_lines,
    repetition_bars,
    spot_map,
    stand_times,
    standalone,
    swing_line,
)
from levelhip.plot.axis import Axis, axis_for
from levelhip.plot.body_map import example
from levelhip.plot.canvas import WIDTH
from levelhip.plot.svg import smooth_path

SVG = "{http://www.w3.org/2000/svg}"
BACK, FRONT, LEFT, RIGHT = SpotView.BACK, SpotView.FRONT, SpotView.LEFT, SpotView.RIGHT


def reps():
    bars = (RepBar("1", 30.0, 5.0), RepBar("2", 15.0, 5.0, ("toe <up>",)), RepBar("3", None))
    return repetition_bars(
        bars, unit="°", name="reps", title="reps", text="a & b", goal=(20.0, "asked: 20°")
    )


def drives():
    short = DriveBar(2, 2.0, 8.0, 1.0, 1.0, shallow=True, other=True)
    bars = (DriveBar(1, 6.0, 8.0, 1.0, 1.0), short)
    return drop_and_drive(bars, unit="°", name="drives", title="drives", text="two")


def pains():
    lines = (PainLine("thumb", 6.0, 2.0, 2.83), PainLine("usual", None, 3.0, 2.83))
    return pain_lines(lines, name="pains", text="two pains")


def stands():
    times = (StandTime(Side.LEFT, 30.0, 0.5, "30 s"), StandTime(Side.RIGHT, 45.0, 0.0, "45 s"))
    return stand_times(times, (("18 to 39", 44.7),), cap_s=45.0, name="stands", text="two")


def spots():
    marks = (SpotMark(Spot(BACK, -0.04, 0.01), "back", "back spot"),)
    return spot_map(marks, name="spots", text="one spot", views=tuple(SpotView), width=760.0)


def swings():
    return swing_line(Swing(96.0, 1.5, 80.0, (73.0, 89.0)), name="swing", text="two")


ALL = pytest.mark.parametrize("make", [reps, drives, pains, stands, spots, swings])


def parsed(svg):
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


@ALL
def test_a_picture_is_whole_has_words_for_those_who_do_not_see_it_and_only_the_pages_colours(make):
    picture = make()
    root = parsed(picture.svg)
    assert root.find(f"{SVG}title").text == picture.title
    assert root.find(f"{SVG}desc").text == picture.text
    name = root.get("aria-labelledby").split("-")[0]
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert all(each.startswith(f"{name}-") for each in ids)
    colours = set(re.findall(r'(?:fill|stroke|stop-color)="([^"]+)"', picture.svg)) - {"none"}
    # The fading of the thighs is a mask: white there means "seen".
    strange = {c for c in colours if not c.startswith("var(--")} - {"#fff", "url(#spots-fade)"}
    assert not strange
    assert "http" not in picture.svg


@ALL
def test_letters_are_large_enough_for_a_phone(make):
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", make().svg)]
    assert sizes
    # A card of a phone 390 px wide has 316 px for it; only the docs have a broader picture.
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', make().svg).group(1))
    assert min(sizes) * 316 / min(width, WIDTH) >= 13.5


@ALL
def test_a_picture_in_a_file_of_its_own_brings_its_colours_for_light_and_dark(make):
    text = standalone(make())
    ET.fromstring(text)
    used = set(re.findall(r"var\(--([a-z-]+)\)", text))
    style = text.split("<style>")[1].split("</style>")[0]
    assert "prefers-color-scheme: dark" in style
    assert all(style.count(f"--{each}:") == 2 for each in used)


def marks_at(svg, tag="circle"):
    found = parsed(svg).iter(f"{SVG}{tag}")
    return [
        (float(each.get("cx")), float(each.get("cy")), float(each.get("r")))
        for each in found
        if each.get("fill") == "var(--accent)"
    ]


@settings(max_examples=20, deadline=None)
@given(x=st.floats(-0.12, 0.12), y=st.floats(-0.2, 0.2), height=st.floats(1.5, 2.0))
def test_a_mark_is_a_thumb_and_lies_where_the_body_has_it(x, y, height):
    """Ten centimetres of the scale bar give the units of a metre."""
    mark = SpotMark(Spot(BACK, x, y), "back")
    here = spot_map((mark,), name="s", text="", height_m=height).svg
    ((at_x, at_y, radius),) = marks_at(here)
    ((zero_x, zero_y, _),) = marks_at(
        spot_map((SpotMark(Spot(BACK, 0.0, 0.0), "back"),), name="s", text="", height_m=height).svg
    )
    bar = float(re.search(r"h(\d+\.?\d*) m0 -3 v6", here).group(1)) / 0.1
    # Coordinates are rounded to a tenth of a unit, a few thousandths of the bar.
    assert 2 * radius / bar == pytest.approx(0.025, abs=0.0006)
    assert (at_x - zero_x) / bar == pytest.approx(x, abs=0.001)
    assert (zero_y - at_y) / bar == pytest.approx(y, abs=0.001)


@pytest.mark.parametrize(
    ("view", "way"),
    # Seen from behind the person's right is on the right; from the front it is on the left. Seen
    # from the left the person looks to the left, from the right to the right.
    [(BACK, 1), (FRONT, -1), (LEFT, -1), (RIGHT, 1)],
)
def test_left_and_right_are_as_one_sees_the_person(view, way):
    def at(x):
        mark = SpotMark(Spot(view, x, 0.0), "back")
        return marks_at(spot_map((mark,), name="s", text="").svg)[0][0]

    assert way * (at(0.05) - at(0.0)) > 3


def test_older_marks_are_open_and_fainter_and_a_hip_spot_has_another_shape():
    marks = [SpotMark(Spot(BACK, 0.0, 0.0), "back", "", age) for age in (0, 1, 2)]
    svg = spot_map([*marks, SpotMark(Spot(BACK, 0.05, 0.0), "hip")], name="s", text="").svg
    opacity = [float(each) for each in re.findall(r'stroke-width="1.5" opacity="([\d.]+)"', svg)]
    assert opacity == sorted(opacity)
    assert len(opacity) == 2
    assert len(marks_at(svg)) == 1
    assert re.search(r'<path d="M[^"]+Z" fill="var\(--accent\)"', svg)


def test_a_repetition_that_was_not_as_asked_is_told_by_shape_and_by_words():
    svg = reps().svg
    assert svg.count("<circle") == 2
    assert len(re.findall(r"l5\.5 9\.5 h-11 Z", svg)) == 1
    assert "toe &lt;up&gt;" in svg
    assert "not measured" in svg
    assert "asked: 20°" in svg


def test_where_all_repetitions_are_as_asked_no_sign_stands_before_them():
    bars = (RepBar("1", 30.0, 5.0), RepBar("2", 28.0, 5.0))
    svg = repetition_bars(bars, unit="°", name="reps", title="reps", text="").svg
    assert "<circle" not in svg
    assert "Z" not in svg.split("</desc>")[1]


@pytest.mark.parametrize("make", [pains, swings])
def test_the_faint_filling_of_a_band_has_an_edge_that_is_seen(make):
    bands = [b for b in parsed(make().svg).iter(f"{SVG}rect") if b.get("fill") == "var(--band)"]
    assert bands
    assert {each.get("stroke") for each in bands} == {"var(--soft)"}


def test_long_lists_of_faults_run_on_below_and_push_the_next_row_down():
    one = (RepBar("1", 20.0), RepBar("2", 20.0))
    many = (RepBar("1", 20.0, 0.0, ("not past the midline", "knee not forward first")), one[1])

    def height(bars):
        svg = repetition_bars(bars, unit="°", name="r", title="", text="").svg
        return float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', svg).group(1))

    assert height(many) > height(one) + 10


def test_a_drop_goes_down_and_a_drive_up_from_the_level_by_their_size():
    boxes = [
        (float(each.get("y")), float(each.get("height")))
        for each in parsed(drives().svg).iter(f"{SVG}rect")
    ]
    (up, up_high), (down, down_high), _, (_, shallow_high) = boxes
    assert up + up_high == pytest.approx(down, abs=0.11)
    assert down_high / up_high == pytest.approx(6 / 8, abs=0.01)
    assert shallow_high / down_high == pytest.approx(2 / 6, abs=0.01)


def test_the_band_about_the_first_pain_is_the_change_that_means_nothing():
    band = next(each for each in parsed(pains().svg).iter(f"{SVG}rect"))
    start, breadth = float(band.get("x")), float(band.get("width"))
    discs = marks_at(pains().svg)
    units = (discs[1][0] - discs[0][0]) / (3.0 - 2.0)
    assert breadth / units == pytest.approx(2 * 2.83, abs=0.02)
    # 2 lies outside the band about 6, so it is a change.
    assert discs[0][0] < start


@given(st.floats(-1000, 0), st.floats(0, 1000))
def test_an_axis_holds_its_values_and_has_few_round_ticks(low, high):
    axis = axis_for(low, high, start=10.0, stop=200.0)
    assert 10.0 <= axis.at(low) <= axis.at(0.0) <= axis.at(high) <= 200.0
    ticks = axis.ticks()
    assert 1 <= len(ticks) <= 7
    assert all(axis.low - 1e-6 <= tick <= axis.high + 1e-6 for tick in ticks)


def test_a_value_beyond_an_axis_stays_at_its_end():
    assert Axis(0.0, 45.0, 0.0, 90.0).at(60.0) == 90.0


def test_a_smooth_path_passes_through_all_its_points():
    points = [(0.0, 0.0), (10.0, 5.0), (20.0, 0.0)]
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", smooth_path(points))]
    ends = [tuple(numbers[:2]), tuple(numbers[6:8]), tuple(numbers[12:14])]
    assert ends == points


def test_the_picture_in_the_docs_is_the_one_that_is_drawn_here():
    path = Path(__file__).resolve().parents[2] / "docs/protocols/pictures/pain-spot.svg"
    way_out = f"run: python -m levelhip.plot.body_map > docs/protocols/pictures/{path.name}"
    assert path.read_text(encoding="utf-8") == standalone(example()), way_out


@given(st.floats(40, 200), st.floats(40, 200), st.floats(0, 10))
def test_the_band_of_the_weight_and_the_walk_lie_on_one_scale(cadence, own, half):
    near = (own / 1.1, own / 0.9)
    root = parsed(swing_line(Swing(cadence, half, own, near), name="s", text="").svg)
    band = next(root.iter(f"{SVG}rect"))
    ((disc, _, _),) = marks_at(ET.tostring(root, encoding="unicode").replace("ns0:", ""))
    start, breadth = float(band.get("x")), float(band.get("width"))
    if breadth < 20:
        return  # too coarse to read off: places are rounded to a tenth
    units = breadth / (near[1] - near[0])
    assert disc - start == pytest.approx((cadence - near[0]) * units, abs=0.02 * 392)


def test_no_public_name_of_the_pictures_is_hidden_by_a_module_of_that_name():
    """Importing a module would put it in the place of the function."""
    import pkgutil

    import levelhip.plot as pictures

    modules = {each.name for each in pkgutil.iter_modules(pictures.__path__)}
    assert not modules & set(pictures.__all__)


@pytest.mark.parametrize("drawing", [reps, drives])
def test_an_error_over_a_bar_has_an_edge_in_the_colour_of_the_ground(drawing):
    lines = re.findall(
        r'<path d="([^"]+)" fill="none" stroke="var\(--(ground|ink)\)"', drawing().svg
    )
    edges = [path for path, ink in lines if ink == "ground"]
    assert edges
    assert all((path, "ink") in lines for path in edges)


def test_a_spot_is_named_below_its_view_where_no_line_crosses_the_name():
    marks = (
        SpotMark(Spot(SpotView.BACK, -0.045, 0.01), "back", "Stelle im Rücken"),
        SpotMark(Spot(SpotView.RIGHT, -0.04, -0.05), "hip", "Stelle an der Hüfte"),
    )
    svg = spot_map(marks, name="map", text="").svg
    feet = max(float(y) for y in re.findall(r'y="[0-9.]+" width="[0-9.]+" height="([0-9.]+)"', svg))
    places = re.findall(r'<text x="([0-9.]+)" y="([0-9.]+)"[^>]*>Stelle', svg)
    assert all(float(y) > feet for _, y in places)
    # Each below its own view: the back stands left of the side.
    assert float(places[0][0]) < float(places[1][0]) - 100
