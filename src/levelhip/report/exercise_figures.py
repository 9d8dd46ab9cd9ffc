"""Pictures of exercises and of what the person said: repetitions, holds, pains, spots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from levelhip.biomech.body_map import place_words
from levelhip.biomech.pendulum import NEAR_PART
from levelhip.core import MDC95_FACTOR, Metric, Side
from levelhip.engine.answers import NPRS_SD, marked_spot
from levelhip.io.result_file import EventEntry, ResultFile
from levelhip.plot import (
    DriveBar,
    PainLine,
    Picture,
    RepBar,
    SpotMark,
    StandTime,
    Swing,
    drop_and_drive,
    pain_lines,
    repetition_bars,
    spot_map,
    stand_times,
    swing_line,
)
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

SIDES = (Side.LEFT, Side.RIGHT, Side.BOTH)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with the words below it.

    Attributes
    ----------
    picture : the SVG
    caption : what is what, in one to three sentences
    heading : a few words above it; empty for none
    """

    picture: Picture
    caption: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Goals:
    """What was asked for, and of whom, as far as a protocol or a session says so.

    Attributes
    ----------
    hold_s : s, of each hold; None when it was not said
    times : averages of age groups, (words, s), for a test that ends at `cap_s`; empty for none
    cap_s : s
    side : what left and right name, as "the working leg"
    height_m : m, of the person, for the body map; None = not known
    """

    hold_s: float | None = None
    times: tuple[tuple[str, float], ...] = ()
    cap_s: float = 0.0
    side: str = ""
    height_m: float | None = None


def exercise_figures(
    result: ResultFile, goals: Goals, *, earlier: Sequence[ResultFile] = ()
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

    Returns
    -------
    tuple of Figure
        Chosen by what was measured, not by the protocol's name.
    """
    made: list[Figure | None] = [_spots(result, earlier, goals.height_m)]
    made += [_drives(result, side, goals) or _reps(result, side, goals) for side in SIDES]
    made.append(_swing(result))
    made.append(_times(result, goals) if goals.times else _holds(result, goals))
    made.append(_pains(result))
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


def _which(side: Side, goals: Goals) -> str:
    """The side in words, as ": left, the working leg"; nothing for both."""
    if side is Side.BOTH:
        return ""
    return f": {side.value}, {goals.side}" if goals.side else f": {side.value}"


def _bars(
    events: Sequence[EventEntry], values: Mapping[int, Metric], *, prefix: str = ""
) -> tuple[RepBar, ...]:
    bars = []
    for event in events:
        value, half = None, 0.0
        if event.trial in values:
            value, half = in_shown_unit(values[event.trial])
        faults = tuple(fault_words(code) for code in event.faults)
        bars.append(RepBar(f"{prefix}{event.trial}", value, half, faults))
    return tuple(bars)


def _told(bars: Sequence[RepBar], what: str) -> str:
    """How many were as asked, and which were not, in words."""
    faulty = [each for each in bars if each.faults]
    if not faulty:
        return f"{len(bars)} {what}, all as asked."
    listed = "; ".join(f"{each.number}: {', '.join(each.faults)}" for each in faulty)
    return f"{len(bars)} {what}, {len(bars) - len(faulty)} as asked. Not as asked: {listed}."


def _reps(result: ResultFile, side: Side, goals: Goals) -> Figure | None:
    events = _own(result.events, "rep", side)
    measured = ((name, _trials(result.metrics, name, side)) for name in RANGES)
    name, values = next(((n, v) for n, v in measured if v), ("", {}))
    # Squats have a picture of their own; bars without a length say nothing but their faults.
    if not events or (name == "depth") or (not values and not any(e.faults for e in events)):
        return None
    bars = _bars(events, values)
    unit = everyday_unit(name, next(iter(values.values())).unit)[1] if values else ""
    title = f"Each repetition{_which(side, goals)}"
    # One axis for both sides, so that they can be compared by eye.
    end = _furthest(result, name)
    text = _told(bars, "repetitions")
    picture = repetition_bars(
        bars,
        unit=unit,
        name=f"reps-{side}",
        title=title,
        text=text,
        most=1.05 * end if end > 0 else None,
    )
    label = wording(name).label if name else "what was not as asked"
    caption = f"{label[:1].upper()}{label[1:]}, with the error of each."
    if any(each.faults for each in bars):
        caption += " Disc and filled bar: as asked. Triangle and pale bar: not quite, and why."
    return Figure(picture, caption, title)


def _drives(result: ResultFile, side: Side, goals: Goals) -> Figure | None:
    events = _own(result.events, "rep", side)
    for low, high in DRIVES:
        drops, drives = (_trials(result.metrics, name, side) for name in (low, high))
        if not events or not (drops or drives):
            continue
        bars = tuple(_drive(event, drops, drives) for event in events)
        unit = everyday_unit(low, next(iter((drops or drives).values())).unit)[1]
        shallow = [str(each.number) for each in bars if each.shallow]
        short = [str(each.number) for each in bars if each.short]
        others = [
            f"{event.trial}: {', '.join(map(fault_words, rest))}"
            for event in events
            if (rest := [code for code in event.faults if code not in SHORT_OF])
        ]
        listed = [
            ("a triangle below marks a shallow drop", ", ".join(shallow)),
            ("a triangle above marks a wall that was not reached", ", ".join(short)),
            ("a ring marks something else", "; ".join(others)),
        ]
        marks = [f"{words} ({which})" for words, which in listed if which]
        title = f"Drop and drive{_which(side, goals)}"
        told = "; ".join(marks) or "all full"
        picture = drop_and_drive(
            bars,
            unit=unit,
            name=f"drives-{side}",
            title=title,
            text=f"{len(bars)} repetitions: {told}.",
            reach=(_furthest(result, low), _furthest(result, high)),
        )
        whole = " 100 % is your own way from level to the wall." if low == "drop_part" else ""
        caption = (
            "Each column is one repetition, down from level and up from it, with its error."
            f"{whole} {told[:1].upper()}{told[1:]}."
        )
        return Figure(picture, caption, title)
    return None


def _furthest(result: ResultFile, name: str) -> float:
    """The furthest of a quantity with its error, of all sides, so that they share one axis."""
    told = [sum(in_shown_unit(m)) for m in result.metrics if m.name == name and m.value is not None]
    return max(told, default=0.0)


def _drive(
    event: EventEntry, drops: Mapping[int, Metric], drives: Mapping[int, Metric]
) -> DriveBar:
    told = [in_shown_unit(each[event.trial]) for each in (drops, drives) if event.trial in each]
    drop = in_shown_unit(drops[event.trial])[0] if event.trial in drops else None
    drive = in_shown_unit(drives[event.trial])[0] if event.trial in drives else None
    return DriveBar(
        event.trial,
        drop,
        drive,
        max((half for _, half in told), default=0.0),
        "shallow" in event.faults,
        "no-touch" in event.faults,
        bool(set(event.faults) - set(SHORT_OF)),
    )


def _swing(result: ResultFile) -> Figure | None:
    found = {metric.name: metric for metric in result.metrics if metric.trial == 0}
    cadence, period = found.get("cadence"), found.get("swing_period")
    if cadence is None or period is None or not cadence.value or not period.value:
        return None
    own = 120.0 / period.value
    near = (own / (1.0 + NEAR_PART), own / (1.0 - NEAR_PART))
    swing = Swing(cadence.value, RANGE_FACTOR * (cadence.sd or 0.0), own, near)
    told = (
        f"You take {cadence.value:.0f} steps a minute; two steps take as long as one swing of the "
        f"weight at {own:.0f} steps a minute."
    )
    caption = (
        f"{told} In the grey band each step drives the weight up; the strap's length decides where "
        "the band lies."
    )
    picture = swing_line(swing, name="swing", text=told)
    return Figure(picture, caption, "Your steps and the weight's own swing")


def _holds(result: ResultFile, goals: Goals) -> Figure | None:
    if any(metric.name == "weight_shift" for metric in result.metrics):
        return None
    bars: tuple[RepBar, ...] = ()
    for side in SIDES:
        prefix = "" if side is Side.BOTH else f"{side} "
        held = _trials(result.metrics, "hold_time", side)
        bars += _bars(_own(result.events, "hold", side), held, prefix=prefix)
    known = [each.value for each in bars if each.value is not None]
    if not known:
        return None
    goal = None if goals.hold_s is None else (goals.hold_s, f"asked: {goals.hold_s:g} s")
    best = f"The longest was {max(known):.1f} s."
    text = f"{_told(bars, 'holds')} {best}"
    picture = repetition_bars(
        bars, unit=" s", name="holds", title="Each hold", text=text, goal=goal
    )
    return Figure(picture, f"How long each was held. {best}", "Each hold")


def _times(result: ResultFile, goals: Goals) -> Figure | None:
    times = tuple(
        StandTime(
            metric.side,
            metric.value,
            RANGE_FACTOR * (metric.sd or 0.0),
            f"at least {goals.cap_s:g} s"
            if goals.cap_s and metric.value >= goals.cap_s
            else shown(metric.name, metric.value, metric.sd, metric.mdc95, metric.unit).text,
        )
        for metric in result.metrics
        if metric.name == "best_hold_time" and metric.trial == 0 and metric.value is not None
    )
    if not times or not goals.times:
        return None
    told = ", ".join(f"{each.side} foot up: {each.label}" for each in times)
    picture = stand_times(times, goals.times, cap_s=goals.cap_s, name="stands", text=f"{told}.")
    caption = (
        "Your longest time on one leg, left and right naming the lifted one. Below: the average "
        f"best of three by age (provisional). The test ends at {goals.cap_s:g} s, so times there "
        "are at least that long."
    )
    return Figure(picture, caption, "Best time on one leg")


def _pains(result: ResultFile) -> Figure | None:
    said = {
        (metric.name, metric.side): metric.value
        for metric in result.metrics
        if metric.trial == 0 and metric.value is not None
    }
    band = float(MDC95_FACTOR) * NPRS_SD
    lines = []
    for side in SIDES:
        before = said.get(("pressure_pain_start", side))
        after = said.get(("pressure_pain_end", side))
        words = "under the thumb" if side is Side.BOTH else f"under the thumb, {side}"
        if after is not None:
            lines.append(PainLine(words, before, after, band))
        elif before is not None:
            lines.append(PainLine(f"{words}, before", None, before, band))
    for name, words in (
        ("back_spot_pain", "back spot, under the thumb"),
        ("hip_spot_pain", "hip spot, under the thumb"),
        ("usual_pain", "back, on a usual day"),
    ):
        value = said.get((name, Side.BOTH))
        if value is not None:
            lines.append(PainLine(words, None, value, band))
    if not lines:
        return None
    told = [
        f"{each.label}: {each.after:g}"
        if each.before is None
        else f"{each.label}: {each.before:g}, then {each.after:g}"
        for each in lines
    ]
    picture = pain_lines(tuple(lines), name="pains", text=f"{'; '.join(told)}.")
    caption = "Pain from 0 to 10. In the grey band a change is no more than the scatter of answers."
    if len(lines) > 1:
        caption += " Pain under the thumb and usual pain are two different things, never mixed."
    if any(each.before is not None for each in lines):
        caption = "Ring: before; disc: after. " + caption
    return Figure(picture, caption, "Pain")


def _spots(
    result: ResultFile, earlier: Sequence[ResultFile], height_m: float | None
) -> Figure | None:
    marks, told = [], []
    for kind in ("back", "hip"):
        spot = marked_spot(result.metrics, kind)
        if spot is None:
            continue
        marks.append(SpotMark(spot, kind, f"{kind} spot"))
        told.append(f"{kind} spot ({spot.view.word}): {place_words(spot)}")
        for age, before in enumerate(earlier, start=1):
            past = marked_spot(before.metrics, kind)
            if past is not None and past.view is spot.view:
                marks.append(SpotMark(past, kind, "", age))
    if not marks:
        return None
    text = "; ".join(told)
    picture = spot_map(marks, name="spots", text=f"{text}.", height_m=height_m)
    caption = (
        f"{text[:1].upper()}{text[1:]}. Marks are as large as a thumb (25 mm); the dotted lines "
        "are the belt line (the tops of the hip bones) and the middle."
    )
    if any(mark.age for mark in marks):
        caption += " Open marks are earlier ones."
    return Figure(picture, caption, "Where it hurts")
