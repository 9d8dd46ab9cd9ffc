"""Walking with a hanging weight: steps, roll of the pelvis, the weight's own swing."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accuracy.phone_sets import loaded_walk
from accuracy.phone_walks import PLACES, Stand, Walk, walking
from levelhip.biomech.pendulum import pendulum_period
from levelhip.core import Mark, Motion, Person, Samples, Side
from levelhip.engine import Engine, SourceInfo
from levelhip.protocols import protocol

PERSON = Person(height_m=1.75, mass_kg=70.0)


@cache
def walked(cadence=95.0, roll_deg=8.0, seed=0):
    return loaded_walk(cadence, steps=100, roll_deg=roll_deg, seed=seed)


def measured(motion, *, location="sacrum", load_kg=7.0, strap_m=0.5, person=PERSON, pieces=None):
    about = SourceInfo("motion", 100.0, location=location, load_kg=load_kg, strap_m=strap_m)
    engine = Engine(protocol("sack-swinger"), about, person)
    for piece in pieces or [Samples(motion=motion)]:
        engine.push(piece)
    engine.finish()
    return engine.outcome()


def metric(outcome, name):
    (found,) = (m for m in outcome.metrics if m.name == name and m.trial == 0)
    return found


@pytest.mark.parametrize("cadence", [80.0, 95.0, 110.0])
@pytest.mark.parametrize("roll_deg", [4.0, 10.0])
def test_steps_are_within_a_hundredth_and_the_roll_is_within_its_error(cadence, roll_deg):
    walk = walked(cadence, roll_deg, seed=int(cadence))
    outcome = measured(walk.motion)
    strikes = walk.strikes_s
    assert metric(outcome, "step_count").value == pytest.approx(strikes.size, rel=0.01)
    walked_s = strikes[-1] - strikes[0]
    assert metric(outcome, "cadence").value == pytest.approx(
        60.0 * (strikes.size - 1) / walked_s, rel=0.01
    )
    assert metric(outcome, "walk_time").value == pytest.approx(walked_s, rel=0.02)
    roll = metric(outcome, "roll_range")
    assert abs(roll.value - roll_deg) < 2.0 * roll.sd
    assert roll.experimental


@pytest.mark.parametrize("place", ["front pocket", "hand reading", "bag"])
def test_in_a_pocket_steps_are_counted_and_the_roll_is_refused(place):
    motion, strikes = walking([Stand(3.0), Walk(80, 100.0)], PLACES[place], seed=4)
    outcome = measured(motion, location="pocket")
    assert metric(outcome, "step_count").value == pytest.approx(strikes.size, abs=1)
    assert metric(outcome, "roll_range").refused == "no-roll"


def test_the_swing_ratio_is_the_stride_by_the_weights_own_time():
    outcome = measured(walked().motion, strap_m=0.5)
    ratio = metric(outcome, "swing_ratio")
    expected = 120.0 / metric(outcome, "cadence").value / pendulum_period(0.5, swing_deg=10.0)
    assert ratio.value == pytest.approx(expected)
    assert ratio.sd > 0.01
    assert metric(outcome, "swing_period").value == pytest.approx(1.42, abs=0.01)


@pytest.mark.parametrize(
    ("ratio", "words"),
    [(1.0, "Walk at"), (0.95, "Walk at"), (0.7, "well away"), (1.5, "well away")],
)
def test_near_its_own_time_the_weight_swings_up_and_the_way_out_is_told(ratio, words):
    cadence = 95.0
    strap_m = 0.248 * (120.0 / cadence / ratio) ** 2
    outcome = measured(walked(cadence).motion, strap_m=strap_m)
    assert words in outcome.verdict.text
    assert "load-swings-in-time" in {reason.claim for reason in outcome.verdict.reasons}


@pytest.mark.parametrize(
    ("load_kg", "words"), [(7.0, "10 % of your body mass."), (14.0, "opinion")]
)
def test_the_load_is_told_as_part_of_the_body_with_what_it_rests_on(load_kg, words):
    outcome = measured(walked().motion, load_kg=load_kg)
    assert metric(outcome, "load_part").value == pytest.approx(load_kg / 70.0)
    assert words in outcome.verdict.text
    assert "loaded-walk-opinion" in {reason.claim for reason in outcome.verdict.reasons}


def test_what_was_not_said_is_refused_with_the_way_out():
    outcome = measured(walked().motion, load_kg=None, strap_m=None, person=Person())
    for name, way in (
        ("swing_ratio", "--strap"),
        ("swing_period", "--strap"),
        ("load_part", "--load"),
    ):
        code = metric(outcome, name).refused
        (reason,) = (each for each in outcome.quality.reasons if each.code == code)
        assert way in reason.text
    assert metric(outcome, "step_count").value > 0


def test_a_phone_does_not_tell_which_foot_lands():
    outcome = measured(walked().motion)
    assert {m.side for m in outcome.metrics if m.name == "step_count"} == {Side.BOTH}


def test_a_pause_is_not_walked():
    first, second = walked(), walked(seed=2)
    later = float(first.motion.time_s[-1]) + 0.01
    motion = Motion(
        np.concatenate([first.motion.time_s, second.motion.time_s + later]),
        np.concatenate([first.motion.acceleration, second.motion.acceleration]),
        np.concatenate([first.motion.rotation, second.motion.rotation]),
        "sacrum",
    )
    outcome = measured(motion)
    alone = metric(measured(first.motion), "walk_time").value
    assert metric(outcome, "walk_time").value == pytest.approx(2.0 * alone, rel=0.03)


@settings(max_examples=8, deadline=None)
@given(
    edges=st.lists(st.floats(0.0, 1.0), max_size=8), location=st.sampled_from(["sacrum", "pocket"])
)
def test_cutting_the_stream_anywhere_changes_nothing(edges, location):
    motion = walked().motion
    rest, pieces = Samples(motion=motion, marks=(Mark(3.9, "go"),)), []
    for edge in sorted(edges):
        piece, rest = rest.until(float(motion.time_s[-1] * edge))
        pieces.append(piece)
    cut = measured(motion, location=location, pieces=[*pieces, rest])
    assert repr(cut) == repr(measured(motion, location=location))
