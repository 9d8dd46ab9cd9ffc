"""Series of single sensors taken from a phone's tables, with units and signs made plain."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from levelhip.core import Array, BadRecording, Sentence, phrase
from levelhip.io.clocks import Clock, clock, place, sheet_clock
from levelhip.io.csvtable import Sheet
from levelhip.io.motion_columns import METRES_PER_S2_PER, RADIANS_PER, Column, Sensor, column

GRAVITY_M_S2 = 9.80665
"""Standard gravity (CGPM 1901)."""

AT_REST_G = (0.8, 1.25)
"""What acceleration with gravity averages over a second, in g, whatever the person does: no one
accelerates for long. Chosen by us; uncalibrated phones are off by some 0.05."""

WITHOUT_GRAVITY_G = 0.35
"""Below this average over a second, in g, gravity was taken out; chosen by us."""

ACCELERATION_LIMIT_M_S2 = 400.0
"""Phones measure to 8 or 16 g, 157 m/s2; chosen by us with room for better sensors."""

ROTATION_LIMIT_RAD_S = 80.0
"""Phones measure to 2000 degrees per second, 35 rad/s; chosen by us with room."""

DEGREES_ABOVE = 20.0
"""Rotation whose 99th percentile is above this without a unit is in degrees per second; chosen by
us: a walking thigh turns at 2 to 6 rad/s, which is 100 to 350 degrees per second."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One sensor over time.

    Attributes
    ----------
    sensor : "total", "linear", "gravity", "rotation", or "acceleration" when gravity is undecided
    time_s : (T,), s, on the file's clock less `origin_s`
    values : (T, 3), in `unit`
    unit : lower case, empty when the file names none
    origin_s : s
    apple : whether signs are those of iOS, where a device at rest reads 1 g downwards
    name : file it came from
    notes, repairs : in words
    file_unit : the unit the file was found to use, once that is decided
    """

    sensor: Sensor
    time_s: Array
    values: Array
    unit: str
    origin_s: float
    apple: bool
    name: str
    notes: tuple[str, ...] = ()
    repairs: tuple[Sentence, ...] = ()
    file_unit: str = ""


@dataclass(slots=True)
class MotionMap:
    """What the person says about the columns of a motion table (docs/formats.md).

    Attributes
    ----------
    time, time_unit, rate_hz : heading and unit of the times, or the rate without times
    columns : three headings by sensor
    units : unit by sensor
    apple : whether signs are those of iOS
    """

    time: str | None = None
    time_unit: str | None = None
    rate_hz: float | None = None
    columns: dict[Sensor, tuple[str, ...]] = field(default_factory=dict)
    units: dict[Sensor, str] = field(default_factory=dict)
    apple: bool | None = None


def readings(sheet: Sheet, hint: Sensor, told: MotionMap) -> list[Reading]:
    """The sensors of one table.

    Parameters
    ----------
    sheet : Sheet
        The table.
    hint : Sensor
        What the file's name says of bare x, y, z.
    told : MotionMap
        What the person says.

    Returns
    -------
    list of Reading
        None when the table holds no sensor that levelhip uses.

    Raises
    ------
    BadRecording
        When the times cannot be read.
    """
    columns = _columns(sheet, hint, told)
    found: dict[Sensor, dict[str, int]] = {}
    for at, what in enumerate(columns):
        if what.axis and what.sensor not in ("other", "time"):
            found.setdefault(what.sensor, {}).setdefault(what.axis, at)
    whole = {sensor: axes for sensor, axes in found.items() if len(axes) == 3}
    if not whole:
        return []
    apple = any(what.apple for what in columns) if told.apple is None else told.apple
    times = _clock(sheet, told)
    out = []
    for sensor, axes in whole.items():
        places = [axes[axis] for axis in "xyz"]
        out.append(
            Reading(
                sensor,
                times.time_s,
                sheet.values[:, places],
                told.units.get(sensor, columns[places[0]].unit),
                times.origin_s,
                apple,
                sheet.name,
                (*sheet.notes, *times.notes),
                sheet.repairs,
            )
        )
    return out


def _columns(sheet: Sheet, hint: Sensor, told: MotionMap) -> list[Column]:
    if told.columns:
        out = [Column("other")] * len(sheet.labels)
        for sensor, labels in told.columns.items():
            for axis, label in zip("xyz", labels, strict=True):
                out[place(sheet, label)] = Column(sensor, axis, told.units.get(sensor, ""))
        return out
    if sheet.headed:
        pairs = zip(sheet.labels, sheet.units, strict=True)
        return [column(label, unit, hint) for label, unit in pairs]
    if not headless_motion(sheet):
        return [Column("other")] * len(sheet.labels)
    first = [Column("time"), *(Column("acceleration", axis) for axis in "xyz")]
    return first + [Column("other")] * (len(sheet.labels) - 4)


def headless_motion(sheet: Sheet) -> bool:
    """Whether a table without a header is time and acceleration: it rises, and rests at 1 g.

    Parameters
    ----------
    sheet : Sheet
        A table without a header.

    Returns
    -------
    bool
        True when the first column rises and the next three average 1 g or 9.8 m/s2.
    """
    values = sheet.values
    if sheet.headed or values.shape[1] < 4 or len(values) < 2:
        return False
    whole = np.isfinite(values[:, :4]).all(axis=1)
    rising = np.diff(values[whole, 0]) > 0
    if whole.sum() < 2 or rising.mean() <= 0.9:
        return False
    with np.errstate(over="ignore"):
        level = float(np.median(np.linalg.norm(values[whole, 1:4], axis=1)))
    return any(AT_REST_G[0] * g <= level <= AT_REST_G[1] * g for g in (1.0, GRAVITY_M_S2))


def _clock(sheet: Sheet, told: MotionMap) -> Clock:
    if not sheet.headed and told.time is None and told.rate_hz is None:
        return clock(sheet.values[:, 0], told.time_unit, label=sheet.labels[0], name=sheet.name)
    return sheet_clock(
        sheet, time=told.time, unit=told.time_unit, rate_hz=told.rate_hz, section="motion"
    )


def average_level(values: Array, time_s: Array) -> float:
    """What acceleration averages over a second: the median over seconds of its mean vector.

    Parameters
    ----------
    values : (T, 3), any unit
    time_s : (T,), s

    Returns
    -------
    float
        In the unit of `values`; gravity stays in it, movement does not.
    """
    good = np.isfinite(values).all(axis=1) & np.isfinite(time_s) & (values != 0).any(axis=1)
    if not good.any():
        return float("nan")
    values, time_s = values[good], time_s[good]
    second = np.floor(time_s - time_s[0]).astype(np.int64)
    _, where = np.unique(second, return_inverse=True)
    count = np.bincount(where)
    means = np.stack([np.bincount(where, values[:, k]) / count for k in range(3)], axis=1)
    return float(np.median(np.linalg.norm(means, axis=1)))


def decided(reading: Reading, beside: Reading | None = None) -> Reading:
    """Acceleration in m/s2, up positive, known to be with or without gravity.

    Parameters
    ----------
    reading : Reading
        Of acceleration or gravity.
    beside : Reading, optional
        Gravity that the same app recorded, already decided: it tells the unit of acceleration
        whose heading names none.

    Returns
    -------
    Reading
        Sensor "total", "linear" or "gravity", in m/s2 and with the signs of Android.

    Raises
    ------
    BadRecording
        When neither heading nor size tell the unit.
    """
    level = average_level(reading.values, reading.time_s)
    unit, how = reading.unit, "by the heading"
    if unit not in METRES_PER_S2_PER and beside is not None:
        unit, how = beside.file_unit, "as gravity beside it"
    elif unit not in METRES_PER_S2_PER:
        unit, how = _unit_by_level(reading, level), f"told by its average of {level:.3g}"
    scale = METRES_PER_S2_PER[unit]
    rest_g = level * scale / GRAVITY_M_S2
    repairs: list[Sentence] = []
    one = AT_REST_G[0] <= level <= AT_REST_G[1]
    if reading.sensor in ("total", "gravity") and one and scale == 1.0:
        repairs.append(
            phrase(
                "{file}: headed {unit} but averages {level}, read as g",
                file=reading.name,
                unit=unit,
                level=f"{level:.3g}",
            )
        )
        scale, unit, rest_g = GRAVITY_M_S2, "g", level
    sensor = reading.sensor
    if sensor == "acceleration":
        sensor = "linear" if rest_g < WITHOUT_GRAVITY_G else "total"
    if sensor in ("total", "gravity") and not AT_REST_G[0] <= rest_g <= AT_REST_G[1]:
        raise BadRecording(
            "{file}: acceleration with gravity averages {level} m/s2 if it is in {unit}, but the "
            "earth gives 9.8; name the right unit in the heading",
            file=reading.name,
            level=f"{rest_g * GRAVITY_M_S2:.3g}",
            unit=unit,
        )
    sign = -1.0 if reading.apple else 1.0
    note = f"{_SPOKEN[sensor]} in {unit}, {how}"
    if reading.apple:
        note += ", signs of iOS turned"
    return replace(
        reading,
        sensor=sensor,
        values=reading.values * (scale * sign),
        unit="m/s^2",
        file_unit=unit,
        notes=(*reading.notes, note),
        repairs=(*reading.repairs, *repairs),
    )


_SPOKEN = {
    "total": "acceleration with gravity",
    "linear": "acceleration without gravity",
    "gravity": "gravity",
}


def _unit_by_level(reading: Reading, level: float) -> str:
    for unit in ("m/s^2", "g", "mg"):
        rest = level * METRES_PER_S2_PER[unit] / GRAVITY_M_S2
        if AT_REST_G[0] <= rest <= AT_REST_G[1]:
            return unit
    if reading.sensor in ("linear", "acceleration") and level < WITHOUT_GRAVITY_G:
        raise BadRecording(
            "{file}: acceleration without gravity (it averages {level}) and without a unit; "
            "export acceleration with gravity, or name the unit in the heading",
            file=reading.name,
            level=f"{level:.3g}",
        )
    raise BadRecording(
        "{file}: acceleration averages {level}, which is neither 1 g nor 9.8 m/s2; name the unit "
        "in the heading, as acceleration x (m/s^2)",
        file=reading.name,
        level=f"{level:.3g}",
    )


def turned(reading: Reading) -> Reading:
    """Rotation in rad/s.

    Parameters
    ----------
    reading : Reading
        Of the gyroscope.

    Returns
    -------
    Reading
        In rad/s; the same on Android and iOS.
    """
    unit, how = reading.unit, "by the heading"
    if unit not in RADIANS_PER:
        size = np.abs(reading.values[np.isfinite(reading.values)])
        fast = float(np.percentile(size, 99)) if size.size else 0.0
        unit, how = ("deg/s" if fast > DEGREES_ABOVE else "rad/s"), f"told by its size ({fast:.3g})"
    return replace(
        reading,
        values=reading.values * RADIANS_PER[unit],
        unit="rad/s",
        notes=(*reading.notes, f"rotation in {unit}, {how}"),
    )
