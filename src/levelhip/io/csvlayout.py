"""Where a table lies in a text file: encoding, separator, header, units, first row."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from levelhip.core import BadRecording

SNIFFED_LINES = 120
"""Lines looked at to find separator and header; chosen by us, longest known preamble is 40."""

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "--", "inf", "-inf", "+inf"})
"""What stands in a cell without a value."""
_POINT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
COMMENT_MARKS = ("#", "%", "//")
"""Beginnings of lines that are no data."""
_UNITS = frozenset(
    (
        *("n", "kn", "kg", "lb", "lbs", "lbf", "g", "mg", "m", "cm", "mm", "s", "ms", "us", "ns"),
        *("µs", "μs", "sec", "deg", "rad", "°", "hz", "%", "%bw", "bw", "v", "mv", "nm", "n.m"),
        *("n.mm", "nmm", "n·m", "n*m", "n-m", "m/s^2", "m/s2", "m/s²", "m/s/s", "rad/s", "deg/s"),
        *("°/s", "dps", "μt", "µt", "ut"),
    )
)
_SPLITTERS = ("\t", ";", ",", " ")


@dataclass(slots=True)
class Layout:
    """Where the table lies in the lines of a file.

    Attributes
    ----------
    separator : tab, semicolon, comma, or a blank for any white space
    width : number of columns
    start : index of the first line of numbers
    header, units : headings and units; empty when the file has none
    preamble : lines above the header
    comma : whether numbers have a decimal comma
    """

    separator: str
    width: int
    start: int
    header: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    preamble: list[str] = field(default_factory=list)
    comma: bool = False


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """Text and the name of its encoding.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        File name, for the message.

    Returns
    -------
    tuple of str
        Text without byte order mark, and the encoding: "utf-8", "utf-16" or "latin-1".

    Raises
    ------
    BadRecording
        When the bytes are no text.
    """
    encoding = "utf-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif b"\0" in data[:4096]:
        # Text of one-byte letters in UTF-16 has every second byte zero.
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "latin-1"
        text = data.decode("cp1252", errors="replace")
    text = text.removeprefix("\ufeff")
    if stray := _CONTROL.search(text):
        raise BadRecording(
            "{file}: not text, sign {place} is {given}; export the recording as CSV, or give the "
            "file its right suffix",
            file=name,
            place=stray.start() + 1,
            given=f"{stray.group()!r}",
        )
    return text, encoding


def looks_like_table(head: bytes) -> tuple[str, ...]:
    """Headings of the table that begins in these bytes, or nothing when there is none.

    Parameters
    ----------
    head : bytes
        The first bytes of a file.

    Returns
    -------
    tuple of str
        Headings with units; "column 1" … without a header; empty when it is no table.
    """
    try:
        text, _ = decoded(head[: len(head) - len(head) % 2] if b"\0" in head else head, "file")
        lines = re.split(r"\r\n|\r|\n", text)
        layout = layout_of(lines[:-1] if len(lines) > 2 else lines, "file")
    except (BadRecording, UnicodeError):
        return ()
    header = layout.header or [f"column {i + 1}" for i in range(layout.width)]
    units = layout.units or [""] * len(header)
    return tuple(
        f"{label} ({unit})" if unit else label for label, unit in zip(header, units, strict=False)
    )


def split_cells(line: str, separator: str) -> list[str]:
    """The cells of a line, without blanks and quotes around them.

    Parameters
    ----------
    line : str
    separator : str
        As in `Layout`.

    Returns
    -------
    list of str
    """
    if separator == " ":
        return line.split()
    if '"' in line:
        try:
            return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
        except csv.Error:
            return [line]
    return [cell.strip() for cell in line.split(separator)]


def _is_number(cell: str, comma: bool = True) -> bool:
    return bool(
        _POINT.fullmatch(cell)
        or (cell and cell.lower() in MISSING)
        or (comma and _COMMA.fullmatch(cell))
    )


def _quality(cells: Sequence[str]) -> float:
    """Part of the filled cells that are numbers."""
    filled = [cell for cell in cells if cell]
    return sum(_is_number(cell) for cell in filled) / len(filled) if filled else 0.0


def layout_of(lines: Sequence[str], name: str) -> Layout:
    """Where the table lies in these lines.

    Parameters
    ----------
    lines : sequence of str
        Lines of the file.
    name : str
        File name, for the message.

    Returns
    -------
    Layout
        Separator, header and first row.

    Raises
    ------
    BadRecording
        When no rows of numbers are found.
    """
    sample = [
        (at, line)
        for at, line in enumerate(lines[:SNIFFED_LINES])
        if line.strip() and not line.lstrip().startswith(COMMENT_MARKS)
    ]
    best: tuple[float, str, int] = (0.0, ",", 0)
    for separator in _SPLITTERS:
        rows = [split_cells(line, separator) for _, line in sample]
        widths = Counter(len(r) for r in rows if len(r) > 1 and _quality(r) > 0)
        if not widths:
            continue
        width = max(widths, key=lambda w: (widths[w], w))
        score = sum(_quality(r) for r in rows if len(r) == width)
        if score > best[0]:
            best = (score, separator, width)
    score, separator, width = best
    if width == 0:
        raise BadRecording(
            "{file}: no rows of numbers with two or more columns in its first {most} lines; "
            "export the recording as CSV with one row a sample",
            file=name,
            most=SNIFFED_LINES,
        )
    layout = Layout(separator, width, _first_row(sample, separator, width))
    layout.comma = any(
        _COMMA.fullmatch(cell) for _, line in sample for cell in split_cells(line, separator)
    )
    _header(lines, layout)
    return layout


def _first_row(sample: Sequence[tuple[int, str]], separator: str, width: int) -> int:
    rows = [(at, split_cells(line, separator)) for at, line in sample]
    filled = [sum(map(bool, r)) for _, r in rows if len(r) == width and _quality(r) > 0]
    typical = float(np.median(filled))
    for at, row in rows:
        if len(row) == width and _quality(row) > 0 and sum(map(bool, row)) >= 0.5 * typical:
            return at
    return rows[0][0]


def _header(lines: Sequence[str], layout: Layout) -> None:
    above = [(at, lines[at].strip()) for at in range(layout.start) if lines[at].strip()]

    def cells_of(line: str) -> list[str]:
        marked = next((m for m in COMMENT_MARKS if line.startswith(m)), "")
        return split_cells(line.removeprefix(marked).strip(), layout.separator)

    def fits(cells: list[str]) -> bool:
        filled = sum(map(bool, cells))
        trailing = len(cells) >= layout.width and not any(cells[layout.width :])
        close = len(cells) in (layout.width - 1, layout.width) or trailing
        return (
            close and (filled >= 2 or (filled == 1 and layout.width == 1)) and not _quality(cells)
        )

    units: list[str] = []
    if above:
        cells = cells_of(lines[above[-1][0]].rstrip())
        bare = [_bare_unit(cell) for cell in cells if cell]
        if len(above) > 1 and bare and all(unit in _UNITS for unit in bare):
            units = [_bare_unit(cell) for cell in cells]
            above = above[:-1]
    if above:
        cells = cells_of(lines[above[-1][0]].rstrip())
        if fits(cells):
            above = above[:-1]
            named = [cell for cell in cells if cell]
            if above and len(set(named)) < len(named):
                group = cells_of(lines[above[-1][0]].rstrip())
                if sum(map(bool, group)) > 0 and not _quality(group):
                    cells = _grouped(group, cells)
                    above = above[:-1]
            # One name too few may be a column of row names: that is for the rows to tell.
            layout.header = _filled(cells, min(len(cells), layout.width))
            layout.units = units
    layout.preamble = [line for _, line in above]


def _bare_unit(cell: str) -> str:
    return cell.strip("()[] ").lower()


def _grouped(group: list[str], cells: list[str]) -> list[str]:
    """Headings with the name of their group, which stands only over the first of each."""
    out, name = [], ""
    for at, cell in enumerate(cells):
        name = group[at] if at < len(group) and group[at] else name
        out.append(f"{name} {cell}".strip() if cell else "")
    return out


def _filled(cells: list[str], width: int) -> list[str]:
    """Headings for nameless columns: a name and two blanks are the x, y and z of a vector."""
    cells = cells[:width]
    out = list(cells)
    at = 0
    while at < len(cells):
        run = next((k for k in range(1, len(cells) - at) if cells[at + k]), len(cells) - at)
        if cells[at] and run == 3:
            out[at : at + 3] = [f"{cells[at]} {axis}" for axis in "xyz"]
        else:
            for k in range(at, at + run):
                out[k] = cells[k] or f"column {k + 1}"
        at += run
    return out
