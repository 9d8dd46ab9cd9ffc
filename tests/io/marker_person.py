"""A made person of markers, written as TRC, C3D and MOT files with any axes, unit and heading."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation

POINTS_M = {
    "left_asis": (0.08, 1.00, -0.12), "right_asis": (0.08, 1.00, 0.12),
    "left_psis": (-0.08, 1.02, -0.05), "right_psis": (-0.08, 1.02, 0.05),
    "c7": (-0.06, 1.45, 0.0), "sternum": (0.06, 1.38, 0.0),
    "left_acromion": (0.0, 1.42, -0.19), "right_acromion": (0.0, 1.42, 0.19),
    "left_knee_lateral": (0.02, 0.50, -0.15), "right_knee_lateral": (0.02, 0.50, 0.15),
    "left_knee_medial": (0.02, 0.50, -0.05), "right_knee_medial": (0.02, 0.50, 0.05),
    "left_ankle_lateral": (0.0, 0.08, -0.14), "right_ankle_lateral": (0.0, 0.08, 0.14),
    "left_ankle_medial": (0.0, 0.08, -0.06), "right_ankle_medial": (0.0, 0.08, 0.06),
    "left_heel": (-0.07, 0.05, -0.10), "right_heel": (-0.07, 0.05, 0.10),
    "left_foot_index": (0.15, 0.04, -0.10), "right_foot_index": (0.15, 0.04, 0.10),
}  # fmt: skip
"""Where the markers of the standing person lie, lab frame."""

PLUG_IN_GAIT = {
    "left_asis": "LASI", "right_asis": "RASI", "left_psis": "LPSI", "right_psis": "RPSI",
    "c7": "C7", "sternum": "CLAV", "left_acromion": "LSHO", "right_acromion": "RSHO",
    "left_knee_lateral": "LKNE", "right_knee_lateral": "RKNE", "left_knee_medial": "LKNM",
    "right_knee_medial": "RKNM", "left_ankle_lateral": "LANK", "right_ankle_lateral": "RANK",
    "left_ankle_medial": "LMED", "right_ankle_medial": "RMED", "left_heel": "LHEE",
    "right_heel": "RHEE", "left_foot_index": "LTOE", "right_foot_index": "RTOE",
}  # fmt: skip

HEADER = (
    "DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units", "OrigDataRate",
    "OrigDataStartFrame", "OrigNumFrames",
)  # fmt: skip

PER_METRE = {"mm": 1000.0, "cm": 100.0, "m": 1.0}

UPRIGHT = {  # which way the file's axes see the lab's X, Y, Z
    "+Y": np.eye(3),
    "+Z": np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]]),
    "+X": np.array([[0, 1.0, 0], [-1.0, 0, 0], [0, 0, 1.0]]),
    "-Z": np.array([[1.0, 0, 0], [0, 0, 1.0], [0, -1.0, 0]]),
}


def to_file(lab: np.ndarray, *, up: str = "+Y", heading_deg: float = 0.0, mirrored: bool = False):
    """Lab vectors as a file with other axes has them."""
    turned = Rotation.from_euler("Y", heading_deg, degrees=True).as_matrix()
    matrix = UPRIGHT[up] @ turned
    if mirrored:
        matrix = np.diag([1.0, 1.0, -1.0] if up == "+Y" else [1.0, -1.0, 1.0]) @ matrix
    return lab @ matrix.T


def standing(samples: int = 20, *, wobble_m: float = 0.002) -> np.ndarray:
    """(T, L, 3) paths of a person who stands and sways a little, in the order of POINTS_M."""
    still = np.array(list(POINTS_M.values()))
    sway = wobble_m * np.sin(np.arange(samples) / 3.0)[:, None, None] * np.array([1.0, 0.0, 0.5])
    return still[None] + sway


def walking(samples: int = 60, *, speed_m: float = 0.02) -> np.ndarray:
    """(T, L, 3) paths of a person who glides straight ahead."""
    return standing(samples, wobble_m=0.0) + np.arange(samples)[:, None, None] * np.array(
        [speed_m, 0.0, 0.0]
    )


def write_trc(
    path: Path,
    xyz: np.ndarray,
    names: list[str] | None = None,
    *,
    unit: str = "mm",
    rate_hz: float = 100.0,
    time_s: np.ndarray | None = None,
    decimals: int = 6,
    header_frames: int | None = None,
) -> Path:
    """A TRC file of positions given in its own unit; NaN becomes an empty cell."""
    names = names or list(PLUG_IN_GAIT.values())
    time_s = np.arange(len(xyz)) / rate_hz if time_s is None else time_s
    frames = len(xyz) if header_frames is None else header_frames
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "\t".join(HEADER),
        f"{rate_hz:g}\t{rate_hz:g}\t{frames}\t{len(names)}\t{unit}\t{rate_hz:g}\t1\t{frames}",
        "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t",
        "\t\t" + "\t".join(f"{a}{i + 1}" for i in range(len(names)) for a in "XYZ"),
    ]
    for i, row in enumerate(xyz):
        cells = ["" if np.isnan(v) else f"{v:.6f}" for v in row.ravel()]
        lines.append(f"{i + 1}\t{time_s[i]:.{decimals}f}\t" + "\t".join(cells))
    path.write_text("\n".join(lines) + "\n")
    return path


def trc(path: Path, lab: np.ndarray, **how) -> Path:
    """A TRC file of a person given in the lab frame, in metres."""
    axes = {k: how.pop(k) for k in ("up", "heading_deg", "mirrored") if k in how}
    unit = how.get("unit", "mm")
    size = how.pop("real_unit", unit)
    return write_trc(path, to_file(lab, **axes) * PER_METRE[size], **how)


def write_mot(path: Path, time_s: np.ndarray, columns: dict[str, np.ndarray]) -> Path:
    """An OpenSim table."""
    lines = [path.name, "version=1", f"nRows={len(time_s)}", f"nColumns={len(columns) + 1}",
             "inDegrees=no", "endheader", "time\t" + "\t".join(columns)]  # fmt: skip
    table = np.column_stack([time_s, *columns.values()])
    lines += ["\t".join(f"{v:.6f}" for v in row) for row in table]
    path.write_text("\n".join(lines) + "\n")
    return path


def plate_columns(forces: np.ndarray, centres: np.ndarray, prefixes: list[str]) -> dict:
    """Columns of a force table; (T, P, 3) each."""
    made = {}
    for i, prefix in enumerate(prefixes):
        for j, axis in enumerate("xyz"):
            made[f"{prefix}_v{axis}"] = forces[:, i, j]
        for j, axis in enumerate("xyz"):
            made[f"{prefix}_p{axis}"] = centres[:, i, j]
    return made


def write_c3d(
    path: Path,
    xyz: np.ndarray,
    names: list[str] | None = None,
    *,
    unit: str = "mm",
    rate_hz: float = 100.0,
    parameters: dict[tuple[str, str], object] | None = None,
    analogs: np.ndarray | None = None,
    analog_names: list[str] | None = None,
    analog_rate_hz: float = 100.0,
) -> Path:
    """A C3D file of positions given in its own unit; NaN becomes an unseen marker."""
    import ezc3d

    file = ezc3d.c3d()
    names = names or list(PLUG_IN_GAIT.values())
    file["parameters"]["POINT"]["RATE"]["value"] = [rate_hz]
    file["parameters"]["POINT"]["LABELS"]["value"] = tuple(names)
    file["parameters"]["POINT"]["UNITS"]["value"] = (unit,)
    points = np.ones((4, len(names), len(xyz)))
    points[:3] = np.moveaxis(xyz, 2, 0).swapaxes(1, 2)
    file["data"]["points"] = points
    if analogs is not None:
        file["parameters"]["ANALOG"]["RATE"]["value"] = [analog_rate_hz]
        file["parameters"]["ANALOG"]["LABELS"]["value"] = tuple(analog_names or [])
        file["data"]["analogs"] = analogs[None]
    for (group, name), value in (parameters or {}).items():
        file.add_parameter(group, name, np.asarray(value, float) if _is_whole(value) else value)
        if _is_whole(value):
            given = file["parameters"][group][name]
            given["type"], given["value"] = ezc3d.ezc3d.INT, np.asarray(value, dtype=int)
    file.write(str(path))
    return path


def _is_whole(value: object) -> bool:
    return np.issubdtype(np.asarray(value).dtype, np.integer)
