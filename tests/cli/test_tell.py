"""What a person tells goes in with little typing, and comes out again in words and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from levelhip.cli.program import levelhip
from levelhip.program import questions
from levelhip.service import daily
from levelhip.service.clock import standing_at

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def run(*words, said="", day=0):
    with standing_at(START + day * DAY):
        return CliRunner().invoke(levelhip, [*words], input=said, catch_exceptions=False)


@pytest.fixture
def begun():
    run("begin", "--training", "mon,thu")
    run("screen", said="no\n" * len(questions().question))


def test_without_a_diary_every_command_says_how_to_begin():
    for words in (
        ("aim",),
        ("aim", "sit", "--rate", "3"),
        ("score", "rmdq24", "3"),
        ("spot", "back", "back", "0", "0"),
        ("lifted", "60", "5"),
        ("checkin",),
        ("say", "--usual", "3"),
        ("walked", "20"),
    ):
        done = run(*words)
        assert done.exit_code in (1, 2)
        assert "levelhip begin" in done.stderr


@pytest.mark.usefixtures("begun")
def test_an_activity_is_named_rated_listed_and_let_go():
    assert "levelhip aim" in run("aim").stdout
    assert run("aim", "lift my child", "--rate", "3").stdout == (
        "1. lift my child: 3 of 10 on 2026-01-05\n"
    )
    assert "2. sit: 6 of 10" in run("aim", "sit", said="x\n11\n6\n").stdout
    assert "3. swim: not rated yet" in run("aim", "swim", said="\n").stdout
    later = run("aim", "1", "--rate", "5", day=7).stdout
    assert "1. lift my child: 5 of 10 on 2026-01-12; 3 on 2026-01-05" in later
    assert run("aim", "sit", "--drop", said="n\n").exit_code == 1
    assert "sit" in run("aim").stdout
    assert "sit" not in run("aim", "2", "--drop", said="y\n").stdout
    told = json.loads(run("aim", "--json").stdout)
    assert [each["text"] for each in told] == ["lift my child", "swim"]
    assert [each["value"] for each in told[0]["ratings"]] == [3, 5]


MISUSED = (
    (("aim", "sit", "--rate", "11"), "rating: 11; give 0"),
    (("aim", "2", "--rate", "1"), "activity 2: there are 0; name one first"),
    (("aim", "sit", "--drop"), "'sit': not known"),
    (("aim", "--rate", "3"), "say which activity"),
    (("aim", "sit", "--rate", "3", "--on", "2026-01-06"), "2026-01-06: has not come yet"),
    (("aim", "sit", "--rate", "3", "--on", "monday"), "'monday' is no date; give 2026-01-31"),
    (("score", "rmdq24", "25"), "rmdq24: 25; give 0 to 24"),
    (("score", "rmdq24", "3.5"), "rmdq24: 3.5; give a whole number"),
    (("score", "global-change", "-6"), "global_change: -6; give -5 to 5"),
    (("score", "sitting", "25"), "sitting_h: 25; give 0 to 24"),
    (("score", "mood", "3"), "'mood' is not one of"),
    (("spot", "back", "back", "3"), "give all four"),
    (("spot", "back", "top", "3", "4"), "'top' is not one of"),
    (("spot", "back", "back", "900", "4"), "back spot: 900 mm, 4 mm lies beside the body"),
    (("spot", "--pain", "3"), "say where, too"),
    (("spot", "back", "back", "3", "4", "--pain", "11"), "--pain"),
    (("lifted", "60"), "say how often, too"),
    (("lifted", "heavy", "5"), "'heavy' is not a mass; give 71"),
    (("lifted", "700", "5"), "lift: 700 kg; give more than 0, at most 600"),
    (("lifted", "60", "0"), "reps: 0; give 1 to 100"),
)


@pytest.mark.usefixtures("begun")
def test_what_cannot_be_is_misuse_names_its_value_and_the_way_out_and_keeps_nothing():
    for words, said in MISUSED:
        done = run(*words)
        assert done.exit_code == 2, words
        assert said in done.stderr
    with daily.diary() as diary:
        told = diary.history()
    assert not any((*told.activities, *told.scores, *told.spots, *told.lifts))


@pytest.mark.usefixtures("begun")
def test_scores_are_kept_over_time_and_may_be_below_zero():
    assert "Nothing yet" in run("score", "rmdq24").stdout
    assert run("score", "rmdq24", "13").stdout == "2026-01-05: 13 of 24\n"
    assert run("score", "rmdq24", "9", day=28).stdout.splitlines()[-1] == "2026-02-02: 9 of 24"
    assert "-2 (-5 much worse" in run("score", "global-change", "-2", day=28).stdout
    assert "7.5 hours of sitting" in run("score", "sitting", "7.5", "--on", "2026-01-04").stdout
    (told,) = json.loads(run("score", "sitting", "--json").stdout)
    assert told == {"on": "2026-01-04", "name": "sitting_h", "value": 7.5}


@pytest.mark.usefixtures("begun")
def test_spots_are_told_against_the_last_of_their_kind():
    first = run("spot", "back", "back", "-40", "10", "--pain", "4").stdout
    assert "Back spot: 4 cm left of the spine, 1 cm above the belt line (lower back)" in first
    assert "4 of 10 under the thumb" in first
    assert "same spot" in run("spot", "back", "back", "-30", "10", day=1).stdout
    assert "has moved: it lies 50 mm" in run("spot", "back", "back", "20", "10", day=2).stdout
    hip = run("spot", "hip", "right", "0", "-80", day=3).stdout
    assert "mark before" not in hip
    assert len(json.loads(run("spot", "--json").stdout)) == 4
    assert run("spot").stdout.count("Back spot") == 3


@pytest.mark.usefixtures("begun")
def test_lifts_are_kept_one_a_day():
    run("lifted", "60kg", "5")
    run("lifted", "132lb", "5", day=2)
    run("lifted", "62.5", "5", day=2)
    assert run("lifted").stdout == "2026-01-05: 60 kg x 5\n2026-01-07: 62.5 kg x 5\n"


@pytest.mark.usefixtures("begun")
def test_a_check_in_is_a_few_keys_and_nothing_is_asked_twice():
    run("say", "--usual", "3", "--during", "2")
    # The next day: the morning first, then usual pain and leg signs; a slip is said and asked anew.
    done = run("checkin", said="2\n33\n3\nmaybe\nn\n\n", day=1)
    asked = ["this morning", "Usual back pain", "33: give a whole number from 0 to 10"]
    asked += ["maybe: give y or n", "Hours of sitting"]
    places = [done.stderr.index(each) for each in asked]
    assert places == sorted(places)
    assert "Kept: 3." in done.stdout
    again = run("checkin", said="\n" * 9, day=1)
    for each in ("this morning", "Usual back pain", "tingling"):
        assert each not in again.stderr
    assert "Kept" not in again.stdout


@pytest.mark.usefixtures("begun")
def test_a_check_in_that_is_broken_off_keeps_what_was_answered():
    assert run("checkin", said="3\n").exit_code == 1
    assert "Usual back pain" not in run("checkin", said="\n" * 9).stderr


@pytest.mark.usefixtures("begun")
def test_leg_signs_at_a_check_in_stop_the_training_at_once():
    done = run("checkin", said="1\ny\n\n\n", day=1)
    assert done.exit_code == 0
    assert "clinician" in done.stdout
    assert "all safety questions again" in done.stdout
    assert "clinician" in run("today", day=1).stdout
    assert "1 of 19" in run("screen", said="no\n" * 19, day=2).stderr


@pytest.mark.usefixtures("begun")
def test_a_check_in_speaks_german_when_asked_to():
    done = run("checkin", "--lang", "de", said="3\nj\n\n\n\n")
    assert "Rückenschmerz" in done.stderr
    assert "Kribbeln" in done.stderr


def test_training_days_and_sitting_can_be_changed_and_taken_back():
    run("begin", "--training", "mon,thu", "--sitting", "9")
    run("begin", "--training", "tue")
    assert run("begin", "--training", "").exit_code == 0
    bad = run("begin", "--training", "mo,someday")
    assert bad.exit_code == 2
    assert "mon,tue" in bad.stderr
