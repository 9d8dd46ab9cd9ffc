import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.biomech.filtering import (
    FilterBank,
    filtered,
    low_pass_taps,
    second_derivative_taps,
    smoothed,
    travel_taps,
)

cuts = st.lists(st.integers(1, 40), min_size=1, max_size=30)


def pieces(rows, sizes):
    start = 0
    while start < len(rows):
        for size in sizes:
            yield rows[start : start + size]
            start += size


def test_low_pass_leaves_a_straight_line_as_it_is():
    t = np.arange(200) / 30.0
    got = filtered(3.0 - 2.0 * t, low_pass_taps(30.0, cutoff_hz=4.0))
    known = np.isfinite(got)
    np.testing.assert_allclose(got[known], (3.0 - 2.0 * t)[known], atol=1e-12)
    assert known.sum() >= 190


@given(rate_hz=st.floats(60, 240), cutoff_hz=st.floats(1.5, 8))
def test_low_pass_halves_the_power_at_its_cutoff(rate_hz, cutoff_hz):
    taps = low_pass_taps(rate_hz, cutoff_hz=cutoff_hz)
    k = np.arange(taps.size) - (taps.size - 1) / 2
    gain = (taps * np.cos(2 * np.pi * cutoff_hz / rate_hz * k)).sum()
    assert gain == pytest.approx(np.sqrt(0.5), abs=0.01)


@given(
    rate_hz=st.floats(20, 240),
    cutoff_hz=st.floats(1.5, 6),
    acceleration=st.floats(-5, 5),
    speed=st.floats(-3, 3),
)
def test_second_derivative_is_exact_for_a_parabola(rate_hz, cutoff_hz, acceleration, speed):
    taps = second_derivative_taps(rate_hz, cutoff_hz=cutoff_hz)
    t = np.arange(taps.size + 20) / rate_hz
    got = filtered(1.0 + speed * t + 0.5 * acceleration * t**2, taps)
    np.testing.assert_allclose(got[np.isfinite(got)], acceleration, atol=1e-6)


def test_low_pass_has_no_delay_once_its_lag_is_taken_off():
    t = np.arange(300) / 30.0
    wave = np.sin(2 * np.pi * 0.5 * t)
    got = filtered(wave, low_pass_taps(30.0, cutoff_hz=4.0))
    # A pure loss of amplitude, no shift: over whole periods nothing is left across the phase.
    periods = slice(30, 270)
    assert abs((got - wave)[periods] @ np.cos(2 * np.pi * 0.5 * t)[periods]) < 1e-9


@settings(max_examples=60)
@given(seed=st.integers(0, 1000), sizes=cuts, rate_hz=st.sampled_from([10.0, 30.0, 100.0]))
def test_cutting_the_stream_changes_no_bit_of_the_filtered_rows(seed, sizes, rate_hz):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(int(rng.integers(1, 200)), 3))
    rows[rng.random(rows.shape) < 0.01] = np.nan
    taps = [
        low_pass_taps(rate_hz, cutoff_hz=6.0),
        low_pass_taps(rate_hz, cutoff_hz=3.0),
        second_derivative_taps(rate_hz, cutoff_hz=2.5),
    ]
    whole, bitwise = FilterBank(taps), FilterBank(taps)
    expected = np.concatenate((whole.push(rows), whole.finish()))
    got = np.concatenate([bitwise.push(p) for p in pieces(rows, sizes)] + [bitwise.finish()])
    assert expected.shape == rows.shape
    assert got.tobytes() == expected.tobytes()


def test_a_missing_value_touches_only_rows_within_the_lag():
    taps = low_pass_taps(100.0, cutoff_hz=5.0)
    lag = (taps.size - 1) // 2
    rows = np.ones(300)
    rows[150] = np.nan
    got = filtered(rows, taps)
    unknown = np.flatnonzero(np.isnan(got[lag:-lag])) + lag
    np.testing.assert_array_equal(unknown, np.arange(150 - lag, 150 + lag + 1))


def test_columns_with_short_taps_do_not_suffer_from_long_ones():
    bank = FilterBank([np.ones(1), low_pass_taps(100.0, cutoff_hz=3.0)])
    rows = np.random.default_rng(1).normal(size=(100, 2))
    got = np.concatenate((bank.push(rows), bank.finish()))
    np.testing.assert_array_equal(got[:, 0], rows[:, 0])


def test_smoothed_does_not_delay_and_keeps_gaps():
    t = np.arange(400) / 50.0
    wave = np.sin(2 * np.pi * 0.4 * t)
    wave[200:230] = np.nan
    got = smoothed(wave, 50.0, cutoff_hz=6.0)
    np.testing.assert_array_equal(np.isnan(got), np.isnan(wave))
    np.testing.assert_allclose(got[20:180], wave[20:180], atol=2e-3)


@given(
    way_m=st.floats(-0.3, 0.3),
    length_s=st.floats(0.6, 1.0),
    offset=st.floats(-0.5, 0.5),
    rate_hz=st.sampled_from([50.0, 100.0, 200.0]),
)
def test_travel_is_the_way_of_a_movement_whatever_the_sensor_is_off_by(
    way_m, length_s, offset, rate_hz
):
    taps = travel_taps(rate_hz, movement_s=0.8)
    t = (np.arange(8 * rate_hz) - 4 * rate_hz) / rate_hz
    inside = np.abs(t) < length_s / 2
    # A half cosine from 0 to way_m, differentiated twice.
    rise = -0.5 * way_m * (np.pi / length_s) ** 2 * np.sin(np.pi * t / length_s)
    got = filtered(np.where(inside, rise, 0.0) + offset, taps)
    middle = got[round(4 * rate_hz)]
    assert middle == pytest.approx(way_m, abs=0.02 + 0.2 * abs(way_m))
    assert got[round(4 * rate_hz + rate_hz)] * way_m <= 1e-12
