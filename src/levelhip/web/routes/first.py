"""The first visit: what is not known yet."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter

from levelhip.service import daily

router = APIRouter(tags=["first visit"])


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the person.

    Attributes
    ----------
    begun : whether there is a diary
    spot, usual, aim : whether a spot, a usual pain and something to do again were told
    tested : whether anything was measured
    """

    begun: bool
    spot: bool
    usual: bool
    aim: bool
    tested: bool


@router.get("/known")
def known() -> Known:
    """What is known of the person."""
    with daily.diary() as diary:
        if diary.profile() is None:
            return Known(begun=False, spot=False, usual=False, aim=False, tested=False)
        history = diary.history()
    return Known(
        begun=True,
        spot=bool(history.spots),
        usual=any(day.usual is not None for day in history.days),
        aim=bool(history.activities),
        tested=bool(history.measured),
    )
