"""The summary for a clinician: two pages, every number with its error, nothing from outside."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from pypdf import PdfReader

from levelhip.core import Side
from levelhip.program import Day, Screening, questions
from levelhip.program.history import Done, History, Measured, Profile, Walked
from levelhip.program.plan import plan
from levelhip.program.working import working
from levelhip.report.clinic import clinic_html, clinic_pdf

START = date(2026, 1, 5)
NOW = datetime.combine(START + timedelta(days=60), time(9), UTC)
NO = {each.id: "no" for each in questions().question}


def on(i):
    return START + timedelta(days=i)


HISTORY = History(
    Profile(START, sorer=Side.LEFT),
    screenings=[Screening(datetime.combine(START, time(8), UTC), NO)],
    days=[Day(on(i), usual=5 - i // 20, during=1, morning=2, pressure=4) for i in range(60)],
    done=[Done(on(2 * i), "wall-hip-drop", 10, 1) for i in range(4, 30)],
    measured=[
        Measured(on(i), "one-leg-stand", "hold_time", side, value, 1.0, "s")
        for i, side, value in (
            (0, Side.LEFT, 20.0),
            (0, Side.RIGHT, 40.0),
            (50, Side.LEFT, 35.0),
            (50, Side.RIGHT, 41.0),
        )
    ],
    walked=[Walked(on(i), 20.0) for i in range(0, 60, 2)],
)


def page(history=HISTORY):
    said = {day.on: float(day.usual) for day in history.days}
    answer = working(said, trained_from=on(8))
    return clinic_html(history, plan(history, NOW), answer, stamp=NOW)


def test_a_change_is_told_only_past_the_error_of_both_values():
    text = page()
    assert "+15.0 s" in text
    # From 40 to 41 s with an error of 1.96 x sqrt 2 s each is none.
    assert text.count("no measurable change") == 1


def test_the_page_asks_for_nothing_outside_itself():
    assert not re.search(r'(?:src|href)="(?!#)', page())
    assert "http://" not in page().replace("http://www.w3.org", "")


def test_the_first_days_give_a_page_that_says_what_is_missing():
    empty = History(Profile(NOW.date()))
    text = page(replace(empty, days=[]))
    assert "No answers yet" in text
    assert "No test yet" in text


def test_the_pdf_has_two_pages_and_is_made_without_a_request():
    pages = PdfReader(io.BytesIO(clinic_pdf(page()))).pages
    assert len(pages) == 2
    assert "Pain over time" in pages[0].extract_text()
    assert "What this cannot tell" in pages[1].extract_text()
