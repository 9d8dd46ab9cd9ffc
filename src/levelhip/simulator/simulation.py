"""One simulated recording of a protocol, by every sensor asked for, with the truth beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from levelhip.core import (
    Answer,
    Array,
    Event,
    Force,
    LevelhipError,
    Mark,
    Samples,
    Side,
)
from levelhip.engine.source import SourceInfo
from levelhip.simulator.camera import Camera, camera_samples
from levelhip.simulator.markers import marker_samples
from levelhip.simulator.mishaps import SENSOR_FAULTS, with_mishaps
from levelhip.simulator.paths import generator
from levelhip.simulator.person import Person
from levelhip.simulator.phone import Phone, phone_samples
from levelhip.simulator.scene import RATE_HZ, Fault, Scene
from levelhip.simulator.scripts import SCRIPTS, Asked, Script
from levelhip.simulator.skeleton import Body

SENSORS = ("camera", "markers", "plates", "thigh", "sacrum", "pocket", "taps")
"""What may look on; "taps" is what the person does without any: a tap at each change, answers."""

PLATE_SD_N = 1.5
"""Noise of a force plate; chosen by us."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What one sensor gave.

    Attributes
    ----------
    samples : all of it in one piece, with the marks
    info : as the engine wants it: kind, rate_hz, image_size, location, side
    """

    samples: Samples
    info: SourceInfo

    @property
    def rate_hz(self) -> float:
        """Hz, nominal."""
        return self.info.rate_hz

    @property
    def image_size(self) -> tuple[int, int] | None:
        """(width, height), px; None without a picture."""
        return self.info.image_size

    @property
    def location(self) -> str | None:
        """Where a phone was worn."""
        return self.info.location

    def stream(self, step_s: float = 1.0 / 30.0) -> Iterator[Samples]:
        """The same recording in pieces, as a live source gives it.

        Parameters
        ----------
        step_s : s
            Length of a piece.

        Yields
        ------
        Samples
        """
        rest, now = self.samples, step_s
        end_s = _end_s(self.samples)
        while now <= end_s + step_s:
            part, rest = rest.until(now)
            yield part
            now += step_s


@dataclass(frozen=True, slots=True)
class Truth:
    """What truly happened.

    Attributes
    ----------
    events : reps, holds, lifts, steps; `values` hold true quantities by the metrics' names
    series : `time_s` and (T,) arrays by the names of docs/measures.md
    params : what was asked and drawn
    """

    events: tuple[Event, ...]
    series: Mapping[str, Array]
    params: Mapping[str, object]

    def of(self, kind: str, side: Side | None = None) -> tuple[Event, ...]:
        """The events of one kind (and side)."""
        return tuple(e for e in self.events if e.kind == kind and side in (None, e.side))


@dataclass(frozen=True, slots=True)
class Simulation:
    """A simulated recording.

    Attributes
    ----------
    protocol_id : what was done
    person : whose body it was, with its habits
    recordings : by sensor
    truth : what truly happened
    """

    protocol_id: str
    person: Person
    recordings: Mapping[str, Recording]
    truth: Truth


def simulate(
    protocol_id: str,
    *,
    person: Person | None = None,
    seed: int = 0,
    sensors: Sequence[str] = ("camera",),
    faults: Sequence[Fault] = (),
    reps: int | None = None,
    hold_s: float | None = None,
    sides: Sequence[Side | str] = (),
    duration_s: float | None = None,
    noise: float = 1.0,
    marks: bool = True,
    variant: str | None = None,
    camera: Camera | None = None,
    phone: Phone | None = None,
) -> Simulation:
    """One simulated recording of a protocol; the same arguments give the same bytes.

    Parameters
    ----------
    protocol_id : str
        One of `SCRIPTS`.
    person : Person, optional
        Whose body; an average man when left out.
    seed : int
        Of all random numbers. Sensors do not change the movement, nor one another.
    sensors : sequence of str
        Of `SENSORS`, as far as the protocol has them.
    faults : sequence of Fault
        What goes wrong.
    reps : int, optional
        Repetitions a side; lifts a side in standing. None = as the protocol asks.
    hold_s : s, optional
        How long a hold lasts; None = as the protocol asks.
    sides : sequence of Side, optional
        Which legs work, in order (lifted legs, in standing); empty = left, then right.
    duration_s : s, optional
        How long a walk lasts.
    noise : float
        Of every sensor's random part, 1 = usual, 0 = none.
    marks : bool
        Whether a session leads, whose marks go with the samples; without them the person does what
        the protocol's text asks of a plain recording.
    variant : str, optional
        Form of the protocol.
    camera, phone : optional
        Where they are and what they are like.

    Returns
    -------
    Simulation

    Raises
    ------
    LevelhipError
        When the protocol, a sensor or a fault is not known.
    """
    script = _script(protocol_id, sensors, faults)
    person = person or Person()
    body = Body(person)
    asked = Asked(
        reps,
        hold_s,
        tuple(Side(side) for side in sides),
        duration_s,
        variant,
        tuple(f for f in faults if f.code not in SENSOR_FAULTS),
        seed,
        marks,
    )
    scene = script.make(body, asked)
    if scene.forces is not None:
        for index, side in enumerate(("left", "right")):
            scene.series[f"{side}_force_n"] = scene.forces[0][:, index, 1]
    shown = tuple(scene.marks) if marks else ()
    recordings = {}
    for sensor in sensors:
        samples, info = _sensed(scene, sensor, faults, seed, noise, camera, phone)
        samples = with_mishaps(samples, scene, faults, seed)
        given = (*shown, *samples.marks)
        given = tuple(sorted(given, key=lambda mark: mark.time_s))
        recordings[sensor] = Recording(replace(samples, marks=given), info)
    truth = Truth(
        tuple(sorted(scene.events, key=lambda event: event.start_s)),
        {"time_s": scene.time_s, **scene.series},
        {"protocol": protocol_id, "seed": seed, "noise": noise, **scene.params},
    )
    return Simulation(protocol_id, person, recordings, truth)


def _script(protocol_id: str, sensors: Sequence[str], faults: Sequence[Fault]) -> Script:
    try:
        script = SCRIPTS[protocol_id]
    except KeyError:
        raise LevelhipError(
            "protocol {given}: not simulated; give one of {known}",
            given=protocol_id,
            known=", ".join(sorted(SCRIPTS)),
        ) from None
    for sensor in sensors:
        if sensor not in script.sensors:
            raise LevelhipError(
                "sensor {given}: not for {given_2}; give {known}",
                given=sensor,
                given_2=protocol_id,
                known=", ".join(script.sensors),
            )
    known = (*script.faults, *SENSOR_FAULTS)
    for fault in faults:
        if fault.code not in known:
            raise LevelhipError(
                "fault {given}: not for {given_2}; give {known}",
                given=fault.code,
                given_2=protocol_id,
                known=", ".join(known),
            )
    return script


def _sensed(
    scene: Scene,
    sensor: str,
    faults: Sequence[Fault],
    seed: int,
    noise: float,
    camera: Camera | None,
    phone: Phone | None,
) -> tuple[Samples, SourceInfo]:
    if sensor == "camera":
        placed = (camera or Camera()).placed(lying=scene.posture == "lying")
        for fault in faults:
            if fault.code == "camera-roll":
                tilted = 12.0 if fault.amount is None else fault.amount
                placed = replace(placed, roll_deg=placed.roll_deg + tilted)
        samples = camera_samples(scene, placed, seed=seed, noise=noise)
        return samples, SourceInfo("landmarks", placed.rate_hz, placed.size)
    if sensor == "markers":
        samples = marker_samples(scene, seed=seed, noise=noise)
        return samples, SourceInfo("markers", RATE_HZ)
    if sensor == "taps":
        return _tap_samples(scene), SourceInfo("self", 1.0)
    if sensor == "plates":
        return _plate_samples(scene, seed, noise), SourceInfo("force", RATE_HZ)
    worn = phone or Phone()
    side = worn.side or str(scene.params.get("working", "right"))
    samples = phone_samples(scene, sensor, worn, seed=seed, noise=noise, side=side)
    works = Side(side) if "working" in scene.params else None
    return samples, SourceInfo("motion", RATE_HZ, location=sensor, side=works)


def _tap_samples(scene: Scene) -> Samples:
    """A tap where a repetition or hold ends (and where a hold begins), and the pain as it was."""
    taps = [Mark(e.end_s, "tap", e.side) for e in scene.events if e.kind in ("rep", "hold")]
    taps += [Mark(e.start_s, "tap", e.side) for e in scene.events if e.kind == "hold"]
    said = [Answer(m.time_s, "pressure_pain_start", 4.0, m.side) for m in scene.marks[:1]]
    end_s = float(scene.time_s[-1])
    said += [Answer(end_s, "pressure_pain_end", 3.0), Answer(end_s, "usual_pain", 2.0)]
    return Samples(marks=tuple(taps), answers=tuple(said))


def _plate_samples(scene: Scene, seed: int, noise: float) -> Samples:
    if scene.forces is None:
        raise LevelhipError("plates: nobody stands on plates in this protocol; leave them out")
    rng = generator(seed, "plates")
    newton, centre = scene.forces
    newton = newton + noise * PLATE_SD_N * rng.standard_normal(newton.shape)
    centre = centre + noise * 0.0005 * rng.standard_normal(centre.shape)
    return Samples(force=Force(scene.time_s, newton, centre, (Side.LEFT, Side.RIGHT)))


def _end_s(samples: Samples) -> float:
    streams = (samples.track, samples.motion, samples.force)
    last = [float(each.time_s[-1]) for each in streams if each is not None]
    return max([*last, *(mark.time_s for mark in samples.marks)], default=0.0)
