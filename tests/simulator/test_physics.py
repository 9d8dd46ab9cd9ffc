"""Balance, forces and the pendulum follow from mechanics."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import Side
from levelhip.simulator import Habit, Person, people, simulate
from levelhip.simulator.build import build
from levelhip.simulator.pendulum import swing
from levelhip.simulator.scene import GRAVITY

STILL = Habit(sway_m=0.0)


def plates(**asked):
    made = simulate("equal-weight", sensors=("plates",), noise=0, reps=1, **asked)
    return made, made.recordings["plates"].samples.force


@pytest.mark.parametrize("seed", range(3))
def test_on_one_leg_the_pressure_stays_under_the_standing_foot(seed):
    for person in people(2, seed):
        made, force = plates(person=person, seed=seed)
        half = 0.5 * build(person).foot_breadth
        holds = made.truth.of("hold")
        assert [hold.side for hold in holds] == [Side.LEFT, Side.RIGHT]
        for hold in holds:
            stands = 1 if hold.side is Side.LEFT else 0
            held = (force.time_s >= hold.start_s + 0.3) & (force.time_s <= hold.end_s - 0.3)
            assert np.abs(force.newton[held, 1 - stands, 1]).max() < 1e-6
            toe_out = np.sin(np.radians(person.toe_out_deg)) * 0.1
            middle = (-0.5 if stands == 0 else 0.5) * person.width_m
            off = force.centre[held, stands, 2] - middle
            assert np.abs(off).max() < half + toe_out + 0.015
            # The mean pressure is under the mean centre of mass.
            centre = made.truth.series["com_z_m"][held]
            assert off.mean() + middle == pytest.approx(centre.mean(), abs=0.004)


def test_forces_add_up_to_momentum():
    person = Person(left=Habit(drop_deg=5.0), tempo=1.2)
    made, force = plates(person=person, seed=4)
    series, step = made.truth.series, 0.01
    whole = force.newton.sum(axis=1)
    for axis, name, weight in ((2, "com_z_m", 0.0), (1, "com_y_m", person.mass_kg * GRAVITY)):
        speed = np.gradient(series[name], step)
        for start, end in ((350, 520), (420, 900), (100, 1500)):
            push = (whole[start:end, axis] - weight).sum() * step
            gain = person.mass_kg * (speed[end] - speed[start])
            assert push == pytest.approx(gain, abs=0.15)


@pytest.mark.parametrize("share", [0.42, 0.5, 0.57])
def test_quiet_standing_shares_the_weight_by_the_lever(share):
    person = Person(standing_share=share, left=STILL, right=STILL, sway_m=0.0)
    _, force = plates(person=person)
    quiet = force.time_s < 3.0
    weight = force.newton[quiet, :, 1]
    np.testing.assert_allclose(weight.sum(axis=1), person.mass_kg * GRAVITY, rtol=1e-6)
    # Toes turned out alike move both lines alike: the lever is the same.
    np.testing.assert_allclose(weight[:, 0] / weight.sum(axis=1), share, atol=0.005)


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_weight_goes_first_to_the_leg_that_will_be_lifted(side):
    person = Person(left=STILL, right=STILL, sway_m=0.0)
    made, force = plates(person=person, sides=(side,))
    own = 0 if side is Side.LEFT else 1
    lift = made.truth.of("lift_off")[0]
    before = (force.time_s > lift.start_s - 1.2) & (force.time_s < lift.start_s)
    share = force.newton[before, own, 1] / force.newton[before, :, 1].sum(axis=1)
    assert share.max() > 0.55
    assert share[-1] == pytest.approx(0.0, abs=0.01)
    assert int(share.argmax()) < int(np.flatnonzero(share < 0.4)[0])


def test_a_trunk_leaned_over_the_standing_leg_saves_way_for_the_pelvis():
    ways = []
    for lean_deg in (0.0, 12.0):
        habit = Habit(lean_deg=lean_deg, sway_m=0.0)
        person = Person(left=habit, right=habit, sway_m=0.0, vary=0.0)
        made = simulate(
            "equal-weight", person=person, sensors=("markers",), reps=1, sides=("left",), noise=0
        )
        track, hold = made.recordings["markers"].samples.track, made.truth.of("hold")[0]
        held = (track.time_s > hold.start_s + 1.0) & (track.time_s < hold.end_s - 1.0)
        hips = 0.5 * (track.point("left_hip") + track.point("right_hip"))
        ways.append(float(hips[held, 2].mean()))
    assert ways[1] < ways[0] - 0.02


@settings(max_examples=10, deadline=None)
@given(st.floats(0.3, 1.0))
def test_a_free_pendulum_swings_in_its_own_time(length_m):
    step, start = 0.005, 0.05
    angle = swing(np.zeros(4000), step, length_m=length_m, damping=0.0, start_rad=start)
    rising = np.flatnonzero((angle[:-1] < 0) & (angle[1:] >= 0))
    cross = rising + angle[rising] / (angle[rising] - angle[rising + 1])
    period = np.diff(cross).mean() * step
    # Small angles: 2 pi sqrt(l / g), longer by a sixteenth of the squared amplitude.
    wanted = 2 * np.pi * np.sqrt(length_m / GRAVITY) * (1 + start**2 / 16)
    assert period == pytest.approx(wanted, rel=1e-3)
    assert np.abs(angle).max() == pytest.approx(start, rel=1e-3)


def test_a_pendulum_whose_pivot_speeds_up_evenly_hangs_back_by_the_slope():
    angle = swing(np.full(6000, 1.0), 0.01, length_m=0.5, damping=0.3)
    assert angle[-1] == pytest.approx(-np.arctan(1.0 / GRAVITY), rel=1e-3)


def test_a_carried_load_swings_against_the_pelvis_that_carries_it():
    made = simulate("sack-swinger", sensors=("markers",), duration_s=12.0, noise=0)
    assert np.abs(made.truth.series["load_right_deg"]).max() > 1.0
    assert np.abs(made.truth.series["load_right_deg"][:200]).max() < 1.0


def test_pelvic_drop_is_what_was_asked():
    person = Person(left=Habit(drop_deg=8.0), right=Habit(drop_deg=-2.0), vary=0.0)
    made = simulate("equal-weight", person=person, seed=2)
    holds = made.truth.of("hold")
    assert {hold.side for hold in holds} == {Side.LEFT, Side.RIGHT}
    for hold in holds:
        wanted = 8.0 if hold.side is Side.LEFT else -2.0
        assert dict(hold.values)["pelvic_drop"] == pytest.approx(wanted, abs=0.5)
