"""Measures of one repetition, and of how the weight is shared in standing and moving."""

from __future__ import annotations

import math

import numpy as np

from levelhip.biomech.camera import SHIFT_SD_M
from levelhip.biomech.dots import DROP_SD_DEG
from levelhip.biomech.loading import FOOT_SD_M
from levelhip.biomech.segments import MODEL_SD_M
from levelhip.core import Array
from levelhip.engine.answers import scale_readings
from levelhip.engine.instruments import (
    EVENT_SD_S,
    MARKER_DROP_SD_DEG,
    MARKER_SHIFT_SD_M,
    method_name,
    width_sd_m,
)
from levelhip.engine.reading import NO_SCALES, NO_STANDING, NOT_SEEN, Answer, Reading
from levelhip.engine.scene import Scene, Trial, quiet_standing

BOTTOM = 0.75
MIDDLE = 0.25
"""Parts of the depth: below three quarters is the bottom, from there up to a quarter the middle;
chosen by us."""

MOVING_SHARE_SD = {"camera": 0.02, "markers": 0.01}
"""Standard uncertainty that movement adds to a share averaged over part of a repetition (the body's
own turning is not in the pendulum). Camera: 0.018 to 0.020 at the bottom and in the middle of ten
rendered squats. Markers: against plates the share of one person was off by 0.006 (squats) and 0.012
(sit to stand) less than in quiet standing, and repetitions differed by 0.004."""

PLATE_SHARE_SD = 0.005
"""Plates drift by a few newtons of some seven hundred; chosen by us."""

SCALE_SHARE_SD = 0.007
"""Two bathroom scales differ by up to about a kilogram; half of that of seventy. Chosen by us;
changing the scales about and averaging takes it out."""

REP_EDGE_SD_S = 0.1
"""Where a repetition begins and ends is a matter of a smooth curve; chosen by us."""


def share_sd(scene: Scene, share: float, width_m: float, *, weighed: bool) -> float:
    """Standard uncertainty of a share at rest, the same in every trial.

    Parameters
    ----------
    scene : Scene
        What it was measured with.
    share : 1
        Part of the weight on the left foot.
    width_m : m
        Stance width; not looked at for forces.
    weighed : bool
        Whether plates gave the share.

    Returns
    -------
    float
    """
    if weighed:
        return PLATE_SHARE_SD
    if scene.source == "scales":
        return SCALE_SHARE_SD
    feet = (share**2 + (1.0 - share) ** 2) * FOOT_SD_M**2
    return math.sqrt(MODEL_SD_M**2 + feet) / width_m


def standing_share(scene: Scene) -> Answer:
    """Part of the weight on the left foot in quiet standing."""
    if scene.source == "self":
        pairs = scale_readings(scene)
        shares = np.array([left / (left + right) for left, right in pairs])
        return _read_share(shares) if pairs else NO_SCALES
    if scene.source == "scales":
        return _scale_share(scene)
    stands = [trial.standing for trial in scene.trials if trial.standing is not None]
    if not stands and len(scene.recorder):
        times = scene.recorder.time_s
        found = quiet_standing(scene, float(times[0]), float(times[-1]))
        stands = [found] if found is not None else []
    shares = _known([scene.share(stand) for stand in stands])
    if not shares.size:
        return NO_STANDING
    value = float(shares.mean())
    width = _known([scene.of(stand, "stance_width_m") for stand in stands])
    own = float(shares.std(ddof=1)) / math.sqrt(shares.size) if shares.size > 1 else 0.01
    weighed = all(scene.is_weighed(stand.means[None]) for stand in stands)
    shared = share_sd(
        scene, value, float(width.mean()) if width.size else math.nan, weighed=weighed
    )
    method = "static-plates/1" if weighed else method_name(scene.source, "static")
    return Reading(value, own, "1", method, shared_sd=shared)


def _scale_share(scene: Scene) -> Answer:
    shares = scene.recorder.values("load_share")
    shares = shares[np.isfinite(shares)]
    return _read_share(shares) if shares.size else NOT_SEEN


def _read_share(shares: Array) -> Reading:
    """The mean of some readings of two scales, (n,)."""
    own = float(shares.std(ddof=1)) / math.sqrt(shares.size) if shares.size > 1 else 0.01
    return Reading(float(shares.mean()), own, "1", "two-scales/1", shared_sd=SCALE_SHARE_SD)


def stance_width(scene: Scene) -> Answer:
    """Distance between the feet's support points in quiet standing."""
    widths = _known(
        [scene.of(t.standing, "stance_width_m") for t in scene.trials if t.standing is not None]
    )
    if not widths.size:
        return NO_STANDING
    value = float(widths.mean())
    own = float(widths.std(ddof=1)) / math.sqrt(widths.size) if widths.size > 1 else 0.005
    shared = math.hypot(width_sd_m(scene.source, value), scene.scale_sd * value)
    return Reading(value, own, "m", method_name(scene.source, "feet"), shared_sd=shared)


def depth(scene: Scene, trial: Trial) -> Answer:
    """How far the centre of mass went down."""
    value = dict(trial.event.values)["depth"]
    return Reading(
        value, 0.005, "m", method_name(scene.source, "com-height"), shared_sd=scene.scale_sd * value
    )


def tempo(scene: Scene, trial: Trial) -> Answer:
    """How long the repetition took."""
    value = trial.event.end_s - trial.event.start_s
    if scene.source == "self":
        # Of the first tap without a "go" it is not known when the repetition began.
        sd = math.sqrt(2.0) * EVENT_SD_S["self"]
        return Reading(value, sd, "s", "tap-to-tap/1") if value > 0 else None
    by = "com-height" if "depth" in dict(trial.event.values) else "start-to-end"
    return Reading(value, math.sqrt(2.0) * REP_EDGE_SD_S, "s", method_name(scene.source, by))


def load_share(scene: Scene, trial: Trial) -> Answer:
    """Part of the weight on the left foot over the whole repetition."""
    return _share_between(scene, trial, 0.0, 1.0)


def middle_share(scene: Scene, trial: Trial) -> Answer:
    """Part of the weight on the left foot at middle depth, down and up."""
    return _share_between(scene, trial, MIDDLE, BOTTOM)


def bottom_share(scene: Scene, trial: Trial) -> Answer:
    """Part of the weight on the left foot at the bottom."""
    return _share_between(scene, trial, BOTTOM, 1.0)


def whole_share(scene: Scene) -> Answer:
    """Part of the weight on the left foot over a whole recording of forces."""
    shares = scene.recorder.values("load_share")
    shares = shares[np.isfinite(shares)]
    if shares.size < scene.rate_hz:
        return NOT_SEEN
    # Second by second, because neighbouring samples repeat each other.
    length = round(scene.rate_hz)
    seconds = shares[: shares.size // length * length].reshape(-1, length).mean(axis=1)
    own = float(seconds.std(ddof=1)) / math.sqrt(seconds.size) if seconds.size > 1 else 0.01
    return Reading(float(shares.mean()), own, "1", "plates/1", shared_sd=PLATE_SHARE_SD)


def lateral_shift(scene: Scene, trial: Trial) -> Answer:
    """Sideways travel of the centre of mass from standing to the bottom, positive to the right."""
    if trial.standing is None:
        return NO_STANDING
    across = _between(scene, trial, BOTTOM, 1.0)[:, scene.recorder.column["com_across_m"]]
    across = across[np.isfinite(across)]
    if not across.size:
        return NOT_SEEN
    value = float(across.mean()) - scene.of(trial.standing, "com_across_m")
    sd = SHIFT_SD_M if scene.is_camera else MARKER_SHIFT_SD_M
    method = method_name(scene.source, "com-travel")
    return Reading(value, 0.0, "m", method, steady_sd=sd, shared_sd=abs(value) * scene.scale_sd)


def obliquity(scene: Scene, trial: Trial) -> Answer:
    """Slope of the pelvis at the bottom of the repetition, positive = left hip higher."""
    at = scene.recorder.column.get("pelvis_line_deg")
    if at is None:
        return NOT_SEEN
    line = _between(scene, trial, BOTTOM, 1.0)[:, at]
    line = line[np.isfinite(line)]
    if not line.size:
        return NOT_SEEN
    sd = MARKER_DROP_SD_DEG if scene.source == "markers" else DROP_SD_DEG
    return Reading(
        float(line.mean()), 0.0, "deg", method_name(scene.source, "pelvis-line"), steady_sd=sd
    )


def _share_between(scene: Scene, trial: Trial, above: float, below: float) -> Answer:
    block = _between(scene, trial, above, below)
    share = scene.recorder.share(block)
    share = share[np.isfinite(share)]
    if not share.size:
        return NOT_SEEN
    value = float(share.mean())
    if scene.is_weighed(block):
        return Reading(value, 0.0, "1", "plates/1", shared_sd=PLATE_SHARE_SD)
    width = block[:, scene.recorder.column["stance_width_m"]]
    shared = share_sd(scene, value, float(np.nanmedian(width)), weighed=False)
    method = method_name(scene.source, "inverted-pendulum")
    moving = MOVING_SHARE_SD["markers" if scene.source == "markers" else "camera"]
    return Reading(value, 0.0, "1", method, steady_sd=moving, shared_sd=shared)


def _between(scene: Scene, trial: Trial, above: float, below: float) -> Array:
    """Rows of a repetition within a range of its depth (0 = top, 1 = bottom), (n, C)."""
    block = scene.recorder.block(scene.recorder.span(trial.event.start_s, trial.event.end_s))
    height = block[:, scene.recorder.column["com_height_m"]]
    part = 1.0 - (height - np.nanmin(height)) / dict(trial.event.values)["depth"]
    return np.asarray(block[(part >= above) & (part <= below)])


def _known(values: list[float]) -> Array:
    array = np.array(values, dtype=np.float64)
    return array[np.isfinite(array)]
