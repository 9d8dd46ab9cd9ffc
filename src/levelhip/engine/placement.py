"""Whether the person stands rightly before the camera, judged as the recording will be later.

The same rules that refuse a recording (`biomech.faults`, `biomech.calibration`) look at the last
few seconds before it begins. What cannot be judged is unknown, and never counted as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from levelhip.biomech.calibration import calibration
from levelhip.biomech.faults import EDGE_PART, Fault, Need, fault_flags
from levelhip.biomech.gates import ROLL_POOR_DEG, TRUNK_SHARE
from levelhip.core import POSE_NAMES, Array, Frame, Track
from levelhip.protocols.schema import View

State = Literal["ok", "poor", "not", "unknown"]

NOW_S = 1.0
"""The last so many seconds tell how it is now; chosen by us."""

STEADY_S = 2.0
"""All must be well for so long before it begins by itself; chosen by us: longer than somebody who
walks through stands still."""

STEADY_PART = 0.1
"""Part of the pictures that may be faulty meanwhile; chosen by us: the model loses a point now and
then."""

FAULTY_PART = 0.25
"""Part of the pictures of `NOW_S` from which a fault is told; chosen by us."""

LEAST_PICTURES = 3
"""Fewer pictures tell nothing; chosen by us, for machines that see two a second."""

FILLS = 0.7
"""Who is so tall in the picture (part of its height) cannot come closer; chosen by us."""

_ON_BODY = ("posture", "whole", "distance", "facing")
"""What only a person who is seen can be asked."""

_FEET = [
    POSE_NAMES.index(f"{side}_{joint}")
    for joint in ("ankle", "heel", "foot_index")
    for side in ("left", "right")
]
_HEAD = [POSE_NAMES.index(name) for name in ("nose", "left_eye", "right_eye")]
_BODY = [
    POSE_NAMES.index(f"{side}_{joint}")
    for joint in ("shoulder", "hip", "knee", "ankle")
    for side in ("left", "right")
]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the camera saw in the last seconds.

    Attributes
    ----------
    time_s : (T,), s, strictly increasing
    xyz : (T, 33, 3), px, IMAGE; NaN where nobody was seen
    confidence : (T, 33), 0 to 1
    people : (T,), how many are in view; NaN where nobody counted
    size : (width, height), px
    brightness : mean of the picture, 0 to 255; None when it is not known
    """

    time_s: Array
    xyz: Array
    confidence: Array
    people: Array
    size: tuple[int, int]
    brightness: float | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that has to be right.

    Attributes
    ----------
    id : "person", "alone", "posture", "whole", "distance", "facing", "light", "level" or "height"
    state : "ok", "poor" (to be taken with care), "not" or "unknown"
    hint : what is to be done, by its name among the session's words; empty when nothing is
    """

    id: str
    state: State
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """How the person stands before the camera.

    Attributes
    ----------
    checks : in the order in which they are put right
    ready : whether all has been well for `STEADY_S`
    may_start : whether a person who says so may begin all the same
    """

    checks: tuple[Check, ...]
    ready: bool
    may_start: bool

    @property
    def hint(self) -> str:
        """What is to be done first; "ready" when all is well, empty when there is only to wait."""
        if self.ready:
            return "ready"
        waiting = [each for each in self.checks if each.hint]
        first = [each for each in waiting if each.state != "poor"] or waiting
        return first[0].hint if first else ""


def placement(seen: Seen, view: View, *, dots: bool, dark: float) -> Placement:
    """Judge the last seconds.

    Parameters
    ----------
    seen : Seen
        At most a few seconds; what is older than `STEADY_S` is only looked at for the camera's
        tilt.
    view : View
        What the protocol asks of the picture.
    dots : bool
        Whether dots on the front hip bones are to be seen.
    dark : 0 to 255
        Brightness below which a picture is called dark.

    Returns
    -------
    Placement
    """
    light = _light(seen.brightness, dark)
    if len(seen.time_s) < LEAST_PICTURES:
        ids = ("person", "alone", *_ON_BODY)
        return Placement((*(Check(each, "unknown") for each in ids), light), False, False)
    need = Need(
        standing=view.standing and not view.lying,
        frontal=view.frontal and not view.lying,
        feet=view.feet,
        lying=view.lying,
    )
    flags = fault_flags(seen.xyz, seen.confidence, seen.people, image_size=seen.size, need=need)
    now = seen.time_s >= seen.time_s[-1] - NOW_S
    # Where pictures are few the last ones tell.
    now[-LEAST_PICTURES:] = True
    alone = _alone(seen.people)
    person = _person(flags, now)
    if person.state != "ok":
        rest = tuple(Check(each, "unknown") for each in _ON_BODY)
        return Placement((person, alone, *rest, light), False, alone.state != "not")
    looked = _Looked(seen, flags, now)
    checks = [person, alone, _posture(looked, view), _whole(looked), _distance(looked)]
    checks += [_facing(looked, view, dots=dots), light]
    if not view.lying:
        checks += _camera(seen, view)
    asked = _asked(view, dots=dots)
    well = all(each.state in ("ok", "poor") for each in checks)
    ready = well and _steady(seen.time_s, flags, asked)
    return Placement(tuple(checks), ready, alone.state != "not")


@dataclass(frozen=True, slots=True)
class _Looked:
    """The pictures of `NOW_S`, and how many of them have a fault."""

    seen: Seen
    flags: NDArray[np.int16]
    now: NDArray[np.bool_]

    def part(self, fault: Fault) -> float:
        return float(((self.flags[self.now] & fault) != 0).mean())

    def has(self, fault: Fault) -> bool:
        return self.part(fault) > FAULTY_PART

    def middle(self, points: list[int], axis: int) -> Array:
        """Each point's middle place in these pictures, px."""
        found = self.seen.xyz[self.now][:, points, axis]
        middle: Array = np.nanmedian(found, axis=0)
        return middle


def _person(flags: NDArray[np.int16], now: NDArray[np.bool_]) -> Check:
    nobody = float(((flags[now] & Fault.NOBODY) != 0).mean())
    if nobody > 1.0 - FAULTY_PART:
        return Check("person", "not", "nobody")
    odd = float(((flags[now] & (Fault.NOT_A_BODY | Fault.NOBODY)) != 0).mean())
    return Check("person", "not", "not-a-body") if odd > FAULTY_PART else Check("person", "ok")


def _alone(people: Array) -> Check:
    counted = people[np.isfinite(people)]
    if not counted.any():
        return Check("alone", "unknown")
    return Check("alone", "not", "second-person") if (counted > 1).any() else Check("alone", "ok")


def _posture(looked: _Looked, view: View) -> Check:
    if view.lying and looked.has(Fault.UPRIGHT):
        return Check("posture", "not", "upright")
    if not view.lying and looked.has(Fault.LYING):
        return Check("posture", "not", "lying")
    return Check("posture", "ok")


def _whole(looked: _Looked) -> Check:
    if looked.has(Fault.CUT_OFF):
        return Check("whole", "not", _cut(looked))
    return Check("whole", "not", "hidden") if looked.has(Fault.UNSEEN) else Check("whole", "ok")


def _cut(looked: _Looked) -> str:
    """Which way out of a picture that cuts the body off."""
    width, height = looked.seen.size
    down, across = looked.middle(_FEET, 1), looked.middle(_BODY, 0)
    above = looked.middle(_HEAD, 1).min() < EDGE_PART * height
    below = down.max() > (1.0 - EDGE_PART) * height
    left = across.min() < EDGE_PART * width
    right = across.max() > (1.0 - EDGE_PART) * width
    if above or below or (left and right):
        return "cut-head" if above and not below else "cut-feet" if below and not above else "near"
    shoulders = looked.middle(_BODY[:2], 0)
    if not (left or right):
        return "near"
    # Who faces the camera has the left side at the picture's right.
    towards = shoulders[0] > shoulders[1]
    return "go-left" if left == towards else "go-right"


def _distance(looked: _Looked) -> Check:
    if looked.has(Fault.TOO_SMALL):
        return Check("distance", "not", "far")
    if not looked.has(Fault.SMALL):
        return Check("distance", "ok")
    down = looked.middle([*_HEAD, *_FEET], 1)
    fills = float(down.max() - down.min()) >= FILLS * looked.seen.size[1]
    return Check("distance", "ok") if fills else Check("distance", "poor", "far")


def _facing(looked: _Looked, view: View, *, dots: bool) -> Check:
    if view.lying:
        on_side = not looked.has(Fault.NOT_ON_SIDE)
        return Check("facing", "ok") if on_side else Check("facing", "not", "not-on-side")
    if view.frontal and looked.has(Fault.SIDE_ON):
        return Check("facing", "not", "side-on")
    if dots and looked.has(Fault.TURNED_AWAY):
        return Check("facing", "not", "turned-away")
    return Check("facing", "ok")


def _light(brightness: float | None, dark: float) -> Check:
    if brightness is None:
        return Check("light", "unknown")
    return Check("light", "ok") if brightness >= dark else Check("light", "not", "dark")


def _camera(seen: Seen, view: View) -> list[Check]:
    """How the camera stands, which only quiet standing tells."""
    track = Track(seen.time_s, seen.xyz, seen.confidence, POSE_NAMES, Frame.IMAGE)
    found = calibration(track, image_size=seen.size, wait_s=view.still_s)
    if found is None or not found.standing:
        return [Check("level", "unknown", "still"), Check("height", "unknown")]
    level = Check("level", "ok")
    if abs(found.roll_deg) >= ROLL_POOR_DEG:
        level = Check("level", "not", _TURNS[found.roll_deg > 0])
    low, high = TRUNK_SHARE
    height = Check("height", "ok")
    if not low <= found.trunk_share <= high:
        height = Check("height", "poor", "high" if found.trunk_share > high else "low")
    return [level, height]


def _asked(view: View, *, dots: bool) -> int:
    """The faults that must be away for `STEADY_S`."""
    faults = Fault.NOBODY | Fault.NOT_A_BODY | Fault.CUT_OFF | Fault.UNSEEN | Fault.TOO_SMALL
    faults |= Fault.SECOND_PERSON
    faults |= (Fault.UPRIGHT | Fault.NOT_ON_SIDE) if view.lying else Fault.LYING
    if view.frontal and not view.lying:
        faults |= Fault.SIDE_ON
    return int(faults | Fault.TURNED_AWAY if dots else faults)


def _steady(time_s: Array, flags: NDArray[np.int16], asked: int) -> bool:
    lately = time_s >= time_s[-1] - STEADY_S
    if time_s[-1] - time_s[0] < STEADY_S or int(lately.sum()) < LEAST_PICTURES:
        return False
    return bool(((flags[lately] & asked) != 0).mean() <= STEADY_PART)


_TURNS: Mapping[bool, str] = MappingProxyType({True: "turn-counter", False: "turn-clockwise"})
"""How a camera is to be turned, seen from behind it, by whether its picture is turned
counter-clockwise."""
