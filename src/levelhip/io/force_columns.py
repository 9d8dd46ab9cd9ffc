"""What the headings of a force table mean: which foot or plate, force or place, which axis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from levelhip.io.csvtable import words

Role = Literal["force", "centre", "other"]

NEWTON_PER: dict[str, float] = {
    "n": 1.0,
    "newton": 1.0,
    "newtons": 1.0,
    "kn": 1000.0,
    "kg": 9.80665,
    "kgf": 9.80665,
    "g": 9.80665e-3,
    "lb": 4.4482216,
    "lbs": 4.4482216,
    "lbf": 4.4482216,
}
"""Newton in each unit of force or mass a file may use (standard gravity, international pound)."""

BODY_WEIGHT_PER: dict[str, float] = {"%": 0.01, "%bw": 0.01, "bw": 1.0, "%bodyweight": 0.01}
"""Body weights in each relative unit."""

METRE_PER: dict[str, float] = {"m": 1.0, "cm": 0.01, "mm": 0.001}
"""Metres in each unit of length."""

LEFT = "left"
RIGHT = "right"
OPPOSITE = {
    LEFT: RIGHT,
    RIGHT: LEFT,
    "paretic": "non-paretic",
    "affected": "unaffected",
    "involved": "uninvolved",
    "injured": "uninjured",
    "operated": "unoperated",
    "dominant": "non-dominant",
}
"""Names of a foot and of the other one; the first pair are sides, the rest must be told which."""

_WHO = {
    **dict.fromkeys(("left", "lf", "lhs", "links", "gauche", "izquierda", "sinistra"), LEFT),
    **dict.fromkeys(("right", "rf", "rhs", "rechts", "droite", "derecha", "destra"), RIGHT),
    **{name: name for name in OPPOSITE},
    **{other: other for other in OPPOSITE.values()},
    "nonparetic": "non-paretic",
    "nondominant": "non-dominant",
    "healthy": "unaffected",
    "sound": "unaffected",
}
_FORCE = {
    *("force", "forces", "grf", "vgrf", "f", "fx", "fy", "fz", "fv", "fap", "fml", "fvert", "load"),
    *("fvertical", "weight", "reaction", "mass"),
}
_CENTRE = {
    *("cop", "cp", "copx", "copy", "copz", "cpx", "cpy", "cpap", "cpml", "copap", "copml", "px"),
    *("py", "pz", "position", "centre", "center", "pressure", "point", "r", "ax", "ay"),
}
_OTHER = {
    *("torque", "moment", "mx", "my", "mz", "tx", "ty", "tz", "freemoment", "net", "total", "sum"),
    *("grfnet", "copnet", "velocity", "speed", "acceleration", "acc", "gyro", "gyroscope", "emg"),
    *("angle", "marker", "temperature", "battery", "trigger", "sync", "event", "label"),
}
_AXES = {
    **{f"{mark}{axis}": axis for axis in "xyz" for mark in ("", "f", "v", "p", "cop", "cp")},
    **dict.fromkeys(("vert", "vertical", "fvert", "fv", "vgrf", "fvertical", "up"), "up"),
    **dict.fromkeys(("ap", "fap", "cpap", "copap", "forward"), "forward"),
    **dict.fromkeys(("ml", "fml", "cpml", "copml", "lateral"), "across"),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one column holds.

    Attributes
    ----------
    role : force, centre of pressure, or other
    who : "left", "right", "paretic" …, the number of a plate, or empty
    axis : "x", "y", "z", "up", "forward", "across", or empty
    unit : lower case, empty when the file names none
    """

    role: Role
    who: str = ""
    axis: str = ""
    unit: str = ""


def meaning(label: str, unit: str) -> Meaning:
    """What a column holds, by its heading alone.

    Parameters
    ----------
    label : str
        Heading without its unit.
    unit : str
        Unit of the heading; empty when it has none.

    Returns
    -------
    Meaning
        Role "other" when the heading says nothing of forces.
    """
    who, tokens = _who(_tokens(label))
    unit = unit.strip().lower().replace(" ", "")
    if not unit and tokens and tokens[-1] in {*NEWTON_PER, *METRE_PER, *BODY_WEIGHT_PER} - {"g"}:
        unit = tokens.pop()
    axis = next((_AXES[token] for token in reversed(tokens) if token in _AXES), "")
    number = next((token for token in tokens if token.isdigit()), "")
    role = _role(tokens)
    if role == "other" and who and not tokens:
        # "left (kg)" or plainly "left": the load under that foot.
        role = "force" if unit in {*NEWTON_PER, *BODY_WEIGHT_PER, ""} else "other"
    if role in ("force", "centre"):
        if not who and number:
            who = number
        if role == "force" and unit in METRE_PER:
            role = "centre"
    return Meaning(role, who if role in ("force", "centre") else "", axis, unit)


def _tokens(label: str) -> list[str]:
    """Words of a heading; abbreviations as COPx or CPap stay whole."""
    known = _FORCE | _CENTRE | _OTHER | set(_AXES) | set(_WHO)
    out: list[str] = []
    for chunk in re.findall(r"[A-Za-z]+|[0-9]+|%+", label):
        low = chunk.lower()
        parts = words(chunk)
        # A letter before a known word is a side; any other makes a name of its own, as HFx.
        own = any(len(part) == 1 and part not in "lr" for part in parts)
        whole = low in known or (low[0] in "lr" and low[1:] in known)
        out += [low] if whole or own else parts
    return out


def _who(tokens: list[str]) -> tuple[str, list[str]]:
    """The foot that a heading names, and the words that are left."""
    rest: list[str] = []
    who = ""
    for at, word in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else ""
        if not who and word == "non" and following in OPPOSITE:
            who = OPPOSITE[following]
        elif word in _WHO:
            who = who or _WHO[word]
        elif not who and word in ("l", "r") and len(tokens) > 1 and not following.isdigit():
            who = LEFT if word == "l" else RIGHT
        elif (
            not who
            and len(word) > 1
            and word[0] in "lr"
            and word[1:] in _FORCE | _CENTRE | {"freemoment"}
        ):
            who = LEFT if word[0] == "l" else RIGHT
            rest.append(word[1:])
        else:
            rest.append(word)
    return who, rest


def _role(tokens: list[str]) -> Role:
    if any(token in _OTHER for token in tokens):
        return "other"
    if len(tokens) == 2 and tokens[0] in "xyz" and tokens[1].isdigit():
        return "centre"  # Cortex names forces FX1 and their place X1
    for at, word in enumerate(tokens):
        if word in ("f", "r"):
            # Symbols of vectors only when nothing but an index and an axis follows.
            rest = tokens[at + 1 :]
            if not all(t.isdigit() or t in _AXES or t in ("f", "r") for t in rest):
                continue
        if word in _FORCE:
            follows = set(tokens[at + 1 :])
            return "centre" if follows & {"px", "py", "pz"} else "force"
        if word in _CENTRE:
            return "centre"
    return "other"
