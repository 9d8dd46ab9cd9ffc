"""Tables in text files: where the header is, what separates the cells, and the numbers in them.

Polars parses; this module finds out how. Nothing is guessed that the file contradicts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from levelhip.core import Array, BadRecording, Sentence, phrase
from levelhip.io.csvlayout import COMMENT_MARKS, MISSING, Layout, decoded, layout_of, split_cells

BAD_ROW_LIMIT = 0.01
"""Share of rows with a wrong number of cells that may be dropped; chosen by us. A file with more
is not a table with accidents, it is something else."""

LARGEST = 1e20
"""Numbers beyond this are no measurement but damage; chosen by us (the largest that is right is a
time in ns since 1970, 2e18)."""

_UNIT_END = re.compile(r"\s*[\(\[]([^()\[\]]*)[\)\]]\s*$")
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|%+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of numbers read from text.

    Attributes
    ----------
    name : file name, for messages
    labels : C column headings as in the file, without their unit; "column 1" … without a header
    units : C units as in the file, lower case; empty where none is given
    values : (T, C), NaN where a cell holds no number
    texts : cells of the columns that hold words or dates, by heading
    lines : (T,), line number of each row in the file
    headed : whether the file has a header
    preamble : lines above the header
    notes : how the file was read, in words
    repairs : what was mended, in words
    """

    name: str
    labels: tuple[str, ...]
    units: tuple[str, ...]
    values: Array
    texts: dict[str, list[str]]
    lines: Array
    headed: bool
    preamble: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    repairs: tuple[Sentence, ...] = ()

    def words(self, column: int) -> tuple[str, ...]:
        """The heading of a column cut into lower-case words.

        Parameters
        ----------
        column : int
            Index of the column.

        Returns
        -------
        tuple of str
            "RightFz1" gives right, fz, 1.
        """
        return words(self.labels[column])


def words(label: str) -> tuple[str, ...]:
    """A heading cut into lower-case words at signs, digits and capitals.

    Parameters
    ----------
    label : str
        A column heading.

    Returns
    -------
    tuple of str
        "accelerationX_g" gives acceleration, x, g.
    """
    return tuple(word.lower() for word in _WORD.findall(label))


def read_sheet(path: Path) -> Sheet:
    """The table in a text file.

    Parameters
    ----------
    path : Path
        A text file with columns.

    Returns
    -------
    Sheet
        Numbers with their headings and units.

    Raises
    ------
    BadRecording
        When there is no table of numbers in it.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadRecording(
            "{file}: cannot be read ({system}); check name and permission",
            file=path.name,
            system=error.strerror,
        ) from error
    return sheet(data, path.name)


def sheet(data: bytes, name: str) -> Sheet:
    """The table in the bytes of a text file; see `read_sheet`.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        File name, for messages.

    Returns
    -------
    Sheet
        Numbers with their headings and units.
    """
    text, encoding = decoded(data, name)
    lines = re.split(r"\r\n|\r|\n", text)
    layout = layout_of(lines, name)
    rows, numbers, repairs = _rows(lines, layout, name)
    last = (split_cells(row, layout.separator)[-1] for row in rows[:50])
    if len(layout.header) == layout.width - 1 and any(last):
        # R writes row names without a heading of their own.
        layout.header.insert(0, "row")
    notes = [f"columns separated by {_spoken(layout.separator)}, {encoding}"]
    if layout.comma:
        notes.append("decimal comma")
    return _numbers(rows, np.asarray(numbers, float), layout, name, notes, repairs)


def _rows(
    lines: Sequence[str], layout: Layout, name: str
) -> tuple[list[str], list[int], list[Sentence]]:
    rows: list[str] = []
    numbers: list[int] = []
    odd: list[int] = []
    for at, line in enumerate(lines[layout.start :], start=layout.start + 1):
        if not line.strip() or line.lstrip().startswith(COMMENT_MARKS):
            continue
        count = (
            line.count(layout.separator) + 1
            if layout.separator != " " and '"' not in line
            else len(split_cells(line, layout.separator))
        )
        if count == layout.width or (count > layout.width and _blank_tail(line, layout)):
            rows.append(line)
            numbers.append(at)
        else:
            odd.append(at)
    repairs: list[Sentence] = []
    if odd and numbers and odd[-1] > numbers[-1]:
        repairs.append(phrase("last line {line} is cut off, dropped", line=odd[-1]))
        odd = odd[:-1]
    if len(odd) > max(1.0, BAD_ROW_LIMIT * len(rows)):
        raise BadRecording(
            "{file}: {count} of {total} rows have not {width} cells, first line {line}; export "
            "the recording again as one table",
            file=name,
            count=len(odd),
            total=len(rows) + len(odd),
            width=layout.width,
            line=odd[0],
        )
    if odd:
        repairs.append(
            phrase(
                "{count} rows with a wrong number of cells dropped: line {lines}",
                count=len(odd),
                lines=_listed(odd),
            )
        )
    if not rows:
        raise BadRecording(
            "{file}: no complete row of numbers; record or export it again", file=name
        )
    return rows, numbers, repairs


def _blank_tail(line: str, layout: Layout) -> bool:
    return not any(split_cells(line, layout.separator)[layout.width :])


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:3])) + (" …" if len(numbers) > 3 else "")


def _columns(rows: list[str], layout: Layout) -> Iterator[tuple[int, Array, Array, list[str]]]:
    """Per column: index, numbers, which cells hold something that is no number, raw cells."""
    import polars as pl

    separator = layout.separator
    if separator == " " or any('"' in row for row in rows):
        # The parser is given one plain form: tabs, no quotes.
        cut = (split_cells(row, separator)[: layout.width] for row in rows)
        rows = ["\t".join(cell.replace("\t", " ") for cell in cells) for cells in cut]
        separator = "\t"
    frame = pl.read_csv(
        "\n".join(rows).encode(),
        has_header=False,
        separator=separator,
        infer_schema=False,
        quote_char=None,
        truncate_ragged_lines=True,
        raise_if_empty=False,
    )
    for at, column in enumerate(frame.get_columns()[: layout.width]):
        cells = column.fill_null("").str.strip_chars()
        if layout.comma:
            cells = cells.str.replace_all(",", ".", literal=True)
        missing = cells.str.to_lowercase().is_in(list(MISSING))
        numbers = cells.cast(pl.Float64, strict=False)
        wrong = (numbers.is_null() & ~missing).to_numpy()
        values = numbers.fill_null(np.nan).to_numpy().astype(float)
        values[~np.isfinite(values)] = np.nan
        wrong |= np.abs(np.nan_to_num(values)) > LARGEST
        values[wrong] = np.nan
        yield at, values, wrong, column.fill_null("").to_list() if wrong.any() else []


def _numbers(
    rows: list[str],
    numbers: Array,
    layout: Layout,
    name: str,
    notes: list[str],
    repairs: list[Sentence],
) -> Sheet:
    labels: list[str] = []
    units: list[str] = []
    columns: list[Array] = []
    texts: dict[str, list[str]] = {}
    for at, values, wrong, raw in _columns(rows, layout):
        label = layout.header[at] if at < len(layout.header) else f"column {at + 1}"
        unit = layout.units[at] if at < len(layout.units) else ""
        if not unit and (found := _UNIT_END.search(label)) and found.start() > 0:
            unit = found.group(1).strip().lower()
            label = label[: found.start()]
        label = label.strip().strip('"').strip() or f"column {at + 1}"
        if label in labels:
            label = f"{label} ({at + 1})"
        filled = np.isfinite(values).sum() + wrong.sum()
        if wrong.sum() > 0.5 * filled:
            texts[label] = [cell.strip() for cell in raw]
            values = np.full(values.size, np.nan)
        elif wrong.any():
            first = int(np.argmax(wrong))
            repairs.append(
                phrase(
                    "{count} cells of {column} hold no number, taken as missing (first line "
                    "{line}: {given})",
                    count=int(wrong.sum()),
                    column=label,
                    line=int(numbers[first]),
                    given=f"{raw[first].strip()[:20]!r}",
                )
            )
        labels.append(label)
        units.append(unit)
        columns.append(values)
    return Sheet(
        name,
        tuple(labels),
        tuple(units),
        np.column_stack(columns),
        texts,
        numbers,
        bool(layout.header),
        tuple(layout.preamble),
        tuple(notes),
        tuple(repairs),
    )


def _spoken(separator: str) -> str:
    return {"\t": "tabs", ";": "semicolons", ",": "commas", " ": "spaces"}[separator]
