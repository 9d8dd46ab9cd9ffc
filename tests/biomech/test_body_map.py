"""Places on the body: signs, words, what no thumb may press, and when two marks are one spot."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.biomech.body_map import (
    EXPERT_GAP_M,
    FINDING_SD_M,
    MAP_SD_M,
    SAME_SPOT_M,
    Spot,
    SpotView,
    place_words,
    region,
    same_spot,
    told_in_thumbs,
)

BACK, FRONT = SpotView.BACK, SpotView.FRONT
near = st.floats(-0.15, 0.15)


def test_two_marks_of_one_spot_lie_as_far_apart_as_the_two_experts_marks():
    rng = np.random.default_rng(1)
    marks = rng.normal(0.0, FINDING_SD_M, size=(2, 200_000, 2))
    gap = np.hypot(*(marks[1] - marks[0]).T)
    # The mean of 200 000 distances is known to 0.02 mm.
    assert gap.mean() == pytest.approx(EXPERT_GAP_M, abs=1e-4)
    assert (gap <= SAME_SPOT_M).mean() == pytest.approx(0.95, abs=0.005)


@pytest.mark.parametrize("telling_m", [MAP_SD_M, 0.002, 0.008])
def test_an_unmoved_spot_is_called_moved_in_less_than_one_of_twenty_markings(telling_m):
    rng = np.random.default_rng(2)
    sd = math.hypot(FINDING_SD_M, telling_m)
    marks = rng.normal(0.0, sd, size=(4000, 2, 2))
    states = [same_spot(*(Spot(BACK, *mark, telling_m) for mark in pair)).state for pair in marks]
    assert states.count("moved") / len(states) < 0.05


def test_a_spot_that_moved_by_a_hand_is_called_moved_and_one_beside_it_the_same():
    here = Spot(BACK, -0.04, 0.01)
    assert same_spot(here, Spot(BACK, -0.04, 0.09)).state == "moved"
    assert same_spot(here, Spot(BACK, -0.05, 0.02)).state == "same"
    assert same_spot(here, Spot(BACK, -0.04, 0.04)).state == "unsure"


def test_marks_in_different_views_are_never_compared():
    found = same_spot(Spot(BACK, 0.05, -0.05), Spot(SpotView.RIGHT, 0.05, -0.05))
    assert (found.state, found.distance_m) == ("unsure", None)
    assert "same view" in found.text


def test_marks_told_too_roughly_are_neither_the_same_nor_moved():
    rough = Spot(BACK, 0.0, 0.0, 0.02)
    assert same_spot(rough, rough).state == "unsure"


@given(near, near, near, near)
def test_it_does_not_matter_which_mark_was_first(x, y, u, v):
    a, b = Spot(BACK, x, y), Spot(BACK, u, v)
    assert same_spot(a, b).state == same_spot(b, a).state
    assert same_spot(a, b).distance_m == pytest.approx(math.hypot(x - u, y - v))


def test_a_place_is_told_in_centimetres_from_lines_that_a_person_can_find():
    assert (
        place_words(Spot(BACK, -0.04, 0.01)) == "4 cm left of the spine, 1 cm above the belt line"
    )
    assert (
        place_words(Spot(FRONT, 0.1, 0.0))
        == "10 cm right of the middle line, level with the belt line"
    )
    side = Spot(SpotView.LEFT, -0.021, -0.08)
    assert (
        place_words(side)
        == "on the left, 2 cm behind the side seam of the trousers, 8 cm below the belt line"
    )
    assert place_words(Spot(BACK, 0.004, -0.03)).startswith("on the spine")


@pytest.mark.parametrize("height_m", [1.5, 1.7, 2.0])
@pytest.mark.parametrize(
    ("view", "x", "y", "name", "pressed"),
    [
        (BACK, 0.0, 0.03, "spine", False),
        (BACK, -0.025, 0.02, "lower back", True),
        (BACK, 0.025, 0.02, "lower back", True),
        (BACK, 0.05, -0.03, "upper buttock", True),
        (FRONT, 0.04, -0.08, "groin", False),
        (FRONT, 0.08, -0.05, "front of the hip", False),
        (SpotView.LEFT, 0.0, -0.075, "bony point of the hip", False),
        (SpotView.RIGHT, 0.0, -0.04, "side of the hip", True),
        (SpotView.LEFT, 0.06, -0.03, "front of the hip", False),
    ],
)
def test_a_thumb_is_kept_off_spine_bone_and_groin(height_m, view, x, y, name, pressed):
    found = region(Spot(view, x * height_m, y * height_m), height_m=height_m)
    assert found.name == name
    assert (found.note == "") is pressed


@given(st.floats(1.4, 2.1), st.floats(-0.12, 0.12), st.floats(-0.6, 0.39))
def test_left_and_right_of_the_back_have_the_same_names(height_m, x, y):
    names = {
        region(Spot(BACK, way * x * height_m, y * height_m), height_m=height_m).name
        for way in (-1, 1)
    }
    assert len(names) == 1
    assert names != {"beside the body"}


def test_a_mark_beside_the_body_is_none():
    assert Spot(BACK, 0.1, 0.1).is_on_body(1.75)
    for x, y in ((0.22, 0.0), (0.0, 0.8), (0.0, -1.2), (math.nan, 0.0)):
        assert not Spot(BACK, x, y).is_on_body(1.75)


def test_thumbs_grow_with_the_person_and_are_counted_to_a_quarter():
    short, sd = told_in_thumbs(2.0, height_m=1.6)
    tall, _ = told_in_thumbs(2.0, height_m=2.0)
    assert short == pytest.approx(0.04)
    assert tall == pytest.approx(0.05)
    assert sd == pytest.approx(0.005)
