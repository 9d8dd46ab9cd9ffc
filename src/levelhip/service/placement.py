"""Where to stand before the page's camera: the engine's judgement in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.core import LevelhipError
from levelhip.engine.placement import Check, Placement, Seen, State, placement
from levelhip.io.live_camera import DARK
from levelhip.io.live_socket import image_points
from levelhip.io.wire import Kind, WireFrame, wire_frames
from levelhip.protocols import Protocol, session_words
from levelhip.protocols.language import Language
from levelhip.service.catalogue import chosen_protocol
from levelhip.service.options import AnalysisOptions

LARGEST_SIDE = 8192
"""px, of a camera's picture."""


@dataclass(frozen=True, slots=True)
class CheckTold:
    """One thing that has to be right.

    Attributes
    ----------
    id : "person", "alone", "posture", "whole", "distance", "facing", "light", "level" or "height"
    state : "ok", "poor" (to be taken with care), "not" or "unknown"
    text : what is to be done; empty when nothing is
    """

    id: str
    state: State
    text: str


@dataclass(frozen=True, slots=True)
class PlacementTold:
    """How the person stands before the camera.

    Attributes
    ----------
    checks : in the order in which they are put right
    hint : name of what comes first; empty when there is only to wait
    text : the same in writing
    say : the same to be spoken, a sentence each
    ready : whether all has been well long enough to begin by itself
    may_start : whether a person who says so may begin all the same
    """

    checks: tuple[CheckTold, ...]
    hint: str
    text: str
    say: tuple[str, ...]
    ready: bool
    may_start: bool


def placed(
    protocol_id: str,
    message: bytes,
    words: Language,
    *,
    size: tuple[int, int],
    variant: str | None = None,
    dots: bool = False,
    brightness: float | None = None,
) -> PlacementTold:
    """Judge what the page's camera saw in the last seconds.

    Parameters
    ----------
    protocol_id : str
        What is to be done.
    message : bytes
        Pose frames as `io.wire` lays them down, in the order of time; none is no message.
    words : Language
        In which it is told.
    size : (width, height), px
        Of the pictures.
    variant : str or None
        Form of the protocol.
    dots : bool
        Whether dots on the front hip bones are to be seen.
    brightness : 0 to 255, or None
        Of the picture.

    Returns
    -------
    PlacementTold

    Raises
    ------
    LevelhipError
        When the protocol is not known, or something of the message cannot be.
    """
    if not all(0 < each <= LARGEST_SIDE for each in size):
        raise LevelhipError("size: {value}; give 1 to {most} pixels", value=size, most=LARGEST_SIDE)
    chosen = chosen_protocol(protocol_id, AnalysisOptions(variant=variant))
    frames = wire_frames(message) if message else []
    strange = [each for each in frames if each.kind is not Kind.POSE]
    if strange:
        raise LevelhipError(
            "frame {number}: {given}; no pose",
            number=strange[0].sequence,
            given=strange[0].kind.name.lower(),
        )
    seen = _seen(frames, size, brightness)
    return _told(placement(seen, chosen.view, dots=dots, dark=DARK), words)


def takes_dots(chosen: Protocol) -> bool:
    """Whether a camera measures more of a protocol with dots on the hip bones.

    Parameters
    ----------
    chosen : Protocol

    Returns
    -------
    bool
    """
    return any("dots" in each.unless and "camera" in each.sources for each in chosen.refusals)


def _seen(frames: list[WireFrame], size: tuple[int, int], brightness: float | None) -> Seen:
    if not frames:
        none = np.empty((0, 33, 3))
        return Seen(np.empty(0), none, none[:, :, 0], np.empty(0), size, brightness)
    times = np.array([frame.time_us for frame in frames]) * 1e-6
    # Another camera, or the same one anew, may have begun its time again.
    back = np.flatnonzero(np.diff(times) <= 0.0)
    first = int(back[-1]) + 1 if back.size else 0
    kept = frames[first:]
    points = image_points(np.stack([frame.values for frame in kept]), size).astype(np.float64)
    nobody = np.isnan(points[:, :, :2]).all(axis=(1, 2))
    points[nobody, :, 3] = 0.0
    people = np.array([frame.people for frame in kept])
    return Seen(times[first:], points[:, :, :3], points[:, :, 3], people, size, brightness)


def _told(found: Placement, words: Language) -> PlacementTold:
    known, hint = session_words().placement, found.hint

    def text(each: Check) -> str:
        return words.text(known[each.hint].show) if each.hint else ""

    return PlacementTold(
        tuple(CheckTold(each.id, each.state, text(each)) for each in found.checks),
        hint,
        words.text(known[hint].show) if hint else "",
        tuple(map(words.text, known[hint].say)) if hint else (),
        found.ready,
        found.may_start,
    )
