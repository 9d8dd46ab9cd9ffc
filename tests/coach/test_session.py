import copy
import math
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.coach import Finish, Measure, Put, Say, Session, plan_for
from levelhip.coach.acts import REPEAT_S, SILENCE_S
from levelhip.core import BadProtocol, Event, Quality, Reason, Side
from levelhip.protocols import language, protocol, protocols, safety, session_words
from levelhip.protocols.cues import word_count
from tests.coach.performer import FakeVoice, Performer, run

IDS = [each.id for each in protocols()]
WAYS = [(each.id, source) for each in protocols() for source in each.sources if source != "scales"]
QUESTIONS = [step.id for step in safety().questions]


def short(protocol_id, source, **asked):
    """A plan with few repetitions, so that a session is soon over."""
    return plan_for(protocol(protocol_id), source=source, reps=3, rest_s=5, minutes=0.5, **asked)


@cache
def played(protocol_id, source, code="en"):
    return run(protocol(protocol_id), short(protocol_id, source), code=code)


@pytest.mark.parametrize(("protocol_id", "source"), WAYS)
def test_a_session_comes_to_its_end_by_ear_alone(protocol_id, source):
    done = played(protocol_id, source)
    assert done.ending is not None
    assert done.ending.reason == "done"
    assert done.overlaps == 0
    assert done.spoken[0].startswith("Hello")


@pytest.mark.parametrize(
    ("protocol_id", "source", "code"),
    [*((*way, "en") for way in WAYS), ("side-lying-abduction", "motion", "de")],
)
def test_every_step_has_a_spoken_form_of_eight_words_at_most(protocol_id, source, code):
    done = played(protocol_id, source, code)
    assert all(0 < word_count(said) <= 8 for said in done.spoken), done.spoken
    # Each step of the script that came was spoken itself, not only shown.
    assert set(done.steps) <= {each.cue for each in done.said}
    assert not any("{" in each.spoken + each.written for each in done.said)


@pytest.mark.parametrize("protocol_id", IDS)
def test_nobody_left_ends_at_once_in_every_step_and_so_does_stop_where_nothing_was_warned_of(
    protocol_id,
):
    seen, asked = set(), set()

    def until(session, now_s):
        key = session.turn.step.id, session._phase
        if key not in seen and session.screen.state != "finished":
            seen.add(key)
            for word in ("stop", "gone"):
                stopped = copy.deepcopy(session)
                orders = stopped.heard(now_s, word)
                told = [True] if word == "stop" else []
                assert [o.cuts_in for o in orders if isinstance(o, Say)] == told
                assert [o.mark.name for o in orders if isinstance(o, Put)] == ["stop"]
                measures = [o.on for o in orders if isinstance(o, Measure)]
                assert measures in ([], [False])
                if word == "stop" and session.screen.stop == "asks":
                    asked.add(session.turn.step.id)
                    assert not stopped.finished
                    assert stopped.asks_why
                    continue
                assert isinstance(orders[-1], Finish)
                assert orders[-1].reason == "stopped"
                assert stopped.finished
                assert stopped.advance(now_s + 0.1) == ()

    told = protocol(protocol_id)
    done = run(told, short(protocol_id, told.sources[0]), until=until)
    assert {step for step, _ in seen} == set(done.steps)
    warned = [step.id for step in told.script if step.warns]
    from_i = done.steps.index(warned[0]) if warned else len(done.steps)
    over = {step.id for step in session_words().closing}
    assert asked == set(done.steps[from_i:]) - over


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("protocol_id", IDS)
def test_a_yes_to_any_emergency_question_locks(protocol_id, question):
    source = protocol(protocol_id).sources[0]
    done = run(
        protocol(protocol_id), short(protocol_id, source), Performer(answers={question: "yes"})
    )
    assert done.ending.reason == "locked"
    assert "emergency number" in done.ending.text
    assert done.spoken[-len(safety().locked.say) :] == list(safety().locked.say)
    assert not done.marks
    assert not done.orders(Measure)


WORDS = st.sampled_from(
    ["yes", "no", "again", "pause", "go", "tap", "skip", "0", "3", "9", "10", "", "open sesame"]
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 40), WORDS), max_size=40), st.sampled_from(IDS))
def test_no_way_leads_past_the_safety_questions(words, protocol_id):
    told = protocol(protocol_id)
    session = Session(told, short(protocol_id, told.sources[0]), language())
    now_s, denied, voice = 0.0, set(), FakeVoice()
    for ticks, word in [*words, (5, "")]:
        for _ in range(ticks):
            now_s += 0.5
            orders = session.advance(now_s, speaking=voice.speaking(now_s))
            for order in orders:
                if isinstance(order, Say):
                    voice.say(now_s, order)
        before, paused = session.turn.step, session.screen.state == "paused"
        session.heard(now_s, word)
        if before.locks and word == "no" and not paused:
            denied.add(before.id)
        if before.locks and word == "yes" and not paused:
            assert session.locked
        exercises = session.turn.step.id not in ("welcome", "clear", *QUESTIONS)
        if exercises and not session.locked:
            assert denied == set(QUESTIONS)
        if session.locked:
            assert session.screen.state == "finished"


@pytest.mark.parametrize("place", range(len(QUESTIONS)))
@pytest.mark.parametrize(
    "word", ["again", "pause", "go", "tap", "skip", "0", "3", "9", "10", "open sesame"]
)
def test_nothing_but_yes_or_no_answers_a_safety_question(word, place):
    told = protocol(IDS[0])
    session = Session(told, short(IDS[0], told.sources[0]), language())
    now_s, seen, voice = 0.0, set(), FakeVoice()
    for _ in range(600):
        now_s += 0.5
        for order in session.advance(now_s, speaking=voice.speaking(now_s)):
            if isinstance(order, Say):
                voice.say(now_s, order)
        step = session.turn.step.id
        seen.add(step)
        if session.screen.state == "asking" and step in QUESTIONS:
            session.heard(now_s, "no" if step in QUESTIONS[:place] else word)
    assert QUESTIONS[place] in seen
    assert seen <= {"welcome", *QUESTIONS[: place + 1]}


def silent_at(question):
    return Performer(answers={question: None})


def test_silence_after_a_question_repeats_it_once_and_then_pauses():
    done = run(
        protocol("walk"), short("walk", "motion"), silent_at("emergency-bladder"), longest_s=120
    )
    asked = [time_s for time_s, _, o in done.log if isinstance(o, Say) and o.cue == QUESTIONS[0]]
    lines = len(safety().questions[0].say)
    assert len(asked) == 2 * lines
    # Silence begins when the last word is out: 3 words of 0.35 s and 0.2 s.
    ends_s = asked[lines - 1] + 1.25
    assert asked[lines] - ends_s == pytest.approx(REPEAT_S, abs=0.3)
    paused = [time_s for time_s, _, o in done.log if isinstance(o, Say) and o.cue == "paused"]
    assert paused == [pytest.approx(asked[-1] + 1.25 + SILENCE_S, abs=0.3)]
    assert done.ending is None


def test_go_ends_a_pause_and_asks_anew():
    words = iter([None] * 900 + ["go"])
    done = run(
        protocol("walk"),
        short("walk", "motion"),
        silent_at("emergency-bladder"),
        until=lambda session, now_s: next(words, None),
        longest_s=140,
    )
    asked = [o for o in done.said if o.cue == QUESTIONS[0]]
    assert len(asked) > 2 * len(safety().questions[0].say)
    assert "We go on." in done.spoken


def said_once(word, step, phase="act"):
    """Says a word the first time that a step is in a phase."""
    left = [word]

    def until(session, now_s):
        here = session.turn.step.id == step and session._phase == phase
        return left.pop() if left and here else None

    return until


def test_again_says_the_step_once_more():
    plain = played("walk", "motion").spoken
    done = run(
        protocol("walk"), short("walk", "motion"), until=said_once("again", "phone", "settle")
    )
    line = "Put the phone in a pocket."
    assert plain.count(line) == 1
    assert done.spoken.count(line) == 2


def test_a_paused_set_goes_on_with_its_count():
    left = ["pause"]

    def until(session, now_s):
        if left and session.screen.count == 2 and session.turn.step.id == "squats":
            return left.pop()
        return "go" if session.screen.state == "paused" and now_s % 7 < 0.1 else None

    done = run(protocol("squat-check"), short("squat-check", "camera"), until=until)
    numbers = [said for said in done.spoken if said.isdecimal()]
    assert numbers == ["1", "2", "3"]
    assert [order.on for order in done.orders(Measure)] == [True, False, True, False]
    assert done.ending.reason == "done"


def test_pressure_that_hurts_too_much_is_eased_and_then_ends_it():
    plan = short("side-lying-abduction", "camera")
    test = protocol("side-lying-abduction")
    mild = run(test, plan, Performer(answers={"pain-start": ["8", "4", "4"]}))
    assert mild.ending.reason == "done"
    assert "Press more lightly, please." in mild.spoken
    assert mild.answers["pressure_pain_start", "left"] == 4
    hard = run(test, plan, Performer(answers={"pain-start": "8"}))
    assert hard.ending.reason == "pain"
    assert hard.answers["pressure_pain_start", "left"] == 8
    assert "go" not in [mark.name for mark in hard.marks]
    # And no "skip" goes round it.
    skipped = run(test, plan, Performer(answers={"pain-start": "skip"}), longest_s=300)
    assert skipped.ending is None
    assert "go" not in [mark.name for mark in skipped.marks]


def test_pain_before_and_after_is_kept_for_each_side():
    done = run(
        protocol("side-lying-abduction"),
        short("side-lying-abduction", "camera"),
        Performer(answers={"pain-start": ["5", "3"], "pain-end": ["2", "0"], "usual-pain": "1"}),
    )
    pains = {asked: v for asked, v in done.answers.items() if not asked[0].startswith("emergency")}
    assert pains == {
        ("pressure_pain_start", "left"): 5,
        ("pressure_pain_end", "left"): 2,
        ("pressure_pain_start", "right"): 3,
        ("pressure_pain_end", "right"): 0,
        ("usual_pain", "both"): 1,
    }


def test_sides_and_legs_are_named():
    spoken = played("side-lying-abduction", "camera").spoken
    assert spoken.index("Top leg, left. Go.") < spoken.index("Top leg, right. Go.")
    # Who lies on the right side has the left leg on top.
    assert spoken.index("Lie down on your right side.") < spoken.index(
        "Your left leg is the top leg."
    )
    wall = played("wall-hip-drop", "camera").spoken
    assert "Standing leg left. Go." in wall
    assert wall.index("The wall is on your right side.") < wall.index("Standing leg left. Go.")


def test_marks_come_in_the_order_that_the_measuring_needs():
    done = played("side-lying-abduction", "camera")
    names = [mark.name for mark in done.marks if mark.side is Side.LEFT]
    assert names[:6] == ["set", "pose-line", "pose-end", "pose-back", "pose-end", "go"]
    assert names[6:8] == ["hold", "rest"]
    times = [mark.time_s for mark in done.marks]
    assert times == sorted(times)
    by_name = {mark.name: mark.time_s for mark in done.marks if mark.side is Side.LEFT}
    assert by_name["pose-end"] - by_name["pose-back"] == pytest.approx(3.0, abs=0.2)


def test_shallow_repetitions_are_counted_apart_and_said():
    performer = Performer(faults={2: ("shallow",), 3: ("shallow",)})
    plan = plan_for(protocol("wall-hip-drop"), source="camera", reps=4, sides=(Side.LEFT,))
    done = run(protocol("wall-hip-drop"), plan, performer)
    told = [o.spoken for o in done.said if o.cue in ("number", "apart", "drop-lower")]
    assert told == ["1", "Shallow.", "Let the hip drop lower.", "Shallow.", "2", "3", "4"]


def test_numbers_are_said_alone_and_each_once():
    done = played("squat-check", "camera")
    assert [o.spoken for o in done.said if o.cue == "number"] == ["1", "2", "3"]


def test_hold_seconds_are_told_from_the_moment_that_the_sensor_saw():
    plan = plan_for(protocol("equal-weight"), source="camera", reps=1, hold_s=10)
    done = run(protocol("equal-weight"), plan)
    put = next(mark.time_s for mark in done.marks if mark.name == "hold")
    told = [(o.spoken, t - put) for t, _, o in done.log if isinstance(o, Say) and o.cue == "held"]
    # The fake performer's foot is up a second after the word.
    assert told[0] == ("5 seconds.", pytest.approx(6.0, abs=0.2))
    down = [t - put for t, _, o in done.log if isinstance(o, Say) and o.cue == "down"]
    assert down[0] == pytest.approx(11.0, abs=1.5)


def test_a_leg_that_sinks_ends_the_hold_and_is_told():
    plan = plan_for(protocol("side-lying-abduction"), source="camera", reps=3, hold_s=20)
    done = run(protocol("side-lying-abduction"), plan, Performer(hold_s=7))
    assert "The leg has come down." in done.spoken
    assert "Held for 7 seconds." in done.spoken
    assert "5 seconds." in done.spoken
    assert "10 seconds." not in done.spoken


def test_a_session_without_a_sensor_counts_in_its_own_tempo():
    done = played("side-lying-abduction", "self")
    beats = [said for said in done.spoken if said in ("Knee forward.", "Kick back.")]
    assert beats == ["Knee forward.", "Kick back."] * 6
    # It only set the tempo: what was done is asked.
    assert done.answers["rep_count", "left"] == 2
    assert "tap" not in [mark.name for mark in done.marks]
    assert not [said for said in done.spoken if "Well done" in said]


def test_a_foot_that_is_tapped_up_and_down_is_timed_by_the_taps():
    taps_s = [2.0, 9.0]

    def until(session, now_s):
        stands = session.turn.step.id == "stand" and session._phase == "act"
        if stands and taps_s and now_s - session._act.began_s >= taps_s[0]:
            return "tap" if taps_s.pop(0) else None
        return None

    plan = short("one-leg-stand", "self")
    done = run(protocol("one-leg-stand"), plan, until=until)
    taps = [mark.time_s for mark in done.marks if mark.name == "tap"]
    assert len(taps) == 2
    assert "Held for 7 seconds." in done.spoken


def test_a_foot_that_goes_up_while_the_words_are_spoken_is_timed_from_that_tap():
    heard = []

    def until(session, now_s):
        if session.turn.step.id != "stand" or session._said is not session.turn or len(heard) == 2:
            return None
        if not heard or now_s - heard[0] >= 9.0:
            heard.append(now_s)
            return "tap"
        return None

    done = run(protocol("one-leg-stand"), short("one-leg-stand", "self"), until=until)
    taps = [mark.time_s for mark in done.marks if mark.name == "tap"]
    assert taps == heard
    assert "Held for 9 seconds." in done.spoken


def test_a_hold_whose_begin_nobody_tapped_is_not_timed_by_the_tap_at_its_end():
    heard = []

    def until(session, now_s):
        act = session._act
        if session.turn.step.id == "stand" and session._phase == "act" and not heard:
            held_s = act.held_s(now_s)
            if held_s is not None and held_s >= 6.0:
                heard.append(now_s)
                return "tap"
        return None

    done = run(protocol("one-leg-stand"), short("one-leg-stand", "self"), until=until)
    assert heard
    assert "tap" not in [mark.name for mark in done.marks]
    assert ("rest", heard[0]) in [(mark.name, mark.time_s) for mark in done.marks]
    assert not [said for said in done.spoken if said.startswith("Held for")]


def test_lying_awake_for_nothing_asks_and_then_pauses():
    done = run(
        protocol("squat-check"), short("squat-check", "camera"), Performer(rep_s=1e6), longest_s=200
    )
    cues = [each.cue for each in done.said]
    assert cues[-2:] == ["idle", "paused"]


def test_a_sensor_that_sees_nobody_is_told_of():
    nobody = Quality("refused", (Reason("nobody", ""),))
    done = run(
        protocol("squat-check"), short("squat-check", "camera"), quality=lambda now_s: nobody
    )
    assert "I cannot see you." in done.spoken


@pytest.mark.parametrize("ends_s", [5.0, 60.0, 75.0])
def test_a_recording_that_ends_early_ends_the_session_after_its_questions(ends_s):
    plan = short("squat-check", "camera", follow=True)
    done = run(protocol("squat-check"), plan, Performer(rep_s=60.0), source_ends_s=ends_s)
    assert done.ending.reason == "source-ended"
    assert set(QUESTIONS) <= set(done.steps)
    assert "The recording is over." in done.spoken


class Player(Performer):
    """A recording that keeps its own time: its events come when they come, whatever is said."""

    def __init__(self, *events):
        super().__init__()
        self.coming = sorted(events, key=lambda event: event.end_s)

    def events(self, now_s, doing, *, paced):
        due = [event for event in self.coming if event.end_s <= now_s]
        self.coming = self.coming[len(due) :]
        return tuple(due)

    def running(self, now_s, *, paced):
        return tuple(replace(e, end_s=math.nan) for e in self.coming if e.start_s <= now_s)


def test_in_a_recording_lifts_of_either_side_are_taken_when_they_come():
    plan = plan_for(protocol("equal-weight"), source="camera", reps=2, follow=True)
    # Two lifts while the welcome is still being said, then the others, right before left.
    holds = [
        Event("hold", side, start_s, start_s, start_s + 3)
        for side, start_s in zip((Side.RIGHT, Side.LEFT) * 2, (5, 12, 90, 120), strict=True)
    ]
    done = run(protocol("equal-weight"), plan, Player(*holds), source_ends_s=400)
    assert done.ending.reason == "done"
    assert done.steps.count("lift-behind") == 4


def test_a_recording_with_fewer_repetitions_than_asked_for_goes_on():
    plan = plan_for(
        protocol("side-lying-abduction"), source="camera", sides=(Side.LEFT,), follow=True
    )
    reps = [Event("rep", Side.LEFT, t, t, t + 2) for t in range(160, 200, 5)]
    hold = Event("hold", Side.LEFT, 205, 205, 215)
    done = run(protocol("side-lying-abduction"), plan, Player(*reps, hold), source_ends_s=600)
    assert [o.spoken for o in done.said if o.cue == "number"] == [str(i) for i in range(1, 9)]
    assert "pain-end" in done.steps
    assert done.ending.reason == "done"


def test_in_a_recording_the_other_side_begins_the_next_set():
    # Ten of each side are in it, twelve are asked for; the right ones come before they are asked.
    plan = plan_for(protocol("wall-hip-drop"), source="camera", reps=12, follow=True)
    reps = [
        Event("rep", side, t, t, t + 2)
        for side, from_s in ((Side.LEFT, 100), (Side.RIGHT, 135))
        for t in range(from_s, from_s + 30, 3)
    ]
    done = run(protocol("wall-hip-drop"), plan, Player(*reps), source_ends_s=900)
    # Those that came while the voice was elsewhere are counted at once: the last number tells.
    numbers = [int(o.spoken) for o in done.said if o.cue == "number"]
    assert max(numbers) == 10
    assert numbers.count(10) == 2
    assert done.ending.reason == "done"


def test_a_foot_that_is_down_already_is_not_asked_down():
    held = run(protocol("equal-weight"), short("equal-weight", "camera"))
    sank = run(protocol("equal-weight"), short("equal-weight", "camera"), Performer(hold_s=2.0))
    assert "Foot down." in held.spoken
    assert "Foot down." not in sank.spoken


def test_the_line_is_shown_anew_before_a_later_set_on_each_side():
    plan = short("side-lying-abduction", "motion", sets=2)
    done = run(protocol("side-lying-abduction"), plan)
    marks = [(mark.name, mark.side) for mark in done.marks]
    for side in (Side.LEFT, Side.RIGHT):
        own = [name for name, of in marks if of is side]
        second = own.index("go", own.index("go") + 1)
        assert "pose-line" in own[own.index("rest") : second]


def test_a_phone_measures_on_between_the_sets_of_a_side_and_a_camera_does_not():
    switched = {}
    for source in ("motion", "camera"):
        plan = short("side-lying-abduction", source, sets=2, sides=(Side.LEFT,))
        done = run(protocol("side-lying-abduction"), plan)
        switched[source] = [order.on for order in done.orders(Measure)]
    assert switched["camera"].count(False) == switched["motion"].count(False) + 1


def test_a_place_that_was_told_is_not_asked_for_again():
    told = run(protocol("pain-spot"), plan_for(protocol("pain-spot"), source="self"))
    open_ = run(
        protocol("pain-spot"),
        plan_for(protocol("pain-spot"), source="self"),
        Performer(answers={"back-across": "skip", "back-up": "skip", "hip-behind": "skip"}),
    )
    assert ("back_spot_thumbs_x", "right") not in told.answers
    assert not {"back-down", "hip-before"} & set(told.steps)
    assert ("back_spot_thumbs_x", "right") in open_.answers
    assert {"back-down", "hip-before"} <= set(open_.steps)


def test_two_sets_have_a_rest_between_them():
    plan = short("squat-check", "camera", sets=2)
    done = run(protocol("squat-check"), plan)
    assert done.steps.count("squats") == 2
    assert done.spoken.count("Rest. 5 seconds.") == 1


def test_the_screen_tells_what_runs():
    seen = {}

    def until(session, now_s):
        screen = session.screen
        seen.setdefault((screen.step, screen.state), screen)
        if screen.held_s is not None and screen.held_s > 2:
            seen["held"] = screen

    plan = short("side-lying-abduction", "camera")
    run(protocol("side-lying-abduction"), plan, until=until)
    asking = seen["emergency-legs", "asking"]
    assert asking.question.startswith("Are both legs losing strength")
    assert seen["lifts", "running"].title == "Left leg on top: lift it"
    assert seen["held"].left_s + seen["held"].held_s == pytest.approx(5.0)
    assert seen["pain-start", "asking"].side == "left"


def test_captions_take_the_place_of_a_voice():
    plan = short("walk", "motion", quiet="silent")
    done = run(protocol("walk"), plan)
    assert done.ending.reason == "done"
    assert not [o for _, _, o in done.log if type(o).__name__ == "Sound"]


def test_a_plan_that_makes_no_sense_is_told():
    with pytest.raises(BadProtocol, match=r"reps is 0; rest is -1; give positive numbers"):
        plan_for(protocol("squat-check"), reps=0, rest_s=-1)
    with pytest.raises(BadProtocol, match="variant sideways is not known"):
        plan_for(protocol("equal-weight"), variant="sideways")
    with pytest.raises(BadProtocol, match="no side"):
        plan_for(protocol("squat-check"), sides=())
