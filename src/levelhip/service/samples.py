"""The bundled sample recordings: rendered people, so that a first try needs no camera."""

from __future__ import annotations

import shutil
from pathlib import Path

from levelhip.core import LevelhipError
from levelhip.io.whole_files import replacing


def samples_folder() -> Path:
    """The folder of the samples inside the package."""
    return Path(__file__).resolve().parent.parent / "samples"


def sample_names() -> tuple[str, ...]:
    """Names of the sample recordings, without their suffix."""
    return tuple(sorted(path.stem for path in samples_folder().glob("*.mp4")))


def sample(name: str) -> Path:
    """Path of one sample recording.

    Parameters
    ----------
    name : str
        One of `sample_names()`.

    Returns
    -------
    Path
        Inside the package; to be read only.

    Raises
    ------
    LevelhipError
        When there is no such sample.
    """
    path = samples_folder() / f"{name}.mp4"
    if not path.is_file():
        raise LevelhipError(
            "sample: {given}; give one of {known}", given=name, known=", ".join(sample_names())
        )
    return path


def write_samples(folder: Path) -> tuple[Path, ...]:
    """Copy the samples and the note on their origin into a folder.

    Parameters
    ----------
    folder : Path
        Made when it is missing; files of the same name are replaced.

    Returns
    -------
    tuple of Path
        The written recordings.
    """
    if folder.exists() and not folder.is_dir():
        raise LevelhipError("{file}: is a file; give a folder", file=folder)
    written = []
    for source in sorted(samples_folder().iterdir()):
        if source.suffix in {".mp4", ".md"}:
            with replacing(folder / source.name) as unfinished:
                shutil.copyfile(source, unfinished)
            if source.suffix == ".mp4":
                written.append(folder / source.name)
    return tuple(written)
