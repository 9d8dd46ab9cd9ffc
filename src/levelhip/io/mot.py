"""OpenSim's .mot and .sto tables: ground forces as plates, anything else as named series."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from levelhip.core import Array, BadRecording, Samples, Sentence, Side, phrase
from levelhip.io.marker_axes import Axes
from levelhip.io.marker_names import MarkerMap, user_map
from levelhip.io.marker_repairs import rising
from levelhip.io.plates import RawPlates, lab_force, mean_rate
from levelhip.io.recording import ReadOptions, Recording, content_id

_COLUMN = re.compile(r"^(?P<plate>.*?)_?(?P<kind>[vp])(?P<axis>[xyz])$", re.IGNORECASE)
_SIDE = re.compile(r"(?:^|[_.\s\d])(?P<side>l|r|left|right)(?:$|[_.\s\d])", re.IGNORECASE)


@dataclass(slots=True)
class OpenSimTable:
    """A table as OpenSim writes it.

    Attributes
    ----------
    source : the file's name for messages
    header : what stands before `endheader`, as "nRows" to "517"
    time_s : (T,), s
    columns : (T,) by name
    repairs : in words
    """

    source: str
    header: dict[str, str]
    time_s: Array
    columns: dict[str, Array]
    repairs: list[Sentence] = field(default_factory=list)

    @property
    def in_degrees(self) -> bool:
        """Whether angles are in degrees, as `inDegrees` says; OpenSim's radians otherwise."""
        return self.header.get("inDegrees", "no").strip().lower() == "yes"


class MotReader:
    """Reader of OpenSim force files."""

    name = "mot"
    suffixes: tuple[str, ...] = (".mot", ".sto")

    def matches(self, path: Path, head: bytes) -> bool:
        """Whether the file is a table with OpenSim's header.

        Parameters
        ----------
        path : Path
            A text file named .mot or .sto is read as one, so that its faults are named.
        head : bytes
            First bytes of the file.
        """
        if b"\0" in head[:512]:
            return False
        return path.suffix.lower() in self.suffixes or b"\nendheader" in head[:4096].replace(
            b"\r", b""
        )

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """The forces in an OpenSim file.

        Parameters
        ----------
        path : Path
            The file.
        options : ReadOptions
            `marker_map` may give the plates' sides in its table [plates].

        Returns
        -------
        Recording
            Of kind "force".
        """
        table = opensim_table(path)
        raw = raw_plates(table)
        own = user_map(options.marker_map) if options.marker_map else None
        return _recording(path, table, raw, own)


reader = MotReader()


def _recording(path: Path, table: OpenSimTable, raw: RawPlates, own: MarkerMap | None) -> Recording:
    axes = _alone_axes(raw)
    force, notes, repairs = lab_force(raw, axes, None, sides=own.plates if own else {})
    if force is None:
        raise BadRecording(
            "{file}: nobody stands on any of its {count} plates; give a recording with a person "
            "on them",
            file=path.name,
            count=raw.newton.shape[1],
        )
    if Side.BOTH in force.sides:
        notes.append(
            "whose foot stands on a plate is not in this file: give it with its TRC "
            '(analyse NAME.trc --forces NAME.mot), or a marker map with [plates] 1 = "right"'
        )
    markers = _markers_beside(path)
    if markers is not None:
        notes.append(
            f"{markers.name} lies beside it: markers and forces together say more "
            f"(analyse {markers.name} --forces {path.name})"
        )
    samples = Samples(force=force)

    def stream() -> Iterator[Samples]:
        yield samples

    return Recording(
        path=path,
        id=content_id(path),
        kind="force",
        rate_hz=raw.rate_hz,
        duration_s=float(raw.time_s[-1] - raw.time_s[0]),
        stream=stream,
        notes=(*axes.notes, *notes),
        repairs=[*table.repairs, *repairs],
    )


def _markers_beside(path: Path) -> Path | None:
    """The one TRC file whose name begins as this file's does, or the other way about."""
    stem = path.stem.lower()
    found = [
        other
        for other in path.parent.iterdir()
        if other.suffix.lower() == ".trc"
        and (stem.startswith(other.stem.lower()) or other.stem.lower().startswith(stem))
    ]
    return found[0] if len(found) == 1 else None


def _alone_axes(raw: RawPlates) -> Axes:
    """Axes of a force file without markers: vertical by the load, heading as OpenSim has it."""
    sums = np.nansum(raw.newton, axis=(0, 1))
    vertical = int(np.argmax(np.abs(sums)))
    # The rows are X, Y and Z of the lab in the file's axes, right-handed in each case.
    rotation = (
        np.eye(3)[[1, 0, 2]] * np.array([[1.0], [1.0], [-1.0]]),
        np.eye(3),
        np.eye(3)[[0, 2, 1]] * np.array([[1.0], [1.0], [-1.0]]),
    )[vertical]
    note = (
        f"axes: {'XYZ'[vertical]} is vertical, since it carries the load; the file's X is taken as "
        "forward, as OpenSim has it"
    )
    return Axes(rotation, 1.0, mirrored=False, notes=(note,), repairs=())


def opensim_table(path: Path) -> OpenSimTable:
    """All columns of an OpenSim .mot or .sto file, forces or joint angles alike.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    OpenSimTable
        Times rising; what was mended is in `repairs`.

    Raises
    ------
    BadRecording
        When header, column names and rows do not belong together.
    """
    source = path.name
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    lines = text.splitlines()
    ends = [i for i, line in enumerate(lines[:200]) if line.strip().lower() == "endheader"]
    if not ends:
        raise BadRecording(
            "{file}: no line 'endheader' in the first 200; it is no OpenSim table, or cut off",
            file=source,
        )
    start = ends[0]
    header = dict(line.split("=", 1) for line in lines[:start] if line.count("=") == 1)
    header = {key.strip(): value.strip() for key, value in header.items()}
    body = [(i, line) for i, line in enumerate(lines[start + 1 :], start + 2) if line.strip()]
    if not body:
        raise BadRecording("{file}: ends with its header; copy or export it again", file=source)
    names = body[0][1].split("\t") if "\t" in body[0][1] else body[0][1].split()
    names = [name.strip() for name in names if name.strip()]
    if names[0].lower() != "time":
        raise BadRecording(
            "{file}: its first column is {column}; it must be time",
            file=source,
            column=f"{names[0]!r}",
        )
    repairs: list[Sentence] = []
    values = _values(body[1:], len(names), text.endswith(("\n", "\r")), source, repairs)
    stated = header.get("nRows", header.get("datarows", ""))
    if stated.isdigit() and int(stated) != len(values):
        repairs.append(
            phrase(
                "rows: the header says {stated}, the file holds {count}",
                stated=stated,
                count=len(values),
            )
        )
    time_s, values, dropped = rising(values[:, 0].copy(), values, source=source)
    columns = {name: values[:, i].copy() for i, name in enumerate(names) if i}
    return OpenSimTable(source, header, time_s, columns, [*repairs, *dropped])


def _values(
    rows: list[tuple[int, str]], width: int, complete: bool, source: str, repairs: list[Sentence]
) -> Array:
    made: list[list[float]] = []
    for place, (number, line) in enumerate(rows):
        cells = line.split()
        last = place == len(rows) - 1
        if last and not complete and len(cells) < width:
            repairs.append(
                phrase("rows: the file ends within line {line}; that row dropped", line=number)
            )
            continue
        if len(cells) != width:
            raise BadRecording(
                "{file}: line {line} has {count} columns, the names have {width}; export the file "
                "again",
                file=source,
                line=number,
                count=len(cells),
                width=width,
            )
        made.append([_number(cell) for cell in cells])
    if not made:
        raise BadRecording(
            "{file}: has column names but no rows; copy or export it again", file=source
        )
    values = np.array(made)
    gone = int((~np.isfinite(values)).sum())
    if gone:
        repairs.append(phrase("cells: {count} are no finite numbers and stay unknown", count=gone))
        values = np.where(np.isfinite(values), values, np.nan)
    return values


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def raw_plates(table: OpenSimTable) -> RawPlates:
    """The force plates in an OpenSim table.

    Parameters
    ----------
    table : OpenSimTable
        With columns named …vx, …vy, …vz and if known …px, …py, …pz.

    Returns
    -------
    RawPlates
        In the file's axes; plates in the order of their columns.

    Raises
    ------
    BadRecording
        When there are no force columns.
    """
    plates: dict[str, dict[str, Array]] = {}
    for name, values in table.columns.items():
        match = _COLUMN.match(name)
        if match:
            key = (match["kind"] + match["axis"]).lower()
            plates.setdefault(match["plate"].lower(), {})[key] = values
    whole = {name: parts for name, parts in plates.items() if {"vx", "vy", "vz"} <= set(parts)}
    if not whole:
        some = ", ".join(list(table.columns)[:6])
        raise BadRecording(
            "{file}: no ground forces (columns named …_vx, …_vy, …_vz); it holds {columns} … "
            "Angles that another program computed are not read: give the marker file (TRC) itself",
            file=table.source,
            columns=some,
        )
    unknown = np.full(table.time_s.size, np.nan)
    newton = [np.stack([parts[f"v{a}"] for a in "xyz"], axis=1) for parts in whole.values()]
    centre = [
        np.stack([parts.get(f"p{a}", unknown) for a in "xyz"], axis=1) for parts in whole.values()
    ]
    return RawPlates(
        table.time_s,
        np.stack(newton, axis=1),
        np.stack(centre, axis=1),
        mean_rate(table.time_s),
        tuple(_written_side(name) for name in whole),
    )


def _written_side(name: str) -> Side | None:
    match = _SIDE.search(name)
    if match is None:
        return None
    return Side.LEFT if match["side"].lower().startswith("l") else Side.RIGHT
