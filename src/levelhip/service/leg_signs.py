"""Leg signs that somebody was asked about who said stop: in the diary before anything follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from levelhip.coach.orders import Keep, Order, Say
from levelhip.protocols import session_words
from levelhip.service import daily
from levelhip.service.clock import now
from levelhip.store.database import store_exists

if TYPE_CHECKING:
    from levelhip.io.session_reader import Journal
    from levelhip.store import Diary


class LegSigns:
    """Keeps what a stop was because of, as what was said of its day.

    A yes is kept also for somebody who never began a diary: the next session then finds the red
    light. A no says nothing of the rest of the day. From the question on an earlier no of that day
    holds no longer, so that whoever does not answer is asked by the next check-in; a no to the
    question puts it back.
    """

    def __init__(self) -> None:
        self._asked = {step.id: step.answer for step in session_words().stopping}
        self._denied = False

    def told(self, order: Order) -> None:
        """Take note of an order.

        Parameters
        ----------
        order : Order
        """
        if isinstance(order, Say) and order.cue in self._asked:
            self._reopen()
        elif isinstance(order, Keep) and order.answer.name in self._asked.values():
            self._keep(order.answer.value)

    def _reopen(self) -> None:
        if not store_exists():
            return
        with daily.diary() as diary, diary.together():
            day = diary.day(now().date())
            if day.leg_signs is False:
                self._denied = True
                diary.say(replace(day, leg_signs=None))

    def _keep(self, value: float | None) -> None:
        if value or (value is not None and self._denied):
            with daily.diary() as diary:
                if diary.profile() is None:
                    daily.begin(diary)
                daily.say(diary, now().date(), leg_signs=bool(value))
        self._denied = False


def keep_leg_signs(diary: Diary, journal: Journal, begun: datetime) -> None:
    """Keep the leg signs of a session's journal, should the session have ended before they were.

    Parameters
    ----------
    diary : Diary
    journal : Journal
    begun : datetime
        When the session began, with its time zone.
    """
    names = [step.answer for step in session_words().stopping]
    for answer in journal.answers():
        if answer.name in names and answer.value:
            on = (begun + timedelta(seconds=answer.time_s)).date()
            daily.say(diary, on, leg_signs=True)
