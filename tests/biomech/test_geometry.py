import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.biomech.geometry import (
    across_axis,
    along,
    angle_between,
    heading,
    in_own_heading,
    lab_from_axes,
    lab_from_camera,
    lab_from_image,
    mean_heading,
    wrapped_deg,
)
from tests.biomech.stick_person import moving, person, point, turned

DEGREES = st.floats(-180.0, 180.0)


def test_c3d_axes_with_z_up_become_lab():
    forward, up, right = np.eye(3)[1], np.eye(3)[2], np.eye(3)[0]
    lab = lab_from_axes(np.stack([forward, up, right]), forward="y", up="z")
    np.testing.assert_array_equal(lab, np.eye(3))


def test_lab_axes_stay_as_they_are():
    points = np.arange(12.0).reshape(2, 2, 3)
    np.testing.assert_array_equal(lab_from_axes(points, forward="x", up="y"), points)


def test_a_left_handed_export_keeps_right_on_the_right():
    # X forward, Y up and Z to the left.
    lab = lab_from_axes(np.array([0.0, 0.0, 1.0]), forward="x", up="y", left_handed=True)
    np.testing.assert_array_equal(lab, [0.0, 0.0, -1.0])


@pytest.mark.parametrize(("forward", "up"), [("x", "-x"), ("w", "y"), ("x", "up")])
def test_axes_that_cannot_be_are_refused(forward, up):
    with pytest.raises(ValueError, match="axis"):
        lab_from_axes(np.zeros(3), forward=forward, up=up)


def test_a_camera_in_front_sees_the_persons_right_on_its_left():
    lab = lab_from_image(np.array([[100.0, 50.0], [300.0, 450.0]]), metre_per_px=0.01)
    assert np.isnan(lab[:, 0]).all()
    np.testing.assert_allclose(lab[:, 1], [-0.5, -4.5])
    assert lab[0, 2] > lab[1, 2]


def test_a_camera_behind_sees_the_persons_right_on_its_right():
    pixels = np.array([[100.0, 50.0], [300.0, 50.0]])
    lab = lab_from_image(pixels, metre_per_px=0.01, from_behind=True)
    np.testing.assert_allclose(lab[1] - lab[0], [np.nan, 0.0, 2.0])


@given(roll_deg=st.floats(-45.0, 45.0), scale=st.floats(1e-4, 0.1), behind=st.booleans())
def test_a_rolled_picture_is_turned_back(roll_deg, scale, behind):
    upright = np.array([[0.0, -300.0], [80.0, 20.0], [-40.0, 400.0]])
    roll = np.radians(roll_deg)
    # Counter-clockwise as seen, with Y down.
    content = upright @ np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    straight = lab_from_image(upright, metre_per_px=scale, from_behind=behind)
    rolled = lab_from_image(content, metre_per_px=scale, roll_rad=roll, from_behind=behind)
    np.testing.assert_allclose(rolled, straight, atol=1e-9)


def test_each_row_may_have_its_own_scale():
    pixels = np.ones((2, 3, 2))
    lab = lab_from_image(pixels, metre_per_px=np.array([0.5, 2.0]))
    np.testing.assert_array_equal(lab[..., 1], [[-0.5] * 3, [-2.0] * 3])


def test_depth_of_the_pose_model_points_at_the_camera():
    ahead = lab_from_camera(np.array([0.0, 0.0, -1.0]))
    np.testing.assert_allclose(ahead, [1.0, 0.0, 0.0], atol=0)
    np.testing.assert_allclose(
        lab_from_camera(np.array([0.0, 0.0, 1.0]), from_behind=True), [1.0, 0.0, 0.0], atol=0
    )


@given(turn=DEGREES)
def test_heading_is_the_turn_about_the_vertical(turn):
    points = turned(person(), turn)
    got = np.degrees(heading(point(points, "left_hip"), point(points, "right_hip")))[0]
    assert abs(wrapped_deg(got - turn)) < 1e-9 or abs(abs(wrapped_deg(got - turn)) - 360) < 1e-9


@given(turn=DEGREES, seed=st.integers(0, 99))
def test_in_own_heading_the_room_does_not_matter(turn, seed):
    points = moving(np.random.default_rng(seed), 3)
    around = turned(points, turn)
    own = [
        in_own_heading(p, heading(point(p, "left_hip"), point(p, "right_hip")))
        for p in (points, around)
    ]
    np.testing.assert_allclose(own[0], own[1], atol=1e-12)
    across = point(own[1], "right_hip") - point(own[1], "left_hip")
    np.testing.assert_allclose(across[:, 0], 0.0, atol=1e-12)
    assert (across[:, 2] > 0).all()


def test_without_depth_the_person_faces_along_x():
    points = person(2)
    points[..., 0] = np.nan
    turn = heading(point(points, "left_hip"), point(points, "right_hip"))
    np.testing.assert_array_equal(turn, 0.0)
    np.testing.assert_array_equal(in_own_heading(points, turn), points)


def test_mean_heading_knows_that_angles_wrap():
    degrees = np.array([179.0, -179.0, np.nan])
    assert abs(abs(np.degrees(mean_heading(np.radians(degrees)))) - 180.0) < 1e-9
    assert np.isnan(mean_heading(np.array([np.nan])))


def test_across_axis_without_depth_points_right_whatever_the_feet_do():
    crossed = np.array([[np.nan, 0.0, 0.1]]), np.array([[np.nan, 0.0, -0.1]])
    axis = across_axis(*crossed)
    assert (axis[0][0], axis[1][0]) == (0.0, 1.0)
    np.testing.assert_allclose(along(crossed[1] - crossed[0], axis), -0.2)


def test_across_axis_of_points_above_each_other_is_unknown():
    assert np.isnan(across_axis(np.zeros((1, 3)), np.array([[0.0, 1.0, 0.0]]))[0]).all()


@given(tiny=st.floats(1e-9, 1e-6))
def test_angle_between_nearly_parallel_directions_is_exact(tiny):
    first, second = np.array([1.0, 0.0, 0.0]), np.array([np.cos(tiny), np.sin(tiny), 0.0])
    np.testing.assert_allclose(angle_between(first, second), tiny, rtol=1e-9)
    np.testing.assert_allclose(angle_between(-first, second), np.pi - tiny, rtol=1e-12)


def test_angle_of_a_direction_without_length_is_unknown():
    assert np.isnan(angle_between(np.zeros(3), np.ones(3)))


@given(angle=st.floats(-1000.0, 1000.0))
def test_wrapped_angles_lie_in_one_turn(angle):
    got = float(wrapped_deg(angle))
    assert -180.0 <= got <= 180.0
    assert abs(np.sin(np.radians(got - angle))) < 1e-9
