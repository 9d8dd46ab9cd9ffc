import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.biomech import BodyModel, centre_of_mass, segment_table
from levelhip.biomech.segments import MODEL_SD_M, REQUIRED
from levelhip.core import POSE_NAMES, Frame, NotEnoughData, Track
from tests.biomech.stick_person import NAMES, PLACES, mirrored, moving, person, turned

PAIRED = ("upper_arm", "forearm", "hand", "thigh", "shank", "foot")
SEXES = st.sampled_from(["female", "male", None])


def track(points, names=NAMES):
    count = len(points)
    return Track(np.arange(count) / 100.0, points, np.ones((count, len(names))), names, Frame.LAB)


@pytest.mark.parametrize(("sex", "total"), [("male", 1.0), ("female", 0.9999)])
def test_segment_masses_sum_to_what_the_paper_prints(sex, total):
    table = segment_table(sex)
    mass = sum(s.mass * (2 if name in PAIRED else 1) for name, s in table.items())
    assert mass == pytest.approx(total, abs=1e-12)


def test_the_head_of_women_is_not_that_of_the_faulty_copies():
    assert segment_table("female")["head"].mass == 0.0668


def test_the_three_trunks_of_the_table_put_the_centre_at_one_height():
    # Trunk, trunk 2 and trunk 3 differ only in their upper end, within the table's rounding.
    from levelhip.biomech.segment_table import TRUNK_FROM_C7, TRUNK_FROM_STERNUM

    for sex in ("male", "female"):
        trunk = segment_table(sex)["trunk"]
        heights = [
            (1 - trunk.centre) * trunk.length_m,
            *(
                (1 - part) * length
                for part, length in (TRUNK_FROM_STERNUM[sex], TRUNK_FROM_C7[sex])
            ),
        ]
        assert max(heights) - min(heights) < 3e-4


def test_an_unknown_sex_is_the_mean_of_both():
    for name, segment in segment_table(None).items():
        pair = [segment_table(sex)[name] for sex in ("male", "female")]
        assert segment.mass == pytest.approx(sum(s.mass for s in pair) / 2)
        assert segment.centre == pytest.approx(sum(s.centre for s in pair) / 2)


@pytest.mark.parametrize("sex", ["male", "female", None])
def test_the_centre_is_the_sum_of_the_segments_worked_out_one_by_one(sex):
    table = segment_table(sex)
    place = {name: np.array(xyz) for name, xyz in PLACES.items()}
    shoulders = (place["left_shoulder"] + place["right_shoulder"]) / 2
    hips = (place["left_hip"] + place["right_hip"]) / 2
    trunk, head = table["trunk"], table["head"]
    moment = trunk.mass * (shoulders + trunk.centre * (hips - shoulders))
    moment = moment + head.mass * (place["left_ear"] + place["right_ear"]) / 2
    mass = trunk.mass + head.mass
    for side in ("left", "right"):
        ends = {
            "upper_arm": ("shoulder", "elbow"),
            "forearm": ("elbow", "wrist"),
            "thigh": ("hip", "knee"),
            "shank": ("knee", "ankle"),
            "foot": ("heel", "foot_index"),
        }
        for name, (first, second) in ends.items():
            a, b = place[f"{side}_{first}"], place[f"{side}_{second}"]
            moment = moment + table[name].mass * (a + table[name].centre * (b - a))
            mass += table[name].mass
        elbow, wrist = place[f"{side}_elbow"], place[f"{side}_wrist"]
        hand, forearm = table["hand"], table["forearm"]
        beyond = hand.centre * hand.length_m / forearm.length_m
        moment = moment + hand.mass * (wrist + beyond * (wrist - elbow))
        mass += hand.mass
    got = BodyModel(NAMES, sex).centre(person())[0]
    np.testing.assert_allclose(got, moment / mass, atol=1e-12)


def test_the_centre_of_a_standing_person_is_where_books_put_it():
    # 55 to 57 % of body height above the ground, in the middle.
    centre = BodyModel(NAMES).centre(person())[0]
    assert 0.53 < centre[1] / 1.75 < 0.59
    assert abs(centre[2]) < 1e-12


@given(seed=st.integers(0, 99), sex=SEXES, heading_deg=st.floats(-180, 180))
def test_the_centre_turns_with_the_room(seed, sex, heading_deg):
    points = moving(np.random.default_rng(seed), 3)
    body = BodyModel(NAMES, sex)
    np.testing.assert_allclose(
        body.centre(turned(points, heading_deg)),
        turned(body.centre(points), heading_deg),
        atol=1e-12,
    )


@given(seed=st.integers(0, 99), sex=SEXES, shift=st.floats(-5, 5))
def test_the_centre_moves_with_the_person_and_mirrors_with_them(seed, sex, shift):
    points = moving(np.random.default_rng(seed), 3)
    body = BodyModel(NAMES, sex)
    centre = body.centre(points)
    np.testing.assert_allclose(body.centre(points + shift), centre + shift, atol=1e-12)
    np.testing.assert_allclose(
        body.centre(mirrored(points)), centre * np.array([1.0, 1.0, -1.0]), atol=1e-12
    )


@given(seed=st.integers(0, 999), cuts=st.sets(st.integers(1, 59), max_size=8))
@settings(max_examples=40)
def test_cutting_the_series_changes_no_bit_of_the_centre(seed, cuts):
    rng = np.random.default_rng(seed)
    points = moving(rng, 60)
    points[rng.random((60, len(NAMES))) < 0.05] = np.nan
    body = BodyModel(NAMES)
    whole = body.centre(points)
    pieces = np.concatenate([body.centre(part) for part in np.split(points, sorted(cuts))])
    assert np.array_equal(whole, pieces, equal_nan=True)


@given(seed=st.integers(0, 999))
def test_one_row_as_floats_gives_the_bits_of_the_array(seed):
    points = moving(np.random.default_rng(seed), 5)
    body = BodyModel(NAMES)
    whole = body.centre(points)
    for row, wanted in zip(points, whole, strict=True):
        assert body.one_centre(row.ravel().tolist()) == wanted.tolist()


def test_without_depth_the_frontal_plane_stays():
    points = person(2)
    full = BodyModel(NAMES).centre(points)
    points[..., 0] = np.nan
    flat = BodyModel(NAMES).centre(points)
    assert np.isnan(flat[:, 0]).all()
    np.testing.assert_array_equal(flat[:, 1:], full[:, 1:])


@pytest.mark.parametrize("name", REQUIRED)
def test_an_unseen_joint_of_trunk_or_leg_makes_the_centre_unknown(name):
    points = person(3)
    points[1, NAMES.index(name)] = np.nan
    body = BodyModel(NAMES)
    assert np.isnan(body.centre(points)).all(axis=1).tolist() == [False, True, False]
    assert np.isnan(body.spread(points, sigma_m=0.01)).tolist() == [False, True, False]


@pytest.mark.parametrize("name", REQUIRED)
def test_a_source_without_trunk_or_legs_is_told_what_is_missing(name):
    names = tuple(n for n in NAMES if n != name)
    with pytest.raises(NotEnoughData, match=name):
        BodyModel(names)


@pytest.mark.parametrize(
    ("lost", "within_m"),
    [
        (("left_ear", "right_ear"), 0.008),
        (("left_ear", "right_ear", "nose"), 0.005),
        (("left_wrist",), 0.005),
        (("left_elbow", "left_wrist"), 0.008),
        (("left_heel",), 0.002),
        (("left_foot_index", "right_foot_index"), 0.003),
    ],
)
def test_an_unseen_head_arm_or_foot_moves_the_centre_little_and_costs_certainty(lost, within_m):
    points = person(2)
    columns = [NAMES.index(name) for name in lost]
    points[1, columns] = np.nan
    body = BodyModel(NAMES)
    centre = body.centre(points)
    assert np.abs(centre[1] - centre[0]).max() < within_m
    spread = body.spread(points, sigma_m=0.01)
    assert spread[1] > spread[0] * (1.0 + 1e-6)


def test_a_source_without_arms_and_head_says_so_in_the_method():
    names = REQUIRED
    points = person()[:, [NAMES.index(name) for name in names]]
    got = centre_of_mass(track(points, names), sigma_m=0.01, sex="female")
    for word in ("female", "head along the trunk", "arms hanging", "feet at the ankles"):
        assert word in got.method
    full = centre_of_mass(track(person()), sigma_m=0.01, sex="female")
    assert got.sd[0, 0] > full.sd[0, 0]
    assert np.abs(got.value - full.value).max() < 0.02


def test_neck_markers_share_the_trunk_with_the_shoulders():
    # A shoulder marker 3 cm off moves the centre by a third of what it does alone.
    names = (*NAMES, "c7", "sternum")
    neck = np.array([[[-0.05, 1.49, 0.0], [0.06, 1.43, 0.0]]])
    points = np.concatenate([person(), neck], axis=1)
    both, alone = BodyModel(names), BodyModel(NAMES)
    moved = person()
    moved[0, NAMES.index("left_shoulder"), 2] += 0.03
    far = np.concatenate([moved, neck], axis=1)
    trunk = segment_table(None)["trunk"]
    shift = [
        (model.centre(b) - model.centre(a))[0, 2]
        for model, a, b in ((both, points, far), (alone, person(), moved))
    ]
    expected = 0.015 * trunk.mass * (1 - trunk.centre) * (1 - 1 / 3)
    assert shift[1] - shift[0] == pytest.approx(expected, rel=1e-3)
    # The neck gives the same centre as the shoulders where both are well placed.
    assert np.abs(both.centre(points) - alone.centre(person())).max() < 0.02


def test_the_spread_of_the_centre_agrees_with_monte_carlo():
    rng = np.random.default_rng(3)
    sigma_m = 0.02
    body = BodyModel(NAMES)
    shown = body.centre(person(20_000) + rng.normal(0, sigma_m, (20_000, len(NAMES), 3))).std(
        axis=0
    )
    noise = np.sqrt(body.spread(person(), sigma_m=sigma_m)[0] ** 2 - MODEL_SD_M**2)
    np.testing.assert_allclose(noise, shown, rtol=0.02)


def test_landmarks_of_the_pose_model_are_all_that_is_needed():
    assert set(BodyModel(POSE_NAMES).landmarks) < set(POSE_NAMES)
    assert len(BodyModel(POSE_NAMES).landmarks) == 18
