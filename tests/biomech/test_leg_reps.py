"""Lifts of the leg in side-lying: counted, timed and judged only where that is clear."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.biomech.leg_reps import ASKED, LegRepFinder
from levelhip.core import Side
from tests.biomech.lying_person import (
    GOOD,
    IN_FRONT,
    LOW,
    TOE_UP,
    Leg,
    a_set,
    leg_rows,
)

ONLY_HEIGHT = (True, False, False)


def found(leg, **how):
    return LegRepFinder().find(leg.time_s, leg_rows(leg, **how))


def faults(leg, **how):
    return [event.faults for event in found(leg, **how)]


def test_ten_good_lifts_are_ten_repetitions_without_fault():
    leg = a_set([GOOD] * 10)
    events = found(leg)
    assert [event.kind for event in events] == ["rep"] * 10
    assert all(event.valid and not event.faults for event in events)
    assert all(event.side is Side.RIGHT for event in events)
    for event, start_s, top_s, end_s in zip(events, leg.starts, leg.tops, leg.ends, strict=True):
        assert event.start_s == pytest.approx(start_s, abs=0.2)
        assert event.peak_s == pytest.approx(top_s, abs=0.35)
        assert event.end_s == pytest.approx(end_s, abs=0.25)


def test_a_lift_reaches_what_it_reaches():
    (event,) = found(a_set([replace(GOOD, top=33.0, extension=14.0, turn=18.0)]))
    values = dict(event.values)
    assert values["top_deg"] == pytest.approx(33.0, abs=0.1)
    assert values["extension_deg"] == pytest.approx(14.0, abs=0.1)
    assert values["toe_deg"] == pytest.approx(18.0, abs=0.5)


@pytest.mark.parametrize(
    ("rep", "named"),
    [
        (TOE_UP, ("toe-up",)),
        (IN_FRONT, ("not-past-midline",)),
        (LOW, ("low",)),
        (replace(GOOD, extension=-28.0), ("not-back",)),
        (replace(GOOD, kick_s=0.15, lift_s=0.2, top_s=0.05), ("too-fast",)),
    ],
)
def test_each_fault_is_named_in_its_repetition_only(rep, named):
    assert faults(a_set([GOOD, rep, GOOD])) == [(), named, ()]


def test_a_lift_that_is_cut_short_does_not_count_but_is_there():
    first, cut, last = found(a_set([GOOD, LOW, GOOD]))
    assert (first.valid, cut.valid, last.valid) == (True, False, True)


def test_a_leg_that_stays_up_between_two_lifts_was_not_lowered():
    leg = Leg().stay(1.0).rep(GOOD).rep(replace(GOOD, lowered=False))
    leg.go((30.0, 12.0, 20.0, 0.0), 0.6).stay(0.3).go((-5.0, -35.0, 5.0, 50.0), 1.0).stay(1.0)
    events = found(leg)
    assert [event.valid for event in events] == [True, False, True]
    assert events[1].faults == ("not-lowered",)


def test_a_leg_that_is_lowered_slowly_is_lowered():
    leg = a_set([replace(GOOD, lift_s=4.0, kick_s=2.0)] * 2)
    assert faults(leg) == [(), ()]


def test_a_knee_that_never_comes_forward_is_named():
    leg = Leg(start=(0.0, 12.0, 15.0, 0.0)).stay(1.0)
    leg.rep(replace(GOOD, forward=False)).stay(1.0)
    assert faults(leg) == [("no-knee-forward",)]


def test_nothing_is_said_of_what_is_not_known():
    leg = a_set([TOE_UP, IN_FRONT, LOW])
    assert faults(leg, known=ONLY_HEIGHT) == [(), (), ("low",)]


@pytest.mark.parametrize(("turn", "named"), [(-3.0, ()), (-30.0, ("toe-up",)), (3.0, ())])
def test_a_fault_needs_more_than_the_uncertainty(turn, named):
    leg = a_set([replace(GOOD, turn=turn)])
    assert faults(leg, sds=(2.0, 4.0, 6.0)) == [named]


def test_a_low_lift_that_may_have_been_high_enough_is_not_low():
    assert faults(a_set([replace(GOOD, top=17.0)]), sds=(3.5, 4.0, 5.0)) == [()]


@pytest.mark.parametrize("hold_s", [5.0, 10.0, 30.0])
@pytest.mark.parametrize("sag", [0.0, 10.0])
def test_a_hold_is_timed_within_three_tenths_of_a_second(hold_s, sag):
    leg = a_set([GOOD, GOOD], hold_s=hold_s, sag=sag)
    hold = found(leg)[-1]
    ((start_s, end_s),) = leg.held
    assert hold.kind == "hold"
    assert hold.end_s - hold.start_s == pytest.approx(end_s - start_s, abs=0.3)
    assert hold.start_s == pytest.approx(start_s, abs=0.2)
    assert ("sunk" in hold.faults) is (sag > 0)


def test_a_hold_ends_when_the_leg_has_sunk_however_slowly():
    leg = a_set([], hold_s=20.0, sag=27.0)
    (hold,) = found(leg)
    assert hold.faults == ("sunk",)
    # Down to four tenths of 28 degrees: sag 16.8 of 27, along half a cosine.
    part = np.arccos(1.0 - 2.0 * 16.8 / 27.0) / np.pi
    assert hold.end_s - hold.start_s == pytest.approx(20.0 * part, abs=1.1)


def test_a_hold_in_front_with_the_toe_up_is_told_so():
    leg = Leg().stay(1.0).hold(6.0, extension=-9.0, turn=-25.0).stay(1.0)
    assert faults(leg) == [("not-past-midline", "toe-up")]


def test_a_hold_is_running_while_the_leg_is_up():
    leg = a_set([], hold_s=10.0)
    stream = LegRepFinder().stream()
    start_s = leg.held[0][0]
    rows = leg_rows(leg)
    upto = int(np.searchsorted(leg.time_s, start_s + 6.0))
    assert stream.push(leg.time_s[:upto], rows[:upto]) == ()
    (running,) = stream.running
    assert running.kind == "hold"
    assert running.start_s == pytest.approx(start_s, abs=0.2)
    assert np.isnan(running.end_s)
    assert running.faults == ()
    stream.push(leg.time_s[upto:], rows[upto:])
    assert stream.running == ()


def test_a_leg_that_sinks_is_told_while_it_is_held_and_the_beginning_stays():
    leg = a_set([], hold_s=12.0, sag=12.0)
    stream = LegRepFinder().stream()
    rows, ((start_s, _),) = leg_rows(leg), leg.held
    told = []
    for i in range(len(rows)):
        stream.push(leg.time_s[i : i + 1], rows[i : i + 1])
        told += [(float(leg.time_s[i]), *stream.running)] if stream.running else []
    begun = {running.start_s for now_s, running in told if now_s > start_s + 4.0}
    assert len(begun) == 1
    first_s = next(now_s for now_s, running in told if running.faults == ("sunk",))
    # 4 degrees and 1.645 x 1.5 of 12, along half a cosine of 12 s.
    part = np.arccos(1.0 - 2.0 * (4.0 + 1.645 * 1.5) / 12.0) / np.pi
    assert first_s == pytest.approx(start_s + 12.0 * part, abs=0.1)


def test_marks_decide_what_a_lift_is():
    slow = a_set([replace(GOOD, top_s=4.0)])
    assert [e.kind for e in found(slow, asked=ASKED["reps"])] == ["rep"]
    assert [e.kind for e in found(slow, asked=ASKED["anything"])] == ["hold"]
    assert [e.kind for e in found(slow, asked=ASKED["hold"])] == ["hold"]
    assert found(slow, asked=ASKED["nothing"]) == ()


def asked_over(leg, *changes):
    """Rows of a leg with what is asked for, from each time on."""
    rows = leg_rows(leg, asked=ASKED["nothing"])
    for from_s, what in changes:
        rows[leg.time_s >= from_s, 7] = ASKED[what]
    return LegRepFinder().find(leg.time_s, rows)


def test_a_hold_that_is_told_to_end_ends_there_without_fault():
    leg = a_set([], hold_s=20.0)
    ((start_s, _),) = leg.held
    (hold,) = asked_over(leg, (0.5, "hold"), (start_s + 10.0, "nothing"))
    assert hold.faults == ()
    assert hold.end_s - hold.start_s == pytest.approx(10.0, abs=0.3)


def test_a_leg_that_is_up_before_the_hold_is_asked_for_is_held_all_the_same():
    leg = a_set([], hold_s=10.0)
    ((start_s, end_s),) = leg.held
    (hold,) = asked_over(leg, (start_s + 2.0, "hold"))
    assert hold.kind == "hold"
    assert hold.end_s == pytest.approx(end_s, abs=0.2)


def test_lifts_before_go_do_not_count_and_the_last_is_not_lost_to_the_hold():
    leg = a_set([GOOD] * 3)
    between_s = 0.5 * (leg.ends[0] + leg.starts[1])
    events = asked_over(leg, (between_s, "reps"), (leg.tops[2] + 0.3, "hold"))
    assert [event.kind for event in events] == ["rep", "rep"]


def test_a_kick_without_a_lift_is_no_repetition():
    leg = Leg().stay(1.0)
    for _ in range(3):
        leg.go((2.0, 12.0, 15.0, 0.0), 0.6).stay(0.4).go((-5.0, -35.0, 5.0, 50.0), 0.6).stay(0.5)
    assert found(leg) == ()


def test_turning_over_begins_anew_on_the_other_side():
    leg = a_set([GOOD, GOOD])
    rows = np.concatenate((leg_rows(leg, Side.LEFT), leg_rows(leg, Side.RIGHT)))
    times = np.concatenate((leg.time_s, leg.time_s + leg.time_s[-1] + 1.0))
    events = LegRepFinder().find(times, rows)
    assert [event.side for event in events] == [Side.LEFT] * 2 + [Side.RIGHT] * 2


def test_a_lift_that_the_recording_cuts_off_is_told_as_not_lowered():
    leg = a_set([GOOD, GOOD])
    stop = int(np.searchsorted(leg.time_s, leg.tops[1]))
    events = LegRepFinder().find(leg.time_s[:stop], leg_rows(leg)[:stop])
    assert [event.valid for event in events] == [True, False]
    assert "not-lowered" in events[1].faults


ROUGH = a_set(
    [GOOD, TOE_UP, LOW, replace(GOOD, lowered=False), GOOD, IN_FRONT], hold_s=5.0, sag=8.0
)


def rough_rows(seed):
    rng = np.random.default_rng(seed)
    rows = leg_rows(ROUGH)
    rows[:, :3] += rng.standard_normal((len(rows), 3))
    for column in (0, 1, 2, 6):
        for at in rng.integers(0, len(rows), 4):
            rows[at : at + rng.integers(1, 25), column] = np.nan
    return rows


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 50), cuts=st.lists(st.integers(0, len(ROUGH.rows)), max_size=8))
def test_where_the_stream_is_cut_changes_nothing(seed, cuts):
    rows, times = rough_rows(seed), ROUGH.time_s
    stream = LegRepFinder().stream()
    events = []
    for start, stop in zip([0, *sorted(cuts)], [*sorted(cuts), len(times)], strict=True):
        events += stream.push(times[start:stop], rows[start:stop])
    events += stream.finish()
    assert repr(events) == repr(list(LegRepFinder().find(times, rows)))


@given(shift=st.floats(-3.0, 3.0), rate=st.sampled_from([15.0, 25.0, 50.0, 100.0]))
@settings(max_examples=15, deadline=None)
def test_neither_the_rate_nor_a_small_offset_changes_the_count(shift, rate):
    leg = Leg(rate_hz=rate).stay(1.5)
    for rep in (GOOD, LOW, GOOD):
        leg.rep(rep).stay(0.3)
    leg.stay(1.0)
    rows = leg_rows(leg)
    rows[:, 0] += shift
    events = LegRepFinder().find(leg.time_s, rows)
    assert [event.valid for event in events] == [True, False, True]
