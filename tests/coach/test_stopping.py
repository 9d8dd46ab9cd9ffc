"""Somebody who says stop where the script has warned of leg signs is asked for them first."""

from __future__ import annotations

import copy
import re

import pytest

from levelhip.coach import Finish, Keep, Measure, Put, Say, Session, plan_for
from levelhip.core import Answer
from levelhip.protocols import language, protocol, protocols, session_words
from levelhip.protocols.cues import word_count
from tests.coach.performer import FakeVoice

(QUESTION,) = session_words().stopping
WARNED = [each.id for each in protocols() if any(step.warns for step in each.script)]
OTHERS = [each.id for each in protocols() if each.id not in WARNED]
WAYS = [
    (name, source)
    for name in WARNED
    for source in ("camera", "motion", "self")
    if source in protocol(name).sources
]
TICK_S = 0.1


class Driven:
    """A session, its clock and its voice."""

    def __init__(self, protocol_id, source="self", code="en", **asked):
        told = protocol(protocol_id)
        self.session = Session(told, plan_for(told, source=source, **asked), language(code))
        self.voice, self.now_s, self.orders = FakeVoice(), 0.0, []

    def take(self, orders):
        for order in orders:
            self.orders.append(order)
            if isinstance(order, Say):
                self.voice.say(self.now_s, order)

    def say(self, word):
        """What comes of it at once."""
        before = len(self.orders)
        self.take(self.session.heard(self.now_s, word))
        return self.orders[before:]

    def round(self):
        self.now_s = round(self.now_s + TICK_S, 6)
        self.take(self.session.advance(self.now_s, speaking=self.voice.speaking(self.now_s)))

    def until(self, claim, longest_s=600.0):
        """Rounds; every question of the script is answered on the way."""
        over_s = self.now_s + longest_s
        while not claim():
            step = self.session.turn.step
            if self.session.screen.state == "asking" and step.id != QUESTION.id:
                self.say("no" if step.kind == "yes-no" else "2")
            self.round()
            assert self.now_s < over_s, "it does not come to that"
        return self

    def asked(self):
        """Until the question has been begun to be said."""
        screen = self.session.screen
        return screen.step == QUESTION.id and screen.state == "asking"

    def warned(self):
        """Until the first step that warns is said; every question before it is denied."""
        return self.until(lambda: self.session.screen.stop == "asks")

    @property
    def kept(self):
        return [o.answer for o in self.orders if isinstance(o, Keep)]

    @property
    def spoken(self):
        return [o.spoken for o in self.orders if isinstance(o, Say)]

    @property
    def end(self):
        return next((o for o in self.orders if isinstance(o, Finish)), None)


def stopped(protocol_id, source="self", code="en", **asked):
    """Somebody has said stop and was asked why."""
    driven = Driven(protocol_id, source, code, **asked).warned()
    driven.until(lambda: driven.session.turn.step.do in ("reps", "hold", "walk", "wait"))
    driven.say("stop")
    return driven.until(driven.asked)


def test_a_protocol_asks_if_and_only_if_its_words_tell_to_stop_at_leg_signs():
    for each in protocols():
        for step in each.script:
            tells = any("tingling? Stop." in said for said in step.say)
            assert bool(step.warns) is tells, f"{each.id}: {step.id}"
    assert set(WARNED) | set(OTHERS) == {each.id for each in protocols()}
    assert WARNED
    assert OTHERS


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_question_is_short_and_can_be_answered_with_yes_or_no_only(code):
    text = language(code).text
    assert QUESTION.kind == "yes-no"
    assert QUESTION.title, "or the heading names what was done before"
    assert not QUESTION.may_skip, "three seconds of silence before counted taps are an answer"
    ending = session_words().endings[QUESTION.ends]
    assert all(0 < word_count(text(said)) <= 8 for said in (*QUESTION.say, *ending.say))


@pytest.mark.parametrize(("protocol_id", "source"), WAYS)
def test_yes_is_kept_before_it_is_told_and_ends_the_session_with_what_to_do(protocol_id, source):
    driven = stopped(protocol_id, source)
    kept, said, *_ = driven.say("yes")
    assert kept == Keep(Answer(driven.now_s, QUESTION.answer, 1.0, kept.answer.side))
    assert isinstance(said, Say)
    assert said.cuts_in
    driven.until(lambda: driven.session.finished)
    assert driven.end.reason == QUESTION.ends
    assert "clinician" in driven.end.text
    ending = session_words().endings[QUESTION.ends]
    assert driven.spoken[-len(ending.say) :] == list(ending.say)
    assert driven.session.heard(driven.now_s, "go") == ()


@pytest.mark.parametrize(("protocol_id", "source"), WAYS)
def test_no_asks_whether_to_go_on_and_either_is_done(protocol_id, source):
    driven = stopped(protocol_id, source)
    turn = driven.session._turns[driven.session._i]
    assert driven.session.screen.title == QUESTION.title
    (kept,) = [o for o in driven.say("no") if isinstance(o, Keep)]
    assert kept.answer.value == 0.0
    assert driven.session.screen.title != QUESTION.title, "it is about the exercise again"
    driven.until(lambda: driven.spoken[-1] == "Go on, or stop?", longest_s=5.0)
    assert driven.session.screen.state == "paused"
    assert driven.session.screen.stop == "asked"
    # Either can be said; nobody is asked twice for one stop.
    ended = copy.deepcopy(driven)
    assert [o.reason for o in ended.say("stop") if isinstance(o, Finish)] == ["stopped"]
    assert [each.value for each in ended.kept if each.name == QUESTION.answer] == [0.0]
    driven.say("go")
    assert driven.session.turn is turn
    assert driven.session.screen.stop == "asks", "the next stop is asked about again"


@pytest.mark.parametrize(("protocol_id", "source"), WAYS)
def test_silence_is_asked_once_more_and_then_ends_it_with_nothing_known(protocol_id, source):
    driven = stopped(protocol_id, source)
    driven.until(lambda: driven.session.finished, longest_s=60.0)
    assert driven.spoken.count(QUESTION.say[0]) == 2
    assert [each.value for each in driven.kept if each.name == QUESTION.answer] == [None]
    assert driven.end.reason == "stopped"


@pytest.mark.parametrize("word", ["stop", "gone"])
@pytest.mark.parametrize("protocol_id", WARNED)
def test_a_second_stop_or_nobody_there_ends_it_with_nothing_known(protocol_id, word):
    driven = stopped(protocol_id)
    orders = driven.say(word)
    assert [o.answer.value for o in orders if isinstance(o, Keep)] == [None]
    assert [o.reason for o in orders if isinstance(o, Finish)] == ["stopped"]


@pytest.mark.parametrize("protocol_id", WARNED)
def test_stop_called_again_before_the_question_is_the_same_stop(protocol_id):
    driven = Driven(protocol_id).warned()
    driven.say("stop")
    for _ in range(3):
        assert driven.say("stop") == []
        assert driven.say("yes") == [], "no answer reaches a question before it is said"
    driven.until(driven.asked)
    assert driven.end is None


@pytest.mark.parametrize("protocol_id", WARNED)
def test_what_is_measured_and_counted_ends_with_the_stop_itself(protocol_id):
    source = protocol(protocol_id).sources[0]
    driven = Driven(protocol_id, source).warned()
    counts = any(step.do in ("reps", "hold", "walk") for step in protocol(protocol_id).script)
    if counts:
        driven.until(lambda: Measure(on=True) in driven.orders)
    orders = driven.say("stop")
    assert [o.mark.name for o in orders if isinstance(o, Put)] == ["stop"]
    assert (Measure(on=False) in orders) is counts
    before = len(driven.orders)
    driven.until(driven.asked)
    assert not [o for o in driven.orders[before:] if isinstance(o, Measure | Put)]


@pytest.mark.parametrize("protocol_id", WARNED)
def test_a_pause_asks_nothing_and_a_stop_in_it_does(protocol_id):
    driven = Driven(protocol_id).warned()
    driven.say("pause")
    for _ in range(300):
        driven.round()
    assert driven.session.screen.step != QUESTION.id
    driven.say("stop")
    driven.until(driven.asked)


@pytest.mark.parametrize("protocol_id", WARNED)
def test_go_leads_past_no_question_that_waits_in_a_pause(protocol_id):
    driven = stopped(protocol_id)
    driven.say("pause")
    for word in ("go", "go", "tap", "skip", "again", "3"):
        driven.say(word)
        driven.until(driven.asked)
    assert [each.name for each in driven.kept if each.name == QUESTION.answer] == []


@pytest.mark.parametrize("protocol_id", WARNED)
def test_a_session_that_was_cut_off_at_the_question_asks_it_again_before_it_goes_on(protocol_id):
    driven = stopped(protocol_id)
    place = driven.session.place
    assert place.stopped
    again = Driven(protocol_id)
    again.now_s = driven.now_s
    again.session.resume(again.now_s, place)
    again.round()
    assert again.session.screen.state == "paused"
    assert again.session.place == place
    again.say("go")
    again.until(again.asked)
    again.say("no")
    again.say("go")
    assert again.session.turn.step == driven.session._turns[place.turn].step


def test_repetitions_go_on_with_their_count_after_a_stop_for_something_else():
    driven = Driven("wall-hip-drop", reps=6).warned()
    driven.until(lambda: driven.session.screen.count == 2)
    driven.say("stop")
    driven.until(driven.asked)
    driven.say("no")
    driven.say("go")
    assert driven.session.screen.count == 2
    driven.until(lambda: driven.session.screen.count == 3)


@pytest.mark.parametrize("protocol_id", OTHERS)
def test_a_test_in_which_nothing_loads_ends_with_the_word(protocol_id):
    driven = Driven(protocol_id)
    seen = set()

    def over():
        seen.add(driven.session.screen.stop)
        return driven.session.finished

    driven.until(over)
    assert seen == {""}


def test_nobody_is_told_to_say_a_word_that_nothing_listens_for():
    asks_to_say = re.compile(r"\b[Ss]ay (stop|go|skip|again)\b")
    words = session_words()
    scripts = [each.script for each in protocols()]
    steps = [step for script in (words.opening, words.closing, *scripts) for step in script]
    texts = [text for step in steps for text in (*step.say, step.show)]
    texts += [text for cue in words.cues for text in (cue.say, cue.show)]
    told = [*words.sensor.values(), *words.endings.values()]
    texts += [text for each in told for text in (*each.say, each.show)]
    assert [text for text in texts if asks_to_say.search(text)] == []


@pytest.mark.parametrize(("way", "names"), [("page", "bottom right"), ("keys", "press S")])
def test_how_to_stop_is_said_once_before_anything_in_the_words_of_its_way(way, names):
    driven = Driven("walk", way=way)
    driven.until(lambda: driven.session.screen.state == "asking")
    said = [each for each in driven.spoken if names in each]
    assert len(said) == 1
    assert driven.session.screen.emergency == "asked"


def test_an_emergency_is_shown_from_the_answer_on():
    driven = Driven("walk", way="page")
    driven.until(lambda: driven.session.screen.state == "asking")
    driven.say("yes")
    assert driven.session.screen.emergency == "said"
    driven.until(lambda: driven.session.finished)
    assert driven.session.screen.emergency == "said"
