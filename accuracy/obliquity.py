"""Obliquity from joint centres against the ASIS line and OpenSim, and the centres themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from accuracy.table import Table
from levelhip.biomech import hip_abduction, pelvic_obliquity
from levelhip.biomech.centres import harrington_hips, midpoint, pelvis_axes
from levelhip.biomech.clusters import Pivot, carried, cluster, pivot, reference_shape
from levelhip.core import Array, NotEnoughData, Samples, Side, Track
from levelhip.io.c3d import events
from levelhip.io.mot import opensim_table
from levelhip.io.recording import open_recording

PELVIS = ("left_asis", "right_asis", "left_psis", "right_psis")
OPENCAP_THIGHS = (
    ("L_thigh1", "L_thigh2", "L_thigh3", "L_thigh4"),
    ("r_thigh1", "r_thigh2", "r_thigh3", "r_thigh4"),
)
LHJC_THIGHS = (OPENCAP_THIGHS[0], (*OPENCAP_THIGHS[1], "r_thigh5"))
BTK_THIGHS = (
    tuple(f"LF0{i}" for i in range(1, 6)),
    tuple(f"RF0{i}" for i in range(1, 6)),
)
BMC_OTHERS = (
    "left_psis", "right_psis", "L.Iliac.Crest", "R.Iliac.Crest", "L.GTR", "R.GTR",
)  # fmt: skip
OPENCAP, BTK, BMC = "opencap_subject4/MarkerData", "btk_pig_gait/C3DSamples", "bmc_walk"
LHJC = "hjc_single_leg_trials/Subject1/Edited/Files_W_HJCs/LHJC1.trc"
QUIET_S = 0.6
"""The start of LHJC1, before the first lift, stands in for a static recording it does not have."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A recording, what calibrates it, and what goal it falls under."""

    name: str
    file: str
    task: str
    static: str = ""
    thighs: tuple[tuple[str, ...], tuple[str, ...]] | None = None


TRIALS = (
    *(
        Trial(name, f"{OPENCAP}/{name}.trc", task, f"{OPENCAP}/static1.trc", OPENCAP_THIGHS)
        for name, task in (
            ("walking1", "walking"),
            ("walking2", "walking"),
            ("walkingTS1", "walking"),
            ("squats1", "squat"),
            ("STS1", "sit-to-stand"),
            ("static1", "standing"),
        )
    ),
    Trial("bmc walk1", f"{BMC}/walk1.trc", "walking"),
    Trial("bmc walk2", f"{BMC}/walk2.trc", "walking"),
    Trial("bmc walk", f"{BMC}/walk.trc", "walking"),
    Trial("PiG_Motion3", f"{BTK}/PiG/PiG_Motion3_FF.c3d", "walking"),
    Trial(
        "FunctionalLHip", f"{BTK}/others/FunctionalLHip.c3d", "star-arc",
        f"{BTK}/others/FunctionalStatic.c3d", BTK_THIGHS,
    ),
    Trial("LHJC1", LHJC, "star-arc", LHJC, LHJC_THIGHS),
)  # fmt: skip


@cache
def samples_of(path: Path) -> Samples:
    return open_recording(path).samples()


def track_of(path: Path) -> Track:
    track = samples_of(path).track
    assert track is not None
    return track


def obliquity_deg(left: Array, right: Array) -> Array:
    return np.asarray(pelvic_obliquity(left, right, sigma_m=0.005).value)


def asis_deg(track: Track) -> Array:
    return obliquity_deg(track.point("left_asis"), track.point("right_asis"))


def errors(got: Array, reference: Array) -> list[object]:
    """n, bias, SD, RMSE, r, range of the reference."""
    seen = np.isfinite(got) & np.isfinite(reference)
    a, b = got[seen], reference[seen]
    if a.size < 3:
        return [int(a.size), np.nan, np.nan, np.nan, np.nan, "none seen"]
    off = a - b
    r = float(np.corrcoef(a, b)[0, 1]) if a.std() > 0 and b.std() > 0 else np.nan
    return [
        int(a.size),
        float(off.mean()),
        float(off.std(ddof=1)),
        float(np.sqrt((off**2).mean())),
        r,
        f"{b.min():.1f} to {b.max():.1f}",
    ]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Markers in one reference posture, with the two hip centres there."""

    shape: Callable[[Sequence[str]], Array]
    hips: tuple[Array, Array]


def by_static(track: Track) -> Calibrated:
    """The posture of a quiet recording; hips by Harrington there."""
    hips = tuple(reference_shape(cluster(track, (f"{s}_hip",)))[0] for s in ("left", "right"))
    return Calibrated(
        lambda names: reference_shape(cluster(track, tuple(names))), (hips[0], hips[1])
    )


def by_itself(track: Track) -> Calibrated:
    """Mean shape over the trial in the pelvis' own axes, for a trial without a quiet recording."""
    axes = pelvis_axes(
        track.point("left_asis"),
        track.point("right_asis"),
        midpoint(track.point("left_psis"), track.point("right_psis")),
    )
    frame = np.stack([axes.front, axes.up, axes.right], axis=1)

    def local(path: Array) -> Array:
        inside = np.einsum("tij,tj->ti", frame, path - axes.origin)
        return np.asarray(np.nanmedian(inside, axis=0))

    left, right = harrington_hips(axes)
    return Calibrated(
        lambda names: np.stack([local(track.point(name)) for name in names]),
        (local(left), local(right)),
    )


def carried_deg(track: Track, posture: Calibrated, left: Sequence[str], right: Sequence[str],
                hips: tuple[Array, Array] | None = None) -> Array:  # fmt: skip
    made = []
    for names, hip in zip((left, right), hips or posture.hips, strict=True):
        made.append(carried(posture.shape(names), cluster(track, tuple(names)), hip))
    return obliquity_deg(made[0], made[1])


def obliquity(data: Path) -> Table:
    rows: list[list[object]] = []
    worst: dict[tuple[str, str], list[tuple[float, float, str]]] = {}

    def add(
        trial: Trial, centres: str, kind: str, got: Array, reference: Array, against: str
    ) -> None:
        figures = errors(got, reference)
        rows.append([trial.name, trial.task, centres, against, kind, *figures])
        rmse, r = figures[3], figures[4]
        assert isinstance(rmse, float)
        assert isinstance(r, float)
        worst.setdefault((trial.task, kind), []).append((rmse, r, trial.name))

    for trial in TRIALS:
        track = track_of(data / trial.file)
        asis = asis_deg(track)
        hips = obliquity_deg(track.point("left_hip"), track.point("right_hip"))
        add(trial, "Harrington in each sample", "parallel by construction", hips, asis, "ASIS line")
        if trial.name == "LHJC1":
            start = track.time_s[0] + QUIET_S
            posture = by_static(track.cut(0, int(np.searchsorted(track.time_s, start))))
        elif trial.static:
            posture = by_static(track_of(data / trial.static))
        else:
            posture = by_itself(track)
        rigid = carried_deg(track, posture, PELVIS, PELVIS)
        word = "Harrington, carried by ASIS and PSIS as one rigid body"
        add(trial, word, "shares the ASIS", rigid, asis, "ASIS line")
        if trial.file.startswith(BMC):
            free = carried_deg(track, posture, BMC_OTHERS, BMC_OTHERS)
            word = "Harrington, carried by PSIS, iliac crests and trochanters"
            add(trial, word, "independent", free, asis, "ASIS line")
        if trial.thighs:
            free = carried_deg(track, posture, *trial.thighs)
            word = "Harrington, each carried by its thigh cluster"
            add(trial, word, "independent", free, asis, "ASIS line")
        if trial.thighs and trial.task == "star-arc":
            left = fitted(track, posture, trial.thighs[0]).child
            hips_here = (left, posture.hips[1])
            free = carried_deg(track, posture, *trial.thighs, hips=hips_here)
            word = "moving leg's pivot, standing leg's Harrington, carried by the thigh clusters"
            add(trial, word, "independent, mixed", free, asis, "ASIS line")
        if {"L_HJC", "R_HJC"} <= set(track.names):
            theirs = obliquity_deg(track.point("L_HJC"), track.point("R_HJC"))
            word = "the file's own functional centres, carried by ASIS and PSIS"
            add(trial, word, "shares the ASIS, another program", theirs, asis, "ASIS line")
        psis = obliquity_deg(track.point("left_psis"), track.point("right_psis"))
        add(trial, "none: PSIS line", "another reference", psis, asis, "ASIS line")
        angles = data / f"opencap_subject4/IK/{trial.name}_ik.mot"
        if angles.is_file():
            table = opensim_table(angles)
            list_deg = np.interp(
                track.time_s, table.time_s, np.degrees(table.columns["pelvis_list"]),
                left=np.nan, right=np.nan,
            )  # fmt: skip
            add(
                trial, "Harrington in each sample", "against OpenSim", hips, list_deg, "pelvis_list"
            )
            add(trial, "none: pelvis_list", "another reference", list_deg, asis, "ASIS line")
    return Table(
        "Obliquity from joint centres against the ASIS line",
        ["recording", "task", "hip centres", "against", "kind", "n", "bias, deg", "SD, deg",
         "RMSE, deg", "r", "range of the reference, deg"],
        rows,
        note=NOTE,
        goals=list(goals(worst)),
    )  # fmt: skip


NOTE = (
    "Degrees, positive = left higher (the list's figures are right-higher; OpenSim's pelvis_list "
    "has the opposite sign of those and so the same as here). Kinds: *parallel by construction* "
    "says nothing and is not counted; *shares the ASIS*: hip centres of a static recording, "
    "carried by the four pelvis markers as one rigid body, so not parallel, but two of the four "
    "markers are the reference's; *independent*: carried by markers that are not the ASIS, so skin "
    "moving over the thigh and skin moving over the ASIS are both in the error. Calibration: "
    "opencap by static1, FunctionalLHip by FunctionalStatic, LHJC1 by its first 0.6 s, the "
    "others (no quiet recording) by the trial's own mean shape, which takes their bias out. "
    "*Independent, mixed*: the standing leg turns too little for a pivot; two centres by different "
    "methods lie at different heights, which tilts their line by several degrees, so it is not "
    "counted. *Another reference*: how far two references that are both in use differ on the same "
    "trial. Settings: the least turning for a pivot was chosen on these trials, nothing else was."
)

KINDS = (
    "shares the ASIS", "shares the ASIS, another program", "independent",
)  # fmt: skip


def goals(worst: dict[tuple[str, str], list[tuple[float, float, str]]]) -> Sequence[str]:
    made = []
    for task, rmse_goal, r_goal in (
        ("walking", 1.0, 0.95),
        ("squat", 0.5, None),
        ("star-arc", 1.0, None),
    ):
        for kind in KINDS:
            figures = [f for f in worst.get((task, kind), []) if np.isfinite(f[0])]
            if not figures:
                continue
            largest = max(figures)
            met = largest[0] <= rmse_goal
            text = f"{task}, centres whose carrier is *{kind}*: goal RMSE {rmse_goal:g} degrees"
            measured = f"{largest[0]:.2f} at worst ({largest[2]}, {len(figures)} recordings)"
            if r_goal is not None:
                smallest = min(figures, key=lambda f: f[1])
                met = met and smallest[1] >= r_goal
                text += f" and r {r_goal:g}"
                inside = sum(f[0] <= rmse_goal and f[1] >= r_goal for f in figures)
                measured += (
                    f", r {smallest[1]:.3f} at worst ({smallest[2]}); {inside} of {len(figures)} "
                    "recordings meet both"
                )
            made.append(f"{text}: measured {measured} ({'met' if met else 'not met'})")
    return made


def fitted(track: Track, posture: Calibrated, thigh: Sequence[str]) -> Pivot:
    return pivot(
        posture.shape(PELVIS), cluster(track, PELVIS),
        posture.shape(thigh), cluster(track, tuple(thigh)),
    )  # fmt: skip


def centres(data: Path) -> Table:
    """Functional hip centres against the regression and against another program's."""
    rows: list[list[object]] = []
    for trial in TRIALS:
        if trial.task != "star-arc" or trial.thighs is None:
            continue
        track = track_of(data / trial.file)
        own = trial.name == "LHJC1"
        start = int(np.searchsorted(track.time_s, track.time_s[0] + QUIET_S))
        quiet = track.cut(0, start) if own else track_of(data / trial.static)
        posture = by_static(quiet)
        for side, thigh, hip in zip(("left", "right"), trial.thighs, posture.hips, strict=True):
            try:
                found = fitted(track, posture, thigh)
            except NotEnoughData as error:
                rows.append([trial.name, side, len(track), str(error), "", "", "", ""])
                continue
            apart = float(np.linalg.norm(found.parent - hip)) * 1000
            theirs = ""
            if own:
                file = reference_shape(cluster(quiet, (f"{side[0].upper()}_HJC",)))[0]
                theirs = f"{float(np.linalg.norm(found.parent - file)) * 1000:.1f}"
            rows.append([
                trial.name, f"{side}, {'moving' if side == 'left' else 'standing'}", len(track),
                found.independent, found.residual_m * 1000,
                float(np.linalg.norm(found.parent_error)) * 1000, apart, theirs,
            ])  # fmt: skip
    return Table(
        "Functional hip centres (pivot) in the star-arc trials",
        ["recording", "leg", "n", "independent n", "residual, mm", "stated error, mm",
         "from Harrington, mm", "from the file's own functional centre, mm"],
        rows,
        note="Distances in space. Harrington itself is 12.3 mm (SD 5.9) off in adults (Mantovani "
        "2016). The stated error holds what scatters; skin that moves with the joint moves the "
        "pivot as well and does not show in it. The file's own centres come from another program's "
        "fit to trials that are not all in the data.",
    )  # fmt: skip


def readme_figures(data: Path) -> Table:
    rows: list[list[object]] = []

    def line(what: str, expected: str, got: str) -> None:
        rows.append([what, expected, got, "same" if expected == got else "differs"])

    for name, file, expected in (
        ("walking1", f"{OPENCAP}/walking1.trc", "-4.4 to 5.2"),
        ("FunctionalLHip", f"{BTK}/others/FunctionalLHip.c3d", "-12.5 to 3.0"),
        ("LHJC1", LHJC, "-23.0 to -1.8"),
        ("bmc walk1", f"{BMC}/walk1.trc", "-4.0 to 3.3"),
    ):
        right_higher = -asis_deg(track_of(data / file))
        low, high = np.nanmin(right_higher), np.nanmax(right_higher)
        line(f"ASIS line of {name}, right-higher, deg", expected, f"{low:.1f} to {high:.1f}")
    force = samples_of(data / f"{BTK}/others/FunctionalLHip.c3d").force
    assert force is not None
    line("FunctionalLHip, plate 0 median, N", "599", f"{np.median(force.newton[:, 0, 1]):.0f}")
    line("FunctionalLHip, foot on plate 0", "right", str(force.sides[0]))
    track = track_of(data / LHJC)
    thigh = track.point("left_knee_lateral") - track.point("left_hip")
    from_vertical = np.degrees(np.arctan2(-thigh[:, 2], -thigh[:, 1]))
    largest = f"{np.nanmax(from_vertical):.0f}"
    rows.append(["LHJC1, thigh to the side of the vertical (outer knee marker), deg", "about 61",
                 largest, "same" if abs(float(largest) - 61) <= 1 else "differs"])  # fmt: skip
    abduction = hip_abduction(
        track.point("left_hip"), track.point("right_hip"), track.point("left_knee"), Side.LEFT,
        sigma_m=0.005,
    )  # fmt: skip
    rows.append(["LHJC1, thigh against the pelvis (hip_abduction), which tilts by 23, deg", "none",
                 f"{np.nanmax(abduction.value):.0f}", ""])  # fmt: skip
    strikes = [e for e in events(data / f"{BTK}/PiG/PiG_Motion3_FF.c3d") if "Strike" in e.label]
    line("PiG_Motion3, strikes", "6", str(len(strikes)))
    times = np.array([event.time_s for event in strikes])
    cadence = 60.0 * (times.size - 1) / (times[-1] - times[0])
    line("PiG_Motion3, steps/min", "111.1", f"{cadence:.1f}")
    return Table(
        "Figures of the data list, read through levelhip's readers",
        ["figure", "in the list", "read", ""],
        rows,
    )


def tables(data: Path) -> list[Table]:
    return [readme_figures(data), obliquity(data), centres(data)]
