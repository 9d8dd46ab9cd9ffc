"""Somebody who lies on the side: measured from markers and from a camera, or refused in words."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import Frame, Mark, Person, Samples, Side, Track
from levelhip.engine import Engine, SourceInfo
from levelhip.protocols import protocol
from tests.biomech.camera_person import Camera, standing, track_of
from tests.biomech.lying_person import (
    GOOD,
    IN_FRONT,
    LOW,
    RATE_HZ,
    SIZE,
    TOE_UP,
    Leg,
    a_set,
    camera_samples,
    marker_samples,
)

MARKERS = SourceInfo("markers", RATE_HZ)
CAMERA = SourceInfo("video", RATE_HZ, SIZE)


def run(samples, info, *, variant=None, hold_s=None, pieces=None):
    engine = Engine(
        protocol("side-lying-abduction").chosen(variant=variant, hold_s=hold_s), info, Person()
    )
    events = [event for piece in pieces or [samples] for event in engine.push(piece)]
    events += engine.finish()
    return engine, events


def metric(engine, name, side=Side.RIGHT, trial=0):
    (found,) = [
        each
        for each in engine.outcome().metrics
        if each.name == name and each.side is side and each.trial == trial
    ]
    return found


def marked(samples, *marks):
    return replace(samples, marks=tuple(Mark(*mark) for mark in marks))


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_markers_give_all_three_angles_of_the_upper_leg(side):
    leg = a_set([replace(GOOD, top=31.0, extension=13.0, turn=17.0)] * 3, hold_s=6.0)
    engine, events = run(marker_samples(leg, side), MARKERS)
    assert [(e.kind, e.side, e.faults) for e in events] == [("rep", side, ())] * 3 + [
        ("hold", side, ())
    ]
    for name, true in (("abduction_range", 31.0), ("extension_reached", 13.0), ("toe_turn", 17.0)):
        told = metric(engine, name, side)
        assert told.value == pytest.approx(true, abs=0.5), name
        assert told.sd > 0.5
    assert metric(engine, "hold_time", side).value == pytest.approx(6.0, abs=0.3)
    assert metric(engine, "rep_count", side).value == 3
    assert metric(engine, "past_midline", side).value == 1.0


def test_markers_name_each_faulty_repetition_and_count_them():
    leg = a_set([GOOD, TOE_UP, IN_FRONT, LOW, replace(GOOD, extension=-28.0)])
    engine, events = run(marker_samples(leg, noise_m=0.003), MARKERS)
    assert [event.faults for event in events] == [
        (),
        ("toe-up",),
        ("not-past-midline",),
        ("low",),
        ("not-back",),
    ]
    assert metric(engine, "faulty_count").value == 4
    text = engine.outcome().verdict.text
    assert "Right, 5 repetitions, 4 of them not yet as asked" in text
    assert "no kick back (1)" in text


def test_the_neutral_form_asks_for_no_midline():
    leg = Leg(start=(-3.0, 0.0, 12.0, 0.0)).stay(1.5)
    for _ in range(3):
        leg.go((28.0, -8.0, 15.0, 0.0), 1.0).stay(0.3).go((-3.0, -8.0, 12.0, 0.0), 1.0).stay(0.3)
    samples = marker_samples(leg)
    assert all(event.faults for event in run(samples, MARKERS)[1])
    assert [e.faults for e in run(samples, MARKERS, variant="neutral")[1]] == [()] * 3


def test_a_hold_shorter_than_asked_is_told():
    leg = a_set([], hold_s=6.0)
    engine, (hold,) = run(marker_samples(leg), MARKERS, hold_s=10.0)
    assert hold.faults == ("short-hold",)
    assert not hold.valid
    assert "Asked for were 10 s" in engine.outcome().verdict.text
    assert run(marker_samples(leg), MARKERS, hold_s=5.0)[1][0].valid


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_a_camera_counts_and_tells_toe_up_but_no_degrees_of_turn_and_extension(side, behind):
    leg = a_set([GOOD, TOE_UP, LOW], hold_s=6.0)
    samples = camera_samples(leg, side, behind=behind, noise_px=0.5, noise_m=0.005)
    engine, events = run(samples, CAMERA)
    assert [(e.kind, e.side, e.faults) for e in events] == [
        ("rep", side, ()),
        ("rep", side, ("toe-up",)),
        ("rep", side, ("low",)),
        ("hold", side, ()),
    ]
    assert metric(engine, "abduction_range", side, 1).value == pytest.approx(30.0, abs=1.5)
    assert metric(engine, "hold_time", side).value == pytest.approx(6.0, abs=0.3)
    assert metric(engine, "toe_down", side, 2).value == 0.0
    for name in ("extension_reached", "toe_turn"):
        told = metric(engine, name, Side.BOTH)
        assert told.value is None
        assert told.refused
    assert metric(engine, "past_midline", side, 1).refused == "midline-unsure"
    assert not {"hip_extension_deg", "toe_turn_deg"} & set(engine.series().values)
    codes = [reason.code for reason in engine.outcome().quality.reasons]
    assert ("seen-from-behind" in codes) is behind


def test_without_metric_landmarks_the_picture_stands_in_with_a_larger_error():
    leg = a_set([GOOD] * 3)
    with_world = run(camera_samples(leg), CAMERA)[0]
    without = run(camera_samples(leg, world=False), CAMERA)[0]
    sure, unsure = (metric(each, "abduction_range") for each in (with_world, without))
    assert unsure.sd > sure.sd
    assert unsure.value == pytest.approx(30.0, abs=1.96 * unsure.sd)


def test_marks_name_the_side_the_zero_and_what_is_asked():
    leg = Leg(start=(7.0, 0.0, 10.0, 0.0)).stay(3.0)  # held in line; this camera reads 7 there
    leg.go((2.0, -35.0, 5.0, 50.0), 1.0).stay(1.0)
    go_s = leg.now_s
    for _ in range(2):
        leg.go((37.0, 12.0, 20.0, 0.0), 1.2).stay(3.5).go((2.0, -35.0, 5.0, 50.0), 1.2).stay(0.4)
    hold_s = leg.now_s
    leg.go((37.0, 12.0, 20.0, 0.0), 1.2).stay(1.5).go((2.0, -35.0, 5.0, 50.0), 1.0).stay(1.0)
    samples = marked(
        camera_samples(leg),
        (0.0, "set", Side.RIGHT),
        (0.0, "pose-line"),
        (3.0, "pose-end"),
        (go_s, "go"),
        (hold_s, "hold"),
    )
    engine, events = run(samples, CAMERA)
    assert [event.kind for event in events] == ["rep", "rep", "hold"]
    assert metric(engine, "abduction_range").value == pytest.approx(30.0, abs=0.5)
    assert metric(engine, "hold_time").value == pytest.approx(1.5, abs=0.3)


def test_the_announced_side_is_kept_and_the_doubt_is_said():
    samples = marked(camera_samples(a_set([GOOD])), (0.0, "set", Side.LEFT), (0.1, "go"))
    engine, events = run(samples, CAMERA)
    assert [event.side for event in events] == [Side.LEFT]
    assert "other-leg-on-top" in [r.code for r in engine.outcome().quality.reasons]


def test_a_pose_model_that_mixes_up_left_and_right_for_a_second_changes_no_repetition():
    leg = a_set([GOOD] * 3)
    samples = camera_samples(leg)
    at = (leg.time_s >= leg.tops[1] - 0.7) & (leg.time_s < leg.tops[1] + 0.5)
    names = samples.track.names
    swapped = [
        names.index(name.replace("left", "#").replace("right", "left").replace("#", "right"))
        for name in names
    ]
    tracks = []
    for track in (samples.track, samples.world):
        xyz = track.xyz.copy()
        xyz[at] = xyz[at][:, swapped]
        tracks.append(replace(track, xyz=xyz))
    mixed = replace(samples, track=tracks[0], world=tracks[1])
    engine, events = run(mixed, CAMERA)
    assert [(e.side, e.faults) for e in events] == [(Side.RIGHT, ())] * 3
    assert "sides-mixed-up" in [r.code for r in engine.outcome().quality.reasons]


def test_who_rolls_over_is_measured_on_both_sides():
    left, right = (camera_samples(a_set([GOOD] * 2), side) for side in (Side.LEFT, Side.RIGHT))
    later_s = float(left.track.time_s[-1]) + 0.5
    moved = [replace(track, time_s=track.time_s + later_s) for track in (right.track, right.world)]
    second = Samples(track=moved[0], world=moved[1], people=right.people)
    _, events = run(left, CAMERA, pieces=[left, second])
    assert [event.side for event in events] == [Side.LEFT] * 2 + [Side.RIGHT] * 2


def test_a_pose_with_the_leg_high_is_not_taken_for_zero():
    leg = Leg(start=(25.0, 0.0, 10.0, 0.0)).stay(3.0).go((-5.0, -35.0, 5.0, 50.0), 1.0)
    leg.stay(1.0).rep(GOOD).stay(1.0)
    samples = marked(camera_samples(leg), (0.0, "pose-line"), (3.0, "pose-end"), (4.0, "go"))
    engine, _ = run(samples, CAMERA)
    assert "pose-not-in-line" in [r.code for r in engine.outcome().quality.reasons]
    assert metric(engine, "abduction_range").value == pytest.approx(30.0, abs=1.0)


def refusal(samples):
    outcome = run(samples, CAMERA)[0].outcome()
    assert outcome.quality.state == "refused"
    assert all(each.value is None for each in outcome.metrics)
    return outcome.quality.reasons[0].code


def test_a_standing_person_is_refused():
    poses = [standing() for _ in range(120)]
    camera = Camera()
    track = track_of(poses, camera, rate_hz=RATE_HZ)
    engine, _ = run(Samples(track=track), SourceInfo("video", RATE_HZ, camera.size))
    outcome = engine.outcome()
    assert outcome.quality.state == "refused"
    assert [reason.code for reason in outcome.quality.reasons] == ["not-lying"]
    assert "lying on the side" in outcome.verdict.text


def test_two_people_and_an_empty_room_are_refused():
    samples = camera_samples(a_set([GOOD]))
    assert refusal(replace(samples, people=np.full(len(samples.track), 2.0))) == "second-person"
    track = samples.track
    nobody = replace(track, xyz=np.full(track.xyz.shape, np.nan), confidence=0.0 * track.confidence)
    assert refusal(replace(samples, track=nobody, people=np.zeros(len(track)))) == "nobody"


def test_a_lying_person_with_a_poor_pose_is_refused():
    leg = a_set([GOOD])
    # Points that jump about by a tenth of the trunk, or one leg drawn to half of its length.
    assert refusal(camera_samples(leg, noise_px=12.0)) in ("not-a-body", "jitter")
    track = camera_samples(leg).track
    xyz = track.xyz.copy()
    hip, knee, ankle = (track.names.index(f"left_{j}") for j in ("hip", "knee", "ankle"))
    for joint in (knee, ankle):
        xyz[:, joint] = xyz[:, hip] + 0.35 * (xyz[:, joint] - xyz[:, hip])
    assert refusal(Samples(track=replace(track, xyz=xyz))) == "not-a-body"


def test_a_person_who_lies_on_the_back_is_refused():
    samples = camera_samples(a_set([GOOD]))
    track = samples.track
    xyz = track.xyz.copy()
    for joint in ("shoulder", "hip"):
        left, right = (track.names.index(f"{side}_{joint}") for side in ("left", "right"))
        xyz[:, left, 1] = xyz[:, right, 1] = 0.5 * (xyz[:, left, 1] + xyz[:, right, 1])
    assert refusal(replace(samples, track=replace(track, xyz=xyz))) == "not-on-side"


def test_markers_of_somebody_who_stands_are_refused():
    track = marker_samples(a_set([GOOD])).track
    upright = replace(track, xyz=track.xyz[:, :, [0, 2, 1]])
    engine, _ = run(Samples(track=upright), MARKERS)
    outcome = engine.outcome()
    assert [reason.code for reason in outcome.quality.reasons] == ["not-on-side"]
    assert outcome.quality.state == "refused"


def test_markers_without_a_hip_are_refused_with_what_lacks():
    track = marker_samples(a_set([GOOD])).track
    keep = [i for i, name in enumerate(track.names) if name != "left_hip"]
    names = tuple(track.names[i] for i in keep)
    less = Track(track.time_s, track.xyz[:, keep], track.confidence[:, keep], names, Frame.LAB)
    outcome = run(Samples(track=less), MARKERS)[0].outcome()
    assert outcome.quality.state == "refused"
    assert "left hip" in outcome.quality.reasons[0].text


LEG = a_set([GOOD, TOE_UP, LOW, GOOD], hold_s=5.0, sag=8.0)
MARKS = (
    (0.0, "set", Side.RIGHT),
    (0.2, "pose-line"),
    (1.4, "pose-end"),
    (1.45, "go"),
    (LEG.held[0][0] - 2.0, "hold"),
)


def rough(kind, seed, marks):
    make, noise = (camera_samples, {"noise_px": 0.7}) if kind == "camera" else (marker_samples, {})
    samples = make(LEG, noise_m=0.004, seed=seed, **noise)
    rng = np.random.default_rng(seed)
    track = samples.track
    steps = np.diff(track.time_s, prepend=track.time_s[0])
    times = np.cumsum(steps * rng.uniform(0.7, 1.3, size=steps.size))
    xyz = track.xyz.copy()
    for _ in range(8):
        at, length = rng.integers(30, len(times)), rng.integers(1, 12)
        xyz[at : at + length, rng.integers(0, xyz.shape[1])] = np.nan
    world = samples.world and replace(samples.world, time_s=times)
    uneven = replace(samples, track=replace(track, time_s=times, xyz=xyz), world=world)
    return marked(uneven, *MARKS) if marks else uneven


def told(samples, info, pieces=None):
    engine, events = run(samples, info, pieces=pieces)
    series = engine.series()
    signals = {name: value.tobytes() for name, value in series.values.items()}
    return repr(events), repr(engine.outcome()), series.time_s.tobytes(), signals


@pytest.mark.parametrize(("kind", "info"), [("camera", CAMERA), ("markers", MARKERS)])
@pytest.mark.parametrize("marks", [False, True])
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 20), edges=st.lists(st.floats(0.0, 1.0), max_size=5))
def test_cuts_of_the_stream_change_nothing(kind, info, marks, seed, edges):
    samples = rough(kind, seed, marks)
    end_s = float(samples.track.time_s[-1])
    rest, pieces = samples, []
    for edge in sorted(edges):
        piece, rest = rest.until(edge * end_s)
        pieces.append(piece)
    assert told(samples, info, [*pieces, rest]) == told(samples, info)


@pytest.mark.parametrize(("kind", "info"), [("camera", CAMERA), ("markers", MARKERS)])
def test_one_frame_at_a_time_gives_the_same(kind, info):
    samples = rough(kind, 1, marks=True)
    rest, pieces = samples, []
    for time_s in samples.track.time_s[1:].tolist():
        piece, rest = rest.until(time_s)
        pieces.append(piece)
    assert told(samples, info, [*pieces, rest]) == told(samples, info)
