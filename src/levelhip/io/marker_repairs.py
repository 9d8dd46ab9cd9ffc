"""Mending marker paths: missing samples, short gaps and times that do not rise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.interpolate import PchipInterpolator

from levelhip.core import Array, BadRecording, Sentence, phrase

SHORT_GAP_S = 0.1
"""Longest gap that is bridged, s; chosen by us: a tenth of a second moves no marker of a standing
or walking person far from a smooth path between its ends. Longer gaps stay unknown."""

TIME_FAULTS_MAX = 0.2
"""Part of the samples with repeated or backward times beyond which a file is refused; chosen by
us."""


def missing_as_nan(xyz: Array) -> tuple[Array, int]:
    """Positions with the samples at exactly zero taken as missing.

    Parameters
    ----------
    xyz : (T, L, 3)
        In the file's axes; some programs write 0, 0, 0 for a marker that was not seen.

    Returns
    -------
    tuple of (T, L, 3), int
        With NaN there, and in all three coordinates of a sample that misses one; how many samples
        were zero.
    """
    zero = (xyz == 0.0).all(axis=2)
    gone = zero | ~np.isfinite(xyz).all(axis=2)
    return np.where(gone[:, :, None], np.nan, xyz), int(zero.sum())


def rising(time_s: Array, xyz: Array, *, source: str) -> tuple[Array, Array, list[Sentence]]:
    """Samples in order of time, each time once.

    A sample whose time is not later than the latest one before it is dropped.

    Parameters
    ----------
    time_s : (T,), s
        As in the file.
    xyz : (T, ...)
        What belongs to the times.
    source : str
        The file's name for messages.

    Returns
    -------
    tuple of (T,), (T, ...), list of str
        Times, samples, repairs.

    Raises
    ------
    BadRecording
        When more than a fifth of the samples would go.
    """
    finite = np.isfinite(time_s)
    latest = np.maximum.accumulate(np.where(finite, time_s, -np.inf))
    before = np.concatenate([[-np.inf], latest[:-1]])
    keep = finite & (time_s > before)
    dropped = int((~keep).sum())
    if not dropped:
        return time_s, xyz, []
    first = int(np.argmin(keep))
    place = phrase(
        "the first is sample {number} at {time} s", number=first + 1, time=f"{time_s[first]:g}"
    )
    if dropped > TIME_FAULTS_MAX * time_s.size:
        raise BadRecording(
            "{file}: {count} of {total} time stamps repeat or run backwards ({place}); export the "
            "file again with its times in order",
            file=source,
            count=dropped,
            total=time_s.size,
            place=place,
        )
    repair = phrase(
        "time: {count} of {total} samples dropped, not later than the one before ({place})",
        count=dropped,
        total=int(time_s.size),
        place=place,
    )
    return time_s[keep], xyz[keep], [repair]


def exact_times(time_s: Array, rate_hz: float) -> tuple[Array, bool]:
    """Times on the rate's own grid when the file's differ from it only by their rounding.

    Parameters
    ----------
    time_s : (T,), s
        As in the file, perhaps with few decimals.
    rate_hz : Hz
        As the file says.

    Returns
    -------
    tuple of (T,), bool
        The times, and whether they were put on the grid.
    """
    if time_s.size < 2 or not rate_hz > 0.0 or not np.isfinite(time_s).all():
        return time_s, False
    grid = np.round(time_s * rate_hz) / rate_hz
    off = float(np.abs(grid - time_s).max())
    fits = bool((np.diff(np.round(time_s * rate_hz)) >= 1).all())
    # Half a unit of the third decimal, and a little for the numbers' own rounding.
    if off == 0.0 or not fits or off > 0.00051:
        return time_s, False
    return grid, True


def bridged(time_s: Array, xyz: Array, names: Sequence[str]) -> tuple[Array, Array, list[Sentence]]:
    """Positions with gaps of up to `SHORT_GAP_S` bridged by a shape-keeping cubic.

    Parameters
    ----------
    time_s : (T,), s
        Rising.
    xyz : (T, L, 3)
        NaN where missing.
    names : sequence of str
        L names for the repair's words.

    Returns
    -------
    tuple of (T, L, 3), (T, L), list of str
        Positions; confidence 1 where seen, 0.5 where bridged, 0 where missing; repairs.
    """
    seen = np.asarray(np.isfinite(xyz).all(axis=2))
    confidence: Array = np.where(seen, 1.0, 0.0)
    if seen.all():
        return xyz, confidence, []
    filled = xyz.copy()
    words: list[str] = []
    for i, name in enumerate(names):
        here = np.flatnonzero(seen[:, i])
        if here.size < 2 or here.size == time_s.size:
            continue
        jumps = np.flatnonzero(np.diff(here) > 1)
        short = [
            (int(here[j]), int(here[j + 1]))
            for j in jumps
            if time_s[here[j + 1]] - time_s[here[j]] <= SHORT_GAP_S + 1e-9
        ]
        if not short:
            continue
        path = PchipInterpolator(time_s[here], xyz[here, i], axis=0)
        for start, stop in short:
            filled[start + 1 : stop, i] = path(time_s[start + 1 : stop])
            confidence[start + 1 : stop, i] = 0.5
        words.append(f"{name} {len(short)}")
    if not words:
        return xyz, confidence, []
    repair = phrase(
        "gaps: up to {time} s bridged, gaps per marker: {markers}",
        time=f"{SHORT_GAP_S:g}",
        markers=", ".join(words),
    )
    return filled, confidence, [repair]
