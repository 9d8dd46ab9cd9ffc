"""Pictures as inline SVG; each name is imported when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levelhip.plot.body_map import SpotMark, spot_map
    from levelhip.plot.canvas import INKS, Picture
    from levelhip.plot.depth import DepthShare, share_by_depth
    from levelhip.plot.drives import DriveBar, drop_and_drive
    from levelhip.plot.feet import Lift, StanceSide, feet_from_above
    from levelhip.plot.pains import PainLine, pain_lines
    from levelhip.plot.pair import SideValue, left_against_right
    from levelhip.plot.repetitions import RepBar, repetition_bars
    from levelhip.plot.stands import StandTime, stand_times
    from levelhip.plot.steps import StepTime, step_times
    from levelhip.plot.svg import standalone
    from levelhip.plot.swings import Swing, swing_line
    from levelhip.plot.timeline import Phase, Strand, over_time

_HOME = {
    "INKS": "canvas",
    "DepthShare": "depth",
    "DriveBar": "drives",
    "Lift": "feet",
    "PainLine": "pains",
    "Phase": "timeline",
    "Picture": "canvas",
    "RepBar": "repetitions",
    "SideValue": "pair",
    "SpotMark": "body_map",
    "StanceSide": "feet",
    "StandTime": "stands",
    "StepTime": "steps",
    "Strand": "timeline",
    "Swing": "swings",
    "spot_map": "body_map",
    "drop_and_drive": "drives",
    "feet_from_above": "feet",
    "left_against_right": "pair",
    "over_time": "timeline",
    "pain_lines": "pains",
    "repetition_bars": "repetitions",
    "share_by_depth": "depth",
    "stand_times": "stands",
    "standalone": "svg",
    "step_times": "steps",
    "swing_line": "swings",
}

__all__ = [
    "INKS",
    "DepthShare",
    "DriveBar",
    "Lift",
    "PainLine",
    "Phase",
    "Picture",
    "RepBar",
    "SideValue",
    "SpotMark",
    "StanceSide",
    "StandTime",
    "StepTime",
    "Strand",
    "Swing",
    "drop_and_drive",
    "feet_from_above",
    "left_against_right",
    "over_time",
    "pain_lines",
    "repetition_bars",
    "share_by_depth",
    "spot_map",
    "stand_times",
    "standalone",
    "step_times",
    "swing_line",
]


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that the command line starts at once."""
    try:
        home = _HOME[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return getattr(import_module(f"{__name__}.{home}"), name)
