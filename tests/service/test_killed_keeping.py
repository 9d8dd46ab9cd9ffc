"""Killed at any counted moment, what is kept is whole: sessions, days, recordings."""

from __future__ import annotations

import random
import resource
import signal
import sqlite3
from datetime import UTC, date, datetime

import pytest

from levelhip.core import Person
from levelhip.program import questions
from levelhip.service import daily, recordings
from levelhip.service.kept import keep_session, session_id
from levelhip.service.session_results import finish_session
from levelhip.service.session_setup import CoachOptions, SessionClock, coached_session
from levelhip.store import StoreFault
from tests.service.test_kept import Quick
from tests.store.processes import ended, in_child, killed_at, moments_of

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
MONDAY = date(2026, 1, 5)
pytestmark = pytest.mark.timeout(900)
KILLS = 24
"""For each kind of work; `tests/store/test_crashes.py` kills 200 times between acts."""


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A diary that was begun; the file."""
    path = tmp_path / "home" / "store.sqlite"
    monkeypatch.setenv("LEVELHIP_STORE", f"sqlite:///{path}")
    with daily.diary() as diary:
        daily.begin(diary)
        daily.screen(diary, {each.id: "no" for each in questions().question})
    return path


def sound(path):
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def at_random_moments(work, *, kills=KILLS):
    """Kill work at random moments, again and again; yields after each."""
    dice = random.Random(20261123)
    moments = moments_of(work)
    for _ in range(kills):
        yield killed_at(work, dice.randint(1, moments))


def test_a_day_is_said_whole_or_not_at_all(store):
    number = [0]

    def work():
        with daily.diary() as diary:
            daily.say(diary, MONDAY, usual=number[0], during=number[0])

    before = 0
    work()
    for i, _ in enumerate(at_random_moments(work)):
        sound(store)
        with daily.diary() as diary:
            day = diary.day(MONDAY)
        # Both numbers are of the same saying, and of no other than this or the one before.
        assert day.usual == day.during
        assert day.usual in (before, number[0])
        before, number[0] = day.usual, (i + 1) % 11


def test_a_recording_has_a_row_only_with_its_whole_file(store):
    number = [0]

    def work():
        with daily.diary() as diary:
            recordings.keep_numbers(
                diary,
                f"numbers {number[0]} ".encode() * 20_000,
                source=f"{number[0]:064x}",
                kind="landmarks",
                at=NOW,
            )

    kept = set()
    for killed in at_random_moments(work):
        sound(store)
        with daily.diary() as diary:
            found = recordings.recordings(diary)
        assert {each.state for each in found} <= {"ok"}
        if not killed:
            # It was confirmed.
            assert number[0] in {int(each.source, 16) for each in found}
        assert kept <= {each.source for each in found}
        kept = {each.source for each in found}
        number[0] += 1
    assert 0 < len(kept) < KILLS


@pytest.fixture
def session(store, tmp_path, monkeypatch):
    """A finished session's folder with its results, not kept yet."""
    seconds = iter(range(100_000))
    monkeypatch.setattr(SessionClock, "now", lambda _: float(next(seconds)) / 4)
    monkeypatch.setattr(SessionClock, "next_round", lambda self, _: self.now())
    options = CoachOptions(voice="off", reps=2, out=tmp_path / "s.session")
    face = Quick()
    made = coached_session("wall-hip-drop", Person(), options, face.told)
    made.run(face)
    return made.folder, finish_session(made.folder)


def test_a_session_is_kept_whole_or_not_at_all_and_kept_later(session, store):
    from levelhip.io.session_reader import read_journal

    folder, results = session
    name = session_id(read_journal(folder))
    seen = set()

    def work():
        keep_session(folder, results)

    moments = moments_of_first(work, store)
    dice = random.Random(7)
    for moment in sorted(dice.randint(1, moments) for _ in range(KILLS)):
        killed_at(work, moment)
        sound(store)
        with daily.diary() as diary:
            told = diary.history()
            is_kept = diary.has_session(name)
            # The session with its acts and its day, or nothing of it.
            assert len(told.done) == len(told.days) == int(is_kept)
            assert bool(diary.acts(name)) == bool(told.measured) == is_kept
        seen.add(is_kept)
    assert False in seen
    work()
    with daily.diary() as diary:
        assert diary.has_session(name)
        assert len(diary.history().done) == 1


def moments_of_first(work, store):
    """Moments of keeping for the first time, counted on a copy that is put back."""
    import shutil

    copy = store.with_name("copy")
    with daily.diary() as diary, diary.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(store, copy)
    moments = moments_of(work)
    for left in store.parent.glob(f"{store.name}*"):
        left.unlink()
    shutil.copy(copy, store)
    return moments


def test_a_disk_that_takes_no_more_keeps_no_row_for_the_recording(store):
    def work():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        with daily.diary() as diary:
            recordings.keep_numbers(diary, b"x" * 1000, source="a" * 64, kind="force", at=NOW)
            with pytest.raises(StoreFault, match="disk is full; this was NOT kept"):
                recordings.keep_numbers(diary, b"y" * 600_000, source="b" * 64, kind="f", at=NOW)

    assert ended(in_child(work)) == 0
    sound(store)
    with daily.diary() as diary:
        (kept,) = recordings.recordings(diary)
        assert (kept.source, kept.state) == ("a" * 64, "ok")
        # With room again it is kept.
        recordings.keep_numbers(diary, b"y" * 600_000, source="b" * 64, kind="force", at=NOW)
        assert len(recordings.recordings(diary)) == 2
    folder = recordings_folder_of(store)
    assert len([file for file in folder.rglob("*") if file.is_file()]) == 2


def recordings_folder_of(store):
    return store.with_name(f"{store.stem}.recordings")


def test_wiping_killed_at_any_moment_is_finished_by_wiping_again(store):
    import shutil

    from levelhip.service import keeping

    word = b"a-word-that-must-go"
    with daily.diary() as diary:
        diary.add_activity(word.decode())
        recordings.keep_numbers(diary, word * 99, source="a" * 64, kind="force", at=NOW)
    whole = store.parent.with_name("whole")
    shutil.copytree(store.parent, whole)

    def work():
        with daily.diary() as diary:
            keeping.wipe(diary)

    moments = moments_of(work)
    dice = random.Random(5)
    for _ in range(KILLS // 2):
        shutil.rmtree(store.parent)
        shutil.copytree(whole, store.parent)
        killed_at(work, dice.randint(1, moments))
        sound(store)
        work()
        left = [file for file in store.parent.rglob("*") if file.is_file()]
        assert left == [store]
        assert word not in store.read_bytes()
