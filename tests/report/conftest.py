"""Results built by hand, as the engine would give them."""

from datetime import date

import numpy as np
import pytest

from levelhip.core import (
    Event,
    Metric,
    Outcome,
    Quality,
    Reason,
    RecordingInfo,
    Side,
    Verdict,
    VerdictReason,
)
from levelhip.io.result_file import ProtocolInfo, result_file
from levelhip.protocols import Claim
from levelhip.report import Background, Study

NEEDS_DOTS = Reason("needs-dots", "Pelvic drop was not measured: put on two dots.")
GROUND = Study(
    Claim("ground", "Everybody has to shift.", "D", date(2026, 11, 22), note="Arithmetic")
)


def metric(name, side, value, sd, unit="1", *, trial=0, refused="", experimental=False):
    mdc = None if sd is None else 2.7718 * sd
    return Metric(name, side, trial, value, sd, mdc, unit, "com/1", refused, experimental)


def file_of(metrics, events=(), *, quality=None, verdict=None, protocol="equal-weight"):
    verdict = verdict or Verdict(
        "uneven", "You move further on the left.", (VerdictReason("excess_shift", "ground"),)
    )
    outcome = Outcome(tuple(events), tuple(metrics), quality or Quality(), verdict)
    recording = RecordingInfo("ab" * 32, "video", 20.0, 30.0, ())
    return result_file(outcome, protocol=ProtocolInfo(protocol, 1), recording=recording)


@pytest.fixture(scope="session")
def background():
    return Background(
        title="Equal weight distribution test",
        purpose="Are left and right alike?",
        side="the lifted leg",
        origin="Idea of the author of the method",
        method_view=("Lift one foot.",),
        studies=(GROUND,),
        reasons={"ground": GROUND},
    )


@pytest.fixture(scope="session")
def one_leg():
    """Three lifts a side; the right one goes further, and nothing looked at the pelvis."""
    metrics, events = [], []
    for side, shift, lean in ((Side.LEFT, 0.83, 2.8), (Side.RIGHT, 1.02, 5.5)):
        for trial in range(4):
            part = 0.0 if trial == 0 else 0.01 * (trial - 2)
            metrics += [
                metric("weight_shift", side, shift + part, 0.02, trial=trial),
                metric("excess_shift", side, shift + part - 0.75, 0.025, trial=trial),
                metric("trunk_lean", side, lean + part, 0.5, "deg", trial=trial),
            ]
        metrics.append(metric("pelvic_drop", side, None, None, "deg", refused="needs-dots"))
    for i in range(6):
        side, at = (Side.LEFT, Side.RIGHT)[i % 2], 2.0 + 3 * i
        events += [
            Event("lift_off", side, at, at, at, i // 2 + 1),
            Event("hold", side, at, at + 1, at + 2, i // 2 + 1),
        ]
    return file_of(metrics, events, quality=Quality("ok", (NEEDS_DOTS,)))


@pytest.fixture(scope="session")
def with_dots(one_leg):
    """The same with a measured pelvis, marked experimental."""
    from dataclasses import replace

    kept = [m for m in one_leg.metrics if m.name != "pelvic_drop"]
    drops = [
        metric("pelvic_drop", Side.LEFT, 6.2, 0.8, "deg", experimental=True),
        metric("pelvic_drop", Side.RIGHT, 1.1, 0.8, "deg", experimental=True),
    ]
    return replace(one_leg, metrics=(*kept, *drops), quality=Quality())


@pytest.fixture(scope="session")
def poor(one_leg):
    from dataclasses import replace

    tilted = Reason("tilted", "The camera was tilted by 6 degrees. Stand it upright.", 0.0, 20.0)
    return replace(one_leg, quality=Quality("poor", (NEEDS_DOTS, tilted)))


@pytest.fixture(scope="session")
def refused():
    two = Reason("two-people", "Two people are in view. Record again with one person.", 3.1, 12.4)
    return file_of(
        [metric("weight_shift", Side.BOTH, None, None, refused="two-people")],
        quality=Quality("refused", (two,)),
        verdict=Verdict("refused", "This recording could not be measured."),
    )


@pytest.fixture(scope="session")
def walk():
    """Forty steps at 120 a minute, the left ones 40 ms longer."""
    lasted = (0.52, 0.48)
    at, events = 0.0, []
    for i in range(40):
        at += lasted[i % 2]
        events.append(Event("step", (Side.LEFT, Side.RIGHT)[i % 2], at, at, at, i // 2 + 1))
    metrics = [
        metric("step_count", Side.BOTH, 40.0, 0.0),
        metric("cadence", Side.BOTH, 120.0, 1.0, "steps/min"),
        metric("step_time", Side.LEFT, 0.52, 0.005, "s"),
        metric("step_time", Side.RIGHT, 0.48, 0.005, "s"),
    ]
    return file_of(metrics, events, protocol="walk", verdict=Verdict("measured", "Forty steps."))


@pytest.fixture(scope="session")
def squat():
    """Five squats of four seconds; the left foot carries 60 % at the lowest point."""
    time_s = np.arange(0, 20, 0.01)
    down = 0.5 - 0.5 * np.cos(2 * np.pi * time_s / 4)
    events = [Event("rep", Side.BOTH, 4.0 * i, 4.0 * i + 2, 4.0 * i + 4, i + 1) for i in range(5)]
    metrics = [metric("load_share", Side.BOTH, 0.55, 0.01), metric("rep_count", Side.BOTH, 5, 0)]
    result = file_of(metrics, events, protocol="squat-check", verdict=Verdict("even", "Alike."))
    share = 0.5 + 0.1 * down
    return result, {
        "time_s": time_s,
        "com_height_m": 1.0 - 0.4 * down,
        "load_share": share,
    }


@pytest.fixture(scope="session")
def series():
    time_s = np.arange(0, 20, 1 / 30)
    return {
        "time_s": time_s,
        "load_share": 0.5 + 0.4 * np.sin(time_s),
        "trunk_lean_deg": 3 * np.sin(time_s),
        "pelvic_drop_deg": np.full_like(time_s, np.nan),
    }


@pytest.fixture(scope="session")
def metric_pair():
    def pair(left, right, sd):
        return [
            metric("trunk_lean", Side.LEFT, left, sd, "deg"),
            metric("trunk_lean", Side.RIGHT, right, sd, "deg"),
        ]

    return pair


@pytest.fixture(scope="session")
def make_metric():
    return metric
