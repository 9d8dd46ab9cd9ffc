"""A simulated person: what sensors would give, with the truth beside it.

    from levelhip.simulator import Fault, Person, simulate
    from levelhip.engine import Engine
    from levelhip.protocols import protocol

    made = simulate("equal-weight", person=Person(), seed=1, sensors=("camera", "plates"))
    recording = made.recordings["camera"]
    engine = Engine(protocol("equal-weight"), recording.info, made.person.known)
    engine.push(recording.samples)            # or each of recording.stream(), as live
    engine.finish()
    made.truth.of("hold")                     # events whose values are true: dict(event.values)
    made.truth.series["com_across_m"]         # against made.truth.series["time_s"]

Protocols and their sensors and faults are in `SCRIPTS`, faults of sensors in `SENSOR_FAULTS`. A
fault names its repetitions, from 1: `Fault("toe-up", reps=(3,))`. `people(n, seed)` draws people
with true habits for Monte Carlo work; `noise=0` leaves out all that is random in sensors, not what
a pose model gets wrong every time; `Camera(dots=True)` adds bright dots on the hip bones;
`Phone(anyhow=True)` fixes the phone in any orientation. The measuring code never reads the truth.
See docs/simulator.md.
"""

from levelhip.simulator.camera import Camera
from levelhip.simulator.mishaps import SENSOR_FAULTS
from levelhip.simulator.person import Habit, Person, people
from levelhip.simulator.phone import Phone
from levelhip.simulator.scene import Fault
from levelhip.simulator.scripts import SCRIPTS, Script
from levelhip.simulator.simulation import SENSORS, Recording, Simulation, Truth, simulate

__all__ = [
    "SCRIPTS",
    "SENSORS",
    "SENSOR_FAULTS",
    "Camera",
    "Fault",
    "Habit",
    "Person",
    "Phone",
    "Recording",
    "Script",
    "Simulation",
    "Truth",
    "people",
    "simulate",
]
