"""`progress`, `share` and `summary`: from an empty diary, and after some weeks."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from levelhip.cli.program import levelhip
from levelhip.program import questions
from levelhip.service.clock import standing_at

MONDAY = datetime(2026, 1, 5, 19, tzinfo=UTC)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def command(*words, said="", day=0):
        with standing_at(MONDAY + timedelta(days=day)):
            done = CliRunner().invoke(levelhip, words, input=said, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    command("begin", "--since", "2025-06-01", "--mass", "80")
    command("screen", said="no\n" * len(questions().question))
    return command


def test_nothing_said_says_what_to_say(run):
    assert "levelhip say" in run("progress")


def test_three_points_less_after_a_month_are_better_and_the_json_says_the_same(run):
    run("say", "--usual", "6")
    run("say", "--usual", "3", day=30)
    shown = run("progress", day=30)
    assert "Usual back pain" in shown
    assert "better" in shown
    assert "One person's numbers cannot rule that out" in " ".join(shown.split())
    told = json.loads(run("progress", "--json", day=30))
    (trend,) = told["trends"]["each"]
    assert (trend["name"], trend["change"], trend["reading"]) == ("usual_pain", -3.0, "better")
    assert told["working"]["answer"] == "cannot tell yet"


def test_progress_of_another_day_does_not_look_ahead(run):
    run("say", "--usual", "6")
    run("say", "--usual", "3", day=30)
    (trend,) = json.loads(run("progress", "--json", day=5))["trends"]["each"]
    assert len(trend["points"]) == 1


def test_a_table_for_others_is_csv_with_one_value_a_row(run):
    run("say", "--usual", "6", "--morning", "4")
    rows = list(csv.DictReader(io.StringIO(run("share", "csv"), newline="")))
    assert {row["what"] for row in rows} == {"usual_pain", "morning_pain"}
    assert all(row["unit"] == "of 10" and row["source"] == "said" for row in rows)


def test_a_calendar_may_have_times_whole_days_and_reminders(run):
    timed = Calendar.from_ical(run("share", "calendar", "--at", "07:30", "--reminder", "15"))
    event = timed.walk("VEVENT")[0]
    assert (event.decoded("dtstart").hour, event.decoded("dtstart").minute) == (7, 30)
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == -timedelta(minutes=15)
    whole = Calendar.from_ical(run("share", "calendar", "--all-day"))
    first = whole.walk("VEVENT")[0]
    assert first.decoded("dtend") - first.decoded("dtstart") == timedelta(days=1)
    assert not hasattr(first.decoded("dtstart"), "hour")


@pytest.mark.parametrize(
    "words",
    [("fhir", "--at", "07:30"), ("csv", "--all-day"), ("calendar", "--at", "7", "--all-day"),
     ("calendar", "--at", "07:30", "--all-day")],
)  # fmt: skip
def test_options_that_do_not_fit_are_named(words):
    done = CliRunner().invoke(levelhip, ["share", *words])
    assert done.exit_code == 2
    assert "--a" in done.output


def test_the_summary_is_a_pdf_or_a_page_by_its_name(run, tmp_path):
    run("say", "--usual", "6")
    run("summary", "mine.html")
    assert "Usual back pain" in (tmp_path / "mine.html").read_text()
    run("summary", "mine.pdf")
    assert (tmp_path / "mine.pdf").read_bytes().startswith(b"%PDF")
