"""What to do after a result, in words."""

from __future__ import annotations

from collections.abc import Iterator

from levelhip.core import Sentence, Side, phrase
from levelhip.core.sentence import Translated
from levelhip.io.result_file import ResultFile
from levelhip.report.words import NEXT_EXERCISE, NEXT_SPOT, NEXT_WORDS

SPOTS = frozenset({"back_spot_x", "hip_spot_x"})
EXERCISES = frozenset({"pressure_pain_start", "shallow_count", "roll_range"})
EACH_SIDE = frozenset({"best_hold_time", "self_rating", "pressure_pain_start", "shallow_count"})
"""Quantities by which a result is known: marked spots, an exercise, and what is done on one side
after the other without the verdict telling that a side is missing."""


def next_words(
    result: ResultFile, translated: Translated = str, *, again: bool = False
) -> tuple[str, ...]:
    """What to do next, a sentence or two each.

    Parameters
    ----------
    result : ResultFile
        The whole result.
    translated : callable
        From an English text to the reader's language.
    again : bool
        Whether it is set beside an earlier result of the same kind.

    Returns
    -------
    tuple of str
    """
    return tuple(each.filled(translated) for each in _next(result, again=again))


def _next(result: ResultFile, *, again: bool) -> Iterator[Sentence]:
    names = {metric.name for metric in result.metrics}
    if result.quality.state == "refused":
        texts = NEXT_WORDS["refused"]
    elif names & SPOTS:
        texts = NEXT_SPOT
    elif names & EXERCISES:
        texts = (*_exercise(result), NEXT_EXERCISE["after"])
    else:
        state = result.verdict.state
        texts = NEXT_WORDS["again" if again and state == "measured" else state]
    if result.quality.state != "refused" and names & EACH_SIDE:
        yield from _other_side(result)
    yield from map(Sentence, texts)


def _exercise(result: ResultFile) -> Iterator[str]:
    """What was seen of an exercise: whether something is to be mended."""
    done = [each for each in result.events if each.kind in ("rep", "hold")]
    if not done:
        return
    if any(each.faults for each in done):
        yield NEXT_EXERCISE["faulty"]
    else:
        yield NEXT_EXERCISE["counted" if result.recording.kind == "self" else "clean"]


def _other_side(result: ResultFile) -> Iterator[Sentence]:
    sides = {each.side for each in result.events if each.kind in ("rep", "hold")}
    sides |= {each.side for each in result.metrics if each.value is not None}
    sides -= {Side.BOTH}
    if len(sides) == 1:
        (side,) = sides
        yield phrase(
            "Only the {side} side is in this result: do the other one as well, in the same way.",
            side=side,
        )
