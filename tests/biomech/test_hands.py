"""Hands on the hip bones: seen when they are there, and a word only when it is clear."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.biomech.camera import calibration, frontal
from levelhip.biomech.hands import (
    CLEAR_DEG,
    HAND_SD_DEG,
    LEVEL_DEG,
    hand_sign,
    hands_on_hips,
    shoulder_line,
    wrist_line,
)
from tests.biomech.camera_person import Camera, standing, track_of
from tests.biomech.camera_person import hands_on_hips as posed


def in_metres(poses, camera=None):
    camera = camera or Camera()
    found = calibration(track_of([standing()] * 60, camera), image_size=camera.size)
    lab = frontal(track_of(poses, camera), found)
    return lab.xyz, lab.names


@pytest.mark.parametrize("turned_deg", [0, 20, 180])
def test_hands_on_the_hips_are_told_from_hanging_ones(turned_deg):
    camera = Camera(person_turned_deg=turned_deg)
    xyz, names = in_metres([standing(), posed(standing()), standing(lifted="left")], camera)
    assert hands_on_hips(xyz, names).tolist() == [0.0, 1.0, 0.0]


def test_one_hand_on_the_hip_is_not_enough():
    one = posed(standing())
    one["left_wrist"] = standing()["left_wrist"]
    xyz, names = in_metres([one])
    assert hands_on_hips(xyz, names).tolist() == [0.0]


def test_a_missing_wrist_is_unknown():
    xyz, names = in_metres([posed(standing())])
    gone = xyz.copy()
    gone[:, names.index("left_wrist")] = np.nan
    assert np.isnan(hands_on_hips(gone, names)).all()


@given(drop=st.floats(-15, 15), turned=st.sampled_from([0.0, 180.0]))
def test_the_wrist_line_is_positive_when_the_left_hand_is_higher(drop, turned):
    xyz, names = in_metres(
        [posed(standing(), drop_right_deg=drop)], Camera(person_turned_deg=turned)
    )
    # The wrists are twice 0.115 heights apart, and rise and fall by tan(drop) times that half.
    assert wrist_line(xyz, names)[0] == pytest.approx(drop, abs=1e-6)
    assert shoulder_line(xyz, names)[0] == pytest.approx(0.0, abs=1e-6)


@given(change=st.floats(-20, 20), spread=st.floats(0, 5), tilt=st.floats(-15, 15))
def test_a_clear_drop_is_said_only_far_above_the_error_and_the_trunk(change, spread, tilt):
    said = hand_sign(change, shoulder_change_deg=tilt, spread_deg=spread)
    if said == "clear drop":
        assert change >= CLEAR_DEG
        assert change >= 2.5 * HAND_SD_DEG
        assert change - abs(tilt) >= CLEAR_DEG or abs(tilt) <= 4.0
    if said == "level":
        assert abs(change) <= LEVEL_DEG
        assert abs(tilt) <= 4.0


@pytest.mark.parametrize(
    ("change", "said"),
    [(12.0, "clear drop"), (5.0, "clear drop"), (3.5, "unsure"), (1.0, "level"), (-6.0, "unsure")],
)
def test_what_is_said_of_still_hands(change, said):
    assert hand_sign(change) == said


def test_hands_that_follow_a_leaning_trunk_say_nothing():
    assert hand_sign(8.0, shoulder_change_deg=8.0) == "unsure"
    assert hand_sign(0.0, shoulder_change_deg=9.0) == "unsure"
    assert hand_sign(14.0, shoulder_change_deg=6.0) == "clear drop"


def test_unknown_is_unsure():
    assert hand_sign(math.nan) == "unsure"
    assert hand_sign(10.0, spread_deg=math.nan) == "unsure"
