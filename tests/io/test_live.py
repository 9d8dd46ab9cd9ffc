"""A recording is played as if it happened now, and waits when it is told to."""

import itertools
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import BadRecording, Mark, Motion, Samples
from levelhip.io.live import FileSource, NoSource
from levelhip.io.recording import Recording

ROUND_S = 1 / 30


def motion(start_s=5.0, stop_s=20.0, rate_hz=100.0):
    time_s = np.arange(start_s, stop_s, 1 / rate_hz)
    values = np.column_stack([time_s, -time_s, np.zeros(time_s.size)])
    return Motion(time_s, values, np.full_like(values, np.nan), "sacrum")


def recording(parts):
    return Recording(None, "0" * 64, "motion", 100.0, 15.0, lambda: iter(parts))


def played(source, *, pauses=(), rounds=2000):
    """All samples, with the session's time at which each round gave them."""
    found = []
    source.start(0.0)
    for i in range(1, rounds):
        now_s = i * ROUND_S
        while not source.ready(now_s):
            time.sleep(0.001)
        samples = source.read(now_s)
        if samples is not None:
            found.append((now_s, samples))
        for at_s, length_s in pauses:
            if abs(now_s - at_s) < ROUND_S / 2:
                source.pause(now_s)
            if abs(now_s - at_s - length_s) < ROUND_S / 2:
                source.start(now_s)
        if source.ended:
            break
    return found


def test_samples_come_in_their_own_time_and_all_of_them_once():
    whole = motion()
    found = played(FileSource(recording([Samples(motion=whole)])))
    for now_s, samples in found:
        assert samples.motion.time_s[-1] <= now_s + 1e-9
        assert samples.motion.time_s[0] > now_s - ROUND_S - 1e-9 or now_s == found[0][0]
    values = np.concatenate([samples.motion.acceleration for _, samples in found])
    np.testing.assert_array_equal(values, whole.acceleration)


def test_a_recording_with_marks_goes_on_after_a_pause_at_the_sessions_time():
    whole = motion()
    given = Samples(motion=whole, marks=(Mark(5.0, "go"),))
    source = FileSource(recording([given]))
    source.note(Mark(0.0, "go"), 0.0)
    found = played(source, pauses=[(4.0, 6.0)])
    times = np.concatenate([samples.motion.time_s for _, samples in found])
    assert times.size == len(whole)
    assert not ((times > 4.0 + 1e-9) & (times < 10.0 - 1e-9)).any()
    # 15 s of recording and 6 s of pause.
    assert times[-1] == pytest.approx(21.0, abs=0.05)
    steps = np.diff(times)
    assert (steps > 0).all()
    assert np.sort(steps)[-2] == pytest.approx(0.01, abs=1e-6)
    assert source.lag_s == 0.0


def test_a_pause_leaves_no_hole_in_a_plain_recording_but_it_falls_behind_by_as_much():
    whole = motion()
    source = FileSource(recording([Samples(motion=whole)]))
    found = played(source, pauses=[(4.0, 6.0)])
    times = np.concatenate([samples.motion.time_s for _, samples in found])
    np.testing.assert_allclose(np.diff(times), 0.01, atol=1e-9)
    assert source.lag_s == pytest.approx(6.0, abs=0.05)
    # What came last came at its own time and so much later.
    assert found[-1][0] == pytest.approx(times[-1] + source.lag_s, abs=2 * ROUND_S)


@settings(max_examples=10)
@given(cuts=st.lists(st.integers(1, 1499), max_size=6, unique=True))
def test_how_a_reader_hands_the_samples_over_changes_nothing(cuts):
    whole = motion()
    edges = [0, *sorted(cuts), len(whole)]
    parts = [Samples(motion=whole.cut(a, b)) for a, b in itertools.pairwise(edges)]
    one = played(FileSource(recording([Samples(motion=whole)])))
    many = played(FileSource(recording(parts)))
    for (now_s, a), (then_s, b) in zip(one, many, strict=True):
        assert now_s == then_s
        np.testing.assert_array_equal(a.motion.time_s, b.motion.time_s)
        np.testing.assert_array_equal(a.motion.acceleration, b.motion.acceleration)


def test_the_recordings_own_marks_are_left_out():
    samples = Samples(motion=motion(), marks=(Mark(6.0, "tap"),))
    found = played(FileSource(recording([samples])))
    assert all(not given.marks for _, given in found)


def marked(*marks):
    return Samples(motion=motion(), marks=tuple(Mark(at_s, name) for at_s, name in marks))


def test_a_recording_waits_at_its_own_marks_until_the_session_has_come_so_far():
    source = FileSource(recording([marked((10.0, "go"))]))
    source.start(0.0)
    found = []
    for i in range(1, 900):
        now_s = i * ROUND_S
        if i == 450:  # at 15 s the session says go; the recording has stood at its 5th second
            source.note(Mark(now_s, "go"), now_s)
        samples = source.read(now_s)
        if samples is not None:
            found.append(samples)
    times = np.concatenate([samples.motion.time_s for samples in found])
    assert source.has_marks
    assert times.size == 1500
    before, after = times[times < 14.99], times[times >= 14.99]
    assert before[-1] == pytest.approx(5.0, abs=0.02)
    assert after[0] == pytest.approx(15.0, abs=0.02)


def test_a_recording_waits_two_seconds_before_a_hold_so_that_nothing_is_stretched():
    source = FileSource(recording([marked((10.0, "hold"))]))
    source.start(0.0)
    reached = [source.read(i * ROUND_S) for i in range(1, 300)]
    last_s = [s.motion.time_s[-1] for s in reached if s is not None][-1]
    assert last_s == pytest.approx(3.0, abs=0.02)


def test_a_recording_does_not_wait_where_the_session_was_there_before_or_never_comes():
    source = FileSource(recording([marked((8.0, "go"), (12.0, "pose-line"), (14.0, "tap"))]))
    source.note(Mark(0.0, "go"), 0.0)
    found = played(source, rounds=4000)
    times = np.concatenate([samples.motion.time_s for _, samples in found])
    assert times.size == 1500
    steps = np.diff(times)
    assert np.sort(steps)[-2] < 0.02  # nowhere but at the pose
    assert steps.max() == pytest.approx(60.0, abs=0.1)  # which nobody asked for


def test_a_recording_that_breaks_in_the_middle_says_so_and_is_over():
    def stream():
        yield Samples(motion=motion(stop_s=8.0))
        raise BadRecording("walk.csv: row 300 is damaged; export it again")

    source = FileSource(Recording(None, "0" * 64, "motion", 100.0, 15.0, stream))
    found = played(source)
    assert source.ended
    assert "row 300 is damaged" in str(source.trouble)
    assert found[-1][1].motion.time_s[-1] == pytest.approx(2.99, abs=0.02)


def test_the_first_samples_can_be_looked_at_before_anything_is_played():
    source = FileSource(recording([Samples(motion=motion())]))
    assert source.first().motion.time_s[0] == 5.0
    assert len(np.concatenate([s.motion.time_s for _, s in played(source)])) == 1500


def test_a_recording_without_samples_is_over_at_once():
    source = FileSource(recording([]))
    assert source.first() is None
    assert source.ended


def test_a_slow_reader_is_waited_for():
    read = threading.Semaphore(0)

    def stream():
        for i in range(3):
            assert read.acquire(timeout=60)
            yield Samples(motion=motion(start_s=i * 1.0, stop_s=i + 1.0))

    source = FileSource(Recording(None, "0" * 64, "motion", 100.0, 3.0, stream))
    source.start(0.0)
    assert not source.ready(0.5)
    read.release()
    while not source.ready(0.5):
        time.sleep(0.001)
    assert not source.ready(1.5)
    read.release(2)
    found = played(source)
    assert sum(len(samples.motion) for _, samples in found) == 300


def test_with_no_source_there_is_nothing_to_read():
    source = NoSource()
    source.start(0.0)
    assert source.info.kind == "self"
    assert source.ready(1.0)
    assert source.read(1.0) is None
