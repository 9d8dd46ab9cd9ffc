"""Calendar, FHIR and table: other programs read them, and nobody is named."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from fhir.resources.R4B.bundle import Bundle
from icalendar import Calendar

from levelhip.core import Side
from levelhip.export.calendar import plan_calendar
from levelhip.export.fhir import bundle
from levelhip.export.table import COLUMNS, long_table
from levelhip.program import Day, Screening, questions
from levelhip.program.history import (
    Activity,
    Done,
    History,
    Lift,
    Measured,
    Profile,
    Rating,
    Score,
    Spot,
    Walked,
)
from levelhip.program.plan import plan
from tests.report.stories import STORIES

START = date(2026, 1, 5)
NOW = datetime.combine(START, time(8), UTC)
NO = {each.id: "no" for each in questions().question}
HISTORY = History(
    Profile(START),
    screenings=[Screening(NOW, NO)],
    days=[Day(START, usual=3, morning=2, during=1)],
    measured=[
        Measured(START, "one-leg-stand", "hold_time", Side.LEFT, 31.25, 0.4, "s", "contact/1")
    ],
    walked=[Walked(START, 12.0)],
    activities=[
        Activity("Lift my child", [Rating(START, 4)]),
        Activity("=SUM(A1)", [Rating(START, 10)]),
    ],
    scores=[Score(START, "rmdq24", 9), Score(START, "global_change", -2)],
    spots=[Spot(NOW, "back", "back", -0.04, 0.01, 6)],
    lifts=[Lift(START, 60.0, 5)],
)  # fmt: skip


def events(history, now, **options):
    return Calendar.from_ical(
        plan_calendar(plan(history, now), history, stamp=now, **options)
    ).walk("VEVENT")  # fmt: skip


def test_a_calendar_holds_each_thing_to_do_one_after_another():
    found = events(HISTORY, NOW)
    days = plan(HISTORY, NOW).days
    wanted = [i for d in days for i in d.items if i.kind in ("session", "test", "walk")]
    assert len(found) == len(wanted) > 4
    assert len({str(each["UID"]) for each in found}) == len(found)
    first, second = found[0], found[1]
    # Without a zone: the time of day stays what it is when the clocks change.
    assert first.decoded("dtstart") == datetime(2026, 1, 5, 18)  # noqa: DTZ001
    assert second.decoded("dtstart") == first.decoded("dtend")


def test_appointments_have_titles_and_doses_and_no_ids():
    history, now = STORIES["twelve-weeks"]()
    names = {i.what for d in plan(history, now).days for i in d.items if "-" in i.what}
    found = events(history, now)
    said = " ".join(f"{each['SUMMARY']} {each['DESCRIPTION']}" for each in found)
    assert names
    assert not [name for name in names if name in said]
    assert any("each side" in str(each["DESCRIPTION"]) for each in found)


@pytest.mark.parametrize("story", ["one-week", "twelve-weeks", "lateral-hip"])
def test_which_hip_comes_first_is_said_once(story):
    history, now = STORIES[story]()
    history = replace(history, profile=replace(history.profile, sorer=Side.LEFT))
    told = [str(each["DESCRIPTION"]) for each in events(history, now)]
    assert any("hip first" in each for each in told)
    assert all(each.count("hip first") <= 1 for each in told)
    _, found = resources(history, now)
    details = [each["detail"].get("description", "") for each in found["plan"]["activity"]]
    assert any("hip first" in each for each in details)
    assert all(each.count("hip first") <= 1 for each in details)


def test_a_walk_of_a_later_week_does_not_say_how_a_week_went_that_has_not_come():
    history, now = STORIES["twelve-weeks"]()
    start = history.profile.started
    walks = [each for each in events(history, now) if each["SUMMARY"] == "Walk"]
    weeks = [(each["DTSTART"].dt.date() - start).days // 7 for each in walks]
    later = [week > (now.date() - start).days // 7 for week in weeks]
    assert set(later) == {False, True}
    assert ["For now as this week" in each["DESCRIPTION"] for each in walks] == later


def sessions(found):
    return {
        str(e["UID"]): e.decoded("dtstart").date() for e in found if "exercise-" in str(e["UID"])
    }


def test_a_missed_day_moves_the_same_appointments():
    history, now = STORIES["twelve-weeks"]()
    before = sessions(events(history, now))
    after = sessions(events(history, now + timedelta(days=3)))
    assert set(before) & set(after)
    # The next session is the same appointment on a later day, not one more beside it.
    first = min(before, key=before.get)
    assert first in after
    assert after[first] > before[first]


def test_what_was_done_stays_where_it_was():
    history, now = STORIES["twelve-weeks"]()
    before = sessions(events(history, now))
    on = min(before.values())
    done = [Done(on, uid.split("@")[0].removeprefix("exercise-").rsplit("-", 1)[0], 10)
            for uid, day in before.items() if day == on]  # fmt: skip
    then = replace(history, done=[*history.done, *done])
    moment = datetime.combine(on, time(20), UTC)
    after = sessions(events(then, moment))
    finished = {uid for uid, day in before.items() if day == on}
    assert finished
    assert not finished & set(after)


def test_walks_of_a_week_keep_their_names_as_the_week_goes_on():
    def walks(now):
        found = events(HISTORY, now)
        return {
            str(e["UID"]): e.decoded("dtstart").date()
            for e in found
            if str(e["UID"]).startswith("walk")
        }

    monday, wednesday = walks(NOW), walks(NOW + timedelta(days=2))
    whole_weeks = {uid: day for uid, day in wednesday.items() if day < START + 3 * WEEK}
    assert whole_weeks
    assert whole_weeks.items() <= monday.items()


WEEK = timedelta(days=7)


def test_a_later_export_counts_as_newer():
    first, later = (events(HISTORY, NOW + timedelta(hours=h))[0]["SEQUENCE"] for h in (0, 1))
    assert later > first


def test_a_locked_person_gets_an_empty_calendar():
    locked = History(Profile(START), screenings=[Screening(NOW, {**NO, "fever": "yes"})])
    assert not events(locked, NOW)


def resources(history=HISTORY, now=NOW):
    told = json.loads(bundle(history, plan(history, now), person="p-1", stamp=now))
    Bundle.model_validate(told)
    return told, {each["resource"]["id"]: each["resource"] for each in told["entry"]}


def references(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "reference":
                yield inner
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


@pytest.mark.parametrize("story", sorted(STORIES))
def test_every_bundle_is_valid_and_every_reference_in_it_leads_to_an_entry(story):
    told, _ = resources(*STORIES[story]())
    there = Counter(each["fullUrl"] for each in told["entry"])
    assert max(there.values()) == 1
    assert all(url.startswith("urn:uuid:") for url in there)
    found = list(references(told))
    assert found
    assert set(found) <= set(there)


def test_the_bundle_carries_every_number_with_its_spread_and_a_public_code_where_there_is_one():
    _, found = resources()
    held = found["measured-1"]
    assert (held["valueQuantity"]["value"], held["valueQuantity"]["code"]) == (31.25, "s")
    assert "0.4" in held["note"][0]["text"]
    assert held["method"]["text"] == "contact/1"
    pain = found["pain-usual-2026-01-05"]
    assert pain["valueInteger"] == 3
    assert pain["code"]["coding"][0]["code"] == "72514-3"
    assert found["rmdq24-2026-01-05"]["valueInteger"] == 9
    assert found["global-change-2026-01-05"]["valueInteger"] == -2
    assert found["walk-1"]["valueQuantity"]["code"] == "min"
    assert found["lift-1"]["valueQuantity"] == {
        "value": 60.0, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"
    }  # fmt: skip


def test_a_safety_answer_carries_the_question():
    _, found = resources()
    items = found["screening-1"]["item"]
    assert {each["linkId"]: each["text"] for each in items} == {
        each.id: each.text for each in questions().question
    }


def test_a_spot_has_its_place_in_words_and_in_metres():
    _, found = resources()
    spot = found["spot-1"]
    assert "4 cm left of the spine" in spot["bodySite"]["text"]
    values = [part.get("valueQuantity", {}).get("value") for part in spot["component"]]
    assert values[:2] == [-0.04, 0.01]
    assert spot["component"][2]["valueInteger"] == 6


def test_what_the_person_wants_to_do_again_is_a_goal_with_its_target_and_rating():
    told, found = resources()
    goal = found["activity-1"]
    assert goal["description"]["text"] == "Lift my child"
    assert goal["target"][0]["detailInteger"] == 10
    there = {each["fullUrl"]: each["resource"] for each in told["entry"]}
    (rating,) = (there[each["reference"]] for each in goal["outcomeReference"])
    assert rating["valueInteger"] == 4
    assert found["activity-2"]["achievementStatus"]["coding"][0]["code"] == "achieved"


def test_the_care_plan_says_what_how_much_and_when():
    history, now = STORIES["twelve-weeks"]()
    _, found = resources(history, now)
    details = [each["detail"] for each in found["plan"]["activity"]]
    assert all(each["code"]["text"] and each["scheduledTiming"]["event"] for each in details)
    assert any("each side" in each["description"] for each in details)


def test_a_locked_plan_is_on_hold_and_asks_for_nothing():
    _, found = resources(*STORIES["locked"]())
    assert found["plan"]["status"] == "on-hold"
    assert "activity" not in found["plan"]


def test_the_same_resource_has_the_same_address_in_every_export():
    first, later = (resources(HISTORY, NOW + timedelta(hours=h))[0] for h in (0, 5))
    assert {e["fullUrl"] for e in first["entry"]} == {e["fullUrl"] for e in later["entry"]}


def test_the_table_holds_every_number_once_and_no_cell_is_a_formula():
    rows = list(csv.DictReader(io.StringIO(long_table(HISTORY), newline="")))
    assert tuple(rows[0]) == COLUMNS
    told = {(row["what"], row["side"]): row for row in rows}
    assert len(told) == len(rows)
    held = told["hold_time", "left"]
    assert (held["value"], held["sd"], held["unit"]) == ("31.25", "0.4", "s")
    assert held["source"] == "one-leg-stand contact/1"
    assert told["back_spot_x", "both"]["source"] == "map, back view"
    assert {row["what"] for row in rows} >= {
        "usual_pain", "morning_pain", "session_pain", "rmdq24", "global_change", "walk_minutes",
        "lift_load", "psfs: Lift my child", "psfs: =SUM(A1)",
    }  # fmt: skip
    assert not [row for row in rows if row["what"].startswith(("=", "+", "-", "@"))]


def test_what_is_left_of_a_sum_is_nothing_in_the_table():
    history = STORIES["twelve-weeks"]()[0]
    spot = replace(HISTORY.spots[0], x_m=-9.663381206e-17)
    assert not re.search(r",-?[\d.]+e-1\d,", long_table(replace(history, spots=(spot,))))


def test_the_table_is_in_order_of_days():
    history, _ = STORIES["twelve-weeks"]()
    rows = list(csv.DictReader(io.StringIO(long_table(history), newline="")))
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
