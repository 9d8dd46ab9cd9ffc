"""Draw the pictures of docs/protocols: a plain figure in the poses of each protocol, as SVG.

usage: python tools/drawings.py [FOLDER]      (default docs/protocols/pictures)
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path

from figures import SHANK, STAND_Y, THIGH, Drawing, Front, Point, Profile, ground, plus, turned

ROOT = Path(__file__).resolve().parent.parent


def standing(d: Drawing, x: float) -> Front:
    """On both feet, arms hanging."""
    f = Front(d, (x, STAND_Y))
    for k, way in ((0, -5), (1, 5)):
        f.leg(k, way)
        f.arm(k, way * 2.2, way * 1.2)
    f.body()
    return f


def one_leg(d: Drawing, x: float, *, tilt: float = 0.0, lean: float = 0.0) -> Front:
    """On the reader's left leg, the other foot lifted behind."""
    f = Front(d, (x, STAND_Y), tilt_deg=tilt, lean_deg=lean)
    f.leg(1, 3, 3, seen=(0.97, 0.22), kind="far")
    f.leg(0, -1)
    f.arm(0, -10, -6)
    f.arm(1, 10, 6)
    f.body()
    f.glow(0)
    return f


def equal_weight() -> Drawing:
    """Two feet, then one."""
    d = Drawing(250, 190, "Standing on both feet, then on one leg with the other foot behind")
    ground(d, 10, 240)
    standing(d, 62)
    d.line((62, 4), (62, 182), "guide")
    d.number((62, 0.5), "1")
    d.band(150, 8, 26, 3)
    f = one_leg(d, 168)
    f.level()
    d.line((159, 4), (159, 182), "guide")
    d.arrow((204, 160), (186, 160))
    d.number((168, 0.5), "2")
    return d


def one_leg_stand() -> Drawing:
    """One leg beside a wall, with a clock."""
    d = Drawing(150, 190, "Standing on one leg beside a wall, with the time running")
    d.line((12, 8), (12, 182), "ground")
    ground(d, 12, 140)
    f = Front(d, (62, STAND_Y))
    f.leg(1, 3, 3, seen=(0.97, 0.22), kind="far")
    f.leg(0, -1)
    f.arm(1, 10, 6)
    f.arm(0, -26, -58)
    f.body()
    f.glow(0)
    d.put(
        '<circle class="guide" cx="120" cy="40" r="15" fill="none" stroke-width="1.6"/>'
        '<path class="band" d="M120 40 L120 25 A15 15 0 1 1 105 40 Z"/>'
    )
    d.line((120, 150), (105, 150), "arrow")
    return d


def squat_check() -> Drawing:
    """Standing and squatting."""
    d = Drawing(250, 186, "Standing, then a squat with the same load on both legs", below=10)
    ground(d, 10, 240)
    standing(d, 62)
    f = Front(d, (178, 77))
    for k, way in ((0, -1), (1, 1)):
        f.arm(k, way * 28, -way * 12, "far")
        f.leg(k, way * 38, -way * 12, seen=(0.62, 1.0))
    f.body()
    d.line((178, 2), (178, 178), "guide")
    for x in (62 - 16, 62 + 16, 178 - 19, 178 + 19):
        d.arrow((x, -9), (x, 3))
    return d


def sack_swinger() -> Drawing:
    """The loaded walk."""
    d = Drawing(150, 190, "Walking with a weight that hangs from the waist between the legs")
    ground(d, 10, 140)
    f = Front(d, (75, STAND_Y))
    f.leg(1, 12, 6, seen=(0.94, 0.9), kind="far")
    f.leg(0, -9, -6)
    f.arm(0, -14, -10)
    f.arm(1, 14, 10)
    f.body()
    f.glow(0)
    for k in (0, 1):
        d.line(f.crests[k], (75, 62), "ground")
    d.line((75, 62), (75, 48), "ground")
    d.put('<path class="line ground" stroke-width="2.4" d="M70 143 Q75 134 80 143"/>')
    d.circle((75, 38), 9.0, "thing")
    d.put('<path class="line guide" d="M58 154 Q75 166 92 154"/>')
    return d


def walk() -> Drawing:
    """Walking, from the side."""
    d = Drawing(170, 190, "Walking")
    ground(d, 10, 160)
    f = Profile(d, (80, STAND_Y - 4))
    f.arm(24, 42, "far")
    f.leg(-20, 14, "far", 80)
    f.leg(24, 4, "near", 98)
    f.body()
    f.arm(-26, -10, "near")
    d.limb(f.at(-3, 7), f.at(-1, -2), 4.4, 2.6, "glow")
    d.arrow((118, 166), (140, 166))
    return d


def lying_front(
    d: Drawing, hip: Point, lift_deg: float, *, thumb: bool, toe_down: bool = True
) -> None:
    """On the side, seen from the front: head at the reader's left, the top leg lifted."""
    x, y = hip
    d.circle((x - 74, y + 1), 10.5, "skin", flat=0.98)
    d.limb((x - 62, y), (x - 56, y), 4.4, 4.4, "skin")
    d.limb((x - 48, y - 8), (x - 78, y - 13), 4.6, 3.2, "far")
    under = (x, y - 7)
    d.limb(plus(under, (41, -1)), plus(under, (80, -3)), 5.6, 3.6, "far")
    d.limb(under, plus(under, (41, -1)), 9.0, 6.0, "far")
    d.limb(plus(under, (80, -3)), plus(under, (84, -7)), 3.8, 4.0, "far")
    lift = 90.0 + lift_deg
    top = (x, y + 5)
    knee = plus(top, turned(THIGH, lift))
    ankle = plus(knee, turned(SHANK, lift))
    d.limb(knee, ankle, 5.6, 3.6, "near")
    d.limb(top, knee, 9.0, 6.0, "near")
    foot = turned(9, lift - (58 if toe_down else 8))
    d.limb(ankle, plus(ankle, foot), 3.6, 3.0, "near")
    d.smooth(
        [
            (x - 56, y + 14),
            (x - 46, y + 17),
            (x - 32, y + 13),
            (x - 19, y + 11),
            (x - 8, y + 15),
            (x + 4, y + 14),
            (x + 9, y + 4),
            (x + 6, y - 13),
            (x - 8, y - 15),
            (x - 22, y - 12),
            (x - 36, y - 15),
            (x - 52, y - 17),
            (x - 57, y),
        ],
        "near",
    )
    d.limb((x - 9, y + 10), (x + 1, y + 9), 3.8, 2.8, "glow")
    if thumb:
        d.limb((x - 47, y + 13), (x - 25, y + 26), 4.4, 3.6, "far")
        d.limb((x - 25, y + 26), (x - 6, y + 16), 3.6, 2.6, "far")
    d.line((x + 14, y + 5), (x + 92, y + 5), "guide")


def lying_above(d: Drawing, hip: Point, hip_deg: float, knee_deg: float) -> None:
    """On the side, seen from above: head at the reader's left, facing the reader."""
    x, y = hip

    def turned_flat(length: float, deg: float) -> Point:
        return length * math.cos(math.radians(deg)), -length * math.sin(math.radians(deg))

    d.circle((x - 68, y - 4), 10.5, "skin", flat=0.98)
    d.limb((x - 60, y - 2), (x - 52, y - 1), 4.6, 4.6, "skin")
    under = (x, y)
    d.limb(under, plus(under, turned_flat(THIGH, 14)), 9.0, 6.0, "far")
    bent = plus(under, turned_flat(THIGH, 14))
    d.limb(bent, plus(bent, turned_flat(SHANK, -6)), 5.6, 3.6, "far")
    knee = plus(under, turned_flat(THIGH, hip_deg))
    ankle = plus(knee, turned_flat(SHANK, hip_deg - knee_deg))
    d.limb(knee, ankle, 5.6, 3.6, "near")
    d.limb(under, knee, 9.5, 6.0, "near")
    d.limb(ankle, plus(ankle, turned_flat(13, hip_deg - knee_deg + 70)), 3.6, 2.4, "near")
    d.smooth(
        [
            (x - 54, y + 5),
            (x - 44, y + 9),
            (x - 30, y + 9),
            (x - 16, y + 6),
            (x - 4, y + 10),
            (x + 8, y + 5),
            (x + 9, y - 6),
            (x - 2, y - 10),
            (x - 18, y - 9),
            (x - 32, y - 11),
            (x - 46, y - 9),
            (x - 54, y - 4),
        ],
        "near",
    )
    d.limb((x - 5, y + 2), (x + 3, y + 1), 3.8, 2.8, "glow")
    d.line((x + 10, y), (x + 96, y), "guide")


def side_lying() -> Drawing:
    """The four phases."""
    d = Drawing(400, 190, "On the side: knee forward, leg back past the midline, lift, lower")
    for i, (hip_deg, knee_deg) in enumerate(((62.0, 78.0), (-13.0, 0.0))):
        x = 95 + 200 * i
        lying_above(d, (x, 150), hip_deg, knee_deg)
        d.number((x - 84, 176), str(i + 1))
    d.arrow((370, 128), (382, 152), bend=-3)
    for i, lift in enumerate((24.0, 3.0)):
        x = 95 + 200 * i
        ground(d, x - 86, x + 98, 20)
        lying_front(d, (x, 40), lift, thumb=True)
        d.number((x - 84, 76), str(i + 3))
    d.arrow((184, 52), (178, 76), bend=3)
    d.arrow((378, 76), (384, 54), bend=3)
    return d


def active_abduction() -> Drawing:
    """Straight leg lifted, with the scale."""
    d = Drawing(220, 110, "On the side with both legs straight, lifting the top leg in line")
    ground(d, 12, 205, 14)
    lying_front(d, (100, 34), 26, thumb=False, toe_down=False)
    for i in range(4):
        d.put(f'<circle class="{"glow" if not i else "band"}" cx="{16 + 14 * i}" cy="12" r="4.4"/>')
        d.number((16 + 14 * i, 86), str(i))
    return d


def wall_hip_drop() -> Drawing:
    """Level, drop, drive."""
    d = Drawing(390, 196, "Beside a wall on the outside leg: level, let the hip drop, drive it up")
    for i, tilt in enumerate((0.0, 11.0, -8.0)):
        x = 66 + 130 * i
        wall = x - 30
        d.line((wall, 8), (wall, 190), "ground")
        ground(d, wall, x + 55)
        shift = {0.0: 0.0, 11.0: 3.0, -8.0: -5.0}[tilt]
        f = Front(d, (x + shift, STAND_Y), tilt_deg=tilt)
        f.leg(1, 3 - shift * 0.6)
        f.arm(1, 12, 8)
        f.arm(0, -14 - shift, -170)
        f.body()
        f.leg(0, -24 + 5 * shift, 2, seen=(0.36, 0.95))
        f.glow(1)
        f.level()
        d.number((x, 0), str(i + 1))
        if i == 1:
            d.arrow((x - 27, 116), (x - 29, 94))
        if i == 2:
            d.arrow((x - 31, 96), (x - 30, 118))
    return d


PICTURES: dict[str, Callable[[], Drawing]] = {
    "equal-weight": equal_weight,
    "one-leg-stand": one_leg_stand,
    "squat-check": squat_check,
    "sack-swinger": sack_swinger,
    "walk": walk,
    "side-lying-abduction": side_lying,
    "active-hip-abduction": active_abduction,
    "wall-hip-drop": wall_hip_drop,
}


def main() -> int:
    """Write every picture."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "protocols" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawn in PICTURES.items():
        (folder / f"{name}.svg").write_text(drawn().text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
