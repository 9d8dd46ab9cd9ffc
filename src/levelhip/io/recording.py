"""A recording of a person, whatever file it comes from, and the readers that open it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Protocol

from levelhip.core import BadRecording, LevelhipError, Samples, Sentence, Side, joined, phrase

ENTRY_POINT_GROUP = "levelhip.readers"
"""Where packages announce readers: `name = "module:object"`, the object being a `Reader`."""

HEAD_BYTES = 65_536
"""How much of a file a reader sees before it must say whether the file is its own; chosen by us,
the longest header among the known formats is some 10 kB."""


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A reader of levelhip's own, as announced in pyproject.toml.

    Attributes
    ----------
    name : name of the entry point
    target : "module:object"
    suffixes : the reader's suffixes, known here so that only the fitting module is imported
    """

    name: str
    target: str
    suffixes: tuple[str, ...]


BUILT_INS: tuple[BuiltIn, ...] = (
    BuiltIn("video", "levelhip.io.video:reader", (".mp4", ".mov", ".m4v", ".webm", ".mkv", ".avi")),
    BuiltIn("trc", "levelhip.io.trc:reader", (".trc",)),
    BuiltIn("c3d", "levelhip.io.c3d:reader", (".c3d",)),
    BuiltIn("mot", "levelhip.io.mot:reader", (".mot", ".sto")),
    BuiltIn("kept", "levelhip.io.kept_recording:reader", (".parquet",)),
    BuiltIn("landmarks", "levelhip.io.landmarks_file:reader", (".parquet", ".csv")),
    BuiltIn("wii", "levelhip.io.wii:reader", (".csv", ".txt", ".tsv")),
    BuiltIn("motion-csv", "levelhip.io.motion_csv:reader", (".csv", ".zip", ".txt", ".tsv")),
    BuiltIn("force-csv", "levelhip.io.force_csv:reader", (".csv", ".txt", ".tsv", ".forces")),
    BuiltIn("session", "levelhip.io.session_reader:reader", (".session",)),
)
"""Own readers; among those that share a suffix, the one with the stricter sign comes first."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person may say about a file before it is read; every field may be left out.

    Attributes
    ----------
    model : pose model for video: "lite", "full" or "heavy"
    marker_map : TOML file that maps markers, force columns or sensor columns to levelhip's names
    location : where a phone was worn: "sacrum", "thigh", "pocket", "hand", …
    tare_kg : what an empty balance board reads, kg, taken off its total
    dots : whether to look for bright dots on the front hip bones in a video
    jobs : how many processes may read a video; None = as many as there are cores
    forces : a force file recorded together with this one, on the same clock
    """

    model: str = "full"
    marker_map: Path | None = None
    location: str | None = None
    tare_kg: float | None = None
    dots: bool = True
    jobs: int | None = None
    forces: Path | None = None


@dataclass(slots=True)
class Recording:
    """Samples of one person over time, with all that is known of where they came from.

    Attributes
    ----------
    path : the file or folder; None for values typed in
    id : SHA-256 of the bytes (or of the typed values), hexadecimal
    kind : "video", "markers", "force", "motion", "landmarks" or "scales"
    rate_hz : Hz, nominal rate of the main stream
    duration_s : s, from the first to the last sample
    image_size : px, (width, height) of the upright picture; None without a picture
    notes : axes, units and mapping as found, in words
    repairs : what was mended, in words; may grow while streaming
    stream : gives the samples in order of time; can be called again for another pass
    side : the side that was said to work; None when not said
    """

    path: Path | None
    id: str
    kind: str
    rate_hz: float
    duration_s: float
    stream: Callable[[], Iterator[Samples]]
    image_size: tuple[int, int] | None = None
    notes: tuple[str, ...] = ()
    repairs: list[Sentence] = field(default_factory=list)
    side: Side | None = None

    def samples(self) -> Samples:
        """All samples in one piece; for a video this holds every landmark in memory."""
        return joined(list(self.stream()))


class Reader(Protocol):
    """What a module must offer to read a kind of file.

    Attributes
    ----------
    name : as in the entry point
    suffixes : lower case, with the dot, as ".trc"

    A reader with an attribute `section` also gets files that nobody knows, when the person's map
    has a section of that name.
    """

    @property
    def name(self) -> str:
        """Name of the format."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Usual suffixes of its files."""

    def matches(self, path: Path, head: bytes) -> bool:
        """Whether the file is of this format, judged by its first bytes; must not raise.

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

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """The recording; BadRecording when it cannot be read or trusted.

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


def reader_points() -> tuple[EntryPoint, ...]:
    """Announced readers: levelhip's own first, then those of other packages by name.

    Returns
    -------
    tuple of EntryPoint
        A checkout that is not installed has no metadata; its own readers are listed all the same.
    """
    own = tuple(EntryPoint(b.name, b.target, ENTRY_POINT_GROUP) for b in BUILT_INS)
    known = {(point.name, point.value) for point in own}
    found = sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name)
    return own + tuple(point for point in found if (point.name, point.value) not in known)


def _loaded(point: EntryPoint) -> Reader | None:
    module, _, attribute = point.value.partition(":")
    try:
        reader: Any = getattr(import_module(module), attribute)
    except ImportError as error:
        # A reader whose own module is absent is simply not installed; a missing library is a fault.
        if error.name is not None and module.startswith(error.name):
            return None
        raise LevelhipError(
            "reader {given}: {module} cannot be loaded ({system}); install what it needs or "
            "remove the package that announces it",
            given=point.name,
            module=point.value,
            system=error,
        ) from error
    return reader  # type: ignore[no-any-return]


def readers_for(path: Path) -> Iterator[Reader]:
    """Readers in the order in which they are asked: those of the file's suffix first.

    Parameters
    ----------
    path : Path
        Only its suffix is looked at.

    Yields
    ------
    Reader
        Loaded one by one, so that nothing more is imported than is asked.
    """
    suffix = path.suffix.lower()
    suffixes = {built_in.name: built_in.suffixes for built_in in BUILT_INS}
    points = reader_points()
    # A foreign reader's suffixes are known only once it is loaded: it is asked before the rest.
    first = [p for p in points if suffix in suffixes.get(p.name, (suffix,))]
    rest = [p for p in points if p not in first]
    for point in (*first, *rest):
        reader = _loaded(point)
        if reader is not None:
            yield reader


def open_recording(path: Path, options: ReadOptions | None = None) -> Recording:
    """Open a file or folder with the reader that knows it.

    Parameters
    ----------
    path : Path
        A file, or a folder that a phone app exported.
    options : ReadOptions, optional
        What the person said about it.

    Returns
    -------
    Recording
        Its samples are read when they are asked for, at the latest.

    Raises
    ------
    BadRecording
        When there is no such file, no reader knows it, or it cannot be trusted.
    """
    path = Path(path)
    options = options or ReadOptions()
    head = _head(path)
    for reader in readers_for(path):
        if reader.matches(path, head):
            recording = reader.read(path, options)
            # Marker readers join the plates themselves: they share the markers' axes and feet.
            if options.forces is None or recording.kind == "markers":
                return recording
            return _with_forces(recording, options)
    if options.marker_map is not None and (named := _reader_of_map(path, options.marker_map)):
        return named.read(path, options)
    raise BadRecording(_unknown(path, head))


def _reader_of_map(path: Path, map_path: Path) -> Reader | None:
    """The reader whose section stands in the map: it can read what its headings do not explain."""
    from levelhip.io.column_map import map_sections

    sections = map_sections(map_path)
    for reader in readers_for(path):
        if getattr(reader, "section", None) in sections:
            return reader
    return None


def content_id(path: Path) -> str:
    """SHA-256 of a file's bytes, or of a folder's names and bytes in order of name.

    Parameters
    ----------
    path : Path
        A file or folder that can be read.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    digest = hashlib.sha256()
    if path.is_dir():
        for entry in sorted(p for p in path.rglob("*") if p.is_file()):
            digest.update(entry.relative_to(path).as_posix().encode() + b"\0")
            digest.update(bytes.fromhex(content_id(entry)))
        return digest.hexdigest()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            if not any(path.iterdir()):
                raise BadRecording("{file}: the folder is empty; give a recording", file=path.name)
            return b""
        if not path.exists():
            raise BadRecording("{file}: no such file; check the name and the folder", file=path)
        if not path.is_file():
            raise BadRecording(
                "{file}: neither a file nor a folder; give a recording", file=path.name
            )
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise BadRecording(
            "{file}: cannot be opened ({system}); check the name and the permission to read it",
            file=path.name,
            system=os.strerror(error.errno or 0),
        ) from error
    if not head:
        raise BadRecording(
            "{file}: the file is empty (0 bytes); record or copy it again", file=path.name
        )
    return head


def _unknown(path: Path, head: bytes) -> Sentence:
    suffix = path.suffix.lower()
    if path.is_dir():
        return phrase(
            "{file}: a folder without a phone recording in it; levelhip looked for "
            "Accelerometer.csv and its kind; give one file, or analyse its files one by one",
            file=path.name,
        )
    content = Sentence("text") if _is_text(head) else Sentence("binary data")
    fitting = [b.name for b in BUILT_INS if suffix in b.suffixes]
    known = sorted({s for b in BUILT_INS for s in b.suffixes})
    if fitting:
        return phrase(
            "{file}: holds {what} that is no {given} recording levelhip knows; it looked for "
            "{known}; see docs/formats.md for what each must hold",
            file=path.name,
            what=content,
            given=suffix,
            known=", ".join(fitting),
        )
    return phrase(
        "{file}: holds {what} and its suffix {suffix} names no format that levelhip knows; give "
        "one of {known}",
        file=path.name,
        what=content,
        suffix=suffix or "(none)",
        known=", ".join(known),
    )


def _is_text(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return b"\0" not in head and sum(byte < 9 or 13 < byte < 32 for byte in head) * 50 <= len(head)


def _with_forces(recording: Recording, options: ReadOptions) -> Recording:
    if options.forces is None:
        return recording
    plates = open_recording(options.forces, replace(options, forces=None))
    force = plates.samples().force
    if force is None or not len(force):
        raise BadRecording(
            "{file}: holds {kind}, no forces; give a force file",
            file=options.forces.name,
            kind=plates.kind,
        )
    inner, name = recording.stream, options.forces.name

    def stream() -> Iterator[Samples]:
        given = 0
        for part in inner():
            if part.force is not None:
                raise BadRecording(
                    "{file}: holds forces itself; leave out {forces}",
                    file=recording.path,
                    forces=options.forces,
                )
            until = int(force.time_s.searchsorted(_last_time(part), side="right"))
            yield replace(part, force=force.cut(given, max(given, until)))
            given = max(given, until)
        if given < len(force):
            yield Samples(force=force.cut(given, len(force)))

    digest = hashlib.sha256(bytes.fromhex(recording.id) + bytes.fromhex(plates.id))
    return replace(
        recording,
        id=digest.hexdigest(),
        stream=stream,
        notes=(*recording.notes, *(f"{name}: {note}" for note in plates.notes)),
        repairs=[
            *recording.repairs,
            *(phrase("{file}: {repair}", file=name, repair=each) for each in plates.repairs),
        ],
    )


def _last_time(part: Samples) -> float:
    streams: tuple[Any, ...] = (part.track, part.motion)
    return max((float(s.time_s[-1]) for s in streams if s is not None and len(s)), default=-1e300)
