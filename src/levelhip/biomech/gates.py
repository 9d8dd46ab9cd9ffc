"""Whether what the camera gives can be trusted: flags for each frame, reasons at the end.

`fault_flags` looks at each frame by itself and is cheap; `Gatekeeper` collects frames as they come
and says at the end, in words, what was wrong, from when to when, and what to do about it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from levelhip.biomech.calibration import Calibration
from levelhip.biomech.fault_counts import TOWARDS, FaultCounts
from levelhip.biomech.faults import (
    ALL_NEEDS,
    BODY_ROWS,
    SMALL_PX,
    TOO_SMALL_PX,
    TRUNK_ROWS,
    UNUSABLE,
    Fault,
    Need,
    fault_flags,
    faults_of,
    judged_points,
    jumps,
    leg_jumps,
)
from levelhip.core import Array, Quality, Reason, phrase
from levelhip.core.result import QualityState

__all__ = ["ALL_NEEDS", "UNUSABLE", "Fault", "Gatekeeper", "Need", "fault_flags"]

ROLL_POOR_DEG, ROLL_REFUSED_DEG = 8.0, 20.0
"""Camera roll that is said, and that is refused; chosen by us. Roll is taken out, but with it grows
what a tilted camera does to the perspective."""

TRUNK_SHARE = (0.33, 0.415)
"""Trunk over ankle-to-shoulder length in standing; outside, the camera looks up or down at the
person; chosen by us: 0.36 to 0.39 in the clips, and by the geometry of a pinhole 0.314 for a camera
on the floor that looks up by 23 degrees, 0.42 for one that looks down by 24."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """What one fault comes to: the part of the recording from which it is said, and refused."""

    fault: Fault
    code: str
    poor: float
    refused: float
    text: str


# In order of importance: an earlier reason explains the later ones away (`_hides`).
_RULES = (
    _Rule(
        Fault.NOBODY,
        "nobody",
        0.05,
        0.5,
        "nobody was found in {part} of the pictures; stand so that the whole body is in view, "
        "2 to 3 m from the camera, with the light in front of you",
    ),
    _Rule(
        Fault.SECOND_PERSON,
        "second-person",
        0.01,
        0.1,
        "more than one person is in view in {part} of the pictures that were looked at, and the "
        "pose model may jump between them; record again with only one person in view",
    ),
    _Rule(
        Fault.LYING,
        "lying",
        0.05,
        0.3,
        "the person lies down in {part} of the pictures, and this protocol is done standing; "
        "choose the protocol that fits, or record it standing",
    ),
    _Rule(
        Fault.UPRIGHT,
        "not-lying",
        0.1,
        0.5,
        "the person stands or sits in {part} of the pictures, and this protocol is done lying on "
        "the side; choose the protocol that fits, or record it lying",
    ),
    _Rule(
        Fault.NOT_A_BODY,
        "not-a-body",
        0.05,
        0.3,
        "what was found has not the proportions of a body in {part} of the pictures; take what "
        "looks like a person out of view, and keep the camera level with the hips",
    ),
    _Rule(
        Fault.NOT_ON_SIDE,
        "not-on-side",
        0.1,
        0.4,
        "one hip is not seen above the other in {part} of the pictures; lie on the side, with the "
        "camera in front of the body or behind it, low, at the height of a knee",
    ),
    _Rule(
        Fault.CUT_OFF,
        "cut-off",
        0.05,
        0.3,
        "the body runs out of the picture in {part} of the pictures; step back or turn the "
        "camera upright, so that head and feet are in view",
    ),
    _Rule(
        Fault.TOO_SMALL,
        "too-small",
        0.05,
        0.3,
        "the hips are less than {least} px apart in {part} of the pictures; come "
        "closer or record with more pixels (720 x 1280 or better)",
    ),
    _Rule(
        Fault.SIDE_ON,
        "side-on",
        0.1,
        0.3,
        "the person is seen from the side in {part} of the pictures, and left and right cannot "
        "be told apart there; put the camera straight in front or behind",
    ),
    _Rule(
        Fault.UNSEEN,
        "unseen",
        0.1,
        0.4,
        "shoulders, hips or legs are hidden in {part} of the pictures; clear the view, and wear "
        "clothes that stand out from the wall",
    ),
    _Rule(
        Fault.JITTER,
        "jitter",
        0.03,
        0.25,
        "the points jump about in {part} of the pictures; use more light, a steady camera and "
        "plain clothes",
    ),
    _Rule(
        Fault.SMALL,
        "small",
        0.3,
        2.0,
        "the hips are less than {least} px apart in {part} of the pictures, where one "
        "pixel is 2 degrees; come closer or record with more pixels",
    ),
)


LEAST_PX = {Fault.TOO_SMALL: f"{TOO_SMALL_PX:g}", Fault.SMALL: f"{SMALL_PX:g}"}
"""Distance of the hips that is asked for, px, by fault."""

ROLLED = {
    "clockwise": "the camera is tilted sideways by about {degrees} degrees; turn it clockwise, "
    "seen from behind it, until door frames stand upright",
    "counter-clockwise": "the camera is tilted sideways by about {degrees} degrees; turn it "
    "counter-clockwise, seen from behind it, until door frames stand upright",
}
PITCHED = {
    "up": "the camera looks steeply up at the person (the trunk fills {part} of ankles to "
    "shoulders, {low} to {high} is usual); put it at the height of the hips and level",
    "down": "the camera looks steeply down at the person (the trunk fills {part} of ankles to "
    "shoulders, {low} to {high} is usual); put it at the height of the hips and level",
}
"""What is said of a camera, by the way it is turned."""


class Gatekeeper:
    """Collects frames as they come and judges them; the same however they are cut.

    Parameters
    ----------
    image_size : (width, height), px
        Of the upright picture.
    need : Need
        What the protocol asks.
    """

    def __init__(self, *, image_size: tuple[int, int], need: Need = ALL_NEEDS) -> None:
        self._size = image_size
        self._need = need
        self._waiting: list[tuple[Array, Array, Array, Array | None]] = []
        self._n_waiting = 0
        self._last = np.full((2, 8 if need.lying else 4, 2), np.nan)
        self._times: list[Array] = []
        self._flags: list[NDArray[np.int16]] = []
        self._n_looked = 0
        self._found = FaultCounts()

    def push(self, time_s: Array, xyz: Array, confidence: Array, people: Array | None) -> None:
        """The next frames; cheap, they are judged a block at a time.

        Parameters
        ----------
        time_s : (T,), s
            Of the frames.
        xyz : (T, L, 3), px, IMAGE
            The first 33 points are `core.POSE_NAMES`.
        confidence : (T, L), 0 to 1
            Of each point.
        people : (T,), or None
            Number of people in view; NaN where nobody looked.
        """
        self._waiting.append((time_s, xyz, confidence, people))
        self._n_waiting += len(time_s)
        if self._n_waiting >= _WAIT:
            self._judge()

    def flags(self) -> tuple[Array, NDArray[np.int16]]:
        """Times (T,), s, and `Fault` bits (T,) of all frames so far."""
        self._judge()
        if not self._times:
            return np.empty(0), np.empty(0, dtype=np.int16)
        return np.concatenate(self._times), np.concatenate(self._flags)

    def quality(self, calibration: Calibration | None = None) -> Quality:
        """The judgement on all frames so far; may be asked again after more frames.

        Parameters
        ----------
        calibration : Calibration or None
            Tells of a tilted camera and of standing not found.

        Returns
        -------
        Quality
            "refused" when nothing may be said, "poor" when it is to be taken with care.
        """
        self._judge()
        return _judged(self._found, self._n_looked, calibration, self._need)

    def _judge(self) -> None:
        if not self._waiting:
            return
        parts, self._waiting, self._n_waiting = self._waiting, [], 0
        time_s, xyz, confidence, people = _joined(parts)
        if people is not None:
            self._n_looked += int(np.isfinite(people).sum())
        self._times.append(time_s)
        # In blocks that stay in the processor's cache; frames are judged alone either way.
        for start in range(0, len(time_s), _BLOCK):
            part = slice(start, start + _BLOCK)
            points = judged_points(xyz[part], self._need)
            x, y = points
            flags = faults_of(
                x,
                y,
                confidence[part],
                None if people is None else people[part],
                image_size=self._size,
                need=self._need,
            )
            rows = BODY_ROWS if self._need.lying else TRUNK_ROWS
            core = np.concatenate((self._last, points[:, rows]), axis=2)
            jitter = jumps(core[:, :4])
            if self._need.lying:
                jitter |= leg_jumps(core)
            flags += jitter * np.int16(Fault.JITTER)
            self._last = core[..., -2:].copy()
            self._flags.append(flags)
            self._found.add(time_s[part], flags)


def _joined(
    parts: list[tuple[Array, Array, Array, Array | None]],
) -> tuple[Array, Array, Array, Array | None]:
    """Consecutive pushes as one; a push where nobody looked for people has NaN there."""
    if len(parts) == 1:
        return parts[0]
    people = None
    if any(part[3] is not None for part in parts):
        people = np.concatenate(
            [np.full(len(part[0]), np.nan) if part[3] is None else part[3] for part in parts]
        )
    return (
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]),
        people,
    )


def _judged(
    found: FaultCounts, n_looked: int, calibration: Calibration | None, need: Need
) -> Quality:
    if not found.frames:
        return Quality("refused", (Reason("nobody", "the recording holds no picture"),))
    reasons: list[Reason] = []
    state: QualityState = "ok"
    seen = found.frames - found.count(Fault.NOBODY)
    for rule in _RULES:
        bad = found.count(rule.fault)
        if not bad:
            continue
        whole = {Fault.NOBODY: found.frames, Fault.SECOND_PERSON: n_looked}.get(rule.fault, seen)
        part = bad / max(whole, 1)
        if part < rule.poor:
            continue
        said = phrase(rule.text, part=_percent(part), least=LEAST_PX.get(rule.fault, ""))
        reasons.append(Reason.of(rule.code, said, *found.span_s(rule.fault)))
        if part >= rule.refused:
            state = "refused"
            if rule.fault in _HIDING:
                # With this, whatever else is wrong follows from it.
                break
        elif state == "ok":
            state = "poor"
    if state != "refused":
        more, worst = _camera_reasons(found, calibration, need)
        reasons += more
        state = "refused" if worst == "refused" else "poor" if more else state
    return Quality(state, tuple(reasons))


def _camera_reasons(
    found: FaultCounts, calibration: Calibration | None, need: Need
) -> tuple[list[Reason], QualityState]:
    reasons: list[Reason] = []
    worst: QualityState = "ok"
    away, towards = found.count(Fault.TURNED_AWAY), found.count(TOWARDS)
    few = 0.1 * found.frames
    if need.frontal and away > few and towards > few:
        reasons.append(
            Reason(
                "turned-round",
                "the person faces the camera in one part and turns away in another; record one "
                "side at a time, and cut off what does not belong to the test",
                *found.span_s(Fault.TURNED_AWAY if away < towards else TOWARDS),
            )
        )
        worst = "poor"
    if calibration is None:
        return reasons, worst
    if abs(calibration.roll_deg) >= ROLL_POOR_DEG:
        turned = "counter-clockwise" if calibration.roll_deg > 0 else "clockwise"
        tilt = f"{abs(calibration.roll_deg):.0f}"
        reasons.append(
            Reason.of(
                "camera-rolled",
                phrase(ROLLED[turned], degrees=tilt),
                calibration.from_s,
                calibration.to_s,
            )
        )
        worst = "refused" if abs(calibration.roll_deg) >= ROLL_REFUSED_DEG else "poor"
    if need.still and not calibration.standing:
        # Medians of one-leg standing would take the lean for the camera's own tilt.
        reasons.append(
            Reason(
                "no-quiet-standing",
                "nobody stood still on both feet for a second, so that level is not known; stand "
                "still for two seconds before the first lift",
                calibration.from_s,
                calibration.to_s,
            )
        )
        worst = "refused"
    low, high = TRUNK_SHARE
    if calibration.standing and not low <= calibration.trunk_share <= high:
        looks = "down" if calibration.trunk_share > high else "up"
        part = f"{calibration.trunk_share:.2f}"
        reasons.append(
            Reason.of(
                "camera-pitched",
                phrase(PITCHED[looks], part=part, low=f"{low:g}", high=f"{high:g}"),
                calibration.from_s,
                calibration.to_s,
            )
        )
        worst = "poor" if worst == "ok" else worst
    return reasons, worst


def _percent(part: float) -> str:
    return f"{100.0 * part:.0f} %" if part < 0.995 else "all"


_WAIT = 256
"""Frames that wait to be judged together: eight live seconds, so that 99 of 100 do not pay."""
_BLOCK = 2048
_HIDING = Fault.NOBODY | Fault.SECOND_PERSON | Fault.LYING | Fault.UPRIGHT
