"""Simulated recordings as files that the readers read, with the truth beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from levelhip.core import LevelhipError
from levelhip.core import Person as KnownPerson
from levelhip.io.whole_files import replacing, write_text

if TYPE_CHECKING:
    from levelhip.simulator import Fault, Recording, Simulation, Truth

SCHEMA = "levelhip.truth/1"

_FAULT = re.compile(r"(?P<code>[a-z-]+)(:(?P<reps>\d+(,\d+)*))?(=(?P<amount>-?\d+(\.\d+)?))?")


@dataclass(frozen=True, slots=True)
class SimulationOptions:
    """What may be said of a simulated recording; every field may be left out.

    Attributes
    ----------
    sensors : what looks on; empty = the first that the protocol has
    faults : as "toe-up:3,7" (in these repetitions) or "camera-roll=15" (by so much)
    seed : of all random numbers
    reps, hold_s, sides, duration_s, variant : see `levelhip.simulator.simulate`
    noise : 1 = usual, 0 = none
    height_m, mass_kg, sex : the body
    drop_deg : pelvic drop with the left and with the right foot up, deg
    dots : whether bright dots are worn
    """

    sensors: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    seed: int = 0
    reps: int | None = None
    hold_s: float | None = None
    sides: tuple[str, ...] = ()
    duration_s: float | None = None
    variant: str | None = None
    noise: float = 1.0
    height_m: float | None = None
    mass_kg: float | None = None
    sex: str | None = None
    drop_deg: tuple[float, float] | None = None
    dots: bool = False


@dataclass(frozen=True, slots=True)
class SimulatedFiles:
    """What was written.

    Attributes
    ----------
    recordings : files by sensor
    truth : files by what they are: "events", "series"
    hints : for each sensor, what to say beside the file when it is analysed
    """

    recordings: dict[str, Path]
    truth: dict[str, Path]
    hints: dict[str, tuple[str, ...]] = field(default_factory=dict)


def fault(text: str) -> Fault:
    """A fault from its words.

    Parameters
    ----------
    text : str
        CODE, CODE:REPS or CODE:REPS=AMOUNT, as "toe-up:3,7" or "camera-roll=15".

    Returns
    -------
    Fault

    Raises
    ------
    LevelhipError
        When it cannot be read.
    """
    from levelhip.simulator import Fault

    match = _FAULT.fullmatch(text.strip())
    if match is None:
        raise LevelhipError(
            "fault {given}: not understood; give CODE or CODE:3,7 or CODE=15", given=text
        )
    reps = tuple(int(number) for number in (match["reps"] or "").split(",") if number)
    return Fault(match["code"], reps, float(match["amount"]) if match["amount"] else None)


def simulation(protocol_id: str, options: SimulationOptions) -> Simulation:
    """One simulated recording.

    Parameters
    ----------
    protocol_id : str
        One of `levelhip.simulator.SCRIPTS`.
    options : SimulationOptions
        What was said.

    Returns
    -------
    Simulation
    """
    from levelhip.simulator import SCRIPTS, Camera, Habit, Person, simulate

    if "taps" in options.sensors:
        raise LevelhipError("sensor taps: there is no file of taps; leave it out")
    told = {
        "height_m": options.height_m,
        "mass_kg": options.mass_kg,
        "sex": options.sex,
    }
    known: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    if options.drop_deg is not None:
        left, right = options.drop_deg
        known |= {"left": Habit(drop_deg=left), "right": Habit(drop_deg=right)}
    person = Person(**known)
    KnownPerson(person.height_m, person.mass_kg, person.sex)  # refuses what no adult body has
    sensors = options.sensors
    if not sensors and protocol_id in SCRIPTS:
        sensors = SCRIPTS[protocol_id].sensors[:1]
    return simulate(
        protocol_id,
        person=person,
        seed=options.seed,
        sensors=sensors,
        faults=[fault(each) for each in options.faults],
        reps=options.reps,
        hold_s=options.hold_s,
        sides=options.sides,
        duration_s=options.duration_s,
        noise=options.noise,
        variant=options.variant,
        marks=False,
        camera=Camera(dots=options.dots),
    )


def write_simulation(
    protocol_id: str, folder: Path, options: SimulationOptions | None = None
) -> SimulatedFiles:
    """Simulate a recording and write it, by each sensor, with its truth.

    Parameters
    ----------
    protocol_id : str
        One of `levelhip.simulator.SCRIPTS`.
    folder : Path
        Made when it is missing; files of the same name are replaced.
    options : SimulationOptions, optional
        What was said.

    Returns
    -------
    SimulatedFiles
        Landmarks as Parquet, motion and forces as CSV, truth.json and truth.parquet: plain
        recordings, without a session's marks.
    """
    from levelhip.io.series_file import write_series

    made = simulation(protocol_id, options or SimulationOptions())
    if folder.exists() and not folder.is_dir():
        raise LevelhipError("{file}: is a file; give a folder", file=folder)
    files = {
        sensor: _recording(folder, sensor, recording)
        for sensor, recording in made.recordings.items()
    }
    truth = {"events": folder / "truth.json", "series": folder / "truth.parquet"}
    write_text(truth["events"], json.dumps(_truth(made, made.truth), indent=1) + "\n")
    write_series(truth["series"], made.truth.series)
    hints = {sensor: _hint(made, recording) for sensor, recording in made.recordings.items()}
    return SimulatedFiles(files, truth, hints)


def _recording(folder: Path, sensor: str, recording: Recording) -> Path:
    samples = recording.samples
    if samples.track is not None:
        from levelhip.io.landmarks_file import write_landmarks
        from levelhip.io.landmarks_head import LandmarksHead

        path = folder / f"{sensor}.parquet"
        head = LandmarksHead(
            samples.track.frame, recording.rate_hz, recording.image_size, "simulation"
        )
        write_landmarks(path, samples, head)
        return path
    path = folder / f"{sensor}.csv"
    if samples.motion is not None:
        motion = samples.motion
        columns = {"time_s": motion.time_s}
        for name, rows in (("acceleration", motion.acceleration), ("rotation", motion.rotation)):
            if not np.isnan(rows).all():
                columns |= {f"{name}_{axis}": rows[:, i] for i, axis in enumerate("xyz")}
    elif samples.force is not None:
        force = samples.force
        columns = {"time_s": force.time_s}
        columns |= {f"{side.value}_n": force.newton[:, i, 1] for i, side in enumerate(force.sides)}
    else:
        raise LevelhipError("{given}: gave no samples to write", given=sensor)
    _write_table(path, columns)
    return path


def _write_table(path: Path, columns: dict[str, Any]) -> None:
    import polars as pl

    with replacing(path) as unfinished:
        pl.DataFrame(columns).write_csv(unfinished, float_precision=6)


def _truth(made: Simulation, truth: Truth) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "protocol": made.protocol_id,
        "person": asdict(made.person),
        "params": dict(truth.params),
        "events": [
            {**asdict(event), "side": event.side.value, "values": dict(event.values)}
            for event in truth.events
        ],
    }


def _hint(made: Simulation, recording: Recording) -> tuple[str, ...]:
    """What the command line of `analyse` should say for this file."""
    person = made.person
    words: Sequence[str] = (
        *("-p", made.protocol_id, "--height", f"{person.height_m:.3f}"),
        *("--mass", f"{person.mass_kg:.1f}", "--sex", person.sex),
    )
    if recording.location is not None:
        words = (*words, "--location", recording.location)
    if recording.info.side is not None:
        words = (*words, "--side", recording.info.side.value)
    if "strap_m" in made.truth.params:
        load, strap = made.truth.params["load_kg"], made.truth.params["strap_m"]
        words = (*words, "--load", f"{load:g}", "--strap", f"{strap:g}")
    return tuple(words)
