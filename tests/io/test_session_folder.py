"""What is kept of a session is read back bit for bit, whole or torn."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest

from levelhip.core import (
    DOT_NAMES,
    POSE_NAMES,
    Answer,
    BadRecording,
    Event,
    Force,
    Frame,
    LevelhipError,
    Mark,
    Motion,
    Person,
    Samples,
    Side,
    Track,
)
from levelhip.engine import SourceInfo
from levelhip.io import open_recording
from levelhip.io.landmarks_file import write_landmarks
from levelhip.io.landmarks_head import LandmarksHead
from levelhip.io.series_file import write_series
from levelhip.io.session_folder import JOURNAL_NAME, SessionFolder
from levelhip.io.session_reader import read_journal

RATE_HZ = 30.0
PERSON = Person(height_m=1.7, mass_kg=60.0, sex="female", age_years=40.0)


def track(start_s, count, seed=1):
    rng = np.random.default_rng(seed)
    names = POSE_NAMES + DOT_NAMES
    xyz = rng.normal(400, 100, (count, len(names), 3))
    xyz[0, 3] = np.nan
    time_s = start_s + np.arange(count) / RATE_HZ
    return Samples(
        track=Track(time_s, xyz, rng.uniform(size=(count, len(names))), names, Frame.IMAGE),
        world=Track(
            time_s,
            rng.normal(size=(count, len(POSE_NAMES), 3)),
            rng.uniform(size=(count, len(POSE_NAMES))),
            POSE_NAMES,
            Frame.CAMERA,
        ),
        people=np.where(np.arange(count) % 5, np.nan, 1.0),
    )


def motion(start_s, count, seed=1):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(2, count, 3))
    return Samples(
        motion=Motion(start_s + np.arange(count) / 100, values[0], values[1] * np.nan, "thigh")
    )


def force(start_s, count, seed=1):
    rng = np.random.default_rng(seed)
    newton = rng.normal(350, 10, (count, 2, 3))
    newton[:, :, 0] = np.nan
    centre = rng.normal(size=(count, 2, 3))
    sides = (Side.LEFT, Side.RIGHT)
    return Samples(force=Force(start_s + np.arange(count) / 100, newton, centre, sides))


KINDS = {"landmarks": track, "motion": motion, "force": force}


def opened(path):
    folder = SessionFolder(path)
    folder.head(
        protocol={"id": "equal-weight", "version": 1, "variant": "behind", "hold_s": None},
        plan={"reps": 3, "about": {}},
        language="en",
        person=PERSON,
        source="a test",
        begun=datetime(2026, 1, 5, 9, tzinfo=UTC),
    )
    return folder


def kept(path, kind="landmarks", parts=8, count=40, finish=True):
    """A session of `parts` pushes, each with a mark and an answer before it."""
    folder = opened(path)
    folder.source(0.0, SourceInfo(kind, RATE_HZ, (720, 1280), None, Side.LEFT))
    pushes = []
    for i in range(parts):
        now_s = 2.0 * i
        mark, answer = Mark(now_s, "set", Side.LEFT), Answer(now_s, "usual_pain", float(i))
        folder.mark(mark)
        folder.answer(answer)
        samples = KINDS[kind](now_s + 0.1, count, seed=i)
        folder.add(now_s + 1.9, samples)
        pushes.append((samples, mark, answer))
    if finish:
        folder.write(20.0, "finish", reason="done", text="The session is done.", sync=True)
        folder.close(20.0)
    return pushes


@pytest.mark.parametrize("kind", KINDS)
def test_samples_marks_and_answers_are_read_back_bit_for_bit(tmp_path, kind):
    pushes = kept(tmp_path / "s.session", kind)
    recording = open_recording(tmp_path / "s.session")
    whole = recording.samples()
    name = "track" if kind == "landmarks" else kind
    stream = getattr(whole, name)
    fields = {"track": ("xyz", "confidence"), "motion": ("acceleration", "rotation")}
    for field in ("time_s", *fields.get(name, ("newton", "centre"))):
        expected = np.concatenate([getattr(getattr(s, name), field) for s, _, _ in pushes])
        np.testing.assert_array_equal(getattr(stream, field), expected)
    if kind == "landmarks":
        expected = np.concatenate([s.world.xyz for s, _, _ in pushes])
        np.testing.assert_array_equal(whole.world.xyz, expected)
        np.testing.assert_array_equal(
            whole.people, np.concatenate([s.people for s, _, _ in pushes])
        )
    if kind == "motion":
        assert stream.location == "thigh"
    if kind == "force":
        assert stream.sides == (Side.LEFT, Side.RIGHT)
    assert whole.marks == tuple(mark for _, mark, _ in pushes)
    assert whole.answers == tuple(answer for _, _, answer in pushes)
    assert recording.kind == kind
    assert recording.rate_hz == RATE_HZ
    assert recording.side is Side.LEFT
    assert recording.repairs == []


def test_marks_and_answers_come_no_later_than_their_samples(tmp_path):
    pushes = kept(tmp_path / "s.session")
    reached_s, told = -np.inf, []
    for part in open_recording(tmp_path / "s.session").stream():
        assert all(each.time_s > reached_s for each in (*part.marks, *part.answers))
        told += [*part.marks, *part.answers]
        if part.track is not None:
            reached_s = part.track.time_s[-1]
    assert len(told) == 2 * len(pushes)


def test_a_repetition_closes_the_samples_up_to_it(tmp_path):
    folder = opened(tmp_path / "s.session")
    folder.source(0.0, SourceInfo("landmarks", RATE_HZ, (720, 1280)))
    folder.add(1.0, track(0.0, 20))
    folder.event(1.0, Event("step", Side.LEFT, 0.5, 0.5, 0.5))
    assert list(folder.path.glob("landmarks-*")) == []
    folder.event(1.0, Event("rep", Side.LEFT, 0.1, 0.3, 0.5, values=(("range", np.nan),)))
    # Never closed, as after the process was killed here.
    recording = open_recording(folder.path)
    assert len(recording.samples().track) == 20
    assert "cut off after 1.0 s" in str(recording.repairs[0])
    event = read_journal(folder.path).of("event")[-1]
    assert event["event"] == "rep"
    assert event["values"] == {"range": None}


def test_a_segment_is_closed_after_five_seconds_at_the_latest(tmp_path):
    folder = opened(tmp_path / "s.session")
    folder.source(0.0, SourceInfo("motion", 100.0))
    for i in range(100):
        folder.add(i * 0.2, motion(i * 0.2, 20, seed=i))
    kept_s = open_recording(folder.path).samples().motion.time_s[-1]
    assert 20.0 - kept_s < 5.2


def test_a_torn_last_line_is_dropped_and_said(tmp_path):
    path = tmp_path / "s.session"
    kept(path, finish=False)
    raw = (path / JOURNAL_NAME).read_bytes()
    (path / JOURNAL_NAME).write_bytes(raw + b'{"t": 16.0, "kind": "ans')
    journal = read_journal(path)
    assert any("is not whole" in str(text) for text in journal.repairs)
    assert len(journal.answers()) == 8
    for cut in range(1, 60, 7):
        (path / JOURNAL_NAME).write_bytes(raw[:-cut])
        assert open_recording(path).samples().track is not None


def test_a_missing_or_damaged_segment_is_said_and_the_others_are_kept(tmp_path):
    path = tmp_path / "s.session"
    kept(path, parts=12)
    segments = sorted(path.glob("landmarks-*.npz"))
    assert len(segments) >= 4
    segments[1].unlink()
    segments[2].write_bytes(segments[2].read_bytes()[:200])
    recording = open_recording(path)
    rows = len(recording.samples().track)
    assert 0 < rows < 12 * 40
    assert any("segment 2" in str(text) and "missing" in str(text) for text in recording.repairs)
    assert any("landmarks-00003.npz: cannot be read" in str(text) for text in recording.repairs)


def test_only_marks_and_answers_make_a_recording_of_ones_own(tmp_path):
    folder = opened(tmp_path / "s.session")
    folder.source(0.0, SourceInfo("self", 0.0))
    for i in range(3):
        folder.mark(Mark(i + 0.123456789, "tap"))
    recording = open_recording(folder.path)
    assert recording.kind == "self"
    assert [mark.time_s for mark in recording.samples().marks] == [
        0.123456789 + i for i in range(3)
    ]


def test_results_beside_the_session_do_not_change_what_it_is(tmp_path):
    path = tmp_path / "s.session"
    kept(path)
    before = open_recording(path).id
    (path / "result.json").write_text("{}")
    (path / "series.parquet").write_bytes(b"PAR1")
    assert open_recording(path).id == before


def test_two_sessions_are_never_mixed(tmp_path):
    kept(tmp_path / "s.session")
    with pytest.raises(LevelhipError, match=r"holds a session already.*--out"):
        SessionFolder(tmp_path / "s.session")


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LevelhipError, match="cannot be written"):
        SessionFolder(tmp_path / "file" / "s.session")


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("", "does not begin as a session"),
        ("{", "does not begin as a session"),
        ('{"t": 0, "kind": "head", "schema": "other/1"}', "does not begin as a session"),
        ('{"t": 0, "kind": "head", "schema": "levelhip.session/9"}', "newer levelhip"),
    ],
)
def test_what_is_no_session_is_refused(tmp_path, first, said):
    (tmp_path / JOURNAL_NAME).write_text(f"{first}\n")
    with pytest.raises(BadRecording, match=said):
        read_journal(tmp_path)


def test_a_session_that_measured_nothing_is_refused_in_words(tmp_path):
    folder = opened(tmp_path / "s.session")
    folder.write(1.0, "say", cue="welcome", spoken="Hello.", written="")
    with pytest.raises(BadRecording, match="ended before anything was measured"):
        open_recording(folder.path)


def test_every_line_of_the_journal_is_json_with_time_and_kind(tmp_path):
    kept(tmp_path / "s.session")
    lines = (tmp_path / "s.session" / JOURNAL_NAME).read_text().splitlines()
    told = [json.loads(line) for line in lines]
    assert all({"t", "kind"} <= set(line) for line in told)
    assert told[0]["person"] == {
        "height_m": 1.7,
        "mass_kg": 60.0,
        "sex": "female",
        "age_years": 40.0,
    }
    assert read_journal(tmp_path / "s.session").person == PERSON


def test_with_later_nothing_counts_as_kept_before_the_disk_was_waited_for(tmp_path):
    folder = opened(tmp_path / "s.session")
    folder.source(0.0, SourceInfo("landmarks", RATE_HZ, (720, 1280)))
    folder.later = True
    folder.write(0.1, "say", cue="go", spoken="Go.", written="")
    assert not folder.owes
    assert folder.settled_lines == folder.lines
    free = folder.lines
    folder.add(1.0, track(0.0, 20))
    folder.event(1.0, Event("rep", Side.LEFT, 0.1, 0.3, 0.5))
    folder.write(1.0, "say", cue="count", spoken="One.", written="")
    assert (folder.segments, folder.settled_segments) == (1, 0)
    # The line of the segment needs nobody to wait; that of the repetition does.
    assert free < folder.settled_lines < folder.lines - 1
    assert folder.owes
    # The process may end here: what was written is with the system already.
    assert len(open_recording(folder.path).samples().track) == 20
    assert len(read_journal(folder.path).of("event")) == 1
    folder.settle()
    assert not folder.owes
    assert folder.settled_lines == folder.lines
    assert folder.settled_segments == 1
    folder.close(2.0)
    folder.settle()  # whoever comes late finds it closed


def test_what_the_disk_refused_is_still_owed(tmp_path):
    folder = opened(tmp_path / "s.session")
    folder.source(0.0, SourceInfo("landmarks", RATE_HZ, (720, 1280)))
    folder.later = True
    folder.add(1.0, track(0.0, 20))
    folder.event(1.0, Event("rep", Side.LEFT, 0.1, 0.3, 0.5))
    moved = folder.path.with_name("elsewhere")
    folder.path.rename(moved)
    with pytest.raises(OSError, match="No such file"):
        folder.settle()
    assert folder.owes
    assert folder.settled_segments == 0
    moved.rename(folder.path)
    folder.settle()
    assert not folder.owes
    assert folder.settled_segments == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_segments_of_version_1_are_still_read(tmp_path, kind):
    path = tmp_path / "s.session"
    kept(path, kind)
    now = open_recording(path).samples()
    for i, samples in enumerate(list(open_recording(path).stream()), start=1):
        (path / f"{kind}-{i:05d}.npz").unlink()
        old = path / f"{kind}-{i:05d}.parquet"
        if kind == "landmarks":
            write_landmarks(old, samples, LandmarksHead(Frame.IMAGE, RATE_HZ, (720, 1280)))
            continue
        stream = getattr(samples, kind)
        columns = {"time_s": stream.time_s}
        for name in ("acceleration", "rotation") if kind == "motion" else ("newton", "centre"):
            for k, axis in enumerate("xyz"):
                if kind == "motion":
                    columns[f"{name}_{axis}"] = getattr(stream, name)[:, k]
                    continue
                for plate in range(2):
                    columns[f"plate{plate + 1}_{name}_{axis}"] = getattr(stream, name)[:, plate, k]
        write_series(old, columns)
    lines = [json.loads(line) for line in (path / JOURNAL_NAME).read_text().splitlines()]
    lines[0]["schema"] = "levelhip.session/1"
    for line in lines:
        if line["kind"] == "segment":
            line["location"] = "thigh" if kind == "motion" else None
            line["sides"] = ["left", "right"] if kind == "force" else None
    (path / JOURNAL_NAME).write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    recording = open_recording(path)
    then = recording.samples()
    assert recording.repairs == []
    name = "track" if kind == "landmarks" else kind
    fields = {
        "landmarks": ("xyz", "confidence"),
        "motion": ("acceleration", "rotation", "location"),
        "force": ("newton", "centre", "sides"),
    }
    for field in ("time_s", *fields[kind]):
        np.testing.assert_array_equal(
            getattr(getattr(then, name), field), getattr(getattr(now, name), field)
        )
