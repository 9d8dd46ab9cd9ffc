"""Files and video in and out; each name is imported when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levelhip.io.landmarks_file import read_landmarks, write_landmarks
    from levelhip.io.landmarks_head import LandmarksHead
    from levelhip.io.recording import Reader, ReadOptions, Recording, content_id, open_recording
    from levelhip.io.scales import scales_recording

_HOME = {
    "LandmarksHead": "landmarks_head",
    "ReadOptions": "recording",
    "Reader": "recording",
    "Recording": "recording",
    "content_id": "recording",
    "open_recording": "recording",
    "read_landmarks": "landmarks_file",
    "scales_recording": "scales",
    "write_landmarks": "landmarks_file",
}

__all__ = [
    "LandmarksHead",
    "ReadOptions",
    "Reader",
    "Recording",
    "content_id",
    "open_recording",
    "read_landmarks",
    "scales_recording",
    "write_landmarks",
]


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that the command line starts at once."""
    try:
        home = _HOME[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return getattr(import_module(f"{__name__}.{home}"), name)
