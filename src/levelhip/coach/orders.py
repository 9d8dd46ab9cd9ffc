"""What a session tells the outside to do, and what it shows; values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from levelhip.core import Answer, Mark

Tone = Literal["ready", "rep", "end", "fault"]
"""The four tones: rising, short, falling, low double."""


@dataclass(frozen=True, slots=True)
class Say:
    """Something to be spoken, or shown where nothing speaks.

    Attributes
    ----------
    cue : id of the cue, for the transcript
    spoken : at most 8 words, in the session's language
    written : the same for a reader; may be longer
    cuts_in : whether what is being said is broken off for it
    """

    cue: str
    spoken: str
    written: str
    cuts_in: bool = False


@dataclass(frozen=True, slots=True)
class Sound:
    """A tone."""

    tone: Tone


@dataclass(frozen=True, slots=True)
class Put:
    """A mark for the engine and the record."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class Keep:
    """An answer for the engine and the record."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Measure:
    """Whether the source is to run (`on`) or to wait, as a played file does between sets."""

    on: bool


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of the session.

    Attributes
    ----------
    reason : "done", "stopped" (by the person), "locked" (a safety answer), "source-ended", …
    text : the reason in a sentence, in the session's language
    """

    reason: str
    text: str


Order = Say | Sound | Put | Keep | Measure | Finish


@dataclass(frozen=True, slots=True)
class Screen:
    """What is to be seen now.

    Attributes
    ----------
    step : id of the script's step
    title : what is being done, in a few words
    side : "left", "right" or "both"
    count, target : repetitions or steps done and asked for; None when none are counted
    faulty : repetitions counted apart
    left_s : s, what is left of a hold, a rest or a countdown; None when no time runs
    held_s : s, how long the running hold has lasted; None when nothing is held
    question : what was asked and waits for an answer; empty for nothing
    caption : the last thing said, written
    state : "running", "asking" once it has begun to be asked, "paused" or "finished"
    most : largest number that is an answer
    answers : how the question is answered, "yes-no" or "number"; empty for no question
    may_skip : whether the question may be left out
    stop : what "stop" does: "" it ends the session, "asks" it is asked about first, "asked" it has
        been said: a pause is one in which the session can be ended
    emergency : "asked" while a yes would be a sign of one, "said" once it was; else empty
    """

    step: str
    title: str
    side: str = "both"
    count: int | None = None
    target: int | None = None
    faulty: int = 0
    left_s: float | None = None
    held_s: float | None = None
    question: str = ""
    caption: str = ""
    state: Literal["running", "asking", "paused", "finished"] = "running"
    most: int = 10
    answers: Literal["", "yes-no", "number"] = ""
    may_skip: bool = True
    stop: Literal["", "asks", "asked"] = ""
    emergency: Literal["", "asked", "said"] = ""
