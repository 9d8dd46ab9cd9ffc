"""The standing stretch of a camera recording, found while frames arrive, and what it tells."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from levelhip.core import POSE_NAMES, Array, BadRecording, Frame, Track

EYE_TO_ANKLE = 0.913
"""Height of the eyes above the ankles as the pose model marks them, in body heights. Bodies give
0.936 - 0.039 = 0.897 (Drillis and Contini 1966, eye and ankle height); the model marked 0.904 to
0.927 on the four rendered development bodies, whose true height and distance are known: it puts
the ankle low, and the eyes are nearer to the camera than the hips. Chosen by us: their mean."""

ANKLE_HEIGHT = 0.039
"""Height of the ankle joint above the floor, in body heights (Drillis and Contini 1966)."""

ASSUMED_HEIGHT_M = 1.70
"""Height taken when none is given; lengths in metres are then to be refused. Chosen by us."""

SCALE_SD = 0.02
"""Relative standard uncertainty of the metre with known height; chosen by us: twice the spread of
`EYE_TO_ANKLE` between the rendered bodies, because real people differ more."""

ASSUMED_HEIGHT_SD = 0.06
"""Spread of adult heights about `ASSUMED_HEIGHT_M`, relative (1 m * 0.10 / 1.70); chosen by us."""

POSTURE_SD_DEG = 0.8
"""How far from plumb the line ankles to shoulders stands in quiet stance; chosen by us. On rendered
people, who stand plumb, the roll came out within 0.7 degree (sd 0.3)."""

FACING_WIDTH = 0.33
"""Mean of hip and shoulder width over trunk length below which a person counts as side-on; chosen
by us: 0.47 to 0.60 in clips seen from the front with the camera up to 20 degrees to the side."""

STILL_S = 1.0
"""Shortest standing that is enough, s; chosen by us: longer than a pause between two movements."""

ENOUGH_S = 2.0
"""Standing after which nothing is gained by waiting, s; chosen by us."""

STILL_PART = 0.02
"""Largest travel of the hips and ankles in quiet standing, in ankle-to-shoulder lengths (2.5 cm in
an adult); chosen by us: quiet sway is below 1 cm, the pose model's own jitter below 1 cm."""

LEVEL_PART = 0.08
"""Largest height between the two ankles with both feet down, in ankle-to-shoulder lengths; chosen
by us: 0.03 from a camera 20 degrees to the side, 0.2 with a foot lifted behind."""

UPRIGHT_TAN = 0.7
"""Largest slope of the line ankles to shoulders against the picture's vertical (tangent of 35
degrees); chosen by us, so that a camera rolled too far is still measured, and then refused."""

SEEN = 0.5
"""Confidence from which a point counts as seen (the pose model's own default threshold)."""

GAP_S = 0.5
"""A longer time without a usable frame starts the search anew, s; chosen by us."""

ONSET_S = 0.25
"""How long before it is seen a movement may have begun, s; chosen by us."""

_POINTS = (
    "left_eye",
    "right_eye",
    "left_shoulder",
    "right_shoulder",
    "left_hip",
    "right_hip",
    "left_ankle",
    "right_ankle",
)
_COLUMNS = tuple(POSE_NAMES.index(name) for name in _POINTS)
_TRUNK = tuple(
    POSE_NAMES.index(name) for name in ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
)
_EYES, _SHOULDERS, _HIPS, _ANKLES = (slice(2 * i, 2 * i + 2) for i in range(4))


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a camera sees the person, learned from a stretch of quiet standing.

    Attributes
    ----------
    facing : +1 towards the camera, -1 away from it
    roll_deg, roll_sd_deg : deg; by how much the picture's content is turned counter-clockwise
    metre_per_px, scale_sd : m per px at the person; its relative standard uncertainty (1)
    metric : False when the height is unknown: then 1.70 m is assumed and `scale_sd` is wide, so
        that ratios and angles hold but lengths in metres are to be refused
    origin_px : (x, y), px; the point of the picture that becomes LAB Y = 0, Z = 0 (the floor
        midway between the ankles)
    from_s, to_s : s; the stretch it was learned from
    standing : False when no quiet standing was found (a walk) and medians were taken
    trunk_share : trunk length over ankle-to-shoulder length, 1; far from 0.37 when the camera looks
        steeply up or down
    """

    facing: int
    roll_deg: float
    roll_sd_deg: float
    metre_per_px: float
    scale_sd: float
    metric: bool
    origin_px: tuple[float, float]
    from_s: float
    to_s: float
    standing: bool
    trunk_share: float


def facing_sign(xyz: Array) -> Array:
    """Which way the person faces in each frame.

    Parameters
    ----------
    xyz : (T, L, 3), px, IMAGE
        The first 33 points are `core.POSE_NAMES`.

    Returns
    -------
    Array
        (T,): +1 towards the camera (the left side is at the picture's right), -1 away, 0 side-on,
        NaN where hips or shoulders are missing. Each row depends on that row alone.
    """
    left_shoulder, right_shoulder, left_hip, right_hip = (xyz[:, i] for i in _TRUNK)
    wide = left_shoulder[:, 0] - right_shoulder[:, 0] + left_hip[:, 0] - right_hip[:, 0]
    along = left_shoulder[:, :2] + right_shoulder[:, :2] - left_hip[:, :2] - right_hip[:, :2]
    long = np.sqrt(along[:, 0] * along[:, 0] + along[:, 1] * along[:, 1])
    sign = np.where(np.abs(wide) < FACING_WIDTH * long, 0.0, np.sign(wide))
    return np.where(np.isfinite(wide + long), sign, np.nan)


class Calibrator:
    """Finds the standing stretch while samples arrive; the same however they are cut.

    Parameters
    ----------
    image_size : (width, height), px
        Of the upright picture.
    height_m : m, or None
        Of the person, without shoes; None when unknown.
    wait_s : s
        How much of a person in view to wait for quiet standing, before medians are taken instead.
        A protocol without standing (a walk) gives a short time.
    """

    def __init__(
        self,
        *,
        image_size: tuple[int, int],
        height_m: float | None = None,
        wait_s: float = 10.0,
    ) -> None:
        self._size = image_size
        self._height_m = height_m
        self._wait_s = wait_s
        self._times: list[float] = []
        self._points: list[Array] = []
        self._facings: list[float] = []
        self._start = 0
        self._still_to = -1
        self._found: Calibration | None = None

    def push(self, track: Track) -> Calibration | None:
        """The calibration as soon as it is known (then always the same one), else None.

        Parameters
        ----------
        track : Track
            IMAGE frame; the next samples.

        Returns
        -------
        Calibration or None
            None while more samples are needed.

        Raises
        ------
        BadRecording
            When the track is not in pixels.
        """
        if self._found is not None or not len(track):
            return self._found
        if track.frame is not Frame.IMAGE:
            raise BadRecording(f"track.frame: {track.frame}; a camera track is in the image frame")
        points = np.ascontiguousarray(track.xyz[:, list(_COLUMNS), :2])
        seen = track.confidence[:, list(_COLUMNS)].min(axis=1) >= SEEN
        facings = facing_sign(track.xyz)
        usable = np.isfinite(points).all(axis=(1, 2)) & seen & (np.abs(facings) == 1.0)
        for i in np.flatnonzero(usable):
            found = self._next(float(track.time_s[i]), points[i], float(facings[i]))
            if found is not None:
                self._found = found
                return found
        return None

    def finish(self) -> Calibration | None:
        """The calibration from what there was; None when no person was seen long enough.

        Returns
        -------
        Calibration or None
            The one `push` gave, if it gave one.
        """
        if self._found is None and self._still_to >= 0:
            self._found = self._learned(self._start, self._still_to + 1, standing=True)
        elif self._found is None and self._times and self._times[-1] - self._times[0] >= STILL_S:
            self._found = self._learned(0, len(self._times), standing=False)
        return self._found

    def _next(self, time_s: float, points: Array, facing: float) -> Calibration | None:
        if self._still_to < 0 and self._times and time_s - self._times[-1] > GAP_S:
            self._start = len(self._times)
        self._times.append(time_s)
        self._points.append(points)
        self._facings.append(facing)
        last = len(self._times) - 1
        if self._still_to < 0:
            while time_s - self._times[self._start] > STILL_S:
                self._start += 1
            # One sample more than a second, so that the window covers the whole of it.
            long_enough = self._start > 0 and time_s - self._times[self._start - 1] >= STILL_S
            if long_enough and self._is_still(self._start - 1, last):
                self._start -= 1
                self._still_to = last
            elif time_s - self._times[0] >= self._wait_s:
                return self._learned(0, last + 1, standing=False)
            return None
        still = time_s - self._times[last - 1] <= GAP_S and self._is_still(self._start, last)
        if still:
            self._still_to = last
        if still and time_s - self._times[self._start] < ENOUGH_S:
            return None
        if not still:
            # The movement began before it was large enough to be seen.
            latest = self._times[self._still_to] - ONSET_S
            while self._times[self._still_to] > latest:
                self._still_to -= 1
        return self._learned(self._start, self._still_to + 1, standing=True)

    def _is_still(self, first: int, last: int) -> bool:
        points = np.asarray(self._points[first : last + 1])
        facings = self._facings[first : last + 1]
        if facings.count(facings[0]) < len(facings):
            return False
        ankles, shoulders = points[:, _ANKLES], points[:, _SHOULDERS]
        body = np.median(ankles.mean(axis=1) - shoulders.mean(axis=1), axis=0)
        if body[1] <= 0 or abs(body[0]) > UPRIGHT_TAN * body[1]:
            return False
        length = float(np.hypot(*body))
        # Along the body, not the picture, so that a rolled camera does not lift a foot.
        apart = np.median(ankles[:, 0] - ankles[:, 1], axis=0)
        if abs(float(apart @ body)) > LEVEL_PART * length * length:
            return False
        moving = np.concatenate([points[:, _HIPS].mean(axis=1), ankles[:, 0], ankles[:, 1]], axis=1)
        travel = np.ptp(_median_of_three(moving), axis=0)
        return bool(travel.max() <= STILL_PART * length)

    def _learned(self, first: int, stop: int, *, standing: bool) -> Calibration:
        times = self._times[first:stop]
        points = np.asarray(self._points[first:stop])
        eye, shoulder, hip = (points[:, part].mean(axis=1) for part in (_EYES, _SHOULDERS, _HIPS))
        ankle = points[:, _ANKLES].mean(axis=1)
        if not standing:
            # In a walk the lower foot is the one on the floor.
            lower = points[:, _ANKLES, 1].argmax(axis=1)
            ankle = ankle.copy()
            ankle[:, 1] = points[np.arange(len(points)), 6 + lower, 1]
        upright = np.median(shoulder - ankle, axis=0)
        # On one leg or walking the feet need not be below the body; the trunk is nearer to plumb.
        plumb = upright if standing else np.median(shoulder - hip, axis=0)
        roll = math.atan2(-plumb[0], -plumb[1])
        tall_px = float(np.median(np.hypot(*(eye - ankle).T)))
        height_m = ASSUMED_HEIGHT_M if self._height_m is None else self._height_m
        metre_per_px = height_m * EYE_TO_ANKLE / tall_px
        below_px = ANKLE_HEIGHT * height_m / metre_per_px
        floor = np.median(ankle, axis=0)
        trunk = float(np.median(np.hypot(*(shoulder - hip).T)))
        return Calibration(
            facing=1 if np.median(self._facings[first:stop]) >= 0 else -1,
            roll_deg=math.degrees(roll),
            roll_sd_deg=POSTURE_SD_DEG if standing else 2 * POSTURE_SD_DEG,
            metre_per_px=metre_per_px,
            scale_sd=SCALE_SD
            if self._height_m is not None
            else math.hypot(SCALE_SD, ASSUMED_HEIGHT_SD),
            metric=self._height_m is not None,
            origin_px=(
                float(floor[0] + below_px * math.sin(roll)),
                float(floor[1] + below_px * math.cos(roll)),
            ),
            from_s=times[0],
            to_s=times[-1],
            standing=standing,
            trunk_share=trunk / float(np.hypot(*upright)),
        )


def calibration(
    track: Track,
    *,
    image_size: tuple[int, int],
    height_m: float | None = None,
    wait_s: float = 10.0,
) -> Calibration | None:
    """What `Calibrator` finds in a whole track.

    Parameters
    ----------
    track : Track
        IMAGE frame.
    image_size : (width, height), px
        Of the upright picture.
    height_m : m, or None
        Of the person; None when unknown.
    wait_s : s
        See `Calibrator`.

    Returns
    -------
    Calibration or None
        None when no person was seen for `STILL_S`.
    """
    calibrator = Calibrator(image_size=image_size, height_m=height_m, wait_s=wait_s)
    calibrator.push(track)
    return calibrator.finish()


def _median_of_three(series: Array) -> Array:
    """Each sample's median with its two neighbours, so that one bad frame is no movement."""
    if len(series) < 3:
        return series
    below, here, above = series[:-2], series[1:-1], series[2:]
    return np.maximum(np.minimum(below, here), np.minimum(np.maximum(below, here), above))
