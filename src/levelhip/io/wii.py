"""Wii Balance Boards: the loads on four corners become the force under the feet and its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from levelhip.core import Array, BadRecording, Force, Samples, Sentence, Side, phrase
from levelhip.io import repairs as mending
from levelhip.io.clocks import TIME_UNITS, sheet_clock
from levelhip.io.column_map import headings, map_section, number_between, one_of, plate_sides
from levelhip.io.csvlayout import looks_like_table
from levelhip.io.csvtable import Sheet, read_sheet, words
from levelhip.io.recording import ReadOptions, Recording, content_id

SENSORS_ACROSS_M = 0.433
SENSORS_FORWARD_M = 0.238
"""Distances between the sensors (Leach et al. 2014, Sensors 14(10):18244-18267)."""

CORNER_LIMIT_N = 3000.0
"""A board is made for 150 kg, 1471 N; no corner carries twice that. Chosen by us."""

EMPTY_BELOW_N = 50.0
"""A board with less on it is empty, when it is so for `EMPTY_FOR_S` at the start; chosen by us."""

EMPTY_FOR_S = 0.5
"""How long a board must stand empty to be tared by itself; chosen by us."""

LOADED_N = 20.0
"""Below this the place of the force is unknown; the usual threshold of gait laboratories."""

_UNITS = {"kg": 9.80665, "lb": 4.4482216, "lbs": 4.4482216, "n": 1.0, "kg/100": 0.0980665}
_CORNERS = ("top left", "top right", "bottom left", "bottom right")
_ROWS = {
    **dict.fromkeys(("top", "front", "upper", "forward", "t", "f"), "top"),
    **dict.fromkeys(("bottom", "back", "rear", "under", "lower", "bot", "b"), "bottom"),
}
_COLUMNS = {"left": "left", "l": "left", "right": "right", "r": "right"}
_PAIRS = {f"{row}{column}": f"{_ROWS[row]} {_COLUMNS[column]}" for row in "tfb" for column in "lr"}
_NOT_CORNERS = {"cop", "cog", "copx", "copy", "center", "centre", "gravity", "pressure", "total"}


@dataclass(frozen=True, slots=True)
class WiiMap:
    """What the person says about boards (docs/formats.md).

    Attributes
    ----------
    feet_apart_m : m, between the middles of the feet on a single board
    unit : "kg", "lb", "n" or "kg/100"
    rate_hz : Hz, for a file without times
    time, time_unit : heading and unit of the times
    boards : side of each board by its name in the file
    """

    feet_apart_m: float | None = None
    unit: str | None = None
    rate_hz: float | None = None
    time: str | None = None
    time_unit: str | None = None
    boards: dict[str, Side] = field(default_factory=dict)


class WiiReader:
    """Reads four corners of one or two boards (docs/formats.md)."""

    name = "wii"
    suffixes = (".csv", ".txt", ".tsv")
    section = "wii"

    def matches(self, path: Path, head: bytes) -> bool:
        """Whether the table has all four corners of a board.

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
        if path.is_dir():
            return False
        found: dict[str, set[str]] = {}
        for heading in looks_like_table(head):
            board, corner = corner_of(heading.rpartition(" (")[0] or heading)
            if corner:
                found.setdefault(board, set()).add(corner)
        return any(len(corners) == 4 for corners in found.values())

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """Forces under the feet; see `read_boards`.

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
        return read_boards(path, options)


reader = WiiReader()


def corner_of(label: str) -> tuple[str, str]:
    """Board and corner that a heading names.

    Parameters
    ----------
    label : str
        Heading without unit, as "TopLeft", "TL", "board2_bottom_right", "left board TL".

    Returns
    -------
    tuple of str
        Name of the board (empty for the only one) and "top left" …; empty when it is no corner.
    """
    tokens = list(words(label))
    if set(tokens) & _NOT_CORNERS:
        return "", ""
    for at in reversed(range(len(tokens))):
        pair = tokens[at]
        if pair in _PAIRS:
            return _board(tokens[:at]), _PAIRS[pair]
        if at and tokens[at - 1] in _ROWS and pair in _COLUMNS:
            return _board(tokens[: at - 1]), f"{_ROWS[tokens[at - 1]]} {_COLUMNS[pair]}"
        if at and tokens[at - 1] in _COLUMNS and len(pair) > 1 and pair in _ROWS:
            return _board(tokens[: at - 1]), f"{_ROWS[pair]} {_COLUMNS[tokens[at - 1]]}"
    return "", ""


def _board(tokens: list[str]) -> str:
    """Name of a board: a side, a number, or what else stands before the corner."""
    named = [_COLUMNS.get(t, t) for t in tokens]
    return " ".join(t for t in named if t not in ("board", "wii", "wbb", "balance", "sensor", "b"))


def read_boards(path: Path, options: ReadOptions) -> Recording:
    """Forces under the feet from one or two Wii Balance Boards.

    Parameters
    ----------
    path : Path
        Text with a column for each corner.
    options : ReadOptions
        `tare_kg` is what one empty board reads; `marker_map` may hold a section [wii].

    Returns
    -------
    Recording
        Kind "force". Two boards: one under each foot. One board: both feet on it, its centre of
        pressure known; left and right apart only when the map gives the distance of the feet.

    Raises
    ------
    BadRecording
        When unit, time or boards cannot be told.
    """
    sheet = read_sheet(path)
    told = wii_map(options.marker_map)
    clock = sheet_clock(
        sheet, time=told.time, unit=told.time_unit, rate_hz=told.rate_hz, section="wii"
    )
    boards = _boards(sheet)
    scale, spoken = _scale(sheet, boards, told)
    corners = np.hstack([sheet.values[:, places] * scale for places in boards.values()])
    notes = [*sheet.notes, *clock.notes, f"corners in {spoken}; top is where the toes point"]
    fixes = [*sheet.repairs]
    corners, beyond = mending.within(
        corners, CORNER_LIMIT_N, what="a corner", unit="N", name=sheet.name
    )
    fixes += beyond
    broken = np.asarray(np.isnan(corners).any(axis=1))
    steady = mending.steady(clock.time_s, corners, name=sheet.name, empty=broken)
    fixes += steady.repairs
    loads = steady.rows.reshape(len(steady.rows), len(boards), 4)
    loads = _tared(steady.time_s, loads, options.tare_kg, fixes)
    sides = _sides(tuple(boards), told, sheet.name)
    newton, centre = _forces(loads)
    if len(boards) == 1 and told.feet_apart_m is not None:
        newton, centre = _feet(newton, centre, told.feet_apart_m)
        sides = (Side.LEFT, Side.RIGHT)
        notes.append(f"one board, feet {told.feet_apart_m:g} m apart: each foot by leverage")
    elif len(boards) == 1:
        notes.append(
            "one board under both feet: total and place of the force only; for the share of each "
            "foot use two boards, or give feet_apart_m in a map"
        )
    force = Force(steady.time_s, newton, centre, sides)

    def stream() -> Iterator[Samples]:
        yield Samples(force=force)

    return Recording(
        path,
        content_id(path),
        "force",
        mending.rate_hz(force.time_s),
        float(force.time_s[-1] - force.time_s[0]),
        stream,
        notes=tuple(notes),
        repairs=fixes,
    )


def _boards(sheet: Sheet) -> dict[str, list[int]]:
    """Columns of the four corners of each board, in the order of `_CORNERS`."""
    found: dict[str, dict[str, int]] = {}
    for at, label in enumerate(sheet.labels):
        board, corner = corner_of(label)
        if corner and label not in sheet.texts:
            found.setdefault(board, {}).setdefault(corner, at)
    whole = {
        board: [corners[corner] for corner in _CORNERS]
        for board, corners in found.items()
        if len(corners) == 4
    }
    if len(whole) not in (1, 2):
        raise BadRecording(
            "{file}: {count} boards with four corners ({found}); give one or two, "
            "with headings as TopLeft, TopRight, BottomLeft, BottomRight",
            file=sheet.name,
            count=len(whole),
            found=", ".join(whole) or "-",
        )
    return whole


def _scale(sheet: Sheet, boards: dict[str, list[int]], told: WiiMap) -> tuple[float, str]:
    places = [at for columns in boards.values() for at in columns]
    tails = {words(sheet.labels[at])[-1] for at in places}
    named = ({sheet.units[at] for at in places} | tails) & set(_UNITS)
    if told.unit is not None or len(named) == 1:
        unit = told.unit or named.pop()
        return _UNITS[unit], unit
    total = np.nansum(sheet.values[:, places], axis=1)
    standing = float(np.nanpercentile(total, 90)) if total.size else 0.0
    if 20.0 <= standing <= 250.0:
        return _UNITS["kg"], "kg, told by their sum"
    raise BadRecording(
        "{file}: the corners add up to {value} without a unit, which is no person in kg (raw "
        'counts need the board\'s calibration); say it in a map, as [wii] unit = "kg", "lb", '
        '"n" or "kg/100"',
        file=sheet.name,
        value=f"{standing:.4g}",
    )


def _tared(time_s: Array, loads: Array, tare_kg: float | None, fixes: list[Sentence]) -> Array:
    """Loads less what the empty board reads: as the person says, or as it reads at the start."""
    if tare_kg is not None:
        fixes.append(
            phrase("{mass} kg of the empty board taken off each board", mass=f"{tare_kg:g}")
        )
        return np.asarray(loads - tare_kg * _UNITS["kg"] / 4)
    total = np.abs(loads.sum(axis=2)).max(axis=1)
    stepped_on = np.flatnonzero(total > EMPTY_BELOW_N)
    first = int(stepped_on[0]) if stepped_on.size else 0
    # The last moment before stepping on is already touched.
    start = time_s[0]
    empty = time_s <= (time_s[first] - 0.1 if first else start - 1.0)
    if not empty.any() or time_s[empty][-1] - start < EMPTY_FOR_S:
        return loads
    rest = np.median(loads[empty], axis=0)
    fixes.append(
        phrase(
            "empty for the first {time} s, tared by {masses} kg",
            time=f"{time_s[empty][-1] - start:.1f}",
            masses=", ".join(f"{kg:.2f}" for kg in rest.sum(axis=1) / _UNITS["kg"]),
        )
    )
    return np.asarray(loads - rest)


def _sides(names: tuple[str, ...], told: WiiMap, file: str) -> tuple[Side, ...]:
    if len(names) == 1:
        return (Side.BOTH,)
    known = {**{side.value: side for side in Side}, **told.boards}
    sides = tuple(known.get(name, Side.BOTH) for name in names)
    if set(sides) != {Side.LEFT, Side.RIGHT}:
        raise BadRecording(
            "{file}: boards {column} and {column_2}, and nothing says which is the left; say it "
            'in a map, as [plates] {column_3} = "right"',
            file=file,
            column=f"{names[0] or 'unnamed'!r}",
            column_2=f"{names[1] or 'unnamed'!r}",
            column_3=names[1],
        )
    return sides


def _forces(loads: Array) -> tuple[Array, Array]:
    """Force and centre of each board, (T, P, 3), lab frame, each in the board's own place."""
    total = loads.sum(axis=2)
    newton = np.full((*total.shape, 3), np.nan)
    centre = np.full((*total.shape, 3), np.nan)
    newton[:, :, 1] = total
    top_left, top_right, bottom_left, bottom_right = (loads[:, :, k] for k in range(4))
    carried = np.where(total > LOADED_N, total, np.nan)
    across = (top_right + bottom_right - top_left - bottom_left) / carried
    forward = (top_left + top_right - bottom_left - bottom_right) / carried
    centre[:, :, 2] = SENSORS_ACROSS_M / 2 * across
    centre[:, :, 0] = SENSORS_FORWARD_M / 2 * forward
    centre[:, :, 1] = np.where(np.isnan(carried), np.nan, 0.0)
    return newton, centre


def _feet(newton: Array, centre: Array, apart_m: float) -> tuple[Array, Array]:
    """Force under each of two feet on one board, by the lever law.

    The centre of pressure lies between the feet in the ratio of their loads.
    """
    left = 0.5 - centre[:, 0, 2] / apart_m
    part = np.clip(np.stack([left, 1.0 - left], axis=1), 0.0, 1.0)
    out = np.full((len(newton), 2, 3), np.nan)
    out[:, :, 1] = part * newton[:, :, 1]
    return out, np.full(out.shape, np.nan)


def wii_map(path: Path | None) -> WiiMap:
    """The `[wii]` and `[plates]` sections of a map file; an empty map without a file.

    Parameters
    ----------
    path : Path or None
        A TOML file (docs/formats.md).

    Returns
    -------
    WiiMap
        What it says.

    Raises
    ------
    BadRecording
        When it cannot be read, listing every fault at once.
    """
    said = map_section(
        path,
        "wii",
        {
            # Feet cannot stand closer than side by side, nor wider than the board.
            "feet_apart_m": number_between(0.05, 0.45),
            "unit": one_of(_UNITS),
            "rate_hz": number_between(0.1, 1e4),
            "time": headings(1),
            "time_unit": one_of(TIME_UNITS),
        },
    )
    return WiiMap(
        said.get("feet_apart_m"),
        said["unit"].lower() if "unit" in said else None,
        said.get("rate_hz"),
        said.get("time"),
        said["time_unit"].lower() if "time_unit" in said else None,
        plate_sides(path),
    )
