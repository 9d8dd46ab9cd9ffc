"""What happened in a simulation, before any sensor looks at it."""

from __future__ import annotations

from dataclasses import dataclass, field

from levelhip.core import Array, Event, Mark
from levelhip.simulator.skeleton import Figure

RATE_HZ = 100.0
"""Rate of the simulated movement; sensors take their own times from it by straight lines, which
adds less than 0.2 mm where a body part changes its speed by 15 m/s2."""

GRAVITY = 9.80665


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong on purpose.

    Attributes
    ----------
    code : see `FAULTS`
    reps : which repetitions, lifts or holds, from 1; empty for all of them (of the movement), or
        for the whole recording (of the sensor)
    amount : how much, in the unit of the fault; None for its usual size
    """

    code: str
    reps: tuple[int, ...] = ()
    amount: float | None = None

    def hits(self, rep: int) -> bool:
        """Whether it strikes that repetition."""
        return not self.reps or rep in self.reps


@dataclass(frozen=True, slots=True)
class Lifted:
    """One time off the floor: which leg, from when to when its sole was clear of it, s."""

    side: str
    off_s: float
    down_s: float


@dataclass(slots=True)
class Scene:
    """A movement with all that is true of it.

    Attributes
    ----------
    time_s : (T,), s, even at `RATE_HZ`
    figure : the body
    events : what truly happened
    marks : what the person or the session would mark
    series : true signals, (T,) each, by name
    params : what was drawn
    posture : "standing", "walking" or "lying"
    lifts : times off the floor, for what the pose model does to them
    forces : force under left and right foot, (T, 2, 3), N, and where it acts, (T, 2, 3), m; None
        when there are no plates
    behind : whether a lifted foot goes up behind
    travel : (T,), m, how far a walk has gone over ground; a camera sees it as on a treadmill
    slope_read : range of what the pose model reads of a true slope of the hip line, 1
    """

    time_s: Array
    figure: Figure
    events: list[Event] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    series: dict[str, Array] = field(default_factory=dict)
    params: dict[str, object] = field(default_factory=dict)
    posture: str = "standing"
    lifts: list[Lifted] = field(default_factory=list)
    forces: tuple[Array, Array] | None = None
    behind: bool = True
    slope_read: tuple[float, float] = (0.2, 0.4)
    travel: Array | None = None
