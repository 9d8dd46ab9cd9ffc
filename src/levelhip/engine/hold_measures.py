"""Measures of standing on one leg: time, trunk lean, pelvic drop and sway."""

from __future__ import annotations

import math

import numpy as np

from levelhip.biomech.camera import LEAN_SD_DEG
from levelhip.biomech.dots import dot_drop
from levelhip.biomech.hands import hand_sign, hands_on_hips, shoulder_line, wrist_line
from levelhip.biomech.orientation import LYING_SD_DEG, SOFT_TISSUE_SD_DEG
from levelhip.biomech.sway import sway_path
from levelhip.core import Array, Side
from levelhip.engine.instruments import (
    LEAVING_SD_S,
    MARKER_DROP_SD_DEG,
    MARKER_LEAN_SD_DEG,
    SWAY_NOISE_DEG,
    SWAY_PART_SD,
    hold_sd_s,
    method_name,
)
from levelhip.engine.reading import (
    CANNOT_TELL,
    NO_STANDING,
    NOT_SEEN,
    NOT_STRAIGHT,
    TOO_SHORT,
    Answer,
    Reading,
)
from levelhip.engine.recorder import Recorder
from levelhip.engine.scene import Scene, Trial
from levelhip.engine.tracks import HAND_POINTS

HANGING_M = 0.05
"""A wrist further below the hip joint than this does not rest on a hip bone; chosen by us: there it
is 5 to 10 cm above the joint."""


def hold_time(scene: Scene, trial: Trial) -> Answer:
    """How long the foot was off the ground; at least so long when an end was not seen."""
    value = trial.event.end_s - trial.event.start_s
    sd = hold_sd_s(scene.source)
    if scene.source == "self":
        return Reading(value, sd, "s", "taps/1")
    # Late at one end and early at the other, or the other way round: both ends add up.
    shared = 2.0 * LEAVING_SD_S.get(scene.source, 0.0)
    method = method_name(scene.source, "foot-off-to-down")
    return Reading(value, sd, "s", method, shared_sd=shared)


def best_hold_time(scene: Scene, side: Side) -> Answer:
    """The longest hold of a side; at least so long when its end was not seen."""
    times = [
        trial.event.end_s - trial.event.start_s
        for trial in scene.trials
        if trial.event.kind == "hold" and trial.side is side and trial.begun
    ]
    if not times:
        return None
    sd = hold_sd_s(scene.source)
    shared = 2.0 * LEAVING_SD_S.get(scene.source, 0.0)
    method = method_name(scene.source, "longest-of-trials")
    return Reading(max(times), sd, "s", method, shared_sd=shared)


def lean(scene: Scene, trial: Trial) -> Answer:
    """Trunk lean in the hold against one's own standing, positive over the standing leg."""
    if trial.standing is None:
        return NO_STANDING
    held = scene.recorder.values("trunk_lean_deg", scene.hold_rows(trial))
    known = held[~np.isnan(held)]
    quiet = scene.of(trial.standing, "trunk_lean_deg")
    if 2 * known.size <= held.size or math.isnan(quiet):
        return NOT_SEEN
    value = trial.towards * (float(known.mean()) - quiet)
    sd = LEAN_SD_DEG if scene.is_camera else MARKER_LEAN_SD_DEG
    return Reading(value, 0.0, "deg", method_name(scene.source, "trunk-line-change"), steady_sd=sd)


def drop(scene: Scene, trial: Trial) -> Answer:
    """How far the pelvis hangs lower on the lifted side than in one's own standing."""
    if scene.is_camera and "thigh-not-straight" in trial.event.faults:
        return NOT_STRAIGHT
    held = scene.recorder.values("pelvis_line_deg", scene.hold_rows(trial))
    if trial.standing is None:
        known = held[~np.isnan(held)]
        if scene.is_camera or not known.size:
            return NO_STANDING
        # Markers tell level by themselves.
        value = -trial.towards * float(known.mean())
        method = "pelvis-line-against-level/1"
        return Reading(value, 0.0, "deg", method, steady_sd=MARKER_DROP_SD_DEG)
    rows = trial.standing.rows
    part = slice(int(rows[0]), int(rows[-1]) + 1)
    standing = scene.recorder.values("pelvis_line_deg", part)[rows - part.start]
    value, sd = dot_drop(held, standing, trial.side)
    if math.isnan(value):
        return NOT_SEEN
    if scene.source == "markers":
        sd = MARKER_DROP_SD_DEG
    elif scene.source == "motion":
        sd = _phone_sd_deg(scene, trial)
    name = "dots-change" if scene.is_camera else "pelvis-line-change"
    # A phone's drop is experimental until it has been checked on people (docs/protocols).
    return Reading(
        value,
        0.0,
        "deg",
        method_name(scene.source, name),
        steady_sd=sd,
        experimental=scene.source == "motion",
    )


def _phone_sd_deg(scene: Scene, trial: Trial) -> float:
    """Standard uncertainty of the pelvis' turn by a phone on the sacrum (orientation.py)."""
    assert trial.standing is not None  # noqa: S101 -- callers look first
    held = scene.recorder.block(scene.hold_rows(trial)).mean(axis=0)
    column = scene.recorder.column
    tilted = held[column["pelvis_tilt_deg"]] - scene.of(trial.standing, "pelvis_tilt_deg")
    crosstalk = abs(float(tilted)) * math.sin(math.radians(LYING_SD_DEG))
    still = (float(held[column["up_sd_deg"]]), scene.of(trial.standing, "up_sd_deg"))
    return math.hypot(*still, crosstalk, SOFT_TISSUE_SD_DEG)


def sway_angle(scene: Scene, trial: Trial) -> Answer:
    """How far the pelvis tilts to and fro during the hold, as a standard deviation."""
    rows = scene.hold_rows(trial)
    if rows.stop - rows.start < scene.rate_hz:
        return TOO_SHORT
    line, tilt = (scene.recorder.values(f"pelvis_{name}_deg", rows) for name in ("line", "tilt"))
    value = math.hypot(float(np.nanstd(line)), float(np.nanstd(tilt)))
    if math.isnan(value):
        return NOT_SEEN
    return Reading(value, SWAY_NOISE_DEG, "deg", method_name(scene.source, "pelvis-tilt-spread"))


def drop_by_hands(scene: Scene, trial: Trial) -> Answer:
    """1 for a clear drop and 0 for a level pelvis by the hands on the hip bones."""
    if scene.hands is None or trial.standing is None:
        return None
    if _hands_hang(scene, trial):
        return None
    held = _hand_points(scene.hands, scene.hold_rows(trial))
    if not len(held) or not np.nanmean(hands_on_hips(held, HAND_POINTS)) > 0.5:
        return None
    if "thigh-not-straight" in trial.event.faults:
        return NOT_STRAIGHT
    rows = trial.standing.rows
    quiet = _hand_points(scene.hands, slice(int(rows[0]), int(rows[-1]) + 1))
    quiet = quiet[rows - int(rows[0])]
    changes = []
    for line in (wrist_line, shoulder_line):
        change = np.nanmedian(line(held, HAND_POINTS)) - np.nanmedian(line(quiet, HAND_POINTS))
        changes.append(-trial.towards * float(change))
    spread = float(np.nanstd(wrist_line(held, HAND_POINTS)))
    sign = hand_sign(changes[0], shoulder_change_deg=changes[1], spread_deg=spread)
    if sign == "unsure":
        return CANNOT_TELL
    return Reading(float(sign == "clear drop"), 0.0, "1", "hands/1", experimental=True)


def _hands_hang(scene: Scene, trial: Trial) -> bool:
    """Whether a wrist is well below its hip in the middle of the hold: most people's are."""
    assert scene.hands is not None  # noqa: S101 -- callers look first
    rows = scene.hold_rows(trial)
    middle = (rows.start + rows.stop) // 2
    column = scene.hands.column
    row = scene.hands.block(slice(middle, middle + 1)).ravel().tolist()
    return not row or any(
        row[column[f"{side}_wrist_y"]] < row[column[f"{side}_hip_y"]] - HANGING_M
        for side in ("left", "right")
    )


def _hand_points(hands: Recorder, rows: slice) -> Array:
    """The points of arms and trunk, (n, 8, 3), LAB without depth."""
    block = hands.block(rows)
    points = np.full((len(block), len(HAND_POINTS), 3), np.nan)
    points[:, :, 1:] = block.reshape(len(block), len(HAND_POINTS), 2)
    return points


def sway(scene: Scene, trial: Trial) -> Answer:
    """Length of the way that the body wanders during the hold."""
    rows = scene.hold_rows(trial)
    if rows.stop - rows.start < scene.rate_hz:
        return TOO_SHORT
    point = "cop" if scene.source == "force" else "com"
    names = [f"{point}_{axis}_m" for axis in "xz" if f"{point}_{axis}_m" in scene.recorder.column]
    block = scene.recorder.block(rows)
    path = block[:, [scene.recorder.column[name] for name in names]]
    value = float(sway_path(path, sigma_m=0.0).value)
    if math.isnan(value):
        return NOT_SEEN
    method = f"{point}-path{'-sideways' if len(names) == 1 else ''}/2"
    return Reading(value, SWAY_PART_SD[scene.source] * value, "m", method)
