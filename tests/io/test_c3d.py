import numpy as np
import pytest

from levelhip.core import BadRecording, Side
from levelhip.io.c3d import events, reader
from levelhip.io.recording import ReadOptions, open_recording
from tests.io.marker_person import (
    PLUG_IN_GAIT,
    POINTS_M,
    standing,
    to_file,
    write_c3d,
)

NAMES = list(POINTS_M)
ZUP = to_file(standing(20), up="+Z") * 1000.0
"""The standing person, Z up, mm; the file's Y is the person's left."""


def corners_mm(x0, x1, y0, y1):
    """Corners of a plate in the order of its own quadrants: +x+y, -x+y, -x-y, +x-y.

    A plate of the common kinds has its Z axis pointing down, so with X along the lab's X its Y runs
    against the lab's Y.
    """
    return np.array([[x1, y0, 0], [x0, y0, 0], [x0, y1, 0], [x1, y1, 0]], dtype=float).T


def plate_parameters(kind, corners, origin, channels, extra=None):
    given = {
        ("FORCE_PLATFORM", "USED"): [len(corners)],
        ("FORCE_PLATFORM", "TYPE"): [kind] * len(corners),
        ("FORCE_PLATFORM", "ZERO"): [1, 0],
        ("FORCE_PLATFORM", "CORNERS"): np.stack(corners, axis=2),
        ("FORCE_PLATFORM", "ORIGIN"): np.stack(origin, axis=1),
        ("FORCE_PLATFORM", "CHANNEL"): np.array(channels).T,
    }
    return {**given, **(extra or {})}


RIGHT_PLATE = corners_mm(-200, 300, -300, 0)  # the person's right is the file's -Y
LEFT_PLATE = corners_mm(-200, 300, 0, 300)
RIGHT_AT = np.array([60.0, -110.0, 0.0])
LEFT_AT = np.array([40.0, 110.0, 0.0])


def test_a_person_is_read_with_z_up(tmp_path):
    recording = open_recording(write_c3d(tmp_path / "a.c3d", ZUP))
    track = recording.samples().track
    for i, name in enumerate(NAMES):
        if name in track.names:
            np.testing.assert_allclose(track.point(name), standing(20)[:, i], atol=1e-5)
    assert recording.kind == "markers"
    assert any("vertical: +Z" in note for note in recording.notes)
    assert any("Plug-in Gait" in note for note in recording.notes)


@pytest.mark.parametrize("up", ["+Y", "-Z"])
def test_another_vertical_is_seen_from_the_body(tmp_path, up):
    file = to_file(standing(10), up=up, heading_deg=20.0) * 1000.0
    recording = open_recording(write_c3d(tmp_path / "a.c3d", file))
    track = recording.samples().track
    np.testing.assert_allclose(track.point("left_asis"), standing(10)[:, 0], atol=1e-5)
    assert any(f"vertical: {up}, from the feet to the trunk" in note for note in recording.notes)


def test_unseen_markers_are_missing(tmp_path):
    file = ZUP.copy()
    file[3:18, 0] = np.nan
    track = open_recording(write_c3d(tmp_path / "a.c3d", file)).samples().track
    assert np.isnan(track.point("left_asis")[3:18]).all()
    assert np.isfinite(track.point("left_asis")[:3]).all()


def loads(parts, samples=40):
    """Constant analog channels."""
    return np.repeat(np.array(parts, dtype=float)[:, None], samples, axis=1)


def reaction(plate_corners, at_mm, newton):
    """Fx, Fy, Fz, Mx, My, Mz that a plate with Z down and its origin 40 mm below the top shows.

    What the plate's axes show is the force that the person puts on it; `newton` is the force on
    the person in the file's axes. The moment of a force at (x, y, -40 mm below is +Z) about the
    origin follows from r x F.
    """
    middle = plate_corners.mean(axis=1)
    x_axis = plate_corners[:, 0] - plate_corners[:, 1]
    y_axis = plate_corners[:, 0] - plate_corners[:, 3]
    axes = np.stack([x_axis / np.linalg.norm(x_axis), y_axis / np.linalg.norm(y_axis)])
    axes = np.vstack([axes, np.cross(axes[0], axes[1])])
    force = axes @ -np.array(newton)
    arm = axes @ (at_mm - middle) + np.array([0.0, 0.0, -40.0])
    return np.concatenate([force, np.cross(arm, force)])


ORIGIN = np.array([0.0, 0.0, -40.0])
"""From the sensor's origin to the middle of the top, in the plate's own axes (Z down), mm."""


def assert_two_feet(force, right_n, left_n):
    assert force.sides == (Side.RIGHT, Side.LEFT)
    np.testing.assert_allclose(force.newton[:, 0, 1], right_n, rtol=1e-4)
    np.testing.assert_allclose(force.newton[:, 1, 1], left_n, rtol=1e-4)
    # Lab X is the file's X, lab Z the file's -Y.
    np.testing.assert_allclose(force.centre[:, 0, [0, 2]], [[0.06, 0.11]] * 40, atol=2e-4)
    np.testing.assert_allclose(force.centre[:, 1, [0, 2]], [[0.04, -0.11]] * 40, atol=2e-4)


NAMES_12 = [f"{c}{i}" for i in (1, 2) for c in ("Fx", "Fy", "Fz", "Mx", "My", "Mz")]


def test_plates_of_type_2_give_force_and_centre_of_pressure(tmp_path):
    right = reaction(RIGHT_PLATE, RIGHT_AT, [3.0, -6.0, 400.0])
    left = reaction(LEFT_PLATE, LEFT_AT, [-3.0, 6.0, 300.0])
    path = write_c3d(
        tmp_path / "a.c3d",
        ZUP,
        analogs=loads([*right, *left]),
        analog_names=NAMES_12,
        analog_rate_hz=200.0,
        parameters=plate_parameters(
            2, [RIGHT_PLATE, LEFT_PLATE], [ORIGIN, ORIGIN], [range(1, 7), range(7, 13)]
        ),
    )
    recording = open_recording(path)
    force = recording.samples().force
    assert_two_feet(force, 400.0, 300.0)
    np.testing.assert_allclose(force.newton[:, 0, 0], 3.0, atol=1e-3)
    np.testing.assert_allclose(force.newton[:, 0, 2], 6.0, atol=1e-3)
    assert any("type 2" in note for note in recording.notes)


def test_plates_of_type_4_apply_their_calibration_matrix(tmp_path):
    matrix = np.diag([2.0, 2.0, 4.0, 500.0, 500.0, 300.0])
    matrix[0, 1] = 0.1
    right = np.linalg.solve(matrix, reaction(RIGHT_PLATE, RIGHT_AT, [3.0, -6.0, 400.0]))
    left = np.linalg.solve(matrix, reaction(LEFT_PLATE, LEFT_AT, [-3.0, 6.0, 300.0]))
    path = write_c3d(
        tmp_path / "a.c3d",
        ZUP,
        analogs=loads([*right, *left]),
        analog_names=NAMES_12,
        analog_rate_hz=200.0,
        parameters=plate_parameters(
            4,
            [RIGHT_PLATE, LEFT_PLATE],
            [ORIGIN, ORIGIN],
            [range(1, 7), range(7, 13)],
            {("FORCE_PLATFORM", "CAL_MATRIX"): np.stack([matrix, matrix], axis=2)},
        ),
    )
    assert_two_feet(open_recording(path).samples().force, 400.0, 300.0)


def test_plates_of_type_3_add_their_four_corners(tmp_path):
    half_x, half_y = 150.0, 100.0

    def channels(plate_corners, at_mm, up_n):
        shown = reaction(plate_corners, at_mm, [0.0, 0.0, up_n])
        fz = shown[2]
        x, y = (at_mm - plate_corners.mean(axis=1))[:2] * [1.0, -1.0]
        # Four sensors at (+-half_x, +-half_y) whose sum and moments match the load.
        corners = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
        each = [fz * (1 + sx * x / half_x + sy * y / half_y) / 4 for sx, sy in corners]
        return [0.0, 0.0, 0.0, 0.0, *each]

    origin = np.array([half_x, half_y, -40.0])  # half distances of the sensors, and their depth
    path = write_c3d(
        tmp_path / "a.c3d",
        ZUP,
        analogs=loads(
            channels(RIGHT_PLATE, RIGHT_AT, 400.0) + channels(LEFT_PLATE, LEFT_AT, 300.0)
        ),
        analog_names=[
            f"{c}{i}" for i in (1, 2) for c in ("X12", "X34", "Y14", "Y23", "Z1", "Z2", "Z3", "Z4")
        ],
        analog_rate_hz=200.0,
        parameters=plate_parameters(
            3, [RIGHT_PLATE, LEFT_PLATE], [origin, origin], [range(1, 9), range(9, 17)]
        ),
    )
    assert_two_feet(open_recording(path).samples().force, 400.0, 300.0)


def test_plates_of_type_1_give_their_centre_of_pressure_themselves(tmp_path):
    def channels(plate_corners, at_mm, up_n):
        x, y = (at_mm - plate_corners.mean(axis=1))[:2] * [1.0, -1.0]
        return [0.0, 0.0, up_n, x, y, 0.0]

    path = write_c3d(
        tmp_path / "a.c3d",
        ZUP,
        analogs=loads(
            channels(RIGHT_PLATE, RIGHT_AT, 400.0) + channels(LEFT_PLATE, LEFT_AT, 300.0)
        ),
        analog_names=[f"{c}{i}" for i in (1, 2) for c in ("Fx", "Fy", "Fz", "Px", "Py", "Tz")],
        analog_rate_hz=200.0,
        parameters=plate_parameters(
            1, [RIGHT_PLATE, LEFT_PLATE], [ORIGIN, ORIGIN], [range(1, 7), range(7, 13)]
        ),
    )
    assert_two_feet(open_recording(path).samples().force, 400.0, 300.0)


def test_plates_of_an_unknown_type_are_left_out_with_a_word(tmp_path):
    path = write_c3d(
        tmp_path / "a.c3d",
        ZUP,
        analogs=loads([0.0] * 12),
        analog_names=NAMES_12,
        analog_rate_hz=200.0,
        parameters=plate_parameters(
            11, [RIGHT_PLATE, LEFT_PLATE], [ORIGIN, ORIGIN], [range(1, 7), range(7, 13)]
        ),
    )
    recording = open_recording(path)
    assert recording.samples().force is None
    assert any("not read: type 11" in note for note in recording.notes)


def test_events_carry_side_and_time_and_those_outside_are_marked(tmp_path):
    path = write_c3d(
        tmp_path / "a.c3d",
        ZUP,
        parameters={
            ("EVENT", "USED"): [3],
            ("EVENT", "LABELS"): ("Foot Strike", "Foot Off", "Foot Strike"),
            ("EVENT", "CONTEXTS"): ("Left", "Right", "General"),
            ("EVENT", "TIMES"): np.array([[0.0, 0.0, 1.0], [0.15, 0.05, 3.0]]),
        },
    )
    found = events(path)
    assert [(e.label, e.side, e.inside) for e in found] == [
        ("Foot Off", Side.RIGHT, True),
        ("Foot Strike", Side.LEFT, True),
        ("Foot Strike", Side.BOTH, False),
    ]
    np.testing.assert_allclose([e.time_s for e in found], [0.05, 0.15, 63.0], atol=1e-6)
    notes = open_recording(path).notes
    assert any("Foot Strike 2; 1 lie outside the recording" in note for note in notes)


def test_angles_and_unnamed_points_are_no_markers(tmp_path):
    extra = np.ones((20, 2, 3))
    path = write_c3d(
        tmp_path / "a.c3d",
        np.concatenate([ZUP, extra], axis=1),
        [*PLUG_IN_GAIT.values(), "LKneeAngles", "*12"],
        parameters={("POINT", "ANGLES"): ("LKneeAngles",)},
    )
    recording = open_recording(path)
    assert not {"LKneeAngles", "*12"} & set(recording.samples().track.names)
    assert any("1 computed angles" in n and "1 unnamed" in n for n in recording.notes)


def test_labels_that_repeat_give_way_to_descriptions(tmp_path):
    long_names = {"left_knee_medial": "L.Knee.Medial", "left_knee_lateral": "L.Knee"}
    keep = [i for i, n in enumerate(NAMES) if "asis" in n or "psis" in n or n in long_names]
    said = [long_names.get(NAMES[i], PLUG_IN_GAIT[NAMES[i]]) for i in keep]
    labels = ["LKNE" if NAMES[i] in long_names else PLUG_IN_GAIT[NAMES[i]] for i in keep]
    path = write_c3d(
        tmp_path / "a.c3d",
        ZUP[:, keep],
        labels,
        parameters={("POINT", "DESCRIPTIONS"): tuple(said)},
    )
    recording = open_recording(path)
    assert any("descriptions are taken as names" in note for note in recording.notes)


def test_the_subjects_name_before_a_marker_is_dropped(tmp_path):
    path = write_c3d(tmp_path / "a.c3d", ZUP, [f"Ann:{n}" for n in PLUG_IN_GAIT.values()])
    recording = open_recording(path)
    assert "left_asis" in recording.samples().track.names
    assert "Ann" not in "".join(recording.samples().track.names) + "".join(recording.notes)


def test_two_people_in_one_file_are_refused(tmp_path):
    both = [f"{who}:{n}" for who in ("Ann", "Bob") for n in PLUG_IN_GAIT.values()]
    path = write_c3d(tmp_path / "a.c3d", np.concatenate([ZUP, ZUP + 1000.0], axis=1), both)
    with pytest.raises(BadRecording, match="markers of 2 people; export one person per file"):
        open_recording(path)


def test_a_c3d_with_no_pelvis_gets_its_clear_answer(tmp_path):
    keep = [i for i, name in enumerate(NAMES) if "asis" not in name and "psis" not in name]
    path = write_c3d(tmp_path / "a.c3d", ZUP[:, keep], [PLUG_IN_GAIT[NAMES[i]] for i in keep])
    with pytest.raises(BadRecording) as error:
        open_recording(path)
    for word in ("a.c3d: no pelvis among its 16 markers", "hip centres", "LKNE", "--marker-map"):
        assert word in str(error.value)


def test_a_c3d_that_was_cut_off_is_refused_with_its_count(tmp_path):
    path = write_c3d(tmp_path / "a.c3d", np.repeat(ZUP, 30, axis=0))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(BadRecording, match=r"a\.c3d: cut off, it holds \d+ of its 600 frames"):
        open_recording(path)


@pytest.mark.parametrize("seed", [1, 6])
def test_damaged_parameters_end_in_a_clear_error_and_not_in_a_crash(tmp_path, seed):
    # Seed 6 makes the C library end its process.
    rng = np.random.default_rng(seed)
    path = write_c3d(tmp_path / "a.c3d", ZUP)
    data = bytearray(path.read_bytes())
    for at in rng.integers(512, 1400, 12):
        data[at] = rng.integers(0, 256)
    path.write_bytes(data)
    with pytest.raises(BadRecording, match=r"a\.c3d: cannot be read as C3D .* export it again"):
        open_recording(path)


@pytest.mark.parametrize("data", [b"just words\n" * 100, b"\x02\x50" + b"\0" * 20, b"\x05" * 700])
def test_what_is_no_c3d_is_refused(tmp_path, data):
    path = tmp_path / "a.c3d"
    path.write_bytes(data)
    with pytest.raises(BadRecording, match=r"a\.c3d"):
        open_recording(path)


def test_only_c3d_files_are_taken_for_one(tmp_path):
    assert reader.matches(tmp_path / "a.bin", b"\x02\x50" + b"\0" * 600)
    assert not reader.matches(tmp_path / "a.bin", b"\x02\x51" + b"\0" * 600)


def test_a_force_file_beside_a_file_with_forces_is_refused(tmp_path):
    right = reaction(RIGHT_PLATE, RIGHT_AT, [3.0, -6.0, 400.0])
    path = write_c3d(
        tmp_path / "a.c3d",
        ZUP,
        analogs=loads([*right, *right]),
        analog_names=NAMES_12,
        analog_rate_hz=200.0,
        parameters=plate_parameters(
            2, [RIGHT_PLATE, LEFT_PLATE], [ORIGIN, ORIGIN], [range(1, 7), range(7, 13)]
        ),
    )
    with pytest.raises(BadRecording, match=r"holds forces itself; leave out b\.mot"):
        open_recording(path, ReadOptions(forces=tmp_path / "b.mot"))
