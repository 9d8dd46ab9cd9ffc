"""A phone on the thigh: angles, repetitions and holds, and what is said when it cannot."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accuracy.phone_sets import Wearing, any_wearing, leg_set
from levelhip.core import Mark, Motion, Person, Samples, Side
from levelhip.engine import Engine, SourceInfo
from levelhip.engine.thigh import ThighStage
from levelhip.protocols import protocol

SIGNALS = ("hip_abduction_deg", "hip_extension_deg", "toe_turn_deg")


@cache
def short_set(side=Side.RIGHT, *, seed=3, gyroscope=True, lengthwise=True):
    wearing = any_wearing(np.random.default_rng(seed), lengthwise=lengthwise)
    return leg_set(wearing, side, reps=3, hold_s=6.0, rate_hz=50.0, seed=seed, gyroscope=gyroscope)


def info(side=Side.RIGHT, *, location="thigh", rate_hz=50.0):
    return SourceInfo("motion", rate_hz, location=location, side=side)


def staged(samples, about):
    stage = ThighStage(about, "unknown")
    for piece in samples if isinstance(samples, list) else [samples]:
        list(stage.push(piece))
    list(stage.finish())
    return stage


def signals(stage):
    return np.column_stack([stage.recorder.values(name) for name in SIGNALS])


def truth(made, stage):
    times = stage.recorder.time_s
    return np.column_stack([np.interp(times, made.time_s, made.angles[:, i]) for i in range(3)])


def measured(made, about, *, marks=True):
    engine = Engine(protocol("side-lying-abduction"), about, Person())
    engine.push(Samples(motion=made.motion, marks=made.marks if marks else ()))
    engine.finish()
    return engine.outcome()


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
@pytest.mark.parametrize(
    ("spin_deg", "around_deg"),
    # Crosswise it lies only on the flat outside of the thigh.
    [(0.0, 0.0), (0.0, 70.0), (180.0, 0.0), (180.0, 70.0), (90.0, 0.0), (270.0, 0.0)],
)
def test_angles_are_right_however_the_phone_is_strapped_on(side, spin_deg, around_deg):
    made = leg_set(
        Wearing(around_deg=around_deg, spin_deg=spin_deg),
        side,
        reps=3,
        hold_s=4.0,
        rest_sd=0.0,
        rate_hz=50.0,
    )
    stage = staged(Samples(motion=made.motion, marks=made.marks), info(side))
    off = signals(stage) - truth(made, stage)
    # A perfect phone on bone: only the filter's own error in movement is left.
    assert np.nanmax(np.abs(off)) < 1.5
    assert np.isfinite(off).all(axis=1).mean() > 0.8
    assert stage.quality().state == "ok"


@pytest.mark.parametrize("marks", [True, False])
def test_errors_stay_within_what_is_said_of_them(marks):
    for seed in range(4):
        made = short_set(Side.LEFT, seed=seed)
        stage = staged(Samples(motion=made.motion, marks=made.marks if marks else ()), info("left"))
        off = signals(stage) - truth(made, stage)
        sds = np.column_stack(
            [stage.recorder.values(name.replace("_deg", "_sd_deg")) for name in SIGNALS]
        )
        known = np.isfinite(off).all(axis=1)
        assert (np.abs(off[known]) < 3.0 * sds[known]).mean() > 0.97
        codes = {reason.code for reason in stage.quality().reasons}
        assert ("line-assumed" in codes) is not marks


@settings(max_examples=12, deadline=None)
@given(
    edges=st.lists(st.floats(0.0, 1.0), max_size=8),
    gyroscope=st.booleans(),
    marks=st.booleans(),
)
def test_cutting_the_stream_anywhere_changes_nothing(edges, gyroscope, marks):
    made = short_set(gyroscope=gyroscope)
    motion = made.motion
    # Samples are missing in the middle of the second lift.
    kept = np.abs(motion.time_s - 26.0) > 0.6
    motion = Motion(
        motion.time_s[kept], motion.acceleration[kept], motion.rotation[kept], motion.location
    )
    whole = Samples(motion=motion, marks=made.marks if marks else ())
    pieces, rest = [], whole
    for edge in sorted(edges):
        piece, rest = rest.until(float(motion.time_s[-1] * edge))
        pieces.append(piece)
    cut, uncut = staged([*pieces, rest], info()), staged(whole, info())
    assert cut.recorder.time_s.tobytes() == uncut.recorder.time_s.tobytes()
    everything = slice(None)
    assert cut.recorder.block(everything).tobytes() == uncut.recorder.block(everything).tobytes()
    assert cut.quality() == uncut.quality()


def test_one_sample_at_a_time_is_the_same_as_the_whole_file():
    made = short_set()
    alone = []
    rest = Samples(motion=made.motion, marks=made.marks)
    for time_s in made.motion.time_s[1:].tolist():
        piece, rest = rest.until(time_s)
        alone.append(piece)
    live = staged([*alone, rest], info())
    whole = staged(Samples(motion=made.motion, marks=made.marks), info())
    np.testing.assert_array_equal(
        live.recorder.block(slice(None)), whole.recorder.block(slice(None))
    )


@pytest.mark.parametrize("marks", [True, False])
@pytest.mark.parametrize("gyroscope", [True, False])
def test_repetitions_are_counted_and_the_hold_is_timed(marks, gyroscope):
    made = short_set(gyroscope=gyroscope)
    outcome = measured(made, info(), marks=marks)
    reps = [event for event in outcome.events if event.kind == "rep"]
    holds = [event for event in outcome.events if event.kind == "hold"]
    assert [event.side for event in reps] == [Side.RIGHT] * 3
    np.testing.assert_allclose([event.peak_s for event in reps], made.lifts_s, atol=0.5)
    assert len(holds) == 1
    # Held, and the last of the way up and the first of the way down.
    assert holds[0].end_s - holds[0].start_s == pytest.approx(6.2, abs=0.4)


def test_toes_that_turn_up_and_a_leg_that_stays_in_front_are_named():
    made = leg_set(
        Wearing(), Side.LEFT, reps=3, hold_s=0.0, back_deg=-15.0, toe_deg=-20.0, rate_hz=50.0
    )
    outcome = measured(made, info(Side.LEFT))
    reps = [event for event in outcome.events if event.kind == "rep"]
    assert len(reps) == 3
    assert all({"toe-up", "not-past-midline"} <= set(event.faults) for event in reps)


def test_toes_that_turn_up_only_at_the_top_do_not_pass_for_a_phone_worn_askew():
    made = leg_set(
        Wearing(), Side.RIGHT, reps=3, hold_s=0.0, toe_deg=5.0, toe_at_top_deg=-15.0, rate_hz=50.0
    )
    stage = staged(Samples(motion=made.motion, marks=made.marks), info())
    at_top = [int(np.searchsorted(stage.recorder.time_s, time_s)) for time_s in made.lifts_s]
    np.testing.assert_allclose(
        stage.recorder.values("toe_turn_deg")[at_top], truth(made, stage)[at_top, 2], atol=2.0
    )


def test_without_a_gyroscope_there_is_no_extension_and_it_is_said():
    made = short_set(gyroscope=False)
    stage = staged(Samples(motion=made.motion, marks=made.marks), info())
    assert np.isnan(stage.recorder.values("hip_extension_deg")).all()
    assert "gyroscope" not in stage.abilities(at_end=True)
    assert "no-gyroscope" in {reason.code for reason in stage.quality().reasons}
    off = signals(stage)[:, 0] - truth(made, stage)[:, 0]
    assert np.sqrt(np.nanmean(off**2)) < 4.0


def test_after_missing_samples_extension_waits_for_a_rest():
    made = leg_set(Wearing(), Side.RIGHT, reps=3, hold_s=0.0, rate_hz=50.0, pause_s=(3.5, 3.6))
    motion = made.motion
    first = made.lifts_s[0]
    kept = np.abs(motion.time_s - first) > 0.5
    motion = Motion(
        motion.time_s[kept], motion.acceleration[kept], motion.rotation[kept], motion.location
    )
    stage = staged(Samples(motion=motion, marks=made.marks), info())
    extension, times = stage.recorder.values("hip_extension_deg"), stage.recorder.time_s
    gap = (times > first - 0.4) & (times < first + 0.4)
    assert np.isnan(extension[gap]).all()
    after = times > made.lifts_s[1] - 0.5
    off = extension[after] - truth(made, stage)[after, 1]
    assert np.isfinite(off).all()
    # A rest is in line within four degrees.
    assert np.abs(off).max() < 8.0
    abduction = stage.recorder.values("hip_abduction_deg")[times > first + 0.6]
    assert np.isfinite(abduction).all()


def test_a_phone_that_slips_round_the_thigh_is_told():
    made = leg_set(Wearing(), Side.RIGHT, reps=4, hold_s=0.0, rate_hz=50.0, pause_s=(3.0, 3.1))
    motion, at = made.motion, made.lifts_s[1] + 3.0
    turned = motion.time_s > at
    c, s = np.cos(np.radians(30.0)), np.sin(np.radians(30.0))
    # Round the thigh, which is the long edge of this phone.
    slip = np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])
    acceleration, rotation = motion.acceleration.copy(), motion.rotation.copy()
    acceleration[turned] = acceleration[turned] @ slip.T
    rotation[turned] = rotation[turned] @ slip.T
    i = int(np.argmax(turned))
    rotation[i : i + 10, 1] -= np.radians(30.0) * 50.0 / 10.0
    slipped = Samples(
        motion=Motion(motion.time_s, acceleration, rotation, "thigh"), marks=made.marks
    )
    quality = staged(slipped, info()).quality()
    assert quality.state == "poor"
    assert "phone-slipped" in {reason.code for reason in quality.reasons}


@pytest.mark.parametrize(
    ("about", "marked", "code", "way_out"),
    [
        (info(location="pocket"), True, "not-on-thigh", "--location thigh"),
        (info(None), False, "no-side-said", "--side left"),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_way_out(about, marked, code, way_out):
    made = short_set()
    quality = staged(
        Samples(motion=made.motion, marks=made.marks if marked else ()), about
    ).quality()
    assert quality.state == "refused"
    assert [reason.code for reason in quality.reasons] == [code]
    assert way_out in quality.reasons[0].text


def test_the_session_says_the_side_where_nobody_else_has():
    made = short_set()
    stage = staged(Samples(motion=made.motion, marks=made.marks), info(None))
    assert stage.quality().state == "ok"
    assert np.nanmax(stage.recorder.values("working_side")) == 1.0


def test_a_leg_that_never_rests_has_no_line():
    rng = np.random.default_rng(1)
    times = np.arange(0.0, 20.0, 0.02)
    shaken = np.column_stack(
        [np.zeros_like(times), np.zeros_like(times), np.full_like(times, 9.81)]
    )
    shaken = shaken + rng.normal(0.0, 3.0, shaken.shape)
    motion = Motion(times, shaken, rng.normal(0.0, 1.0, shaken.shape), "thigh")
    quality = staged(Samples(motion=motion), info()).quality()
    assert [reason.code for reason in quality.reasons] == ["no-line-pose"]


def test_a_pose_with_the_leg_back_that_goes_forward_puts_the_side_in_doubt():
    made = short_set(Side.RIGHT)
    marks = tuple(Mark(mark.time_s, mark.name, Side.LEFT) for mark in made.marks)
    quality = staged(Samples(motion=made.motion, marks=marks), info(Side.LEFT)).quality()
    assert "side-in-doubt" in {reason.code for reason in quality.reasons}


def test_the_second_leg_is_learned_anew():
    first, second = short_set(Side.RIGHT), short_set(Side.LEFT, seed=4)
    later = float(first.motion.time_s[-1]) + 0.02 - float(second.motion.time_s[0])
    motion = Motion(
        np.concatenate([first.motion.time_s, second.motion.time_s + later]),
        np.concatenate([first.motion.acceleration, second.motion.acceleration]),
        np.concatenate([first.motion.rotation, second.motion.rotation]),
        "thigh",
    )
    marks = (*first.marks, *(Mark(m.time_s + later, m.name, m.side) for m in second.marks))
    engine = Engine(protocol("side-lying-abduction"), info(None), Person())
    engine.push(Samples(motion=motion, marks=marks))
    engine.finish()
    sides = [event.side for event in engine.outcome().events if event.kind == "rep"]
    assert sides == [Side.RIGHT] * 3 + [Side.LEFT] * 3
