"""Which recordings are kept of a person; the files themselves lie on a shelf beside the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text

from levelhip.store.tables import RecordingRow
from levelhip.store.transactions import Transactions


@dataclass(frozen=True, slots=True)
class KeptRecording:
    """One kept recording.

    Attributes
    ----------
    source : SHA-256 of what was measured, as its results call it
    content : SHA-256 of the kept file, and its name
    kind : of recording
    made_at : when it was measured
    bytes : size of the file
    """

    source: str
    content: str
    kind: str
    made_at: datetime
    bytes: int


class Recordings(Transactions):
    """The part of the diary that says which files are kept."""

    def lock_shelf(self) -> None:
        """Let no other process put or remove files until this transaction ends; inside `together`.

        SQLite's one writer holds that by itself.
        """
        with self.together() as session:
            if self.engine.dialect.name == "postgresql":
                session.execute(text("SELECT pg_advisory_xact_lock(7526468)"))

    def add_recording(self, kept: KeptRecording) -> str | None:
        """Keep that a file is there; an earlier one of the same source gives way to it.

        Parameters
        ----------
        kept : KeptRecording

        Returns
        -------
        str or None
            Content of an earlier file that nobody needs any more.
        """
        with self.together() as session:
            row = session.scalar(
                select(RecordingRow).where(
                    RecordingRow.person == self.person, RecordingRow.source == kept.source
                )
            )
            before = None if row is None else row.content
            if row is None:
                row = RecordingRow(person=self.person, source=kept.source)
                session.add(row)
            row.content, row.kind = kept.content, kept.kind
            row.made_at, row.bytes = kept.made_at, kept.bytes
            session.flush()
            return None if before is None or before in self.contents() else before

    def recordings(self) -> list[KeptRecording]:
        """All recordings kept of this person, the oldest first."""
        with self._read() as session:
            rows = session.scalars(
                select(RecordingRow)
                .where(RecordingRow.person == self.person)
                .order_by(RecordingRow.made_at, RecordingRow.id)
            )
            return [
                KeptRecording(row.source, row.content, row.kind, row.made_at, row.bytes)
                for row in rows
            ]

    def contents(self) -> frozenset[str]:
        """Names of all files that anybody's recordings in this store need."""
        with self._read() as session:
            return frozenset(session.scalars(select(RecordingRow.content)))
