"""Simulated people before simulated sensors, through the whole engine, on two days.

Shows whether what the measures declare is enough for what the simulator gets wrong. A simulator is
kinder than the world: where it is much kinder than what a measure declares, intervals hold the
truth more often than they should here, and "error / claimed" says by how much.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from accuracy.rates import CERTAIN, Report, count_changes
from levelhip.core import Event, Metric, Outcome
from levelhip.engine import Engine
from levelhip.engine.bearings import bearing
from levelhip.engine.change import change
from levelhip.protocols import protocol
from levelhip.simulator import Camera, Habit, Person, Phone, Simulation, people, simulate

LEVEL_DEG = 3.0
"""Symmetric people hang by no more, so that the mark of 5 degrees is not what flags them."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One protocol with some sensors.

    Attributes
    ----------
    protocol_id : what is done
    sensors : what looks at it
    options : of `simulate`
    symmetric : whether symmetric people can be asked for
    truths : the truth's name of a metric, where it is another one
    unjudged : metrics whose edges the truth sets elsewhere (docs/accuracy/uncertainty.md)
    """

    protocol_id: str
    sensors: tuple[str, ...]
    options: Mapping[str, float]
    symmetric: bool = True
    truths: Mapping[str, str] = field(default_factory=dict)
    unjudged: tuple[str, ...] = ()


SETTINGS = (
    Setting("equal-weight", ("camera", "markers", "plates"), {"hold_s": 3.0}),
    Setting("squat-check", ("camera", "markers", "plates"), {}),
    Setting(
        "side-lying-abduction",
        ("thigh",),
        {"reps": 4, "hold_s": 5.0},
        symmetric=False,
        truths={"abduction_range": "abduction_top"},
        unjudged=("tempo",),
    ),
    Setting("one-leg-stand", ("camera", "plates"), {"hold_s": 6.0, "reps": 2}, symmetric=False),
)


def chain(settings: Iterable[Setting], people_n: int, seed: int = 0) -> Report:
    """Rates of simulated people through the whole engine.

    Parameters
    ----------
    settings : iterable of Setting
        What is done.
    people_n : int
        For each; each is measured on two days.
    seed : int

    Returns
    -------
    Report
    """
    told = Report()
    for setting in settings:
        for index, person in enumerate(people(people_n, seed=seed)):
            _chain_person(told, setting, person, (seed, index))
        if setting.symmetric:
            for index, person in enumerate(people(people_n, seed=seed + 1, symmetric=True)):
                _symmetric_person(told, setting, person, (seed, index))
    return told


def _chain_person(told: Report, setting: Setting, person: Person, key: tuple[int, int]) -> None:
    days = [_measured(setting, _on_a_day(person, (*key, day)), (*key, day)) for day in (1, 2)]
    for sensor in setting.sensors:
        outcomes = [outcomes[sensor] for _, outcomes in days]
        name = f"{setting.protocol_id}, {sensor}"
        _judge_outcome(told, name, setting, days[0][0], outcomes[0])
        changes = [
            change([before], [after], protocol=setting.protocol_id)
            for before in _summaries(outcomes[0])
            for after in _summaries(outcomes[1])
            if (before.name, before.side) == (after.name, after.side)
        ]
        count_changes(told, name, changes, setting.protocol_id)


def _judge_outcome(
    told: Report, name: str, setting: Setting, made: Simulation, outcome: Outcome
) -> None:
    """Every trial's value against what truly happened in that trial."""
    held: dict[str, list[bool]] = defaultdict(list)
    for metric, truth in _with_truth(setting, made, outcome):
        assert metric.value is not None and metric.sd is not None  # noqa: PT018
        error = metric.value - truth
        held[metric.name].append(abs(error) <= CERTAIN * metric.sd)
        told.coverage[name, metric.name].errors.append(error)
        told.coverage[name, metric.name].claims.append(metric.sd)
    for what, said in held.items():
        told.coverage[name, what].add(said)


def _with_truth(
    setting: Setting, made: Simulation, outcome: Outcome
) -> Iterator[tuple[Metric, float]]:
    for metric in outcome.metrics:
        if metric.value is None or not metric.sd or metric.name in setting.unjudged:
            continue
        if metric.name == "standing_share":
            yield metric, _standing_share(made)
        elif metric.name == "unload_time" and metric.trial:
            event = _event(made, metric, "hold_time")
            if event is not None:
                yield metric, _unloaded_s(made, event, metric.method)
        elif metric.trial:
            true = setting.truths.get(metric.name, metric.name)
            event = _event(made, metric, true)
            if event is not None:
                yield metric, dict(event.values)[true]


def _standing_share(made: Simulation) -> float:
    """What plates would show before the first lift or repetition."""
    first_s = min(event.start_s for event in made.truth.events)
    series = made.truth.series
    quiet = (series["time_s"] > 0.5) & (series["time_s"] < first_s - 1.5)
    return float(series["load_share"][quiet].mean())


def _event(made: Simulation, metric: Metric, value: str) -> Event | None:
    for event in made.truth.events:
        same = event.trial == metric.trial and event.side is metric.side
        if same and value in dict(event.values):
            return event
    return None


def _unloaded_s(made: Simulation, event: Event, method: str) -> float:
    """From a tenth of the way to lift-off, as the measure has it, on the true way."""
    series, time_s = made.truth.series, made.truth.series["time_s"]
    way = series["load_share" if "plates" in method else "com_across_m"]
    off_s = event.start_s
    quiet = (time_s > off_s - 2.6) & (time_s < off_s - 1.6)
    before = (time_s > off_s - 3.0) & (time_s <= off_s)
    gone = way[before] - float(way[quiet].mean())
    gone = gone * np.sign(gone[-1])
    begun = np.flatnonzero(gone < 0.1 * gone[-1])
    return off_s - float(time_s[before][begun[-1]]) if begun.size else math.nan


def _symmetric_person(told: Report, setting: Setting, person: Person, key: tuple[int, int]) -> None:
    level = replace(person.left, drop_deg=min(person.left.drop_deg, LEVEL_DEG))
    even = replace(person, left=level, right=level)
    for sensor, outcome in _measured(setting, even, (*key, 3))[1].items():
        name = f"{setting.protocol_id}, {sensor}"
        told.flags[name, "verdict"].add([outcome.verdict.state == "uneven"])


def _summaries(outcome: Outcome) -> list[Metric]:
    return [each for each in outcome.metrics if not each.trial and each.value is not None]


def _on_a_day(person: Person, key: tuple[int, ...]) -> Person:
    """The person as they are on one day, as far from their usual as `bearings` has it."""
    rng = np.random.default_rng((*key, 2))

    def day_sd(name: str) -> float:
        return bearing(name).day_sd or 0.0

    def habit(usual: Habit) -> Habit:
        return replace(
            usual,
            reach=float(np.clip(rng.normal(usual.reach, day_sd("excess_shift")), 0.8, 1.1)),
            lean_deg=float(rng.normal(usual.lean_deg, day_sd("trunk_lean"))),
            drop_deg=float(rng.normal(usual.drop_deg, day_sd("pelvic_drop"))),
            sway_m=float(usual.sway_m * math.exp(rng.normal(0.0, 0.2))),
        )

    width = float(rng.normal(person.width_m, day_sd("stance_width")))
    return replace(
        person,
        left=habit(person.left),
        right=habit(person.right),
        standing_share=float(rng.normal(person.standing_share, day_sd("standing_share"))),
        stance_width_m=float(np.clip(width, 0.1 * person.height_m, 0.22 * person.height_m)),
        squat_shift_m=float(rng.normal(person.squat_shift_m, day_sd("lateral_shift"))),
    )


def _measured(
    setting: Setting, person: Person, key: tuple[int, ...]
) -> tuple[Simulation, dict[str, Outcome]]:
    rng = np.random.default_rng((*key, 4))
    camera = Camera(
        dots=True,
        yaw_deg=float(rng.normal(0.0, 5.0)),
        roll_deg=float(rng.normal(0.0, 1.5)),
        height_m=float(rng.normal(0.95, 0.1)),
    )
    simulated: Callable[..., Simulation] = simulate
    made = simulated(
        setting.protocol_id,
        person=person,
        seed=int(rng.integers(2**31)),
        sensors=setting.sensors,
        camera=camera,
        phone=Phone(),
        **setting.options,
    )
    outcomes = {}
    for sensor, recording in made.recordings.items():
        engine = Engine(protocol(setting.protocol_id), recording.info, person.known)
        engine.push(recording.samples)
        engine.finish()
        outcomes[sensor] = engine.outcome()
    return made, outcomes
