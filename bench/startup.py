"""How long `levelhip --help` takes beside a bare interpreter."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from accuracy.table import Table

RUNS = 15


def _seconds(command: list[str]) -> float:
    started_s = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started_s


def _slowest_imports(executable: str) -> list[list[object]]:
    traced = subprocess.run(
        [sys.executable, "-X", "importtime", executable, "--help"],
        check=True,
        capture_output=True,
        text=True,
    ).stderr
    times = []
    for line in traced.splitlines():
        own_us, total_us, module = line.removeprefix("import time:").split("|")
        if own_us.strip().isdigit():
            times.append((int(total_us), module.strip(), int(own_us)))
    top = sorted(times, reverse=True)[:8]
    return [[module, total_us / 1000, own_us / 1000] for total_us, module, own_us in top]


def tables() -> list[Table]:
    """Start-up of the command line, pairwise against `python -c pass`, and what it imports."""
    executable = str(Path(sys.executable).parent / "levelhip")
    bare, helped = [], []
    _seconds([executable, "--help"])
    for _ in range(RUNS):
        bare.append(_seconds([sys.executable, "-c", "pass"]))
        helped.append(_seconds([executable, "--help"]))
    extra_ms = statistics.median(h - b for h, b in zip(helped, bare, strict=True)) * 1000
    met = "met" if extra_ms <= 150 else "not met"
    return [
        Table(
            "Start-up",
            ["command", "median ms", "min ms", "max ms", "n"],
            [
                [name, *(f(times) * 1000 for f in (statistics.median, min, max)), RUNS]
                for name, times in (("python -c pass", bare), ("levelhip --help", helped))
            ],
            goals=[f"goal: at most 150 ms more than `python -c pass`; {extra_ms:.0f} ms ({met})"],
        ),
        Table(
            "What `levelhip --help` imports (slowest, from -X importtime)",
            ["module", "with its own imports, ms", "itself, ms"],
            _slowest_imports(executable),
        ),
    ]
