"""How soon the page is there, and how many bytes come for it."""

from __future__ import annotations

import gzip
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from accuracy.table import Table
from bench.latency import CHROMIUM, served
from levelhip.web.app import STATIC

RUNS = 9
GOAL_MS = 1000.0
GOAL_KB = 120.0

MODELS = Path(STATIC).parent.parent / "models"
ENGINE = ("pose.worker", "vision_wasm")
"""Beginnings of the names of the pose engine's files."""

PAINTED = """
new Promise((told) => new PerformanceObserver((list) => {
  for (const each of list.getEntriesByName("first-contentful-paint")) told(each.startTime);
}).observe({ type: "paint", buffered: true }))
"""

SHOWN = """
() => {
  const [way] = performance.getEntriesByType("navigation");
  const got = [way, ...performance.getEntriesByType("resource")];
  const seen = document.querySelector("h1") !== null;
  return seen && [performance.now(), got.length, got.reduce((sum, e) => sum + e.transferSize, 0)];
}
"""


def first_loads() -> list[tuple[float, float, int, int]]:
    """First paint, ms; the first heading, ms; requests; bytes: of browsers that were never here."""
    found = []
    with (
        tempfile.TemporaryDirectory() as place,
        sync_playwright() as made,
        served(Path(place)) as url,
    ):
        browser = made.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _ in range(RUNS + 1):
            context = browser.new_context(
                viewport={"width": 390, "height": 844}, service_workers="block"
            )
            page = context.new_page()
            page.goto(url, wait_until="commit")
            painted = float(page.evaluate(PAINTED))
            shown = page.wait_for_function(SHOWN, polling="raf").json_value()
            page.wait_for_load_state("networkidle")
            _, requests, size = page.evaluate(SHOWN)
            found.append((painted, float(shown[0]), int(requests), int(size)))
            context.close()
        browser.close()
    return found[1:]  # the first one also begins the browser's own processes


def packed(files: list[Path]) -> float:
    """kB of files as they are sent, packed each by itself."""
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files) / 1000.0


def plain(files: list[Path]) -> float:
    """kB of files as they are."""
    return sum(file.stat().st_size for file in files) / 1000.0


def tables() -> list[Table]:
    """First paint on loopback, and bytes by what they are."""
    loads = first_loads()
    rows: list[list[object]] = []
    for name, values in (
        ("first paint", [each[0] for each in loads]),
        ("first heading shown", [each[1] for each in loads]),
    ):
        rows.append([name, *(f"{f(values):.0f}" for f in (statistics.median, min, max))])
    _, _, requests, size = loads[-1]
    slowest = max(each[0] for each in loads)
    met = "met" if slowest < GOAL_MS else "not met"
    shown = Table(
        "First paint of the page",
        ["ms", "median", "min", "max"],
        rows,
        f"Chromium with an empty cache, 390 x 844, the server on the same machine; {RUNS} times a "
        f"browser that was never here. It asks for {requests} files, {size / 1000:.0f} kB as sent",
        [f"goal under {GOAL_MS / 1000:g} s: {slowest:.0f} ms at the most ({met})"],
    )
    assets = sorted((STATIC / "assets").iterdir())
    engine = [file for file in assets if file.name.startswith(ENGINE)]
    scripts = [f for f in assets if f.suffix == ".js" and f not in engine]
    index = [file for file in scripts if file.name.startswith(("index", "theme"))]
    groups = (
        ("script at first load", index),
        ("own script, all chunks", scripts),
        ("styles", [file for file in assets if file.suffix == ".css"]),
        ("pose engine, for the camera only", engine),
        ("pose models, one of them for the camera only", sorted(MODELS.glob("*.task"))),
        ("demonstrations, one or two a session", sorted((STATIC / "demos").rglob("*.*"))),
    )
    own = packed(scripts)
    enough = "met" if own < GOAL_KB else "not met"
    return [
        shown,
        Table(
            "Bytes of the page",
            ["what", "files", "kB", "kB packed"],
            [[name, len(f), f"{plain(f):.0f}", f"{packed(f):.0f}"] for name, f in groups],
            "of the built page, packed as the server sends it (gzip)",
            [f"goal own script under {GOAL_KB:g} kB packed: {own:.1f} kB ({enough})"],
        ),
    ]
