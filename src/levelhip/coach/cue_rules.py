"""Which cues are due: from what the engine sees, and from the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from levelhip.core import Event, Quality
from levelhip.protocols import Source
from levelhip.protocols.cues import Cue, Moment

HINT_EVERY = 3
"""At most one hint in so many repetitions; chosen by us: the number comes first."""

PRAISE_FROM = 3
"""Fewest repetitions of a set that is praised as a whole; chosen by us: less is no set."""

QUALITY_EVERY_S = 20.0
"""A sensor that sees nothing is told of at most so often, s; chosen by us: time to move the camera
and see whether that helped."""


@dataclass(frozen=True, slots=True)
class Called:
    """A cue that is due, with the numbers to be filled in."""

    cue: Cue
    numbers: Mapping[str, float] = field(default_factory=dict)


class CueRules:
    """Holds the cues of a session against what happens.

    Parameters
    ----------
    cues : sequence of Cue
        The protocol's own before the shared ones.
    source : Source
        What measures; without a sensor nothing is ever praised or put right.
    """

    def __init__(self, cues: Sequence[Cue], source: Source) -> None:
        mine = [cue for cue in cues if not cue.sources or source in cue.sources]
        self._cues = tuple({cue.id: cue for cue in reversed(mine)}.values())[::-1]
        self._sees = source not in ("self", "scales")
        self._quality_s = -QUALITY_EVERY_S
        self._done = 0  # repetitions of all sets, counting or not
        self._hint_at = -HINT_EVERY  # at which of them the last hint was given
        self._hint: str | None = None  # the fault it was about, until praised or forgotten
        self._set: list[bool] = []  # of the running set: whether each was clean

    def named(self, cue_ids: Sequence[str]) -> list[Called]:
        """Cues that the script calls for, those that are for this source.

        Parameters
        ----------
        cue_ids : sequence of str

        Returns
        -------
        list of Called
        """
        return [Called(cue) for name in cue_ids for cue in self._cues if cue.id == name]

    def begin_set(self) -> None:
        """A new set: what was hinted at and praised before is forgotten."""
        self._set = []
        self._hint = None

    def counted(self, event: Event, *, count: int, target: int | None) -> list[Called]:
        """What a repetition or hold calls for.

        Parameters
        ----------
        event : Event
            It, with its faults.
        count : int
            How many have counted by now, with this one if it counts.
        target : int or None
            How many are asked for.

        Returns
        -------
        list of Called
            The number first; at most one hint, and praise only without one.
        """
        numbers = {"count": float(count)}
        if event.valid:
            found = [Called(cue, numbers) for cue in self._of_count(count, target)]
        else:
            found = [Called(cue, numbers) for cue in self._cues if cue.count == "apart"]
        return found + self._judged(event)

    def happened(self, event: Event) -> list[Called]:
        """What an event of its kind calls for, whatever is asked for now.

        Parameters
        ----------
        event : Event

        Returns
        -------
        list of Called
        """
        return [Called(cue) for cue in self._cues if cue.event == event.kind]

    def paced(self, *, count: int, target: int) -> list[Called]:
        """What is counted where nobody sees.

        Parameters
        ----------
        count, target : int
            How many there were by the voice's tempo; how many are asked for.

        Returns
        -------
        list of Called
        """
        return [Called(cue, {"count": float(count)}) for cue in self._of_count(count, target)]

    def end_set(self, *, target: int | None) -> list[Called]:
        """Praise for a full set without faults, where that was seen.

        Parameters
        ----------
        target : int or None
            How many were asked for.

        Returns
        -------
        list of Called
        """
        full = len(self._set) >= max(PRAISE_FROM, target or 0)
        earned = self._sees and full and all(self._set)
        self._set = []
        return self.at("clean-set") if earned else []

    def at(self, moment: Moment) -> list[Called]:
        """What a moment of the session calls for.

        Parameters
        ----------
        moment : Moment

        Returns
        -------
        list of Called
        """
        return [Called(cue) for cue in self._cues if cue.moment == moment]

    def step(self, step_id: str) -> list[Called]:
        """What the beginning of a step calls for.

        Parameters
        ----------
        step_id : str

        Returns
        -------
        list of Called
        """
        return [Called(cue) for cue in self._cues if cue.step == step_id]

    def passed(self, kind: str, before_s: float, now_s: float) -> list[Called]:
        """What seconds call for that have passed since last looked.

        Parameters
        ----------
        kind : "hold", "left", "rest" or "walk"
            What is counted: seconds held, or seconds left of a hold, a rest, a walk.
        before_s, now_s : s
            The time when last looked and now; it rises for "hold" and falls for the others.

        Returns
        -------
        list of Called
            The latest of each cue.
        """
        low, high = min(before_s, now_s), max(before_s, now_s)
        rising = now_s > before_s
        found = []
        for cue in self._cues:
            seconds = [
                each
                for each in getattr(cue, kind)
                if (low < each <= high if rising else low <= each < high)
            ]
            if seconds:
                last = max(seconds) if rising else min(seconds)
                found.append(Called(cue, {"seconds": last, "minutes": last / 60.0}))
        return found

    def unseen(self, quality: Quality | None, now_s: float) -> list[Called]:
        """What is said when the sensor sees nothing it can trust, once in a while.

        Parameters
        ----------
        quality : Quality or None
            Of the last seconds; None when it is not known.
        now_s : s

        Returns
        -------
        list of Called
        """
        if quality is None or quality.state != "refused":
            return []
        if now_s - self._quality_s < QUALITY_EVERY_S:
            return []
        self._quality_s = now_s
        codes = [reason.code for reason in quality.reasons]
        told = [cue for code in codes for cue in self._cues if cue.quality == code]
        return [Called(told[0])] if told else self.at("unseen")

    def _of_count(self, count: int, target: int | None) -> list[Cue]:
        words = ("each", "last") if target is not None and count == target - 1 else ("each",)
        return [
            cue
            for cue in self._cues
            if cue.count in words or (isinstance(cue.count, tuple) and count in cue.count)
        ]

    def _judged(self, event: Event) -> list[Called]:
        """At most one hint, about the most important fault; or praise for one just mended."""
        self._done += 1
        hints = [cue for cue in self._cues if cue.fault and cue.fault in event.faults]
        clean = event.valid and not event.faults
        self._set.append(clean)
        if hints and self._done - self._hint_at >= HINT_EVERY:
            hint = max(hints, key=lambda cue: cue.priority)
            self._hint_at, self._hint = self._done, hint.fault
            return [Called(hint)]
        if self._hint is not None and self._hint not in event.faults:
            self._hint = None
            return self.at("mended") if clean and self._sees else []
        return []
