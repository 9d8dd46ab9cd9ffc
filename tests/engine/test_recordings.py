"""Recordings of other people: counts that were read off by eye, and cuts that change nothing."""

import os
from pathlib import Path

import pytest

from levelhip.core import Person, Side
from levelhip.engine import Engine, SourceInfo
from levelhip.io import open_recording
from levelhip.protocols import protocol

ROOT = Path(__file__).resolve().parents[2]
DATA = (ROOT / os.environ.get("LEVELHIP_DATA", "../shared/data")).resolve()
SQUATS = "opencap_subject4/MarkerData/squats1.trc"
LEG_DRAWN_OUT = "btk_pig_gait/C3DSamples/others/FunctionalLHip.c3d"
ONE_LEG = "hjc_single_leg_trials/Subject1/Edited/LHJC1.trc"
WALK = "opencap_subject4/MarkerData/walking1.trc"


def opened(name):
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name}: not in LEVELHIP_DATA ({DATA})")
    recording = open_recording(path)
    info = SourceInfo(recording.kind, recording.rate_hz, recording.image_size)
    return recording.samples(), info


def run(name, info, pieces):
    engine = Engine(protocol(name), info, Person())
    events = [event for piece in pieces for event in engine.push(piece)]
    events += engine.finish()
    return engine, events


def counts(outcome, name):
    return {m.side: m.value for m in outcome.metrics if m.name == name and m.trial == 0}


def test_the_five_squats_are_five():
    samples, info = opened(SQUATS)
    engine, _ = run("squat-check", info, [samples])
    assert counts(engine.outcome(), "rep_count") == {Side.BOTH: 5}


@pytest.mark.parametrize(("name", "lifts"), [(LEG_DRAWN_OUT, 11), (ONE_LEG, 6)])
def test_the_lifts_of_one_leg_are_counted_exactly(name, lifts):
    samples, info = opened(name)
    engine, _ = run("equal-weight", info, [samples])
    assert counts(engine.outcome(), "lift_count") == {Side.LEFT: lifts, Side.RIGHT: 0}


@pytest.mark.parametrize(
    ("name", "test"),
    [
        (SQUATS, "squat-check"),
        (LEG_DRAWN_OUT, "equal-weight"),
        (ONE_LEG, "equal-weight"),
        (WALK, "walk"),
    ],
)
def test_cuts_change_nothing_in_a_real_recording(name, test):
    samples, info = opened(name)
    whole, events = run(test, info, [samples])
    times = samples.track.time_s
    pieces, rest = [], samples
    step = 0.013 * (times[-1] - times[0])
    for i in range(1, 76):
        # Pieces of all lengths, some of them empty.
        piece, rest = rest.until(float(times[0] + step * (i + (i % 7) * 0.4)))
        pieces.append(piece)
    cut, cut_events = run(test, info, [*pieces, rest])
    assert repr(cut_events) == repr(events)
    assert repr(cut.outcome()) == repr(whole.outcome())
    series, other = whole.series(), cut.series()
    assert series.time_s.tobytes() == other.time_s.tobytes()
    for key, value in series.values.items():
        assert value.tobytes() == other.values[key].tobytes(), key
