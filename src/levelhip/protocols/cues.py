"""What is said while a person exercises, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from levelhip.core import Side
from levelhip.core.sentence import sided, sideless
from levelhip.protocols.fields import STRICT, Name, Positive, Source, Text

Tone = Literal["", "ready", "rep", "end", "fault"]
Moment = Literal[
    "clean-set",
    "mended",
    "idle",
    "paused",
    "resumed",
    "say-number",
    "say-yes-no",
    "stopped",
    "stop-denied",
    "source-ended",
    "unseen",
    "called",
    "held",
]
"""What happens in a session beside what the engine sees: a full set without faults, a fault just
mended, nothing counted for long, a pause, its end, an answer that is no number or neither yes nor
no, the person's stop, a no to what it was asked about, the end of a played recording, a sensor that
sees nothing it can trust; a step of the script that calls for it (`Step.then`); a hold that ended
by itself."""

MOST_WORDS = 8
"""Longest spoken form; chosen by us: it must be understood while somebody moves."""

STOP_PRIORITY = 9
"""Priority that breaks off what is being said."""

PLACEHOLDERS = frozenset({"side", "other", "count", "seconds", "minutes", "steps"})
"""What may stand in braces: the side that works and the other one, a number."""

FAULT_CODES = frozenset(
    {
        "begun-before",
        "low",
        "no-knee-forward",
        "no-touch",
        "not-back",
        "not-lowered",
        "not-past-midline",
        "not-put-down",
        "shallow",
        "short-hold",
        "standing-knee-bent",
        "sunk",
        "thigh-not-straight",
        "toe-up",
        "too-fast",
        "trunk-lean",
    }
)
"""Codes of what was not as asked in a repetition or hold, as the engine's finders give them."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Something said when something happens; exactly one of the fields under "when" is given.

    Attributes
    ----------
    id : its name, for the transcript
    say : the spoken form, 8 words at most; {side}, {other}, {count}, {seconds}, {minutes} and
        {steps} are filled in
    show : the written form; empty when it is the spoken one
    priority : 1 to 9; the higher goes first, 9 breaks off what is being said
    life_s : s, how long after its moment it may still be said; chosen by us: two seconds later
        the next repetition is on
    tone : what sounds with it: "ready", "rep", "end", "fault"; empty for none
    sources : recordings it is for; empty for all
    event : when: an event of this kind
    fault : when: an event with this fault
    count : when: these counts, "each", "last" (one is left) or "apart" (one that does not count)
    hold, left, rest : when: these seconds of a hold have passed; are left of it; are left of a rest
    walk : when: these seconds are left of a walk
    step : when: this step of the script begins
    quality : when: the recording cannot be trusted for a reason of this code
    moment : when: this happens in the session
    """

    __pydantic_config__ = STRICT

    id: Name
    say: Text
    show: str = ""
    priority: Annotated[int, Field(ge=1, le=STOP_PRIORITY)] = 4
    life_s: Positive = 2.0
    tone: Tone = ""
    sources: tuple[Source, ...] = ()
    event: str = ""
    fault: str = ""
    count: tuple[Annotated[int, Field(gt=0)], ...] | Literal["", "each", "last", "apart"] = ""
    hold: tuple[Positive, ...] = ()
    left: tuple[Positive, ...] = ()
    rest: tuple[Positive, ...] = ()
    walk: tuple[Positive, ...] = ()
    step: str = ""
    quality: str = ""
    moment: Moment | Literal[""] = ""

    @property
    def when(self) -> tuple[str, ...]:
        """Names of the fields that say when; one in a sound cue."""
        return tuple(name for name in WHEN if getattr(self, name))


WHEN = ("event", "fault", "count", "hold", "left", "rest", "walk", "step", "quality", "moment")


def word_count(text: str) -> int:
    """How many words are spoken; a placeholder is one.

    Parameters
    ----------
    text : str
        A spoken form.

    Returns
    -------
    int
    """
    return len([word for word in text.split() if re.search(r"[\w{]", word)])


def placeholders(text: str) -> frozenset[str]:
    """What stands in braces in a text.

    Parameters
    ----------
    text : str
        A spoken or written form.

    Returns
    -------
    frozenset of str
    """
    return frozenset(re.findall(r"\{([^{}]*)\}", text))


def spoken_faults(where: str, text: str) -> list[str]:
    """What keeps a text from being spoken.

    Parameters
    ----------
    where : str
        Its place in the file.
    text : str
        A spoken form.

    Returns
    -------
    list of str
        One line a fault, with the way out.
    """
    lines = []
    if not text.strip():
        lines.append(f"{where} is empty; write what is said")
    if word_count(text) > MOST_WORDS:
        lines.append(f"{where} is {text!r}; give {MOST_WORDS} words or fewer")
    return lines + shown_faults(where, text)


def shown_faults(where: str, text: str) -> list[str]:
    """Placeholders of a text that nothing fills.

    Parameters
    ----------
    where : str
        Its place in the file.
    text : str
        A spoken or written form.

    Returns
    -------
    list of str
        One line a fault, with the way out.
    """
    strange = sorted(placeholders(text) - PLACEHOLDERS)
    ways = ", ".join(sorted(PLACEHOLDERS))
    return [f"{where} has {{{name}}}; give one of {ways}" for name in strange]


def cue_faults(cues: tuple[Cue, ...], *, steps: frozenset[str]) -> list[str]:
    """What does not fit in a file's cues.

    Parameters
    ----------
    cues : tuple of Cue
        In the order of the file.
    steps : frozenset of str
        Ids of the steps of the script.

    Returns
    -------
    list of str
        One line a fault, with its place and the way out.
    """
    lines = []
    ids: set[str] = set()
    for i, cue in enumerate(cues, start=1):
        where = f"cues[{i}]"
        if cue.id in ids:
            lines.append(f"{where}.id is {cue.id!r} again; give each id once")
        ids.add(cue.id)
        if len(cue.when) != 1:
            told = ", ".join(cue.when) or "nothing"
            lines.append(f"{where} says {told} as its moment; give one of {', '.join(WHEN)}")
        if cue.fault and cue.fault not in FAULT_CODES:
            ways = ", ".join(sorted(FAULT_CODES))
            lines.append(f"{where}.fault is {cue.fault!r}; give one of {ways}")
        if cue.step and cue.step not in steps:
            lines.append(f"{where}.step is {cue.step!r}; give the id of a step of the script")
        lines += spoken_faults(f"{where}.say", cue.say)
        lines += shown_faults(f"{where}.show", cue.show)
    return lines


def forms(text: str) -> tuple[str, ...]:
    """The text as it is translated: with the sides written out, once for left and once for right.

    Languages bend the word for a side differently in each sentence, so no side is filled into a
    translation.

    Parameters
    ----------
    text : str
        In English, perhaps with {side} and {other}.

    Returns
    -------
    tuple of str
        One text, or two; a third where the side can be left out.
    """
    written = (sided(text, side) for side in (Side.LEFT, Side.RIGHT))
    return tuple(dict.fromkeys((*written, *_bare(text))))


def _bare(text: str) -> tuple[str, ...]:
    bare = sideless(text)
    return (bare,) if bare != text else ()
