"""Calendar and FHIR: other programs read them, and nobody is named."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta

from fhir.resources.R4B.bundle import Bundle
from icalendar import Calendar

from levelhip.core import Side
from levelhip.export.calendar import plan_calendar
from levelhip.export.fhir import bundle
from levelhip.program import Day, Screening, questions
from levelhip.program.history import History, Measured, Profile
from levelhip.program.plan import plan

START = date(2026, 1, 5)
NOW = datetime.combine(START, time(8), UTC)
NO = {each.id: "no" for each in questions().question}
HISTORY = History(
    Profile(START),
    screenings=[Screening(NOW, NO)],
    days=[Day(START, usual=3, morning=2, during=1)],
    measured=[Measured(START, "one-leg-stand", "hold_time", Side.LEFT, 31.25, 0.4, "s")],
)


def test_a_calendar_holds_each_thing_to_do_one_after_another():
    made = plan(HISTORY, NOW)
    calendar = Calendar.from_ical(plan_calendar(made, stamp=NOW))
    events = calendar.walk("VEVENT")
    wanted = [i for d in made.days for i in d.items if i.kind in ("session", "test", "walk")]
    assert len(events) == len(wanted) > 4
    assert len({str(each["UID"]) for each in events}) == len(events)
    first, second = events[0], events[1]
    assert first.decoded("dtstart") == datetime(2026, 1, 5, 18, tzinfo=UTC)
    assert second.decoded("dtstart") == first.decoded("dtend")


def test_exporting_again_tomorrow_keeps_the_names_of_appointments():
    today = Calendar.from_ical(plan_calendar(plan(HISTORY, NOW), stamp=NOW))
    later = NOW + timedelta(days=1)
    tomorrow = Calendar.from_ical(plan_calendar(plan(HISTORY, later), stamp=later))
    walks = [{str(e["UID"]) for e in c.walk("VEVENT") if "walk" in e["UID"]}
             for c in (today, tomorrow)]  # fmt: skip
    assert walks[0] & walks[1]


def test_a_locked_person_gets_an_empty_calendar():
    locked = History(Profile(START), screenings=[Screening(NOW, {**NO, "fever": "yes"})])
    calendar = Calendar.from_ical(plan_calendar(plan(locked, NOW), stamp=NOW))
    assert not calendar.walk("VEVENT")


def test_the_bundle_is_valid_and_carries_every_number_with_its_spread():
    text = bundle(HISTORY, plan(HISTORY, NOW), person="p-1", stamp=NOW)
    told = json.loads(text)
    Bundle.model_validate(told)
    kinds = [each["resource"]["resourceType"] for each in told["entry"]]
    assert set(kinds) == {
        "Patient", "Observation", "QuestionnaireResponse", "Goal", "CarePlan"
    }  # fmt: skip
    found = {each["resource"]["id"]: each["resource"] for each in told["entry"]}
    held = found["measured-1"]
    assert (held["valueQuantity"]["value"], held["valueQuantity"]["code"]) == (31.25, "s")
    assert "0.4" in held["note"][0]["text"]
    assert found["pain-usual-2026-01-05"]["valueInteger"] == 3
    assert len(found["screening-1"]["item"]) == len(NO)


def test_every_reference_in_the_bundle_leads_to_an_entry():
    told = json.loads(bundle(HISTORY, plan(HISTORY, NOW), person="p-1", stamp=NOW))
    there = {each["fullUrl"] for each in told["entry"]}
    for each in told["entry"]:
        subject = each["resource"].get("subject")
        assert subject is None or subject["reference"] in there
