import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from levelhip.core import BadRecording, Frame, LevelhipError, Samples, Track
from levelhip.io.landmarks_file import read_landmarks, write_landmarks
from levelhip.io.landmarks_head import LandmarksHead
from levelhip.io.recording import open_recording

HEAD = LandmarksHead(Frame.IMAGE, 30.0, (720, 1280), "video")
NAMES = ("left_hip", "right_hip", "left_dot")


def samples(count=20, seed=1, *, world=True, people=True):
    random = np.random.default_rng(seed)
    times = np.arange(count) / 30 + 0.1
    xyz = random.normal(size=(count, 3, 3)) * 300
    xyz[3, 1] = np.nan
    track = Track(times, xyz, random.random((count, 3)), NAMES, Frame.IMAGE)
    second = Track(
        times, random.normal(size=(count, 2, 3)), random.random((count, 2)), NAMES[:2], Frame.CAMERA
    )
    seen = np.where(random.random(count) < 0.2, np.nan, 1.0)
    return Samples(track, second if world else None, seen if people else None)


def same(one, two):
    assert one.names == two.names
    assert one.frame is two.frame
    np.testing.assert_array_equal(one.time_s, two.time_s)
    np.testing.assert_array_equal(one.xyz, two.xyz)
    np.testing.assert_array_equal(one.confidence, two.confidence)


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
@pytest.mark.parametrize("world", [True, False])
@pytest.mark.parametrize("people", [True, False])
def test_what_is_written_is_read_back_bit_for_bit(tmp_path, suffix, world, people):
    given_ = samples(world=world, people=people)
    path = tmp_path / f"walk{suffix}"
    write_landmarks(path, given_, HEAD)
    recording = open_recording(path)
    got = recording.samples()
    same(got.track, given_.track)
    if world:
        same(got.world, given_.world)
    else:
        assert got.world is None
    if people:
        np.testing.assert_array_equal(got.people, given_.people)
    else:
        assert got.people is None
    assert recording.kind == "landmarks"
    assert recording.rate_hz == 30.0
    assert recording.image_size == (720, 1280)
    assert recording.duration_s == pytest.approx(19 / 30)
    assert recording.repairs == []
    assert "from video" in recording.notes[0]


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_chunks_are_written_as_one_series(tmp_path, suffix):
    whole = samples()
    path = tmp_path / f"walk{suffix}"
    write_landmarks(path, whole.until(0.4), HEAD)
    same(open_recording(path).samples().track, whole.track)


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_a_lab_track_keeps_its_frame(tmp_path, suffix):
    track = Track(
        np.array([0.0, 1.0]), np.zeros((2, 1, 3)), np.zeros((2, 1)), ("left_hip",), Frame.LAB
    )
    path = tmp_path / f"lab{suffix}"
    write_landmarks(path, Samples(track), LandmarksHead(Frame.LAB, 1.0))
    same(read_landmarks(path).samples().track, track)


anything = st.floats(allow_nan=True, allow_infinity=False, width=64)


@settings(max_examples=50, deadline=None)
@given(
    xyz=arrays(np.float64, (4, 2, 3), elements=anything),
    confidence=arrays(np.float64, (4, 2), elements=st.floats(0, 1)),
    start=st.floats(-1e6, 1e6),
    suffix=st.sampled_from([".csv", ".parquet"]),
)
def test_any_numbers_come_back_bit_for_bit(tmp_path_factory, xyz, confidence, start, suffix):
    track = Track(start + np.arange(4.0), xyz, confidence, ("a", "b"), Frame.LAB)
    path = tmp_path_factory.mktemp("any") / f"x{suffix}"
    write_landmarks(path, Samples(track), LandmarksHead(Frame.LAB, 1.0))
    same(read_landmarks(path).samples().track, track)


def by_hand(
    folder, header, rows, head='{"schema": "levelhip.landmarks/1", "frame": "image", "rate_hz": 30}'
):
    path = folder / "hand.csv"
    path.write_text("\n".join([f"# {head}", header, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_table_made_by_hand_may_leave_out_depth_and_confidence(tmp_path):
    path = by_hand(tmp_path, "time_s,left_hip_x,left_hip_y", ["0,10,20", "0.1,,", "0.2,0,0"])
    recording = open_recording(path)
    track = recording.samples().track
    assert track.confidence[:, 0].tolist() == [1.0, 0.0, 0.0]
    assert np.isnan(track.xyz[:, 0, 2]).all()
    assert np.isnan(track.xyz[1:, 0]).all()
    assert list(map(str, recording.repairs)) == ["1 points at exactly zero taken as not seen"]


def test_a_table_saved_again_by_a_spreadsheet_is_read(tmp_path):
    path = by_hand(tmp_path, "time_s;left_hip_x;left_hip_y", ["0;10,5;20", "0,1;11,5;21"])
    assert open_recording(path).samples().track.xyz[:, 0, 0].tolist() == [10.5, 11.5]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_newer_version_is_refused_with_the_way_out(tmp_path, suffix):
    path = tmp_path / f"new{suffix}"
    write_landmarks(path, samples(), HEAD)
    if suffix == ".csv":
        path.write_bytes(path.read_bytes().replace(b"landmarks/1", b"landmarks/2"))
    else:
        said = json.loads(pl.read_parquet_metadata(path)["levelhip"])
        said["schema"] = "levelhip.landmarks/2"
        pl.read_parquet(path).write_parquet(path, metadata={"levelhip": json.dumps(said)})
    with pytest.raises(BadRecording, match=r"newer levelhip \(levelhip.landmarks/2\).*update"):
        open_recording(path)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ('{"schema": "levelhip.landmarks/1"}', r"frame is None.*rate_hz is None"),
        ('{"schema": "levelhip.landmarks/1", "frame": "up", "rate_hz": -1}', "frame is 'up'"),
        (
            '{"schema": "levelhip.landmarks/1", "frame": "lab", "rate_hz": 30, "image_size": [1]}',
            "image_size is",
        ),
        ("levelhip.landmarks/1 but no JSON", "is no JSON"),
        ('["levelhip.landmarks/1"]', "schema is ''"),
    ],
)
def test_a_head_that_says_too_little_is_refused_with_all_its_faults(tmp_path, head, words):
    path = by_hand(tmp_path, "time_s,a_x,a_y", ["0,1,2", "1,3,4"], head)
    with pytest.raises(BadRecording, match=words):
        open_recording(path)


@pytest.mark.parametrize(
    ("header", "rows", "words"),
    [
        ("t,a_x,a_y", ["0,1,2", "1,3,4"], "no column time_s"),
        ("time_s,hip", ["0,1", "1,3"], "columns hip are no landmarks"),
        ("time_s,a_x,a_z", ["0,1,2", "1,3,4"], "columns a_y are missing"),
        ("time_s,a_x,a_y", ["0,1,here", "1,3,4"], "column a_y holds"),
        ("time_s,a_x,a_y", ["0,1,inf", "1,3,4"], "column a_y is infinite in row 1"),
        ("time_s,a_x,a_y", ["1,1,2", "0,3,4"], "not later than"),
        ("time_s,a_x,a_y", [",1,2", "0,3,4"], "not a finite number"),
        ("time_s,a_x,a_y", ["0,1,2"], "1 rows of landmarks"),
        ("time_s,a_x,a_y", ["0,1,2", "1,2,3,4,5"], "no table after the first line"),
    ],
)
def test_a_table_that_is_not_landmarks_is_refused_by_column_and_row(tmp_path, header, rows, words):
    path = by_hand(tmp_path, header, rows)
    with pytest.raises(BadRecording, match=rf"hand\.csv: .*{words}"):
        open_recording(path)


def test_parquet_of_others_and_damaged_parquet_are_refused(tmp_path):
    path = tmp_path / "other.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(path)
    with pytest.raises(BadRecording, match=r"no \.parquet recording levelhip knows"):
        open_recording(path)
    write_landmarks(path, samples(), HEAD)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(BadRecording, match="a damaged Parquet file"):
        open_recording(path)


def test_only_landmarks_can_be_written(tmp_path):
    with pytest.raises(LevelhipError, match="no landmarks to write"):
        write_landmarks(tmp_path / "x.csv", Samples(), HEAD)
    assert list(tmp_path.iterdir()) == []
