"""Killed at any moment, a session loses at most the repetition that was running."""

import math
import multiprocessing
import random
import shutil
import time

import pytest

from levelhip.core import Person
from levelhip.io.session_folder import JOURNAL_NAME, SessionFolder
from levelhip.io.session_reader import read_journal
from levelhip.service.clock import now
from levelhip.service.session_results import finish_session
from tests.service.coached import lines, run_session, simulated

KILLS = 8
REPS = 12

# Processes of their own, which need not load everything again.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.service.coached"])


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A simulated set of squats as a session's folder, which keeps its marks."""
    made, recording, info = simulated("squat-check", "camera", seed=3, reps=REPS)
    path = tmp_path_factory.mktemp("recorded") / "squats.session"
    folder = SessionFolder(path)
    folder.head(
        protocol={"id": "squat-check", "version": 1, "variant": "", "hold_s": None},
        plan={},
        language="en",
        person=Person(),
        source="a simulated person",
        begun=now(),
    )
    folder.source(0.0, info)
    whole = recording.samples()
    for mark in whole.marks:
        folder.mark(mark)
    folder.add(0.0, whole)
    folder.write(99.0, "finish", reason="done", text="")
    folder.close(99.0)
    return path, len(made.truth.of("rep"))


def begun(recorded, out, most_lines=math.inf):
    asked = ("squat-check", recorded, out, REPS, most_lines)
    running = PROCESSES.Process(target=run_session, args=asked)
    running.start()
    return running


def kept_reps(journal):
    """(time it was written, end of it) of each repetition in the journal."""
    return [(r["t"], r["end_s"]) for r in journal.of("event") if r["event"] == "rep"]


@pytest.fixture(scope="module")
def whole(recorded, tmp_path_factory):
    """The session that nobody kills."""
    out = tmp_path_factory.mktemp("whole") / "s.session"
    running = begun(recorded[0], out)
    running.join(timeout=120)
    assert running.exitcode == 0
    return out


def test_a_session_that_nobody_kills_counts_all(recorded, whole):
    journal = read_journal(whole)
    assert journal.finished
    assert len(kept_reps(journal)) == recorded[1] == REPS


def test_killed_at_any_moment_it_loses_at_most_the_running_repetition(recorded, whole, tmp_path):
    ends_s = [end_s for _, end_s in kept_reps(read_journal(whole))]
    total = lines(whole)
    first = next(i for i, line in enumerate(read_journal(whole).lines) if line["kind"] == "segment")
    chance = random.Random(20261123)
    seen = set()
    for i in range(KILLS):
        out = tmp_path / f"killed-{i}.session"
        at = chance.randint(first + 1, total - 1)
        # Where nobody gets to kill it in time, it waits a few lines further.
        running = begun(recorded[0], out, at + 3)
        over = time.monotonic() + 60
        while lines(out) < at and running.is_alive() and time.monotonic() < over:
            time.sleep(0.0005)
        running.kill()
        running.join(timeout=30)
        journal = read_journal(out)
        reached_s = journal.lines[-1]["t"]
        results = finish_session(out)
        found = [e.end_s for e in results.analysis.result.events if e.kind == "rep"]
        # Each repetition that was told is there, and of all that were over only one may lack.
        assert len(found) >= len(kept_reps(journal))
        over_by_then = [end_s for end_s in ends_s if end_s < reached_s]
        assert len(found) >= len(over_by_then) - 1
        assert (out / "report.html").is_file()
        assert results.cut_off == (not journal.finished)
        if results.cut_off:
            assert any(
                "cut off after" in text for text in results.analysis.result.recording.repairs
            )
        seen.add(len(found))
    assert len(seen) > 2  # the kills came at different moments


def test_a_torn_line_and_a_lost_segment_are_mended_and_said(whole, tmp_path):
    out = tmp_path / "torn.session"
    shutil.copytree(whole, out)
    with (out / JOURNAL_NAME).open("ab") as file:
        file.write(b'{"t": 99.0, "ki')
    segments = sorted(out.glob("landmarks-*.npz"))
    segments[0].unlink()
    results = finish_session(out)
    repairs = " ".join(results.analysis.result.recording.repairs)
    assert "is not whole" in repairs
    assert "segment 1" in repairs
    assert "missing" in repairs
