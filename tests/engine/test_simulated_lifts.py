"""Side-lying sets of simulated people: counted exactly, faulty ones named, holds timed."""

import pytest

from levelhip.core import Person
from levelhip.engine import Engine
from levelhip.protocols import protocol
from levelhip.simulator.scene import Fault
from levelhip.simulator.simulation import simulate

WRONG = ("toe-up", "not-past-midline", "low", "not-back", "not-lowered", "no-knee-forward")
UNSEEN = {"not-past-midline", "not-back", "no-knee-forward"}
"""What a camera does not see, and so must not name."""


@pytest.mark.parametrize("marks", [True, False])
@pytest.mark.parametrize(("sensor", "unseen"), [("markers", set()), ("camera", UNSEEN)])
def test_each_faulty_repetition_is_named_and_the_hold_is_timed(sensor, unseen, marks):
    reps = len(WRONG) + 2
    faults = [Fault(code, (i,)) for i, code in enumerate(WRONG, start=2)]
    faults.append(Fault("sunk", (reps + 1,)))
    made = simulate(
        "side-lying-abduction",
        seed=5,
        sensors=(sensor,),
        faults=faults,
        reps=reps,
        hold_s=10.0,
        sides=("left",),
        marks=marks,
    )
    recording = made.recordings[sensor]
    engine = Engine(protocol("side-lying-abduction"), recording.info, Person())
    events = [*engine.push(recording.samples), *engine.finish()]
    wanted = [set(), *({code} for code in WRONG), set(), {"sunk"}]
    assert [set(event.faults) for event in events] == [each - unseen for each in wanted]
    assert [event.kind for event in events] == ["rep"] * reps + ["hold"]
    (hold,) = made.truth.of("hold")
    assert events[-1].end_s - events[-1].start_s == pytest.approx(
        hold.end_s - hold.start_s, abs=0.3
    )
