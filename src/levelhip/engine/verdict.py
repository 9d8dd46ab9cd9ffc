"""What the metrics come to, in plain words, by the rules that a protocol names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from levelhip.core import Sentence, Side, Verdict, VerdictReason, phrase
from levelhip.engine.answer_rules import pain, rating, spots
from levelhip.engine.exercise_rules import drops, norm
from levelhip.engine.leg_rules import hold_sides, leg_set
from levelhip.engine.load_rules import load, swing, walked
from levelhip.engine.part import CERTAIN, Part, said, said_error, with_error
from levelhip.engine.scene import Scene
from levelhip.engine.summary import Summary, compared, side_readings
from levelhip.protocols import Protocol, VerdictRule

_RANK = {"even": 0, "within": 1, "measured": 2, "unsure": 3, "uneven": 4}
_FIRST = ("uneven", "measured", "unsure", "within", "even")


def verdict(protocol: Protocol, scene: Scene, told: Summary) -> Verdict:
    """The verdict of a protocol on a recording.

    Parameters
    ----------
    protocol : Protocol
        Its rules.
    scene : Scene
        What was recorded.
    told : Summary
        Its metrics.

    Returns
    -------
    Verdict
        The state is the gravest of what the rules find. The text begins with findings (its first
        sentence is the headline), goes on with what cannot be told and what lies within the error,
        and ends with what is even; among equals the order is the protocol's.
    """
    parts: list[tuple[VerdictRule, Part]] = []
    for rule in protocol.verdict:
        part = RULES[rule.rule](rule, protocol, scene, told)
        if part is not None:
            parts.append((rule, part))
    if not parts:
        return Verdict.of("measured" if told.sides else "unsure", (_without_parts(scene, told),))
    state = max((part.state for _, part in parts), key=_RANK.__getitem__)
    # What was found comes before what cannot be told yet: the first sentence is the headline.
    ordered = sorted(parts, key=lambda each: _FIRST.index(each[1].state))
    words = tuple(each for _, part in ordered for each in part.said)
    reasons = tuple(
        VerdictReason(metric, rule.claim) for rule, part in parts for metric in part.metrics
    )
    return Verdict.of(state, words, reasons)


def _without_parts(scene: Scene, told: Summary) -> Sentence:
    if told.sides:
        return Sentence("The numbers are in the table; there is no rule to judge them by.")
    if scene.source == "self":
        return Sentence("It was done; nothing was counted or said, so there is no number to tell.")
    return Sentence("Nothing could be measured.")


def sides(rule: VerdictRule, protocol: Protocol, scene: Scene, told: Summary) -> Part | None:
    """Whether left and right differ by more than the error of measuring.

    Limits: `part` = a difference up to this part of their mean is not called uneven; without it
    every difference past the error is, and nothing is ever called even. Texts: even and near (only
    with `part`), within, uneven, few, alone, none.
    """
    readings = dict(side_readings(told, rule.metric))
    if not readings:
        text = rule.texts.get("none", "")
        return Part("measured", (Sentence(text),), ()) if text and told.sides else None
    if len(readings) == 1:
        (side,) = readings
        return Part("unsure", (phrase(rule.texts["alone"], side=side),), (rule.metric,))
    counts = {side: _count(scene, side) for side in readings}
    if min(counts.values()) < protocol.trials.least:
        few = phrase(rule.texts["few"], least=protocol.trials.least)
        return Part("unsure", (few,), (rule.metric,))
    found = compared(told, rule.metric)
    assert found is not None  # noqa: S101 -- both sides are there
    mdc = CERTAIN * found.total_sd
    middle = 0.5 * sum(abs(each.value) for each in readings.values())
    mark = rule.limits.get("part", 0.0) * middle
    if abs(found.value) - mdc > mark:
        name, state = "uneven", "uneven"
    elif abs(found.value) + mdc <= mark:
        name, state = "even", "even"
    elif abs(found.value) <= mdc:
        name, state = "within", "within"
    else:
        name, state = "near", "unsure"
    words = phrase(
        rule.texts[name],
        difference=said(abs(found.value), found.unit, mdc),
        mdc=said_error(mdc, found.unit),
        side=Side.LEFT if found.value > 0 else Side.RIGHT,
    )
    return Part(state, (words,), (rule.metric,))


def level(rule: VerdictRule, _: Protocol, scene: Scene, told: Summary) -> Part | None:
    """Whether the pelvis hangs on the lifted side; level only with the trunk upright.

    Limits: `mark` and `lean`, deg. Texts: hangs, level, leaning, unseen, unsure.
    """
    del scene
    found: list[tuple[str, Sentence]] = []
    for side, reading in side_readings(told, rule.metric):
        beside = told.sides.get((rule.beside, side))
        low, high = (reading.value + way * CERTAIN * reading.total_sd for way in (-1, 1))
        mark = rule.limits["mark"]
        value = with_error(reading)
        lean = ""
        if low >= mark:
            state, name = "uneven", "hangs"
        elif high > mark:
            state, name = "unsure", "unsure"
        elif beside is None:
            state, name = "unsure", "unseen"
        elif beside.value + CERTAIN * beside.total_sd > rule.limits["lean"]:
            state, name, lean = "unsure", "leaning", with_error(beside)
        else:
            state, name = "even", "level"
        found.append((state, phrase(rule.texts[name], side=side, value=value, lean=lean)))
    if not found:
        return None
    state = max((state for state, _ in found), key=_RANK.__getitem__)
    found.sort(key=lambda each: _FIRST.index(each[0]))
    return Part(state, tuple(text for _, text in found), (rule.metric, rule.beside))


def share(rule: VerdictRule, _: Protocol, scene: Scene, told: Summary) -> Part | None:
    """How far the load on the two feet differs, in parts of the body weight.

    Limits: `note` and `more`. A difference is even only when it stays up to `note` with its error,
    and stands out only when it is past `more` without it. Texts: even, within (the error), note,
    more.
    """
    del scene
    reading = told.sides.get((rule.metric, Side.BOTH))
    if reading is None:
        return None
    difference = abs(2.0 * reading.value - 1.0)
    mdc = CERTAIN * 2.0 * reading.total_sd
    more = Side.LEFT if reading.value > 0.5 else Side.RIGHT
    if difference + mdc <= rule.limits["note"]:
        name, state = "even", "even"
    elif difference <= mdc:
        name, state = "within", "within"
    elif difference - mdc <= rule.limits["more"]:
        name, state = "note", "measured"
    else:
        name, state = "more", "uneven"
    text = phrase(
        rule.texts[name], difference=said(difference, "1", mdc), mdc=said_error(mdc, "1"), side=more
    )
    return Part(state, (text,), (rule.metric,))


def _count(scene: Scene, side: Side) -> int:
    trials = sum(trial.side is side for trial in scene.trials)
    return trials or sum(step.side is side for step in scene.steps)


RULES: Mapping[str, Callable[[VerdictRule, Protocol, Scene, Summary], Part | None]] = {
    "sides": sides,
    "level": level,
    "share": share,
    "drops": drops,
    "norm": norm,
    "leg-set": leg_set,
    "hold-sides": hold_sides,
    "load": load,
    "walked": walked,
    "swing": swing,
    "rating": rating,
    "pain": pain,
    "spots": spots,
}
"""Rules by the name that a protocol gives."""
