"""What a camera's signals are worked out with is the plain version, bit for bit, only quicker."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.biomech.camera import Calibration, frontal_planes, frontal_xyz
from levelhip.biomech.faults import STEP_PART, jumps
from levelhip.biomech.picture import PICTURE_SIGNALS, PictureSignals
from levelhip.biomech.standing import StandingSignals
from levelhip.core import NotEnoughData
from tests.biomech.stick_person import NAMES, moving

STANDING = Calibration(
    facing=-1,
    roll_deg=3.7,
    roll_sd_deg=0.8,
    metre_per_px=0.0021,
    scale_sd=0.02,
    metric=True,
    origin_px=(361.3, 1190.8),
    from_s=0.0,
    to_s=2.0,
    standing=True,
    trunk_share=0.37,
)


def in_picture(seed, count, *, holes):
    """Pixels (T, L, 3) of a stick person whose points move at random."""
    rng = np.random.default_rng(seed)
    lab = moving(rng, count)
    pixels = np.stack(
        [360.0 + 480.0 * lab[..., 2], 1190.0 - 480.0 * lab[..., 1], lab[..., 0]], axis=2
    )
    if holes:
        pixels[rng.random((count, len(NAMES))) < 0.05] = np.nan
    return pixels


def planes_of(pixels):
    return frontal_planes(pixels[..., :2].reshape(len(pixels), 2 * len(NAMES)), STANDING)


def plainly(lab, names, sex):
    """The same signals by way of all three axes."""
    signals = StandingSignals(names, sex)
    rows = signals.rows(lab)
    told = []
    for name in PICTURE_SIGNALS:
        if name in signals.column:
            told.append(rows[:, signals.column[name]])
        else:
            joint = {"foot_lift_m": "ankle", "knee_lift_m": "knee"}[name]
            left, right = (names.index(f"{side}_{joint}") for side in ("left", "right"))
            told.append(lab[:, left, 1] - lab[:, right, 1])
    return np.array(told)


@given(
    seed=st.integers(0, 9999),
    count=st.sampled_from([1, 2, 5, 300]),
    holes=st.booleans(),
    sex=st.sampled_from([None, "female", "male"]),
)
@settings(max_examples=60, deadline=None)
def test_the_signals_are_those_of_all_three_axes_bit_for_bit(seed, count, holes, sex):
    pixels = in_picture(seed, count, holes=holes)
    got = PictureSignals(NAMES, sex).rows(planes_of(pixels))
    wanted = plainly(frontal_xyz(pixels, STANDING), NAMES, sex)
    assert np.array_equal(got, wanted, equal_nan=True)


def test_without_toes_the_ankles_stand_in_as_with_all_three_axes():
    names = tuple(name for name in NAMES if "foot_index" not in name)
    kept = [NAMES.index(name) for name in names]
    pixels = in_picture(3, 40, holes=True)
    got = PictureSignals(names).rows(planes_of(pixels)[kept])
    wanted = plainly(frontal_xyz(pixels, STANDING)[:, kept], names, None)
    assert np.array_equal(got, wanted, equal_nan=True)


@given(seed=st.integers(0, 9999), cuts=st.sets(st.integers(1, 29), max_size=29))
@settings(max_examples=40, deadline=None)
def test_cutting_a_camera_series_anywhere_changes_no_bit(seed, cuts):
    pixels = in_picture(seed, 30, holes=True)
    signals = PictureSignals(NAMES)
    pieces = [signals.rows(planes_of(part)) for part in np.split(pixels, sorted(cuts))]
    whole = signals.rows(planes_of(pixels))
    assert np.concatenate(pieces, axis=1).tobytes() == whole.tobytes()


@pytest.mark.parametrize("count", [0, 1, 700])
def test_the_planes_are_the_known_axes_of_the_points_in_metres(count):
    pixels = in_picture(5, count, holes=True)
    lab = frontal_xyz(pixels, STANDING)
    planes = planes_of(pixels)
    assert planes.shape == (len(NAMES), 2, count)
    assert np.array_equal(planes.transpose(2, 0, 1), lab[:, :, 1:], equal_nan=True)
    # The same numbers, another way in memory: one long row for each coordinate.
    rows = np.asfortranarray(pixels[..., :2].reshape(count, 2 * len(NAMES)))
    assert np.array_equal(frontal_planes(rows, STANDING), planes, equal_nan=True)


def test_the_axes_in_the_picture_follow_from_scale_roll_and_origin():
    # One point 100 px to the right of the origin and 50 px above it, seen from behind.
    x, y = STANDING.origin_px
    planes = frontal_planes(np.array([[x + 100.0, y - 50.0]]), STANDING)
    roll = np.radians(STANDING.roll_deg)
    right = 100.0 * np.cos(roll) + 50.0 * np.sin(roll)
    up = 50.0 * np.cos(roll) - 100.0 * np.sin(roll)
    np.testing.assert_allclose(planes[0, :, 0], 0.0021 * np.array([up, right]), atol=1e-12)


def test_a_camera_without_hips_is_refused():
    with pytest.raises(NotEnoughData, match="left_hip"):
        PictureSignals([name for name in NAMES if name != "left_hip"])


@given(seed=st.integers(0, 999))
@settings(max_examples=30, deadline=None)
def test_jumps_are_those_found_frame_by_frame(seed):
    rng = np.random.default_rng(seed)
    places = np.array([[330.0, 390.0, 345.0, 375.0], [400.0, 400.0, 560.0, 560.0]])
    core = places[:, :, None] + rng.normal(0.0, 8.0, (2, 4, 42))
    core[:, rng.integers(0, 4, 3), rng.integers(0, 42, 3)] = np.nan
    wanted = []
    for i in range(2, 42):
        before, last, now = core[..., i - 2], core[..., i - 1], core[..., i]
        change = np.abs(now - 2.0 * last + before).max()
        along = (now[:, 0] + now[:, 1] - now[:, 2] - now[:, 3]) / 2.0
        wanted.append(bool(change > STEP_PART * np.sqrt(along @ along)))
    assert jumps(core).tolist() == wanted
