"""Transactions of one person: on the disk when they end well, else not there at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from levelhip.store.database import READING
from levelhip.store.faults import plain_faults


class Transactions:
    """One person's way into the store.

    Parameters
    ----------
    engine : Engine
        From `database.open_engine`.
    person : str
        Whose part of the store.
    """

    def __init__(self, engine: Engine, person: str) -> None:
        self.engine = engine
        self.person = person
        # Each thread has a transaction of its own: a server shares one diary among many.
        self._local = local()

    @property
    def _open(self) -> Session | None:
        """The transaction that this thread is in."""
        return getattr(self._local, "session", None)

    def close(self) -> None:
        """Let go of the store."""
        self.engine.dispose()

    @contextmanager
    def together(self) -> Iterator[Session]:
        """Make all that is kept and read inside one transaction: all of it is kept, or nothing.

        Writers of the same person wait for each other, so that what is read inside still holds when
        it is written.

        Yields
        ------
        Session
        """
        outer = self._open
        if outer is not None:
            # Inside another one: it is kept with that.
            with plain_faults():
                yield outer
                outer.flush()
            return
        with plain_faults(), Session(self.engine) as session, session.begin():
            if self.engine.dialect.name == "postgresql":
                # SQLite lets in one writer at a time by itself.
                session.execute(
                    text("SELECT pg_advisory_xact_lock(7526467, hashtext(:person))"),
                    {"person": self.person},
                )
            self._local.session = session
            try:
                yield session
            finally:
                self._local.session = None

    @contextmanager
    def _write(self) -> Iterator[Session]:
        with self.together() as session:
            yield session

    @contextmanager
    def _read(self) -> Iterator[Session]:
        outer = self._open
        if outer is not None:
            with plain_faults():
                outer.flush()
                yield outer
            return
        engine = self.engine.execution_options(**{READING: True})
        with plain_faults(), Session(engine) as session:
            yield session
