"""What was measured goes into the diary once, with numbers that measure the same again."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner

from levelhip.cli.program import levelhip
from levelhip.core import LevelhipError
from levelhip.io.session_folder import JOURNAL_NAME
from levelhip.io.session_reader import read_journal
from levelhip.program import questions
from levelhip.service import AnalysisOptions, analyse, daily, recordings
from levelhip.service.clock import now, standing_at
from levelhip.service.kept import keep_analysis, keep_session, note_session, session_id
from levelhip.service.session_results import finish_session
from levelhip.store.database import store_exists
from tests.service.coached import gone_through, simulated

NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)
NO_VIDEO = AnalysisOptions(annotate=False)


def begun():
    with daily.diary() as diary:
        daily.begin(diary)
        daily.screen(diary, {each.id: "no" for each in questions().question})


def told():
    with daily.diary() as diary:
        return diary.history(), recordings.recordings(diary)


@pytest.fixture(scope="module")
def squats(tmp_path_factory):
    """A session with landmarks, gone through to its end."""
    made, recording, info = simulated("squat-check", "camera", seed=3, reps=3)
    path = tmp_path_factory.mktemp("squats") / "s.session"
    gone_through(path, "squat-check", recording, info, person=made.person.known)
    return path


def test_a_session_brings_its_numbers_and_they_measure_the_same_again(squats, tmp_path):
    begun()
    folder = tmp_path / "s.session"
    shutil.copytree(squats, folder)
    results = finish_session(folder)
    assert keep_session(folder, results)
    assert not keep_session(folder, results)
    history, (kept,) = told()
    assert kept.state == "ok"
    assert kept.source == results.analysis.result.recording.id
    assert len(history.done) == 1
    # From the kept numbers alone comes the same result.
    journal = read_journal(folder)
    again = analyse(
        kept.file, "squat-check", person=journal.person, options=NO_VIDEO, out=tmp_path / "again"
    )
    first = results.analysis.result
    assert again.result.metrics == first.metrics
    assert again.result.recording.id == first.recording.id
    assert [(e.kind, e.start_s, e.end_s) for e in again.result.events] == [
        (e.kind, e.start_s, e.end_s) for e in first.events
    ]
    # Joint numbers only.
    assert {file.suffix for file in kept.file.parent.rglob("*")} == {".parquet"}


def test_a_session_cut_off_anywhere_brings_what_was_confirmed_once_it_is_finished(squats, tmp_path):
    lines = (squats / JOURNAL_NAME).read_bytes().splitlines(keepends=True)
    kinds = [json.loads(line)["kind"] for line in lines]
    reps = [i for i, line in enumerate(lines) if b'"event": "rep"' in line]
    begun()
    for cut in (reps[0] + 1, reps[1] + 1, kinds.index("finish")):
        folder = tmp_path / f"{cut}.session"
        shutil.copytree(squats, folder)
        head = json.loads(lines[0])
        head["begun"] = (now() - timedelta(minutes=cut)).isoformat()
        (folder / JOURNAL_NAME).write_bytes(
            json.dumps(head).encode() + b"\n" + b"".join(lines[1:cut])
        )
        # It was noted when it began, and counts for nothing until it is finished.
        note_session(folder)
        name = session_id(read_journal(folder))
        with daily.diary() as diary:
            assert (name, str(folder)) in diary.folders(cut_off=True)
            assert not diary.has_session(name)
        assert keep_session(folder, finish_session(folder))
        with daily.diary() as diary:
            acts = [data for kind, data in diary.acts(name) if kind == "event"]
            assert diary.folders(cut_off=True) == []
        told_reps = sum(data["event"] == "rep" for data in acts)
        assert told_reps == sum(i < cut for i in reps)
    history, _ = told()
    assert len(history.done) == 3
    assert not any(done.whole for done in history.done)


def test_of_one_recording_a_protocol_has_one_result_the_last(write_forces, tmp_path):
    file = write_forces(tmp_path / "a.csv", lifts=1)

    def measured(protocol="one-leg-stand"):
        return analyse(file, protocol, out=tmp_path / "out", keep_numbers=True)

    assert keep_analysis(measured()) == "no diary"
    assert not store_exists()
    begun()
    assert keep_analysis(measured()) == "kept"
    first, (kept,) = told()
    assert keep_analysis(measured()) == "replaced"
    assert keep_analysis(measured("equal-weight")) == "kept"
    history, (again,) = told()
    assert again.file == kept.file
    by_protocol = {each.protocol for each in history.measured}
    assert by_protocol == {"one-leg-stand", "equal-weight"}
    assert [m for m in history.measured if m.protocol == "one-leg-stand"] == first.measured


def test_the_same_readings_of_scales_on_another_day_are_another_measurement(tmp_path):
    begun()
    options = AnalysisOptions(scales=((36.0, 34.0), (35.8, 34.4)))

    def kept():
        done = analyse(None, "equal-weight", options=options, out=tmp_path / "o", keep_numbers=True)
        return keep_analysis(done)

    with standing_at(NOON):
        assert [kept(), kept()] == ["kept", "replaced"]
    with standing_at(NOON + timedelta(days=7)):
        assert kept() == "kept"
    history, found = told()
    assert {each.on for each in history.measured} == {date(2026, 1, 12), date(2026, 1, 19)}
    # The same readings are the same content, kept once.
    assert len(found) == 1


def test_it_counts_for_the_day_of_the_recording_which_is_not_to_come(write_forces, tmp_path):
    begun()
    file = write_forces(tmp_path / "a.csv", lifts=1)
    done = analyse(file, "one-leg-stand", out=tmp_path / "out", keep_numbers=True)
    with standing_at(NOON):
        keep_analysis(done, date(2026, 1, 3))
        with pytest.raises(LevelhipError, match="has not come yet"):
            keep_analysis(done, date(2026, 1, 13))
    history, _ = told()
    assert {each.on for each in history.measured} == {date(2026, 1, 3)}


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def command(*words, said=""):
        return CliRunner().invoke(levelhip, [str(w) for w in words], input=said)

    return command


def test_analyse_keeps_nothing_unless_it_is_asked_to(run, write_forces, tmp_path):
    begun()
    file = write_forces(tmp_path / "a.csv", lifts=1)
    assert run("analyse", file, "-p", "one-leg-stand").exit_code == 0
    assert told()[0].measured == []
    done = run("analyse", file, "-p", "one-leg-stand", "--keep")
    assert "Kept in your diary." in done.stderr
    assert "in place of" in run("analyse", file, "-p", "one-leg-stand", "--keep").stderr
    assert told()[0].measured


def test_a_refused_recording_and_a_folder_of_many_are_not_kept(run, write_forces, tmp_path):
    begun()
    scales = ("--scales", "36.0", "34.0", "--scales", "35.8", "34.4")
    assert "NOT kept" in run("analyse", "-p", "walk", *scales, "--keep").stderr
    folder = tmp_path / "many"
    folder.mkdir()
    write_forces(folder / "a.csv", lifts=1)
    assert run("analyse", folder, "-p", "one-leg-stand", "--keep").exit_code == 2
    file = folder / "a.csv"
    assert run("analyse", file, "-p", "one-leg-stand", "--on", "2026-01-03").exit_code == 2
    history, found = told()
    assert (history.measured, found) == ([], ())


def test_recordings_are_listed_and_a_damaged_one_ends_with_status_1(run, write_forces, tmp_path):
    begun()
    file = write_forces(tmp_path / "a.csv", lifts=1)
    run("analyse", file, "-p", "one-leg-stand", "--keep")
    listed = run("recordings")
    assert listed.exit_code == 0
    assert "force" in listed.stdout
    (told_json,) = json.loads(run("recordings", "--json").stdout)
    assert told_json["state"] == "ok"
    _, (kept,) = told()
    kept.file.unlink()
    gone = run("recordings")
    assert gone.exit_code == 1
    assert str(kept.file) in gone.stderr


def test_wiping_asks_about_the_folders_of_sessions_and_leaves_foreign_files(run, squats, tmp_path):
    begun()
    for name in ("one", "two"):
        folder = tmp_path / f"{name}.session"
        shutil.copytree(squats, folder)
        lines = (folder / JOURNAL_NAME).read_bytes().splitlines(keepends=True)
        head = json.loads(lines[0]) | {"begun": f"2026-01-0{len(name)}T08:00:00+00:00"}
        head["person"]["age_years"] = 40.0 + (name == "two")
        (folder / JOURNAL_NAME).write_bytes(json.dumps(head).encode() + b"\n" + b"".join(lines[1:]))
        keep_session(folder, finish_session(folder))
    (tmp_path / "two.session" / "notes.txt").write_text("mine")
    asked = run("wipe", said="y\ny\n")
    assert asked.exit_code == 0, asked.output
    assert not (tmp_path / "one.session").exists()
    assert [file.name for file in (tmp_path / "two.session").iterdir()] == ["notes.txt"]
    assert "2 recordings" in asked.stdout or "1 recordings" in asked.stdout
    assert f"Still there: {tmp_path / 'two.session'}" in asked.stdout


def test_wiping_leaves_the_folders_of_sessions_and_names_them_unless_asked(run, squats, tmp_path):
    begun()
    folder = tmp_path / "one.session"
    shutil.copytree(squats, folder)
    keep_session(folder, finish_session(folder))
    done = run("wipe", "--yes")
    assert f"Still there: {folder}" in done.stdout
    assert (folder / JOURNAL_NAME).is_file()
