"""Everything that was said, done and measured as one long table, one value a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from levelhip.core import Side
from levelhip.program.history import History
from levelhip.program.spot_trend import place
from levelhip.program.trend_series import PAIN_SD, PSFS_SINGLE_SD, RMDQ_SD, WALK_SD_MIN

BOTH = str(Side.BOTH)
COLUMNS = ("date", "what", "side", "value", "sd", "unit", "source")

DECIMALS = 9
"""Of a value; chosen by us."""

_PAINS = {
    "usual": "usual_pain",
    "during": "session_pain",
    "morning": "morning_pain",
    "pressure": "pressure_pain",
}
_SCORE_SDS = {"rmdq24": RMDQ_SD}
_SCORE_UNITS = {"rmdq24": "of 24", "global_change": "-5 to 5", "sitting_h": "h"}


class Row(NamedTuple):
    """One value.

    Attributes
    ----------
    on : date
    what : name of the number; an activity as "psfs: " and the person's words
    side : "left", "right" or "both"
    value : in `unit`
    sd : standard uncertainty in `unit`; None when it is not known
    unit : as in results; "of 10" and the like for what was said
    source : "said", "done", "map" with its view, or the test and the way it was measured
    """

    on: date
    what: str
    side: str
    value: float
    sd: float | None
    unit: str
    source: str


def long_table(history: History) -> str:
    """All values as CSV (RFC 4180), by date.

    Parameters
    ----------
    history : History

    Returns
    -------
    str
        UTF-8 text with a header; numbers with a decimal point, whatever the language.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for row in sorted(rows(history), key=lambda each: each.on):
        # Nothing is measured as finely: what is beyond is left of a sum. Nor is there a "-0".
        value = round(row.value, DECIMALS) + 0.0
        told = (f"{value:.10g}", "" if row.sd is None else f"{row.sd:.6g}")
        writer.writerow((row.on.isoformat(), row.what, row.side, *told, row.unit, row.source))
    return written.getvalue()


def rows(history: History) -> Iterator[Row]:
    """All values, kind after kind.

    Parameters
    ----------
    history : History

    Yields
    ------
    Row
    """
    yield from _days(history)
    yield from _now_and_then(history)
    yield from _spots(history)
    for done in history.done:
        yield Row(done.on, f"{done.exercise}: sessions", BOTH, 1, None, "1", "done")
        if done.reps:
            yield Row(done.on, f"{done.exercise}: reps", BOTH, done.reps, None, "1", "done")
            yield Row(done.on, f"{done.exercise}: faulty", BOTH, done.faulty, None, "1", "done")
    for told in history.measured:
        source = f"{told.protocol} {told.method}".strip()
        yield Row(told.on, told.name, str(told.side), told.value, told.sd, told.unit, source)


def _days(history: History) -> Iterator[Row]:
    for day in history.days:
        for field, name in _PAINS.items():
            value = getattr(day, field)
            if value is not None:
                yield Row(day.on, name, BOTH, value, PAIN_SD, "of 10", "said")
        if day.leg_signs:
            yield Row(day.on, "leg_signs", BOTH, 1, None, "1", "said")


def _now_and_then(history: History) -> Iterator[Row]:
    for activity in history.activities:
        name = f"psfs: {' '.join(activity.text.split())}"
        for rating in activity.ratings:
            yield Row(rating.on, name, BOTH, rating.value, PSFS_SINGLE_SD, "of 10", "said")
    for score in history.scores:
        unit, sd = _SCORE_UNITS.get(score.name, ""), _SCORE_SDS.get(score.name)
        yield Row(score.on, score.name, BOTH, score.value, sd, unit, "said")
    for walk in history.walked:
        yield Row(walk.on, "walk_minutes", BOTH, walk.minutes, WALK_SD_MIN, "min", "said")
    for lift in history.lifts:
        yield Row(lift.on, "lift_load", BOTH, lift.kg, None, "kg", "said")
        yield Row(lift.on, "lift_reps", BOTH, lift.reps, None, "1", "said")


def _spots(history: History) -> Iterator[Row]:
    for spot in history.spots:
        on, source, sd = spot.at.date(), f"map, {spot.view} view", place(spot).sd_m
        yield Row(on, f"{spot.kind}_spot_x", BOTH, spot.x_m, sd, "m", source)
        yield Row(on, f"{spot.kind}_spot_y", BOTH, spot.y_m, sd, "m", source)
        if spot.pain is not None:
            yield Row(on, f"{spot.kind}_spot_pain", BOTH, spot.pain, PAIN_SD, "of 10", source)
