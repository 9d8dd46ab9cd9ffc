"""Pictures of exercises: repetitions, holds, drops and drives, the swing of a weight."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from levelhip.biomech.pendulum import NEAR_PART
from levelhip.biomech.wall_reps import SHALLOW_DEG
from levelhip.core import Metric, Sentence, Side
from levelhip.core.sentence import Translated, capital
from levelhip.engine.wall_measures import least_drop
from levelhip.io.result_file import EventEntry, ResultFile
from levelhip.plot import (
    DriveBar,
    RepBar,
    StandTime,
    Swing,
    drop_and_drive,
    repetition_bars,
    stand_times,
    swing_line,
)
from levelhip.report.answer_figures import pains, spots
from levelhip.report.figure import SIDES, Figure, Goals, Told
from levelhip.report.numbers import RANGE_FACTOR, everyday_unit, shown
from levelhip.report.rows import in_shown_unit
from levelhip.report.words import fault_words, wording

MOST_BARS = 30
"""Repetitions of one side that one picture holds, the last ones; chosen by us."""

RANGES = ("abduction_range", "depth")
"""How far a repetition went, by the first of these that was measured."""

DRIVES = (("drop_depth", "drive_height"), ("drop_part", "drive_part"))
"""Below and above level, by the first pair that was measured."""

SHORT_OF = ("shallow", "no-touch")
"""Faults of the wall drop that the bars show by themselves."""


def exercise_figures(
    result: ResultFile,
    goals: Goals,
    *,
    earlier: Sequence[ResultFile] = (),
    translated: Translated = str,
) -> tuple[Figure, ...]:
    """The pictures that an exercise or a session of answers calls for.

    Parameters
    ----------
    result : ResultFile
        The whole result.
    goals : Goals
        What was asked for.
    earlier : sequence of ResultFile
        Results of the same protocol before, newest first: their spots are drawn faded.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    tuple of Figure
        Chosen by what was measured, not by the protocol's name.
    """
    told = Told(result, goals, translated)
    made: list[Figure | None] = [spots(told, earlier)]
    made += [_drives(told, side) or _reps(told, side) for side in SIDES]
    made.append(_swing(told))
    made.append(_times(told) if goals.times else _holds(told))
    made.append(pains(told))
    return tuple(figure for figure in made if figure is not None)


def _trials(metrics: Iterable[Metric], name: str, side: Side) -> Mapping[int, Metric]:
    """Single trials of a quantity that have a value, by their number."""
    return {
        metric.trial: metric
        for metric in metrics
        if metric.name == name and metric.side is side and metric.trial and metric.value is not None
    }


def _own(events: Iterable[EventEntry], kind: str, side: Side) -> list[EventEntry]:
    return [event for event in events if event.kind == kind and event.side is side][-MOST_BARS:]


def _which(told: Told, side: Side) -> str:
    """The side in words, as ": left, the working leg"; nothing for both."""
    words = [side.value, told.goals.side] if side is not Side.BOTH else []
    listed = ", ".join(told.translated(each) for each in words if each)
    return f": {listed}" if listed else ""


def _bars(
    events: Sequence[EventEntry],
    values: Mapping[int, Metric],
    translated: Translated,
    *,
    prefix: str = "",
) -> tuple[RepBar, ...]:
    bars = []
    for event in events:
        value, half = None, 0.0
        if event.trial in values:
            value, half = in_shown_unit(values[event.trial])
        faults = tuple(translated(fault_words(code)) for code in event.faults)
        bars.append(RepBar(f"{prefix}{event.trial}", value, half, faults))
    return tuple(bars)


ALL_ASKED = {
    "rep": Sentence("{count} repetitions, all as asked."),
    "hold": Sentence("{count} holds, all as asked."),
}
SOME_ASKED = {
    "rep": Sentence("{count} repetitions, {asked} as asked. Not as asked: {listed}."),
    "hold": Sentence("{count} holds, {asked} as asked. Not as asked: {listed}."),
}


def _as_asked(told: Told, bars: Sequence[RepBar], kind: str) -> str:
    """How many were as asked, and which were not, in words."""
    faulty = [each for each in bars if each.faults]
    listed = "; ".join(f"{each.number}: {', '.join(each.faults)}" for each in faulty)
    text = (SOME_ASKED if faulty else ALL_ASKED)[kind].text
    return told.said(text, count=len(bars), asked=len(bars) - len(faulty), listed=listed)


def _reps(told: Told, side: Side) -> Figure | None:
    result, translated = told.result, told.translated
    events = _own(result.events, "rep", side)
    measured = ((name, _trials(result.metrics, name, side)) for name in RANGES)
    name, values = next(((n, v) for n, v in measured if v), ("", {}))
    # Squats have a picture of their own; bars without a length say nothing but their faults.
    if not events or (name == "depth") or (not values and not any(e.faults for e in events)):
        return None
    bars = _bars(events, values, translated)
    unit = everyday_unit(name, next(iter(values.values())).unit)[1] if values else ""
    title = told.said("Each repetition") + _which(told, side)
    # One axis for both sides, so that they can be compared by eye.
    end = _furthest(result, name)
    text = _as_asked(told, bars, "rep")
    picture = repetition_bars(
        bars,
        unit=unit,
        name=f"reps-{side}",
        title=title,
        text=text,
        most=1.05 * end if end > 0 else None,
        translated=translated,
    )
    label = translated(wording(name).label) if name else told.said("what was not as asked")
    caption = [told.said("{label}, with the error of each.", label=capital(label))]
    if any(each.faults for each in bars):
        caption.append(
            told.said("Disc and filled bar: as asked. Triangle and pale bar: not quite, and why.")
        )
    return Figure(picture, " ".join(caption), title)


def _drives(told: Told, side: Side) -> Figure | None:
    result, translated = told.result, told.translated
    events = _own(result.events, "rep", side)
    for low, high in DRIVES:
        drops, drives = (_trials(result.metrics, name, side) for name in (low, high))
        if not events or not (drops or drives):
            continue
        least = _least(told, side, low, drops)
        bars = tuple(_drive(event, drops, drives, least) for event in events)
        unit = everyday_unit(low, next(iter((drops or drives).values())).unit)[1]
        shallow = [str(each.number) for each in bars if each.shallow and not each.unclear]
        unclear = [str(each.number) for each in bars if each.unclear]
        short = [str(each.number) for each in bars if each.short]
        others = [
            f"{event.trial}: {', '.join(translated(fault_words(code)) for code in rest)}"
            for event in events
            if (rest := [code for code in event.faults if code not in SHORT_OF])
        ]
        listed = [
            (told.said("a triangle below marks a shallow drop"), ", ".join(shallow)),
            (
                told.said("a question mark: too close to the dotted line to tell"),
                ", ".join(unclear),
            ),
            (told.said("a triangle above marks a wall that was not reached"), ", ".join(short)),
            (told.said("a ring marks something else"), "; ".join(others)),
        ]
        marks = [f"{words} ({which})" for words, which in listed if which]
        title = told.said("Drop and drive") + _which(told, side)
        seen = "; ".join(marks) or told.said("all full")
        picture = drop_and_drive(
            bars,
            unit=unit,
            name=f"drives-{side}",
            title=title,
            text=told.said("{count} repetitions: {seen}.", count=len(bars), seen=seen),
            reach=(_furthest(result, low), _furthest(result, high)),
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
    events = {event.trial: event for event in _own(told.result.events, "rep", side)}
    shared = [
        _shared(metric, events[metric.trial])
        for name in names
        for metric in _trials(told.result.metrics, name, side).values()
        if metric.trial in events
    ]
    caption = [
        told.said(
            "Each column is one repetition, down from level and up from it, with its error against "
            "the others."
        )
        if any(shared)
        else told.said(
            "Each column is one repetition, down from level and up from it, with its error."
        )
    ]
    if least is not None and names[0] != "drop_part":
        caption.append(told.said("Dotted: the least of a full drop, {least}.", least="5°"))
    elif least is not None:
        caption.append(told.said("Dotted: the least of a full drop, six tenths of your usual one."))
    if marks:
        caption.append(f"{capital(marks)}.")
    if names[0] == "drop_part":
        caption.append(
            told.said(
                "100 % is your own way from level up to the wall. Drops and drives have different "
                "scales in a picture: compare columns of one direction only."
            )
        )
    if any(shared):
        caption.append(
            told.said(
                "All of them together may be longer or shorter by up to {size}, as level and wall "
                "are not known better.",
                size=f"{math.ceil(max(shared) / 10.0) * 10} %",
            )
        )
    if names[0] == "drop_part":
        caption.append(told.said("Whether the wall was reached is seen by the knee."))
    return caption


def _shared(metric: Metric, event: EventEntry) -> float:
    """Half of the 95 % range of what all repetitions share, as it is shown."""
    own = event.values.get(f"{metric.name}_sd")
    if own is None or metric.sd is None:
        return 0.0
    rest = math.sqrt(max(metric.sd**2 - own**2, 0.0))
    return everyday_unit(metric.name, metric.unit)[0] * RANGE_FACTOR * rest


def _furthest(result: ResultFile, name: str) -> float:
    """The furthest of a quantity with its error, of all sides, so that they share one axis."""
    events = {(e.side, e.trial): e for e in result.events if e.kind == "rep"}
    told = []
    for metric in result.metrics:
        event = events.get((metric.side, metric.trial))
        if metric.name == name and metric.value is not None and event is not None:
            told.append(sum(_among(metric, event)))
    return max(told, default=0.0)


def _among(metric: Metric, event: EventEntry) -> tuple[float, float]:
    """A value and half of its 95 % range against the other repetitions, as they are shown."""
    own = event.values.get(f"{metric.name}_sd")
    return in_shown_unit(metric if own is None else replace(metric, sd=own))


def _drive(
    event: EventEntry,
    drops: Mapping[int, Metric],
    drives: Mapping[int, Metric],
    least: float | None,
) -> DriveBar:
    nothing = (None, 0.0)
    drop, drop_half = _among(drops[event.trial], event) if event.trial in drops else nothing
    drive, drive_half = _among(drives[event.trial], event) if event.trial in drives else nothing
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
    )


def _swing(told: Told) -> Figure | None:
    found = {metric.name: metric for metric in told.result.metrics if metric.trial == 0}
    cadence, period = found.get("cadence"), found.get("swing_period")
    if cadence is None or period is None or not cadence.value or not period.value:
        return None
    own = 120.0 / period.value
    near = (own / (1.0 + NEAR_PART), own / (1.0 - NEAR_PART))
    swing = Swing(cadence.value, RANGE_FACTOR * (cadence.sd or 0.0), own, near)
    text = told.said(
        "You take {count} steps a minute; two steps take as long as one swing of the weight at "
        "{own} steps a minute.",
        count=f"{cadence.value:.0f}",
        own=f"{own:.0f}",
    )
    band = told.said(
        "In the grey band each step drives the weight up; the strap's length decides where the "
        "band lies."
    )
    picture = swing_line(swing, name="swing", text=text, translated=told.translated)
    return Figure(picture, f"{text} {band}", told.said("Your steps and the weight's own swing"))


def _holds(told: Told) -> Figure | None:
    result, goals, translated = told.result, told.goals, told.translated
    if any(metric.name == "weight_shift" for metric in result.metrics):
        return None
    bars: tuple[RepBar, ...] = ()
    for side in SIDES:
        prefix = "" if side is Side.BOTH else f"{translated(side)} "
        held = _trials(result.metrics, "hold_time", side)
        bars += _bars(_own(result.events, "hold", side), held, translated, prefix=prefix)
    known = [each.value for each in bars if each.value is not None]
    if not known:
        return None
    goal = None
    if goals.hold_s is not None:
        goal = (goals.hold_s, told.said("asked: {time}", time=f"{goals.hold_s:g} s"))
    best = told.said("The longest was {time}.", time=f"{max(known):.1f} s")
    text = f"{_as_asked(told, bars, 'hold')} {best}"
    title = told.said("Each hold")
    picture = repetition_bars(
        bars, unit=" s", name="holds", title=title, text=text, goal=goal, translated=translated
    )
    words = told.said("How long each was held.")
    return Figure(picture, f"{words} {best}", title)


def _times(told: Told) -> Figure | None:
    result, goals, translated = told.result, told.goals, told.translated
    times = tuple(
        StandTime(
            metric.side,
            metric.value,
            RANGE_FACTOR * (metric.sd or 0.0),
            told.said("at least {time}", time=f"{goals.cap_s:g} s")
            if goals.cap_s and metric.value >= goals.cap_s
            else translated(
                shown(metric.name, metric.value, metric.sd, metric.mdc95, metric.unit).text
            ),
        )
        for metric in result.metrics
        if metric.name == "best_hold_time" and metric.trial == 0 and metric.value is not None
    )
    if not times or not goals.times:
        return None
    feet = {Side.LEFT: told.said("left foot up"), Side.RIGHT: told.said("right foot up")}
    seen = ", ".join(f"{feet.get(each.side, '')}: {each.label}" for each in times)
    picture = stand_times(
        times,
        tuple((words.filled(translated), value) for words, value in goals.times),
        cap_s=goals.cap_s,
        name="stands",
        text=f"{seen}.",
        translated=translated,
    )
    caption = told.said(
        "Your longest time on one leg, left and right naming the lifted one. Below: the average "
        "best of three by age (provisional). The test ends at {time}, so times there are at least "
        "that long.",
        time=f"{goals.cap_s:g} s",
    )
    return Figure(picture, caption, told.said("Best time on one leg"))
