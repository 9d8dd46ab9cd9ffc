"""The strategy as data: stages, gates, ladders of dose, the walking programme."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from levelhip import protocols
from levelhip.core import LevelhipError

_STRICT = ConfigDict(extra="forbid")
Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]
Part = Annotated[float, Field(gt=0, le=1)]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of the way.

    Attributes
    ----------
    id, title, why : its name, in words, and its reason in a sentence
    days, sessions : the shortest stay and the fewest days with its exercises before the next
    exercises : what is trained
    tests : what is measured in its first days; `Retests` come besides
    gates : conditions, by name, for leaving it
    waive_days : days after which gates of skill hold nobody back; None = never
    """

    __pydantic_config__ = _STRICT

    id: Text
    title: Text
    why: Text
    days: Count
    sessions: Count
    exercises: tuple[Text, ...]
    tests: tuple[Text, ...]
    gates: tuple[Text, ...]
    waive_days: Count | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One dose; what does not apply is None.

    Attributes
    ----------
    sets, reps : how often, each side
    hold_s : s, the hold after the repetitions
    minutes : min, of walking with a load
    load_part : load as a part of the body mass, or of the former load of a lift
    form : variant of the protocol, where it is not the ladder's own
    title : its name in words, where that is not the ladder's own
    """

    __pydantic_config__ = _STRICT

    sets: int = 1
    reps: int | None = None
    hold_s: float | None = None
    minutes: float | None = None
    load_part: Part | None = None
    form: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The doses of an exercise, the easiest first.

    Attributes
    ----------
    exercise : its name
    title : its name in words
    minutes : min, about how long a session of it takes
    activity : what it counts as in screening
    rungs : doses
    claim : id in the ledger
    protocol, variant : what the coach runs for it; empty when it has no coach
    how : how it is done, where no coach says it
    instead : what takes its place where screening shuts it; empty for nothing
    load_of : what a load is a part of: "body" mass, or the "former" load of a lift
    guarded_above : part of the load above which a gate must be met; None = no such gate
    """

    __pydantic_config__ = _STRICT

    exercise: Text
    title: Text
    minutes: float
    activity: Text
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]
    claim: Text
    protocol: str = ""
    variant: str = ""
    how: tuple[Text, ...] = ()
    instead: str = ""
    load_of: Literal["body", "former"] = "body"
    guarded_above: Part | None = None

    def form(self, rung: Rung) -> str:
        """The variant of the protocol that a rung is done in."""
        return rung.form or self.variant


@dataclass(frozen=True, slots=True)
class Walking:
    """The walking programme: minutes a day, days a week, and how fast it may grow."""

    __pydantic_config__ = _STRICT

    start_min: float
    start_days: int
    goal_min: float
    goal_days: int
    rise_max: Part
    ease_off: Part
    claim: Text


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept up in the last stage."""

    __pydantic_config__ = _STRICT

    sessions_per_week: int


@dataclass(frozen=True, slots=True)
class Retests:
    """Tests that come again in every stage but the first.

    Attributes
    ----------
    every_days : days after the last time
    least_days : fewest days between two of the same test, when a stage begins with it
    wait_days : so long one waits for a day without exercises
    tests : which
    why : what is said
    """

    __pydantic_config__ = _STRICT

    every_days: Annotated[int, Field(ge=14)]
    least_days: Count
    wait_days: Count
    tests: tuple[Text, ...]
    why: Text


@dataclass(frozen=True, slots=True)
class Sitting:
    """Breaks from sitting.

    Attributes
    ----------
    from_h : h a day, who sits so long is reminded
    break_after_min : min
    why, claim : what is said, and its id in the ledger
    """

    __pydantic_config__ = _STRICT

    from_h: float
    break_after_min: int
    why: Text
    claim: Text


@dataclass(frozen=True, slots=True)
class WarmUp:
    """A short set before own training: in which stages, why."""

    __pydantic_config__ = _STRICT

    stages: tuple[Text, ...]
    why: Text
    claim: Text


@dataclass(frozen=True, slots=True)
class FlareStep:
    """What holds from a day of a flare-up on.

    Attributes
    ----------
    from_day : day of the flare-up, from 1
    text, claim : what is said, and its id in the ledger
    exercises : whether there are any
    leaves_out : exercises that wait
    walk_part : part of the usual walk
    """

    __pydantic_config__ = _STRICT

    from_day: Annotated[int, Field(ge=1)]
    text: Text
    exercises: bool
    walk_part: Part
    claim: Text
    leaves_out: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class FlarePlan:
    """What is done in a flare-up, day by day.

    Attributes
    ----------
    days : so long it lasts at most
    claim : id in the ledger
    walk_claim : of walking meanwhile
    red_walk_part : part of the usual walk at most while the light is red
    step : in order
    """

    __pydantic_config__ = _STRICT

    days: Annotated[int, Field(ge=1)]
    claim: Text
    walk_claim: Text
    red_walk_part: Part
    step: Annotated[tuple[FlareStep, ...], Field(min_length=1)]

    def step_on(self, day: int) -> FlareStep:
        """The step that holds on a day of a flare-up, counted from 1."""
        return max((s for s in self.step if s.from_day <= day), key=lambda s: s.from_day)


@dataclass(frozen=True, slots=True)
class Relapse:
    """When pain that comes back is a new episode, and where the way begins again.

    Attributes
    ----------
    stage : in which it is looked for
    to : the stage that follows
    rise : of 10, each answer of a week by so much above the weeks before
    tests : what is measured anew
    why, claim : what is said, and its id in the ledger
    """

    __pydantic_config__ = _STRICT

    stage: Annotated[str, Field(alias="from")]
    to: Text
    rise: float
    tests: tuple[Text, ...]
    why: Text
    claim: Text


@dataclass(frozen=True, slots=True)
class Learning:
    """When which card is shown: each once, then some again.

    Attributes
    ----------
    every_days, again_every_days : days from one card to the next, the first time and later
    order, again : cards, by id
    flare : the card of a flare-up
    """

    __pydantic_config__ = _STRICT

    every_days: Annotated[int, Field(ge=1)]
    order: tuple[Text, ...]
    again_every_days: Annotated[int, Field(ge=1)]
    again: tuple[Text, ...]
    flare: Text

    def card(self, day: int) -> str:
        """The card of a day of the program, counted from 0; empty on days without one."""
        if day < 0:
            # The clock was put back behind the day on which it began.
            return ""
        first = len(self.order) * self.every_days
        if day < first:
            return "" if day % self.every_days else self.order[day // self.every_days]
        later = day - first
        if later % self.again_every_days:
            return ""
        return self.again[later // self.again_every_days % len(self.again)]


@dataclass(frozen=True, slots=True)
class Strategy:
    """Everything together."""

    __pydantic_config__ = _STRICT

    version: int
    stage: tuple[Stage, ...]
    ladder: tuple[Ladder, ...]
    walking: Walking
    keeping: Keeping
    retests: Retests
    sitting: Sitting
    warm_up: WarmUp
    flare: FlarePlan
    relapse: Relapse
    learning: Learning

    @property
    def exercises(self) -> tuple[str, ...]:
        """The exercises that have a ladder."""
        return tuple(each.exercise for each in self.ladder)

    def exercise_of(self, protocol: str, variant: str = "") -> str:
        """The exercise that a form of a protocol is; the protocol's own name when it is none.

        Parameters
        ----------
        protocol, variant : str
            What the coach runs; an empty variant is the protocol's first.

        Returns
        -------
        str
        """
        own = [each for each in self.ladder if each.protocol == protocol]
        named = [each for each in own if each.variant == variant]
        if own and not named:
            # Another form: a gentler one counts as what screening takes it for.
            form = protocols.protocol(protocol).chosen(variant=variant or None).counts_as
            named = [each for each in (*own, *self.ladder) if each.activity == form]
        return next((each.exercise for each in named), protocol)

    def ladder_of(self, exercise: str) -> Ladder:
        """The ladder of an exercise.

        Parameters
        ----------
        exercise : str

        Returns
        -------
        Ladder

        Raises
        ------
        LevelhipError
            When there is none.
        """
        for each in self.ladder:
            if each.exercise == exercise:
                return each
        known = ", ".join(self.exercises)
        raise LevelhipError(f"exercise {exercise}: has no ladder; give one of {known}")


@cache
def strategy() -> Strategy:
    """The strategy that comes with levelhip."""
    text = files("levelhip.program").joinpath("library", "strategy.toml").read_text("utf-8")
    told: Strategy = TypeAdapter(Strategy).validate_python(tomllib.loads(text))
    return told
