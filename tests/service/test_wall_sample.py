"""The bundled wall drop, from video to verdict."""

import pytest

from levelhip.core import LevelhipError, Person
from levelhip.io.models import bundle
from levelhip.service import AnalysisOptions, analyse, sample


def test_the_bundled_wall_drops_are_counted_for_the_standing_leg(tmp_path):
    try:
        bundle("lite")
    except LevelhipError as fault:
        pytest.skip(str(fault))
    # Six full repetitions beside a wall at the right, standing on the left leg (samples/README.md
    # says who is shown).
    options = AnalysisOptions(model="lite", annotate=False)
    found = analyse(
        sample("wall-hip-drop"),
        "wall-hip-drop",
        person=Person(height_m=1.78, sex="male"),
        options=options,
        out=tmp_path / "out",
    )
    reps = [event for event in found.result.events if event.kind == "rep"]
    assert [rep.side.value for rep in reps] == ["left"] * 6
    assert not any({"shallow", "no-touch"} & set(rep.faults) for rep in reps)
    # The drops of this picture are so small that three of them are too close to tell.
    assert "3 of 6 repetitions were full; in 3 the drop is too close" in found.result.verdict.text
    refused = {metric.name: metric.refused for metric in found.result.metrics if metric.refused}
    assert refused["drop_depth"] == "no-pelvis-in-picture"
    assert refused["wall_knee_angle"] == "no-knee-from-the-front"
