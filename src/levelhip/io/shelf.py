"""Files named by what is in them, so that the same content is kept once and damage is seen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from levelhip.core import BadRecording
from levelhip.io.whole_files import UNFINISHED, replacing, sync_folder

SUFFIX = ".parquet"
_NAME = re.compile(r"[0-9a-f]{64}")


class Missing(BadRecording):
    """The file is not there."""


class Damaged(BadRecording):
    """The file's content is not what its name says."""


class Shelf:
    """A folder of files by the SHA-256 of their content: `ab/abcdef….parquet`.

    Parameters
    ----------
    folder : Path
        Made with the first file; only its owner can look into it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place(self, name: str) -> Path:
        """Where a file of that name lies.

        Parameters
        ----------
        name : str
            64 hexadecimal digits.

        Returns
        -------
        Path
        """
        if not _NAME.fullmatch(name):
            raise BadRecording(
                "{given}: is no content's name; give 64 hexadecimal digits", given=name[:80]
            )
        return self.folder / name[:2] / f"{name}{SUFFIX}"

    def put(self, content: bytes) -> str:
        """Keep content; on the disk, whole, when this returns.

        Parameters
        ----------
        content : bytes

        Returns
        -------
        str
            Its name.
        """
        name = content_name(content)
        with suppress(Missing, Damaged):
            self.get(name)
            return name
        place = self.place(name)
        for folder in (self.folder, place.parent):
            if not folder.exists():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                sync_folder(folder.parent)
        with replacing(place, private=True) as unfinished:
            unfinished.write_bytes(content)
        return name

    def get(self, name: str) -> bytes:
        """Content by its name, checked.

        Parameters
        ----------
        name : str

        Returns
        -------
        bytes

        Raises
        ------
        Missing, Damaged
            With the file and the way out.
        """
        place = self.place(name)
        try:
            content = place.read_bytes()
        except FileNotFoundError:
            raise Missing(
                "{file}: the recording is not there; restore a backup, or keep the original again",
                file=place,
            ) from None
        except OSError as fault:
            raise Damaged(
                "{file}: cannot be read ({system}); restore a backup",
                file=place,
                system=fault.strerror,
            ) from None
        if content_name(content) != name:
            raise Damaged(
                "{file}: the recording is not as it was written; restore a backup, or keep the "
                "original again",
                file=place,
            )
        return content

    def names(self) -> Iterator[str]:
        """Names of all that is here, in order."""
        for file in sorted(self.folder.glob(f"??/*{SUFFIX}")):
            if _NAME.fullmatch(file.stem):
                yield file.stem

    def remove(self, name: str) -> int:
        """Take a file away.

        Parameters
        ----------
        name : str

        Returns
        -------
        int
            How many bytes it had; 0 when it was not there.
        """
        place = self.place(name)
        try:
            size = place.stat().st_size
            place.unlink()
        except FileNotFoundError:
            return 0
        self._tidy(place.parent)
        return size

    def clear(self, *, but: frozenset[str] = frozenset()) -> int:
        """Take away all files, and what a killed process left half-written.

        Parameters
        ----------
        but : set of str
            Names of those that stay.

        Returns
        -------
        int
            How many bytes they had.
        """
        gone = sum(self.remove(name) for name in list(self.names()) if name not in but)
        for left in list(self.folder.glob(f"??/*{UNFINISHED}*")):
            gone += left.stat().st_size
            left.unlink()
            self._tidy(left.parent)
        return gone

    def _tidy(self, folder: Path) -> None:
        """Remove folders that have become empty."""
        for each in (folder, self.folder):
            with suppress(OSError):
                each.rmdir()
        with suppress(OSError):
            sync_folder(self.folder.parent)


def content_name(content: bytes) -> str:
    """SHA-256 of content, hexadecimal.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    str
    """
    return hashlib.sha256(content).hexdigest()
