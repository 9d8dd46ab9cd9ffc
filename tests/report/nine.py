"""A result of each of the nine protocols, as the engine measures people who are simulated."""

import json
from functools import cache

from levelhip.core import Answer, Person, RecordingInfo, Samples, Side
from levelhip.engine import Engine, SourceInfo
from levelhip.io.result_file import ProtocolInfo, parsed_result, result_file, result_json
from levelhip.protocols import protocol
from levelhip.service.catalogue import background
from levelhip.simulator import Fault, simulate

PERSON = Person(height_m=1.75, mass_kg=70.0, sex="female", age_years=45)
SPOTS = {
    "back_spot_x": -0.04,
    "back_spot_y": 0.01,
    "back_spot_pain": 5.0,
    "hip_spot_view": 3.0,
    "hip_spot_x": -0.02,
    "hip_spot_y": -0.06,
    "hip_spot_pain": 4.0,
    "usual_pain": 3.0,
}
SEEN = {
    "equal-weight": ("equal-weight", "camera", {"reps": 2}),
    "equal-weight, markers": ("equal-weight", "markers", {"reps": 2}),
    "one-leg-stand": ("one-leg-stand", "sacrum", {"reps": 2}),
    "squat-check": ("squat-check", "camera", {"reps": 3}),
    "walk": ("walk", "camera", {"duration_s": 15.0}),
    "side-lying-abduction": (
        "side-lying-abduction",
        "thigh",
        {"reps": 4, "faults": (Fault("toe-up", (2,)),)},
    ),
    "wall-hip-drop": (
        "wall-hip-drop",
        "camera",
        {"reps": 4, "faults": (Fault("shallow", (2,)),)},
    ),
    "sack-swinger": ("sack-swinger", "sacrum", {"duration_s": 20.0}),
    "tilted": ("squat-check", "camera", {"reps": 2, "faults": (Fault("camera-roll"),)}),
    "refused": ("walk", "camera", {"duration_s": 8.0, "faults": (Fault("second-person"),)}),
}
SAID = {
    "active-hip-abduction": {"self_rating": 2.0, "usual_pain": 3.0},
    "pain-spot": SPOTS,
}
ALL = (*SEEN, *SAID)


@cache
def measured(name):
    """A result, its series, and what stands beside it, by its name in `ALL`.

    The result is written and read back, as a person finds it on another day.
    """
    if name in SAID:
        protocol_id, info, series = name, SourceInfo("self", 1.0), {}
        side = Side.LEFT if name == "active-hip-abduction" else Side.BOTH
        said = SAID[name].items()
        samples = Samples(
            answers=tuple(
                Answer(1.0, key, value, Side.BOTH if key == "usual_pain" else side)
                for key, value in said
            )
        )
    else:
        protocol_id, sensor, asked = SEEN[name]
        recording = simulate(protocol_id, sensors=(sensor,), **asked).recordings[sensor]
        info, samples = recording.info, recording.samples
    engine = Engine(protocol(protocol_id), info, PERSON)
    engine.push(samples)
    engine.finish()
    found = engine.series()
    series = {"time_s": found.time_s, **found.values} if name in SEEN else {}
    result = result_file(
        engine.outcome(),
        protocol=ProtocolInfo(protocol_id, 1),
        recording=RecordingInfo("ab" * 32, info.kind, 20.0, 30.0),
    )
    kept = parsed_result(json.loads(result_json(result)))
    return kept, series, background(protocol(protocol_id), PERSON)
