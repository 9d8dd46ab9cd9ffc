"""Lengths and masses of a simulated body."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.biomech.loading import FOOT_BREADTH_OF_HEIGHT
from levelhip.biomech.segment_table import segment_table
from levelhip.simulator.person import Person

MEAN_HEIGHT_M = {"male": 1.741, "female": 1.735}
"""Of the people that de Leva's lengths were measured on (de Leva 1996, table 4)."""

SHOULDERS_AT = 0.815
"""Height of mid-shoulder, in body heights (0.818 in Drillis and Contini 1966). The table's leg and
trunk on top of one another come to 0.83 in men and 0.79 in women, because they were taken lying and
between bony points: they are stretched alike until they fit."""

ASIS_OF_HEIGHT = 0.138
"""Distance of the front hip bones, in body heights: 0.24 m at 1.74 m; chosen by us."""

PELVIS_DEPTH_OF_HEIGHT = 0.089
"""From the front to the back hip bones, in body heights: 0.155 m at 1.74 m; chosen by us."""

SHOULDER_OF_HEIGHT = 0.105
"""Half the distance of the shoulder joint centres, in body heights; chosen by us: 0.75 of the trunk
in all, as in the rendered bodies of docs/accuracy."""

ANKLE_OF_HEIGHT = 0.039
"""Height of the ankle joint (Drillis and Contini 1966, in Winter 2009, figure 4.1)."""

ANKLE_OF_FOOT = 0.25
"""Where the ankle joint lies, from the heel, in foot lengths (as `biomech.loading.FOOT_PART`)."""


@dataclass(frozen=True, slots=True)
class Build:
    """Lengths of one body, m.

    Attributes
    ----------
    thigh, shank, trunk, upper_arm, forearm, hand : between joint centres, trunk from the middle of
        the hips to that of the shoulders
    foot, foot_breadth, ankle : heel to toe tip, breadth, height of the ankle joint
    hip, shoulder : from the midline to the joint centre
    asis_apart, pelvis_depth : between the front hip bones; from front to back hip bones
    neck : from mid-shoulder to C7, upwards
    ear, crown : from mid-shoulder to the ears' and the crown's height
    """

    thigh: float
    shank: float
    trunk: float
    upper_arm: float
    forearm: float
    hand: float
    foot: float
    foot_breadth: float
    ankle: float
    hip: float
    shoulder: float
    asis_apart: float
    pelvis_depth: float
    neck: float
    ear: float
    crown: float


def build(person: Person) -> Build:
    """The lengths of a person.

    Segment lengths are de Leva's (1996, table 4) in proportion to the height. The hip joint centres
    are where Harrington's regression puts them below the front hip bones (Harrington et al. 2007,
    J Biomech 40:595): 0.33 of their distance and 7.3 mm from the midline.

    Parameters
    ----------
    person : Person

    Returns
    -------
    Build
    """
    table = segment_table(person.sex)
    height = person.height_m
    scale = height / MEAN_HEIGHT_M[person.sex]
    asis = ASIS_OF_HEIGHT * height
    hip = 0.33 * asis + 0.0073 if person.hip_width_m is None else 0.5 * person.hip_width_m
    ankle = ANKLE_OF_HEIGHT * height
    thigh, shank, trunk = (table[part].length_m for part in ("thigh", "shank", "trunk"))
    shoulder_height = SHOULDERS_AT * height
    stretched = (shoulder_height - ankle) / (thigh + shank + trunk)
    return Build(
        thigh=stretched * thigh,
        shank=stretched * shank,
        trunk=stretched * trunk,
        upper_arm=scale * table["upper_arm"].length_m,
        forearm=scale * table["forearm"].length_m,
        hand=scale * table["hand"].length_m,
        foot=scale * table["foot"].length_m,
        foot_breadth=FOOT_BREADTH_OF_HEIGHT * height + person.foot_breadth_off_m,
        ankle=ankle,
        hip=hip,
        shoulder=SHOULDER_OF_HEIGHT * height,
        asis_apart=asis,
        pelvis_depth=PELVIS_DEPTH_OF_HEIGHT * height,
        neck=0.05 * height,
        ear=0.936 * height - shoulder_height,
        crown=height - shoulder_height,
    )
