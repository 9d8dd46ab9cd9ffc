"""TRC marker files, as OpenSim, Cortex and their kin write them."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from levelhip.core import Array, BadRecording, Sentence, phrase
from levelhip.io.markers import RawMarkers, marker_recording
from levelhip.io.recording import ReadOptions, Recording

HEADER_LINES = 5
"""Path, header names, header values, marker names, component names."""


class TrcReader:
    """Reader of TRC files."""

    name = "trc"
    suffixes: tuple[str, ...] = (".trc",)

    def matches(self, path: Path, head: bytes) -> bool:
        """Whether the first line is TRC's.

        Parameters
        ----------
        path : Path
            A file named .trc is read as one, so that its faults are named.
        head : bytes
            First bytes of the file.
        """
        start = head.lstrip(b"\xef\xbb\xbf")
        return start.startswith(b"PathFileType") or (
            path.suffix.lower() in self.suffixes and bool(head) and b"\0" not in head[:512]
        )

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """The recording in a TRC file.

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
        return marker_recording(raw_trc(path), path, options)


reader = TrcReader()


def raw_trc(path: Path) -> RawMarkers:
    """Marker paths as a TRC file holds them.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    RawMarkers
        In the file's own axes and unit.

    Raises
    ------
    BadRecording
        When header or rows cannot be understood.
    """
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    lines = text.splitlines()
    header = _header(lines, path.name)
    names = _marker_names(lines[3], path.name)
    notes: list[str] = []
    repairs: list[Sentence] = []
    table = _rows(lines, 2 + 3 * len(names), text.endswith(("\n", "\r")), path.name, repairs)
    rate_hz = _rate(header, table[:, 1], path.name, repairs)
    stated = _number(header.get("NumFrames", ""))
    if math.isfinite(stated) and stated != len(table):
        repairs.append(
            phrase(
                "rows: the header says {stated} frames, the file holds {count}",
                stated=f"{stated:g}",
                count=len(table),
            )
        )
    stated = _number(header.get("NumMarkers", ""))
    if math.isfinite(stated) and stated != len(names):
        notes.append(f"header: says {stated:g} markers, the file names {len(names)}")
    xyz = table[:, 2:].reshape(len(table), len(names), 3)
    xyz, kept = _with_data(xyz, names, notes)
    return RawMarkers(
        source=path.name,
        time_s=table[:, 1].copy(),
        xyz=xyz,
        names=tuple(kept),
        rate_hz=rate_hz,
        unit=header.get("Units", ""),
        up="+Y",
        up_why="as OpenSim writes TRC",
        notes=notes,
        repairs=repairs,
    )


def _header(lines: list[str], source: str) -> dict[str, str]:
    if len(lines) < HEADER_LINES:
        raise BadRecording(
            "{file}: ends after {count} lines, before any row; copy or export it again",
            file=source,
            count=len(lines),
        )
    names, values = lines[1].split(), lines[2].split()
    if "DataRate" not in names or "Units" not in names:
        raise BadRecording(
            "{file}: line 2 is {given}, no TRC header; it must name DataRate, NumFrames, "
            "NumMarkers and Units",
            file=source,
            given=f"{lines[1][:60]!r}",
        )
    if not lines[3].lower().startswith("frame"):
        raise BadRecording(
            "{file}: line 4 is {given}; it must start with Frame#, Time and names",
            file=source,
            given=f"{lines[3][:60]!r}",
        )
    return dict(zip(names, values, strict=False))


def _marker_names(line: str, source: str) -> list[str]:
    cells = [cell.strip() for cell in line.split("\t")]
    names = [cell for cell in cells[2:] if cell]
    if len(cells) < 3:
        names = line.split()[2:]
    if not names:
        raise BadRecording(
            "{file}: line 4 names no markers; export it again with its markers", file=source
        )
    seen: dict[str, int] = {}
    once = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        once.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return once


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _rows(
    lines: list[str], columns: int, complete: bool, source: str, repairs: list[Sentence]
) -> Array:
    rows: list[list[float]] = []
    bad_cells = 0
    short: list[int] = []
    for number, line in enumerate(lines[HEADER_LINES:], start=HEADER_LINES + 1):
        if not line.strip():
            continue
        cells = line.rstrip("\n").split("\t") if "\t" in line else line.split()
        try:
            values = list(map(float, cells))
        except ValueError:
            values = [_number(cell) for cell in cells]
            bad_cells += sum(
                math.isnan(value) and cell.strip().lower() not in ("", "nan", "na")
                for cell, value in zip(cells, values, strict=True)
            )
        surplus = [v for v in values[columns:] if not math.isnan(v)]
        if surplus:
            raise BadRecording(
                "{file}: line {line} has {count} columns, the names in line 4 account for "
                "{width}; names and columns must belong together",
                file=source,
                line=number,
                count=len(values),
                width=columns,
            )
        if len(values) < columns:
            short.append(number)
        rows.append((values + [math.nan] * columns)[:columns])
    if short and short[-1] == len(lines) and not complete:
        # The last number of a torn line may itself be torn.
        rows.pop()
        short.pop()
        repairs.append(
            phrase("rows: the file ends within line {line}; that row dropped", line=len(lines))
        )
    # Rows that end early for want of trailing markers are common; half a row is not.
    if short and len(short) < len(rows):
        repairs.append(
            phrase(
                "rows: {count} of {total} end early (the first is line {line}); what "
                "they lack is taken as not seen",
                count=len(short),
                total=len(rows),
                line=short[0],
            )
        )
    if not rows:
        raise BadRecording(
            "{file}: holds a header but no rows; copy or export it again", file=source
        )
    if bad_cells:
        repairs.append(
            phrase("cells: {count} are no numbers and taken as not seen", count=bad_cells)
        )
    return np.array(rows)


def _rate(header: dict[str, str], time_s: Array, source: str, repairs: list[Sentence]) -> float:
    rate = _number(header.get("DataRate", ""))
    steps = np.diff(time_s[np.isfinite(time_s)])
    steps = steps[steps > 0.0]
    measured = 1.0 / float(np.median(steps)) if steps.size else math.nan
    if not (math.isfinite(rate) and rate > 0.0):
        if not math.isfinite(measured):
            raise BadRecording(
                "{file}: DataRate is {given} and the times do not rise; give the rate in line 3",
                file=source,
                given=f"{header.get('DataRate')!r}",
            )
        repairs.append(
            phrase("rate: the header gives none; {rate} Hz by the times", rate=f"{measured:.4g}")
        )
        return measured
    # Times with three decimals are off by up to half a millisecond a step.
    if math.isfinite(measured) and abs(1.0 / rate - 1.0 / measured) > 0.1 / rate + 0.001:
        repairs.append(
            phrase(
                "rate: the header says {stated} Hz, the times {rate} Hz; times hold",
                stated=f"{rate:g}",
                rate=f"{measured:.4g}",
            )
        )
        return measured
    return rate


def _with_data(xyz: Array, names: list[str], notes: list[str]) -> tuple[Array, list[str]]:
    some = np.isfinite(xyz).all(axis=2).any(axis=0) & (xyz != 0.0).any(axis=(0, 2))
    empty = [name for name, has in zip(names, some, strict=True) if not has]
    if empty:
        notes.append(f"markers without any data left out: {', '.join(empty)}")
    return xyz[:, some], [name for name, has in zip(names, some, strict=True) if has]
