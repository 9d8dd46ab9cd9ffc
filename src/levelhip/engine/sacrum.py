"""A phone on the sacrum: slope of the pelvis and sideways shifts, on a uniform grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from levelhip.biomech.filtering import FilterBank, low_pass_taps, travel_taps
from levelhip.biomech.grid import Grid
from levelhip.biomech.holds import HoldFinder
from levelhip.biomech.orientation import (
    Alignment,
    Attitude,
    AttitudeStream,
    body_angles,
    standing_alignment,
    sway_acceleration,
)
from levelhip.core import (
    Array,
    Event,
    Motion,
    NotEnoughData,
    Quality,
    Reason,
    Samples,
    Sentence,
    Side,
    phrase,
)
from levelhip.engine.chunk import Chunk
from levelhip.engine.recorder import Recorder
from levelhip.engine.source import SourceInfo
from levelhip.engine.tracks import SIGNAL_CUTOFF_HZ
from levelhip.protocols import EventRule, Source

LOCATION = "sacrum"

COLUMNS: tuple[str, ...] = ("pelvis_line_deg", "pelvis_tilt_deg", "sacrum_shift_m", "up_sd_deg")
"""Columns of the recorder: slope of the pelvis (left higher is positive), its forward tilt, how far
a sideways movement about this moment goes (right is positive), and how sure the tilt is."""

SHIFT_S = 0.8
"""A shift from both feet to one takes 0.6 to 1 s; chosen by us."""

APART_S = 1.3
"""Of several movements within this time only the longest is one; the others are its lobes (see
`travel_taps`); chosen by us."""

STILL_PART = 0.02
"""Largest travel of the direction of up in a second of quiet standing, 1 (1.1 degree); chosen by
us: quiet sway tilts the pelvis by less than half a degree."""

WAIT_S = 15.0
"""How long quiet standing is waited for; chosen by us."""

FOOT_FROM_SHIFT_S = 0.3
"""The foot leaves the floor so long after the middle of the shift, and comes back so long before
the middle of the way back; chosen by us from a shift of 0.6 to 1 s."""

LONGEST_S = 75.0
"""A lift held longer than this is taken for a shift whose way back was missed; chosen by us: no
test asks for more than 45 s."""


class SacrumStage:
    """From the phone's motion to signals of the pelvis, the same however the stream is cut.

    Parameters
    ----------
    motion : Motion
        The first samples, for where the phone is worn.
    info : SourceInfo
        Of the recording.
    """

    calibration = None
    hands = None

    def __init__(self, motion: Motion, info: SourceInfo) -> None:
        self.recorder = Recorder(COLUMNS)
        self._location = info.location or motion.location
        self._attitude = AttitudeStream(info.rate_hz)
        self._grid = Grid(info.rate_hz, 3)
        self._second = round(info.rate_hz)
        smooth = low_pass_taps(info.rate_hz, cutoff_hz=SIGNAL_CUTOFF_HZ)
        travel = travel_taps(info.rate_hz, movement_s=SHIFT_S)
        self._bank = FilterBank([smooth, smooth, travel, smooth])
        self._late_s = np.empty(0)
        self._turned: list[Attitude] = []
        self._pushed: list[Array] = []
        self._looked = 0  # whole seconds already looked at for quiet standing
        self._alignment: Alignment | None = None
        self._fault: Sentence | None = None

    def push(self, samples: Samples) -> Iterator[Chunk]:
        """The signals that have become known.

        Parameters
        ----------
        samples : Samples
            With a motion; other streams are not looked at.

        Yields
        ------
        Chunk
        """
        motion = samples.motion
        if motion is None or not len(motion) or self._fault or self._location != LOCATION:
            return
        attitude = self._attitude.push(motion)
        _, acceleration = self._grid.push(motion.time_s, motion.acceleration)
        yield from self._known(attitude, acceleration)

    def finish(self) -> Iterator[Chunk]:
        """The rows still held back when the stream ends.

        Yields
        ------
        Chunk
        """
        if self._fault or self._location != LOCATION:
            return
        _, acceleration = self._grid.finish()
        yield from self._known(self._attitude.finish(), acceleration)
        known = self._bank.finish()[: self._late_s.size]
        self.recorder.append(self._late_s, known)
        yield Chunk(self._late_s, known)

    def abilities(self, *, at_end: bool) -> frozenset[str]:
        """What the recording can show; the same throughout."""
        del at_end
        return frozenset({"height", "pelvis"})

    def quality(self) -> Quality:
        """Whether the phone was on the sacrum, and stood still with the person once."""
        if self._location != LOCATION:
            said = phrase(
                "The phone was worn at: {location}. This test needs it on the sacrum, the flat "
                "bone below the waist at the back; say so when it was.",
                location=str(self._location),
            )
            return Quality("refused", (Reason.of("not-on-sacrum", said),))
        if self._fault:
            return Quality("refused", (Reason.of("phone-lies-flat", self._fault),))
        if self._alignment is None:
            text = "No second of quiet standing was found: stand still for three seconds first."
            return Quality("refused", (Reason("no-quiet-standing", text),))
        return Quality()

    def _known(self, attitude: Attitude, acceleration: Array) -> Iterator[Chunk]:
        rests = any(len(part.time_s) for part in self._turned) or any(map(len, self._pushed))
        if self._alignment is not None and not rests and len(attitude.time_s) == len(acceleration):
            # The plain case: nothing waits, and both have come as far.
            yield self._filtered(attitude.time_s, attitude.up, acceleration, attitude.sd_deg)
            return
        self._turned.append(attitude)
        self._pushed.append(acceleration)
        times = np.concatenate([part.time_s for part in self._turned])
        up = np.concatenate([part.up for part in self._turned])
        sd = np.concatenate([part.sd_deg for part in self._turned])
        felt = np.concatenate(self._pushed)
        if self._alignment is None and not self._aligned(times, up, sd):
            self._turned = [Attitude(times, up, sd, np.zeros_like(sd))]
            self._pushed = [felt]
            return
        count = min(len(times), len(felt))
        rest = Attitude(times[count:], up[count:], sd[count:], sd[count:])
        self._turned, self._pushed = [rest], [felt[count:]]
        yield self._filtered(times[:count], up[:count], felt[:count], sd[:count])

    def _filtered(self, times: Array, up: Array, felt: Array, sd: Array) -> Chunk:
        late_s = np.concatenate((self._late_s, times))
        known = self._bank.push(self._rows(up, felt, sd))
        self._late_s = late_s[len(known) :]
        self.recorder.append(late_s[: len(known)], known)
        return Chunk(late_s[: len(known)], known)

    def _aligned(self, times: Array, up: Array, sd: Array) -> bool:
        """Look for the first whole second of quiet standing, second by second."""
        while (self._looked + 1) * self._second <= len(times):
            part = slice(self._looked * self._second, (self._looked + 1) * self._second)
            self._looked += 1
            travel = up[part].max(axis=0) - up[part].min(axis=0)
            if not (travel <= STILL_PART).all():
                continue
            try:
                self._alignment = standing_alignment(
                    Attitude(times[part], up[part], sd[part], sd[part])
                )
            except NotEnoughData as fault:
                self._fault = fault.said
            return self._alignment is not None
        return False

    def _rows(self, up: Array, felt: Array, sd: Array) -> Array:
        assert self._alignment is not None  # noqa: S101 -- callers look first
        out = np.empty((len(up), len(COLUMNS)))
        out[:, 0], out[:, 1] = body_angles(up, self._alignment.body)
        out[:, 2] = sway_acceleration(felt, up, self._alignment.body)[1]
        out[:, 3] = sd
        return out


class SacrumLifts:
    """Lifts from sideways shifts: to one side is the beginning, back again the end.

    Parameters
    ----------
    rule : EventRule
        Settings `on`, `off`, m.
    recorder : Recorder
        Where the signal is kept.
    """

    def __init__(self, rule: EventRule, _: Source, recorder: Recorder, __: float) -> None:
        self._recorder, self._signal = recorder, rule.signal
        self._column = recorder.column[rule.signal]
        pulses = HoldFinder(rule.settings["on"], rule.settings["off"])
        self._ways = ((1.0, pulses.stream()), (-1.0, pulses.stream()))
        self._lifted: Event | None = None
        self._moves: list[tuple[float, float, float]] = []  # middle (s), length (m), side
        self._settled_s = -np.inf

    def push(self, chunk: Chunk) -> tuple[Event, ...]:
        """The events that have become certain."""
        if not len(chunk.time_s):
            return ()
        signal = chunk.rows[:, self._column]
        for sign, stream in self._ways:
            for begun, pulse in stream.push(chunk.time_s, signal * sign):
                if not begun and not np.isnan(pulse.start_s):
                    way = self._recorder.values(
                        self._signal, self._recorder.span(pulse.start_s, pulse.end_s)
                    )
                    longest = float(np.nanmax(way * sign, initial=0.0))
                    self._moves.append((0.5 * (pulse.start_s + pulse.end_s), longest, sign))
        # A pulse lasts less than APART_S: what ends later than this cannot lie near it any more.
        return self._settled(float(chunk.time_s[-1]) - 3.0 * APART_S)

    def finish(self) -> tuple[Event, ...]:
        """The last movements, and a lift that lasts to the end."""
        found = self._settled(np.inf)
        if self._lifted is None:
            return found
        return (*found, replace(self._lifted, kind="foot_down", peak_s=np.nan, end_s=np.nan))

    def _settled(self, until_s: float) -> tuple[Event, ...]:
        """Events of the movements before a time that are no lobes of longer ones."""
        self._moves.sort()
        due = [move for move in self._moves if self._settled_s < move[0] <= until_s]
        if not due:
            return ()
        found: list[Event] = []
        for middle_s, longest, sign in due:
            near = (m for m in self._moves if abs(m[0] - middle_s) <= APART_S)
            if longest >= max(m[1] for m in near):
                found += self._moved(sign, middle_s)
        self._settled_s = due[-1][0]
        self._moves = [m for m in self._moves if m[0] > self._settled_s - APART_S]
        return tuple(found)

    def _moved(self, sign: float, middle_s: float) -> Iterator[Event]:
        side = Side.LEFT if sign > 0 else Side.RIGHT
        lifted = self._lifted
        if lifted is not None and middle_s - lifted.start_s > LONGEST_S:
            lifted = self._lifted = None
        if lifted is None:
            at = middle_s + FOOT_FROM_SHIFT_S
            self._lifted = Event("lift_off", side, at, at, at)
            yield self._lifted
        elif side is not lifted.side:
            at = max(middle_s - FOOT_FROM_SHIFT_S, lifted.start_s)
            self._lifted = None
            yield Event("foot_down", lifted.side, lifted.start_s, at, at)
