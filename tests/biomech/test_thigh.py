import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from levelhip.biomech.lift_path import LiftPath
from levelhip.biomech.thigh import (
    HeadingError,
    across,
    angle_between,
    heading,
    lift_direction,
    lying_angles,
    thigh_axes,
    turned_back,
    worn_along,
)
from levelhip.core import Side

ANGLES = st.floats(-60.0, 60.0)
SIDES = st.sampled_from([Side.LEFT, Side.RIGHT])


def lying_thigh(side, abduction, extension, toe, *, mounting, heading_deg=0.0):
    """Turns of a phone on the thigh of somebody lying on the other side, as rotations (T,).

    The thigh by ISB: X to the front, Y to the hip, Z to the right; flexion, abduction, rotation.
    """
    outward = 1.0 if side is Side.RIGHT else -1.0
    angles = np.atleast_2d(
        np.column_stack(np.broadcast_arrays(-np.asarray(extension), abduction, toe))
    )
    angles = angles * [1.0, -outward, outward]
    thigh = Rotation.from_euler("ZXY", angles, degrees=True)
    body = Rotation.from_matrix(
        np.column_stack([[0.0, -outward, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, outward]])
    )
    return Rotation.from_euler("z", heading_deg, degrees=True) * body * thigh * mounting


def up_of(turns):
    return turns.inv().apply([0.0, 0.0, 1.0])


def quaternions(turns):
    return turns.as_quat()[:, [3, 0, 1, 2]]


def axes_of(side, mounting):
    line = up_of(lying_thigh(side, 0.0, 0.0, 0.0, mounting=mounting))[0]
    knee = mounting.inv().apply([0.0, -1.0, 0.0])
    return thigh_axes(line, knee, side, 5.0)


@given(
    side=SIDES,
    abduction=ANGLES,
    extension=ANGLES,
    toe=ANGLES,
    place=st.integers(0, 999),
    heading_deg=st.floats(-180.0, 180.0),
)
def test_angles_come_back_however_the_phone_is_strapped_on_and_the_person_lies(
    side, abduction, extension, toe, place, heading_deg
):
    mounting = Rotation.random(random_state=place)
    axes = axes_of(side, mounting)
    turns = lying_thigh(
        side,
        [0.0, abduction],
        [0.0, extension],
        [0.0, toe],
        mounting=mounting,
        heading_deg=heading_deg,
    )
    found = [lying_angles(up, axes) for up in up_of(turns)]
    np.testing.assert_allclose(found, [(0.0, 0.0), (abduction, toe)], atol=1e-6)
    ways = [heading(turn, axes.along) for turn in quaternions(turns)]
    np.testing.assert_allclose(turned_back(ways[1], ways[0], side), extension, atol=1e-6)


@given(side=SIDES, toe=st.floats(-30.0, 30.0), top=st.floats(15.0, 50.0), place=st.integers(0, 99))
def test_a_lift_shows_where_the_knee_is_at_any_constant_turn_of_the_toes(side, toe, top, place):
    mounting = Rotation.random(random_state=place)
    line = up_of(lying_thigh(side, 0.0, 0.0, 0.0, mounting=mounting))[0]
    way = np.linspace(0.5 * top, top, 30)
    found = lift_direction(up_of(lying_thigh(side, way, 5.0, toe, mounting=mounting)), line)
    knee = mounting.inv().apply([0.0, -1.0, 0.0])
    assert angle_between(found, knee) < 1e-3


def test_too_small_a_lift_does_not_tell_where_the_knee_is():
    line = np.array([0.0, 0.0, 1.0])
    assert lift_direction(np.tile(line, (20, 1)), line) is None
    assert lift_direction(line[None], line) is None


@pytest.mark.parametrize(
    ("knee", "expected"),
    [
        ([0.0, -1.0, 0.0], [0.0, -1.0, 0.0]),
        ([0.0, 1.0, 0.0], [0.0, 1.0, 0.0]),
        # Toes that turn up in the lift tilt what is seen of it; the edge stays.
        ([math.sin(math.radians(35)), -math.cos(math.radians(35)), 0.0], [0.0, -1.0, 0.0]),
        ([0.95, -0.31, 0.0], [1.0, 0.0, 0.0]),
    ],
)
def test_the_edge_of_the_phone_nearest_to_the_lift_is_the_thigh(knee, expected):
    along, sd_deg = worn_along(np.array([0.0, 0.0, 1.0]), np.array(knee))
    np.testing.assert_allclose(along, expected, atol=1e-9)
    assert sd_deg == 5.0


def test_between_the_edges_the_lift_itself_is_the_thigh_and_less_sure():
    knee = np.array([math.sin(math.radians(62)), 0.0, math.cos(math.radians(62))])
    along, sd_deg = worn_along(np.array([0.0, 1.0, 0.0]), knee)
    np.testing.assert_allclose(along, knee)
    assert sd_deg > 5.0


def test_without_a_lift_the_top_of_the_phone_is_at_the_hip():
    along, _ = worn_along(np.array([0.0, 0.0, 1.0]), None)
    np.testing.assert_allclose(along, [0.0, -1.0, 0.0])
    assert worn_along(np.array([0.0, 1.0, 0.0]), None) is None


def test_a_bent_hip_is_no_lift():
    line = np.array([0.0, 0.0, 1.0])
    path = LiftPath(line)
    knee_down = Rotation.from_euler("x", -np.r_[0:25, 25:0:-1][:, None], degrees=True).apply(line)
    assert not any(path.push(up, 45.0) for up in knee_down)
    lift = Rotation.from_euler("x", np.r_[0:30, 30:0:-1][:, None], degrees=True).apply(line)
    assert any(path.push(up, 10.0) for up in lift)
    # The line tips towards the knee: about the first axis by a positive angle, that is -y.
    np.testing.assert_allclose(path.direction, [0.0, -1.0, 0.0], atol=1e-6)


@given(place=st.integers(0, 99))
def test_across_is_across(place):
    line = Rotation.random(random_state=place).apply([0.0, 0.0, 1.0])
    assert abs(across(line) @ line) < 1e-12


def test_drift_makes_a_heading_less_sure_and_a_rest_makes_it_surer():
    error = HeadingError(0.5, 0.1)
    for _ in range(600):
        error.drifted(0.1)
    drifted = error.sd_deg
    # A tenth of a degree a second for a minute, and what wanders besides.
    assert drifted == pytest.approx(math.sqrt(0.5**2 + 6.0**2 + 0.1**2 * 60), rel=1e-6)
    error.rested(6.0)
    assert error.sd_deg < 0.9 * drifted
    assert 0.0 < error.shift_deg < 6.0


def test_a_steady_drift_is_learned_from_the_rests():
    error = HeadingError(0.5)
    for i in range(12):
        error.drifted(6.0)
        error.rested(4.0 + 0.25 * 6.0 * (i + 1))
    # The leg rests four degrees behind the line, the heading drifts by 0.25 degrees a second.
    assert error.shift_deg == pytest.approx(18.0, abs=3.0)
    before = error.shift_deg
    error.drifted(6.0)
    assert error.shift_deg - before == pytest.approx(1.5, abs=0.3)


def test_a_leg_that_always_rests_bent_does_not_move_the_line():
    error = HeadingError(0.5, 0.01)
    for _ in range(20):
        error.drifted(3.0)
        error.rested(-8.0)
    assert abs(error.shift_deg) < 1.0


def test_after_missing_samples_nothing_is_known_until_a_rest():
    error = HeadingError(0.5)
    error.rested(2.0)
    error.lost()
    assert math.isinf(error.sd_deg)
    error.rested(131.0)
    assert abs(error.shift_deg - 131.0) < 8.0
    assert 2.0 < error.sd_deg < 6.0


@settings(max_examples=20)
@given(seed=st.integers(0, 999))
def test_a_heading_error_is_as_large_as_it_says(seed):
    rng = np.random.default_rng(seed)
    z = []
    for _ in range(60):
        error, truth, rate = HeadingError(0.5), rng.normal(0.0, 0.5), rng.normal(0.0, 0.2)
        place = rng.normal(0.0, 4.0)
        for _ in range(6):
            error.drifted(8.0)
            truth += rate * 8.0 + rng.normal(0.0, 0.1 * math.sqrt(8.0))
            error.rested(truth + place + rng.normal(0.0, 2.5))
        z.append((error.shift_deg - truth) / error.sd_deg)
    # Mean square of 60: 1 with a scatter of 0.18.
    assert 0.3 < float(np.mean(np.square(z))) < 1.9


def test_an_edge_that_points_up_with_the_leg_in_line_is_not_the_thigh():
    # A thigh in line is level; this phone's long edge points 35 degrees up, and 40 off the lift.
    line = np.array([0.0, np.sin(np.radians(35.0)), np.cos(np.radians(35.0))])
    level = np.cross(line, [1.0, 0.0, 0.0])
    turned = np.radians(40.0)
    knee = np.cos(turned) * level + np.sin(turned) * np.array([1.0, 0.0, 0.0])
    along, sd_deg = worn_along(line, knee)
    np.testing.assert_allclose(along, knee, atol=1e-12)
    assert sd_deg > 10.0
