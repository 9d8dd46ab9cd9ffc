"""Rules of a verdict on a set of leg lifts in side-lying."""

from __future__ import annotations

from collections import Counter

from levelhip.core import Side
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
    lines: list[str] = []
    for side in (Side.LEFT, Side.RIGHT, Side.BOTH):
        reps = [t.event for t in scene.trials if t.event.kind == "rep" and t.side is side]
        if reps:
            faulty = [rep for rep in reps if rep.faults]
            codes = Counter(code for rep in faulty for code in rep.faults)
            listed = ", ".join(
                rule.texts.get(code, code.replace("-", " ")).format(n=n)
                for code, n in codes.most_common()
            )
            name = "some" if faulty else "all"
            if scene.source == "self" and "counted" in rule.texts:
                name = "counted"  # taps count; nobody looked at how it was done
            text = rule.texts[name]
            where = "" if side is Side.BOTH else f"{side}, "
            lines.append(
                text.format(side=where, count=len(reps), faulty=len(faulty), listed=listed)
            )
        lines += _held(rule, protocol, scene, side)
    if not lines:
        return Part("unsure", rule.texts["none"], ()) if "none" in rule.texts else None
    metrics = tuple(
        name
        for name in (rule.metric, rule.beside)
        if name and any(each == name for each, _ in told.sides)
    )
    return Part("measured", " ".join(line[:1].upper() + line[1:] for line in lines), metrics)


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
    text = rule.texts["apart" if apart else "alike"].format(
        more=Side.LEFT if difference > 0 else Side.RIGHT,
        difference=f"{whole_s} s" if whole_s else "less than 1 s",
    )
    return Part("uneven" if apart else "even", text, (rule.metric,))


def _held(rule: VerdictRule, protocol: Protocol, scene: Scene, side: Side) -> list[str]:
    holds = [t.event for t in scene.trials if t.event.kind == "hold" and t.side is side]
    if not holds or "held" not in rule.texts:
        return []
    best = max(holds, key=lambda hold: hold.end_s - hold.start_s)
    asked_s = protocol.trials.hold_s
    where = "" if side is Side.BOTH else f"{side}, "
    best_s = f"{best.end_s - best.start_s:.1f}"
    line = rule.texts["held"].format(side=where, best=best_s)
    if asked_s is not None and "short-hold" in best.faults:
        line += " " + rule.texts.get("short-hold", "").format(asked=f"{asked_s:g}", n=1)
    others = [code for code in best.faults if code != "short-hold"]
    if others:
        words = ", ".join(
            rule.texts.get(code, code.replace("-", " ")).format(n=1) for code in others
        )
        line += " " + rule.texts.get("hold-faults", "{listed}").format(listed=words)
    return [line]
