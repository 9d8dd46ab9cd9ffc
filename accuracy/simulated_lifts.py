"""Side-lying sets of simulated people by every sensor: counts, faults, holds, angles."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from accuracy.table import Table
from levelhip.core import Event, Person
from levelhip.engine import Engine
from levelhip.protocols import protocol
from levelhip.simulator.scene import Fault
from levelhip.simulator.simulation import simulate

SEEDS = range(200, 230)
SENSORS = ("camera", "markers", "thigh")
REPS, HOLD_S = 10, 10.0
FAULTS = (
    "toe-up",
    "not-past-midline",
    "low",
    "not-back",
    "not-lowered",
    "no-knee-forward",
    "too-fast",
)
ANGLES = (
    ("abduction_range", "abduction_top"),
    ("extension_reached", "extension_reached"),
    ("toe_turn", "toe_turn"),
)
"""Name of the metric and of its truth."""


@dataclass(slots=True)
class Tally:
    """What one sensor made of all sets."""

    true: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    reps: list[tuple[int, int]] = field(default_factory=list)
    false: int = 0
    hold_errors: list[float] = field(default_factory=list)
    errors: dict[str, list[float]] = field(default_factory=lambda: {n: [] for n, _ in ANGLES})
    inside: Counter[str] = field(default_factory=Counter)


def tables(seeds: Sequence[int] = SEEDS) -> list[Table]:
    """Every sensor on the same sets; in every second one each fault strikes one repetition."""
    tallies = {sensor: _tally(sensor, seeds) for sensor in SENSORS}
    return [_counts(tallies, len(seeds)), _faults(tallies), _angles(tallies)]


def _tally(sensor: str, seeds: Sequence[int]) -> Tally:
    tally = Tally()
    for seed in seeds:
        faults = [Fault(code, (i,)) for i, code in enumerate(FAULTS, start=2)]
        faults.append(Fault("sunk", (REPS + 1,)))
        made = simulate(
            "side-lying-abduction",
            seed=seed,
            sensors=(sensor,),
            faults=faults if seed % 2 else (),
            reps=REPS,
            hold_s=HOLD_S,
            sides=("left",) if seed % 4 < 2 else ("right",),
        )
        recording = made.recordings[sensor]
        engine = Engine(protocol("side-lying-abduction"), recording.info, Person())
        told = [*engine.push(recording.samples), *engine.finish()]
        spreads = {(m.name, m.trial): m.sd for m in engine.outcome().metrics if m.value is not None}
        true = [event for event in made.truth.events if event.kind in ("rep", "hold")]
        counted = [sum(event.kind == "rep" for event in each) for each in (true, told)]
        tally.reps.append((counted[0], counted[1]))
        for event in true:
            _add(tally, event, told, spreads)
    return tally


def _add(
    tally: Tally,
    true: Event,
    told: Sequence[Event],
    spreads: dict[tuple[str, int], float | None],
) -> None:
    near = [
        e
        for e in told
        if e.kind == true.kind
        and true.start_s < (e.peak_s if e.kind == "rep" else e.end_s) < true.end_s + 1.0
        and e.start_s < true.end_s
    ]
    tally.true.update(true.faults)
    if len(near) != 1:
        tally.hold_errors += [math.inf] if true.kind == "hold" else []
        return
    (event,) = near
    tally.named.update(set(event.faults) & set(true.faults))
    tally.false += len(set(event.faults) - set(true.faults))
    if true.kind == "hold":
        tally.hold_errors.append(event.end_s - event.start_s - (true.end_s - true.start_s))
        return
    values, truths = dict(event.values), dict(true.values)
    for name, truth in ANGLES:
        if name in values:
            error = values[name] - truths[truth]
            tally.errors[name].append(error)
            tally.inside[name] += abs(error) <= 1.96 * (spreads.get((name, event.trial)) or 0.0)


def _counts(tallies: dict[str, Tally], n_sets: int) -> Table:
    rows: list[list[object]] = []
    met = True
    for sensor, tally in tallies.items():
        exact = sum(true == told for true, told in tally.reps)
        worst = float(np.max(np.abs(tally.hold_errors)))
        met &= exact == n_sets and worst <= 0.3
        rows.append(
            [
                sensor,
                n_sets,
                sum(true for true, _ in tally.reps),
                sum(told for _, told in tally.reps),
                exact,
                float(np.mean(tally.hold_errors)),
                worst,
            ]
        )
    return Table(
        "Side-lying, simulated: counts and holds",
        ["sensor", "n sets", "true reps", "counted", "sets exact", "hold error s", "largest s"],
        rows,
        note="Simulated people (docs/simulator.md) with the marks of a session; in every second "
        "set seven of ten repetitions have a fault each, and the held leg sinks. The simulator was "
        "made apart from the finder.",
        goals=[f"goal all exact, holds within 0.3 s ({'met' if met else 'not met'})"],
    )


def _faults(tallies: dict[str, Tally]) -> Table:
    codes = (*FAULTS, "sunk")
    rows: list[list[object]] = [
        [code, tallies[SENSORS[0]].true[code], *(tally.named[code] for tally in tallies.values())]
        for code in codes
    ]
    rows.append(["named where there was none", "-", *(tally.false for tally in tallies.values())])
    return Table(
        "Side-lying, simulated: faults named",
        ["fault", "n", *tallies],
        rows,
        note="A camera does not see how far back the leg is, and says so; a repetition of 1.15 s "
        "is only sometimes clearly faster than 1.5 s for it.",
    )


def _angles(tallies: dict[str, Tally]) -> Table:
    rows: list[list[object]] = []
    for sensor, tally in tallies.items():
        for name, _ in ANGLES:
            errors = np.array(tally.errors[name])
            if not errors.size:
                rows.append([sensor, name, 0, "refused", "-", "-"])
                continue
            rms = float(np.sqrt(np.mean(errors * errors)))
            part = f"{100 * tally.inside[name] / errors.size:.0f} %"
            rows.append([sensor, name, errors.size, float(errors.mean()), rms, part])
    return Table(
        "Side-lying, simulated: angles of each lift",
        ["sensor", "metric", "n", "mean error deg", "RMSE deg", "inside the 95 % interval"],
        rows,
        note="The camera's abduction against the thigh in a pelvis that hikes along with it.",
    )
