"""Time stamps and rows put right where that is honest, and refused where it is not.

Every repair is a sentence in the list that goes with the recording. Values are never invented:
rows are dropped, put in order, or left as gaps; nothing is interpolated here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from levelhip.core import Array, BadRecording, Sentence, phrase

LATE_ROW_S = 1.0
"""A row this much older than one before it is no longer a straggler; chosen by us. A clock that
jumps back further was restarted, and sorting would mix two recordings."""

SAME_TIME_LIMIT = 0.05
"""Share of rows that may repeat the time of another; chosen by us. Beyond it the clock is too
coarse for the samples."""

NO_TIME_LIMIT = 0.10
"""Share of rows without a time, or without any value, that may be dropped; chosen by us."""

GAP_STEPS = 5.0
"""A step longer than this many usual steps is a gap; chosen by us."""

FEWEST_SAMPLES = 10
"""A recording with fewer samples than this is refused; chosen by us."""


@dataclass(frozen=True, slots=True)
class Steady:
    """Rows in order of time.

    Attributes
    ----------
    time_s : (T,), s, strictly increasing
    rows : (T, C), the values that go with it
    repairs : what was done, in words
    """

    time_s: Array
    rows: Array
    repairs: tuple[Sentence, ...]


def steady(
    time_s: Array, rows: Array, *, name: str, empty: NDArray[np.bool_] | None = None
) -> Steady:
    """Rows with a usable time, each time once, in order; gaps named and left open.

    Parameters
    ----------
    time_s : (T,), s
        As the file has them; NaN where a row has none.
    rows : (T, C)
        Values; NaN where missing.
    name : str
        File name, for messages.
    empty : (T,) of bool, optional
        Rows that hold no measurement; by default those in which every value is NaN.

    Returns
    -------
    Steady
        What is left, with the repairs in words.

    Raises
    ------
    BadRecording
        When the rows cannot be put right without inventing something.
    """
    repairs: list[Sentence] = []
    total = time_s.size
    timeless = ~np.isfinite(time_s)
    void = np.isnan(rows).all(axis=1) if empty is None else empty
    for wrong, words in ((timeless, "time"), (void & ~timeless, "value")):
        count = int(wrong.sum())
        if count > max(1.0, NO_TIME_LIMIT * total):
            raise BadRecording(
                "{file}: {count} of {total} rows hold no {what}; record again, or export only the "
                "part that was recorded",
                file=name,
                count=count,
                total=total,
                what=words,
            )
        if count:
            repairs.append(
                phrase("{rows} without a {what} dropped", rows=counted(count), what=words)
            )
    keep = ~(timeless | void)
    time_s, rows = time_s[keep], rows[keep]
    time_s, rows, moved = _ordered(time_s, rows, name)
    repairs += moved
    time_s, rows, dropped = _once(time_s, rows, name)
    repairs += dropped
    if time_s.size < FEWEST_SAMPLES:
        raise BadRecording(
            "{file}: only {total} usable samples; record at least {least}",
            file=name,
            total=time_s.size,
            least=FEWEST_SAMPLES,
        )
    repairs += gaps(time_s)
    return Steady(np.ascontiguousarray(time_s), np.ascontiguousarray(rows), tuple(repairs))


def counted(count: int) -> str:
    """The number of rows in words.

    Parameters
    ----------
    count : int

    Returns
    -------
    str
    """
    return f"{count} row" if count == 1 else f"{count} rows"


def _ordered(time_s: Array, rows: Array, name: str) -> tuple[Array, Array, list[Sentence]]:
    back = np.diff(time_s) < 0
    if not back.any():
        return time_s, rows, []
    if (np.diff(time_s) <= 0).all():
        return time_s[::-1], rows[::-1], [Sentence("rows stood newest first, turned round")]
    newest = np.maximum.accumulate(time_s)
    late = newest - time_s
    worst = int(np.argmax(late))
    if late[worst] > LATE_ROW_S:
        raise BadRecording(
            "{file}: time goes back from {before} s to {after} s at sample {number}, as if the "
            "clock had been set or two recordings joined; cut the file there and give one part",
            file=name,
            before=f"{newest[worst]:g}",
            after=f"{time_s[worst]:g}",
            number=worst + 1,
        )
    order = np.argsort(time_s, kind="stable")
    count = int((late > 0).sum())
    return (
        time_s[order],
        rows[order],
        [
            phrase(
                "{rows} out of order by up to {time} s, sorted by time",
                rows=counted(count),
                time=f"{late[worst]:.3g}",
            )
        ],
    )


def _once(time_s: Array, rows: Array, name: str) -> tuple[Array, Array, list[Sentence]]:
    again = np.concatenate(([False], np.diff(time_s) == 0))
    count = int(again.sum())
    if not count:
        return time_s, rows, []
    if count > max(1.0, SAME_TIME_LIMIT * time_s.size):
        raise BadRecording(
            "{file}: {count} of {total} samples repeat the time of another, the clock is too "
            "coarse; export a finer time column (ms or elapsed seconds with decimals)",
            file=name,
            count=count,
            total=time_s.size,
        )
    said = phrase("{rows} with a repeated time dropped", rows=counted(count))
    return time_s[~again], rows[~again], [said]


def gaps(time_s: Array) -> list[Sentence]:
    """Pauses in a series, in words; they stay open.

    Parameters
    ----------
    time_s : (T,), s
        Strictly increasing.

    Returns
    -------
    list of str
        One sentence, or nothing.
    """
    steps = np.diff(time_s)
    if not steps.size:
        return []
    wide = np.flatnonzero(steps > GAP_STEPS * np.median(steps))
    if not wide.size:
        return []
    longest = wide[np.argmax(steps[wide])]
    size, at = f"{steps[longest]:.3g}", f"{time_s[longest]:.3g}"
    if wide.size == 1:
        return [phrase("a gap of {size} s at {at} s, left open", size=size, at=at)]
    said = phrase(
        "{count} gaps, the longest of {size} s at {at} s, left open",
        count=int(wide.size),
        size=size,
        at=at,
    )
    return [said]


def rate_hz(time_s: Array) -> float:
    """Nominal rate: one over the usual step, Hz; 0 for fewer than two samples.

    Parameters
    ----------
    time_s : (T,), s
        Strictly increasing.

    Returns
    -------
    float
    """
    if time_s.size < 2:
        return 0.0
    steps = np.diff(time_s)
    # The mean sees through rounded stamps (0.007, 0.013 …), without the gaps.
    usual = steps[steps <= GAP_STEPS * np.median(steps)].mean()
    return float(f"{1.0 / usual:.9g}")


def within(
    rows: Array, limit: float, *, what: str, unit: str, name: str
) -> tuple[Array, list[Sentence]]:
    """Values beyond what the sensor can read taken as missing, if they are few.

    Parameters
    ----------
    rows : (T, C), in `unit`
        Values; NaN where missing.
    limit : in `unit`
        Largest size that is possible.
    what, unit, name : str
        For messages.

    Returns
    -------
    tuple of Array and list of str
        The values, and the repair in words.

    Raises
    ------
    BadRecording
        When more than one in a hundred is beyond it: then the unit is another one.
    """
    with np.errstate(invalid="ignore"):
        beyond = np.abs(rows) > limit
    count = int(beyond.sum())
    if not count:
        return rows, []
    worst = float(np.nanmax(np.abs(rows)))
    if count > max(1.0, 0.01 * rows.size):
        raise BadRecording(
            "{file}: {what} reaches {worst} {unit}, more than {limit} {unit} can be; name the "
            "right unit in the heading",
            file=name,
            what=what,
            worst=f"{worst:.3g}",
            unit=unit,
            limit=f"{limit:g}",
        )
    out = np.where(beyond, np.nan, rows)
    said = phrase(
        "{count} values of {what} up to {worst} {unit} cannot be, taken as missing",
        count=count,
        what=what,
        worst=f"{worst:.3g}",
        unit=unit,
    )
    return out, [said]
