import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.biomech.grid import Grid


def whole(grid, times, rows):
    parts = [grid.push(times, rows), grid.finish()]
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def test_a_uniform_series_passes_unchanged():
    times = 5.0 + np.arange(300) / 30.0
    rows = np.random.default_rng(0).normal(size=(300, 4))
    got_s, got = whole(Grid(30.0, 4), times, rows)
    np.testing.assert_allclose(got_s, times, atol=1e-9)
    np.testing.assert_array_equal(got, rows)


@given(seed=st.integers(0, 500))
def test_a_straight_line_stays_straight_under_irregular_times(seed):
    rng = np.random.default_rng(seed)
    times = np.cumsum(rng.uniform(0.01, 0.06, size=120))
    got_s, got = whole(Grid(30.0, 1), times, (2.0 + 3.0 * times)[:, None])
    np.testing.assert_allclose(got[:, 0], 2.0 + 3.0 * got_s, atol=0.02)
    np.testing.assert_allclose(np.diff(got_s), 1 / 30, atol=1e-9)


@pytest.mark.parametrize(("missing", "bridged"), [(6, True), (8, False)])
def test_a_gap_up_to_a_quarter_second_is_bridged_and_a_longer_one_is_not(missing, bridged):
    times = np.arange(90) / 30.0
    rows = np.stack([times, times], 1)
    rows[40 : 40 + missing, 1] = np.nan
    _, got = whole(Grid(30.0, 2), times, rows)
    np.testing.assert_array_equal(got[:, 0], times)
    if bridged:
        np.testing.assert_allclose(got[:, 1], times, atol=1e-12)
    else:
        np.testing.assert_array_equal(np.isnan(got[:, 1]), np.isnan(rows[:, 1]))


def test_missing_samples_are_bridged_or_left_empty_like_missing_values():
    times = np.delete(np.arange(120) / 30.0, np.r_[20:25, 60:80])
    _, got = whole(Grid(30.0, 1), times, times[:, None])
    np.testing.assert_allclose(got[:60, 0], np.arange(60) / 30.0, atol=1e-9)
    assert np.isnan(got[60:80, 0]).all()
    np.testing.assert_allclose(got[80:, 0], np.arange(80, 120) / 30.0, atol=1e-9)


def test_a_column_never_seen_does_not_hold_the_others_back():
    grid = Grid(30.0, 2)
    for k in range(20):
        _, got = grid.push(np.array([k / 30.0]), np.array([[1.0, np.nan]]))
        assert got.shape == (1, 2)


@settings(max_examples=80)
@given(
    seed=st.integers(0, 10_000),
    sizes=st.lists(st.integers(1, 25), min_size=1, max_size=20),
    holes=st.sampled_from([0.0, 0.02, 0.3]),
)
def test_cutting_the_stream_changes_no_bit_of_the_grid(seed, sizes, holes):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 150))
    times = 10.0 + np.cumsum(
        rng.choice([1 / 30, 0.03, 0.041, 0.4], p=[0.6, 0.2, 0.15, 0.05], size=n)
    )
    rows = rng.normal(size=(n, 3))
    for _ in range(int(holes * 20)):
        at, length = rng.integers(0, n), rng.integers(1, 15)
        rows[at : at + length, rng.integers(0, 3)] = np.nan
    rows[rng.random(rows.shape) < holes] = np.nan
    expected_s, expected = whole(Grid(30.0, 3), times, rows)
    grid = Grid(30.0, 3)
    got, start = [], 0
    while start < n:
        for size in sizes:
            got.append(grid.push(times[start : start + size], rows[start : start + size]))
            start += size
    got.append(grid.finish())
    assert np.concatenate([g[0] for g in got]).tobytes() == expected_s.tobytes()
    assert np.concatenate([g[1] for g in got]).tobytes() == expected.tobytes()
