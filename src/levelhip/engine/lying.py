"""Somebody who lies on the side, from a camera or from markers: the angles of the upper leg."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from levelhip.biomech import lying
from levelhip.biomech.filtering import FilterBank, low_pass_taps
from levelhip.biomech.gates import Gatekeeper, Need
from levelhip.biomech.grid import Grid
from levelhip.biomech.leg_reps import ASKED, LEG_COLUMNS
from levelhip.core import (
    Array,
    BadRecording,
    Frame,
    Mark,
    Quality,
    Reason,
    Samples,
    Side,
    Track,
    phrase,
)
from levelhip.engine.chunk import Chunk
from levelhip.engine.completeness import in_words
from levelhip.engine.poses import ASKED_BY_MARK
from levelhip.engine.recorder import Recorder
from levelhip.engine.tracks import BLOCK, SIGNAL_CUTOFF_HZ

if TYPE_CHECKING:
    from levelhip.engine.stages import Setting

CAMERA_COLUMNS: tuple[str, ...] = (
    "hip_abduction_deg",
    "toe_side_deg",
    "hip_abduction_sd_deg",
    "toe_side_sd_deg",
    "working_side",
    "asked",
)
"""Columns of the recorder from a camera; `toe_side_deg` only tells up from down."""

MARKER_COLUMNS = LEG_COLUMNS
"""Columns of the recorder from markers."""

SETTLED_S = 0.5
"""After the mark of a pose the leg still moves for so long (docs/formats.md)."""

LINE_DEG = 12.0
"""The leg in line reads at most so far from zero; chosen by us: more is another pose."""

ROLLED_S = 2.0
"""When the other side has been on top for so long, the person has rolled over; before, a pose model
has mixed up left and right; chosen by us: nobody rolls over faster."""

FEW = 0.02
"""Part of the samples below which a mix-up of left and right is not told; chosen by us."""

MOST = 0.5
"""Part of the samples from which something holds for the recording; chosen by us."""

_SIDES = {Side.LEFT: -1.0, Side.RIGHT: 1.0}
_OF_SIGN = {-1.0: Side.LEFT, 1.0: Side.RIGHT}


class LyingStage:
    """From points to the angles of the upper leg, the same however the stream is cut.

    The working leg is the one on top; a mark "set" names it where left and right might be mixed up.
    The pose between "pose-line" and "pose-end" becomes zero of the abduction from a camera.

    Parameters
    ----------
    setting : Setting
        With a track in its first samples.
    """

    calibration = None
    hands = None

    def __init__(self, setting: Setting) -> None:
        track, info = setting.first.track, setting.info
        assert track is not None  # noqa: S101 -- the source is a camera or markers
        self.is_camera = track.frame is Frame.IMAGE
        self._names, self._frame = track.names, track.frame
        self._has, self._at = lying.lying_points(track.names)
        self._world: tuple[tuple[str, ...], list[int], list[int]] | None = None
        needed = lying.CAMERA_POINTS[: 6 if not self.is_camera else 8]
        self._lacks = tuple(name for name in needed if name not in track.names)
        self.recorder = Recorder(CAMERA_COLUMNS if self.is_camera else MARKER_COLUMNS)
        n_points = len(lying.CAMERA_POINTS)
        self._grid = Grid(info.rate_hz, n_points * (5 if self.is_camera else 3))
        smooth, plain = low_pass_taps(info.rate_hz, cutoff_hz=SIGNAL_CUTOFF_HZ), np.ones(1)
        n_signals = sum("_sd_" not in name for name in self.recorder.names) - 2
        n_rest = len(self.recorder.names) - n_signals
        self._bank = FilterBank([smooth] * n_signals + [plain] * n_rest)
        self._late_s = np.empty(0)
        self._marks: deque[Mark] = deque()
        self._asked = ASKED["anything"]
        self._said: Side | None = info.side
        self._sign = self._other_s = np.nan
        self._pose_s = np.inf
        self._pose: list[Array] = []
        self._zero_deg = 0.0
        self._off_line = False
        self._told = {"rows": 0, "on side": 0, "front": 0, "other side": 0}
        self._gatekeeper: Gatekeeper | None = None
        if self.is_camera:
            if info.image_size is None:
                raise BadRecording("image size: unknown; give the width and height of the picture")
            view = setting.protocol.view
            need = Need(standing=False, frontal=False, feet=view.feet, lying=True)
            self._gatekeeper = Gatekeeper(image_size=info.image_size, need=need)

    def push(self, samples: Samples) -> Iterator[Chunk]:
        """The signals that have become known.

        Parameters
        ----------
        samples : Samples
            With a track, from a camera with the pose model's metric landmarks beside it where
            there are any; marks are heeded at their own time.

        Yields
        ------
        Chunk
            At most a block each.
        """
        self._marks.extend(samples.marks)
        track = samples.track
        if track is None or not len(track):
            return
        if track.names != self._names or track.frame is not self._frame:
            raise BadRecording("track: its points change on the way; give each push the same names")
        for start in range(0, len(track), BLOCK):
            part = slice(start, min(start + BLOCK, len(track)))
            if self._gatekeeper is not None:
                people = None if samples.people is None else samples.people[part]
                self._gatekeeper.push(
                    track.time_s[part], track.xyz[part], track.confidence[part], people
                )
            rows = self._points(track, samples.world, part)
            yield self._filtered(*self._grid.push(track.time_s[part], rows))

    def finish(self) -> Iterator[Chunk]:
        """The signals still held back when the stream ends.

        Yields
        ------
        Chunk
        """
        yield self._filtered(*self._grid.finish())
        yield self._recorded(self._late_s, self._bank.finish()[: self._late_s.size])

    def abilities(self, *, at_end: bool) -> frozenset[str]:
        """What the recording can show; the same throughout."""
        del at_end
        return frozenset({"sides"} if self.is_camera else {"sides", "pelvis", "height"})

    def quality(self) -> Quality:
        """How far the samples can be trusted."""
        if self._gatekeeper is not None:
            return self._with_notes(self._gatekeeper.quality())
        if self._lacks:
            said = phrase(
                "The recording has no {listed}; shoulders, hips and knees are needed: map the "
                "markers.",
                listed=in_words(self._lacks),
            )
            return Quality("refused", (Reason.of("points-missing", said),))
        if self._told["on side"] < MOST * self._told["rows"] or not self._told["rows"]:
            text = "The person does not lie on the side: lie on the side, one hip above the other."
            return Quality("refused", (Reason("not-on-side", text),))
        return self._with_notes(Quality())

    def _with_notes(self, quality: Quality) -> Quality:
        if quality.state == "refused":
            return quality
        told, notes = self._told, []
        if self.is_camera and told["front"] < MOST * told["on side"]:
            text = (
                "The camera looks at the back of the person; how far it may be off was found from "
                "the front: put the camera in front where there is room."
            )
            notes.append(Reason("seen-from-behind", text))
        if told["other side"] > MOST * told["on side"]:
            text = (
                "The other leg than the one that was announced seems to be on top; the announced "
                "side is kept. Lie on the other side if it was not meant."
            )
            notes.append(Reason("other-leg-on-top", text))
        elif told["other side"] > FEW * told["on side"]:
            text = (
                "Left and right were mixed up in some of the pictures; the side that was on top "
                "before was kept."
            )
            notes.append(Reason("sides-mixed-up", text))
        if self._off_line:
            text = (
                "In the pose with the leg in line the leg was not in line, so it was not taken for "
                "zero: hold the top leg level, straight on from the body."
            )
            notes.append(Reason("pose-not-in-line", text))
        if not notes:
            return quality
        return Quality("poor", (*quality.reasons, *notes))

    def _points(self, track: Track, world: Track | None, part: slice) -> Array:
        """The points that are looked at, one row a sample; NaN for what the source lacks."""
        n_rows = part.stop - part.start
        axes = 2 if self.is_camera else 3
        out = np.full((n_rows, len(lying.CAMERA_POINTS), axes + 3 * self.is_camera), np.nan)
        out[:, self._has, :axes] = track.xyz[part, self._at, :axes]
        if self.is_camera and world is not None and len(world) == len(track):
            if self._world is None or self._world[0] != world.names:
                self._world = (world.names, *lying.lying_points(world.names))
            _, has, at = self._world
            out[:, has, axes:] = world.xyz[part, at]
        return out.reshape(n_rows, -1)

    def _filtered(self, grid_s: Array, rows: Array) -> Chunk:
        signals = self._signals(grid_s, rows)
        late_s = np.concatenate((self._late_s, grid_s))
        known = self._bank.push(signals)
        self._late_s = late_s[len(known) :]
        return self._recorded(late_s[: len(known)], known)

    def _recorded(self, times: Array, rows: Array) -> Chunk:
        self.recorder.append(times, rows)
        return Chunk(times, rows)

    def _signals(self, grid_s: Array, rows: Array) -> Array:
        """Signals of grid rows before filtering, in stretches between marks."""
        out = np.full((len(grid_s), len(self.recorder.names)), np.nan)
        if not len(grid_s):
            return out
        points = rows.reshape(len(rows), len(lying.CAMERA_POINTS), -1)
        top = self._measured(points, out)
        start = 0
        while start < len(grid_s):
            while self._marks and self._marks[0].time_s <= grid_s[start]:
                self._heed(self._marks.popleft())
            stop = len(grid_s)
            if self._marks:
                stop = max(int(np.searchsorted(grid_s, self._marks[0].time_s)), start + 1)
            part = slice(start, stop)
            if self._pose_s < np.inf:
                self._pose.append(out[part, 0][grid_s[part] >= self._pose_s + SETTLED_S])
            out[part, 0] -= self._zero_deg
            out[part, -2] = self._sided(grid_s[part], top[part])
            out[part, -1] = self._asked
            start = stop
        return out

    def _sided(self, time_s: Array, top: Array) -> Array:
        """The working side, (n,): the announced one, or the one that has been on top for long."""
        if self._said is not None:
            sign = _SIDES[self._said]
            self._told["other side"] += int(np.count_nonzero(top == -sign))
            return np.where(np.isnan(top), np.nan, sign)
        out = top.copy()
        if not (top == -self._sign).any() and self._sign == self._sign:
            if (top == self._sign).any():
                self._other_s = np.nan
            return out
        for i, (t, sign) in enumerate(zip(time_s.tolist(), top.tolist(), strict=True)):
            if sign != sign:
                continue
            if self._sign != self._sign or t - self._other_s >= ROLLED_S:
                self._sign, self._other_s = sign, np.nan
            if sign == self._sign:
                self._other_s = np.nan
            else:
                self._told["other side"] += 1
                if self._other_s != self._other_s:
                    self._other_s = t
            out[i] = self._sign
        return out

    def _measured(self, points: Array, out: Array) -> Array:
        """Fill in the angles of the leg on top; which side that is (1 right, -1 left, NaN)."""
        self._told["rows"] += len(points)
        if self.is_camera:
            placed = lying.placement(points[..., :2])
            top = placed.top
            self._told["front"] += int(np.count_nonzero(placed.front > 0))
        else:
            top = lying.marker_top(points)
        self._told["on side"] += int(np.count_nonzero(np.isfinite(top)))
        angles = self._picture if self.is_camera else self._lab
        for sign, side in _OF_SIGN.items():
            own = top == sign
            n_own = int(np.count_nonzero(own))
            if n_own == len(own):
                out[:, :-2] = angles(points, side)
            elif n_own:
                out[own, :-2] = angles(points[own], side)
        return top

    def _picture(self, points: Array, side: Side) -> Array:
        model = lying.model_abduction(points[..., 2:], side)
        out = np.empty((len(points), 4))
        out[:, 0], out[:, 2] = model, lying.MODEL_SD_DEG
        unknown = np.isnan(model)
        if unknown.any():
            out[unknown, 0] = lying.picture_abduction(points[unknown, :, :2], side)
            out[unknown, 2] = lying.PICTURE_SD_DEG
        out[:, 1], out[:, 3] = lying.toe_side(points[..., :2], side), lying.TOE_SD_DEG
        return out

    def _lab(self, points: Array, side: Side) -> Array:
        sds = (
            lying.MARKER_ABDUCTION_SD_DEG,
            lying.MARKER_EXTENSION_SD_DEG,
            lying.MARKER_TOE_SD_DEG,
        )
        spreads = [np.full(len(points), sd) for sd in sds]
        return np.column_stack((*lying.marker_signals(points, side), *spreads))

    def _heed(self, mark: Mark) -> None:
        if mark.name == "tap":
            return
        if self._pose_s < np.inf:
            self._end_pose()
        if mark.name == "set" and mark.side in _SIDES:
            if mark.side is not self._said:
                self._zero_deg = 0.0
            self._said = mark.side
        if mark.name == "pose-line" and self.is_camera:
            self._pose_s = mark.time_s
            # Its own reading is wanted, not what is left of it after the last zero.
            self._zero_deg = 0.0
        if mark.name in ASKED_BY_MARK:
            self._asked = ASKED[ASKED_BY_MARK[mark.name]]

    def _end_pose(self) -> None:
        values = np.concatenate(self._pose) if self._pose else np.empty(0)
        self._pose, self._pose_s = [], np.inf
        values = values[np.isfinite(values)]
        if not values.size:
            return
        ordered = sorted(values.tolist())
        line = ordered[len(ordered) // 2]
        self._off_line = abs(line) > LINE_DEG
        self._zero_deg = 0.0 if self._off_line else line
