"""Sets of the wall drop: simulated people, and one repetition against the others of its set."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from accuracy.table import Table
from levelhip.core import Event, Side
from levelhip.engine import Engine
from levelhip.engine.wall_measures import HIP_SD_M
from levelhip.protocols import protocol
from levelhip.simulator import Fault, people, simulate

Pair = tuple[Sequence[dict[str, float]], Sequence[dict[str, float]]]
"""Of one set, what was true of each repetition and what was said of it, by name."""

PEOPLE = 30
CODES = ("shallow", "no-touch", "trunk-lean", "too-fast", "standing-knee-bent")
JUDGED = {"camera": CODES[:4], "markers": CODES, "sacrum": ("shallow", "no-touch", "too-fast")}
"""Sensors of the simulated sets, and the faults that each can see."""

LEVER_DEG = 3.0
"""True drops or drives of a set must differ by more for a line to be laid through them."""


def tables(rendered: Sequence[Pair]) -> list[Table]:
    """Simulated sets, and one repetition against the others of its set.

    Parameters
    ----------
    rendered : sequence of Pair
        What the rendered people truly did, and what was said of them.

    Returns
    -------
    list of Table
    """
    rows: list[list[object]] = []
    goals = []
    sets: dict[str, list[tuple[Sequence[Event], Sequence[Event]]]] = {name: [] for name in JUDGED}
    for seed, person in enumerate(people(PEOPLE, seed=3)):
        made = simulate(
            "wall-hip-drop",
            person=person,
            seed=seed,
            sensors=tuple(JUDGED),
            reps=len(CODES) + 3,
            faults=[Fault(code, reps=(2 + i,)) for i, code in enumerate(CODES)],
            sides=(Side.LEFT, Side.RIGHT)[seed % 2 :][:1],
        )
        for name, recording in made.recordings.items():
            engine = Engine(protocol("wall-hip-drop"), recording.info, made.person.known)
            engine.push(recording.samples)
            engine.finish()
            got = [event for event in engine.outcome().events if event.kind == "rep"]
            sets[name].append((made.truth.of("rep"), got))
    for name, judged in JUDGED.items():
        exact = [
            (true, got)
            for true, got in sets[name]
            if [rep.side for rep in true] == [rep.side for rep in got]
        ]
        pairs = [pair for true, got in exact for pair in zip(true, got, strict=True)]
        for code in judged:
            named = [code in got.faults for true, got in pairs if code in true.faults]
            false = [code in got.faults for true, got in pairs if code not in true.faults]
            rows.append([name, code, f"{sum(named)} of {len(named)}", sum(false), len(false)])
        goals.append(
            f"goal {name}, repetitions and standing leg exact: measured {len(exact)} of "
            f"{len(sets[name])} sets ({_met(len(exact) == len(sets[name]))})"
        )
    table = Table(
        "Wall drop: simulated sets in a led session",
        ["sensor", "fault", "named", "named without being there", "repetitions without it"],
        rows,
        note=f"{PEOPLE} simulated people, {len(CODES) + 3} repetitions each, with the marks of a "
        "session; one repetition of each fault. Camera: the slope of the hips is read by a half to "
        "three quarters and wanders. Faults that a source cannot see are left out. The limit of a "
        "shallow drop, the filter of the hips and the following of level were chosen on these "
        "same people, so the figures are not independent.",
        goals=goals,
    )
    return [table, _among(rendered, sets["camera"])]


def _among(
    rendered: Sequence[Pair], simulated: Sequence[tuple[Sequence[Event], Sequence[Event]]]
) -> Table:
    """One repetition against the others of its set, by the error that the picture draws."""
    made = [([dict(e.values) for e in true], [dict(e.values) for e in got])
            for true, got in simulated if len(true) == len(got)]  # fmt: skip
    rows: list[list[object]] = []
    goals = []
    for name, sets in (("rendered", rendered), ("simulated", made)):
        inside = total = 0
        for said, true in (("drop_part", "drop_depth"), ("drive_part", "drive_height")):
            held, count, scatter = 0, 0, []
            for truths, reps in sets:
                real = np.array([each[true] for each in truths])
                parts = np.array([each[said] for each in reps])
                sd = np.array([each[f"{said}_sd"] for each in reps])
                line = np.vander(real, 2 if np.ptp(real) > LEVER_DEG else 1)
                off = parts - line @ np.linalg.lstsq(line, parts, rcond=None)[0]
                # What the line has taken up of the scatter.
                off *= np.sqrt(len(off) / (len(off) - line.shape[1]))
                held += int((np.abs(off) <= 1.96 * sd).sum())
                count += len(off)
                scatter += list(1000.0 * off / sd * HIP_SD_M)
            rows.append([name, said, count, float(np.sqrt(np.mean(np.square(scatter)))), held])
            inside, total = inside + held, total + count
        goals.append(
            f"goal {name}, inside its 95 % interval in 90 % or more: measured {inside} of {total} "
            f"({_met(inside >= 0.9 * total)})"
        )
    return Table(
        "Wall drop: one repetition against the others of its set, camera",
        ["people", "what", "n reps", "scatter mm", "inside the 95 % interval"],
        rows,
        note="What all repetitions of a set share (where level is, how much of a slope the picture "
        "shows) is taken out by a straight line against the truth; where the truth differs by less "
        f"than {LEVER_DEG:g} degrees, by a mean. This is the error that stands at each column of "
        "the result's picture, and by which a drop is called too close to tell.",
        goals=goals,
    )


def _met(right: bool) -> str:
    return "met" if right else "not met"
