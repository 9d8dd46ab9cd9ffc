"""The pose models that the page loads for its camera: the same files that Python opens."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from levelhip.io.models import bundle

PageModel = Literal["lite", "full"]
"""What a browser is quick enough for; "heavy" is for recordings."""


@dataclass(frozen=True, slots=True)
class PoseFile:
    """A model's file.

    Attributes
    ----------
    path : where it lies
    size : bytes
    sha256 : of its content
    """

    path: Path
    size: int
    sha256: str


def pose_file(model: PageModel) -> PoseFile:
    """The file of a model.

    Parameters
    ----------
    model : "lite" or "full"

    Returns
    -------
    PoseFile

    Raises
    ------
    LevelhipError
        When it has not been made yet.
    """
    path = bundle(model)
    state = path.stat()
    return PoseFile(path, state.st_size, _sha256(path, state.st_size, state.st_mtime_ns))


@lru_cache(maxsize=8)
def _sha256(path: Path, size: int, changed_ns: int) -> str:  # noqa: ARG001
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
