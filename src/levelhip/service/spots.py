"""Whether a spot is where it was before, from two results."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levelhip.biomech.body_map import SpotChange
    from levelhip.io.result_file import ResultFile

KINDS = ("back", "hip")
"""The two spots; each is compared with itself only."""


def spot_change(before: ResultFile, after: ResultFile) -> dict[str, SpotChange]:
    """Which spots are the same as before, by the rule of 25 mm.

    Parameters
    ----------
    before, after : ResultFile
        Two results of `pain-spot`.

    Returns
    -------
    dict
        By "back" and "hip", those that both results hold.
    """
    from levelhip.biomech.body_map import same_spot
    from levelhip.engine.answers import marked_spot

    changes = {}
    for kind in KINDS:
        then, now = (marked_spot(result.metrics, kind) for result in (before, after))
        if then is not None and now is not None:
            changes[kind] = same_spot(then, now)
    return changes
