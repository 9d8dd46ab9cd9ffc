"""A jointed body: where every point is, from how the pelvis, trunk and legs are turned."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from levelhip.biomech.segment_table import segment_table
from levelhip.core import BONY_NAMES, POSE_NAMES, Array
from levelhip.simulator.build import ANKLE_OF_FOOT, Build, build
from levelhip.simulator.person import Person
from levelhip.simulator.rotations import hip_angles, thigh_frames, turn, turned

SIDES: tuple[tuple[str, float], ...] = (("left", -1.0), ("right", 1.0))

NAMES: tuple[str, ...] = (*POSE_NAMES, *BONY_NAMES)
"""Points of a simulated body, in the order of `Figure.xyz`."""

STRAIGHTEST_RAD = np.radians(4.0)
"""A standing knee is bent by at least this; chosen by us: nobody locks a knee for long."""


HANGING_RAD = float(np.radians(8.0))
"""How far hanging arms are spread; chosen by us."""


@dataclass(slots=True)
class Leg:
    """What one leg does: planted where its ankle is, or lifted by its joints, or in between.

    Attributes
    ----------
    ankle : (T, 3), m, LAB; where the ankle is as long as the leg is planted
    heading : rad, how far the toes point outwards
    pitch : (T,), rad, how far the planted foot's toes point down (heel off the floor)
    lifted : (T,), 0 = planted, 1 = by its joints
    flexion, abduction, inward, knee, toes_up : (T,) or float, rad, of the lifted leg
    floor : whether the toes are kept from going below the floor
    """

    ankle: Array
    heading: float
    pitch: Array | float = 0.0
    lifted: Array | float = 0.0
    flexion: Array | float = 0.0
    abduction: Array | float = 0.0
    inward: Array | float = 0.0
    knee: Array | float = 0.0
    toes_up: Array | float = 0.0
    floor: bool = True


@dataclass(slots=True)
class Posture:
    """What the whole body does.

    Attributes
    ----------
    hips : (T, 3), m, LAB; middle of the hip joint centres
    pelvis, trunk : (T, 3, 3), axes
    legs : by "left" and "right"
    arms_out : (T,) or float, rad, how far the arms are spread from hanging along the trunk
    reach : by side, (T, 3), m, LAB; where a wrist is held instead of hanging
    """

    hips: Array
    pelvis: Array
    trunk: Array
    legs: dict[str, Leg]
    arms_out: Array | float = HANGING_RAD
    reach: dict[str, Array] = field(default_factory=dict)


@dataclass(slots=True)
class Figure:
    """Where a body is over time.

    Attributes
    ----------
    xyz : (T, L, 3), m, LAB, points in the order of `NAMES`
    frames : (T, 3, 3) each, axes of "pelvis", "trunk", "left_thigh", "right_shank", …
    centre : (T, 3), m, LAB, centre of mass
    hip : flexion, abduction, inward turn of each hip, (T,) each, rad, by side
    knee : (T,), rad, by side
    """

    xyz: Array
    frames: dict[str, Array]
    centre: Array
    hip: dict[str, tuple[Array, Array, Array]]
    knee: dict[str, Array]

    def point(self, name: str) -> Array:
        """One point's path, (T, 3), m."""
        return self.xyz[:, NAMES.index(name)]

    def sole(self, side: str) -> Array:
        """Height of the lowest point of a foot, (T,), m."""
        return np.minimum(self.point(f"{side}_heel")[:, 1], self.point(f"{side}_foot_index")[:, 1])


class Body:
    """The points of one person's body.

    Parameters
    ----------
    person : Person
    """

    def __init__(self, person: Person) -> None:
        self.person = person
        self.build: Build = build(person)
        self.table = segment_table(person.sex)

    @property
    def ankle_to_toe(self) -> float:
        """From the ankle joint forward to the toe tip, m, along the floor."""
        return (1.0 - ANKLE_OF_FOOT) * self.build.foot

    def longest_leg(self) -> float:
        """From hip to ankle with the knee as straight as it gets in standing, m."""
        b = self.build
        return float(
            np.sqrt(b.thigh**2 + b.shank**2 + 2 * b.thigh * b.shank * np.cos(STRAIGHTEST_RAD))
        )

    def figure(self, posture: Posture) -> Figure:
        """Where all points are.

        Parameters
        ----------
        posture : Posture

        Returns
        -------
        Figure
        """
        count = len(posture.hips)
        xyz = np.empty((count, len(NAMES), 3))
        frames = {"pelvis": posture.pelvis, "trunk": posture.trunk}
        hips: dict[str, tuple[Array, Array, Array]] = {}
        knees: dict[str, Array] = {}
        for side, sign in SIDES:
            hips[side], knees[side] = self._leg(xyz, frames, posture, side, sign)
        self._trunk(xyz, posture)
        for side, sign in SIDES:
            self._arm(xyz, posture, side, sign)
        return Figure(xyz, frames, self._centre(xyz), hips, knees)

    def _leg(
        self, xyz: Array, frames: dict[str, Array], posture: Posture, side: str, sign: float
    ) -> tuple[tuple[Array, Array, Array], Array]:
        b, leg, pelvis = self.build, posture.legs[side], posture.pelvis
        hip = posture.hips + (sign * b.hip) * pelvis[:, :, 2]
        ahead = np.array([np.cos(leg.heading), 0.0, sign * np.sin(leg.heading)])
        lifted = np.broadcast_to(np.asarray(leg.lifted, dtype=np.float64), len(hip))
        if lifted.min() < 1.0:
            thigh, knee = _planted(hip, leg.ankle, ahead, b)
            angles = hip_angles(pelvis, thigh, sign)
        else:
            nought = np.zeros(len(hip))
            angles, knee = (nought, nought, nought), nought
        if lifted.max() > 0.0:
            asked = (leg.flexion, leg.abduction, leg.inward)
            angles = tuple(  # type: ignore[assignment]
                own + lifted * (want - own) for own, want in zip(angles, asked, strict=True)
            )
            knee = knee + lifted * (leg.knee - knee)
            thigh = thigh_frames(pelvis, *angles, sign)
        shank = thigh @ turn(2, -knee)
        knee_at = hip - b.thigh * thigh[:, :, 1]
        ankle = knee_at - b.shank * shank[:, :, 1]
        foot = self._foot(leg, shank, ankle, ahead, lifted)
        self._put_foot(xyz, side, ankle, foot)
        half_knee, half_ankle = 0.13 * b.thigh, 0.10 * b.shank
        _put(xyz, f"{side}_hip", hip)
        _put(xyz, f"{side}_knee", knee_at)
        _put(xyz, f"{side}_knee_lateral", knee_at + (sign * half_knee) * thigh[:, :, 2])
        _put(xyz, f"{side}_knee_medial", knee_at - (sign * half_knee) * thigh[:, :, 2])
        _put(xyz, f"{side}_ankle_lateral", ankle + (sign * half_ankle) * shank[:, :, 2])
        _put(xyz, f"{side}_ankle_medial", ankle - (sign * half_ankle) * shank[:, :, 2])
        frames |= {f"{side}_thigh": thigh, f"{side}_shank": shank, f"{side}_foot": foot}
        return angles, knee

    def _foot(self, leg: Leg, shank: Array, ankle: Array, ahead: Array, lifted: Array) -> Array:
        """Axes of the foot: flat on the floor, rolling over the toes, or hanging on the shank."""
        up = np.array([0.0, 1.0, 0.0])
        flat = np.stack([ahead, up, np.cross(ahead, up)], axis=1)
        pitch = np.broadcast_to(np.asarray(leg.pitch, dtype=np.float64), len(shank))
        planted = flat @ turn(2, -pitch)
        if lifted.max() <= 0.0:
            return np.asarray(planted)
        hanging = shank @ turn(2, np.broadcast_to(leg.toes_up, len(shank)))
        if not leg.floor:
            return np.asarray(hanging)
        mixed = _orthonormal(planted + lifted[:, None, None] * (hanging - planted))
        # Toes and heel stay above the floor: the foot is no steeper than its height allows.
        height = ankle[:, 1] - self.build.ankle
        steepest = np.arcsin(np.clip(height / self.ankle_to_toe, 0.0, 1.0))
        heel = ANKLE_OF_FOOT * self.build.foot
        flattest = -np.arcsin(np.clip(height / heel, 0.0, 1.0))
        wanted = np.arcsin(np.clip(-mixed[:, 1, 0], -1.0, 1.0))
        # A soft minimum, so that the foot does not jolt when the toes leave the floor.
        soft = 0.01
        allowed = 0.5 * (wanted + steepest - np.sqrt((wanted - steepest) ** 2 + soft**2))
        keep = np.minimum(lifted * 20.0, 1.0)
        held = 0.5 * (allowed + flattest + np.sqrt((allowed - flattest) ** 2 + soft**2))
        lower = keep * (held - wanted)
        return np.asarray(mixed @ turn(2, -lower))

    def _put_foot(self, xyz: Array, side: str, ankle: Array, foot: Array) -> None:
        b = self.build
        _put(xyz, f"{side}_ankle", ankle)
        heel = np.array([-ANKLE_OF_FOOT * b.foot, -b.ankle, 0.0])
        toe = np.array([self.ankle_to_toe, -b.ankle, 0.0])
        _put(xyz, f"{side}_heel", ankle + turned(foot, heel))
        _put(xyz, f"{side}_foot_index", ankle + turned(foot, toe))

    def _trunk(self, xyz: Array, posture: Posture) -> None:
        b, pelvis, trunk = self.build, posture.pelvis, posture.trunk
        top = posture.hips + b.trunk * trunk[:, :, 1]
        # The pelvis plane of the front and back hip bones dips forward by 10 degrees in standing.
        asis_up, asis_on = 0.30 * b.asis_apart + 0.0109, 0.24 * b.pelvis_depth + 0.0099
        back_up = asis_up + b.pelvis_depth * np.sin(np.radians(10.0))
        h = self.person.height_m
        for side, sign in SIDES:
            asis = np.array([asis_on, asis_up, sign * 0.5 * b.asis_apart])
            psis = np.array([asis_on - b.pelvis_depth, back_up, sign * 0.025 * h])
            _put(xyz, f"{side}_asis", posture.hips + turned(pelvis, asis))
            _put(xyz, f"{side}_psis", posture.hips + turned(pelvis, psis))
            _put(xyz, f"{side}_shoulder", top + (sign * b.shoulder) * trunk[:, :, 2])
            _put(xyz, f"{side}_ear", top + turned(trunk, np.array([0.0, b.ear, sign * 0.042 * h])))
            mouth = np.array([0.05 * h, b.ear - 0.04 * h, sign * 0.014 * h])
            _put(xyz, f"mouth_{side}", top + turned(trunk, mouth))
            for part, apart in (("eye_inner", 0.010), ("eye", 0.019), ("eye_outer", 0.028)):
                eye = np.array([0.045 * h, b.ear, sign * apart * h])
                _put(xyz, f"{side}_{part}", top + turned(trunk, eye))
        for name, ahead, height in (
            ("nose", 0.062 * h, b.ear - 0.018 * h),
            ("c7", -0.035 * h, b.neck),
            ("sternum", 0.04 * h, 0.0),
            ("head_top", 0.0, b.crown),
        ):
            _put(xyz, name, top + turned(trunk, np.array([ahead, height, 0.0])))

    def _arm(self, xyz: Array, posture: Posture, side: str, sign: float) -> None:
        b, trunk = self.build, posture.trunk
        shoulder = xyz[:, NAMES.index(f"{side}_shoulder")]
        out = np.broadcast_to(np.asarray(posture.arms_out, dtype=np.float64), len(trunk))
        if side in posture.reach:
            upper, fore = _two_bones(
                shoulder, posture.reach[side], -trunk[:, :, 1], b.upper_arm, b.forearm
            )
        else:
            down = trunk @ turn(0, -sign * out)
            upper = -down[:, :, 1]
            fore = turned(
                down @ turn(2, np.full(len(trunk), np.radians(12.0))), np.array([0.0, -1.0, 0.0])
            )
        elbow = shoulder + b.upper_arm * upper
        wrist = elbow + b.forearm * fore
        _put(xyz, f"{side}_elbow", elbow)
        _put(xyz, f"{side}_wrist", wrist)
        for part, along, ahead in (
            ("index", 1.05, 0.01),
            ("pinky", 0.95, -0.03),
            ("thumb", 0.6, 0.04),
        ):
            _put(xyz, f"{side}_{part}", wrist + b.hand * along * fore + ahead * trunk[:, :, 0])

    def _centre(self, xyz: Array) -> Array:
        """Whole-body centre of mass by the segment table, and what this person differs from it."""
        table = self.table

        def at(name: str) -> Array:
            return xyz[:, NAMES.index(name)]

        def along(first: Array, second: Array, part: float) -> Array:
            return first + part * (second - first)

        mid_hip = 0.5 * (at("left_hip") + at("right_hip"))
        top = 0.5 * (at("left_shoulder") + at("right_shoulder"))
        total = table["trunk"].mass * along(top, mid_hip, table["trunk"].centre)
        total += table["head"].mass * 0.5 * (at("left_ear") + at("right_ear"))
        mass = table["trunk"].mass + table["head"].mass
        for side, _ in SIDES:
            knuckle = 0.5 * (at(f"{side}_index") + at(f"{side}_pinky"))
            for part, first, second in (
                ("thigh", at(f"{side}_hip"), at(f"{side}_knee")),
                ("shank", at(f"{side}_knee"), at(f"{side}_ankle")),
                ("foot", at(f"{side}_heel"), at(f"{side}_foot_index")),
                ("upper_arm", at(f"{side}_shoulder"), at(f"{side}_elbow")),
                ("forearm", at(f"{side}_elbow"), at(f"{side}_wrist")),
                ("hand", at(f"{side}_wrist"), knuckle),
            ):
                total += table[part].mass * along(first, second, table[part].centre)
                mass += table[part].mass
        ahead, right = self.person.centre_off_m
        return np.asarray(total / mass + np.array([ahead, 0.0, right]))


def _planted(hip: Array, ankle: Array, ahead: Array, b: Build) -> tuple[Array, Array]:
    """Axes of the thigh and bend of the knee of a leg whose ankle is given."""
    way = hip - ankle
    length = np.sqrt((way * way).sum(axis=1))
    length = np.clip(length, abs(b.thigh - b.shank) + 1e-6, b.thigh + b.shank - 1e-9)
    cos = (length**2 - b.thigh**2 - b.shank**2) / (2 * b.thigh * b.shank)
    knee = np.arccos(np.clip(cos, -1.0, 1.0))
    up = way / np.sqrt((way * way).sum(axis=1))[:, None]
    # The knee bends over the toes: the leg's plane holds the foot's direction.
    front = ahead - up * (up @ ahead)[:, None]
    front /= np.sqrt((front * front).sum(axis=1))[:, None]
    straight = np.stack([front, up, np.cross(front, up)], axis=2)
    # The thigh leans forward against the line from hip to ankle by this much.
    part = np.arctan2(b.shank * np.sin(knee), b.thigh + b.shank * np.cos(knee))
    return np.asarray(straight @ turn(2, part)), knee


def _two_bones(
    start: Array, end: Array, bend: Array, first_m: float, second_m: float
) -> tuple[Array, Array]:
    """Unit vectors of two bones that reach from one point towards another, bent to one side."""
    way = end - start
    length = np.sqrt((way * way).sum(axis=1))
    along = way / length[:, None]
    length = np.clip(length, abs(first_m - second_m) + 1e-6, first_m + second_m - 1e-6)
    aside = bend - along * (bend * along).sum(axis=1)[:, None]
    aside /= np.sqrt((aside * aside).sum(axis=1))[:, None]
    cos = (first_m**2 + length**2 - second_m**2) / (2 * first_m * length)
    sin = np.sqrt(np.clip(1.0 - cos**2, 0.0, 1.0))
    first = cos[:, None] * along + sin[:, None] * aside
    second = (length[:, None] * along - first_m * first) / second_m
    return first, second


def _orthonormal(frames: Array) -> Array:
    """Axes made square again: X kept, Y in its plane."""
    x = frames[:, :, 0] / np.sqrt((frames[:, :, 0] ** 2).sum(axis=1))[:, None]
    y = frames[:, :, 1] - x * (frames[:, :, 1] * x).sum(axis=1)[:, None]
    y /= np.sqrt((y * y).sum(axis=1))[:, None]
    return np.stack([x, y, np.cross(x, y)], axis=2)


def _put(xyz: Array, name: str, point: Array) -> None:
    xyz[:, NAMES.index(name)] = point
