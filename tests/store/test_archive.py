"""Everything out and in again, to the same store or another kind; and wiped for good."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from levelhip.program import Day, Screening, questions
from levelhip.program.history import Profile
from levelhip.store import StoreFault, open_diary
from levelhip.store.archive import archive, restore, wipe

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
MONDAY = date(2026, 1, 5)
SECRET = "a-word-that-must-go"
BODY = {
    "protocol": {"id": "one-leg-stand", "version": 1},
    "recording": {"id": "cd" * 32},
    "metrics": [
        {"name": "hold_time", "side": "left", "trial": 0, "value": 31.5, "sd": 0.2, "unit": "s",
         "method": "pose/1"},
    ],
}  # fmt: skip


def filled(diary):
    diary.begin(Profile(MONDAY, mass_kg=80.0), at=NOW)
    diary.add_screening(Screening(NOW, {each.id: "no" for each in questions().question}), version=1)
    diary.add_visit(NOW)
    diary.say(Day(MONDAY, usual=3, pressure=4))
    diary.walk(MONDAY, 20.0)
    diary.begin_session("s1", "wall-hip-drop", 1, {"note": SECRET}, at=NOW)
    diary.act("s1", "rep", {"n": 1})
    diary.add_result(BODY, at=NOW, session_id="s1")
    diary.finish_session("s1", "done", at=NOW)


def sorted_history(diary):
    told = diary.history()
    return replace(told, screenings=list(told.screenings), visits=list(told.visits))


def test_what_goes_out_comes_in_again_the_same(diary, tmp_path):
    filled(diary)
    text = json.dumps(archive(diary))
    other = open_diary(f"sqlite:///{tmp_path / 'other.sqlite'}", person="somebody")
    restore(other, json.loads(text))
    assert sorted_history(other) == sorted_history(diary)
    assert other.acts("s1") == diary.acts("s1")
    other.close()


def test_an_archive_of_one_kind_of_store_fits_the_other(diary, tmp_path, address):
    source = open_diary(f"sqlite:///{tmp_path / 'source.sqlite'}")
    filled(source)
    restore(diary, json.loads(json.dumps(archive(source))))
    assert sorted_history(diary) == sorted_history(source)
    # New rows get numbers of their own beside the restored ones.
    diary.add_visit(NOW)
    assert len(diary.history().visits) == 2
    source.close()


def test_an_archive_holds_only_its_own_person(address):
    one, two = open_diary(address, person="one"), open_diary(address, person="two")
    filled(one)
    two.begin(Profile(MONDAY), at=NOW)
    rows = archive(two)
    assert [len(rows[name]) for name in ("person", "day", "act", "metric")] == [1, 0, 0, 0]
    one.close()
    two.close()


def test_restoring_over_somebody_is_refused_and_changes_nothing(diary):
    filled(diary)
    before = sorted_history(diary)
    with pytest.raises(StoreFault, match="wipe it first"):
        restore(diary, archive(diary))
    assert sorted_history(diary) == before


def test_a_half_fitting_archive_leaves_nothing_behind(diary):
    filled(diary)
    rows = archive(diary)
    wipe(diary)
    rows["metric"][0]["teeth"] = 1
    with pytest.raises(StoreFault, match="teeth"):
        restore(diary, rows)
    assert diary.profile() is None
    with pytest.raises(StoreFault, match="nonsense"):
        restore(diary, {"nonsense": []})


def test_what_is_wiped_is_not_in_the_file_any_more(tmp_path):
    path = tmp_path / "store.sqlite"
    diary = open_diary(f"sqlite:///{path}")
    filled(diary)
    wipe(diary)
    diary.close()
    left = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert left
    assert SECRET.encode() not in left


def test_wiping_one_person_leaves_the_other(address):
    one, two = open_diary(address, person="one"), open_diary(address, person="two")
    filled(one)
    two.begin(Profile(MONDAY), at=NOW)
    two.say(Day(MONDAY, usual=5))
    wipe(one)
    assert one.profile() is None
    assert two.history().days == [Day(MONDAY, usual=5)]
    one.close()
    two.close()
