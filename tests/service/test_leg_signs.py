"""Who stops because of leg signs has a red day at once; who does not answer is asked again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from levelhip.coach.orders import Keep, Say
from levelhip.core import Answer, BadRecording
from levelhip.program import questions
from levelhip.program.checkin import due
from levelhip.program.light import Day, Light
from levelhip.protocols import language, protocols, session_words
from levelhip.service import daily, telling
from levelhip.service.clock import standing_at
from levelhip.service.daily import Locked
from levelhip.service.gate import Gate
from levelhip.service.kept import keep_nothing
from levelhip.service.leg_signs import LegSigns
from levelhip.service.page_folders import kept_sessions
from levelhip.service.page_start import Wish, page_session, page_session_again
from levelhip.service.session_results import finish_session, transcript_text
from levelhip.store.database import store_exists
from tests.service.paged import Clock, Page

(QUESTION,) = session_words().stopping
WARNED = [each.id for each in protocols() if any(step.warns for step in each.script)]
OPEN = [name for name in WARNED if name != "sack-swinger"]
"""What somebody may do who has just begun; the loaded walk needs two green weeks."""

MOMENT = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = MOMENT.date()


class Stopper(Page):
    """Says stop as soon as the script has warned, and then only what the test says."""

    def see(self, screen):
        self.screens.append(screen)
        key = (screen["step"], screen["state"], screen["stop"])
        if key == self._asked:
            return
        self._asked = key
        if screen["stop"] == "asks":
            self.say("stop")
        elif not screen["stop"] and screen["state"] == "asking":
            self.say("no" if screen["answers"] == "yes-no" else "2")

    @property
    def screen(self):
        return self.screens[-1]

    @property
    def said(self):
        return [order["spoken"] for order in self.orders if order["kind"] == "say"]

    def is_asked(self):
        return (self.screen["step"], self.screen["state"]) == (QUESTION.id, "asking")


@pytest.fixture(autouse=True)
def that_morning():
    with standing_at(MOMENT), daily.held_open():
        yield


@pytest.fixture
def begun():
    with daily.diary() as diary:
        daily.begin(diary)
        daily.screen(diary, {each.id: "no" for each in questions().question})


def stopped(protocol_id="wall-hip-drop", voice="full"):
    """A page whose session asks for leg signs."""
    clock = Clock()
    page = Stopper(
        page_session(Wish(protocol_id, voice=voice), language("en"), steady=clock), clock
    )
    page.come()
    page.round()
    page.run(Stopper.is_asked)
    return page


def legs():
    """What the diary has of today."""
    with daily.diary() as diary:
        return diary.day(TODAY).leg_signs


def asks_again():
    """Whether the next check-in asks for leg signs."""
    with daily.diary() as diary:
        return "leg_signs" in [ask.name for ask in telling.check_in(diary)]


def answers(page):
    found = page.session.kept.folder / "session.jsonl"
    lines = [json.loads(line) for line in found.read_text().splitlines() if line]
    return [each["value"] for each in lines if each.get("name") == QUESTION.answer]


def everything_is_shut():
    for each in protocols():
        if each.id == "walk":
            continue
        with pytest.raises(Locked):
            Gate(each)


@pytest.mark.parametrize("protocol_id", WARNED)
def test_yes_makes_the_day_red_before_it_is_confirmed_though_nobody_began_a_diary(protocol_id):
    page = stopped(protocol_id)
    assert not store_exists()
    page.say("yes")
    # Nothing has been told since; the journal and the diary have it already.
    assert page.said[-1] in QUESTION.say
    assert answers(page) == [1.0]
    assert legs() is True
    page.run()
    assert page.session._coach.end.reason == "leg-signs"
    with daily.diary() as diary:
        assert diary.history().state(TODAY).light is Light.RED


@pytest.mark.parametrize(
    ("protocol_id", "voice"),
    [*((name, "full") for name in OPEN), ("walk", "tones"), ("walk", "off")],
)
def test_yes_shuts_what_leg_signs_shut_and_today_says_so_at_once(protocol_id, voice, begun):
    page = stopped(protocol_id, voice)
    page.say("yes")
    page.run()
    assert "See a clinician before you go on." in page.said
    with daily.diary() as diary:
        (first, *_), *_ = daily.lines(daily.plan(diary))
        status = " ".join(map(str, daily.lines(daily.plan(diary))[0]))
    assert str(first) == "Red: stop."
    assert status == "Red: stop. See a clinician before you go on."
    assert not asks_again()
    everything_is_shut()
    with pytest.raises(Locked, match="clinician"):
        page_session(Wish("wall-hip-drop"), language("en"))
    # A page that had asked before changes nothing of it.
    with daily.diary() as diary:
        telling.answer(diary, due(diary.history().until(TODAY - timedelta(days=1)), MOMENT)[-1], 0)
    assert legs() is True


@pytest.mark.parametrize(
    ("protocol_id", "before"), [*((name, False) for name in OPEN), ("walk", None), ("walk", True)]
)
def test_no_leaves_the_day_as_it_was(protocol_id, before, begun):
    with daily.diary() as diary:
        page = stopped(protocol_id)
        diary.say(Day(TODAY, leg_signs=before, trained=False))
    page.say("again")
    page.round()
    page.run(Stopper.is_asked)
    for _ in range(40):
        page.round()
    page.say("no")
    assert answers(page) == [0.0]
    assert legs() is before
    page.run(lambda page: page.screen["state"] == "paused", longest_s=10.0)
    page.say("stop")
    page.run(longest_s=30.0)
    assert page.session._coach.end.reason == "stopped"
    assert answers(page) == [0.0]
    assert legs() is before


@pytest.mark.parametrize(
    ("protocol_id", "way", "before"),
    [
        *((name, "silence", False) for name in OPEN),
        *(("walk", way, before) for way in ("stop", "gone", "killed") for before in (None, False)),
    ],
)
def test_without_an_answer_nothing_is_known_and_the_next_check_in_asks(
    protocol_id, way, before, begun
):
    with daily.diary() as diary:
        diary.say(Day(TODAY, leg_signs=before, trained=False))
    page = stopped(protocol_id)
    if way == "silence":
        page.run(longest_s=90.0)
    elif way == "stop":
        page.say("stop")
        page.run(longest_s=30.0)
    elif way == "gone":
        page.go_away()
        page.clock.now_s += 1000.0
        for _ in range(400):
            page.round()
    if way != "killed":
        assert page.session.state == "finished"
        assert page.session._coach.end.reason == "stopped"
        assert answers(page) == [None]
    assert legs() is None
    assert asks_again()


@pytest.mark.parametrize("answered", [False, True])
def test_a_server_killed_at_the_question_asks_again_and_after_a_yes_it_opens_nothing(
    answered, begun
):
    page = stopped()
    if answered:
        page.say("yes")
    (kept,) = [each for each in kept_sessions() if each.id == page.session.id]
    if answered:
        with pytest.raises(Locked):
            page_session_again(kept, steady=page.clock)
        assert legs() is True
        everything_is_shut()
        return
    page.session = page_session_again(kept, steady=page.clock)
    page.there = False
    page.come()
    page.round()
    assert page.screen["state"] == "paused"
    assert page.screen["stop"] == "asked"
    page.say("go")
    page.round()
    page.run(Stopper.is_asked)
    page.say("yes")
    assert legs() is True


def test_a_yes_that_only_the_journal_has_comes_into_the_diary_with_its_session(begun):
    page = stopped("walk")
    page.say("yes")
    page.run()
    kept = page.session.kept
    with daily.diary() as diary:
        diary.say(Day(TODAY, trained=False))
    with pytest.raises(BadRecording):
        finish_session(kept.folder)
    keep_nothing(kept.folder)
    assert legs() is True
    (kept,) = [each for each in kept_sessions() if each.id == kept.id]
    assert "| kept | Leg pain, tingling or numbness? yes |" in transcript_text(kept.journal)


def test_what_is_asked_at_a_stop_is_something_that_a_day_has():
    assert {step.answer for step in session_words().stopping} == {"leg_signs"}
    assert Day(TODAY).leg_signs is None


def test_leg_signs_said_of_a_day_are_taken_back_by_nothing_said_later(begun):
    with daily.diary() as diary:
        daily.say(diary, TODAY, leg_signs=True)
        daily.say(diary, TODAY, leg_signs=False, usual=2)
        assert diary.day(TODAY).leg_signs is True
        assert diary.day(TODAY).usual == 2


def test_orders_of_another_kind_change_nothing(begun):
    signs = LegSigns()
    with daily.diary() as diary:
        daily.say(diary, TODAY, leg_signs=False)
    signs.told(Say("number", "3", "3"))
    signs.told(Keep(Answer(1.0, "usual_pain", 1.0)))
    assert legs() is False
