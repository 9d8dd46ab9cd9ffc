"""What a measure looks at: the recorded signals, the trials cut out of them, quiet standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from levelhip.biomech.camera import Calibration
from levelhip.core import Answer as Answered
from levelhip.core import Array, Event, Person, Side
from levelhip.engine.finders import Finder
from levelhip.engine.reading import Answer
from levelhip.engine.recorder import PLATE_SHARE, Recorder
from levelhip.engine.source import SourceInfo
from levelhip.protocols import Source

LOOK_BACK_S = 10.0
"""How long before a lift quiet standing is looked for; chosen by us."""

PIECE_S = 0.5
"""Quiet standing is put together from pieces of this length; chosen by us."""

SETTLED_S = 0.3
"""After a foot has come down, standing is not quiet for so long; chosen by us."""

HOLD_EDGE_S = 0.5
"""Cut from both ends of a hold before it is averaged: the pelvis and trunk still move; chosen by
us."""


@dataclass(frozen=True, slots=True)
class Stillness:
    """When standing counts as quiet, in one signal.

    Attributes
    ----------
    signal : the signal
    limit : its largest travel within a piece of `PIECE_S`, and from piece to piece
    middle : the signal's value with the weight on both feet alike
    off : its largest distance from there, in parts of `scale`
    scale : a signal that the distance is measured in; empty for none
    before_s : s, how long before a lift-off the shift has certainly not begun
    """

    signal: str
    limit: float
    middle: float
    off: float
    scale: str = ""
    before_s: float = 0.0


# Chosen by us: quiet sway travels less than 1 cm in half a second, a shift to the other foot more;
# and who has more than three quarters of the weight on one foot is about to lift the other.
STILLNESS: Mapping[Source, Stillness] = {
    "camera": Stillness("com_across_m", 0.012, 0.0, 0.25, "stance_width_m"),
    "markers": Stillness("com_across_m", 0.012, 0.0, 0.25, "stance_width_m"),
    "force": Stillness("load_share", 0.05, 0.5, 0.25),
    "motion": Stillness("pelvis_line_deg", 1.5, 0.0, 45.0, before_s=1.2),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Quiet standing on both feet: the mean of each signal over its pieces.

    Attributes
    ----------
    means : (C,), in the order of the recorder's columns; NaN where more than half is missing
    rows : which rows of the recorder it was taken from
    """

    means: Array
    rows: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Trial:
    """One lift or one repetition.

    Attributes
    ----------
    event : the "hold" or "rep", with the times that were measured
    standing : quiet standing before it; None when there was none
    begun, ended : whether its beginning and end were seen
    answers : what each measure gave, by name
    kept : what several measures share, worked out by the first of them
    """

    event: Event
    standing: Standing | None = None
    begun: bool = True
    ended: bool = True
    answers: dict[str, Answer] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def side(self) -> Side:
        """The lifted leg, or BOTH."""
        return self.event.side

    @property
    def towards(self) -> float:
        """+1 when the standing foot is the right one, -1 when it is the left."""
        return 1.0 if self.event.side is Side.LEFT else -1.0


@dataclass(slots=True)
class Scene:
    """All that is known of a recording so far.

    Attributes
    ----------
    source : what it is measured with
    recorder : its signals
    person : whose body it is
    rate_hz : Hz, of the grid
    hands : points of arms and trunk at the same rows, unfiltered; None without a camera
    calibration : of the camera; None without one
    finders : by name
    trials : in order of time
    steps : events of kind "step"
    abilities : what it can show: "pelvis", "dots", "hands", "height", "sides"
    answers : what the person said, in order of time
    plans : which measures a trial gets, by abilities
    info : where the samples come from
    ignored : codes of faults that are none in the chosen form of the exercise
    """

    source: Source
    recorder: Recorder
    person: Person
    rate_hz: float
    hands: Recorder | None = None
    calibration: Calibration | None = None
    finders: Mapping[str, Finder] = field(default_factory=dict)
    trials: list[Trial] = field(default_factory=list)
    steps: list[Event] = field(default_factory=list)
    abilities: frozenset[str] = frozenset()
    answers: list[Answered] = field(default_factory=list)
    plans: dict[frozenset[str], tuple[tuple[str, Any, tuple[str, ...]], ...]] = field(
        default_factory=dict
    )
    info: SourceInfo | None = None
    ignored: frozenset[str] = frozenset()

    @property
    def is_camera(self) -> bool:
        """Whether it comes from a camera."""
        return self.source == "camera"

    @property
    def scale_sd(self) -> float:
        """Relative standard uncertainty of lengths."""
        return 0.0 if self.calibration is None else self.calibration.scale_sd

    def of(self, standing: Standing, name: str) -> float:
        """One signal of quiet standing; NaN when the source does not have it."""
        at = self.recorder.column.get(name)
        return float("nan") if at is None else float(standing.means[at])

    def share(self, standing: Standing) -> float:
        """Part of the weight on the left foot in quiet standing; NaN where it is not known."""
        return float(self.recorder.share(standing.means[None])[0])

    def is_weighed(self, block: Array) -> bool:
        """Whether plates gave the share of most of some rows (n, C) of the recorder."""
        if self.source == "force":
            return True
        at = self.recorder.column.get(PLATE_SHARE)
        return at is not None and 2 * int(np.isfinite(block[:, at]).sum()) > len(block)

    def hold_rows(self, trial: Trial) -> slice:
        """The middle of a hold; a shorter part is cut off a hold that is short itself."""
        start_s, end_s = trial.event.start_s, trial.event.end_s
        edge = min(HOLD_EDGE_S, (end_s - start_s) / 4.0)
        return self.recorder.span(start_s + edge, end_s - edge)


def quiet_standing(scene: Scene, from_s: float, to_s: float) -> Standing | None:
    """Quiet standing on both feet within a stretch of time.

    Parameters
    ----------
    scene : Scene
        Its signals.
    from_s, to_s : s
        The stretch.

    Returns
    -------
    Standing or None
        None when no piece of it was quiet.
    """
    rule, recorder = STILLNESS.get(scene.source), scene.recorder
    if rule is None or rule.signal not in recorder.column:
        return None
    rows = recorder.span(max(from_s, to_s - LOOK_BACK_S), to_s - rule.before_s)
    length = max(round(PIECE_S * scene.rate_hz), 2)
    n_pieces = (rows.stop - rows.start) // length
    if n_pieces < 1:
        return None
    # Counted back from the end, so that the pieces do not depend on how far back is looked.
    first = rows.stop - n_pieces * length
    block = recorder.block(slice(first, rows.stop))
    if PLATE_SHARE in recorder.column and np.isnan(block[:, recorder.column[rule.signal]]).all():
        # Markers without a centre of mass: the plates tell.
        rule = replace(STILLNESS["force"], signal=PLATE_SHARE)
    pieces = block[:, recorder.column[rule.signal]].reshape(n_pieces, length)
    middle = pieces.mean(axis=1)
    off = np.full(n_pieces, rule.off)
    if rule.scale:
        off *= block[:, recorder.column[rule.scale]].reshape(n_pieces, length).mean(axis=1)
    still = pieces.max(axis=1) - pieces.min(axis=1) <= rule.limit
    still &= np.abs(middle - rule.middle) <= off
    if not still.any():
        return None
    # A slow shift is still in every piece: what lies away from the usual place is none of it.
    places = sorted(middle[still].tolist())
    still &= np.abs(middle - places[len(places) // 2]) <= rule.limit
    if still.all():
        chosen, quiet = np.arange(len(block)), block
    else:
        chosen = np.flatnonzero(np.repeat(still, length))
        quiet = block[chosen]
    means = quiet.mean(axis=0)
    if np.isnan(means).any():
        for c in np.flatnonzero(np.isnan(means)):
            known = quiet[~np.isnan(quiet[:, c]), c]
            means[c] = known.mean() if 2 * known.size > len(quiet) else np.nan
    return Standing(means, first + chosen)
