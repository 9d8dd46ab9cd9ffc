"""Opening the store: SQLite in the platform's data folder, or PostgreSQL by its address."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from platformdirs import user_data_path
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from levelhip.core import LevelhipError

ADDRESS = "LEVELHIP_STORE"
"""Environment variable with the address of the store."""

BUSY_S = 10.0
"""How long a write waits for another process to finish; chosen by us."""


class StoreFault(LevelhipError):
    """The store cannot be opened, or could not keep something; nothing confirmed is lost."""


def store_url() -> str:
    """The address of the store: as the environment says, else a file in the data folder."""
    told = os.environ.get(ADDRESS)
    if told:
        return told
    return f"sqlite:///{user_data_path('levelhip', appauthor=False) / 'levelhip.sqlite'}"


def store_exists(url: str | None = None) -> bool:
    """Whether anything was kept yet; a server's store counts as there.

    Parameters
    ----------
    url : str, optional
        By default that of `store_url`.

    Returns
    -------
    bool
    """
    address = make_url(url or store_url())
    if address.get_backend_name() != "sqlite":
        return True
    return bool(address.database) and Path(str(address.database)).exists()


def open_engine(url: str) -> Engine:
    """A connection to the store with its tables up to date.

    Parameters
    ----------
    url : str
        "sqlite:///FILE" or "postgresql://…".

    Returns
    -------
    Engine

    Raises
    ------
    StoreFault
        When it cannot be opened, or was written by a newer levelhip.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise StoreFault(
            f"store {url}: no address; give sqlite:///FILE or postgresql://…"
        ) from None
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreFault(f"store {url}: give sqlite:///FILE or postgresql://…")
    if address.get_backend_name() == "sqlite":
        if address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={"timeout": BUSY_S})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_at_once)
    else:
        engine = create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    try:
        with plain_faults(), engine.begin() as connection:
            _migrate(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _set_up_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own transactions begin too late; `_begin_at_once` begins them.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # What is confirmed must be on the disk, even when the power goes.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_at_once(connection: Connection) -> None:
    # Taking the write lock first: two writers wait for each other instead of failing half-way.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Two processes that start together must not migrate together.
        connection.execute(text("SELECT pg_advisory_xact_lock(7526466)"))
    with as_file(files("levelhip.store").joinpath("migrations")) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        scripts = ScriptDirectory.from_config(config)
        now = MigrationContext.configure(connection).get_current_revision()
        if now == scripts.get_current_head():
            return
        try:
            known = now is None or scripts.get_revision(now) is not None
        except CommandError:
            known = False
        if not known:
            raise StoreFault(
                f"the store is of a newer levelhip (schema {now}); update levelhip to open it"
            )
        command.upgrade(config, "head")


@contextmanager
def plain_faults() -> Iterator[None]:
    """Say in words what a database driver says in codes.

    Raises
    ------
    StoreFault
        In place of the driver's error.
    """
    try:
        yield
    except DBAPIError as fault:
        raise StoreFault(_words(str(fault.orig))) from fault


def _words(told: str) -> str:
    low = told.lower()
    if "full" in low or "no space" in low:
        return (
            "the disk is full; this was NOT kept, all before it is; free some space and try again"
        )
    if "locked" in low or "busy" in low:
        return (
            "the store is in use by another program; this was NOT kept, all before it is; close "
            "the other one and try again"
        )
    if "readonly" in low or "read-only" in low or "unable to open" in low:
        return f"the store cannot be written ({told}); check the folder's permissions"
    if "disk i/o" in low or "too large" in low:
        return f"the disk did not take it ({told}); this was NOT kept, all before it is"
    if "malformed" in low or "not a database" in low:
        return f"the store's file is damaged ({told}); restore a backup"
    return f"the store did not take it ({told}); nothing was changed"
