"""Values and errors that every other layer shares."""

from levelhip.core.arrays import Array, frozen_array, rising_times
from levelhip.core.errors import BadProtocol, BadRecording, LevelhipError, NotEnoughData
from levelhip.core.estimate import MDC95_FACTOR, Estimate
from levelhip.core.frames import Frame, Side
from levelhip.core.landmarks import BONY_NAMES, DOT_NAMES, POSE_NAMES
from levelhip.core.person import Person
from levelhip.core.result import (
    Event,
    Metric,
    Outcome,
    Quality,
    Reason,
    RecordingInfo,
    Verdict,
    VerdictReason,
)
from levelhip.core.sentence import Sentence, chained, phrase
from levelhip.core.series import Answer, Force, Mark, Motion, Samples, Track, joined

__all__ = [
    "BONY_NAMES",
    "DOT_NAMES",
    "MDC95_FACTOR",
    "POSE_NAMES",
    "Answer",
    "Array",
    "BadProtocol",
    "BadRecording",
    "Estimate",
    "Event",
    "Force",
    "Frame",
    "LevelhipError",
    "Mark",
    "Metric",
    "Motion",
    "NotEnoughData",
    "Outcome",
    "Person",
    "Quality",
    "Reason",
    "RecordingInfo",
    "Samples",
    "Sentence",
    "Side",
    "Track",
    "Verdict",
    "VerdictReason",
    "chained",
    "frozen_array",
    "joined",
    "phrase",
    "rising_times",
]
