"""A folder of recordings, measured in parallel; goes on where it was after a stop."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from levelhip.core import BadRecording, LevelhipError, Person, phrase
from levelhip.io.result_file import ResultFile, read_result
from levelhip.io.whole_files import remove_unfinished, replacing
from levelhip.protocols.language import SOURCE_LANGUAGE, Language, language
from levelhip.service.analysis import (
    MARK_NAME,
    RESULT_SUFFIX,
    OnProgress,
    Progress,
    analyse,
)
from levelhip.service.options import AnalysisOptions, analysis_key

SUMMARY_NAME = "summary.parquet"


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """What became of one recording.

    Attributes
    ----------
    source : its path inside the folder
    folder : where its results are; None when it failed
    quality : "ok", "poor", "refused"; empty when it failed
    verdict : the verdict's sentence; empty when it failed
    skipped : it was finished before, nothing was done
    error : why it failed; empty otherwise
    """

    source: str
    folder: Path | None
    quality: str = ""
    verdict: str = ""
    skipped: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class FolderAnalysis:
    """A finished folder.

    Attributes
    ----------
    entries : one per recording, in order of name
    summary : the Parquet file, one row a metric
    left_out : files that no reader knows, such as notes
    """

    entries: tuple[FolderEntry, ...]
    summary: Path
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    path: Path
    source: str
    out: Path
    protocol_id: str
    person: Person
    options: AnalysisOptions
    language: str = SOURCE_LANGUAGE


def analyse_folder(
    path: Path,
    protocol_id: str,
    *,
    person: Person | None = None,
    options: AnalysisOptions | None = None,
    out: Path | None = None,
    on_progress: OnProgress | None = None,
    words: Language | None = None,
) -> FolderAnalysis:
    """Measure every recording below a folder; one that cannot be read does not stop the others.

    Parameters
    ----------
    path : Path
        The folder, looked through with all folders in it.
    protocol_id, person, options, on_progress, words
        As for `analyse`; `options.jobs` recordings are measured at a time.
    out : Path, optional
        Folder for the results; by default one in the working folder, named after `path`.

    Returns
    -------
    FolderAnalysis
        Every recording with its result or its error.

    Raises
    ------
    BadRecording
        When there is no recording in the folder.
    """
    person = person or Person()
    options = options or AnalysisOptions()
    tell = on_progress or (lambda _: None)
    folder = out or Path(f"{path.resolve().name}{RESULT_SUFFIX}")
    # The pool takes the cores; each recording is then read by one process.
    single = replace(options, jobs=1)
    left: list[str] = []
    code = SOURCE_LANGUAGE if words is None else words.code
    tasks = [
        _Task(found, source, folder / f"{source}{RESULT_SUFFIX}", protocol_id, person, single, code)
        for found, source in recordings_below(path, leaving_out=folder, left=left)
    ]
    if not tasks:
        raise BadRecording(
            "{file}: holds no recording that levelhip knows; see docs/formats.md", file=path
        )
    done = {task.source: entry for task in tasks if (entry := _finished(task)) is not None}
    if done:
        tell(Progress(len(done) / len(tasks), f"{len(done)} were done before"))
    todo = [task for task in tasks if task.source not in done]
    for task, entry in _run(todo, options.jobs or _cores()):
        done[task.source] = entry
        word = "failed" if entry.error else "measured"
        tell(Progress(len(done) / len(tasks), f"{task.source}: {word}"))
    entries = tuple(done[task.source] for task in tasks)
    summary = folder / SUMMARY_NAME
    remove_unfinished(folder)
    _write_summary(summary, entries)
    return FolderAnalysis(entries, summary, tuple(left))


SHARED_SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".parquet", ".zip"})
"""Suffixes that other files have too: such a file counts only if a reader knows its content."""


def is_recording_folder(path: Path) -> bool:
    """Whether a folder is itself one recording, as phone apps export it."""
    from levelhip.io.recording import readers_for

    return any(reader.matches(path, b"") for reader in readers_for(path))


def recordings_below(
    path: Path, *, leaving_out: Path, left: list[str] | None = None
) -> Iterator[tuple[Path, str]]:
    """Recordings in a folder and below it, with their names inside it, in order of name.

    Parameters
    ----------
    path : Path
        Where to look.
    leaving_out : Path
        The folder of results, which may lie inside `path`.
    left : list of str, optional
        Gets the names of files that no reader knows.

    Yields
    ------
    tuple
        Path, and name with forward slashes.
    """
    results = leaving_out.resolve()
    for entry in sorted(path.iterdir()):
        if entry.name.startswith(".") or entry.resolve() == results:
            continue
        if entry.is_dir():
            if entry.suffix == RESULT_SUFFIX:
                continue
            if is_recording_folder(entry):
                yield entry, entry.name
                continue
            inner: list[str] = []
            for found, name in recordings_below(entry, leaving_out=leaving_out, left=inner):
                yield found, f"{entry.name}/{name}"
            if left is not None:
                left += [f"{entry.name}/{name}" for name in inner]
        elif _is_candidate(entry):
            yield entry, entry.name
        elif left is not None:
            left.append(entry.name)


def _is_candidate(path: Path) -> bool:
    from levelhip.io.recording import BUILT_INS, HEAD_BYTES, readers_for

    suffix = path.suffix.lower()
    if suffix in {own for built_in in BUILT_INS for own in built_in.suffixes} - SHARED_SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        return False
    return bool(head) and any(reader.matches(path, head) for reader in readers_for(path))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(tasks: list[_Task], jobs: int) -> Iterator[tuple[_Task, FolderEntry]]:
    """Entries as they come; what was running when a process died is tried again by itself."""
    suspects = []
    todo = iter(tasks)
    while tasks:
        lost: list[_Task] = []
        yield from _pooled(todo, jobs, lost)
        if not lost:
            break
        suspects += lost
    for task in suspects:
        lost = []
        yield from _pooled(iter([task]), 1, lost)
        if lost:
            died = phrase(
                "{file}: the process reading it died; open it in another program", file=task.source
            )
            words = language(task.language)
            yield task, FolderEntry(task.source, None, error=died.filled(words.text))


def _pooled(
    todo: Iterator[_Task], jobs: int, lost: list[_Task]
) -> Iterator[tuple[_Task, FolderEntry]]:
    """Run tasks until none is left or a process dies; then `lost` holds those that were running."""
    running: dict[Future[FolderEntry], _Task] = {}
    with ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_end_with_parent
    ) as pool:
        while True:
            while len(running) < jobs and (task := next(todo, None)):
                running[pool.submit(_entry, task)] = task
            if not running:
                return
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                task = running.pop(future)
                try:
                    yield task, future.result()
                except BrokenProcessPool:
                    lost.append(task)
            if lost:
                lost += running.values()
                return


def _end_with_parent() -> None:
    """End this worker as soon as the process that started it is gone, however it ended."""
    # Ctrl-C reaches the whole group: a worker then ends at once and in silence.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _entry(task: _Task) -> FolderEntry:
    try:
        done = analyse(
            task.path,
            task.protocol_id,
            person=task.person,
            options=task.options,
            out=task.out,
            words=language(task.language),
        )
    except LevelhipError as fault:
        words = language(task.language)
        return FolderEntry(task.source, None, error=fault.in_words(words.text))
    except Exception as fault:  # noqa: BLE001 - a fault of ours in one file must not lose the others
        return FolderEntry(task.source, None, error=f"{type(fault).__name__}: {fault}")
    return _measured_entry(task, done.result, skipped=False)


def _measured_entry(task: _Task, result: ResultFile, *, skipped: bool) -> FolderEntry:
    words = language(task.language)
    quality, verdict = result.quality.state, result.verdict.in_words(words.text)
    return FolderEntry(task.source, task.out, quality, verdict, skipped)


def _finished(task: _Task) -> FolderEntry | None:
    """The entry of an earlier run with the same bytes, protocol, version and options."""
    from levelhip.io import content_id
    from levelhip.service.catalogue import chosen_protocol

    try:
        mark = json.loads((task.out / MARK_NAME).read_text(encoding="utf-8"))
        complete = all((task.out / name).is_file() for name in mark["files"].values())
    except (OSError, ValueError, KeyError, AttributeError):
        return None
    protocol = chosen_protocol(task.protocol_id, task.options)
    own = content_id(task.path)
    key = analysis_key(own, (protocol.id, protocol.version), task.options, task.person)
    if not complete or mark.get("key") != key:
        return None
    return _measured_entry(task, read_result(task.out / "result.json"), skipped=True)


SUMMARY_COLUMNS = (
    "source",
    "recording",
    "kind",
    "protocol",
    "quality",
    "verdict",
    "name",
    "side",
    "trial",
    "value",
    "sd",
    "mdc95",
    "unit",
    "method",
    "refused",
    "error",
)


def _write_summary(target: Path, entries: Iterable[FolderEntry]) -> None:
    import polars as pl

    kinds = {"trial": pl.Int32, "value": pl.Float64, "sd": pl.Float64, "mdc95": pl.Float64}
    schema = {name: kinds.get(name, pl.String) for name in SUMMARY_COLUMNS}
    with replacing(target) as unfinished:
        rows = [row for entry in entries for row in _summary_rows(entry)]
        pl.DataFrame(rows, schema=schema).write_parquet(unfinished)


def _summary_rows(entry: FolderEntry) -> list[dict[str, object]]:
    """One row a metric; a single row without metric for a recording that has none."""
    if entry.folder is None:
        return [{"source": entry.source, "error": entry.error}]
    result = read_result(entry.folder / "result.json")
    common: dict[str, object] = {
        "source": entry.source,
        "recording": result.recording.id,
        "kind": result.recording.kind,
        "protocol": result.protocol.id,
        "quality": result.quality.state,
        "verdict": result.verdict.state,
    }
    rows = [
        {
            **common,
            "name": metric.name,
            "side": metric.side.value,
            "trial": metric.trial,
            "value": metric.value,
            "sd": metric.sd,
            "mdc95": metric.mdc95,
            "unit": metric.unit,
            "method": metric.method,
            "refused": metric.refused or None,
        }
        for metric in result.metrics
    ]
    return rows or [common]
