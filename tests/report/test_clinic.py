"""The summary for a clinician: two pages, every number with its error, nothing from outside."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest
from pypdf import PdfReader

from levelhip.core import Side
from levelhip.program import Day, questions
from levelhip.program.history import Activity, Done, History, Measured, Profile, Rating
from levelhip.program.plan import plan
from levelhip.program.working import working_in
from levelhip.report.clinic import clinic_html, clinic_pdf
from levelhip.report.clinic_weeks import sessions_by_week
from tests.report.stories import START, STORIES, at, on, screened


def page(history, now):
    answer = working_in(history, now.date())
    return clinic_html(history, plan(history, now), answer, stamp=now)


@cache
def told(story):
    return page(*STORIES[story]())


def crowded():
    """More of everything than a page was drawn for."""
    history, now = STORIES["twelve-weeks"]()
    longest = "Carry two bags of shopping and my child up all of the stairs to the fifth floor " * 3
    questions_of_tier = [each for each in questions().question if each.tier == "clinician"]
    return replace(
        history,
        activities=[
            replace(each, text=f"{i} {longest}") for i, each in enumerate(history.activities)
        ],
        screenings=[
            *history.screenings,
            screened(80, **{each.id: "yes" for each in questions_of_tier}),
        ],
        done=[
            *history.done,
            *(Done(on(80), name, 10, 3) for name in ("sack-swinger", "neutral-hold",
              "equal-weight", "one-leg-stand", "squat-check", "active-hip-abduction")),
        ],
    ), now  # fmt: skip


@pytest.mark.parametrize("story", ["empty", "one-week", "twelve-weeks", "crowded"])
def test_the_pdf_has_exactly_two_pages_and_is_made_without_a_request(story):
    whole = page(*crowded()) if story == "crowded" else told(story)
    pages = PdfReader(io.BytesIO(clinic_pdf(whole))).pages
    assert len(pages) == 2
    first, second = (each.extract_text() for each in pages)
    assert "Pain and function over time" in first
    assert "Planned and done" in first
    assert "Tests, left against right" in second
    assert "What this cannot tell" in second


@pytest.mark.parametrize("story", STORIES)
def test_the_page_asks_for_nothing_outside_itself(story):
    assert not re.search(r'(?:src|href)="(?!#)', told(story))
    assert "http://" not in told(story).replace("http://www.w3.org", "")


def test_the_first_day_gives_a_page_that_says_what_is_missing():
    text = told("empty")
    assert "No answers yet" in text
    assert "No test yet" in text
    assert "Answer the safety questions first" in text


def test_a_change_is_told_only_past_the_error_and_the_days():
    def held(i, value):
        return Measured(on(i), "side-lying-abduction", "hold_time", Side.LEFT, value, 0.5, "s")

    def reading(gain):
        history = History(
            Profile(START), screenings=[screened()], measured=[held(0, 30), held(40, 30 + gain)]
        )
        return re.search(r'<td class="last">([a-z ]+)</td></tr></tbody>',
                         page(history, at(41)).split("Tests, left")[1])[1]  # fmt: skip

    assert [reading(gain) for gain in (0, 20, 40)] == [
        "no measurable change",
        "cannot tell yet",
        "better",
    ]


def test_pain_and_function_and_their_bounds_stand_in_one_table():
    text = told("twelve-weeks")
    for words in ("Usual back pain", "Pain under the thumb", "RMDQ-24", "Deadlift from the floor",
                  "1.3 / 2.3 / 2.7", "Minutes walked in a week"):  # fmt: skip
        assert words in text


def test_a_locked_person_is_shown_as_locked_whatever_the_light_says():
    text = told("locked")
    assert "■ locked" in text
    assert "go on" not in text
    emergency = next(each for each in questions().question if each.tier == "emergency")
    assert emergency.text.split("?")[0] in text.replace("&#39;", "'")


def test_the_outer_hip_branch_asks_for_holds_in_line_with_the_body_only():
    text = told("lateral-hip").split("Tests, left against right")[1]
    assert "Wall hip drop" not in text


def test_the_lights_have_shapes_of_their_own():
    # Not colour alone: a ring, a triangle and a square, each with its word.
    picture = told("twelve-weeks").split('class="weeks"')[1].split("</svg>")[0]
    for word in ("green", "amber", "red"):
        assert f">{word}</text>" in picture


def test_what_a_person_writes_is_text_and_no_markup():
    history, now = STORIES["one-week"]()
    sly = replace(history, activities=[Activity("<b>x</b> & <script>", [Rating(on(0), 3)])])
    text = page(sly, now)
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_done_counts_days_of_exercises_and_planned_is_what_the_first_day_knew():
    history, now = STORIES["twelve-weeks"]()
    weeks = sessions_by_week(history, now)
    assert len(weeks) == 12
    assert weeks[0].asked == weeks[0].done == 0
    done = {each.on for each in history.done}
    assert sum(each.done for each in weeks) == len(done)
    assert all(1 <= each.asked <= 7 for each in weeks[1:])
    # What happens later changes nothing of what was planned before.
    cut = history.until(on(27))
    assert sessions_by_week(cut, at(27, 20))[:4] == weeks[:4]


def test_tests_are_no_days_of_exercise():
    history = History(Profile(START), screenings=[screened()], done=[Done(on(1), "equal-weight")])
    assert [each.done for each in sessions_by_week(history, at(2))] == [0]


def test_a_long_life_is_told_by_its_last_year():
    days = [Day(on(i), usual=3, during=1, morning=2) for i in range(0, 500, 3)]
    history = History(Profile(START), screenings=[screened()], days=days)
    now = datetime.combine(START + timedelta(days=500), time(9), UTC)
    pages = PdfReader(io.BytesIO(clinic_pdf(page(history, now)))).pages
    assert len(pages) == 2
    assert date.fromisoformat("2027-05-20") == now.date()
