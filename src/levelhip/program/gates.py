"""Gates between the stages, and what stands before the loaded walk and the heavier lifts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from statistics import mean

from levelhip.core import Side, phrase
from levelhip.core.sentence import chained
from levelhip.program.history import History
from levelhip.program.light import PRESSURE_MAX, Light
from levelhip.program.sentence import Sentence
from levelhip.program.strategy import strategy
from levelhip.protocols import protocol

TWO_WEEKS = timedelta(days=14)
LEAST_DAYS = 4
"""Fewest days with an answer in two green weeks; chosen by us."""

STANCE_S = 30.0
"""One-leg stance on each side, s (docs/evidence.md#loaded-walk-opinion)."""

SQUAT_MAX = 0.15
"""Difference between the legs in the squat as a part of body weight: the usual mark
(docs/evidence.md#squat-difference)."""

PRESSURE_DAYS = timedelta(days=21)
"""After so long without less pain under the thumb the plan goes on without it
(docs/evidence.md#pressure-not-less)."""

OF_SKILL = frozenset({"stance-30", "squat-even"})
"""Gates that not everybody can meet; after a stage's `waive_days` they hold nobody back."""


def _tested_once(history: History, _: date, __: date) -> Sentence | None:
    wanted = strategy().stage[0].tests
    lacking = [name for name in wanted if name not in {t.protocol for t in history.measured}]
    if not lacking:
        return None
    if len(lacking) == 1:
        return Sentence("Do this test once: {test}.", (("test", protocol(lacking[0]).title),))
    titles = [Sentence(protocol(name).title) for name in lacking]
    return phrase("Do these tests once: {tests}.", tests=chained(titles))


def _green(history: History, _: date, today: date) -> Sentence | None:
    if history.state(today).light is Light.GREEN:
        return None
    return Sentence("The pain light must be green.")


def _green_two_weeks(history: History, _: date, today: date) -> Sentence | None:
    near = [s.light for on, s in history.states(today).items() if today - on < TWO_WEEKS]
    if len(near) >= LEAST_DAYS and all(each is Light.GREEN for each in near):
        return None
    return Sentence("The pain light must have been green for two weeks.")


def _pressure_lessens(history: History, since: date, today: date) -> Sentence | None:
    if today - since >= PRESSURE_DAYS:
        return None
    said = [
        day.pressure
        for day in sorted(history.days, key=lambda day: day.on)
        if day.pressure is not None and since <= day.on <= today
    ]
    if len(said) >= 4 and mean(said[-2:]) <= min(mean(said[:2]), PRESSURE_MAX):
        return None
    return Sentence("The pain under the thumb must be getting less over the sessions.")


def _stance_30(history: History, _: date, __: date) -> Sentence | None:
    found = {t.side: t.value for t in history.latest("one-leg-stand", "hold_time")}
    if all(found.get(side, 0.0) >= STANCE_S for side in (Side.LEFT, Side.RIGHT)):
        return None
    return Sentence("Stand on each leg for {time} s.", (("time", f"{STANCE_S:g}"),))


def _squat_even(history: History, since: date, __: date) -> Sentence | None:
    if squat_is_even(history, since):
        return None
    return Sentence("The squat check must show the legs within 15 % of each other.")


GATES: Mapping[str, Callable[[History, date, date], Sentence | None]] = {
    "tested-once": _tested_once,
    "green": _green,
    "green-two-weeks": _green_two_weeks,
    "pressure-lessens": _pressure_lessens,
    "stance-30": _stance_30,
    "squat-even": _squat_even,
}
"""Conditions by the name that strategy.toml gives: None when met, else what is missing."""


def squat_is_even(history: History, since: date) -> bool:
    """Whether the last squat check, not older than a day, shows the legs within `SQUAT_MAX`.

    By the value alone: with a camera 1.96 standard uncertainties of the difference are 0.14, so
    that with its error not even an equal squat would be within the mark.

    Parameters
    ----------
    history : History
        All that is known.
    since : date

    Returns
    -------
    bool
    """
    return any(
        found.on >= since and abs(2.0 * found.value - 1.0) <= SQUAT_MAX
        for found in history.latest("squat-check", "load_share")
    )


def swinger_bar(history: History, today: date) -> Sentence | None:
    """What stands between a person and the loaded walk; None when nothing does.

    Parameters
    ----------
    history : History
        All that is known.
    today : date

    Returns
    -------
    Sentence or None
    """
    if history.profile.bars:
        return Sentence("Not with what you told about your health; the one-hand carry stays.")
    for gate in (_green_two_weeks, _stance_30):
        why = gate(history, today, today)
        if why is not None:
            return why
    if sum(each.whole for each in history.sessions("one-hand-carry")) < 2:
        return Sentence("Two one-hand carries come first.")
    return None
