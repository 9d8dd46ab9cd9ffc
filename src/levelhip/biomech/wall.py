"""The signals of the wall drop: how high the wall-side hip is above the person's own level.

A camera's hip line is no pelvis, and how the thigh is held moves it by degrees. So from a bare
camera the level is learned with the wall-side knee already up, and the height is told only as a
part of the person's own way from level to the wall. Degrees come from markers or dots.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from levelhip.core import Array, Mark, Side

WALL_INPUTS: tuple[str, ...] = (
    "hip_lift_m",
    "pelvis_line_deg",
    "foot_lift_m",
    "trunk_lean_deg",
    "left_knee_flexion_deg",
    "right_knee_flexion_deg",
    "left_reach_m",
    "right_reach_m",
)
"""Columns that `WallSignals` takes: hip and foot of the left side above those of the right; how far
each knee is to its own side of the other ankle."""

WALL_SIGNALS: tuple[str, ...] = (
    "free_hip_m",
    "pelvic_hike_deg",
    "hike_part",
    "touch_hip_m",
    "touch_deg",
    "stance_lean_deg",
    "wall_knee_deg",
    "stance_bend_deg",
    "wall_side",
    "wall_reach_m",
    "touch_reach_m",
)
"""Columns that it gives: height of the wall-side hip above level as the camera sees it; the same as
slope of the pelvis; the first as part of the way to the touch; both heights of the touch; trunk
lean against the level pose, positive over the standing leg; knee flexion of the wall leg, and of
the standing leg against the level pose; +1 with the left leg at the wall, -1 the right, 0 when both
feet are down or repetitions do not count; how much nearer to the wall the knee is than in the level
pose, and at the touch."""

UP_M, DOWN_M = 0.06, 0.03
"""Ankle above the other from which the foot is up, and below which it is down; chosen by us: with
the knee at the wall it is 15 cm and more up, also in the deepest drop."""

RAISE_S = 1.0
"""While the knee is being raised its hip moves in the picture, and nothing is counted or learned;
chosen by us: raising a knee takes less."""

TURNED_S = 0.5
"""The other foot must be up for so long to become the wall leg; chosen by us."""

STILL_S = 1.0
"""Stillness that is long enough for a level; chosen by us: reps pause for less."""

STILL_HIP_M, STILL_LINE_DEG = 0.006, 1.5
"""Largest travel in a still stretch; chosen by us: twice the jitter of the pose model's hips after
smoothing; quiet standing moves the pelvis by less than a degree."""

WAIT_S = 6.0
"""How long stillness is waited for before the middle of what was done is taken for level; chosen by
us: two repetitions, whose middle is nearer to level than anything else that was seen."""

LEAST_SEEN_S = 2.0
"""With a foot up for less than this nothing is learned but from stillness; chosen by us: it may be
a step on the way to the wall."""

SETTLE_S = 0.5
"""After the mark of a pose the body is still moving into it for so long (docs/formats.md)."""

LEAST_TOUCH_HIP_M, LEAST_TOUCH_DEG = 0.004, 1.0
"""A touch less high than this cannot be told from level and is not used; chosen by us."""

HIP, LINE, FOOT, LEAN, LEFT_KNEE, RIGHT_KNEE, LEFT_REACH, RIGHT_REACH = range(len(WALL_INPUTS))


@dataclass(slots=True)
class _Level:
    """The person's own zero; NaN where not known."""

    hip: float = math.nan
    line: float = math.nan
    lean: float = math.nan
    knees: tuple[float, float] = (math.nan, math.nan)
    reach: tuple[float, float] = (math.nan, math.nan)
    touch_hip: float = math.nan
    touch_line: float = math.nan
    touch_reach: tuple[float, float] = (math.nan, math.nan)


@dataclass(slots=True)
class _Pose:
    """A pose that was marked, and its rows so far."""

    name: str
    from_s: float
    rows: list[list[float]] = field(default_factory=list)


class WallSignals:
    """Signals of the wall drop, row by row; the same however the stream is cut.

    Rows with a foot up wait until the level is known: from a marked pose, from the first still
    stretch, or after `WAIT_S` from the middle of what was done.

    Parameters
    ----------
    is_plumb : bool
        Whether the slope of the pelvis is true by itself (markers), so that without quiet standing
        on both feet level is level.
    side : Side or None
        The standing side that was said, for when the feet cannot tell.
    """

    def __init__(self, *, is_plumb: bool, side: Side | None = None) -> None:
        self._is_plumb = is_plumb
        self._said = _wall_sign(side)
        self._marks: list[Mark] = []
        self._level = _Level()
        self._sign = 0.0  # of the wall leg, kept while the foot is down
        self._is_up = self._was_up = False
        self._is_open = True  # whether repetitions count: not in poses, nor at rest
        self._other_s = math.nan  # since when the other foot is up
        self._pose: _Pose | None = None
        self._window: list[tuple[float, list[float]]] = []
        self._waiting: list[tuple[float, list[float], float]] = []
        self._seen: list[list[float]] = []  # rows with the foot up while the level is sought
        self._up_s = self._since_s = self._last_s = math.nan
        self._begun = False
        self.notes: dict[str, None] = {}
        """What was assumed: "level-by-still", "level-by-middle", "touch-unclear"."""

    def mark(self, marks: Iterable[Mark]) -> None:
        """Marks, no later than the rows at their times.

        Parameters
        ----------
        marks : iterable of Mark
            In order of time.
        """
        self._marks.extend(marks)

    def push(self, time_s: Array, rows: Array) -> tuple[Array, Array]:
        """The rows that have become known.

        Parameters
        ----------
        time_s : (n,), s
        rows : (n, 8)
            In the order of `WALL_INPUTS`; NaN where unknown.

        Returns
        -------
        time_s : (m,), s
        rows : (m, 11)
            In the order of `WALL_SIGNALS`.
        """
        out: list[tuple[float, list[float]]] = []
        for t, row in zip(time_s.tolist(), rows.tolist(), strict=True):
            while self._marks and self._marks[0].time_s <= t:
                self._heed(self._marks.pop(0), out)
            self._row(t, row, out)
        return _arrays(out)

    def finish(self) -> tuple[Array, Array]:
        """The rows still held back when the stream ends."""
        out: list[tuple[float, list[float]]] = []
        self._close_pose()
        self._settle(out)
        return _arrays(out)

    def _heed(self, mark: Mark, out: list[tuple[float, list[float]]]) -> None:
        if mark.name in ("set", "pose-level", "pose-touch", "rest", "stop"):
            self._is_open = False
        elif mark.name == "go":
            self._is_open = True
        if mark.name == "set":
            self._settle(out)
            self._said = _wall_sign(mark.side) or self._said
            self._level = _Level()
            self._window.clear()
            self._pose = None
        elif mark.name in ("pose-level", "pose-touch"):
            self._close_pose()
            self._pose = _Pose(mark.name, mark.time_s + SETTLE_S)
            self._window.clear()
        elif self._pose is not None and mark.name in ("pose-end", "go", "hold", "rest", "stop"):
            self._close_pose()
            self._window.clear()
            if self._is_known():
                self._release(out)

    def _close_pose(self) -> None:
        """Learn from the rows of a marked pose."""
        pose, self._pose = self._pose, None
        if pose is None or not pose.rows:
            return
        hip, line, foot, *_ = middle = _medians(pose.rows)
        if pose.name == "pose-touch":
            self._level.touch_hip, self._level.touch_line = hip, line
            self._level.touch_reach = (middle[LEFT_REACH], middle[RIGHT_REACH])
            return
        self._level.line = line
        self._level.lean, self._level.knees = middle[LEAN], (middle[LEFT_KNEE], middle[RIGHT_KNEE])
        if hip != hip and line == line:
            self._level.hip = 0.0  # no camera: nothing more is needed
        if abs(foot) >= UP_M:
            self._level.hip = hip if hip == hip else self._level.hip
            self._level.reach = (middle[LEFT_REACH], middle[RIGHT_REACH])

    def _row(self, t: float, row: list[float], out: list[tuple[float, list[float]]]) -> None:
        self._look_at_feet(t, row[FOOT], out)
        self._last_s = t
        raised = self._is_up and t - self._up_s >= RAISE_S
        wall = self._sign if raised and self._is_open else 0.0
        if row[FOOT] != row[FOOT] and not self._begun:
            wall = (self._said or math.nan) if self._is_open else 0.0
        if self._pose is not None:
            if t >= self._pose.from_s:
                self._pose.rows.append(row)
        elif self._is_open and self._lacks(row):
            self._seek(t, row, out)
        if not self._waiting and self._level.hip == self._level.hip:
            # The plain case: the level is known and nothing waits.
            out.append((t, self._signals(row, wall)))
            return
        self._waiting.append((t, row, wall))
        if self._is_known() or (wall == 0.0 and self._since_s != self._since_s):
            self._release(out)

    def _look_at_feet(self, t: float, lift: float, out: list[tuple[float, list[float]]]) -> None:
        """Which leg is up at the wall, if one is."""
        if lift != lift:
            return
        self._begun = True
        if self._sign * lift >= (DOWN_M if self._is_up else UP_M) and self._sign != 0.0:
            if not self._is_up:
                self._up_s = t
            self._is_up, self._other_s = True, math.nan
            return
        self._is_up = False
        if abs(lift) < UP_M:
            self._other_s = math.nan
            return
        sign = math.copysign(1.0, lift)
        if self._other_s != self._other_s:
            self._other_s = t
        if self._sign == 0.0 or t - self._other_s >= TURNED_S:
            if self._sign != 0.0:
                # The other leg: its hip has a level of its own in the picture.
                self._settle(out)
                self._level = _Level(line=self._level.line)
            self._sign, self._is_up, self._other_s = sign, True, math.nan
            self._up_s = t

    def _is_known(self) -> bool:
        """Whether the level of what is found by is known."""
        return self._level.hip == self._level.hip

    def _lacks(self, row: list[float]) -> bool:
        """Whether there is a level to be learned from a row."""
        has_line = self._level.line == self._level.line or row[LINE] != row[LINE]
        return not (self._is_known() and has_line)

    def _seek(self, t: float, row: list[float], out: list[tuple[float, list[float]]]) -> None:
        """Look for stillness, and wait no longer than `WAIT_S` for it."""
        is_up = self._is_up or not self._begun
        if self._is_up and t - self._up_s < RAISE_S:
            self._window.clear()
            return
        if is_up is not self._was_up:
            self._window.clear()
            if not is_up and t - self._since_s < LEAST_SEEN_S:
                # A step on the way to the wall.
                self._since_s = math.nan
                self._seen.clear()
        self._was_up = is_up
        self._window.append((t, row))
        while self._window[-1][0] - self._window[0][0] > STILL_S + 1e-9:
            self._window.pop(0)
        if is_up and not self._is_known():
            if self._since_s != self._since_s:
                self._since_s = t
            self._seen.append(row)
        rows = [each for _, each in self._window]
        # Once the hip has moved, stillness may as well be the top of a repetition.
        is_first = not (self._begun and is_up) or _is_still(self._seen, times=2.0)
        if t - self._window[0][0] >= STILL_S - 0.1 and _is_still(rows) and is_first:
            from_s = self._window[0][0]
            self._learn(rows, is_up=is_up, note="level-by-still")
            if self._is_known():
                self._waiting = [
                    (at, row, wall if at >= from_s else 0.0) for at, row, wall in self._waiting
                ]
        elif t - self._since_s >= WAIT_S:
            self._learn(self._seen, is_up=True, note="level-by-middle")
        if self._is_known() and self._waiting:
            self._release(out)

    def _learn(self, rows: list[list[float]], *, is_up: bool, note: str) -> None:
        hip, line, _, lean, *legs = _medians(rows)
        level = self._level
        if not is_up:
            if level.line != level.line:
                level.line = line
            return
        if level.hip != level.hip:
            self.notes[note] = None
            level.hip = hip if hip == hip else 0.0
            level.reach = (legs[2], legs[3])
        if level.lean != level.lean:
            level.lean, level.knees = lean, (legs[0], legs[1])
        if level.line != level.line:
            level.line = 0.0 if self._is_plumb else line
        self._window.clear()
        self._seen.clear()
        self._since_s = math.nan

    def _settle(self, out: list[tuple[float, list[float]]]) -> None:
        """No more is coming of this leg: take what there is for level."""
        long_enough = self._last_s - self._since_s >= LEAST_SEEN_S
        if self._seen and not self._is_known() and long_enough:
            self._learn(self._seen, is_up=True, note="level-by-middle")
        self._since_s = math.nan
        self._seen.clear()
        self._window.clear()
        self._release(out)

    def _release(self, out: list[tuple[float, list[float]]]) -> None:
        out.extend((t, self._signals(row, wall)) for t, row, wall in self._waiting)
        self._waiting.clear()

    def _signals(self, row: list[float], wall: float) -> list[float]:
        level, sign = self._level, wall
        if wall == 0.0 or wall != wall:
            return [*_NOTHING, wall, math.nan, level.touch_reach[1] - level.reach[1]]
        hip = sign * (row[HIP] - level.hip)
        line = sign * (row[LINE] - level.line)
        touch_hip = sign * (level.touch_hip - level.hip)
        touch_deg = sign * (level.touch_line - level.line)
        if touch_hip < LEAST_TOUCH_HIP_M:
            touch_hip = math.nan
            self.notes["touch-unclear"] = None
        if touch_deg < LEAST_TOUCH_DEG:
            touch_deg = math.nan
            self.notes["touch-unclear"] = None
        # The standing leg is the right one when the left is at the wall, and right is positive.
        lean = sign * (row[LEAN] - level.lean)
        knees = (row[LEFT_KNEE], row[RIGHT_KNEE])
        free, stance = (0, 1) if sign == 1.0 else (1, 0)
        bend, knee = knees[stance] - level.knees[stance], knees[free]
        reach = row[LEFT_REACH + free] - level.reach[free]
        touch_reach = level.touch_reach[free] - level.reach[free]
        hike = [hip, line, hip / touch_hip, touch_hip, touch_deg]
        return [*hike, lean, knee, bend, wall, reach, touch_reach]


_NOTHING = (math.nan,) * WALL_SIGNALS.index("wall_side")


def _wall_sign(standing: Side | None) -> float:
    """+1 when the leg beside the wall is the left one."""
    if standing is None or standing is Side.BOTH:
        return 0.0
    return 1.0 if standing is Side.RIGHT else -1.0


def _is_still(rows: list[list[float]], *, times: float = 1.0) -> bool:
    """Whether hips, or where they are not seen the pelvis, kept within so many times the limit."""
    for column, limit in ((HIP, STILL_HIP_M), (LINE, STILL_LINE_DEG)):
        known = [row[column] for row in rows if row[column] == row[column]]
        if 2 * len(known) > len(rows):
            return max(known) - min(known) <= times * limit
    return False


def _medians(rows: list[list[float]]) -> list[float]:
    columns = zip(*rows, strict=True)
    known = [[value for value in column if value == value] for column in columns]
    return [median(each) if 2 * len(each) > len(rows) else math.nan for each in known]


def _arrays(out: list[tuple[float, list[float]]]) -> tuple[Array, Array]:
    if not out:
        return np.empty(0), np.empty((0, len(WALL_SIGNALS)))
    return np.array([t for t, _ in out]), np.array([row for _, row in out])
