"""Markers with plates under both feet: the plates tell how the weight is shared."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from levelhip.core import Force, Person, Samples, Side
from levelhip.engine import Engine
from levelhip.engine.source import SourceInfo
from levelhip.io import open_recording
from levelhip.io.recording import ReadOptions
from levelhip.protocols import protocol

PERSON = Person(height_m=1.75, mass_kg=70.0, sex="female")
ROOT = Path(__file__).resolve().parents[2]
DATA = (ROOT / os.environ.get("LEVELHIP_DATA", "../shared/data")).resolve()
SQUATS = tuple(3.0 + 3.5 * i for i in range(4))


def measured(name, pieces, info):
    engine = Engine(protocol(name), info, PERSON)
    events = [event for piece in pieces for event in engine.push(piece)]
    events += engine.finish()
    return engine, events, engine.outcome()


def metric(outcome, name, side=Side.BOTH, trial=0):
    (found,) = [m for m in outcome.metrics if (m.name, m.side, m.trial) == (name, side, trial)]
    return found


@pytest.fixture
def squats(people):
    """Squats of a body in the middle whose plates read an uneven share, which moves on."""
    samples, info = people.marker_samples((), squats=SQUATS)
    times = samples.track.time_s
    return people.on_plates(samples, shares=(times, 0.42 + 0.004 * times)), info


def test_the_share_in_squats_is_that_of_the_plates(squats):
    samples, info = squats
    engine, events, outcome = measured("squat-check", [samples], info)
    assert [e.trial for e in events] == [1, 2, 3, 4]
    for event in events:
        share = metric(outcome, "load_share", trial=event.trial)
        middle_s = 0.5 * (event.start_s + event.end_s)
        assert share.value == pytest.approx(0.42 + 0.004 * middle_s, abs=0.001)
        assert share.sd <= 0.005
        assert share.method == "plates/1"
    for name in ("middle_share", "bottom_share"):
        assert metric(outcome, name).method == "plates/1"
    # Standing is looked for before each squat: 3.0 s and 4 s before to 13.5 s.
    assert metric(outcome, "standing_share").value == pytest.approx(0.45, abs=0.005)
    assert metric(outcome, "standing_share").method == "static-plates/1"
    series = engine.series()
    known = np.isfinite(series.values["load_share"])
    assert known.mean() > 0.95
    truth = 0.42 + 0.004 * series.time_s
    assert np.abs(series.values["load_share"] - truth)[known].max() < 0.004


def test_the_events_are_those_of_the_markers_alone(squats):
    samples, info = squats
    with_plates = measured("squat-check", [samples], info)[1]
    alone = measured("squat-check", [Samples(track=samples.track)], info)[1]
    assert [(e.kind, e.side, e.start_s, e.peak_s, e.end_s) for e in with_plates] == [
        (e.kind, e.side, e.start_s, e.peak_s, e.end_s) for e in alone
    ]


def test_without_plates_or_with_plates_of_unknown_side_the_share_is_that_of_motion(squats):
    samples, info = squats
    force = samples.force
    sideless = Force(force.time_s, force.newton, force.centre, (Side.BOTH, Side.BOTH))
    for given in (
        Samples(track=samples.track),
        Samples(track=samples.track, force=sideless),
    ):
        share = metric(measured("squat-check", [given], info)[2], "load_share")
        assert share.value == pytest.approx(0.5, abs=0.01)
        assert share.method == "inverted-pendulum-markers/1"
        assert share.sd > 0.01


def test_plates_that_miss_a_foot_are_not_believed(people):
    samples, info = people.marker_samples((), squats=SQUATS)
    times = samples.track.time_s
    beside = people.on_plates(samples, shares=(times, np.full(times.size, 0.97)))
    share = metric(measured("squat-check", [beside], info)[2], "load_share")
    assert share.value == pytest.approx(0.5, abs=0.01)
    assert share.method == "inverted-pendulum-markers/1"


def test_plates_that_stop_half_way_count_as_far_as_they_go(squats):
    samples, info = squats
    force = samples.force
    half = Samples(track=samples.track, force=force.cut(0, len(force) // 2))
    _, _, outcome = measured("squat-check", [half], info)
    methods = [metric(outcome, "load_share", trial=i).method for i in (1, 4)]
    assert methods == ["plates/1", "inverted-pendulum-markers/1"]


def test_plates_that_come_later_or_earlier_than_the_markers_change_nothing(squats):
    samples, info = squats
    _, events, whole = measured("squat-check", [samples], info)
    track, force = samples.track, samples.force
    empty = Samples(track=track.cut(0, 0), force=force.cut(0, 0))
    half = len(track) // 2
    pieces = [
        empty,
        Samples(track=track.cut(0, half)),
        Samples(force=force),
        Samples(track=track.cut(half, len(track))),
    ]
    _, cut_events, cut = measured("squat-check", pieces, info)
    assert repr(cut_events) == repr(events)
    assert repr(cut) == repr(whole)


def test_plates_tell_the_standing_share_before_lifts(people):
    samples, info = people.marker_samples(people.six_lifts())
    times = samples.track.time_s
    outcome = measured(
        "equal-weight", [people.on_plates(samples, shares=(times, np.full(times.size, 0.46)))], info
    )[2]
    share = metric(outcome, "standing_share")
    assert share.value == pytest.approx(0.46, abs=0.002)
    assert share.sd <= 0.006


def test_real_squats_get_the_share_of_their_plates():
    folder = DATA / "opencap_subject4"
    path, forces = folder / "MarkerData/squats1.trc", folder / "ID/squats1_grf.mot"
    if not path.exists():
        pytest.skip(f"{path.name}: not in LEVELHIP_DATA ({DATA})")
    recording = open_recording(path, ReadOptions(forces=forces))
    samples = recording.samples()
    info = SourceInfo(recording.kind, recording.rate_hz, recording.image_size)
    _, events, outcome = measured("squat-check", [samples], info)
    force = samples.force
    left = force.vertical(Side.LEFT) / (force.vertical(Side.LEFT) + force.vertical(Side.RIGHT))
    assert 1.0 - left.mean() == pytest.approx(0.5005, abs=0.0001)
    assert len(events) == 5
    for event in events:
        part = (force.time_s >= event.start_s) & (force.time_s <= event.end_s)
        share = metric(outcome, "load_share", trial=event.trial)
        assert share.value == pytest.approx(left[part].mean(), abs=0.0005)
        assert share.method == "plates/1"
