import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.biomech import SIGNALS, StandingSignals, load_share, support_points
from levelhip.biomech.angle_kernels import abduction_deg, flexion_deg, lean_deg, obliquity_deg
from levelhip.biomech.loading import across_feet, stance_width
from levelhip.core import NotEnoughData, Side
from tests.biomech.stick_person import NAMES, mirrored, moving, person, point, turned


def some_rows(seed, count, depth, holes):
    rng = np.random.default_rng(seed)
    points = moving(rng, count)
    if holes:
        points[rng.random((count, len(NAMES))) < 0.04] = np.nan
    if not depth:
        points[..., 0] = np.nan
    return points


@given(seed=st.integers(0, 999), depth=st.booleans())
def test_the_signals_are_those_of_the_documented_functions(seed, depth):
    points = some_rows(seed, 6, depth, holes=False)
    signals = StandingSignals(NAMES, "female")
    rows = signals.rows(points)
    com = signals.body.centre(points)
    hips = point(points, "left_hip"), point(points, "right_hip")
    left, right = support_points(
        com,
        *(
            (point(points, f"{s}_ankle"), point(points, f"{s}_foot_index"))
            for s in ("left", "right")
        ),
    )
    shoulders = point(points, "left_shoulder"), point(points, "right_shoulder")
    wanted = {
        "com_y_m": com[:, 1],
        "com_z_m": com[:, 2],
        "left_foot_z_m": left[:, 2],
        "right_foot_z_m": right[:, 2],
        "com_across_m": across_feet(com, left, right),
        "stance_width_m": stance_width(left, right),
        "com_height_m": com[:, 1] - (left[:, 1] + right[:, 1]) / 2,
        "load_share": load_share(com, left, right, centre_sd_m=0.0).value,
        "pelvic_obliquity_deg": obliquity_deg(*hips),
        "trunk_lean_deg": lean_deg(*hips, *shoulders),
    }
    for side in (Side.LEFT, Side.RIGHT):
        knee, ankle = point(points, f"{side}_knee"), point(points, f"{side}_ankle")
        wanted[f"{side}_hip_abduction_deg"] = abduction_deg(*hips, knee, side)
        wanted[f"{side}_knee_flexion_deg"] = flexion_deg(point(points, f"{side}_hip"), knee, ankle)
    for name, column in wanted.items():
        got = rows[:, signals.column[name]]
        np.testing.assert_allclose(got, column, atol=1e-9, err_msg=name)


@given(
    seed=st.integers(0, 9999),
    cuts=st.sets(st.integers(1, 29), max_size=12),
    depth=st.booleans(),
    holes=st.booleans(),
)
@settings(max_examples=60)
def test_cutting_the_series_anywhere_changes_no_bit(seed, cuts, depth, holes):
    points = some_rows(seed, 30, depth, holes)
    signals = StandingSignals(NAMES)
    whole = signals.rows(points)
    pieces = np.concatenate([signals.rows(part) for part in np.split(points, sorted(cuts))])
    assert np.array_equal(whole, pieces, equal_nan=True)


def test_a_long_series_is_the_same_as_its_single_rows():
    points = some_rows(1, 2500, depth=True, holes=True)
    signals = StandingSignals(NAMES)
    whole = signals.rows(points)
    single = np.concatenate([signals.rows(points[i : i + 1]) for i in range(len(points))])
    assert np.array_equal(whole, single, equal_nan=True)
    # Another way the same numbers may lie in memory.
    shuffled = np.asfortranarray(points)
    assert np.array_equal(signals.rows(shuffled), whole, equal_nan=True)


@given(seed=st.integers(0, 999), heading_deg=st.floats(-180, 180))
def test_what_a_person_does_does_not_depend_on_the_room(seed, heading_deg):
    points = some_rows(seed, 5, depth=True, holes=False)
    signals = StandingSignals(NAMES)
    first = signals.column["com_across_m"]
    still, around = signals.rows(points), signals.rows(turned(points, heading_deg))
    np.testing.assert_allclose(around[:, first:], still[:, first:], atol=1e-7)


@given(seed=st.integers(0, 999))
def test_in_a_mirror_the_signals_change_sign_or_side(seed):
    points = some_rows(seed, 5, depth=True, holes=False)
    signals = StandingSignals(NAMES)
    seen, mirror = signals.rows(points), signals.rows(mirrored(points))

    def column(rows, name):
        return rows[:, signals.column[name]]

    for name in ("com_across_m", "pelvic_obliquity_deg", "trunk_lean_deg"):
        np.testing.assert_allclose(column(mirror, name), -column(seen, name), atol=1e-9)
    share = column(mirror, "load_share")
    np.testing.assert_allclose(share, 1 - column(seen, "load_share"), atol=1e-9)
    for name in ("hip_abduction_deg", "knee_flexion_deg"):
        left, right = column(mirror, f"left_{name}"), column(seen, f"right_{name}")
        np.testing.assert_allclose(left, right, atol=1e-9)


def test_feet_on_one_spot_give_no_share_and_no_error():
    points = person(8)
    for name in ("ankle", "foot_index", "heel"):
        left = NAMES.index(f"left_{name}")
        points[:, left] = points[:, NAMES.index(f"right_{name}")]
    signals = StandingSignals(NAMES)
    few, many = signals.rows(points[:1]), signals.rows(points)
    assert not np.isfinite(few[0, signals.column["load_share"]])
    assert np.array_equal(few[0], many[0], equal_nan=True)


def test_a_source_without_toes_stands_on_its_ankles():
    names = tuple(n for n in NAMES if "foot_index" not in n)
    points = person(2)[:, [NAMES.index(n) for n in names]]
    signals = StandingSignals(names)
    rows = signals.rows(points)
    np.testing.assert_array_equal(rows[:, signals.column["left_foot_z_m"]], -0.16)
    np.testing.assert_allclose(rows[:, signals.column["load_share"]], 0.5, atol=1e-12)


def test_a_source_without_hips_is_refused():
    with pytest.raises(NotEnoughData, match="left_hip"):
        StandingSignals([n for n in NAMES if n != "left_hip"])


def test_there_is_one_column_for_each_signal():
    assert StandingSignals(NAMES).rows(person(3)).shape == (3, len(SIGNALS))
