"""Motion of a phone from the tables its apps export: one file, a folder, or a zip."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np

from levelhip.core import Array, BadRecording, Motion, Samples, Sentence, phrase
from levelhip.io import repairs as mending
from levelhip.io.clocks import TIME_UNITS
from levelhip.io.column_map import headings, map_section, number_between, one_of
from levelhip.io.csvlayout import looks_like_table
from levelhip.io.csvtable import Sheet, sheet
from levelhip.io.motion_columns import (
    METRES_PER_S2_PER,
    RADIANS_PER,
    Sensor,
    column,
    file_hint,
)
from levelhip.io.motion_readings import (
    ACCELERATION_LIMIT_M_S2,
    ROTATION_LIMIT_RAD_S,
    MotionMap,
    Reading,
    decided,
    headless_motion,
    readings,
    turned,
)
from levelhip.io.recording import ReadOptions, Recording, content_id

ZIP_LIMIT_BYTES = 2 * 1024**3
"""Tables in a zip may unpack to this size in all; chosen by us (days of recording)."""

_TABLES = (".csv", ".txt", ".tsv")
_OWN_NAMES = {
    *("accelerometer", "totalacceleration", "linearaccelerometer", "linearacceleration"),
    *("acceleration", "accelerometerwithoutg", "accelerationwithoutg", "rawdata"),
}
_SENSORS: tuple[Sensor, ...] = ("acceleration", "total", "linear", "gravity", "rotation")


class MotionCsvReader:
    """Reads exports of phone motion (docs/formats.md)."""

    name = "motion-csv"
    suffixes = (".csv", ".zip", ".txt", ".tsv")
    section = "motion"

    def matches(self, path: Path, head: bytes) -> bool:
        """Whether there is a table with the acceleration of a device.

        Parameters
        ----------
        path : Path
            The file or folder.
        head : bytes
            The first bytes of the file; empty for a folder.

        Returns
        -------
        bool
        """
        try:
            if path.is_dir():
                return any(_is_sensor_name(p.name) for p in path.iterdir() if p.is_file())
            if head[:4] == b"PK\x03\x04":
                with zipfile.ZipFile(path) as archive:
                    members = _members(archive)
                return any(_is_sensor_name(member) for member in members) or len(members) == 1
        except (OSError, zipfile.BadZipFile, ValueError):
            return False
        columns = looks_like_table(head)
        if columns and columns[0] == "column 1":
            try:
                whole = head[: head.rfind(b"\n") + 1] or head
                return headless_motion(sheet(whole, path.name))
            except BadRecording:
                return False
        axes = {
            (what.sensor, what.axis)
            for what in (column(*_split(c), file_hint(path.name)) for c in columns)
        }
        return any(
            all((sensor, axis) in axes for axis in "xyz")
            for sensor in ("acceleration", "total", "linear")
        )

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """Acceleration with gravity and rotation; see `read_motion`.

        Parameters
        ----------
        path : Path
            The file or folder.
        options : ReadOptions
            What the person said about it.

        Returns
        -------
        Recording
        """
        return read_motion(path, options)


reader = MotionCsvReader()


def read_motion(path: Path, options: ReadOptions) -> Recording:
    """Motion of a phone from its exported table, folder or zip.

    Parameters
    ----------
    path : Path
        A text file, a folder with one table a sensor, or a zip of either.
    options : ReadOptions
        `location` says where the phone was worn; `marker_map` names columns.

    Returns
    -------
    Recording
        Kind "motion": acceleration with gravity in m/s2 (up positive at rest), rotation in rad/s.

    Raises
    ------
    BadRecording
        When gravity was taken out and is not given, or times or units cannot be told.
    """
    told = motion_map(options.marker_map)
    sheets = _sheets(path)
    turned_by_ios = _is_ios(sheets.pop("", None))
    found: list[Reading] = []
    for name, table in sheets.items():
        hint = file_hint(name)
        for reading in readings(table, hint, told):
            if told.apple is None and turned_by_ios:
                reading = _apple(reading)
            found.append(reading)
    total, more = _total(path.name, found)
    rotation = next((turned(r) for r in found if r.sensor == "rotation"), None)
    notes = [*total.notes, *more]
    fixes = [*total.repairs]
    values, beyond = mending.within(
        total.values, ACCELERATION_LIMIT_M_S2, what="acceleration", unit="m/s2", name=path.name
    )
    fixes += beyond
    zeros = (values == 0).all(axis=1)
    rows = np.hstack([values, np.full(values.shape, np.nan)])
    if rotation is not None:
        rates, beyond = mending.within(
            rotation.values, ROTATION_LIMIT_RAD_S, what="rotation", unit="rad/s", name=path.name
        )
        fixes += beyond
        rows[:, 3:] = _onto(total, rotation, rates)
        notes += [note for note in rotation.notes if note not in notes]
        fixes += [repair for repair in rotation.repairs if repair not in fixes]
    else:
        notes.append("no rotation in the recording")
    broken = np.isnan(values).any(axis=1)
    if int(zeros.sum()):
        fixes.append(
            phrase("{rows} of zeros taken as missing", rows=mending.counted(int(zeros.sum())))
        )
    steady = mending.steady(total.time_s, rows, name=path.name, empty=np.asarray(zeros | broken))
    fixes += steady.repairs
    motion = Motion(
        steady.time_s, steady.rows[:, :3], steady.rows[:, 3:], options.location or "unknown"
    )

    def stream() -> Iterator[Samples]:
        yield Samples(motion=motion)

    return Recording(
        path,
        content_id(path),
        "motion",
        mending.rate_hz(motion.time_s),
        float(motion.time_s[-1] - motion.time_s[0]),
        stream,
        notes=tuple(notes),
        repairs=fixes,
    )


def motion_map(path: Path | None) -> MotionMap:
    """The `[motion]` section of a map file; an empty map without a file.

    Parameters
    ----------
    path : Path or None
        A TOML file (docs/formats.md).

    Returns
    -------
    MotionMap
        What it says.

    Raises
    ------
    BadRecording
        When it cannot be read, listing every fault at once.
    """
    units = {s: RADIANS_PER if s == "rotation" else METRES_PER_S2_PER for s in _SENSORS}
    said = map_section(
        path,
        "motion",
        {
            "time": headings(1),
            "time_unit": one_of(TIME_UNITS),
            "rate_hz": number_between(0.1, 1e5),
            "ios_signs": (lambda value: isinstance(value, bool), Sentence("true or false")),
            **dict.fromkeys(_SENSORS, headings(3)),
            **{f"{sensor}_unit": one_of(known) for sensor, known in units.items()},
        },
    )
    return MotionMap(
        said.get("time"),
        said["time_unit"].lower() if "time_unit" in said else None,
        said.get("rate_hz"),
        {sensor: tuple(said[sensor]) for sensor in _SENSORS if sensor in said},
        {s: said[f"{s}_unit"].lower() for s in _SENSORS if f"{s}_unit" in said},
        said.get("ios_signs"),
    )


def _split(heading: str) -> tuple[str, str]:
    label, _, unit = heading.rpartition(" (")
    return (label, unit.rstrip(")")) if label else (heading, "")


def _is_sensor_name(name: str) -> bool:
    file = PurePosixPath(name)
    stem = "".join(sign for sign in file.stem.lower() if sign.isalpha())
    return file.suffix.lower() in _TABLES and stem in _OWN_NAMES


def _members(archive: zipfile.ZipFile) -> list[str]:
    """Tables in a zip, without what phones and Macs add to it."""
    return [
        info.filename
        for info in archive.infolist()
        if not info.is_dir()
        and PurePosixPath(info.filename).suffix.lower() in _TABLES
        and not {"meta", "__MACOSX"} & set(PurePosixPath(info.filename).parts[:-1])
    ]


def _sheets(path: Path) -> dict[str, Sheet]:
    """Tables by file name that may hold a sensor; "" holds the file of metadata, if any."""
    data = _files(path)
    if len(data) == 1:
        name, content = next(iter(data.items()))
        return {name: sheet(content, name)}
    out: dict[str, Sheet] = {}
    for name, content in data.items():
        if PurePosixPath(name).stem.lower() == "metadata":
            out[""] = _metadata(content, name)
        elif (file_hint(name) != "other" or _is_sensor_name(name)) and content.strip():
            try:
                out[name] = sheet(content, name)
            except BadRecording:
                # A sensor that was switched on but gave nothing leaves a bare header.
                if content.count(b"\n") > 2:
                    raise
    return out


def _metadata(content: bytes, name: str) -> Sheet:
    lines = content.decode("utf-8", errors="replace").splitlines()
    keys = lines[0].lower().split(",") if lines else []
    cells = lines[1].lower().split(",") if len(lines) > 1 else []
    texts = {key.strip(): [cell.strip()] for key, cell in zip(keys, cells, strict=False)}
    return Sheet(name, tuple(texts), ("",) * len(texts), np.empty((0, 0)), texts, np.empty(0), True)


def _is_ios(metadata: Sheet | None) -> bool:
    """Whether Sensor Logger wrote the signs of iOS: on that platform, unless standardised."""
    if metadata is None:
        return False
    platform = metadata.texts.get("platform", [""])[0]
    return platform == "ios" and metadata.texts.get("standardisation", [""])[0] != "true"


def _files(path: Path) -> dict[str, bytes]:
    try:
        if path.is_dir():
            files = sorted(p for p in path.iterdir() if p.suffix.lower() in _TABLES)
            return {file.name: file.read_bytes() for file in files if file.is_file()}
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                members = _members(archive)
                size = sum(archive.getinfo(member).file_size for member in members)
                if size > ZIP_LIMIT_BYTES:
                    raise BadRecording(
                        "{file}: unpacks to {size} GB, more than 2 GB; unpack it and give the "
                        "folder",
                        file=path.name,
                        size=f"{size / 1e9:.1f}",
                    )
                return {PurePosixPath(m).name: archive.read(m) for m in members}
        return {path.name: path.read_bytes()}
    except (OSError, zipfile.BadZipFile, RuntimeError, EOFError, zlib.error) as error:
        raise BadRecording(
            "{file}: cannot be unpacked or read ({system}); export or copy it again",
            file=path.name,
            system=error,
        ) from error


def _apple(reading: Reading) -> Reading:
    return replace(reading, apple=True)


def _total(name: str, found: Sequence[Reading]) -> tuple[Reading, list[str]]:
    """Acceleration with gravity: as recorded, or put together from its two parts."""
    named = next((decided(r) for r in found if r.sensor == "total"), None)
    if named is not None:
        return named, []
    gravity = next((decided(r) for r in found if r.sensor == "gravity"), None)
    known = [decided(r, gravity) for r in found if r.sensor in ("acceleration", "linear")]
    total = next((r for r in known if r.sensor == "total"), None)
    if total is not None:
        return total, [] if total.apple else ["signs as on Android (up is positive at rest)"]
    if not known:
        raise BadRecording(
            "{file}: no three columns of acceleration (x, y, z) in it; export the accelerometer, "
            "or name the columns in a map, as [motion] acceleration = [...] (--marker-map)",
            file=name,
        )
    linear = known[0]
    if gravity is None:
        raise BadRecording(
            "{file}: acceleration without gravity only, tilt cannot be read from it; export "
            "TotalAcceleration or Gravity as well, or the accelerometer with gravity",
            file=linear.name,
        )
    whole = replace(
        linear,
        sensor="total",
        values=linear.values + _onto(linear, gravity, gravity.values),
        notes=(*linear.notes, gravity.notes[-1]),
        repairs=(*linear.repairs, *(r for r in gravity.repairs if r not in linear.repairs)),
    )
    return whole, ["gravity added to the acceleration without it"]


def _onto(base: Reading, other: Reading, values: Array) -> Array:
    """Values of another sensor at the times of this one, straight between its samples.

    NaN outside its times and across its gaps. Rows of one table need no such thing.
    """
    if other.time_s is base.time_s:
        return values
    at = base.time_s
    times = other.time_s + (other.origin_s - base.origin_s)
    good = np.isfinite(times) & np.isfinite(values).all(axis=1)
    order = np.argsort(times[good], kind="stable")
    times, values = times[good][order], values[good][order]
    if times.size < 2:
        return np.full((at.size, 3), np.nan)
    out = np.stack([np.interp(at, times, values[:, k]) for k in range(3)], axis=1)
    after = np.clip(np.searchsorted(times, at), 1, times.size - 1)
    span = times[after] - times[after - 1]
    step = float(np.median(np.diff(times)))
    # One step beyond the ends is the lag between two sensors, not a gap.
    outside = (at < times[0] - step) | (at > times[-1] + step)
    out[outside | (span > mending.GAP_STEPS * step) | ~np.isfinite(at)] = np.nan
    return out
