"""What became of every number, whether training has to do with it, and where it hurt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter

from levelhip.core import Side
from levelhip.program.history import Spot, SpotKind
from levelhip.program.trends import Reading, Stretch, Trend
from levelhip.program.working import Answer
from levelhip.protocols.language import Language
from levelhip.report.trend_words import (
    everyday,
    important_words,
    trend_level,
    trend_name,
    trend_number,
)
from levelhip.service import daily
from levelhip.service.catalogue import sides_told
from levelhip.service.progress import progress as worked_out
from levelhip.web.words import Words

router = APIRouter(tags=["progress"])


@dataclass(frozen=True, slots=True)
class PointTold:
    """One number of a day with its standard uncertainty, in the everyday unit."""

    on: date
    value: float
    sd: float


@dataclass(frozen=True, slots=True)
class TrendTold:
    """What became of one number.

    Attributes
    ----------
    name, side, protocol, title : what it is
    sides_text : which leg its side names; empty without one
    unit : behind its numbers; empty for points
    most : top of its scale; none where there is none
    points : by day, in that unit
    first, latest : mean of the first and of the last week
    detectable : the smallest change that can be told from chance
    first_text, latest_text, change_text, detectable_text, important_text : as they are written
    reading, reading_text : what it comes to
    text, reasons : the same in sentences
    """

    name: str
    side: Side
    protocol: str
    title: str
    sides_text: str
    unit: str
    most: float | None
    points: tuple[PointTold, ...]
    first: float
    latest: float | None
    detectable: float | None
    first_text: str
    latest_text: str
    change_text: str
    detectable_text: str
    important_text: str
    reading: Reading
    reading_text: str
    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkingTold:
    """Whether training does more than time alone.

    Attributes
    ----------
    answer, text : what can be said
    assumed : what it rests on
    probability : that the answer is right, as far as the model is
    """

    answer: Answer
    text: str
    assumed: str
    probability: float | None


@dataclass(frozen=True, slots=True)
class SpotTrendTold:
    """One spot over the weeks: its marks in order, and whether it is the same one."""

    kind: SpotKind
    marks: tuple[Spot, ...]
    text: str


@dataclass(frozen=True, slots=True)
class ProgressTold:
    """The weeks so far."""

    begun: date
    on: date
    working: WorkingTold
    text: str
    trends: tuple[TrendTold, ...]
    spots: tuple[SpotTrendTold, ...]


@router.get("/progress")
def progress(words: Words) -> ProgressTold:
    """What became of everything, up to today."""
    with daily.diary() as diary:
        daily.ensure_begun(diary)
        found = worked_out(diary)
    working = found.working
    return ProgressTold(
        found.begun,
        found.on,
        WorkingTold(
            working.answer,
            working.text.filled(words.text),
            found.assumed.filled(words.text),
            working.probability,
        ),
        found.trends.text.filled(words.text),
        tuple(_trend(each, words) for each in found.trends.each),
        tuple(
            SpotTrendTold(each.kind, each.marks, each.text.filled(words.text))
            for each in found.spots
        ),
    )


def _trend(trend: Trend, words: Language) -> TrendTold:
    scale, unit = everyday(trend)
    most = float(trend.unit.split()[-1]) if trend.unit.startswith("of ") else None
    return TrendTold(
        trend.name,
        trend.side,
        trend.protocol,
        trend_name(trend, words.text),
        "" if trend.side is Side.BOTH else sides_told(trend.protocol).filled(words.text),
        words.text(f"0{unit}")[1:],
        most,
        tuple(PointTold(p.on, scale * p.value, scale * p.sd) for p in trend.points),
        scale * trend.first.mean,
        scale * trend.latest.mean if trend.latest else None,
        None if trend.detectable is None else scale * trend.detectable,
        words.text(trend_level(trend, trend.first.mean)),
        words.text(trend_level(trend, _mean(trend.latest))),
        words.text(trend_number(trend, trend.change, signed=True)),
        words.text(trend_number(trend, trend.detectable)),
        words.text(important_words(trend)),
        trend.reading,
        words.text(trend.reading),
        trend.text.filled(words.text),
        tuple(each.filled(words.text) for each in trend.reasons),
    )


def _mean(stretch: Stretch | None) -> float | None:
    return None if stretch is None else stretch.mean
