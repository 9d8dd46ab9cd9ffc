"""Force files against the plates directly: nothing may be lost or changed on the way."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from accuracy.table import Table
from levelhip.biomech.loading import force_share
from levelhip.core import Array, Person, Side
from levelhip.engine import Engine, SourceInfo
from levelhip.io import open_recording
from levelhip.io.recording import ReadOptions, Recording
from levelhip.protocols import protocol

LEAST_NEWTON = 100.0
"""Below this on both feet together there is no share, as in the engine."""

FBOS_RATE_HZ = 100.0
"""The fbos files hold neither times nor a rate; any rate gives the same shares."""


@dataclass(frozen=True, slots=True)
class Plates:
    """What a file says of each foot, read with numpy alone.

    Attributes
    ----------
    name : for the table
    path : the file
    left, right : (T,), N, vertical
    figure : what data/README.md says, side included
    side : the side that figure is about
    said : map for the reader, in TOML
    """

    name: str
    path: Path
    left: Array
    right: Array
    figure: str
    side: Side
    said: str = ""


def tables(data: Path) -> list[Table]:
    """One row a file, and the plates that stand alone.

    Parameters
    ----------
    data : Path
        Folder of the real recordings.

    Returns
    -------
    list of Table
    """
    return [_shares(list(_files(data))), _single(data)]


def _table(
    path: Path, *, header: int, delimiter: str, columns: tuple[int, int]
) -> tuple[Array, Array]:
    rows = np.loadtxt(
        path, skiprows=header, delimiter=delimiter, usecols=columns, encoding="utf-8-sig"
    )
    return rows[:, 0], rows[:, 1]


def _files(data: Path) -> Iterator[Plates]:
    """Files with their columns as a person reads them off the header, by number."""
    for path in sorted((data / "pds_two_plates/data").glob("*.txt")):
        right, left = _table(path, header=1, delimiter="\t", columns=(2, 5))
        yield Plates(path.stem, path, left, right, "right 45.6 to 50.0", Side.RIGHT)
    for path in sorted((data / "zip_poststroke_LRplates/data_raw").glob("Stroke*.txt")):
        paretic, other = _table(path, header=1, delimiter="\t", columns=(2, 5))
        said = '[plates]\nparetic = "left"\n'
        figure = "paretic 26.7 to 56.4 (whole set)"
        yield Plates(path.stem, path, paretic, other, figure, Side.LEFT, said)
    for path in sorted((data / "zip_poststroke_LRplates/data_raw").glob("Control*.txt")):
        dominant, other = _table(path, header=1, delimiter="\t", columns=(2, 5))
        said = '[plates]\ndominant = "left"\n'
        yield Plates(path.stem, path, dominant, other, "-", Side.LEFT, said)
    for path in sorted((data / "acl_squat_jump_plates/data").glob("*.csv")):
        left, right = _table(path, header=7, delimiter=",", columns=(2, 11))
        yield Plates(path.stem, path, left, right, "right 46 to 53", Side.RIGHT)
    for path in sorted((data / "fbos_markers_force/pilotData").glob("*/forcedata_*.csv")):
        left, right = _table(path, header=1, delimiter=",", columns=(5, 11))
        said = f"[force]\nrate_hz = {FBOS_RATE_HZ}\n"
        yield Plates(path.stem, path, left, right, "left 1 to 99 of 754 N", Side.LEFT, said)
    # In walking the plates belong to steps, not to feet.
    for path in sorted((data / "opencap_subject4/ID").glob("s*_grf.mot")) + sorted(
        (data / "opencap_subject4/ID").glob("S*_grf.mot")
    ):
        header = path.read_text(encoding="utf-8").split("endheader")[0].count("\n") + 2
        right, left = _table(path, header=header, delimiter="\t", columns=(2, 11))
        figure = "right 50.1 on average" if path.stem.startswith("squats1") else "-"
        said = '[plates]\n1 = "right"\n2 = "left"\n'
        yield Plates(path.stem, path, left, right, figure, Side.RIGHT, said)


def _opened(plates: Plates) -> Recording:
    with tempfile.TemporaryDirectory() as folder:
        told = None
        if plates.said:
            told = Path(folder) / "map.toml"
            told.write_text(plates.said, encoding="utf-8")
        return open_recording(plates.path, ReadOptions(marker_map=told))


def _engine_share(recording: Recording) -> float:
    """Mean of the engine's series, squat-check."""
    engine = Engine(
        protocol("squat-check"), SourceInfo(recording.kind, recording.rate_hz), Person()
    )
    for samples in recording.stream():
        engine.push(samples)
    engine.finish()
    shares = engine.series().values["load_share"]
    return float(np.nanmean(shares.astype(np.float64)))


def _shares(files: list[Plates]) -> Table:
    rows: list[list[object]] = []
    worst_n, worst_share, worst_engine = 0.0, 0.0, 0.0
    for plates in files:
        recording = _opened(plates)
        force = recording.samples().force
        if force is None:
            raise RuntimeError(f"{plates.name}: no forces came out of the reader")
        left, right = force.vertical(Side.LEFT), force.vertical(Side.RIGHT)
        truth = force_share(plates.left, plates.right, least_newton=LEAST_NEWTON)
        with np.errstate(invalid="ignore", divide="ignore"):
            plain = np.where(
                plates.left + plates.right >= LEAST_NEWTON,
                plates.left / (plates.left + plates.right),
                np.nan,
            )
        got = force_share(left, right, least_newton=LEAST_NEWTON)
        off_n = max(
            float(np.abs(left - plates.left).max()), float(np.abs(right - plates.right).max())
        )
        off_share = float(np.nanmax(np.abs(got - plain)))
        engine_off = 100 * (_engine_share(recording) - float(np.nanmean(truth)))
        worst_n, worst_share = max(worst_n, off_n), max(worst_share, off_share)
        worst_engine = max(worst_engine, abs(engine_off))
        shown = 100 * (plain if plates.side is Side.LEFT else 1 - plain)
        rows.append(
            [
                plates.name,
                len(force),
                plates.side.value,
                f"{np.nanmean(shown):.2f}",
                f"{np.nanmin(shown):.1f} to {np.nanmax(shown):.1f}",
                plates.figure,
                off_n,
                off_share,
                f"{engine_off:+.4f}",
            ]
        )
    return Table(
        "Load share from force files against the plates directly",
        [
            "file",
            "samples",
            "side",
            "share, %",
            "range, %",
            "figure of the data's README, %",
            "largest difference of a force, N",
            "of a share",
            "engine's mean, points",
        ],
        rows,
        "The plates are read with numpy alone, by column number; levelhip finds the columns by "
        "their headings. Differences are the largest of all samples. In the jumps the range "
        "includes taking off and landing. The engine's mean is that of its smoothed series on an "
        f"even grid (squat-check). Nothing was tuned. n = {len(rows)} files.",
        [
            _goal("forces the same", worst_n, "N"),
            _goal("shares the same", worst_share, "1"),
            f"engine's mean share, smoothing and even grid: at most {worst_engine:.4f} points off",
        ],
    )


def _goal(words: str, worst: float, unit: str) -> str:
    met = "met" if worst == 0 else "not met"
    return f"goal {words}: measured largest difference {worst:g} {unit} ({met})"


def _single(data: Path) -> Table:
    """Plates of a C3D, whose analog channels are turned into forces by the reader."""
    import ezc3d

    path = data / "btk_pig_gait/C3DSamples/others/FunctionalLHip.c3d"
    rows: list[list[object]] = []
    force = open_recording(path).samples().force
    platforms = ezc3d.c3d(str(path), extract_forceplat_data=True)["data"]["platform"]
    if force is None:
        raise RuntimeError(f"{path.name}: no forces came out of the reader")
    worst = 0.0
    # The reader leaves out the third plate, on which nobody stood.
    for i, platform in enumerate(platforms[: len(force.sides)]):
        raw = np.asarray(platform["force"])[2]
        got = force.newton[:, i, 1]
        off = float(np.abs(got - raw).max())
        worst = max(worst, off)
        figure = "median 599" if i == 0 else "-"
        rows.append([f"FunctionalLHip plate {i}", got.size, float(np.median(raw)), figure, off])
    return Table(
        "Plates of a C3D against ezc3d",
        ["plate", "samples", "median, N", "figure of the data's README, N", "difference, N"],
        [[*row[:2], f"{row[2]:.1f}", *row[3:]] for row in rows],
        "ezc3d computes the forces from the analog channels in both; the row shows that sign, axis "
        f"and order survive. n = {len(rows)} plates.",
        [_goal("forces the same", worst, "N")],
    )
