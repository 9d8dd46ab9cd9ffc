"""Angles of the upper leg of somebody who lies on the side."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from levelhip.biomech.lying import (
    CAMERA_POINTS,
    PICTURE_BIAS_DEG,
    lying_points,
    marker_signals,
    marker_top,
    model_abduction,
    picture_abduction,
    placement,
    toe_side,
)
from levelhip.core import Side
from tests.biomech.lying_person import Leg, body, camera_samples

SIDES = [Side.LEFT, Side.RIGHT]


def one(abduction, extension, turn, bend=0.0):
    leg = Leg(start=(abduction, extension, turn, bend))
    return leg.stay(0.1)


def metres(leg, side):
    points = body(leg.angles, side)
    return np.stack([points[name] for name in CAMERA_POINTS], axis=1)


def picture(leg, side, *, behind=False):
    samples = camera_samples(leg, side, behind=behind)
    has, at = lying_points(samples.track.names)
    assert has == list(range(len(CAMERA_POINTS)))
    return samples.track.xyz[:, at, :2], samples.world.xyz[:, at]


@pytest.mark.parametrize("side", SIDES)
@given(
    abduction=st.floats(-15.0, 45.0),
    extension=st.floats(-40.0, 20.0),
    turn=st.floats(-40.0, 40.0),
    bend=st.floats(0.0, 60.0),
    turned=st.floats(-180.0, 180.0),
)
@settings(max_examples=40, deadline=None)
def test_markers_give_the_angles_wherever_the_person_lies(
    side, abduction, extension, turn, bend, turned
):
    points = metres(one(abduction, extension, turn, bend), side)
    room = Rotation.from_euler("Y", turned, degrees=True)
    points = room.apply(points.reshape(-1, 3)).reshape(points.shape)
    got = marker_signals(points, side)
    assert got[0] == pytest.approx(abduction, abs=1e-6)
    assert got[1] == pytest.approx(extension, abs=1e-6)
    if bend < 1e-9:
        assert got[2] == pytest.approx(turn, abs=1e-6)
    assert (marker_top(points) == (1.0 if side is Side.RIGHT else -1.0)).all()


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("behind", [False, True])
def test_the_placement_is_read_off_the_picture(side, behind):
    points, _ = picture(one(10.0, 0.0, 10.0), side, behind=behind)
    found = placement(points)
    right_up = side is Side.RIGHT
    assert (found.top == (1.0 if right_up else -1.0)).all()
    assert (found.front == (-1.0 if behind else 1.0)).all()
    # Right side up and seen from the front, the head is at the right of the picture.
    assert (found.head == (1.0 if right_up is not behind else -1.0)).all()


def test_hips_at_one_height_tell_no_side():
    points, _ = picture(one(10.0, 0.0, 10.0), Side.RIGHT)
    points[:, :4, 1] = 250.0
    assert np.isnan(placement(points).top).all()


@pytest.mark.parametrize("side", SIDES)
@given(abduction=st.floats(-10.0, 40.0), hike=st.floats(-0.03, 0.03))
@settings(max_examples=25, deadline=None)
def test_where_the_model_puts_the_hips_along_the_trunk_changes_nothing(side, abduction, hike):
    _, world = picture(one(abduction, 0.0, 10.0), side)
    upper = 2 if side is Side.LEFT else 3
    leg = [upper + 2, upper + 4]
    # Hip and leg together slide along the line of the trunk (the picture's X).
    world[:, [upper, *leg], 0] += hike
    moved = model_abduction(world, side)
    # The middle of the hips goes along by half, so that the trunk turns by less than 2 degrees.
    assert moved == pytest.approx(abduction, abs=0.2)


@pytest.mark.parametrize("side", SIDES)
def test_in_the_picture_a_leg_in_the_plane_reads_its_angle_less_the_usual_bias(side):
    points, _ = picture(one(25.0, 0.0, 10.0), side)
    assert picture_abduction(points, side) == pytest.approx(25.0 - PICTURE_BIAS_DEG, abs=2.5)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("turn", [-30.0, -15.0, 15.0, 30.0])
def test_toes_up_and_down_are_told_from_the_front_and_from_behind(side, behind, turn):
    points, _ = picture(one(25.0, 10.0, turn), side, behind=behind)
    assert (np.sign(toe_side(points, side)) == np.sign(turn)).all()
