"""What was measured in single repetitions of one side, for the pictures of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from levelhip.core import Metric, Side
from levelhip.io.result_file import EventEntry, ResultFile
from levelhip.report.figure import Told
from levelhip.report.rows import in_shown_unit

MOST_BARS = 30
"""Repetitions of one side that one picture holds, the last ones; chosen by us."""


def trials_of(metrics: Iterable[Metric], name: str, side: Side) -> Mapping[int, Metric]:
    """Single trials of a quantity that have a value, by their number.

    Parameters
    ----------
    metrics : iterable of Metric
    name : str
        Of the quantity.
    side : Side

    Returns
    -------
    mapping of int to Metric
    """
    return {
        metric.trial: metric
        for metric in metrics
        if metric.name == name and metric.side is side and metric.trial and metric.value is not None
    }


def last_events(events: Iterable[EventEntry], kind: str, side: Side) -> list[EventEntry]:
    """The last events of a kind on one side, as many as one picture holds.

    Parameters
    ----------
    events : iterable of EventEntry
    kind : str
    side : Side

    Returns
    -------
    list of EventEntry
    """
    return [event for event in events if event.kind == kind and event.side is side][-MOST_BARS:]


def side_words(told: Told, side: Side) -> str:
    """The side in words, as ": left, the working leg"; nothing for both.

    Parameters
    ----------
    told : Told
    side : Side

    Returns
    -------
    str
    """
    words = [side.value, told.goals.side] if side is not Side.BOTH else []
    listed = ", ".join(told.translated(each) for each in words if each)
    return f": {listed}" if listed else ""


def furthest(result: ResultFile, name: str) -> float:
    """The furthest of a quantity with its error, of all sides, so that they share one axis.

    Parameters
    ----------
    result : ResultFile
    name : str
        Of the quantity.

    Returns
    -------
    float
        As it is shown; 0 where none is known.
    """
    events = {(e.side, e.trial): e for e in result.events if e.kind == "rep"}
    told = []
    for metric in result.metrics:
        event = events.get((metric.side, metric.trial))
        if metric.name == name and metric.value is not None and event is not None:
            told.append(sum(among_others(metric, event)))
    return max(told, default=0.0)


def among_others(metric: Metric, event: EventEntry) -> tuple[float, float]:
    """A value and half of its 95 % range against the other repetitions, as they are shown.

    Parameters
    ----------
    metric : Metric
        Of one repetition.
    event : EventEntry
        The same repetition; it may hold the part of the error that is its own.

    Returns
    -------
    tuple of float
    """
    own = event.values.get(f"{metric.name}_sd")
    return in_shown_unit(metric if own is None else replace(metric, sd=own))
