"""A recording as the diary keeps it: every stream's numbers in one Parquet file, no picture."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from levelhip.core import (
    Answer,
    Array,
    BadRecording,
    Force,
    Frame,
    Mark,
    Motion,
    Samples,
    Side,
    Track,
    joined,
)
from levelhip.io.recording import ReadOptions, Recording

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

SCHEMA = "levelhip.recording"
VERSION = 1
"""Raised when a file of the new kind would be misread by the old reader."""

KEY = "levelhip.recording"
"""Under which the head stands in the file's metadata."""

STREAM = "stream"
"""Column that says which stream a row is of: streams need not share times."""


@dataclass(frozen=True, slots=True)
class KeptHead:
    """What goes with the numbers.

    Attributes
    ----------
    source : SHA-256 of what was measured, as its result calls it
    kind : of recording
    rate_hz : Hz, nominal rate of the main stream
    image_size : px, (width, height); None without a picture
    side : the side that was said to work; None when not said
    """

    source: str
    kind: str
    rate_hz: float
    image_size: tuple[int, int] | None = None
    side: Side | None = None

    @classmethod
    def of(cls, recording: Recording) -> KeptHead:
        """The head of an open recording.

        Parameters
        ----------
        recording : Recording

        Returns
        -------
        KeptHead
        """
        return cls(
            recording.id, recording.kind, recording.rate_hz, recording.image_size, recording.side
        )


class KeptReader:
    """Reads what the diary keeps of a recording (docs/formats.md)."""

    name = "kept"
    suffixes = (".parquet",)

    def matches(self, path: Path, head: bytes) -> bool:
        """Whether the file says that it is one.

        Parameters
        ----------
        path : Path
            The file.
        head : bytes
            Its first bytes.

        Returns
        -------
        bool
        """
        return head[:4] == b"PAR1" and KEY in _said(path)

    def read(self, path: Path, options: ReadOptions) -> Recording:  # noqa: ARG002
        """The recording; see `read_kept`.

        Parameters
        ----------
        path : Path
            The file.
        options : ReadOptions
            Not needed: all was said when it was kept.

        Returns
        -------
        Recording
        """
        return read_kept(path)


reader = KeptReader()


def kept_bytes(parts: Sequence[Samples], head: KeptHead) -> bytes | None:
    """Samples as the bytes of a Parquet file; the same numbers give the same bytes.

    Parameters
    ----------
    parts : sequence of Samples
        In order of time.
    head : KeptHead
        What goes with them.

    Returns
    -------
    bytes or None
        None when there are no series: what was only said or tapped needs no file.
    """
    import polars as pl

    whole = joined(list(parts)) if parts else Samples()
    if not whole.has_series:
        return None
    said = {
        "schema": f"{SCHEMA}/{VERSION}",
        "source": head.source,
        "kind": head.kind,
        "rate_hz": head.rate_hz,
        "image_size": list(head.image_size) if head.image_size else None,
        "side": head.side.value if head.side else None,
        "frame": whole.track.frame.value if whole.track is not None else None,
        "world_frame": whole.world.frame.value if whole.world is not None else None,
        "location": whole.motion.location if whole.motion is not None else None,
        "sides": [side.value for side in whole.force.sides] if whole.force is not None else None,
        "marks": [[m.time_s, m.name, m.side.value] for m in whole.marks],
        "answers": [[a.time_s, a.name, a.value, a.side.value] for a in whole.answers],
    }
    frames = [
        pl.DataFrame({STREAM: [name] * columns["time_s"].size, **columns})
        for name, columns in _streams(whole)
    ]
    written = io.BytesIO()
    pl.concat(frames, how="diagonal").write_parquet(written, metadata={KEY: json.dumps(said)})
    return written.getvalue()


def read_kept(path: Path) -> Recording:
    """A kept recording read back, number by number as it was measured.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Recording
        Its id is that of what was measured; a video has become landmarks.

    Raises
    ------
    BadRecording
        When it is damaged or of a newer version.
    """
    import polars as pl

    try:
        said = json.loads(_said(path)[KEY])
        schema, _, number = said["schema"].partition("/")
        if schema == SCHEMA and int(number) > VERSION:
            raise BadRecording(
                "{file}: written by a newer levelhip ({given}); update levelhip",
                file=path.name,
                given=said["schema"],
            )
        samples = _samples(pl.read_parquet(path), said)
        size, side = said["image_size"], said["side"]
        times = [s.time_s for s in (samples.track, samples.motion, samples.force) if s is not None]
        return Recording(
            path,
            said["source"],
            "landmarks" if said["kind"] == "video" else said["kind"],
            float(said["rate_hz"]),
            max(float(t[-1]) for t in times) - min(float(t[0]) for t in times),
            lambda: _once(samples),
            image_size=(int(size[0]), int(size[1])) if size else None,
            notes=(f"numbers kept of a recording ({said['kind']})",),
            side=Side(side) if side else None,
        )
    except BadRecording:
        raise
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as fault:
        raise BadRecording(
            "{file}: a damaged recording ({system}); restore a backup, or measure the original "
            "again",
            file=path.name,
            system=str(fault).splitlines()[0][:80],
        ) from None


def _once(samples: Samples) -> Iterator[Samples]:
    yield samples


def _said(path: Path) -> dict[str, str]:
    import polars as pl

    try:
        return dict(pl.read_parquet_metadata(path))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return {}


def _streams(whole: Samples) -> Iterator[tuple[str, dict[str, Array]]]:
    if whole.track is not None:
        columns = {"time_s": whole.track.time_s, **_points(whole.track, "")}
        if whole.world is not None:
            columns |= _points(whole.world, "world_")
        if whole.people is not None:
            columns["people"] = np.asarray(whole.people, float)
        yield "landmarks", columns
    if whole.motion is not None:
        yield "motion", {"time_s": whole.motion.time_s, **_axes(whole.motion, "")}
    if whole.force is not None:
        columns = {"time_s": whole.force.time_s}
        for plate in range(len(whole.force.sides)):
            for name in ("newton", "centre"):
                values = getattr(whole.force, name)[:, plate]
                columns |= {f"plate{plate + 1}_{name}_{a}": values[:, k] for k, a in _AXES}
        yield "force", columns


_AXES = tuple(enumerate("xyz"))


def _points(track: Track, prefix: str) -> dict[str, Array]:
    columns: dict[str, Array] = {}
    for i, name in enumerate(track.names):
        columns |= {f"{prefix}{name}_{axis}": track.xyz[:, i, k] for k, axis in _AXES}
        columns[f"{prefix}{name}_confidence"] = track.confidence[:, i]
    return columns


def _axes(motion: Motion, prefix: str) -> dict[str, Array]:
    return {
        f"{prefix}{name}_{axis}": getattr(motion, name)[:, k]
        for name in ("acceleration", "rotation")
        for k, axis in _AXES
    }


def _samples(table: pl.DataFrame, said: dict[str, Any]) -> Samples:
    import polars as pl

    found: dict[str, Any] = {}
    for name in table[STREAM].unique().to_list():
        part = table.filter(pl.col(STREAM) == name).drop(STREAM)
        columns = {
            column: part[column].to_numpy()
            for column in part.columns
            if part[column].null_count() < part.height
        }
        time_s = columns.pop("time_s")
        if name == "landmarks":
            people = columns.pop("people", None)
            world = {k: v for k, v in columns.items() if k.startswith("world_")}
            own = {k: v for k, v in columns.items() if k not in world}
            found |= {"track": _track(time_s, own, "", said["frame"]), "people": people}
            if world:
                found["world"] = _track(time_s, world, "world_", said["world_frame"])
        elif name == "motion":
            found["motion"] = Motion(
                time_s,
                _stacked(columns, "acceleration"),
                _stacked(columns, "rotation"),
                said["location"],
            )
        else:
            sides = tuple(Side(each) for each in said["sides"])
            plates = [f"plate{i + 1}" for i in range(len(sides))]
            newton, centre = (
                np.stack([_stacked(columns, f"{plate}_{what}") for plate in plates], axis=1)
                for what in ("newton", "centre")
            )
            found["force"] = Force(time_s, newton, centre, sides)
    marks = tuple(Mark(t, name, Side(side)) for t, name, side in said["marks"])
    answers = tuple(Answer(t, name, value, Side(side)) for t, name, value, side in said["answers"])
    return replace(Samples(**found), marks=marks, answers=answers)


def _track(time_s: Array, columns: dict[str, Array], prefix: str, frame: str) -> Track:
    names = list(dict.fromkeys(c.removeprefix(prefix).rpartition("_")[0] for c in columns))
    xyz = np.stack([_stacked(columns, f"{prefix}{name}") for name in names], axis=1)
    confidence = np.stack([columns[f"{prefix}{name}_confidence"] for name in names], axis=1)
    return Track(time_s, xyz, confidence, tuple(names), Frame(frame))


def _stacked(columns: dict[str, Array], name: str) -> Array:
    return np.stack([columns[f"{name}_{axis}"] for _, axis in _AXES], axis=1).astype(float)
