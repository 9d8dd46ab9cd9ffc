"""The joint numbers of kept recordings: files by content beside the store, rows in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from levelhip.core.sentence import Translated
from levelhip.io.shelf import Damaged, Missing, Shelf, content_name
from levelhip.store.database import recordings_folder
from levelhip.store.faults import plain_faults

if TYPE_CHECKING:
    from levelhip.store import Diary

FileState = Literal["ok", "missing", "damaged"]


@dataclass(frozen=True, slots=True)
class RecordingEntry:
    """A kept recording and how its file is.

    Attributes
    ----------
    made_at : when it was measured
    kind : of recording
    source : SHA-256 of what was measured
    file : where its numbers lie
    bytes : size
    state : "ok", "missing" or "damaged"
    fault : what is the matter and the way out, in words; empty when nothing is
    """

    made_at: datetime
    kind: str
    source: str
    file: Path
    bytes: int
    state: FileState
    fault: str = ""


def shelf_of(diary: Diary) -> Shelf:
    """The folder in which the recordings of a diary's store lie.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    Shelf
    """
    return Shelf(recordings_folder(diary.engine.url.render_as_string(hide_password=False)))


def keep_numbers(diary: Diary, numbers: bytes, *, source: str, kind: str, at: datetime) -> None:
    """Keep the numbers of a recording: the file is whole on the disk before its row is confirmed.

    Parameters
    ----------
    diary : Diary
    numbers : bytes
        From `io.kept_recording.kept_bytes`.
    source : str
        SHA-256 of what was measured.
    kind : str
        Of recording.
    at : datetime
        When it was measured.
    """
    from levelhip.store.recordings import KeptRecording

    shelf = shelf_of(diary)
    with plain_faults(), diary.together():
        # Nobody wipes the file away while its row is still to come.
        diary.lock_shelf()
        content = shelf.put(numbers)
        kept = KeptRecording(source, content, kind, at, len(numbers))
        before = diary.add_recording(kept)
    if before is not None:
        drop(diary, before)


def drop(diary: Diary, content: str) -> None:
    """Remove a file that no recording needs any more.

    Parameters
    ----------
    diary : Diary
    content : str
        Its name.
    """
    with plain_faults(), diary.together():
        diary.lock_shelf()
        if content not in diary.contents():
            shelf_of(diary).remove(content)


def sweep(diary: Diary) -> int:
    """Remove all files that no recording of anybody needs.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    int
        How many bytes went.
    """
    with plain_faults(), diary.together():
        diary.lock_shelf()
        return shelf_of(diary).clear(but=diary.contents())


def recordings(diary: Diary, translated: Translated = str) -> tuple[RecordingEntry, ...]:
    """All kept recordings, each file looked at.

    Parameters
    ----------
    diary : Diary
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    tuple of RecordingEntry
        The oldest first.
    """
    shelf = shelf_of(diary)
    found = []
    for kept in diary.recordings():
        state: FileState = "ok"
        fault = ""
        try:
            shelf.get(kept.content)
        except Missing as error:
            state, fault = "missing", error.in_words(translated)
        except Damaged as error:
            state, fault = "damaged", error.in_words(translated)
        place = shelf.place(kept.content)
        found.append(
            RecordingEntry(kept.made_at, kept.kind, kept.source, place, kept.bytes, state, fault)
        )
    return tuple(found)


__all__ = [
    "RecordingEntry",
    "content_name",
    "drop",
    "keep_numbers",
    "recordings",
    "shelf_of",
    "sweep",
]
