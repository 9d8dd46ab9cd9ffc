"""What goes wrong with sensors, on purpose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from levelhip.core import Array, Force, Motion, Samples, Track
from levelhip.simulator.paths import generator
from levelhip.simulator.scene import Fault, Scene

SENSOR_FAULTS: Mapping[str, str] = {
    "drop-outs": "points or readings missing for 0.4 s at a time; amount = how many a minute (20)",
    "jitter": "points thrown about; amount = px (12) or m (0.03)",
    "lost-frames": "samples that never came; amount = part of all (0.15)",
    "second-person": "two people in view; amount = part of the time (0.5)",
    "camera-roll": "camera tilted; amount = deg (12)",
    "swapped-sides": "left and right exchanged for 1 s at a time; amount = how many a minute (6)",
    "irregular-times": "samples that come late or early; amount = part of a period (0.35)",
    "gyroscope-bias": "gyroscope off; amount = rad/s on every axis (0.05)",
}


def with_mishaps(samples: Samples, scene: Scene, faults: Sequence[Fault], seed: int) -> Samples:
    """The samples as a poor recording would have them.

    Parameters
    ----------
    samples : Samples
        Of one sensor.
    scene : Scene
        For the times of the repetitions that a fault names.
    faults : sequence of Fault
        Those of the movement are passed over.
    seed : int

    Returns
    -------
    Samples
    """
    for fault in faults:
        if fault.code not in SENSOR_FAULTS or fault.code == "camera-roll":
            continue
        rng = generator(seed, f"mishap {fault.code}")
        if samples.track is not None:
            samples = _on_track(samples, samples.track, scene, fault, rng)
        elif samples.motion is not None:
            samples = _on_motion(samples, samples.motion, scene, fault, rng)
        elif samples.force is not None:
            samples = _on_force(samples, samples.force, scene, fault, rng)
    return samples


def _within(time_s: Array, scene: Scene, fault: Fault) -> Array:
    """1 where the fault may strike."""
    if not fault.reps:
        return np.ones(len(time_s))
    inside = np.zeros(len(time_s))
    spans = [event for event in scene.events if event.kind in ("rep", "hold")]
    for number, event in enumerate(sorted(spans, key=lambda e: e.start_s), 1):
        if number in fault.reps:
            inside[(time_s >= event.start_s) & (time_s <= event.end_s)] = 1.0
    return inside


def _stretches(time_s: Array, per_minute: float, long_s: float, rng: np.random.Generator) -> Array:
    """1 within stretches that begin at random."""
    whole = float(time_s[-1] - time_s[0])
    hit = np.zeros(len(time_s))
    for start in rng.uniform(0.0, whole, max(round(per_minute * whole / 60.0), 1)):
        hit[(time_s >= time_s[0] + start) & (time_s < time_s[0] + start + long_s)] = 1.0
    return hit


def _size(fault: Fault, usual: float) -> float:
    return usual if fault.amount is None else fault.amount


def _on_track(
    samples: Samples, track: Track, scene: Scene, fault: Fault, rng: np.random.Generator
) -> Samples:
    time_s, inside = track.time_s, _within(track.time_s, scene, fault)
    xyz, confidence = track.xyz.copy(), track.confidence.copy()
    names, people = track.names, samples.people
    if fault.code == "lost-frames":
        return _kept(samples, rng.random(len(time_s)) >= _size(fault, 0.15) * inside)
    if fault.code == "irregular-times":
        return _retimed(samples, _late(time_s, _size(fault, 0.35), inside, rng))
    if fault.code == "drop-outs":
        for point in range(len(names)):
            hit = _stretches(time_s, _size(fault, 20.0) / 4.0, 0.4, rng) * inside > 0
            xyz[hit, point] = np.nan
            confidence[hit, point] = 0.0
    elif fault.code == "jitter":
        size = _size(fault, 12.0 if track.frame == "image" else 0.03)
        thrown = (
            size * rng.standard_normal(xyz.shape) * (rng.random(xyz.shape[:2]) < 0.5)[..., None]
        )
        xyz += thrown * inside[:, None, None]
    elif fault.code == "second-person" and people is not None:
        both = _stretches(time_s, 60.0 * _size(fault, 0.5) / 4.0, 4.0, rng) * inside > 0
        people = np.where(both, 2.0, people)
    elif fault.code == "swapped-sides":
        hit = _stretches(time_s, _size(fault, 6.0), 1.0, rng) * inside > 0
        other = [names.index(_exchanged(name)) for name in names]
        xyz[hit] = xyz[hit][:, other]
    return replace(
        samples,
        track=Track(time_s, xyz, confidence, names, track.frame),
        people=people,
    )


def _on_motion(
    samples: Samples, motion: Motion, scene: Scene, fault: Fault, rng: np.random.Generator
) -> Samples:
    time_s, inside = motion.time_s, _within(motion.time_s, scene, fault)
    felt, turning = motion.acceleration.copy(), motion.rotation.copy()
    if fault.code in ("lost-frames", "drop-outs"):
        if fault.code == "lost-frames":
            lost = rng.random(len(time_s)) < _size(fault, 0.15) * inside
        else:
            lost = _stretches(time_s, _size(fault, 20.0) / 4.0, 0.4, rng) * inside > 0
        return _kept(samples, ~lost)
    if fault.code == "irregular-times":
        return _retimed(samples, _late(time_s, _size(fault, 0.35), inside, rng))
    if fault.code == "gyroscope-bias":
        turning += _size(fault, 0.05)
    return replace(samples, motion=Motion(time_s, felt, turning, motion.location))


def _on_force(
    samples: Samples, force: Force, scene: Scene, fault: Fault, rng: np.random.Generator
) -> Samples:
    time_s, inside = force.time_s, _within(force.time_s, scene, fault)
    if fault.code == "lost-frames":
        return _kept(samples, rng.random(len(time_s)) >= _size(fault, 0.15) * inside)
    if fault.code == "drop-outs":
        return _kept(samples, _stretches(time_s, _size(fault, 20.0) / 4.0, 0.4, rng) * inside == 0)
    if fault.code == "irregular-times":
        return _retimed(samples, _late(time_s, _size(fault, 0.35), inside, rng))
    return samples


def _late(time_s: Array, part: float, inside: Array, rng: np.random.Generator) -> Array:
    """Times each moved by up to a part of the period, still rising."""
    period_s = float(np.median(np.diff(time_s)))
    off = np.clip(part, 0.0, 0.45) * period_s * rng.uniform(-1.0, 1.0, len(time_s)) * inside
    off[0] = abs(off[0])
    return np.asarray(time_s + off)


def _exchanged(name: str) -> str:
    for one, other in (("left", "right"), ("right", "left")):
        if one in name:
            return name.replace(one, other)
    return name


def _kept(samples: Samples, chosen: NDArray[np.bool_]) -> Samples:
    """Only some of the samples; the first and last always."""
    kept = chosen.copy()
    kept[[0, -1]] = True

    def track(given: Track | None) -> Track | None:
        if given is None:
            return None
        return Track(
            given.time_s[kept], given.xyz[kept], given.confidence[kept], given.names, given.frame
        )

    motion, force = samples.motion, samples.force
    return replace(
        samples,
        track=track(samples.track),
        world=track(samples.world),
        people=None if samples.people is None else samples.people[kept],
        motion=motion
        and Motion(
            motion.time_s[kept], motion.acceleration[kept], motion.rotation[kept], motion.location
        ),
        force=force
        and Force(force.time_s[kept], force.newton[kept], force.centre[kept], force.sides),
    )


def _retimed(samples: Samples, time_s: Array) -> Samples:
    """The same samples at other times: the stamp is off, not the body."""

    def track(given: Track | None) -> Track | None:
        if given is None:
            return None
        return Track(time_s, given.xyz, given.confidence, given.names, given.frame)

    motion, force = samples.motion, samples.force
    return replace(
        samples,
        track=track(samples.track),
        world=track(samples.world),
        motion=motion and Motion(time_s, motion.acceleration, motion.rotation, motion.location),
        force=force and Force(time_s, force.newton, force.centre, force.sides),
    )
