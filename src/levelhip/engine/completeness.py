"""Whether a set of markers has what a body needs, and what it lacks in words."""

from __future__ import annotations

from collections.abc import Sequence

from levelhip.core import Quality, Reason, Sentence, phrase


def marker_quality(lacking: Sequence[str]) -> Quality:
    """How far a set of markers can be trusted.

    Parameters
    ----------
    lacking : sequence of str
        Needed points that it does not have (`segments.REQUIRED`).

    Returns
    -------
    Quality
        Refused without both hips and ankles, poor without any other.
    """
    if not lacking:
        return Quality()
    listed = in_words(lacking)
    seen = [joint for joint in ("hip", "ankle") if not any(joint in name for name in lacking)]
    if len(seen) < 2:
        said = phrase(
            "The recording has no {listed}; both hips and ankles are needed: map the markers.",
            listed=listed,
        )
        return Quality("refused", (Reason.of("points-missing", said),))
    said = phrase(
        "The recording has no {listed}; what needs the whole body is not measured.", listed=listed
    )
    return Quality("poor", (Reason.of("points-missing", said),))


def in_words(names: Sequence[str]) -> tuple[Sentence, ...]:
    """Points as people call them.

    Parameters
    ----------
    names : sequence of str
        As in `core.landmarks`, of the left or right side.

    Returns
    -------
    tuple of Sentence
        As "left and right shoulder", "left knee".
    """
    told: list[str] = []
    for name in names:
        side, _, joint = name.partition("_")
        if side == "left" and f"right_{joint}" in names:
            told.append(f"left and right {joint}")
        elif side != "right" or f"left_{joint}" not in names:
            told.append(f"{side} {joint}")
    return tuple(Sentence(each.replace("_", " ")) for each in told)
