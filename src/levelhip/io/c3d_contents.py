"""Raw contents of a C3D file, read in a process of its own.

Damaged parameters make the C library end its process or never return; in a process of its own that
is a clear error for one file and nothing for the rest.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from levelhip.core import Array, BadRecording, Sentence

TIMEOUT_S = 60.0
"""Longest time for one file, s; chosen by us, the largest at hand (4 MB) takes 1 s."""

PLATE_TYPES = (1, 2, 3, 4)
"""Kinds of force platform that are read (c3d.org, FORCE_PLATFORM:TYPE)."""


@dataclass(frozen=True, slots=True)
class C3dContents:
    """What a C3D file holds, in the file's axes and units.

    Attributes
    ----------
    parameters : values by group and name, in file order
    points : (T, L, 3); NaN where a marker was not seen
    rate_hz : Hz, of the points
    first_frame : number of the first sample, counted from 0
    newton, centre : (Ta, P, 3), N and the unit of each plate, in lab axes; None without plates
    plate_units : unit of length of each plate
    analog_rate_hz : Hz, of the plates
    plate_fault : why plates that the file names could not be read; empty otherwise
    """

    parameters: Mapping[str, Mapping[str, list[Any]]]
    points: Array
    rate_hz: float
    first_frame: int
    newton: Array | None
    centre: Array | None
    plate_units: tuple[str, ...]
    analog_rate_hz: float
    plate_fault: str

    def values(self, group: str, name: str) -> list[Any]:
        """A parameter's values; empty when the file does not have it."""
        return list(self.parameters.get(group, {}).get(name, []))

    def text(self, group: str, name: str) -> str:
        """A parameter's first word; empty when the file does not have it."""
        words = self.values(group, name)
        return str(words[0]).strip() if words else ""

    def words(self, group: str, name: str) -> list[str]:
        """A list of words that goes on in NAME2, NAME3 … beyond 255 entries."""
        return [
            str(word).strip()
            for suffix in ("", *map(str, range(2, 10)))
            for word in self.values(group, name + suffix)
        ]


def c3d_contents(path: Path) -> C3dContents:
    """Contents of a C3D file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    C3dContents

    Raises
    ------
    BadRecording
        When the file is damaged.
    """
    command = [sys.executable, "-m", "levelhip.io.c3d_contents", str(path.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise BadRecording(
            "{file}: damaged, reading it did not end in {limit} s; export it again",
            file=path.name,
            limit=f"{TIMEOUT_S:g}",
        ) from error
    if done.returncode:
        last = done.stderr.decode("utf-8", errors="replace").strip().splitlines()[-1:]
        why = (
            last[0][:160]
            if last and done.returncode > 0
            else Sentence("its parameters are damaged")
        )
        raise BadRecording(
            "{file}: cannot be read as C3D ({why}); export it again", file=path.name, why=why
        )
    with np.load(io.BytesIO(done.stdout), allow_pickle=False) as parts:
        said = json.loads(str(parts["said"]))
        plates = {name: parts[name] for name in ("newton", "centre") if name in parts}
        return C3dContents(
            parameters=said["parameters"],
            points=parts["points"],
            rate_hz=said["rate_hz"],
            first_frame=said["first_frame"],
            newton=plates.get("newton"),
            centre=plates.get("centre"),
            plate_units=tuple(said["plate_units"]),
            analog_rate_hz=said["analog_rate_hz"],
            plate_fault=said["plate_fault"],
        )


def _plain(value: object) -> list[Any]:
    if isinstance(value, np.ndarray):
        flat: list[Any] = np.nan_to_num(value).ravel(order="F").tolist()
        return flat
    return [str(word) for word in value] if isinstance(value, (list, tuple)) else [value]


def _main(path: str) -> None:
    """Write the contents of a file to standard output as NPZ."""
    import ezc3d

    fault = ""
    try:
        file = ezc3d.c3d(path, extract_forceplat_data=True)
    except (OSError, RuntimeError, ValueError, KeyError, IndexError) as error:
        # Plates of a kind the library does not know must not cost the markers.
        fault = str(error).strip()[:160]
        file = ezc3d.c3d(path)
    points = np.asarray(file["data"]["points"], dtype=np.float64)[:3]
    unseen = np.asarray(file["data"]["meta_points"]["residuals"])[0] < 0
    points[:, unseen[: points.shape[1], : points.shape[2]]] = np.nan
    parameters = {
        group: {
            name: _plain(entry["value"])
            for name, entry in entries.items()
            if name != "__METADATA__"
        }
        for group, entries in file["parameters"].items()
    }
    said: dict[str, Any] = {
        "parameters": parameters,
        "rate_hz": float(file["header"]["points"]["frame_rate"]),
        "first_frame": int(file["header"]["points"]["first_frame"]),
        "analog_rate_hz": float(file["header"]["analogs"]["frame_rate"]),
        "plate_units": [],
        "plate_fault": "",
    }
    arrays: dict[str, Array] = {"points": np.transpose(points, (2, 1, 0))}
    platform = parameters.get("FORCE_PLATFORM", {})
    used = int(platform.get("USED", [0])[0])
    kinds = [int(kind) for kind in platform.get("TYPE", [])][:used]
    strange = sorted({kind for kind in kinds if kind not in PLATE_TYPES})
    plates = [] if fault or strange else file["data"]["platform"]
    if strange:
        said["plate_fault"] = f"type {', '.join(map(str, strange))}; types 1 to 4 are"
    elif used > 0:
        said["plate_fault"] = fault
    if plates:
        said["plate_units"] = [str(plate["unit_position"]).strip().lower() for plate in plates]
        arrays["newton"] = np.stack([plate["force"].T for plate in plates], axis=1)
        arrays["centre"] = np.stack([p["center_of_pressure"].T for p in plates], axis=1)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, said=np.array(json.dumps(said)), **arrays)
    sys.stdout.buffer.write(buffer.getvalue())


if __name__ == "__main__":
    _main(sys.argv[1])
