"""A phone on the upper thigh of a person lying on the side: the three angles of the hip."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator

import numpy as np

from levelhip.biomech.leg_reps import ASKED, LEG_COLUMNS
from levelhip.biomech.lift_path import LiftPath, came_late
from levelhip.biomech.orientation import AttitudeStream
from levelhip.biomech.thigh import (
    SKIN_SD_DEG,
    STANDING_SD_DEG,
    SURE_DEG,
    HeadingError,
    ThighAxes,
    across,
    angle_between,
    heading,
    lying_angles,
    thigh_axes,
    turned_back,
    worn_along,
)
from levelhip.core import Array, Mark, Quality, Reason, Samples, Side, phrase
from levelhip.engine.chunk import Chunk
from levelhip.engine.poses import ASKED_BY_MARK, Pose, Poses, Row, rows_of
from levelhip.engine.recorder import Recorder
from levelhip.engine.source import SourceInfo
from levelhip.engine.thigh_words import FAULTS, NOTES, SLIPPED

LOCATION = "thigh"

COLUMNS: tuple[str, ...] = LEG_COLUMNS
"""Columns of the recorder: the working leg's angles with their standard uncertainties, which side
works and what is asked for."""

NOTHING = (math.nan,) * 6  # the angles and their uncertainties

LINE_SD_DEG = 0.5
"""Standard uncertainty of the heading of a pose held for seconds; chosen by us."""

RESTING_DEG = (8.0, 8.0, 8.0)
"""A rest counts as in line up to so much abduction, extension and toe turn; chosen by us: more is a
leg that lies elsewhere."""

SLIPPED_DEG = 15.0
"""A rest this far from the line, with the leg down, is a phone that slipped; chosen by us."""

PAUSE_S = 0.6
PAUSE_DEG = 1.0
"""A leg that moves by less than this for so long between repetitions has come to rest; chosen by
us: where it only turns round, a smooth movement stays within a degree for 0.3 s."""

BACK_DEG = 3.0
"""In the pose with the leg back it is at least so far back; chosen by us: less is no pose."""

CALM_SD_DEG = 4.0
"""Rows less sure of up than this do not tell how the phone is worn; chosen by us: without a
gyroscope a kick of the leg passes for ten degrees."""

UPS_EVERY_S = 0.1  # a lift takes a second; chosen by us

LOST_S = 2.0
LOST_SD_DEG = 4.0
"""For so long after missing samples gravity is so unsure: the filter begins anew with the leg
moving. Chosen by us: 0.7 m/s2 of a moving leg for gravity."""

_UNKNOWN = [math.nan] * 3
_SKIN = tuple(SKIN_SD_DEG[name] for name in ("abduction", "extension", "toe"))


class ThighStage:
    """From the phone's motion to the angles of the hip, the same however the stream is cut.

    The line pose (marks "pose-line" to "pose-end", or the first still stretch) is zero of all
    three. Rows wait from there until the first lift has shown how the phone is worn.

    Parameters
    ----------
    info : SourceInfo
        Of the recording.
    location : str
        Where the phone said it was worn.
    """

    calibration = None
    hands = None

    def __init__(self, info: SourceInfo, location: str) -> None:
        self.recorder = Recorder(COLUMNS)
        self._location = info.location or location
        self._attitude = AttitudeStream(info.rate_hz, limb=True)
        self._period_s = 1.0 / info.rate_hz
        self._side = info.side
        self._asked = "anything"
        self._marks: deque[Mark] = deque()
        self._poses = Poses(info.rate_hz)
        self._line: Pose | None = None
        self._standing: Array | None = None
        self._axes: ThighAxes | None = None
        self._line_heading = math.nan
        self._headed: tuple[Pose, list[float], float] | None = None  # line, across it, its heading
        self._error = HeadingError(math.inf)
        self._waiting: list[Row | Mark | Pose] = []
        self._path = LiftPath()
        self._gyroscope: bool | None = None
        self._lost_s = -math.inf
        self._measured: list[tuple[float, ...]] = []
        self._ends: list[float] = []
        self._pause: deque[tuple[float, float, float]] = deque(
            maxlen=max(2, round(PAUSE_S * info.rate_hz))
        )
        self._paused = False
        self._notes: dict[str, None] = {}
        self._is_crosswise = False
        self._slips: list[float] = []
        self._assumed: Pose | None = None  # the still stretch that was taken for the line
        self._ups: list[tuple[float, list[float]]] = []  # ten a second
        self._is_late = False

    def push(self, samples: Samples) -> Iterator[Chunk]:
        """The signals that have become known.

        Parameters
        ----------
        samples : Samples
            With a motion, or marks; other streams are not looked at.

        Yields
        ------
        Chunk
        """
        if self._location != LOCATION:
            return
        self._marks.extend(samples.marks)
        motion = samples.motion
        if motion is None or not len(motion):
            return
        if self._gyroscope is None:
            self._gyroscope = not bool(np.isnan(motion.rotation[0]).any())
            self._poses.gyroscope = self._gyroscope
        for row in rows_of(self._attitude.push(motion)):
            self._take(row)
        yield from self._known()

    def finish(self) -> Iterator[Chunk]:
        """The rows still held back when the stream ends.

        Yields
        ------
        Chunk
        """
        if self._location != LOCATION:
            return
        for row in rows_of(self._attitude.finish()):
            self._take(row)
        if self._line is not None and self._axes is None:
            self._decide()
        if self._assumed is not None:
            self._is_late = came_late(self._assumed.up, self._assumed.end_s, self._ups)
        yield from self._known()

    def abilities(self, *, at_end: bool) -> frozenset[str]:
        """What the recording can show: extension only with a gyroscope."""
        del at_end
        return frozenset({"height", "sides", *(("gyroscope",) if self._gyroscope else ())})

    def quality(self) -> Quality:
        """Whether the phone was on the thigh, the side was said and the line was found."""
        fault = ""
        if self._location != LOCATION:
            fault = "not-on-thigh"
        elif self._side not in (Side.LEFT, Side.RIGHT):
            fault = "no-side-said"
        elif self._line is None and not self._measured_any:
            fault = "no-line-pose"
        elif self._is_late:
            fault = "line-late"
        elif self._is_crosswise:
            fault = "worn-crosswise"
        if fault:
            said = phrase(FAULTS[fault], location=str(self._location))
            return Quality("refused", (Reason.of(fault, said),))
        reasons = [
            Reason.of(code, phrase(NOTES[code], side=self._side or Side.BOTH))
            for code in self._notes
        ]
        reasons += [Reason("phone-slipped", SLIPPED, at_s, at_s) for at_s in self._slips]
        return Quality("poor" if self._slips else "ok", tuple(reasons))

    @property
    def _measured_any(self) -> bool:
        return bool(len(self.recorder)) and bool(
            np.isfinite(self.recorder.values(COLUMNS[0])).any()
        )

    def _known(self) -> Iterator[Chunk]:
        if not self._measured:
            return
        table = np.array(self._measured)
        self._measured = []
        times, rows = table[:, 0].copy(), table[:, 1:].copy()
        self.recorder.append(times, rows)
        yield Chunk(times, rows)

    # The way of a row: its marks first, then the poses that it ends, then itself.

    def _take(self, row: Row) -> None:
        while self._marks and self._marks[0].time_s <= row.time_s:
            mark = self._marks.popleft()
            ended = self._poses.marked(mark)
            if ended is not None:
                self._pose(ended)
            self._mark(mark)
        self._row(row)
        found = self._poses.push(row)
        if found is not None:
            self._pose(found)

    def _mark(self, mark: Mark) -> None:
        if mark.name in ASKED_BY_MARK:
            if self._line is not None and self._axes is None:
                self._waiting.append(mark)
            else:
                self._asked = ASKED_BY_MARK[mark.name]
        if mark.name == "set" and mark.side is not Side.BOTH:
            if self._line is not None and self._axes is None:
                self._decide()
            self._side = mark.side
            self._line = self._axes = None
        elif mark.name in ("hold", "pose-line") and self._line is not None and self._axes is None:
            self._decide()

    def _row(self, row: Row) -> None:
        if not self._ups or row.time_s - self._ups[-1][0] >= UPS_EVERY_S:
            self._ups.append((row.time_s, row.up))
        if self._line is None:
            self._tell(row.time_s, NOTHING)
        elif self._axes is None:
            self._waiting.append(row)
            calm = row.sd_deg <= CALM_SD_DEG
            if self._path.push(row.up if calm else _UNKNOWN, self._turned(row)):
                self._decide()
        else:
            self._tell(row.time_s, self._angles(row))

    def _tell(self, time_s: float, angles: tuple[float, ...]) -> None:
        way = {Side.LEFT: -1.0, Side.RIGHT: 1.0}.get(self._side or Side.BOTH, math.nan)
        self._measured.append((time_s, *angles, way, ASKED[self._asked]))

    def _pose(self, pose: Pose) -> None:
        if pose.name == "level":
            self._standing = pose.up
        elif self._side not in (Side.LEFT, Side.RIGHT):
            return
        elif self._line is None:
            self._begin(pose)
        elif self._axes is None:
            self._waiting.append(pose)
        else:
            self._seen(pose)

    def _begin(self, pose: Pose) -> None:
        """The leg is in line: from here on the way that it takes is looked at."""
        if pose.name not in ("line", "still"):
            return
        if pose.name == "still":
            self._notes["line-assumed"] = None
            self._assumed = self._assumed or pose
        self._line, self._axes = pose, None
        self._path = LiftPath(pose.up, sees_turns=pose.turn is not None)
        if pose.turn is None:
            self._notes["no-gyroscope"] = None

    def _turned(self, row: Row) -> float:
        """How far the thigh has turned about the vertical since the line, either way."""
        assert self._line is not None  # noqa: S101 -- rows wait only after the line
        if row.turn is None or self._line.turn is None:
            return 0.0
        if self._headed is None or self._headed[0] is not self._line:
            level = across(self._line.up).tolist()
            self._headed = self._line, level, heading(self._line.turn, level)
        _, level, then = self._headed
        return abs((heading(row.turn, level) - then + 180.0) % 360.0 - 180.0)

    def _decide(self) -> None:
        """Settle how the phone is worn, and measure what has waited for that."""
        assert self._line is not None  # noqa: S101 -- callers look first
        worn = worn_along(self._line.up, self._path.direction)
        if self._standing is not None and angle_between(self._standing, self._line.up) > 45.0:
            worn = -self._standing, STANDING_SD_DEG
        if worn is None:
            worn = across(self._line.up), 90.0
            self._is_crosswise = True
        elif worn[1] > STANDING_SD_DEG and self._path.direction is not None:
            off = angle_between(worn[0], np.array([0.0, -1.0, 0.0]))
            if off > 90.0:
                self._notes["worn-otherwise"] = None
        self._settle(self._line, worn[0], worn[1])
        waiting, self._waiting = self._waiting, []
        for item in waiting:
            if isinstance(item, Row):
                self._tell(item.time_s, self._angles(item))
            elif isinstance(item, Pose):
                self._seen(item)
            else:
                self._asked = ASKED_BY_MARK[item.name]

    def _settle(self, line: Pose, along: Array, sd_deg: float) -> None:
        assert self._side is not None  # noqa: S101 -- no pose counts before it
        self._line = line
        self._axes = thigh_axes(line.up, along, self._side, sd_deg)
        self._error = HeadingError(LINE_SD_DEG)
        if line.turn is not None:
            self._line_heading = heading(line.turn, self._axes.along)

    def _seen(self, pose: Pose) -> None:
        """What a pose or a rest says, once it is known how the phone is worn."""
        assert self._axes is not None  # noqa: S101 -- callers look first
        abduction, toe = lying_angles(pose.up.tolist(), self._axes)
        raw = self._extension(pose.turn)
        extension = (raw - self._error.shift_deg + 180.0) % 360.0 - 180.0
        unsure = math.isnan(raw) or math.isinf(self._error.sd_deg)
        down = abs(abduction) <= RESTING_DEG[0]
        near = unsure or abs(extension) <= RESTING_DEG[1] + 2.0 * self._error.sd_deg
        if pose.name == "line":
            if math.hypot(abduction, toe) > SLIPPED_DEG:
                self._slips.append(pose.end_s)
            self._settle(pose, self._axes.along, self._axes.sd_deg)
        elif pose.name == "back":
            if not unsure and extension < -BACK_DEG:
                self._notes["side-in-doubt"] = None
            elif not unsure and extension < BACK_DEG:
                self._notes["not-back-in-pose"] = None
        elif pose.name not in ("still", "rest"):
            return
        elif down and near and abs(toe) <= RESTING_DEG[2]:
            if not math.isnan(raw) and not self._paused:
                self._error.rested(raw)
                self._paused = True
        elif near and self._rested_elsewhere(pose, abduction, toe):
            self._slips.append(pose.end_s)
            self._settle(pose, self._axes.along, self._axes.sd_deg)

    def _look_for_pause(self, abduction: float, extension: float, toe: float) -> None:
        """Level the heading once in each short pause near the line."""
        # In the poses of a session the leg is where it was asked to be.
        here = self._asked != "nothing"
        here = here and abs(abduction) <= RESTING_DEG[0] and abs(toe) <= RESTING_DEG[2]
        error = self._error.sd_deg
        here = here and abs(extension) <= RESTING_DEG[1] + 2.0 * error and math.isfinite(error)
        if not here:
            self._pause.clear()
            self._paused = False
            return
        self._pause.append((abduction, extension, toe))
        if self._paused or len(self._pause) < (self._pause.maxlen or 0):
            return
        if all(max(angle) - min(angle) <= PAUSE_DEG for angle in zip(*self._pause, strict=True)):
            self._error.rested(extension + self._error.shift_deg)
            self._paused = True

    def _rested_elsewhere(self, pose: Pose, abduction: float, toe: float) -> bool:
        """Whether a rest looks like a phone that has slipped: a leg held up does not."""
        if pose.name == "rest":
            return math.hypot(abduction, toe) > SLIPPED_DEG
        return abs(toe) > SLIPPED_DEG and abs(abduction) <= RESTING_DEG[0]

    def _extension(self, turn: list[float] | None) -> float:
        assert self._axes is not None  # noqa: S101 -- callers look first
        assert self._side is not None  # noqa: S101 -- no pose counts before it
        if turn is None:
            return math.nan
        return turned_back(heading(turn, self._axes.numbers[6:]), self._line_heading, self._side)

    def _angles(self, row: Row) -> tuple[float, ...]:
        assert self._axes is not None  # noqa: S101 -- callers look first
        if math.isnan(row.up[0]):
            self._error.lost()
            self._lost_s = row.time_s
            return NOTHING
        abduction, toe = lying_angles(row.up, self._axes)
        self._error.drifted(self._period_s)
        extension = (self._extension(row.turn) - self._error.shift_deg + 180.0) % 360.0 - 180.0
        worn, error = math.radians(self._axes.sd_deg), self._error.sd_deg
        lifted, rolled = math.sin(math.radians(abduction)), math.sin(math.radians(toe))
        self._look_for_pause(abduction, extension, toe)
        level = LOST_SD_DEG if row.time_s - self._lost_s < LOST_S else row.sd_deg
        sds = (
            math.hypot(level, _SKIN[0], math.degrees(worn * rolled)),
            math.hypot(error, _SKIN[1]),
            math.hypot(level, _SKIN[2], math.degrees(worn * lifted)),
        )
        if row.turn is None or error > SURE_DEG:
            return abduction, math.nan, toe, sds[0], math.nan, sds[2]
        return abduction, extension, toe, *sds
