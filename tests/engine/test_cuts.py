"""Whole, one at a time and cut anywhere: the same events, signals and metrics."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import DOT_NAMES, Person, Samples, Track
from levelhip.engine import Engine
from levelhip.protocols import protocol

PERSON = Person(height_m=1.75, mass_kg=70.0, sex="female")


def cut(samples, edges):
    """The samples in pieces that end at these parts (0 to 1) of the recording."""
    stream = samples.track or samples.force or samples.motion
    times = stream.time_s
    rest = samples
    for edge in sorted(edges):
        piece, rest = rest.until(float(times[0] + edge * (times[-1] - times[0])))
        yield piece
    yield rest


def one_by_one(samples):
    if samples.track and samples.force:
        # Each frame with what the plates read since the one before.
        rest = samples
        for time_s in samples.track.time_s[1:].tolist():
            piece, rest = rest.until(time_s)
            yield piece
        yield rest
        return
    stream = samples.track or samples.force or samples.motion
    for i in range(len(stream)):
        part = slice(i, i + 1)
        yield Samples(
            track=samples.track and samples.track.cut(i, i + 1),
            people=None if samples.people is None else samples.people[part],
            force=samples.force and samples.force.cut(i, i + 1),
            motion=samples.motion and samples.motion.cut(i, i + 1),
        )


def run(name, info, pieces):
    engine = Engine(protocol(name), info, PERSON)
    events = [event for piece in pieces for event in engine.push(piece)]
    events += engine.finish()
    series = engine.series()
    signals = {key: value.tobytes() for key, value in series.values.items()}
    return repr(events), repr(engine.outcome()), series.time_s.tobytes(), signals


def rough(samples, seed, *, gaps=True):
    """Uneven time stamps, points that vanish for a while, dots that come and go."""
    rng = np.random.default_rng(seed)
    track = samples.track
    steps = np.diff(track.time_s, prepend=track.time_s[0])
    times = np.cumsum(steps * rng.uniform(0.7, 1.3, size=steps.size))
    xyz = track.xyz.copy()
    hip, names = track.names.index("left_hip"), (*track.names, *DOT_NAMES)
    dots = xyz[:, [hip, hip + 1]] + [0.0, -30.0, 0.0]
    dots[rng.random(dots.shape[:2]) < 0.1] = np.nan
    if gaps:
        for _ in range(12):
            at, length = rng.integers(100, len(times)), rng.integers(1, 12)
            xyz[at : at + length, rng.integers(0, xyz.shape[1])] = np.nan
    xyz = np.concatenate((xyz, dots), axis=1)
    seen = np.concatenate((track.confidence, np.ones(dots.shape[:2])), axis=1)
    return Samples(track=Track(times, xyz, seen, names, track.frame), people=np.ones(len(times)))


def on_plates(people, name, lifts, seed):
    if name == "markers on plates":
        samples, info = people.marker_samples(lifts, seed=seed, rate_hz=50.0)
        return "equal-weight", people.on_plates(samples, seed=seed), info
    samples, info = people.marker_samples((), squats=(3.0, 6.5), seed=seed)
    # Slower than the markers, and with times of their own.
    samples = people.on_plates(rough(samples, seed), rate_hz=60.0, seed=seed)
    return "squat-check", samples, info


def recording(people, name, seed):
    two = (people.Lifted("left", 4.0, 6.5), people.Lifted("right", 9.0, 11.0))
    if name == "camera":
        return "equal-weight", *people.camera_samples(two, seed=seed)
    if name == "rough camera":
        samples, info = people.camera_samples(two, seed=seed)
        return "equal-weight", rough(samples, seed), info
    if name == "markers":
        return "equal-weight", *people.marker_samples(two, seed=seed, rate_hz=50.0)
    if name.endswith("on plates"):
        return on_plates(people, name, two, seed)
    if name == "squats by camera":
        return "squat-check", *people.camera_samples((), squats=(3.0, 6.5), seed=seed)
    if name == "squats by markers":
        return "squat-check", *people.marker_samples((), squats=(3.0, 6.5), seed=seed)
    if name == "plates":
        return "equal-weight", *people.force_samples(two, seed=seed)
    if name == "walk by markers":
        return "walk", *people.walking_points(seed=seed)
    if name == "walk by camera":
        return "sack-swinger", *people.walking_points(seed=seed, rate_hz=30.0, in_camera=True)
    if name == "sacrum":
        return "equal-weight", *people.sacrum_motion(two, seed=seed, drop_deg=4.0)
    if name == "phone":
        return "walk", *people.walking_motion(seed=seed)
    return "equal-weight", *people.scale_readings()


KINDS = (
    "camera",
    "rough camera",
    "markers",
    "squats by camera",
    "squats by markers",
    "markers on plates",
    "squats on plates",
    "plates",
    "walk by markers",
    "walk by camera",
    "phone",
    "sacrum",
    "scales",
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=4, deadline=None)
@given(
    seed=st.integers(0, 100),
    edges=st.lists(st.floats(0, 1), min_size=1, max_size=40),
)
def test_cutting_a_recording_anywhere_changes_nothing(kind, people, seed, edges):
    name, samples, info = recording(people, kind, seed)
    whole = run(name, info, [samples])
    assert run(name, info, cut(samples, edges)) == whole


@pytest.mark.parametrize("kind", KINDS)
def test_one_sample_at_a_time_is_the_same_as_the_whole(kind, people):
    name, samples, info = recording(people, kind, 7)
    assert run(name, info, one_by_one(samples)) == run(name, info, [samples])
