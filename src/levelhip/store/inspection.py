"""How a store is, looked at without making, changing or updating it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from levelhip.core.sentence import Sentence
from levelhip.store.database import address_of, shown
from levelhip.store.faults import StoreFault, words

CONNECT_S = 5
"""How long a server may take to answer; chosen by us."""


@dataclass(frozen=True, slots=True)
class StoreLook:
    """What was found.

    Attributes
    ----------
    where : path, or server without its password
    there : whether there is a store yet
    schema : version of its tables; empty before the first
    newest : version that this levelhip makes
    bytes : size on the disk
    fault : what is the matter; None when it is sound
    is_open_to_others : whether others on this machine may read its file
    contents : names of the recordings' files that it names
    cut_off : folders of sessions that never came to their end
    language : the one that was chosen; empty for none
    """

    where: str
    there: bool
    schema: str = ""
    newest: str = ""
    bytes: int = 0
    fault: Sentence | None = None
    is_open_to_others: bool = False
    contents: frozenset[str] = frozenset()
    cut_off: tuple[str, ...] = ()
    language: str = ""


def look(url: str) -> StoreLook:
    """How the store at an address is.

    Parameters
    ----------
    url : str

    Returns
    -------
    StoreLook

    Raises
    ------
    StoreFault
        When that is no address of a store.
    """
    address = address_of(url)
    match address.get_backend_name():
        case "sqlite":
            return _file(Path(address.database or ""), shown(url))
        case "postgresql":
            return _server(url)
    raise StoreFault("{file}: give sqlite:///FILE or postgresql://…", file=shown(url))


def newest_schema() -> str:
    """Version of the tables that this levelhip makes."""
    with as_file(files("levelhip.store").joinpath("migrations")) as folder:
        return ScriptDirectory(str(folder)).get_current_head() or ""


RECORDINGS = "SELECT content FROM recording"
LANGUAGE = "SELECT value FROM setting WHERE name = 'language'"
CUT_OFF = "SELECT folder FROM session WHERE finished_at IS NULL AND folder IS NOT NULL"


def _file(path: Path, where: str) -> StoreLook:
    newest = newest_schema()
    if not path.is_file():
        return StoreLook(where, there=False, newest=newest)
    log = path.with_name(f"{path.name}-wal")
    size = path.stat().st_size + (log.stat().st_size if log.exists() else 0)
    is_open = bool(path.stat().st_mode & 0o077)
    schema = ""
    fault: Sentence | None = None
    contents: frozenset[str] = frozenset()
    cut_off: tuple[str, ...] = ()
    language = ""
    try:
        uri = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=CONNECT_S)) as connection:
            told = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            fault = None if told == "ok" else words(f"malformed: {told}")
            known = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            if "alembic_version" in known:
                found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
                schema = found[0] if found else ""
            if schema == newest:
                contents = frozenset(row[0] for row in connection.execute(RECORDINGS))
                cut_off = tuple(row[0] for row in connection.execute(CUT_OFF))
                kept = connection.execute(LANGUAGE).fetchone()
                language = _chosen(json.loads(kept[0])) if kept else ""
    except sqlite3.Error as error:
        fault = words(str(error))
    return StoreLook(where, True, schema, newest, size, fault, is_open, contents, cut_off, language)


def _chosen(value: object) -> str:
    found = value.get("is") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def _server(url: str) -> StoreLook:
    newest, where = newest_schema(), shown(url)
    address = address_of(url).set(drivername="postgresql+psycopg")
    engine = create_engine(address, connect_args={"connect_timeout": CONNECT_S})
    try:
        with engine.connect() as connection:
            size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar()
            told = connection.execute(text("SELECT to_regclass('alembic_version')")).scalar()
            if told is None:
                return StoreLook(where, there=True, newest=newest, bytes=size or 0)
            schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            if schema != newest:
                return StoreLook(where, True, schema or "", newest, size or 0)
            contents = frozenset(connection.execute(text(RECORDINGS)).scalars())
            cut_off = tuple(connection.execute(text(CUT_OFF)).scalars())
            language = _chosen(connection.execute(text(LANGUAGE)).scalars().first())
    except DBAPIError as error:
        return StoreLook(where, True, newest=newest, fault=words(str(error.orig)))
    finally:
        engine.dispose()
    return StoreLook(
        where, True, schema or "", newest, size or 0, None, False, contents, cut_off, language
    )
