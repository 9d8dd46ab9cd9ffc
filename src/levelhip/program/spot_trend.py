"""Where it hurt over the weeks: the marks of each spot in order, and whether it is the same one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from levelhip.biomech.body_map import SAME_SPOT_M, VIEW_CODES, SpotChange, SpotView, same_spot
from levelhip.biomech.body_map import Spot as Place
from levelhip.core import Side
from levelhip.program.history import History, Measured, Spot, SpotKind, SpotSide
from levelhip.program.sentence import Sentence

KINDS: tuple[SpotKind, ...] = ("back", "hip")
PROTOCOL = "pain-spot"
"""The test whose results hold marks too."""

_VIEWS: dict[SpotSide, SpotView] = {
    "front": SpotView.FRONT,
    "back": SpotView.BACK,
    "left": SpotView.LEFT,
    "right": SpotView.RIGHT,
}


@dataclass(frozen=True, slots=True)
class SpotTrend:
    """One spot over the weeks.

    Attributes
    ----------
    kind : "back" or "hip"
    marks : in order, at least one
    change : the last against the first of the same view, by the rule of 25 mm; None when it was
        marked once
    text : the same in a sentence
    """

    kind: SpotKind
    marks: tuple[Spot, ...]
    change: SpotChange | None
    text: Sentence


def place(spot: Spot) -> Place:
    """A mark as the body map knows it.

    Parameters
    ----------
    spot : Spot

    Returns
    -------
    biomech.body_map.Spot
    """
    return Place(_VIEWS[spot.view], spot.x_m, spot.y_m)


def spot_trends(history: History) -> tuple[SpotTrend, ...]:
    """Each spot that was marked, the back's first.

    Parameters
    ----------
    history : History

    Returns
    -------
    tuple of SpotTrend
        Marks of the body map and of the test together; the same mark of a day counts once.
    """
    marks = sorted((*history.spots, *_of_tests(history)), key=lambda each: each.at)
    found = []
    for kind in KINDS:
        own = [each for each in marks if each.kind == kind]
        if own:
            same_view = [each for each in own if each.view == own[-1].view]
            first = same_view[0] if len(same_view) > 1 else own[0]
            change = same_spot(place(first), place(own[-1])) if len(own) > 1 else None
            ways_m = [same_spot(place(first), place(each)).distance_m for each in same_view]
            far_m = max(way_m or 0.0 for way_m in ways_m)
            found.append(SpotTrend(kind, tuple(own), change, _told_change(change, far_m)))
    return tuple(found)


def _told_change(change: SpotChange | None, far_m: float) -> Sentence:
    """The last mark against the first, and how far from it the furthest of that view lay."""
    if change is None:
        return Sentence("Marked once: mark it again in some weeks.")
    if change.distance_m is None:
        return Sentence("Marked in another view than at first: mark it in the same one to compare.")
    mm = f"{1000 * change.distance_m:.0f}"
    if change.state == "same":
        text = "The same spot, as far as a thumb can tell: {mm} mm from the first mark."
        if far_m > SAME_SPOT_M:
            text = (
                "The last mark is the same spot as the first, as far as a thumb can tell: {mm} mm "
                "from it. In between one lay {far} mm from the first."
            )
            return Sentence(text, (("mm", mm), ("far", f"{1000 * far_m:.0f}")))
    elif change.state == "moved":
        text = "The spot has moved: {mm} mm from the first mark."
    else:
        text = "Whether it is the same spot cannot be told: {mm} mm from the first mark."
    return Sentence(text, (("mm", mm),))


def _of_tests(history: History) -> list[Spot]:
    """Marks in results of the test, where the map has none of the same kind and day."""
    said = {(each.kind, each.at.date()) for each in history.spots}
    days = sorted({m.on for m in history.measured if m.protocol == PROTOCOL})
    found = []
    for on in days:
        of_day = [m for m in history.measured if m.protocol == PROTOCOL and m.on == on]
        for kind in KINDS:
            spot = _mark(of_day, kind, on)
            if spot is not None and (kind, on) not in said:
                found.append(spot)
    return found


def _mark(of_day: Sequence[Measured], kind: SpotKind, on: date) -> Spot | None:
    told = {m.name: m.value for m in of_day if m.side is Side.BOTH}
    view, x, y = (told.get(f"{kind}_spot_{part}") for part in ("view", "x", "y"))
    if view is None or x is None or y is None or round(view) not in VIEW_CODES:
        return None
    seen_from = VIEW_CODES[round(view)]
    side = next(name for name, each in _VIEWS.items() if each is seen_from)
    pain = told.get(f"{kind}_spot_pain")
    at = datetime.combine(on, time(12), UTC)
    return Spot(at, kind, side, x, y, None if pain is None else round(pain))
