"""Repetitions and holds of a leg lifted in side-lying, found as the samples come.

A repetition is: knee down and forward, kick back, past the midline, lift with the toe down, lower.
It is counted on the abduction alone, because every sensor has that; extension and toe turn are
judged where they are known. A lift that stays up is a hold. See `holds` for how finders are made:
here one sample changes the state at a time, so that cuts of the stream change nothing.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from levelhip.biomech.leg_judgement import (
    CERTAIN,
    CHANGE_SD_DEG,
    Bounds,
    LegRow,
    Lift,
    judged_hold,
    judged_rep,
)
from levelhip.core import Array, Event, Side

LEG_COLUMNS: tuple[str, ...] = (
    "hip_abduction_deg",
    "hip_extension_deg",
    "toe_turn_deg",
    "hip_abduction_sd_deg",
    "hip_extension_sd_deg",
    "toe_turn_sd_deg",
    "working_side",
    "asked",
)
"""Columns of what a finder takes. Angles of the working leg, deg: up, back, and toes down are
positive; then their standard uncertainties; the working side, -1 = left, 1 = right; and what is
asked for (`ASKED`). NaN = not known."""

ASKED: dict[str, float] = {"anything": 0.0, "reps": 1.0, "hold": 2.0, "nothing": 3.0}
"""Codes of the column `asked`: without marks anything may come; NaN counts as that."""

BEFORE_S = 2.0
"""How long before the lowest place the knee may have been forward; chosen by us."""

KEPT_S = 0.5
"""So much of the way down is kept with the next lift, to see the rest between; chosen by us."""

SETTLED_S = 2.0
"""After so long what comes later does not change any more when a hold began (`judged_hold`)."""

SOON_S = 0.3
"""Where a hold is asked for, a lift that stays up for so long is one; chosen by us."""

DOWN_PART = 0.3
"""A leg that has come down by this part of its way is on its way down; chosen by us."""

RESTS: tuple[tuple[float, float], ...] = ((1.5, 0.3), (2.5, 1.0))
"""A leg on its way down that moves by less (deg) for so long (s) rests; chosen by us: lowering it
in eight seconds is faster, and the second holds where a signal is noisy."""

SUNK_PART = 0.4
"""A held leg that has come down to this part of its height is held no longer; chosen by us: one
that sags by a third still is."""

MANY = 2048
"""So many rows of rest are kept before the oldest are thrown away."""

LOST_S = 2.0
"""After so long without a known abduction a lift is given up; chosen by us."""


@dataclass(frozen=True, slots=True)
class LegRepFinder:
    """Finds repetitions and holds of the leg on top. All settings are chosen by us.

    Attributes
    ----------
    travel_deg : shortest way up that is a lift, and shortest way back up that begins another: more
        than a leg trembles, less than half of a lift that is cut short
    least_deg : a lift that does not come so far above the line of the body is only a kick
    edge : part of the way within which a repetition begins and ends, 0 to 1
    look_s : s, how far back the lowest place before a lift is looked for
    hold_s : s, a lift that stays within a quarter of its height for so long is a hold: repetitions
        pause at the top for a second at most, the shortest hold asked for is 5 s
    bounds : what is asked of a repetition and a hold
    """

    travel_deg: float = 8.0
    least_deg: float = 6.0
    edge: float = 0.03
    look_s: float = 3.0
    hold_s: float = 2.5
    bounds: Bounds = field(default_factory=Bounds)

    def find(self, time_s: Array, signals: Array) -> tuple[Event, ...]:
        """Repetitions and holds of a whole series.

        Parameters
        ----------
        time_s : (T,), s
        signals : (T, 8)
            In the order of `LEG_COLUMNS`; NaN where unknown.

        Returns
        -------
        tuple of Event
            See `LegRepStream.push`.
        """
        stream = self.stream()
        return (*stream.push(time_s, signals), *stream.finish())

    def stream(self) -> LegRepStream:
        """The same finder for signals that arrive bit by bit."""
        return LegRepStream(self)


class LegRepStream:
    """Repetitions and holds as they come.

    Parameters
    ----------
    finder : LegRepFinder
        The settings.
    """

    def __init__(self, finder: LegRepFinder) -> None:
        self._finder = finder
        self._last_s = self._held_s = float("nan")
        self._side = self._asked = float("nan")
        self._begin([])

    def push(self, time_s: Array, signals: Array) -> tuple[Event, ...]:
        """The repetitions and holds that have become certain.

        Parameters
        ----------
        time_s : (n,), s
            Times of the next samples.
        signals : (n, 8)
            In the order of `LEG_COLUMNS`.

        Returns
        -------
        tuple of Event
            Kind "rep" (from leaving the low place to being back, peak at the top) or "hold" (from
            when the leg is up to when it begins to come down); faults and values as `judged_rep`
            and `judged_hold` give them.
        """
        found: list[Event] = []
        for t, row in zip(time_s.tolist(), signals.tolist(), strict=True):
            if row[0] == row[0]:
                self._sample(LegRow(t, *row), found)
        return tuple(found)

    def finish(self) -> tuple[Event, ...]:
        """The lift that is not over when the stream ends."""
        found: list[Event] = []
        self._give_up(found)
        return tuple(found)

    @property
    def running(self) -> tuple[Event, ...]:
        """A hold that has begun and not ended: its end is NaN, "sunk" while the leg is low."""
        if not self._hold:
            return ()
        start_s, nan = self._held_s, float("nan")
        if start_s != start_s:
            start_s = judged_hold(self._lift(), self._finder.bounds).start_s
            if self._last_s - start_s > SETTLED_S:
                self._held_s = start_s
        least_deg = self._finder.bounds.sunk_deg + CERTAIN * CHANGE_SD_DEG
        sunk = self._top - self._way[-1].abduction > least_deg
        faults = ("sunk",) if sunk else ()
        return (Event("hold", self._lifted_side, start_s, nan, nan, faults=faults),)

    def _begin(self, way: list[LegRow]) -> None:
        """Look for the next lift; what is kept of the way belongs to it."""
        self._state = "low"
        self._way = way
        self._lows: deque[tuple[float, float]] = deque()  # rising values, rising times
        self._low = self._low_s = self._top = float("nan")
        self._lowest_s = self._below_s = float("nan")
        self._rests: list[tuple[float, float]] = []
        self._lowest, self._up_deg = float("inf"), 0.0
        self._hold = self._told = False
        self._held_s = float("nan")
        self._risen_asked = float("nan")

    def _sample(self, row: LegRow, found: list[Event]) -> None:
        asked = row.asked if row.asked == row.asked else ASKED["anything"]
        if row.time_s - self._last_s > LOST_S or (row.side == row.side and row.side == -self._side):
            self._give_up(found)
        self._last_s, self._asked = row.time_s, asked
        if row.side == row.side:
            self._side = row.side
        self._way.append(row)
        if self._hold and asked == ASKED["nothing"]:
            # The person was told to stop: the hold is over, with the leg still up.
            found.append(judged_hold(self._lift(), self._finder.bounds, ended=None))
            self._hold, self._told = False, True
        if self._state == "low":
            self._at_rest(row)
        elif self._state == "up":
            self._lifted(row, found)
        else:
            self._sinking(row, found)

    def _at_rest(self, row: LegRow) -> None:
        t, x = row.time_s, row.abduction
        lows = self._lows
        while lows and lows[-1][1] >= x:
            lows.pop()
        lows.append((t, x))
        if len(self._way) > MANY:
            first_s = t - self._finder.look_s - BEFORE_S
            self._way = [each for each in self._way if each.time_s >= first_s]
        while lows[0][0] < t - self._finder.look_s:
            lows.popleft()
        self._low_s, self._low = lows[0]
        if x >= self._low + self._finder.travel_deg:
            self._rise(row)

    def _rise(self, row: LegRow) -> None:
        self._state, self._top, self._below_s = "up", row.abduction, row.time_s
        self._risen_asked = self._asked
        self._up_deg = row.abduction - max(self._low, 0.0)
        # What lies before the low place is looked at for the knee forward, a few seconds of it.
        first_s = self._low_s - BEFORE_S
        self._way = [each for each in self._way if each.time_s >= first_s]

    def _lifted(self, row: LegRow, found: list[Event]) -> None:
        t, x = row.time_s, row.abduction
        self._top = max(self._top, x)
        line = max(self._low, 0.0)
        if self._top - line > 1.1 * self._up_deg:
            self._up_deg, self._below_s = self._top - line, t
        elif x - line < 0.75 * self._up_deg:
            self._below_s = t
        if not (self._hold or self._told) and self._top >= self._finder.least_deg:
            self._hold = t - self._below_s >= self._long_s
        if self._hold and x - line <= SUNK_PART * (self._top - line):
            found.append(judged_hold(self._lift(), self._finder.bounds))
            self._hold, self._told = False, True
        elif self._hold or x > self._top - max(
            self._finder.travel_deg, DOWN_PART * (self._top - self._low)
        ):
            return
        self._state, self._rests = "down", [(t, x)] * len(RESTS)
        self._lowest, self._lowest_s = x, t

    @property
    def _long_s(self) -> float:
        """How long a lift must stay up to be a hold."""
        if self._asked in (ASKED["reps"], ASKED["nothing"]):
            return float("inf")
        # A repetition that was under way when the hold was asked for is none yet.
        soon = self._asked == ASKED["hold"] and self._risen_asked != ASKED["reps"]
        return SOON_S if soon else self._finder.hold_s

    def _sinking(self, row: LegRow, found: list[Event]) -> None:
        t, x = row.time_s, row.abduction
        if x < self._lowest:
            self._lowest, self._lowest_s = x, t
        for i, (least_deg, _) in enumerate(RESTS):
            if abs(x - self._rests[i][1]) > least_deg:
                self._rests[i] = (t, x)
        rests = any(
            t - since_s >= rest_s
            for (since_s, _), (_, rest_s) in zip(self._rests, RESTS, strict=True)
        )
        way = self._top - self._low
        again = x >= self._lowest + self._finder.travel_deg
        if not (again or rests or x <= self._low + self._finder.edge * way):
            return
        self._tell(found)
        kept = [each for each in self._way if each.time_s >= self._lowest_s - KEPT_S]
        low, low_s = self._lowest, self._lowest_s
        self._begin(kept)
        if again:
            self._low, self._low_s = low, low_s
            self._rise(row)
        else:
            self._lows.append((t, x))
            self._low_s, self._low = t, x

    def _give_up(self, found: list[Event]) -> None:
        """End what is going on: nothing more comes of this lift."""
        if self._state == "up" and self._hold:
            found.append(judged_hold(self._lift(), self._finder.bounds, ended=False))
        elif self._state == "up":
            self._tell(found, ended=False)
        elif self._state == "down":
            self._tell(found)
        self._begin([])

    def _tell(self, found: list[Event], *, ended: bool = True) -> None:
        if self._told or self._top < self._finder.least_deg:
            return
        if self._risen_asked in (ASKED["hold"], ASKED["nothing"]):
            # Where a hold is asked for, a leg that is not kept up for a moment is none.
            return
        found.append(judged_rep(self._lift(), self._finder.bounds, ended=ended))

    @property
    def _lifted_side(self) -> Side:
        return {1.0: Side.RIGHT, -1.0: Side.LEFT}.get(self._side, Side.BOTH)

    def _lift(self) -> Lift:
        side = self._lifted_side
        return Lift(tuple(self._way), side, self._low, self._low_s, self._top, self._finder.edge)
