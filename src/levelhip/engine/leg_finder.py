"""The finder of lifts of the leg in side-lying, as a protocol asks for it."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from levelhip.biomech.leg_judgement import Bounds
from levelhip.biomech.leg_reps import LEG_COLUMNS, LegRepFinder
from levelhip.core import Event
from levelhip.engine.chunk import Chunk
from levelhip.engine.recorder import Recorder
from levelhip.protocols import EventRule, Source

LEG_SETTINGS: tuple[str, ...] = (
    *(each.name for each in fields(LegRepFinder) if each.name != "bounds"),
    *(each.name for each in fields(Bounds)),
)
"""Settings of the finder that a protocol may give: its own, and what is asked of a repetition."""

STANDS_IN = {"toe_turn_deg": "toe_side_deg", "toe_turn_sd_deg": "toe_side_sd_deg"}
"""Where a source tells only up from down: columns that are looked at instead and never shown."""


class LegReps:
    """Repetitions and holds of the upper leg.

    Parameters
    ----------
    rule : EventRule
        Settings of `LegRepFinder` and its `Bounds`.
    recorder : Recorder
        Columns of `LEG_COLUMNS` that it lacks count as unknown.
    """

    def __init__(self, rule: EventRule, _: Source, recorder: Recorder, __: float) -> None:
        own = {each.name for each in fields(LegRepFinder)}
        asked = {name: value for name, value in rule.settings.items() if name not in own}
        found = {name: value for name, value in rule.settings.items() if name in own}
        self._stream = LegRepFinder(bounds=Bounds(**asked), **found).stream()
        columns = [
            recorder.column.get(name, recorder.column.get(STANDS_IN.get(name, ""), -1))
            for name in LEG_COLUMNS
        ]
        self._columns = np.maximum(columns, 0)
        self._unknown = [i for i, column in enumerate(columns) if column < 0]

    @property
    def running(self) -> tuple[Event, ...]:
        """The hold that has begun and not ended."""
        return self._stream.running

    def push(self, chunk: Chunk) -> tuple[Event, ...]:
        """The repetitions and holds that have become certain."""
        rows = chunk.rows.take(self._columns, axis=1)
        if self._unknown:
            rows[:, self._unknown] = np.nan
        return self._stream.push(chunk.time_s, rows)

    def finish(self) -> tuple[Event, ...]:
        """The lift that is not over when the stream ends."""
        return self._stream.finish()
