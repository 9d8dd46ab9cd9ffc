"""How many live sessions one core carries, and how long a single frame can take."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass

import numpy as np
import scipy.ndimage
import scipy.signal  # noqa: F401 - as a session loads them before its first step

from accuracy.table import Table
from levelhip.coach.plan import plan_for
from levelhip.coach.session import Session
from levelhip.core import Person, Samples
from levelhip.engine import Engine, SourceInfo
from levelhip.engine.source import measured_with
from levelhip.protocols import protocol
from levelhip.protocols.language import language
from levelhip.service.coaching import ADVANCE_EVERY_S
from levelhip.simulator import Recording, simulate

RATE_HZ = 30.0
SESSIONS = 12
"""Sessions side by side: enough that none of them stays in the processor's nearest memory."""

OPENING = 30
"""Pushes in which the questions are answered and the words before the work are cut short."""

GOAL_SESSIONS = 300
GOAL_PUSH_MS = 1.0

WORK = (
    ("equal-weight", "camera", {"reps": 2}),
    ("side-lying-abduction", "camera", {"reps": 5}),
    ("side-lying-abduction", "thigh", {"reps": 5}),
    ("wall-hip-drop", "camera", {"reps": 6}),
    ("wall-hip-drop", "sacrum", {"reps": 6}),
    ("sack-swinger", "sacrum", {"duration_s": 40}),
)


@dataclass(frozen=True, slots=True)
class One:
    """An engine and a session, as a server would keep them for one person."""

    engine: Engine
    session: Session


def sessions(protocol_id: str, info: SourceInfo, first: Samples, person: Person) -> list[One]:
    exercise = protocol(protocol_id)
    plan = plan_for(exercise, source=measured_with(info, first) or "camera", quiet="silent")
    return [
        One(Engine(exercise, info, person), Session(exercise, plan, language("en")))
        for _ in range(SESSIONS)
    ]


def measured(protocol_id: str, sensor: str, asked: dict[str, float]) -> tuple[float, float, float]:
    """CPU seconds a frame with its session, and the 99th and 99.9th percentile of a push, s."""
    made = simulate(protocol_id, sensors=(sensor,), seed=1, **asked)
    given = made.recordings[sensor]
    ones = sessions(protocol_id, given.info, given.samples, made.person.known)
    parts = list(given.stream(ADVANCE_EVERY_S))
    gc.collect()
    begun = time.process_time()
    for i, part in enumerate(parts):
        now_s = i * ADVANCE_EVERY_S
        for one in ones:
            events = one.engine.push(part)
            one.session.advance(now_s, events=events, running=one.engine.running)
            if i < OPENING and i % 4 == 0:
                # Through the questions and words before the work, so that it counts and cues.
                one.session.heard(now_s, "no" if i < OPENING / 2 else "go")
    frames = RATE_HZ * ADVANCE_EVERY_S * len(parts) * len(ones)
    frame_s = (time.process_time() - begun) / frames
    spent = alone(protocol_id, given, made.person.known)
    return frame_s, float(np.percentile(spent, 99)), float(np.percentile(spent, 99.9))


def alone(protocol_id: str, given: Recording, person: Person) -> list[float]:
    """CPU seconds of each push of a single frame."""
    engine = Engine(protocol(protocol_id), given.info, person)
    spent = []
    for part in given.stream(1.0 / RATE_HZ):
        start = time.thread_time()
        engine.push(part)
        spent.append(time.thread_time() - start)
    # The first second makes the stage; it is not what a frame costs.
    return spent[int(RATE_HZ) :]


def tables() -> list[Table]:
    """Live sessions a core, and percentiles of a push."""
    rows: list[list[object]] = []
    fewest, slowest = np.inf, 0.0
    for protocol_id, sensor, asked in WORK:
        frame_s, p99_s, p999_s = measured(protocol_id, sensor, dict(asked))
        per_core = 1.0 / (RATE_HZ * frame_s)
        fewest, slowest = min(fewest, per_core), max(slowest, p99_s)
        rows.append(
            [
                protocol_id,
                sensor,
                f"{1e6 * frame_s:.0f} µs",
                f"{per_core:.0f}",
                f"{1e3 * p99_s:.2f} ms",
                f"{1e3 * p999_s:.2f} ms",
            ]
        )
    note = (
        f"{SESSIONS} engines with their sessions side by side in one process, driven as by "
        "`levelhip coach`, a tenth of a second at a time; the percentiles are of an engine that "
        "is given every frame alone; CPU time"
    )
    enough = "met" if fewest >= GOAL_SESSIONS else "not met"
    quick = "met" if 1e3 * slowest < GOAL_PUSH_MS else "not met"
    many = (
        f"goal {GOAL_SESSIONS} live sessions a core at {RATE_HZ:g} frames/s or more: measured "
        f"{fewest:.0f} at the least ({enough})"
    )
    soon = (
        f"goal under {GOAL_PUSH_MS:g} ms for 99 of 100 pushes: measured {1e3 * slowest:.2f} ms at "
        f"the most ({quick})"
    )
    headings = ["protocol", "sensor", "a frame, with session", "sessions a core", "99 %", "99.9 %"]
    return [Table("Live", headings, rows, note, [many, soon])]
