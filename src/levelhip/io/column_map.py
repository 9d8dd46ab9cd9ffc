"""The TOML file in which a person names the columns that a file's headings do not explain."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from levelhip.core import BadRecording, Sentence, Side, chained, phrase

Check = tuple[Callable[[Any], bool], Sentence]
"""Whether a value fits, and what to give otherwise."""


def map_section(path: Path | None, section: str, checks: dict[str, Check]) -> dict[str, Any]:
    """One section of a map file, checked; empty without a file or section.

    Parameters
    ----------
    path : Path or None
        A TOML file; sections of other readers in it are left alone.
    section : str
        Its name, as "force".
    checks : dict
        For each key that may stand in it: whether a value fits, and what to give otherwise.

    Returns
    -------
    dict
        What the section says.

    Raises
    ------
    BadRecording
        When the file cannot be read or says something unknown, listing every fault at once.
    """
    if path is None:
        return {}
    said = _section(path, section)
    faults: list[Sentence] = []
    for key, value in said.items():
        if key not in checks:
            faults.append(
                phrase(
                    "{given} is not known, use {known}",
                    given=f"{section}.{key}",
                    known=", ".join(checks),
                )
            )
        elif not checks[key][0](value):
            faults.append(
                phrase(
                    "{column} is {given}, give {wanted}",
                    column=f"{section}.{key}",
                    given=repr(value),
                    wanted=checks[key][1],
                )
            )
    if faults:
        raise BadRecording("{file}: {faults}", file=path.name, faults=chained(faults))
    return said


def number_between(low: float, high: float) -> Check:
    """The check of a number in a range, and the words for it.

    Parameters
    ----------
    low, high : in the unit of the key
        Both ends are allowed.

    Returns
    -------
    tuple
        As `map_section` takes it.
    """

    def fits(value: object) -> bool:
        return (
            isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
        )

    return fits, phrase("a number from {low} to {high}", low=f"{low:g}", high=f"{high:g}")


def one_of(words: Iterable[str]) -> Check:
    """The check of a word, whatever its capitals, and the words for it.

    Parameters
    ----------
    words : iterable of str
        What may be said, in lower case.

    Returns
    -------
    tuple
        As `map_section` takes it.
    """
    known = list(words)
    wanted = phrase("one of {known}", known=", ".join(known))
    return lambda value: isinstance(value, str) and value.lower() in known, wanted


def headings(count: int | None = None) -> Check:
    """The check of one heading or a list of them, and the words for it.

    Parameters
    ----------
    count : int, optional
        How many headings there must be; any number by default.

    Returns
    -------
    tuple
        As `map_section` takes it.
    """

    def fits(value: object) -> bool:
        if isinstance(value, str):
            return count in (None, 1)
        listed = isinstance(value, list) and all(isinstance(name, str) for name in value)
        return listed and (count is None or len(value) == count)  # type: ignore[arg-type]

    if count == 1:
        return fits, Sentence("a heading")
    if count is None:
        return fits, Sentence("one or more headings in a list")
    return fits, phrase("{count} headings in a list", count=count)


def plate_sides(path: Path | None) -> dict[str, Side]:
    """The `[plates]` section of a map file: whose foot stands on each plate or board.

    Parameters
    ----------
    path : Path or None
        A TOML file.

    Returns
    -------
    dict
        Side by the number or name of the plate, lower case, as the recording has it.

    Raises
    ------
    BadRecording
        When the file cannot be read or a side is none, listing every fault at once.
    """
    if path is None:
        return {}
    said = _section(path, "plates")
    sides = [side.value for side in Side]
    faults = [
        phrase(
            "{column} is {given}, give {known}",
            column=f"plates.{name}",
            given=repr(side),
            known=", ".join(sides),
        )
        for name, side in said.items()
        if side not in sides
    ]
    if faults:
        raise BadRecording("{file}: {faults}", file=path.name, faults=chained(faults))
    return {name.lower(): Side(side) for name, side in said.items()}


def map_sections(path: Path) -> frozenset[str]:
    """Names of the sections of a map file; BadRecording when it cannot be read.

    Parameters
    ----------
    path : Path
        A TOML file.

    Returns
    -------
    frozenset of str
    """
    return frozenset(_map(path))


def _section(path: Path, section: str) -> dict[str, Any]:
    said = _map(path).get(section, {})
    if not isinstance(said, dict):
        raise BadRecording(
            "{file}: {column} is {given}; write a section [{column}]",
            file=path.name,
            column=section,
            given=f"{said!r}",
        )
    return said


def _map(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadRecording(
            "{file}: no readable TOML map ({system}); mend it", file=path.name, system=error
        ) from error
