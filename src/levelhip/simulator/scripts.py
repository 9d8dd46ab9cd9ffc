"""Which movement each protocol is, who may look on, and what may go wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from levelhip.core import Side
from levelhip.simulator.lifts import standing_lifts
from levelhip.simulator.lying import LYING_FAULTS, side_lying
from levelhip.simulator.scene import Fault, Scene
from levelhip.simulator.skeleton import Body
from levelhip.simulator.squats import SQUAT_FAULTS, squats
from levelhip.simulator.walks import walk
from levelhip.simulator.wall import WALL_FAULTS, wall_drops


@dataclass(frozen=True, slots=True)
class Asked:
    """What `simulate` was asked, for the scripts of the protocols."""

    reps: int | None
    hold_s: float | None
    sides: tuple[Side, ...]
    duration_s: float | None
    variant: str | None
    faults: tuple[Fault, ...]
    seed: int
    led: bool


@dataclass(frozen=True, slots=True)
class Script:
    """How a protocol is simulated.

    Attributes
    ----------
    make : the movement
    sensors : what may look at it
    faults : codes of what may go wrong in the movement
    """

    make: Callable[[Body, Asked], Scene]
    sensors: tuple[str, ...]
    faults: tuple[str, ...]


def _equal_weight(body: Body, asked: Asked) -> Scene:
    return standing_lifts(
        body,
        sides=(asked.sides or (Side.LEFT, Side.RIGHT)) * (asked.reps or 3),
        hold_s=asked.hold_s or 5.0,
        variant=asked.variant or "behind",
        faults=asked.faults,
        seed=asked.seed,
    )


def _one_leg(body: Body, asked: Asked) -> Scene:
    return standing_lifts(
        body,
        sides=(asked.sides or (Side.LEFT, Side.RIGHT)) * (asked.reps or 3),
        hold_s=asked.hold_s or 30.0,
        variant=asked.variant or "behind",
        faults=asked.faults,
        seed=asked.seed,
    )


def _side_lying(body: Body, asked: Asked) -> Scene:
    return side_lying(
        body,
        sides=asked.sides or (Side.RIGHT,),
        reps=10 if asked.reps is None else asked.reps,
        hold_s=10.0 if asked.hold_s is None else asked.hold_s,
        faults=asked.faults,
        led=asked.led,
        seed=asked.seed,
    )


def _wall_drop(body: Body, asked: Asked) -> Scene:
    return wall_drops(
        body,
        sides=asked.sides or (Side.LEFT,),
        reps=10 if asked.reps is None else asked.reps,
        faults=asked.faults,
        led=asked.led,
        neutral=asked.variant == "neutral",
        seed=asked.seed,
    )


def _squat(body: Body, asked: Asked) -> Scene:
    return squats(body, reps=asked.reps or 5, faults=asked.faults, seed=asked.seed)


def _walk(body: Body, asked: Asked) -> Scene:
    return walk(body, duration_s=asked.duration_s or 30.0, load=False, seed=asked.seed)


def _sack_swinger(body: Body, asked: Asked) -> Scene:
    return walk(body, duration_s=asked.duration_s or 30.0, load=True, seed=asked.seed)


_LIFT_FAULTS = ("trunk-lean", "short-hold", "low")

SCRIPTS: dict[str, Script] = {
    "equal-weight": Script(_equal_weight, ("camera", "markers", "plates", "sacrum"), _LIFT_FAULTS),
    "one-leg-stand": Script(
        _one_leg, ("camera", "markers", "plates", "sacrum", "taps"), _LIFT_FAULTS
    ),
    "wall-hip-drop": Script(_wall_drop, ("camera", "markers", "sacrum", "taps"), WALL_FAULTS),
    "squat-check": Script(_squat, ("camera", "markers", "plates"), SQUAT_FAULTS),
    "walk": Script(_walk, ("camera", "markers", "sacrum", "pocket"), ()),
    "sack-swinger": Script(_sack_swinger, ("camera", "markers", "sacrum", "pocket"), ()),
    "side-lying-abduction": Script(
        _side_lying, ("camera", "markers", "thigh", "taps"), LYING_FAULTS
    ),
}
"""How each protocol is simulated."""
