import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.biomech import (
    combined_trials,
    difference,
    first_order_spread,
    interval,
    mdc95,
    repeat_sem,
)
from levelhip.biomech.uncertainty import (
    is_detectable,
    root_sum_square,
    trial_mean,
    widened,
)
from levelhip.core import Estimate


@given(scale=st.floats(0.1, 10), sigma=st.floats(1e-4, 0.1))
def test_a_linear_function_scales_the_noise(scale, sigma):
    points = np.array([[0.3, -0.2, 0.7]])
    got = first_order_spread(lambda p: scale * p.sum(axis=-1), (points,), sigma=sigma)
    np.testing.assert_allclose(got, scale * sigma * np.sqrt(3), rtol=1e-6)


def test_each_input_has_its_own_sigma():
    a, b = np.array([[1.0]]), np.array([[2.0]])
    got = first_order_spread(lambda x, y: (x * y)[..., 0], (a, b), sigma=(0.1, 0.3))
    np.testing.assert_allclose(got, np.hypot(2.0 * 0.1, 1.0 * 0.3), rtol=1e-6)


def test_an_angle_at_the_seam_is_no_noisier_than_elsewhere():
    def angle(p):
        return np.degrees(np.arctan2(p[..., 1], p[..., 0]))

    spread = [
        first_order_spread(angle, (np.array([p]),), sigma=0.01, period=360.0)[0]
        for p in ([1.0, 0.0], [-1.0, 0.0])
    ]
    np.testing.assert_allclose(spread, np.degrees(0.01), rtol=1e-6)


def test_nothing_to_propagate_is_an_error():
    with pytest.raises(ValueError, match="none given"):
        first_order_spread(lambda: np.zeros(1), (), sigma=1.0)


def test_independent_parts_add_in_squares():
    np.testing.assert_allclose(root_sum_square(3.0, np.array([4.0, 0.0])), [5.0, 3.0])


def test_the_smallest_detectable_change_is_2_77_sem():
    np.testing.assert_allclose(mdc95(1.0), 2.7719, atol=1e-4)


def test_repeats_give_the_pooled_spread_within_groups():
    groups = [np.array([1.0, 3.0]), np.array([10.0, 10.0, np.nan]), np.array([5.0])]
    # Sums of squares 2 and 0, one degree of freedom each.
    assert repeat_sem(groups) == pytest.approx(1.0)
    assert np.isnan(repeat_sem([np.array([5.0])]))


def test_the_repeat_sem_finds_the_true_measuring_error():
    rng = np.random.default_rng(0)
    people = rng.normal(0, 20, 3000)
    got = repeat_sem([person + rng.normal(0, 2.0, 3) for person in people])
    assert got == pytest.approx(2.0, rel=0.03)


def test_trials_that_agree_keep_their_own_uncertainty():
    got = combined_trials(np.array([4.0, 4.0, 4.0]), np.array([0.6, 0.6, 0.6]))
    assert got.value == 4.0
    assert got.sd == pytest.approx(0.6 / np.sqrt(3))


def test_trials_that_differ_widen_it_and_shared_errors_stay():
    values = np.array([2.0, 4.0, 6.0])
    got = combined_trials(values, np.full(3, 0.1))
    # Student's 95 % factor for two degrees of freedom is 4.303 against 1.960.
    assert got.sd == pytest.approx(2.0 / np.sqrt(3) * 4.3027 / 1.95996, rel=1e-4)
    assert combined_trials(values, np.full(3, 0.1), systematic_sd=5.0).sd > 5.0


def test_unknown_trials_are_left_out():
    got = combined_trials(np.array([np.nan, 3.0]), np.array([np.nan, 0.5]))
    assert (got.value, got.sd) == (3.0, 0.5)
    assert np.isnan(combined_trials(np.array([np.nan]), np.array([1.0])).value)


@given(st.permutations([1.0, 2.5, -3.0, 0.2]))
def test_the_order_of_trials_does_not_matter(values):
    got = combined_trials(np.array(values), np.full(4, 0.3))
    first = combined_trials(np.array([1.0, 2.5, -3.0, 0.2]), np.full(4, 0.3))
    assert (got.value, got.sd) == pytest.approx((first.value, first.sd))


@pytest.mark.parametrize("count", [2, 3, 5])
def test_95_percent_intervals_of_few_trials_hold_the_truth(count):
    rng = np.random.default_rng(count)
    held = 0
    for _ in range(2000):
        got = combined_trials(rng.normal(10.0, 1.0, count), np.full(count, 1e-3))
        low, high = interval(got)
        held += low <= 10.0 <= high
    assert held / 2000 == pytest.approx(0.95, abs=0.015)


def test_an_error_shared_by_both_sides_drops_out_of_their_difference():
    left, right = Estimate(5.0, 2.5, "deg"), Estimate(3.0, 2.5, "deg")
    apart = difference(left, right)
    assert (apart.value, apart.sd) == (2.0, pytest.approx(2.5 * np.sqrt(2)))
    assert difference(left, right, shared_sd=2.0).sd == pytest.approx(1.5 * np.sqrt(2))


@given(a=st.floats(-9, 9), b=st.floats(-9, 9))
def test_left_and_right_swapped_turn_the_sign_of_the_difference(a, b):
    left, right = Estimate(a, 0.3, "m"), Estimate(b, 0.4, "m")
    assert difference(left, right).value == -difference(right, left).value
    assert difference(left, right).sd == difference(right, left).sd


def test_a_difference_of_series_is_taken_row_by_row():
    series = Estimate(np.array([1.0, 2.0]), np.array([0.1, 0.2]), "m")
    got = difference(series, Estimate(0.5, 0.0, "m"))
    np.testing.assert_allclose(got.value, [0.5, 1.5])
    np.testing.assert_allclose(got.sd, [0.1, 0.2])


def test_different_units_are_not_subtracted():
    with pytest.raises(ValueError, match="one unit"):
        difference(Estimate(1.0, 0.1, "m"), Estimate(1.0, 0.1, "deg"))


def test_the_95_percent_interval_is_1_96_to_either_side():
    low, high = interval(Estimate(1.0, 0.5, "m"))
    np.testing.assert_allclose([low, high], [1.0 - 0.98, 1.0 + 0.98], atol=1e-4)
    with pytest.raises(ValueError, match="level"):
        interval(Estimate(1.0, 0.5, "m"), level=1.0)


def test_only_a_change_beyond_the_noise_is_detectable():
    measured = Estimate(3.0, 1.0, "deg")
    assert is_detectable(2.8, measured)
    assert not is_detectable(-2.7, measured)
    assert not is_detectable(float("nan"), measured)


def test_trials_that_scatter_no_more_than_promised_have_no_degrees_of_freedom_to_pay_for():
    mean, sd, freedom = trial_mean(np.array([4.0, 4.1, 3.9]), np.full(3, 0.6))
    assert mean == pytest.approx(4.0)
    assert sd == pytest.approx(0.6 / np.sqrt(3))
    assert freedom == np.inf


def test_trials_that_scatter_more_tell_how_many_they_were():
    mean, sd, freedom = trial_mean(np.array([3.0, 4.0, 5.0]), np.full(3, 0.1))
    assert (mean, freedom) == (pytest.approx(4.0), 2.0)
    assert sd == pytest.approx(1.0 / np.sqrt(3))
    # Student's factor of two degrees of freedom is 4.303.
    assert 1.96 * widened(sd, sd, freedom) == pytest.approx(4.303 * sd, rel=1e-3)


def test_a_large_steady_part_needs_hardly_any_widening():
    assert widened(0.1, 1.0, 2.0) == pytest.approx(1.0, rel=0.01)
    assert widened(0.1, 1.0, np.inf) == 1.0
    assert widened(0.0, 1.0, 2.0) == 1.0
    assert widened(1.0, 1.0, 2.0) > widened(1.0, 1.5, 2.0) / 1.5 > 1.0


@pytest.mark.parametrize("count", [3, 5])
@pytest.mark.parametrize("steady", [0.0, 0.5, 1.0, 2.0])
def test_widened_intervals_hold_the_mean_in_93_to_98_of_100(count, steady):
    rng = np.random.default_rng(11)
    held, tries = 0, 3000
    for _ in range(tries):
        scatter = rng.normal(0.0, 1.0, count)
        mean, sd, freedom = trial_mean(scatter, np.full(count, 0.01))
        whole = np.hypot(sd, steady / np.sqrt(count))
        off = mean + rng.normal(0.0, 1.0) * steady / np.sqrt(count)
        held += abs(off) <= 1.96 * widened(sd, float(whole), freedom)
    assert 0.93 < held / tries < 0.98
