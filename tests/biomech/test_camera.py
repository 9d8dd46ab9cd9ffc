"""From pixels to metres, against a pinhole camera whose every length is known."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.biomech.calibration import ENOUGH_S, SCALE_SD
from levelhip.biomech.camera import (
    SHIFT_SD_M,
    Calibrator,
    calibration,
    facing_sign,
    foot_height,
    frontal,
    shift_sd_m,
)
from levelhip.core import BadRecording, Frame, Track
from tests.biomech.camera_person import ANKLE, HEIGHT_M, Camera, standing, track_of

SLOW = settings(deadline=None, max_examples=15)


def known(track, camera, height_m=HEIGHT_M):
    found = calibration(track, image_size=camera.size, height_m=height_m)
    assert found is not None
    return found


@SLOW
@given(
    roll=st.floats(-15, 15),
    away=st.booleans(),
    distance=st.floats(2.2, 4.5),
    camera_height=st.floats(0.4, 1.6),
    height=st.floats(1.4, 2.05),
)
def test_points_come_out_in_metres_whatever_the_camera(roll, away, distance, camera_height, height):
    camera = Camera(
        roll_deg=roll,
        distance_m=distance,
        height_m=camera_height,
        person_turned_deg=180.0 * away,
    )
    pose = standing(height_m=height)
    track = track_of([pose] * 90, camera)
    lab = frontal(track, known(track, camera, height))
    assert lab.frame is Frame.LAB
    for name in ("left_hip", "right_shoulder", "left_ankle", "right_wrist"):
        assert lab.point(name)[0, 1:] == pytest.approx(pose[name][1:], abs=1e-6)
        assert np.isnan(lab.point(name)[:, 0]).all()


@pytest.mark.parametrize("turned_deg", [0.0, 180.0])
def test_a_step_to_the_persons_right_is_positive_seen_from_the_front_and_from_behind(turned_deg):
    camera = Camera(person_turned_deg=turned_deg)
    poses = [standing()] * 90 + [standing(shift_m=0.1)] * 30
    track = track_of(poses, camera)
    hip = frontal(track, known(track, camera)).point("left_hip")[:, 2]
    assert hip[-1] - hip[0] == pytest.approx(0.1, abs=1e-6)


@given(roll=st.floats(-20, 20))
@SLOW
def test_the_roll_is_the_angle_by_which_the_content_is_turned_counter_clockwise(roll):
    camera = Camera(roll_deg=roll)
    found = known(track_of([standing()] * 90, camera), camera)
    assert found.roll_deg == pytest.approx(roll, abs=1e-6)


def test_a_lean_is_kept_while_a_roll_is_removed():
    camera = Camera(roll_deg=6.0)
    poses = [standing()] * 90 + [standing(lean_deg=8.0)] * 30
    track = track_of(poses, camera)
    lab = frontal(track, known(track, camera))
    trunk = (lab.point("left_shoulder") + lab.point("right_shoulder")) / 2
    trunk = trunk - (lab.point("left_hip") + lab.point("right_hip")) / 2
    lean = np.degrees(np.arctan2(trunk[:, 2], trunk[:, 1]))
    assert lean[0] == pytest.approx(0.0, abs=1e-6)
    assert lean[-1] == pytest.approx(8.0, abs=1e-6)


def test_without_height_ratios_hold_and_lengths_are_marked_as_assumed():
    camera = Camera()
    poses = [standing()] * 90 + [standing(shift_m=0.1)] * 30
    track = track_of(poses, camera)
    free, sized = known(track, camera, None), known(track, camera)
    assert sized.metric
    assert sized.scale_sd == SCALE_SD
    assert not free.metric
    assert free.scale_sd > 0.06

    def shift_in_stance_widths(found):
        lab = frontal(track, found)
        wide = lab.point("right_ankle")[0, 2] - lab.point("left_ankle")[0, 2]
        return (lab.point("left_hip")[-1, 2] - lab.point("left_hip")[0, 2]) / wide

    assert shift_in_stance_widths(free) == pytest.approx(shift_in_stance_widths(sized), rel=1e-12)


def restless(seconds, rate_hz=30.0):
    """Somebody who walks about sideways, 12 cm to and fro in a second."""
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    return [standing(shift_m=0.06 * np.sin(2 * np.pi * t)) for t in times]


def test_the_standing_stretch_is_taken_when_the_person_has_come_to_rest():
    camera = Camera()
    track = track_of(restless(3.0) + [standing()] * 90, camera)
    found = known(track, camera)
    assert found.standing
    # The tail of a movement smaller than quiet sway may belong to it.
    assert 2.8 <= found.from_s <= 3.1
    assert found.to_s - found.from_s == pytest.approx(ENOUGH_S, abs=0.05)


def test_standing_on_one_leg_is_no_standing():
    camera = Camera()
    on_one_leg = [standing(lifted="left")] * 120
    track = track_of(on_one_leg + [standing()] * 60, camera)
    found = known(track, camera)
    assert found.standing
    assert found.from_s >= 3.95
    assert not known(track_of(on_one_leg, camera), camera).standing


def test_a_walk_is_calibrated_without_standing_and_says_so():
    camera = Camera()
    track = track_of(restless(6.0), camera)
    calibrator = Calibrator(image_size=camera.size, height_m=HEIGHT_M, wait_s=3.0)
    found = calibrator.push(track)
    assert found is not None
    assert not found.standing
    assert found.to_s == pytest.approx(3.0, abs=0.05)
    assert found.roll_sd_deg > known(track_of([standing()] * 90, camera), camera).roll_sd_deg


@given(cuts=st.lists(st.integers(0, 200), max_size=6), noise=st.sampled_from([0.0, 0.7]))
@SLOW
def test_the_calibration_is_the_same_however_the_stream_is_cut(cuts, noise):
    camera = Camera()
    poses = restless(2.0) + [standing()] * 100 + [standing(lifted="right")] * 40
    track = track_of(poses, camera, noise_px=noise)
    whole = calibration(track, image_size=camera.size, height_m=HEIGHT_M)
    calibrator = Calibrator(image_size=camera.size, height_m=HEIGHT_M)
    edges = [0, *sorted(cuts), len(track)]
    for start, stop in pairwise(edges):
        calibrator.push(track.cut(start, stop))
    assert calibrator.finish() == whole
    one_by_one = Calibrator(image_size=camera.size, height_m=HEIGHT_M)
    for i in range(len(track)):
        one_by_one.push(track.cut(i, i + 1))
    assert one_by_one.finish() == whole


@given(cut=st.integers(0, 37))
@SLOW
def test_frontal_gives_the_same_bits_wherever_the_track_is_cut(cut):
    camera = Camera(roll_deg=3.3)
    track = track_of([standing(lean_deg=i / 7) for i in range(37)], camera, noise_px=1.0)
    found = known(track_of([standing()] * 40, camera), camera)
    whole = frontal(track, found).xyz
    parts = [frontal(track.cut(a, b), found).xyz for a, b in ((0, cut), (cut, 37))]
    assert np.concatenate(parts).tobytes() == whole.tobytes()


def test_pixel_noise_of_one_pixel_moves_the_calibration_by_less_than_its_uncertainty():
    camera = Camera(roll_deg=2.0)
    found = known(track_of([standing()] * 90, camera, noise_px=1.0), camera)
    exact = known(track_of([standing()] * 90, camera), camera)
    assert abs(found.roll_deg - exact.roll_deg) < found.roll_sd_deg / 4
    assert abs(found.metre_per_px / exact.metre_per_px - 1) < found.scale_sd / 4


def test_nobody_or_somebody_unsure_gives_no_calibration():
    camera = Camera()
    unsure = track_of([standing()] * 90, camera, confidence=0.2)
    assert calibration(unsure, image_size=camera.size) is None
    track = track_of([standing()] * 90, camera)
    empty = Track(
        track.time_s,
        np.full(track.xyz.shape, np.nan),
        np.zeros_like(track.confidence),
        track.names,
        track.frame,
    )
    assert calibration(empty, image_size=camera.size) is None


@pytest.mark.parametrize(
    ("turned_deg", "sign"), [(0, 1), (20, 1), (-20, 1), (180, -1), (165, -1), (90, 0), (-80, 0)]
)
def test_facing_is_read_off_the_order_of_left_and_right(turned_deg, sign):
    track = track_of([standing()] * 2, Camera(person_turned_deg=turned_deg))
    assert facing_sign(track.xyz).tolist() == [sign, sign]
    gone = np.where(np.arange(33)[:, None] == 11, np.nan, track.xyz)
    assert np.isnan(facing_sign(gone)).all()


def test_foot_height_rises_by_the_height_of_the_lift_on_that_side():
    camera = Camera()
    poses = [standing()] * 90 + [standing(lifted="right", lift_m=0.2)] * 5
    track = track_of(poses, camera)
    feet = foot_height(frontal(track, known(track, camera)).xyz, track.names)
    assert feet[0] == pytest.approx([ANKLE * HEIGHT_M] * 2, abs=1e-6)
    assert feet[-1] - feet[0] == pytest.approx([0.0, 0.2], abs=1e-6)


def test_the_uncertainty_of_a_shift_grows_with_the_shift():
    camera = Camera()
    found = known(track_of([standing()] * 90, camera), camera)
    assert shift_sd_m(0.0, found) == SHIFT_SD_M
    assert shift_sd_m(0.3, found) == pytest.approx(np.hypot(SHIFT_SD_M, 0.3 * SCALE_SD))


def test_metres_are_not_taken_for_pixels():
    camera = Camera()
    track = track_of([standing()] * 90, camera)
    found = known(track, camera)
    lab = frontal(track, found)
    with pytest.raises(BadRecording, match="image frame"):
        frontal(lab, found)
    with pytest.raises(BadRecording, match="image frame"):
        Calibrator(image_size=camera.size).push(lab)
