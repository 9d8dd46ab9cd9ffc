"""Side-lying lifts from a camera, against rendered people with exact truth, and who is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from accuracy import simulated_lifts
from accuracy.rendered import SIDES, Clip, clip
from accuracy.table import Table
from levelhip.core import Event, Metric

NOTE = (
    "Rendered people who lie on the side (three builds, 640 x 480 at 30 frames a second, camera "
    "2.6 m away) with exact truth, through reader and engine as a recording without marks; pose "
    "model full. No number was fitted to these clips: the abduction is read from the pose model's "
    "metric landmarks and the turn of the foot from the geometry of a relaxed one. That thigh and "
    "whole leg are averaged, and against which plane, was chosen after looking at them. Real "
    "people can only be worse."
)
HOLD_GOAL_S, ABDUCTION_GOAL_DEG, COVERED = 0.3, 2.6, 0.9
REFUSED = ("dev_two_people", "dev_empty_room", "dev_eb_plain_d3", "dev_ew_good_d1")
"""Clips of others than one lying person: two people, nobody, one who stands."""

NAMED = {
    "valid": None,
    "partial": "low",
    "toe_up": "toe-up",
    "not_past_midline": "not-past-midline",
}
"""The fault that each label of the truth should be named by."""


@dataclass(frozen=True, slots=True)
class Rep:
    """A true repetition and the engine's; None when it was not found."""

    clip: Clip
    label: str
    number: int
    start_s: float
    end_s: float
    peak: dict[str, float]
    found: Event | None

    def metric(self, name: str) -> Metric | None:
        """The engine's metric of this repetition."""
        if self.found is None:
            return None
        return self.clip.metric(name, self.found.side, self.found.trial)


def tables(data: Path) -> list[Table]:
    """Counts, faults, abduction, holds, intervals, refusals."""
    folder = data / "rendered"
    lying = [clip(video, "side-lying-abduction") for video in sorted(folder.glob("*_sl_*.mp4"))]
    others = [folder / f"{name}.mp4" for name in REFUSED]
    refused = [clip(video, "side-lying-abduction") for video in others if video.exists()]
    return [*tables_of(lying, refused), *simulated_lifts.tables()]


def tables_of(lying: Sequence[Clip], others: Sequence[Clip] = ()) -> list[Table]:
    """The same of clips that have been read."""
    reps = [rep for each in lying for rep in matched(each)]
    return [
        _counts(lying, reps),
        _faults(reps),
        _abduction(lying, reps),
        _frames(lying),
        _holds(lying),
        _never(lying),
        _refusals([*lying, *others], {each.name for each in lying}),
    ]


def matched(seen: Clip) -> Iterable[Rep]:
    """Each true repetition with the engine's that overlaps it most."""
    starts, ends = seen.times("rep_start"), seen.times("rep_end")
    peaks = [event for event in seen.about["events"] if event["type"] == "rep_peak"]
    told = [event for event in seen.outcome.events if event.kind == "rep"]
    for i, (start_s, end_s, peak) in enumerate(zip(starts, ends, peaks, strict=True), start=1):
        near = [event for event in told if start_s < event.peak_s < end_s]
        yield Rep(seen, peak["label"], i, start_s, end_s, peak, near[0] if near else None)


def _counts(lying: Sequence[Clip], reps: Sequence[Rep]) -> Table:
    rows: list[list[object]] = []
    right = True
    for each in lying:
        side = SIDES[each.about["upper_leg"]]
        told = [e for e in each.outcome.events if e.kind == "rep"]
        true = len(each.times("rep_start"))
        sides = sum(event.side is side for event in told)
        matched_n = sum(rep.clip is each and rep.found is not None for rep in reps)
        right &= true == len(told) == sides == matched_n
        rows.append([each.name, side.value, true, len(told), len(told) - true, sides])
    errors = [
        rep.found.end_s - rep.found.start_s - (rep.end_s - rep.start_s) for rep in reps if rep.found
    ]
    goals = [f"goal exact: measured {'exact' if right else 'not exact'} ({_met(right)})"]
    if errors:
        goals.append(
            f"time of a repetition, n = {len(errors)}: mean error {np.mean(errors):.2f} s, root "
            f"mean square {_rms(errors):.2f} s (no goal; the knee's way forward and back hardly "
            "moves the height, so that its beginning and end are missed)"
        )
    return Table(
        "Side-lying: repetitions counted",
        ["clip", "leg on top", "true n", "counted n", "error", "of the right side"],
        rows,
        note=NOTE,
        goals=goals,
    )


def _faults(reps: Sequence[Rep]) -> Table:
    rows: list[list[object]] = []
    missed = false = 0
    for label, code in NAMED.items():
        own = [rep for rep in reps if rep.label == label]
        named = sum(rep.found is not None and code in rep.found.faults for rep in own)
        others = sum(rep.found is not None and bool(set(rep.found.faults) - {code}) for rep in own)
        unsure = sum(_is_unsure(rep, label) for rep in own)
        false += others
        if label != "not_past_midline":
            missed += len(own) - named if code else 0
        rows.append([label, code or "-", len(own), named if code else "-", unsure, others])
    return Table(
        "Side-lying: faulty repetitions named",
        ["label", "fault", "n", "named", "said to be unsure", "named what it is not"],
        rows,
        note="`not_past_midline` is 8 degrees of flexion where 12 of extension were asked for. A "
        "camera does not see that, and the engine says so in each of them instead of guessing; "
        "`past_midline` was unsure in all repetitions, good ones too.",
        goals=[
            f"goal each toe up and each cut lift named: missed {missed} ({_met(missed == 0)})",
            f"goal no fault that is none: measured {false} ({_met(false == 0)})",
        ],
    )


def _is_unsure(rep: Rep, label: str) -> bool:
    name = {"toe_up": "toe_down", "not_past_midline": "past_midline"}.get(label)
    metric = rep.metric(name) if name else None
    return metric is not None and metric.value is None


def _abduction(lying: Sequence[Clip], reps: Sequence[Rep]) -> Table:
    rows: list[list[object]] = []
    every: list[float] = []
    inside = 0
    for each in lying:
        errors = []
        for rep in reps:
            metric = rep.metric("abduction_range") if rep.clip is each else None
            if metric is None or metric.value is None or metric.sd is None:
                continue
            error = metric.value - rep.peak["abd_deg"]
            errors.append(error)
            inside += abs(error) <= 1.96 * metric.sd
        every += errors
        rows.append([each.name, len(errors), *_spread(errors)])
    rows.append(["all", len(every), *_spread(every)])
    part = inside / len(every) if every else 0.0
    return Table(
        "Side-lying: how high the leg is lifted",
        ["clip", "n lifts", "mean error deg", "RMSE deg", "largest deg"],
        rows,
        note="Highest abduction of each lift against the truth's. The angle in the picture itself "
        "was 5.4 degrees off with a bias of 3.9 when it was tried on such clips; a correction "
        "learned on them came to 2.6.",
        goals=[
            (
                f"goal RMSE {ABDUCTION_GOAL_DEG:g} deg or less: measured {_rms(every):.2f} deg, "
                f"n = {len(every)} ({_met(_rms(every) <= ABDUCTION_GOAL_DEG)})"
            ),
            (
                f"goal inside its 95 % interval in 90 % or more: measured {100 * part:.0f} % of "
                f"{len(every)} ({_met(part >= COVERED)}); with three bodies this says little"
            ),
        ],
    )


def _frames(lying: Sequence[Clip]) -> Table:
    rows: list[list[object]] = []
    for each in lying:
        told = each.series.values["hip_abduction_deg"].astype(float)
        column = each.columns[f"hip_abd_{each.about['upper_leg']}"]
        true = np.interp(each.series.time_s, each.columns["t"], column)
        known = np.isfinite(told)
        error = (told - true)[known]
        up = error[true[known] > 8.0]
        rows.append([each.name, int(known.sum()), *_spread(error), len(up), *_spread(up)[:2]])
    return Table(
        "Side-lying: abduction frame by frame",
        [
            "clip",
            "n frames",
            "mean error deg",
            "RMSE deg",
            "largest deg",
            "n with the leg up",
            "mean error deg",
            "RMSE deg",
        ],
        rows,
        note="The series `hip_abduction_deg` against the Cardan angle of the thigh in the pelvis.",
    )


def _holds(lying: Sequence[Clip]) -> Table:
    rows: list[list[object]] = []
    errors: list[float] = []
    right = inside = 0
    for each in lying:
        marks = [e for e in each.about["events"] if e["type"] in ("hold_start", "hold_end")]
        told = [event for event in each.outcome.events if event.kind == "hold"]
        for start, end in zip(marks[::2], marks[1::2], strict=True):
            near = [h for h in told if h.start_s < end["t"] and h.end_s > start["t"]]
            true_s = end["t"] - start["t"]
            if len(near) != 1:
                rows.append([each.name, end["label"], true_s, "NOT FOUND", "-", "-", "-", "-"])
                errors.append(float("inf"))
                continue
            hold = near[0]
            error = hold.end_s - hold.start_s - true_s
            errors.append(error)
            metric = each.metric("hold_time", hold.side, hold.trial)
            inside += metric is not None and abs(error) <= 1.96 * (metric.sd or 0.0)
            sunk = ("sunk" in hold.faults) == (end["label"] == "sagging")
            right += sunk
            rows.append(
                [
                    each.name,
                    end["label"],
                    true_s,
                    hold.end_s - hold.start_s,
                    error,
                    hold.start_s - start["t"],
                    hold.end_s - end["t"],
                    f"{', '.join(hold.faults) or '-'} ({'right' if sunk else 'WRONG'})",
                ]
            )
    worst = max((abs(error) for error in errors), default=float("nan"))
    return Table(
        "Side-lying: time of the hold",
        ["clip", "label", "true s", "said s", "error s", "start error s", "end error s", "faults"],
        rows,
        goals=[
            (
                f"goal each within {HOLD_GOAL_S:g} s, n = {len(errors)}: largest error "
                f"{worst:.2f} s ({_met(worst <= HOLD_GOAL_S)})"
            ),
            (
                f"goal a leg that sinks named, and no other: right in {right} of {len(errors)} "
                f"({_met(right == len(errors))})"
            ),
            f"inside its 95 % interval: {inside} of {len(errors)}",
        ],
    )


def _never(lying: Sequence[Clip]) -> Table:
    rows: list[list[object]] = []
    given = 0
    for each in lying:
        metrics = [m for m in each.outcome.metrics if m.name in ("extension_reached", "toe_turn")]
        values = sum(metric.value is not None for metric in metrics)
        columns = [c for c in ("hip_extension_deg", "toe_turn_deg") if c in each.series.values]
        given += values + len(columns)
        codes = ", ".join(sorted({metric.refused for metric in metrics}))
        rows.append([each.name, len(metrics), values, len(columns), codes])
    return Table(
        "Side-lying: no degrees of extension or turn from a camera",
        ["clip", "n metrics", "with a value", "series with a value", "refused because"],
        rows,
        goals=[f"goal none: measured {given} ({_met(given == 0)})"],
    )


def _refusals(seen: Sequence[Clip], lying: set[str]) -> Table:
    rows: list[list[object]] = []
    wrong = 0
    for each in seen:
        quality = each.outcome.quality
        wanted = "not refused" if each.name in lying else "refused"
        right = (quality.state == "refused") == (wanted == "refused")
        wrong += not right
        codes = ", ".join(reason.code for reason in quality.reasons if reason.from_s is not None)
        n = len(each.samples.track) if each.samples.track is not None else 0
        rows.append([each.name, n, wanted, quality.state, codes or "-", "yes" if right else "NO"])
    return Table(
        "Side-lying: who is refused",
        ["clip", "n frames", "wanted", "said", "reasons", "right"],
        rows,
        note="Clips of standing people, of two people and of an empty room were given to it too.",
        goals=[f"goal all right: measured {len(seen) - wrong} of {len(seen)} ({_met(wrong == 0)})"],
    )


def _spread(errors: Sequence[float] | np.ndarray) -> list[object]:
    if not len(errors):
        return ["-", "-", "-"]
    values = np.asarray(errors)
    return [float(values.mean()), _rms(values), float(np.abs(values).max())]


def _rms(errors: Sequence[float] | np.ndarray) -> float:
    values = np.asarray(errors, dtype=float)
    return float(np.sqrt(np.mean(values * values))) if values.size else float("nan")


def _met(right: bool) -> str:
    return "met" if right else "not met"
