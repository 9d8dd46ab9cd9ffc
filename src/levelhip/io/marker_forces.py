"""A force file recorded together with a marker file, brought into the same frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from levelhip.biomech.clusters import turned
from levelhip.core import BadRecording, Force, Sentence, Side, Track, phrase
from levelhip.io import mot
from levelhip.io.marker_axes import Axes
from levelhip.io.plates import RawPlates, lab_force
from levelhip.io.recording import HEAD_BYTES, ReadOptions, open_recording


def joined_force(
    path: Path, options: ReadOptions, axes: Axes, track: Track, sides: Mapping[int, str]
) -> tuple[Force | None, list[str], list[Sentence]]:
    """The forces of another file in the lab frame of a marker recording.

    Where the force file's vertical is another axis than the markers', nothing but the upright force
    means the same in both, and only that is kept.

    Parameters
    ----------
    path : Path
        The force file, on the markers' clock.
    options : ReadOptions
        What else was said about the recording.
    axes : Axes
        Of the markers.
    track : Track
        Lab frame; its feet tell whose foot stands on which plate.
    sides : mapping of int to str
        Sides by the number of the plate, as the marker map gives them.

    Returns
    -------
    tuple of Force or None, list of str, list of str
        Force, notes, repairs.

    Raises
    ------
    BadRecording
        When the file cannot be read or holds no forces.
    """
    notes: list[str] = []
    repairs: list[Sentence] = []
    if _is_opensim(path):
        table = mot.opensim_table(path)
        repairs += [phrase("{file}: {repair}", file=path.name, repair=r) for r in table.repairs]
        raw = mot.raw_plates(table)
    else:
        raw = _other(path, options, notes, repairs)
    loads = np.abs(np.nansum(turned(raw.newton, axes.rotation), axis=(0, 1)))
    if loads[1] < max(loads[0], loads[2]):
        vertical = int(np.argmax(np.abs(np.nansum(raw.newton, axis=(0, 1)))))
        newton = np.full(raw.newton.shape, np.nan)
        newton[:, :, 1] = raw.newton[:, :, vertical]
        raw = replace(raw, newton=newton, centre=np.full(raw.centre.shape, np.nan))
        axes = Axes(np.eye(3), 1.0, mirrored=False, notes=(), repairs=())
        notes.append(
            f"{path.name}: its vertical is {'XYZ'[vertical]}, not that of the markers; only the "
            "upright force is used"
        )
    force, more_notes, more_repairs = lab_force(raw, axes, track, sides=sides)
    return force, notes + more_notes, repairs + more_repairs


def _is_opensim(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return mot.reader.matches(path, file.read(HEAD_BYTES))
    except OSError as error:
        raise BadRecording(
            "{file}: cannot be opened; check the name of the force file", file=path
        ) from error


def _other(
    path: Path, options: ReadOptions, notes: list[str], repairs: list[Sentence]
) -> RawPlates:
    name = path.name
    other = open_recording(path, replace(options, forces=None))
    force = other.samples().force
    if force is None or not len(force):
        raise BadRecording(
            "{file}: holds {kind}, no forces; give a force file", file=name, kind=other.kind
        )
    notes += [f"{name}: {note}" for note in other.notes]
    repairs += [phrase("{file}: {repair}", file=name, repair=each) for each in other.repairs]
    sides = tuple(None if side is Side.BOTH else side for side in force.sides)
    return RawPlates(force.time_s, force.newton.copy(), force.centre.copy(), other.rate_hz, sides)
