"""What the engine says in words: reasons, the order of the verdict, and how sure values are."""

from __future__ import annotations

import numpy as np
import pytest

from levelhip.core import POSE_NAMES, Force, Person, Samples, Side, Track
from levelhip.engine import Engine
from levelhip.engine.completeness import in_words
from levelhip.protocols import protocol

PERSON = Person(height_m=1.75, mass_kg=70.0, sex="female")


def outcome_of(name, samples, info):
    engine = Engine(protocol(name), info, PERSON)
    engine.push(samples)
    engine.finish()
    return engine.outcome()


def metric(outcome, name, side=Side.BOTH, trial=0):
    (found,) = [m for m in outcome.metrics if (m.name, m.side, m.trial) == (name, side, trial)]
    return found


def reasons(outcome):
    return {reason.code: reason.text for reason in outcome.quality.reasons}


def without(samples, names):
    track = samples.track
    kept = [i for i, name in enumerate(track.names) if name not in names]
    return Samples(
        track=Track(
            track.time_s,
            track.xyz[:, kept],
            track.confidence[:, kept],
            tuple(track.names[i] for i in kept),
            track.frame,
        ),
        force=samples.force,
    )


@pytest.mark.parametrize("side", ["left", "right"])
def test_lifting_one_foot_only_is_told_as_that(people, side):
    lifts = [lift for lift in people.six_lifts() if lift.side == side]
    outcome = outcome_of("equal-weight", *people.marker_samples(tuple(lifts)))
    symmetry = metric(outcome, "symmetry")
    assert symmetry.refused == "one-side-only"
    assert f"Only the {side} side" in reasons(outcome)["one-side-only"]
    assert "points-not-seen" not in reasons(outcome)


def test_steps_of_one_foot_only_are_told_as_that(people):
    samples, info = people.walking_points()
    points = samples.track.xyz.copy()
    for joint in ("ankle", "heel", "foot_index"):
        points[:, POSE_NAMES.index(f"right_{joint}"), 1] = 0.05
        points[:, POSE_NAMES.index(f"right_{joint}"), 0] = 0.0
    one = Track(
        samples.track.time_s, points, samples.track.confidence, POSE_NAMES, samples.track.frame
    )
    outcome = outcome_of("walk", Samples(track=one), info)
    found = {s: metric(outcome, "step_count", s).value for s in (Side.LEFT, Side.RIGHT)}
    assert found[Side.LEFT] > 0
    assert found[Side.RIGHT] == 0
    refused = [m for m in outcome.metrics if m.refused == "one-side-only"]
    assert {"symmetry", "step_time", "obliquity_range"} <= {m.name for m in refused}
    assert "Only the left side" in reasons(outcome)["one-side-only"]


def test_what_refuses_a_quantity_on_both_sides_refuses_its_comparison(people):
    samples, info = people.marker_samples(people.six_lifts())
    bare = without(samples, {"left_shoulder", "right_shoulder"})
    outcome = outcome_of("equal-weight", bare, info)
    why = {metric(outcome, "weight_shift", side).refused for side in (Side.LEFT, Side.RIGHT)}
    assert {metric(outcome, "symmetry").refused} == why


def test_missing_points_are_named_in_words(people):
    samples, info = people.marker_samples(people.six_lifts())
    bare = without(samples, {"left_shoulder", "right_shoulder"})
    text = reasons(outcome_of("equal-weight", bare, info))["points-missing"]
    assert "left and right shoulder" in text
    assert "_" not in text
    told = in_words(("left_knee", "right_hip", "left_hip"))
    assert [each.text for each in told] == ["left knee", "left and right hip"]


def test_a_finding_comes_before_what_cannot_be_compared_yet(people):
    one = (people.Lifted("left", 4.0, 7.0), people.Lifted("right", 10.0, 13.0))
    samples, info = people.marker_samples(one)
    times = samples.track.time_s
    outcome = outcome_of(
        "equal-weight", people.on_plates(samples, shares=(times, np.full(times.size, 0.42))), info
    )
    assert outcome.verdict.state == "uneven"
    first = outcome.verdict.text.split(". ")[0]
    assert first.startswith("In quiet stance the right foot carries 16.0 % of your weight more")
    assert "cannot be compared yet" in outcome.verdict.text


def test_without_a_finding_what_is_unsure_comes_before_what_is_even(people):
    one = (people.Lifted("left", 4.0, 7.0), people.Lifted("right", 10.0, 13.0))
    outcome = outcome_of("equal-weight", *people.marker_samples(one))
    assert outcome.verdict.state == "unsure"
    assert outcome.verdict.text.startswith("Left and right cannot be compared yet")


def test_a_cameras_stance_width_is_known_to_seven_percent_and_markers_do_better(people):
    by_camera, by_markers = (
        metric(outcome_of("equal-weight", *make(people.six_lifts())), "stance_width")
        for make in (people.camera_samples, people.marker_samples)
    )
    assert by_camera.sd >= 0.07 * by_camera.value
    assert by_markers.sd < 0.05 * by_markers.value
    wide, narrow = (
        metric(outcome_of("equal-weight", *make(people.six_lifts())), "weight_shift", Side.LEFT)
        for make in (people.camera_samples, people.marker_samples)
    )
    assert wide.sd >= 0.07 * wide.value
    assert narrow.sd < wide.sd


@pytest.mark.parametrize("kind", ["camera", "marker", "force"])
def test_a_sway_path_is_surer_than_itself_and_three_trials_are_surer_than_one(people, kind):
    make = getattr(people, f"{kind}_samples")
    one = outcome_of("equal-weight", *make((people.Lifted("left", 4.0, 9.0),)))
    three = outcome_of("equal-weight", *make(people.six_lifts(hold_s=5.0)))
    single, mean = metric(one, "sway_path", Side.LEFT), metric(three, "sway_path", Side.LEFT)
    assert 0.0 < single.sd < 0.4 * single.value
    assert mean.sd / mean.value < single.sd / single.value


def test_neck_and_breast_bone_count_a_third_each_for_the_trunk(people):
    samples, info = people.marker_samples((), squats=(3.0, 6.5, 10.0))
    track = samples.track
    neck = 0.5 * (track.point("left_shoulder") + track.point("right_shoulder"))
    extra = np.stack((neck, neck), axis=1)
    # A shoulder marker that sits 6 cm too far to the right shifts the body by less with them.
    points = track.xyz.copy()
    points[:, track.names.index("right_shoulder"), 2] += 0.06
    shares = []
    for more in ((), ("c7", "sternum")):
        xyz = np.concatenate((points, extra[:, : len(more)]), axis=1)
        seen = np.ones(xyz.shape[:2])
        moved = Track(track.time_s, xyz, seen, (*track.names, *more), track.frame)
        shares.append(metric(outcome_of("squat-check", Samples(track=moved), info), "load_share"))
    bare, helped = (abs(share.value - 0.5) for share in shares)
    assert helped < 0.7 * bare


def test_feet_that_are_badly_placed_for_a_moment_are_no_acceleration_of_the_body(people):
    samples, info = people.marker_samples((), squats=(3.0, 6.5, 10.0))
    track = samples.track
    points = track.xyz.copy()
    wobble = 0.01 * np.sin(2 * np.pi * 1.5 * track.time_s)
    for joint in ("ankle", "heel", "foot_index"):
        for side in ("left", "right"):
            points[:, track.names.index(f"{side}_{joint}"), 2] += wobble
    moved = Track(track.time_s, points, track.confidence, track.names, track.frame)
    engine = Engine(protocol("squat-check"), info, PERSON)
    engine.push(Samples(track=moved))
    engine.finish()
    share = engine.series().values["load_share"]
    share = share[np.isfinite(share)]
    # Feet 1 cm aside of a width of 0.3 m are 3 points; taken as acceleration, they were 30.
    assert np.abs(share - 0.5).max() < 0.05


def test_plates_tell_standing_where_markers_have_no_centre_of_mass(people):
    samples, info = people.marker_samples(people.six_lifts())
    times = samples.track.time_s
    lifted = np.full(times.size, 0.46)
    for lift in people.six_lifts():
        up = (times > lift.off_s - 0.4) & (times < lift.down_s + 0.4)
        lifted[up] = 0.0 if lift.side == "left" else 1.0
    plated = people.on_plates(samples, shares=(times, lifted))
    assert isinstance(plated.force, Force)
    bare = without(plated, {"left_shoulder", "right_shoulder"})
    outcome = outcome_of("equal-weight", bare, info)
    share = metric(outcome, "standing_share")
    assert share.value == pytest.approx(0.46, abs=0.002)
    assert share.method == "static-plates/1"
    assert metric(outcome, "weight_shift", Side.LEFT).refused is not None
