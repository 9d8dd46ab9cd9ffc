"""A person's own data out of the store and into it: export, backup, restore, wipe."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from levelhip import __version__
from levelhip.core import BadRecording, LevelhipError, Sentence
from levelhip.io.segment_file import STREAMS
from levelhip.io.session_folder import FIRST_SEGMENT, SEGMENT
from levelhip.io.session_folder import SUFFIX as SESSION_SUFFIX
from levelhip.io.session_reader import read_journal
from levelhip.io.shelf import SUFFIX, content_name
from levelhip.io.whole_files import replacing
from levelhip.service import recordings
from levelhip.service.clock import now
from levelhip.service.sharing import calendar, fhir
from levelhip.service.sharing import table as long_table
from levelhip.store.database import phones_folder, sessions_folder, store_url
from levelhip.store.faults import plain_faults

if TYPE_CHECKING:
    from levelhip.store import Diary

ARCHIVE_NAME = "levelhip.json"
"""In an export and a backup alike: everything, as restore takes it."""

README = """All that levelhip has kept of you.

levelhip.json   everything that was said, done and measured
recordings/     the joint numbers of kept recordings (Parquet); no picture, no sound
tables/         what levelhip.json holds, as one CSV and one Parquet file a table
everything.csv  one value a row: date, what, side, value, sd, unit, source
plan.ics        the plan of the next four weeks, for a calendar
fhir.json       FHIR R4B bundle, for a clinic's system

`levelhip restore` takes the whole zip. Nobody can read it but you as long as it lies on your disk;
whoever you give it to can read all of it.
"""

PHONE_FILES = ("phones.json", "certificate.pem")
"""What the server keeps of phones."""

SESSION_FILES = (
    "session.jsonl",
    *(f"{stream}-*{suffix}" for stream in STREAMS for suffix in (SEGMENT, FIRST_SEGMENT)),
    "result.json",
    "series.parquet",
    "report.html",
    "run.json",
    "transcript.md",
    "annotated.mp4",
    "*.unfinished*",
)
"""What levelhip writes into the folder of a session."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A zip that was written.

    Attributes
    ----------
    file : where
    left_out : recordings that are missing or damaged; empty when all are in it
    """

    file: Path
    left_out: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Wiped:
    """What was deleted and what was not.

    Attributes
    ----------
    rows : of the store
    recordings : how many
    bytes : of files of recordings
    folders : of sessions, removed
    left : folders of sessions that still lie where they were made
    """

    rows: int
    recordings: int
    bytes: int
    folders: tuple[Path, ...]
    left: tuple[Path, ...]


def export(diary: Diary, target: Path) -> Packed:
    """Everything of a person as one zip: JSON, CSV, Parquet, calendar, FHIR, recordings.

    Parameters
    ----------
    diary : Diary
    target : Path
        The zip file; an older one is replaced when the new one is whole.

    Returns
    -------
    Packed
    """
    return _packed(diary, target, for_reading=True)


def backup(diary: Diary, target: Path) -> Packed:
    """Everything of a person as one file for `restore`.

    Parameters
    ----------
    diary : Diary
    target : Path

    Returns
    -------
    Packed
    """
    return _packed(diary, target, for_reading=False)


def _packed(diary: Diary, target: Path, *, for_reading: bool) -> Packed:
    from levelhip.store.archive import archive

    rows = archive(diary)
    with (
        _writing(target),
        replacing(target, private=True) as unfinished,
        zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        left_out = _pack_recordings(diary, rows, packed)
        if for_reading:
            _pack(packed, "README.txt", "\n".join([README, *map(str, left_out)]))
        _pack(packed, ARCHIVE_NAME, _archive_text(rows))
        if for_reading:
            for name, table in rows.items():
                if table:
                    csv, parquet = _table(table)
                    _pack(packed, f"tables/{name}.csv", csv)
                    _pack(packed, f"tables/{name}.parquet", parquet)
            if rows["person"]:
                _pack(packed, "plan.ics", calendar(diary))
                _pack(packed, "fhir.json", fhir(diary))
                _pack(packed, "everything.csv", long_table(diary))
    return Packed(target, left_out)


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise LevelhipError(
            "{file}: cannot be written ({system}); free some space or give another name",
            file=target,
            system=fault.strerror,
        ) from None


def _pack(packed: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    # The clock's moment, not the system's: the same diary at the same moment gives the same bytes.
    entry = zipfile.ZipInfo(name, now().timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    packed.writestr(entry, content)


def _pack_recordings(
    diary: Diary, rows: Mapping[str, Sequence[Mapping[str, Any]]], packed: zipfile.ZipFile
) -> tuple[Sentence, ...]:
    shelf = recordings.shelf_of(diary)
    left_out = []
    for content in sorted({row["content"] for row in rows["recording"]}):
        try:
            _pack(packed, _recording_name(content), shelf.get(content))
        except BadRecording as fault:
            left_out.append(fault.said)
    return tuple(left_out)


def _recording_name(content: str) -> str:
    return f"recordings/{content}{SUFFIX}"


_DAMAGES = (
    *(OSError, KeyError, TypeError, ValueError, AttributeError, EOFError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error),
)
"""What a file that is none of ours, or was damaged, makes the readers raise."""


def restore(diary: Diary, source: Path) -> None:
    """Put a backup or an export into a store in which the person is not known yet.

    Parameters
    ----------
    diary : Diary
    source : Path
        A file of `backup` or `export`, also of an older levelhip (JSON without recordings).

    Raises
    ------
    LevelhipError
        When it is none of these, or does not fit; nothing is changed then.
    """
    from levelhip.store import archive

    try:
        schema, rows, files = _unpacked(source)
        for person in rows.get("person", ()):
            # What a backup says of safety opens nothing until all questions are answered here.
            person["profile"]["answers_from"] = now().isoformat()
    except _DAMAGES as fault:
        raise LevelhipError(
            "{file}: no backup of levelhip ({system}); give a file of `levelhip backup`",
            file=source.name,
            system=fault,
        ) from None
    if schema not in archive.READ:
        known = ", ".join(archive.READ)
        raise LevelhipError(
            "{file}: is {given}; this levelhip reads {known}",
            file=source.name,
            given=schema,
            known=known,
        )
    shelf = recordings.shelf_of(diary)
    try:
        with plain_faults(), diary.together():
            diary.lock_shelf()
            for content in files.values():
                shelf.put(content)
            archive.restore(diary, rows)
    except BaseException:
        for name in files:
            recordings.drop(diary, name)
        raise


def _unpacked(source: Path) -> tuple[str, dict[str, Any], dict[str, bytes]]:
    """Schema, rows and the recordings that are there, each checked against its name."""
    if not zipfile.is_zipfile(source):
        told = json.loads(source.read_text(encoding="utf-8"))
        return told["schema"], _as_now(told["rows"]), {}
    with zipfile.ZipFile(source) as packed:
        told = json.loads(packed.read(ARCHIVE_NAME).decode())
        rows = _as_now(told["rows"])
        there = set(packed.namelist())
        files = {}
        for row in rows.get("recording", ()):
            name = _recording_name(row["content"])
            if name not in there:
                continue
            if packed.getinfo(name).file_size != row["bytes"]:
                raise LevelhipError(
                    "{file}: {file_2} is damaged; give another backup",
                    file=source.name,
                    file_2=name,
                )
            content = packed.read(name)
            if content_name(content) != row["content"]:
                raise LevelhipError(
                    "{file}: {file_2} is damaged; give another backup",
                    file=source.name,
                    file_2=name,
                )
            files[row["content"]] = content
    return told["schema"], rows, files


def _as_now(rows: dict[str, Any]) -> dict[str, Any]:
    """Rows of the first version as those of today: a recording was named by its content alone."""
    for number, row in enumerate(rows.get("recording", ()), start=1):
        if "content" not in row:
            row |= {"content": row["id"], "source": row["id"], "id": number}
    return rows


def session_folders(diary: Diary) -> tuple[Path, ...]:
    """Folders of this person's sessions that still lie where the person let them be made.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    tuple of Path
        Only those whose journal is still that of the session; the page's lie in levelhip's own
        folder and are not among them.
    """
    from levelhip.service.kept import session_id

    own = _page_sessions(diary)
    found = []
    for name, told in diary.folders():
        folder = Path(told)
        with suppress(BadRecording, KeyError, OSError):
            if folder.resolve() not in own and session_id(read_journal(folder)) == name:
                found.append(folder)
    return tuple(found)


def _page_sessions(diary: Diary) -> tuple[Path, ...]:
    place = sessions_folder(diary.engine.url.render_as_string(hide_password=False))
    return tuple(sorted(each.resolve() for each in place.glob(f"*{SESSION_SUFFIX}")))


def wipe(diary: Diary, *, folders: bool = False) -> Wiped:
    """Delete everything of a person, for good.

    Rows, recordings, what their files leave behind and the page's sessions go in any case. The
    folders of other sessions lie where the person let them be made, so they go only when that is
    asked for; what else lies in them stays.

    Parameters
    ----------
    diary : Diary
    folders : bool
        Whether the folders of sessions go too.

    Returns
    -------
    Wiped
    """
    from levelhip.store.archive import wipe as wiped

    # The page's sessions lie in a folder of levelhip's own: they go in any case.
    own = _page_sessions(diary)
    there = (*session_folders(diary), *own)
    kept = len(diary.recordings())
    # Files first: once the rows are gone, nobody would know whose the files are.
    removed = tuple(each for each in there if (folders or each in own) and _removed(each))
    forget_phones()
    try:
        rows = wiped(diary)
    finally:
        gone = recordings.sweep(diary)
    left = tuple(each for each in there if each not in removed)
    return Wiped(rows, kept, gone, removed, left)


def forget_phones() -> None:
    """Remove the certificate and the names of the phones that were let in."""
    folder = phones_folder(store_url())
    with plain_faults():
        for name in PHONE_FILES:
            (folder / name).unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()


def _removed(folder: Path) -> bool:
    """Whether nothing is left of a session's folder once levelhip's own files are gone."""
    with plain_faults():
        for pattern in SESSION_FILES:
            for file in folder.glob(pattern):
                file.unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()
    return not folder.exists()


def _archive_text(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    from levelhip.store.archive import SCHEMA

    told = {"schema": SCHEMA, "levelhip": __version__, "made_at": now().isoformat(), "rows": rows}
    return json.dumps(told, indent=1)


def _table(rows: Sequence[Mapping[str, Any]]) -> tuple[bytes, bytes]:
    """A table as CSV and as Parquet; nested values as JSON text."""
    import polars as pl

    flat = [
        {name: json.dumps(v) if isinstance(v, dict | list) else v for name, v in row.items()}
        for row in rows
    ]
    frame = pl.DataFrame(flat, infer_schema_length=None)
    parquet = io.BytesIO()
    frame.write_parquet(parquet)
    return frame.write_csv().encode(), parquet.getvalue()
