"""Forces under the feet from delimited text: one or two plates, or the columns of two feet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from levelhip.core import Array, BadRecording, Samples, Sentence, Side, phrase
from levelhip.io import repairs as mending
from levelhip.io.clocks import place, sheet_clock
from levelhip.io.csvlayout import looks_like_table
from levelhip.io.csvtable import Sheet, read_sheet
from levelhip.io.force_columns import BODY_WEIGHT_PER, METRE_PER, NEWTON_PER, meaning
from levelhip.io.force_map import ForceMap, force_map
from levelhip.io.force_plates import FLAT_AXES, Plate, lab_force, sides_of
from levelhip.io.recording import ReadOptions, Recording, content_id

FORCE_LIMIT_N = 20_000.0
"""No foot pushes harder; chosen by us (ten times the weight of a heavy person)."""

NOMINAL_MASS_KG = 70.0
"""Stands for the unknown mass when a file gives forces only as part of body weight: shares stay
right, newtons do not; chosen by us."""

STANDING_SUM = {"N": (245.0, FORCE_LIMIT_N), "kg": (25.0, 245.0), "BW": (0.3, 3.0)}
"""What the forces of both feet add up to in each unit, for bodies of 25 kg or more; tells the unit
of a file without one. Chosen by us."""

_WAY_OUT = Sentence(
    'name them in a map, as [force] left = "heading", right = "heading" (--marker-map)'
)


class ForceCsvReader:
    """Reads force tables (docs/formats.md)."""

    name = "force-csv"
    suffixes = (".csv", ".txt", ".tsv", ".forces")
    section = "force"

    def matches(self, path: Path, head: bytes) -> bool:
        """Whether the head is a table with a column of force.

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
        columns = looks_like_table(head)
        return any(meaning(*label_and_unit(column)).role == "force" for column in columns)

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """Forces under each foot; see `read_forces`.

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
        return read_forces(path, options)


reader = ForceCsvReader()


def label_and_unit(column: str) -> tuple[str, str]:
    """A heading as "Fz (N)" cut into "Fz" and "N".

    Parameters
    ----------
    column : str
        A heading with or without a unit in brackets.

    Returns
    -------
    tuple of str
        Heading and unit; the unit is empty when there is none.
    """
    label, _, unit = column.rpartition(" (")
    return (label, unit.rstrip(")")) if label else (column, "")


def read_forces(path: Path, options: ReadOptions) -> Recording:
    """Forces under the feet from a delimited text file.

    Parameters
    ----------
    path : Path
        Text with a column of vertical force for each foot or plate.
    options : ReadOptions
        `marker_map` may say what the headings do not.

    Returns
    -------
    Recording
        Kind "force"; newtons in the lab frame.

    Raises
    ------
    BadRecording
        When feet, time or unit cannot be told.
    """
    sheet = read_sheet(path)
    told = force_map(options.marker_map)
    clock = sheet_clock(
        sheet, time=told.time, unit=told.time_unit, rate_hz=told.rate_hz, section="force"
    )
    plates = _told_plates(sheet, told) or _plates(sheet)
    notes = [*sheet.notes, *clock.notes]
    fixes = [*sheet.repairs]
    up = _up_axis(sheet, plates)
    forces, centres = _vectors(sheet, plates, up, _scale(sheet, plates, up, told, notes, fixes))
    if np.nansum(forces[:, :, 2]) < 0:
        forces = -forces
        notes.append("forces on the plate turned to act on the person")
    flat, more = mending.within(
        forces.reshape(len(forces), -1), FORCE_LIMIT_N, what="force", unit="N", name=sheet.name
    )
    fixes += more
    steady = mending.steady(
        clock.time_s,
        np.hstack([flat, centres.reshape(len(centres), -1)]),
        name=sheet.name,
        empty=np.asarray(np.isnan(flat[:, 2::3]).all(axis=1)),
    )
    fixes += steady.repairs
    newton, centre = (part.reshape(-1, len(plates), 3) for part in np.hsplit(steady.rows, 2))
    if missing := int(np.isnan(newton[:, :, 2]).sum()):
        fixes.append(
            phrase("{count} readings of vertical force are missing, left so", count=missing)
        )
    sides = sides_of(
        [plate.who for plate in plates],
        told.sides,
        (newton, centre),
        up,
        file=sheet.name,
        notes=notes,
        repairs=fixes,
    )
    force = lab_force(steady.time_s, (newton, centre), sides, up, notes)
    notes += [
        f"{_spoken(side)}: vertical force from {sheet.labels[plate.force[up]]}"
        for side, plate in zip(sides, plates, strict=True)
    ]

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


def _spoken(side: Side) -> str:
    return {Side.LEFT: "left foot", Side.RIGHT: "right foot", Side.BOTH: "either foot"}[side]


def _told_plates(sheet: Sheet, told: ForceMap) -> list[Plate]:
    return [
        Plate(side.value, {"up": place(sheet, label)})
        for side, labels in told.feet.items()
        for label in labels
    ]


def _plates(sheet: Sheet) -> list[Plate]:
    """Columns of force and place put together by foot or plate, in order of the file."""
    found: dict[str, Plate] = {}
    for at, (label, unit) in enumerate(zip(sheet.labels, sheet.units, strict=True)):
        what = meaning(label, unit)
        if what.role not in ("force", "centre") or label in sheet.texts:
            continue
        plate = found.setdefault(what.who, Plate(what.who))
        columns = plate.force if what.role == "force" else plate.centre
        columns.setdefault(what.axis or "up", at)
    plates = [plate for plate in found.values() if plate.force]
    # A nameless total beside named feet would be counted twice.
    plates = [plate for plate in plates if plate.who] or plates
    if not plates:
        raise BadRecording(
            "{file}: no column of force among {columns}; {way_out}",
            file=sheet.name,
            columns=", ".join(sheet.labels[:12]),
            way_out=_WAY_OUT,
        )
    return plates


def _up_axis(sheet: Sheet, plates: list[Plate]) -> str:
    """The axis of the file's vectors that carries the weight."""
    shared = set.intersection(*(set(plate.force) for plate in plates))
    if "up" in shared:
        return "up"
    sizes = {
        axis: sum(float(np.nansum(np.abs(sheet.values[:, p.force[axis]]))) for p in plates)
        for axis in sorted(shared & set("xyz"))
    }
    up = max(sizes, key=lambda axis: sizes[axis], default="")
    # Standing or walking, the vertical is many times the rest.
    if not up or any(sizes[up] <= 2.0 * size for axis, size in sizes.items() if axis != up):
        raise BadRecording(
            "{file}: forces along {axes} do not tell which one is vertical; {way_out}",
            file=sheet.name,
            axes=", ".join(sizes) or Sentence("no common axis"),
            way_out=_WAY_OUT,
        )
    return up


def _scale(
    sheet: Sheet,
    plates: list[Plate],
    up: str,
    told: ForceMap,
    notes: list[str],
    fixes: list[Sentence],
) -> float:
    """Newton per unit of the force columns."""
    columns = [at for plate in plates for at in plate.force.values()]
    named = {meaning(sheet.labels[at], sheet.units[at]).unit for at in columns} - {""}
    named = {told.unit} if told.unit is not None else named & {*NEWTON_PER, *BODY_WEIGHT_PER}
    if len(named) > 1:
        raise BadRecording(
            "{file}: forces in {known}; export them in one unit",
            file=sheet.name,
            known=", ".join(sorted(named)),
        )
    unit = next(iter(named)) if named else _unit_by_size(sheet, plates, up)
    spoken = unit if named else f"{unit}, told by the size of the sum"
    notes.append(f"vertical force along {'the named column' if up == 'up' else up}, in {spoken}")
    if unit.lower() in NEWTON_PER:
        return NEWTON_PER[unit.lower()]
    mass = told.mass_kg or NOMINAL_MASS_KG
    if told.mass_kg is None:
        fixes.append(
            phrase(
                "forces are parts of an unknown body weight, scaled to {mass} kg: shares are "
                "right, newtons are not",
                mass=f"{mass:g}",
            )
        )
    return BODY_WEIGHT_PER[unit.lower()] * mass * NEWTON_PER["kg"]


def _unit_by_size(sheet: Sheet, plates: list[Plate], up: str) -> str:
    total = np.abs(np.nansum([sheet.values[:, p.force[up]] for p in plates], axis=0))
    usual = float(np.median(total[total > 0])) if (total > 0).any() else 0.0
    for unit, (low, high) in STANDING_SUM.items():
        if low <= usual < high:
            return unit
    raise BadRecording(
        "{file}: the forces add up to {value} at the median and no unit is named, so it cannot be "
        "told; name N, kg, lb or %BW in the headings",
        file=sheet.name,
        value=f"{usual:.3g}",
    )


def _vectors(
    sheet: Sheet, plates: list[Plate], up: str, newton_per_unit: float
) -> tuple[Array, Array]:
    """Force in N and centre in m, (T, P, 3), in the order of `FLAT_AXES`, up last."""
    shape = (len(sheet.values), len(plates), 3)
    forces, centres = np.full(shape, np.nan), np.full(shape, np.nan)
    for i, plate in enumerate(plates):
        for k, axis in enumerate((*FLAT_AXES[up], up)):
            if axis in plate.force:
                forces[:, i, k] = sheet.values[:, plate.force[axis]] * newton_per_unit
            if axis in plate.centre:
                centres[:, i, k] = sheet.values[:, plate.centre[axis]]
    if np.isfinite(centres).any():
        units = {sheet.units[at] for plate in plates for at in plate.centre.values()}
        known = {METRE_PER[unit] for unit in units if unit in METRE_PER}
        size = float(np.nanpercentile(np.abs(centres), 90))
        # Places lie within a few metres: larger numbers are cm or mm.
        by_size = 0.001 if size > 50 else 0.01 if size > 5 else 1.0
        centres *= known.pop() if len(known) == 1 else by_size
    return forces, centres
