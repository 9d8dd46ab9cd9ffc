"""What the readers make of real recordings; skipped where there are none."""

import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from levelhip.biomech.angles import obliquity_deg
from levelhip.core import Side
from levelhip.io.c3d import events
from levelhip.io.mot import opensim_table
from levelhip.io.recording import ReadOptions, open_recording

ROOT = Path(__file__).resolve().parents[2]
DATA = (ROOT / os.environ.get("LEVELHIP_DATA", "../shared/data")).resolve()
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="no recordings: set LEVELHIP_DATA to their folder"
)
OPENCAP, BTK = "opencap_subject4", "btk_pig_gait/C3DSamples"


@cache
def opened(file, forces=None):
    return open_recording(DATA / file, ReadOptions(forces=DATA / forces if forces else None))


@pytest.mark.parametrize(
    ("file", "low", "high"),
    [
        (f"{OPENCAP}/MarkerData/walking1.trc", -4.4, 5.2),
        (f"{BTK}/others/FunctionalLHip.c3d", -12.5, 3.0),
        ("hjc_single_leg_trials/Subject1/Edited/LHJC1.trc", -23.0, -1.8),
        ("hjc_single_leg_trials/Subject1/Edited/Files_W_HJCs/LHJC1.trc", -23.0, -1.8),
        ("bmc_walk/walk1.trc", -4.0, 3.3),
    ],
)
def test_the_asis_line_has_the_range_that_was_read_off_it(file, low, high):
    track = opened(file).samples().track
    right_higher = obliquity_deg(track.point("right_asis"), track.point("left_asis"))
    assert np.nanmin(right_higher) == pytest.approx(low, abs=0.06)
    assert np.nanmax(right_higher) == pytest.approx(high, abs=0.06)
    hips = obliquity_deg(track.point("right_hip"), track.point("left_hip"))
    np.testing.assert_allclose(hips, right_higher, atol=1e-9)


def test_a_z_up_and_a_y_up_export_of_one_trial_are_the_same_person():
    folder = "hjc_single_leg_trials/Subject1/Edited"
    z_up = opened(f"{folder}/LHJC1.trc").samples().track
    y_up = opened(f"{folder}/Files_W_HJCs/LHJC1.trc").samples().track
    for name in ("left_hip", "right_knee", "left_ankle", "c7", "left_heel"):
        np.testing.assert_allclose(z_up.point(name), y_up.point(name), atol=1e-6)


@pytest.mark.parametrize("trial", ["static1", "squats1", "STS1", "walking1", "walking2"])
def test_plate_1_is_the_right_foot_in_opencap(trial):
    recording = opened(f"{OPENCAP}/MarkerData/{trial}.trc", f"{OPENCAP}/ID/{trial}_grf.mot")
    assert recording.samples().force.sides == (Side.RIGHT, Side.LEFT)


def test_the_right_leg_carries_half_of_five_squats():
    force = (
        opened(f"{OPENCAP}/MarkerData/squats1.trc", f"{OPENCAP}/ID/squats1_grf.mot").samples().force
    )
    left, right = force.vertical(Side.LEFT), force.vertical(Side.RIGHT)
    assert 100 * np.mean(right / (left + right)) == pytest.approx(50.1, abs=0.1)


def test_the_standing_leg_of_the_left_hip_trial_is_the_right_one():
    force = opened(f"{BTK}/others/FunctionalLHip.c3d").samples().force
    assert force.sides == (Side.RIGHT, Side.LEFT)
    assert np.median(force.vertical(Side.RIGHT)) == pytest.approx(599, abs=1)
    down = force.time_s[np.argmax(force.vertical(Side.LEFT) > 100.0)]
    # The list counts from the first sample, the file's clock from before the recording.
    assert down - force.time_s[0] == pytest.approx(12.7, abs=0.2)


def test_a_walk_over_three_plates_has_feet_in_turn_and_events_in_time():
    file = f"{BTK}/PiG/PiG_Motion3_FF.c3d"
    recording = opened(file)
    assert recording.samples().force.sides == (Side.LEFT, Side.RIGHT, Side.LEFT)
    strikes = [event for event in events(DATA / file) if event.label == "Foot Strike"]
    assert len(strikes) == 6
    assert all(event.inside for event in strikes)
    times = [event.time_s for event in strikes]
    assert 60 * 5 / (times[-1] - times[0]) == pytest.approx(111.1, abs=0.1)


def test_a_laboratory_walk_with_cut_off_names_is_read_by_its_descriptions():
    track = opened("bmc_walk/Gait.c3d").samples().track
    apart = track.point("right_knee_lateral") - track.point("right_knee_medial")
    assert np.nanmedian(apart[:, 2]) > 0.08


def test_a_walk_with_left_and_right_on_the_wrong_side_says_so():
    recording = opened("bmc_walk/walk1.trc")
    assert any("left-handed, or left and right names swapped" in str(r) for r in recording.repairs)
    assert opened("bmc_walk/walk2.trc").repairs == []


def test_opensims_angles_are_readable_as_series():
    table = opensim_table(DATA / f"{OPENCAP}/IK/squats1_ik.mot")
    assert len(table.time_s) == 1346
    assert not table.in_degrees
    assert np.abs(np.degrees(table.columns["pelvis_list"])).max() < 10


@pytest.mark.parametrize("file", sorted(DATA.rglob("*.trc")) + sorted(DATA.rglob("*.c3d")),
                         ids=lambda p: p.name)  # fmt: skip
def test_every_marker_file_gives_a_person_of_human_size(file):
    track = opened(str(file.relative_to(DATA))).samples().track
    thigh = np.linalg.norm(track.point("left_hip") - track.point("left_knee"), axis=1)
    shank = np.linalg.norm(track.point("left_knee") - track.point("left_ankle"), axis=1)
    hips = np.linalg.norm(track.point("left_hip") - track.point("right_hip"), axis=1)
    assert 0.33 < np.nanmedian(thigh) < 0.50
    assert 0.33 < np.nanmedian(shank) < 0.48
    assert 0.15 < np.nanmedian(hips) < 0.21
    facing = track.point("left_foot_index") - track.point("left_heel")
    assert np.nanmedian(facing[:, 0]) > 0.05
    aside = track.point("right_hip") - track.point("left_hip")
    assert np.nanmedian(aside[:, 2]) > 0.14
