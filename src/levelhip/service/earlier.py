"""A person's earlier results of the same protocol, out of the diary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from levelhip.io.result_file import ProtocolInfo, ResultFile, parsed_result
from levelhip.service import daily
from levelhip.service.clock import now
from levelhip.store.database import store_exists

MOST = 3
"""Earlier results that are looked at: more marks on one body map cannot be told apart; chosen by
us."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """One of them.

    Attributes
    ----------
    at : when it was measured
    result : what result.json held
    """

    at: datetime
    result: ResultFile


def recorded_at(on: date | None) -> datetime:
    """When a recording was made of which at most the day is known.

    Parameters
    ----------
    on : date or None
        None = now.

    Returns
    -------
    datetime
        Noon of a day: that is the same day in every zone nearby.
    """
    moment = now()
    is_today = on is None or on == moment.date()
    return moment if is_today else datetime.combine(on, time(12)).astimezone()  # type: ignore[arg-type]


def earlier_results(
    protocol: ProtocolInfo, *, before: datetime, recording_id: str
) -> tuple[Earlier, ...]:
    """Results of the same protocol and version that were measured before, newest first.

    Parameters
    ----------
    protocol : ProtocolInfo
        What was done.
    before : datetime
        With its time zone.
    recording_id : str
        Content of the recording itself, which is no earlier one.

    Returns
    -------
    tuple of Earlier
        At most `MOST`; empty where no diary was begun.
    """
    if not store_exists():
        return ()
    with daily.diary() as diary:
        if diary.profile() is None:
            return ()
        told = diary.results_before(before, protocol.id, protocol.version)
    found = (Earlier(at, parsed_result(body)) for at, body in told)
    others = [each for each in found if each.result.recording.id != recording_id]
    return tuple(others[:MOST])
