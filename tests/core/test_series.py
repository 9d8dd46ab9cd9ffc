import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.core import BadRecording, Force, Frame, Motion, Samples, Side, Track, joined


def a_track(times):
    times = np.asarray(times, dtype=float)
    xyz = np.arange(times.size * 6, dtype=float).reshape(times.size, 2, 3)
    return Track(times, xyz, np.ones((times.size, 2)), ("left_hip", "right_hip"), Frame.LAB)


def a_motion(times):
    times = np.asarray(times, dtype=float)
    return Motion(times, np.ones((times.size, 3)) * times[:, None], np.zeros((times.size, 3)))


def test_a_track_cannot_be_written_to():
    track = a_track([0.0, 0.1])
    with pytest.raises(ValueError, match="read-only"):
        track.xyz[0, 0, 0] = 1.0


def test_a_track_does_not_change_when_the_array_it_was_made_of_does():
    xyz = np.zeros((1, 1, 3))
    track = Track(np.zeros(1), xyz, np.ones((1, 1)), ("nose",), Frame.LAB)
    xyz[0, 0, 0] = 5.0
    assert track.xyz[0, 0, 0] == 0.0


@pytest.mark.parametrize("times", [[0.0, 0.0], [1.0, 0.5], [0.0, np.nan], [np.inf]])
def test_times_that_do_not_rise_are_refused(times):
    with pytest.raises(BadRecording, match="time_s"):
        a_track(times)


def test_a_point_given_twice_is_named():
    with pytest.raises(BadRecording, match="nose"):
        Track(np.zeros(1), np.zeros((1, 2, 3)), np.ones((1, 2)), ("nose", "nose"), Frame.LAB)


def test_an_unknown_point_names_what_there_is():
    with pytest.raises(BadRecording, match="left_hip, right_hip"):
        a_track([0.0]).point("left_knee")


def test_a_wrong_shape_says_which_one_is_wanted():
    with pytest.raises(BadRecording, match=r"motion\.rotation"):
        Motion(np.zeros(1), np.zeros((1, 3)), np.zeros((2, 3)))


def test_vertical_force_adds_the_plates_of_a_foot_and_is_unknown_without_one():
    newton = np.zeros((1, 3, 3))
    newton[0, :, 1] = [100.0, 20.0, 300.0]
    sides = (Side.LEFT, Side.LEFT, Side.RIGHT)
    force = Force(np.zeros(1), newton, np.full((1, 3, 3), np.nan), sides)
    assert force.vertical(Side.LEFT)[0] == 120.0
    assert force.vertical(Side.RIGHT)[0] == 300.0
    only_right = Force(np.zeros(1), newton[:, 2:], np.zeros((1, 1, 3)), (Side.RIGHT,))
    assert np.isnan(only_right.vertical(Side.LEFT)[0])


@given(
    steps=st.lists(st.floats(0.01, 1.0), min_size=1, max_size=30),
    at=st.floats(-1.0, 31.0),
)
def test_cutting_and_joining_gives_the_same_samples(steps, at):
    times = np.cumsum(steps)
    whole = Samples(
        track=a_track(times), people=np.ones(times.size), motion=a_motion(times[::2] + 0.001)
    )
    again = joined(whole.until(at))
    np.testing.assert_array_equal(again.track.time_s, whole.track.time_s)
    np.testing.assert_array_equal(again.track.xyz, whole.track.xyz)
    np.testing.assert_array_equal(again.people, whole.people)
    np.testing.assert_array_equal(again.motion.acceleration, whole.motion.acceleration)
