"""A phone on the sacrum at the wall: repetitions, how deep and how high."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accuracy.phone_sets import drop_set
from levelhip.core import Person, Samples, Side
from levelhip.engine import Engine, SourceInfo
from levelhip.protocols import protocol

DROPS = (8.0, 8.0, 1.5, 9.0, 8.0)


@cache
def made(standing, seed=1):
    return drop_set(standing, drops_deg=DROPS, rate_hz=50.0, seed=seed)


def engine(side, *, location="sacrum"):
    about = SourceInfo("motion", 50.0, location=location, side=side)
    return Engine(protocol("wall-hip-drop"), about, Person())


def outcome(drops, side, *, marks=True, location="sacrum"):
    used = engine(side, location=location)
    used.push(Samples(motion=drops.motion, marks=drops.marks if marks else ()))
    used.finish()
    return used, used.outcome()


@pytest.mark.parametrize("standing", [Side.LEFT, Side.RIGHT])
def test_each_drop_and_drive_is_within_a_degree_and_shallow_ones_are_named(standing):
    used, told = outcome(made(standing), None)
    reps = [event for event in told.events if event.kind == "rep"]
    assert [event.side for event in reps] == [standing] * len(DROPS)
    assert [("shallow" in event.faults) for event in reps] == [d < 5.0 for d in DROPS]
    depths = [dict(event.values)["drop_depth"] for event in reps]
    np.testing.assert_allclose(depths, DROPS, atol=1.0)
    heights = [dict(event.values)["drive_height"] for event in reps]
    np.testing.assert_allclose(heights, 6.0, atol=1.0)
    np.testing.assert_allclose([e.peak_s for e in reps], made(standing).tops_s, atol=1.0)
    assert told.quality.state == "ok"
    assert "pelvic_hike_deg" in used.series().values


def test_degrees_from_the_phone_are_called_experimental():
    _, told = outcome(made(Side.LEFT), Side.LEFT)
    depth = next(m for m in told.metrics if m.name == "drop_depth" and m.value is not None)
    assert depth.experimental
    assert depth.sd >= 2.0


def test_without_marks_what_was_taken_for_level_is_told():
    _, told = outcome(made(Side.RIGHT), Side.RIGHT, marks=False)
    codes = {reason.code for reason in told.quality.reasons}
    assert {"level-by-still", "touch-by-tops"} <= codes
    assert sum(event.kind == "rep" for event in told.events) >= len(DROPS)


@pytest.mark.parametrize(
    ("side", "location", "code"),
    [(None, "sacrum", "no-side-said"), (Side.LEFT, "pocket", "not-on-sacrum")],
)
def test_what_cannot_be_told_is_refused(side, location, code):
    _, told = outcome(made(Side.LEFT), side, marks=False, location=location)
    assert told.quality.state == "refused"
    assert [reason.code for reason in told.quality.reasons] == [code]


@settings(max_examples=8, deadline=None)
@given(edges=st.lists(st.floats(0.0, 1.0), max_size=8), marks=st.booleans())
def test_cutting_the_stream_anywhere_changes_nothing(edges, marks):
    drops = made(Side.LEFT)
    rest = Samples(motion=drops.motion, marks=drops.marks if marks else ())
    used = engine(Side.LEFT)
    for edge in sorted(edges):
        piece, rest = rest.until(float(drops.motion.time_s[-1] * edge))
        used.push(piece)
    used.push(rest)
    used.finish()
    whole, told = outcome(drops, Side.LEFT, marks=marks)
    assert repr(used.outcome()) == repr(told)
    for name, values in whole.series().values.items():
        assert values.tobytes() == used.series().values[name].tobytes()
