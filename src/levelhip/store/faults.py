"""Faults of the store, in words that say what was kept and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from levelhip.core import LevelhipError, Sentence, phrase


class StoreFault(LevelhipError):
    """The store cannot be opened, or could not keep something; nothing confirmed is lost."""


class NobodyKnown(StoreFault):
    """There is a store and nobody's diary in it yet."""


@contextmanager
def plain_faults() -> Iterator[None]:
    """Say in words what a database driver or the disk says in codes.

    Raises
    ------
    StoreFault
        In place of the driver's or the system's error.
    """
    try:
        yield
    except DBAPIError as fault:
        raise StoreFault(words(str(fault.orig))) from fault
    except OSError as fault:
        raise StoreFault(words(fault.strerror or str(fault))) from fault


LOST = (
    "server closed the connection",
    "connection to server",
    "connection refused",
    "terminating connection",
    "connection is lost",
    "the connection is closed",
    "consuming input failed",
    "shutting down",
)
"""What PostgreSQL and its driver say when the server is gone."""


def words(told: str) -> Sentence:
    """What a person is told of a fault.

    Parameters
    ----------
    told : str
        As the driver or the system said it.

    Returns
    -------
    Sentence
    """
    low = told.lower()
    if any(each in low for each in LOST):
        return phrase(
            "the store's server cannot be reached ({system}); all that was confirmed before is "
            "kept, this may not be: start the server, look, and say it again",
            system=_first(told),
        )
    if "full" in low or "no space" in low or "quota" in low or "too large" in low:
        return Sentence(
            "the disk is full; this was NOT kept, all before it is; free some space and try again"
        )
    if "lock timeout" in low or "locked" in low or "busy" in low:
        return Sentence(
            "the store is in use by another program; this was NOT kept, all before it is; close "
            "the other one and try again"
        )
    if any(
        each in low for each in ("readonly", "read-only", "unable to open", "permission", "is a di")
    ):
        return phrase(
            "the store cannot be written ({system}); check the folder's permissions",
            system=_first(told),
        )
    if "disk i/o" in low or "input/output" in low:
        return phrase(
            "the disk did not take it ({system}); this was NOT kept, all before it is", system=told
        )
    if "malformed" in low or "not a database" in low:
        return phrase("the store's file is damaged ({system}); restore a backup", system=told)
    return phrase("the store did not take it ({system}); nothing was changed", system=_first(told))


def _first(told: str) -> str:
    """The first line of what was said: the rest is for programmers."""
    return told.strip().splitlines()[0] if told.strip() else "no reason given"
