"""How sure each kind of recording is of what it shows, and what its methods are called."""

from __future__ import annotations

import math

from levelhip.biomech.loading import FOOT_SD_M
from levelhip.protocols import Source

WIDTH_SD_M = math.sqrt(2.0) * FOOT_SD_M
"""Standard uncertainty of the distance between two support points."""

CAMERA_WIDTH_PART_SD = 0.07
"""Standard uncertainty of a camera's stance width as part of it: on the nine rendered people who
stand the pose model puts the feet 4 % too far apart in the mean, 7 % off root mean square."""

BREADTH_SD_M = 0.005
"""Standard uncertainty of a foot's breadth taken from body height; chosen by us."""

ONSET_SD_S = 0.05
"""Standard uncertainty of when a smooth movement was a tenth done; chosen by us."""

MARKER_SHIFT_SD_M = 0.003
"""Standard uncertainty of the centre of mass' travel from markers: what the tables of segments
leave when a leg moves; chosen by us."""

EVENT_SD_S = {"camera": 0.04, "markers": 0.03, "force": 0.01, "motion": 0.3, "self": 0.2}
"""Standard uncertainty of the time of lift-off or foot-down. Camera: measured on rendered clips
(docs/protocols/equal-weight.md); the others chosen by us. Taps: a person who answers a signal is
about a fifth of a second late, and about as early when tapping before a movement is done."""

HOLD_SD_S = {"camera": 0.062}
"""Standard uncertainty of the time between them, where it was measured: a foot that a pose model
sees rise too early it sees come down too late (r -0.86), so that both errors add up. On 18 holds of
rendered people 0.051; a fifth more for people whose lifts did not serve to take the biases out."""

LEAVING_SD_S = {"markers": 0.04, "force": 0.13}
"""How far lift-off and foot-down are from what is looked at, the same every time: an ankle has to
rise by 10 cm before it counts, and a foot that carries a twentieth of the weight may still rest on
the floor for a tenth of a second or two. Chosen by us, for lifts without haste; that of plates was
set where the intervals of simulated lifts hold the truth (0.10 held it in 92 %) and waits for real
plates. A camera's was measured and is taken out."""

MARKER_LEAN_SD_DEG = 0.5
MARKER_DROP_SD_DEG = 1.0
"""Skin moves over bone: a gait laboratory's pelvic obliquity repeats within 2 degrees (McGinley
2009, from memory), half of that as standard uncertainty; lean has longer levers. Chosen by us."""

MEAN_HEIGHT_M = 1.70
"""Height when none is given, as the camera assumes too; only a foot's breadth comes from it."""

AROUND_S = 0.1
"""The position at lift-off is the mean over this long before and after; chosen by us."""

STARTED = 0.1
"""The shift has begun when this part of it is done; chosen by us."""

SWAY_NOISE_DEG = 0.1
"""What a sensor's noise adds to the spread of its tilt; chosen by us."""

SWAY_PART_SD = {"camera": 0.2, "markers": 0.05, "force": 0.05}
"""Standard uncertainty of a sway path as part of it, for comparing with oneself. Camera: on 18
holds of rendered people it reads 0.72 of the true sideways path of the centre of mass in the mean
(the smoothing and the pose model swallow the rest, alike every time) and scatters about that by
18 % of what it reads. The others are chosen by us."""


def hold_sd_s(source: Source) -> float:
    """Standard uncertainty of the time from lift-off to foot-down that differs from trial to trial.

    Parameters
    ----------
    source : Source
        What the recording is measured with.

    Returns
    -------
    float
        s.
    """
    return HOLD_SD_S.get(source, math.sqrt(2.0) * EVENT_SD_S[source])


def width_sd_m(source: Source, width_m: float) -> float:
    """Standard uncertainty of a stance width.

    Parameters
    ----------
    source : Source
        What the recording is measured with.
    width_m : m
        The width.

    Returns
    -------
    float
        m: where the force acts under each foot, and from a camera also where the feet are.
    """
    return math.hypot(WIDTH_SD_M, CAMERA_WIDTH_PART_SD * width_m if source == "camera" else 0.0)


def method_name(source: Source, name: str, version: int = 1) -> str:
    """A method with what it was done with and its version, as "com-travel-pose/1".

    Parameters
    ----------
    source : Source
        What the recording is measured with.
    name : str
        The method in a word or two.
    version : int
        Of the method: two values of different versions are not compared.

    Returns
    -------
    str
    """
    return f"{name}-{_ENDINGS.get(source, source)}/{version}"


_ENDINGS: dict[Source, str] = {
    "camera": "pose",
    "markers": "markers",
    "force": "plates",
    "motion": "phone",
    "self": "taps",
}
