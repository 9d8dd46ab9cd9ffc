import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.biomech.holds import HoldFinder
from levelhip.biomech.lifts import LiftFinder
from levelhip.biomech.repetitions import RepFinder
from levelhip.core import Side

sizes_of_cuts = st.lists(st.integers(1, 60), min_size=1, max_size=12)


def pieces(length, sizes):
    start = 0
    while start < length:
        for size in sizes:
            yield slice(start, start + size)
            start += size


def square(times, spans, height=1.0):
    """Ramps of 0.2 s up to a plateau and back."""
    signal = np.zeros_like(times)
    for start, end in spans:
        up = np.clip((times - start) / 0.2, 0, 1) * np.clip((end - times) / 0.2, 0, 1)
        signal = np.maximum(signal, height * up)
    return signal


def test_a_hold_begins_and_ends_where_the_lower_level_is_crossed():
    times = np.arange(0, 10, 0.01)
    (hold,) = HoldFinder(on=0.6, off=0.25).find(times, square(times, [(2.0, 6.0)]))
    # A ramp of 0.2 s passes a quarter of its height after 0.05 s.
    assert hold.start_s == pytest.approx(2.05, abs=1e-9)
    assert hold.end_s == pytest.approx(5.95, abs=1e-9)


def test_flutter_between_the_levels_is_one_hold():
    times = np.arange(0, 5, 0.01)
    signal = np.where((times > 1) & (times < 4), 0.7 + 0.3 * np.sin(40 * times), 0.0)
    assert len(HoldFinder(on=0.6, off=0.25).find(times, signal)) == 1


def test_a_hold_up_from_the_first_sample_has_no_known_start():
    times = np.arange(0, 5, 0.01)
    (hold,) = HoldFinder(on=0.6, off=0.25).find(times, (times < 2).astype(float))
    assert np.isnan(hold.start_s)
    assert hold.end_s == pytest.approx(2.0, abs=0.01)


def test_a_hold_still_up_at_the_end_has_no_end():
    times = np.arange(0, 5, 0.01)
    (hold,) = HoldFinder(on=0.6, off=0.25).find(times, (times > 3).astype(float))
    assert np.isnan(hold.end_s)


def test_lifts_carry_the_leg_that_is_up():
    times = np.arange(0, 20, 0.02)
    signal = square(times, [(2, 5)]) - square(times, [(8, 12)])
    events = LiftFinder(on=0.6, off=0.25).find(times, signal)
    assert [(e.kind, e.side) for e in events] == [
        ("lift_off", Side.LEFT),
        ("foot_down", Side.LEFT),
        ("lift_off", Side.RIGHT),
        ("foot_down", Side.RIGHT),
    ]


def test_a_lift_shorter_than_asked_is_not_told():
    times = np.arange(0, 5, 0.01)
    assert LiftFinder(on=0.6, off=0.25, least_s=0.5).find(times, square(times, [(1, 1.5)])) == ()


def random_walk(seed, length):
    rng = np.random.default_rng(seed)
    signal = np.cumsum(rng.normal(scale=0.25, size=length))
    signal -= np.linspace(0, signal[-1], length) if length > 1 else 0
    signal[rng.random(length) < 0.03] = np.nan
    return np.arange(length) / 30.0, signal


@settings(max_examples=150)
@given(seed=st.integers(0, 10_000), length=st.integers(1, 400), sizes=sizes_of_cuts)
def test_cutting_the_stream_changes_no_lift(seed, length, sizes):
    times, signal = random_walk(seed, length)
    finder = LiftFinder(on=0.8, off=0.3, least_s=0.25)
    stream = finder.stream()
    got = [e for s in pieces(length, sizes) for e in stream.push(times[s], signal[s])]
    singles = finder.stream()
    one = [e for i in range(length) for e in singles.push(times[i : i + 1], signal[i : i + 1])]
    got += stream.finish()
    one += singles.finish()
    assert repr(tuple(got)) == repr(finder.find(times, signal))
    assert repr(got) == repr(one)


@settings(max_examples=150)
@given(seed=st.integers(0, 10_000), length=st.integers(1, 3000), sizes=sizes_of_cuts)
def test_cutting_the_stream_changes_no_repetition(seed, length, sizes):
    times, signal = random_walk(seed, length)
    finder = RepFinder(travel=1.0)
    stream = finder.stream()
    got = [e for s in pieces(length, sizes) for e in stream.push(times[s], signal[s])]
    got += stream.finish()
    assert repr(tuple(got)) == repr(finder.find(times, signal))


def test_repetitions_are_counted_with_their_lowest_point():
    times = np.arange(0, 20, 0.01)
    height = 1.0 - 0.2 * (1 - np.cos(2 * np.pi * times / 4.0))
    reps = RepFinder(travel=0.1).find(times, height)
    assert [round(r.peak_s, 2) for r in reps] == [2.0, 6.0, 10.0, 14.0, 18.0]
    assert dict(reps[0].values)["depth"] == pytest.approx(0.4, abs=1e-6)
    # Within a tenth of the way: 1 - cos(x) = 0.2 at x = 0.6435 rad.
    assert reps[1].start_s == pytest.approx(4.0 + 0.6435 / (2 * np.pi) * 4.0, abs=0.02)
    assert reps[1].end_s == pytest.approx(8.0 - 0.6435 / (2 * np.pi) * 4.0, abs=0.02)


def test_repetitions_survive_a_person_who_does_not_come_up_fully():
    times = np.arange(0, 12, 0.01)
    height = np.interp(times, [0, 1, 2, 3, 4, 5, 6, 12], [1, 1, 0.6, 0.92, 0.6, 0.92, 0.6, 0.6])
    height[times > 7] = 1.0
    assert len(RepFinder(travel=0.1).find(times, height)) == 3


def test_a_dip_shorter_than_the_travel_is_no_repetition():
    times = np.arange(0, 20, 0.01)
    assert RepFinder(travel=0.1).find(times, 1.0 - 0.04 * np.sin(times)) == ()
