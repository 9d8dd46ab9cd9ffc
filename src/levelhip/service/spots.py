"""Whether a spot is where it was before, from two results or from the diary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from datetime import datetime

    from levelhip.biomech.body_map import SpotChange
    from levelhip.core import Metric
    from levelhip.io.result_file import ResultFile
    from levelhip.program.history import Spot
    from levelhip.store import Diary

KINDS: tuple[Literal["back", "hip"], ...] = ("back", "hip")
"""The two spots; each is compared with itself only."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A spot of the diary in words.

    Attributes
    ----------
    spot : as it is kept
    place : where it is, "4 cm left of the spine, 1 cm above the belt line"
    region : part of the body
    note : why a thumb does not press there; empty where it may
    change : against the mark of that kind before it; None for the first
    """

    spot: Spot
    place: str
    region: str
    note: str
    change: SpotChange | None


def spot_change(before: ResultFile, after: ResultFile) -> dict[str, SpotChange]:
    """Which spots are the same as before, by the rule of 25 mm.

    Parameters
    ----------
    before, after : ResultFile
        Two results of `pain-spot`.

    Returns
    -------
    dict
        By "back" and "hip", those that both results hold.
    """
    from levelhip.biomech.body_map import same_spot
    from levelhip.engine.answers import marked_spot

    changes: dict[str, SpotChange] = {}
    for kind in KINDS:
        then, now = (marked_spot(result.metrics, kind) for result in (before, after))
        if then is not None and now is not None:
            changes[kind] = same_spot(then, now)
    return changes


def in_words(spots: Sequence[Spot]) -> tuple[Marked, ...]:
    """The spots of a diary in words, each against the one of its kind before it.

    Parameters
    ----------
    spots : sequence of Spot
        In any order.

    Returns
    -------
    tuple of Marked
        In order of time.
    """
    from levelhip.biomech import body_map

    found: list[Marked] = []
    last: dict[str, body_map.Spot] = {}
    for each in sorted(spots, key=lambda spot: spot.at):
        here = body_map.Spot(body_map.SpotView[each.view.upper()], each.x_m, each.y_m)
        then = last.get(each.kind)
        region = body_map.region(here, height_m=None)
        change = None if then is None else body_map.same_spot(then, here)
        found.append(Marked(each, body_map.place_words(here), region.name, region.note, change))
        last[each.kind] = here
    return tuple(found)


def keep_spots(diary: Diary, metrics: Iterable[Metric], at: datetime) -> tuple[Spot, ...]:
    """Keep the spots of a result of `pain-spot` in the diary, once however often it is called.

    Parameters
    ----------
    diary : Diary
    metrics : iterable of Metric
        Of the result; one without spots keeps nothing.
    at : datetime
        When they were marked, with its time zone.

    Returns
    -------
    tuple of Spot
        Those that were kept now.
    """
    from levelhip.engine.answers import marked_spot
    from levelhip.program.history import Spot, SpotSide

    told = [metric for metric in metrics if metric.trial == 0]
    marks = []
    for kind in KINDS:
        found = marked_spot(told, kind)
        if found is None:
            continue
        pains = [m.value for m in told if m.name == f"{kind}_spot_pain" and m.value is not None]
        view = cast("SpotSide", found.view.name.lower())
        pain = round(pains[-1]) if pains else None
        marks.append(Spot(at, kind, view, found.x_m, found.y_m, pain))
    if not marks:
        return ()
    kept = set(diary.history().spots)
    new = tuple(each for each in marks if each not in kept)
    for each in new:
        diary.add_spot(each)
    return new
