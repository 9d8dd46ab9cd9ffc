"""The binary frames of the live socket: what a page or a phone sends (docs/page-protocol.md).

Little-endian: u8 version, u8 kind, u16 flags, u32 sequence, i64 time_us; then, by kind,

- 1 pose: float32, 33 x (x, y, z, visibility) in parts of the picture's width and height (z of its
  width), then 33 x (x, y, z) in metres; nobody seen = all NaN. Bits 0 and 1 of the flags are the
  number of people in view, 0 to 2 (2 = two or more), and 3 when nobody counted them.
- 2 motion: float32, 3 x acceleration with gravity (m/s2), 3 x rotation (rad/s; NaN = no gyroscope)
- 3 force: float32, vertical force under the left and under the right foot (N)
- 4 mark: its name, UTF-8, at most 32 bytes
- 5 hip crop: u16 left, top, picture width, picture height (px), then a JPEG

Frames of a fixed length (1 to 3) may follow each other in one message; 4 and 5 come alone.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from levelhip.core import POSE_NAMES, Array, LevelhipError

VERSION = 1
HEADER = struct.Struct("<BBHIq")
CORNER = struct.Struct("<HHHH")

POINTS = len(POSE_NAMES)
NOT_COUNTED = 3
"""Flag of a pose in which nobody counted the people."""

LARGEST_CROP = 128 * 1024
"""Bytes of a hip crop; chosen by us: a crop of 500 px as JPEG has 20 to 60 thousand."""

LARGEST_MESSAGE = LARGEST_CROP + HEADER.size + CORNER.size
"""Bytes of a message; a second of a phone at 400 Hz has 16 thousand."""

LONGEST_NAME = 32
_NAME = re.compile(r"[a-z][a-z-]*")


class WireFault(LevelhipError):
    """A message that does not follow the format; nothing of it is taken."""


class Kind(IntEnum):
    """What a frame holds."""

    POSE = 1
    MOTION = 2
    FORCE = 3
    MARK = 4
    CROP = 5


_FLOATS = {Kind.POSE: POINTS * 7, Kind.MOTION: 6, Kind.FORCE: 2}
_POSE_BYTES = HEADER.size + 4 * _FLOATS[Kind.POSE]
_NOTHING = np.zeros(_FLOATS[Kind.POSE], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class WireFrame:
    """One frame.

    Attributes
    ----------
    kind : Kind
    flags : as sent
    sequence : rises by one from frame to frame of a session
    time_us : µs, on the sender's own clock, which never goes back
    values : (N,), float32 as sent, what a frame of kind 1 to 3 holds; empty for others
    name : of a mark
    crop : of kind 5
    """

    kind: Kind
    flags: int
    sequence: int
    time_us: int
    values: NDArray[np.float32]
    name: str = ""
    crop: HipCrop | None = None

    @property
    def people(self) -> float:
        """How many people are in view, 2 for two and more; NaN when nobody counted."""
        counted = self.flags & 3
        return float("nan") if counted == NOT_COUNTED else float(counted)


@dataclass(frozen=True, slots=True)
class HipCrop:
    """The part of a picture around the hips.

    Attributes
    ----------
    left, top : px, where it lies in the upright picture
    size : (width, height), px, of the whole picture
    jpeg : the part itself
    """

    left: int
    top: int
    size: tuple[int, int]
    jpeg: bytes


def frame_count(message: bytes) -> int:
    """How many frames a message has, by its length and the kind of its first.

    Parameters
    ----------
    message : bytes

    Returns
    -------
    int
        At least 1.
    """
    count = _FLOATS.get(message[1]) if len(message) > 1 else None  # type: ignore[call-overload]
    return 1 if count is None else max(1, len(message) // (HEADER.size + 4 * count))


def wire_frames(message: bytes) -> list[WireFrame]:
    """The frames of a message.

    Parameters
    ----------
    message : bytes
        As it came.

    Returns
    -------
    list of WireFrame
        In the order of the message.

    Raises
    ------
    WireFault
        When it is not of this format; nothing of the message is taken then.
    """
    if len(message) > LARGEST_MESSAGE:
        raise WireFault(f"message of {len(message)} bytes: at most {LARGEST_MESSAGE}; send fewer")
    pose = _pose(message)
    return [pose] if pose is not None else list(_frames(message))


def _pose(message: bytes) -> WireFrame | None:
    """The frame of a message that is one sound pose, as most are; None for all others."""
    if len(message) != _POSE_BYTES:
        return None
    version, kind, flags, sequence, time_us = HEADER.unpack_from(message)
    if version != VERSION or kind != Kind.POSE:
        return None
    values = np.frombuffer(message, "<f4", offset=HEADER.size)
    # Nothing times nothing is nothing, but for what is missing or infinite.
    if values.dot(_NOTHING) != 0.0 and np.isinf(values).any():
        return None
    return WireFrame(Kind.POSE, flags, sequence, time_us, values)


def _frames(message: bytes) -> Iterator[WireFrame]:
    at = 0
    while at < len(message) or not at:
        if len(message) - at < HEADER.size:
            raise WireFault(f"frame at byte {at}: cut off in its header; send whole frames")
        version, number, flags, sequence, time_us = HEADER.unpack_from(message, at)
        if version != VERSION:
            raise WireFault(f"frame at byte {at}: version {version}; this levelhip reads {VERSION}")
        try:
            kind = Kind(number)
        except ValueError:
            raise WireFault(f"frame at byte {at}: kind {number}; give 1 to 5") from None
        at += HEADER.size
        count = _FLOATS.get(kind)
        if count is None:
            if at != HEADER.size:
                raise WireFault(f"frame {sequence}: a {kind.name.lower()} comes alone in a message")
            rest = message[at:]
            nothing = np.empty(0, dtype=np.float32)
            if kind is Kind.MARK:
                yield WireFrame(kind, flags, sequence, time_us, nothing, _name(rest, sequence))
            else:
                crop = _crop(rest, sequence)
                yield WireFrame(kind, flags, sequence, time_us, nothing, "", crop)
            return
        if len(message) - at < 4 * count:
            raise WireFault(f"frame {sequence}: {len(message) - at} bytes; it has {4 * count}")
        values = np.frombuffer(message, "<f4", count, at)
        if np.isinf(values).any():
            raise WireFault(f"frame {sequence}: an infinite value; send NaN for what is not known")
        at += 4 * count
        yield WireFrame(kind, flags, sequence, time_us, values)


def _name(rest: bytes, sequence: int) -> str:
    name = rest[: LONGEST_NAME + 1].decode("utf-8", "replace")
    if len(rest) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise WireFault(f"frame {sequence}: mark {name!r}; give small letters and hyphens")
    return name


def _crop(rest: bytes, sequence: int) -> HipCrop:
    if len(rest) < CORNER.size + 2 or rest[CORNER.size : CORNER.size + 2] != b"\xff\xd8":
        raise WireFault(f"frame {sequence}: no JPEG; send four numbers and then one")
    left, top, width, height = CORNER.unpack_from(rest)
    if not (left < width and top < height):
        raise WireFault(f"frame {sequence}: crop at {left}, {top} outside {width} x {height} px")
    return HipCrop(left, top, (width, height), rest[CORNER.size :])


def wire_bytes(
    kind: Kind, sequence: int, time_us: int, values: Array, *, people: float = float("nan")
) -> bytes:
    """A frame of a fixed length as it goes over the wire.

    Parameters
    ----------
    kind : Kind
        POSE, MOTION or FORCE.
    sequence : int
        Of the frame.
    time_us : µs
        On the sender's clock.
    values : (N,)
        231, 6 or 2 numbers, as the format says.
    people : float
        How many are in view; NaN when nobody counted.

    Returns
    -------
    bytes
    """
    if values.size != _FLOATS.get(kind, -1):
        raise WireFault(f"{kind.name}: {values.size} values; it has {_FLOATS.get(kind)}")
    flags = NOT_COUNTED if np.isnan(people) else min(int(people), 2)
    head = HEADER.pack(VERSION, kind, flags, sequence, time_us)
    return head + np.asarray(values, "<f4").tobytes()
