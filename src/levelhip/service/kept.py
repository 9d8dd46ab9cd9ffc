"""A finished session goes into the diary, where one was begun: what was done, said and measured."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from levelhip.io.result_file import result_json
from levelhip.io.session_reader import Journal, read_journal
from levelhip.protocols import protocol
from levelhip.service import daily
from levelhip.service.clock import now
from levelhip.store.database import store_exists

if TYPE_CHECKING:
    from levelhip.service.session_results import SessionResults
    from levelhip.store import Diary

KEPT_KINDS = ("event", "answer", "mark")
"""Kinds of lines of a journal that go into the diary; what was said aloud stays in the folder."""


def keep_session(folder: Path, results: SessionResults) -> bool:
    """Keep a session in the diary; once only, however often its results are written.

    Parameters
    ----------
    folder : Path
        Of the session.
    results : SessionResults
        From `session_results.finish_session`.

    Returns
    -------
    bool
        False where no diary was begun, or the session is in it already.
    """
    if not store_exists():
        return False
    journal = read_journal(folder)
    with daily.diary() as diary:
        name = session_id(journal)
        if diary.profile() is None or diary.has_session(name):
            return False
        _keep(diary, name, journal, results)
    return True


def session_id(journal: Journal) -> str:
    """A session's name in the diary: the same for the same folder, wherever it lies."""
    told = json.dumps(journal.head, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _keep(diary: Diary, name: str, journal: Journal, results: SessionResults) -> None:
    head = journal.head
    begun = datetime.fromisoformat(head["begun"]).astimezone()
    told = head["protocol"]
    diary.begin_session(name, told["id"], told["version"], head["plan"], at=begun)
    for line in journal.lines:
        if line["kind"] in KEPT_KINDS:
            diary.act(name, line["kind"], line)
    body = json.loads(result_json(results.analysis.result))
    diary.add_result(body, at=begun, session_id=name)
    ends = journal.of("finish")
    reason = ends[-1]["reason"] if ends else "cut-off"
    diary.finish_session(name, reason, at=now())
    variant = told["variant"] or None
    if protocol(told["id"]).chosen(variant=variant).counts_as != "test":
        _keep_day(diary, journal, begun)


def _keep_day(diary: Diary, journal: Journal, begun: datetime) -> None:
    """The pain numbers of a session of exercise belong to its day; the highest counts."""
    day = diary.day(begun.date())
    said: dict[str, int | None] = {"pressure": day.pressure, "during": day.during}
    for answer in journal.answers():
        if answer.name.startswith(("pressure_pain", "usual_pain")) and answer.value is not None:
            field = "during" if answer.name == "usual_pain" else "pressure"
            said[field] = max(said[field] or 0, int(answer.value))
    daily.say(diary, begun.date(), trained=True, **said)
