"""Raw marker paths of any file become one person's points and plates in the lab frame."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from levelhip.core import (
    Array,
    BadRecording,
    Force,
    Frame,
    Samples,
    Sentence,
    Track,
    chained,
    phrase,
)
from levelhip.io.marker_axes import lab_axes
from levelhip.io.marker_forces import joined_force
from levelhip.io.marker_joints import joint_centres
from levelhip.io.marker_names import MADE_POINTS, Chosen, chosen_map, user_map
from levelhip.io.marker_repairs import bridged, exact_times, missing_as_nan, rising
from levelhip.io.plates import RawPlates, lab_force
from levelhip.io.recording import ReadOptions, Recording, content_id

SEEN_SHARE = 0.95
"""Part of the time below which a marker in use is noted as often missing; chosen by us."""

NAMES_SHOWN = 60
"""How many marker names an error lists at most; chosen by us."""


@dataclass(slots=True)
class RawMarkers:
    """What a marker file holds, before anything is known of the person.

    Attributes
    ----------
    source : the file's name for messages
    time_s : (T,), s, as in the file
    xyz : (T, L, 3), in the file's axes and unit
    names : L marker names as in the file, each once
    rate_hz : Hz, as the file says
    unit : unit of length as the file says; empty when it does not
    up : axis that points up by the file or its format, as "+Y"; empty when unknown
    up_why : where that comes from
    notes, repairs : in words
    plates : force plates in the same axes, if any
    """

    source: str
    time_s: Array
    xyz: Array
    names: tuple[str, ...]
    rate_hz: float
    unit: str
    up: str
    up_why: str
    notes: list[str] = field(default_factory=list)
    repairs: list[Sentence] = field(default_factory=list)
    plates: RawPlates | None = None


def marker_recording(raw: RawMarkers, path: Path, options: ReadOptions) -> Recording:
    """A recording in the lab frame with joint centres, bony points and plates.

    Parameters
    ----------
    raw : RawMarkers
        As read from the file.
    path : Path
        The file.
    options : ReadOptions
        `marker_map` goes before the built-in maps.

    Returns
    -------
    Recording
        Of kind "markers".

    Raises
    ------
    BadRecording
        When no person can be made of the markers; the message says what is missing for what.
    """
    own = user_map(options.marker_map) if options.marker_map else None
    chosen = chosen_map(raw.names, own=own)
    _refuse_without_body(raw, chosen)
    xyz, zeros = missing_as_nan(raw.xyz)
    repairs = [*raw.repairs]
    if zeros:
        repairs.append(
            phrase(
                "missing: {count} marker samples at exactly 0, 0, 0 taken as not seen", count=zeros
            )
        )
    time_s, xyz, dropped = rising(raw.time_s, xyz, source=raw.source)
    repairs += dropped
    time_s, gridded = exact_times(time_s, raw.rate_hz)
    notes = [*raw.notes, f"markers: {len(raw.names)} at {raw.rate_hz:g} Hz"]
    if gridded:
        notes.append(f"time: the file's rounded times put on its own {raw.rate_hz:g} Hz grid")
    xyz, confidence, filled = bridged(time_s, xyz, raw.names)
    repairs += filled

    given = {point: _mean_of(xyz, columns) for point, columns in chosen.columns.items()}
    axes = lab_axes(
        given,
        declared_unit=chosen.map.unit or raw.unit,
        usual_up=chosen.map.up or raw.up,
        usual_why="as the marker map says" if chosen.map.up else raw.up_why,
        source=raw.source,
    )
    points = {point: axes.to_lab(path_xyz) for point, path_xyz in given.items()}
    made, joint_notes = joint_centres(points)
    joint_notes += _often_missing(xyz, raw.names, chosen)
    notes += [
        f"names: {len(chosen.columns)} points by the map {chosen.map.name} ({chosen.map.title})",
        *axes.notes,
        *joint_notes,
    ]
    repairs += axes.repairs
    track = _track(time_s, made, axes.to_lab(xyz), confidence, raw.names, chosen)
    identity = content_id(path)
    force: Force | None = None
    if options.forces is not None:
        if raw.plates is not None:
            raise BadRecording(
                "{file}: holds forces itself; leave out {file_2}",
                file=raw.source,
                file_2=options.forces.name,
            )
        force, force_notes, force_repairs = joined_force(
            options.forces, options, axes, track, chosen.map.plates
        )
        both = bytes.fromhex(identity) + bytes.fromhex(content_id(options.forces))
        identity = hashlib.sha256(both).hexdigest()
        notes += force_notes
        repairs += force_repairs
    elif raw.plates is not None:
        force, force_notes, force_repairs = lab_force(
            raw.plates, axes, track, sides=chosen.map.plates
        )
        notes += force_notes
        repairs += force_repairs
    samples = Samples(track=track, force=force)

    def stream() -> Iterator[Samples]:
        yield samples

    return Recording(
        path=path,
        id=identity,
        kind="markers",
        rate_hz=raw.rate_hz,
        duration_s=float(time_s[-1] - time_s[0]) if time_s.size else 0.0,
        stream=stream,
        notes=tuple(notes),
        repairs=repairs,
    )


def _often_missing(xyz: Array, names: tuple[str, ...], chosen: Chosen) -> list[str]:
    seen = np.isfinite(xyz).all(axis=2).mean(axis=0)
    used = sorted({column for columns in chosen.columns.values() for column in columns})
    rare = [f"{names[i]} {100 * seen[i]:.0f} %" for i in used if seen[i] < SEEN_SHARE]
    return [f"seen only part of the time: {', '.join(rare)}"] if rare else []


def _mean_of(xyz: Array, columns: tuple[int, ...]) -> Array:
    total = xyz[:, columns[0]]
    for column in columns[1:]:
        total = total + xyz[:, column]
    return np.asarray(total / len(columns))


def _refuse_without_body(raw: RawMarkers, chosen: Chosen) -> None:
    """Say what is missing for what, unless there is a pelvis, hips, or at least feet."""
    found = set(chosen.columns)
    pairs = ("asis", "hip", "hip_given", "psis")
    if any({f"left_{p}", f"right_{p}"} <= found for p in pairs):
        return
    missing = [
        Sentence("left_asis, right_asis (pelvis, hip centres, obliquity)"),
        Sentence("left_psis, right_psis (or sacrum: which way the pelvis faces)"),
    ]
    if not {"left_knee_lateral", "right_knee_lateral"} & found:
        missing.append(Sentence("left_knee_lateral, right_knee_lateral (thigh and shank)"))
    if not {"left_ankle_lateral", "right_ankle_lateral"} & found:
        missing.append(Sentence("left_ankle_lateral, right_ankle_lateral (feet, steps)"))
    names = ", ".join(raw.names[:NAMES_SHOWN])
    more = len(raw.names) - NAMES_SHOWN
    raise BadRecording(
        "{file}: no pelvis among its {count} markers. Missing: {missing}. Found: "
        "{found}. If the pelvis is there under another name, give a TOML "
        'file by --marker-map with [points], left_asis = "NAME", right_asis = "NAME", '
        'left_psis = "NAME", right_psis = "NAME"',
        file=raw.source,
        count=len(raw.names),
        missing=chained(missing),
        found=names if more <= 0 else f"{names} (+{more})",
    )


def _track(
    time_s: Array,
    made: Mapping[str, Array],
    markers: Array,
    confidence: Array,
    names: tuple[str, ...],
    chosen: Chosen,
) -> Track:
    """Joint centres and bony points first, then every marker that became none of them."""
    whole = {c[0] for p, c in chosen.columns.items() if len(c) == 1 and p in made}
    used = {
        c[0] for p, c in chosen.columns.items()
        if len(c) == 1 and p in made and p not in MADE_POINTS
    } | {i for i in whole if names[i] in made}  # fmt: skip
    own = [i for i in range(len(names)) if i not in used and names[i] not in made]
    sure = {p: confidence[:, list(c)].min(axis=1) for p, c in chosen.columns.items()}
    paths = [*made.values(), *(markers[:, i] for i in own)]
    beliefs = [
        *(
            np.where(np.isfinite(path).all(axis=1), sure.get(name, np.float64(1.0)), 0.0)
            for name, path in made.items()
        ),
        *(confidence[:, i] for i in own),
    ]
    return Track(
        time_s,
        np.stack(paths, axis=1),
        np.stack(beliefs, axis=1),
        (*made, *(names[i] for i in own)),
        Frame.LAB,
    )
