"""Hours of phone recording per second, and steps counted, beside what else is installed."""

from __future__ import annotations

import importlib
import importlib.metadata
import logging
import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.signal import butter, find_peaks, sosfiltfilt

from accuracy.phone_walks import PLACES, Stand, Walk, walking
from accuracy.steps import phone_files
from accuracy.table import Table
from levelhip.biomech.steps import StepFinder
from levelhip.core import Motion

GRAVITY = 9.80665
ROOT = Path(__file__).resolve().parent.parent
RUNS = 3

Counter = Callable[[Motion, float], int]


def _levelhip(motion: Motion, _: float) -> int:
    return int(StepFinder().find(motion).time_s.size)


def _levelhip_live(motion: Motion, _: float) -> int:
    stream = StepFinder().stream()
    for start in range(0, len(motion), 10):
        stream.push(motion.cut(start, start + 10))
    stream.finish()
    return int(stream.steps().time_s.size)


def _plain_peaks(motion: Motion, rate_hz: float) -> int:
    """The usual few lines: length, band-pass, peaks."""
    length = np.linalg.norm(motion.acceleration, axis=1)
    sos = butter(2, (0.8, 3.0), "bandpass", fs=rate_hz, output="sos")
    wave = sosfiltfilt(sos, length)
    peaks, _ = find_peaks(wave, height=0.5, distance=max(1, int(0.3 * rate_hz)))
    return int(peaks.size)


def _digital_health(motion: Motion, rate_hz: float) -> int:
    gait = importlib.import_module("skdh.gait")
    found = gait.GaitLumbar().predict(
        time=1.6e9 + motion.time_s, accel=motion.acceleration / GRAVITY, fs=rate_hz, height=1.75
    )
    found = found if isinstance(found, dict) else found[0]
    _, first = np.unique(np.asarray(found["Bout N"]), return_index=True)
    return int(np.nansum(np.asarray(found["Bout Steps"], dtype=np.float64)[first]))


def _mobgap(motion: Motion, rate_hz: float) -> int:
    pandas = importlib.import_module("pandas")
    contacts = importlib.import_module("mobgap.initial_contacts")
    columns = {f"acc_{axis}": motion.acceleration[:, i] for i, axis in enumerate("xyz")}
    columns |= {f"gyr_{axis}": np.zeros(len(motion)) for axis in "xyz"}
    finder = contacts.IcdShinImproved(axis="norm")
    return len(finder.detect(pandas.DataFrame(columns), sampling_rate_hz=rate_hz).ic_list_)


PEERS: tuple[tuple[str, str, Counter], ...] = (
    ("levelhip, whole file", "", _levelhip),
    ("levelhip, 10 samples at a time", "", _levelhip_live),
    ("plain band-pass and peaks (scipy)", "", _plain_peaks),
    ("scikit-digital-health GaitLumbar", "scikit-digital-health", _digital_health),
    ("mobgap IcdShinImproved", "mobgap", _mobgap),
)


def an_hour() -> tuple[Motion, int]:
    """About an hour of walking with pauses, phone on the sacrum, 100 Hz; and its steps."""
    plan: list[Walk | Stand] = [Stand(5.0), Walk(500, 108.0), Stand(20.0)]
    motion, strikes = walking(plan, PLACES["sacrum"], seed=7)
    times = 12
    acceleration = np.tile(motion.acceleration, (times, 1))
    time_s = np.asarray(np.arange(acceleration.shape[0]) * 0.01, dtype=np.float64)
    return Motion(time_s, acceleration, np.full_like(acceleration, np.nan)), times * strikes.size


def tables() -> list[Table]:
    """Speed and error of every counter that is installed."""
    motion, true = an_hour()
    hours = float(motion.time_s[-1]) / 3600.0
    data = (ROOT / os.environ.get("LEVELHIP_DATA", "../shared/data")).resolve()
    files = list(phone_files(data)) if data.is_dir() else []
    rows: list[list[object]] = []
    skipped: list[str] = []
    own_s = 0.0
    for name, package, count in PEERS:
        version = ""
        if package:
            try:
                version = importlib.metadata.version(package)
            except importlib.metadata.PackageNotFoundError:
                skipped.append(f"Skipped: {package} is not installed (dependency group bench).")
                continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            logging.disable(logging.WARNING)
            spent = []
            for _ in range(RUNS):
                started_s = time.perf_counter()
                counted = count(motion, 100.0)
                spent.append(time.perf_counter() - started_s)
            errors = [_error(count, file.motion, file.reference) for file in files]
        logging.disable(logging.NOTSET)
        best_s = min(spent)
        own_s = own_s or best_s
        rows.append(
            [
                f"{name} {version}".strip(),
                hours / best_s,
                best_s / own_s,
                100.0 * (counted - true) / true,
                float(np.mean(np.abs(errors))) if errors else "no files",
                float(np.max(np.abs(errors))) if errors else "no files",
            ]
        )
    note = (
        f"The same {hours:.2f} h of a simulated phone on the sacrum ({true} steps), best of {RUNS} "
        f"runs in one process, and {len(files)} files of oxford_steps. The peers are used as "
        "their documentation shows, told that the whole recording is walking; both are made for "
        "the lower back, where no file of this set was worn. forest-oak cannot be installed from "
        "the package registry; its published error on these files is 1.1 %."
    )
    return [
        Table(
            "Steps from a phone: speed and error",
            ["counter", "hours/s", "time / levelhip", "error %", "mean |error| %", "worst %"],
            rows,
            note=" ".join([note, *skipped]),
        )
    ]


def _error(count: Counter, motion: Motion, reference: int) -> float:
    rate_hz = float(1.0 / np.median(np.diff(motion.time_s)))
    even_s = np.arange(motion.time_s[0], motion.time_s[-1], 0.01)
    # The peers want even samples; levelhip takes the recording as it is.
    if count not in (_levelhip, _levelhip_live):
        even = [np.interp(even_s, motion.time_s, axis) for axis in motion.acceleration.T]
        acceleration = np.column_stack(even)
        motion = Motion(even_s, acceleration, np.full_like(acceleration, np.nan))
        rate_hz = 100.0
    return 100.0 * (count(motion, rate_hz) - reference) / reference
