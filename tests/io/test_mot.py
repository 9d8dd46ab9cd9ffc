import numpy as np
import pytest

from levelhip.core import BadRecording, Side
from levelhip.io.mot import opensim_table, reader
from levelhip.io.recording import ReadOptions, open_recording
from tests.io.marker_person import plate_columns, standing, to_file, trc, write_mot

TIME_S = np.arange(200) / 1000.0


def two_plates(left_n=300.0, right_n=400.0, drift_n=3.0):
    """Force and centre of pressure, lab frame, (T, 3 plates, 3): right, left, nobody."""
    newton = np.zeros((TIME_S.size, 3, 3))
    newton[:, 0] = (5.0, right_n, 2.0)
    newton[:, 1] = (-5.0, left_n, -2.0)
    newton[:, 2] = (0.5, -drift_n, 0.1)
    centre = np.zeros((TIME_S.size, 3, 3))
    centre[:, 0] = (0.05, 0.0, 0.11)
    centre[:, 1] = (0.04, 0.0, -0.11)
    return newton, centre


def mot(path, newton, centre, prefixes=("ground_force_1", "ground_force_2", "ground_force_3")):
    return write_mot(path, TIME_S, plate_columns(newton, centre, list(prefixes)))


def test_forces_are_the_plates_own_numbers(tmp_path):
    newton, centre = two_plates()
    recording = open_recording(mot(tmp_path / "a.mot", newton, centre))
    force = recording.samples().force
    assert recording.kind == "force"
    assert recording.rate_hz == pytest.approx(1000.0)
    np.testing.assert_allclose(force.newton, newton[:, :2], atol=1e-6)
    np.testing.assert_allclose(force.centre, centre[:, :2], atol=1e-6)


def test_without_feet_no_side_is_guessed_and_the_way_out_is_told(tmp_path):
    recording = open_recording(mot(tmp_path / "a.mot", *two_plates()))
    assert recording.samples().force.sides == (Side.BOTH, Side.BOTH)
    said = "\n".join(recording.notes)
    assert "left out, nobody stood on it: plate 3 (of 3)" in said
    assert "[plates]" in said


def test_markers_that_lie_beside_the_forces_are_named(tmp_path):
    alone = mot(tmp_path / "squat_grf.mot", *two_plates())
    assert not any("beside it" in note for note in open_recording(alone).notes)
    (tmp_path / "squat.trc").touch()
    (tmp_path / "walk.trc").touch()
    notes = open_recording(alone).notes
    assert any("analyse squat.trc --forces squat_grf.mot" in note for note in notes)


@pytest.mark.parametrize(
    "prefixes",
    [("r_ground_force", "l_ground_force", "x"), ("ground_force_r", "ground_force_l", "x"),
     ("FP_right", "FP_left", "x")],
)  # fmt: skip
def test_sides_in_the_column_names_count(tmp_path, prefixes):
    recording = open_recording(mot(tmp_path / "a.mot", *two_plates(), prefixes=prefixes))
    assert recording.samples().force.sides == (Side.RIGHT, Side.LEFT)


def test_a_map_gives_the_plates_sides(tmp_path):
    own = tmp_path / "map.toml"
    own.write_text('[plates]\n1 = "right"\n2 = "left"\n')
    path = mot(tmp_path / "a.mot", *two_plates())
    recording = open_recording(path, ReadOptions(marker_map=own))
    assert recording.samples().force.sides == (Side.RIGHT, Side.LEFT)


@pytest.mark.parametrize("heading_deg", [0.0, 90.0, -140.0])
def test_with_markers_the_feet_tell_the_sides_and_forces_turn_with_them(tmp_path, heading_deg):
    newton, centre = two_plates()
    markers = trc(tmp_path / "a.trc", standing(), heading_deg=heading_deg)
    forces = mot(
        tmp_path / "a.mot",
        to_file(newton, heading_deg=heading_deg),
        to_file(centre, heading_deg=heading_deg),
    )
    recording = open_recording(markers, ReadOptions(forces=forces))
    force = recording.samples().force
    assert force.sides == (Side.RIGHT, Side.LEFT)
    np.testing.assert_allclose(force.newton, newton[:, :2], atol=1e-4)
    np.testing.assert_allclose(force.centre, centre[:, :2], atol=1e-4)
    assert recording.id != open_recording(markers).id


def test_a_plate_with_both_feet_belongs_to_neither(tmp_path):
    newton, centre = two_plates()
    centre[:, 0, 2] = 0.0
    recording = open_recording(
        trc(tmp_path / "a.trc", standing()),
        ReadOptions(forces=mot(tmp_path / "a.mot", newton, centre)),
    )
    assert recording.samples().force.sides == (Side.BOTH, Side.LEFT)


def test_force_on_the_plate_is_turned_to_force_on_the_person(tmp_path):
    newton, centre = two_plates()
    recording = open_recording(mot(tmp_path / "a.mot", -newton, centre))
    np.testing.assert_allclose(recording.samples().force.newton, newton[:, :2], atol=1e-6)
    assert any("turned to that on the person" in note for note in recording.notes)


def test_the_centre_of_pressure_of_an_unloaded_plate_is_unknown(tmp_path):
    newton, centre = two_plates()
    newton[:100, 0, 1] = 4.0
    force = open_recording(mot(tmp_path / "a.mot", newton, centre)).samples().force
    assert np.isnan(force.centre[:100, 0]).all()
    assert np.isfinite(force.centre[100:, 0]).all()
    np.testing.assert_allclose(force.newton[:100, 0, 1], 4.0)


def test_markers_of_another_vertical_use_only_the_upright_force(tmp_path):
    newton, centre = two_plates()
    recording = open_recording(
        trc(tmp_path / "a.trc", standing(), up="+Z"),
        ReadOptions(forces=mot(tmp_path / "a.mot", newton, centre)),
    )
    force = recording.samples().force
    np.testing.assert_allclose(force.newton[:, :, 1], newton[:, :2, 1], atol=1e-6)
    assert np.isnan(force.newton[:, :, [0, 2]]).all()
    assert any("only the upright force is used" in note for note in recording.notes)


def test_joint_angles_are_read_as_named_series_but_are_no_recording(tmp_path):
    angles = {"pelvis_tilt": np.sin(TIME_S), "pelvis_list": np.cos(TIME_S)}
    path = write_mot(tmp_path / "ik.mot", TIME_S, angles)
    table = opensim_table(path)
    np.testing.assert_allclose(table.columns["pelvis_list"], np.cos(TIME_S), atol=1e-6)
    np.testing.assert_allclose(table.time_s, TIME_S)
    assert not table.in_degrees
    with pytest.raises(BadRecording, match=r"no ground forces .* pelvis_tilt"):
        open_recording(path)


def test_a_torn_file_loses_its_last_row_and_says_so(tmp_path):
    path = mot(tmp_path / "a.mot", *two_plates())
    text = path.read_text()
    path.write_text(text[: text.rstrip("\n").rindex("\t") - 20])
    recording = open_recording(path)
    assert len(recording.samples().force) == 199
    assert any("ends within line" in str(repair) for repair in recording.repairs)
    assert any("header says 200, the file holds 199" in str(repair) for repair in recording.repairs)


def test_repeated_times_are_dropped_and_listed(tmp_path):
    newton, centre = two_plates()
    time_s = TIME_S.copy()
    time_s[50] = time_s[49]
    names = ["ground_force_1", "ground_force_2", "ground_force_3"]
    path = write_mot(tmp_path / "a.mot", time_s, plate_columns(newton, centre, names))
    recording = open_recording(path)
    assert len(recording.samples().force) == 199
    assert any("1 of 200 samples dropped" in str(repair) for repair in recording.repairs)


def test_numbers_that_are_none_stay_unknown_and_are_counted(tmp_path):
    path = mot(tmp_path / "a.mot", *two_plates())
    lines = path.read_text().splitlines()
    cells = lines[10].split("\t")
    cells[2] = "NaN"
    lines[10] = "\t".join(cells)
    path.write_text("\n".join(lines) + "\n")
    recording = open_recording(path)
    force = recording.samples().force
    assert np.isnan(force.newton[:, 0, 1]).sum() == 1
    assert any("1 are no finite numbers" in str(repair) for repair in recording.repairs)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda lines: lines[:4], "endheader"),
        (lambda lines: lines[:6], "ends with its header"),
        (lambda lines: lines[:7], "no rows"),
        (
            lambda lines: [*lines[:6], lines[6].replace("time", "second"), *lines[7:]],
            "must be time",
        ),
        (lambda lines: [*lines[:9], lines[9] + "\t3", *lines[10:]], "line 10 has 20 columns"),
    ],
)
def test_what_is_no_table_is_told_with_its_line(tmp_path, spoil, word):
    path = mot(tmp_path / "a.mot", *two_plates())
    path.write_text("\n".join(spoil(path.read_text().splitlines())) + "\n")
    with pytest.raises(BadRecording, match=word):
        open_recording(path)


def test_plates_that_nobody_stood_on_are_no_recording(tmp_path):
    newton, centre = two_plates(left_n=3.0, right_n=5.0)
    with pytest.raises(BadRecording, match="nobody stands on any of its 3 plates"):
        open_recording(mot(tmp_path / "a.mot", newton, centre))


def test_only_opensim_tables_are_taken_for_one(tmp_path):
    assert reader.matches(tmp_path / "a.txt", b"name\nendheader\ntime\tx")
    assert not reader.matches(tmp_path / "a.txt", b"time,x\n1,2")
    assert not reader.matches(tmp_path / "a.mot", b"\0\0\0")
