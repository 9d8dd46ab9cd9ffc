"""Reads the folder of a session back, finished or not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from levelhip.core import (
    Answer,
    BadRecording,
    Force,
    Mark,
    Motion,
    Person,
    Samples,
    Sentence,
    Side,
    phrase,
)
from levelhip.core.sentence import sentence_of
from levelhip.io.landmarks_file import read_landmarks
from levelhip.io.live import first_s, last_s
from levelhip.io.recording import ReadOptions, Recording
from levelhip.io.segment_file import STREAMS, Stream, read_segment
from levelhip.io.series_file import read_series
from levelhip.io.session_folder import (
    FIRST_SEGMENT,
    JOURNAL_NAME,
    SCHEMA,
    SEGMENT,
    SUFFIX,
    VERSION,
    segment_numbers,
)


@dataclass(frozen=True, slots=True)
class Journal:
    """The lines of a session's journal.

    Attributes
    ----------
    head : what the session was to be
    lines : all lines in order, each a dict with "t", s, and "kind"
    repairs : what was mended, in words
    finished : whether the session came to its end
    numbers : of each line in the file, from 1
    """

    head: dict[str, Any]
    lines: tuple[dict[str, Any], ...]
    repairs: tuple[Sentence, ...]
    finished: bool
    numbers: tuple[int, ...] = ()

    @property
    def person(self) -> Person:
        """The body, as far as it was given."""
        return Person(**self.head["person"])

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The lines of a kind."""
        return [line for line in self.lines if line["kind"] == kind]

    def marks(self) -> tuple[Mark, ...]:
        """The marks that were put."""
        return tuple(Mark(m["t"], m["name"], Side(m["side"])) for m in self.of("mark"))

    def answers(self) -> tuple[Answer, ...]:
        """The answers that were kept."""
        return tuple(
            Answer(a["t"], a["name"], a["value"], Side(a["side"])) for a in self.of("answer")
        )


class SessionReader:
    """Reads what `levelhip coach` keeps (docs/formats.md)."""

    name = "session"
    suffixes = (SUFFIX,)

    def matches(self, path: Path, head: bytes) -> bool:  # noqa: ARG002
        """Whether a folder is one of a session."""
        return path.is_dir() and (path / JOURNAL_NAME).is_file()

    def read(self, path: Path, options: ReadOptions) -> Recording:  # noqa: ARG002
        """The recording; see `read_session`."""
        return read_session(path)


reader = SessionReader()


def read_journal(path: Path) -> Journal:
    """The journal of a session folder; a torn last line is dropped and said.

    Parameters
    ----------
    path : Path
        The folder.

    Returns
    -------
    Journal

    Raises
    ------
    BadRecording
        When there is none, it is of a newer version, or its first line is not whole.
    """
    file = path / JOURNAL_NAME
    try:
        raw = file.read_bytes()
    except OSError as fault:
        raise BadRecording(
            "{file}: no session in it ({system}: {journal}); give the folder that `levelhip "
            "coach` named",
            file=path,
            system=fault.strerror,
            journal=JOURNAL_NAME,
        ) from None
    lines: list[dict[str, Any]] = []
    repairs: list[Sentence] = []
    numbers: list[int] = []
    for number, text in enumerate(raw.split(b"\n"), start=1):
        if not text.strip():
            continue
        try:
            line = json.loads(text)
            known = isinstance(line, dict) and isinstance(line.get("kind"), str)
            float(line["t"])
        except (ValueError, KeyError, TypeError):
            known, line = False, {}
        if known:
            lines.append(line)
            numbers.append(number)
        else:
            repairs.append(
                phrase(
                    "{file}: line {line} is not whole; it was left out",
                    file=JOURNAL_NAME,
                    line=number,
                )
            )
    head = lines[0] if lines else {}
    schema, _, version = str(head.get("schema", "")).partition("/")
    if head.get("kind") != "head" or schema != SCHEMA:
        raise BadRecording(
            "{file}: does not begin as a session of levelhip; nothing can be finished from it",
            file=file,
        )
    if not version.isdigit() or int(version) > VERSION:
        raise BadRecording(
            "{file}: written by a newer levelhip ({given}); update levelhip",
            file=file,
            given=version,
        )
    finished = any(line["kind"] == "finish" for line in lines)
    if not finished:
        reached = f"{lines[-1]['t']:.1f} s"
        repairs.append(
            phrase(
                "the session was cut off after {time}; it counts as far as it was kept",
                time=reached,
            )
        )
    return Journal(head, tuple(lines), tuple(repairs), finished, tuple(numbers))


def read_session(path: Path) -> Recording:
    """A session folder as a recording: the samples, marks and answers as the engine had them.

    Parameters
    ----------
    path : Path
        The folder.

    Returns
    -------
    Recording
        Of the kind that was measured: "landmarks", "motion", "force", … or "self".

    Raises
    ------
    BadRecording
        When it is no session, or ended before anything was measured.
    """
    journal = read_journal(path)
    told = journal.of("source")
    if not told:
        raise BadRecording("{file}: the session ended before anything was measured", file=path.name)
    source = told[0]
    repairs = [*journal.repairs, *_missing(path, journal)]
    repairs += dict.fromkeys(sentence_of(line) for line in journal.of("repair"))
    kind = str(source["source"])
    size = source["image_size"]
    side = source["side"]
    recording = Recording(
        path=path,
        id=_content(path),
        kind=kind,
        rate_hz=float(source["rate_hz"]),
        duration_s=max(float(line["t"]) for line in journal.lines),
        stream=lambda: iter(()),
        image_size=(int(size[0]), int(size[1])) if size else None,
        notes=(f"recorded live in a session, from {journal.head['source']}",),
        repairs=repairs,
        side=Side(side) if side else None,
    )

    def stream() -> Iterator[Samples]:
        recording.repairs[:] = repairs
        return _samples(path, journal, recording)

    recording.stream = stream
    return recording


def _samples(path: Path, journal: Journal, recording: Recording) -> Iterator[Samples]:
    """Segment after segment, each with the marks and answers up to its end."""
    marks, answers = list(journal.marks()), list(journal.answers())
    if recording.kind == "self":
        yield Samples(marks=tuple(marks), answers=tuple(answers))
        return
    reached_s = -np.inf
    for number in segment_numbers(path):
        part = _segment(path, number, journal, recording.repairs)
        if part is None or first_s(part) <= reached_s:
            continue
        reached_s = last_s(part)
        now_marks = [mark for mark in marks if mark.time_s <= reached_s]
        now_answers = [answer for answer in answers if answer.time_s <= reached_s]
        del marks[: len(now_marks)], answers[: len(now_answers)]
        yield replace(part, marks=tuple(now_marks), answers=tuple(now_answers))
    if marks or answers:
        yield Samples(marks=tuple(marks), answers=tuple(answers))


def _missing(path: Path, journal: Journal) -> list[Sentence]:
    """Segments that the journal names and the folder has not."""
    return [
        phrase(
            "segment {number} ({begin} to {end} s) is missing; what happened then is not known",
            number=line["number"],
            begin=f"{line['from_s']:.1f}",
            end=f"{line['to_s']:.1f}",
        )
        for line in journal.of("segment")
        if not all(_file(path, name, line["number"]) is not None for name in line["streams"])
    ]


def _segment(path: Path, number: int, journal: Journal, repairs: list[Sentence]) -> Samples | None:
    streams: dict[str, Any] = {}
    for name in STREAMS:
        file = _file(path, name, number)
        if file is None:
            continue
        try:
            if file.suffix == SEGMENT:
                streams |= read_segment(file, name)
            else:
                streams |= _first_segment(file, name, journal, number)
        except (BadRecording, OSError, KeyError, ValueError) as fault:
            repairs.append(
                phrase(
                    "{file}: cannot be read ({system}); left out", file=file.name, system=str(fault)
                )
            )
            return None
        except Exception as fault:  # noqa: BLE001 -- those of zip and polars have no common base
            repairs.append(
                phrase(
                    "{file}: cannot be read ({system}); left out",
                    file=file.name,
                    system=type(fault).__name__,
                )
            )
            return None
    return Samples(**streams)


def _file(path: Path, stream: str, number: int) -> Path | None:
    """Where a stream of a segment lies; None when it is not there."""
    files = (path / f"{stream}-{number:05d}{suffix}" for suffix in (SEGMENT, FIRST_SEGMENT))
    return next((file for file in files if file.is_file()), None)


def _first_segment(file: Path, stream: Stream, journal: Journal, number: int) -> dict[str, Any]:
    """A segment as version 1 kept it."""
    if stream == "landmarks":
        part = read_landmarks(file).samples()
        return {"track": part.track, "world": part.world, "people": part.people}
    if stream == "motion":
        return {"motion": _motion(read_series(file), journal, number)}
    return {"force": _force(read_series(file), journal, number)}


def _said(journal: Journal, number: int) -> dict[str, Any]:
    """The journal's line of a segment, or of the one before when the session was cut off there."""
    lines = journal.of("segment")
    own = [line for line in lines if line["number"] == number]
    return (own or lines or [{}])[-1]


def _motion(columns: dict[str, Any], journal: Journal, number: int) -> Motion:
    location = _said(journal, number).get("location") or journal.of("source")[0]["location"]
    values = {
        name: np.stack([columns[f"{name}_{axis}"] for axis in "xyz"], axis=1).astype(float)
        for name in ("acceleration", "rotation")
    }
    return Motion(columns["time_s"], **values, location=location or "unknown")


def _force(columns: dict[str, Any], journal: Journal, number: int) -> Force:
    plates = sum(name.endswith("_newton_x") for name in columns)
    sides = _said(journal, number).get("sides") or ["both"] * plates
    values = {
        name: np.stack(
            [
                np.stack([columns[f"plate{i + 1}_{name}_{axis}"] for axis in "xyz"], axis=1)
                for i in range(plates)
            ],
            axis=1,
        ).astype(float)
        for name in ("newton", "centre")
    }
    return Force(columns["time_s"], **values, sides=tuple(Side(side) for side in sides))


def _content(path: Path) -> str:
    """SHA-256 of journal and segments; results that lie beside them do not count."""
    digest = hashlib.sha256((path / JOURNAL_NAME).read_bytes())
    for name in STREAMS:
        for number in segment_numbers(path):
            file = _file(path, name, number)
            if file is None:
                continue
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
