"""A segment of a running session: one stream's samples as plain arrays (.npz).

Parquet holds 275 columns of landmarks in twice the room and takes a hundred times as long to write;
a server writes a segment for every repetition of everybody whom it coaches.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from levelhip.core import Force, Frame, Motion, Samples, Side, Track

Stream = Literal["landmarks", "motion", "force"]
STREAMS: tuple[Stream, ...] = ("landmarks", "motion", "force")


def segment_bytes(samples: Samples) -> dict[Stream, bytes]:
    """A segment as files, each with its own check of what is in it.

    Parameters
    ----------
    samples : Samples
        In order of time.

    Returns
    -------
    dict of stream to bytes
        Read back bit for bit by `read_segment`.
    """
    found: dict[Stream, bytes] = {}
    if samples.track is not None:
        arrays = _track(samples.track, "")
        if samples.world is not None:
            arrays |= _track(samples.world, "world_")
        if samples.people is not None:
            arrays["people"] = np.asarray(samples.people, float)
        found["landmarks"] = _packed(arrays)
    if samples.motion is not None:
        own = samples.motion
        found["motion"] = _packed(
            {
                "time_s": own.time_s,
                "acceleration": own.acceleration,
                "rotation": own.rotation,
                "location": np.array(own.location),
            }
        )
    if samples.force is not None:
        plates = samples.force
        found["force"] = _packed(
            {
                "time_s": plates.time_s,
                "newton": plates.newton,
                "centre": plates.centre,
                "sides": np.array([side.value for side in plates.sides]),
            }
        )
    return found


def read_segment(path: Path, stream: Stream) -> dict[str, Any]:
    """One stream of a segment.

    Parameters
    ----------
    path : Path
    stream : str
        What it holds.

    Returns
    -------
    dict
        Fields of `Samples`.

    Raises
    ------
    OSError, ValueError, KeyError, zipfile.BadZipFile
        When it is damaged.
    """
    with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    time_s = _wide(arrays["time_s"])
    if stream == "motion":
        acceleration, rotation = _wide(arrays["acceleration"]), _wide(arrays["rotation"])
        return {"motion": Motion(time_s, acceleration, rotation, str(arrays["location"]))}
    if stream == "force":
        sides = tuple(Side(str(each)) for each in arrays["sides"])
        return {"force": Force(time_s, _wide(arrays["newton"]), _wide(arrays["centre"]), sides)}
    return {
        "track": _read_track(arrays, time_s, ""),
        "world": _read_track(arrays, time_s, "world_") if "world_xyz" in arrays else None,
        "people": _wide(arrays["people"]) if "people" in arrays else None,
    }


def _track(track: Track, prefix: str) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {} if prefix else {"time_s": track.time_s}
    return arrays | {
        f"{prefix}xyz": _narrow(track.xyz),
        f"{prefix}confidence": _narrow(track.confidence),
        f"{prefix}names": np.array(track.names),
        f"{prefix}frame": np.array(track.frame.value),
    }


def _read_track(
    arrays: Mapping[str, NDArray[Any]], time_s: NDArray[np.float64], prefix: str
) -> Track:
    return Track(
        time_s,
        _wide(arrays[f"{prefix}xyz"]),
        _wide(arrays[f"{prefix}confidence"]),
        tuple(map(str, arrays[f"{prefix}names"])),
        Frame(str(arrays[f"{prefix}frame"])),
    )


def _narrow(values: NDArray[Any]) -> NDArray[Any]:
    """In half the room where nothing is lost by it: what a camera's model tells is that short."""
    with np.errstate(over="ignore"):
        short = values.astype("<f4")
    # Bit for bit, which is quicker than a comparison that knows of NaN.
    same = short.astype(np.float64).view(np.int64) == np.ascontiguousarray(values).view(np.int64)
    return short if same.all() else values


def _wide(values: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64)


def _packed(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """As `np.savez` does: an archive of plain files, none of them compressed (APPNOTE 4.3).

    In less than half the time: everybody whom a server coaches ends a repetition every few seconds.
    """
    parts: list[bytes] = []
    names: list[bytes] = []
    at = 0
    for name, array in arrays.items():
        head, values, file = _head(array.dtype.str, array.shape), array.tobytes(), f"{name}.npy"
        size = len(head) + len(values)
        # Version 2.0, no flags, stored, as of the first day that the format knows.
        about = (20, 0, 0, 0, 0x21, zlib.crc32(values, zlib.crc32(head)), size, size, len(file), 0)
        local = _LOCAL.pack(b"PK\3\4", *about) + file.encode()
        names.append(_CENTRAL.pack(b"PK\1\2", 20, *about, 0, 0, 0, 0, at) + file.encode())
        parts += (local, head, values)
        at += len(local) + size
    count, central = len(names), b"".join(names)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(central), at, 0)
    return b"".join((*parts, central, end))


_LOCAL, _CENTRAL, _END = map(struct.Struct, ("<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"))


@lru_cache(maxsize=256)
def _head(kind: str, shape: tuple[int, ...]) -> bytes:
    head = io.BytesIO()
    about = {"descr": kind, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(head, about)
    return head.getvalue()
