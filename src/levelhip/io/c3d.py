"""C3D files: markers, force plates on analog channels, and events."""

from __future__ import annotations

import math
import struct
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from levelhip.core import BadRecording, Side
from levelhip.io.c3d_contents import C3dContents, c3d_contents
from levelhip.io.marker_axes import UNITS_M
from levelhip.io.markers import RawMarkers, marker_recording
from levelhip.io.plates import RawPlates
from levelhip.io.recording import ReadOptions, Recording

BLOCK = 512
"""Bytes of one block of a C3D file."""

_COMPUTED = ("ANGLES", "FORCES", "MOMENTS", "POWERS", "SCALARS")
_SCREEN_AXES = {"+X", "-X", "+Y", "-Y", "+Z", "-Z"}


@dataclass(frozen=True, slots=True)
class FileEvent:
    """An event that a person or program marked in the file.

    Attributes
    ----------
    label : as in the file, for example "Foot Strike"
    side : LEFT, RIGHT or BOTH, by the event's context
    time_s : s, on the clock of the file's samples
    inside : whether it lies within the recorded samples
    """

    label: str
    side: Side
    time_s: float
    inside: bool


class C3dReader:
    """Reader of C3D files."""

    name = "c3d"
    suffixes: tuple[str, ...] = (".c3d",)

    def matches(self, path: Path, head: bytes) -> bool:
        """Whether the second byte is C3D's key.

        Parameters
        ----------
        path : Path
            A file named .c3d is read as one, so that its faults are named.
        head : bytes
            First bytes of the file.
        """
        keyed = len(head) >= BLOCK and head[1] == 0x50 and 2 <= head[0] < 64
        return (keyed and b"\0" in head[:BLOCK]) or path.suffix.lower() in self.suffixes

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """The recording in a C3D file.

        Parameters
        ----------
        path : Path
            The file.
        options : ReadOptions
            `marker_map` and `forces` are looked at.

        Returns
        -------
        Recording
        """
        return marker_recording(raw_c3d(path), path, options)


reader = C3dReader()


def _opened(path: Path) -> C3dContents:
    _refuse_torn(path)
    return c3d_contents(path)


def _refuse_torn(path: Path) -> None:
    """Refuse what is no C3D, or ends before its last frame."""
    data = path.read_bytes()
    if len(data) < BLOCK or data[1] != 0x50:
        raise BadRecording(
            "{file}: does not start as a C3D file ({count} bytes); export it again as C3D",
            file=path.name,
            count=len(data),
        )
    at = (data[0] - 1) * BLOCK
    if at + 4 > len(data):
        raise BadRecording("{file}: ends within its header; copy it again", file=path.name)
    if data[at + 3] != 84:
        return  # DEC and MIPS files have other numbers in the header; the library reads them
    points, analogs, first, last = struct.unpack_from("<4H", data, 2)
    (scale,) = struct.unpack_from("<f", data, 12)
    (start,) = struct.unpack_from("<H", data, 16)
    frames = last - first + 1
    width = (4 * points + analogs) * (4 if scale < 0 else 2)
    if start < 2 or frames < 1 or width == 0 or last == 0xFFFF:
        return
    held = (len(data) - (start - 1) * BLOCK) // width
    if held < frames:
        raise BadRecording(
            "{file}: cut off, it holds {count} of its {total} frames; copy it again",
            file=path.name,
            count=max(held, 0),
            total=frames,
        )


def raw_c3d(path: Path) -> RawMarkers:
    """Marker paths and force plates as a C3D file holds them.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    RawMarkers
        In the file's own axes and unit; times start at the file's first frame, so that they agree
        with its events.

    Raises
    ------
    BadRecording
        When the file cannot be read or holds no markers.
    """
    file = _opened(path)
    notes: list[str] = []
    samples, count = file.points.shape[:2]
    if not (samples and count):
        raise BadRecording(
            "{file}: holds {count} markers in {total} frames; export it with its marker paths",
            file=path.name,
            count=count,
            total=samples,
        )
    rate_hz = file.rate_hz
    if not (math.isfinite(rate_hz) and rate_hz > 0.0):
        raise BadRecording(
            "{file}: POINT:RATE is {value}; export it with its frame rate",
            file=path.name,
            value=rate_hz,
        )
    names = _names(file, count, path.name, notes)
    kept = _markers(file, names, notes)
    plates = _plates(file, notes)
    notes += _event_notes(file)
    up = file.text("POINT", "Y_SCREEN").upper()
    return RawMarkers(
        source=path.name,
        time_s=(file.first_frame + np.arange(samples)) / rate_hz,
        xyz=file.points[:, kept],
        names=tuple(names[i] for i in kept),
        rate_hz=rate_hz,
        unit=file.text("POINT", "UNITS"),
        up=up if up in _SCREEN_AXES else "+Z",
        up_why="as POINT:Y_SCREEN says" if up in _SCREEN_AXES else "as most C3D laboratories do",
        notes=notes,
        plates=plates,
    )


def _names(file: C3dContents, count: int, source: str, notes: list[str]) -> list[str]:
    labels = file.words("POINT", "LABELS")
    said = file.words("POINT", "DESCRIPTIONS")[:count]
    labels = (labels + [f"*{i + 1}" for i in range(len(labels), count)])[:count]
    plain = [label for label in labels if not label.startswith("*")]
    if len(set(plain)) < len(plain) and len(said) == count and len(set(said)) == count:
        notes.append("names: the labels repeat, so the descriptions are taken as names")
        labels = said
    people = Counter(label.split(":", 1)[0] for label in labels if ":" in label)
    bare = [label.rsplit(":", 1)[-1].strip() for label in labels]
    if len(people) > 1 and len(set(bare)) < len(bare) and min(people.values()) >= 3:
        raise BadRecording(
            "{file}: holds the markers of {count} people; export one person per file",
            file=source,
            count=len(people),
        )
    seen: Counter[str] = Counter()
    once: list[str] = []
    for name in bare:
        seen[name] += 1
        once.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return once


def _markers(file: C3dContents, names: list[str], notes: list[str]) -> list[int]:
    """Which points are marker paths: no angles, forces or unnamed scraps, and not empty."""
    groups = [str(g).strip() for g in file.values("POINT", "TYPE_GROUPS")]
    computed = {
        name.rsplit(":", 1)[-1]
        for group in {*_COMPUTED, *groups}
        for name in file.words("POINT", group)
    }
    computed.discard("")
    unnamed = {n for n in names if n.startswith("*") or not any(c.isalnum() for c in n)}
    xyz = file.points
    some = (np.isfinite(xyz).all(axis=2) & (xyz != 0.0).any(axis=2)).any(axis=0)
    kept = [
        i for i, name in enumerate(names)
        if name not in computed and name not in unnamed and some[i]
    ]  # fmt: skip
    left_out = {
        "computed angles, forces and powers": sum(n in computed for n in names),
        "unnamed points": len(unnamed),
        "markers never seen": sum(
            not some[i] and n not in computed and n not in unnamed for i, n in enumerate(names)
        ),
    }
    words = [f"{count} {what}" for what, count in left_out.items() if count]
    if words:
        notes.append(f"points left out: {', '.join(words)}")
    return kept


def _plates(file: C3dContents, notes: list[str]) -> RawPlates | None:
    if file.plate_fault:
        notes.append(f"force plates not read: {file.plate_fault}")
    if file.newton is None or file.centre is None or not file.analog_rate_hz > 0.0:
        return None
    kinds = [str(int(kind)) for kind in file.values("FORCE_PLATFORM", "TYPE")]
    count = file.newton.shape[1]
    notes.append(
        f"force plates: {count} of type {', '.join(kinds[:count])} at {file.analog_rate_hz:g} Hz"
    )
    metres = np.array([UNITS_M.get(unit, 0.001) for unit in file.plate_units])
    start_s = file.first_frame / file.rate_hz
    return RawPlates(
        start_s + np.arange(len(file.newton)) / file.analog_rate_hz,
        file.newton,
        file.centre * metres[:, None],
        file.analog_rate_hz,
        (None,) * count,
    )


def events(path: Path) -> tuple[FileEvent, ...]:
    """Events marked in a C3D file, in order of time.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    tuple of FileEvent
        Also those outside the recorded samples, marked as such.
    """
    return _events(_opened(path))


def _events(file: C3dContents) -> tuple[FileEvent, ...]:
    start_s = file.first_frame / file.rate_hz
    length_s = len(file.points) / file.rate_hz
    labels = file.words("EVENT", "LABELS")
    contexts = file.words("EVENT", "CONTEXTS")
    # Each time is a pair of minutes and seconds.
    times = [float(number) for number in file.values("EVENT", "TIMES")]
    found: list[FileEvent] = []
    sides: Mapping[str, Side] = {"left": Side.LEFT, "right": Side.RIGHT}
    for i, label in enumerate(labels):
        if 2 * i + 1 >= len(times):
            break
        time_s = 60.0 * times[2 * i] + times[2 * i + 1]
        context = contexts[i].lower() if i < len(contexts) else ""
        inside = start_s - 1e-6 <= time_s <= start_s + length_s
        found.append(FileEvent(label, sides.get(context, Side.BOTH), time_s, inside))
    return tuple(sorted(found, key=lambda event: event.time_s))


def _event_notes(file: C3dContents) -> list[str]:
    found = _events(file)
    if not found:
        return []
    counts = Counter(event.label for event in found)
    words = ", ".join(f"{label} {count}" for label, count in sorted(counts.items()))
    outside = sum(not event.inside for event in found)
    tail = f"; {outside} lie outside the recording" if outside else ""
    return [f"events in the file: {words}{tail}"]
