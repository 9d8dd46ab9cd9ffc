"""levelhip's own file of landmarks over time, as Parquet or CSV; read and written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from levelhip.core import (
    Array,
    BadRecording,
    Frame,
    LevelhipError,
    Samples,
    Sentence,
    Track,
    joined,
    phrase,
)
from levelhip.io import repairs as mending
from levelhip.io.landmarks_head import (
    SCHEMA,
    VERSION,
    LandmarksHead,
    checked_head,
    parsed_head,
)
from levelhip.io.recording import ReadOptions, Recording, content_id
from levelhip.io.whole_files import replacing

if TYPE_CHECKING:
    import polars as pl

_KEY = "levelhip"
_AXES = ("x", "y", "z", "confidence")
_MARK = re.compile(rb"levelhip\.landmarks/(\d+)")


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
        raise LevelhipError(
            "{file}: no landmarks to write; give samples with a track", file=path.name
        )
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
    head, world_frame = checked_head(said, path.name)
    if "time_s" not in frame.columns:
        raise BadRecording(
            "{file}: no column time_s; the first column must be the time in seconds", file=path.name
        )
    numbers = {name: _floats(frame[name], path.name) for name in frame.columns}
    time_s = numbers.pop("time_s")
    people = numbers.pop("people", None)
    world = {k.removeprefix("world_"): v for k, v in numbers.items() if k.startswith("world_")}
    own = {k: v for k, v in numbers.items() if not k.startswith("world_")}
    fixes: list[Sentence] = []
    try:
        track = _track(time_s, own, head.frame, path.name)
        second = _track(time_s, world, world_frame, path.name) if world else None
        if said.get("writer") != "levelhip":
            # By hand or by others: a point that nobody saw may be written as nought.
            track = _without_zeros(track, fixes)
    except BadRecording as error:
        if str(error).startswith(path.name):
            raise
        raise BadRecording("{file}: {fault}", file=path.name, fault=error.said) from error
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
            "{file}: columns {columns} are no landmarks; name them as left_hip_x, left_hip_y, "
            "left_hip_z, left_hip_confidence",
            file=file,
            columns=", ".join(strange[:5]) or "(none)",
        )
    if lacking:
        raise BadRecording(
            "{file}: columns {columns} are missing; add them",
            file=file,
            columns=", ".join(lacking[:5]),
        )
    unknown = np.full(time_s.size, np.nan)
    xyz = np.empty((time_s.size, len(names), 3))
    confidence = np.empty((time_s.size, len(names)))
    for i, name in enumerate(names):
        for k, axis in enumerate("xyz"):
            xyz[:, i, k] = columns.get(f"{name}_{axis}", unknown)
        seen = np.isfinite(xyz[:, i, :2]).all(axis=1).astype(float)
        confidence[:, i] = columns.get(f"{name}_confidence", seen)
    return Track(time_s, xyz, confidence, tuple(names), frame)


def _without_zeros(track: Track, fixes: list[Sentence]) -> Track:
    """Points at exactly zero taken as not seen."""
    none = (np.nan_to_num(track.xyz) == 0).all(axis=2) & np.isfinite(track.xyz[:, :, 0])
    if not none.any():
        return track
    fixes.append(phrase("{count} points at exactly zero taken as not seen", count=int(none.sum())))
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
            "{file}: column {column} holds {given}, not numbers; write numbers with a decimal "
            "point, and nothing where a point was not seen",
            file=file,
            column=column.name,
            given=column.dtype,
        ) from error
    if np.isinf(values).any():
        row = int(np.argmax(np.isinf(values)))
        raise BadRecording(
            "{file}: column {column} is infinite in row {row}; leave the cell empty when a point "
            "was not seen",
            file=file,
            column=column.name,
            row=row + 1,
        )
    return np.asarray(values, float)


def _footer(path: Path) -> dict[str, str]:
    import polars as pl

    try:
        return dict(pl.read_parquet_metadata(path))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise BadRecording(
            "{file}: a damaged Parquet file ({system}); copy or write it again",
            file=path.name,
            system=str(error).splitlines()[0][:80],
        ) from error


def _parquet(path: Path) -> tuple[Any, pl.DataFrame]:
    import polars as pl

    said = parsed_head(_footer(path).get(_KEY, ""), path.name)
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise BadRecording(
            "{file}: a damaged Parquet file ({system}); copy or write it again",
            file=path.name,
            system=str(error).splitlines()[0][:80],
        ) from error
    return said, _filled(frame, path.name)


def _csv(path: Path) -> tuple[Any, pl.DataFrame]:
    import polars as pl

    try:
        first, _, rest = path.read_bytes().partition(b"\n")
    except OSError as error:
        raise BadRecording(
            "{file}: cannot be read ({system}); check it", file=path.name, system=error.strerror
        ) from error
    mark = first.decode("utf-8", errors="replace").lstrip("\ufeff").strip()
    said = parsed_head(mark.removeprefix("#").strip().rstrip(",;"), path.name)
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
            "{file}: no table after the first line ({system}); write a header line and one row a "
            "sample",
            file=path.name,
            system=str(error).splitlines()[0][:80],
        ) from error
    return said, _filled(frame, path.name)


def _filled(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    if frame.height < 2:
        raise BadRecording(
            "{file}: {count} rows of landmarks; give two or more", file=file, count=frame.height
        )
    return frame
