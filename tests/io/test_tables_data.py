"""The readers of tables on recordings of other people, against their columns read with numpy."""

import os
from pathlib import Path

import numpy as np
import pytest

from levelhip.core import BadRecording, Side
from levelhip.io.recording import ReadOptions, open_recording

DATA = Path(os.environ.get("LEVELHIP_DATA", Path(__file__).parents[3] / "shared" / "data"))


def file(name):
    path = DATA / name
    if not path.exists():
        pytest.skip(f"real recordings are absent: {path}; set LEVELHIP_DATA")
    return path


def columns(path, header, delimiter, *wanted):
    return np.loadtxt(
        path, skiprows=header, delimiter=delimiter, usecols=wanted, encoding="utf-8-sig"
    ).T


def feet(recording):
    force = recording.samples().force
    return force.vertical(Side.LEFT), force.vertical(Side.RIGHT)


def test_two_plates_with_columns_for_each_foot():
    path = file("pds_two_plates/data/PDS13OR1grf.txt")
    time, right, left = columns(path, 1, "\t", 0, 2, 5)
    recording = open_recording(path)
    force = recording.samples().force
    got = feet(recording)
    np.testing.assert_array_equal(got[0], left)
    np.testing.assert_array_equal(got[1], right)
    np.testing.assert_array_equal(force.time_s, time)
    assert 45.5 < 100 * np.mean(right / (left + right)) < 50.1
    # Standing feet push each other apart: the ground pushes the left foot to the right.
    assert np.median(force.newton[:, force.sides.index(Side.LEFT), 2]) > 5
    assert np.median(force.newton[:, force.sides.index(Side.RIGHT), 2]) < -5


def test_paretic_and_other_foot_of_people_after_a_stroke():
    path = file("zip_poststroke_LRplates/data_raw/Stroke 3.txt")
    paretic, other = columns(path, 1, "\t", 2, 5)
    recording = open_recording(path)
    got = feet(recording)
    np.testing.assert_array_equal(got[0], paretic)
    np.testing.assert_array_equal(got[1], other)
    assert "paretic is shown as left" in str(recording.repairs[0])
    assert 33 < 100 * np.mean(paretic / (paretic + other)) < 35


def test_numbered_plates_with_lines_above_the_header():
    path = file("acl_squat_jump_plates/data/BFR003_squat_jump.csv")
    first, second = columns(path, 7, ",", 2, 11)
    recording = open_recording(path)
    got = feet(recording)
    np.testing.assert_array_equal(got[0], first)
    np.testing.assert_array_equal(got[1], second)
    assert recording.rate_hz == pytest.approx(1000)


def test_vectors_under_one_name_without_times_need_a_rate(tmp_path):
    path = file("fbos_markers_force/pilotData/trial_01/forcedata_01.csv")
    with pytest.raises(BadRecording, match=r"forcedata_01\.csv: no column of times.*rate_hz"):
        open_recording(path)
    told = tmp_path / "map.toml"
    told.write_text("[force]\nrate_hz = 100\n", encoding="utf-8")
    left, right = columns(path, 1, ",", 5, 11)
    recording = open_recording(path, ReadOptions(marker_map=told))
    got = feet(recording)
    np.testing.assert_array_equal(got[0], left)
    np.testing.assert_array_equal(got[1], right)
    centre = recording.samples().force.centre
    assert np.nanmedian(centre[:, 1, 2] - centre[:, 0, 2]) == pytest.approx(0.25, abs=0.02)


def test_seven_plates_walked_over_belong_to_either_foot():
    path = file("bmc_walk/walk1.forces")
    recording = open_recording(path)
    force = recording.samples().force
    assert force.sides == (Side.BOTH,) * 7
    assert recording.rate_hz == pytest.approx(450)
    np.testing.assert_array_equal(force.newton[:, 2, 1], columns(path, 5, "\t", 16))


def test_a_phones_raw_log_at_six_places_of_the_body():
    names = sorted(file("oxford_steps/validation").glob("*.csv"))
    assert len(names) == 6
    for path in names:
        recording = open_recording(path)
        motion = recording.samples().motion
        stamps, *values = columns(path, 0, ",", 0, 1, 2, 3)
        rows = np.isin(np.round((stamps - stamps[0]) * 1e-9, 7), np.round(motion.time_s, 7))
        assert len(stamps) - len(motion) <= 2
        assert rows.sum() >= len(motion)
        assert motion.time_s[-1] == pytest.approx((stamps[-1] - stamps[0]) * 1e-9)
        assert recording.rate_hz == pytest.approx(100, rel=0.01)
        assert np.linalg.norm(values, axis=0).max() == pytest.approx(
            np.linalg.norm(motion.acceleration, axis=1).max()
        )
        assert len(recording.repairs) <= 2


def test_tables_that_are_no_recording_are_refused():
    for name in (
        "fbos_markers_force/pilotData/trial_01/metadata_01.csv",
        "bmc_walk/postureData.txt",
    ):
        with pytest.raises(BadRecording, match="it looked for"):
            open_recording(file(name))
