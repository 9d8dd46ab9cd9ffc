"""Rendered clips with exact truth, and what levelhip's own chain makes of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from levelhip.biomech.camera import Calibration, calibration, frontal
from levelhip.biomech.loading import FOOT_PART
from levelhip.biomech.segments import BodyModel
from levelhip.core import Array, Event, Metric, Outcome, Person, Samples, Side, joined
from levelhip.engine import Engine, Series, SourceInfo
from levelhip.io import open_recording
from levelhip.protocols import protocol

PROTOCOL_OF = {
    "equal_weight": "equal-weight",
    "squat": "squat-check",
    "sack_swinger_walk": "sack-swinger",
}
"""The protocol of each movement; all others are given to equal-weight, which must refuse them or
measure nothing it should not."""

QUIET_S = 80.0 / 30.0
"""The clips of lifts begin with quiet standing of this length (the README beside them)."""

SIDES = {"L": Side.LEFT, "R": Side.RIGHT}


@dataclass(frozen=True)
class Lift:
    """The truth of one lift.

    Attributes
    ----------
    side : the lifted leg
    off_s, down_s : s, when the foot left the floor and came back
    drop_deg : deg against the person's own quiet standing, positive = lifted side lower
    lean_deg : deg against the same, positive = over the standing leg
    shift_m : m, travel of the centre of mass to lift-off, towards the standing foot
    shift_widths : the same in half stance widths, between the feet's middles
    """

    side: Side
    off_s: float
    down_s: float
    drop_deg: float
    lean_deg: float
    shift_m: float
    shift_widths: float


@dataclass(frozen=True)
class Clip:
    """One clip: its truth, and the whole chain's answer.

    Attributes
    ----------
    name : of the file, without its ending
    about : the clip's JSON
    columns : the clip's CSV, by name
    samples : what the video reader gave
    image_size, rate_hz : of the recording
    outcome, series : what the engine said
    """

    name: str
    about: dict[str, Any]
    columns: dict[str, Array]
    samples: Samples
    image_size: tuple[int, int] | None
    rate_hz: float
    outcome: Outcome
    series: Series

    @property
    def person(self) -> Person:
        return Person(
            height_m=self.about.get("height_m"),
            mass_kg=self.about.get("mass_kg"),
            sex=self.about.get("sex"),
        )

    @cached_property
    def calibration(self) -> Calibration | None:
        if self.samples.track is None or self.image_size is None:
            return None
        return calibration(
            self.samples.track,
            image_size=self.image_size,
            height_m=self.about.get("height_m"),
        )

    @cached_property
    def com_right_m(self) -> Array:
        """The centre of mass' way to the person's right, frame by frame, unsmoothed."""
        assert self.samples.track is not None
        assert self.calibration is not None
        lab = frontal(self.samples.track, self.calibration)
        return BodyModel(lab.names, self.person.sex).centre(lab.xyz)[:, 2]

    def standing(self, times: Array) -> Array:
        """Which of some times lie in the calibration's standing stretch."""
        assert self.calibration is not None
        return (times >= self.calibration.from_s) & (times <= self.calibration.to_s)

    def times(self, kind: str, side: str | None = None) -> list[float]:
        """Times of the truth's events of a kind, s."""
        return [
            event["t"]
            for event in self.about["events"]
            if event["type"] == kind and (side is None or event.get("side") == side)
        ]

    @cached_property
    def lifts(self) -> list[Lift]:
        """The true lifts, in order of time."""
        found = []
        for letter, side in SIDES.items():
            towards = 1.0 if side is Side.LEFT else -1.0
            for off, down, start, stop in zip(
                *(
                    self.times(kind, letter)
                    for kind in ("foot_off", "foot_contact", "hold_start", "hold_end")
                ),
                strict=True,
            ):
                shift_m = -towards * self._change("com_x", off - 0.05, off + 0.05)
                found.append(
                    Lift(
                        side,
                        off,
                        down,
                        # A lifted left leg that hangs makes the left side lower: a negative slope.
                        drop_deg=-towards * self._change("obliquity_world_deg", start, stop),
                        lean_deg=-towards * self._change("trunk_lean_deg", start, stop),
                        shift_m=shift_m,
                        shift_widths=2.0 * shift_m / self._width_m,
                    )
                )
        return sorted(found, key=lambda lift: lift.off_s)

    @cached_property
    def _width_m(self) -> float:
        """Distance between the middles of the feet in quiet standing, as levelhip means it."""
        quiet = self.columns["t"] < QUIET_S
        across = []
        for letter in SIDES:
            ankle, toe = (self.columns[f"{joint}_{letter}_x"][quiet] for joint in ("ankle", "toe"))
            across.append(float(np.mean(ankle + FOOT_PART * (toe - ankle))))
        return abs(across[0] - across[1])

    def _change(self, column: str, from_s: float, to_s: float) -> float:
        values, times = self.columns[column], self.columns["t"]
        held = values[(times >= from_s) & (times <= to_s)]
        quiet = values[times < QUIET_S]
        return float(np.nanmean(held) - np.nanmean(quiet))

    def metric(self, name: str, side: Side | None = None, trial: int = 0) -> Metric | None:
        """One metric of the outcome."""
        for metric in self.outcome.metrics:
            if metric.name == name and metric.trial == trial and side in (None, metric.side):
                return metric
        return None


@dataclass(frozen=True, slots=True)
class Found:
    """A true lift and the engine's."""

    clip: Clip
    truth: Lift
    hold: Event | None
    trial: int

    def metric(self, name: str) -> Metric | None:
        found = self.clip.metric(name, self.truth.side, self.trial) if self.hold else None
        return None if found is None or found.value is None else found


def matched(clip: Clip) -> Iterable[Found]:
    """Each true lift with the hold that overlaps it on the same side."""
    for truth in clip.lifts:
        holds = [
            event
            for event in clip.outcome.events
            if event.kind == "hold"
            and event.side is truth.side
            and event.start_s < truth.down_s
            and event.end_s > truth.off_s
        ]
        hold = holds[0] if len(holds) == 1 else None
        yield Found(clip, truth, hold, hold.trial if hold else 0)


def clip(video: Path, protocol_id: str | None = None) -> Clip:
    """One clip through the reader and the engine.

    Parameters
    ----------
    video : Path
        The mp4; JSON and CSV lie beside it.
    protocol_id : str or None
        What it is given to; None = that of its movement.

    Returns
    -------
    Clip
        With its truth.
    """
    about = json.loads(video.with_suffix(".json").read_text(encoding="utf-8"))
    with video.with_suffix(".csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = {
        name: np.array([_number(row[name]) for row in rows]) for name in (rows[0] if rows else ())
    }
    recording = open_recording(video)
    person = Person(
        height_m=about.get("height_m"), mass_kg=about.get("mass_kg"), sex=about.get("sex")
    )
    source = SourceInfo(recording.kind, recording.rate_hz, recording.image_size)
    given = protocol_id or PROTOCOL_OF.get(about["movement"], "equal-weight")
    engine = Engine(protocol(given), source, person)
    parts = []
    for part in recording.stream():
        engine.push(part)
        parts.append(part)
    engine.finish()
    return Clip(
        name=video.stem,
        about=about,
        columns=columns,
        samples=joined(parts) if parts else Samples(),
        image_size=recording.image_size,
        rate_hz=recording.rate_hz,
        outcome=engine.outcome(),
        series=engine.series(),
    )


def clips(data: Path) -> Sequence[Clip]:
    """Every clip of the folder, in order of name.

    Parameters
    ----------
    data : Path
        The folder of recordings.

    Returns
    -------
    sequence of Clip
    """
    return [clip(video) for video in sorted((data / "rendered").glob("*.mp4"))]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
