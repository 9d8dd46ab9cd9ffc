"""What the headings of a phone's motion table mean: which sensor, which axis, which unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from levelhip.io.csvtable import words

Sensor = Literal["total", "linear", "gravity", "rotation", "acceleration", "time", "other"]
"""`total` is acceleration with gravity, `linear` without; `acceleration` does not say which."""

METRES_PER_S2_PER: dict[str, float] = {
    **dict.fromkeys(("m/s^2", "m/s2", "m/s²", "m/s/s", "ms2", "ms-2", "mps2", "m s2"), 1.0),
    **dict.fromkeys(("m/s\ufffd", "m/s"), 1.0),
    **dict.fromkeys(("g", "gs", "g-force", "gforce"), 9.80665),
    "mg": 9.80665e-3,
}
"""m/s2 in each unit of acceleration (standard gravity)."""

RADIANS_PER: dict[str, float] = {
    **dict.fromkeys(("rad/s", "rad/sec", "rads", "rps", "r/s"), 1.0),
    **dict.fromkeys(("deg/s", "deg/sec", "°/s", "dps", "degrees/s", "degs"), 0.017453292519943295),
}
"""rad/s in each unit of rotation."""

_TIME = {"time", "timestamp", "seconds", "elapsed", "date", "datetime", "epoch", "millis"}
_GYRO = {"gyroscope", "gyro", "gyr", "rotation", "rot", "omega", "angular", "rotationrate", "rate"}
_LINEAR = {"linear", "user", "lin", "useracceleration", "dynamic"}
_ACCELERATION = {"acceleration", "accelerometer", "accel", "acc", "accelerations"}
_GRAVITY = {"gravity", "grav"}
_OTHER = {
    *("magnetic", "magnetometer", "mag", "field", "heading", "orientation", "quaternion"),
    *("pressure", "light", "location", "altitude", "speed", "latitude", "longitude", "barometer"),
    *("absolute", "magnitude", "norm", "yaw", "pitch", "roll", "uncalibrated", "bias", "vector"),
    *("azimuth", "pedometer", "battery", "compass", "sound", "attitude"),
}
_SHORT: dict[str, tuple[Sensor, str]] = {
    **{f"a{axis}": ("acceleration", axis) for axis in "xyz"},
    **{f"gf{axis}": ("total", axis) for axis in "xyz"},
    **{f"g{axis}": ("rotation", axis) for axis in "xyz"},
    **{f"w{axis}": ("rotation", axis) for axis in "xyz"},
    **{f"{name}{axis}": ("acceleration", axis) for name in ("acc", "accel") for axis in "xyz"},
    **{f"{name}{axis}": ("rotation", axis) for name in ("gyro", "gyr", "rot") for axis in "xyz"},
    **{f"{name}{axis}": ("linear", axis) for name in ("la", "lin", "user") for axis in "xyz"},
    **{f"{name}{axis}": ("gravity", axis) for name in ("grav", "gravity") for axis in "xyz"},
}
_ANGLES = {"yaw": "z", "pitch": "x", "roll": "y"}


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds.

    Attributes
    ----------
    sensor : which reading; "other" for what levelhip does not use
    axis : "x", "y", "z", or empty
    unit : lower case, empty when none is named
    apple : whether the heading is one that only iOS apps write
    """

    sensor: Sensor
    axis: str = ""
    unit: str = ""
    apple: bool = False


def column(label: str, unit: str, hint: Sensor = "other") -> Column:
    """What a column holds, by its heading and the name of its file.

    Parameters
    ----------
    label, unit : str
        Heading and its unit.
    hint : Sensor
        What the file name says, for files with bare x, y, z.

    Returns
    -------
    Column
        Sensor "other" when it is none that levelhip uses.
    """
    unit = unit.strip().lower().replace("\u00b2", "²")
    tokens = list(words(label))
    bare = "".join(tokens)
    apple = tokens[:1] == ["motion"] or tokens[:2] in (
        ["accelerometer", "acceleration"],
        ["gyro", "rotation"],
    )
    if not unit:
        unit, tokens = _unit_tail(tokens)
        bare = "".join(tokens)
    if bare in _SHORT:
        sensor, axis = _SHORT[bare]
        return Column(sensor, axis, unit)
    axis = tokens[-1] if tokens and tokens[-1] in ("x", "y", "z") else ""
    rest = set(tokens[:-1] if axis else tokens)
    if rest & _GYRO and tokens[-1:] and tokens[-1] in _ANGLES and "orientation" not in rest:
        # AndroSensor names the rotation about z, x and y yaw, pitch and roll.
        return Column("rotation", _ANGLES[tokens[-1]], unit)
    if not axis:
        return Column("time" if rest & _TIME or tokens == ["t"] else "other", "", unit, apple)
    return Column(_sensor(rest, hint), axis, unit, apple)


def _sensor(rest: set[str], hint: Sensor) -> Sensor:
    if rest & _OTHER:
        return "other"
    if not rest or rest <= {"value", "axis", "data"}:
        return hint
    if rest & _GYRO:
        return "rotation"
    if rest & _ACCELERATION:
        if "without" in rest or rest & _LINEAR:
            return "linear"
        return "total" if rest & {"total", "including", "with", "raw"} else "acceleration"
    if rest & _LINEAR:
        return "linear"
    return "gravity" if rest & _GRAVITY else "other"


def _unit_tail(tokens: list[str]) -> tuple[str, list[str]]:
    """A unit written as the end of a heading: acceleration_x_m_s2, rotation_x_deg_s, ax_g."""
    joined = "/".join(tokens[-3:])
    for tail, unit in (
        ("m/s/2", "m/s^2"),
        ("rad/s", "rad/s"),
        ("deg/s", "deg/s"),
        ("dps", "dps"),
        ("mg", "mg"),
        ("g", "g"),
    ):
        parts = tail.split("/")
        if len(tokens) > len(parts) and (joined == tail or joined.endswith("/" + tail)):
            return unit, tokens[: -len(parts)]
    return "", tokens


def file_hint(name: str) -> Sensor:
    """What the name of a file says of its bare x, y, z columns.

    Parameters
    ----------
    name : str
        As "Accelerometer.csv", "TotalAcceleration.csv", "Linear Accelerometer.csv".

    Returns
    -------
    Sensor
        "other" when it says nothing that levelhip uses.
    """
    tokens = set(words(name.rpartition(".")[0] or name))
    if tokens & {"uncalibrated", "watch", "wrist", "headphone", "airpods"}:
        return "other"
    if tokens & {"gyroscope", "gyro", "gyr"}:
        return "rotation"
    if tokens & _GRAVITY:
        return "gravity"
    if tokens & _LINEAR and tokens & _ACCELERATION:
        return "linear"
    if "total" in tokens and tokens & _ACCELERATION:
        return "total"
    return "acceleration" if tokens & _ACCELERATION else "other"
