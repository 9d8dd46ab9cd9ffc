"""The steps of a script in the order in which they come, for each side, set and trial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from levelhip.coach.plan import SessionPlan
from levelhip.core import Side
from levelhip.protocols import Protocol, safety, session_words
from levelhip.protocols.script import LEVELS, Rounds, Step


@dataclass(frozen=True, slots=True)
class Turn:
    """One step at its place in the session.

    Attributes
    ----------
    step : what is said and done
    side : which side works
    rounds : (i, n) of each level: the i-th of n, counted from 1
    title : what is being done, in English
    """

    step: Step
    side: Side = Side.BOTH
    rounds: tuple[tuple[int, int], ...] = ((1, 1),) * len(LEVELS)
    title: str = ""

    def round(self, level: Rounds) -> tuple[int, int]:
        """Which round of a level it is, and of how many.

        Parameters
        ----------
        level : "session", "side", "set" or "trial"

        Returns
        -------
        tuple of int
        """
        return self.rounds[LEVELS.index(level)]


def session_turns(protocol: Protocol, plan: SessionPlan) -> tuple[Turn, ...]:
    """All turns of a session; the safety questions stand before all that the protocol asks for.

    Parameters
    ----------
    protocol : Protocol
        Its script.
    plan : SessionPlan
        How often, with what, which sides.

    Returns
    -------
    tuple of Turn
    """
    words, safe = session_words(), safety()
    clear = Step(id="clear", say=safe.clear.say, show=safe.clear.show)
    told = [words.ways[plan.way]] if plan.way else []
    way_out = [Step(id="way-out", say=each.say, show=each.show) for each in told]
    before = (*words.opening, *way_out, *safe.questions, clear)
    opening = [Turn(step, title=step.title) for step in before]
    closing = [Turn(step, title=step.title) for step in words.closing]
    title, found = protocol.form_title, []
    for turn in (*opening, *turns(protocol.script, plan), *closing):
        title = turn.title or title
        found.append(replace(turn, title=title))
    return tuple(found)


def turns(script: Sequence[Step], plan: SessionPlan) -> tuple[Turn, ...]:
    """All turns of a script.

    Parameters
    ----------
    script : sequence of Step
        Steps that follow each other with the same or a deeper level make one round, which is
        repeated for each side, set or trial. A level that no step of a round names is not repeated.
    plan : SessionPlan
        How often, with what, which sides.

    Returns
    -------
    tuple of Turn
    """
    wanted = [
        step
        for step in script
        if (not step.sources or plan.source in step.sources)
        and (not step.variants or plan.variant in step.variants)
    ]
    title = ""
    found = []
    for turn in _expanded(wanted, 0, Turn(wanted[0]), plan) if wanted else ():
        title = turn.step.title or title
        found.append(replace(turn, title=title))
    return tuple(found)


def _expanded(steps: Sequence[Step], level: int, place: Turn, plan: SessionPlan) -> list[Turn]:
    found: list[Turn] = []
    i = 0
    while i < len(steps):
        if LEVELS.index(steps[i].each) <= level:
            turn = replace(place, step=steps[i])
            if _comes(turn):
                found.append(turn)
            i += 1
            continue
        stop = i
        while stop < len(steps) and LEVELS.index(steps[stop].each) > level:
            stop += 1
        found += _repeated(steps[i:stop], level + 1, place, plan)
        i = stop
    return found


def _repeated(steps: Sequence[Step], level: int, place: Turn, plan: SessionPlan) -> list[Turn]:
    if LEVELS[level] not in [step.each for step in steps]:
        return _expanded(steps, level, place, plan)
    sides = plan.sides if LEVELS[level] == "side" else ()
    sets = plan.sets + (plan.more is not None and place.side is plan.more)
    count = {"side": len(plan.sides), "set": sets, "trial": plan.reps}[LEVELS[level]]
    found = []
    for i in range(count):
        rounds = list(place.rounds)
        rounds[level] = (i + 1, count)
        side = sides[i] if sides else place.side
        found += _expanded(steps, level, replace(place, side=side, rounds=tuple(rounds)), plan)
    return found


def _comes(turn: Turn) -> bool:
    at, of = turn.round(turn.step.each)
    return {
        "": True,
        "first": at == 1,
        "later": at > 1,
        "last": at == of,
        "not-last": at < of,
    }[turn.step.only]
