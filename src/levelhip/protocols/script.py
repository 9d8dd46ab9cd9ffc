"""The script of a session: what is said, asked, waited for and counted, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from levelhip.protocols.cues import Tone, shown_faults, spoken_faults
from levelhip.protocols.fields import STRICT, Name, Positive, Source, Text

Doing = Literal["say", "wait", "ask", "pose", "reps", "hold", "rest", "walk"]
Rounds = Literal["session", "side", "set", "trial"]
"""How often a step comes: once, for each side, for each set of a side, for each trial of a set."""

LEVELS: tuple[Rounds, ...] = ("session", "side", "set", "trial")


@dataclass(frozen=True, slots=True)
class Beat:
    """One part of a repetition whose tempo the voice sets.

    Attributes
    ----------
    say : what is said as it begins
    seconds : s, how long it lasts
    """

    __pydantic_config__ = STRICT

    say: Text
    seconds: Positive


@dataclass(frozen=True, slots=True)
class Step:
    """One step; its words come first, then what is to be done.

    Attributes
    ----------
    id : its name
    do : "say" nothing more; "wait" for `seconds`; "ask" a question; "pose": be still in `pose` for
        `seconds`; "reps": repetitions are counted; "hold"; "rest"; "walk"
    say : sentences, spoken one after another, 8 words at most each; as for cues, {side} and the
        like are filled in
    show : the whole in writing; empty when it is what is spoken
    title : what is being done, in a few words; empty keeps the title of the step before
    each : how often it comes; steps that follow each other with the same or a deeper level make one
        round
    only : in which of its rounds it comes: all, "first", "later", "last" or "not-last"
    sources : recordings it is for; empty for all
    variants : ways of doing the exercise it is for; empty for all
    tone : what sounds when its words are over
    wait_s : s, time to do what was said before the next step
    seconds : s, length of a wait or pose, of a hold or rest that is not the plan's, or of a walk
        for which nothing is planned
    pose : "line", "back", "level" or "touch", for the mark
    answer : name of the answer, for the record; empty when it is not kept
    kind : how it is answered: "number" or "yes-no"
    most : largest number that is an answer
    limit : largest number with which the session goes on; None for any
    ease : said when the answer is above `limit`, before the question is asked again
    locks : "yes" ends the session, and nothing opens it again
    ends : "yes" ends the session for this reason, by its code; empty for none
    warns : it tells to stop at this, the id of a question that is asked from then on of who stops;
        empty for nothing
    untapped : comes only when nothing counted the repetitions before it
    unless : comes only while there is no answer of this name yet; empty for always
    still_up : comes only when the hold before it ended by its time, not by coming down
    event : kind of event that is counted
    taps : without a sensor, how often a hold is tapped: 1 = as it ends, 2 = as it begins too
    beats : the parts of a repetition, for sessions in which nothing counts
    measure : the source runs from this step on
    then : ids of cues that are said when it is over
    """

    __pydantic_config__ = STRICT

    id: Name
    say: Annotated[tuple[Text, ...], Field(min_length=1)]
    do: Doing = "say"
    show: str = ""
    title: str = ""
    each: Rounds = "session"
    only: Literal["", "first", "later", "last", "not-last"] = ""
    sources: tuple[Source, ...] = ()
    variants: tuple[Name, ...] = ()
    tone: Tone = ""
    wait_s: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    seconds: Positive | None = None
    pose: Literal["", "line", "back", "level", "touch"] = ""
    answer: str = ""
    kind: Literal["number", "yes-no"] = "number"
    most: Annotated[int, Field(gt=0)] = 10
    limit: Annotated[int, Field(ge=0)] | None = None
    ease: tuple[Text, ...] = ()
    locks: bool = False
    ends: str = ""
    warns: Literal["", "leg-signs"] = ""
    untapped: bool = False
    unless: str = ""
    still_up: bool = False
    event: Name = "rep"
    taps: Literal[1, 2] = 1
    beats: tuple[Beat, ...] = ()
    measure: bool = False
    then: tuple[Name, ...] = ()

    @property
    def may_skip(self) -> bool:
        """Whether a question may be left out: none that looks after safety."""
        return not (self.locks or self.ends) and self.limit is None


def script_faults(
    script: tuple[Step, ...],
    *,
    cues: frozenset[str],
    variants: frozenset[str],
    part: str = "script",
) -> list[str]:
    """What does not fit in a script.

    Parameters
    ----------
    script : tuple of Step
        In the order of the file.
    cues : frozenset of str
        Ids of the cues there are.
    variants : frozenset of str
        Ids of the protocol's variants.
    part : str
        How the array of tables is called in the file.

    Returns
    -------
    list of str
        One line a fault, with its place and the way out.
    """
    lines = []
    ids: set[str] = set()
    for i, step in enumerate(script, start=1):
        where = f"{part}[{i}]"
        if step.id in ids:
            lines.append(f"{where}.id is {step.id!r} again; give each id once")
        ids.add(step.id)
        spoken = [("say", step.say), ("ease", step.ease)]
        spoken.append(("beats", tuple(beat.say for beat in step.beats)))
        for name, texts in spoken:
            for j, text in enumerate(texts, start=1):
                lines += spoken_faults(f"{where}.{name}[{j}]", text)
        lines += shown_faults(f"{where}.show", step.show)
        lines += [
            f"{where}.then has {name!r}; give the id of a cue"
            for name in step.then
            if name not in cues
        ]
        lines += [
            f"{where}.variants has {name!r}; give an id of the protocol's variants"
            for name in step.variants
            if name not in variants
        ]
        lines += _lacks(where, step)
    return lines


def _lacks(where: str, step: Step) -> list[str]:
    lines = []
    if step.do in ("wait", "pose") and step.seconds is None:
        lines.append(f"{where}.seconds is missing; write how long to {step.do}")
    if step.do == "pose" and not step.pose:
        lines.append(f"{where}.pose is missing; give line, back, level or touch")
    if step.limit is not None and not step.ease:
        lines.append(f"{where}.ease is missing; write what to do above {step.limit}")
    if (step.locks or step.ends) and step.kind != "yes-no":
        lines.append(
            f"{where}.kind is {step.kind!r}; give yes-no for a question that locks or ends"
        )
    return lines
