"""Pure functions on arrays: frames, angles, segments, loading, events, steps and uncertainty.

What needs scipy or a longer import is fetched when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from levelhip.biomech.angles import (
    hip_abduction,
    hip_extension,
    knee_flexion,
    pelvic_drop,
    pelvic_obliquity,
    toe_turn,
    trunk_lean,
)
from levelhip.biomech.geometry import heading, in_own_heading, lab_from_axes, lab_from_image
from levelhip.biomech.loading import (
    excess_shift,
    force_share,
    load_share,
    needed_shift,
    support_points,
    weight_shift,
)
from levelhip.biomech.picture import PICTURE_SIGNALS, PictureSignals
from levelhip.biomech.segment_table import Segment, segment_table
from levelhip.biomech.segments import BodyModel, centre_of_mass
from levelhip.biomech.standing import SIGNALS, StandingSignals
from levelhip.biomech.sway import (
    sway_ellipse,
    sway_path,
    sway_range,
    sway_spread,
    sway_velocity,
)
from levelhip.biomech.uncertainty import (
    combined_trials,
    difference,
    first_order_spread,
    interval,
    mdc95,
    repeat_sem,
)

if TYPE_CHECKING:
    from levelhip.biomech.calibration import Calibration, Calibrator
    from levelhip.biomech.camera import frontal
    from levelhip.biomech.centres import (
        PelvisAxes,
        bell_hips,
        davis_hips,
        harrington_hips,
        pelvis_axes,
        shoulder_centre,
    )
    from levelhip.biomech.dots import Dots, dot_drop, dot_line
    from levelhip.biomech.filtering import (
        FilterBank,
        filtered,
        low_pass_taps,
        second_derivative_taps,
        smoothed,
    )
    from levelhip.biomech.gait import Gait, GaitFinder
    from levelhip.biomech.gates import Gatekeeper
    from levelhip.biomech.grid import Grid
    from levelhip.biomech.hands import hand_sign, hands_on_hips, wrist_line
    from levelhip.biomech.holds import HoldFinder
    from levelhip.biomech.lifts import LiftFinder
    from levelhip.biomech.orientation import (
        Alignment,
        Attitude,
        attitude,
        standing_alignment,
    )
    from levelhip.biomech.repetitions import RepFinder
    from levelhip.biomech.steps import StepFinder, Steps

_FETCHED = {
    "Calibration": "calibration",
    "Calibrator": "calibration",
    "frontal": "camera",
    "PelvisAxes": "centres",
    "bell_hips": "centres",
    "davis_hips": "centres",
    "harrington_hips": "centres",
    "pelvis_axes": "centres",
    "shoulder_centre": "centres",
    "Dots": "dots",
    "dot_drop": "dots",
    "dot_line": "dots",
    "HoldFinder": "holds",
    "LiftFinder": "lifts",
    "RepFinder": "repetitions",
    "FilterBank": "filtering",
    "filtered": "filtering",
    "low_pass_taps": "filtering",
    "second_derivative_taps": "filtering",
    "smoothed": "filtering",
    "Gait": "gait",
    "GaitFinder": "gait",
    "Gatekeeper": "gates",
    "Grid": "grid",
    "hand_sign": "hands",
    "hands_on_hips": "hands",
    "wrist_line": "hands",
    "Alignment": "orientation",
    "Attitude": "orientation",
    "attitude": "orientation",
    "standing_alignment": "orientation",
    "StepFinder": "steps",
    "Steps": "steps",
}


def __getattr__(name: str) -> object:
    """A public name of a module that is imported only when it is used."""
    if name not in _FETCHED:
        raise AttributeError(f"module {__name__} has no {name}")
    return getattr(import_module(f"{__name__}.{_FETCHED[name]}"), name)


__all__ = [
    "PICTURE_SIGNALS",
    "SIGNALS",
    "Alignment",
    "Attitude",
    "BodyModel",
    "Calibration",
    "Calibrator",
    "Dots",
    "FilterBank",
    "Gait",
    "GaitFinder",
    "Gatekeeper",
    "Grid",
    "HoldFinder",
    "LiftFinder",
    "PelvisAxes",
    "PictureSignals",
    "RepFinder",
    "Segment",
    "StandingSignals",
    "StepFinder",
    "Steps",
    "attitude",
    "bell_hips",
    "centre_of_mass",
    "combined_trials",
    "davis_hips",
    "difference",
    "dot_drop",
    "dot_line",
    "excess_shift",
    "filtered",
    "first_order_spread",
    "force_share",
    "frontal",
    "hand_sign",
    "hands_on_hips",
    "harrington_hips",
    "heading",
    "hip_abduction",
    "hip_extension",
    "in_own_heading",
    "interval",
    "knee_flexion",
    "lab_from_axes",
    "lab_from_image",
    "load_share",
    "low_pass_taps",
    "mdc95",
    "needed_shift",
    "pelvic_drop",
    "pelvic_obliquity",
    "pelvis_axes",
    "repeat_sem",
    "second_derivative_taps",
    "segment_table",
    "shoulder_centre",
    "smoothed",
    "standing_alignment",
    "support_points",
    "sway_ellipse",
    "sway_path",
    "sway_range",
    "sway_spread",
    "sway_velocity",
    "toe_turn",
    "trunk_lean",
    "weight_shift",
    "wrist_line",
]
