import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.biomech import (
    excess_shift,
    first_order_spread,
    force_share,
    load_share,
    needed_shift,
    support_points,
    weight_shift,
)
from levelhip.biomech.loading import (
    FOOT_PART,
    GRAVITY,
    across_feet,
    dynamic_share,
    stance_width,
    static_share,
)
from levelhip.core import Side
from tests.biomech.stick_person import mirrored, moving, person, point, turned

LEFT, RIGHT = np.array([[0.0, 0.0, -0.15]]), np.array([[0.0, 0.0, 0.15]])
SIDES = st.sampled_from([Side.LEFT, Side.RIGHT])


def feet(points):
    return tuple(
        (point(points, f"{side}_ankle"), point(points, f"{side}_foot_index"))
        for side in ("left", "right")
    )


@given(part=st.floats(0.0, 1.0), heading_deg=st.floats(-180, 180))
def test_a_body_at_rest_loads_its_feet_like_a_beam(part, heading_deg):
    centre = np.array([[0.03, 1.0, 0.15 - 0.3 * part]])
    left, right, com = (turned(p, heading_deg) for p in (LEFT, RIGHT, centre))
    got = load_share(com, left, right, centre_sd_m=0.006)
    np.testing.assert_allclose(got.value, part, atol=1e-12)
    assert got.unit == "1"


@given(
    share=st.floats(0.05, 0.95),
    mass=st.floats(40, 120),
    height=st.floats(0.6, 1.2),
    sideways=st.floats(-2, 2),
    upward=st.floats(-4, 4),
)
def test_the_moving_share_balances_the_moments_about_the_ground(
    share, mass, height, sideways, upward
):
    # Feet that carry `share` and 1 - share of the vertical force and all of the sideways force.
    total, across = mass * (GRAVITY + upward), mass * sideways
    force_z = share * -0.15 + (1 - share) * 0.15
    # No moment about the centre of mass: total (z_force - z) + across h = 0.
    centre_z = force_z + across * height / total
    com = np.array([[0.0, height, centre_z]])
    acceleration = np.array([[0.0, upward, sideways]])
    got = load_share(com, LEFT, RIGHT, centre_sd_m=0.0, acceleration=acceleration)
    np.testing.assert_allclose(got.value, share, atol=1e-9)


def test_an_inverted_pendulum_swaying_freely_is_told_from_a_leaning_one():
    # z = A sin(w t): the force leads by (1 + h w^2 / g).
    time_s = np.linspace(0, 4, 401)
    amplitude, omega, height = 0.02, 2 * np.pi * 0.5, 1.0
    across = amplitude * np.sin(omega * time_s)
    sideways = -(omega**2) * across
    zero = np.zeros_like(across)
    got = dynamic_share(
        across, np.full_like(across, 0.3), np.full_like(across, height), sideways, zero
    )
    wanted = 0.5 - across * (1 + height * omega**2 / GRAVITY) / 0.3
    np.testing.assert_allclose(got, wanted, atol=1e-12)


@given(seed=st.integers(0, 999))
def test_in_a_mirror_the_shares_change_places(seed):
    points = moving(np.random.default_rng(seed), 3, 0.01)
    com = np.array([[0.02, 1.0, 0.03]] * 3)
    mirror = com * np.array([1.0, 1.0, -1.0])
    share = load_share(com, *support_points(com, *feet(points)), centre_sd_m=0.01)
    seen = mirrored(points)
    other = load_share(mirror, *support_points(mirror, *feet(seen)), centre_sd_m=0.01)
    np.testing.assert_allclose(other.value, 1.0 - share.value, atol=1e-9)
    np.testing.assert_allclose(other.sd, share.sd, atol=1e-9)


@given(seed=st.integers(0, 999), heading_deg=st.floats(-180, 180))
def test_the_share_does_not_depend_on_how_the_room_is_turned(seed, heading_deg):
    points = moving(np.random.default_rng(seed), 3, 0.01)
    com = np.array([[0.02, 1.0, 0.03]] * 3)
    around = turned(points, heading_deg)
    com_around = turned(com, heading_deg)
    share = load_share(com, *support_points(com, *feet(points)), centre_sd_m=0.01)
    other = load_share(com_around, *support_points(com_around, *feet(around)), centre_sd_m=0.01)
    np.testing.assert_allclose(other.value, share.value, atol=1e-9)


def test_the_support_point_lies_on_the_foot_beside_the_centre_of_mass():
    left = np.array([[0.0, 0.08, -0.15]]), np.array([[0.2, 0.02, -0.20]])
    right = np.array([[0.0, 0.08, 0.15]]), np.array([[0.2, 0.02, 0.20]])
    got, _ = support_points(np.array([[0.05, 1.0, 0.0]]), left, right)
    np.testing.assert_allclose(got, [[0.05, 0.065, -0.1625]], atol=1e-12)


@given(far=st.floats(-2, 2))
def test_the_support_point_never_leaves_the_foot(far):
    left = np.array([[0.0, 0.0, -0.15]]), np.array([[0.2, 0.0, -0.15]])
    right = np.array([[0.0, 0.0, 0.15]]), np.array([[0.2, 0.0, 0.15]])
    for got in support_points(np.array([[far, 1.0, 0.0]]), left, right):
        assert -0.06 - 1e-12 <= got[0, 0] <= 0.2 + 1e-12


def test_without_depth_the_force_is_taken_at_a_fixed_part_of_the_foot():
    points = person(2)
    points[..., 0] = np.nan
    com = np.array([[np.nan, 1.0, 0.0]] * 2)
    left, right = support_points(com, *feet(points))
    ankle, toe = point(points, "left_ankle")[0, 2], point(points, "left_foot_index")[0, 2]
    np.testing.assert_allclose(left[:, 2], ankle + FOOT_PART * (toe - ankle))
    share = load_share(com, left, right, centre_sd_m=0.01)
    np.testing.assert_allclose(share.value, 0.5, atol=1e-12)


def test_an_unseen_toe_leaves_the_ankle():
    points = person(2)
    point(points, "right_foot_index")[1] = np.nan
    com = np.array([[0.0, 1.0, 0.0]] * 2)
    _, right = support_points(com, *feet(points))
    np.testing.assert_array_equal(right[1], point(points, "right_ankle")[1])
    assert right[0, 2] > right[1, 2]


def test_crossed_feet_of_a_camera_give_a_negative_width():
    left, right = np.array([[np.nan, 0.0, 0.1]]), np.array([[np.nan, 0.0, -0.1]])
    np.testing.assert_allclose(stance_width(left, right), -0.2)


def test_the_uncertainty_of_the_share_agrees_with_numbers_by_difference():
    centre = np.array([[0.0, 1.0, 0.05]])
    acceleration = np.array([[0.0, 0.5, 0.3]])

    def share(com, left, right, sideways):
        across, width = across_feet(com, left, right), stance_width(left, right)
        return dynamic_share(across, width, com[:, 1], sideways[:, 0], acceleration[:, 1])

    # Only what lies along the line between the feet counts, so feet and centre keep their depth.
    moved = first_order_spread(
        lambda c, left, right, a: share(
            centre * [1, 1, 0] + c * [0, 0, 1],
            LEFT * [1, 1, 0] + left * [0, 0, 1],
            RIGHT * [1, 1, 0] + right * [0, 0, 1],
            a,
        ),
        (centre, LEFT, RIGHT, acceleration[:, 2:]),
        sigma=[0.006, 0.008, 0.008, 0.05],
    )
    got = load_share(
        centre,
        LEFT,
        RIGHT,
        centre_sd_m=0.006,
        foot_sd_m=0.008,
        acceleration=acceleration,
        acceleration_sd_m_s2=0.05,
    )
    # The force's own foot point moves with the shifted share, which the formula takes as the
    # static one; at this sway the two differ by less than 5 %.
    np.testing.assert_allclose(got.sd, moved, rtol=0.05)


def test_the_uncertainty_of_the_share_agrees_with_monte_carlo():
    rng = np.random.default_rng(11)
    count = 40_000
    com = np.array([[0.0, 1.0, 0.06]]) + rng.normal(0, 0.006, (count, 1)) * [0, 0, 1]
    left = LEFT + rng.normal(0, 0.008, (count, 1)) * [0, 0, 1]
    right = RIGHT + rng.normal(0, 0.008, (count, 1)) * [0, 0, 1]
    shown = static_share(across_feet(com, left, right), stance_width(left, right)).std()
    promised = load_share(np.array([[0.0, 1.0, 0.06]]), LEFT, RIGHT, centre_sd_m=0.006).sd
    np.testing.assert_allclose(promised, shown, rtol=0.02)


def test_plates_that_nobody_stands_on_have_no_share():
    share = force_share(np.array([300.0, 2.0]), np.array([300.0, 1.0]), least_newton=20.0)
    assert share[0] == 0.5
    assert np.isnan(share[1])


def test_a_stance_of_forty_centimetres_needs_fifteen():
    # docs/evidence.md#everybody-shifts, with w = 0.40 m, b = 0.10 m.
    assert needed_shift(0.40, 0.10) == pytest.approx(0.15)
    assert needed_shift(0.40, 0.10, start_m=0.05) == pytest.approx(0.10)
    assert needed_shift(0.08, 0.10) == 0.0


@given(travel=st.floats(0.0, 0.3), width=st.floats(0.15, 0.6), lifted=SIDES)
def test_travel_to_the_standing_foot_is_positive_on_both_sides(travel, width, lifted):
    sign = 1.0 if lifted is Side.LEFT else -1.0
    got = weight_shift(0.01, 0.01 + sign * travel, width, lifted, sigma_m=0.003)
    assert got.value == pytest.approx(2 * travel / width)
    # Units do not matter: half stance widths have none.
    other = weight_shift(10.0, 10.0 + sign * 1e3 * travel, 1e3 * width, lifted, sigma_m=3.0)
    assert (other.value, other.sd) == pytest.approx((got.value, got.sd))


@given(start=st.floats(-0.05, 0.05), width=st.floats(0.2, 0.6), lifted=SIDES)
def test_moving_exactly_to_the_inner_edge_is_no_excess(start, width, lifted):
    sign = 1.0 if lifted is Side.LEFT else -1.0
    edge = sign * (0.5 * width - 0.05)
    got = excess_shift(start, edge, width, lifted, foot_breadth_m=0.10, sigma_m=0.003)
    assert got.value == pytest.approx(0.0, abs=1e-12)
    above = excess_shift(
        start, sign * 0.5 * width, width, lifted, foot_breadth_m=0.1, sigma_m=0.003
    )
    assert above.value == pytest.approx(0.1 / width)


def test_the_uncertainties_of_shift_and_excess_agree_with_monte_carlo():
    rng = np.random.default_rng(5)
    count = 40_000
    quiet = 0.01 + rng.normal(0, 0.004, count)
    lifted = 0.14 + rng.normal(0, 0.004, count)
    width = 0.34 + rng.normal(0, 0.006, count)
    breadth = 0.10 + rng.normal(0, 0.005, count)
    shared = rng.normal(0, 0.006, count)
    shift = 2 * (lifted - quiet) / width
    excess = 2 * (lifted + shared) / width - 1 + breadth / width
    promised = weight_shift(0.01, 0.14, 0.34, Side.LEFT, sigma_m=0.004, width_sd_m=0.006)
    assert promised.sd == pytest.approx(shift.std(), rel=0.02)
    promised = excess_shift(
        0.01,
        0.14,
        0.34,
        Side.LEFT,
        foot_breadth_m=0.10,
        sigma_m=0.004,
        centre_sd_m=0.006,
        width_sd_m=0.006,
    )
    assert promised.value == pytest.approx(2 * 0.14 / 0.34 - 1 + 0.10 / 0.34)
    assert promised.sd == pytest.approx(excess.std(), rel=0.02)
