"""The head of a file of landmarks: which axes, which rate, which picture."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from levelhip.core import BadRecording, Frame, chained, phrase

SCHEMA = "levelhip.landmarks"
VERSION = 1
"""Raised when a file of the new kind would be misread by the old reader."""


@dataclass(frozen=True, slots=True)
class LandmarksHead:
    """What goes with the landmarks.

    Attributes
    ----------
    frame : axes and unit of the points
    rate_hz : Hz, nominal
    image_size : px, (width, height) of the upright picture; None without one
    source : kind of recording the landmarks came from: "video", "markers" …
    """

    frame: Frame
    rate_hz: float
    image_size: tuple[int, int] | None = None
    source: str = "landmarks"


def checked_head(said: Any, file: str) -> tuple[LandmarksHead, Frame]:  # noqa: ANN401
    """What the head says, checked.

    Parameters
    ----------
    said : Any
        From `parsed_head`.
    file : str
        Its name, for messages.

    Returns
    -------
    tuple of LandmarksHead and Frame
        The second is that of the points in metres about the hips.

    Raises
    ------
    BadRecording
        Naming all faults at once.
    """
    said = said if isinstance(said, dict) else {}
    schema = str(said.get("schema", ""))
    name, _, number = schema.rpartition("/")
    if name != SCHEMA or not number.isdigit():
        raise BadRecording(
            "{file}: schema is {given}; a landmarks file says {schema}/{version}",
            file=file,
            given=f"{schema[:60]!r}",
            schema=SCHEMA,
            version=VERSION,
        )
    if int(number) > VERSION:
        raise BadRecording(
            "{file}: written by a newer levelhip ({given}); this one reads up to "
            "{schema}/{version}, update levelhip",
            file=file,
            given=schema,
            schema=SCHEMA,
            version=VERSION,
        )
    frames = [frame.value for frame in Frame]
    named = {"frame": said.get("frame"), "world_frame": said.get("world_frame") or "camera"}
    faults = [
        phrase(
            "{column} is {given}, give {known}",
            column=key,
            given=repr(value),
            known=", ".join(frames),
        )
        for key, value in named.items()
        if value not in frames
    ]
    rate = said.get("rate_hz")
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate < 1e6:
        faults.append(phrase("rate_hz is {given}, give a positive number", given=repr(rate)))
    size = said.get("image_size")
    if size is not None and not (
        isinstance(size, list)
        and len(size) == 2
        and all(isinstance(n, int) and 0 < n < 100_000 for n in size)
    ):
        faults.append(phrase("image_size is {given}, give [width, height] in px", given=repr(size)))
    if faults:
        raise BadRecording("{file}: {faults}", file=file, faults=chained(faults))
    world = Frame(named["world_frame"])
    source = str(said.get("source", "landmarks"))[:40]
    pixels = (int(size[0]), int(size[1])) if size else None
    return LandmarksHead(Frame(said["frame"]), float(rate or 0), pixels, source), world


def parsed_head(text: str, file: str) -> Any:  # noqa: ANN401
    """What the head holds, read from JSON.

    Parameters
    ----------
    text : str
        As it stands in the file.
    file : str
        Its name, for messages.

    Returns
    -------
    Any

    Raises
    ------
    BadRecording
        When it is no JSON.
    """
    try:
        return json.loads(text)
    except ValueError as error:
        raise BadRecording(
            '{file}: its head {given} is no JSON; the first line of a CSV is # {{"schema": '
            '"{schema}/{version}", "frame": "image", "rate_hz": 30}}',
            file=file,
            given=f"{text[:40]!r}",
            schema=SCHEMA,
            version=VERSION,
        ) from error
