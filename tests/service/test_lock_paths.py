"""No way round the safety answers: not a clock, a backup, a setting, a wipe or an edited store."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from levelhip.cli.program import levelhip
from levelhip.program import questions
from levelhip.protocols import protocol
from levelhip.service import daily, keeping, telling
from levelhip.service.clock import standing_at
from levelhip.service.daily import Locked
from levelhip.service.gate import Gate
from levelhip.store.database import store_url

NO = {each.id: "no" for each in questions().question}
SESSION = {each.id: "no" for each in questions().session}
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def screened(moment, **said):
    with standing_at(moment), daily.diary() as diary:
        daily.begin(diary)
        daily.screen(diary, {**NO, **{name.replace("_", "-"): v for name, v in said.items()}})


def seen(moment):
    with standing_at(moment), daily.diary() as diary:
        daily.seen(diary)


def is_open(moment, name="equal-weight"):
    with standing_at(moment):
        try:
            Gate(protocol(name))
        except Locked:
            return False
    return True


def red_day(moment):
    with standing_at(moment), daily.diary() as diary:
        daily.say(diary, moment.date(), usual=2, during=8, trained=True)


def calm_days(*moments):
    """Days without training on which the pain is back at its usual level: they end the red."""
    for moment in moments:
        with standing_at(moment), daily.diary() as diary:
            daily.say(diary, moment.date(), usual=2, trained=False)


def test_the_way_out_is_a_day_a_visit_and_a_new_screen():
    screened(START)
    screened(START + DAY, fever="yes")
    assert not is_open(START + 2 * DAY)
    seen(START + DAY + 2 * HOUR)
    assert not is_open(START + 3 * DAY)
    screened(START + 3 * DAY)
    assert is_open(START + 3 * DAY + HOUR)


def test_setting_the_clock_back_keeps_the_lock_and_what_is_said_meanwhile_opens_nothing():
    screened(START)
    screened(START + 9 * DAY, fever="yes")
    back = START + 3 * DAY
    assert not is_open(back)
    seen(back)
    screened(back + HOUR)
    assert not is_open(back + 2 * HOUR)
    assert not is_open(START + 12 * DAY)


def test_a_sign_said_under_a_clock_set_back_is_not_closed_by_what_was_kept_before_it():
    screened(START, fever="yes")
    seen(START + 9 * DAY)
    screened(START + 10 * DAY)
    assert is_open(START + 10 * DAY + HOUR)
    # By its date this sign would lie before that visit and that screening.
    screened(START + 5 * DAY, fever="yes")
    assert not is_open(START + 5 * DAY + HOUR)
    assert not is_open(START + 11 * DAY)


def test_a_visit_under_a_clock_set_forward_opens_nothing_once_the_clock_is_right():
    screened(START, fever="yes")
    seen(START + 50 * DAY)
    screened(START + 50 * DAY + HOUR)
    assert not is_open(START + 2 * DAY)


def test_an_older_backup_opens_nothing_until_all_questions_are_answered(tmp_path):
    screened(START)
    with daily.diary() as diary:
        keeping.backup(diary, tmp_path / "b.json")
    screened(START + DAY, fever="yes")
    with standing_at(START + DAY + HOUR), daily.diary() as diary:
        keeping.wipe(diary)
        keeping.restore(diary, tmp_path / "b.json")
    assert not is_open(START + DAY + 2 * HOUR)
    with standing_at(START + DAY + 2 * HOUR), daily.diary() as diary:
        daily.screen(diary, SESSION)
    assert not is_open(START + DAY + 3 * HOUR)
    screened(START + DAY + 4 * HOUR)
    assert is_open(START + DAY + 5 * HOUR)


def test_a_backup_brings_its_lock_along(tmp_path):
    screened(START, cancer="yes")
    with daily.diary() as diary:
        keeping.backup(diary, tmp_path / "b.json")
        keeping.wipe(diary)
        keeping.restore(diary, tmp_path / "b.json")
    screened(START + 9 * DAY)
    assert not is_open(START + 10 * DAY)


def test_after_a_wipe_the_questions_come_before_the_next_session():
    screened(START, fever="yes")
    with daily.diary() as diary:
        keeping.wipe(diary)
    assert not is_open(START + HOUR)
    with standing_at(START + HOUR), daily.diary() as diary:
        daily.begin(diary)
    assert not is_open(START + 2 * HOUR)


def test_taking_the_person_out_of_the_store_by_hand_opens_nothing():
    screened(START, fever="yes")
    with sqlite3.connect(store_url().removeprefix("sqlite:///")) as raw:
        raw.execute("DELETE FROM person")
    assert not is_open(START + HOUR)
    with standing_at(START + HOUR), daily.diary() as diary:
        daily.begin(diary)
        # The answers are still there and count again.
        assert daily.clearance(diary).tier == "same-day"


def test_no_setting_in_the_store_opens_anything():
    screened(START, fever="yes")
    with sqlite3.connect(store_url().removeprefix("sqlite:///")) as raw:
        for name in ("unlocked", "screening", "clearance", "debug"):
            raw.execute(
                "INSERT INTO setting (person, name, value) VALUES ('me', ?, 'true')", (name,)
            )
        raw.execute("UPDATE person SET profile = json_set(profile, '$.answers_from', NULL)")
    assert not is_open(START + 3 * DAY)


def test_after_a_red_day_no_exercise_begins_before_all_questions_but_an_easy_walk_does():
    screened(START)
    red_day(START + DAY)
    for moment in (START + DAY + HOUR, START + 2 * DAY):
        assert not is_open(moment)
        assert not is_open(moment, "side-lying-abduction")
        assert is_open(moment, "walk")
    with standing_at(START + 2 * DAY), daily.diary() as diary:
        assert daily.clearance(diary).ask == "full"
        daily.screen(diary, SESSION)
        with pytest.raises(Locked, match="levelhip screen"):
            daily.ensure_open(diary, "exercise")
    screened(START + 2 * DAY + HOUR)
    # The light still asks for rest until two calm days in a row, tests included.
    calm_days(START + 2 * DAY + HOUR)
    assert not is_open(START + 2 * DAY + 2 * HOUR)
    assert not is_open(START + 9 * DAY)
    calm_days(START + 3 * DAY + HOUR)
    assert is_open(START + 3 * DAY + 2 * HOUR)


def test_a_check_in_with_leg_signs_makes_all_questions_due():
    screened(START)
    with standing_at(START + DAY), daily.diary() as diary:
        (asked,) = (each for each in telling.check_in(diary) if each.name == "leg_signs")
        telling.answer(diary, asked, 1)
    assert not is_open(START + DAY + HOUR)


def test_what_newly_keeps_somebody_from_loads_makes_all_questions_due_once_more():
    screened(START)
    with standing_at(START + HOUR), daily.diary() as diary:
        daily.begin(diary, mass_kg=80.0)
    assert is_open(START + 2 * HOUR)
    with standing_at(START + 3 * HOUR), daily.diary() as diary:
        daily.begin(diary, bars=frozenset({"pregnancy"}))
    assert not is_open(START + 4 * HOUR)
    with standing_at(START + 5 * HOUR), daily.diary() as diary:
        daily.screen(diary, NO)
        daily.begin(diary, bars=frozenset({"pregnancy"}))
    assert is_open(START + 6 * HOUR)


def test_a_screen_that_is_broken_off_keeps_its_signs_and_opens_nothing():
    with standing_at(START):
        with daily.diary() as diary:
            daily.begin(diary)
        ids = [each.id for each in questions().question]
        said = "no\n" * ids.index("fever") + "yes\n"
        done = CliRunner().invoke(levelhip, ["screen"], input=said)
        assert done.exit_code == 1
        with daily.diary() as diary:
            assert daily.clearance(diary).tier == "same-day"


def test_the_screen_of_the_command_line_asks_all_questions_again_after_red_the_branch_too():
    screened(START)
    red_day(START + DAY)
    with standing_at(START + 2 * DAY):
        done = CliRunner().invoke(levelhip, ["screen"], input="no\n" * (len(NO) - 1) + "yes\n")
        assert f"{len(NO)} of {len(NO)}. Pain on the outer hip bone" in done.stderr
        assert "in line with the body" in done.stdout
    calm_days(START + 2 * DAY, START + 3 * DAY)
    assert not is_open(START + 3 * DAY + HOUR, "wall-hip-drop")
    assert is_open(START + 3 * DAY + HOUR, "equal-weight")


def test_exercises_without_the_coach_are_told_only_after_the_questions_of_the_day():
    screened(START)
    with standing_at(START + HOUR), daily.diary() as diary:
        daily.ensure_asked(diary)
    with standing_at(START + DAY), daily.diary() as diary:
        with pytest.raises(Locked, match="safety questions of the day"):
            daily.ensure_asked(diary)
        daily.screen(diary, SESSION)
        daily.ensure_asked(diary)
        daily.screen(diary, {**SESSION, "emergency-legs": "yes"})
        with pytest.raises(Locked, match="emergency"):
            daily.ensure_asked(diary)
