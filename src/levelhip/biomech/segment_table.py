"""Segment parameters of de Leva 1996, Table 4 [1]_: mass and centre of each body segment.

They come from young, fit adults; older and heavier bodies deviate, and pregnancy is outside them.

References
----------
.. [1] de Leva 1996, J Biomech 29(9):1223-1230.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from levelhip.core.person import SEXES


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of one table.

    Attributes
    ----------
    mass : part of body mass; of one side where there are two
    centre : where its centre of mass lies, as part of the way from the first end to the second
    length_m : m, mean length in the people measured
    """

    mass: float
    centre: float
    length_m: float


# Ends: head vertex to mid-gonion, trunk mid-shoulder to mid-hip ("trunk 3", which fits joint
# landmarks), upper arm shoulder to elbow, forearm elbow to wrist, hand wrist to metacarpale 3,
# thigh hip to knee, shank knee to ankle joint centre, foot heel to toe tip.
_MALE = MappingProxyType(
    {
        "head": Segment(0.0694, 0.5976, 0.2033),
        "trunk": Segment(0.4346, 0.4310, 0.5155),
        "upper_arm": Segment(0.0271, 0.5772, 0.2817),
        "forearm": Segment(0.0162, 0.4574, 0.2689),
        "hand": Segment(0.0061, 0.7900, 0.0862),
        "thigh": Segment(0.1416, 0.4095, 0.4222),
        "shank": Segment(0.0433, 0.4395, 0.4403),
        "foot": Segment(0.0137, 0.4415, 0.2581),
    }
)
_FEMALE = MappingProxyType(
    {
        "head": Segment(0.0668, 0.5894, 0.2002),
        "trunk": Segment(0.4257, 0.3782, 0.4979),
        "upper_arm": Segment(0.0255, 0.5754, 0.2751),
        "forearm": Segment(0.0138, 0.4559, 0.2643),
        "hand": Segment(0.0056, 0.7474, 0.0780),
        "thigh": Segment(0.1478, 0.3612, 0.3685),
        "shank": Segment(0.0481, 0.4352, 0.4386),
        "foot": Segment(0.0129, 0.4014, 0.2283),
    }
)
# Trunk from its other upper ends, down to mid-hip: the upper end of the breast bone ("trunk") and
# C7 ("trunk 2"); part of the way from the upper end, and length in metres.
TRUNK_FROM_STERNUM = MappingProxyType({"male": (0.4486, 0.5319), "female": (0.4151, 0.5293)})
TRUNK_FROM_C7 = MappingProxyType({"male": (0.5138, 0.6033), "female": (0.4964, 0.6148)})
# Height of the head's centre above mid-hip in the table's bodies: C7 to mid-hip, plus the lower
# part of vertex to C7 ("trunk 2", "head 2").
HEAD_ABOVE_HIP_M = MappingProxyType(
    {
        "male": (0.6033 + (1 - 0.5002) * 0.2429,),
        "female": (0.6148 + (1 - 0.4841) * 0.2437,),
    }
)


def segment_table(sex: str | None) -> dict[str, Segment]:
    """Segment parameters of one sex, or the mean of both where the sex is unknown.

    Parameters
    ----------
    sex : "female", "male" or None
        Whose table.

    Returns
    -------
    dict of str to Segment
        Head, trunk, upper_arm, forearm, hand, thigh, shank, foot; masses sum to one within 0.0001
        (as printed: men 1.0000, women 0.9999).
    """
    if sex == "male":
        return dict(_MALE)
    if sex == "female":
        return dict(_FEMALE)
    return {
        name: Segment(
            (man.mass + woman.mass) / 2,
            (man.centre + woman.centre) / 2,
            (man.length_m + woman.length_m) / 2,
        )
        for (name, man), woman in zip(_MALE.items(), _FEMALE.values(), strict=True)
    }


def of_sex(table: Mapping[str, tuple[float, ...]], sex: str | None) -> tuple[float, ...]:
    """The numbers of one sex, or the mean of both.

    Parameters
    ----------
    table : mapping of sex to numbers
        One entry each for female and male.
    sex : "female", "male" or None
        Whose numbers; the mean of both when unknown.

    Returns
    -------
    tuple of float
        As many as an entry has.
    """
    if sex is not None:
        return table[sex]
    return tuple(sum(pair) / len(SEXES) for pair in zip(*(table[s] for s in SEXES), strict=True))
