"""The four tones of a session, on the loudspeaker or by the terminal's bell."""

from __future__ import annotations

from functools import cache
from typing import TextIO

import numpy as np

from levelhip.coach.orders import Tone
from levelhip.core import Array
from levelhip.io.sound import RATE_HZ, Loudspeaker, Pcm

LOUDNESS = 0.35
"""Part of full scale; chosen by us: clearly under a voice at the same volume."""

EDGE_S = 0.01
"""Rise and fall of each tone; a tone that is cut off clicks."""

LOW_HZ, MIDDLE_HZ, HIGH_HZ = 220.0, 440.0, 880.0
"""Pitches, an octave apart: easy to tell for those who hear little above 1 kHz. Chosen by us."""

PARTS: dict[Tone, tuple[tuple[float, float, float], ...]] = {
    "ready": ((MIDDLE_HZ, HIGH_HZ, 0.35),),
    "rep": ((HIGH_HZ, HIGH_HZ, 0.09),),
    "end": ((HIGH_HZ, MIDDLE_HZ, 0.45),),
    "fault": ((LOW_HZ, LOW_HZ, 0.12), (0.0, 0.0, 0.08), (LOW_HZ, LOW_HZ, 0.12)),
}
"""Each tone in parts: pitch at the beginning and at the end, Hz (0 = silence), and length, s."""


@cache
def tone_sound(tone: Tone) -> Pcm:
    """The sound of a tone.

    Parameters
    ----------
    tone : "ready", "rep", "end" or "fault"
        Rising, short, falling, low double.

    Returns
    -------
    Pcm
        (N,), one channel at `RATE_HZ`.
    """
    waves = [_glide(*part) for part in PARTS[tone]]
    return np.rint(np.concatenate(waves) * LOUDNESS * 32767).astype(np.int16)


def _glide(start_hz: float, stop_hz: float, length_s: float) -> Array:
    """A sine whose pitch goes evenly, in octaves, from one to the other."""
    time_s = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    if start_hz == 0:
        return np.zeros(time_s.size)
    pitch = start_hz * (stop_hz / start_hz) ** (time_s / length_s)
    wave = np.sin(2 * np.pi * np.cumsum(pitch) / RATE_HZ)
    from_edge = np.minimum(time_s, length_s - time_s)
    return np.asarray(wave * np.sin(0.5 * np.pi * np.clip(from_edge / EDGE_S, 0, 1)) ** 2)


class Tones:
    """Plays tones where something can.

    Parameters
    ----------
    speaker : Loudspeaker or None
    bell : text stream or None
        A terminal that rings when there is no loudspeaker; a fault rings twice.
    """

    def __init__(self, speaker: Loudspeaker | None, bell: TextIO | None = None) -> None:
        self._speaker = speaker
        self._bell = bell

    def play(self, tone: Tone) -> None:
        """Begin a tone; returns at once."""
        if self._speaker is not None:
            self._speaker.mixer.add(tone_sound(tone))
        elif self._bell is not None:
            self._bell.write("\a\a" if tone == "fault" else "\a")
            self._bell.flush()
