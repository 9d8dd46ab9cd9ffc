"""What later repetitions tell of earlier ones, once all of them are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from levelhip.core import Event, Side
from levelhip.engine.measures import MEASURES, TrialMeasure
from levelhip.engine.scene import Scene, Trial
from levelhip.engine.summary import event_values

LATE = {
    name: kind.measure
    for name, kind in MEASURES.items()
    if isinstance(kind, TrialMeasure) and kind.in_hindsight
}


def in_hindsight(scene: Scene, events: Sequence[Event]) -> tuple[Event, ...]:
    """The events, with what rests on all trials measured anew; the trials keep it, too.

    Parameters
    ----------
    scene : Scene
        All that was recorded.
    events : sequence of Event
        As they were found one after another.

    Returns
    -------
    tuple of Event
        In the same order.
    """
    trials = {_key(each.event): each for each in scene.trials if LATE.keys() & each.answers.keys()}
    return tuple(
        _again(scene, event, trials[_key(event)]) if _key(event) in trials else event
        for event in events
    )


def _key(event: Event) -> tuple[str, Side, int]:
    return event.kind, event.side, event.trial


def _again(scene: Scene, event: Event, trial: Trial) -> Event:
    values = dict(event.values)
    for name, measure in LATE.items():
        if name in trial.answers:
            answer = trial.answers[name] = measure(scene, trial)
            values.update(event_values(name, answer))
    return replace(event, values=tuple(values.items()))
