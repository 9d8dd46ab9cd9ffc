"""Rules of a verdict on walking with a hanging weight: its swing, and how heavy it is."""

from __future__ import annotations

import math

from levelhip.biomech.pendulum import NEAR_PART, way_out
from levelhip.core import Side, phrase
from levelhip.engine.part import CERTAIN, Part
from levelhip.engine.scene import Scene
from levelhip.engine.summary import Summary
from levelhip.protocols import Protocol, VerdictRule


def swing(rule: VerdictRule, _: Protocol, scene: Scene, told: Summary) -> Part | None:
    """Whether the stride comes near the weight's own swing, and what to do then.

    The quantity is `swing_ratio`. Texts: near, maybe, away; {ratio}, {cadence}, {slower},
    {quicker} (steps a minute) and {strap} are filled in.
    """
    del scene
    ratio = told.sides.get((rule.metric, Side.BOTH))
    period = told.sides.get(("swing_period", Side.BOTH))
    cadence = told.sides.get(("cadence", Side.BOTH))
    if ratio is None or period is None or cadence is None:
        return None
    off, error = abs(ratio.value - 1.0), CERTAIN * ratio.total_sd
    name = "near" if off <= NEAR_PART else "maybe" if off - error <= NEAR_PART else "away"
    ways = way_out(period.value, cadence.value)
    text = phrase(
        rule.texts[name],
        ratio=f"{ratio.value:.2f}",
        cadence=f"{cadence.value:.0f}",
        slower=math.floor(ways.slower),
        quicker=math.ceil(ways.quicker),
        strap=f"{math.floor(100.0 * ways.strap_m)} cm",
    )
    state = {"near": "measured", "maybe": "unsure", "away": "even"}[name]
    return Part(state, (text,), (rule.metric, "swing_period"))


def walked(rule: VerdictRule, _: Protocol, scene: Scene, told: Summary) -> Part | None:
    """How far the walk went; information, no finding.

    The quantity is `step_count`. Texts: paced ({count} and {cadence}), counted ({count}).
    """
    del scene
    count = told.sides.get((rule.metric, Side.BOTH))
    cadence = told.sides.get(("cadence", Side.BOTH))
    if count is None:
        return None
    if cadence is None:
        counted = phrase(rule.texts["counted"], count=f"{count.value:.0f}")
        return Part("measured", (counted,), ())
    numbers = {"count": f"{count.value:.0f}", "cadence": f"{cadence.value:.0f}"}
    return Part("measured", (phrase(rule.texts["paced"], **numbers),), ())


def load(rule: VerdictRule, _: Protocol, scene: Scene, told: Summary) -> Part | None:
    """How heavy the weight is against what one begins with; information, no finding.

    The quantity is `load_part`. Limits: `most`. Texts: light, heavy; {part} and {most} in percent.
    """
    del scene
    part = told.sides.get((rule.metric, Side.BOTH))
    if part is None:
        return None
    most = rule.limits["most"]
    name = "heavy" if part.value > most else "light"
    numbers = {"part": f"{100.0 * part.value:.0f} %", "most": f"{100.0 * most:.0f} %"}
    text = phrase(rule.texts[name], **numbers)
    return Part("measured" if name == "heavy" else "even", (text,), (rule.metric,))
