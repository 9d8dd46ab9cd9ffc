"""What is to be seen at a moment of a session."""

from __future__ import annotations

from typing import Literal

from levelhip.coach.acts import Act
from levelhip.coach.desk import Desk
from levelhip.coach.orders import Screen
from levelhip.coach.stopping import Stop
from levelhip.coach.turns import Turn

State = Literal["running", "asking", "paused", "finished"]


def state_of(turn: Turn, *, over: bool, paused: bool, asked: bool) -> State:
    """The state of a session.

    Parameters
    ----------
    turn : Turn
        The one that runs.
    over : bool
        Whether only its last words are to come.
    paused : bool
    asked : bool
        Whether something of this turn has been said.

    Returns
    -------
    State
    """
    if over:
        return "finished"
    if paused:
        return "paused"
    return "asking" if turn.step.do == "ask" and asked else "running"


def screen_of(
    desk: Desk,
    turn: Turn,
    state: State,
    act: Act | None,
    *,
    now_s: float,
    stop: Stop = "",
    locked: bool = False,
) -> Screen:
    """What is to be seen in a turn.

    Parameters
    ----------
    desk : Desk
        What all steps share.
    turn : Turn
        The one that runs.
    state : State
        Of the session.
    act : Act or None
        What is done now; None when nothing is.
    now_s : s
    stop : "", "asks" or "asked"
        What "stop" does.
    locked : bool
        Whether a safety answer has ended it.

    Returns
    -------
    Screen
    """
    step, tally = turn.step, desk.tally
    asks = step.do == "ask" and state != "finished"
    counts = step.do in ("reps", "walk")
    trial, trials = turn.round("trial")
    question = desk.filled(step.show or " ".join(step.say), turn.side) if asks else ""
    return Screen(
        step=step.id,
        title=desk.filled(turn.title, turn.side),
        side=turn.side.value,
        count=tally.count if counts else (trial if trials > 1 else None),
        target=tally.target if counts else (trials if trials > 1 else None),
        faulty=tally.apart,
        left_s=act.left_s(now_s) if act else None,
        held_s=act.held_s(now_s) if act else None,
        question=question,
        most=step.most,
        answers=step.kind if asks else "",
        may_skip=step.may_skip,
        caption=desk.scheduler.caption,
        state=state,
        stop=stop,
        emergency="said" if locked else "asked" if asks and step.locks else "",
    )
