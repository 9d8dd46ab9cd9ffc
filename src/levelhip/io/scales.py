"""Two bathroom scales, one under each foot, their readings typed in."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence

import numpy as np

from levelhip.core import Array, BadRecording, Force, Samples, Sentence, Side, chained, phrase
from levelhip.core.person import MASS_RANGE_KG
from levelhip.io.recording import Recording

NEWTON_PER_KG = 9.80665
"""Standard gravity: what a scale's kilogram stands for."""

SCALE_ERROR_KG = (0.1, 0.5)
"""How far household scales are off, at best and usually; chosen by us from their last digit and
from the half kilogram by which two of them differ."""

SUM_DIFFERENCE_KG = 3.0
"""Sums of readings of one person may differ by this much; chosen by us (two scales half a kilogram
off each, and readings not taken at the same moment)."""

MASS_DIFFERENCE_KG = 5.0
"""The sum may differ from the person's mass by this much; chosen by us (clothes, meals, scales)."""

READING_STEP_S = 1.0
"""Readings have no time; they are counted one a second."""


def scales_recording(
    readings: Sequence[tuple[float, float]], *, mass_kg: float | None = None
) -> Recording:
    """Readings of two scales as a recording of forces.

    Parameters
    ----------
    readings : sequence of (left, right), kg
        One pair for each time the person stood still and read both scales.
    mass_kg : kg, optional
        The person's mass, to check the sum against.

    Returns
    -------
    Recording
        Kind "scales": vertical force under each foot, N, one sample a reading.

    Raises
    ------
    BadRecording
        When a reading or a sum cannot be that of one person; all faults at once.
    """
    pairs = [(float(left), float(right)) for left, right in readings]
    if not pairs:
        raise BadRecording("scales: no readings; give left and right in kg")
    faults = _faults(pairs, mass_kg)
    if faults:
        raise BadRecording("scales: {faults}", faults=chained(faults))
    newton: Array = np.full((len(pairs), 2, 3), np.nan)
    newton[:, :, 1] = np.array(pairs, float) * NEWTON_PER_KG
    force = Force(
        np.arange(len(pairs), dtype=float) * READING_STEP_S,
        newton,
        np.full((len(pairs), 2, 3), np.nan),
        (Side.LEFT, Side.RIGHT),
    )

    def stream() -> Iterator[Samples]:
        yield Samples(force=force)

    best, usual = (100 * share_error(pairs[0], error_kg) for error_kg in SCALE_ERROR_KG)
    error = (
        f"household scales are {SCALE_ERROR_KG[0]:g} to {SCALE_ERROR_KG[1]:g} kg off, which is "
        f"{best:.1f} to {usual:.1f} points of body weight"
    )
    typed = ";".join(f"{left!r},{right!r}" for left, right in pairs)
    return Recording(
        None,
        hashlib.sha256(f"scales/1 {typed}".encode()).hexdigest(),
        "scales",
        1.0 / READING_STEP_S,
        (len(pairs) - 1) * READING_STEP_S,
        stream,
        notes=(
            f"{len(pairs)} pairs of readings, without times",
            error,
            "swap the scales and read again: what stays on its side is the person's",
        ),
    )


def share_error(pair: tuple[float, float], error_kg: float) -> float:
    """How far the left share is off when each scale is off by `error_kg` on its own.

    Parameters
    ----------
    pair : (left, right), kg
    error_kg : kg
        Standard uncertainty of one scale.

    Returns
    -------
    float
        Standard uncertainty of left / (left + right), 0 to 1, to first order (JCGM 100, 5.1.2).
    """
    left, right = pair
    return error_kg * math.hypot(left, right) / (left + right) ** 2


def _faults(pairs: list[tuple[float, float]], mass_kg: float | None) -> list[Sentence]:
    out: list[Sentence] = []
    low, high = MASS_RANGE_KG
    for number, pair in enumerate(pairs, start=1):
        for side, value in zip(("left", "right"), pair, strict=True):
            if not (math.isfinite(value) and 0 <= value <= high):
                out.append(
                    phrase(
                        "reading {number} {where} is {value} kg; give 0 to {high} kg",
                        number=number,
                        where=side,
                        value=f"{value:g}",
                        high=f"{high:g}",
                    )
                )
        total = sum(pair)
        if math.isfinite(total) and not low <= total <= high:
            out.append(
                phrase(
                    "reading {number} adds up to {total} kg, no adult; read both scales in kg "
                    "while standing on both",
                    number=number,
                    total=f"{total:g}",
                )
            )
    if out:
        return out
    totals = [sum(pair) for pair in pairs]
    if max(totals) - min(totals) > SUM_DIFFERENCE_KG:
        out.append(
            phrase(
                "sums differ from {low} to {high} kg; read both scales at the same moment, "
                "standing still, and check for typing errors",
                low=f"{min(totals):g}",
                high=f"{max(totals):g}",
            )
        )
    usual = float(np.median(totals))
    if mass_kg is not None and abs(usual - mass_kg) > MASS_DIFFERENCE_KG:
        out.append(
            phrase(
                "readings add up to {total} kg but the mass given is {mass} kg; set both scales "
                "on a hard floor, to kg, and read again, or correct the mass",
                total=f"{usual:g}",
                mass=f"{mass_kg:g}",
            )
        )
    return out
