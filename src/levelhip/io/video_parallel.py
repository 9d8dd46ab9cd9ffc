"""A video's landmarks, its stretches worked on by all cores at once and given in order of time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from levelhip.biomech.dots import NoDots
from levelhip.core import DOT_NAMES, POSE_NAMES, Array, Frame, Samples, Track
from levelhip.io.clip import Clip, Clock
from levelhip.io.hip_dots import DotColourSource, DotWatch
from levelhip.io.pictures import Picture, pictures
from levelhip.io.pose import PeopleCounter, Pose, PoseModel
from levelhip.io.recording import ReadOptions, Recording
from levelhip.io.workers import cores, in_order

PUSH = 64
"""Most pictures in one push."""

MOST_HELD = 640
"""Most pictures held back while the dots' colours are learned; chosen by us: 20 s at 30 Hz."""

PEOPLE_LOOKS_HZ = 1.0
"""How often people are counted; chosen by us: who walks through is in view for a second, and a look
costs as much as following the person through a picture does."""

WARM_UP_S = 0.5
"""How much earlier a stretch begins than its first picture counts. The model follows a person from
picture to picture; measured on rendered clips, the difference to a run from the clip's start falls
to the level it keeps for ever after 10 to 15 pictures at 30 Hz."""

STRETCH_S = 30.0
"""Longest stretch but for the warm-up; chosen by us: that is under 2 % of it, and its landmarks
under 1 MB."""

SHORTEST_STRETCH_S = 2.0
"""A stretch shorter than this is not worth its warm-up and a second model; chosen by us."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a clip: pictures from `start_s` to before `stop_s`, warmed up from `warm_s`."""

    warm_s: float
    start_s: float
    stop_s: float


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Landmarks of consecutive pictures, compact: what waits in the queue is small.

    `image` (N, 33, 4) float32 and `world` (N, 33, 3) float32, NaN without a person; `people` (N,)
    and `dots` (N, 2, 2) px.
    """

    time_s: Array
    image: NDArray[np.float32]
    world: NDArray[np.float32]
    people: Array
    dots: Array

    def samples(self) -> Samples:
        """The chunk as one push."""
        n = self.time_s.size
        points, dots = len(POSE_NAMES), len(DOT_NAMES)
        xyz = np.full((n, points + dots, 3), np.nan)
        confidence = np.zeros((n, points + dots))
        xyz[:, :points] = self.image[..., :3]
        seen = ~np.isnan(self.image[:, 0, 3])
        confidence[seen, :points] = self.image[seen, :, 3]
        xyz[:, points:, :2] = self.dots
        accepted = ~np.isnan(self.dots[..., 0])
        xyz[:, points:, 2] = np.where(accepted, 0.0, np.nan)
        confidence[:, points:] = accepted
        return Samples(
            track=Track(self.time_s, xyz, confidence, POSE_NAMES + DOT_NAMES, Frame.IMAGE),
            world=Track(
                self.time_s,
                self.world.astype(np.float64),
                confidence[:, :points],
                POSE_NAMES,
                Frame.CAMERA,
            ),
            people=self.people,
        )


@dataclass(slots=True)
class _Job:
    """What the stretches of one clip share."""

    clip: Clip
    options: ReadOptions
    colours: DotColourSource = field(default_factory=DotColourSource)
    clocks: list[tuple[float, Clock]] = field(default_factory=list)


def landmark_samples(clip: Clip, options: ReadOptions, recording: Recording) -> Iterator[Samples]:
    """The landmarks of a clip in order of time.

    Parameters
    ----------
    clip : Clip
        From `video.clip_of`.
    options : ReadOptions
        `jobs` = 1 is the plain way, one picture after the other in the calling thread.
    recording : Recording
        Its `repairs` and `notes` grow by what is found on the way.

    Yields
    ------
    Samples
        Track, world and people of at most `PUSH` pictures.
    """
    jobs = options.jobs or len(cores())
    parts = stretches(clip, jobs)
    job = _Job(clip, options)
    if len(parts) == 1:
        with _station(job) as chunks_of:
            for chunk in chunks_of(parts[0], threading.Event()):
                yield chunk.samples()
    else:
        for chunk in in_order(parts, lambda: _station(job), jobs=jobs):
            yield chunk.samples()
    whole = Clock(clip)
    for start_s, clock in job.clocks:
        whole.add(clock, from_s=start_s)
    recording.repairs += whole.repairs()
    if isinstance(job.colours.found, NoDots):
        recording.notes += (f"dots: {job.colours.found.text}",)


def stretches(clip: Clip, jobs: int) -> list[Stretch]:
    """How a clip is cut into stretches for a number of workers.

    Parameters
    ----------
    clip : Clip
        One with stamps that cannot be trusted is not cut.
    jobs : int
        Workers.

    Returns
    -------
    list of Stretch
        In order, without gap or overlap but for the warm-up.
    """
    count = clip.ticks.size
    if jobs <= 1 or not count:
        return [Stretch(0.0, 0.0, np.inf)]
    most = int(clip.duration_s / SHORTEST_STRETCH_S)
    fewest = int(np.ceil(clip.duration_s / STRETCH_S))
    # A whole number of rounds keeps all workers busy until the end.
    rounds = max(1, -(-fewest // jobs))
    parts = max(1, min(most, rounds * jobs))
    # The first has no warm-up and is longer by as much, so that all end together.
    warm = WARM_UP_S * clip.rate_hz
    firsts = [round(warm + i * (count - warm) / parts) for i in range(1, parts)]
    cuts = [0.0, *(clip.time(int(clip.ticks[first])) for first in firsts)]
    ends = [*cuts[1:], np.inf]
    return [Stretch(max(0.0, a - WARM_UP_S), a, b) for a, b in zip(cuts, ends, strict=True)]


@contextmanager
def _station(job: _Job) -> Iterator[Callable[[Stretch, threading.Event], Iterator[_Chunk]]]:
    """What one worker works with: its own models, kept from stretch to stretch."""
    station = _Station(job)
    try:
        yield station.chunks
    finally:
        station.close()


class _Station:
    def __init__(self, job: _Job) -> None:
        self._job = job
        self._model: PoseModel | None = None
        self._counter: PeopleCounter | None = None

    def close(self) -> None:
        for model in (self._model, self._counter):
            if model is not None:
                model.close()

    def chunks(self, part: Stretch, stopped: threading.Event) -> Iterator[_Chunk]:
        """Landmarks of one stretch."""
        job, clock = self._job, Clock(self._job.clip)
        learns = part.start_s == 0
        watch = DotWatch(job.colours, learns=learns) if job.options.dots else None
        rows: list[_Row] = []
        try:
            for picture, row in self._rows(part, clock):
                if stopped.is_set():
                    return
                rows.append(row)
                if watch is not None and row.pose is not None:
                    watch.look(picture, row.pose.image, row.dots)
                if len(rows) >= PUSH and not (watch and watch.pending and len(rows) < MOST_HELD):
                    yield from _compact(rows)
            if watch is not None:
                watch.finish()
            yield from _compact(rows)
        finally:
            if learns:
                job.colours.give_up()  # nobody shall wait for a stretch that failed
            job.clocks.append((part.start_s, clock))

    def _rows(self, part: Stretch, clock: Clock) -> Iterator[tuple[Picture, _Row]]:
        """The pictures of a stretch with what the models say of them."""
        model = self._model = self._model or PoseModel(self._job.options.model)
        counter = self._counter = self._counter or PeopleCounter()
        model.forget(part.warm_s)
        alone = part.start_s == 0 and part.stop_s == np.inf
        last_look = -1
        for picture in pictures(
            self._job.clip,
            start_s=part.warm_s,
            stop_s=part.stop_s,
            threads=0 if alone else 1,  # the other cores have their own stretch
            clock=clock,
        ):
            pose = model.pose(picture.rgb, picture.time_s, picture.size)
            look, last_look = last_look, int(picture.time_s * PEOPLE_LOOKS_HZ)
            if picture.time_s < part.start_s:
                continue
            people = np.nan
            if look != last_look:
                people = float(counter.people(picture.rgb, pose, picture.size))
            yield picture, _Row(picture.time_s, pose, people)


@dataclass(slots=True)
class _Row:
    time_s: float
    pose: Pose | None
    people: float
    dots: Array = field(default_factory=lambda: np.full((2, 2), np.nan))


def _compact(rows: list[_Row]) -> Iterator[_Chunk]:
    """The rows as chunks of at most `PUSH`; the list is emptied."""
    points = len(POSE_NAMES)
    for start in range(0, len(rows), PUSH):
        part = rows[start : start + PUSH]
        image = np.full((len(part), points, 4), np.nan, dtype=np.float32)
        world = np.full((len(part), points, 3), np.nan, dtype=np.float32)
        for i, row in enumerate(part):
            if row.pose is not None:
                image[i], world[i] = row.pose.image, row.pose.world
        yield _Chunk(
            np.array([row.time_s for row in part]),
            image,
            world,
            np.array([row.people for row in part]),
            np.array([row.dots for row in part]),
        )
    rows.clear()
