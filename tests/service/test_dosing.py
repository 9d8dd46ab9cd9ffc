"""The coach's session takes its dose from the plan, and what is told counts like a session."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from levelhip.cli.program import levelhip
from levelhip.coach.plan import plan_for
from levelhip.coach.turns import turns
from levelhip.core import LevelhipError, Person, Side
from levelhip.io.session_reader import read_journal
from levelhip.program import questions
from levelhip.program.dose import rung
from levelhip.program.history import Amount
from levelhip.protocols import protocol
from levelhip.service import daily
from levelhip.service.clock import now, standing_at
from levelhip.service.daily import Locked
from levelhip.service.doing import Told, doable, done
from levelhip.service.dosing import dosed, ensure_coached
from levelhip.service.gate import Gate
from levelhip.service.kept import keep_session
from levelhip.service.options import AnalysisOptions
from levelhip.service.session_results import finish_session
from levelhip.service.session_setup import CoachOptions, SessionClock, coached_session

BEGUN = datetime(2026, 1, 5, 9, tzinfo=UTC)
NO = {each.id: "no" for each in questions().question}


def day(i, hour=9):
    return standing_at(BEGUN.replace(hour=hour) + timedelta(days=i - 1))


def begun(**profile):
    with day(1), daily.diary() as diary:
        daily.begin(diary, **{"mass_kg": 80.0, "sorer": Side.LEFT, **profile})
        daily.screen(diary, NO)


def told(i, exercise, during=1, **said):
    with day(i), daily.diary() as diary:
        return done(diary, exercise, Told(**said), during=during, pressure=2)


def history():
    with daily.diary() as diary:
        return diary.history()


def run(*words, said=""):
    return CliRunner().invoke(levelhip, words, input=said, catch_exceptions=False)


def test_without_a_diary_nothing_is_changed():
    options = CoachOptions(reps=25)
    assert dosed("equal-weight", options) == (options, {}, ())


@pytest.mark.parametrize("protocol_id", ["side-lying-abduction", "wall-hip-drop"])
@pytest.mark.parametrize(
    ("source", "asked", "form"),
    [
        ("self", None, "neutral"),
        ("self", "asked", "asked"),
        ("file", None, None),
    ],
)
def test_without_a_diary_it_begins_with_the_easiest_form(protocol_id, source, asked, form):
    options = CoachOptions(source=source, analysis=AnalysisOptions(variant=asked))
    changed, kept, said = dosed(protocol_id, options)
    assert changed == replace(options, analysis=replace(options.analysis, variant=form))
    assert (kept, said) == ({}, ())


def test_more_than_the_plan_is_lowered_and_said():
    begun()
    with day(9):
        options, kept, notes = dosed("wall-hip-drop", CoachOptions(sets=4, reps=25))
    assert (options.sets, options.reps) == (1, 5)
    assert kept == {"exercise": "wall-hip-drop", "warm_up": False}
    assert notes[0].startswith("Dose: 1 x 5")
    assert any("5 instead of 25" in each for each in notes)


def test_a_played_recording_keeps_its_options_but_not_past_red():
    begun()
    options = CoachOptions(source="file", reps=25)
    with day(9):
        assert dosed("wall-hip-drop", options)[0] == options
    told(9, "wall-hip-drop", during=8, reps=5)
    with day(9), pytest.raises(Locked, match="Rest"):
        dosed("wall-hip-drop", options)


@pytest.mark.parametrize(
    "words",
    [
        ("side-lying-abduction",),
        ("side-lying-abduction", "--reps", "1", "--sets", "1"),
        ("side-lying-abduction", "--variant", "neutral"),
        ("wall-hip-drop", "--side", "left"),
        ("sack-swinger", "--minutes", "1"),
    ],
)
def test_the_command_refuses_every_exercise_on_a_red_day(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    begun()
    told(9, "side-lying-abduction", during=8, reps=5)
    with day(9, hour=12):
        asked = run("coach", *words, "--voice", "off", said="no\n" * 9)
    assert asked.exit_code == 1
    assert "levelhip today" in asked.stderr
    assert list(tmp_path.glob("*.session")) == []


def test_a_session_that_goes_on_is_stopped_at_the_gate_by_a_red_day_too():
    begun()
    with day(9):
        Gate(protocol("wall-hip-drop"))
    told(9, "wall-hip-drop", during=8, reps=5)
    with day(9):
        Gate(protocol("walk"))
        for name in ("wall-hip-drop", "equal-weight"):
            with pytest.raises(Locked):
                Gate(protocol(name))
    with day(10), daily.diary() as diary:
        daily.screen(diary, NO)
    with day(10), pytest.raises(Locked, match="Rest from exercises"):
        Gate(protocol("wall-hip-drop"))


def test_leg_signs_shut_the_coach_until_a_clinician_was_seen():
    begun()
    told(9, "side-lying-abduction", during=1, reps=5)
    with day(9), daily.diary() as diary:
        daily.say(diary, BEGUN.date() + timedelta(days=8), leg_signs=True)
    with day(20), pytest.raises(Locked, match="clinician"):
        dosed("side-lying-abduction", CoachOptions())
    with day(20), daily.diary() as diary:
        daily.seen(diary)
    with day(21):
        assert dosed("side-lying-abduction", CoachOptions())[0].reps == 5


def test_a_sore_outer_hip_is_coached_in_its_own_form():
    begun()
    with day(2), daily.diary() as diary:
        daily.screen(diary, {**NO, "outer-hip": "yes"})
    with day(9):
        options, kept, _ = dosed("side-lying-abduction", CoachOptions())
        assert options.analysis.variant == "neutral"
        assert kept["exercise"] == "neutral-hold"
        given = CoachOptions(analysis=AnalysisOptions(variant="past-midline"))
        assert dosed("side-lying-abduction", given)[0].analysis.variant == "past-midline"


def test_what_was_told_counts_like_a_session_and_its_pain_is_the_days():
    begun()
    told(9, "side-lying-abduction", during=2, sets=1, reps=5)
    told(9, "side-lying-abduction", during=1, sets=1, reps=3, warm_up=True)
    found = history()
    assert [(each.exercise, each.reps, each.warm_up) for each in found.done] == [
        ("side-lying-abduction", 10, False),
        ("side-lying-abduction", 6, True),
    ]
    (said,) = found.days
    assert (said.trained, said.during, said.pressure) == (True, 2, 2)


def test_a_lift_that_was_told_is_in_the_lifts_too():
    begun(former_kg=100.0)
    told(9, "lift", kg=40.0, reps=8, sets=3)
    found = history()
    assert [(each.kg, each.reps) for each in found.lifts] == [(40.0, 8)]
    assert [each.exercise for each in found.done] == ["lift"]
    with pytest.raises(LevelhipError, match="--kg"):
        told(10, "lift")


def test_what_was_broken_off_is_not_whole():
    begun()
    told(9, "one-hand-carry", minutes=1.0, whole=False)
    assert not history().done[0].whole


def rungs_after(**said):
    """The step of the wall drops after a month of green days with what was told."""
    begun()
    for i in range(9, 37, 2):
        told(i, "wall-hip-drop", **said)
        with day(i), daily.diary() as diary:
            daily.say(diary, BEGUN.date() + timedelta(days=i - 1), usual=1, morning=1)
    return rung("wall-hip-drop", history(), BEGUN.date() + timedelta(days=36)).rung


def test_the_whole_dose_leads_to_more_whether_it_was_told_in_numbers_or_not():
    assert rungs_after() == 6


@pytest.mark.parametrize(
    ("said", "most"),
    [
        ({"sets": 1, "reps": 15}, 3),
        ({"reps": 15}, 3),
        ({"sets": 3, "reps": 8}, 2),
        ({"whole": False}, 0),
        ({"faulty": 5, "sets": 1, "reps": 5}, 0),
    ],
)
def test_less_than_was_asked_for_is_kept_and_leads_to_no_more(said, most):
    assert rungs_after(**said) == most
    assert len(history().done) == 14


def test_a_session_with_the_coach_counts_by_what_it_went_through():
    begun()
    plan = {"sets": 1, "reps": 10, "hold_s": 5.0, "sides": ["left"], "minutes": None, "about": {}}
    with day(9), daily.diary() as diary:
        diary.begin_session("a", "wall-hip-drop", 1, plan, at=now())
        diary.finish_session("a", "done", at=now())
        walk = {**plan, "variant": "full", "steps": 150}
        diary.begin_session("b", "sack-swinger", 1, walk, at=now())
        diary.finish_session("b", "done", at=now())
    drops, swinger = sorted(history().done, key=lambda each: each.exercise, reverse=True)
    assert drops.amount == Amount(1, 10, 5.0, None, 1)
    assert swinger.amount.minutes == pytest.approx(1.5)


def test_a_walk_takes_its_minutes_from_the_walking_plan():
    begun()
    planned = {}
    for i in range(1, 8):
        with day(i):
            options, _, notes = dosed("walk", CoachOptions())
            assert notes == (f"{options.minutes:g} min, {notes[0].split(', ')[1]}",)
            with daily.diary() as diary:
                items = daily.plan(diary, days=1).days[0].items
        walks = [each.minutes for each in items if each.kind == "walk"]
        planned[i] = (options.minutes, walks, notes[0])
    assert any(walks for _, walks, _ in planned.values())
    for minutes, walks, note in planned.values():
        assert minutes == (walks[0] if walks else 10.0)
        assert ("for today" in note) is bool(walks)
    with day(3):
        assert dosed("walk", CoachOptions(minutes=25.0))[0].minutes == 25.0
        assert dosed("walk", CoachOptions(steps=200))[0].minutes is None


def test_what_nobody_knows_is_refused_with_the_names():
    begun()
    with pytest.raises(LevelhipError, match="one-hand-carry"):
        told(9, "juggling")
    with pytest.raises(LevelhipError, match="nothing is known"), daily.diary() as diary:
        done(_nobody(diary), "lift", Told())


def _nobody(diary):
    from levelhip.store.diary import Diary

    return Diary(diary.engine, "somebody-else")


def test_an_exercise_without_a_coach_says_how_it_is_done():
    with pytest.raises(LevelhipError, match="levelhip done one-hand-carry"):
        ensure_coached("one-hand-carry")
    with pytest.raises(LevelhipError, match="--variant neutral"):
        ensure_coached("neutral-hold")
    ensure_coached("wall-hip-drop")
    assert run("coach", "lift").exit_code == 2


def test_done_lists_todays_exercises_and_keeps_one():
    begun()
    for i in (1, 2):
        with day(i), daily.diary() as diary:
            assert doable(diary) == ()
    with day(9):
        assert "No exercise today" in run("done").output
        kept = run("done", "wall-hip-drop", "--reps", "5", said="2\n")
        assert "Wall hip drop" in kept.output
        assert kept.exit_code == 0
    assert history().days[0].during == 2


class Quick:
    """A person without a sensor who answers each question at once and does what is asked."""

    def __init__(self):
        self.screen = None
        self.titles = []

    def said(self, now_s):
        if self.screen is None or self.screen.state != "asking":
            return []
        return ["4" if "thumb" in self.screen.question.lower() else "2", "no"]

    def show(self, screen, live):
        self.screen = screen
        if not self.titles or self.titles[-1] != (screen.title, screen.step):
            self.titles.append((screen.title, screen.step))

    def told(self, now_s, order):
        self.order = order


def test_a_session_runs_with_the_plans_dose_and_is_kept_under_the_exercises_name(
    tmp_path, monkeypatch
):
    seconds = iter(range(100_000))
    monkeypatch.setattr(SessionClock, "now", lambda _: float(next(seconds)) / 4)
    monkeypatch.setattr(SessionClock, "next_round", lambda self, _: self.now())
    begun(sorer=Side.RIGHT)
    with day(2), daily.diary() as diary:
        daily.screen(diary, {**NO, "outer-hip": "yes"})
    with day(9):
        face = Quick()
        options = CoachOptions(voice="off", out=tmp_path / "s.session")
        session = coached_session("side-lying-abduction", Person(), options, face.told)
        session.run(face)
        results = finish_session(session.folder)
        assert keep_session(session.folder, results)
    plan = read_journal(session.folder).head["plan"]
    assert (plan["variant"], plan["sets"], plan["reps"], plan["hold_s"]) == ("neutral", 1, 3, 5.0)
    assert plan["about"]["exercise"] == "neutral-hold"
    (found,) = history().done
    assert (found.exercise, found.warm_up) == ("neutral-hold", False)


def test_the_hip_that_comes_first_gets_its_set_more():
    exercise = protocol("side-lying-abduction")
    plan = plan_for(exercise, sides=(Side.RIGHT, Side.LEFT), sets=1, more=Side.RIGHT)
    lifts = [turn.side for turn in turns(exercise.script, plan) if turn.step.id == "lifts"]
    assert lifts == [Side.RIGHT, Side.RIGHT, Side.LEFT]


def test_what_there_is_to_do_is_told_only_after_the_safety_questions(monkeypatch):
    from levelhip.program.plan import plan
    from tests.program.test_plan import START, at, lived

    begun()
    made = plan(lived(7), at(START + timedelta(days=7)), days=1)
    monkeypatch.setattr(daily, "plan", lambda diary, days: made)
    with day(9):
        assert run("done").exit_code != 0
        with daily.diary() as diary:
            with pytest.raises(Locked, match="safety questions"):
                doable(diary)
            daily.screen(diary, NO)
            assert [each.exercise for each in doable(diary)] == ["side-lying-abduction"]
        assert "levelhip done side-lying-abduction" in run("done").output
