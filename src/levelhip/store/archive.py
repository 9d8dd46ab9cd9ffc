"""Everything of one person as plain values, and back: what export, backup and restore share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, delete, insert, select, text
from sqlalchemy.exc import OperationalError

from levelhip.core.sentence import Sentence
from levelhip.store.database import BUSY_S, READING
from levelhip.store.diary import Diary
from levelhip.store.faults import StoreFault, plain_faults, words
from levelhip.store.tables import Base, PersonRow

Rows = dict[str, list[dict[str, Any]]]

SCHEMA = "levelhip.archive/2"
"""Version 2 brings recordings and lifts."""

READ = ("levelhip.archive/1", SCHEMA)
"""Versions that `restore` takes: what an older one lacks stays empty."""


def archive(diary: Diary) -> Rows:
    """All rows of a person, by table, values as JSON has them.

    Row numbers count from 1 in each table, whatever they are in this store, so that the same diary
    gives the same archive from any store.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    dict of table name to rows
    """
    rows: Rows = {}
    numbers: dict[str, dict[Any, int]] = {}
    with plain_faults(), diary.engine.connect() as fresh:
        # One moment for all tables, although others may be writing.
        connection = fresh.execution_options(
            **{READING: True}
            if fresh.dialect.name == "sqlite"
            else {"isolation_level": "REPEATABLE READ"}
        )
        for table in Base.metadata.sorted_tables:
            key = [column.name for column in table.primary_key]
            # Sorted here: servers differ in how they order text.
            found = sorted(
                (dict(row._mapping) for row in connection.execute(_own(table, diary.person))),  # noqa: SLF001 -- SQLAlchemy's public name
                key=lambda row, key=key: tuple(row[name] for name in key),  # type: ignore[misc]
            )
            if _numbered(table):
                numbers[table.name] = {row["id"]: n for n, row in enumerate(found, start=1)}
            rows[table.name] = [_told(table, row, numbers) for row in found]
    return rows


def restore(diary: Diary, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Put archived rows into a store in which the person is not known yet; all or nothing.

    Parameters
    ----------
    diary : Diary
        Whose they become, whatever name they had.
    rows : mapping
        From `archive`.

    Raises
    ------
    StoreFault
        When the person is there already, or a row does not fit.
    """
    strange = sorted(set(rows) - set(Base.metadata.tables))
    if strange:
        raise StoreFault(
            "archive: {given} are no tables; give a levelhip archive", given=", ".join(strange)
        )
    with diary.together() as session:
        connection = session.connection()
        there = connection.execute(select(PersonRow.id).where(PersonRow.id == diary.person)).first()
        if there is not None:
            raise StoreFault(
                "{person} has a diary here already; wipe it first", person=diary.person
            )
        new_ids: dict[tuple[str, Any], Any] = {}
        for table in Base.metadata.sorted_tables:
            for row in rows.get(table.name, ()):
                _put(connection, table, row, diary.person, new_ids)


def wipe(diary: Diary) -> int:
    """Delete everything of a person from the store, and from what its files leave behind.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    int
        How many rows went.

    Raises
    ------
    StoreFault
        When another program keeps the file from being cleaned; the rows are gone then, and wiping
        again cleans it.
    """
    gone = sum(len(rows) for rows in archive(diary).values())
    with diary.together() as session:
        session.execute(delete(PersonRow).where(PersonRow.id == diary.person))
    if diary.engine.dialect.name == "sqlite":
        _clean_file(diary)
    else:
        _clean_server(diary)
    return gone


IN_USE = Sentence(
    "everything is deleted, but another program has the store open, so that its file cannot be "
    "cleaned yet; close the other one and run `levelhip wipe` again"
)


def _clean_file(diary: Diary) -> None:
    """Rewrite the file: what is deleted must not lie on in free pages or in the log."""
    with plain_faults(), diary.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None  # noqa: S101 -- the connection is open
        connection.rollback()
        try:
            raw.execute("VACUUM")
            busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault):
                raise StoreFault(words(str(fault))) from fault
            busy = True
    if busy:
        raise StoreFault(IN_USE)


def _clean_server(diary: Diary) -> None:
    """Let the server write its tables anew; its own backups and logs are its keeper's."""
    engine = diary.engine.execution_options(isolation_level="AUTOCOMMIT")
    with plain_faults(), engine.connect() as connection:
        connection.execute(text(f"SET lock_timeout = '{int(BUSY_S * 1000)}ms'"))
        try:
            for name in Base.metadata.tables:
                connection.execute(text(f'VACUUM (FULL) "{name}"'))
        except OperationalError as fault:
            if "lock timeout" not in str(fault.orig):
                raise
            raise StoreFault(IN_USE) from fault
        finally:
            connection.execute(text("RESET lock_timeout"))


def _own(table: Table, person: str) -> Select[Any]:
    """The rows of a table that belong to a person, by way of its parents where it must be."""
    found = select(table)
    if table.name == "person":
        return found.where(table.c.id == person)
    if "person" in table.c:
        return found.where(table.c.person == person)
    ((column, parent),) = _parents(table)
    return found.join(parent, column == parent.c.id).where(parent.c.person == person)


def _parents(table: Table) -> Iterator[tuple[Column[Any], Table]]:
    for key in table.foreign_keys:
        yield key.parent, key.column.table


def _put(
    connection: Connection,
    table: Table,
    row: Mapping[str, Any],
    person: str,
    new_ids: dict[tuple[str, Any], Any],
) -> None:
    """One row, with the numbers that its parents have got here."""
    unknown = sorted(set(row) - set(table.c.keys()))
    if unknown:
        raise StoreFault(
            "archive: {given} has no {columns}; update levelhip",
            given=table.name,
            columns=", ".join(unknown),
        )
    values = {name: _rich(table.c[name], value) for name, value in row.items()}
    if table.name == "person":
        values["id"] = person
    if "person" in table.c:
        values["person"] = person
    for column, parent in _parents(table):
        if parent.name != "person" and values.get(column.name) is not None:
            values[column.name] = new_ids.get((parent.name, row[column.name]), row[column.name])
    if _numbered(table):
        del values["id"]
    done = connection.execute(insert(table).values(values))
    if _numbered(table):
        (new_ids[table.name, row["id"]],) = done.inserted_primary_key or (None,)


def _numbered(table: Table) -> bool:
    """Whether rows have a number that the store gives them."""
    return table.autoincrement_column is not None and "id" in table.c


def _told(
    table: Table, row: Mapping[str, Any], numbers: Mapping[str, Mapping[Any, int]]
) -> dict[str, Any]:
    """A row with values as JSON has them, and with the archive's own numbers."""
    told = {name: _plain(value) for name, value in row.items()}
    if _numbered(table):
        told["id"] = numbers[table.name][row["id"]]
    for column, parent in _parents(table):
        if parent.name in numbers and row[column.name] is not None:
            told[column.name] = numbers[parent.name][row[column.name]]
    return told


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _rich(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 -- any column's
    if value is None:
        return None
    kind = column.type.python_type if not hasattr(column.type, "impl") else datetime
    if kind is datetime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind is date else value
