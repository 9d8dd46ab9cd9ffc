"""The camera's tables, on a clip whose person and truth the test makes itself."""

import numpy as np
import pytest

from accuracy.camera import tables_of
from accuracy.rendered import Clip
from levelhip.biomech.segments import BodyModel
from levelhip.core import Person, Samples, Side
from levelhip.engine import Engine, SourceInfo
from levelhip.protocols import protocol
from tests.biomech.camera_person import HEIGHT_M, NAMES_OF_MOUTH, Camera, standing, track_of

RATE_HZ = 30.0
SHIFT_M, LIFT_M = 0.10, 0.30


def eased(times, start_s, stop_s, length_s=0.8):
    """0 before, 1 between, 0 after, with smooth sides."""
    up = np.clip((times - start_s) / length_s, 0.0, 1.0)
    down = np.clip((times - stop_s) / length_s, 0.0, 1.0)
    return 0.5 * (np.cos(np.pi * down) - np.cos(np.pi * up))


@pytest.fixture(scope="module")
def clip():
    camera = Camera()
    times = np.arange(round(16 * RATE_HZ)) / RATE_HZ
    shift, lift = eased(times, 3.0, 11.0), eased(times, 4.2, 10.2)
    poses = [
        standing(shift_m=SHIFT_M * a, lifted="left", lift_m=LIFT_M * b)
        for a, b in zip(shift, lift, strict=True)
    ]
    track = track_of(poses, camera, rate_hz=RATE_HZ)
    person = Person(height_m=HEIGHT_M)
    engine = Engine(protocol("equal-weight"), SourceInfo("video", RATE_HZ, camera.size), person)
    engine.push(Samples(track=track, people=np.ones(len(times))))
    engine.finish()
    xyz = np.stack(
        [[pose[NAMES_OF_MOUTH.get(n, n)] for n in track.names] for pose in (poses[0], poses[240])]
    )
    com = BodyModel(track.names).centre(xyz)[:, 2]
    # World of the rendered clips: x to the person's left, nothing leans or hangs.
    columns = {
        "t": times,
        "com_x": -(com[1] - com[0]) * shift,
        "trunk_lean_deg": np.zeros_like(times),
        "obliquity_world_deg": np.zeros_like(times),
        **{f"{j}_{s}_x": np.full(len(times), x) for j, s, x in _FEET},
    }
    events = [
        {"type": kind, "t": t, "side": "L"}
        for kind, t in (
            ("foot_off", 4.6),
            ("hold_start", 5.5),
            ("hold_end", 10.0),
            ("foot_contact", 10.6),
        )
    ]
    about = {
        "movement": "equal_weight",
        "height_m": HEIGHT_M,
        "camera_yaw_deg": 0,
        "params": {},
        "events": events,
    }
    return Clip(
        name="drawn",
        about=about,
        columns=columns,
        samples=Samples(track=track),
        image_size=camera.size,
        rate_hz=RATE_HZ,
        outcome=engine.outcome(),
        series=engine.series(),
    )


_FEET = [
    (joint, side, sign * width * HEIGHT_M)
    for side, sign in (("L", 1.0), ("R", -1.0))
    for joint, width in (("ankle", 0.07), ("toe", 0.08))
]


def test_the_truth_of_a_lift_is_read_with_levelhips_signs(clip):
    (lift,) = clip.lifts
    assert lift.side is Side.LEFT
    at_off = clip.columns["com_x"][(clip.columns["t"] > 4.56) & (clip.columns["t"] < 4.64)]
    assert lift.shift_m == pytest.approx(-at_off.mean(), abs=0.003)
    assert lift.drop_deg == 0.0
    assert lift.lean_deg == 0.0


def test_the_centre_of_mass_is_followed_without_a_pose_models_noise(clip):
    i = round(8 * RATE_HZ)
    moved = clip.com_right_m[i] - clip.com_right_m[0]
    assert moved == pytest.approx(-clip.columns["com_x"][i], abs=1e-4)


def test_every_table_has_a_row_for_the_clip_and_no_drop_is_claimed(clip):
    tables = {table.title: table for table in tables_of([clip])}
    assert tables["Camera: what is refused"].rows[0][-1] == "yes"
    counts = tables["Camera: counts"].rows
    assert [row[3:5] for row in counts] == [[1, 1], [0, 0]]
    claims = tables["Camera: no drop is claimed without dots"].rows
    assert [row[2:4] for row in claims] == [[0, 0]]
    for table in tables.values():
        assert table.markdown().startswith("## Camera")


def test_no_clips_at_all_make_empty_tables():
    assert all(table.rows == [] for table in tables_of([]))
