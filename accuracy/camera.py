"""What a camera may say, against rendered people with exact truth, through reader and engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from accuracy.rendered import SIDES, Clip, Found, clips, matched
from accuracy.table import Table
from levelhip.core import Array, Metric

NOTE = (
    "Rendered people (a parametric body, four builds, 30 frames a second) with exact truth; pose "
    "model full. Real people can only be worse: dots and hands are glued on there. Settings of "
    "`biomech.camera`, `calibration`, `gates`, `spots`, `dots` and `hands` were chosen on these "
    "very clips, so the figures say that they hold together, not how they carry over."
)
SHIFT_GOAL_M, LEAN_GOAL_DEG, EVENT_GOAL_S, DROP_GOAL_DEG = 0.005, 1.0, 0.040, 1.5
ON_FLOOR_M = 0.02
"""Below it a foot is on the floor; chosen by us: the nearest lifted foot is 10 cm up."""

MUST_REFUSE = ("two_people", "empty_room", "side_lying")
SAID_RIGHT = {"clear drop": (2.0, np.inf), "level": (-4.0, 4.0)}
"""True drops, deg, for which a word counts as right."""


def tables(data: Path) -> list[Table]:
    """Every clip: refusals, shift and lean, times, drop, counts, intervals."""
    return tables_of(clips(data))


def tables_of(seen: Sequence[Clip]) -> list[Table]:
    """The same of clips that have been read."""
    standing = [c for c in seen if c.about["movement"] == "equal_weight" and not _refusable(c)]
    found = [lift for c in standing for lift in matched(c)]
    if not found:
        return [_refusals(seen), _counts(seen), _claims(seen)]
    return [
        _refusals(seen),
        _frames([c for c in seen if not _refusable(c) and c.about["movement"] != "none"]),
        _times(found),
        _values(found),
        _dots(found),
        _hands(found),
        _counts(seen),
        _coverage(found),
        _claims(seen),
    ]


def _refusable(clip: Clip) -> bool:
    words = (clip.name, clip.about["movement"])
    return any(word in text for word in MUST_REFUSE for text in words)


def _stands(clip: Clip) -> bool:
    """Whether both feet are ever on the floor, by the truth; in a wall drop they never are."""
    clear = [clip.columns.get(f"foot_clear_{side}") for side in "LR"]
    return any(each is None for each in clear) or bool((np.max(clear, axis=0) < ON_FLOOR_M).any())


def _refusals(seen: Sequence[Clip]) -> Table:
    rows: list[list[object]] = []
    wrong = 0
    for clip in seen:
        quality = clip.outcome.quality
        # Without standing on both feet nothing is known of level.
        wanted = "not refused" if _stands(clip) and not _refusable(clip) else "refused"
        right = (quality.state == "refused") == (wanted == "refused")
        wrong += not right
        rows.append(
            [
                clip.name,
                len(clip.columns.get("t", ())),
                wanted,
                quality.state,
                ", ".join(reason.code for reason in quality.reasons) or "-",
                "yes" if right else "NO",
            ]
        )
    return Table(
        "Camera: what is refused",
        ["clip", "n frames", "wanted", "said", "reasons", "right"],
        rows,
        note=NOTE + " Clips of lying and of wall drops were given to the standing protocol.",
        goals=[f"goal all right: measured {len(seen) - wrong} of {len(seen)} ({_met(wrong == 0)})"],
    )


def _frames(seen: Sequence[Clip]) -> Table:
    rows: list[list[object]] = []
    shifts, leans = [], []
    for clip in seen:
        if clip.calibration is None or clip.samples.track is None:
            rows.append([clip.name, 0, *[float("nan")] * 6])
            continue
        times = clip.samples.track.time_s
        true_m = -np.interp(times, clip.columns["t"], clip.columns["com_x"])
        got_m = clip.com_right_m
        quiet = clip.standing(times)
        error_m = (got_m - np.nanmedian(got_m[quiet])) - (true_m - np.median(true_m[quiet]))
        both = np.isfinite(got_m)
        along = float(np.corrcoef(got_m[both], true_m[both])[0, 1])
        lean = clip.series.values["trunk_lean_deg"].astype(float)
        at = clip.series.time_s
        true_lean = -np.interp(at, clip.columns["t"], clip.columns["trunk_lean_deg"])
        quiet_lean = clip.standing(at)
        lean_error = lean - np.nanmedian(lean[quiet_lean]) - true_lean
        lean_error += np.median(true_lean[quiet_lean])
        shift_rms, lean_rms = _rms(error_m), _rms(lean_error)
        if clip.about["movement"] in ("equal_weight", "squat"):
            shifts.append(shift_rms)
            leans.append(lean_rms)
        rows.append(
            [
                clip.name,
                int(both.sum()),
                100.0 * shift_rms,
                100.0 * float(np.nanmax(np.abs(error_m))),
                along,
                lean_rms,
                clip.calibration.roll_deg - clip.about.get("camera_roll_deg", 0.0),
                clip.about["camera_yaw_deg"],
            ]
        )
    return Table(
        "Camera: sideways shift of the centre of mass and trunk lean, frame by frame",
        [
            "clip",
            "n frames",
            "shift RMSE cm",
            "shift largest cm",
            "r",
            "lean RMSE deg",
            "roll error deg",
            "camera to the side deg",
        ],
        rows,
        note="Both against the person's own standing; shift unsmoothed, lean as in the series. The "
        "goals are judged on the lifts and squats; wall drops and walks have no quiet standing.",
        goals=[
            _goal("shift RMSE, median of clips", 100 * np.median(shifts), 100 * SHIFT_GOAL_M, "cm"),
            _goal("shift RMSE, worst clip", 100 * np.max(shifts), 100 * SHIFT_GOAL_M, "cm"),
            _goal("lean RMSE, median of clips", np.median(leans), LEAN_GOAL_DEG, "deg"),
            _goal("lean RMSE, worst clip", np.max(leans), LEAN_GOAL_DEG, "deg"),
        ],
    )


def _times(found: Sequence[Found]) -> Table:
    rows: list[list[object]] = []
    offs, downs = [], []
    for lift in found:
        off = down = float("nan")
        if lift.hold is not None:
            off = lift.hold.start_s - lift.truth.off_s
            down = lift.hold.end_s - lift.truth.down_s
            offs.append(off)
            downs.append(down)
        faults = ", ".join(lift.hold.faults) if lift.hold else "NOT FOUND"
        rows.append([lift.clip.name, lift.truth.side.value, 1000 * off, 1000 * down, faults or "-"])
    both = [*offs, *downs]
    rows += [
        [f"all, {what}", f"n = {len(errors)}", *columns, ""]
        for what, errors, columns in (
            ("foot off: mean", offs, [1000 * float(np.mean(offs)), ""]),
            ("foot off: sd", offs, [1000 * float(np.std(offs)), ""]),
            ("foot down: mean", downs, ["", 1000 * float(np.mean(downs))]),
            ("foot down: sd", downs, ["", 1000 * float(np.std(downs))]),
        )
    ]
    return Table(
        "Camera: when the foot leaves the floor and comes back",
        ["clip", "lifted", "foot off, error ms", "foot down, error ms", "faults"],
        rows,
        note="The mean bias of these clips is taken out by the engine, by variant (behind, free).",
        goals=[
            _goal("foot off, sd", 1000 * np.std(offs), 1000 * EVENT_GOAL_S, "ms"),
            _goal("foot down, sd", 1000 * np.std(downs), 1000 * EVENT_GOAL_S, "ms"),
            _goal("both, RMSE", 1000 * _rms(np.array(both)), 1000 * EVENT_GOAL_S, "ms"),
        ],
    )


def _values(found: Sequence[Found]) -> Table:
    rows: list[list[object]] = []
    errors: dict[str, list[float]] = {name: [] for name, _, _ in _MEASURED}
    for lift in found:
        row: list[object] = [lift.clip.name, lift.truth.side.value]
        for name, factor, truth in _MEASURED:
            metric, true = lift.metric(name), truth(lift.truth)
            if metric is None or metric.value is None or metric.sd is None:
                row += [factor * true, "-", "-"]
                continue
            errors[name].append(metric.value - true)
            said = f"{factor * metric.value:.2f} ± {1.96 * factor * metric.sd:.2f}"
            row += [factor * true, said, _inside(metric, true)]
        rows.append(row)
    return Table(
        "Camera: shift, lean and time of each lift",
        [
            "clip",
            "lifted",
            *(
                column
                for unit in ("shift cm", "shift 1", "lean deg", "hold s")
                for column in (f"{unit} true", f"{unit} said", "inside")
            ),
        ],
        rows,
        note="Said with its 95 % interval. Shift 1 is weight_shift, in half stance widths.",
        goals=[
            _goal(
                "shift to lift-off, RMSE", 100 * _rms(np.array(errors["shift_distance"])), 0.5, "cm"
            ),
            _goal("lean in the hold, RMSE", _rms(np.array(errors["trunk_lean"])), 1.0, "deg"),
        ],
    )


def _dots(found: Sequence[Found]) -> Table:
    rows: list[list[object]] = []
    errors = []
    for lift in found:
        if lift.clip.about.get("arms_markers") != "dots":
            continue
        metric, true = lift.metric("pelvic_drop"), lift.truth.drop_deg
        if metric is None or metric.value is None or metric.sd is None:
            rows.append([lift.clip.name, lift.truth.side.value, true, "REFUSED", "-", "-"])
            errors.append(float("nan"))
            continue
        errors.append(metric.value - true)
        said = f"{metric.value:.2f} ± {1.96 * metric.sd:.2f}"
        inside = _inside(metric, true)
        rows.append([lift.clip.name, lift.truth.side.value, true, said, errors[-1], inside])
    worst = float(np.max(np.abs(errors))) if errors else float("nan")
    return Table(
        "Camera: pelvic drop by two dots",
        ["clip", "lifted", "true deg", "said deg", "error deg", "inside"],
        rows,
        note="Against the person's own standing. The dots are rigid with the pelvis here.",
        goals=[_goal("largest error", worst, DROP_GOAL_DEG, "deg")],
    )


def _hands(found: Sequence[Found]) -> Table:
    rows: list[list[object]] = []
    wrong = said_n = 0
    for lift in found:
        arms = lift.clip.about.get("arms_markers") or lift.clip.about["params"].get("arms", "-")
        metric = lift.metric("pelvic_drop_by_hands")
        said = "unsure"
        if metric is None:
            said = "unsure or no hands"
        elif metric.value is not None:
            said = "clear drop" if metric.value > 0.5 else "level"
        right = "-"
        if said in SAID_RIGHT:
            low, high = SAID_RIGHT[said]
            right = "yes" if low <= lift.truth.drop_deg <= high else "NO"
            wrong += right == "NO"
            said_n += 1
        rows.append([lift.clip.name, lift.truth.side.value, arms, lift.truth.drop_deg, said, right])
    return Table(
        "Camera: hands on the hip bones (experimental)",
        ["clip", "lifted", "arms", "true drop deg", "said", "right"],
        rows,
        note="A clear drop counts as right when the true one is 2 degrees or more, level within 4.",
        goals=[f"goal right when said: measured {said_n - wrong} of {said_n} ({_met(wrong == 0)})"],
    )


def _counts(seen: Sequence[Clip]) -> Table:
    rows: list[list[object]] = []
    all_right = True
    for clip in seen:
        movement = clip.about["movement"]
        if _refusable(clip) or movement not in _COUNTED:
            continue
        kind, marks = _COUNTED[movement]
        events = [event for event in clip.outcome.events if event.kind == kind]
        for letter, side in SIDES.items():
            if movement == "squat":
                continue
            true, got = len(clip.times(marks, letter)), sum(e.side is side for e in events)
            rows.append([clip.name, kind, side.value, true, got, got - true])
            all_right &= true == got
        if movement == "squat":
            true = len(clip.times(marks))
            rows.append([clip.name, kind, "both", true, len(events), len(events) - true])
            all_right &= true == len(events)
    return Table(
        "Camera: counts",
        ["clip", "what", "side", "true", "counted", "difference"],
        rows,
        note="Steps against the scripted heel strikes of the whole clip, first and last included.",
        goals=[f"goal exact: measured {'exact' if all_right else 'not exact'} ({_met(all_right)})"],
    )


def _coverage(found: Sequence[Found]) -> Table:
    truths = {
        **{name: truth for name, _, truth in _MEASURED},
        "pelvic_drop": lambda lift: lift.drop_deg,
    }
    rows: list[list[object]] = []
    goals = []
    for name, truth in truths.items():
        pairs = [(lift.metric(name), truth(lift.truth)) for lift in found]
        known = [(metric, true) for metric, true in pairs if metric is not None]
        held = sum(_inside(metric, true) == "yes" for metric, true in known)
        rows.append([name, len(known), held])
        if known:
            part = held / len(known)
            goals.append(
                f"goal {name} inside its 95 % interval in 90 % or more: measured "
                f"{100 * part:.0f} % of {len(known)} ({_met(part >= 0.9)})"
            )
    return Table(
        "Camera: intervals that hold the truth",
        ["metric", "n", "truth inside the 95 % interval"],
        rows,
        note="All lifts of the clips above.",
        goals=goals,
    )


def _claims(seen: Sequence[Clip]) -> Table:
    rows: list[list[object]] = []
    claimed = 0
    for clip in seen:
        if clip.about.get("arms_markers") == "dots":
            continue
        drops = [
            metric
            for metric in clip.outcome.metrics
            if metric.name in ("pelvic_drop", "pelvic_obliquity", "obliquity_range")
        ]
        given = sum(metric.value is not None for metric in drops)
        codes = sorted({metric.refused for metric in drops if metric.refused})
        line = clip.series.values.get("pelvic_obliquity_deg")
        rows_given = 0 if line is None else int(np.isfinite(line).sum())
        claimed += given + rows_given
        rows.append([clip.name, len(drops), given, rows_given, ", ".join(codes) or "-"])
    return Table(
        "Camera: no drop is claimed without dots",
        ["clip", "drop metrics", "with a value", "frames with a pelvis line", "refused because"],
        rows,
        goals=[f"goal none: measured {claimed} ({_met(claimed == 0)})"],
    )


_MEASURED = (
    ("shift_distance", 100.0, lambda lift: lift.shift_m),
    ("weight_shift", 1.0, lambda lift: lift.shift_widths),
    ("trunk_lean", 1.0, lambda lift: lift.lean_deg),
    ("hold_time", 1.0, lambda lift: lift.down_s - lift.off_s),
)
_COUNTED = {
    "equal_weight": ("hold", "foot_off"),
    "squat": ("rep", "rep_bottom"),
    "sack_swinger_walk": ("step", "heel_strike"),
}


def _inside(metric: Metric, true: float) -> str:
    if metric.value is None or metric.sd is None:
        return "-"
    return "yes" if abs(metric.value - true) <= 1.96 * metric.sd else "NO"


def _rms(errors: Array) -> float:
    known = errors[np.isfinite(errors)]
    return float(np.sqrt(np.mean(known * known))) if known.size else float("nan")


def _goal(what: str, measured: float, goal: float, unit: str) -> str:
    return (
        f"goal {what} {goal:g} {unit} or less: measured {measured:.3g} {unit} "
        f"({_met(measured <= goal)})"
    )


def _met(right: bool) -> str:
    return "met" if right else "not met"
