"""The result file: what was measured, as JSON that other programs read."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from levelhip import __version__
from levelhip.core.errors import BadRecording
from levelhip.core.frames import Side
from levelhip.core.result import Event, Metric, Outcome, Quality, RecordingInfo, Verdict
from levelhip.core.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic import TypeAdapter

SCHEMA: Literal["levelhip.result/1"] = "levelhip.result/1"


@dataclass(frozen=True, slots=True)
class ProtocolInfo:
    """Which protocol was measured.

    Attributes
    ----------
    id : as in `levelhip protocols`
    version : raised when the protocol's results change
    """

    id: str
    version: int


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event (`core.result.Event`) as the file holds it.

    Attributes
    ----------
    kind : "rep", "hold", "lift_off", "foot_down", "step", …
    side : which leg; docs/result.md says what it means per kind
    start_s, peak_s, end_s : s; the three are equal for an event without duration
    trial : 1, 2, 3 … among events of this kind and side
    valid : whether it counts
    faults : codes of what was not as asked
    values : measured quantities of this one event by name; None where one is unknown
    """

    kind: str
    side: Side
    start_s: float
    peak_s: float
    end_s: float
    trial: int
    valid: bool
    faults: tuple[str, ...]
    values: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class ResultFile:
    """Everything that `result.json` holds (docs/result.md explains each field).

    Attributes
    ----------
    schema : name and version of this layout
    levelhip : version of the program that wrote it
    protocol : which protocol
    recording : where the samples came from, and what was repaired
    quality : how far the recording can be trusted
    metrics : measured and refused quantities
    events : what happened, in order of time
    verdict : what it comes to, in plain words
    """

    schema: Literal["levelhip.result/1"]
    levelhip: str
    protocol: ProtocolInfo
    recording: RecordingInfo
    quality: Quality
    metrics: tuple[Metric, ...]
    events: tuple[EventEntry, ...]
    verdict: Verdict


def result_file(
    outcome: Outcome, *, protocol: ProtocolInfo, recording: RecordingInfo
) -> ResultFile:
    """An outcome in the layout of the file; numbers that are not finite become None.

    Parameters
    ----------
    outcome : Outcome
        What the engine knows at the end.
    protocol : ProtocolInfo
        What was measured.
    recording : RecordingInfo
        What it was measured on.

    Returns
    -------
    ResultFile
        Ready to be written.
    """
    return ResultFile(
        schema=SCHEMA,
        levelhip=__version__,
        protocol=protocol,
        recording=recording,
        quality=outcome.quality,
        metrics=tuple(_finite_metric(metric) for metric in outcome.metrics),
        events=tuple(_entry(event) for event in outcome.events),
        verdict=outcome.verdict,
    )


def result_json(result: ResultFile) -> str:
    """The file's text: UTF-8 JSON, indented, one line feed at the end."""
    return _adapter().dump_json(result, indent=2).decode() + "\n"


def read_result(path: Path) -> ResultFile:
    """A result file read back.

    Parameters
    ----------
    path : Path
        A `result.json`.

    Returns
    -------
    ResultFile
        Checked against the layout.

    Raises
    ------
    BadRecording
        When the file is not a result of this layout.
    """
    from pydantic import ValidationError

    try:
        return _adapter().validate_json(path.read_bytes())
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or Sentence("the whole file")
        raise BadRecording(
            "{file}: {place}: {system}; give a result.json of {schema}",
            file=path,
            place=where,
            system=first["msg"],
            schema=SCHEMA,
        ) from None


def parsed_result(body: Mapping[str, Any]) -> ResultFile:
    """A result that was kept elsewhere, as the diary keeps it.

    Parameters
    ----------
    body : mapping
        What result.json held.

    Returns
    -------
    ResultFile
        Checked against the layout.
    """
    return _adapter().validate_json(json.dumps(body))


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the file, made from the dataclasses and their docstrings."""
    schema = _adapter().json_schema(mode="serialization")
    parts = schema.pop("$defs")
    for part in (schema, *parts.values()):
        _describe(part)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        **schema,
        "title": "levelhip result",
        "$defs": parts,
    }


def _describe(part: dict[str, Any]) -> None:
    """Put a class's first sentence and its attributes' words where a reader of the schema looks."""
    part.pop("title", None)
    told, _, attributes = part.get("description", "").partition("Attributes\n----------\n")
    part["description"] = " ".join(told.split())
    words: dict[str, str] = {}
    names: list[str] = []
    for line in attributes.split("\n"):
        before, colon, after = line.partition(" : ")
        if colon and not line.startswith(" "):
            names = before.split(", ")
            words |= dict.fromkeys(names, after.strip())
        elif line.strip():
            words |= {name: f"{words[name]} {line.strip()}" for name in names}
    for name, field in part.get("properties", {}).items():
        field.pop("title", None)
        if name in words:
            field["description"] = words[name]


@cache
def _adapter() -> TypeAdapter[ResultFile]:
    from pydantic import TypeAdapter

    return TypeAdapter(ResultFile)


def _known(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _finite_metric(metric: Metric) -> Metric:
    values = {field.name: getattr(metric, field.name) for field in fields(metric)}
    for name in ("value", "sd", "mdc95"):
        values[name] = _known(values[name])
    return Metric(**values)


def _entry(event: Event) -> EventEntry:
    values = {field.name: getattr(event, field.name) for field in fields(event)}
    values["values"] = {name: _known(value) for name, value in event.values}
    return EventEntry(**values)


__all__ = [
    "SCHEMA",
    "EventEntry",
    "ProtocolInfo",
    "ResultFile",
    "json_schema",
    "read_result",
    "result_file",
    "result_json",
]


if __name__ == "__main__":
    # Writes what docs/result.schema.json must hold.
    sys.stdout.write(json.dumps(json_schema(), indent=2) + "\n")
