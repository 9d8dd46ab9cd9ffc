"""What a person may say about a force file that its headings do not: a small TOML map."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from levelhip.core import Side
from levelhip.io.clocks import TIME_UNITS
from levelhip.io.column_map import headings, map_section, number_between, one_of, plate_sides
from levelhip.io.force_columns import BODY_WEIGHT_PER, NEWTON_PER

_SIDES = [side.value for side in Side]


@dataclass(frozen=True, slots=True)
class ForceMap:
    """What the person says about the columns of a force file, from a TOML file.

    Attributes
    ----------
    rate_hz : Hz, when the file has no times
    unit : unit of all forces, over what the headings say
    mass_kg : kg, when forces are parts of body weight
    feet : headings of the vertical force, by side
    time, time_unit : heading and unit of the times
    sides : side of each plate number or foot name in the file
    """

    rate_hz: float | None = None
    unit: str | None = None
    mass_kg: float | None = None
    feet: dict[Side, tuple[str, ...]] = field(default_factory=dict)
    time: str | None = None
    time_unit: str | None = None
    sides: dict[str, Side] = field(default_factory=dict)


def force_map(path: Path | None) -> ForceMap:
    """The `[force]` and `[plates]` sections of a map file; an empty map without a file.

    Parameters
    ----------
    path : Path or None
        A TOML file (docs/formats.md).

    Returns
    -------
    ForceMap
        What it says.

    Raises
    ------
    BadRecording
        When it cannot be read, listing every fault at once.
    """
    said = map_section(
        path,
        "force",
        {
            "rate_hz": number_between(0.1, 1e5),
            "mass_kg": number_between(1.0, 1000.0),
            "unit": one_of({**NEWTON_PER, **BODY_WEIGHT_PER}),
            "time": headings(1),
            "time_unit": one_of(TIME_UNITS),
            **dict.fromkeys(_SIDES, headings()),
        },
    )
    feet = {Side(name): said[name] for name in _SIDES if name in said}
    return ForceMap(
        said.get("rate_hz"),
        said["unit"].lower() if "unit" in said else None,
        said.get("mass_kg"),
        {side: (n,) if isinstance(n, str) else tuple(n) for side, n in feet.items()},
        said.get("time"),
        said["time_unit"].lower() if "time_unit" in said else None,
        plate_sides(path),
    )
