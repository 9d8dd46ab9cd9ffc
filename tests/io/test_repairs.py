import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.core import BadRecording
from levelhip.io.repairs import gaps, rate_hz, steady, within

T = np.arange(200) / 100


def values(count=200):
    return np.arange(count, dtype=float)[:, None] + 1.0


def test_a_sound_series_is_left_alone():
    got = steady(T, values(), name="t.csv")
    np.testing.assert_array_equal(got.time_s, T)
    np.testing.assert_array_equal(got.rows, values())
    assert got.repairs == ()


def test_rows_without_a_time_are_dropped_and_told():
    times = T.copy()
    times[[3, 50]] = np.nan
    got = steady(times, values(), name="t.csv")
    assert len(got.time_s) == 198
    assert tuple(map(str, got.repairs)) == ("2 rows without a time dropped",)


def test_rows_without_a_value_are_dropped_and_told():
    rows = values()
    rows[10:13] = np.nan
    assert str(steady(T, rows, name="t.csv").repairs[0]) == "3 rows without a value dropped"


def test_too_many_empty_rows_are_refused():
    rows = values()
    rows[:50] = np.nan
    with pytest.raises(BadRecording, match=r"t\.csv: 50 of 200 rows hold no value; record again"):
        steady(T, rows, name="t.csv")


def test_stragglers_are_sorted_and_told():
    times, rows = T.copy(), values()
    times[[20, 21]], rows[[20, 21]] = times[[21, 20]], rows[[21, 20]]
    got = steady(times, rows, name="t.csv")
    np.testing.assert_array_equal(got.rows, values())
    assert "1 row out of order by up to 0.01 s" in str(got.repairs[0])


def test_newest_first_is_turned_round():
    got = steady(T[::-1], values()[::-1], name="t.csv")
    np.testing.assert_array_equal(got.rows, values())
    assert tuple(map(str, got.repairs)) == ("rows stood newest first, turned round",)


def test_a_clock_that_was_set_back_is_refused_with_its_place():
    times = np.concatenate([np.arange(0, 150) / 50, np.arange(50) / 50])
    with pytest.raises(BadRecording, match=r"goes back from 2.98 s to 0 s at sample 151.*cut"):
        steady(times, values(), name="t.csv")


def test_repeated_times_are_dropped_until_the_clock_is_too_coarse():
    times = T.copy()
    times[100] = times[99]
    got = steady(times, values(), name="t.csv")
    assert len(got.time_s) == 199
    assert "1 row with a repeated time dropped" in map(str, got.repairs)
    with pytest.raises(BadRecording, match="repeat the time of another, the clock is too coarse"):
        steady(np.floor(T), values(), name="t.csv")


def test_gaps_are_named_and_left_open():
    times = T.copy()
    times[100:] += 2.0
    got = steady(times, values(), name="t.csv")
    assert len(got.time_s) == 200
    assert tuple(map(str, got.repairs)) == ("a gap of 2.01 s at 0.99 s, left open",)
    assert gaps(T) == []


def test_too_few_samples_are_refused():
    with pytest.raises(BadRecording, match="only 5 usable samples"):
        steady(T[:5], values(5), name="t.csv")


def test_the_rate_sees_through_rounded_stamps_and_gaps():
    assert rate_hz(T) == pytest.approx(100)
    assert rate_hz(np.round(np.arange(160) / 150, 3)) == pytest.approx(150, rel=0.002)
    with_gap = np.concatenate([T, T + 60])
    assert rate_hz(with_gap) == pytest.approx(100)
    assert rate_hz(np.array([1.0])) == 0


def test_a_few_impossible_values_are_missing_many_are_a_wrong_unit():
    rows = values()
    rows[7] = 1e12
    got, repairs = within(rows, 1000.0, what="force", unit="N", name="t.csv")
    assert np.isnan(got[7, 0])
    assert "1 values of force up to 1e+12 N cannot be" in str(repairs[0])
    with pytest.raises(BadRecording, match=r"force reaches 1e\+12 N, more than 50 N can be"):
        within(rows, 50.0, what="force", unit="N", name="t.csv")


@given(st.lists(st.integers(0, 400), min_size=20, max_size=60), st.randoms())
def test_whatever_comes_the_times_rise_or_it_is_refused(ticks, random):
    times = np.array(ticks) / 1000
    rows = np.arange(len(ticks), dtype=float)[:, None]
    try:
        got = steady(times, rows, name="t.csv")
    except BadRecording:
        return
    assert (np.diff(got.time_s) > 0).all()
    # A row keeps its own time.
    for time, row in zip(got.time_s, got.rows[:, 0], strict=True):
        assert times[int(row)] == time
