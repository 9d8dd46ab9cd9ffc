"""The picture of the wall drop: how far the hip went down and up in each repetition."""

from __future__ import annotations

import math
from collections.abc import Mapping

from levelhip.biomech.wall_reps import SHALLOW_DEG
from levelhip.core import Metric, Side
from levelhip.core.sentence import capital
from levelhip.engine.wall_measures import MARGIN, least_drop
from levelhip.io.result_file import EventEntry
from levelhip.plot import DriveBar, drop_and_drive
from levelhip.report.figure import Figure, Told
from levelhip.report.numbers import RANGE_FACTOR, everyday_unit
from levelhip.report.trial_values import (
    among_others,
    furthest,
    last_events,
    side_words,
    trials_of,
)
from levelhip.report.words import fault_words

DRIVES = (("drop_depth", "drive_height"), ("drop_part", "drive_part"))
"""Below and above level, by the first pair that was measured."""

TOO_MUCH = 100
"""Per cent from which on an error that all share is not told as a size: nothing can be shorter by
more than all of itself."""

SHORT_OF = ("shallow", "no-touch")
"""Faults of the wall drop that the bars show by themselves."""


def drives(told: Told, side: Side) -> Figure | None:
    """Drops and drives of the hip at the wall, a column for each repetition.

    Parameters
    ----------
    told : Told
    side : Side

    Returns
    -------
    Figure or None
        None where none was measured on that side.
    """
    result, translated = told.result, told.translated
    events = last_events(result.events, "rep", side)
    for low, high in DRIVES:
        drops, rises = (trials_of(result.metrics, name, side) for name in (low, high))
        if not events or not (drops or rises):
            continue
        least = _least(told, side, low, drops)
        bars = tuple(_drive(event, drops, rises, least) for event in events)
        unit = everyday_unit(low, next(iter((drops or rises).values())).unit)[1]
        shallow = [str(each.number) for each in bars if each.shallow and not each.unclear]
        unclear = [str(each.number) for each in bars if each.unclear]
        short = [str(each.number) for each in bars if each.short and not each.unsure]
        unsure = [str(each.number) for each in bars if each.unsure]
        close = [
            *([told.said("drop {listed}", listed=", ".join(unclear))] if unclear else ()),
            *([told.said("drive {listed}", listed=", ".join(unsure))] if unsure else ()),
        ]
        others = [
            f"{event.trial}: {', '.join(translated(fault_words(code)) for code in rest)}"
            for event in events
            if (rest := [code for code in event.faults if code not in SHORT_OF])
        ]
        listed = [
            (told.said("a triangle below marks a shallow drop"), ", ".join(shallow)),
            (told.said("a question mark: too close to the limit to tell"), "; ".join(close)),
            (told.said("a triangle above marks a wall that was not reached"), ", ".join(short)),
            (told.said("a ring marks something else"), "; ".join(others)),
        ]
        marks = [f"{words} ({which})" for words, which in listed if which]
        title = told.said("Drop and drive") + side_words(told, side)
        seen = "; ".join(marks) or told.said("all full")
        picture = drop_and_drive(
            bars,
            unit=unit,
            name=f"drives-{side}",
            title=title,
            text=told.said("{count} repetitions: {seen}.", count=len(bars), seen=seen),
            reach=(furthest(result, low), furthest(result, high)),
            least=least,
            translated=translated,
        )
        caption = _columns(told, side, (low, high), least, seen)
        return Figure(picture, " ".join(caption), title)
    return None


def _least(told: Told, side: Side, name: str, drops: Mapping[int, Metric]) -> float | None:
    """The least drop that counts as full, as it is shown; None where none is asked for."""
    metrics = told.result.metrics
    judged = any(m.name == "unclear_count" and m.side is side and not m.refused for m in metrics)
    if not judged or not drops:
        return None
    if name == "drop_depth":
        return SHALLOW_DEG
    return 100.0 * least_drop([metric.value or 0.0 for metric in drops.values()])


def _columns(
    told: Told, side: Side, names: tuple[str, str], least: float | None, marks: str
) -> list[str]:
    """What a column is, and what its error is made of."""
    events = {event.trial: event for event in last_events(told.result.events, "rep", side)}
    shared = [
        _shared(metric, events[metric.trial])
        for name in names
        for metric in trials_of(told.result.metrics, name, side).values()
        if metric.trial in events
    ]
    caption = [
        told.said("Each bar is one repetition: down the drop, up the drive. Thin lines: the error.")
    ]
    if least is not None and names[0] != "drop_part":
        caption.append(told.said("Dotted: the least of a full drop, {least}.", least="5°"))
    elif least is not None:
        caption.append(told.said("Dotted: the least of a full drop, six tenths of your usual one."))
    if marks:
        caption.append(f"{capital(marks)}.")
    of_way = _of_the_way(told) if names[0] == "drop_part" else ("", "")
    together = _all_together(told, math.ceil(max(shared) / 10.0) * 10) if any(shared) else ""
    return [*caption, *(each for each in (of_way[0], together, of_way[1]) if each)]


def _of_the_way(told: Told) -> tuple[str, str]:
    """What the bars are a part of, and by what a wall that was not reached is known."""
    # Without the touch shown, the highest points are taken for it, of the hip and of the knee.
    if any(reason.code == "touch-by-tops" for reason in told.result.quality.reasons):
        return (
            told.said(
                "100 % is the middle of your ways up to the wall. Compare bars of one direction "
                "only."
            ),
            told.said("A missed wall is seen by the knee, not by the bar."),
        )
    return (
        told.said("100 % is your own way up to the wall. Compare bars of one direction only."),
        told.said("Whether the wall was reached is seen by the knee."),
    )


def _all_together(told: Told, size: int) -> str:
    """What is said of the error that all bars share, in per cent of the way to the wall."""
    if size >= TOO_MUCH:
        return told.said("How long all of them are is not known.")
    return told.said(
        "All bars together may be longer or shorter by up to {size}.", size=f"{size} %"
    )


def _shared(metric: Metric, event: EventEntry) -> float:
    """Half of the 95 % range of what all repetitions share, as it is shown."""
    own = event.values.get(f"{metric.name}_sd")
    if own is None or metric.sd is None:
        return 0.0
    rest = math.sqrt(max(metric.sd**2 - own**2, 0.0))
    return everyday_unit(metric.name, metric.unit)[0] * RANGE_FACTOR * rest


def _drive(
    event: EventEntry,
    drops: Mapping[int, Metric],
    drives: Mapping[int, Metric],
    least: float | None,
) -> DriveBar:
    nothing = (None, 0.0)
    drop, drop_half = among_others(drops[event.trial], event) if event.trial in drops else nothing
    drive, drive_half = (
        among_others(drives[event.trial], event) if event.trial in drives else nothing
    )
    return DriveBar(
        event.trial,
        drop,
        drive,
        drop_half,
        drive_half,
        "shallow" in event.faults,
        "no-touch" in event.faults,
        bool(set(event.faults) - set(SHORT_OF)),
        least is not None and drop is not None and abs(drop - least) <= drop_half,
        least is not None and _is_close(event.values.get(MARGIN)),
    )


def _is_close(margin: float | None) -> bool:
    """Whether a margin, in halves of the 95 % range, does not tell the side of the limit."""
    return margin is not None and abs(margin) <= 1.0
