"""Metrics of a recording: each trial, each side, left against right, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from levelhip.biomech.uncertainty import trial_mean
from levelhip.core import MDC95_FACTOR, Metric, Reason, Side
from levelhip.engine.measures import (
    MEASURES,
    WITHOUT_TRIALS,
    Measure,
    SideMeasure,
    TrialMeasure,
    WholeMeasure,
)
from levelhip.engine.reading import (
    NO_HEIGHT,
    NO_SIDE,
    NOBODY_COUNTED,
    ONLY_LEFT,
    ONLY_RIGHT,
    Answer,
    Reading,
    Refusal,
)
from levelhip.engine.scene import Scene, Trial
from levelhip.protocols import MetricRule, Protocol

DIFFERENCE = "_difference"
"""Ending of the name of left less right."""

OWN_SD = "_sd"
"""Ending of the name under which an event keeps `Reading.sd`."""

NOTHING = Refusal("nothing-happened", "Nothing of what is measured was seen in the recording.")


@dataclass(slots=True)
class Summary:
    """Metrics and what was refused.

    Attributes
    ----------
    metrics : in the order of the protocol
    reasons : of the refusals, each once
    sides : summary reading by name and side
    """

    metrics: list[Metric] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    sides: dict[tuple[str, Side], Reading] = field(default_factory=dict)

    def add(self, name: str, side: Side, trial: int, answer: Reading) -> None:
        """A value with its spread."""
        sd = answer.total_sd
        self.metrics.append(
            Metric(
                name,
                side,
                trial,
                answer.value,
                sd,
                float(MDC95_FACTOR) * sd,
                answer.unit,
                answer.method,
                experimental=answer.experimental,
            )
        )
        if trial == 0:
            self.sides[name, side] = answer

    def refuse(self, name: str, side: Side, trial: int, unit: str, why: Refusal) -> None:
        """A quantity without a value; the reason is kept once."""
        self.metrics.append(Metric(name, side, trial, None, None, None, unit, "", why.code))
        if why.code not in {reason.code for reason in self.reasons}:
            self.reasons.append(Reason(why.code, why.text))


def summary(protocol: Protocol, scene: Scene) -> Summary:
    """All metrics that a protocol asks for.

    Parameters
    ----------
    protocol : Protocol
        Its rules.
    scene : Scene
        What was recorded.

    Returns
    -------
    Summary
    """
    told = Summary()
    refused = _refused(protocol, scene)
    for rule in protocol.metrics:
        if scene.source not in rule.sources:
            continue
        if rule.name in refused:
            continue
        lacking = [need for need in rule.needs if need not in scene.abilities]
        if "height" in lacking:
            told.refuse(rule.name, Side.BOTH, 0, _unit(rule), NO_HEIGHT)
        elif not lacking:
            _measure(told, rule, scene)
    for name, why in refused.items():
        told.refuse(name, Side.BOTH, 0, _unit_of(name), why)
    return told


def measured(protocol: Protocol, scene: Scene, trial: Trial) -> tuple[tuple[str, float], ...]:
    """Measure one trial: its answers are kept in it, its values go to its event.

    Parameters
    ----------
    protocol : Protocol
        Its rules.
    scene : Scene
        What was recorded so far.
    trial : Trial
        The lift or repetition.

    Returns
    -------
    tuple of (name, value)
    """
    if scene.abilities not in scene.plans:
        scene.plans[scene.abilities] = _plan(protocol, scene)
    told: list[tuple[str, float]] = []
    for name, measure, kinds in scene.plans[scene.abilities]:
        if kinds and trial.event.kind not in kinds:
            continue
        answer = trial.answers[name] = measure(scene, trial)
        told += event_values(name, answer)
    return tuple(told)


def event_values(name: str, answer: Answer) -> tuple[tuple[str, float], ...]:
    """What an event keeps of the answer to a measure."""
    if not isinstance(answer, Reading):
        return ()
    own = ((name + OWN_SD, answer.sd),) if answer.keeps_sd else ()
    return (name, answer.value), *own, *answer.beside


def _plan(protocol: Protocol, scene: Scene) -> tuple[tuple[str, Measure, tuple[str, ...]], ...]:
    """The measures of a trial that this recording allows, with their names and kinds of event."""
    refused = _refused(protocol, scene)
    plan = []
    for rule in protocol.metrics:
        kind = MEASURES.get(rule.name)
        if not isinstance(kind, TrialMeasure) or scene.source not in rule.sources:
            continue
        if rule.name not in refused and all(need in scene.abilities for need in rule.needs):
            plan.append((rule.name, kind.measure, kind.kinds))
    return tuple(plan)


def _refused(protocol: Protocol, scene: Scene) -> dict[str, Refusal]:
    return {
        rule.metric: Refusal(rule.code, rule.text)
        for rule in protocol.refusals
        if scene.source in rule.sources
        and not any(ability in scene.abilities for ability in rule.unless)
    }


def _measure(told: Summary, rule: MetricRule, scene: Scene) -> None:
    if rule.of:
        _symmetry(told, rule)
        return
    kind = MEASURES[rule.name]
    untried = not scene.finders or bool(scene.steps)
    if isinstance(kind, TrialMeasure) and untried and rule.name in WITHOUT_TRIALS:
        kind = WITHOUT_TRIALS[rule.name]
    if isinstance(kind, TrialMeasure):
        _trials(told, rule, kind, scene)
    elif isinstance(kind, WholeMeasure):
        _put(told, rule.name, Side.BOTH, kind.unit, kind.measure(scene))
    else:
        _sides(told, rule, kind, scene)
    if rule.compare:
        _difference(told, rule.name)


def _trials(told: Summary, rule: MetricRule, kind: TrialMeasure, scene: Scene) -> None:
    for side in (Side.LEFT, Side.RIGHT, Side.BOTH):
        readings: list[Reading] = []
        why: Refusal | None = None
        for trial in scene.trials:
            if trial.side is not side:
                continue
            answer = trial.answers.get(rule.name)
            if isinstance(answer, Reading):
                readings.append(answer)
                told.add(rule.name, side, trial.event.trial, answer)
            elif answer is not None:
                why = why or answer
                told.refuse(rule.name, side, trial.event.trial, kind.unit, answer)
        if readings:
            told.add(rule.name, side, 0, of_trials(readings, kind))
        elif why is not None:
            told.refuse(rule.name, side, 0, kind.unit, why)
    if not scene.trials:
        why = NOBODY_COUNTED if scene.source == "self" else NOTHING
        told.refuse(rule.name, Side.BOTH, 0, kind.unit, why)


def of_trials(readings: Sequence[Reading], kind: TrialMeasure) -> Reading:
    """The trials of one side as one reading.

    Parameters
    ----------
    readings : sequence of Reading
        One from each trial.
    kind : TrialMeasure
        What a single trial does not show.

    Returns
    -------
    Reading
        Their mean.
    """
    values = np.array([each.value for each in readings])
    sds = np.array([each.sd for each in readings])
    first = readings[0]
    mean, own, freedom = trial_mean(values, sds)
    if len(readings) == 1:
        # One trial does not show how far the person's trials differ.
        own = math.hypot(own, kind.trial_sd, kind.trial_part * values[0])
    return Reading(
        mean,
        own,
        first.unit,
        first.method,
        steady_sd=float(np.mean([each.steady_sd for each in readings])),
        shared_sd=float(np.mean([each.shared_sd for each in readings])),
        opposed_sd=float(np.mean([each.opposed_sd for each in readings])),
        experimental=first.experimental,
        freedom=freedom,
    )


def _sides(told: Summary, rule: MetricRule, kind: SideMeasure, scene: Scene) -> None:
    for side in kind.sides:
        answer = kind.measure(scene, side)
        if isinstance(answer, Reading) or side is Side.BOTH or "sides" in scene.abilities:
            _put(told, rule.name, side, kind.unit, answer)


def _put(told: Summary, name: str, side: Side, unit: str, answer: Answer) -> None:
    if isinstance(answer, Reading):
        told.add(name, side, 0, answer)
    elif answer is not None:
        told.refuse(name, side, 0, unit, answer)


def compared(told: Summary, name: str) -> Reading | None:
    """Left less right of a quantity, without what both sides share.

    Parameters
    ----------
    told : Summary
        With the sides' own readings.
    name : str
        The quantity.

    Returns
    -------
    Reading or None
        None when a side is missing.
    """
    left, right = (told.sides.get((name, side)) for side in (Side.LEFT, Side.RIGHT))
    if left is None or right is None:
        return None
    return left_less_right(left, right, left.value - right.value, 1.0, "left-less-right/1")


def left_less_right(
    left: Reading, right: Reading, value: float, unit: float, method: str
) -> Reading:
    """A reading made of both sides.

    Parameters
    ----------
    left, right : Reading
        Of the sides.
    value : float
        Of the new reading.
    unit : float
        In which both sides' uncertainties are given; 1 leaves the sides' own unit.
    method : str
        Of the new reading.

    Returns
    -------
    Reading
        Without what both sides share.
    """
    own = math.hypot(left.sd, right.sd)
    steady = math.sqrt(max(left.side_sd**2 + right.side_sd**2 - own**2, 0.0))
    # Welch and Satterthwaite: the freedom of a sum of two spreads.
    fourth = sum(each.sd**4 / each.freedom for each in (left, right))
    freedom = own**4 / fourth if fourth > 0.0 else math.inf
    name = left.unit if unit == 1.0 else "1"
    return Reading(value, own / unit, name, method, steady_sd=steady / unit, freedom=freedom)


def _difference(told: Summary, name: str) -> None:
    found = compared(told, name)
    if found is not None:
        told.add(name + DIFFERENCE, Side.BOTH, 0, found)


def _symmetry(told: Summary, rule: MetricRule) -> None:
    """1 when left and right are the same; of a share, 1 when it is a half."""
    whole = told.sides.get((rule.of, Side.BOTH))
    left, right = (told.sides.get((rule.of, side)) for side in (Side.LEFT, Side.RIGHT))
    if left is not None and right is not None:
        middle = 0.5 * (abs(left.value) + abs(right.value))
        if middle > 0:
            value = 1.0 - abs(left.value - right.value) / middle
            alike = left_less_right(left, right, value, middle, f"{rule.of}/1")
            told.add(rule.name, Side.BOTH, 0, alike)
            return
    elif whole is not None and rule.of.endswith("_share"):
        value = 1.0 - abs(2.0 * whole.value - 1.0)
        sd = 2.0 * whole.total_sd
        told.add(rule.name, Side.BOTH, 0, Reading(value, sd, "1", f"{rule.of}/1"))
        return
    told.refuse(rule.name, Side.BOTH, 0, "1", _uncompared(told, rule.of))


def _uncompared(told: Summary, name: str) -> Refusal:
    """Why left and right of a quantity were not compared."""
    asked = [metric for metric in told.metrics if metric.name == name and metric.trial == 0]
    sides = {metric.side for metric in asked} - {Side.BOTH}
    if len(sides) == 1:
        return ONLY_LEFT if sides == {Side.LEFT} else ONLY_RIGHT
    texts = {reason.code: reason.text for reason in told.reasons}
    for metric in asked:
        if metric.refused:
            return Refusal(metric.refused, texts[metric.refused])
    return NO_SIDE if told.sides else NOTHING


def all_refused(protocol: Protocol, source: str | None, code: str) -> list[Metric]:
    """Every metric of a protocol without a value, when the recording cannot be trusted.

    Parameters
    ----------
    protocol : Protocol
        Its rules.
    source : str or None
        What the recording is measured with; None when that is not known.
    code : str
        Of the reason.

    Returns
    -------
    list of Metric
    """
    return [
        Metric(rule.name, Side.BOTH, 0, None, None, None, _unit(rule), "", code)
        for rule in protocol.metrics
        if source is None or source in rule.sources
    ]


def _unit(rule: MetricRule) -> str:
    return _unit_of(rule.name)


def _unit_of(name: str) -> str:
    kind = MEASURES.get(name)
    return "1" if kind is None else kind.unit


def side_readings(told: Summary, name: str) -> Iterable[tuple[Side, Reading]]:
    """The summary readings of left and right, as far as there are any.

    Parameters
    ----------
    told : Summary
        With the sides' own readings.
    name : str
        The quantity.

    Yields
    ------
    (Side, Reading)
    """
    for side in (Side.LEFT, Side.RIGHT):
        if (name, side) in told.sides:
            yield side, told.sides[name, side]
