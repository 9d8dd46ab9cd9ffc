"""Time stamps from a table: which column counts time, in what unit, and from when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from levelhip.core import Array, BadRecording
from levelhip.io.csvtable import Sheet, words

TIME_UNITS: dict[str, float] = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
"""Seconds in each unit a clock may count in."""

RATE_RANGE_HZ = (4.0, 1000.0)
"""Rates by which the unit of a clock without one is told: in each unit the steps of such a
recording fall into a range of their own (0.001 to 0.25, 1 to 250, 1,000 to 250,000 …). Chosen by
us: phones log at 5 to 500 Hz, plates at 50 to 1000 Hz (faster plates must name their unit)."""

SHIFTED_AFTER_S = 3600.0
"""A clock that starts later than this is not the recording's own (epoch, boot); chosen by us. Its
first time is then taken off, and noted."""

FINE_SHIFTED_AFTER_S = 10.0
"""The same for clocks in ms or finer, which mostly count from the start of the phone."""

LONGEST_S = 7 * 86_400.0
"""No recording lasts longer than a week; chosen by us. A clock that says so jumped."""

_EPOCH_S = (8.0e8, 4.2e9)  # 1995 to 2103
_UNIT_NAMES = {
    "s": "s",
    "sec": "s",
    "secs": "s",
    "second": "s",
    "seconds": "s",
    "ms": "ms",
    "msec": "ms",
    "millis": "ms",
    "milliseconds": "ms",
    "us": "us",
    "µs": "us",
    "μs": "us",
    "micros": "us",
    "microseconds": "us",
    "ns": "ns",
    "nanos": "ns",
    "nanoseconds": "ns",
}
_CLOCK_TEXT = re.compile(
    r"(?:(?P<date>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[T ]?)?\s*"
    r"(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,2}):(?P<s>\d{1,2})(?:[.,:](?P<f>\d{1,9}))?\s*"
    r"(?:Z|[+-]\d{2}:?\d{2})?"
)


_TIME_WORDS = {
    *("time", "timestamp", "seconds", "elapsed", "date", "datetime", "epoch", "millis", "clock"),
    *("zeit", "temps", "tiempo", "loggingtime"),
}
_RATE = re.compile(
    r"(?:sampl\w*\s*(?:rate|frequency)?|rate|freq\w*|fs)\s*(?:\(hz\)|\[hz\])?\s*[:=,;\t ]+\s*"
    r"([0-9]+(?:\.[0-9]+)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time stamps of rows as seconds, in the order of the file.

    Attributes
    ----------
    time_s : (T,), s, from the start of the recording's own clock; NaN where a row has no time
    notes : unit and start of the file's clock, in words
    origin_s : s, what was taken off the file's clock; 0 when it is the recording's own
    """

    time_s: Array
    notes: tuple[str, ...]
    origin_s: float = 0.0


def time_unit(words: Sequence[str]) -> str | None:
    """The unit that the heading of a time column names.

    Parameters
    ----------
    words : sequence of str
        Heading and unit cut into lower-case words, as timestamp, ns.

    Returns
    -------
    str or None
        "s", "ms", "us" or "ns"; None when it names none.
    """
    for word in reversed(words):
        if word in _UNIT_NAMES:
            return _UNIT_NAMES[word]
    return None


def clock(values: Array, unit: str | None, *, label: str, name: str) -> Clock:
    """Seconds from a column of numbers that count time.

    Parameters
    ----------
    values : (T,)
        The column, in its own unit; NaN where a row has none.
    unit : str or None
        One of `TIME_UNITS`; None tells it by the size of the steps.
    label, name : str
        Heading and file, for messages.

    Returns
    -------
    Clock
        In seconds.

    Raises
    ------
    BadRecording
        When the unit cannot be told, or the column does not count time.
    """
    seen = values[np.isfinite(values)]
    if seen.size < 2:
        raise BadRecording(
            "{file}: column {column} holds {count} times; give two or more",
            file=name,
            column=label,
            count=seen.size,
        )
    steps = np.diff(seen)
    moving = np.abs(steps[steps != 0])
    if not moving.size:
        raise BadRecording(
            "{file}: column {column} is {value} in every row; give a column that counts time",
            file=name,
            column=label,
            value=f"{seen[0]:g}",
        )
    step = float(np.median(moving))
    told = unit or _unit_by_size(float(seen[0]), step)
    if told is None:
        raise BadRecording(
            "{file}: column {column} starts at {value} and steps by {step}, which is no clear "
            "unit of time; name it in the heading, as {column} (s) or {column} (ms)",
            file=name,
            column=label,
            value=f"{seen[0]:g}",
            step=f"{step:g}",
        )
    scale = TIME_UNITS[told]
    first = float(seen[0]) * scale
    _within_a_week(seen * scale, label, name)
    # Large counts are taken off before scaling: they have no digits to spare.
    foreign = abs(first) > (SHIFTED_AFTER_S if told == "s" else FINE_SHIFTED_AFTER_S)
    time_s = (values - seen[0]) * scale if foreign else values * scale
    notes = [f"time from {label} in {told}{'' if unit else ', told by its steps'}"]
    if foreign:
        notes.append(f"time counts from the first row, whose own clock reads {first:.9g} s")
    return Clock(time_s, tuple(notes), first if foreign else 0.0)


def _within_a_week(time_s: Array, label: str, name: str) -> None:
    if time_s.max() - time_s.min() <= LONGEST_S:
        return
    jump = int(np.argmax(np.abs(np.diff(time_s))))
    raise BadRecording(
        "{file}: column {column} jumps from {before} s to {after} s at row {row}, as when a clock "
        "is set; leave out the rows on one side of the jump",
        file=name,
        column=label,
        before=f"{time_s[jump]:g}",
        after=f"{time_s[jump + 1]:g}",
        row=jump + 2,
    )


def _unit_by_size(start: float, step: float) -> str | None:
    for unit, scale in TIME_UNITS.items():
        if _EPOCH_S[0] <= start * scale <= _EPOCH_S[1] and 1e-4 <= step * scale <= 10.0:
            return unit
    low, high = 1.0 / RATE_RANGE_HZ[1], 1.0 / RATE_RANGE_HZ[0]
    for unit, scale in TIME_UNITS.items():
        # Steps of exactly one are as likely a row counter as a clock.
        if low * (1 - 1e-6) <= step * scale <= high and step != 1.0:
            return unit
    return "s" if 0 < step < low else None


def text_clock(cells: Sequence[str], *, label: str, name: str) -> Clock:
    """Seconds from a column of dates or times of day.

    Parameters
    ----------
    cells : sequence of str
        As 2024-05-01 12:00:00.125, 12:00:00.125 or 00:01.125.
    label, name : str
        Heading and file, for messages.

    Returns
    -------
    Clock
        In seconds from the first row; midnight between two rows of a time of day is passed over.

    Raises
    ------
    BadRecording
        When a cell is no date and no time of day.
    """
    from datetime import date

    time_s = np.full(len(cells), np.nan)
    dated = False
    for row, cell in enumerate(cells):
        if not cell:
            continue
        found = _CLOCK_TEXT.fullmatch(cell.strip())
        if found is None:
            raise BadRecording(
                "{file}: column {column} holds {given}, which is no time; export a column of "
                "seconds as well",
                file=name,
                column=label,
                given=f"{cell[:30]!r}",
            )
        day = 0.0
        if found["date"]:
            dated = True
            year, month, monthday = (int(part) for part in re.split(r"[-/.]", found["date"]))
            try:
                day = 86400.0 * (date(year, month, monthday).toordinal() - 730_000)
            except ValueError:
                raise BadRecording(
                    "{file}: column {column} holds {given}, which is no date; write it as "
                    "year-month-day",
                    file=name,
                    column=label,
                    given=f"{cell[:30]!r}",
                ) from None
        part = float(f"0.{found['f']}") if found["f"] else 0.0
        hours = 3600 * int(found["h"] or 0)
        time_s[row] = day + hours + 60 * int(found["m"]) + int(found["s"]) + part
    seen = np.flatnonzero(np.isfinite(time_s))
    if seen.size < 2:
        raise BadRecording(
            "{file}: column {column} holds {count} times; give two or more",
            file=name,
            column=label,
            count=seen.size,
        )
    if not dated:
        back = np.flatnonzero(np.diff(time_s[seen]) < -43_200) + 1
        for at in seen[back]:
            time_s[at:] += 86_400
    note = f"time from {label}, {'dates' if dated else 'time of day'}, counted from the first row"
    _within_a_week(time_s[seen], label, name)
    first = float(time_s[seen[0]])
    return Clock(time_s - first, (note,), first)


def is_time(label: str) -> bool:
    """Whether a heading names a clock.

    Parameters
    ----------
    label : str
        Heading without unit.

    Returns
    -------
    bool
    """
    named = words(label)
    return bool(_TIME_WORDS & set(named)) or named == ("t",)


def sheet_clock(
    sheet: Sheet,
    *,
    time: str | None = None,
    unit: str | None = None,
    rate_hz: float | None = None,
    section: str,
) -> Clock:
    """The times of a table's rows.

    Parameters
    ----------
    sheet : Sheet
        The table.
    time, unit : str, optional
        Heading and unit of the clock, as the person says.
    rate_hz : Hz, optional
        The rate, as the person says, for a table without a clock.
    section : str
        Section of the map that can say more, for messages.

    Returns
    -------
    Clock
        From the best column of times, else from a rate named by the person or above the table.

    Raises
    ------
    BadRecording
        When there is neither.
    """
    if time is not None:
        return _column_clock(sheet, place(sheet, time), unit)
    if rate_hz is None:
        places = [at for at, label in enumerate(sheet.labels) if is_time(label)]
        if places:
            return _column_clock(sheet, max(places, key=lambda at: _merit(sheet, at)), unit)
    rate = rate_hz or preamble_rate_hz(sheet.preamble)
    if rate is None:
        raise BadRecording(
            "{file}: no column of times among {columns} and no sampling rate; say it in a map, as "
            "[{column}] rate_hz = 100 (--marker-map)",
            file=sheet.name,
            columns=", ".join(sheet.labels[:8]),
            column=section,
        )
    origin = "the map" if rate_hz else "the head of the file"
    times = np.arange(len(sheet.values)) / rate
    return Clock(times, (f"time from row number at {rate:g} Hz, by {origin}",))


def place(sheet: Sheet, label: str) -> int:
    """Index of the column with this heading; BadRecording when there is none.

    Parameters
    ----------
    sheet : Sheet
        The table.
    label : str
        Heading with or without its unit, whatever its capitals.

    Returns
    -------
    int
    """
    for at, known in enumerate(sheet.labels):
        if label.lower() in (known.lower(), f"{known} ({sheet.units[at]})".lower()):
            return at
    raise BadRecording(
        "{file}: the map names column {column}, which is not among {columns}; write a heading as "
        "it stands in the file",
        file=sheet.name,
        column=f"{label!r}",
        columns=", ".join(sheet.labels[:12]),
    )


def _column_clock(sheet: Sheet, at: int, unit: str | None) -> Clock:
    label = sheet.labels[at]
    if label in sheet.texts:
        return text_clock(sheet.texts[label], label=label, name=sheet.name)
    unit = unit or time_unit((*sheet.words(at), sheet.units[at]))
    return clock(sheet.values[:, at], unit, label=label, name=sheet.name)


def _merit(sheet: Sheet, at: int) -> tuple[float, ...]:
    """How good a column is as clock: steps forward, then by its name, then by its place."""
    if sheet.labels[at] in sheet.texts:
        return (0.5, 0.0, -float(at))
    with np.errstate(invalid="ignore"):
        rising = float((np.diff(sheet.values[:, at]) > 0).mean()) if len(sheet.values) > 1 else 0.0
    named = set(sheet.words(at))
    own = 2.0 if named & {"elapsed", "start"} else 1.0 if "accelerometer" in named else 0.0
    return (1.0 if rising > 0.9 else 0.4 * rising, own, -float(at))


def preamble_rate_hz(preamble: Sequence[str]) -> float | None:
    """The sampling rate that the lines above a table name, Hz; None when they name none.

    Parameters
    ----------
    preamble : sequence of str
        Lines above the header.

    Returns
    -------
    float or None
    """
    for line in preamble:
        if (found := _RATE.search(line)) and 0 < float(found.group(1)) < 1e6:
            return float(found.group(1))
    # Vicon writes the rate alone in the line under "Devices".
    for above, line in pairwise(preamble):
        bare = line.strip(",;\t ")
        if above.strip(",;\t ").lower() == "devices" and bare.replace(".", "", 1).isdigit():
            return float(bare) or None
    return None
