"""Pictures as inline SVG; each name is imported when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levelhip.plot.canvas import INKS, Picture
    from levelhip.plot.depth import DepthShare, share_by_depth
    from levelhip.plot.feet import Lift, StanceSide, feet_from_above
    from levelhip.plot.pair import SideValue, left_against_right
    from levelhip.plot.steps import StepTime, step_times
    from levelhip.plot.timeline import Phase, Strand, over_time

_HOME = {
    "INKS": "canvas",
    "DepthShare": "depth",
    "Lift": "feet",
    "Phase": "timeline",
    "Picture": "canvas",
    "SideValue": "pair",
    "StanceSide": "feet",
    "StepTime": "steps",
    "Strand": "timeline",
    "feet_from_above": "feet",
    "left_against_right": "pair",
    "share_by_depth": "depth",
    "step_times": "steps",
    "over_time": "timeline",
}

__all__ = [
    "INKS",
    "DepthShare",
    "Lift",
    "Phase",
    "Picture",
    "SideValue",
    "StanceSide",
    "StepTime",
    "Strand",
    "feet_from_above",
    "left_against_right",
    "over_time",
    "share_by_depth",
    "step_times",
]


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that the command line starts at once."""
    try:
        home = _HOME[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return getattr(import_module(f"{__name__}.{home}"), name)
