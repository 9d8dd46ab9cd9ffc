"""The jointed body: lengths stay, feet stay, angles mean what they say, left and right agree."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import Side
from levelhip.simulator import Habit, Person, people, simulate
from levelhip.simulator.build import build
from levelhip.simulator.rotations import hip_angles, rotation_rate, thigh_frames, turn
from levelhip.simulator.skeleton import NAMES

ANGLE = st.floats(-1.2, 1.2)


@given(ANGLE, ANGLE, ANGLE, st.sampled_from([-1.0, 1.0]), ANGLE)
def test_hip_angles_come_back_as_they_were_given(flexion, abduction, inward, side, heading):
    pelvis = turn(1, np.array([heading])) @ turn(0, np.array([0.1]))
    one = [np.array([angle]) for angle in (flexion, abduction, inward)]
    found = hip_angles(pelvis, thigh_frames(pelvis, *one, side), side)
    np.testing.assert_allclose(np.ravel(found), [flexion, abduction, inward], atol=1e-9)


def test_hip_angles_have_the_signs_of_the_clinic():
    pelvis = np.eye(3)[None]
    nought, some = np.zeros(1), np.array([0.3])
    for side in (-1.0, 1.0):
        knee = -thigh_frames(pelvis, some, nought, nought, side)[0, :, 1]
        assert knee[0] > 0  # flexion goes forward
        knee = -thigh_frames(pelvis, nought, some, nought, side)[0, :, 1]
        assert side * knee[2] > 0  # abduction goes outwards
        toes = thigh_frames(pelvis, nought, nought, some, side)[0, :, 0]
        assert side * toes[2] < 0  # an inward turn brings the toes to the midline


def test_a_body_that_turns_evenly_has_that_rate_in_its_own_axes():
    frames = turn(1, 0.7 * np.arange(50) * 0.01)
    np.testing.assert_allclose(rotation_rate(frames, 0.01), [[0.0, 0.7, 0.0]] * 50, atol=1e-9)


def test_segments_and_crown_follow_the_height():
    for person in (Person(height_m=1.6, sex="female"), Person(height_m=1.9)):
        b = build(person)
        assert b.ankle + b.shank + b.thigh + b.trunk + b.crown == pytest.approx(person.height_m)
        eyes = b.ankle + b.shank + b.thigh + b.trunk + b.ear
        assert eyes == pytest.approx(0.936 * person.height_m)
        # Hip centres 0.16 to 0.19 m apart, as regressions on the pelvis give.
        assert 0.15 < 2.0 * b.hip < 0.20


@settings(max_examples=8, deadline=None)
@given(st.floats(-6, 12), st.floats(-3, 8), st.integers(0, 1000))
def test_no_bone_changes_its_length(drop_deg, lean_deg, seed):
    habit = Habit(drop_deg=drop_deg, lean_deg=lean_deg)
    person = Person(left=habit, right=habit)
    made = simulate("equal-weight", person=person, seed=seed, sensors=("markers",), reps=1, noise=0)
    track, b = made.recordings["markers"].samples.track, build(person)
    for side in ("left", "right"):
        for first, second, length in (
            ("hip", "knee", b.thigh),
            ("knee", "ankle", b.shank),
            ("shoulder", "elbow", b.upper_arm),
            ("elbow", "wrist", b.forearm),
        ):
            way = track.point(f"{side}_{first}") - track.point(f"{side}_{second}")
            np.testing.assert_allclose(np.linalg.norm(way, axis=1), length, atol=1e-6)


def test_the_standing_foot_stays_and_no_foot_goes_through_the_floor():
    made = simulate("equal-weight", sensors=("markers",), seed=3, noise=0)
    track, time_s = made.recordings["markers"].samples.track, made.truth.series["time_s"]
    for hold in made.truth.of("hold"):
        stands = hold.side.other.value
        held = (time_s >= hold.start_s) & (time_s <= hold.end_s)
        for point in ("ankle", "heel", "foot_index"):
            path = track.point(f"{stands}_{point}")[held]
            assert np.ptp(path, axis=0).max() < 1e-6
    for side in ("left", "right"):
        for point in ("heel", "foot_index"):
            assert track.point(f"{side}_{point}")[:, 1].min() > -0.001


def mirror(track):
    """The points of a person seen in a mirror, by their own names."""
    swap = {"left": "right", "right": "left"}
    order = []
    for name in NAMES:
        for side, other in swap.items():
            if side in name:
                order.append(NAMES.index(name.replace(side, other)))
                break
        else:
            order.append(NAMES.index(name))
    return track.xyz[:, order] * np.array([1.0, 1.0, -1.0])


@pytest.mark.parametrize("protocol", ["equal-weight", "wall-hip-drop", "side-lying-abduction"])
def test_left_and_right_exchanged_is_the_mirror_image(protocol):
    even = Habit(sway_m=0.0)
    person = Person(left=even, right=even, sway_m=0.0, vary=0.0)
    asked = {"person": person, "sensors": ("markers",), "noise": 0, "reps": 1, "hold_s": 3.0}
    left, right = (
        simulate(protocol, sides=(side,), **asked).recordings["markers"].samples.track
        for side in (Side.LEFT, Side.RIGHT)
    )
    # Lying on the other side also turns head and feet round in the room: a mirror does the same.
    np.testing.assert_allclose(mirror(left), right.xyz, atol=1e-6)


def test_the_first_people_of_many_are_the_people_of_few():
    assert list(people(3, 7)) == list(people(6, 7))[:3]
    assert list(people(2, 8)) != list(people(2, 7))


def test_symmetric_people_have_two_equal_sides():
    for person in people(5, 1, symmetric=True):
        assert person.left == person.right
        assert person.mirrored() == person
    assert any(person.left != person.right for person in people(5, 1))


def test_people_are_within_what_adults_are():
    drawn = list(people(200, 0))
    heights = np.array([person.height_m for person in drawn])
    assert 1.64 < heights.mean() < 1.75
    assert heights.min() >= 1.45
    assert heights.max() <= 2.0
    share = np.array([person.standing_share for person in drawn])
    assert 0.01 < share.std() < 0.03
