"""Simulated people: their bodies, and the true habits that a test should find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from levelhip.core import Person as KnownPerson
from levelhip.core import Side
from levelhip.simulator.paths import generator

FOOT_SD_M = 0.008
"""Spread of where the force under a foot acts beside the foot's axis: under four feet of two people
it lay 8 mm to the inside to 12 mm to the outside (docs/measures.md)."""

BREADTH_SD_M = 0.0045
"""Spread of the breadth of feet of people of one height: 5 mm in all of one sex (anthropometric
surveys, from memory), a little less at one height."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody stands on one leg; one value for each LIFTED side.

    Attributes
    ----------
    drop_deg : deg, how far the lifted side of the pelvis comes to hang, + = lower
    lean_deg : deg, how far the trunk comes to lean over the standing leg
    reach : 1, where the centre of mass comes to rest, in half stance widths from the middle
    sway_m : m, standard deviation of the centre of mass' sideways sway on one leg
    """

    drop_deg: float = 2.0
    lean_deg: float = 1.0
    reach: float = 0.97
    sway_m: float = 0.003


@dataclass(frozen=True, slots=True)
class Person:
    """A body and its habits, all known exactly; lengths that are None follow from the height.

    Attributes
    ----------
    height_m, mass_kg, sex, age_years : as in `core.Person`
    left, right : habits when that leg is LIFTED
    standing_share : 1, part of the weight on the left foot in quiet standing
    standing_slope_deg : deg, slope of the pelvis in quiet standing, + = left side higher
    stance_width_m : m, between the ankles; None = 0.155 of the height
    hip_width_m : m, between the hip joint centres; None = `Build`'s
    toe_out_deg : deg, how far each foot points outwards
    sway_m : m, standard deviation of sideways sway on both feet; front to back it is 1.8 times that
    tempo : 1, how slow the shift to one leg is; 1 = as fast as the foot's breadth allows
    squat_shift_m : m, how far the centre of mass goes to the right in a squat
    obliquity_deg : deg, half the pelvis' way up and down in a stride
    step_ratio : 1, time of the steps that land on the left foot over those on the right
    cadence : steps/min
    centre_off_m : (forward, right), m, how far the true centre of mass lies from where segment
        tables put it
    foot_off_m : (left, right), m, how far to the right of its axis the force under each foot acts
    foot_breadth_off_m : m, how much broader the feet are than the height lets expect
    vary : 1, how much trials differ from one another (0 = not at all)
    """

    height_m: float = 1.74
    mass_kg: float = 72.0
    sex: str = "male"
    age_years: float = 40.0
    left: Habit = Habit()
    right: Habit = Habit()
    standing_share: float = 0.5
    standing_slope_deg: float = 0.0
    stance_width_m: float | None = None
    hip_width_m: float | None = None
    toe_out_deg: float = 8.0
    sway_m: float = 0.002
    tempo: float = 1.0
    squat_shift_m: float = 0.0
    obliquity_deg: float = 4.0
    step_ratio: float = 1.0
    cadence: float = 96.0
    centre_off_m: tuple[float, float] = (0.0, 0.0)
    foot_off_m: tuple[float, float] = (0.0, 0.0)
    foot_breadth_off_m: float = 0.0
    vary: float = 1.0

    @property
    def known(self) -> KnownPerson:
        """What such a person would tell: height, mass, sex, age."""
        return KnownPerson(self.height_m, self.mass_kg, self.sex, self.age_years)

    @property
    def width_m(self) -> float:
        """Stance width between the ankles, m."""
        return 0.155 * self.height_m if self.stance_width_m is None else self.stance_width_m

    @property
    def start_m(self) -> float:
        """Where the centre of mass is in quiet standing, m right of the middle of the ankles."""
        left, right = self.foot_off_m
        return 0.5 * (left + right) + (0.5 - self.standing_share) * (self.width_m + right - left)

    def habit(self, lifted: Side) -> Habit:
        """How this person stands with that leg lifted."""
        return self.left if lifted is Side.LEFT else self.right

    def mirrored(self) -> Person:
        """The same person in a mirror."""
        return replace(
            self,
            left=self.right,
            right=self.left,
            standing_share=1.0 - self.standing_share,
            standing_slope_deg=-self.standing_slope_deg,
            squat_shift_m=-self.squat_shift_m,
            step_ratio=1.0 / self.step_ratio,
            centre_off_m=(self.centre_off_m[0], -self.centre_off_m[1]),
            foot_off_m=(-self.foot_off_m[1], -self.foot_off_m[0]),
        )


def people(n: int, seed: int = 0, *, symmetric: bool = False) -> Iterator[Person]:
    """People as they come, with their true habits.

    Heights and masses of adults (men 1.76 ± 0.07 m, women 1.63 ± 0.065 m, body mass index
    24.5 ± 3); habits spread about level standing: drop 2 ± 2.5 deg, lean 1.5 ± 1.5 deg, stance
    share 0.5 ± 0.02. The spreads are chosen by us, so that differences between the sides of the
    size that the protocols call large are rare but there; they are no norms.

    Parameters
    ----------
    n : int
        How many.
    seed : int
        The same seed, the same people; the first k of n are the people of k.
    symmetric : bool
        True for people whose left and right are exactly alike.

    Yields
    ------
    Person
    """
    for index in range(n):
        rng = generator(seed, f"person {index}")
        sex = "female" if rng.random() < 0.5 else "male"
        mean, sd = (1.63, 0.065) if sex == "female" else (1.76, 0.07)
        height = float(np.clip(rng.normal(mean, sd), 1.45, 2.0))
        bmi = float(np.clip(rng.normal(24.5, 3.0), 18.0, 35.0))
        middle = Habit(
            drop_deg=float(rng.normal(2.0, 2.0)),
            lean_deg=float(rng.normal(1.5, 1.2)),
            reach=float(np.clip(rng.normal(0.96, 0.04), 0.82, 1.08)),
            sway_m=float(np.clip(rng.normal(0.003, 0.0008), 0.0015, 0.005)),
        )
        apart = rng.normal(0.0, 1.0, 8) * (0.0 if symmetric else 1.0)
        habits = [
            replace(
                middle,
                drop_deg=middle.drop_deg + sign * 1.5 * float(apart[0]),
                lean_deg=middle.lean_deg + sign * 0.8 * float(apart[1]),
                reach=float(np.clip(middle.reach + sign * 0.025 * apart[2], 0.8, 1.1)),
            )
            for sign in (1.0, -1.0)
        ]
        yield Person(
            height_m=height,
            mass_kg=bmi * height**2,
            sex=sex,
            age_years=float(rng.uniform(20.0, 70.0)),
            left=habits[0],
            right=habits[1],
            standing_share=0.5 + 0.02 * float(apart[3]),
            standing_slope_deg=0.8 * float(apart[4]),
            stance_width_m=float(np.clip(rng.normal(0.155, 0.02), 0.11, 0.21)) * height,
            toe_out_deg=float(np.clip(rng.normal(8.0, 4.0), 0.0, 20.0)),
            sway_m=float(np.clip(rng.normal(0.002, 0.0005), 0.001, 0.0035)),
            tempo=float(rng.uniform(1.0, 1.35)),
            squat_shift_m=0.012 * float(apart[5]),
            obliquity_deg=float(np.clip(rng.normal(4.0, 1.0), 1.5, 7.0)),
            step_ratio=float(np.exp(0.02 * apart[6])),
            cadence=float(np.clip(rng.normal(98.0, 7.0), 80.0, 118.0)),
            centre_off_m=(float(rng.normal(0.0, 0.008)), 0.004 * float(apart[7])),
            foot_off_m=_under_feet(rng, symmetric),
            foot_breadth_off_m=float(rng.normal(0.0, BREADTH_SD_M)),
        )


def _under_feet(rng: np.random.Generator, symmetric: bool) -> tuple[float, float]:
    left, right = (float(each) for each in rng.normal(0.0, FOOT_SD_M, 2))
    return (left, -left) if symmetric else (left, right)
