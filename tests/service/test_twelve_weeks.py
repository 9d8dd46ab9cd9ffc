"""Twelve weeks of six made-up people, lived through the command line and a store of their own."""

from __future__ import annotations

import zipfile
from pathlib import Path

import icalendar
import pytest
from fhir.resources.R4B.bundle import Bundle
from pypdf import PdfReader

from tools.weeks import DAYS, LIVES, lived

TRAINS = ("session", "warm-up")
PRESSING = {"side-lying-abduction", "wall-hip-drop", "one-hand-carry", "sack-swinger"}


def trained(items):
    return [item for item in items if item["kind"] in TRAINS]


def highest_load(items):
    asked = [item["asked"]["dose"] for item in trained(items) if item["asked"]]
    return max((dose["load_part"] or 0.0 for dose in asked), default=0.0)


def files_are_whole(told, folder):
    assert len(PdfReader(folder / "summary.pdf").pages) == 2
    calendar = icalendar.Calendar.from_ical((folder / "plan.ics").read_text("utf-8"))
    assert calendar.walk("VEVENT")
    Bundle.model_validate_json((folder / "fhir.json").read_text("utf-8"))
    with zipfile.ZipFile(folder / "export.zip") as packed:
        assert packed.testzip() is None
        assert "levelhip.json" in packed.namelist()


def nothing_is_asked_that_may_not_be(told):
    assert len(told.days) == DAYS
    most = 0.0
    for i, (shut, dose, items) in enumerate(zip(told.shut, told.doses, told.planned, strict=True)):
        # A sign that is said just before the session shuts what was planned in the morning.
        if dose in ("rest", "see a clinician") and shut != "everything":
            assert not trained(items)
        if shut == "everything":
            assert not told.done[i]
            assert not told.tests[i]
        if i and told.lights[i - 1] == "red":
            assert highest_load(items) <= most, "no load grows right after a red day"
        most = max(most, highest_load(items))


def steady(told):
    assert told.stages[-1] in ("Return to training", "Keep it")
    assert told.lights.count("green") > DAYS / 2
    assert "red" not in told.lights
    assert "better" in told.ends["progress"]


def flare(told):
    days = range(16, 30)
    assert any(told.lights[i] == "red" for i in days)
    assert any(told.doses[i] == "rest" for i in days)
    assert any("flare-up" in told.days[i] for i in days)
    assert told.lights[-14:].count("green") >= 7, "the way back is found"


def red_flag(told):
    first = next(i for i in range(DAYS) if told.shut[i] == "everything")
    life = told.life
    assert min(life.signs.values()) <= first < life.seen_day
    assert all(told.shut[i] == "everything" for i in range(first, life.seen_day))
    # It was seen, a day has passed, and all questions were answered anew.
    assert told.shut[-1] == ""
    assert any(told.done[i] for i in range(life.seen_day, DAYS))


def misses_half(told):
    assert 10 <= sum(map(bool, told.done)) <= 30
    for i in range(DAYS - 1):
        days = [[each for each in told.planned[j] if each["kind"] == "session"] for j in (i, i + 1)]
        assert not (told.done[i] and all(days)), "missed sessions are not made up day after day"
    away = told.life.away
    back = next(i for i in range(max(away) + 1, DAYS) if trained(told.planned[i]))
    before = next(i for i in range(min(away) - 1, -1, -1) if trained(told.planned[i]))
    rungs = [trained(told.planned[i])[0]["asked"]["rung"] for i in (before, back)]
    assert rungs[1] <= rungs[0], "after two weeks away it begins no harder"


def outer_hip(told):
    names = {item["what"] for items in told.planned for item in trained(items)}
    assert "neutral-hold" in names
    assert not names & PRESSING


def no_change(told):
    assert "no measurable change" in told.ends["progress"].lower()
    assert "likely better" not in told.ends["progress"]
    assert any("clinician" in day for day in told.days), "somebody should look at it"


WHAT_MUST_COME = {
    "steady": steady,
    "flare": flare,
    "red-flag": red_flag,
    "misses-half": misses_half,
    "outer-hip": outer_hip,
    "no-change": no_change,
}


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_twelve_weeks_come_out_as_they_must(life, tmp_path):
    told = lived(life, tmp_path)
    nothing_is_asked_that_may_not_be(told)
    files_are_whole(told, tmp_path)
    WHAT_MUST_COME[life.name](told)


def test_the_pages_in_docs_tell_of_the_same_people():
    folder = Path(__file__).resolve().parents[2] / "docs" / "weeks"
    assert {path.stem for path in folder.glob("*.md")} == {*WHAT_MUST_COME, "README"}
    assert {life.name for life in LIVES} == set(WHAT_MUST_COME)
