"""What the folder of a session that was cut off has kept: all that is needed to go on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from levelhip.coach.places import Place, name_of, place_from
from levelhip.core import Answer, Event, Mark, Samples, Side
from levelhip.engine import SourceInfo
from levelhip.io.live import last_s
from levelhip.io.session_reader import Journal, read_session

SAME_EVENT_S = 0.02
"""Times of the same movement, measured once more from the same samples, are the same; chosen by us:
less than a frame of a camera, for a beginning that lies between two."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """What was kept.

    Attributes
    ----------
    info : of the samples; None when nothing was measured
    samples : all of them, with the marks and answers up to their end
    marks, answers : those after the last sample
    events : as they were written
    waiting : of these, those that the session has not counted
    place : where the session stood; None when it had not begun
    measuring : whether the source was to run
    samples_s : s, time of the last sample; minus infinity without one
    """

    info: SourceInfo | None
    samples: tuple[Samples, ...]
    marks: tuple[Mark, ...]
    answers: tuple[Answer, ...]
    events: tuple[Event, ...]
    waiting: tuple[Event, ...]
    place: Place | None
    measuring: bool
    samples_s: float


def cut_off(folder: Path, journal: Journal) -> CutOff:
    """What a session's folder has kept.

    Parameters
    ----------
    folder : Path
    journal : Journal
        Its journal.

    Returns
    -------
    CutOff
    """
    told = journal.of("source")
    info = _info(told[0]) if told else None
    parts = list(read_session(folder).stream()) if told else []
    pushed = tuple(part for part in parts if part.has_series or (info and info.kind == "self"))
    rest = [part for part in parts if not any(part is each for each in pushed)]
    marks = tuple(mark for part in rest for mark in part.marks) if told else journal.marks()
    answers = tuple(each for part in rest for each in part.answers) if told else journal.answers()
    events = tuple(map(event_of, journal.of("event")))
    places, runs = journal.of("place"), journal.of("measure")
    place = place_from(places[-1]) if places else None
    seen = int(places[-1]["events"]) if places else 0
    waiting = [
        event
        for i, event in enumerate(events)
        if i >= seen or (place is not None and name_of(event) in place.waiting)
    ]
    return CutOff(
        info,
        pushed,
        marks,
        answers,
        events,
        tuple(waiting),
        place,
        bool(runs) and bool(runs[-1]["on"]),
        max(map(last_s, pushed), default=-math.inf),
    )


def same_event(one: Event, other: Event) -> bool:
    """Whether two events are the same movement, found twice.

    Parameters
    ----------
    one, other : Event

    Returns
    -------
    bool
    """
    if (one.kind, one.side) != (other.kind, other.side):
        return False
    pairs = ((one.start_s, other.start_s), (one.peak_s, other.peak_s), (one.end_s, other.end_s))
    return all((math.isnan(a) and math.isnan(b)) or abs(a - b) <= SAME_EVENT_S for a, b in pairs)


def _info(told: Mapping[str, Any]) -> SourceInfo:
    size = told["image_size"]
    return SourceInfo(
        str(told["source"]),
        float(told["rate_hz"]),
        (int(size[0]), int(size[1])) if size else None,
        told["location"],
    )


def event_of(told: Mapping[str, Any]) -> Event:
    """An event as its line tells it.

    Parameters
    ----------
    told : mapping
        The line of the journal.

    Returns
    -------
    Event
    """
    start_s, peak_s, end_s = (math.nan if told[each] is None else told[each] for each in _TIMES)
    values = {name: math.nan if v is None else v for name, v in told["values"].items()}
    return Event(
        told["event"],
        Side(told["side"]),
        start_s,
        peak_s,
        end_s,
        trial=told["trial"],
        valid=told["valid"],
        faults=tuple(told["faults"]),
        values=tuple(values.items()),
    )


_TIMES = ("start_s", "peak_s", "end_s")
