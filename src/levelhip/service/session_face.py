"""What a session has before it: tones that are heard, numbers that are seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol as Interface

from levelhip.coach.orders import Tone


class Sounds(Interface):
    """What plays tones."""

    def play(self, tone: Tone) -> None:
        """Begin a tone; returns at once."""


@dataclass(frozen=True, slots=True)
class Live:
    """What is measured at this moment, beside what the session shows.

    Attributes
    ----------
    signals : the latest value of each public signal that is known
    hint : what would make the samples better; empty when nothing would
    trouble : why nothing comes; empty while all is well
    """

    signals: dict[str, float]
    hint: str
    trouble: str
