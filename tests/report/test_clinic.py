"""The summary for a clinician: two pages, every number with its error, nothing from outside."""

from __future__ import annotations

import html
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
from levelhip.protocols import language
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
        return re.search(r'<td class="last number">([a-z ]+)</td></tr></tbody>',
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
    assert emergency.sign in text.replace("&#39;", "'")


def test_the_outer_hip_branch_asks_for_holds_in_line_with_the_body_only():
    text = told("lateral-hip").split("Tests, left against right")[1]
    assert "Wall hip drop" not in text


def test_what_is_advised_after_six_weeks_without_getting_better_stands_in_the_status():
    days = [Day(on(i), usual=5, during=1, morning=5) for i in range(50)]
    history = History(Profile(START), days=days, screenings=[screened(0)])
    advised = "Not clearly better than six weeks ago: have it looked at by a clinician."
    assert advised in page(history, at(50))
    assert advised not in page(replace(history, days=days[:40]), at(40))


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


def asked(i, *signs, said="yes"):
    return screened(i, **dict.fromkeys(signs, said))


def box(history, day, code="en"):
    """The safety box and the picture of the weeks of the page on a day."""
    said, now = language(code).text, at(day, 20)
    answer = working_in(history, now.date())
    made = plan(history, now)
    text = clinic_html(history, made, answer, stamp=now, translated=said, lang=code)
    text = html.unescape(text)
    safety = text.split(f"<h2>{said('Safety questions')}</h2>")[1].split("</div>")[0]
    weeks = text.split('class="weeks"')[1].split("</svg>")[0] if 'class="weeks"' in text else ""
    return safety, weeks


def told_in(safety):
    """The sentences about signs; a few are in bold letters, many are not."""
    return re.findall(
        r"<p>(?:<b>)?((?:Earlier|Still open|Früher|Noch offen):.+?)(?:</b>)?</p>", safety
    )


def signed(*screenings, seen=()):
    """Somebody with some weeks of answers, and what was said and seen about signs."""
    days = [Day(on(i), usual=3, trained=False) for i in range(40)]
    return History(
        Profile(START), screenings=[screened(), *screenings], visits=list(seen), days=days
    )


EARLIER = "Earlier: {} ({}) reported on 2026-{}; seen by a clinician on 2026-{}.".format
OPEN = "Still open: {} ({}) reported on 2026-{}; not yet entered as seen.".format
BLADDER = "new trouble with bladder or bowel"
FEVER = "fever or feeling ill with the back pain"
FOOT = "a foot that drops, or new loss of strength in one leg"
LEGS = "both legs losing strength or hurting anew, or a hard fall"
CASES = {
    "emergency, seen": (
        signed(asked(30, "emergency-bladder"), screened(33), seen=[at(33, 6)]),
        [EARLIER(BLADDER, "emergency", "02-04", "02-07")],
    ),
    "same day, seen": (
        signed(asked(20, "fever"), screened(22), seen=[at(22, 6)]),
        [EARLIER(FEVER, "same day", "01-25", "01-27")],
    ),
    "emergency, still locked": (
        signed(asked(30, "emergency-legs", said="unsure")),
        [OPEN(LEGS, "emergency", "02-04")],
    ),
    "same day, still locked": (
        signed(asked(30, "foot-drop")),
        [OPEN(FOOT, "same day", "02-04")],
    ),
    "seen, not asked again": (
        signed(asked(30, "fever"), seen=[at(31)]),
        [
            OPEN(FEVER, "same day", "02-04").replace(
                "not yet entered as seen",
                "seen by a clinician on 2026-02-05, questions not yet answered anew",
            )
        ],
    ),
    "several": (
        signed(
            asked(3, "cancer"),
            asked(10, "fever", "foot-drop"),
            asked(20, "emergency-bladder"),
            screened(22),
            asked(35, "emergency-bladder"),
            seen=[at(4), at(21)],
        ),
        [
            EARLIER("cancer at some time", "to be checked first", "01-08", "01-09"),
            EARLIER(f"{FEVER}; {FOOT}", "same day", "01-15", "01-26"),
            EARLIER(BLADDER, "emergency", "01-25", "01-26"),
            OPEN(BLADDER, "emergency", "02-09"),
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_sign_ever_reported_stands_in_the_safety_box_with_its_dates_and_in_the_weeks(case):
    history, lines = CASES[case]
    safety, weeks = box(history, 39)
    assert told_in(safety) == lines
    # One flag in the legend, and one for each day on which something was reported.
    days = {line.split(" on ")[1][:10] for line in lines}
    assert weeks.count(" l9 3.5 l-9 3.5") == 1 + len(days)
    assert "a sign was reported" in weeks
    assert all(day in weeks for day in days)


@pytest.mark.parametrize("case", CASES)
def test_the_same_is_said_in_german(case):
    history, lines = CASES[case]
    safety, weeks = box(history, 39, "de")
    found = told_in(safety)
    assert len(found) == len(lines)
    for line, german in zip(lines, found, strict=True):
        assert german.startswith("Noch offen:" if line.startswith("Still") else "Früher:")
        assert re.findall(r"\d{4}-\d\d-\d\d", german) == re.findall(r"\d{4}-\d\d-\d\d", line)
    assert "ein Warnzeichen wurde genannt" in weeks


def test_without_signs_the_box_says_so_and_no_flag_stands_in_the_weeks():
    safety, weeks = box(signed(), 39)
    assert "No signs reported" in safety
    assert "<b>" not in safety
    assert "a sign was reported" not in weeks
    # Pain on the outer hip only changes what is done.
    safety, weeks = box(signed(asked(1, "outer-hip")), 39)
    assert "<b>" not in safety
    assert "Answered yes or unsure" in safety
    assert "a sign was reported" not in weeks


def test_a_sign_is_reported_once_however_often_it_is_said_again_while_it_stands_open():
    history = signed(asked(10, "fever"), asked(12, "fever"), screened(14), seen=[at(13)])
    safety, weeks = box(history, 39)
    assert told_in(safety) == [EARLIER(FEVER, "same day", "01-15", "01-18")]
    assert weeks.count(" l9 3.5 l-9 3.5") == 2


def test_two_pages_are_enough_for_many_signs():
    every = [each.id for each in questions().question if each.tier != "branch"]
    history, now = STORIES["twelve-weeks"]()
    screenings = [each for i in (10, 30, 50) for each in (asked(i, *every), screened(i + 3))]
    history = replace(
        history, screenings=[*history.screenings, *screenings],
        visits=[at(12), at(32), at(52)],
    )  # fmt: skip
    whole = page(history, now)
    assert html.unescape(whole).count("(emergency) reported on") == 3
    assert len(PdfReader(io.BytesIO(clinic_pdf(whole))).pages) == 2
