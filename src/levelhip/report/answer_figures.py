"""Pictures of what the person said: pains and spots."""

from __future__ import annotations

import math
from collections.abc import Sequence

from levelhip.biomech.body_map import place_words
from levelhip.core import MDC95_FACTOR, Side
from levelhip.core.sentence import capital
from levelhip.engine.answers import NPRS_SD, marked_spot
from levelhip.io.result_file import ResultFile
from levelhip.plot import PainLine, SpotMark, pain_lines, spot_map
from levelhip.plot.body_map import THUMB_M
from levelhip.report.figure import SIDES, Figure, Told


def pains(told: Told) -> Figure | None:
    """The pains that were said, before and after, each kind on a line of its own.

    Parameters
    ----------
    told : Told

    Returns
    -------
    Figure or None
        None where none was said.
    """
    said = {
        (metric.name, metric.side): metric.value
        for metric in told.result.metrics
        if metric.trial == 0 and metric.value is not None
    }
    band = float(MDC95_FACTOR) * NPRS_SD
    lines = []
    for side in SIDES:
        before = said.get(("pressure_pain_start", side))
        after = said.get(("pressure_pain_end", side))
        words = told.said("under the thumb")
        if side is not Side.BOTH:
            words = f"{words}, {told.said(side)}"
        if after is not None:
            lines.append(PainLine(words, before, after, band))
        elif before is not None:
            only = ", ".join((words, told.said("before")))
            lines.append(PainLine(only, None, before, band))
    for name, words in (
        ("back_spot_pain", told.said("back spot, under the thumb")),
        ("hip_spot_pain", told.said("hip spot, under the thumb")),
        ("usual_pain", told.said("back, on a usual day")),
    ):
        value = said.get((name, Side.BOTH))
        if value is not None:
            lines.append(PainLine(words, None, value, band))
    if not lines:
        return None
    seen = [
        f"{each.label}: {each.after:g}"
        if each.before is None
        else told.said(
            "{what}: {before}, then {after}",
            what=each.label,
            before=f"{each.before:g}",
            after=f"{each.after:g}",
        )
        for each in lines
    ]
    picture = pain_lines(
        tuple(lines), name="pains", text=f"{'; '.join(seen)}.", translated=told.translated
    )
    caption = [
        told.said("Pain from 0 to 10."),
        told.said("In the grey band a change is no more than the scatter of answers."),
    ]
    if len(lines) > 1:
        caption.append(
            told.said("Pain under the thumb and usual pain are two different things, never mixed.")
        )
    if any(each.before is not None for each in lines):
        caption.insert(0, told.said("Ring: before; disc: after."))
    return Figure(picture, " ".join(caption), told.said("Pain"))


def spots(told: Told, earlier: Sequence[ResultFile]) -> Figure | None:
    """The spots that were marked, and earlier ones faded.

    Parameters
    ----------
    told : Told
    earlier : sequence of ResultFile
        Results of the same protocol before, newest first.

    Returns
    -------
    Figure or None
        None where none was marked.
    """
    marks, seen, lies_beneath = [], [], False
    for kind in ("back", "hip"):
        spot = marked_spot(told.result.metrics, kind)
        if spot is None:
            continue
        words = told.said(f"{kind} spot")
        marks.append(SpotMark(spot, kind, words))
        view = told.said(spot.view.word)
        seen.append(f"{words} ({view}): {place_words(spot, told.translated)}")
        for age, before in enumerate(earlier, start=1):
            past = marked_spot(before.metrics, kind)
            if past is None or past.view is not spot.view:
                continue
            if math.hypot(past.x_m - spot.x_m, past.y_m - spot.y_m) < 0.5 * THUMB_M:
                lies_beneath = True
            else:
                marks.append(SpotMark(past, kind, "", age))
    if not marks:
        return None
    text = f"{'; '.join(seen)}."
    picture = spot_map(
        marks,
        name="spots",
        text=text,
        height_m=told.goals.height_m,
        translated=told.translated,
    )
    caption = [
        capital(text),
        told.said(
            "Marks are as large as a thumb (25 mm); the dotted lines are the belt line (the tops "
            "of the hip bones) and the middle."
        ),
    ]
    if any(mark.spot.view.is_side for mark in marks):
        caption.append(told.said("The grey ring is the bony point on the outside of the hip."))
    if any(mark.age for mark in marks):
        caption.append(told.said("Open marks are earlier ones."))
    if lies_beneath:
        caption.append(told.said("An earlier mark in the same place is not drawn."))
    return Figure(picture, " ".join(caption), told.said("Where it hurts"))
