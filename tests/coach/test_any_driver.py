"""Whatever a driver, a sensor and a person do, in whatever order: a session keeps its rules."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.coach import Finish, Keep, Measure, Put, Say, Session, plan_for
from levelhip.core import Event, Quality, Reason, Side
from levelhip.protocols import language, protocol, protocols, safety, session_words

IDS = [each.id for each in protocols()]
QUESTIONS = {step.id for step in safety().questions}
WORDS = ["no", "3", "3", "go", "go", "yes", "again", "pause", "tap", "skip", "10", "99", "stop"]
LEGS = {step.answer for step in session_words().stopping}
SIDES = st.sampled_from(list(Side))
FAULTS = st.lists(st.sampled_from(["toe-up", "shallow", "low", "sunk", "odd"]), max_size=2)


@st.composite
def events(draw):
    kind = draw(st.sampled_from(["rep", "rep", "hold", "step", "lift_off"]))
    end_s = draw(st.sampled_from([1.0, 5.0, math.nan]))
    faults = tuple(draw(FAULTS))
    return Event(kind, draw(SIDES), 0.5, 1.0, end_s, 1, "shallow" not in faults, faults)


ROUNDS = st.lists(
    st.tuples(
        st.floats(0.0, 12.0),  # time that passes
        st.lists(events(), max_size=2),
        st.lists(events(), max_size=1),  # running
        st.booleans(),  # speaking
        st.sampled_from([None, "ok", "refused"]),
        st.one_of(st.none(), st.sampled_from(WORDS)),
    ),
    min_size=30,
    max_size=150,
)
PLANS = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["camera", "motion", "self"]),
        "reps": st.integers(1, 3),
        "sets": st.integers(1, 2),
        "rest_s": st.sampled_from([1.0, 20.0]),
        "follow": st.booleans(),
        "steps": st.sampled_from([None, 3]),
        "quiet": st.sampled_from(["voice", "tones", "silent"]),
    }
)


def answered_safely(session):
    """The time and the questions answered with no, up to the first step after them."""
    now_s, safe = 0.0, set()
    while session.turn.step.id != "what" and now_s < 200:
        now_s += 1.0
        session.advance(now_s)
        if session.turn.step.id in QUESTIONS:
            safe.add(session.turn.step.id)
            session.heard(now_s, "no")
    return now_s, safe


def told_at_their_time(orders, now_s):
    for order in orders:
        if isinstance(order, Put):
            assert order.mark.time_s == now_s
        if isinstance(order, Keep):
            assert order.answer.time_s == now_s


@settings(max_examples=150)
@given(st.sampled_from(IDS), PLANS, ROUNDS, st.integers(30, 400), st.booleans())
def test_a_session_keeps_its_rules(protocol_id, asked, rounds, ends_at, answers):
    told = protocol(protocol_id)
    session = Session(told, plan_for(told, **asked), language())
    on, finished, signed = False, False, False
    # Half of the sessions begin in earnest, so that they come further.
    now_s, safe = answered_safely(session) if answers else (0.0, set())
    for i, (step_s, seen, running, speaking, state, word) in enumerate(rounds):
        now_s += step_s
        quality = state and Quality(state, (Reason("nobody", ""),) if state != "ok" else ())
        asking, paused = session.turn.step, session.screen.state == "paused"
        answered = session.heard(now_s, word) if word else ()
        if asking.id in QUESTIONS and word == "no" and not paused:
            safe.add(asking.id)
        advanced = session.advance(
            now_s,
            events=seen,
            running=running,
            speaking=speaking,
            quality=quality,
            source_ended=i >= ends_at,
        )
        if finished:
            assert answered == advanced == ()
        for orders in (answered, advanced):
            says = [order for order in orders if isinstance(order, Say)]
            assert len(says) <= 1
            assert all(said.cuts_in or orders is advanced for said in says)
            assert all(said.cuts_in or not speaking for said in says)
            told_at_their_time(orders, now_s)
            marks = [order.mark.name for order in orders if isinstance(order, Put)]
            assert safe == QUESTIONS or set(marks) <= {"stop"}
            for order in orders:
                if isinstance(order, Measure):
                    assert order.on is not on
                    on = order.on
                if isinstance(order, Keep) and order.answer.name in LEGS:
                    signed = signed or bool(order.answer.value)
            if any(isinstance(order, Finish) for order in orders):
                finished = True
                assert not on
        assert session.finished is finished
        assert not (on and (session.asks_why or signed)), "nothing goes on past leg signs"
        assert not signed or session.screen.state == "finished"
        screen = session.screen
        assert screen.left_s is None or screen.left_s >= 0
        assert screen.held_s is None or screen.held_s >= 0
        assert (screen.state == "finished") or not finished


@pytest.mark.parametrize("protocol_id", IDS)
def test_a_session_that_nobody_answers_waits_for_ever_and_asks_for_nothing(protocol_id):
    told = protocol(protocol_id)
    session = Session(told, plan_for(told, source=told.sources[0]), language())
    orders = [o for tick in range(3000) for o in session.advance(tick / 2)]
    assert session.screen.state == "paused"
    assert {type(order) for order in orders} == {Say}


@pytest.mark.parametrize("ended_s", [0.0, 0.5, 1.0, 2.0, 5.0])
def test_a_sensor_that_is_lost_at_the_start_leads_past_no_safety_question(ended_s):
    told = protocol("wall-hip-drop")
    session = Session(told, plan_for(told, source="camera"), language("en"))
    asked, now_s = set(), 0.0
    while now_s < 300.0 and not session.finished:
        session.advance(now_s, source_ended=now_s >= ended_s)
        if session.screen.state == "asking" and session.screen.step not in asked:
            asked.add(session.screen.step)
            # Answered only once it has been asked to its end.
            for _ in range(30):
                now_s += 0.1
                session.advance(now_s, source_ended=now_s >= ended_s)
            session.heard(now_s, "no")
        now_s += 0.1
    assert {each.id for each in safety().questions} <= asked


def test_an_answer_given_three_times_fast_answers_one_safety_question_only():
    told = protocol("wall-hip-drop")
    session = Session(told, plan_for(told, source="self"), language())
    now_s = 0.0
    while session.turn.step.id not in QUESTIONS or session.screen.caption != session.turn.step.show:
        now_s += 0.1
        session.advance(now_s)
    first = session.turn.step.id
    for _ in range(3):
        session.heard(now_s, "no")
    assert session.turn.step.id != first
    assert session.turn.step.id in QUESTIONS
    assert QUESTIONS - {first, session.turn.step.id}, "the third was not reached"


@pytest.mark.parametrize("protocol_id", ["walk", "sack-swinger"])
def test_a_walk_of_minutes_ends_with_its_recording(protocol_id):
    told = protocol(protocol_id)
    session = Session(
        told, plan_for(told, source="motion", minutes=5.0, follow=True), language("en")
    )
    now_s, walked_s, left_s, answered_s = 0.0, 0.0, None, 0.0
    while left_s is None and now_s < 600.0:
        now_s += 0.1
        session.advance(now_s, source_ended=walked_s >= 20.0)
        if session.screen.state == "asking" and now_s - answered_s > 10.0:
            session.heard(now_s, "no" if session.turn.step.kind == "yes-no" else "3")
            answered_s = now_s
        walks = session.turn.step.do == "walk" and session._phase == "act"
        walked_s += 0.1 * walks
        if walked_s > 0.0 and not walks:
            left_s = walked_s
    assert left_s == pytest.approx(20.0, abs=0.5)
