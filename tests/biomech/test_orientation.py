from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from levelhip.biomech.orientation import (
    GRAVITY,
    SOFT_TISSUE_SD_DEG,
    AttitudeStream,
    attitude,
    body_angles,
    bow_alignment,
    held_obliquity,
    standing_alignment,
    sway_acceleration,
)
from levelhip.biomech.sacrum import PelvisStream
from levelhip.core import Motion, NotEnoughData

RATE_HZ = 100.0
# A phone flat on the sacrum, screen out: its third axis points backward (-X), its long edge (Y) up.
UPRIGHT = np.array([[0.0, 0.0, -1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])


def held(obliquity_deg, tilt_deg, times, *, edge_deg=0.0, gyro=True, seed=0):
    """A phone on a pelvis that goes smoothly from pose to pose and holds each.

    Poses are turns about body X (left side up) and about Z (backward tilt is positive there).
    """
    rng = np.random.default_rng(seed)
    time_s = np.arange(0.0, times[-1], 1.0 / RATE_HZ)
    knots = [t for start, stop in pairwise(times) for t in (start + 0.5, stop)]
    roll = np.interp(time_s, knots, np.repeat(obliquity_deg, 2))
    pitch = np.interp(time_s, knots, np.repeat(tilt_deg, 2))
    turn = Rotation.from_euler("ZX", np.column_stack([-pitch, roll]), degrees=True)
    up_body = turn.inv().apply(np.array([0.0, 1.0, 0.0]))
    mounting = Rotation.from_euler("z", edge_deg, degrees=True).as_matrix() @ UPRIGHT.T
    acceleration = GRAVITY * up_body @ mounting.T
    spin_body = (turn[:-1].inv() * turn[1:]).as_rotvec() * RATE_HZ
    rotation = np.vstack([spin_body, spin_body[-1:]]) @ mounting.T
    acceleration = acceleration + rng.normal(0, 0.03, acceleration.shape)
    rotation = rotation + rng.normal(0, 0.003, rotation.shape) + [0.01, -0.008, 0.005]
    if not gyro:
        rotation = np.full_like(rotation, np.nan)
    return Motion(time_s, acceleration, rotation, "sacrum")


TIMES = [0.0, 5.0, 12.0, 19.0]


@pytest.mark.parametrize("gyro", [True, False])
@pytest.mark.parametrize("obliquity_deg", [-8.0, -2.0, 1.0, 5.0])
@pytest.mark.parametrize("edge_deg", [0.0, 90.0, 180.0, -37.0])
def test_a_held_drop_is_read_from_the_sacrum(gyro, obliquity_deg, edge_deg):
    motion = held([0, obliquity_deg, 0], [0, 0, 0], TIMES, edge_deg=edge_deg, gyro=gyro)
    rows = attitude(motion)
    standing, hold = rows.between(2.0, 4.0), rows.between(8.0, 11.0)
    got = held_obliquity(hold, standing, standing_alignment(standing))
    assert got.value == pytest.approx(obliquity_deg, abs=0.3)
    assert got.unit == "deg"
    assert SOFT_TISSUE_SD_DEG < got.sd < 1.5


def test_the_left_side_up_is_positive_and_forward_tilt_is_positive():
    # With the left side up the body is turned about X: what is up lies towards its left, -Z.
    roll = np.radians(10.0)
    up = np.array([[0.0, np.cos(roll), -np.sin(roll)]])
    assert body_angles(up, np.eye(3))[0][0] == pytest.approx(10.0)
    up = np.array([[-np.sin(roll), np.cos(roll), 0.0]])
    assert body_angles(up, np.eye(3))[1][0] == pytest.approx(10.0)


def test_a_screen_that_faces_in_turns_the_sign_back():
    motion = held([0, 6, 0], [0, 0, 0], TIMES)
    rows = attitude(motion)
    standing, hold = rows.between(2.0, 4.0), rows.between(8.0, 11.0)
    inside = standing_alignment(standing, screen="in")
    assert held_obliquity(hold, standing, inside).value == pytest.approx(-6.0, abs=0.3)


def test_tilting_forward_in_a_hold_widens_the_error():
    level = attitude(held([0, 4, 0], [0, 0, 0], TIMES))
    bent = attitude(held([0, 4, 0], [0, 20, 0], TIMES))
    sds = []
    for rows in (level, bent):
        standing = rows.between(2.0, 4.0)
        got = held_obliquity(rows.between(8.0, 11.0), standing, standing_alignment(standing))
        assert got.value == pytest.approx(4.0, abs=0.5)
        sds.append(got.sd)
    assert sds[1] > sds[0] + 0.5


@settings(max_examples=15, deadline=None)
@given(turn=st.tuples(*[st.floats(-3.0, 3.0)] * 3))
def test_a_bow_tells_how_any_phone_sits(turn):
    motion = held([0, 0, 5], [0, 30, 0], TIMES, gyro=False)
    mounted = Rotation.from_rotvec(turn).apply(motion.acceleration.copy())
    rows = attitude(Motion(motion.time_s, mounted, motion.rotation))
    standing, bowed = rows.between(2.0, 4.0), rows.between(8.0, 11.0)
    alignment = bow_alignment(standing, bowed)
    np.testing.assert_allclose(alignment.body @ alignment.body.T, np.eye(3), atol=1e-12)
    got = held_obliquity(rows.between(15.0, 17.0), standing, alignment)
    assert got.value == pytest.approx(5.0, abs=0.4)
    assert alignment.sd_deg < 4.0


def test_a_bow_that_is_no_bow_is_refused():
    rows = attitude(held([0, 0, 0], [0, 5, 0], TIMES))
    with pytest.raises(NotEnoughData, match="bow 15 degrees"):
        bow_alignment(rows.between(2.0, 4.0), rows.between(8.0, 11.0))


def test_a_phone_that_lies_flat_is_refused():
    flat = Motion(
        np.arange(200) / 100, np.tile([0.0, 0.0, GRAVITY], (200, 1)), np.full((200, 3), np.nan)
    )
    with pytest.raises(NotEnoughData, match="upright"):
        standing_alignment(attitude(flat))


def test_without_gyroscope_movement_is_less_certain_than_rest():
    motion = held([0, 0, 0], [0, 0, 0], TIMES, gyro=False)
    shaken = motion.acceleration.copy()
    shaken[600:1200, 0] += 2.0 * np.sin(2 * np.pi * 2.0 * motion.time_s[600:1200])
    rows = attitude(Motion(motion.time_s, shaken, motion.rotation))
    assert np.nanmedian(rows.between(7.0, 11.0).sd_deg) > 5.0
    assert np.nanmedian(rows.between(2.0, 4.0).sd_deg) < 0.5
    assert rows.between(8.0, 9.0).resting.max() == 0.0


@pytest.mark.parametrize("gyro", [True, False])
def test_up_is_a_unit_vector(gyro):
    rows = attitude(held([0, 5, 0], [0, 0, 0], TIMES, gyro=gyro))
    length = np.linalg.norm(rows.between(3.0, 15.0).up, axis=1)
    np.testing.assert_allclose(length, 1.0, atol=1e-9)


def test_the_bias_of_the_gyroscope_does_not_add_up():
    motion = held([0] * 3, [0] * 3, [0.0, 60.0, 120.0, 180.0])
    rows = attitude(motion)
    angles, _ = body_angles(rows.up, standing_alignment(rows.between(2.0, 4.0)).body)
    assert np.abs(angles[300:]).max() < 0.5


@settings(max_examples=15, deadline=None)
@given(cuts=st.lists(st.integers(0, 1900), max_size=10), gyro=st.booleans())
def test_cutting_the_stream_anywhere_gives_the_same_pelvis(cuts, gyro):
    motion = held([0, 5, 0], [0, 3, 0], TIMES, gyro=gyro)

    def run(edges):
        stream = PelvisStream(RATE_HZ)
        parts = [stream.push(motion.cut(a, b)) for a, b in pairwise(edges)]
        parts.append(stream.finish())
        return [
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("time_s", "obliquity_deg", "tilt_deg", "sd_deg")
        ]

    for once, again in zip(
        run([0, len(motion)]), run([0, *sorted(cuts), len(motion)]), strict=True
    ):
        np.testing.assert_array_equal(once, again)


def test_the_pelvis_is_measured_against_its_own_standing():
    motion = held([2, 7, 2], [8, 8, 8], TIMES, edge_deg=20.0)
    stream = PelvisStream(RATE_HZ)
    rows = stream.push(motion)
    assert np.isnan(rows.obliquity_deg[:100]).all()
    hold = (rows.time_s > 8) & (rows.time_s < 11)
    assert rows.obliquity_deg[hold].mean() == pytest.approx(5.0, abs=0.3)
    assert rows.tilt_deg[hold].mean() == pytest.approx(0.0, abs=0.3)
    assert stream.baseline is not None
    assert stream.baseline.time_s[-1] < 5.0


def test_sway_is_what_is_left_without_gravity():
    rng = np.random.default_rng(0)
    up = np.tile([0.0, 1.0, 0.0], (50, 1))
    push = np.column_stack([rng.normal(size=50), np.zeros(50), rng.normal(size=50)])
    forward, right = sway_acceleration(GRAVITY * up + push, up, np.eye(3))
    np.testing.assert_allclose(forward, push[:, 0], atol=1e-12)
    np.testing.assert_allclose(right, push[:, 2], atol=1e-12)


def test_an_empty_push_gives_no_row():
    empty = Motion(np.empty(0), np.empty((0, 3)), np.empty((0, 3)))
    assert AttitudeStream(100.0).push(empty).time_s.size == 0


def test_one_sample_is_too_few():
    one = Motion(np.zeros(1), np.zeros((1, 3)), np.zeros((1, 3)))
    with pytest.raises(NotEnoughData, match="two or more"):
        attitude(one)
