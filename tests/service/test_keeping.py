"""Everything out, away and in again, recordings included; and what is wiped is gone."""

from __future__ import annotations

import json
import stat
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from levelhip.core import Frame, LevelhipError, Samples, Track
from levelhip.io import open_recording
from levelhip.io.kept_recording import KeptHead, kept_bytes
from levelhip.program import questions
from levelhip.program.history import Spot
from levelhip.service import daily, keeping, recordings
from levelhip.service.clock import standing_at
from levelhip.store import open_diary
from levelhip.store.database import recordings_folder
from levelhip.store.tables import Base
from tests.store.conftest import address, postgres  # noqa: F401 -- stores of both kinds
from tests.store.test_archive import BODY

NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)
MONDAY = date(2026, 1, 5)
SECRET = "a-word-that-must-go"


@pytest.fixture
def store(address, tmp_path, monkeypatch):  # noqa: F811
    """The address of a store with everything in it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LEVELHIP_STORE", address)
    with standing_at(NOON), daily.diary() as diary:
        fill(diary)
    return address


def numbers(seed=1):
    dice = np.random.default_rng(seed)
    track = Track(
        np.arange(90) / 30.0, dice.normal(0, 1, (90, 2, 3)), np.ones((90, 2)),
        ("left_hip", "right_hip"), Frame.LAB,
    )  # fmt: skip
    return kept_bytes([Samples(track=track)], KeptHead(f"{seed:064x}", "landmarks", 30.0))


def fill(diary):
    daily.begin(diary, mass_kg=80.0)
    daily.screen(diary, {each.id: "no" for each in questions().question})
    diary.add_visit(NOON - timedelta(days=1))
    daily.say(diary, MONDAY, usual=3, during=2)
    # Said again: row numbers now have gaps.
    for minutes in (10.0, 20.0, 15.0):
        diary.walk(MONDAY, minutes)
        diary.walk(MONDAY + timedelta(days=1), minutes)
    diary.score(MONDAY, "rmdq24", 11.0)
    diary.add_activity("deadlift")
    diary.rate("deadlift", MONDAY, 4)
    diary.add_spot(Spot(NOON - timedelta(days=7), "back", "back", 0.04, 0.01, 5))
    diary.lift(MONDAY, 60.0, 5)
    diary.choose("language", "de")
    diary.begin_session("s1", "wall-hip-drop", 1, {"note": SECRET}, at=NOON, folder="/none/s1")
    diary.act("s1", "event", {"event": "rep"})
    diary.add_result(BODY, at=NOON, session_id="s1")
    diary.finish_session("s1", "done", at=NOON)
    for seed in (1, 2):
        recordings.keep_numbers(
            diary, numbers(seed), source=f"{seed:064x}", kind="landmarks", at=NOON
        )


def files_of(store):
    return sorted(file for file in recordings_folder(store).rglob("*") if file.is_file())


def contents(path):
    """All that is in a zip, but the moment from which safety answers count anew."""
    with zipfile.ZipFile(path) as packed:
        found = {name: packed.read(name) for name in packed.namelist()}
    told = json.loads(found["levelhip.json"])
    told["rows"]["person"][0]["profile"]["answers_from"] = None
    found["levelhip.json"] = told
    return {name: v for name, v in found.items() if not name.startswith("tables/person")}


def test_an_export_holds_every_table_every_recording_and_says_what_is_what(store, tmp_path):
    with standing_at(NOON), daily.diary() as diary:
        done = keeping.export(diary, tmp_path / "all.zip")
    assert done.left_out == ()
    with zipfile.ZipFile(done.file) as packed:
        names = set(packed.namelist())
        rows = json.loads(packed.read("levelhip.json"))["rows"]
        readme = packed.read("README.txt").decode()
        assert packed.testzip() is None
    assert set(rows) == set(Base.metadata.tables)
    assert all(rows.values()), [name for name, table in rows.items() if not table]
    for table in rows:
        assert {f"tables/{table}.csv", f"tables/{table}.parquet"} <= names
    assert {f"recordings/{row['content']}.parquet" for row in rows["recording"]} <= names
    assert len(rows["recording"]) == 2
    for part in ("recordings/", "tables/", "plan.ics", "fhir.json", "everything.csv"):
        assert part in readme
        assert any(name.startswith(part) for name in names)
    assert stat.S_IMODE(done.file.stat().st_mode) == 0o600


@pytest.mark.parametrize("way", ["export", "backup"])
def test_out_wiped_and_in_again_it_goes_out_the_same(store, tmp_path, way):
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    write = keeping.export if way == "export" else keeping.backup
    with standing_at(NOON), daily.diary() as diary:
        write(diary, one)
        keeping.wipe(diary)
        assert diary.profile() is None
        assert not recordings_folder(store).exists()
        keeping.restore(diary, one)
        # The plan rests on safety answers, which a backup does not bring: they are asked anew.
        write(diary, two)
    before, after = contents(one), contents(two)
    assert before.keys() == after.keys()
    for name in before.keys() - {"plan.ics", "fhir.json", "everything.csv"}:
        assert before[name] == after[name], name


def test_a_backup_moves_to_the_other_kind_of_store_with_its_recordings(store, tmp_path):
    backup = tmp_path / "b.zip"
    other = open_diary(f"sqlite:///{tmp_path / 'other.sqlite'}")
    with standing_at(NOON):
        with daily.diary() as diary:
            keeping.backup(diary, backup)
        keeping.restore(other, backup)
        for each in recordings.recordings(other):
            assert each.state == "ok"
            assert open_recording(each.file).id == each.source
        again = keeping.backup(other, tmp_path / "again.zip").file
    assert contents(backup) == contents(again)
    other.close()


def test_the_same_diary_at_the_same_moment_gives_the_same_bytes(store, tmp_path):
    with standing_at(NOON), daily.diary() as diary:
        one = keeping.backup(diary, tmp_path / "one.zip").file.read_bytes()
        assert keeping.backup(diary, tmp_path / "two.zip").file.read_bytes() == one


def test_a_backup_of_the_first_kind_is_still_taken(store, tmp_path):
    old = tmp_path / "levelhip-backup.json"
    rows = {
        "person": [
            {"id": "me", "made_at": "2026-01-05T07:00:00+00:00",
             "profile": {"started": "2026-01-05", "bars": []}}
        ],
        "day": [
            {"id": 7, "person": "me", "on": "2026-01-05", "usual": 4, "during": None,
             "morning": None, "pressure": None, "leg_signs": False, "trained": True}
        ],
        "recording": [
            {"id": "c" * 64, "person": "me", "kind": "landmarks",
             "made_at": "2026-01-05T07:00:00+00:00", "bytes": 5}
        ],
    }  # fmt: skip
    old.write_text(json.dumps({"schema": "levelhip.archive/1", "rows": rows}))
    with standing_at(NOON), daily.diary() as diary:
        keeping.wipe(diary)
        keeping.restore(diary, old)
        assert diary.day(MONDAY).usual == 4
        (kept,) = recordings.recordings(diary)
        assert (kept.source, kept.state) == ("c" * 64, "missing")


def test_a_backup_of_a_newer_kind_changes_nothing(store, tmp_path):
    newer = tmp_path / "newer.json"
    newer.write_text(json.dumps({"schema": "levelhip.archive/9", "rows": {}}))
    with daily.diary() as diary, pytest.raises(LevelhipError, match="archive/9"):
        keeping.restore(diary, newer)


def test_a_damaged_recording_in_a_backup_is_named_and_nothing_is_restored(store, tmp_path):
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    with standing_at(NOON), daily.diary() as diary:
        keeping.backup(diary, good)
        with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
            for name in source.namelist():
                whole = source.read(name)
                broken = whole[:-1] + b"?" if name.startswith("recordings/") else whole
                target.writestr(name, broken)
        keeping.wipe(diary)
        with pytest.raises(LevelhipError, match=r"recordings/.* is damaged"):
            keeping.restore(diary, bad)
        assert diary.profile() is None
        assert files_of(store) == []


def test_a_backup_whose_rows_do_not_fit_leaves_no_recording_behind(store, tmp_path):
    good, odd = tmp_path / "good.zip", tmp_path / "odd.zip"
    with standing_at(NOON), daily.diary() as diary:
        keeping.backup(diary, good)
        with zipfile.ZipFile(good) as source, zipfile.ZipFile(odd, "w") as target:
            for name in source.namelist():
                target.writestr(name, source.read(name).replace(b'"metric": [', b'"teeth": ['))
        keeping.wipe(diary)
        with pytest.raises(LevelhipError, match="teeth"):
            keeping.restore(diary, odd)
        assert diary.profile() is None
        assert files_of(store) == []


def test_restoring_over_somebody_leaves_their_recordings_alone(store, tmp_path):
    with standing_at(NOON), daily.diary() as diary:
        backup = keeping.backup(diary, tmp_path / "b.zip").file
        with pytest.raises(LevelhipError, match="wipe it first"):
            keeping.restore(diary, backup)
        assert {each.state for each in recordings.recordings(diary)} == {"ok"}


def test_a_damaged_recording_is_left_out_of_an_export_and_named_in_it(store, tmp_path):
    files_of(store)[0].write_bytes(b"something else")
    files_of(store)[1].unlink()
    with standing_at(NOON), daily.diary() as diary:
        states = {each.state for each in recordings.recordings(diary)}
        done = keeping.export(diary, tmp_path / "all.zip")
    assert states == {"damaged", "missing"}
    assert len(done.left_out) == 2
    with zipfile.ZipFile(done.file) as packed:
        readme = packed.read("README.txt").decode()
    assert all(str(fault) in readme for fault in done.left_out)


def test_wiping_takes_the_recordings_that_nobody_else_needs(store):
    shared = numbers(2)
    other = open_diary(store, person="other")
    with standing_at(NOON):
        daily.begin(other)
        recordings.keep_numbers(other, shared, source=f"{2:064x}", kind="landmarks", at=NOON)
        with daily.diary() as diary:
            done = keeping.wipe(diary)
    assert (done.recordings, done.bytes) == (2, len(numbers(1)))
    (kept,) = recordings.recordings(other)
    assert kept.state == "ok"
    assert files_of(store) == [kept.file]
    other.close()


def test_wiping_leaves_no_byte_in_the_store_s_own_files(tmp_path, monkeypatch):
    path = tmp_path / "home" / "store.sqlite"
    monkeypatch.setenv("LEVELHIP_STORE", f"sqlite:///{path}")
    with standing_at(NOON):
        with daily.diary() as diary:
            fill(diary)
            diary.say(diary.day(MONDAY))
        assert SECRET.encode() in bytes_below(path.parent)
        with daily.diary() as diary:
            keeping.wipe(diary)
            # Also while the store is still open, with its log beside it.
            assert_no_byte(path.parent)
    assert_no_byte(path.parent)
    assert [file.name for file in path.parent.rglob("*") if file.is_file()] == ["store.sqlite"]


def bytes_below(folder):
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def assert_no_byte(folder):
    left = bytes_below(folder)
    for word in (SECRET, "deadlift", "wall-hip-drop", "left_hip", "rmdq24"):
        assert word.encode() not in left


def test_what_another_program_holds_open_is_said_and_wiped_again(tmp_path, monkeypatch):
    import sqlite3

    path = tmp_path / "store.sqlite"
    monkeypatch.setenv("LEVELHIP_STORE", f"sqlite:///{path}")
    monkeypatch.setattr("levelhip.store.database.BUSY_S", 0.2)
    with standing_at(NOON):
        with daily.diary() as diary:
            fill(diary)
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM session").fetchall()
        with (
            daily.diary() as diary,
            pytest.raises(LevelhipError, match="run `levelhip wipe` again"),
        ):
            keeping.wipe(diary)
        reader.execute("ROLLBACK")
        reader.close()
        with daily.diary() as diary:
            assert diary.profile() is None
            keeping.wipe(diary)
    assert_no_byte(tmp_path)


def test_only_the_owner_can_read_what_is_kept(tmp_path, monkeypatch):
    import os

    path = tmp_path / "home" / "store.sqlite"
    monkeypatch.setenv("LEVELHIP_STORE", f"sqlite:///{path}")
    before = os.umask(0)
    try:
        with standing_at(NOON), daily.diary() as diary:
            fill(diary)
            found = {file: stat.S_IMODE(file.stat().st_mode) for file in path.parent.rglob("*")} | {
                path.parent: stat.S_IMODE(path.parent.stat().st_mode)
            }
    finally:
        os.umask(before)
    assert any(file.name.endswith("-wal") for file in found)
    assert all(mode == (0o700 if file.is_dir() else 0o600) for file, mode in found.items()), found


def test_a_store_that_others_could_read_is_closed_to_them(tmp_path):
    path = tmp_path / "store.sqlite"
    open_diary(f"sqlite:///{path}").close()
    path.chmod(0o644)
    open_diary(f"sqlite:///{path}").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_export_that_cannot_be_written_says_so(store, tmp_path):
    (tmp_path / "file").write_text("x")
    with standing_at(NOON), daily.diary() as diary, pytest.raises(LevelhipError, match=r"all\.zip"):
        keeping.export(diary, Path(tmp_path / "file" / "all.zip"))
