"""Whatever bytes come, the table readers give a sound series or a fault in words."""

import io
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from levelhip.core import Frame, LevelhipError, Motion, Samples, Track
from levelhip.io import force_csv, landmarks_file, motion_csv, wii
from levelhip.io.landmarks_file import write_landmarks
from levelhip.io.landmarks_head import LandmarksHead
from levelhip.io.recording import HEAD_BYTES, ReadOptions, open_recording

READERS = (landmarks_file.reader, wii.reader, motion_csv.reader, force_csv.reader)
SUFFIXES = (".csv", ".txt", ".parquet", ".zip", ".forces")
QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def lines(header, row, count=30):
    return ("\n".join([header, *(row(i) for i in range(count))]) + "\n").encode()


def zipped(content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Accelerometer.csv", content)
        archive.writestr("Gyroscope.csv", content)
    return out.getvalue()


def landmarks(folder, suffix):
    path = folder / f"x{suffix}"
    track = Track(
        np.arange(12) / 30, np.ones((12, 2, 3)), np.ones((12, 2)), ("left_hip", "nose"), Frame.IMAGE
    )
    write_landmarks(path, Samples(track), LandmarksHead(Frame.IMAGE, 30.0, (720, 1280)))
    return path.read_bytes()


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """Small sound files of every kind: suffix, bytes, and what they are read as."""
    folder = tmp_path_factory.mktemp("sound")
    phone = lines(
        "Time (s),Acceleration x (m/s^2),Acceleration y (m/s^2),Acceleration z (m/s^2)",
        lambda i: f"{i / 100},0.1,9.8,{i % 3}",
    )
    return [
        (
            *(".csv", lines("time_s,left_n,right_n", lambda i: f"{i / 100},{300 + i},{400 - i}")),
            "force",
        ),
        (
            *(".csv", lines("t,TL,TR,BL,BR", lambda i: f"{i / 60},17.5,17.5,{17 + i / 10},17")),
            "force",
        ),
        (".csv", phone, "motion"),
        (
            *(".csv", lines("", lambda i: f"{10**12 + i * 10**7},0.1,9.8,0.3,0,0,0").lstrip()),
            "motion",
        ),
        (".zip", zipped(phone), "motion"),
        (".csv", landmarks(folder, ".csv"), "landmarks"),
        (".parquet", landmarks(folder, ".parquet"), "landmarks"),
        (
            ".txt",
            lines("date\tleft (kg)\tright (kg)", lambda i: f"10:00:{i:02d}.5\t35,5\t34,5"),
            "force",
        ),
    ]


def numbers(series):
    """All that was measured in a series."""
    if isinstance(series, Track):
        return series.xyz, series.confidence
    return (
        (series.acceleration, series.rotation)
        if isinstance(series, Motion)
        else (series.newton, series.centre)
    )


def sound_or_told(folder, suffix, content):
    """What was read from these bytes; a refusal is in words, a series is sound."""
    path = folder / f"thing{suffix}"
    path.write_bytes(content)
    seen, faults = [], []
    readings = (lambda: open_recording(path), *(_reading(r, path) for r in READERS))
    for read in readings:
        try:
            recording = read()
            seen.append((recording, recording.samples()))
        except LevelhipError as error:
            faults.append(str(error))
    assert len(seen) + len(faults) == len(readings)
    for fault in faults:
        assert len(fault) > 20
        assert fault.startswith("thing") or "Accelerometer.csv" in fault or "track" in fault
    for recording, samples in seen:
        there = [
            each for each in (samples.track, samples.motion, samples.force) if each is not None
        ]
        assert there
        for series in there:
            assert len(series) >= 2
            assert np.isfinite(series.time_s).all()
            assert (np.diff(series.time_s) > 0).all()
            assert not any(np.isinf(values).any() for values in numbers(series))
        assert 0 < recording.rate_hz < np.inf
        assert 0 < recording.duration_s < np.inf
    for reader in READERS:
        assert reader.matches(path, content[:HEAD_BYTES]) in (True, False)
    return seen


def _reading(reader, path):
    return lambda: reader.read(path, ReadOptions())


@QUICK
@given(content=st.binary(min_size=1, max_size=300), suffix=st.sampled_from(SUFFIXES))
def test_random_bytes_are_refused_in_words(tmp_path, content, suffix):
    assert sound_or_told(tmp_path, suffix, content) == []


@QUICK
@given(
    magic=st.sampled_from([b"PK\x03\x04", b"PAR1", b"\xff\xfe", b"\xef\xbb\xbf", b"# levelhip."]),
    content=st.binary(max_size=200),
    suffix=st.sampled_from(SUFFIXES),
)
def test_random_bytes_behind_a_known_mark_are_refused_in_words(tmp_path, magic, content, suffix):
    assert sound_or_told(tmp_path, suffix, magic + content) == []


cells = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(repr),
    st.sampled_from(["", "NaN", "1e999", "-", "12:00:01", "left", "Fz", "time", '"', "9.81", "#"]),
)


@QUICK
@given(
    rows=st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=25),
    separator=st.sampled_from([",", ";", "\t", " "]),
    header=st.sampled_from(["", "time,left,right", "time,ax,ay,az", "t,TL,TR,BL,BR"]),
)
def test_random_tables_are_read_soundly_or_refused_in_words(tmp_path, rows, separator, header):
    text = header.replace(",", separator) + "\n" + "\n".join(separator.join(r) for r in rows)
    sound_or_told(tmp_path, ".csv", text.encode())


@QUICK
@given(
    column=st.integers(0, 4),
    values=st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=25),
    header=st.sampled_from(
        ["time,left,right,a,b", "time,ax,ay,az,wx", "t,TL,TR,BL,BR", "time,Fx,Fy,Fz,COPx"]
    ),
    start=st.sampled_from([0, 1e-300, 1e9, 1e18, -1e300]),
)
def test_extreme_numbers_under_sound_headings_are_read_soundly_or_refused(
    tmp_path, column, values, header, start
):
    rows = [[start + i / 100, 9.8, 9.7, 20.0 + i, 300.0] for i in range(30)]
    for row, value in zip(rows, values, strict=False):
        row[column] = value
    text = header + "\n" + "\n".join(",".join(map(repr, row)) for row in rows)
    sound_or_told(tmp_path, ".csv", text.encode())


@QUICK
@given(
    which=st.integers(0, 7),
    places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6),
    keep=st.just(1.0) | st.floats(0.02, 1),
)
def test_damaged_files_are_read_soundly_or_refused_in_words(tmp_path, sound, which, places, keep):
    suffix, content, _ = sound[which]
    damaged = bytearray(content[: max(1, int(keep * len(content)))])
    for where, byte in places:
        damaged[int(where * (len(damaged) - 1))] = byte
    sound_or_told(tmp_path, suffix, bytes(damaged))


@QUICK
@given(which=st.sampled_from([0, 1, 2, 3, 5, 7]), seed=st.integers(0, 2**32 - 1))
def test_lines_lost_doubled_and_shuffled_are_read_soundly_or_refused(tmp_path, sound, which, seed):
    random = np.random.default_rng(seed)
    suffix, content, _ = sound[which]
    rows = content.split(b"\n")
    order = np.arange(len(rows))
    if random.random() < 0.5:
        at = int(random.integers(1, len(rows) - 2))
        order[[at, at + 1]] = order[[at + 1, at]]
    kept = [rows[i] for i in order if random.random() > 0.05]
    doubled = [row for row in kept for _ in range(2 if random.random() < 0.03 else 1)]
    sound_or_told(tmp_path, suffix, b"\n".join(doubled))


def test_the_sound_files_are_sound(tmp_path, sound):
    for suffix, content, kind in sound:
        # By itself, and by the reader of its kind.
        opened, *readers = sound_or_told(tmp_path, suffix, content)
        assert opened[0].kind == kind
        assert kind in [recording.kind for recording, _ in readers]
