from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from levelhip.biomech.footfalls import OFF_BIAS_S
from levelhip.biomech.gait import Gait, GaitFinder
from levelhip.core import BadRecording, Frame, Side, Track

NAMES = (
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
    "left_hip",
    "right_hip",
    "left_ankle",
    "right_ankle",
)
STEP_S, STANCE_S, LENGTH_M = 0.55, 0.66, 1.3


def _foot(time_s, off_s):
    """Where a foot is that leaves at `off_s` and every stride later: forward and up."""
    stride_s = 2 * STEP_S
    swing_s = stride_s - STANCE_S
    count = np.floor((time_s - off_s) / stride_s)
    part = np.clip((time_s - off_s - count * stride_s) / swing_s, 0.0, 1.0)
    forward = (count + part**3 * (10 - 15 * part + 6 * part**2)) * LENGTH_M
    # A thrown stone leaves and meets the ground with a kink: there the force is greatest.
    return forward, 0.4 * part * (1.0 - part)


def walker(seconds=8.1, rate_hz=100.0, drop_deg=4.0):
    """A walker whose feet leave and land at known times, LAB; and the landings (time, side)."""
    time_s = np.arange(0.0, seconds, 1.0 / rate_hz)
    swing_s = 2 * STEP_S - STANCE_S
    offs = {"left": 0.3, "right": 0.3 + STEP_S}
    points = {}
    for side, across in (("left", -0.1), ("right", 0.1)):
        forward, up = _foot(time_s, offs[side])
        if side == "right":
            forward = forward + LENGTH_M / 2
        for name, ahead, height in (("heel", 0.0, 0.03), ("foot_index", 0.2, 0.02)):
            points[f"{side}_{name}"] = np.column_stack(
                [forward + ahead, up + height, np.full_like(up, across)]
            )
        points[f"{side}_ankle"] = points[f"{side}_heel"] + [0.05, 0.06, 0.0]
    middle = LENGTH_M * (time_s - offs["left"] + 0.35) / (2 * STEP_S)
    # The side in the air hangs: once a stride to either side.
    lean = np.radians(drop_deg) * np.sin(np.pi * (time_s - offs["left"]) / STEP_S)
    for side, sign in (("left", -1.0), ("right", 1.0)):
        points[f"{side}_hip"] = np.column_stack(
            [middle, 0.9 + sign * 0.1 * np.sin(lean), sign * 0.1 * np.cos(lean)]
        )
    xyz = np.stack([points[name] for name in NAMES], axis=1)
    track = Track(time_s, xyz, np.ones(xyz.shape[:2]), NAMES, Frame.LAB)
    landings = sorted(
        (off + swing_s + i * 2 * STEP_S, side)
        for side, off in offs.items()
        for i in range(-1, 20)
        if 0.1 < off + swing_s + i * 2 * STEP_S < seconds - 0.15
    )
    return track, landings


def frontal(track):
    xyz = track.xyz.copy()
    xyz[..., 0] = np.nan
    return Track(track.time_s, xyz, track.confidence, track.names, track.frame)


def streamed(track, edges, view="all"):
    stream = GaitFinder(view).stream()
    events = []
    for start, stop in pairwise(edges):
        events += stream.push(track.cut(start, stop))
    return [*events, *stream.finish()], stream.gait()


@pytest.mark.parametrize("rate_hz", [60.0, 100.0, 150.0, 200.0])
def test_markers_give_every_landing_with_its_side_and_time(rate_hz):
    track, landings = walker(rate_hz=rate_hz)
    gait = GaitFinder().find(track)
    assert [str(side) for side in gait.strike_sides] == [side for _, side in landings]
    np.testing.assert_allclose(gait.strike_s, [at for at, _ in landings], atol=0.012)


def test_markers_give_every_leaving_with_its_side_and_time():
    track, _ = walker()
    gait = GaitFinder().find(track)
    lefts = [at for at, side in zip(gait.off_s, gait.off_sides, strict=True) if side is Side.LEFT]
    # In a kink the peak is at the leaving itself; people's toes roll off 15 ms later.
    truth = 0.3 + 2 * STEP_S * np.arange(len(lefts)) - OFF_BIAS_S
    np.testing.assert_allclose(lefts, truth, atol=0.012)


def test_cadence_and_step_time_are_those_of_the_walker():
    gait = GaitFinder().find(walker()[0])
    assert gait.cadence.value == pytest.approx(60.0 / STEP_S, rel=0.01)
    assert gait.step_time(Side.LEFT).value == pytest.approx(STEP_S, abs=0.01)
    assert gait.step_time(Side.RIGHT).value == pytest.approx(STEP_S, abs=0.01)


@pytest.mark.parametrize("drop_deg", [0.0, 4.0, 9.0])
def test_the_pelvis_turns_as_far_as_it_was_made_to(drop_deg):
    gait = GaitFinder().find(walker(drop_deg=drop_deg)[0])
    # From landing to landing the sine runs over half a period, about its own crest.
    phase = np.linspace(-0.11, 0.44, 200) * np.pi / STEP_S
    range_deg = drop_deg * np.ptp(np.sin(phase))
    # The filter of the hip line takes 4 % off a movement of one stride.
    np.testing.assert_allclose(gait.obliquity_deg[2:], range_deg, rtol=0.05, atol=0.05)


def test_the_side_of_the_leg_in_the_air_hangs():
    gait = GaitFinder().find(walker(drop_deg=5.0)[0])
    np.testing.assert_allclose(gait.drop_deg[2:], 5.0, rtol=0.05)


@settings(max_examples=15, deadline=None)
@given(heading_deg=st.floats(-180, 180))
def test_the_direction_of_walking_does_not_matter(heading_deg):
    track, _ = walker(seconds=4.0)
    turn = Rotation.from_euler("Y", heading_deg, degrees=True)
    xyz = turn.apply(track.xyz.reshape(-1, 3).copy()).reshape(track.xyz.shape)
    turned = Track(track.time_s, xyz, track.confidence, NAMES, Frame.LAB)
    before, after = GaitFinder().find(track), GaitFinder().find(turned)
    assert before.strike_sides == after.strike_sides
    np.testing.assert_allclose(after.strike_s, before.strike_s, atol=1e-6)
    np.testing.assert_allclose(after.obliquity_deg, before.obliquity_deg, atol=1e-6)


@pytest.mark.parametrize("view", ["all", "frontal"])
def test_a_mirrored_walker_swaps_the_sides(view):
    track, _ = walker(seconds=5.0)
    track = frontal(track) if view == "frontal" else track
    swapped = tuple(
        name.replace("left", "r?").replace("right", "left").replace("r?", "right") for name in NAMES
    )
    mirrored = Track(
        track.time_s, track.xyz * [1.0, 1.0, -1.0], track.confidence, swapped, Frame.LAB
    )
    before, after = GaitFinder(view).find(track), GaitFinder(view).find(mirrored)
    np.testing.assert_allclose(after.strike_s, before.strike_s, atol=1e-9)
    assert [side.other for side in after.strike_sides] == list(before.strike_sides)
    np.testing.assert_allclose(after.drop_deg, before.drop_deg, atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 500), max_size=10),
    view=st.sampled_from(["all", "frontal"]),
    lost=st.lists(st.integers(0, 490), max_size=3),
)
def test_cutting_the_stream_anywhere_gives_the_same_steps(cuts, view, lost):
    track, _ = walker(seconds=5.0)
    xyz = (frontal(track) if view == "frontal" else track).xyz.copy()
    for start in lost:
        xyz[start : start + 7 + start % 30] = np.nan
    track = Track(track.time_s, xyz, track.confidence, NAMES, Frame.LAB)
    whole, gait = streamed(track, [0, len(track)], view)
    parts, again = streamed(track, [0, *sorted(cuts), len(track)], view)
    assert parts == whole
    np.testing.assert_array_equal(again.strike_s, gait.strike_s)
    np.testing.assert_array_equal(again.obliquity_deg, gait.obliquity_deg)


def test_step_events_carry_swing_and_measures():
    track, landings = walker()
    events, gait = streamed(track, [0, len(track)])
    assert [event.kind for event in events] == ["step"] * len(landings)
    third = events[3]
    assert third.peak_s == third.end_s == gait.strike_s[3]
    assert third.end_s - third.start_s == pytest.approx(2 * STEP_S - STANCE_S, abs=0.03)
    values = dict(third.values)
    assert values["step_time_s"] == pytest.approx(STEP_S, abs=0.01)
    assert values["obliquity_deg"] == gait.obliquity_deg[3]


@pytest.mark.parametrize("rate_hz", [15.0, 24.0, 30.0, 60.0])
def test_a_camera_in_front_sees_every_step(rate_hz):
    track, landings = walker(rate_hz=rate_hz)
    gait = GaitFinder("frontal").find(frontal(track))
    sides = [str(side) for side in gait.strike_sides]
    true = [side for _, side in landings]
    # The landing at the very end may be cut off by the end of the clip.
    assert sides in (true, true[:-1], [*true, "left"], [*true, "right"])
    assert gait.cadence.value == pytest.approx(60.0 / STEP_S, rel=0.02)
    assert np.isnan(gait.obliquity_deg).all()


def test_a_camera_does_not_count_someone_who_stands():
    rng = np.random.default_rng(4)
    time_s = np.arange(0.0, 30.0, 1 / 30)
    xyz = np.zeros((time_s.size, len(NAMES), 3)) + rng.normal(
        0, 0.004, (time_s.size, len(NAMES), 3)
    )
    xyz[..., 0] = np.nan
    standing = Track(time_s, xyz, np.ones(xyz.shape[:2]), NAMES, Frame.LAB)
    assert GaitFinder("frontal").find(standing).strike_s.size == 0


def test_markers_do_not_count_someone_who_squats():
    time_s = np.arange(0.0, 20.0, 0.01)
    xyz = np.zeros((time_s.size, len(NAMES), 3))
    xyz[:, :, 2] = [-0.1, 0.1] * 4
    xyz[:, 4:6, 1] = (0.9 - 0.2 * (1 - np.cos(2 * np.pi * time_s / 3)))[:, None]
    squatting = Track(time_s, xyz, np.ones(xyz.shape[:2]), NAMES, Frame.LAB)
    assert GaitFinder().find(squatting).strike_s.size == 0


def test_missing_feet_are_said():
    track, _ = walker(seconds=2.0)
    bare = Track(track.time_s, track.xyz[:, 4:], track.confidence[:, 4:], NAMES[4:], Frame.LAB)
    with pytest.raises(BadRecording, match="left_heel"):
        GaitFinder().find(bare)


def test_two_strikes_of_one_foot_are_no_step_and_a_pause_is_none():
    none = np.full(4, np.nan)
    sides = (Side.LEFT, Side.LEFT, Side.RIGHT, Side.LEFT)
    gait = Gait(np.array([0.0, 0.5, 1.0, 5.0]), sides, np.empty(0), (), none, none)
    np.testing.assert_allclose(gait.step_times(), [0.5])
    assert np.isnan(gait.step_time(Side.LEFT).value)


def test_nobody_has_no_cadence():
    none = np.empty(0)
    assert np.isnan(Gait(none, (), none, (), none, none).cadence.value)
