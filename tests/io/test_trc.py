import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from levelhip.core import BadRecording, Frame
from levelhip.io.recording import ReadOptions, open_recording
from levelhip.io.trc import reader
from tests.io.marker_person import (
    PLUG_IN_GAIT,
    POINTS_M,
    UPRIGHT,
    standing,
    trc,
    walking,
    write_trc,
)

NAMES = list(POINTS_M)


def opened(path, **options):
    return open_recording(path, ReadOptions(**options))


def assert_is_the_person(recording, lab):
    track = recording.samples().track
    assert track.frame is Frame.LAB
    for i, name in enumerate(NAMES):
        if name in track.names:
            np.testing.assert_allclose(track.point(name), lab[:, i], atol=2e-6, err_msg=name)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    up=st.sampled_from(list(UPRIGHT)),
    heading_deg=st.floats(-180, 180),
    unit=st.sampled_from(["mm", "cm", "m"]),
    mirrored=st.booleans(),
)
def test_a_person_is_the_same_in_every_laboratorys_axes_and_units(
    tmp_path, up, heading_deg, unit, mirrored
):
    lab = standing(8)
    path = trc(
        tmp_path / "a.trc", lab, up=up, heading_deg=heading_deg, unit=unit, mirrored=mirrored
    )
    recording = opened(path)
    assert_is_the_person(recording, lab)
    assert any("left-handed" in str(repair) for repair in recording.repairs) == mirrored


def test_the_notes_state_unit_vertical_heading_and_how_the_centres_were_made(tmp_path):
    recording = opened(trc(tmp_path / "a.trc", standing(), up="+Z", heading_deg=30.0))
    said = "\n".join(recording.notes)
    for word in ("unit: mm", "vertical: +Z", "heading:", "Harrington", "knee centre", "Plug-in"):
        assert word in said
    assert recording.kind == "markers"
    assert recording.rate_hz == 100.0
    assert recording.duration_s == pytest.approx(0.19)
    assert recording.repairs == []


def test_a_walking_person_faces_where_they_walk(tmp_path):
    lab = walking()
    recording = opened(trc(tmp_path / "a.trc", lab, heading_deg=77.0))
    assert any("direction of walking" in note for note in recording.notes)
    assert_is_the_person(recording, lab)


def test_a_person_walking_backwards_still_faces_forward(tmp_path):
    lab = walking(speed_m=-0.02)
    recording = opened(trc(tmp_path / "a.trc", lab, heading_deg=-50.0))
    assert any("mean facing" in note for note in recording.notes)
    assert_is_the_person(recording, lab)


def test_joint_centres_lie_between_their_markers(tmp_path):
    track = opened(trc(tmp_path / "a.trc", standing())).samples().track
    for side in ("left", "right"):
        for joint in ("knee", "ankle"):
            middle = track.point(f"{side}_{joint}_lateral") + track.point(f"{side}_{joint}_medial")
            np.testing.assert_allclose(track.point(f"{side}_{joint}"), middle / 2)
    # Harrington on a pelvis 240 mm wide and sqrt(160^2 + 20^2) mm deep.
    hips = track.point("right_hip") - track.point("left_hip")
    np.testing.assert_allclose(np.linalg.norm(hips, axis=1), 2 * (0.33 * 0.24 + 0.0073), atol=1e-6)
    shoulders = track.point("left_shoulder") - track.point("left_asis")
    assert (shoulders[:, 1] > 0.3).all()


def test_one_outer_marker_is_enough_for_a_knee_and_ankle(tmp_path):
    keep = [i for i, name in enumerate(NAMES) if "medial" not in name]
    names = [PLUG_IN_GAIT[NAMES[i]] for i in keep]
    lab = standing()
    track = opened(trc(tmp_path / "a.trc", lab[:, keep], names=names)).samples().track
    for side in ("left", "right"):
        for joint in ("knee", "ankle"):
            between = [NAMES.index(f"{side}_{joint}_{m}") for m in ("lateral", "medial")]
            off = track.point(f"{side}_{joint}") - lab[:, between].mean(axis=1)
            assert np.abs(off).max() < 0.025


def test_zeros_are_missing_and_say_so(tmp_path):
    lab = standing(40)
    file = lab * 1000.0
    file[10:30, 0] = 0.0
    recording = opened(write_trc(tmp_path / "a.trc", file))
    track = recording.samples().track
    left = track.point("left_asis")
    assert np.isnan(left[10:30]).all()
    assert np.isfinite(left[:10]).all()
    assert (track.confidence[10:30, track.names.index("left_asis")] == 0.0).all()
    assert any(
        "20 marker samples at exactly 0, 0, 0" in str(repair) for repair in recording.repairs
    )
    assert np.isnan(track.point("left_hip")[15]).all()
    assert any("seen only part of the time: LASI 50 %" in note for note in recording.notes)


def test_short_gaps_are_bridged_and_long_ones_are_not(tmp_path):
    file = standing(60) * 1000.0
    truth = file[:, 0].copy()
    file[10:15, 0] = np.nan
    file[30:50, 1] = np.nan
    recording = opened(write_trc(tmp_path / "a.trc", file))
    track = recording.samples().track
    column = track.names.index("left_asis")
    np.testing.assert_allclose(track.point("left_asis")[10:15], truth[10:15] / 1000, atol=5e-4)
    assert (track.confidence[10:15, column] == 0.5).all()
    assert np.isnan(track.point("right_asis")[30:50]).all()
    assert any("bridged" in r and "LASI 1" in r for r in map(str, recording.repairs))


def test_repeated_and_backward_times_are_dropped_and_listed(tmp_path):
    time_s = np.arange(20) / 100.0
    time_s[7] = time_s[6]
    time_s[12] = 0.02
    path = write_trc(tmp_path / "a.trc", standing() * 1000.0, time_s=time_s)
    recording = opened(path)
    assert len(recording.samples().track) == 18
    assert any(
        "2 of 20 samples dropped" in r and "sample 8" in r for r in map(str, recording.repairs)
    )


def test_a_file_whose_times_mostly_run_backwards_is_refused(tmp_path):
    path = write_trc(tmp_path / "a.trc", standing() * 1000.0, time_s=np.zeros(20))
    with pytest.raises(BadRecording, match=r"a\.trc: 19 of 20 time stamps .* export"):
        opened(path)


def test_times_rounded_to_milliseconds_become_exact(tmp_path):
    path = write_trc(tmp_path / "a.trc", standing(150) * 1000.0, rate_hz=150.0, decimals=3)
    track = opened(path).samples().track
    np.testing.assert_allclose(track.time_s, np.arange(150) / 150.0, atol=1e-12)


def test_a_torn_last_line_is_dropped_and_listed(tmp_path):
    path = write_trc(tmp_path / "a.trc", standing() * 1000.0)
    text = path.read_text()
    path.write_text(text[: text.rstrip("\n").rindex("\t") - 40])
    recording = opened(path)
    assert len(recording.samples().track) == 19
    said = "\n".join(map(str, recording.repairs))
    assert "ends within line" in said
    assert "header says 20 frames, the file holds 19" in said


def test_rows_that_end_early_lack_only_their_last_markers(tmp_path):
    path = write_trc(tmp_path / "a.trc", standing() * 1000.0)
    lines = path.read_text().splitlines()
    lines[10] = "\t".join(lines[10].split("\t")[:-3])
    path.write_text("\n".join(lines) + "\n")
    recording = opened(path)
    assert any("1 of 20 end early (the first is line 11)" in str(r) for r in recording.repairs)


def test_a_wrong_frame_count_in_the_header_is_listed(tmp_path):
    path = write_trc(tmp_path / "a.trc", standing() * 1000.0, header_frames=500)
    assert any("header says 500 frames" in str(repair) for repair in opened(path).repairs)


def test_a_wrong_unit_is_seen_by_the_size_of_the_body(tmp_path):
    lab = standing()
    recording = opened(trc(tmp_path / "a.trc", lab, unit="m", real_unit="mm"))
    assert_is_the_person(recording, lab)
    assert any(
        "the file says m, but the body has its size in mm" in str(r) for r in recording.repairs
    )


def test_an_unnamed_unit_is_told_by_the_size_of_the_body(tmp_path):
    lab = standing()
    recording = opened(trc(tmp_path / "a.trc", lab, unit="??", real_unit="cm"))
    assert_is_the_person(recording, lab)
    assert any("unit: cm, by the size of the body" in note for note in recording.notes)


def test_a_body_of_no_persons_size_is_refused(tmp_path):
    path = write_trc(tmp_path / "a.trc", standing() * 37.0)
    with pytest.raises(BadRecording, match="in none of mm, cm and m is this a person"):
        opened(path)


def test_markers_of_no_known_name_keep_their_own(tmp_path):
    lab = np.concatenate([standing(), standing()[:, :1] + 0.1], axis=1)
    path = write_trc(tmp_path / "a.trc", lab * 1000.0, [*PLUG_IN_GAIT.values(), "KETTLEBELL"])
    track = opened(path).samples().track
    np.testing.assert_allclose(track.point("KETTLEBELL"), lab[:, -1], atol=1e-3)
    assert "LASI" not in track.names


def test_a_file_without_a_pelvis_says_what_is_missing_for_what_and_how_to_map(tmp_path):
    keep = [i for i, name in enumerate(NAMES) if "asis" not in name and "psis" not in name]
    path = trc(
        tmp_path / "a.trc", standing()[:, keep], names=[PLUG_IN_GAIT[NAMES[i]] for i in keep]
    )
    with pytest.raises(BadRecording) as error:
        opened(path)
    for word in ("no pelvis", "left_asis", "hip centres", "LKNE", "--marker-map", "[points]"):
        assert word in str(error.value)


def test_a_map_of_ones_own_names_the_markers(tmp_path):
    names = [f"M{i}" for i in range(len(NAMES))]
    lab = standing()
    path = trc(tmp_path / "a.trc", lab, names=names, unit="??", real_unit="mm", up="-Z")
    with pytest.raises(BadRecording, match="no pelvis among its 20 markers"):
        opened(path)
    own = tmp_path / "map.toml"
    points = "\n".join(f'{point} = "{name}"' for point, name in zip(NAMES, names, strict=True))
    own.write_text(f'title = "mine"\nunit = "mm"\nup = "-Z"\n[points]\n{points}\n')
    recording = opened(path, marker_map=own)
    assert_is_the_person(recording, lab)
    assert any("map.toml (mine)" in note for note in recording.notes)


def test_every_fault_of_a_map_is_told_at_once(tmp_path):
    path = trc(tmp_path / "a.trc", standing())
    own = tmp_path / "map.toml"
    own.write_text(
        'unit = "inch"\nup = "north"\ncolour = 1\n[points]\nleft_asis = 3\nnose2 = "N"\n'
    )
    with pytest.raises(BadRecording) as error:
        opened(path, marker_map=own)
    for word in ("inch", "north", "colour", "points.left_asis", "nose2"):
        assert word in str(error.value)


def test_a_map_that_names_an_absent_marker_is_refused(tmp_path):
    path = trc(tmp_path / "a.trc", standing())
    own = tmp_path / "map.toml"
    own.write_text('[points]\nleft_asis = "NOWHERE"\n')
    with pytest.raises(BadRecording, match=r"no marker for left_asis; it has LASI"):
        opened(path, marker_map=own)


def test_a_missing_or_broken_map_is_named(tmp_path):
    path = trc(tmp_path / "a.trc", standing())
    with pytest.raises(BadRecording, match="no such file"):
        opened(path, marker_map=tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("points = [")
    with pytest.raises(BadRecording, match=r"bad\.toml: is no TOML"):
        opened(path, marker_map=tmp_path / "bad.toml")


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda lines: lines[:4], "ends after 4 lines"),
        (lambda lines: lines[:5], "no rows"),
        (lambda lines: ["x", "y", "z", *lines[3:]], "no TRC header"),
        (lambda lines: [*lines[:3], "nothing", *lines[4:]], "must start with Frame#"),
        (lambda lines: [*lines[:3], "Frame#\tTime\t", *lines[4:]], "names no markers"),
        (lambda lines: [*lines[:6], lines[6] + "\t5\t6", *lines[7:]], "line 7 has 64 columns"),
    ],
)
def test_what_is_no_trc_is_told_with_its_line(tmp_path, spoil, word):
    path = trc(tmp_path / "a.trc", standing())
    path.write_text("\n".join(spoil(path.read_text().splitlines())) + "\n")
    with pytest.raises(BadRecording, match=word):
        opened(path)


def test_only_trc_files_are_taken_for_one(tmp_path):
    assert reader.matches(tmp_path / "a.txt", b"PathFileType\t4\t(X/Y/Z)")
    assert not reader.matches(tmp_path / "a.txt", b"something else")
    assert reader.matches(tmp_path / "a.trc", b"something else")


def test_windows_line_ends_and_repeated_names_are_read(tmp_path):
    lab = np.concatenate([standing(), standing()[:, :1]], axis=1)
    path = write_trc(tmp_path / "a.trc", lab * 1000.0, [*PLUG_IN_GAIT.values(), "LASI"])
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    track = opened(path).samples().track
    assert "LASI (2)" in track.names
    assert_is_the_person(opened(path), lab)


def test_markerless_joint_centres_are_taken_as_they_are(tmp_path):
    joints = {
        "LHip": (0.0, 0.92, -0.08), "RHip": (0.0, 0.92, 0.08), "LKnee": (0.0, 0.5, -0.09),
        "RKnee": (0.0, 0.5, 0.09), "LAnkle": (0.0, 0.08, -0.1), "RAnkle": (0.0, 0.08, 0.1),
        "LHeel": (-0.05, 0.03, -0.1), "RHeel": (-0.05, 0.03, 0.1), "LBigToe": (0.15, 0.02, -0.1),
        "RBigToe": (0.15, 0.02, 0.1), "LShoulder": (0.0, 1.4, -0.18), "RShoulder": (0.0, 1.4, 0.18),
    }  # fmt: skip
    lab = np.repeat(np.array(list(joints.values()))[None], 10, axis=0)
    path = write_trc(tmp_path / "a.trc", lab, list(joints), unit="m")
    track = opened(path).samples().track
    np.testing.assert_allclose(track.point("left_hip"), lab[:, 0], atol=1e-6)
    np.testing.assert_allclose(track.point("right_foot_index"), lab[:, 9], atol=1e-6)
