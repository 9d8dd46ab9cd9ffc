"""Repetitions of the wall drop in a signal that is known."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.biomech.wall_reps import WallRepFinder, WallRows
from levelhip.core import Side

RATE_HZ = 50.0
FINDER = WallRepFinder(travel=4.0)


def path(turns, *, pause_s=1.0, rate_hz=RATE_HZ):
    """Half cosines of a second from height to height, each held; from level to level."""
    heights = [0.0, *turns, 0.0]
    pieces = []
    for low, high in pairwise(heights):
        way = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, round(rate_hz), endpoint=False))
        pieces += [np.full(round(pause_s * rate_hz), low), low + (high - low) * way]
    pieces.append(np.full(round(pause_s * rate_hz), heights[-1]))
    hike = np.concatenate(pieces)
    return np.arange(hike.size) / rate_hz, hike


def rows(hike, *, wall=1.0, touch=np.nan, degrees=True, lean=0.0, bend=0.0, **reach):
    def each(value):
        return np.broadcast_to(np.asarray(value, dtype=float), hike.shape)

    return WallRows(
        hike,
        hike if degrees else each(np.nan),
        each(touch),
        each(lean),
        each(bend),
        each(reach.get("reach", np.nan)),
        each(reach.get("touch_reach", np.nan)),
        each(wall),
    )


def found(turns, *, finder=FINDER, **given):
    times, hike = path(turns)
    return finder.find(times, rows(hike, **given))


def test_a_repetition_goes_from_leaving_level_to_leaving_the_top():
    (rep,) = found([-9.0, 6.0])
    # Level for a second, a second down, one below, one up, one above, one down.
    assert rep.start_s == pytest.approx(1.0 + np.arccos(1 - 2 * 0.1) / np.pi, abs=0.05)
    assert dict(rep.values)["low_s"] == pytest.approx(2.5, abs=0.05)
    assert rep.peak_s == pytest.approx(4.5, abs=0.05)
    # A fifth of 15 degrees below the top is the middle of the way down to level.
    assert rep.end_s == pytest.approx(5.5, abs=0.05)
    up_s = 3.0 + np.arccos(1 - 2 * 0.8) / np.pi
    assert dict(rep.values)["squeeze"] == pytest.approx(5.5 - up_s, abs=0.05)
    assert dict(rep.values)["drop"] == pytest.approx(9.0)
    assert dict(rep.values)["drive"] == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("wall", "side"), [(1.0, Side.RIGHT), (-1.0, Side.LEFT), (np.nan, Side.BOTH)]
)
def test_the_side_is_that_of_the_standing_leg(wall, side):
    (rep,) = found([-9.0, 6.0], wall=wall)
    assert rep.side is side


def test_shallow_drops_and_missed_touches_are_named():
    turns = [-9, 6, 0, -3, 6, 0, -9, 6, 0, -9, 2, 0, -9, 6]
    faults = [rep.faults for rep in found(turns)]
    assert faults == [(), ("shallow",), (), ("no-touch",), ()]


def test_without_degrees_a_drop_is_held_against_the_own_ones():
    turns = [-9, 6, 0, -9, 6, 0, -9, 6, 0, -4, 6]
    # Less than half of 9 is shallow, whatever the unit.
    assert [r.faults for r in found(turns, degrees=False)] == [(), (), (), ("shallow",)]
    times, hike = path(turns)
    small = WallRepFinder(travel=0.04).find(times, rows(0.01 * hike, degrees=False))
    assert [r.faults for r in small] == [(), (), (), ("shallow",)]


def test_a_first_repetition_is_judged_by_those_that_follow():
    turns = [-9, 2, 0, -9, 6, 0, -9, 6]
    assert [r.faults for r in found(turns)] == [("no-touch",), (), ()]


def test_with_a_calibrated_touch_nothing_is_held_back():
    times, hike = path([-9, 2, 0, -9, 6])
    stream = FINDER.stream()
    known = rows(hike, touch=6.0)
    early = times < 7.5  # the next drop is under way
    first = stream.push(times[early], WallRows(*(column[early] for column in known)))
    assert [rep.faults for rep in first] == [("no-touch",)]


def test_without_degrees_a_knee_that_stays_away_from_the_wall_does_not_touch():
    times, hike = path([-9, 6, 0, -9, 6])
    reach = np.where(times < 7.0, 0.10, 0.04) * (hike > 3.0)
    known = {"touch": 6.0, "reach": reach, "touch_reach": 0.10}
    seen = FINDER.find(times, rows(hike, degrees=False, **known))
    assert [rep.faults for rep in seen] == [(), ("no-touch",)]
    # Where degrees are known they tell how high the hip was driven.
    assert [rep.faults for rep in FINDER.find(times, rows(hike, **known))] == [(), ()]


def test_a_pause_at_level_on_the_way_up_is_the_same_repetition():
    assert len(found([-9.0, 0.0, 6.0])) == 1


def test_a_wobble_at_the_top_is_no_repetition():
    assert len(found([-9.0, 8.0, 4.5, 9.0])) == 1


def test_a_drive_without_a_drop_counts_as_shallow():
    (rep,) = found([6.0])
    assert rep.faults == ("shallow",)


def test_nothing_is_found_while_both_feet_are_down_or_in_a_small_sway():
    assert not found([-9.0, 6.0], wall=0.0)
    assert not found([-1.5, 1.5, -1.0])


def test_the_mirror_person_gets_the_other_side_and_nothing_else():
    left, right = (found([-9, 6, 0, -3, 6, 0, -9, 6], wall=wall) for wall in (1.0, -1.0))
    assert [r.side.other for r in left] == [r.side for r in right]
    assert [(r.start_s, r.peak_s, r.faults) for r in left] == [
        (r.start_s, r.peak_s, r.faults) for r in right
    ]


def test_a_level_that_wanders_in_the_picture_is_followed():
    turns = [-9, 6, 0, -9, 6, 0, -3, 6, 0, -9, 6, 0, -9, 6]
    times, hike = path(turns)
    # By half the touch over the set: the later drops would count from far too low.
    seen = hike - 3.0 * times / times[-1]
    reps = FINDER.find(times, rows(seen, degrees=False, touch=6.0))
    assert [rep.faults for rep in reps] == [(), (), ("shallow",), (), ()]
    drops = [dict(rep.values)["drop"] for rep in reps]
    assert drops == pytest.approx([9, 9, 3, 9, 9], abs=0.8)


@settings(max_examples=30, deadline=None)
@given(
    turns=st.lists(st.floats(-12, 8), min_size=1, max_size=8),
    edges=st.lists(st.integers(0, 900), max_size=30),
    seed=st.integers(0, 50),
    touch=st.sampled_from([np.nan, 6.0]),
)
def test_cuts_of_the_stream_change_nothing(turns, edges, seed, touch):
    rng = np.random.default_rng(seed)
    times, hike = path(turns, pause_s=0.3)
    hike = hike + rng.normal(scale=0.4, size=hike.size)
    hike[rng.random(hike.size) < 0.03] = np.nan
    known = rows(hike, touch=touch, lean=rng.normal(size=hike.size))
    stream = FINDER.stream()
    events = []
    cuts = [0, *sorted(min(edge, times.size) for edge in edges), times.size]
    for start, stop in pairwise(cuts):
        piece = slice(start, stop)
        events += stream.push(times[piece], WallRows(*(column[piece] for column in known)))
    events += stream.finish()
    assert repr(tuple(events)) == repr(FINDER.find(times, known))


@settings(max_examples=30, deadline=None)
@given(drops=st.lists(st.floats(2, 14), min_size=1, max_size=6), drive=st.floats(4, 10))
def test_every_drop_and_drive_is_counted_and_measured(drops, drive):
    turns = [turn for drop in drops for turn in (-drop, drive, 0.0)][:-1]
    reps = found(turns)
    assert [dict(rep.values)["drop"] for rep in reps] == pytest.approx(drops, abs=0.05)
    assert [("shallow" in rep.faults) for rep in reps] == [drop < 5.0 for drop in drops]
