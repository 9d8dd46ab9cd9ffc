import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from levelhip.biomech import (
    hip_abduction,
    hip_extension,
    knee_flexion,
    pelvic_drop,
    pelvic_obliquity,
    toe_turn,
    trunk_lean,
)
from levelhip.biomech.angle_kernels import (
    abduction_deg,
    drop_deg,
    extension_deg,
    flexion_deg,
    lean_deg,
    obliquity_deg,
    toe_turn_deg,
)
from levelhip.core import Side
from tests.biomech.stick_person import mirrored, moving, person, point, turned

SMALL = st.floats(-40.0, 40.0)
DEGREES = st.floats(-180.0, 180.0)
SIDES = st.sampled_from([Side.LEFT, Side.RIGHT])


def every_angle(points):
    """All kernels on one set of landmarks, by name."""
    p = {
        f"{s}_{j}": point(points, f"{s}_{j}")
        for s in ("left", "right")
        for j in ("hip", "shoulder", "knee", "ankle", "heel", "foot_index")
    }
    hips = p["left_hip"], p["right_hip"]
    angles = {
        "obliquity": obliquity_deg(*hips),
        "lean": lean_deg(*hips, p["left_shoulder"], p["right_shoulder"]),
    }
    for side in (Side.LEFT, Side.RIGHT):
        knee = p[f"{side}_knee"]
        angles[f"{side}_drop"] = drop_deg(*hips, side)
        angles[f"{side}_abduction"] = abduction_deg(*hips, knee, side)
        angles[f"{side}_extension"] = extension_deg(*hips, knee, side)
        foot = p[f"{side}_heel"], p[f"{side}_foot_index"]
        angles[f"{side}_toe"] = toe_turn_deg(*hips, *foot, side)
        angles[f"{side}_flexion"] = flexion_deg(p[f"{side}_hip"], knee, p[f"{side}_ankle"])
    return angles


@given(drop_deg=SMALL, heading_deg=DEGREES)
def test_pelvic_drop_does_not_depend_on_which_way_the_person_faces(drop_deg, heading_deg):
    tilt = np.radians(drop_deg)
    swing = -0.2 * np.array([[0.0, np.sin(tilt), np.cos(tilt)]])
    around = Rotation.from_euler("Y", heading_deg, degrees=True).apply(swing)
    got = pelvic_drop(np.zeros((1, 3)), around, sigma_m=0.01)
    np.testing.assert_allclose(got.value, drop_deg, atol=1e-9)
    np.testing.assert_allclose(got.sd, np.degrees(np.sqrt(2) * 0.01 / 0.2))
    assert got.unit == "deg"


def test_left_hip_higher_is_positive_obliquity():
    left, right = np.array([[0.0, 0.02, -0.1]]), np.array([[0.0, 0.0, 0.1]])
    got = pelvic_obliquity(left, right, sigma_m=0.001)
    np.testing.assert_allclose(got.value, np.degrees(np.arctan2(0.02, 0.2)))


def test_drop_is_obliquity_seen_from_the_lifted_side():
    left, right = np.array([[0.0, 0.02, -0.1]]), np.array([[0.0, 0.0, 0.1]])
    up = obliquity_deg(left, right)
    np.testing.assert_array_equal(drop_deg(left, right, Side.RIGHT), up)
    np.testing.assert_array_equal(drop_deg(left, right, Side.LEFT), -up)


@given(lean=SMALL, heading_deg=DEGREES)
def test_trunk_lean_to_the_right_is_positive(lean, heading_deg):
    points = person()
    angle = np.radians(lean)
    for side, sign in (("left", -0.18), ("right", 0.18)):
        point(points, f"{side}_shoulder")[0] = (
            0.0,
            0.92 + 0.5 * np.cos(angle),
            sign + 0.5 * np.sin(angle),
        )
    points = turned(points, heading_deg)
    got = trunk_lean(
        *(point(points, f"{s}_{j}") for j in ("hip", "shoulder") for s in ("left", "right")),
        sigma_m=0.01,
    )
    np.testing.assert_allclose(got.value, lean, atol=1e-9)
    np.testing.assert_allclose(got.sd, np.degrees(0.01 / 0.5), rtol=1e-9)


@given(spread=st.floats(-20.0, 80.0), bend=st.floats(-60.0, 120.0), side=SIDES)
def test_abduction_is_the_floating_axis_angle_however_far_the_hip_is_bent(spread, bend, side):
    sign = -1.0 if side is Side.LEFT else 1.0
    a, f = np.radians(spread), np.radians(bend)
    thigh = 0.4 * np.array([[np.cos(a) * np.sin(f), -np.cos(a) * np.cos(f), sign * np.sin(a)]])
    left, right = np.array([[0.0, 0.9, -0.09]]), np.array([[0.0, 0.9, 0.09]])
    hip = left if side is Side.LEFT else right
    got = hip_abduction(left, right, hip + thigh, side, sigma_m=0.01)
    np.testing.assert_allclose(got.value, spread, atol=1e-9)
    back = hip_extension(left, right, hip + thigh, side, sigma_m=0.01)
    np.testing.assert_allclose(back.value, -bend, atol=1e-9)


def test_extension_is_counted_from_the_given_trunk():
    left, right = np.array([[0.0, 0.9, -0.09]]), np.array([[0.0, 0.9, 0.09]])
    knee = left + np.array([[0.0, -0.4, 0.0]])
    tilt = np.radians(20.0)
    trunk = np.array([np.sin(tilt), np.cos(tilt), 0.0])
    np.testing.assert_allclose(extension_deg(left, right, knee, Side.LEFT), 0.0, atol=1e-12)
    # Bent forward over a vertical thigh is 20 degrees of hip flexion.
    bent = extension_deg(left, right, knee, Side.LEFT, trunk)
    np.testing.assert_allclose(bent, -20.0, atol=1e-9)


@given(out=st.floats(-80.0, 80.0), side=SIDES, heading_deg=DEGREES)
def test_toes_outward_are_positive(out, side, heading_deg):
    angle = np.radians(out) * (-1.0 if side is Side.LEFT else 1.0)
    toe = 0.25 * np.array([[np.cos(angle), 0.1, np.sin(angle)]])
    points = np.concatenate([[[0.0, 0.9, -0.1]], [[0.0, 0.9, 0.1]], np.zeros((1, 3)), toe])
    left, right, heel, tip = (p[None] for p in turned(points, heading_deg))
    got = toe_turn(left, right, heel, tip, side, sigma_m=0.005)
    np.testing.assert_allclose(got.value, out, atol=1e-9)


def test_toe_turn_about_a_lying_leg_takes_the_legs_axis():
    # On the right side, the leg along X, the pelvis' left facing up; toes to the floor turn inward.
    left, right = np.array([[0.0, 0.2, 0.0]]), np.array([[0.0, 0.0, 0.0]])
    up = np.array([-1.0, 0.0, 0.0])
    heel = np.zeros((1, 3))
    forward = np.cross(up, (right - left)[0])
    ahead = toe_turn_deg(left, right, heel, forward[None], Side.LEFT, up)
    np.testing.assert_allclose(ahead, 0.0, atol=1e-9)
    down = toe_turn_deg(left, right, heel, forward[None] + [[0.0, -0.1, 0.0]], Side.LEFT, up)
    assert down[0] < -5.0


@given(bend=st.floats(0.0, 170.0), heading_deg=DEGREES)
def test_a_straight_knee_is_zero_and_a_bent_one_its_bend(bend, heading_deg):
    b = np.radians(bend)
    points = np.array([[0.0, 0.9, 0.0], [0.0, 0.5, 0.0], [0.0, 0.5, 0.0]])
    points[2] += 0.4 * np.array([-np.sin(b), -np.cos(b), 0.0])
    hip, knee, ankle = (p[None] for p in turned(points, heading_deg))
    got = knee_flexion(hip, knee, ankle, sigma_m=0.01)
    np.testing.assert_allclose(got.value, bend, atol=1e-6)


@given(seed=st.integers(0, 999), heading_deg=DEGREES)
def test_no_angle_depends_on_how_the_room_is_turned(seed, heading_deg):
    points = moving(np.random.default_rng(seed), 4)
    still, around = every_angle(points), every_angle(turned(points, heading_deg))
    for name, angle in still.items():
        np.testing.assert_allclose(around[name], angle, atol=1e-8, err_msg=name)


@given(seed=st.integers(0, 999))
def test_in_a_mirror_left_and_right_change_places(seed):
    points = moving(np.random.default_rng(seed), 4)
    seen, mirror = every_angle(points), every_angle(mirrored(points))
    np.testing.assert_allclose(mirror["obliquity"], -seen["obliquity"], atol=1e-9)
    np.testing.assert_allclose(mirror["lean"], -seen["lean"], atol=1e-9)
    for name in ("drop", "abduction", "extension", "toe", "flexion"):
        np.testing.assert_allclose(mirror[f"left_{name}"], seen[f"right_{name}"], atol=1e-9)


@given(seed=st.integers(0, 99), scale=st.sampled_from([0.001, 1000.0]))
def test_angles_do_not_depend_on_the_unit_of_length(seed, scale):
    points = moving(np.random.default_rng(seed), 2)
    metres, other = every_angle(points), every_angle(points * scale)
    for name, angle in metres.items():
        np.testing.assert_allclose(other[name], angle, atol=1e-9, err_msg=name)


@given(seed=st.integers(0, 999), cuts=st.sets(st.integers(1, 39), max_size=6))
@settings(max_examples=30)
def test_cutting_the_series_changes_no_bit(seed, cuts):
    points = moving(np.random.default_rng(seed), 40)
    points[::7, 3] = np.nan
    whole = every_angle(points)
    parts = [every_angle(part) for part in np.split(points, sorted(cuts))]
    for name, angle in whole.items():
        pieces = np.concatenate([part[name] for part in parts])
        assert np.array_equal(pieces, angle, equal_nan=True), name


def test_a_camera_gives_frontal_angles_and_refuses_those_that_need_depth():
    points = person(3)
    points[..., 0] = np.nan
    angles = every_angle(points)
    for name in ("obliquity", "lean", "left_abduction", "right_drop"):
        assert np.isfinite(angles[name]).all(), name
    for name in ("left_extension", "left_toe", "left_flexion"):
        assert np.isnan(angles[name]).all(), name
    got = hip_extension(
        *(point(points, n) for n in ("left_hip", "right_hip", "left_knee")), Side.LEFT, sigma_m=0.01
    )
    assert np.isnan(got.value).all()


def test_an_unseen_landmark_makes_the_angle_unknown():
    points = person(2)
    point(points, "left_hip")[1] = np.nan
    got = pelvic_obliquity(point(points, "left_hip"), point(points, "right_hip"), sigma_m=0.01)
    assert np.isfinite(got.value[0])
    assert np.isnan(got.value[1])
    assert np.isnan(got.sd[1])


MEASURES = {
    "pelvic_obliquity": (pelvic_obliquity, ("left_hip", "right_hip"), ()),
    "pelvic_drop": (pelvic_drop, ("left_hip", "right_hip"), ()),
    "trunk_lean": (trunk_lean, ("left_hip", "right_hip", "left_shoulder", "right_shoulder"), ()),
    "hip_abduction": (hip_abduction, ("left_hip", "right_hip", "left_knee"), (Side.LEFT,)),
    "hip_extension": (hip_extension, ("left_hip", "right_hip", "left_knee"), (Side.LEFT,)),
    "toe_turn": (
        toe_turn,
        ("left_hip", "right_hip", "left_heel", "left_foot_index"),
        (Side.LEFT,),
    ),
    "knee_flexion": (knee_flexion, ("left_hip", "left_knee", "left_ankle"), ()),
}


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("depth", [True, False])
def test_uncertainty_agrees_with_monte_carlo(name, depth):
    measure, names, extra = MEASURES[name]
    rng = np.random.default_rng(7)
    points = turned(person(), 25.0)
    # A bent knee, a lifted thigh and a leaning trunk, so that no term is zero.
    point(points, "left_knee")[0] += [0.25, 0.1, -0.1]
    point(points, "left_shoulder")[0] += [0.2, -0.1, 0.1]
    point(points, "right_shoulder")[0] += [0.2, 0.0, 0.1]
    if not depth:
        points[..., 0] = np.nan
    sigma_m, count = 0.004, 20_000
    truth = [point(points, n) for n in names]
    noisy = [t + rng.normal(0.0, sigma_m, (count, 3)) for t in truth]
    promised = measure(*truth, *extra, sigma_m=sigma_m)
    if np.isnan(promised.value).all():
        assert not depth
        assert np.isnan(promised.sd).all() or np.isnan(promised.value).all()
        return
    shown = np.std(measure(*noisy, *extra, sigma_m=sigma_m).value)
    # The sample's own spread is 0.5 %; second-order terms are below 2 % at this noise.
    np.testing.assert_allclose(promised.sd[0], shown, rtol=0.03)
