"""What became of everything that is followed, and whether training has to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from levelhip.program.sentence import Sentence
from levelhip.program.spot_trend import SpotTrend
from levelhip.program.trends import Trends
from levelhip.program.working import Working
from levelhip.service.clock import now

if TYPE_CHECKING:
    from levelhip.store import Diary


@dataclass(frozen=True, slots=True)
class Progress:
    """The weeks so far.

    Attributes
    ----------
    begun, on : first day of the program, and the day that this was worked out
    trends : each number against its error
    working : whether training does more than time alone
    assumed : what that answer rests on
    spots : where it hurt
    """

    begun: date
    on: date
    trends: Trends
    working: Working
    assumed: Sentence
    spots: tuple[SpotTrend, ...]


def progress(diary: Diary) -> Progress:
    """What became of everything, up to today.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    Progress
    """
    from levelhip.program.spot_trend import spot_trends
    from levelhip.program.trends import trends
    from levelhip.program.working import ASSUMED, working_in

    today = now().date()
    history = diary.history().until(today)
    return Progress(
        history.profile.started,
        today,
        trends(history),
        working_in(history, today),
        ASSUMED,
        spot_trends(history),
    )
