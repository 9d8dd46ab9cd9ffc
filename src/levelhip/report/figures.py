"""Which pictures a result calls for, and what each shows in words."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np

from levelhip.core import Array, Metric, Side, phrase
from levelhip.core.sentence import Translated, capital
from levelhip.io.result_file import EventEntry, ResultFile
from levelhip.io.series_file import Signals
from levelhip.plot import (
    DepthShare,
    Lift,
    Phase,
    SideValue,
    StanceSide,
    StepTime,
    Strand,
    feet_from_above,
    left_against_right,
    over_time,
    share_by_depth,
    step_times,
)
from levelhip.report.figure import Figure
from levelhip.report.numbers import RANGE_FACTOR, everyday_unit, scale_of, shown
from levelhip.report.rows import QuantityRow, in_shown_unit
from levelhip.report.words import STRAND_WORDS

LEAST_APART = 0.02
"""Ways that everybody needs, of left and of right, closer than this part of half a stance width are
alike: rounding hides it; chosen by us."""

LONGEST_STEP_S = 2.0
"""Two landings further apart than this are not one step: the person stopped; chosen by us."""

MOST_STRANDS = 4
"""Quantities over time that one picture holds; chosen by us."""

PHASE_KINDS = ("hold", "rep")
"""Kinds of events with a duration that are shaded in the picture over time."""

MOST_LETTERED = 8
"""More phases than this carry their letter only where the side changes; chosen by us."""


def main_figures(
    result: ResultFile, series: Signals, translated: Translated = str
) -> tuple[Figure, ...]:
    """The picture that explains the result by itself; none when there is nothing to draw.

    Parameters
    ----------
    result : ResultFile
        The whole result.
    series : mapping
        (T,) arrays by name, with `time_s`.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    tuple of Figure
        Chosen by what was measured, not by the protocol's name.
    """
    made = _feet(result, translated), _depth(result, series, translated), _steps(result, translated)
    return tuple(figure for figure in made if figure is not None)


def _feet(result: ResultFile, translated: Translated) -> Figure | None:
    sides = tuple(
        stance
        for side in (Side.RIGHT, Side.LEFT)
        if (stance := _stance(result.metrics, side, translated))
    )
    if not sides:
        return None
    seen = [
        phrase(
            "With the {side} foot lifted: {count} lifts, {label}.",
            side=stance.lifted,
            count=len(stance.lifts),
            label=stance.label,
        ).filled(translated)
        for stance in sides
    ]
    picture = feet_from_above(sides, name="feet", text=" ".join(seen), translated=translated)
    # claim: everybody-shifts
    caption = [
        translated(
            "You, from behind, and your feet from above at their true width. Each line is one "
            "lift: how far your weight travelled from where you stood (the ring), and at its end "
            "how sure that is. The grey part is what everybody has to do to stand on one leg."
        )
    ]
    if any(stance.drop or stance.lean for stance in sides):
        caption.append(translated("Angles are drawn twice as large as they are."))
    caption.append(translated("100 % is half the way between your feet."))
    further = _further_way(result.metrics)
    if further is not None:
        told = phrase(
            "As measured here you stood nearer to the {side} foot: lifting it needs a longer way, "
            "so that the same way leaves less beyond need.",
            side=further,
        )
        caption.append(told.filled(translated))
    return Figure(picture, " ".join(caption))


def _further_way(metrics: tuple[Metric, ...]) -> Side | None:
    """The lifted side that needs the longer way; None where the error does not tell them apart."""
    own = [m for m in metrics if m.trial == 0 and m.name == "needed_shift"]
    known = sorted((m.value, m.sd, m.side) for m in own if m.value is not None and m.sd is not None)
    if {side for _, _, side in known} != {Side.LEFT, Side.RIGHT}:
        return None
    (less, less_sd, _), (more, more_sd, further) = known
    error = RANGE_FACTOR * math.hypot(less_sd, more_sd)
    return further if more - less > max(error, LEAST_APART) else None


def _stance(metrics: tuple[Metric, ...], side: Side, translated: Translated) -> StanceSide | None:
    own = [m for m in metrics if m.side is side and m.value is not None and not m.refused]
    shifts = [m for m in own if m.name == "weight_shift"]
    lifts = [m for m in shifts if m.trial > 0] or shifts
    if not lifts:
        return None
    middle, excess = _summary(own, "weight_shift"), _summary(own, "excess_shift")
    given: dict[str, object] = {}
    if middle and excess:
        given["needed"] = (middle.value or 0.0) - (excess.value or 0.0)
        words = shown("excess_shift", excess.value or 0.0, excess.sd, None, "1").text
        given["label"] = phrase("beyond need: {size}", size=words).filled(translated)
    for field, name in (("drop", "pelvic_drop"), ("lean", "trunk_lean")):
        angle = _summary(own, name)
        if angle and angle.value is not None:
            given[field] = (angle.value, RANGE_FACTOR * (angle.sd or 0.0))
            told = shown(name, angle.value, angle.sd, None, angle.unit)
            given[f"{field}_text"] = told.text
    lines = tuple(Lift(m.value or 0.0, RANGE_FACTOR * (m.sd or 0.0)) for m in lifts)
    return StanceSide(side, lines, **given)  # type: ignore[arg-type]


def _summary(metrics: list[Metric], name: str) -> Metric | None:
    own = sorted((m for m in metrics if m.name == name), key=lambda metric: metric.trial)
    return own[0] if own else None


def _depth(result: ResultFile, series: Signals, translated: Translated) -> Figure | None:
    height, share = series.get("com_height_m"), series.get("load_share")
    reps = [event for event in result.events if event.kind == "rep" and event.valid]
    if height is None or share is None or not reps:
        return None
    shares = _shares_by_depth(series["time_s"], -height, share, reps)
    if not np.isfinite(shares.share).any():
        return None
    lowest = 100 * shares.share[np.flatnonzero(np.isfinite(shares.share))[-1]]
    text = phrase("Weight on the left foot at the lowest point: {size}.", size=f"{lowest:.0f} %")
    told = [text.filled(translated)]
    caption = [
        phrase(
            "From standing (top) to the lowest point (bottom): the line is the middle of {count} "
            "repetitions, the grey band goes from the lowest of them to the highest. The dotted "
            "line is an even share.",
            count=len(reps),
        ).filled(translated)
    ]
    whole = next(
        (
            metric
            for metric in result.metrics
            if metric.name == "load_share" and metric.trial == 0 and not metric.refused
        ),
        None,
    )
    if whole and whole.value is not None and whole.sd:
        shares = replace(shares, whole=(whole.value, RANGE_FACTOR * whole.sd))
        size = _on_the_fuller_side(whole.value, whole.sd, translated)
        told.append(phrase("In all {size}.", size=size).filled(translated))
        caption.append(
            phrase(
                "The diamond is the mean of all of it, {size}, and the line through it the error "
                "of measuring, which can move the whole picture sideways.",
                size=size,
            ).filled(translated)
        )
    picture = share_by_depth(shares, name="depth", text=" ".join(told), translated=translated)
    return Figure(picture, " ".join(caption), translated("Share of weight by depth"))


def _on_the_fuller_side(share: float, sd: float, translated: Translated) -> str:
    """A share of weight as it is written, on the side that carries more."""
    size = shown("load_share", max(share, 1.0 - share), sd, None, "1").text
    if share >= 0.5:
        return phrase("{size} on the left foot", size=size).filled(translated)
    return phrase("{size} on the right foot", size=size).filled(translated)


def _shares_by_depth(
    time_s: Array, depth: Array, share: Array, reps: list[EventEntry], *, bins: int = 9
) -> DepthShare:
    """Median share at even steps of depth, each repetition counted once."""
    steps = np.linspace(0.0, 1.0, bins)
    table = np.full((len(reps), bins), np.nan)
    for row, rep in zip(table, reps, strict=True):
        inside = (time_s >= rep.start_s) & (time_s <= rep.end_s)
        own, carried = depth[inside], share[inside]
        known = np.isfinite(own) & np.isfinite(carried)
        if not known.any():
            continue
        own, carried = own[known], carried[known]
        reach = own.max() - own.min()
        part = (own - own.min()) / reach if reach > 0 else np.zeros_like(own)
        nearest = np.abs(part[:, None] - steps).argmin(axis=1)
        for i in range(bins):
            if (nearest == i).any():
                row[i] = carried[nearest == i].mean()
    seen = np.isfinite(table).any(axis=0)
    middle, low, high = (np.full(bins, np.nan) for _ in range(3))
    middle[seen] = np.nanmedian(table[:, seen], axis=0)
    low[seen], high[seen] = np.nanmin(table[:, seen], axis=0), np.nanmax(table[:, seen], axis=0)
    return DepthShare(steps, middle, low, high)


def _steps(result: ResultFile, translated: Translated) -> Figure | None:
    landed = [event for event in result.events if event.kind == "step" and event.valid]
    steps = tuple(
        StepTime(after.side, after.peak_s, after.peak_s - before.peak_s)
        for before, after in pairwise(landed)
        if after.peak_s - before.peak_s <= LONGEST_STEP_S
        # Two landings of one foot in a row: the step between them was not seen.
        and (after.side is not before.side or after.side is Side.BOTH)
    )
    if len(steps) < 4:
        return None
    means = {side: _mean_step(result, steps, side, translated) for side in Side}
    means = {side: mean for side, mean in means.items() if any(s.side is side for s in steps)}
    listed = [f"{translated(side)}: {words}" for side, (_, words) in means.items()]
    text = phrase("Mean step time, {listed}.", listed=", ".join(listed)).filled(translated)
    picture = step_times(steps, means=means, name="steps", text=text, translated=translated)
    caption = translated(
        "Each dot is one step, from the landing of the other foot to the landing of this one; "
        "the upright bar is their mean."
    )
    return Figure(picture, caption, translated("Step times, left and right"))


def _mean_step(
    result: ResultFile, steps: tuple[StepTime, ...], side: Side, translated: Translated
) -> tuple[float, str]:
    """As it stands in the table; of the steps themselves where it does not."""
    for metric in result.metrics:
        if (metric.name, metric.side, metric.trial) == ("step_time", side, 0) and metric.value:
            words = shown(metric.name, metric.value, metric.sd, None, metric.unit).text
            return metric.value, translated(words)
    own = [step.lasted_s for step in steps if step.side is side]
    mean = float(np.mean(own)) if own else 0.0
    return mean, translated(f"{mean:.2f} s")


def pair_figure(row: QuantityRow, translated: Translated = str) -> Figure | None:
    """Left against right of one quantity; None when only one side is known.

    Parameters
    ----------
    row : QuantityRow
        One quantity.
    translated : callable
        From an English text to the reader's language; the row is in it already.

    Returns
    -------
    Figure or None
        With the sentence on the difference as its caption.
    """
    if not row.has_both_sides:
        return None
    values = []
    for side in (Side.LEFT, Side.RIGHT):
        cell = row.cells[side]
        value, half = in_shown_unit(cell.metric)
        values.append(SideValue(side, value, half, translated(cell.shown.text)))
    most = scale_of(row.name)
    unit = "" if most else everyday_unit(row.name, row.cells[Side.LEFT].metric.unit)[1]
    sentence = row.comparison(translated)
    seen = ", ".join(f"{translated(v.side)} {v.label}" for v in values)
    title = phrase("{label}, left against right", label=capital(row.label)).filled(translated)
    picture = left_against_right(
        tuple(values),
        unit=unit,
        most=most,
        name=f"pair-{row.name}",
        title=title,
        text=f"{seen}. {sentence}",
        translated=translated,
    )
    return Figure(picture, sentence)


STRANDS = (
    ("load_share", 100.0, 50.0),
    ("hip_abduction_deg", 1.0, 0.0),
    ("hip_extension_deg", 1.0, 0.0),
    ("toe_turn_deg", 1.0, 0.0),
    ("pelvic_hike_deg", 1.0, 0.0),
    ("hike_part", 100.0, 0.0),
    ("com_across_m", 100.0, None),
    ("trunk_lean_deg", 1.0, 0.0),
    ("pelvic_obliquity_deg", 1.0, 0.0),
    ("com_height_m", 100.0, None),
    ("acceleration_m_s2", 1.0, None),
)
"""Series that are drawn over time: name, factor, level of the dotted line."""


SHADED = ("hip_extension_deg", "toe_turn_deg")
"""Series whose part above the dotted line is what is asked for: it is shaded."""


def timeline_figure(
    result: ResultFile, series: Signals, translated: Translated = str
) -> Figure | None:
    """The measured quantities over time; None when no series holds anything.

    Parameters
    ----------
    result : ResultFile
        For the phases.
    series : mapping
        (T,) arrays by name, with `time_s`.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Figure or None
        At most `MOST_STRANDS` quantities, the most telling ones first.
    """
    times = series.get("time_s")
    if times is None or len(times) < 2:
        return None
    strands = tuple(
        Strand(
            translated(STRAND_WORDS[name]),
            np.asarray(series[name], dtype=float) * factor,
            level,
            (0.0, 100.0) if name == "load_share" else None,
            shaded=name in SHADED,
        )
        for name, factor, level in STRANDS
        if name in series and np.isfinite(series[name]).any()
    )[:MOST_STRANDS]
    if not strands:
        return None
    phases: tuple[Phase, ...] = ()
    found = [e for e in result.events if e.kind in PHASE_KINDS and e.end_s > e.start_s]
    if found:
        phases = _phases(found)
    text = phrase(
        "Over {seconds} seconds: {seen}; {count} phases are shaded.",
        seconds=f"{times[-1] - times[0]:.0f}",
        seen=", ".join(strand.label.split(",")[0] for strand in strands),
        count=len(phases),
    ).filled(translated)
    caption = []
    if any(phase.side is not Side.BOTH for phase in phases):
        caption.append(
            translated("Shaded: the time of each hold or repetition, L for left and R for right.")
        )
    elif phases:
        caption.append(translated("Shaded: the time of each hold or repetition."))
    if any(strand.level is not None for strand in strands):
        caption.append(translated("Dotted: even, upright, or in line."))
    picture = over_time(
        np.asarray(times, dtype=float),
        strands,
        phases,
        name="time",
        text=text,
        translated=translated,
    )
    return Figure(picture, " ".join(caption))


def _phases(events: list[EventEntry]) -> tuple[Phase, ...]:
    """Stretches that are shaded, lettered where there is room for it."""
    ordered = sorted(events, key=lambda event: event.start_s)
    lettered = len(ordered) <= MOST_LETTERED
    phases = []
    before: Side | None = None
    for event in ordered:
        side = event.side if lettered or event.side is not before else Side.BOTH
        phases.append(Phase(side, event.start_s, event.end_s))
        before = event.side
    return tuple(phases)
