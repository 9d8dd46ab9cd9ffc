"""Recordings that were dropped on the page: measured one after the other, then deleted."""

from __future__ import annotations

import shutil
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import Literal
from uuid import uuid4

from levelhip.core import LevelhipError, Person, Sentence, phrase
from levelhip.service import daily
from levelhip.service.analysis import Analysis, Progress, analyse
from levelhip.service.clock import now
from levelhip.service.kept import Keeping, keep_analysis
from levelhip.service.options import AnalysisOptions
from levelhip.service.past_results import PastResult

KEPT_JOBS = 8
"""So many finished ones are remembered; chosen by us: the page asks for the last one only."""

NAME_MOST = 80
"""Letters of a file's name that are kept; chosen by us."""

JobState = Literal["waiting", "working", "done", "failed"]


@dataclass(slots=True)
class Job:
    """A recording that is being measured.

    Attributes
    ----------
    id : its name
    file : name of the recording, as the person knows it
    protocol : what is measured
    state : how far it is
    fraction, doing : 0 to 1 of the work, and what is done now
    error : why it failed; None where nothing has
    kept : what became of it in the diary; None before it is done
    past : its result; None before it is done
    """

    id: str
    file: str
    protocol: str
    state: JobState = "waiting"
    fraction: float = 0.0
    doing: str = ""
    error: Sentence | None = None
    kept: Keeping | None = None
    past: PastResult | None = None


@dataclass(slots=True)
class Uploads:
    """All of them, measured by one thread of their own so that sessions go on beside it.

    Attributes
    ----------
    jobs : by their names
    worker : measures them in their order
    """

    jobs: dict[str, Job] = field(default_factory=dict)
    worker: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="recording")
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    async def take(
        self,
        parts: AsyncIterator[bytes],
        *,
        name: str,
        protocol: str,
        person: Person,
        options: AnalysisOptions,
    ) -> Job:
        """Write what comes to a private file and have it measured.

        Parameters
        ----------
        parts : async iterator of bytes
            The recording as it comes.
        name : str
            Of the recording; its end tells which format it is.
        protocol : str
            What is measured.
        person : Person
            The body, as far as it is known.
        options : AnalysisOptions
            What else was said.

        Returns
        -------
        Job

        Raises
        ------
        LevelhipError
            When nothing came.
        """
        file = await written(parts, name, otherwise="recording")
        if not file.stat().st_size:
            shutil.rmtree(file.parent, ignore_errors=True)
            raise LevelhipError("{file}: is empty; give a recording", file=file.name)
        job = Job(uuid4().hex, file.name, protocol)
        with self._lock:
            self._forget()
            self.jobs[job.id] = job
        # With the clock of whoever asked, in runs that go by one of their own.
        self.worker.submit(copy_context().run, _measure, job, file, person, options)
        return job

    def get(self, name: str) -> Job | None:
        """A job by its name; None when it is not known any more.

        Parameters
        ----------
        name : str

        Returns
        -------
        Job or None
        """
        return self.jobs.get(name)

    def close(self) -> None:
        """End: what waits is given up, what is being measured is finished."""
        self.worker.shutdown(cancel_futures=True)

    def _forget(self) -> None:
        over = [each.id for each in self.jobs.values() if each.state in ("done", "failed")]
        for name in over[: max(0, len(over) - KEPT_JOBS + 1)]:
            del self.jobs[name]


async def written(parts: AsyncIterator[bytes], name: str, *, otherwise: str) -> Path:
    """A file as it comes, in a new private folder that is the caller's to remove.

    Parameters
    ----------
    parts : async iterator of bytes
    name : str
        The person's name of it; what would lead out of the folder is left out.
    otherwise : str
        Its name when nothing of that is left.

    Returns
    -------
    Path
    """
    plain = PurePosixPath(name.replace("\\", "/")).name[-NAME_MOST:].strip(". \0") or otherwise
    # Only its owner may look into a folder of mkdtemp.
    folder = Path(mkdtemp(prefix="levelhip-"))
    try:
        with (folder / plain).open("wb") as target:
            async for part in parts:
                target.write(part)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder / plain


def _measure(job: Job, file: Path, person: Person, options: AnalysisOptions) -> None:
    def tell(progress: Progress) -> None:
        job.fraction, job.doing = progress.fraction, progress.doing

    job.state = "working"
    moment = now()
    try:
        analysis = analyse(
            file,
            job.protocol,
            person=person,
            options=options,
            out=file.parent / "result",
            on_progress=tell,
            keep_numbers=True,
            diary_at=moment,
        )
        job.kept = keep_analysis(analysis)
        job.past = PastResult(_kept_as(analysis) or job.id, moment, analysis.result)
        job.state = "done"
    except LevelhipError as fault:
        job.error, job.state = fault.said, "failed"
    except Exception as fault:
        # A worker's fault would otherwise be seen by nobody and the page would wait for ever.
        fault_name = f"{type(fault).__name__}: {fault}"
        job.error = phrase(
            "{file}: a fault of levelhip itself ({system})", file=job.file, system=fault_name
        )
        job.state = "failed"
        raise
    finally:
        shutil.rmtree(file.parent, ignore_errors=True)


def _kept_as(analysis: Analysis) -> str:
    """Under which name the diary has a result; empty when it has not."""
    told = analysis.result
    if told.quality.state == "refused":
        return ""
    with daily.diary() as diary:
        for each in diary.results():
            same = each.body["recording"]["id"] == told.recording.id
            if same and each.body["protocol"]["id"] == told.protocol.id:
                return each.id
    return ""
