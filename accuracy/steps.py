"""Steps from phones, from markers and from a camera, against what counted them otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.io import loadmat

from accuracy import footfalls
from accuracy.phone_walks import FALSE_STEPS, PLACES, Stand, Walk, stepless, walking
from accuracy.table import Table
from levelhip.biomech.filtering import smoothed
from levelhip.biomech.steps import StepFinder
from levelhip.core import Array, Motion
from levelhip.io.recording import open_recording

FINDER = StepFinder()
GRAVITY = 9.80665
PHONE = "oxford_steps/validation"
FIRST_READING = {
    "armband": 334,
    "backpocket": 342,
    "bag": 335,
    "frontpocket": 324,
    "hand": 326,
    "neckpouch": 344,
}
"""What the finder gave when these files were read for the first time, settings frozen before."""
CLIPS = {
    "eb": "one-leg stance",
    "ew": "one-leg stance",
    "two": "one-leg stance",
    "sl": "side-lying lifts",
    "sq": "squats",
    "wd": "hip drops",
}
"""What the rendered clips without a step show, by the second word of their names."""
LOWBACK = "mobgap_lowback_imu/data/lab/HA/001/data.mat"


def tables(data: Path) -> list[Table]:
    """All tables of this part."""
    return [
        phones(data),
        low_back(data),
        simulated(),
        false_steps(data),
        *footfalls.tables(data),
    ]


@dataclass(frozen=True, slots=True)
class PhoneFile:
    """A phone recording with its count by the reference device."""

    place: str
    motion: Motion
    reference: int


def phone_files(data: Path) -> Iterator[PhoneFile]:
    """The phone files, read by the reader; the reference is the second column after the axes."""
    for path in sorted((data / PHONE).glob("*.csv")):
        motion = open_recording(path).samples().motion
        if motion is None:
            continue
        counts = np.genfromtxt(path, delimiter=",", usecols=(5,))
        yield PhoneFile(path.name.split("_")[1], motion, int(np.nanmax(counts)))


def phones(data: Path) -> Table:
    """Phone worn in six places against a step device."""
    rows: list[list[object]] = []
    errors, first = [], []
    for file in phone_files(data):
        found = FINDER.find(file.motion)
        count = found.time_s.size
        errors.append(100.0 * (count - file.reference) / file.reference)
        first.append(100.0 * (FIRST_READING[file.place] - file.reference) / file.reference)
        rows.append(
            [
                file.place,
                float(file.motion.time_s[-1] - file.motion.time_s[0]),
                file.reference,
                count,
                errors[-1],
                FIRST_READING[file.place],
                first[-1],
                f"{found.cadence.value:.1f} ± {found.cadence.sd:.1f}",
            ]
        )
    mean, worst = float(np.mean(np.abs(errors))), float(np.max(np.abs(errors)))
    then, then_worst = float(np.mean(np.abs(first))), float(np.max(np.abs(first)))
    return Table(
        "Steps from a phone, against a step device (oxford_steps)",
        ["worn", "s", "device", "levelhip", "error %", "first reading", "its error %", "steps/min"],
        rows,
        note=(
            "All settings come from simulated walks (accuracy/phone_walks.py) and from "
            "mobgap_lowback_imu. These files were read for the first time with settings frozen: "
            f"mean error {then:.2f} %, worst {then_worst:.2f} %. In the three files looked at "
            "(armband, back pocket, bag) the loss was in the first and last steps, which are "
            "slower and weaker than the rest. The rule for the ends was then made one of principle "
            "(a step is judged by its neighbour, from sure walking outwards), its two shares set "
            "on simulated walks with slow starts and on mobgap_lowback_imu; how far the chain "
            "reaches was chosen after that look. So the second reading is not blind. Six files, "
            "one person."
        ),
        goals=[
            _goal("goal mean absolute error 1.0 % or less", mean, then, 1.0),
            _goal("goal worst file 3 % or less", worst, then_worst, 3.0),
        ],
    )


def _goal(asked: str, now: float, first: float, limit: float) -> str:
    said, then = ("met" if value <= limit else "not met" for value in (now, first))
    return f"{asked}: measured {now:.2f} % ({said}); {first:.2f} % at the first reading ({then})"


@dataclass(frozen=True, slots=True)
class LowBackTrial:
    """A trial of the low-back sensor with its two references: initial contacts per walking bout."""

    name: str
    motion: Motion
    references: dict[str, list[Array]]


def low_back_trials(data: Path) -> Iterator[LowBackTrial]:
    """Every trial in the file."""
    content = loadmat(data / LOWBACK, squeeze_me=True, struct_as_record=False)["data"]
    for test in ("Test5", "Test11"):
        for name, trial in vars(getattr(content.TimeMeasure1, test)).items():
            if name.startswith("_"):
                continue
            sensor = trial.SU.LowerBack
            time_s = np.arange(len(sensor.Acc)) / float(sensor.Fs.Acc)
            motion = Motion(time_s, sensor.Acc * GRAVITY, np.radians(sensor.Gyr), "sacrum")
            references = {
                system: [
                    np.atleast_1d(bout.InitialContact_Event).astype(np.float64)
                    for bout in np.atleast_1d(getattr(trial.Standards, system).MicroWB)
                ]
                for system in ("Stereophoto", "INDIP")
            }
            yield LowBackTrial(f"{test} {name}", motion, references)


def low_back(data: Path) -> Table:
    """Low-back sensor against markers and insoles, bout by bout."""
    rows: list[list[object]] = []
    for trial in low_back_trials(data):
        found = FINDER.find(trial.motion).time_s
        bouts = trial.references["Stereophoto"] + trial.references["INDIP"]
        spans: list[list[float]] = []
        for start, end in sorted((float(b[0]), float(b[-1])) for b in bouts):
            if spans and start <= spans[-1][1]:
                spans[-1][1] = max(spans[-1][1], end)
            else:
                spans.append([start, end])
        outside = found.size
        for start, end in spans:
            inside = int(((found > start - 1.0) & (found < end + 1.0)).sum())
            outside -= inside
            counts = [
                sum(b.size for b in trial.references[system] if start <= b[0] <= end)
                for system in ("Stereophoto", "INDIP")
            ]
            rows.append([trial.name, f"{start:.1f} to {end:.1f}", *counts, inside])
        if outside:
            rows.append([trial.name, "elsewhere", 0, 0, outside])
    return Table(
        "Steps at the low back, against markers (Stereophoto) and insoles (INDIP)",
        ["trial", "s", "Stereophoto", "INDIP", "levelhip"],
        rows,
        note=(
            "Used for setting, so no judgement. The references differ by a stride in places. Test "
            "5 is straight walking; Test 11 is a round of small household tasks: its bouts of 6 to "
            "17 uneven, turning steps are mostly too irregular to be told from other movement, and "
            "levelhip leaves them out rather than guess."
        ),
    )


def simulated(walks: int = 10) -> Table:
    """Simulated phones on walking people, seeds that nothing was set on."""
    rows: list[list[object]] = []
    rng = np.random.default_rng(20_001)
    for name, place in PLACES.items():
        errors, steps, late = [], 0, []
        for _ in range(walks):
            cadence, strength = rng.uniform(85.0, 125.0), rng.uniform(0.6, 1.2)
            plan: list[Walk | Stand] = [
                Stand(rng.uniform(3.0, 8.0), handled=True),
                Walk(int(rng.integers(60, 150)), cadence, strength),
                Stand(rng.uniform(3.0, 6.0)),
                Walk(int(rng.integers(15, 60)), cadence * rng.uniform(0.95, 1.05), strength),
                Stand(4.0, handled=True),
            ]
            rate_hz = float(rng.choice([25.0, 50.0, 100.0, 200.0]))
            seed = int(rng.integers(2**31))
            motion, strikes = walking(plan, place, rate_hz=rate_hz, seed=seed)
            found = FINDER.find(motion).time_s
            errors.append(100.0 * (found.size - strikes.size) / strikes.size)
            steps += strikes.size
            inner = strikes[5:-5]
            nearest = found[np.abs(found[:, None] - inner).argmin(axis=0)] - inner
            late.append(float(nearest.std()))
        rows.append(
            [
                name,
                walks,
                steps,
                float(np.mean(np.abs(errors))),
                float(np.max(np.abs(errors))),
                float(np.mean(errors)),
                1000.0 * float(np.median(late)),
            ]
        )
    slow = [
        FINDER.find(walking([Stand(4.0), Walk(50, 62.0, 0.6), Stand(4.0)], place, seed=1)[0])
        for place in PLACES.values()
    ]
    return Table(
        "Steps from simulated phones, 85 to 125 steps a minute, 25 to 200 samples a second",
        ["worn", "walks", "steps", "mean |error| %", "worst %", "bias %", "scatter in time ms"],
        rows,
        note=(
            "The simulation was also used for setting, with other seeds. Walking below 70 steps a "
            "minute is left out rather than guessed, because squats and leg lifts have that "
            "rhythm: of 50 steps at 62 a minute levelhip counted "
            + ", ".join(str(steps.time_s.size) for steps in slow)
            + " in the eight places."
        ),
    )


def false_steps(data: Path, seeds: int = 12) -> Table:
    """Movements without a step: simulated ones, and real and rendered exercises."""
    rows: list[list[object]] = []
    for name in FALSE_STEPS:
        motions = [stepless(name, seed=5_000 + seed) for seed in range(seeds)]
        rows.append(["simulated", name, *_counted(motions)])
    exercises: dict[str, list[Motion]] = {}
    for label, motion in _exercises(data):
        exercises.setdefault(label, []).append(motion)
    for label, motions in exercises.items():
        rows.append(["phone carried by points", label, *_counted(motions)])
    total = sum(int(str(row[-1])) for row in rows)
    return Table(
        "False steps",
        ["source", "movement", "recordings", "minutes", "steps counted"],
        rows,
        note=(
            "Simulated: seeds that nothing was set on. Phone carried by points: the second "
            "derivative of a real marker track or of a rendered person's true points on pelvis and "
            "thigh, smoothed at 6 Hz, plus gravity. "
            "Repetitions faster than 2 s, which no protocol asks for, may still pass for slow "
            "steps."
        ),
        goals=[
            f"goal no step counted: measured {total} ({'met' if total == 0 else 'not met'})",
        ],
    )


def _counted(motions: list[Motion]) -> list[object]:
    minutes = sum(float(m.time_s[-1] - m.time_s[0]) for m in motions) / 60.0
    return [len(motions), minutes, sum(FINDER.find(m).time_s.size for m in motions)]


def _exercises(data: Path) -> Iterator[tuple[str, Motion]]:
    markers = (
        "opencap_subject4/MarkerData/squats1.trc",
        "opencap_subject4/MarkerData/STS1.trc",
        "btk_pig_gait/C3DSamples/others/FunctionalLHip.c3d",
    )
    for file in markers:
        track = open_recording(data / file).samples().track
        if track is None:
            continue
        hips = 0.5 * (track.point("left_hip") + track.point("right_hip"))
        thigh = 0.5 * (track.point("left_hip") + track.point("left_knee"))
        for worn, path in (("pelvis", hips), ("left thigh", thigh)):
            yield f"{Path(file).name}, {worn}", carried(track.time_s, path)
    for clip in sorted((data / "rendered").glob("dev_*.csv")):
        if clip.stem.startswith("dev_sw") or "room" in clip.stem:
            continue
        table = np.genfromtxt(clip, delimiter=",", names=True)
        for worn, points in (("pelvis", ("mid_hip",)), ("left thigh", ("hip_L", "knee_L"))):
            # World axes there are left, back, up.
            axes = [sum(table[f"{p}_{axis}"] for p in points) / len(points) for axis in "yzx"]
            path = np.column_stack(axes) * [-1.0, 1.0, -1.0]
            kind = CLIPS[clip.stem.split("_")[1]]
            yield f"rendered {kind}, {worn}", carried(table["t"], path)


def carried(time_s: Array, path: Array, *, rate_hz: float = 100.0) -> Motion:
    """What a phone that moves along a path feels, without turning.

    Parameters
    ----------
    time_s : (T,), s
    path : (T, 3), m, Y up; rows with NaN are bridged
    rate_hz : of the phone
    """
    seen = ~np.isnan(path).any(axis=1)
    first, last = np.flatnonzero(seen)[[0, -1]]
    even_s = np.arange(time_s[first], time_s[last], 1.0 / rate_hz)
    even = np.column_stack([np.interp(even_s, time_s[seen], path[seen, i]) for i in range(3)])
    spline = CubicSpline(even_s, smoothed(even, rate_hz, cutoff_hz=6.0))
    acceleration = spline(even_s, 2) + np.array([0.0, GRAVITY, 0.0])
    return Motion(even_s, acceleration, np.full_like(acceleration, np.nan))
