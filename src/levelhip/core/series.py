"""Series over time: where points are, how a device moves, what the feet press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from levelhip.core.arrays import Array, frozen_array, rising_times
from levelhip.core.errors import BadRecording
from levelhip.core.frames import Frame, Side


@lru_cache(maxsize=64)
def _twice(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that are there more than once; a server makes tracks of the same names all day."""
    if len(set(names)) == len(names):
        return ()
    return tuple(sorted({name for name in names if names.count(name) > 1}))


@dataclass(frozen=True, slots=True)
class Track:
    """Where named points are over time.

    Attributes
    ----------
    time_s : (T,), s, strictly increasing
    xyz : (T, L, 3), unit and axes of `frame`; NaN where a point was not seen
    confidence : (T, L), 0 to 1, how sure the source is that the point is visible
    names : L names, each once (`core.landmarks`)
    frame : Frame
    """

    time_s: Array
    xyz: Array
    confidence: Array
    names: tuple[str, ...]
    frame: Frame

    def __post_init__(self) -> None:
        """Check shapes and freeze the arrays."""
        times = rising_times(self.time_s, name="track")
        names = tuple(self.names)
        twice = _twice(names)
        if twice:
            raise BadRecording(f"track.names: {', '.join(twice)} given twice; each point once")
        shape = (times.size, len(names))
        object.__setattr__(self, "time_s", times)
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "xyz", frozen_array(self.xyz, shape=(*shape, 3), name="track.xyz"))
        object.__setattr__(
            self, "confidence", frozen_array(self.confidence, shape=shape, name="track.confidence")
        )

    def __len__(self) -> int:
        """Number of samples T."""
        return int(self.time_s.size)

    def point(self, name: str) -> Array:
        """One point's path, (T, 3).

        Parameters
        ----------
        name : str
            One of `names`.

        Returns
        -------
        Array
            (T, 3), in the unit and axes of `frame`.

        Raises
        ------
        BadRecording
            When the track has no such point.
        """
        try:
            return self.xyz[:, self.names.index(name)]
        except ValueError:
            raise BadRecording(f"track: no point {name}; it has {', '.join(self.names)}") from None

    def cut(self, start: int, stop: int) -> Track:
        """The samples start to stop (indices, stop not included)."""
        return Track(
            self.time_s[start:stop],
            self.xyz[start:stop],
            self.confidence[start:stop],
            self.names,
            self.frame,
        )


@dataclass(frozen=True, slots=True)
class Motion:
    """What a phone or sensor feels over time, in its own axes.

    Attributes
    ----------
    time_s : (T,), s, strictly increasing
    acceleration : (T, 3), m/s2, with gravity (a device at rest reads 9.81 upwards)
    rotation : (T, 3), rad/s; NaN throughout when the device has no gyroscope
    location : where it is worn: "sacrum", "thigh", "pocket", "hand", … or "unknown"
    """

    time_s: Array
    acceleration: Array
    rotation: Array
    location: str = "unknown"

    def __post_init__(self) -> None:
        """Check shapes and freeze the arrays."""
        times = rising_times(self.time_s, name="motion")
        object.__setattr__(self, "time_s", times)
        for field in ("acceleration", "rotation"):
            array = frozen_array(
                getattr(self, field), shape=(times.size, 3), name=f"motion.{field}"
            )
            object.__setattr__(self, field, array)

    def __len__(self) -> int:
        """Number of samples T."""
        return int(self.time_s.size)

    def cut(self, start: int, stop: int) -> Motion:
        """The samples start to stop (indices, stop not included)."""
        return Motion(
            self.time_s[start:stop],
            self.acceleration[start:stop],
            self.rotation[start:stop],
            self.location,
        )


@dataclass(frozen=True, slots=True)
class Force:
    """What the ground gives back through each plate, scale or board.

    Attributes
    ----------
    time_s : (T,), s, strictly increasing
    newton : (T, P, 3), N, lab frame, force on the person (Y up is positive); a plate that gives
        only the vertical has NaN in X and Z
    centre : (T, P, 3), m, lab frame, centre of pressure; NaN where unknown or unloaded
    sides : P sides: whose foot stands on the plate; `BOTH` when either may
    """

    time_s: Array
    newton: Array
    centre: Array
    sides: tuple[Side, ...]

    def __post_init__(self) -> None:
        """Check shapes and freeze the arrays."""
        times = rising_times(self.time_s, name="force")
        shape = (times.size, len(self.sides), 3)
        object.__setattr__(self, "time_s", times)
        object.__setattr__(self, "sides", tuple(Side(side) for side in self.sides))
        for field in ("newton", "centre"):
            object.__setattr__(
                self, field, frozen_array(getattr(self, field), shape=shape, name=f"force.{field}")
            )

    def __len__(self) -> int:
        """Number of samples T."""
        return int(self.time_s.size)

    def vertical(self, side: Side) -> Array:
        """Vertical force under one foot, (T,), N, summed over its plates; NaN without a plate."""
        columns = [i for i, owner in enumerate(self.sides) if owner is side]
        if not columns:
            return np.full(len(self), np.nan)
        return np.asarray(self.newton[:, columns, 1].sum(axis=1))

    def cut(self, start: int, stop: int) -> Force:
        """The samples start to stop (indices, stop not included)."""
        return Force(
            self.time_s[start:stop], self.newton[start:stop], self.centre[start:stop], self.sides
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment with a name: a tap, the beginning of a pose, the side that works from now on.

    Attributes
    ----------
    time_s : s
    name : "tap", "set", "rest", "pose-…", … (docs/formats.md lists them)
    side : which side it is about; `BOTH` when that does not matter
    """

    time_s: float
    name: str
    side: Side = Side.BOTH


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person said.

    Attributes
    ----------
    time_s : s
    name : the question, as "pressure_pain_start"
    value : the number said; None when the question was left open
    side : which side it is about
    """

    time_s: float
    name: str
    value: float | None
    side: Side = Side.BOTH


@dataclass(frozen=True, slots=True)
class Samples:
    """One push: whatever the sources gave since the last one. Streams need not share times.

    Attributes
    ----------
    track : landmarks in pixels (`IMAGE`) or metres (`LAB`)
    world : the pose model's metric landmarks (`CAMERA`), same times as `track`
    people : (T,), how many people are in view at the times of `track`; NaN where nobody looked
    motion, force : sensor series
    marks, answers : in order of time; those of a moment come no later than its samples
    """

    track: Track | None = None
    world: Track | None = None
    people: Array | None = None
    motion: Motion | None = None
    force: Force | None = None
    marks: tuple[Mark, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def has_series(self) -> bool:
        """Whether there is more in it than marks and answers."""
        return any(each is not None for each in (self.track, self.motion, self.force))

    def until(self, time_s: float) -> tuple[Samples, Samples]:
        """These samples cut in two: those before `time_s`, and the rest."""
        return self._part(None, time_s), self._part(time_s, None)

    def _part(self, start_s: float | None, stop_s: float | None) -> Samples:
        def span(times: Array) -> tuple[int, int]:
            first = 0 if start_s is None else int(np.searchsorted(times, start_s))
            last = times.size if stop_s is None else int(np.searchsorted(times, stop_s))
            return first, last

        def within(time_s: float) -> bool:
            return (start_s is None or time_s >= start_s) and (stop_s is None or time_s < stop_s)

        track = self.track and self.track.cut(*span(self.track.time_s))
        people = self.people
        if people is not None and self.track is not None:
            first, last = span(self.track.time_s)
            people = people[first:last]
        return Samples(
            track=track,
            world=self.world and self.world.cut(*span(self.world.time_s)),
            people=people,
            motion=self.motion and self.motion.cut(*span(self.motion.time_s)),
            force=self.force and self.force.cut(*span(self.force.time_s)),
            marks=tuple(mark for mark in self.marks if within(mark.time_s)),
            answers=tuple(answer for answer in self.answers if within(answer.time_s)),
        )


def joined(parts: Sequence[Samples]) -> Samples:
    """Consecutive pushes put back into one.

    Parameters
    ----------
    parts : sequence of Samples
        In order of time, all with the same streams.

    Returns
    -------
    Samples
        One push that holds them all.
    """
    if len(parts) == 1:
        return parts[0]

    def tracks(items: list[Track]) -> Track | None:
        if not items:
            return None
        return Track(
            _whole([t.time_s for t in items]),
            _whole([t.xyz for t in items]),
            _whole([t.confidence for t in items]),
            items[0].names,
            items[0].frame,
        )

    people = [p.people for p in parts if p.people is not None]
    motions = [p.motion for p in parts if p.motion is not None]
    forces = [p.force for p in parts if p.force is not None]
    return Samples(
        track=tracks([p.track for p in parts if p.track is not None]),
        world=tracks([p.world for p in parts if p.world is not None]),
        people=np.concatenate(people) if people else None,
        motion=Motion(
            np.concatenate([m.time_s for m in motions]),
            np.concatenate([m.acceleration for m in motions]),
            np.concatenate([m.rotation for m in motions]),
            motions[0].location,
        )
        if motions
        else None,
        force=Force(
            np.concatenate([f.time_s for f in forces]),
            np.concatenate([f.newton for f in forces]),
            np.concatenate([f.centre for f in forces]),
            forces[0].sides,
        )
        if forces
        else None,
        marks=tuple(mark for part in parts for mark in part.marks),
        answers=tuple(answer for part in parts for answer in part.answers),
    )


def _whole(parts: Sequence[Array]) -> Array:
    """The parts behind each other, read-only as all of a value: it need not be copied then."""
    whole = np.concatenate(parts)
    whole.flags.writeable = False
    return whole
