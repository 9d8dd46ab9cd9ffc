"""What time it is: the machine's clock, or one that is put in its place for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_fixed: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The moment, with the zone of the machine.

    Returns
    -------
    datetime
    """
    return _fixed.get() or datetime.now(UTC).astimezone()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment, for a run through weeks that take seconds.

    There is no setting, option or variable of the environment for it: a lock that waits for a day
    is not opened by telling levelhip another day.

    Parameters
    ----------
    moment : datetime
        With its time zone.

    Yields
    ------
    None
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment}: has no time zone; give one")
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
