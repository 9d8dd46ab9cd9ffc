"""What the engine must know of where samples come from."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.core import Frame, Samples, Side
from levelhip.protocols import Source


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A recording or live stream, before its first sample.

    Attributes
    ----------
    kind : "video", "markers", "force", "motion", "landmarks", "scales" or "self"
    rate_hz : Hz, nominal rate of the main stream
    image_size : px, (width, height) of the upright picture; None without a picture
    location : where a phone is worn: "sacrum", "thigh", "pocket", …; None when unknown
    side : the side that was said to work, for sources that cannot tell; None when not said
    load_kg : kg, weight that hangs from the waist; None when not said
    strap_m : m, from the waist to the middle of that weight; None when not said
    """

    kind: str
    rate_hz: float
    image_size: tuple[int, int] | None = None
    location: str | None = None
    side: Side | None = None
    load_kg: float | None = None
    strap_m: float | None = None


def measured_with(info: SourceInfo, samples: Samples) -> Source | None:
    """Which of a protocol's sources some samples are.

    Parameters
    ----------
    info : SourceInfo
        Of the recording.
    samples : Samples
        The first of it.

    Returns
    -------
    Source or None
        None when they hold nothing. Points win over forces and forces over a phone when a
        recording has several.
    """
    if samples.track is not None:
        return "camera" if samples.track.frame is Frame.IMAGE else "markers"
    if samples.force is not None:
        return "scales" if info.kind == "scales" else "force"
    if samples.motion is not None:
        return "motion"
    if info.kind == "self" and (samples.marks or samples.answers):
        return "self"
    return None
