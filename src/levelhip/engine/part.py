"""What one rule of a verdict says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """What one rule says.

    Attributes
    ----------
    state : "even", "uneven", "unsure" or "measured"
    text : sentences
    metrics : what it looked at
    """

    state: str
    text: str
    metrics: tuple[str, ...]
