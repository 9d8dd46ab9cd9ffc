from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from accuracy.phone_walks import (
    FALSE_STEPS,
    PLACES,
    Stand,
    Walk,
    sampled,
    squats,
    stepless,
    walking,
)
from levelhip.biomech.steps import Bout, StepFinder, Steps
from levelhip.core import BadRecording, Motion, NotEnoughData, Side
from tests.biomech.plain_steps import plain_steps

FINDER = StepFinder()


@cache
def _walk(place: str = "front pocket", rate_hz: float = 100.0, seed: int = 5):
    plan = [Stand(6.0, handled=True), Walk(40, 108.0), Stand(5.0), Walk(16, 100.0), Stand(4.0)]
    return walking(plan, PLACES[place], rate_hz=rate_hz, seed=seed)


def _found(motion: Motion) -> Steps:
    return FINDER.find(motion)


@pytest.mark.parametrize("place", PLACES)
def test_every_step_is_counted_wherever_the_phone_is_worn(place):
    motion, strikes = _walk(place)
    found = _found(motion)
    assert len(found.bouts) == 2
    # A first or last half-step of a bout may fall to either side.
    assert abs(found.time_s.size - strikes.size) <= 2


@pytest.mark.parametrize("name", FALSE_STEPS)
def test_whoever_does_not_walk_takes_no_step(name):
    for seed in (1, 2):
        assert _found(stepless(name, seed=seed)).time_s.size == 0


def test_steps_come_at_the_pace_of_the_feet():
    motion, strikes = _walk("sacrum")
    found = _found(motion).time_s
    middle = strikes[5:35]
    nearest = found[np.abs(found[:, None] - middle).argmin(axis=0)]
    late = nearest - middle
    assert np.unique(nearest).size == middle.size
    assert late.std() < 0.03


@pytest.mark.parametrize("cadence", [80.0, 95.0, 110.0, 130.0])
def test_cadence_is_that_of_the_walker(cadence):
    motion, strikes = walking([Stand(4.0), Walk(50, cadence), Stand(4.0)], PLACES["bag"], seed=2)
    got = _found(motion)
    true = 60.0 / np.diff(strikes).mean()
    assert got.cadence.unit == "steps/min"
    assert abs(got.cadence.value - true) < 3.0 * got.cadence.sd
    assert got.step_time.value * got.cadence.value == pytest.approx(60.0)


@settings(max_examples=12, deadline=None)
@given(cuts=st.lists(st.integers(1, 5000), max_size=12))
def test_cutting_the_stream_anywhere_gives_the_same_steps(cuts):
    motion, _ = _walk()
    whole = _found(motion)
    stream = FINDER.stream()
    edges = [0, *sorted({c for c in cuts if c < len(motion)}), len(motion)]
    events = [e for a, b in pairwise(edges) for e in stream.push(motion.cut(a, b))]
    events += stream.finish()
    assert [event.start_s for event in events] == whole.time_s.tolist()
    assert stream.steps().bouts == whole.bouts
    assert {(event.kind, event.side) for event in events} == {("step", Side.BOTH)}


@pytest.mark.parametrize(("place", "rate_hz"), [("front pocket", 100.0), ("bag", 25.0)])
def test_the_stream_finds_to_the_last_digit_what_the_plain_way_finds(place, rate_hz):
    motion, _ = _walk(place, rate_hz)
    found = _found(motion).time_s
    assert found.size > 40
    assert found.tolist() == plain_steps(FINDER, motion)


def test_one_sample_at_a_time_gives_the_same_steps():
    motion, _ = _walk(rate_hz=25.0)
    stream = FINDER.stream()
    events = [e for i in range(len(motion)) for e in stream.push(motion.cut(i, i + 1))]
    events += stream.finish()
    assert [event.start_s for event in events] == _found(motion).time_s.tolist()


def test_a_step_is_told_within_seven_seconds():
    motion, _ = _walk("sacrum")
    settled_s = _found(motion).time_s[0] + 6.0
    stream = FINDER.stream()
    delays = [
        motion.time_s[i + 9] - event.start_s
        for i in range(0, 3000, 10)
        for event in stream.push(motion.cut(i, i + 10))
        if event.start_s > settled_s
    ]
    assert delays
    assert max(delays) < 7.0


@settings(max_examples=10, deadline=None)
@given(turn=st.tuples(*[st.floats(-3.1, 3.1)] * 3))
def test_turning_the_phone_in_the_pocket_changes_nothing(turn):
    motion, _ = _walk()
    turned = replace(
        motion, acceleration=Rotation.from_rotvec(turn).apply(motion.acceleration.copy())
    )
    np.testing.assert_allclose(_found(turned).time_s, _found(motion).time_s, atol=1e-6)


@pytest.mark.parametrize("rate_hz", [25.0, 50.0, 200.0])
@pytest.mark.parametrize("place", ["front pocket", "sacrum"])
def test_the_sampling_rate_changes_no_count(rate_hz, place):
    slow, _ = _walk(place, rate_hz)
    fast, _ = _walk(place)
    assert abs(_found(slow).time_s.size - _found(fast).time_s.size) <= 1


@settings(max_examples=8, deadline=None)
@given(scale=st.floats(0.96, 1.04))
def test_a_badly_calibrated_phone_counts_the_same(scale):
    motion, _ = _walk()
    scaled = replace(motion, acceleration=motion.acceleration * scale)
    assert abs(_found(scaled).time_s.size - _found(motion).time_s.size) <= 1


@settings(max_examples=8, deadline=None)
@given(later_s=st.floats(-1e5, 1e5))
def test_the_clock_of_the_phone_does_not_matter(later_s):
    motion, _ = _walk()
    moved = replace(motion, time_s=motion.time_s + later_s)
    np.testing.assert_allclose(_found(moved).time_s - later_s, _found(motion).time_s, atol=1e-3)


def test_lost_samples_cost_no_step():
    motion, _ = _walk()
    acceleration = motion.acceleration.copy()
    acceleration[np.random.default_rng(0).random(len(motion)) < 0.1] = np.nan
    holed = replace(motion, acceleration=acceleration)
    assert abs(_found(holed).time_s.size - _found(motion).time_s.size) <= 1


def test_a_few_steps_are_no_walk():
    motion, _ = walking([Stand(6.0), Walk(2, 100.0), Stand(6.0)], PLACES["sacrum"], seed=1)
    assert _found(motion).time_s.size == 0


def test_squats_of_two_and_a_half_seconds_are_no_steps():
    for seed in range(3):
        rng = np.random.default_rng(seed)
        time_s, felt, turn = squats(rng)
        motion = sampled(time_s, turn.inv().apply(felt), turn, rate_hz=100.0, rng=rng)
        assert _found(motion).time_s.size == 0


def test_bouts_hold_all_steps():
    motion, _ = _walk()
    found = _found(motion)
    assert sum(bout.steps for bout in found.bouts) == found.time_s.size
    assert isinstance(found.bouts[0], Bout)
    assert found.bouts[0].start_s == found.time_s[0]
    assert found.bouts[-1].end_s == found.time_s[-1]


def test_a_pause_between_bouts_is_no_step_time():
    steps = Steps(
        np.array([0.0, 0.5, 1.0, 1.5, 9.0, 9.5, 10.0, 10.5]),
        (Bout(0.0, 1.5, 4), Bout(9.0, 10.5, 4)),
    )
    assert steps.step_time.value == pytest.approx(0.5)
    assert steps.cadence.value == pytest.approx(120.0)


def test_no_steps_have_no_cadence():
    assert np.isnan(Steps(np.empty(0), ()).cadence.value)


def test_an_empty_stream_gives_nothing():
    stream = FINDER.stream()
    assert stream.finish() == ()
    assert stream.steps().time_s.size == 0


def test_acceleration_without_gravity_is_refused_with_a_way_out():
    motion, _ = _walk()
    free = replace(motion, acceleration=motion.acceleration - motion.acceleration.mean(axis=0))
    with pytest.raises(BadRecording, match="with gravity in it"):
        _found(free)


def test_a_phone_that_samples_too_seldom_is_refused():
    motion, _ = _walk()
    with pytest.raises(NotEnoughData, match="samples a second"):
        _found(Motion(motion.time_s[::10], motion.acceleration[::10], motion.rotation[::10]))
