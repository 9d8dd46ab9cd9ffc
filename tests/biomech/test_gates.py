"""Each fault of the picture is seen, named with its time, and nothing is made up on a good one."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.biomech.camera import calibration
from levelhip.biomech.gates import Fault, Gatekeeper, Need, fault_flags
from tests.biomech.camera_person import Camera, standing, track_of

GOOD = Camera()


def judged(track, camera=GOOD, *, people=None, need=None, height_m=1.75):
    keeper = Gatekeeper(image_size=camera.size, need=need or Need())
    keeper.push(track.time_s, track.xyz, track.confidence, people)
    return keeper.quality(calibration(track, image_size=camera.size, height_m=height_m))


def codes(quality):
    return [reason.code for reason in quality.reasons]


def changed(track, *, xyz=None, confidence=None):
    return type(track)(
        track.time_s,
        track.xyz if xyz is None else xyz,
        track.confidence if confidence is None else confidence,
        track.names,
        track.frame,
    )


@pytest.mark.parametrize("turned_deg", [0, 25, -25, 180, 160])
@pytest.mark.parametrize("roll_deg", [0, -5])
def test_a_good_picture_has_no_reasons(turned_deg, roll_deg):
    camera = Camera(person_turned_deg=turned_deg, roll_deg=roll_deg)
    poses = [standing()] * 60 + [standing(shift_m=0.15, lean_deg=5, lifted="left")] * 60
    quality = judged(track_of(poses, camera, noise_px=1.0), camera)
    assert quality.state == "ok", quality
    assert quality.reasons == ()


def test_an_empty_room_is_refused():
    track = track_of([standing()] * 60, GOOD)
    nobody = changed(
        track,
        xyz=np.full(track.xyz.shape, np.nan),
        confidence=np.zeros_like(track.confidence),
    )
    quality = judged(nobody)
    assert quality.state == "refused"
    assert codes(quality) == ["nobody"]
    assert "all of the pictures" in quality.reasons[0].text


def test_no_pictures_at_all_are_refused():
    assert codes(Gatekeeper(image_size=GOOD.size).quality()) == ["nobody"]


def test_a_second_person_is_refused_with_the_times():
    track = track_of([standing()] * 90, GOOD)
    people = np.full(90, np.nan)
    people[::15] = 1.0
    people[[30, 45]] = 2.0
    quality = judged(track, people=people)
    assert quality.state == "refused"
    assert codes(quality) == ["second-person"]
    assert (quality.reasons[0].from_s, quality.reasons[0].to_s) == (1.0, 1.5)


def test_one_person_all_the_time_is_fine():
    assert judged(track_of([standing()] * 90, GOOD), people=np.ones(90)).state == "ok"


@pytest.mark.parametrize("lying_deg", [90.0, -90.0, 75.0])
def test_a_person_who_lies_down_is_refused_in_a_standing_protocol_only(lying_deg):
    camera = Camera(roll_deg=lying_deg, size=(1280, 1280), distance_m=3.0)
    track = track_of([standing()] * 60, camera)
    quality = judged(track, camera)
    assert quality.state == "refused"
    assert codes(quality) == ["lying"]
    assert "lying" not in codes(judged(track, camera, need=Need(standing=False)))


@pytest.mark.parametrize("turned_deg", [90, -75, 70])
def test_side_on_is_refused_where_the_front_is_needed(turned_deg):
    camera = Camera(person_turned_deg=turned_deg)
    track = track_of([standing()] * 60, camera)
    assert codes(judged(track, camera)) == ["side-on"]
    assert judged(track, camera).state == "refused"
    assert "side-on" not in codes(judged(track, camera, need=Need(frontal=False)))


def test_a_person_too_far_away_is_refused_and_a_far_one_is_poor():
    near, far = Camera(distance_m=9.0), Camera(distance_m=14.0)
    quality = judged(track_of([standing()] * 60, near), near)
    assert (quality.state, codes(quality)) == ("poor", ["small"])
    assert "30 px" in quality.reasons[0].text
    quality = judged(track_of([standing()] * 60, far), far)
    assert quality.state == "refused"
    assert "too-small" in codes(quality)


def test_feet_out_of_the_picture_are_cut_off():
    camera = Camera(height_m=1.45)
    quality = judged(track_of([standing()] * 60, camera), camera)
    assert quality.state == "refused"
    assert codes(quality) == ["cut-off"]
    assert codes(judged(track_of([standing()] * 60, camera), camera, need=Need(feet=False))) == []


@pytest.mark.parametrize(
    ("point", "moved_px"),
    [
        ("nose", (0.0, -300.0)),
        ("left_shoulder", (700.0, 0.0)),
        ("left_hip", (280.0, 0.0)),
    ],
)
def test_a_skeleton_on_a_tree_is_no_body(point, moved_px):
    camera = Camera(size=(2000, 1280))
    track = track_of([standing()] * 60, camera)
    xyz = track.xyz.copy()
    xyz[:, track.names.index(point), :2] += moved_px
    quality = judged(changed(track, xyz=xyz), camera)
    assert quality.state == "refused"
    assert "not-a-body" in codes(quality)


def test_hidden_hips_are_named():
    track = track_of([standing()] * 60, GOOD)
    confidence = track.confidence.copy()
    confidence[:, track.names.index("left_hip")] = 0.3
    quality = judged(changed(track, confidence=confidence))
    assert quality.state == "refused"
    assert codes(quality) == ["unseen"]


def test_one_hidden_foot_is_no_fault():
    track = track_of([standing()] * 60, GOOD)
    confidence = track.confidence.copy()
    for name in ("left_ankle", "left_heel", "left_foot_index"):
        confidence[:, track.names.index(name)] = 0.05
    assert judged(changed(track, confidence=confidence)).state == "ok"


def test_points_that_jump_are_jitter():
    track = track_of([standing()] * 90, GOOD)
    xyz = track.xyz.copy()
    xyz[10::5, track.names.index("right_hip"), 0] += 60.0
    quality = judged(changed(track, xyz=xyz))
    assert quality.state == "refused"
    assert "jitter" in codes(quality)


def test_one_jump_is_none():
    track = track_of([standing()] * 200, GOOD)
    xyz = track.xyz.copy()
    xyz[100, track.names.index("right_hip"), 0] += 60.0
    assert judged(changed(track, xyz=xyz)).state == "ok"


@pytest.mark.parametrize(("roll_deg", "state"), [(5, "ok"), (-12, "poor"), (25, "refused")])
def test_a_rolled_camera_is_told_which_way_to_turn(roll_deg, state):
    camera = Camera(roll_deg=roll_deg, size=(1280, 1280))
    quality = judged(track_of([standing()] * 60, camera), camera)
    assert quality.state == state, quality
    if state != "ok":
        assert codes(quality) == ["camera-rolled"]
        # Content turned counter-clockwise (positive) comes of a camera turned clockwise.
        way = "counter-clockwise" if roll_deg > 0 else "clockwise"
        assert f"turn it {way}" in quality.reasons[0].text


@pytest.mark.parametrize(("share", "looks"), [(0.44, "down"), (0.31, "up")])
def test_a_camera_that_looks_steeply_up_or_down_is_said(share, looks):
    track = track_of([standing()] * 60, GOOD)
    level = calibration(track, image_size=GOOD.size, height_m=1.75)
    keeper = Gatekeeper(image_size=GOOD.size)
    keeper.push(track.time_s, track.xyz, track.confidence, None)
    quality = keeper.quality(replace(level, trunk_share=share))
    assert (quality.state, codes(quality)) == ("poor", ["camera-pitched"])
    assert f"steeply {looks}" in quality.reasons[0].text


def test_turning_round_in_the_middle_is_said():
    front = track_of([standing()] * 60, Camera())
    back = track_of([standing()] * 30, Camera(person_turned_deg=180))
    xyz = np.concatenate([front.xyz, back.xyz])
    track = type(front)(np.arange(90) / 30, xyz, np.ones((90, 33)), front.names, front.frame)
    quality = judged(track)
    assert "turned-round" in codes(quality)
    assert quality.reasons[-1].from_s == pytest.approx(2.0)


@given(cuts=st.lists(st.integers(0, 150), max_size=5), seed=st.integers(0, 5))
@settings(deadline=None, max_examples=25)
def test_the_judgement_is_the_same_however_the_stream_is_cut(cuts, seed):
    random = np.random.default_rng(seed)
    track = track_of([standing()] * 150, GOOD, noise_px=8.0, seed=seed)
    xyz = track.xyz.copy()
    xyz[random.integers(0, 150, 9)] = np.nan
    confidence = random.uniform(0.2, 1.0, track.confidence.shape)
    people = random.choice([1.0, 2.0, np.nan], 150)

    def flags(edges):
        keeper = Gatekeeper(image_size=GOOD.size)
        for a, b in pairwise(edges):
            keeper.push(track.time_s[a:b], xyz[a:b], confidence[a:b], people[a:b])
        assert keeper.quality() == keeper.quality()
        return keeper.flags()[1], keeper.quality()

    whole, quality = flags([0, 150])
    pieces, same = flags([0, *sorted(cuts), 150])
    assert pieces.tobytes() == whole.tobytes()
    assert same == quality
    rows = [
        fault_flags(xyz[i : i + 1], confidence[i : i + 1], people[i : i + 1], image_size=GOOD.size)
        for i in range(150)
    ]
    assert np.array_equal(np.concatenate(rows), whole & ~np.int16(Fault.JITTER))


def test_every_reason_says_what_where_and_the_way_out():
    bad = Camera(distance_m=14.0, person_turned_deg=80)
    track = track_of([standing()] * 60, bad, noise_px=4.0)
    quality = judged(track, bad, people=np.full(60, 1.0))
    assert len(quality.reasons) >= 2
    for reason in quality.reasons:
        assert "; " in reason.text
        assert reason.from_s is not None
        assert reason.to_s is not None
        assert reason.from_s <= reason.to_s


def test_a_foot_that_is_up_from_the_start_is_refused_where_level_is_learned_from_standing():
    up = [standing(shift_m=0.1, lean_deg=8, lifted="left")] * 400
    track = track_of(up, GOOD)
    quality = judged(track, need=Need(still=True))
    assert quality.state == "refused"
    assert "no-quiet-standing" in codes(quality)
    assert "no-quiet-standing" not in codes(judged(track))
    first = track_of([standing()] * 60 + up, GOOD)
    assert "no-quiet-standing" not in codes(judged(first, need=Need(still=True)))
