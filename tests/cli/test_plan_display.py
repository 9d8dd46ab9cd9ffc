"""The plan in a terminal: narrow, readable, and nothing but the way out when everything is shut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from levelhip.cli.program import levelhip
from levelhip.program import questions
from levelhip.program.strategy import strategy
from levelhip.service import daily
from levelhip.service.clock import standing_at

BEGUN = datetime(2026, 1, 5, 9, tzinfo=UTC)
NO = {each.id: "no" for each in questions().question}


def run(day, *words):
    with standing_at(BEGUN + timedelta(days=day - 1)):
        return CliRunner().invoke(levelhip, words, catch_exceptions=False)


def begun(**said):
    with standing_at(BEGUN), daily.diary() as diary:
        daily.begin(diary, sitting_h=8.0, training_days=(0, 3))
        daily.screen(diary, {**NO, **said})


@pytest.mark.parametrize("sign", [None, "outer-hip", "cancer"])
@pytest.mark.parametrize("days", [1, 28, 84])
def test_no_line_of_the_plan_is_wider_than_eighty_columns(sign, days):
    begun(**({} if sign is None else {sign: "yes"}))
    run(
        1, "aim", "carry a very heavy and rather long wooden plank up the steep stairs of the house"
    )
    lines = run(9, "plan", "--days", str(days)).output.splitlines()
    assert max(map(len, lines)) <= 80
    assert sum("2026-" in line for line in lines) >= days


def test_exercises_and_tests_are_shown_by_their_titles():
    begun()
    text = run(1, "plan", "--days", "60").output
    assert "Side-lying leg lift" in text
    raw = {each.protocol for each in strategy().ladder if "-" in each.protocol}
    assert not [name for name in raw if name in text]


def test_when_everything_is_shut_only_the_reason_and_the_way_out_are_shown():
    begun(fever="yes")
    shown = run(2, "plan").output
    assert "See a doctor today" in shown
    assert "a clinician has seen you" in shown
    assert len(shown.splitlines()) <= 5


def test_the_day_on_which_a_stage_begins_says_so():
    begun()
    shown = " ".join(run(1, "plan", "--days", "28").output.split())
    assert "Next stage, if all goes well: Find and free." in shown.replace("| ", "")
