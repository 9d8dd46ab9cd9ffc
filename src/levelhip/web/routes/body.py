"""The body map: how the body is drawn, and the marks on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter

from levelhip.biomech.body_map import (
    MEAN_HEIGHT_M,
    SAME_SPOT_M,
    WIDEST_PART,
    SpotView,
    place_words,
)
from levelhip.plot.body_outline import body_view
from levelhip.program.history import SpotKind, SpotSide
from levelhip.program.spot_trend import place
from levelhip.protocols.language import Language
from levelhip.service import daily, telling
from levelhip.service.spots import Marked
from levelhip.web.words import Words

router = APIRouter(tags=["body"])


@dataclass(frozen=True, slots=True)
class BodySide:
    """The body from one side; lengths in thousandths of body height, y down from the belt line.

    Attributes
    ----------
    view : from where it is looked at
    mirrored : whether the person's right (in a side view: forwards) is on paper left
    outline, strokes : paths
    half_width, top, bottom : edges of the drawing
    """

    view: SpotSide
    mirrored: bool
    outline: str
    strokes: tuple[str, ...]
    half_width: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Body:
    """All sides, and the sizes that turn a place on the drawing into metres.

    Attributes
    ----------
    sides : front, back, left, right
    height_m : m, of the drawn body
    thumb_m : m, breadth of a mark: two nearer than that are one spot
    widest_m : m, a mark may lie so far to each side of the middle line
    """

    sides: tuple[BodySide, ...]
    height_m: float
    thumb_m: float
    widest_m: float


@dataclass(frozen=True, slots=True)
class SpotMarked:
    """A mark on the map.

    Attributes
    ----------
    kind : "back" or "hip"
    view : from where
    x_m, y_m : m, to the person's right (in a side view: forwards) and up from the belt line
    pain : under the thumb, 0 to 10
    """

    kind: SpotKind
    view: SpotSide
    x_m: float
    y_m: float
    pain: int | None = None


@dataclass(frozen=True, slots=True)
class SpotTold:
    """A mark that was kept, in words.

    Attributes
    ----------
    at : when
    spot : where and how much
    place : "4 cm left of the spine, 1 cm above the belt line"
    note : why a thumb does not press there; empty where it may
    change : against the one of its kind before it, in words; empty for the first
    """

    at: datetime
    spot: SpotMarked
    place: str
    note: str
    change: str


@router.get("/body")
def body() -> Body:
    """How the body is drawn."""
    sides = []
    for view in SpotView:
        seen = body_view(view)
        name: SpotSide = view.name.lower()  # type: ignore[assignment]
        sides.append(
            BodySide(
                name,
                seen.mirrored,
                seen.outline,
                seen.strokes,
                seen.half_width,
                seen.top,
                seen.bottom,
            )
        )
    return Body(tuple(sides), MEAN_HEIGHT_M, SAME_SPOT_M, WIDEST_PART * MEAN_HEIGHT_M)


@router.get("/spots")
def spots(words: Words) -> tuple[SpotTold, ...]:
    """The marks made so far, in order of time."""
    with daily.diary() as diary:
        return tuple(_told(each, words) for each in telling.spots(diary))


@router.post("/spots")
def add_spot(mark: SpotMarked, words: Words) -> SpotTold:
    """Keep a mark."""
    with daily.diary() as diary:
        kept = telling.spot(diary, mark.kind, mark.view, mark.x_m, mark.y_m, pain=mark.pain)
        return _told(kept, words)


def _told(marked: Marked, words: Language) -> SpotTold:
    spot, change = marked.spot, marked.change
    return SpotTold(
        spot.at,
        SpotMarked(spot.kind, spot.view, spot.x_m, spot.y_m, spot.pain),
        place_words(place(spot), words.text),
        words.text(marked.note),
        "" if change is None else change.said.filled(words.text),
    )
