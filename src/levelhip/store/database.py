"""Opening the store: SQLite in the platform's data folder, or PostgreSQL by its address."""

from __future__ import annotations

import os
import sqlite3
import time
from importlib.resources import as_file, files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from platformdirs import user_data_path
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from levelhip.store.faults import StoreFault, plain_faults

ADDRESS = "LEVELHIP_STORE"
"""Environment variable with the address of the store."""

BUSY_S = 10.0
"""How long a write waits for another process to finish; chosen by us."""

READING = "levelhip_reading"
"""Execution option of a connection that only reads: it need not wait for a writer."""


def store_url() -> str:
    """The address of the store: as the environment says, else a file in the data folder."""
    told = os.environ.get(ADDRESS)
    if told:
        return told
    return f"sqlite:///{user_data_path('levelhip', appauthor=False) / 'levelhip.sqlite'}"


def shown(url: str) -> str:
    """An address as it may be shown: a file by its path, a server without its password.

    Parameters
    ----------
    url : str

    Returns
    -------
    str
    """
    try:
        address = make_url(url)
    except ArgumentError:
        return "the address"
    if address.get_backend_name() == "sqlite":
        return str(address.database or "memory")
    # A password may also hide among the parameters behind the question mark.
    plain = {name: "***" if "pass" in name.lower() else v for name, v in address.query.items()}
    return address.set(query=plain).render_as_string(hide_password=True)


def recordings_folder(url: str) -> Path:
    """Where the recordings of a store lie: beside its file, or in the data folder.

    Each store has a folder of its own, so that wiping one leaves the others whole.

    Parameters
    ----------
    url : str

    Returns
    -------
    Path
    """
    return _beside(url, "recordings")


def sessions_folder(url: str) -> Path:
    """Where the folders of sessions lie that the page runs; each store has a folder of its own.

    Parameters
    ----------
    url : str

    Returns
    -------
    Path
    """
    return _beside(url, "sessions")


def phones_folder(url: str) -> Path:
    """Where the certificate and the paired phones of a store's server lie.

    Parameters
    ----------
    url : str

    Returns
    -------
    Path
    """
    return _beside(url, "phones")


def server_file(url: str) -> Path:
    """Where it is written which server has a store.

    Parameters
    ----------
    url : str

    Returns
    -------
    Path
    """
    return _beside(url, "server")


def address_of(url: str) -> URL:
    """The parts of an address.

    Parameters
    ----------
    url : str

    Returns
    -------
    URL

    Raises
    ------
    StoreFault
        When it is none; what stands there is not repeated, for it may hold a password.
    """
    try:
        return make_url(url)
    except ArgumentError:
        raise StoreFault(
            "{file}: holds no address; give sqlite:///FILE or postgresql://…", file=ADDRESS
        ) from None


def _beside(url: str, what: str) -> Path:
    address = address_of(url)
    if address.get_backend_name() == "sqlite" and address.database:
        file = Path(address.database)
        return file.with_name(f"{file.stem}.{what}")
    name = f"{address.host or 'local'}-{address.database or 'levelhip'}.{what}"
    return user_data_path("levelhip", appauthor=False) / name


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
    address = address_of(url or store_url())
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
    address = address_of(url)
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreFault("store {file}: give sqlite:///FILE or postgresql://…", file=shown(url))
    if address.get_backend_name() == "sqlite":
        if address.database:
            with plain_faults():
                _own_file(Path(address.database))
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


OWN_FILE = 0o600
OWN_FOLDER = 0o700
"""What is kept of a person can be read by nobody else on the machine."""


def _own_file(path: Path) -> None:
    """Make the file, or see to it that only its owner reads it; SQLite's own files follow it."""
    if not path.parent.exists():
        path.parent.mkdir(parents=True, mode=OWN_FOLDER, exist_ok=True)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWN_FILE))
    except FileExistsError:
        if path.is_file() and path.stat().st_mode & 0o077 and path.stat().st_uid == _me():
            path.chmod(OWN_FILE)


def _me() -> int:
    return os.getuid() if hasattr(os, "getuid") else -1


def _set_up_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own transactions begin too late; `_begin_at_once` begins them.
    connection.isolation_level = None
    cursor = connection.cursor()
    _write_ahead(cursor)
    # What is confirmed must be on the disk, even when the power goes.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # What is replaced or deleted is written over, not only unlinked.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _write_ahead(cursor: DBAPICursor) -> None:
    """Turn on write-ahead logging; of two that do so first, one fails without waiting."""
    over_s = time.monotonic() + BUSY_S
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault) or time.monotonic() > over_s:
                raise
            time.sleep(0.01)


def _begin_at_once(connection: Connection) -> None:
    # Taking the write lock first: two writers wait for each other instead of failing half-way.
    reads = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


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
                "the store is of a newer levelhip (schema {given}); update levelhip to open it",
                given=now,
            )
        command.upgrade(config, "head")
