"""A plain figure and the shapes it is drawn with, as SVG; see drawings.py.

Lengths are centimetres of a person 170 cm tall, X to the reader's right, Y up from the floor.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]

STYLE = """
  .near { fill: #7f8b97 } .far { fill: #a9b3bd } .skin { fill: #8f9aa5 }
  .glow { fill: #0f8b8d; opacity: .85 } .thing { fill: #39434d } .ground { stroke: #6b7680 }
  .guide { stroke: #0f8b8d; stroke-dasharray: 4 3 } .arrow { stroke: #0f8b8d; stroke-width: 2.2 }
  .head-of-arrow { fill: #0f8b8d } .number { fill: #39434d; font: 600 9px system-ui, sans-serif }
  line, path.line { fill: none; stroke-width: 1.4; stroke-linecap: round }
  .band { fill: #0f8b8d; opacity: .16 }
  @media (prefers-color-scheme: dark) {
    .near { fill: #9aa6b2 } .far { fill: #66727e } .skin { fill: #8b97a3 } .thing { fill: #d5dbe1 }
    .number { fill: #d5dbe1 } .glow, .head-of-arrow { fill: #4cc3c1 }
    .guide, .arrow { stroke: #4cc3c1 } .band { fill: #4cc3c1 } .ground { stroke: #8b97a3 }
  }
"""


def turned(length: float, angle_deg: float) -> Point:
    """A way of some length, its angle counted from straight down towards the reader's right."""
    angle = math.radians(angle_deg)
    return length * math.sin(angle), -length * math.cos(angle)


def plus(a: Point, b: Point) -> Point:
    """The sum of two points."""
    return a[0] + b[0], a[1] + b[1]


class Drawing:
    """Shapes on a canvas, later ones in front."""

    def __init__(self, width: float, height: float, title: str, *, below: float = 0.0) -> None:
        self.width, self.height, self.title = width, height, title
        self.below = below
        self.shapes: list[str] = []

    def put(self, text: str) -> None:
        """One shape as SVG."""
        self.shapes.append(text)

    def _xy(self, p: Point) -> str:
        return f"{p[0]:.1f} {self.height - p[1]:.1f}"

    def limb(self, p: Point, q: Point, r: float, s: float, kind: str = "near") -> None:
        """A tapered limb: a circle at each end and the hull between."""
        across, along = q[0] - p[0], q[1] - p[1]
        length = math.hypot(across, along) or 1e-6
        lean = math.acos(max(-1.0, min(1.0, (r - s) / length)))
        way = math.atan2(along, across)
        ends = [
            plus(c, (n * math.cos(way + k * lean), n * math.sin(way + k * lean)))
            for c, n, k in ((p, r, 1), (q, s, 1), (q, s, -1), (p, r, -1))
        ]
        a, b, c, d = map(self._xy, ends)
        big = int(r > s)
        self.put(
            f'<path class="{kind}" d="M{a} L{b} A{s} {s} 0 {1 - big} 1 {c} L{d} '
            f'A{r} {r} 0 {big} 1 {a} Z"/>'
        )

    def smooth(self, points: Sequence[Point], kind: str = "near") -> None:
        """A closed shape through some points (Catmull-Rom)."""
        n = len(points)
        parts = [f"M{self._xy(points[0])}"]
        for i in range(n):
            before, here, there, after = (points[(i + k) % n] for k in (-1, 0, 1, 2))
            one = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
            two = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
            parts.append(f"C{self._xy(one)} {self._xy(two)} {self._xy(there)}")
        self.put(f'<path class="{kind}" d="{" ".join(parts)} Z"/>')

    def circle(self, p: Point, r: float, kind: str = "near", flat: float = 1.0) -> None:
        """A circle, or an ellipse narrowed by `flat`."""
        x, y = p[0], self.height - p[1]
        self.put(
            f'<ellipse class="{kind}" cx="{x:.1f}" cy="{y:.1f}" rx="{r * flat:.1f}" ry="{r:.1f}"/>'
        )

    def line(self, p: Point, q: Point, kind: str) -> None:
        """A straight line."""
        (x1, y1), (x2, y2) = p, q
        self.put(
            f'<line class="{kind}" x1="{x1:.1f}" y1="{self.height - y1:.1f}" '
            f'x2="{x2:.1f}" y2="{self.height - y2:.1f}"/>'
        )

    def arrow(self, p: Point, q: Point, *, bend: float = 0.0) -> None:
        """An arrow from p to q, bent to its left by some centimetres."""
        way = math.atan2(q[1] - p[1], q[0] - p[0])
        middle = plus(
            ((p[0] + q[0]) / 2, (p[1] + q[1]) / 2),
            (-2 * bend * math.sin(way), 2 * bend * math.cos(way)),
        )
        self.put(f'<path class="line arrow" d="M{self._xy(p)} Q{self._xy(middle)} {self._xy(q)}"/>')
        end = math.atan2(q[1] - middle[1], q[0] - middle[0])
        tip = plus(q, (3 * math.cos(end), 3 * math.sin(end)))
        wings = [
            plus(q, (3.6 * math.cos(end + k * 2.0), 3.6 * math.sin(end + k * 2.0))) for k in (1, -1)
        ]
        self.put(
            f'<path class="head-of-arrow" d="M{self._xy(tip)} L{self._xy(wings[0])} '
            f'L{self._xy(wings[1])} Z"/>'
        )

    def number(self, p: Point, text: str) -> None:
        """A small number."""
        x, y = p[0], self.height - p[1]
        self.put(f'<text class="number" text-anchor="middle" x="{x:.1f}" y="{y:.1f}">{text}</text>')

    def band(self, x: float, y: float, width: float, height: float) -> None:
        """A shaded rectangle."""
        top = self.height - y - height
        self.put(
            f'<rect class="band" x="{x:.1f}" y="{top:.1f}" '
            f'width="{width:.1f}" height="{height:.1f}" rx="2"/>'
        )

    def text(self) -> str:
        """The picture as SVG."""
        shapes = "\n".join(self.shapes)
        tall = self.height + self.below
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {tall:g}" '
            f'role="img" aria-label="{self.title}">\n<title>{self.title}</title>\n'
            f"<style>{STYLE}</style>\n{shapes}\n</svg>\n"
        )


THIGH, SHANK, ARM, FOREARM = 41.0, 40.0, 29.0, 25.0
HIP, SHOULDER, TRUNK = 8.5, 17.0, 47.0


class Front:
    """A figure seen from the front: its own left is on the reader's right.

    Parameters
    ----------
    d : Drawing
    pelvis : middle between the hips
    tilt_deg : positive lifts the reader's right side
    lean_deg : of the trunk, positive to the reader's right
    """

    def __init__(
        self, d: Drawing, pelvis: Point, *, tilt_deg: float = 0.0, lean_deg: float = 0.0
    ) -> None:
        self.d = d
        tilt, lean = math.radians(tilt_deg), math.radians(lean_deg)

        def at(x: float, y: float, turn: float) -> Point:
            return plus(
                pelvis,
                (x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)),
            )

        self.hips = [at(k * HIP, 0, tilt) for k in (-1, 1)]
        self.sides = [at(k * 15.5, 1, tilt) for k in (-1, 1)]
        self.crests = [at(k * 13, 9, tilt) for k in (-1, 1)]
        self.shoulders = [at(k * SHOULDER, TRUNK, -lean) for k in (-1, 1)]
        self.neck = at(0, TRUNK + 4, -lean)
        self.head = at(0, TRUNK + 19, -lean)
        waist = [at(k * 11.5, 18, (tilt - lean) / 2) for k in (-1, 1)]
        chest = [at(k * 14.5, 34, -lean) for k in (-1, 1)]
        self.outline = [
            *(at(k * x, y, -lean) for k, x, y in ((-1, 6, 51), (1, 6, 51))),
            at(SHOULDER + 2, TRUNK - 1, -lean),
            chest[1],
            waist[1],
            self.crests[1],
            at(16.5, -3, tilt),
            at(9, -10, tilt),
            at(0, -8, tilt),
            at(-9, -10, tilt),
            at(-16.5, -3, tilt),
            self.crests[0],
            waist[0],
            chest[0],
            at(-SHOULDER - 2, TRUNK - 1, -lean),
        ]

    def leg(
        self,
        k: int,
        thigh_deg: float = 0.0,
        shank_deg: float | None = None,
        *,
        seen: tuple[float, float] = (1.0, 1.0),
        kind: str = "near",
    ) -> Point:
        """Leg 0 = reader's left, 1 = right; `seen`: parts of thigh and shank not foreshortened."""
        hip = self.hips[k]
        knee = plus(hip, turned(THIGH * seen[0], thigh_deg))
        shank = thigh_deg if shank_deg is None else shank_deg
        ankle = plus(knee, turned(SHANK * seen[1], shank))
        self.d.limb(knee, ankle, 5.6, 3.6, kind)
        self.d.limb(hip, knee, 9.0, 6.0, kind)
        out = -1 if k == 0 else 1
        if seen[1] > 0.5:
            self.d.limb(ankle, plus(ankle, (out * 3.0, -4.0)), 3.8, 4.4, kind)
        else:
            self.d.circle(plus(ankle, (0, -2)), 4.2, kind)
        return ankle

    def arm(self, k: int, upper_deg: float, fore_deg: float, kind: str = "near") -> None:
        """An arm, its angles counted from straight down."""
        shoulder = self.shoulders[k]
        elbow = plus(shoulder, turned(ARM, upper_deg))
        hand = plus(elbow, turned(FOREARM, fore_deg))
        self.d.limb(shoulder, elbow, 5.0, 4.0, kind)
        self.d.limb(elbow, hand, 4.0, 3.0, kind)
        self.d.circle(plus(hand, turned(3, fore_deg)), 3.8, kind)

    def body(self) -> None:
        """Trunk, neck and head."""
        self.d.smooth(self.outline, "near")
        self.d.limb(self.neck, self.head, 4.6, 4.6, "skin")
        self.d.circle(self.head, 11.0, "skin", flat=0.8)

    def glow(self, k: int) -> None:
        """The muscle on the side of the hip."""
        a, b = self.crests[k], self.sides[k]
        inward = 1 if k == 0 else -1
        self.d.limb(plus(a, (inward * 4.5, -2)), plus(b, (inward * 3.0, -1)), 4.0, 2.4, "glow")

    def level(self, reach: float = 26.0) -> None:
        """The line of the pelvis, drawn out to both sides."""
        (x1, y1), (x2, y2) = self.crests
        mx, my = (x1 + x2) / 2, (y1 + y2) / 2
        slope = (y2 - y1) / (x2 - x1)
        self.d.line((mx - reach, my - reach * slope), (mx + reach, my + reach * slope), "guide")


def ground(d: Drawing, x1: float, x2: float, y: float = 8.0) -> None:
    """The floor."""
    d.line((x1, y), (x2, y), "ground")


STAND_Y = 8.0 + 8.0 + THIGH + SHANK


class Profile:
    """A figure seen from its right side, facing the reader's right; angles positive forward."""

    def __init__(self, d: Drawing, hip: Point, *, lean_deg: float = 0.0) -> None:
        self.d, self.hip = d, hip
        up = math.radians(lean_deg)

        def at(x: float, y: float) -> Point:
            return plus(
                hip, (x * math.cos(up) + y * math.sin(up), -x * math.sin(up) + y * math.cos(up))
            )

        self.at = at
        self.shoulder = at(0, TRUNK)

    def leg(self, hip_deg: float, knee_deg: float, kind: str, toe_deg: float = 90.0) -> Point:
        """A leg, thigh from straight down, the knee bent backwards."""
        knee = plus(self.hip, turned(THIGH, hip_deg))
        ankle = plus(knee, turned(SHANK, hip_deg - knee_deg))
        self.d.limb(knee, ankle, 5.8, 3.6, kind)
        self.d.limb(self.hip, knee, 9.5, 6.2, kind)
        toe = plus(ankle, turned(14, hip_deg - knee_deg + toe_deg))
        self.d.limb(plus(ankle, turned(2.5, hip_deg - knee_deg)), toe, 4.0, 2.4, kind)
        return ankle

    def arm(self, upper_deg: float, fore_deg: float, kind: str) -> None:
        """An arm, its angles counted from straight down."""
        elbow = plus(self.shoulder, turned(ARM, upper_deg))
        hand = plus(elbow, turned(FOREARM, fore_deg))
        self.d.limb(self.shoulder, elbow, 4.8, 3.8, kind)
        self.d.limb(elbow, hand, 3.8, 2.8, kind)
        self.d.circle(hand, 3.6, kind)

    def body(self) -> None:
        """Trunk, neck and head."""
        at = self.at
        self.d.smooth(
            [
                at(*p)
                for p in (
                    (-4, 52),
                    (5, 51),
                    (9, 42),
                    (10, 30),
                    (8, 18),
                    (9, 6),
                    (6, -8),
                    (-4, -10),
                    (-11, -4),
                    (-11, 6),
                    (-7, 17),
                    (-9, 30),
                    (-10, 42),
                )
            ],
            "near",
        )
        self.d.limb(at(1, 50), at(3, 62), 4.6, 4.6, "skin")
        self.d.circle(at(4, 67), 10.5, "skin", flat=0.86)
