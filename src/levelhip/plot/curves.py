"""Numbers over weeks: pain as said, with the days of training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from levelhip.plot.canvas import INKS, SMALL, Picture, blank, picture, quiet_axes


@dataclass(frozen=True, slots=True)
class Curve:
    """One number over time.

    Attributes
    ----------
    name : as shown
    points : day and value, in order
    kind : "line" is drawn full, "dots" as open circles
    """

    name: str
    points: Sequence[tuple[date, float]]
    kind: Literal["line", "dots"] = "line"


def over_time(
    curves: Sequence[Curve],
    *,
    marks: Sequence[date] = (),
    band: tuple[float, float] | None = None,
    limits: tuple[float, float] = (0.0, 10.0),
    name: str,
    title: str,
    text: str,
    width: float = 420.0,
    height: float = 190.0,
) -> Picture:
    """Numbers over days, with small strokes below for the days of training.

    Parameters
    ----------
    curves : sequence of Curve
        At least one with at least one point.
    marks : sequence of date
        Days of training.
    band : (low, high), optional
        The range of no measurable change about the beginning, shaded.
    limits : (low, high)
        Of the axis of values.
    name, title, text : str
        As in `canvas.picture`.
    width, height : float
        Picture units.

    Returns
    -------
    Picture
    """
    figure = blank(height, width=width)
    axes = figure.add_axes((34 / width, 40 / height, 1 - 44 / width, 1 - 66 / height))
    quiet_axes(axes)
    first = min(on for curve in curves for on, _ in curve.points)
    last = max((*(on for curve in curves for on, _ in curve.points), *marks))

    def week(on: date) -> float:
        return (on - first).days / 7.0

    if band is not None:
        axes.axhspan(*band, color=INKS["band"], lw=0)
    inks = (INKS["accent"], INKS["ink"], INKS["soft"])
    for curve, ink in zip(curves, inks, strict=False):
        x, y = [week(on) for on, _ in curve.points], [value for _, value in curve.points]
        if curve.kind == "line":
            axes.plot(x, y, color=ink, lw=1.8, label=curve.name)
        else:
            axes.plot(
                x, y, "o", ms=4, mfc="none", mec=ink, mew=1.2, label=curve.name, clip_on=False
            )
    low, high = limits
    axes.set_ylim(low, high)
    span = max(week(last), 1.0)
    axes.set_xlim(0, span)
    for on in marks:
        axes.plot(
            [week(on)] * 2,
            [low, low + 0.03 * (high - low)],
            color=INKS["soft"],
            lw=1.2,
            clip_on=False,
        )
    axes.set_xlabel("weeks from the first day")
    axes.locator_params(axis="x", nbins=8, integer=True)
    axes.locator_params(axis="y", nbins=5)
    if len(curves) > 1:
        legend = axes.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 1.02),
            ncols=len(curves),
            frameon=False,
            fontsize=SMALL,
            borderaxespad=0.0,
            handlelength=1.2,
            columnspacing=1.2,
        )
        for written in legend.get_texts():
            written.set_color(INKS["ink"])
    return picture(figure, name=name, title=title, text=text)
