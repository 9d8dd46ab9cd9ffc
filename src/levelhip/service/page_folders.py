"""Where the page's sessions are kept, and which of them were cut off."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from levelhip.core import BadRecording
from levelhip.io.session_folder import JOURNAL_NAME, SUFFIX, SessionFolder
from levelhip.io.session_reader import Journal, read_journal
from levelhip.service.clock import now
from levelhip.service.kept import session_id
from levelhip.store.database import sessions_folder, store_url

KEPT_AWAY_S = 900.0
"""A session is kept open for a page that is gone for so long, s; chosen by us: a quarter of an hour
later the body is no longer warm, and it is another session."""

RESULT_NAME = "result.json"


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session as its folder tells it.

    Attributes
    ----------
    id : as in the diary
    folder : where it lies
    journal : its journal
    """

    id: str
    folder: Path
    journal: Journal

    @property
    def away_s(self) -> float:
        """For how long nothing has happened in it, s."""
        return session_now_s(self.journal) - _last_s(self.journal)

    @property
    def goes_on(self) -> bool:
        """Whether it was cut off a short while ago."""
        return not self.journal.finished and self.away_s < KEPT_AWAY_S

    @property
    def has_result(self) -> bool:
        """Whether its results were worked out."""
        return (self.folder / RESULT_NAME).is_file()


def new_folder(protocol_id: str) -> Path:
    """A folder for a session that begins now.

    Parameters
    ----------
    protocol_id : str

    Returns
    -------
    Path
        It does not exist yet.
    """
    stamp = now().strftime("%Y%m%d-%H%M%S")
    name = f"{protocol_id}-{stamp}-{secrets.token_hex(3)}{SUFFIX}"
    return sessions_folder(store_url()) / name


def kept_sessions() -> tuple[KeptSession, ...]:
    """The page's sessions that lie in their folders, the newest first.

    Returns
    -------
    tuple of KeptSession
        Without folders that hold none.
    """
    found = []
    for file in sessions_folder(store_url()).glob(f"*{SUFFIX}/{JOURNAL_NAME}"):
        with suppress(BadRecording):
            journal = read_journal(file.parent)
            found.append(KeptSession(session_id(journal), file.parent, journal))
    return tuple(sorted(found, key=lambda each: each.journal.head["begun"], reverse=True))


def note_clock(folder: SessionFolder, now_s: float) -> None:
    """Write down which moment a time of the session is.

    Parameters
    ----------
    folder : SessionFolder
    now_s : s
        The session's time.
    """
    folder.write(now_s, "clock", wall_s=now().timestamp())


def session_now_s(journal: Journal) -> float:
    """The time of a session that was cut off, had it gone on, s.

    Parameters
    ----------
    journal : Journal

    Returns
    -------
    float
        Never before its last line.
    """
    last_s, clocks = _last_s(journal), journal.of("clock")
    if not clocks:
        return last_s
    return max(last_s, float(clocks[-1]["t"]) + now().timestamp() - float(clocks[-1]["wall_s"]))


def _last_s(journal: Journal) -> float:
    return max(float(line["t"]) for line in journal.lines)


__all__ = [
    "KEPT_AWAY_S",
    "KeptSession",
    "kept_sessions",
    "new_folder",
    "note_clock",
    "session_now_s",
]
