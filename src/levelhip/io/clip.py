"""What is known of a video file: its size, its turn, its time stamps, and how those are mended."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from levelhip.core import BadRecording, Sentence, phrase

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Turn:
    """How stored pictures are turned to stand upright: quarter turns, then a mirror.

    Attributes
    ----------
    quarters : number of quarter turns against the clock, 0 to 3
    mirrored : whether left and right are swapped after turning
    """

    quarters: int = 0
    mirrored: bool = False

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height after turning."""
        return (height, width) if self.quarters % 2 else (width, height)

    def applied(self, rgb: Pixels) -> Pixels:
        """The turned picture, C-contiguous (the pose model silently misreads strided views)."""
        if self.quarters:
            rgb = np.rot90(rgb, self.quarters)
        if self.mirrored:
            rgb = rgb[:, ::-1]
        return np.ascontiguousarray(rgb)


def turn_of(matrix: bytes | None, *, name: str) -> Turn:
    """The turn that a display matrix asks for.

    Parameters
    ----------
    matrix : bytes or None
        Nine 32-bit integers, the upper left four being 16.16 fixed point (ISO 14496-12, `tkhd`).
    name : str
        Of the file, for the message.

    Returns
    -------
    Turn
        No turn without a matrix.

    Raises
    ------
    BadRecording
        When the turn is not a multiple of 90 degrees.
    """
    if not matrix:
        return Turn()
    a, b, _, c, d = (float(value) / 65536 for value in np.frombuffer(matrix, np.int32, count=5))
    # The matrix maps stored (x, y) to shown (x a + y c, x b + y d), y pointing down.
    mirrored = a * d - b * c < 0
    if mirrored:
        a, c = -a, -c
    degrees = float(np.degrees(np.arctan2(-b, a)))
    quarters = round(degrees / 90)
    if abs(degrees - 90 * quarters) > 1:
        raise BadRecording(
            "{file}: is to be shown turned by {degrees} degrees; turn it to a multiple of 90 "
            "degrees in a video editor",
            file=name,
            degrees=f"{degrees:.0f}",
        )
    return Turn(quarters % 4, mirrored)


@dataclass(frozen=True, slots=True)
class Clip:
    """What is known of a video file before its pictures are looked at.

    Attributes
    ----------
    path : Path
    time_base_s : s, one tick of the stamps
    ticks : (T,), int64, stamps of all pictures in order; empty when they cannot be trusted
    start_tick : stamp of the first picture
    key_ticks : stamps at which decoding can begin
    count : pictures announced by the file's packets
    rate_hz : Hz, from the median step
    size : (width, height), px, of the upright picture
    stored : (width, height), px, as stored
    aspect : width of a stored pixel over its height
    turn : Turn
    codec : name of the coding
    notes, repairs : in words
    """

    path: Path
    time_base_s: float
    ticks: NDArray[np.int64]
    start_tick: int
    key_ticks: NDArray[np.int64]
    count: int
    rate_hz: float
    duration_s: float
    size: tuple[int, int]
    stored: tuple[int, int]
    aspect: float
    turn: Turn
    codec: str
    notes: tuple[str, ...]
    repairs: tuple[Sentence, ...]

    def tick(self, time_s: float) -> int:
        """The stamp of a time since the first picture."""
        return self.start_tick + round(time_s / self.time_base_s)

    def time(self, tick: int) -> float:
        """Time since the first picture, s, of a stamp."""
        return (tick - self.start_tick) * self.time_base_s


@dataclass(slots=True)
class Clock:
    """Turns stamps into strictly increasing times, and counts what it had to mend.

    Attributes
    ----------
    clip : Clip
    left_out : pictures with a repeated or slightly backward stamp
    jumps : times, s, at which the stamps jumped back and were shifted to go on
    guessed : pictures without a stamp, placed one step after the one before
    damaged : times, s, of damaged pictures, or after which a damaged packet was skipped
    """

    clip: Clip
    left_out: list[float] = field(default_factory=list)
    jumps: list[float] = field(default_factory=list)
    guessed: int = 0
    damaged: list[float] = field(default_factory=list)
    _last_s: float | None = None
    _shift_s: float = 0.0

    JUMP_S = 0.5
    """A step back by more than this is a restarted clock, a smaller one a stray stamp; chosen by
    us: reordering inside a file spans at most some frames."""

    def time(self, tick: int | None) -> float | None:
        """Time of a picture, s since the first; None when the picture is to be left out."""
        step_s = 1 / self.clip.rate_hz
        if tick is None:
            self.guessed += 1
            now = 0.0 if self._last_s is None else self._last_s + step_s
        else:
            now = self.clip.time(tick) + self._shift_s
        if self._last_s is not None and now <= self._last_s:
            if self._last_s - now <= self.JUMP_S:
                self.left_out.append(self._last_s)
                return None
            self.jumps.append(self._last_s)
            self._shift_s += self._last_s + step_s - now
            now = self._last_s + step_s
        self._last_s = now
        return now

    def note_damage(self) -> None:
        """Something damaged was met at the time last given."""
        self.damaged.append(self._last_s or 0.0)

    def add(self, other: Clock, *, from_s: float) -> None:
        """Take over what another clock of the same clip had to mend from a time on."""
        self.left_out += [time_s for time_s in other.left_out if time_s >= from_s]
        self.damaged += [time_s for time_s in other.damaged if time_s >= from_s]
        self.jumps += other.jumps
        self.guessed += other.guessed

    def repairs(self) -> list[Sentence]:
        """What was mended, in words."""
        said = []
        if self.left_out:
            said.append(
                phrase(
                    "{count} pictures with repeated or backward time stamps left out, the first "
                    "at {time} s",
                    count=len(self.left_out),
                    time=f"{min(self.left_out):.3f}",
                )
            )
        if self.jumps:
            said.append(
                phrase(
                    "time stamps jumped back {count} times, the first after {time} s; what "
                    "follows was shifted to go on one picture later",
                    count=len(self.jumps),
                    time=f"{self.jumps[0]:.3f}",
                )
            )
        if self.guessed:
            said.append(
                phrase(
                    "{count} pictures without a time stamp placed by the nominal rate of {rate} Hz",
                    count=self.guessed,
                    rate=f"{self.clip.rate_hz:.3f}",
                )
            )
        if self.damaged:
            said.append(
                phrase(
                    "{count} damaged pictures skipped or mended by the decoder, the "
                    "first at {time} s",
                    count=len(self.damaged),
                    time=f"{min(self.damaged):.2f}",
                )
            )
        return said
