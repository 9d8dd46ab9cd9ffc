"""Measures of the way to one leg: shift, what is beyond need, and how long it takes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from levelhip.biomech.camera import POSE_LAG_S, SHIFT_SD_M
from levelhip.biomech.loading import (
    FOOT_BREADTH_OF_HEIGHT,
    FOOT_SD_M,
    excess_shift,
    needed_shift,
    weight_shift,
)
from levelhip.biomech.segments import MODEL_SD_M
from levelhip.core import Array, Side
from levelhip.engine.instruments import (
    AROUND_S,
    BREADTH_SD_M,
    CAMERA_WIDTH_PART_SD,
    EVENT_SD_S,
    LEAVING_SD_S,
    MARKER_SHIFT_SD_M,
    MEAN_HEIGHT_M,
    ONSET_SD_S,
    STARTED,
    method_name,
    width_sd_m,
)
from levelhip.engine.reading import LIFT_NOT_SEEN, NO_STANDING, NOT_SEEN, Answer, Reading, Refusal
from levelhip.engine.scene import Scene, Standing, Trial

PUT_DOWN_S = 1.0
"""So long after a foot has come down the path still belongs to its lift; chosen by us."""


@dataclass(frozen=True, slots=True)
class Travel:
    """The way of the centre of mass from quiet stance to lift-off, against the feet of the stance.

    Attributes
    ----------
    quiet_m, lifted_m : m, sideways position in quiet stance and at lift-off, right positive
    width_m : m, stance width
    speed_m_s : m/s, size of its speed at lift-off
    axis : X and Z part of the direction from the left foot to the right one
    """

    quiet_m: float
    lifted_m: float
    width_m: float
    speed_m_s: float
    axis: tuple[float, float]

    @property
    def half_m(self) -> float:
        """Half the stance width."""
        return 0.5 * self.width_m


def travel(scene: Scene, trial: Trial) -> Travel | Refusal:
    """The way of the centre of mass in one lift.

    Parameters
    ----------
    scene : Scene
        With points of a body.
    trial : Trial
        The lift.

    Returns
    -------
    Travel or Refusal
        Worked out once for each lift.
    """
    if "travel" not in trial.kept:
        trial.kept["travel"] = _travel(scene, trial)
    found: Travel | Refusal = trial.kept["travel"]
    return found


def _travel(scene: Scene, trial: Trial) -> Travel | Refusal:
    if not trial.begun:
        return LIFT_NOT_SEEN
    standing = trial.standing
    if standing is None:
        return NO_STANDING
    column = scene.recorder.column
    com, left, right = (
        _point(scene, standing, name) for name in ("com", "left_foot", "right_foot")
    )
    ahead, beside = stance_axis(left, right)
    # The event has been corrected for what the pose model does to it; the points come late.
    at_s = trial.event.start_s + (POSE_LAG_S if scene.is_camera else 0.0)
    near = scene.recorder.block(scene.recorder.span(at_s - AROUND_S, at_s + AROUND_S))
    if not len(near):
        return NOT_SEEN
    way = near[:, column["com_z_m"]] - com[1]
    if "com_x_m" in column:
        way = way * beside + (near[:, column["com_x_m"]] - com[0]) * ahead
    off_x = com[0] - 0.5 * (left[0] + right[0])
    off_z = com[1] - 0.5 * (left[1] + right[1])
    quiet = (0.0 if math.isnan(off_x) else off_x) * ahead + off_z * beside
    width = scene.of(standing, "stance_width_m")
    gone, speed = float(way.mean()), float(way.max() - way.min()) / (2.0 * AROUND_S)
    if not math.isfinite(quiet + gone + width):
        return NOT_SEEN
    return Travel(quiet, quiet + gone, width, speed, (ahead, beside))


def _travel_sd_m(scene: Scene) -> float:
    """Standard uncertainty of a travel of the centre of mass, much the same in every trial."""
    return SHIFT_SD_M if scene.is_camera else MARKER_SHIFT_SD_M


def _version(scene: Scene) -> int:
    """Of the methods here: from a camera points are read when they come (`POSE_LAG_S`)."""
    return 2 if scene.is_camera else 1


def foot_breadth_m(scene: Scene) -> float:
    """Breadth of the person's foot, m, from their height."""
    return FOOT_BREADTH_OF_HEIGHT * (scene.person.height_m or MEAN_HEIGHT_M)


def _point(scene: Scene, standing: Standing, name: str) -> tuple[float, float]:
    """X and Z of a point in quiet standing, m; X is NaN where the source has no depth."""
    return scene.of(standing, f"{name}_x_m"), scene.of(standing, f"{name}_z_m")


def stance_axis(left: tuple[float, float], right: tuple[float, float]) -> tuple[float, float]:
    """What `geometry.across_axis` gives for one pair of feet, from plain floats with the same bits.

    Parameters
    ----------
    left, right : (X, Z), m, LAB
        The feet; X may be NaN.

    Returns
    -------
    tuple of float
        X and Z part of the direction from left to right; (0, 1) where X is unknown.
    """
    x, z = right[0] - left[0], right[1] - left[1]
    if math.isnan(x):
        return 0.0, 1.0
    length = math.sqrt(x * x + z * z)
    return (x / length, z / length) if length else (math.nan, math.nan)


def _late_m(scene: Scene, way: Travel) -> float:
    """What the uncertain moment of lift-off makes of the position, m."""
    return way.speed_m_s * EVENT_SD_S[scene.source]


def shift(scene: Scene, trial: Trial) -> Answer:
    """Travel of the centre of mass from quiet stance to lift-off, in half stance widths."""
    way = travel(scene, trial)
    if isinstance(way, Refusal):
        return way
    sigma = _travel_sd_m(scene) / math.sqrt(2.0)
    estimate = weight_shift(way.quiet_m, way.lifted_m, way.width_m, trial.side, sigma_m=sigma)
    value = float(estimate.value)
    return Reading(
        value,
        _late_m(scene, way) / way.half_m,
        "1",
        method_name(scene.source, "com-travel", _version(scene)),
        steady_sd=float(estimate.sd),
        shared_sd=abs(value) * width_sd_m(scene.source, way.width_m) / way.width_m,
    )


def excess(scene: Scene, trial: Trial) -> Answer:
    """Travel beyond what anybody needs, in half stance widths."""
    way = travel(scene, trial)
    if isinstance(way, Refusal):
        return way
    estimate = excess_shift(
        way.quiet_m,
        way.lifted_m,
        way.width_m,
        trial.side,
        foot_breadth_m=foot_breadth_m(scene),
        sigma_m=_travel_sd_m(scene),
        centre_sd_m=FOOT_SD_M,
        width_sd_m=width_sd_m(scene.source, way.width_m),
    )
    steady, middle = _travel_sd_m(scene) / way.half_m, FOOT_SD_M / way.half_m
    return Reading(
        float(estimate.value),
        _late_m(scene, way) / way.half_m,
        "1",
        method_name(scene.source, "com-travel", _version(scene)),
        steady_sd=steady,
        shared_sd=math.sqrt(max(float(estimate.sd) ** 2 - steady**2 - middle**2, 0.0)),
        # Somebody who stands a little to the right of where it seems needs less to one side and
        # more to the other.
        opposed_sd=middle,
    )


def needed(scene: Scene, trial: Trial) -> Answer:
    """Travel that anybody needs from where this lift began, in half stance widths."""
    way = travel(scene, trial)
    if isinstance(way, Refusal):
        return way
    start_m = trial.towards * way.quiet_m
    value = float(needed_shift(way.width_m, foot_breadth_m(scene), start_m=start_m)) / way.half_m
    # Half a breadth in half a width; a width that is off by a part changes it by that part of it.
    part = CAMERA_WIDTH_PART_SD * foot_breadth_m(scene) if scene.is_camera else 0.0
    shared = 0.5 * math.hypot(BREADTH_SD_M, part) / way.half_m
    # Where the centre of mass stands between the feet.
    middle = math.hypot(FOOT_SD_M, MODEL_SD_M if scene.is_camera else 0.0) / way.half_m
    return Reading(value, 0.0, "1", "geometry/1", shared_sd=shared, opposed_sd=middle)


def distance(scene: Scene, trial: Trial) -> Answer:
    """Travel of the centre of mass from quiet stance to lift-off, in metres."""
    way = travel(scene, trial)
    if isinstance(way, Refusal):
        return way
    value = trial.towards * (way.lifted_m - way.quiet_m)
    return Reading(
        value,
        _late_m(scene, way),
        "m",
        method_name(scene.source, "com-travel", _version(scene)),
        steady_sd=_travel_sd_m(scene),
        shared_sd=abs(value) * scene.scale_sd,
    )


def unload_time(scene: Scene, trial: Trial) -> Answer:
    """Time from the beginning of the shift to lift-off."""
    if not trial.begun:
        return LIFT_NOT_SEEN
    if trial.standing is None:
        return NO_STANDING
    from_i = int(trial.standing.rows[0])
    rows = slice(from_i, scene.recorder.span(0.0, trial.event.start_s).stop)
    block, column = scene.recorder.block(rows), scene.recorder.column
    if scene.source == "force":
        way = trial.towards * (
            scene.of(trial.standing, "load_share") - block[:, column["load_share"]]
        )
    else:
        axis = travel(scene, trial)
        if isinstance(axis, Refusal):
            return axis
        way = block[:, column["com_z_m"]] - scene.of(trial.standing, "com_z_m")
        if "com_x_m" in column:
            ahead = block[:, column["com_x_m"]] - scene.of(trial.standing, "com_x_m")
            way = way * axis.axis[1] + ahead * axis.axis[0]
        way = trial.towards * way
    if not way.size or not way[-1] > 0:
        return NOT_SEEN
    before = np.flatnonzero(way < STARTED * way[-1])
    if not before.size:
        return NO_STANDING
    value = trial.event.start_s - float(scene.recorder.time_s[from_i + before[-1]])
    if scene.is_camera:
        value += POSE_LAG_S  # the shift is seen to begin late, lift-off is corrected
    sd = math.hypot(EVENT_SD_S[scene.source], ONSET_SD_S)
    method = method_name(scene.source, "shift-to-lift-off", _version(scene))
    return Reading(value, sd, "s", method, shared_sd=LEAVING_SD_S.get(scene.source, 0.0))


def shift_path(scene: Scene) -> Array:
    """Travel of the centre of mass over time, against the quiet stance of the lift it belongs to.

    Parameters
    ----------
    scene : Scene
        With points of a body.

    Returns
    -------
    Array
        (T,), half stance widths, positive to the right; NaN where no lift with a quiet stance is
        near.
    """
    recorder = scene.recorder
    path = np.full(len(recorder), np.nan)
    from_i = 0
    for trial in scene.trials:
        stop = recorder.span(0.0, trial.event.end_s + PUT_DOWN_S).stop
        way = travel(scene, trial) if trial.side is not Side.BOTH else NO_STANDING
        if isinstance(way, Travel) and trial.standing is not None:
            rows = slice(from_i, stop)
            gone = recorder.values("com_z_m", rows) - scene.of(trial.standing, "com_z_m")
            if "com_x_m" in recorder.column:
                ahead = recorder.values("com_x_m", rows) - scene.of(trial.standing, "com_x_m")
                gone = gone * way.axis[1] + ahead * way.axis[0]
            path[rows] = gone / way.half_m
        from_i = stop
    return path
