"""Rules of a verdict on what the person said: a rating, pain before and after, marked spots."""

from __future__ import annotations

from levelhip.biomech.body_map import place_words, region
from levelhip.core import Side
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
        lines.append(rule.texts[name].format(side=side, value=f"{reading.value:.0f}"))
    if not lines:
        return None
    return Part("measured", " ".join([*lines, rule.texts.get("after", "")]).strip(), (rule.metric,))


def pain(rule: VerdictRule, _: Protocol, scene: Scene, told: Summary) -> Part | None:
    """Whether pain under the thumb changed by more than the scatter of two single answers.

    Limits: `most` = pain that the pressure is not to pass. Texts: less, more, same, high.
    """
    del scene
    lines = []
    for side, reading in _said(told, rule.metric):
        before, after = (told.sides[f"pressure_pain_{name}", side] for name in ("start", "end"))
        certain = abs(reading.value) > CERTAIN * reading.total_sd
        name = "same" if not certain else "less" if reading.value < 0 else "more"
        numbers = {"before": f"{before.value:.0f}", "after": f"{after.value:.0f}"}
        where = "" if side is Side.BOTH else f" ({side})"
        lines.append(rule.texts[name].format(side=side, where=where, **numbers))
        if max(before.value, after.value) > rule.limits["most"] and rule.texts["high"] not in lines:
            lines.append(rule.texts["high"])
    return Part("measured", " ".join(lines), (rule.metric,)) if lines else None


def spots(rule: VerdictRule, _: Protocol, scene: Scene, told: Summary) -> Part | None:
    """Where a spot lies and how much it hurts when it is pressed.

    The metric is "back_spot_x" or "hip_spot_x". Texts: placed, pressed.
    """
    kind = rule.metric.split("_", 1)[0]
    found = spot(scene, kind)
    if isinstance(found, Refusal):
        return None
    part = region(found, height_m=scene.person.height_m)
    lines = [rule.texts["placed"].format(place=place_words(found), region=part.name)]
    pressed = told.sides.get((f"{kind}_spot_pain", Side.BOTH))
    if pressed is not None:
        lines.append(rule.texts["pressed"].format(value=f"{pressed.value:.0f}"))
    if part.note:
        lines.append(part.note)
    return Part("measured", " ".join(lines), (f"{kind}_spot_view",))


def _said(told: Summary, name: str) -> list[tuple[Side, Reading]]:
    """The readings of each side, or of both together."""
    return [(side, told.sides[name, side]) for side in _SIDES if (name, side) in told.sides]
