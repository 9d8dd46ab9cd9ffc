"""A session without a sensor: taps become repetitions, holds and lifts; answers become metrics."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import Answer, Mark, Person, Samples, Side
from levelhip.engine import Engine, SourceInfo
from levelhip.protocols import parsed_protocol, protocol

EXERCISE = """
id = "leg-lift"
version = 1
title = "Leg lift"
question = "?"
origin = "?"
how = ["Lie down."]
side = "the working leg"
sources = ["self"]

[trials]
holds_s = [10.0]

[[events]]
finder = "tap-reps"
sources = ["self"]

[[events]]
finder = "tap-holds"
sources = ["self"]

[[metrics]]
name = "rep_count"
sources = ["self"]

[[metrics]]
name = "tempo"
sources = ["self"]

[[metrics]]
name = "pressure_pain_start"
sources = ["self"]

[[metrics]]
name = "pressure_pain_end"
sources = ["self"]

[[metrics]]
name = "pressure_pain_change"
sources = ["self"]

[[metrics]]
name = "usual_pain"
sources = ["self"]

[[verdict]]
rule = "pain"
metric = "pressure_pain_change"
claim = "pain-number-change"
limits = { most = 5.0 }
[verdict.texts]
less = "Less pain under the thumb ({side}): {before}, then {after}."
more = "More pain under the thumb ({side}): {before}, then {after}."
same = "No measurable change under the thumb ({side}): {before}, then {after}."
high = "Press more gently: 5 of 10 at most."
"""
LIFTS = EXERCISE.replace('finder = "tap-reps"', 'finder = "tap-lifts"').replace(
    '[[events]]\nfinder = "tap-holds"\nsources = ["self"]\n', ""
)
LIFTS = LIFTS.replace('name = "rep_count"', 'name = "lift_count"').replace(
    'name = "tempo"', 'name = "hold_time"'
)


def marks(*told):
    return tuple(Mark(time_s, name, *side) for time_s, name, *side in told)


SET = marks(
    (0.0, "set", Side.RIGHT),
    (10.0, "go"),
    *((12.0 + 3.0 * i, "tap") for i in range(10)),
    (40.0, "hold"),
    (50.0, "rest"),
    (60.0, "tap"),
    (70.0, "set", Side.LEFT),
    (75.0, "go"),
    (78.0, "tap"),
    (78.2, "tap"),
    (81.0, "tap"),
    (82.0, "stop"),
)
PAINS = (
    Answer(5.0, "pressure_pain_start", 6.0, Side.RIGHT),
    Answer(5.5, "usual_pain", 3.0),
    Answer(55.0, "pressure_pain_end", 2.0, Side.RIGHT),
)


def engine_of(text=EXERCISE, side=None):
    info = SourceInfo("self", 1.0, side=side)
    return Engine(parsed_protocol(text, name="x.toml"), info, Person())


def told(samples, *, text=EXERCISE, side=None):
    engine = engine_of(text, side)
    events = [*engine.push(samples), *engine.finish()]
    metrics = {(m.name, m.side): m for m in engine.outcome().metrics if m.trial == 0}
    return events, metrics, engine.outcome()


def test_each_tap_after_go_is_a_repetition_of_the_side_that_works():
    events, metrics, _ = told(Samples(marks=SET))
    reps = [event for event in events if event.kind == "rep"]
    assert [event.side for event in reps] == [Side.RIGHT] * 10 + [Side.LEFT] * 2
    assert metrics["rep_count", Side.RIGHT].value == 10
    assert metrics["rep_count", Side.LEFT].value == 2
    # The first began with "go", the others where the one before ended.
    assert [event.end_s - event.start_s for event in reps] == [2.0, *[3.0] * 9, 3.0, 3.0]
    assert metrics["tempo", Side.RIGHT].value == pytest.approx(2.9)


def test_a_hold_runs_until_the_voice_rests_or_the_person_taps():
    ended = told(Samples(marks=marks((1.0, "hold"), (8.5, "tap"), (9.0, "tap"))))[0]
    assert [(e.kind, e.start_s, e.end_s) for e in ended if e.kind == "hold"] == [("hold", 1.0, 8.5)]
    held = [event for event in told(Samples(marks=SET))[0] if event.kind == "hold"]
    assert [(event.start_s, event.end_s, event.side) for event in held] == [
        (40.0, 50.0, Side.RIGHT)
    ]


def test_a_running_hold_is_told_and_one_that_nobody_ended_is_not_counted():
    engine = engine_of(side=Side.LEFT)
    engine.push(Samples(marks=marks((1.0, "hold"))))
    (running,) = engine.running
    assert (running.kind, running.side, running.start_s) == ("hold", Side.LEFT, 1.0)
    assert math.isnan(running.end_s)
    assert engine.finish() == ()


def test_without_a_tap_the_counts_are_refused_because_nobody_counted():
    _, metrics, outcome = told(
        Samples(marks=marks((0.0, "set", Side.LEFT), (1.0, "go"), (40.0, "rest")))
    )
    assert metrics["rep_count", Side.BOTH].refused == "nobody-counted"
    assert metrics["tempo", Side.BOTH].refused == "nobody-counted"
    texts = {reason.code: reason.text for reason in outcome.quality.reasons}
    assert texts["nobody-counted"].startswith("Nobody counted: the voice set the pace.")


def test_a_foot_goes_up_with_one_tap_and_down_with_the_next():
    taps = marks((0.0, "set", Side.LEFT), (5.0, "tap"), (9.0, "tap"), (15.0, "tap"), (18.0, "rest"))
    events, metrics, _ = told(Samples(marks=taps), text=LIFTS)
    kinds = [(event.kind, event.end_s) for event in events]
    assert kinds == [
        ("lift_off", 5.0),
        ("hold", 9.0),
        ("foot_down", 9.0),
        ("lift_off", 15.0),
        ("hold", 18.0),
        ("foot_down", 18.0),
    ]
    assert metrics["lift_count", Side.LEFT].value == 2
    assert metrics["hold_time", Side.LEFT].value == pytest.approx(3.5)
    # Two taps, a fifth of a second each: 0.28 s a hold, before the scatter of the two.
    assert metrics["hold_time", Side.LEFT].sd >= 0.2 * math.sqrt(2) / math.sqrt(2)


def test_pain_under_the_thumb_and_usual_pain_are_kept_apart_and_carry_the_published_error():
    _, metrics, outcome = told(Samples(marks=SET, answers=PAINS))
    start, usual = metrics["pressure_pain_start", Side.RIGHT], metrics["usual_pain", Side.BOTH]
    assert (start.value, usual.value) == (6.0, 3.0)
    assert start.sd == usual.sd == 1.02
    assert ("usual_pain", Side.RIGHT) not in metrics
    # 4 points down: more than 1.96 x sqrt(2) x 1.02 = 2.8.
    change = metrics["pressure_pain_change", Side.RIGHT]
    assert change.value == -4.0
    assert change.sd == pytest.approx(1.02 * math.sqrt(2))
    assert outcome.verdict.text.startswith("Less pain under the thumb (right): 6, then 2.")
    assert "Press more gently" in outcome.verdict.text


@pytest.mark.parametrize(("after", "word"), [(2.0, "No"), (3.0, "More"), (0.0, "No")])
def test_a_change_of_less_than_three_points_is_no_measurable_change(after, word):
    answers = (Answer(0.0, "pressure_pain_start", 0.0), Answer(9.0, "pressure_pain_end", after))
    assert told(Samples(answers=answers))[2].verdict.text.startswith(word)


def test_a_question_left_open_is_refused_with_its_reason():
    answers = (Answer(1.0, "pressure_pain_start", 4.0), Answer(2.0, "pressure_pain_end", None))
    _, metrics, _ = told(Samples(answers=answers))
    assert metrics["pressure_pain_end", Side.BOTH].refused == "not-said"
    assert metrics["usual_pain", Side.BOTH].refused == "not-said"
    assert metrics["pressure_pain_change", Side.BOTH].refused == "one-pain-only"


def test_a_number_beyond_the_scale_is_not_believed():
    _, metrics, _ = told(Samples(answers=(Answer(1.0, "usual_pain", 12.0),)))
    assert metrics["usual_pain", Side.BOTH].refused == "not-on-scale"


def test_what_was_put_right_counts_and_the_start_is_the_first_that_was_said():
    answers = tuple(
        Answer(float(i), name, value)
        for i, (name, value) in enumerate(
            [
                ("usual_pain", 4.0),
                ("usual_pain", 5.0),
                ("pressure_pain_start", 4.0),
                ("pressure_pain_start", 2.0),
            ]
        )
    )
    _, metrics, _ = told(Samples(answers=answers))
    assert metrics["usual_pain", Side.BOTH].value == 5.0
    assert metrics["pressure_pain_start", Side.BOTH].value == 4.0


def test_a_session_in_which_nothing_was_said_is_refused():
    engine = engine_of()
    engine.push(Samples())
    assert engine.outcome().quality.state == "refused"


names = st.sampled_from(["tap", "tap", "tap", "go", "hold", "rest", "set", "stop", "pose-line"])
sides = st.sampled_from(list(Side))


@settings(max_examples=60, deadline=None)
@given(
    told_marks=st.lists(st.tuples(st.floats(0.1, 4.0), names, sides), max_size=25),
    cuts=st.lists(st.floats(0, 60), max_size=8),
    text=st.sampled_from([EXERCISE, LIFTS]),
)
def test_cutting_the_stream_anywhere_changes_nothing(told_marks, cuts, text):
    at, listed = 0.0, []
    for step, name, side in told_marks:
        at += step
        listed.append(Mark(at, name, side))
    whole = Samples(marks=tuple(listed), answers=PAINS)

    def run(pieces):
        engine = engine_of(text)
        events = [event for piece in pieces for event in engine.push(piece)]
        return repr([*events, *engine.finish()]), repr(engine.outcome())

    pieces, rest = [], whole
    for cut in sorted(cuts):
        piece, rest = rest.until(cut)
        pieces.append(piece)
    assert run([*pieces, rest]) == run([whole])


def rated(left, right):
    answers = tuple(
        Answer(1.0, "self_rating", value, side)
        for side, value in ((Side.LEFT, left), (Side.RIGHT, right))
    )
    engine = Engine(protocol("active-hip-abduction"), SourceInfo("self", 1.0), Person())
    engine.push(Samples(answers=answers))
    engine.finish()
    return engine.outcome()


@pytest.mark.parametrize(
    ("rating", "half"), [(0, "steady"), (1, "steady"), (2, "wobbly"), (3, "wobbly")]
)
def test_a_rating_is_told_back_in_its_half_of_the_scale_and_judged_by_nothing(rating, half):
    verdict = rated(float(rating), 0.0).verdict
    assert verdict.state == "measured"
    first = verdict.text.split(". ")[0]
    assert f"{rating} of 3" in first
    assert half in first
    assert [reason.claim for reason in verdict.reasons] == ["active-hip-abduction"]
    assert "says nothing about a cause" in verdict.text


def test_one_step_between_the_sides_is_within_the_error_of_a_rating():
    metrics = {(m.name, m.side): m for m in rated(1.0, 2.0).metrics}
    difference = metrics["self_rating_difference", Side.BOTH]
    assert difference.value == -1.0
    assert abs(difference.value) < 1.96 * difference.sd < 2.0


def marked(*answers):
    engine = Engine(protocol("pain-spot"), SourceInfo("self", 1.0), Person(height_m=1.7))
    engine.push(Samples(answers=tuple(Answer(1.0, *each) for each in answers)))
    engine.finish()
    outcome = engine.outcome()
    return {m.name: m for m in outcome.metrics}, outcome.verdict.text


def test_back_spot_and_hip_spot_are_two_places_with_two_pains():
    metrics, text = marked(
        ("back_spot_view", 2.0),
        ("back_spot_x", -0.04),
        ("back_spot_y", 0.01),
        ("back_spot_pain", 5.0),
        ("hip_spot_view", 3.0),
        ("hip_spot_x", 0.01),
        ("hip_spot_y", -0.05),
        ("hip_spot_pain", 3.0),
    )
    assert "4 cm left of the spine, 1 cm above the belt line" in text
    assert "1 cm in front of the side seam" in text
    assert (metrics["back_spot_pain"].value, metrics["hip_spot_pain"].value) == (5.0, 3.0)
    assert metrics["back_spot_x"].value == -0.04
    assert metrics["hip_spot_view"].value == 3.0


def test_a_spot_told_in_thumbs_to_the_left_lies_left_by_a_fortieth_of_the_height():
    metrics, text = marked(("back_spot_thumbs_x", 2.0, Side.LEFT), ("back_spot_thumbs_y", 1.0))
    assert metrics["back_spot_x"].value == pytest.approx(-1.7 / 40)
    assert "4 cm left of the spine, 2 cm above" in text


def test_a_spot_on_the_spine_comes_with_the_word_not_to_press_there():
    _, text = marked(("back_spot_x", 0.0), ("back_spot_y", 0.05))
    assert "Do not press on the spine" in text


def test_places_told_by_ear_lie_below_the_belt_line_and_behind_the_seam():
    thumb_m = 1.7 / 80
    metrics, text = marked(
        ("back_spot_thumbs_x", 3.0, Side.RIGHT),
        ("back_spot_thumbs_below", 1.0),
        ("hip_spot_on_left", 0.0),
        ("hip_spot_thumbs_below", 4.0),
        ("hip_spot_thumbs_behind", 2.0),
    )
    assert metrics["back_spot_y"].value == pytest.approx(-thumb_m)
    assert metrics["hip_spot_view"].value == 4.0
    assert metrics["hip_spot_x"].value == pytest.approx(-2 * thumb_m)
    assert metrics["hip_spot_y"].value == pytest.approx(-4 * thumb_m)
    assert "on the right" in text
    assert "behind the side seam" in text


def test_an_unmarked_spot_or_one_beside_the_body_is_refused():
    metrics, _ = marked(("back_spot_x", 0.9), ("back_spot_y", 0.0), ("hip_spot_x", 0.1))
    assert metrics["back_spot_x"].refused == "off-body"
    assert metrics["hip_spot_x"].refused == "no-spot"


def session(name, *, taps=(), answers=()):
    engine = Engine(protocol(name), SourceInfo("self", 1.0), Person(height_m=1.7))
    engine.push(Samples(marks=tuple(taps), answers=tuple(answers)))
    engine.finish()
    outcome = engine.outcome()
    return {(m.name, m.side): m for m in outcome.metrics if m.trial == 0}, outcome.verdict


def test_a_number_that_was_said_counts_where_nobody_tapped_and_only_there():
    said = (Answer(50.0, "rep_count", 12.0, Side.LEFT), Answer(90.0, "rep_count", 9.0, Side.RIGHT))
    left_taps = marks((0.0, "set", Side.LEFT), (1.0, "go"), (4.0, "tap"), (8.0, "tap"))
    metrics, _ = session("wall-hip-drop", taps=left_taps, answers=said)
    assert metrics["rep_count", Side.LEFT].value == 2.0
    right = metrics["rep_count", Side.RIGHT]
    assert (right.value, right.method) == (9.0, "self-count/1")
    assert right.sd == 0.5
    assert ("rep_count", Side.BOTH) not in metrics


def test_steps_that_were_counted_and_the_voices_time_give_the_cadence():
    walk = marks((10.0, "go"), (70.0, "rest"), (100.0, "go"), (160.0, "stop"))
    metrics, verdict = session(
        "sack-swinger", taps=walk, answers=(Answer(170.0, "step_count", 200.0),)
    )
    assert metrics["walk_time", Side.BOTH].value == 120.0
    assert metrics["cadence", Side.BOTH].value == pytest.approx(100.0)
    # One step in a hundred, and 0.7 s of two minutes.
    part = math.hypot(0.01, 0.7 / 120.0)
    assert metrics["cadence", Side.BOTH].sd == pytest.approx(100.0 * part)
    assert verdict.text.startswith("You walked 200 steps with the weight, 100 a minute.")


def test_without_a_count_a_walk_has_its_time_and_no_steps():
    metrics, _ = session("sack-swinger", taps=marks((10.0, "go"), (70.0, "rest")))
    assert metrics["walk_time", Side.BOTH].value == 60.0
    assert metrics["step_count", Side.BOTH].refused == "nobody-counted"
    assert metrics["cadence", Side.BOTH].refused == "nobody-counted"


def test_two_scales_that_were_read_aloud_give_the_share_of_typed_readings():
    pairs = [(36.0, 34.0), (35.0, 35.0), (37.0, 33.0)]
    answers = []
    for i, (left, right) in enumerate(pairs):
        answers += [
            Answer(i, "scale_kg", left, Side.LEFT),
            Answer(i, "scale_kg", right, Side.RIGHT),
        ]
    metrics, _ = session("equal-weight", answers=answers)
    assert metrics["standing_share", Side.BOTH].value == pytest.approx(36.0 / 70.0)
    # A reading without its other half is no pair.
    metrics, _ = session("equal-weight", answers=answers[:1])
    assert metrics["standing_share", Side.BOTH].refused == "no-scales"


def test_what_no_tap_can_tell_is_refused_with_the_way_out():
    taps = marks((0.0, "set", Side.LEFT), (1.0, "tap"), (6.0, "tap"))
    metrics, _ = session("equal-weight", taps=taps)
    for name in ("weight_shift", "trunk_lean", "pelvic_drop"):
        assert metrics[name, Side.BOTH].refused == "nothing-measures"
    assert metrics["hold_time", Side.LEFT].value == 5.0


def test_usual_pain_is_heard_also_when_it_is_asked_in_the_middle_of_a_side():
    metrics, _ = session("wall-hip-drop", answers=(Answer(5.0, "usual_pain", 4.0, Side.RIGHT),))
    assert metrics["usual_pain", Side.BOTH].value == 4.0


def test_a_set_without_taps_says_that_nobody_counted_and_not_that_nothing_was_done():
    _, verdict = session("wall-hip-drop", taps=marks((0.0, "set", Side.LEFT), (1.0, "go")))
    assert "nothing was counted or said" in verdict.text
