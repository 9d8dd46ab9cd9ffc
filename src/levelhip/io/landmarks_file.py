"""levelhip's own file of landmarks over time, as Parquet or CSV; read and written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from levelhip.core import Array, BadRecording, Frame, LevelhipError, Samples, Track, joined
from levelhip.io import repairs as mending
from levelhip.io.recording import ReadOptions, Recording, content_id
from levelhip.io.whole_files import replacing

if TYPE_CHECKING:
    import polars as pl

SCHEMA = "levelhip.landmarks"
VERSION = 1
"""Raised when a file of the new kind would be misread by the old reader."""

_KEY = "levelhip"
_AXES = ("x", "y", "z", "confidence")
_MARK = re.compile(rb"levelhip\.landmarks/(\d+)")


@dataclass(frozen=True, slots=True)
class LandmarksHead:
    """What goes with the landmarks.

    Attributes
    ----------
    frame : axes and unit of the points
    rate_hz : Hz, nominal
    image_size : px, (width, height) of the upright picture; None without one
    source : kind of recording the landmarks came from: "video", "markers" …
    """

    frame: Frame
    rate_hz: float
    image_size: tuple[int, int] | None = None
    source: str = "landmarks"


class LandmarksReader:
    """Reads levelhip's own landmarks files (docs/formats.md)."""

    name = "landmarks"
    suffixes = (".parquet", ".csv")

    def matches(self, path: Path, head: bytes) -> bool:
        """Whether the file says that it is one.

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
        if head[:4] == b"PAR1":
            try:
                return _KEY in _footer(path)
            except BadRecording:
                # A damaged Parquet file is still nobody else's.
                return True
        return bool(_MARK.search(head.split(b"\n", 1)[0]))

    def read(self, path: Path, options: ReadOptions) -> Recording:  # noqa: ARG002
        """Landmarks over time; see `read_landmarks`.

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
        return read_landmarks(path)


reader = LandmarksReader()


def write_landmarks(path: Path, parts: Samples | Iterable[Samples], head: LandmarksHead) -> None:
    """Write landmarks so that reading gives back the same numbers, bit for bit.

    Parameters
    ----------
    path : Path
        To write to; ".csv" gives CSV, anything else Parquet.
    parts : Samples or iterable of Samples
        In order of time; track, world and people are written, other streams are not landmarks.
    head : LandmarksHead
        What goes with them.

    Raises
    ------
    LevelhipError
        When there is no track.
    """
    import polars as pl

    samples = parts if isinstance(parts, Samples) else joined(list(parts))
    if samples.track is None:
        raise LevelhipError(f"{path.name}: no landmarks to write; give samples with a track")
    columns: dict[str, Array] = {"time_s": samples.track.time_s}
    columns.update(_columns(samples.track, ""))
    if samples.world is not None:
        columns.update(_columns(samples.world, "world_"))
    if samples.people is not None:
        columns["people"] = np.asarray(samples.people, float)
    said = {
        "schema": f"{SCHEMA}/{VERSION}",
        "frame": head.frame.value,
        "rate_hz": head.rate_hz,
        "image_size": list(head.image_size) if head.image_size else None,
        "source": head.source,
        "writer": "levelhip",
        "world_frame": samples.world.frame.value if samples.world is not None else None,
    }
    frame = pl.DataFrame(columns)
    with replacing(path) as unfinished:
        if path.suffix.lower() == ".csv":
            with unfinished.open("wb") as file:
                file.write(f"# {json.dumps(said)}\n".encode())
                frame.fill_nan(None).write_csv(file)
        else:
            frame.write_parquet(unfinished, metadata={_KEY: json.dumps(said)})


def _columns(track: Track, prefix: str) -> dict[str, Array]:
    out: dict[str, Array] = {}
    for i, name in enumerate(track.names):
        for k, axis in enumerate("xyz"):
            out[f"{prefix}{name}_{axis}"] = track.xyz[:, i, k]
        out[f"{prefix}{name}_confidence"] = track.confidence[:, i]
    return out


def read_landmarks(path: Path) -> Recording:
    """Landmarks from levelhip's own file.

    Parameters
    ----------
    path : Path
        Parquet or CSV as `write_landmarks` makes it, or a CSV made by hand (docs/formats.md).

    Returns
    -------
    Recording
        Kind "landmarks".

    Raises
    ------
    BadRecording
        When it is damaged, of a newer version, or lacks what it must hold; all faults at once.
    """
    said, frame = _csv(path) if path.suffix.lower() == ".csv" else _parquet(path)
    head, world_frame = _head(said, path.name)
    if "time_s" not in frame.columns:
        raise BadRecording(
            f"{path.name}: no column time_s; the first column must be the time in seconds"
        )
    numbers = {name: _floats(frame[name], path.name) for name in frame.columns}
    time_s = numbers.pop("time_s")
    people = numbers.pop("people", None)
    world = {k.removeprefix("world_"): v for k, v in numbers.items() if k.startswith("world_")}
    own = {k: v for k, v in numbers.items() if not k.startswith("world_")}
    fixes: list[str] = []
    try:
        track = _track(time_s, own, head.frame, path.name)
        second = _track(time_s, world, world_frame, path.name) if world else None
        if said.get("writer") != "levelhip":
            # By hand or by others: a point that nobody saw may be written as nought.
            track = _without_zeros(track, fixes)
    except BadRecording as error:
        message = str(error)
        raise BadRecording(
            message if message.startswith(path.name) else f"{path.name}: {message}"
        ) from error
    samples = Samples(track=track, world=second, people=people)

    def stream() -> Iterator[Samples]:
        yield samples

    fixes += mending.gaps(time_s)
    return Recording(
        path,
        content_id(path),
        "landmarks",
        head.rate_hz,
        float(time_s[-1] - time_s[0]),
        stream,
        image_size=head.image_size,
        notes=(f"{len(track.names)} landmarks in the {head.frame} frame, from {head.source}",),
        repairs=fixes,
    )


def _track(time_s: Array, columns: dict[str, Array], frame: Frame, file: str) -> Track:
    names = list(dict.fromkeys(c.rpartition("_")[0] for c in columns))
    strange = [c for c in columns if c.rpartition("_")[2] not in _AXES or not c.rpartition("_")[0]]
    lacking = [
        f"{name}_{axis}" for name in names for axis in "xy" if f"{name}_{axis}" not in columns
    ]
    if strange or not names:
        raise BadRecording(
            f"{file}: columns {', '.join(strange[:5]) or '(none)'} are no landmarks; name them as "
            "left_hip_x, left_hip_y, left_hip_z, left_hip_confidence"
        )
    if lacking:
        raise BadRecording(f"{file}: columns {', '.join(lacking[:5])} are missing; add them")
    unknown = np.full(time_s.size, np.nan)
    xyz = np.empty((time_s.size, len(names), 3))
    confidence = np.empty((time_s.size, len(names)))
    for i, name in enumerate(names):
        for k, axis in enumerate("xyz"):
            xyz[:, i, k] = columns.get(f"{name}_{axis}", unknown)
        seen = np.isfinite(xyz[:, i, :2]).all(axis=1).astype(float)
        confidence[:, i] = columns.get(f"{name}_confidence", seen)
    return Track(time_s, xyz, confidence, tuple(names), frame)


def _without_zeros(track: Track, fixes: list[str]) -> Track:
    """Points at exactly zero taken as not seen."""
    none = (np.nan_to_num(track.xyz) == 0).all(axis=2) & np.isfinite(track.xyz[:, :, 0])
    if not none.any():
        return track
    fixes.append(f"{int(none.sum())} points at exactly zero taken as not seen")
    return Track(
        track.time_s,
        np.where(none[:, :, None], np.nan, track.xyz),
        np.where(none, 0.0, track.confidence),
        track.names,
        track.frame,
    )


def _floats(column: pl.Series, file: str) -> Array:
    import polars as pl

    try:
        values = column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    except pl.exceptions.PolarsError as error:
        raise BadRecording(
            f"{file}: column {column.name} holds {column.dtype}, not numbers; write numbers with a "
            "decimal point, and nothing where a point was not seen"
        ) from error
    if np.isinf(values).any():
        row = int(np.argmax(np.isinf(values)))
        raise BadRecording(
            f"{file}: column {column.name} is infinite in row {row + 1}; leave the cell empty when "
            "a point was not seen"
        )
    return np.asarray(values, float)


def _head(said: Any, file: str) -> tuple[LandmarksHead, Frame]:  # noqa: ANN401
    """What the head says, checked."""
    said = said if isinstance(said, dict) else {}
    schema = str(said.get("schema", ""))
    name, _, number = schema.rpartition("/")
    if name != SCHEMA or not number.isdigit():
        raise BadRecording(
            f"{file}: schema is {schema[:60]!r}; a landmarks file says {SCHEMA}/{VERSION}"
        )
    if int(number) > VERSION:
        raise BadRecording(
            f"{file}: written by a newer levelhip ({schema}); this one reads up to "
            f"{SCHEMA}/{VERSION}, update levelhip"
        )
    frames = [frame.value for frame in Frame]
    named = {"frame": said.get("frame"), "world_frame": said.get("world_frame") or "camera"}
    faults = [
        f"{key} is {value!r}, give {', '.join(frames)}"
        for key, value in named.items()
        if value not in frames
    ]
    rate = said.get("rate_hz")
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate < 1e6:
        faults.append(f"rate_hz is {rate!r}, give a positive number")
    size = said.get("image_size")
    if size is not None and not (
        isinstance(size, list)
        and len(size) == 2
        and all(isinstance(n, int) and 0 < n < 100_000 for n in size)
    ):
        faults.append(f"image_size is {size!r}, give [width, height] in px")
    if faults:
        raise BadRecording(f"{file}: {'; '.join(faults)}")
    world = Frame(named["world_frame"])
    source = str(said.get("source", "landmarks"))[:40]
    pixels = (int(size[0]), int(size[1])) if size else None
    return LandmarksHead(Frame(said["frame"]), float(rate or 0), pixels, source), world


def _footer(path: Path) -> dict[str, str]:
    import polars as pl

    try:
        return dict(pl.read_parquet_metadata(path))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise BadRecording(
            f"{path.name}: a damaged Parquet file ({str(error).splitlines()[0][:80]}); copy or "
            "write it again"
        ) from error


def _parquet(path: Path) -> tuple[Any, pl.DataFrame]:
    import polars as pl

    said = _loaded(_footer(path).get(_KEY, ""), path.name)
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise BadRecording(
            f"{path.name}: a damaged Parquet file ({str(error).splitlines()[0][:80]}); copy or "
            "write it again"
        ) from error
    return said, _filled(frame, path.name)


def _csv(path: Path) -> tuple[Any, pl.DataFrame]:
    import polars as pl

    try:
        first, _, rest = path.read_bytes().partition(b"\n")
    except OSError as error:
        raise BadRecording(f"{path.name}: cannot be read ({error.strerror}); check it") from error
    mark = first.decode("utf-8", errors="replace").lstrip("\ufeff").strip()
    said = _loaded(mark.removeprefix("#").strip().rstrip(",;"), path.name)
    header = rest.partition(b"\n")[0]
    separator = next((s for s in (",", ";", "\t") if s.encode() in header), ",")
    try:
        frame = pl.read_csv(
            rest,
            separator=separator,
            decimal_comma=separator == ";",
            infer_schema=False,
            quote_char=None,
        )
        frame = frame.select(
            pl.col(name).str.strip_chars().replace({"": None, "NaN": None, "nan": None})
            for name in frame.columns
        )
        if separator == ";":
            frame = frame.select(pl.all().str.replace(",", ".", literal=True))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise BadRecording(
            f"{path.name}: no table after the first line ({str(error).splitlines()[0][:80]}); "
            "write a header line and one row a sample"
        ) from error
    return said, _filled(frame, path.name)


def _filled(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    if frame.height < 2:
        raise BadRecording(f"{file}: {frame.height} rows of landmarks; give two or more")
    return frame


def _loaded(text: str, file: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(text)
    except ValueError as error:
        raise BadRecording(
            f"{file}: its head {text[:40]!r} is no JSON; the first line of a CSV is "
            f'# {{"schema": "{SCHEMA}/{VERSION}", "frame": "image", "rate_hz": 30}}'
        ) from error
