"""The bundled side-lying lifts, from video to verdict."""

import pytest

from levelhip.core import LevelhipError, Person
from levelhip.io.models import bundle
from levelhip.service import AnalysisOptions, analyse
from tests.io.video_clips import sample as shortened


def test_the_bundled_side_lying_lifts_are_counted_for_the_upper_leg(tmp_path):
    try:
        bundle("lite")
    except LevelhipError as fault:
        pytest.skip(str(fault))
    # The left leg is on top; two full lifts of 30 degrees are over by 7.1 s.
    clip = shortened("side-lying-abduction.mp4", tmp_path / "lifts.mp4", seconds=7.2)
    found = analyse(
        clip,
        "side-lying-abduction",
        person=Person(),
        options=AnalysisOptions(model="lite", annotate=False),
        out=tmp_path / "out",
    )
    assert [(event.kind, event.side.value) for event in found.result.events] == [
        ("rep", "left"),
        ("rep", "left"),
    ]
    told = {(m.name, m.trial): m for m in found.result.metrics}
    lifted = told["abduction_range", 0]
    assert abs(lifted.value - 30.0) < 1.96 * lifted.sd
    assert told["extension_reached", 0].refused == "no-depth-in-picture"
    assert told["toe_turn", 0].refused == "no-turn-in-picture"
    assert found.result.quality.state == "ok"
