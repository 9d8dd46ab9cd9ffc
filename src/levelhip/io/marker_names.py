"""Which marker is which point of the body: maps in TOML, and how one is chosen for a file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from levelhip.core import BadRecording, Sentence, chained, phrase

BUILT_IN = (
    "levelhip",
    "opencap",
    "plug_in_gait",
    "bmc",
    "opensim",
    "rajagopal",
    "ior",
    "markerless",
)
"""Built-in maps; among maps that fit a file equally well, the first one is taken."""

MADE_POINTS = tuple(
    f"{side}_{point}"
    for point in ("hip", "knee", "ankle", "shoulder", "elbow", "wrist")
    for side in ("left", "right")
)
"""Joint centres; mapped to a marker they are taken as they are, otherwise they are computed."""

POINTS = frozenset(
    (
        *MADE_POINTS,
        *(
            f"{side}_{point}"
            for point in (
                "asis", "psis", "acromion", "ear", "elbow_lateral", "elbow_medial", "wrist_radius",
                "wrist_ulna", "hip_given", "knee_lateral", "knee_medial", "ankle_lateral",
                "ankle_medial", "heel", "foot_index",
            )
            for side in ("left", "right")
        ),
        "sacrum", "c7", "sternum", "head_top", "nose",
    )
)  # fmt: skip
"""What a map may name. `left_hip_given` is a hip centre that the file brings along, used only where
the pelvis markers do not give one."""


OTHER_SECTIONS = frozenset({"force", "wii", "motion"})
"""Sections of the same TOML file that other readers take (docs/formats.md)."""


@dataclass(frozen=True, slots=True)
class MarkerMap:
    """Which markers make which point.

    Attributes
    ----------
    name : short name of the map, or the user's file
    title : whose names these are
    points : for each point its alternatives, best first; each alternative is one or more markers
        whose mean is taken
    unit : unit of length if the map says so ("mm", "cm", "m"), else empty
    up : axis that points up if the map says so ("+Y"), else empty
    plates : sides of the force plates by number (1, 2 …), if the map says so
    """

    name: str
    title: str
    points: Mapping[str, tuple[tuple[str, ...], ...]]
    unit: str = ""
    up: str = ""
    plates: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A map laid over a file's names.

    Attributes
    ----------
    map : the map
    columns : for each point found, the indices of its markers
    """

    map: MarkerMap
    columns: Mapping[str, tuple[int, ...]]


def plain(name: str) -> str:
    """A marker's name without the subject's prefix, case and separators.

    Parameters
    ----------
    name : str
        As in the file, for example "Subject01:L.ASIS".

    Returns
    -------
    str
        For example "lasis".
    """
    return re.sub(r"[^0-9a-z]", "", name.rsplit(":", 1)[-1].lower())


def _alternatives(value: object, place: str) -> tuple[tuple[str, ...], ...]:
    items = [value] if isinstance(value, str) else value
    if isinstance(items, list):
        made = [(item,) if isinstance(item, str) else item for item in items]
        if made and all(
            isinstance(m, (list, tuple)) and m and all(isinstance(s, str) and s for s in m)
            for m in made
        ):
            return tuple(tuple(m) for m in made)
    raise BadRecording(
        "{column} is {given}; give a marker's name, or a list of alternatives (a list within the "
        'list is a mean of markers: [["L1", "L2"]])',
        column=place,
        given=f"{value!r}",
    )


def parsed_map(data: Mapping[str, Any], *, name: str) -> MarkerMap:
    """A marker map from a TOML document.

    Parameters
    ----------
    data : mapping
        With the table `points`, and if wished `title`, `unit`, `up` and the table `plates`.
    name : str
        How the map is called in messages.

    Returns
    -------
    MarkerMap

    Raises
    ------
    BadRecording
        Naming every fault of the map at once.
    """
    faults: list[Sentence] = []
    points = _points(data, name, faults)
    plates = _plates(data, name, faults)
    unit, up = str(data.get("unit", "")), str(data.get("up", ""))
    if unit not in ("", "mm", "cm", "m"):
        faults.append(phrase("{file}: unit is {given}; give mm, cm or m", file=name, given=unit))
    if up and not re.fullmatch(r"[+-]?[XYZxyz]", up):
        faults.append(
            phrase("{file}: up is {given}; give X, Y, Z, -X, -Y or -Z", file=name, given=up)
        )
    unknown = sorted(set(data) - {"title", "points", "unit", "up", "plates"} - OTHER_SECTIONS)
    if unknown:
        faults.append(
            phrase(
                "{file}: unknown {given}; known are title, unit, up, [points], [plates]",
                file=name,
                given=", ".join(unknown),
            )
        )
    if faults:
        raise BadRecording(chained(faults, "\n"))
    up = up.upper() if not up or up[0] in "+-" else f"+{up.upper()}"
    return MarkerMap(name, str(data.get("title", name)), points, unit, up, plates)


def _points(
    data: Mapping[str, Any], name: str, faults: list[Sentence]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    table = data.get("points", {})
    if not isinstance(table, dict) or not (table or {"plates", *OTHER_SECTIONS} & set(data)):
        faults.append(
            phrase("{file}: no table [points]; give at least left_asis and right_asis", file=name)
        )
        return {}
    points: dict[str, tuple[tuple[str, ...], ...]] = {}
    for point, value in table.items():
        if point not in POINTS:
            faults.append(
                phrase(
                    "{file}: points.{column} is no point; give {known}",
                    file=name,
                    column=point,
                    known=", ".join(sorted(POINTS)),
                )
            )
            continue
        try:
            points[point] = _alternatives(value, f"{name}: points.{point}")
        except BadRecording as error:
            faults.append(error.said)
    return points


def _plates(data: Mapping[str, Any], name: str, faults: list[Sentence]) -> dict[int, str]:
    sides = data.get("plates", {})
    if not isinstance(sides, dict):
        faults.append(
            phrase(
                '{file}: plates is {given}; give a table [plates] with 1 = "right"',
                file=name,
                given=repr(sides),
            )
        )
        return {}
    plates: dict[int, str] = {}
    for number, side in sides.items():
        if side not in ("left", "right", "both"):
            faults.append(
                phrase(
                    "{file}: plates.{column} is {given}; give left, right or both",
                    file=name,
                    column=str(number),
                    given=repr(side),
                )
            )
        elif str(number).isdigit():  # plates by name are those of tables of forces
            plates[int(number)] = str(side)
    return plates


def user_map(path: Path) -> MarkerMap:
    """The marker map in a person's own TOML file.

    Parameters
    ----------
    path : Path
        See docs/formats.md for what it holds.

    Returns
    -------
    MarkerMap

    Raises
    ------
    BadRecording
        When the file is missing, is no TOML, or says what it must not.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise BadRecording("marker map {file}: no such file; check the name", file=path) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadRecording(
            "marker map {file}: is no TOML that can be read: {system}", file=path.name, system=error
        ) from error
    return parsed_map(data, name=path.name)


def built_in_maps() -> tuple[MarkerMap, ...]:
    """The maps that levelhip brings along."""
    folder = files("levelhip.io") / "marker_maps"
    return tuple(
        parsed_map(tomllib.loads((folder / f"{name}.toml").read_text("utf-8")), name=name)
        for name in BUILT_IN
    )


def _laid(candidate: MarkerMap, index: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    columns: dict[str, tuple[int, ...]] = {}
    for point, alternatives in candidate.points.items():
        for alternative in alternatives:
            found = [index.get(plain(marker)) for marker in alternative]
            if None not in found:
                columns[point] = tuple(i for i in found if i is not None)
                break
    return columns


def chosen_map(names: Sequence[str], *, own: MarkerMap | None = None) -> Chosen:
    """The map that finds most points among a file's markers.

    Parameters
    ----------
    names : sequence of str
        The file's marker names; where two are alike in plain form, the first one counts.
    own : MarkerMap, optional
        The person's map: its points go before those of the best built-in map.

    Returns
    -------
    Chosen
        With no columns when no name is known.

    Raises
    ------
    BadRecording
        When a person's map names a marker that the file does not have.
    """
    index: dict[str, int] = {}
    for i, name in enumerate(names):
        index.setdefault(plain(name), i)
    best = max((Chosen(m, _laid(m, index)) for m in built_in_maps()), key=lambda c: len(c.columns))
    if own is None:
        return best
    columns = _laid(own, index)
    absent = sorted(set(own.points) - set(columns))
    if absent:
        raise BadRecording(
            "{file}: the file has no marker for {markers}; it has {found}",
            file=own.name,
            markers=", ".join(absent),
            found=", ".join(names),
        )
    return Chosen(own, {**best.columns, **columns})
