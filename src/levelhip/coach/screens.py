"""What is to be seen at a moment of a session."""

from __future__ import annotations

from typing import Literal

from levelhip.coach.acts import Act
from levelhip.coach.desk import Desk
from levelhip.coach.orders import Screen
from levelhip.coach.turns import Turn

State = Literal["running", "asking", "paused", "finished"]


def screen_of(
    desk: Desk, turn: Turn, state: State, act: Act | None, *, now_s: float, asks: bool
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
    asks : bool
        Whether it is a question.

    Returns
    -------
    Screen
    """
    step, tally = turn.step, desk.tally
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
    )
