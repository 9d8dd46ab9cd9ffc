"""Sensors give what their place, their optics and their physics say, and no more."""

import numpy as np
import pytest

from levelhip.core import Frame, LevelhipError, Samples, Side, joined
from levelhip.simulator import SCRIPTS, SENSOR_FAULTS, Camera, Fault, Habit, Person, Phone, simulate


def motion(place, protocol="equal-weight", **asked):
    made = simulate(protocol, sensors=(place,), noise=0, **asked)
    return made, made.recordings[place].samples.motion


def stream_bytes(samples):
    parts = [samples.track, samples.world, samples.motion, samples.force]
    arrays = [
        getattr(part, name)
        for part in parts
        if part is not None
        for name in ("time_s", "xyz", "acceleration", "rotation", "newton", "centre")
        if hasattr(part, name)
    ]
    return b"".join(array.tobytes() for array in arrays)


@pytest.mark.parametrize("protocol", sorted(SCRIPTS))
def test_the_same_seed_gives_the_same_bytes_and_another_does_not(protocol):
    sensors = tuple(s for s in SCRIPTS[protocol].sensors if s != "taps")
    asked = {"sensors": sensors, "reps": 1, "hold_s": 3.0, "duration_s": 6.0}
    one, again, other = (simulate(protocol, seed=seed, **asked) for seed in (5, 5, 6))
    for sensor in sensors:
        mine = stream_bytes(one.recordings[sensor].samples)
        assert mine == stream_bytes(again.recordings[sensor].samples)
        assert mine != stream_bytes(other.recordings[sensor].samples)


def test_another_sensor_changes_neither_the_movement_nor_the_first_sensor():
    alone = simulate("equal-weight", sensors=("camera",), reps=1)
    both = simulate("equal-weight", sensors=("markers", "camera", "sacrum"), reps=1)
    assert stream_bytes(alone.recordings["camera"].samples) == stream_bytes(
        both.recordings["camera"].samples
    )
    np.testing.assert_array_equal(alone.truth.series["com_z_m"], both.truth.series["com_z_m"])


def test_the_camera_draws_a_known_point_where_a_pinhole_does():
    camera = Camera(distance_m=3.0, height_m=1.0, focal_px=1000.0, size=(720, 1280)).placed(
        lying=False
    )
    target = np.array([0.0, 1.0, 0.0])
    middle = camera.project(np.array([0.0, 1.0, 0.0]), target)
    np.testing.assert_allclose(middle, [360.0, 640.0, 3.0], atol=1e-9)
    # The person's left is at the picture's right; up is up.
    np.testing.assert_allclose(
        camera.project(np.array([0.0, 1.3, -0.6]), target)[:2], [360 + 200, 640 - 100], atol=1e-9
    )
    # Half a metre nearer: everything is larger by 3 / 2.5.
    np.testing.assert_allclose(
        camera.project(np.array([0.5, 1.3, -0.6]), target)[:2], [360 + 240, 640 - 120], atol=1e-9
    )


def test_a_rolled_camera_turns_the_picture_counter_clockwise():
    camera = Camera(distance_m=3.0, height_m=1.0, focal_px=1000.0, roll_deg=90.0).placed(
        lying=False
    )
    target = np.array([0.0, 1.0, 0.0])
    # What was at the right is now above.
    seen = camera.project(np.array([0.0, 1.0, -0.6]), target)[:2]
    np.testing.assert_allclose(seen, [360.0, 640.0 - 200.0], atol=1e-9)


def test_the_hip_line_of_the_camera_follows_a_drop_by_a_fifth_to_two_fifths_only():
    habit = Habit(drop_deg=10.0)
    person = Person(left=habit, right=habit, vary=0.0)
    made = simulate("equal-weight", person=person, reps=1, sides=("left",), noise=0)
    track, hold = made.recordings["camera"].samples.track, made.truth.of("hold")[0]
    left, right = track.point("left_hip"), track.point("right_hip")
    slope = np.degrees(np.arctan2(right[:, 1] - left[:, 1], left[:, 0] - right[:, 0]))
    held = (track.time_s > hold.start_s + 1) & (track.time_s < hold.end_s - 1)
    read = slope[held].mean() - slope[track.time_s < 3.0].mean()
    assert -4.5 < read < -1.8


def test_dots_show_the_whole_drop():
    habit = Habit(drop_deg=10.0)
    person = Person(left=habit, right=habit, vary=0.0)
    made = simulate(
        "equal-weight",
        person=person,
        reps=1,
        sides=("left",),
        noise=0,
        camera=Camera(dots=True),
    )
    track, hold = made.recordings["camera"].samples.track, made.truth.of("hold")[0]
    left, right = track.point("left_dot"), track.point("right_dot")
    slope = np.degrees(np.arctan2(right[:, 1] - left[:, 1], left[:, 0] - right[:, 0]))
    held = (track.time_s > hold.start_s + 1) & (track.time_s < hold.end_s - 1)
    assert slope[held].mean() - slope[track.time_s < 3.0].mean() == pytest.approx(-10.0, abs=0.7)


@pytest.mark.parametrize("place", ["sacrum", "thigh"])
@pytest.mark.parametrize("anyhow", [False, True])
def test_a_phone_at_rest_feels_gravity_upwards_however_it_is_fixed(place, anyhow):
    protocol = "side-lying-abduction" if place == "thigh" else "equal-weight"
    _, felt = motion(place, protocol, reps=1, phone=Phone(anyhow=anyhow), seed=3)
    still = felt.time_s < 2.0
    length = np.linalg.norm(felt.acceleration[still], axis=1)
    np.testing.assert_allclose(length, 9.80665, atol=0.12)


def test_the_gyroscope_adds_up_to_how_the_phone_is_turned():
    # From the leg in line to the leg up: integrate the rate, look where gravity must then be.
    person = Person(vary=0.0)
    made, felt = motion("thigh", "side-lying-abduction", person=person, reps=1, hold_s=4.0)
    hold = made.truth.of("hold")[0]
    start = int(np.searchsorted(felt.time_s, made.truth.of("rep")[0].start_s - 0.2))
    end = int(np.searchsorted(felt.time_s, hold.start_s + 1.5))
    turned = np.eye(3)
    for before, after in zip(
        felt.rotation[start:end], felt.rotation[start + 1 : end + 1], strict=True
    ):
        rate = 0.5 * (before + after)
        angle = np.linalg.norm(rate) * 0.01
        axis = rate / max(np.linalg.norm(rate), 1e-12)
        cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
        turned = turned @ (np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)
    up = felt.acceleration[start] / np.linalg.norm(felt.acceleration[start])
    there = felt.acceleration[end] / np.linalg.norm(felt.acceleration[end])
    off = np.degrees(np.arccos(np.clip((turned.T @ up) @ there, -1, 1)))
    assert off < 0.6
    # And it has turned by what the leg was lifted.
    assert np.degrees(np.arccos(np.clip(up @ there, -1, 1))) > 15.0


def test_without_a_gyroscope_rotation_is_unknown():
    _, felt = motion("sacrum", reps=1, phone=Phone(gyroscope=False))
    assert np.isnan(felt.rotation).all()


def test_a_stream_in_pieces_is_the_whole_recording():
    recording = simulate("equal-weight", sensors=("camera",), reps=1).recordings["camera"]
    parts = list(recording.stream(0.7))
    assert len(parts) > 10
    whole = joined(parts)
    assert stream_bytes(whole) == stream_bytes(recording.samples)
    assert whole.marks == recording.samples.marks


def test_marks_come_only_when_a_session_leads():
    led = simulate("side-lying-abduction", sensors=("markers",), reps=1)
    names = {mark.name for mark in led.recordings["markers"].samples.marks}
    assert {"set", "pose-line", "pose-back", "pose-end", "rest", "go", "hold", "stop"} <= names
    alone = simulate("side-lying-abduction", sensors=("markers",), reps=1, marks=False)
    assert alone.recordings["markers"].samples.marks == ()


def test_taps_are_marks_and_answers_alone():
    samples = simulate("wall-hip-drop", sensors=("taps",), reps=4).recordings["taps"].samples
    assert not samples.has_series
    assert sum(mark.name == "tap" for mark in samples.marks) == 4
    assert {answer.name for answer in samples.answers} >= {"usual_pain"}


@pytest.mark.parametrize("code", sorted(SENSOR_FAULTS))
def test_each_fault_of_a_sensor_does_what_it_says(code):
    sensor = "sacrum" if code == "gyroscope-bias" else "camera"
    clean, poor = (
        simulate("equal-weight", sensors=(sensor,), reps=1, faults=faults)
        .recordings[sensor]
        .samples
        for faults in ((), (Fault(code),))
    )
    assert isinstance(poor, Samples)
    if code == "gyroscope-bias":
        off = poor.motion.rotation - clean.motion.rotation
        np.testing.assert_allclose(off, 0.05, atol=1e-12)
    elif code == "lost-frames":
        part = 1.0 - len(poor.track) / len(clean.track)
        assert part == pytest.approx(0.15, abs=0.05)
    elif code == "irregular-times":
        assert np.diff(poor.track.time_s).std() > 0.005
        np.testing.assert_array_equal(poor.track.xyz, clean.track.xyz)
    elif code == "drop-outs":
        assert 0.001 < np.isnan(poor.track.xyz).mean() < 0.1
    elif code == "second-person":
        assert (poor.people == 2).mean() > 0.2
    elif code == "swapped-sides":
        moved = (poor.track.xyz != clean.track.xyz).any(axis=(1, 2))
        at = int(np.flatnonzero(moved)[0])
        np.testing.assert_array_equal(
            poor.track.point("left_knee")[at], clean.track.point("right_knee")[at]
        )
    elif code == "jitter":
        assert np.abs(poor.track.xyz - clean.track.xyz)[..., :2].std() > 5.0
    else:
        upright = poor.track.point("nose") - poor.track.point("left_ankle")
        plain = clean.track.point("nose") - clean.track.point("left_ankle")
        turned = np.degrees(np.arctan2(*upright[0, :2][::-1]) - np.arctan2(*plain[0, :2][::-1]))
        assert turned == pytest.approx(-12.0, abs=1.0)


def test_a_fault_strikes_only_the_repetitions_it_names():
    made = simulate(
        "side-lying-abduction",
        sensors=("markers",),
        faults=(Fault("toe-up", (3,)), Fault("low", (2, 4))),
        reps=5,
        hold_s=0,
    )
    assert [event.faults for event in made.truth.of("rep")] == [
        (),
        ("low",),
        ("toe-up",),
        ("low",),
        (),
    ]
    toes = [dict(event.values)["toe_turn"] for event in made.truth.of("rep")]
    assert toes[2] < -20 < 10 < min(toes[:2])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"protocol_id": "hopping"}, "give one of equal-weight"),
        ({"protocol_id": "walk", "sensors": ("plates",)}, "give camera, markers"),
        ({"protocol_id": "walk", "faults": (Fault("toe-up"),)}, "fault toe-up: not for walk"),
    ],
)
def test_what_is_not_known_is_refused_with_the_way_out(asked, said):
    with pytest.raises(LevelhipError, match=said):
        simulate(**asked)


def test_markers_are_in_the_room_and_a_camera_in_its_picture():
    made = simulate("wall-hip-drop", sensors=("markers", "camera"), reps=1)
    assert made.recordings["markers"].samples.track.frame is Frame.LAB
    camera = made.recordings["camera"]
    assert camera.samples.track.frame is Frame.IMAGE
    assert camera.image_size == (720, 1280)
    inside = camera.samples.track.xyz[..., :2]
    assert (inside > 0).all()
    assert (inside < np.array([720, 1280])).all()
    assert made.recordings["markers"].info.side in (None, Side.LEFT)
