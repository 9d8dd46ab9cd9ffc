"""Who speaks next: one at a time, the urgent first, nothing stale."""

from __future__ import annotations

import math
from dataclasses import dataclass

from levelhip.coach.orders import Order, Say, Sound
from levelhip.coach.plan import Voice
from levelhip.protocols.cues import STOP_PRIORITY, Tone, word_count

SETTLE_S = 0.3
"""For this long after a Say the voice counts as speaking whatever is reported, s: a voice needs a
moment to start; chosen by us."""

READ_S, READ_WORD_S = 0.8, 0.3
"""Where nothing speaks, the time a caption is left alone, s, and s a word; chosen by us: 200 words
a minute, a calm reader."""


LINE_PRIORITY = 5
"""Of the lines of the script: they wait for numbers, and hints and praise wait for them."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is to be said now, or soon.

    Attributes
    ----------
    cue : id for the transcript
    spoken, written : both forms, in the session's language
    priority : the higher goes first, 9 breaks off what is being said
    until_s : s, from when on it is stale
    tone : sounds with it
    line : it belongs to the script: the session waits until it has been said
    """

    cue: str
    spoken: str
    written: str
    priority: int = LINE_PRIORITY
    until_s: float = math.inf
    tone: Tone = ""
    line: bool = False


class Scheduler:
    """Keeps what is due and gives it out one by one.

    Parameters
    ----------
    voice : "voice", "tones" or "silent"
        Without speech a caption is left alone as long as reading takes; "silent" has no tones.
    """

    def __init__(self, voice: Voice = "voice") -> None:
        self._voice = voice
        self._waiting: list[Due] = []
        self._quiet_from_s = -math.inf
        self.caption = ""

    def offer(self, due: Due) -> None:
        """Take something to be said; of a cue that waits already only the newer is kept.

        Parameters
        ----------
        due : Due
        """
        if not due.line:
            self._waiting = [each for each in self._waiting if each.line or each.cue != due.cue]
        self._waiting.append(due)

    def drop(self, *, lines: bool = True, cues: bool = False) -> None:
        """Forget what waits.

        Parameters
        ----------
        lines : bool
            The lines of the script.
        cues : bool
            Everything else.
        """
        self._waiting = [each for each in self._waiting if not (lines if each.line else cues)]

    def busy(self, now_s: float, *, speaking: bool) -> bool:
        """Whether a line of the script still waits, or anything is being said.

        Parameters
        ----------
        now_s : s
        speaking : bool
            As the voice reports.

        Returns
        -------
        bool
        """
        return self._talks(now_s, speaking) or any(each.line for each in self._waiting)

    def advance(self, now_s: float, *, speaking: bool) -> tuple[Order, ...]:
        """What is said now: nothing, or one thing with its tone.

        Parameters
        ----------
        now_s : s
        speaking : bool
            Whether the voice is still at the last one.

        Returns
        -------
        tuple of Order
        """
        self._waiting = [each for each in self._waiting if now_s <= each.until_s]
        if not self._waiting:
            return ()
        # Of equals the one that came first, which max gives.
        due = max(self._waiting, key=lambda each: each.priority)
        cuts_in = due.priority >= STOP_PRIORITY
        if self._talks(now_s, speaking) and not cuts_in:
            return ()
        self._waiting.remove(due)
        return self._said(now_s, due, cuts_in=cuts_in)

    def cut_in(self, now_s: float, due: Due) -> tuple[Order, ...]:
        """Say something at once, whatever is being said, and forget all that waits.

        Parameters
        ----------
        now_s : s
        due : Due

        Returns
        -------
        tuple of Order
        """
        self._waiting = []
        return self._said(now_s, due, cuts_in=True)

    def _talks(self, now_s: float, speaking: bool) -> bool:
        return speaking or now_s < self._quiet_from_s

    def _said(self, now_s: float, due: Due, *, cuts_in: bool) -> tuple[Order, ...]:
        reading_s = READ_S + READ_WORD_S * word_count(due.spoken)
        self._quiet_from_s = now_s + (SETTLE_S if self._voice == "voice" else reading_s)
        self.caption = due.written
        say = Say(due.cue, due.spoken, due.written, cuts_in)
        if due.tone and self._voice != "silent":
            return (Sound(due.tone), say)
        return (say,)
