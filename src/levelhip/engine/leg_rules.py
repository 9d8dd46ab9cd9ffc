"""Rules of a verdict on a set of leg lifts in side-lying."""

from __future__ import annotations

from collections import Counter

from levelhip.core import Sentence, Side, phrase
from levelhip.engine.part import Part
from levelhip.engine.scene import Scene
from levelhip.engine.summary import Summary
from levelhip.protocols import Protocol, VerdictRule


def leg_set(rule: VerdictRule, protocol: Protocol, scene: Scene, told: Summary) -> Part | None:
    """How many lifts there were, what was not yet as asked, and how long the leg was held.

    The metric is "rep_count", beside it "hold_time". Texts: all (every repetition as asked), some
    ({faulty} of {count}, {listed}), held ({best} of the side), none; and one for each code of a
    fault, with {n}.
    """
    lines: list[Sentence] = []
    for side in (Side.LEFT, Side.RIGHT, Side.BOTH):
        reps = [t.event for t in scene.trials if t.event.kind == "rep" and t.side is side]
        if reps:
            faulty = [rep for rep in reps if rep.faults]
            codes = Counter(code for rep in faulty for code in rep.faults)
            listed = [_fault(rule, code, n) for code, n in codes.most_common()]
            name = "some" if faulty else "all"
            if scene.source == "self" and "counted" in rule.texts:
                name = "counted"  # taps count; nobody looked at how it was done
            counts = {"count": len(reps), "faulty": len(faulty)}
            lines.append(phrase(rule.texts[name], side=side, listed=listed, **counts))
        lines += _held(rule, protocol, scene, side)
    if not lines:
        none = rule.texts.get("none", "")
        return Part("unsure", (Sentence(none),), ()) if none else None
    metrics = tuple(
        name
        for name in (rule.metric, rule.beside)
        if name and any(each == name for each, _ in told.sides)
    )
    return Part("measured", tuple(lines), metrics)


def hold_sides(rule: VerdictRule, _: Protocol, scene: Scene, told: Summary) -> Part | None:
    """Whether the longest holds of left and right differ by more than such times do by themselves.

    Limits: `least` (s). Texts: alike, apart.
    """
    del scene
    both = [told.sides.get((rule.metric, side)) for side in (Side.LEFT, Side.RIGHT)]
    left, right = both
    if left is None or right is None:
        return None
    difference = left.value - right.value
    apart = abs(difference) > rule.limits["least"]
    whole_s = round(abs(difference))
    text = phrase(
        rule.texts["apart" if apart else "alike"],
        side=Side.LEFT if difference > 0 else Side.RIGHT,
        difference=f"{whole_s} s" if whole_s else phrase("less than {size}", size="1 s"),
    )
    return Part("uneven" if apart else "within", (text,), (rule.metric,))


def _held(rule: VerdictRule, protocol: Protocol, scene: Scene, side: Side) -> list[Sentence]:
    holds = [t.event for t in scene.trials if t.event.kind == "hold" and t.side is side]
    if not holds or "held" not in rule.texts:
        return []
    best = max(holds, key=lambda hold: hold.end_s - hold.start_s)
    asked_s = protocol.trials.hold_s
    best_s = f"{best.end_s - best.start_s:.1f}"
    lines = [phrase(rule.texts["held"], side=side, best=best_s)]
    if asked_s is not None and "short-hold" in best.faults and "short-hold" in rule.texts:
        lines.append(phrase(rule.texts["short-hold"], asked=f"{asked_s:g}"))
    others = [_fault(rule, code, 1) for code in best.faults if code != "short-hold"]
    if others:
        text = rule.texts.get("hold-faults", "{listed}")
        lines.append(phrase(text, listed=others))
    return lines


def _fault(rule: VerdictRule, code: str, n: int) -> Sentence:
    return phrase(rule.texts.get(code, code.replace("-", " ")), n=n)
