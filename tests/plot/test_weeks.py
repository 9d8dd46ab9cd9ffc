"""Weeks on one axis: what is drawn lies where its week and its value put it."""

from __future__ import annotations

import re

import pytest

from levelhip.plot.weeks import BarPanel, LightPanel, LinePanel, WeekLine, over_weeks


def drawn(*panels, weeks=4):
    return over_weeks(
        panels, weeks=weeks, name="weeks", title="Weeks", text="What.", axis_words="weeks"
    ).svg


def test_a_number_twice_as_high_stands_twice_as_high():
    points = ((1.0, 0.0), (2.0, 5.0), (3.0, 10.0))
    svg = drawn(LinePanel("Pain", (WeekLine("usual", points),)))
    path = re.search(
        r'<path d="(M[^"]+)" fill="none" stroke="var\(--accent\)"', svg.split("usual")[0]
    )
    places = re.findall(r"[ML]([\d.]+) ([\d.]+)", path[1])
    (x0, y0), (x1, y1), (x2, y2) = [(float(x), float(y)) for x, y in places]
    assert x2 - x1 == pytest.approx(x1 - x0, abs=0.2)
    assert y0 - y1 == pytest.approx(y1 - y2, abs=0.2)
    assert y0 > y2


def test_each_light_has_its_own_shape_and_its_own_height():
    words = ("green", "amber", "red")
    svg = drawn(LightPanel("Light", ((0.5, 0), (1.5, 1), (2.5, 2)), words))
    # One of each in the legend, one of each in the strip.
    assert svg.count("<circle") == 2
    assert len(re.findall(r'<path d="M[^"]+ h8\.4 L[^"]+" fill', svg)) == 2
    assert svg.count("<rect") == 2
    ring = float(re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', svg)[-1])
    square = float(re.findall(r'<rect x="[\d.]+" y="([\d.]+)"', svg)[-1])
    assert square < ring


def test_a_flag_stands_at_its_week_and_in_the_legend_and_touches_no_word():
    words = ("green", "amber", "red")
    panel = LightPanel("Light", ((0.5, 2),), words, (2.5,), "a sign")
    svg = drawn(panel)
    flags = re.findall(r'<path d="M([\d.]+) ([\d.]+) V([\d.]+) l9 3\.5', svg)
    assert len(flags) == 2
    assert ">a sign</text>" in svg
    (_, _, _), (x, foot, top) = flags
    ring = float(re.findall(r'<rect x="([\d.]+)"', svg)[-1])
    # Two weeks lie between the light of the first and the flag of the third.
    week = (860.0 - 30.0 - 34.0) / 4
    assert float(x) - ring - 4.2 == pytest.approx(2 * week, abs=0.2)
    assert float(foot) > float(top)
    base = max(float(y) for y in re.findall(r'y="([\d.]+)"[^>]*>a sign', svg))
    assert float(top) > base
    assert "l9 3.5" not in drawn(LightPanel("Light", ((0.5, 2),), words))


def test_many_weeks_show_the_gravest_light_of_each():
    points = tuple((i / 7.0, 2 if i == 10 else 0) for i in range(7 * 20))
    svg = drawn(LightPanel("Light", points, ("green", "amber", "red")), weeks=20)
    assert svg.count("<circle") == 1 + 19
    assert svg.count("<rect") == 1 + 1


def test_the_lights_of_two_days_in_a_row_do_not_touch():
    for weeks in (1, 12, 16):
        points = ((0.0, 2), (1.0 / 7.0, 2))
        svg = drawn(LightPanel("Light", points, ("green", "amber", "red")), weeks=weeks)
        boxes = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)[-2:]
        (x0, width), (x1, _) = [(float(x), float(w)) for x, w in boxes]
        assert x0 + width < x1


def test_planned_and_done_share_a_base_and_nothing_done_draws_nothing():
    svg = drawn(BarPanel("Sessions", (4.0, 4.0), (2.0, 0.0)))
    bars = [
        (float(y), float(height), "none" not in look)
        for y, height, look in re.findall(
            r'y="([\d.]+)" width="[\d.]+" height="([\d.]+)" ([^/]+)/>', svg
        )
    ]
    assert [filled for _, _, filled in bars] == [True, False, False]
    bottoms = {round(y + height, 1) for y, height, _ in bars}
    assert max(bottoms) - min(bottoms) <= 0.11
    assert bars[0][1] == pytest.approx(bars[1][1] / 2, abs=0.1)


def test_another_scale_is_written_on_the_right():
    lines = (WeekLine("doing", ((0.0, 5.0),)), WeekLine("list", ((0.0, 12.0),), "squares", 24.0))
    svg = drawn(LinePanel("Function", lines))
    assert ">24</text>" in svg
    # Half of either scale is the same height.
    ring = re.search(r'<circle cx="[\d.]+" cy="([\d.]+)" r="3"', svg)
    box = re.search(r'<rect x="[\d.]+" y="([\d.]+)" width="6.4"', svg)
    assert float(box[1]) + 3.2 == pytest.approx(float(ring[1]), abs=0.2)
