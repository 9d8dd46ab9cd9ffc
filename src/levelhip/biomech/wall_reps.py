"""Repetitions of the wall drop: the hip drops, then drives up to the wall; found as samples come.

The signal is how high the wall-side hip is above the person's own level: in degrees where the
slope of the pelvis may be believed, in metres of a picture otherwise, where only its parts of the
person's own way from level to the wall mean anything.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from levelhip.biomech.wall_faults import WallFaults, WallRep, is_before, stay_s
from levelhip.biomech.wall_faults import known_mean as _mean
from levelhip.core import Array, Event, Side

ABOUT_S = 0.1
"""The lowest and the highest position are means over this long before and after; chosen by us: the
extreme itself is where the noise is largest."""

KEEP_S = 10.0
"""How far back the beginning of a repetition is looked for; chosen by us."""

SHALLOW_DEG, DROP_PART, TOUCH_PART = 5.0, 0.6, 0.6
"""A drop of fewer degrees, or of less of the own drops where degrees are not known, is shallow; a
top with less of the own touch does not touch; chosen by us (docs/protocols/wall-hip-drop.md)."""

START_PART = 0.1
"""A repetition begins where this part of its drop is left; chosen by us."""

NEAR_TOP = 0.2
"""Within this part of the way from lowest to highest the hip counts as at the top, if it is above
the middle between level and top; chosen by us."""

SURE_PART = 0.3
"""A top is over when the hip has come down by this part of the way; chosen by us: more than
`NEAR_TOP`, so that the time at the top has ended by then."""

BACK_PART = 0.5
"""Between two repetitions the hip comes back at least this part of the way from the top to level;
less is a wobble at the top; chosen by us."""

DWELL_S = 0.4
"""Without degrees, level is looked at anew wherever the hip stays for so long between two
repetitions; chosen by us."""

DWELL_PART, NEAR_LEVEL_PART = 0.1, 0.5
"""Parts of the touch by which the two halves of such a stay may differ, and within which it is
taken for level; chosen by us."""

LOWERING_S = 0.6
"""For so long before a foot is down its hip moves because the leg is lowered, and a rise that only
begins then is no drive; chosen by us: lowering a knee takes half a second and more."""


class WallRows(NamedTuple):
    """What the finder looks at; arrays of one length.

    Attributes
    ----------
    hike : (n,), height of the wall-side hip above level, in the unit of `WallRepFinder.travel`;
        NaN where unknown
    degrees : (n,), deg, the same where the slope of the pelvis may be believed; NaN otherwise
    touch : (n,), unit of `hike`, height at which the leg touches the wall by the person's own
        calibration; NaN when there is none
    lean : (n,), deg, trunk lean against the level pose, positive over the standing leg; NaN where
        unknown
    bend : (n,), deg, how far the standing knee is bent against the level pose; NaN where unknown
    reach : (n,), m, how much nearer to the wall the knee is than in the level pose; NaN where
        unknown
    touch_reach : (n,), m, the same when the leg touches, by the person's own calibration; NaN when
        there is none
    wall : (n,), +1 with the left leg up at the wall, -1 with the right one, 0 with both feet down,
        NaN where unknown
    """

    hike: Array
    degrees: Array
    touch: Array
    lean: Array
    bend: Array
    reach: Array
    touch_reach: Array
    wall: Array


@dataclass(frozen=True, slots=True)
class WallRepFinder:
    """Finds repetitions: down from level, up to the wall.

    Attributes
    ----------
    travel : least way from the lowest point to the top, in the unit of the signal
    shallow_deg : deg, a drop below it is shallow, where degrees are known
    drop_part : where they are not, a drop below this part of the person's own is shallow
    touch_part : a top below this part of the person's own touch does not touch; without degrees
        neither does a knee that comes less than this part of its way to the wall
    lean_deg : deg, a trunk that leans further than this has left its place
    bend_deg : deg, a standing knee bent further than this does the lowering itself
    fast_s : s, from the start until the top is reached; quicker is a bounce
    learn : without calibration, so many repetitions are held back and judged together
    """

    travel: float
    shallow_deg: float = SHALLOW_DEG
    drop_part: float = DROP_PART
    touch_part: float = TOUCH_PART
    lean_deg: float = 10.0
    bend_deg: float = 15.0
    fast_s: float = 1.0
    learn: float = 3

    def find(self, time_s: Array, rows: WallRows) -> tuple[Event, ...]:
        """Repetitions of a whole series.

        Parameters
        ----------
        time_s : (T,), s
        rows : WallRows
            Of T samples each.

        Returns
        -------
        tuple of Event
            See `WallRepStream.push`.
        """
        stream = self.stream()
        return (*stream.push(time_s, rows), *stream.finish())

    def stream(self) -> WallRepStream:
        """The same finder for signals that arrive bit by bit."""
        return WallRepStream(self)


class _Sample(NamedTuple):
    time_s: float
    hike: float
    degrees: float
    lean: float
    bend: float
    reach: float


class WallRepStream:
    """Repetitions as they come.

    Parameters
    ----------
    finder : WallRepFinder
        The limits.
    """

    def __init__(self, finder: WallRepFinder) -> None:
        self._finder = finder
        self._kept: deque[_Sample] = deque()
        self._low: _Sample | None = None
        self._top: _Sample | None = None  # None while the hip is not on its way up
        self._level = 0.0  # how far the picture's level has wandered
        self._stays: list[float] = []  # heights at which it stayed since the last top
        self._last_top = -math.inf  # height from which the hip must come back first
        self._touch = self._touch_reach_m = math.nan
        self._wall = 0.0
        self._faults = WallFaults(
            shallow_deg=finder.shallow_deg,
            drop_part=finder.drop_part,
            touch_part=finder.touch_part,
            lean_deg=finder.lean_deg,
            bend_deg=finder.bend_deg,
            fast_s=finder.fast_s,
        )
        self._held: list[WallRep] = []

    @property
    def running(self) -> tuple[Event, ...]:
        """The repetition that has begun and not ended; its end is NaN."""
        low, half = self._low, 0.5 * self._finder.travel
        if low is None or (self._top is None and low.hike > -half):
            return ()
        return (Event("rep", self._side, self._left_level(low), math.nan, math.nan),)

    def push(self, time_s: Array, rows: WallRows) -> tuple[Event, ...]:
        """The repetitions that have become certain.

        Parameters
        ----------
        time_s : (n,), s
        rows : WallRows
            Of n samples each.

        Returns
        -------
        tuple of Event
            Kind "rep"; side of the STANDING leg, BOTH when the legs are not seen; start (level is
            left), peak (the top) and end (the top is left); faults "shallow", "no-touch",
            "trunk-lean", "standing-knee-bent", "too-fast"; values "low_s", "drop", "drive" (unit of
            the signal, against level), "touch" (as the person showed it; NaN if not),
            "squeeze" (s, near the top) and "reach_spare" (m, as `WallFaults.reach_spare_m`).
        """
        found: list[Event] = []
        columns = (time_s, *rows)
        for t, hike, degrees, touch, lean, bend, reach, touch_reach, wall in zip(
            *(np.asarray(column).tolist() for column in columns), strict=True
        ):
            if wall == wall and wall != self._wall:
                self._turn_to(wall, found)
            if wall == 0.0 or hike != hike:
                continue
            if touch != self._touch and (touch == touch or self._touch == self._touch):
                self._judge_held(found)
                self._touch = touch
            self._touch_reach_m = touch_reach
            self._sample(_Sample(t, hike, degrees, lean, bend, reach), found)
            if self._top is None and degrees != degrees:
                self._look_at_level(t)
        return tuple(found)

    def finish(self) -> tuple[Event, ...]:
        """A repetition that was at its top when the stream ended, and those held back."""
        found: list[Event] = []
        self._cut(found)
        self._judge_held(found)
        return tuple(found)

    def _look_at_level(self, now_s: float) -> None:
        """Level is where the hip stays between two repetitions: a picture's hips wander."""
        touch = self._touch if self._touch == self._touch else self._faults.touch(self._side)
        if touch != touch:
            return
        recent = self._recent(DWELL_S)
        if now_s - recent[-1].time_s < 0.9 * DWELL_S:
            return
        late = [s.hike for s in recent if s.time_s > now_s - 0.5 * DWELL_S]
        early = [s.hike for s in recent[len(late) :]]
        first, second = _mean(early), _mean(late)
        middle = 0.5 * (first + second)
        is_still = abs(second - first) <= DWELL_PART * touch
        if is_still and abs(middle) <= NEAR_LEVEL_PART * touch:
            # The highest of them: the bottom of the drop is still too.
            self._stays.append(middle)
            near = max(self._stays) - 2.0 * DWELL_PART * touch
            self._level = _mean([each for each in self._stays if each >= near])

    def _recent(self, long_s: float) -> list[_Sample]:
        """The last samples, the newest first."""
        since_s = self._kept[-1].time_s - long_s
        recent: list[_Sample] = []
        for each in reversed(self._kept):
            if each.time_s < since_s:
                break
            recent.append(each)
        return recent

    @property
    def _side(self) -> Side:
        if self._wall == 0.0:
            return Side.BOTH
        return Side.RIGHT if self._wall > 0 else Side.LEFT

    def _turn_to(self, wall: float, found: list[Event]) -> None:
        """A foot comes down, goes up, or it is the other one."""
        self._cut(found, lowered=wall == 0.0)
        self._wall = wall
        if wall != 0.0 and self._held and self._held[-1].side is not self._side:
            self._judge_held(found)

    def _cut(self, found: list[Event], *, lowered: bool = False) -> None:
        """The foot came down, or the stream ended: what was on its way up has ended."""
        low, top = self._low, self._top
        if top is not None and low is not None:
            now_s = self._kept[-1].time_s - (LOWERING_S if lowered else 0.0)
            up = [s for s in self._kept if low.time_s <= s.time_s <= now_s]
            top = max(up, key=lambda s: s.hike, default=low) if lowered else top
            if top.hike >= low.hike + self._finder.travel:
                self._note(self._rep(low, top, now_s), found)
        self._kept.clear()
        self._level = 0.0
        self._stays.clear()
        self._low = self._top = None
        self._last_top = -math.inf

    def _sample(self, now: _Sample, found: list[Event]) -> None:
        self._kept.append(now)
        while self._kept[0].time_s < now.time_s - KEEP_S and self._top is None:
            self._kept.popleft()
        if self._low is None or (self._top is None and now.hike <= self._low.hike):
            self._low = now
        low, travel = self._low, self._finder.travel
        if self._top is None:
            came_back = low.hike <= BACK_PART * self._last_top or self._last_top == -math.inf
            if now.hike >= low.hike + travel and came_back:
                self._top = now
            return
        if now.hike > self._top.hike:
            self._top = now
        way = self._top.hike - low.hike
        # Back at level is off the top too. A drive too small to tell its top from noise ends with
        # the next drop.
        enough = min(SURE_PART * way, max(BACK_PART * self._top.hike, 0.0))
        if now.hike <= self._top.hike - max(enough, 0.5 * travel):
            self._note(self._rep(low, self._top, now.time_s), found)
            self._last_top = self._top.hike
            while self._kept[0].time_s <= self._top.time_s:
                self._kept.popleft()
            self._low, self._top = now, None
            self._stays.clear()

    def _left_level(self, low: _Sample) -> float:
        """When the way down began: the last sample before the lowest that was near level."""
        start_s = low.time_s
        if low.hike >= self._level:
            return start_s
        for each in reversed(self._kept):
            if each.time_s <= low.time_s:
                start_s = each.time_s
                if each.hike - self._level >= START_PART * (low.hike - self._level):
                    break
        return start_s

    def _rep(self, low: _Sample, top: _Sample, now_s: float) -> WallRep:
        # A plateau has its extreme where noise puts it: its middle is the moment.
        level = self._level
        first_s, last_s, _ = self._about(low, 1.0, NEAR_TOP * max(level - low.hike, 0.0), now_s)
        low_s = 0.5 * (first_s + last_s)
        height = max(top.hike - level, 0.0)
        first_s, last_s, _ = self._about(top, -1.0, NEAR_TOP * height, now_s)
        top_s = 0.5 * (first_s + last_s)
        near = min(NEAR_TOP * (top.hike - low.hike), BACK_PART * height)
        begin_s, _, end_s = self._about(top, -1.0, near, now_s)
        start_s = self._left_level(low)
        lowest = [s for s in self._kept if abs(s.time_s - low_s) <= ABOUT_S]
        highest = [s for s in self._kept if abs(s.time_s - top_s) <= ABOUT_S]
        upwards = [s for s in self._kept if low.time_s <= s.time_s <= end_s]
        during = [s for s in self._kept if start_s <= s.time_s <= end_s]
        leans = [_mean([s.lean for s in part]) for part in (lowest, highest)]
        bends = sorted(s.bend for s in during if s.bend == s.bend)
        return WallRep(
            self._side,
            min(start_s, low_s),
            low_s,
            begin_s,
            top_s,
            end_s,
            level - _mean([s.hike for s in lowest]),
            _mean([s.hike for s in highest]) - level,
            -_mean([s.degrees for s in lowest]),
            # The knee may be at the wall a little before or after the hip is at its highest.
            max((s.reach for s in upwards if s.reach == s.reach), default=math.nan),
            max((lean for lean in leans if lean == lean), key=abs, default=math.nan),
            # One bad frame is no bend.
            bends[int(0.9 * (len(bends) - 1))] if bends else math.nan,
            end_s - begin_s,
            stay_s([(s.time_s, s.reach) for s in self._kept if s.time_s >= low.time_s]),
        )

    def _about(
        self, extreme: _Sample, sign: float, near: float, now_s: float
    ) -> tuple[float, float, float]:
        """First and last sample that stay near an extreme, and when it is left for good."""
        begin_s = stop_s = extreme.time_s
        left_s = now_s
        for each in self._kept:
            is_near = sign * (each.hike - extreme.hike) <= near
            if each.time_s < extreme.time_s:
                begin_s = min(begin_s, each.time_s) if is_near else extreme.time_s
            elif is_near:
                stop_s = each.time_s
            else:
                left_s = each.time_s
                break
        return begin_s, stop_s, left_s

    def _note(self, rep: WallRep, found: list[Event]) -> None:
        if self._touch != self._touch and self._faults.n_known(rep.side) < self._finder.learn:
            self._held.append(rep)
            if len(self._held) >= self._finder.learn:
                self._judge_held(found)
            return
        found.append(self._event(rep, learn=True))

    def _judge_held(self, found: list[Event]) -> None:
        """Learn from the repetitions held back, then judge each of them."""
        held, self._held = self._held, []
        own = self._faults
        if held and own.n_known(held[0].side) == 0:
            held = held[is_before(held[0], held[1:], self._finder.drop_part) :]
        for rep in held:
            own.learn(rep)
        found += [self._event(rep, learn=False) for rep in held]

    def _event(self, rep: WallRep, *, learn: bool) -> Event:
        spare_m = self._faults.reach_spare_m(rep, self._touch_reach_m)
        faults = self._faults.of(rep, self._touch, self._touch_reach_m, learn=learn)
        names = "low_s", "drop", "drive", "touch", "squeeze", "reach_spare"
        told = rep.low_s, rep.drop, rep.drive, self._touch, rep.squeeze_s, spare_m
        times, values = (rep.start_s, rep.top_s, rep.end_s), tuple(zip(names, told, strict=True))
        return Event("rep", rep.side, *times, faults=faults, values=values)
