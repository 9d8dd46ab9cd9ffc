"""The strategy as data: stages, gates, ladders of dose, the walking programme."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter

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
    days, sessions : the shortest stay and the fewest sessions of its exercises before the next
    exercises : what is trained
    tests : what is measured in its first days
    gates : conditions, by name, for leaving it
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


@dataclass(frozen=True, slots=True)
class Rung:
    """One dose; what does not apply is None.

    Attributes
    ----------
    sets, reps : how often, each side
    hold_s : s, the hold after the repetitions
    minutes : min, of walking with a load
    load_part : load as a part of the body mass, or of the former load of a lift
    """

    __pydantic_config__ = _STRICT

    sets: int = 1
    reps: int | None = None
    hold_s: float | None = None
    minutes: float | None = None
    load_part: Part | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """The doses of an exercise, the easiest first.

    Attributes
    ----------
    exercise : its name
    minutes : min, about how long a session of it takes
    activity : what it counts as in screening
    rungs : doses
    instead : what takes its place where screening shuts it; empty for nothing
    """

    __pydantic_config__ = _STRICT

    exercise: Text
    minutes: float
    activity: Text
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]
    instead: str = ""


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


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept up in the last stage."""

    __pydantic_config__ = _STRICT

    sessions_per_week: int
    test_every_days: int


@dataclass(frozen=True, slots=True)
class Sitting:
    """How long sitting may last before a break."""

    __pydantic_config__ = _STRICT

    break_after_min: int


@dataclass(frozen=True, slots=True)
class Strategy:
    """Everything together."""

    __pydantic_config__ = _STRICT

    version: int
    stage: tuple[Stage, ...]
    ladder: tuple[Ladder, ...]
    walking: Walking
    keeping: Keeping
    sitting: Sitting

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
        known = ", ".join(each.exercise for each in self.ladder)
        raise LevelhipError(f"exercise {exercise}: has no ladder; give one of {known}")


@cache
def strategy() -> Strategy:
    """The strategy that comes with levelhip."""
    text = files("levelhip.program").joinpath("library", "strategy.toml").read_text("utf-8")
    told: Strategy = TypeAdapter(Strategy).validate_python(tomllib.loads(text))
    return told
