import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from levelhip.biomech.pendulum import (
    GRAVITY,
    NEAR_PART,
    pendulum_length,
    pendulum_period,
    swing_period,
    way_out,
)

LENGTHS = st.floats(0.1, 1.5)


def swung(length_m, stride_s, *, seconds=40.0, sway_m=0.02, damping=0.03):
    """Widest swing, rad, of a weight whose waist moves sideways once a stride."""
    natural, way = math.sqrt(GRAVITY / length_m), 2.0 * math.pi / stride_s

    def motion(t, state):
        angle, speed = state
        push = sway_m * way**2 * math.sin(way * t) * math.cos(angle) / length_m
        return [speed, push - natural**2 * math.sin(angle) - 2.0 * damping * natural * speed]

    found = solve_ivp(motion, (0.0, seconds), [0.0, 0.0], max_step=0.02)
    return float(np.abs(found.y[0][found.t > seconds / 2]).max())


def test_a_metre_swings_in_two_seconds():
    assert pendulum_period(1.0) == pytest.approx(2.006, abs=5e-4)


@given(length_m=LENGTHS)
def test_length_and_period_belong_together(length_m):
    assert pendulum_length(pendulum_period(length_m)) == pytest.approx(length_m)


@pytest.mark.parametrize("swing_deg", [5.0, 20.0, 45.0])
def test_a_wide_swing_takes_as_long_as_the_equation_of_motion_says(swing_deg):
    def motion(_, state):
        return [state[1], -GRAVITY / 0.5 * math.sin(state[0])]

    def down(_, state):
        return state[0]

    start = [math.radians(swing_deg), 0.0]
    down.terminal = True
    found = solve_ivp(motion, (0.0, 3.0), start, events=down, rtol=1e-10, atol=1e-12)
    quarter = float(found.t_events[0][0])
    assert pendulum_period(0.5, swing_deg=swing_deg) == pytest.approx(4.0 * quarter, rel=1e-3)


def test_a_stride_in_time_with_the_weight_swings_it_up():
    period = pendulum_period(0.5)
    in_time, near, slow, quick = (
        swung(0.5, period * ratio) for ratio in (1.0, 1.0 + NEAR_PART, 1.6, 0.6)
    )
    assert in_time > 1.5 * near
    assert near > 2.0 * max(slow, quick)


def test_at_the_edge_the_weight_swings_about_five_times_as_far_as_the_waist():
    # Forced small swings without friction: (f / f0)^2 / (1 - (f / f0)^2) of the waist's way.
    for ratio in (1.0 - NEAR_PART, 1.0 + NEAR_PART):
        gain = abs(1.0 / (ratio**2 - 1.0))
        assert 4.5 < gain < 5.5


@given(length_m=LENGTHS, cadence=st.floats(60.0, 140.0))
def test_the_ways_out_lead_out(length_m, cadence):
    period = pendulum_period(length_m)
    ways = way_out(period, cadence)
    for other in (ways.slower, ways.quicker):
        assert abs(120.0 / other / period - 1.0) == pytest.approx(NEAR_PART)
    assert 120.0 / cadence / pendulum_period(ways.strap_m) == pytest.approx(1.0 + NEAR_PART)


@given(length_m=LENGTHS)
def test_the_period_covers_a_tape_measure_that_is_two_centimetres_off(length_m):
    told = swing_period(length_m)
    assert told.unit == "s"
    off = abs(pendulum_period(length_m + 0.02, swing_deg=10.0) - float(told.value))
    assert float(told.sd) >= 0.9 * off
