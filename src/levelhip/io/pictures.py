"""Upright pictures of a video file, one by one, with exact time stamps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from levelhip.io.clip import Clip, Clock, Turn

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

MODEL_SIDE_PX = 1280
"""Longest side of the picture given to the pose model; chosen by us: the model itself looks at 224
to 256 px, so that a person who fills a fifth of the picture still has all the pixels it can use."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Picture:
    """One upright picture.

    Attributes
    ----------
    time_s : s, since the first picture of the file
    rgb : (H, W, 3), uint8, at most `MODEL_SIDE_PX` long
    size : (width, height), px, of the full picture
    """

    time_s: float
    rgb: Pixels
    size: tuple[int, int]
    _frame: av.VideoFrame = field(repr=False)
    _shape: PictureShape = field(repr=False)

    def cut(self, box: tuple[int, int, int, int]) -> Pixels:
        """The part left, top, right, bottom (px of the full picture) at full resolution."""
        left, top, right, bottom = box
        whole = self.rgb
        if whole.shape[1::-1] != self.size:
            whole = self._shape.rgb(self._frame, full=True)
        return whole[top:bottom, left:right]


class PictureShape:
    """Size and turn of a file's pictures, and the conversion that makes them upright RGB.

    Parameters
    ----------
    width, height : px, as stored
    aspect : width of a stored pixel over its height
    turn : Turn
    """

    def __init__(self, width: int, height: int, aspect: float, turn: Turn) -> None:
        from av.video.reformatter import VideoReformatter

        self._stored = (max(1, round(width * aspect)), height)
        self._turn = turn
        shrink = min(1.0, MODEL_SIDE_PX / max(self._stored))
        self._small = (round(self._stored[0] * shrink), round(self._stored[1] * shrink))
        self.size = turn.size(*self._stored)
        # One converter for all pictures: making its tables costs more than a picture.
        self._reformatter = VideoReformatter()

    def rgb(self, frame: av.VideoFrame, *, full: bool = False) -> Pixels:
        """A decoded frame as upright RGB, small enough for the model unless `full`."""
        width, height = self._stored if full else self._small
        shown = self._reformatter.reformat(
            frame, width=width, height=height, format="rgb24", threads=1
        )
        rgb: Any = shown.to_ndarray()
        return self._turn.applied(rgb)


def pictures(
    clip: Clip,
    *,
    start_s: float = 0.0,
    stop_s: float = np.inf,
    threads: int = 0,
    clock: Clock | None = None,
) -> Iterator[Picture]:
    """The upright pictures from `start_s` to `stop_s`, in order.

    Parameters
    ----------
    clip : Clip
        From `clip_of`.
    start_s, stop_s : float, s
        Half-open span of time since the first picture.
    threads : int
        Of the decoder; 0 lets it choose.
    clock : Clock, optional
        Counts what had to be mended.

    Yields
    ------
    Picture
        With rising times.
    """
    shape = PictureShape(*clip.stored, clip.aspect, clip.turn)
    for time_s, frame in frames(clip, start_s=start_s, stop_s=stop_s, threads=threads, clock=clock):
        yield Picture(time_s, shape.rgb(frame), shape.size, frame, shape)


def frames(
    clip: Clip,
    *,
    start_s: float = 0.0,
    stop_s: float = np.inf,
    threads: int = 0,
    clock: Clock | None = None,
) -> Iterator[tuple[float, av.VideoFrame]]:
    """Times and decoded frames, as stored; see `pictures` for the parameters.

    Yields
    ------
    tuple of float and av.VideoFrame
        Time since the first picture, s, and the frame.
    """
    import av

    clock = clock or Clock(clip)
    first = clip.tick(start_s) if start_s > 0 else None
    with av.open(str(clip.path)) as container:
        found = decoded(container, first, threads=threads, on_damage=clock.note_damage)
        head = next(found, None)
        if first is None or (head is not None and head.pts is not None and head.pts <= first):
            heads = [] if head is None else [head]
            yield from _within(clock, chain(heads, found), start_s, stop_s)
            return
    # The file's index points past the place: read it from its beginning.
    with av.open(str(clip.path)) as container:
        found = decoded(container, threads=threads, on_damage=clock.note_damage)
        yield from _within(clock, found, start_s, stop_s)


def _within(
    clock: Clock, found: Iterable[av.VideoFrame], start_s: float, stop_s: float
) -> Iterator[tuple[float, av.VideoFrame]]:
    clip = clock.clip
    first = clip.tick(start_s) if start_s > 0 else None
    half_tick_s = clip.time_base_s / 2
    for frame in found:
        if first is not None and frame.pts is not None and frame.pts < first:
            continue
        time_s = clock.time(frame.pts)
        if time_s is None or time_s < start_s - half_tick_s:
            continue
        if time_s >= stop_s - half_tick_s:
            return
        if frame.is_corrupt:
            clock.note_damage()
        yield time_s, frame


def decoded(
    container: InputContainer,
    first: int | None = None,
    *,
    threads: int = 1,
    on_damage: Callable[[], None] = lambda: None,
) -> Iterator[av.VideoFrame]:
    """Frames of the first video stream, from a key frame at or before a stamp.

    Parameters
    ----------
    container : av.container.InputContainer
        Freshly opened.
    first : int or None
        Stamp; None begins at the beginning.
    threads : int
        Of the decoder; 0 lets it choose.
    on_damage : callable
        Called for each packet that cannot be decoded; the packet is skipped.

    Yields
    ------
    av.VideoFrame
        In order of showing.
    """
    import av

    stream = container.streams.video[0]
    stream.codec_context.thread_count = threads
    stream.thread_type = "AUTO" if threads != 1 else "NONE"
    if first is not None:
        container.seek(first, stream=stream, backward=True)
    packets = container.demux(stream)
    while True:
        packet = None
        try:
            packet = next(packets, None)
            if packet is None:
                return
            frames = packet.decode()
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            on_damage()
            if packet is None or packet.size == 0:
                return  # the file itself cannot be read on
            continue
        yield from frames
