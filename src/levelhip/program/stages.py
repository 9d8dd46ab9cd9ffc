"""Where a person is on the way, and what is still missing for the next stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from levelhip.program.flare import new_episode
from levelhip.program.gates import GATES, OF_SKILL
from levelhip.program.history import History
from levelhip.program.sentence import Sentence
from levelhip.program.strategy import Stage, strategy


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person is.

    Attributes
    ----------
    stage : the stage
    since : its first day
    missing : what is missing for the next, in sentences; empty in the last stage
    episode : how often the way was begun, from 1
    begun : first day of this episode
    """

    stage: Stage
    since: date
    missing: tuple[Sentence, ...]
    episode: int
    begun: date


def standing(history: History, today: date) -> Standing:
    """The stage on a day, walked through from the start by the gates of strategy.toml.

    A bad spell lowers the dose, not the stage. Only a new episode, after everything was gone
    through, leads back to an earlier one.

    Parameters
    ----------
    history : History
        All that is known.
    today : date
        On or after the start of the program.

    Returns
    -------
    Standing
    """
    stages, since = strategy().stage, history.profile.started
    names = [stage.id for stage in stages]
    episode, begun, i = 1, since, 0
    while True:
        stage = stages[i]
        if stage.id == strategy().relapse.stage:
            back = new_episode(history, since, today)
            if back is None:
                return Standing(stage, since, (), episode, begun)
            episode, begun, since = episode + 1, back, back
            i = names.index(strategy().relapse.to)
            continue
        left = _left_on(stage, history, since, today)
        if left is None:
            missing = _missing(stage, history, since, today)
            return Standing(stage, since, missing, episode, begun)
        since, i = left, i + 1


def trained_in(stage: Stage) -> frozenset[str]:
    """The exercises that count in a stage: its own, and what may take their place.

    Parameters
    ----------
    stage : Stage

    Returns
    -------
    frozenset of str
    """
    own = set(stage.exercises)
    own |= {strategy().ladder_of(name).instead for name in own}
    # Until its gate is open the carry stands in for the loaded walk.
    return frozenset(own | ({"one-hand-carry"} if "sack-swinger" in own else set()) - {""})


def session_days(stage: Stage, history: History, since: date, today: date) -> frozenset[date]:
    """The days with a session that counts in a stage.

    Parameters
    ----------
    stage : Stage
    history : History
        All that is known.
    since, today : date
        First and last day that are looked at.

    Returns
    -------
    frozenset of date
    """
    counted = trained_in(stage)
    days = {d.on for d in history.done if d.exercise in counted and not d.warm_up}
    if "lift" in counted:
        days |= {each.on for each in history.lifts}
    return frozenset(on for on in days if since <= on <= today)


def _left_on(stage: Stage, history: History, since: date, today: date) -> date | None:
    """The first day on which everything for the next stage was there."""
    on = since + timedelta(days=stage.days)
    # Only days on which something was said, done or measured can open a gate, or its waiving.
    happened = {
        each.on
        for part in (history.days, history.done, history.measured, history.lifts)
        for each in part
        if on < each.on <= today
    }
    if stage.waive_days is not None:
        happened.add(since + timedelta(days=stage.waive_days))
    for day in sorted({on, *happened}):
        if on <= day <= today and not _missing(stage, history.until(day), since, day):
            return day
    return None


def _missing(stage: Stage, history: History, since: date, today: date) -> tuple[Sentence, ...]:
    found = []
    days = stage.days - (today - since).days
    if days > 0:
        found.append(_count(days, "1 more day in this stage.", "{count} more days in this stage."))
    left = stage.sessions - len(session_days(stage, history, since, today))
    if left > 0:
        found.append(
            _count(left, "1 more session in this stage.", "{count} more sessions in this stage.")
        )
    is_waived = stage.waive_days is not None and (today - since).days >= stage.waive_days
    for name in stage.gates:
        if is_waived and name in OF_SKILL:
            continue
        why = GATES[name](history, since, today)
        if why is not None:
            found.append(why)
    return tuple(found)


def _count(count: int, one: str, more: str) -> Sentence:
    return Sentence(one) if count == 1 else Sentence(more, (("count", str(count)),))
