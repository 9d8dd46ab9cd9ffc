"""The wall drop from camera, dots and markers, from points to verdict."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import Person, Samples, Side, joined
from levelhip.engine import Engine
from levelhip.protocols import protocol
from tests.engine.wall_person import FULL, LOW, SHALLOW, Rep, coached, wall_samples

PERSON = Person(height_m=1.75)
SIX = (FULL, SHALLOW, FULL, LOW, FULL, FULL)


def measured(samples, info, *, variant=None, person=PERSON):
    engine = Engine(protocol("wall-hip-drop").chosen(variant=variant), info, person)
    engine.push(samples)
    engine.finish()
    return engine


def reps_of(engine):
    return [event for event in engine.outcome().events if event.kind == "rep"]


def value(engine, name, trial=0, side=None):
    for metric in engine.outcome().metrics:
        if metric.name == name and metric.trial == trial and side in (None, metric.side):
            return metric
    return None


@pytest.mark.parametrize("source", ["camera", "markers"])
@pytest.mark.parametrize("wall", ["left", "right"])
def test_repetitions_are_counted_for_the_standing_leg_and_the_faulty_ones_named(source, wall):
    engine = measured(*wall_samples(SIX, source=source, wall=wall))
    reps = reps_of(engine)
    assert [rep.faults for rep in reps] == [(), ("shallow",), (), ("no-touch",), (), ()]
    stands = Side.RIGHT if wall == "left" else Side.LEFT
    assert {rep.side for rep in reps} == {stands}
    assert value(engine, "rep_count").value == 6
    assert value(engine, "shallow_count").value == 1
    assert value(engine, "untouched_count").value == 1
    text = engine.outcome().verdict.text
    assert f"Standing on the {stands} leg: 4 of 6 repetitions were full" in text


def test_a_bare_camera_tells_parts_of_the_own_way_and_no_degrees():
    engine = measured(*wall_samples((FULL,) * 4, source="camera"))
    assert value(engine, "drop_depth").value is None
    assert value(engine, "drop_depth").refused == "no-pelvis-in-picture"
    assert value(engine, "wall_knee_angle").refused == "no-knee-from-the-front"
    # Whatever part of the pelvis the picture shows, the drop is 9 / 6 of the drive.
    part = value(engine, "drop_part")
    assert part.unit == "1"
    assert part.value == pytest.approx(9.0 / 6.0, abs=1.96 * part.sd)
    assert (
        "pelvic_hike_deg" not in engine.series().values
        or not np.isfinite(engine.series().values["pelvic_hike_deg"]).any()
    )


@pytest.mark.parametrize(("source", "dots"), [("camera", True), ("markers", False)])
def test_dots_and_markers_give_the_drop_and_the_drive_in_degrees(source, dots):
    engine = measured(*wall_samples((FULL,) * 4, source=source, dots=dots))
    for name, true in (("drop_depth", 9.0), ("drive_height", 6.0)):
        metric = value(engine, name)
        assert metric.unit == "deg"
        assert metric.value == pytest.approx(true, abs=0.5)


def test_markers_give_the_knees():
    bent = Rep(bend_deg=25.0)
    engine = measured(*wall_samples((FULL, bent, FULL), source="markers"))
    assert reps_of(engine)[1].faults == ("standing-knee-bent",)
    first, second = (value(engine, "standing_knee_bend", trial).value for trial in (1, 2))
    assert first == pytest.approx(0.0, abs=1.0)
    # The knee is bent for a fifth of a second, which the smoothing rounds off.
    assert second == pytest.approx(25.0, abs=4.0)
    # Thigh 0.3 down and 0.3 ahead, shank 0.3 back: the made person's own angle.
    assert 80.0 < value(engine, "wall_knee_angle").value < 140.0


@pytest.mark.parametrize("source", ["camera", "markers"])
def test_a_leaning_trunk_and_a_quick_bounce_are_named(source):
    leaning, quick = Rep(lean_deg=16.0), Rep(way_s=0.3)
    engine = measured(*wall_samples((FULL, leaning, quick, FULL), source=source))
    assert [rep.faults for rep in reps_of(engine)] == [(), ("trunk-lean",), ("too-fast",), ()]
    assert value(engine, "trunk_lean", 2).value == pytest.approx(16.0, abs=2.0)


def test_the_time_at_the_top_is_that_within_a_fifth_of_the_way():
    # Of a half cosine the last fifth takes 1 - acos(-0.6) / pi = 0.295 of its time, on the way up
    # from drop to drive; on the way down a fifth of 15 degrees are half of the 6 to level.
    engine = measured(*wall_samples((Rep(squeeze_s=1.0),) * 3, source="markers"))
    true = 1.0 + 0.8 * (1 - math.acos(-0.6) / math.pi) + 0.8 * math.acos(0.0) / math.pi
    assert value(engine, "squeeze_time").value == pytest.approx(true, abs=0.1)


def test_without_stillness_the_middle_of_what_was_done_is_level_and_that_is_said():
    engine = measured(*wall_samples((FULL,) * 6, still_s=0.0))
    assert len(reps_of(engine)) >= 5
    codes = [reason.code for reason in engine.outcome().quality.reasons]
    assert "level-by-middle" in codes
    assert "touch-by-tops" in codes


@pytest.mark.parametrize("knee_up", [True, False])
def test_a_led_session_counts_from_go_and_judges_each_repetition_at_once(knee_up):
    samples, info = coached((LOW, FULL, SHALLOW, FULL), level_with_knee_up=knee_up)
    engine = Engine(protocol("wall-hip-drop"), info, PERSON)
    told = []
    rest = samples
    for at in np.arange(0.5, float(samples.track.time_s[-1]), 0.5):
        piece, rest = rest.until(float(at))
        told += [(at, event) for event in engine.push(piece) if event.kind == "rep"]
    engine.push(rest)
    told += [(math.inf, event) for event in engine.finish() if event.kind == "rep"]
    assert [event.faults for _, event in told] == [("no-touch",), (), ("shallow",), ()]
    # The pose at the wall is none of them. A top is told as it is left; a drive that hardly left
    # level, when the next drop begins.
    assert told[0][1].start_s > 14.0
    for (at, event), (_, following) in pairwise(told):
        over_s = following.start_s if "no-touch" in event.faults else event.end_s
        assert at - over_s < 1.6
    codes = [reason.code for reason in engine.outcome().quality.reasons]
    assert "touch-by-tops" not in codes


def test_a_repetition_that_has_begun_is_running():
    samples, info = wall_samples((FULL, FULL), source="markers")
    engine = Engine(protocol("wall-hip-drop"), info, PERSON)
    engine.push(samples.until(6.5)[0])
    (running,) = engine.running
    assert running.kind == "rep"
    assert math.isnan(running.end_s)


def test_both_sides_in_one_recording_are_told_apart_and_compared():
    deep, flat = Rep(drop_deg=12.0), Rep(drop_deg=7.0)
    left, info = wall_samples((deep,) * 4, source="markers", wall="left")
    right, _ = wall_samples((flat,) * 4, source="markers", wall="right")
    after_s = float(left.track.time_s[-1]) + 1 / 30
    track = right.track
    later = type(track)(
        track.time_s + after_s, track.xyz, track.confidence, track.names, track.frame
    )
    engine = measured(joined([left, Samples(track=later)]), info)
    assert value(engine, "rep_count", side=Side.RIGHT).value == 4
    assert value(engine, "rep_count", side=Side.LEFT).value == 4
    assert value(engine, "drop_depth_difference").value == pytest.approx(-5.0, abs=0.7)
    assert "With the right leg standing the hip dropped" in engine.outcome().verdict.text


def test_the_neutral_form_asks_for_no_drop():
    up = Rep(drop_deg=0.0)
    samples, info = wall_samples((up,) * 3, source="markers")
    assert [rep.faults for rep in reps_of(measured(samples, info))] == [("shallow",)] * 3
    assert [rep.faults for rep in reps_of(measured(samples, info, variant="neutral"))] == [()] * 3


def test_walking_up_and_standing_about_is_no_repetition():
    samples, info = wall_samples((), source="camera", still_s=6.0)
    engine = measured(samples, info)
    assert not reps_of(engine)
    assert engine.outcome().verdict.text.startswith("No repetition was seen")


def cut(samples, edges):
    times, rest = samples.track.time_s, samples
    for edge in sorted(edges):
        piece, rest = rest.until(float(times[0] + edge * (times[-1] - times[0])))
        yield piece
    yield rest


def told(info, pieces):
    engine = Engine(protocol("wall-hip-drop"), info, PERSON)
    events = [event for piece in pieces for event in engine.push(piece)]
    events += engine.finish()
    series = engine.series()
    return repr(events), repr(engine.outcome()), series.time_s.tobytes()


RECORDINGS = {
    "camera": lambda: wall_samples((FULL, SHALLOW, FULL)),
    "dots": lambda: wall_samples((FULL, LOW), dots=True),
    "markers": lambda: wall_samples((FULL, FULL), source="markers", rate_hz=50.0),
    "no stillness": lambda: wall_samples((FULL, FULL, FULL), still_s=0.0),
    "led": lambda: coached((FULL, SHALLOW)),
}


@pytest.mark.parametrize("kind", RECORDINGS)
@settings(max_examples=4, deadline=None)
@given(edges=st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_cutting_a_recording_anywhere_changes_nothing(kind, edges):
    samples, info = RECORDINGS[kind]()
    assert told(info, cut(samples, edges)) == told(info, [samples])


@pytest.mark.parametrize("kind", RECORDINGS)
def test_one_sample_at_a_time_is_the_same_as_the_whole(kind):
    samples, info = RECORDINGS[kind]()
    edges = np.arange(1, len(samples.track)) / (len(samples.track) - 1)
    assert told(info, cut(samples, edges)) == told(info, [samples])


def test_shallow_repetitions_do_not_count_and_only_what_was_is_told():
    engine = measured(*wall_samples((FULL, FULL, SHALLOW, FULL), source="markers"))
    assert [event.valid for event in reps_of(engine)] == [True, True, False, True]
    text = engine.outcome().verdict.text
    assert "3 of 4 repetitions were full; 1 dropped too little." in text
    assert "below the wall" not in text


def test_a_drop_within_its_error_of_the_limit_is_neither_full_nor_shallow():
    # Six tenths of nine are 5.4 degrees: with 6.5 the picture's error reaches across.
    high = Rep(drive_deg=9.0)
    reps = (high, high, Rep(drop_deg=6.5, drive_deg=9.0), high)
    engine = measured(*wall_samples(reps, source="camera"))
    assert [rep.faults for rep in reps_of(engine)] == [()] * 4
    assert value(engine, "unclear_count").value == 1
    text = engine.outcome().verdict.text
    assert "3 of 4 repetitions were full; in 1 the drop is too close to the limit to tell" in text


def test_a_drive_within_its_error_of_the_limit_is_not_called_full_either():
    # The knee decides: of its 7.2 cm six tenths are 4.3, and with 2 cm of error 5.2 are not beyond.
    high = Rep(drive_deg=9.0)
    reps = (high, high, Rep(drive_deg=6.5), high)
    engine = measured(*wall_samples(reps, source="camera"))
    assert [rep.faults for rep in reps_of(engine)] == [()] * 4
    margins = [dict(rep.values)["drive_margin"] for rep in reps_of(engine)]
    assert [abs(each) <= 1.0 for each in margins] == [False, False, True, False]
    assert value(engine, "unclear_count").value == 1
    text = engine.outcome().verdict.text
    assert "3 of 4 repetitions were full; in 1 the way up to the wall is too close" in text


def test_a_repetition_keeps_the_error_by_which_it_is_told_from_the_others():
    engine = measured(*wall_samples((FULL,) * 4, source="camera"))
    metric, event = value(engine, "drop_part", 1), reps_of(engine)[0]
    own = dict(event.values)["drop_part_sd"]
    # Level is as unsure as each height, and the way to the wall, which everything is a part of.
    assert metric.sd == pytest.approx(own * math.sqrt(2.0 + metric.value**2))


def test_all_repetitions_are_parts_of_the_same_way_to_the_wall():
    # Of heights that differ as a picture's do; nobody shows the touch beforehand.
    heights = (4.0, 7.0, 5.0, 7.0, 9.0, 8.0)
    drives = [Rep(drive_deg=height) for height in heights]
    engine = measured(*wall_samples(drives, source="camera"))
    parts = [value(engine, "drive_part", i + 1).value for i in range(6)]
    assert parts == pytest.approx([height / 7.0 for height in heights], abs=0.1)
    assert [dict(rep.values)["drive_part"] for rep in reps_of(engine)] == parts


def test_where_no_drop_is_asked_for_none_is_too_close_to_tell():
    flat = Rep(drop_deg=0.5)
    engine = measured(*wall_samples((flat,) * 4, source="camera"), variant="neutral")
    assert value(engine, "unclear_count") is None
    assert "too close" not in engine.outcome().verdict.text
