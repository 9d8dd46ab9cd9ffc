"""One-leg recordings of hip star movements: lifts counted, times, what the pelvis does."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from accuracy.table import Table
from levelhip.core import Person, Side
from levelhip.engine import Engine, SourceInfo
from levelhip.io import open_recording
from levelhip.protocols import protocol

STARS = (
    ("LHJC1", "hjc_single_leg_trials/Subject1/Edited/LHJC1.trc", 6, (-23.0, -1.8)),
    (
        "FunctionalLHip",
        "btk_pig_gait/C3DSamples/others/FunctionalLHip.c3d",
        11,
        (-12.5, 3.0),
    ),
)
"""Name, file, times the left leg was drawn out, and lowest and highest slope of the front hip bones
with the right side higher positive, all from the note beside the recordings."""


def tables(data: Path) -> list[Table]:
    """Counts, times of each lift, slope of the pelvis."""
    counts: list[list[object]] = []
    each: list[list[object]] = []
    exact = True
    errors: list[float] = []
    slopes: list[float] = []
    for name, path, true, (low, high) in STARS:
        recording = open_recording(data / path)
        engine = Engine(
            protocol("one-leg-stand"),
            SourceInfo(recording.kind, recording.rate_hz, recording.image_size),
            Person(),
        )
        feet: list[tuple[np.ndarray, np.ndarray]] = []
        for part in recording.stream():
            engine.push(part)
            if part.track is not None:
                toes = [part.track.point(f"left_{p}")[:, 1] for p in ("heel", "foot_index")]
                feet.append((part.track.time_s, np.minimum(*toes)))
        engine.finish()
        outcome = engine.outcome()
        holds = [event for event in outcome.events if event.kind == "hold"]
        left = [hold for hold in holds if hold.side is Side.LEFT]
        exact &= len(left) == true == len(holds)
        line = engine.series().values["pelvic_obliquity_deg"].astype(float)
        ends = -float(np.nanmax(line)), -float(np.nanmin(line))
        slopes += [abs(ends[0] - low), abs(ends[1] - high)]
        counts.append(
            [name, true, len(left), len(holds) - len(left), f"{low} to {high}",
             f"{ends[0]:.1f} to {ends[1]:.1f}"]
        )  # fmt: skip
        times, height = (np.concatenate(part) for part in zip(*feet, strict=True))
        for hold in holds:
            off, down = _crossings(times, height, hold.start_s, hold.end_s)
            drop = dict(hold.values).get("pelvic_drop", float("nan"))
            errors += [hold.start_s - off, hold.end_s - down]
            each.append(
                [name, hold.trial, hold.start_s, hold.end_s, 1000 * errors[-2],
                 1000 * errors[-1], drop]
            )  # fmt: skip
    known = np.array(errors)[np.isfinite(errors)]
    rms = float(np.sqrt(np.mean(known**2)))
    return [
        Table(
            "Hip star: lifts counted, slope of the pelvis",
            ["recording", "leg drawn out", "lifts left", "lifts right", "slope deg", "measured"],
            counts,
            note="The person stands on the right leg and draws the left one out and back; one-leg-"
            "stand by markers. Slope: right side higher positive, lowest to highest.",
            goals=[
                f"goal exact: measured {'exact' if exact else 'not exact'} ({_met(exact)})",
                (f"goal slope within 0.5 deg of the note: largest difference {max(slopes):.2f} deg "
                f"({_met(max(slopes) <= 0.5)})"),
            ],
        ),
        Table(
            "Hip star: each lift",
            ["recording", "lift", "off s", "down s", "off less foot ms", "down less foot ms",
             "drop deg"],
            each,
            note="Foot: where the lowest of heel and toe passes 15 mm above its lowest height "
            "around, read off the raw markers; the leg swings on without resting, so where a lift "
            "ends is a matter of definition. A negative drop is a pelvis that rises with the leg.",
            goals=[
                (f"no goal: root mean square of both ends {1000 * rms:.0f} ms, largest "
                f"{1000 * np.abs(known).max():.0f} ms (n = {known.size})")
            ],
        ),
    ]  # fmt: skip


def _crossings(
    times: np.ndarray, height: np.ndarray, off_s: float, down_s: float
) -> tuple[float, float]:
    """When the raw foot left the floor and came back, nearest to a lift."""
    found = []
    for at_s, rising in ((off_s, True), (down_s, False)):
        near = np.abs(times - at_s) <= 0.6
        up = height[near] > np.nanmin(height[near]) + 0.015
        change = np.flatnonzero(up[1:] & ~up[:-1] if rising else up[:-1] & ~up[1:])
        moments = times[near][change + 1]
        best = moments[np.abs(moments - at_s).argmin()] if moments.size else float("nan")
        found.append(float(best))
    return found[0], found[1]


def _met(right: bool) -> str:
    return "met" if right else "not met"
