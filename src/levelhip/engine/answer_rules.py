"""Rules of a verdict on what the person said: a rating, pain before and after, marked spots."""

from __future__ import annotations

from levelhip.biomech.body_map import place, region
from levelhip.core import Sentence, Side, phrase
from levelhip.engine.answers import spot
from levelhip.engine.part import CERTAIN, Part
from levelhip.engine.reading import Reading, Refusal
from levelhip.engine.scene import Scene
from levelhip.engine.summary import Summary
from levelhip.protocols import Protocol, VerdictRule

_SIDES = (Side.LEFT, Side.RIGHT, Side.BOTH)


def rating(rule: VerdictRule, _: Protocol, scene: Scene, told: Summary) -> Part | None:
    """What the person gave each side; never a judgement of left against right.

    Limits: `clear` = the lowest rating of the upper group. Texts: low, high, both (without a side).
    """
    del scene
    lines = []
    for side, reading in _said(told, rule.metric):
        name = "high" if reading.value >= rule.limits["clear"] else "low"
        lines.append(phrase(rule.texts[name], side=side, value=f"{reading.value:.0f}"))
    if not lines:
        return None
    if "after" in rule.texts:
        lines.append(Sentence(rule.texts["after"]))
    return Part("measured", tuple(lines), (rule.metric,))


def pain(rule: VerdictRule, _: Protocol, scene: Scene, told: Summary) -> Part | None:
    """Whether pain under the thumb changed by more than the scatter of two single answers.

    Limits: `most` = pain that the pressure is not to pass. Texts: less, more, same, high.
    """
    del scene
    lines = []
    high = Sentence(rule.texts["high"])
    for side, reading in _said(told, rule.metric):
        before, after = (told.sides[f"pressure_pain_{name}", side] for name in ("start", "end"))
        certain = abs(reading.value) > CERTAIN * reading.total_sd
        name = "same" if not certain else "less" if reading.value < 0 else "more"
        numbers = {"before": f"{before.value:.0f}", "after": f"{after.value:.0f}"}
        lines.append(phrase(rule.texts[name], side=side, **numbers))
        if max(before.value, after.value) > rule.limits["most"] and high not in lines:
            lines.append(high)
    return Part("measured", tuple(lines), (rule.metric,)) if lines else None


def spots(rule: VerdictRule, _: Protocol, scene: Scene, told: Summary) -> Part | None:
    """Where a spot lies and how much it hurts when it is pressed.

    The metric is "back_spot_x" or "hip_spot_x". Texts: placed, pressed.
    """
    kind = rule.metric.split("_", 1)[0]
    found = spot(scene, kind)
    if isinstance(found, Refusal):
        return None
    part = region(found, height_m=scene.person.height_m)
    lines = [phrase(rule.texts["placed"], place=place(found), region=part.name)]
    pressed = told.sides.get((f"{kind}_spot_pain", Side.BOTH))
    if pressed is not None:
        lines.append(phrase(rule.texts["pressed"], value=f"{pressed.value:.0f}"))
    if part.note:
        lines.append(Sentence(part.note))
    return Part("measured", tuple(lines), (f"{kind}_spot_view",))


def _said(told: Summary, name: str) -> list[tuple[Side, Reading]]:
    """The readings of each side, or of both together."""
    return [(side, told.sides[name, side]) for side in _SIDES if (name, side) in told.sides]
