"""Where the pose model lies."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from levelhip.core import LevelhipError

VARIANTS = ("lite", "full", "heavy")
"""From fast to exact."""


def models_folder() -> Path:
    """The folder of the pose model bundles: `LEVELHIP_MODELS`, or the one inside the package."""
    chosen = os.environ.get("LEVELHIP_MODELS")
    return Path(chosen) if chosen else Path(__file__).resolve().parent.parent / "models"


def bundle(variant: str = "full") -> Path:
    """Path of one variant's bundle.

    Parameters
    ----------
    variant : str
        "lite", "full" or "heavy".

    Returns
    -------
    Path
        An existing file.

    Raises
    ------
    LevelhipError
        When there is no such variant, or it has not been made yet.
    """
    if variant not in VARIANTS:
        raise LevelhipError(
            "model: {given}; give one of {known}", given=variant, known=", ".join(VARIANTS)
        )
    path = models_folder() / f"pose_landmarker_{variant}.task"
    if not path.is_file():
        raise LevelhipError(
            "pose model {given}: {file} is missing; run `make setup`", given=variant, file=path
        )
    return path


def checked(variant: str) -> bool:
    """Whether a variant's bytes are the expected ones.

    Parameters
    ----------
    variant : str
        "lite", "full" or "heavy".

    Returns
    -------
    bool
        False when its SHA-256 is not the one in `SHA256SUMS`.

    Raises
    ------
    LevelhipError
        When the bundle is missing.
    """
    path = bundle(variant)
    sums = Path(__file__).resolve().parent.parent / "models" / "SHA256SUMS"
    lines = [line.split() for line in sums.read_text().splitlines()]
    expected = {name: digest for digest, name in lines}
    return hashlib.sha256(path.read_bytes()).hexdigest() == expected[path.name]
