"""What "stop" leads to: where the script has warned of a sign, first the question for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from levelhip.coach.acts import Act
from levelhip.coach.turns import Turn
from levelhip.protocols import session_words

Phase = Literal["words", "settle", "act"]
"""Where a step is: its words are spoken, then time to do what was said, then what is to be done."""

Stop = Literal["", "asks", "asked"]
"""What "stop" does now: it ends the session; it is asked about first; it has been said already."""


class Stopping:
    """Whether a stop is asked about, and what waits meanwhile.

    Somebody who stops because of leg signs must not go on, so the question comes before anything
    else (docs/evidence.md#pressure-by-feel, #flag-nerve; that all three mean stop is chosen by us).

    Parameters
    ----------
    turns : sequence of Turn
        Of the session.

    Attributes
    ----------
    turn : the question while it stands; None when none does
    denied : whether it was answered with no, and nothing has been done since
    """

    def __init__(self, turns: Sequence[Turn]) -> None:
        warned = [(i, turn.step.warns) for i, turn in enumerate(turns) if turn.step.warns]
        self._questions = {step.id: step for step in session_words().stopping}
        self._from_i, self._warns = warned[0] if warned else (len(turns), "")
        self._held: list[tuple[Act, Phase]] = []
        self.turn: Turn | None = None
        self.denied = False

    def state(self, i: int, turn: Turn) -> Stop:
        """What "stop" does in a turn.

        Parameters
        ----------
        i : int
            Its number.
        turn : Turn
            The one that runs.

        Returns
        -------
        "", "asks" or "asked"
        """
        if self.turn is not None or self.denied:
            return "asked"
        is_over = turn.step in session_words().closing
        return "asks" if i >= self._from_i and not is_over else ""

    def ask(self, turn: Turn, act: Act, phase: Phase) -> Turn:
        """The question takes the place of what runs, where "stop" asks one.

        Parameters
        ----------
        turn : Turn
            What runs; its side stays.
        act, phase : Act, Phase
            How far that is.

        Returns
        -------
        Turn
        """
        self._held = [(act, phase)]
        question = self._questions[self._warns]
        self.turn = replace(turn, step=question, title=question.title)
        return self.turn

    def held(self, act: Act) -> Act:
        """What runs, or waits for the answer.

        Parameters
        ----------
        act : Act
            What runs.

        Returns
        -------
        Act
        """
        return self._held[0][0] if self.turn is not None else act

    def deny(self) -> tuple[Act, Phase]:
        """The answer was no: what has waited takes its place again.

        Returns
        -------
        tuple
            Act and phase.
        """
        self.turn, self.denied = None, True
        return self._held.pop()
