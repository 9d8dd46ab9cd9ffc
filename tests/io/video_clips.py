"""Small video files that the tests make themselves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

SAMPLES = Path(__file__).parents[2] / "src" / "levelhip" / "samples"

CODECS = {".mp4": "libx264", ".mov": "libx264", ".mkv": "libx264", ".webm": "libvpx-vp9"}


def corner_picture(width: int = 96, height: int = 64) -> NDArray[np.uint8]:
    """Grey, with a red upper left and a blue upper right quarter."""
    picture = np.full((height, width, 3), 110, np.uint8)
    picture[: height // 2, : width // 2] = (220, 20, 20)
    picture[: height // 2, width // 2 :] = (20, 20, 220)
    return picture


def write_clip(
    path: Path,
    picture: NDArray[np.uint8],
    *,
    times_s: Sequence[float],
    turned_degrees: int = 0,
    mirrored: bool = False,
    options: dict[str, str] | None = None,
) -> Path:
    """The same picture at each of the times, with a display matrix."""
    height, width = picture.shape[:2]
    ticks_hz = 90_000 if path.suffix in {".mp4", ".mov"} else 1000
    with av.open(str(path), "w", options=options or {}) as container:
        stream = container.add_stream(CODECS[path.suffix], rate=30)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, ticks_hz)
        if turned_degrees or mirrored:
            stream.set_display_rotation(turned_degrees, hflip=mirrored)
        for time_s in times_s:
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = round(time_s * ticks_hz), Fraction(1, ticks_hz)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def copied(
    source: Path,
    target: Path,
    *,
    packets: slice = slice(None),
    turned_degrees: int = 0,
    options: dict[str, str] | None = None,
) -> Path:
    """The packets of a clip in another file, not coded anew; a slice begins at a key frame."""
    with (
        av.open(str(source)) as inward,
        av.open(str(target), "w", options=options or {}) as outward,
    ):
        shown = inward.streams.video[0]
        stream = outward.add_stream_from_template(shown)
        if turned_degrees:
            stream.set_display_rotation(turned_degrees)
        for packet in [p for p in inward.demux(shown) if p.size][packets]:
            packet.stream = stream
            outward.mux(packet)
    return target


def sample(name: str, target: Path, *, seconds: float) -> Path:
    """The beginning of a bundled sample."""
    return copied(SAMPLES / name, target, packets=slice(0, round(seconds * 30)))


def turned(source: Path, target: Path, *, degrees: int, seconds: float) -> Path:
    """The beginning of a clip, stored lying on its side, with the matrix that sets it upright."""
    with av.open(str(source)) as inward, av.open(str(target), "w") as outward:
        shown = inward.streams.video[0]
        size = (shown.width, shown.height)
        stream = outward.add_stream("libx264", rate=30, options={"crf": "12", "preset": "veryfast"})
        stream.width, stream.height = size if degrees % 180 == 0 else size[::-1]
        stream.pix_fmt = "yuv420p"
        stream.set_display_rotation(degrees)
        for i, frame in enumerate(inward.decode(shown)):
            if i >= seconds * 30:
                break
            lying = np.rot90(frame.to_ndarray(format="rgb24"), -degrees // 90)
            stored = av.VideoFrame.from_ndarray(np.ascontiguousarray(lying), format="rgb24")
            stored.pts = i
            outward.mux(stream.encode(stored))
        outward.mux(stream.encode())
    return target


def write_sound(path: Path) -> Path:
    """A file that holds a tone and no pictures."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44_100, layout="mono")
        tone = np.sin(np.arange(44_100) * 0.06).astype(np.float32)[None]
        frame = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
        frame.sample_rate, frame.pts = 44_100, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
