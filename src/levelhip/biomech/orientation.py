"""How a worn phone or sensor is turned: which way is up, and the pelvis from the sacrum.

With a gyroscope the direction of gravity is followed by VQF (Laidig and Seel 2023, Inf Fusion
91:187), which re-levels slowly by the accelerometer and learns the gyroscope's bias at rest.
Without one, gravity is the smoothed acceleration, which is right only while the person holds still;
the uncertainty says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from vqf import VQF

from levelhip.biomech.filtering import FilterBank, low_pass_taps
from levelhip.biomech.grid import Grid
from levelhip.core import Array, Estimate, Motion, NotEnoughData

GRAVITY = 9.80665
REST_SD_DEG = 0.3
"""Direction of gravity at rest: 0.05 m/s2 of what an accelerometer's zero changes over minutes.
Chosen by us from the data sheets of phone sensors."""
MOVING_SD_DEG = 1.0
"""The same in movement with a gyroscope; the inclination errors reported for VQF in daily movement
are of this size. Chosen by us."""
STILL_SPREAD = 0.15
"""m/s2, spread of the acceleration over a second below which a phone without gyroscope is still.
Chosen by us: three times the noise and breathing of standing people."""
GRAVITY_CUTOFF_HZ = 0.5
"""Smoothing of the acceleration to gravity when there is no gyroscope. Chosen by us."""
LIMB_CUTOFF_HZ = 2.0
"""The same on a limb that is lifted within a second; what that adds to gravity is 0.5 m/s2, three
degrees. Chosen by us."""
TREMBLE_DEG_S = 10.0
"""A resting limb trembles by less than this; chosen by us: twice half a degree at 1.5 Hz."""
SOFT_TISSUE_SD_DEG = 1.0
"""How far skin and strap let the phone turn against the bone between standing and a hold. Chosen by
us: 1 to 2 degrees in all are expected, to be confirmed by repeats."""
LYING_SD_DEG = 6.0
"""How far the flat of a phone on the sacrum may face to the side of straight back. Chosen by us."""


@dataclass(frozen=True, slots=True)
class Attitude:
    """Which way is up for a sensor over time.

    Attributes
    ----------
    time_s : (T,), s, an even grid from the first sample on
    up : (T, 3), unit vector that points up, in the axes of the sensor; NaN where unknown
    sd_deg : (T,), deg, standard uncertainty of that direction
    resting : (T,), 1 when the sensor was still, 0 when it moved
    turn : (T, 4), quaternion (w, x, y, z) from the axes of the sensor to level ones that head any
        way and drift about the vertical; NaN where unknown; None without a gyroscope
    bias_sd : (T,), rad/s, standard uncertainty of the gyroscope's bias, which makes the drift; None
        likewise
    """

    time_s: Array
    up: Array
    sd_deg: Array
    resting: Array
    turn: Array | None = None
    bias_sd: Array | None = None

    def between(self, start_s: float, end_s: float) -> Attitude:
        """The part from `start_s` to before `end_s`."""
        part = slice(*np.searchsorted(self.time_s, [start_s, end_s]).tolist())
        return Attitude(
            self.time_s[part],
            self.up[part],
            self.sd_deg[part],
            self.resting[part],
            None if self.turn is None else self.turn[part],
            None if self.bias_sd is None else self.bias_sd[part],
        )


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a sensor sits on the body.

    Attributes
    ----------
    body : (3, 3), rows are body X (forward), Y (up), Z (right) as unit vectors in sensor axes
    sd_deg : deg, standard uncertainty of its turn about Y
    """

    body: Array
    sd_deg: float


def _unit(vector: Array) -> Array:
    return np.asarray(vector / np.sqrt((vector * vector).sum()))


def _aligned(up: Array, forward: Array, sd_deg: float) -> Alignment:
    y = _unit(up)
    across = forward - (forward @ y) * y
    if np.sqrt(across @ across) < 0.3:
        raise NotEnoughData(
            "phone: the side said to face forward or back points up or down; wear the phone "
            "upright and flat on the body"
        )
    x = _unit(across)
    return Alignment(np.stack([x, y, np.cross(x, y)]), sd_deg)


def standing_alignment(standing: Attitude, *, screen: Literal["out", "in"] = "out") -> Alignment:
    """How a phone lies on the sacrum, from quiet standing: gravity, and the side that faces back.

    Parameters
    ----------
    standing : Attitude
        A second or more of quiet standing.
    screen : {"out", "in"}
        Whether the screen faces away from the body or towards it; its edges may point anywhere.

    Returns
    -------
    Alignment

    Raises
    ------
    NotEnoughData
        When the phone lies flat instead of standing on an edge.
    """
    # Phones agree that the third axis comes out of the screen.
    forward = np.array([0.0, 0.0, -1.0 if screen == "out" else 1.0])
    return _aligned(np.nanmean(standing.up, axis=0), forward, LYING_SD_DEG)


def bow_alignment(standing: Attitude, bowed: Attitude) -> Alignment:
    """How a sensor sits on the pelvis or trunk, from quiet standing and a held bow.

    Parameters
    ----------
    standing, bowed : Attitude
        A second or more of each; the bow straight forward from the hips, 15 degrees or more.

    Returns
    -------
    Alignment
        With the uncertainty that a bow of this depth allows.

    Raises
    ------
    NotEnoughData
        When the bow is less than 15 degrees.
    """
    up, down = (_unit(np.nanmean(part.up, axis=0)) for part in (standing, bowed))
    # In a bow, up moves towards the back of the body.
    back = down - (down @ up) * up
    sine = float(np.sqrt(back @ back))
    if sine < np.sin(np.radians(15.0)):
        bow = f"{np.degrees(np.arcsin(sine)):.0f}"
        raise NotEnoughData("bow: {size} degrees; bow 15 degrees or more from the hips", size=bow)
    noise_deg = float(np.hypot(np.nanmean(standing.sd_deg), np.nanmean(bowed.sd_deg)))
    # Nobody bows quite straight: 3 degrees, chosen by us.
    return _aligned(up, -_unit(back), float(np.hypot(noise_deg / sine, 3.0)))


def body_angles(up: Array, body: Array) -> tuple[Array, Array]:
    """Obliquity and forward tilt of a body part from the direction of up, row by row.

    Parameters
    ----------
    up : (T, 3)
        Unit vectors in sensor axes.
    body : (3, 3)
        `Alignment.body`.

    Returns
    -------
    tuple of Array
        (T,) each, deg: obliquity, positive = left side higher; tilt, positive = forward.
    """
    x, y, z = (up[:, 0] * axis[0] + up[:, 1] * axis[1] + up[:, 2] * axis[2] for axis in body)
    obliquity = np.arctan2(-z, np.sqrt(x * x + y * y))
    tilt = np.arctan2(-x, np.sqrt(y * y + z * z))
    return np.degrees(obliquity), np.degrees(tilt)


def held_obliquity(held: Attitude, standing: Attitude, alignment: Alignment) -> Estimate:
    """How far the pelvis has turned in a hold against quiet standing, from a phone on the sacrum.

    Parameters
    ----------
    held, standing : Attitude
        `Attitude.between` of the hold and of the standing before it.
    alignment : Alignment
        From `standing_alignment` or `bow_alignment`.

    Returns
    -------
    Estimate
        Deg, positive = left side went up. In a lift of the left leg a drop is negative.
    """
    found = [body_angles(part.up, alignment.body) for part in (held, standing)]
    means = [(float(np.nanmean(turns)), float(np.nanmean(tilts))) for turns, tilts in found]
    turned, tilted = means[0][0] - means[1][0], means[0][1] - means[1][1]
    # A phone that faces a little to the side takes part of a tilt for obliquity.
    crosstalk = abs(tilted) * np.sin(np.radians(alignment.sd_deg))
    still = [float(np.nanmean(part.sd_deg)) for part in (held, standing)]
    sd = float(np.sqrt(still[0] ** 2 + still[1] ** 2 + crosstalk**2 + SOFT_TISSUE_SD_DEG**2))
    return Estimate(turned, sd, unit="deg", method="sacrum-phone")


def sway_acceleration(acceleration: Array, up: Array, body: Array) -> tuple[Array, Array]:
    """Acceleration of the pelvis forward and to the right, without gravity, row by row.

    Parameters
    ----------
    acceleration : (T, 3), m/s2
        In sensor axes, with gravity.
    up : (T, 3)
        Unit vectors in sensor axes.
    body : (3, 3)
        `Alignment.body`.

    Returns
    -------
    tuple of Array
        (T,) each, m/s2, along the body's forward and right.
    """
    free = acceleration - GRAVITY * up
    forward, _, right = (
        free[:, 0] * axis[0] + free[:, 1] * axis[1] + free[:, 2] * axis[2] for axis in body
    )
    return np.asarray(forward), np.asarray(right)


class AttitudeStream:
    """`Attitude` as the samples come; the same rows however the motion is cut.

    Parameters
    ----------
    rate_hz : Hz
        Rate of the even grid, best that of the sensor.
    limb : bool
        Whether it is worn on a limb. Its gyroscope's bias is then learnt at rest only: moving to
        and fro about a joint, the filter takes the pull towards it for bias.
    """

    def __init__(self, rate_hz: float, *, limb: bool = False) -> None:
        self.rate_hz = rate_hz
        self._limb = limb
        self._grid = Grid(rate_hz, 6)
        self._filter: VQF | None = None
        self._still: _Still | None = None
        self._lost = False  # the last row was in a gap

    def push(self, motion: Motion) -> Attitude:
        """The rows that have become known.

        Parameters
        ----------
        motion : Motion
            Later than all before; without a gyroscope its rotation is NaN from the first sample.

        Returns
        -------
        Attitude
            With a gyroscope up to the latest grid time, without one a second late.
        """
        if not len(motion):
            return _rows(np.empty(0), np.empty((0, 3)), np.empty(0), np.empty(0))
        if self._filter is None and self._still is None:
            if np.isnan(motion.rotation[0]).any():
                cutoff_hz = LIMB_CUTOFF_HZ if self._limb else GRAVITY_CUTOFF_HZ
                self._still = _Still(self.rate_hz, cutoff_hz)
            else:
                self._filter = self._new_filter()
        columns = np.concatenate([motion.acceleration, motion.rotation], axis=1)
        return self._known(*self._grid.push(motion.time_s, columns))

    def finish(self) -> Attitude:
        """The rows still held back when the recording ends."""
        found = self._known(*self._grid.finish())
        return found if self._still is None else _joined(found, self._still.finish())

    def _known(self, time_s: Array, columns: Array) -> Attitude:
        if self._still is not None:
            return self._still.push(time_s, columns[:, :3])
        if self._filter is None or not time_s.size:
            return _rows(np.empty(0), np.empty((0, 3)), np.empty(0), np.empty(0))
        seen = np.asarray(~np.isnan(columns).any(axis=1))
        turn = np.full((time_s.size, 4), np.nan)
        resting, bias_sd = np.zeros(time_s.size), np.full(time_s.size, np.nan)
        edges = () if seen.all() else np.flatnonzero(np.diff(seen)) + 1
        for start, stop in zip([0, *edges], [*edges, time_s.size], strict=True):
            if not seen[start]:
                self._lost = True
                continue
            if self._lost:
                self._filter, self._lost = self._level_again(self._filter), False
            part = slice(start, stop)
            out = self._filter.updateBatch(
                np.ascontiguousarray(columns[part, 3:]), np.ascontiguousarray(columns[part, :3])
            )
            turn[part], bias_sd[part] = out["quat6D"], out["biasSigma"]
            resting[part] = out["restDetected"]
        w, x, y, z = turn.T
        up = np.empty((len(turn), 3))
        up[:, 0], up[:, 1] = 2.0 * (x * z - w * y), 2.0 * (y * z + w * x)
        up[:, 2] = 1.0 - 2.0 * (x * x + y * y)
        sd = np.where(resting > 0.0, REST_SD_DEG, MOVING_SD_DEG)
        return Attitude(time_s, up, sd, resting, turn, bias_sd)

    def _new_filter(self) -> VQF:
        if not self._limb:
            return VQF(1.0 / self.rate_hz)
        return VQF(1.0 / self.rate_hz, motionBiasEstEnabled=False, restThGyr=TREMBLE_DEG_S)

    def _level_again(self, lost: VQF) -> VQF:
        """A filter that levels at once after a gap, and has kept what it knew of the gyroscope."""
        found = self._new_filter()
        found.setBiasEstimate(*lost.getBiasEstimate())
        return found


class _Still:
    """Gravity as the smoothed acceleration, with the spread about it as a warning."""

    def __init__(self, rate_hz: float, cutoff_hz: float) -> None:
        taps = low_pass_taps(rate_hz, cutoff_hz=cutoff_hz)
        self._bank = FilterBank([taps] * 6)
        self._times = np.empty(0)

    def push(self, time_s: Array, acceleration: Array) -> Attitude:
        self._times = np.concatenate([self._times, time_s])
        rows = np.concatenate([acceleration, acceleration * acceleration], axis=1)
        return self._known(self._bank.push(rows))

    def finish(self) -> Attitude:
        return self._known(self._bank.finish())

    def _known(self, rows: Array) -> Attitude:
        times, self._times = self._times[: rows.shape[0]], self._times[rows.shape[0] :]
        mean = rows[:, :3]
        length = np.sqrt(
            mean[:, 0] * mean[:, 0] + mean[:, 1] * mean[:, 1] + mean[:, 2] * mean[:, 2]
        )
        variance = rows[:, 3] + rows[:, 4] + rows[:, 5] - length * length
        spread = np.sqrt(np.maximum(variance, 0.0))
        resting = (spread <= STILL_SPREAD).astype(np.float64)
        # Moving, a sideways acceleration as large as the spread may pass for tilt.
        sd = np.where(
            resting > 0.0, REST_SD_DEG, np.degrees(np.arctan2(spread, GRAVITY)) + MOVING_SD_DEG
        )
        up = mean / np.where(length > 0.0, length, np.nan)[:, None]
        return _rows(times, up, sd, resting)


def attitude(motion: Motion) -> Attitude:
    """Which way is up over a whole recording, by the same code as the stream.

    Parameters
    ----------
    motion : Motion
        With or without a gyroscope.

    Returns
    -------
    Attitude
        On an even grid of the sensor's own rate.

    Raises
    ------
    NotEnoughData
        Below two samples.
    """
    if len(motion) < 2:
        raise NotEnoughData("motion: {count} samples; give two or more", count=len(motion))
    stream = AttitudeStream(float(1.0 / np.median(np.diff(motion.time_s))))
    return _joined(stream.push(motion), stream.finish())


def _rows(time_s: Array, up: Array, sd_deg: Array, resting: Array) -> Attitude:
    return Attitude(time_s, up, sd_deg, resting)


def _joined(first: Attitude, second: Attitude) -> Attitude:
    return Attitude(
        np.concatenate([first.time_s, second.time_s]),
        np.concatenate([first.up, second.up]),
        np.concatenate([first.sd_deg, second.sd_deg]),
        np.concatenate([first.resting, second.resting]),
        _chained(first.turn, second.turn),
        _chained(first.bias_sd, second.bias_sd),
    )


def _chained(first: Array | None, second: Array | None) -> Array | None:
    if first is None or second is None or not len(second):
        return first
    return np.concatenate([first, second])
