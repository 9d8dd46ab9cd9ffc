"""Pictures of exercises: repetitions, holds, drops and drives, the swing of a weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from levelhip.biomech.pendulum import NEAR_PART
from levelhip.core import Metric, Sentence, Side
from levelhip.core.sentence import Translated, capital
from levelhip.io.result_file import EventEntry, ResultFile
from levelhip.plot import (
    RepBar,
    StandTime,
    Swing,
    repetition_bars,
    stand_times,
    swing_line,
)
from levelhip.report.answer_figures import pains, spots
from levelhip.report.drive_figures import drives
from levelhip.report.figure import SIDES, Figure, Goals, Told
from levelhip.report.numbers import RANGE_FACTOR, everyday_unit, shown
from levelhip.report.rows import in_shown_unit
from levelhip.report.trial_values import furthest, last_events, side_words, trials_of
from levelhip.report.words import fault_words, wording

RANGES = ("abduction_range", "depth")
"""How far a repetition went, by the first of these that was measured."""


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
    made += [drives(told, side) or _reps(told, side) for side in SIDES]
    made.append(_swing(told))
    made.append(_times(told) if goals.times else _holds(told))
    made.append(pains(told))
    return tuple(figure for figure in made if figure is not None)


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
    events = last_events(result.events, "rep", side)
    measured = ((name, trials_of(result.metrics, name, side)) for name in RANGES)
    name, values = next(((n, v) for n, v in measured if v), ("", {}))
    # Squats have a picture of their own; bars without a length say nothing but their faults.
    if not events or (name == "depth") or (not values and not any(e.faults for e in events)):
        return None
    bars = _bars(events, values, translated)
    unit = everyday_unit(name, next(iter(values.values())).unit)[1] if values else ""
    title = told.said("Each repetition") + side_words(told, side)
    # One axis for both sides, so that they can be compared by eye.
    end = furthest(result, name)
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
        caption.append(_signs(told))
    return Figure(picture, " ".join(caption), title)


def _signs(told: Told) -> str:
    return told.said("Disc and filled bar: as asked. Triangle and pale bar: not quite, and why.")


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
        held = trials_of(result.metrics, "hold_time", side)
        bars += _bars(last_events(result.events, "hold", side), held, translated, prefix=prefix)
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
    caption = [told.said("How long each was held."), best]
    if any(each.faults for each in bars):
        caption.append(_signs(told))
    return Figure(picture, " ".join(caption), title)


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
