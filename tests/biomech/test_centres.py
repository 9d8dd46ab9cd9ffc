import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from levelhip.biomech.centres import (
    ANKLE_HALF_BREADTH,
    SHOULDER_DROP,
    bell_hips,
    davis_hips,
    harrington_hips,
    inside_of,
    midpoint,
    pelvis_axes,
    shoulder_centre,
)

LEFT = np.array([[0.0, 0.0, -0.12]])
RIGHT = np.array([[0.0, 0.0, 0.12]])
BACK = np.array([[-0.15, 0.0, 0.0]])
"""A level pelvis, 240 mm wide and 150 mm deep, that faces X with its ASIS at the origin."""

turns = st.tuples(*[st.floats(-180, 180)] * 3).map(
    lambda angles: Rotation.from_euler("xyz", angles, degrees=True)
)


def level():
    return pelvis_axes(LEFT, RIGHT, BACK)


def test_the_pelvis_faces_away_from_its_back():
    axes = level()
    np.testing.assert_allclose(axes.front, [[1, 0, 0]], atol=1e-12)
    np.testing.assert_allclose(axes.up, [[0, 1, 0]], atol=1e-12)
    np.testing.assert_allclose(axes.right, [[0, 0, 1]], atol=1e-12)
    np.testing.assert_allclose([axes.width[0], axes.depth[0]], [0.24, 0.15])


def test_harringtons_centre_is_where_its_equation_puts_it():
    left, right = harrington_hips(level())
    # 240 mm wide, 150 mm deep: -0.24 * 150 - 9.9; -0.30 * 240 - 10.9; 0.33 * 240 + 7.3 mm.
    np.testing.assert_allclose(right, [[-0.0459, -0.0829, 0.0865]], atol=1e-9)
    np.testing.assert_allclose(left, [[-0.0459, -0.0829, -0.0865]], atol=1e-9)


def test_bells_centre_is_a_share_of_the_width():
    left, right = bell_hips(level())
    np.testing.assert_allclose(right, [[-0.0456, -0.072, 0.0864]], atol=1e-9)
    np.testing.assert_allclose(left, right * [1, 1, -1])


def test_davis_centre_is_where_its_equation_puts_it():
    # Leg 900 mm: C = 88.2 mm, ASIS to trochanter 67.36 mm, marker 7 mm, 28.4 and 18 degrees.
    _, right = davis_hips(level(), leg_m=0.9)
    reach = 0.0882
    behind = 0.06736 + 0.007
    theta, beta = np.radians(28.4), np.radians(18)
    expected = [
        -behind * np.cos(beta) + reach * np.cos(theta) * np.sin(beta),
        -behind * np.sin(beta) - reach * np.cos(theta) * np.cos(beta),
        0.12 - reach * np.sin(theta),
    ]
    np.testing.assert_allclose(right, [expected], atol=1e-9)


@given(turn=turns, shift=st.tuples(*[st.floats(-3, 3)] * 3))
def test_the_centres_turn_and_move_with_the_pelvis(turn, shift):
    axes = pelvis_axes(*(turn.apply(p) + shift for p in (LEFT, RIGHT, BACK)))
    for hips, still in (
        (harrington_hips(axes), harrington_hips(level())),
        (bell_hips(axes), bell_hips(level())),
        (davis_hips(axes, leg_m=0.9), davis_hips(level(), leg_m=0.9)),
    ):
        for got, rest in zip(hips, still, strict=True):
            np.testing.assert_allclose(got, turn.apply(rest) + shift, atol=1e-9)


@given(turn=turns)
def test_a_regression_line_is_parallel_to_the_asis_line(turn):
    left, right = harrington_hips(pelvis_axes(*(turn.apply(p) for p in (LEFT, RIGHT, BACK))))
    np.testing.assert_allclose(
        np.cross(right - left, turn.apply(RIGHT - LEFT)), np.zeros((1, 3)), atol=1e-12
    )


def test_the_same_row_gives_the_same_bits_in_any_company():
    rng = np.random.default_rng(5)
    left, right, back = (p + 0.02 * rng.standard_normal((999, 3)) for p in (LEFT, RIGHT, BACK))
    whole = np.concatenate(harrington_hips(pelvis_axes(left, right, back)), axis=1)
    for start, stop in ((0, 1), (7, 8), (3, 500), (998, 999)):
        part = np.concatenate(
            harrington_hips(pelvis_axes(left[start:stop], right[start:stop], back[start:stop])),
            axis=1,
        )
        assert (part == whole[start:stop]).all()


def test_a_missing_marker_makes_that_sample_unknown_and_no_other():
    left = np.repeat(LEFT, 3, axis=0)
    left[1] = np.nan
    axes = pelvis_axes(left, np.repeat(RIGHT, 3, axis=0), np.repeat(BACK, 3, axis=0))
    hips = harrington_hips(axes)[0]
    assert np.isnan(hips[1]).all()
    assert np.isfinite(hips[[0, 2]]).all()


def test_markers_on_one_spot_give_no_pelvis_and_no_warning():
    axes = pelvis_axes(LEFT, LEFT, BACK)
    assert np.isnan(axes.right).all()


def test_the_middle_of_two_markers_is_half_way():
    np.testing.assert_allclose(midpoint(LEFT, np.array([[0.2, 0.4, 0.12]])), [[0.1, 0.2, 0.0]])


@pytest.mark.parametrize(("is_left", "inwards"), [(True, 1.0), (False, -1.0)])
def test_a_single_outer_marker_moves_towards_the_other_leg(is_left, inwards):
    outer = np.array([[0.0, -0.4, -0.15 * inwards]])
    upper = np.array([[0.0, 0.0, -0.15 * inwards]])
    got = inside_of(
        outer, upper, np.array([[0.0, 0.0, 1.0]]), half_breadth=ANKLE_HALF_BREADTH, is_left=is_left
    )
    # Straight limb of 0.4 m: a tenth of it, across.
    np.testing.assert_allclose(got, [[0.0, -0.4, (-0.15 + 0.04) * inwards]], atol=1e-12)


def test_the_shoulder_lies_below_its_marker_towards_the_hips():
    top, other = np.array([[0.0, 1.4, -0.2]]), np.array([[0.0, 1.4, 0.2]])
    got = shoulder_centre(top, other, np.array([[0.0, 0.9, 0.0]]))
    np.testing.assert_allclose(got, [[0.0, 1.4 - SHOULDER_DROP * 0.4, -0.2]])
