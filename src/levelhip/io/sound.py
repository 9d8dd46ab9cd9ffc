"""The loudspeaker: what is to be heard is mixed here and played beside everything else."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from levelhip.core import LevelhipError

Pcm: TypeAlias = NDArray[np.int16]
"""(N,) samples of one channel at `RATE_HZ`."""

RATE_HZ = 22050
"""What espeak-ng speaks in; enough for speech and for tones below 1 kHz."""

BUFFER_MS = 40
"""Shorter buffers stutter on a busy machine, longer ones make a tone late; chosen by us."""


class Mixer:
    """Sounds that play at once, added up; safe to be used from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: dict[int, Pcm] = {}
        self._next = 0

    def add(self, pcm: Pcm) -> int:
        """Begin a sound; gives a number by which it is known."""
        with self._lock:
            self._next += 1
            self._parts[self._next] = np.asarray(pcm, dtype=np.int16)
            return self._next

    def drop(self, number: int) -> None:
        """End a sound at once."""
        with self._lock:
            self._parts.pop(number, None)

    def plays(self, number: int) -> bool:
        """Whether a sound has not come to its end yet."""
        with self._lock:
            return number in self._parts

    def take(self, count: int) -> Pcm:
        """The next `count` samples of everything together; silence where nothing plays."""
        total = np.zeros(count, dtype=np.int32)
        with self._lock:
            for number, pcm in list(self._parts.items()):
                part = pcm[:count]
                total[: part.size] += part
                if pcm.size > count:
                    self._parts[number] = pcm[count:]
                else:
                    del self._parts[number]
        return np.clip(total, -32768, 32767).astype(np.int16)


class Loudspeaker:
    """The system's default sound device.

    Parameters
    ----------
    backends : sequence
        Of `miniaudio.Backend`; empty for those of this system.

    Raises
    ------
    LevelhipError
        When there is no device, or nothing that plays sound.
    """

    def __init__(self, backends: Sequence[Any] = ()) -> None:
        try:
            import miniaudio
        except ImportError as fault:
            raise LevelhipError(
                "sound: miniaudio cannot be loaded ({system})", system=fault
            ) from None
        self.mixer = Mixer()
        # Left to itself, the library falls back to a device that plays into the void.
        wanted = list(backends) or [
            b for b in miniaudio.Backend if b.name not in ("NULL", "CUSTOM")
        ]
        try:
            self._device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE_HZ,
                buffersize_msec=BUFFER_MS,
                backends=wanted,
                app_name="levelhip",
            )
            stream = self._stream()
            next(stream)
            self._device.start(stream)
        except miniaudio.MiniaudioError as fault:
            raise LevelhipError("sound: no device to play on ({system})", system=fault) from None

    def close(self) -> None:
        """Give the device back."""
        self._device.close()

    def _stream(self) -> Generator[Pcm, int, None]:
        wanted = yield np.zeros(0, dtype=np.int16)
        while True:
            wanted = yield self.mixer.take(wanted)


def loudspeaker() -> Loudspeaker | str:
    """The sound device, or why there is none, in words."""
    try:
        return Loudspeaker()
    except LevelhipError as fault:
        return str(fault)
