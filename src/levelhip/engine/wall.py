"""The wall drop from a camera, with or without dots, or from markers.

The points go through `TrackStage`; beside its signals stand those of `biomech.wall`, which know the
person's own level and touch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from levelhip.biomech.camera import Calibration
from levelhip.biomech.filtering import FilterBank, low_pass_taps
from levelhip.biomech.grid import Grid
from levelhip.biomech.wall import WALL_INPUTS, WALL_SIGNALS, WallSignals
from levelhip.biomech.wall_reps import WallRepFinder, WallRows
from levelhip.core import Array, Event, Quality, Reason, Samples
from levelhip.engine.chunk import Chunk
from levelhip.engine.recorder import Recorder
from levelhip.engine.source import SourceInfo
from levelhip.engine.tracks import TrackStage
from levelhip.protocols import EventRule, Source

if TYPE_CHECKING:
    from levelhip.engine.stages import Setting

WALL_SETTINGS = tuple(each.name for each in fields(WallRepFinder))
"""Settings of the finder that a protocol may give."""

_GRAVITY = ("ok", "poor", "refused")

HIP_CUTOFF_HZ = 2.5
"""Low-pass of the hips' heights in a picture, where their jitter is a fifth of a drop: dropping and
driving take half a second and more; chosen by us."""

BESIDE = ("hip_lift_m", "left_reach_m", "right_reach_m")
_POINTS = tuple(
    f"{side}_{joint}" for side in ("left", "right") for joint in ("hip", "knee", "ankle")
)

_PAIRS = (
    (("left_hip", 1), ("right_hip", 1)),
    (("right_ankle", 2), ("left_knee", 2)),
    (("right_knee", 2), ("left_ankle", 2)),
)
"""The coordinates, LAB, whose difference is each of `BESIDE`."""

NOTES = {
    "level-by-still": "Level is how the hips stood still with the knee up before the first "
    "repetition: hold them level there for two seconds.",
    "level-by-middle": "Nobody stood still with the knee up before the first repetition, so the "
    "middle of what was done is taken for level: begin with two seconds of level hips.",
    "touch-unclear": "In the pose at the wall the hip was hardly higher than level, so the highest "
    "repetitions are taken for the touch: drive the hip up until the leg touches.",
    "touch-by-tops": "Nobody showed the touch beforehand, so the middle of the highest points is "
    "taken for it: whether all of them missed the wall cannot be told. A first drive without a "
    "drop may count as a shallow repetition.",
}
"""What was assumed, in words."""


class WallStage:
    """From points to the signals of the wall drop, the same however the stream is cut.

    Columns of the recorder: those of `TrackStage`, then `biomech.wall.WALL_SIGNALS`.

    Parameters
    ----------
    setting : Setting
        With a track in its first samples.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._qualities: list[Quality] = []
        self._inner, self._beside = self._fresh()
        self._n_inner = len(self._inner.recorder.names)
        names = self._inner.recorder.names
        inputs = [names.index(name) if name in names else -1 for name in WALL_INPUTS]
        self._inputs = np.maximum(inputs, 0)
        self._unknown = [i for i, column in enumerate(inputs) if column < 0]
        self._signals = WallSignals(is_plumb=setting.source == "markers", side=setting.info.side)
        # Of the inner stage, until the level is known.
        self._rows = np.empty((0, self._n_inner))
        self._own = [WALL_INPUTS.index(name) for name in BESIDE]
        self._is_camera = setting.source == "camera"
        self.recorder = Recorder([*names, *WALL_SIGNALS])
        self._begun = False
        self._sets = 0  # what came before the first of them was not yet the exercise
        self._shown = False  # whether the touch was marked

    @property
    def calibration(self) -> Calibration | None:
        """Of the camera; None without one, or before it is known."""
        return self._inner.calibration

    @property
    def hands(self) -> None:
        """Nothing is asked of the hands here."""
        return

    def push(self, samples: Samples) -> Iterator[Chunk]:
        """The signals that have become known.

        Parameters
        ----------
        samples : Samples
            With a track; its marks are heeded at their own time.

        Yields
        ------
        Chunk
        """
        for mark in samples.marks:
            self._shown |= mark.name == "pose-touch"
            if mark.name == "set" and self._begun:
                # The person has turned round to the other leg: the picture is learned anew.
                before, samples = samples.until(mark.time_s)
                yield from self._pushed(before)
                yield from self._finished()
                if self._sets:
                    self._qualities.append(self._inner.quality())
                self._inner, self._beside = self._fresh()
                self._begun = False
            self._sets += mark.name == "set"
            self._signals.mark((mark,))
        yield from self._pushed(samples)

    def finish(self) -> Iterator[Chunk]:
        """The signals still held back when the stream ends.

        Yields
        ------
        Chunk
        """
        yield from self._finished()
        yield from self._told(*self._signals.finish())

    def quality(self) -> Quality:
        """How far the samples can be trusted, and what was assumed."""
        each = [*self._qualities, self._inner.quality()]
        state = max((quality.state for quality in each), key=_GRAVITY.index)
        reasons = {reason.code: reason for quality in each for reason in quality.reasons}
        if state != "refused":
            notes = dict(self._signals.notes)
            if not self._shown:
                notes["touch-by-tops"] = None
            reasons |= {code: Reason(code, NOTES[code]) for code in notes}
        return Quality(state, tuple(reasons.values()))

    def abilities(self, *, at_end: bool) -> frozenset[str]:
        """What the recording can show."""
        return self._inner.abilities(at_end=at_end) - {"hands"}

    def _fresh(self) -> tuple[TrackStage, _Beside]:
        setting = self._setting
        track = setting.first.track
        assert track is not None  # noqa: S101 -- the source is a camera or markers
        places = [name for name in _POINTS if name in track.names]
        inner = TrackStage(
            track, setting.info, setting.person, setting.protocol.view, places=places
        )
        return inner, _Beside(places, setting.info)

    def _pushed(self, samples: Samples) -> Iterator[Chunk]:
        if samples.track is None or not len(samples.track):
            return
        self._begun = True
        for chunk in self._inner.push(samples):
            yield from self._widened(chunk)

    def _finished(self) -> Iterator[Chunk]:
        for chunk in self._inner.finish():
            yield from self._widened(chunk)
        self._beside.finish()
        yield from self._widened(Chunk(np.empty(0), np.empty((0, self._n_inner))))

    def _widened(self, chunk: Chunk) -> Iterator[Chunk]:
        """A chunk of the standing signals, with those of the wall as far as they are known."""
        time_s, rows, beside = self._beside.of(chunk)
        if not len(time_s):
            return
        inputs = rows.take(self._inputs, axis=1)
        inputs[:, self._unknown] = np.nan
        inputs[:, self._own] = beside
        if not self._is_camera:
            inputs[:, 0] = np.nan  # the slope of the pelvis tells more
        self._rows = np.concatenate((self._rows, rows)) if len(self._rows) else rows
        yield from self._told(*self._signals.push(time_s, inputs))

    def _told(self, time_s: Array, wall: Array) -> Iterator[Chunk]:
        if not len(time_s):
            return
        whole = np.concatenate((self._rows[: len(time_s)], wall), axis=1)
        self._rows = self._rows[len(time_s) :]
        self.recorder.append(time_s, whole)
        yield Chunk(time_s, whole)


class _Beside:
    """Signals of the wall that the standing tests do not have, on the grid of the others."""

    def __init__(self, places: Sequence[str], info: SourceInfo) -> None:
        # Each signal is one coordinate less another.
        self._unknown = [
            i for i, pair in enumerate(_PAIRS) if not all(name in places for name, _ in pair)
        ]
        self._first, self._second = (
            np.array(
                [
                    3 * places.index(pair[k][0]) + pair[k][1] if i not in self._unknown else 0
                    for i, pair in enumerate(_PAIRS)
                ]
            )
            for k in (0, 1)
        )
        smooth = low_pass_taps(info.rate_hz, cutoff_hz=HIP_CUTOFF_HZ)
        self._grid = Grid(info.rate_hz, len(BESIDE))
        self._bank = FilterBank([smooth] * len(BESIDE))
        self._known = np.empty((0, len(BESIDE)))
        self._times = np.empty(0)
        self._rows: Array | None = None

    def of(self, chunk: Chunk) -> tuple[Array, Array, Array]:
        """Times (n,), rows (n, C) and the signals beside them (n, 3) as far as both are known."""
        if chunk.places is not None:
            _, found = self._grid.push(chunk.places.time_s, self._signals(chunk.places.xyz))
            self._add(self._bank.push(found))
        if self._rows is not None and len(self._rows):
            self._times = np.concatenate((self._times, chunk.time_s))
            self._rows = np.concatenate((self._rows, chunk.rows))
        else:
            self._times, self._rows = chunk.time_s, chunk.rows
        count = min(len(self._times), len(self._known))
        known = self._times[:count], self._rows[:count], self._known[:count]
        self._times, self._rows = self._times[count:], self._rows[count:]
        self._known = self._known[count:]
        return known

    def finish(self) -> None:
        """The signals still held back when the stream ends."""
        _, found = self._grid.finish()
        self._add(self._bank.push(found))
        self._add(self._bank.finish())

    def _signals(self, xyz: Array) -> Array:
        flat = xyz.reshape(len(xyz), -1)
        out = flat.take(self._first, axis=1) - flat.take(self._second, axis=1)
        out[:, self._unknown] = np.nan
        return out

    def _add(self, rows: Array) -> None:
        self._known = np.concatenate((self._known, rows)) if len(self._known) else rows


class WallReps:
    """Repetitions of the wall drop.

    Parameters
    ----------
    rule : EventRule
        Its signal is what is looked at (height of the wall-side hip above level), its settings
        those of `WallRepFinder`; `shallow_deg` and `learn` may differ from source to source.
    recorder : Recorder
        Columns of `WALL_SIGNALS` that it lacks count as unknown.
    """

    def __init__(self, rule: EventRule, _: Source, recorder: Recorder, __: float) -> None:
        self._stream = WallRepFinder(**rule.settings).stream()
        touch = "touch_hip_m" if rule.signal == "free_hip_m" else "touch_deg"
        wanted = (
            rule.signal,
            "pelvic_hike_deg",
            touch,
            "stance_lean_deg",
            "stance_bend_deg",
            "wall_reach_m",
            "touch_reach_m",
            "wall_side",
        )
        self._columns = np.array([recorder.column.get(name, 0) for name in wanted])
        self._unknown = [i for i, name in enumerate(wanted) if name not in recorder.column]

    @property
    def running(self) -> tuple[Event, ...]:
        """The repetition that has begun and not ended."""
        return self._stream.running

    def push(self, chunk: Chunk) -> tuple[Event, ...]:
        """The repetitions that have become certain."""
        table = chunk.rows.take(self._columns, axis=1)
        if self._unknown:
            table[:, self._unknown] = np.nan
        return self._stream.push(chunk.time_s, WallRows(*table.T))

    def finish(self) -> tuple[Event, ...]:
        """Those still held back when the stream ends."""
        return self._stream.finish()
