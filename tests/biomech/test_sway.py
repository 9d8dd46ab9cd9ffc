import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.biomech import sway_ellipse, sway_path, sway_range, sway_spread, sway_velocity


def circle(radius_m, count=2001):
    angle = np.linspace(0, 2 * np.pi, count)
    return radius_m * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def rotated(path, degrees):
    angle = np.radians(degrees)
    return path @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


@given(radius=st.floats(1e-4, 0.1))
def test_the_path_round_a_circle_is_its_circumference(radius):
    got = sway_path(circle(radius), sigma_m=0.0)
    assert got.value == pytest.approx(2 * np.pi * radius, rel=1e-5)
    assert got.unit == "m"


def test_speed_is_path_over_time():
    got = sway_velocity(circle(0.01), 4.0, sigma_m=0.0)
    assert got.value == pytest.approx(2 * np.pi * 0.01 / 4.0, rel=1e-5)


@given(turn=st.floats(-180, 180), shift=st.floats(-3, 3), seed=st.integers(0, 99))
def test_path_and_ellipse_do_not_depend_on_the_room(turn, shift, seed):
    path = np.random.default_rng(seed).normal(0, 0.005, (200, 2)).cumsum(axis=0) / 20
    moved = rotated(path, turn) + shift
    for measure in (lambda p: sway_path(p, sigma_m=0.0), sway_ellipse):
        assert measure(moved).value == pytest.approx(measure(path).value, rel=1e-6)


@given(seed=st.integers(0, 99))
def test_left_and_right_swapped_sway_alike(seed):
    path = np.random.default_rng(seed).normal(0, 0.005, (100, 2))
    mirror = path * np.array([1.0, -1.0])
    assert sway_path(mirror, sigma_m=0.001) == sway_path(path, sigma_m=0.001)
    assert sway_ellipse(mirror).value == pytest.approx(sway_ellipse(path).value)


def test_resampling_a_smooth_sway_changes_its_path_and_range_little():
    time_s = np.linspace(0, 10, 1001)
    path = 0.01 * np.stack([np.sin(2 * time_s), np.cos(1.3 * time_s)], axis=1)
    for step in (2, 5, 10):
        rare = path[::step]
        full = sway_path(path, sigma_m=0.0).value
        assert sway_path(rare, sigma_m=0.0).value == pytest.approx(full, rel=2e-3)
        wide = sway_range(path[:, 0], sigma_m=0.0).value
        assert sway_range(rare[:, 0], sigma_m=0.0).value == pytest.approx(wide, rel=2e-3)


def test_the_ellipse_holds_95_percent_of_normal_sway():
    rng = np.random.default_rng(0)
    path = rotated(rng.normal(0, [0.01, 0.004], (20_000, 2)), 30)
    got = sway_ellipse(path)
    wanted = np.pi * 5.9915 * 0.01 * 0.004
    assert got.value == pytest.approx(wanted, rel=0.03)
    assert abs(got.value - wanted) < 3 * got.sd
    offsets = path - path.mean(axis=0)
    inside = np.einsum("ij,jk,ik->i", offsets, np.linalg.inv(np.cov(offsets.T)), offsets) < 5.9915
    assert inside.mean() == pytest.approx(0.95, abs=0.005)


def test_range_and_spread_of_a_sine_are_two_and_one_half_root():
    along = 0.01 * np.sin(np.linspace(0, 20 * np.pi, 5001))
    assert sway_range(along, sigma_m=0.001).value == pytest.approx(0.02, rel=1e-4)
    assert sway_range(along, sigma_m=0.001).sd == pytest.approx(np.sqrt(2) * 0.001)
    assert sway_spread(along, sigma_m=0.001).value == pytest.approx(0.01 / np.sqrt(2), rel=1e-3)


def test_the_spread_of_path_and_sway_agrees_with_monte_carlo():
    rng = np.random.default_rng(2)
    path, sigma_m = circle(0.05, 30), 1e-4
    draws = [path + rng.normal(0, sigma_m, path.shape) for _ in range(3000)]
    lengths = np.array([sway_path(d, sigma_m=sigma_m).value for d in draws])
    promised = sway_path(path, sigma_m=sigma_m)
    # The claimed spread also covers the length that noise itself adds.
    assert promised.sd >= lengths.std()
    assert abs(lengths.mean() - promised.value) < promised.sd
    widths = np.array([sway_spread(d[:, 0], sigma_m=sigma_m).value for d in draws])
    assert sway_spread(path[:, 0], sigma_m=sigma_m).sd == pytest.approx(widths.std(), rel=0.05)


def test_a_still_point_that_is_all_noise_has_a_path_within_its_error():
    rng = np.random.default_rng(3)
    got = sway_path(rng.normal(0, 0.002, (300, 2)), sigma_m=0.002)
    assert got.value < 1.96 * got.sd


def test_a_camera_without_depth_sways_along_one_line():
    path = circle(0.01)
    path[:, 0] = np.nan
    assert sway_path(path, sigma_m=0.0).value == pytest.approx(0.04, rel=1e-4)
    assert np.isnan(sway_ellipse(path).value)


def test_gaps_are_bridged():
    path = np.stack([np.linspace(0, 1, 11), np.zeros(11)], axis=1)
    path[4] = np.nan
    assert sway_path(path, sigma_m=0.0).value == pytest.approx(1.0)


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_samples_are_unknown_not_an_error(count):
    path = np.zeros((count, 2))
    assert np.isnan(sway_path(path, sigma_m=0.001).value)
    assert np.isnan(sway_ellipse(path).value)
    assert np.isnan(sway_spread(path[:, 0], sigma_m=0.001).value)
    assert np.isnan(sway_range(path[:0, 0], sigma_m=0.001).value)


@given(seed=st.integers(0, 999), columns=st.sampled_from([1, 2]))
def test_a_path_is_as_long_whether_its_noise_is_asked_for_or_not(seed, columns):
    path = np.random.default_rng(seed).normal(0.0, 0.01, (50, columns)).cumsum(axis=0)
    without, noisy = (sway_path(path, sigma_m=sigma) for sigma in (0.0, 1e-4))
    assert without.value == noisy.value
    assert without.sd == 0.0
    assert noisy.sd > 0.0
