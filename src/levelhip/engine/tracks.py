"""Points of a body, from a camera or from markers, turned into signals on a uniform grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from levelhip.biomech.camera import Calibration, Calibrator, frontal_planes, frontal_xyz
from levelhip.biomech.dots import dot_line
from levelhip.biomech.filtering import FilterBank, low_pass_taps, second_derivative_taps
from levelhip.biomech.gates import Gatekeeper, Need
from levelhip.biomech.grid import Grid
from levelhip.biomech.loading import ACCELERATION_CUTOFF_HZ, dynamic_share, static_share
from levelhip.biomech.picture import PICTURE_SIGNALS, PictureSignals
from levelhip.biomech.segments import REQUIRED
from levelhip.biomech.standing import SIGNALS, StandingSignals
from levelhip.core import (
    DOT_NAMES,
    POSE_NAMES,
    Array,
    BadRecording,
    Frame,
    Person,
    Quality,
    Samples,
    Track,
)
from levelhip.engine.chunk import Chunk, Places
from levelhip.engine.completeness import marker_quality
from levelhip.engine.recorder import Recorder
from levelhip.engine.source import SourceInfo
from levelhip.protocols import View

SIGNAL_CUTOFF_HZ = 5.0
"""Low-pass of all signals: lifting a foot takes 0.2 s and more, the pose model jitters faster;
chosen by us."""

BLOCK = 2048
"""Samples worked on in one go, so that they stay in the processor's cache; chosen by us."""

DOTS_SEEN = 0.05
"""Part of the samples with both dots from which somebody is taken to wear them; chosen by us."""

_USED = frozenset(
    name
    for name in POSE_NAMES
    if name == "nose"
    or name.split("_", 1)[-1]
    in {"ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index"}
) | frozenset((*DOT_NAMES, "c7", "sternum"))

_IN_PICTURE = (
    "com_z_m",
    "left_foot_z_m",
    "right_foot_z_m",
    "com_across_m",
    "stance_width_m",
    "com_height_m",
    "trunk_lean_deg",
)
_WITH_DEPTH = (
    "com_x_m",
    "left_foot_x_m",
    "right_foot_x_m",
    "left_hip_abduction_deg",
    "right_hip_abduction_deg",
    "left_knee_flexion_deg",
    "right_knee_flexion_deg",
)
_LIFTS = ("foot_lift_m", "knee_lift_m")
# Along the axes of LAB: the line between the feet comes in only after the filter, so that feet that
# are badly placed for a moment do not count as acceleration of the body.
_ACCELERATED = ("com_z_m", "com_y_m", "com_x_m")
_ACCELERATIONS = ("sideways_m_s2", "upward_m_s2", "ahead_m_s2")
_OBLIQUITY = SIGNALS.index("pelvic_obliquity_deg")
_FEW = 4
_FEET = ("left_foot_x_m", "right_foot_x_m", "left_foot_z_m", "right_foot_z_m")

FOOT_UP_M = 0.06
"""With one ankle this much higher than the other only one foot stands, and the share is that of a
body at rest; chosen by us, as the end of a lift in the protocols."""

HAND_POINTS: tuple[str, ...] = tuple(
    f"{side}_{joint}"
    for joint in ("shoulder", "elbow", "wrist", "hip")
    for side in ("left", "right")
)
"""Points that tell whether hands rest on the hip bones; kept unfiltered beside the signals."""


class TrackStage:
    """From landmarks to signals, the same however the stream is cut.

    Columns of the recorder: those of `StandingSignals` that the source can give; `foot_lift_m` and
    `knee_lift_m`, left less right, ankle and knee height, less their difference in quiet standing;
    `sole_lift_m`, the same of the lowest point of each foot (markers); `pelvis_line_deg`, the slope
    of the pelvis by a route that may be believed (markers, dots); acceleration of the centre of
    mass. `load_share` is derived from these.

    Parameters
    ----------
    track : Track
        The first samples, for their names and frame.
    info : SourceInfo
        Of the recording.
    person : Person
        Whose body it is.
    view : View
        What the protocol asks of the picture.
    wants_track : bool
        Whether a finder wants the points themselves.
    places : sequence of str
        Points handed on as `Chunk.places`; nothing is kept of hands then.
    """

    def __init__(
        self,
        track: Track,
        info: SourceInfo,
        person: Person,
        view: View,
        *,
        wants_track: bool = False,
        places: Sequence[str] = (),
    ) -> None:
        self.calibration: Calibration | None = None
        self.is_camera = track.frame is Frame.IMAGE
        self._names, self._frame = track.names, track.frame
        used = [i for i, name in enumerate(track.names) if name in _USED]
        self._lacks = tuple(name for name in REQUIRED if name not in track.names)
        # What lacks stands as unknown, so that the rest can be measured.
        self._used = (*(track.names[i] for i in used), *self._lacks)
        self._axes = 2 if self.is_camera else 3
        self._columns = np.array([3 * i + axis for i in used for axis in range(self._axes)])
        self._layout = _Layout(self._used, is_camera=self.is_camera)
        self.recorder = Recorder(self._layout.names, {"load_share": self._layout.share})
        self.hands = Recorder([f"{name}_{axis}" for name in HAND_POINTS for axis in "yz"])
        self._hand_rows = None if places else self._layout.hand_rows
        self._places = np.array([track.names.index(name) for name in places], dtype=np.intp)
        self._picture = PictureSignals(self._used, person.sex) if self.is_camera else None
        self._signals = None if self.is_camera else StandingSignals(self._used, person.sex)
        self._grid = Grid(info.rate_hz, self._axes * len(self._used))
        self._bank = self._layout.bank(info.rate_hz)
        self._late_s = np.empty(0)
        self._wants_track = wants_track
        self._waiting: list[tuple[Array, Array, Array]] = []
        self._gatekeeper: Gatekeeper | None = None
        self._calibrator: Calibrator | None = None
        if self.is_camera:
            if info.image_size is None:
                raise BadRecording("image size: unknown; give the width and height of the picture")
            need = Need(view.standing, view.frontal, view.feet, still=view.still)
            self._gatekeeper = Gatekeeper(image_size=info.image_size, need=need)
            self._calibrator = Calibrator(
                image_size=info.image_size, height_m=person.height_m, wait_s=view.still_s
            )

    def push(self, samples: Samples) -> Iterator[Chunk]:
        """The signals that have become known.

        Parameters
        ----------
        samples : Samples
            With a track; other streams are not looked at.

        Yields
        ------
        Chunk
            At most a block each.
        """
        track = samples.track
        if track is None or not len(track):
            return
        if track.names != self._names or track.frame is not self._frame:
            raise BadRecording("track: its points change on the way; give each push the same names")
        for start in range(0, len(track), BLOCK):
            part = slice(start, start + BLOCK)
            people = None if samples.people is None else samples.people[part]
            times, confidence = track.time_s[part], track.confidence[part]
            yield from self._block(times, track.xyz[part], confidence, people)

    def _block(
        self, times: Array, xyz: Array, confidence: Array, people: Array | None
    ) -> Iterable[Chunk]:
        if self._gatekeeper is not None:
            self._gatekeeper.push(times, xyz, confidence, people)
        if self._calibrator is None or self.calibration is not None:
            return (self._known(times, xyz, confidence),)
        self._waiting.append((times, xyz, confidence))
        found = self._calibrator.push(Track(times, xyz, confidence, self._names, self._frame))
        return () if found is None else self._calibrated(found)

    def finish(self) -> Iterator[Chunk]:
        """The rows still held back when the stream ends.

        Yields
        ------
        Chunk
        """
        if self._calibrator is not None and self.calibration is None:
            found = self._calibrator.finish()
            if found is None:
                return
            yield from self._calibrated(found)
        grid_s, rows = self._grid.finish()
        yield self._filtered(grid_s, self._rows(grid_s, rows))
        known = self._bank.finish()[: self._late_s.size]
        self.recorder.append(self._late_s, known)
        yield Chunk(self._late_s, known)

    def abilities(self, *, at_end: bool) -> frozenset[str]:
        """What the recording can show."""
        able = {"sides", "hands"}
        if self.calibration is None or self.calibration.metric:
            able.add("height")
        if all(name in self._used for name in DOT_NAMES):
            seen = len(self.recorder) and np.isfinite(self.recorder.values("pelvis_line_deg"))
            if not at_end or np.mean(seen) > DOTS_SEEN:
                able |= {"dots", "pelvis"}
        if not self.is_camera:
            able.add("pelvis")
        return frozenset(able)

    def quality(self) -> Quality:
        """How far the picture, or the set of markers, can be trusted."""
        gate = self._gatekeeper
        return marker_quality(self._lacks) if gate is None else gate.quality(self.calibration)

    def _calibrated(self, found: Calibration) -> Iterator[Chunk]:
        self.calibration = found
        waiting, self._waiting = self._waiting, []
        if found.standing:
            times = np.concatenate([part[0] for part in waiting])
            still = (times >= found.from_s) & (times <= found.to_s)
            points = np.concatenate([part[1] for part in waiting])[still]
            self._layout.set_zero(frontal_xyz(points, found), self._names)
        if sum(len(part[0]) for part in waiting) <= BLOCK:
            times, xyz, confidence = (np.concatenate(each) for each in zip(*waiting, strict=True))
            waiting = [(times, xyz, confidence)]
        yield from (self._known(*part) for part in waiting)

    def _known(self, times: Array, xyz: Array, confidence: Array) -> Chunk:
        track = places = None
        if self._wants_track:
            lab = xyz if self.calibration is None else frontal_xyz(xyz, self.calibration)
            track = Track(times, lab, confidence, self._names, Frame.LAB)
        if self._places.size:
            some = xyz.take(self._places, axis=1)
            some = some if self.calibration is None else frontal_xyz(some, self.calibration)
            places = Places(times, some)
        flat = xyz.reshape(len(xyz), 3 * len(self._names))
        # Many rows are quicker with one long row for each coordinate in memory.
        rows = flat.take(self._columns, axis=1) if len(flat) <= _FEW else flat.T[self._columns].T
        if self._lacks:
            unknown = np.full((len(rows), self._axes * len(self._lacks)), np.nan)
            rows = np.concatenate((rows, unknown), axis=1)
        grid_s, rows = self._grid.push(times, rows)
        return self._filtered(grid_s, self._rows(grid_s, rows), track, places)

    def _rows(self, grid_s: Array, rows: Array) -> Array:
        """Signals of grid rows, before filtering."""
        if self._picture is not None:
            assert self.calibration is not None  # noqa: S101 -- a camera's rows wait for it
            planes = frontal_planes(rows, self.calibration)
            if self._hand_rows is not None:
                flat = planes.reshape(2 * len(self._used), len(rows))
                self.hands.append(grid_s, flat.take(self._hand_rows, axis=0).T)
            return self._layout.picture_rows(self._picture.rows(planes), planes)
        assert self._signals is not None  # noqa: S101 -- what is no camera has depth
        points = np.ascontiguousarray(rows).reshape(len(rows), len(self._used), 3)
        return self._layout.rows(self._signals.rows(points), points)

    def _filtered(
        self, grid_s: Array, rows: Array, track: Track | None = None, places: Places | None = None
    ) -> Chunk:
        late_s = np.concatenate((self._late_s, grid_s))
        known = self._bank.push(rows)
        self._late_s = late_s[len(known) :]
        self.recorder.append(late_s[: len(known)], known)
        return Chunk(late_s[: len(known)], known, track, places=places)


class _Layout:
    """Which signals are kept of a source, in which column, and how they are smoothed."""

    def __init__(self, used: Sequence[str], *, is_camera: bool) -> None:
        self._used = tuple(used)
        self._dots = is_camera and all(name in used for name in DOT_NAMES)
        self._dots_at = [used.index(name) for name in DOT_NAMES if self._dots]
        taken = _IN_PICTURE if is_camera else (*_IN_PICTURE, *_WITH_DEPTH)
        self._n_curves = 2 if is_camera else 3
        names = [*_ACCELERATIONS[: self._n_curves], *taken, *_LIFTS]
        self._pelvis_at = self._sole_at = -1
        if self._dots or not is_camera:
            self._pelvis_at = len(names)
            names.append("pelvis_line_deg")
        if not is_camera:
            self._sole_at = len(names)
            names.append("sole_lift_m")
        self.names = tuple(names)
        # The first columns become accelerations only in the filter.
        kept = (*_ACCELERATED[: self._n_curves], *taken)
        if is_camera:
            picture = [PICTURE_SIGNALS.index(name) for name in (*kept, *_LIFTS)]
            # The pelvis' line has a row of its own, which is overwritten.
            self._signals = np.array(picture + [0] * self._dots)
        else:
            self._signals = np.array([SIGNALS.index(name) for name in kept])
        self._first_lift = len(kept)
        self._left, self._right = (
            np.array([3 * used.index(f"{side}_{joint}") + 1 for joint in ("ankle", "knee")])
            for side in ("left", "right")
        )
        self._soles = [
            [
                3 * used.index(f"{side}_{joint}") + 1
                for joint in ("heel", "foot_index")
                if f"{side}_{joint}" in used
            ]
            or [3 * used.index(f"{side}_ankle") + 1]
            for side in ("left", "right")
        ]
        self._zero = np.zeros(len(_LIFTS))
        self._share_columns = [
            self.names.index(name)
            for name in (
                *("com_across_m", "stance_width_m", "com_height_m", "foot_lift_m"),
                *_ACCELERATIONS[:2],
            )
        ]
        self._axis_columns = [self.names.index(name) for name in _FEET if name in self.names]
        self.hand_rows: NDArray[np.intp] | None = None
        if is_camera and all(name in used for name in HAND_POINTS):
            self.hand_rows = np.array(
                [2 * used.index(name) + axis for name in HAND_POINTS for axis in (0, 1)]
            )

    def bank(self, rate_hz: float) -> FilterBank:
        """The filters of all columns."""
        smooth = low_pass_taps(rate_hz, cutoff_hz=SIGNAL_CUTOFF_HZ)
        curve = second_derivative_taps(rate_hz, cutoff_hz=ACCELERATION_CUTOFF_HZ)
        n_curves = self._n_curves
        return FilterBank([curve] * n_curves + [smooth] * (len(self.names) - n_curves))

    def set_zero(self, lab: Array, names: Sequence[str]) -> None:
        """Learn from quiet standing how much higher the left ankle and knee are in the picture."""
        higher = [
            lab[:, names.index(f"left_{joint}"), 1] - lab[:, names.index(f"right_{joint}"), 1]
            for joint in ("ankle", "knee")
        ]
        self._zero = np.array([float(np.nanmedian(each)) for each in higher])

    def rows(self, signals: Array, lab: Array) -> Array:
        """The kept columns of some rows with depth; each row depends on that row alone."""
        out = np.empty((len(signals), len(self.names)))
        first = self._first_lift
        flat = lab.reshape(len(lab), 3 * len(self._used))
        out[:, :first] = signals.take(self._signals, axis=1)
        higher = flat.take(self._left, axis=1) - flat.take(self._right, axis=1)
        out[:, first : first + len(_LIFTS)] = higher - self._zero
        out[:, self._pelvis_at] = signals[:, _OBLIQUITY]
        left, right = (np.minimum(flat[:, part[0]], flat[:, part[-1]]) for part in self._soles)
        out[:, self._sole_at] = left - right
        return out

    def picture_rows(self, signals: Array, planes: Array) -> Array:
        """The kept columns of some rows of a camera; each row depends on that row alone.

        Parameters
        ----------
        signals : (10, n)
            From `PictureSignals`.
        planes : (L, 2, n), m, LAB
            From `camera.frontal_planes`.
        """
        out = signals.take(self._signals, axis=0)
        out[self._first_lift : self._first_lift + len(_LIFTS)] -= self._zero[:, None]
        if self._dots:
            dots = planes[self._dots_at]
            out[self._pelvis_at] = np.nan
            if not np.isnan(dots).all():  # most wear none
                points = np.full((planes.shape[2], len(DOT_NAMES), 3), np.nan)
                points[:, :, 1:] = dots.transpose(2, 0, 1)
                out[self._pelvis_at] = dot_line(points, DOT_NAMES)
        return out.T

    def share(self, block: Array) -> Array:
        """Part of the weight on the left foot; that at rest where the acceleration is unknown."""
        across, width, height, lift, sideways, upward = (block[:, c] for c in self._share_columns)
        if self._n_curves == len(_ACCELERATIONS):
            left_x, right_x, left_z, right_z = (block[:, c] for c in self._axis_columns)
            apart_x, apart_z = right_x - left_x, right_z - left_z
            ahead = block[:, self.names.index(_ACCELERATIONS[2])]
            apart = np.sqrt(apart_x * apart_x + apart_z * apart_z)
            sideways = (ahead * apart_x + sideways * apart_z) / apart
        moving = dynamic_share(across, width, height, sideways, upward)
        at_rest = np.isnan(moving) | (np.abs(lift) > FOOT_UP_M)
        return np.where(at_rest, static_share(across, width), moving)
