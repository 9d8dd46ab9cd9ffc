"""Everything of one person as plain values, and back: what export, backup and restore share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, delete, insert, select

from levelhip.store.database import StoreFault, plain_faults
from levelhip.store.diary import Diary
from levelhip.store.tables import Base, PersonRow

Rows = dict[str, list[dict[str, Any]]]

SCHEMA = "levelhip.archive/1"


def archive(diary: Diary) -> Rows:
    """All rows of a person, by table, values as JSON has them.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    dict of table name to rows
    """
    with plain_faults(), diary.engine.connect() as connection:
        return {
            table.name: [
                {name: _plain(value) for name, value in row._mapping.items()}  # noqa: SLF001 -- SQLAlchemy's public name
                for row in connection.execute(_own(table, diary.person))
            ]
            for table in Base.metadata.sorted_tables
        }


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
        raise StoreFault(f"archive: {', '.join(strange)} are no tables; give a levelhip archive")
    with plain_faults(), diary.engine.begin() as connection:
        there = connection.execute(select(PersonRow.id).where(PersonRow.id == diary.person)).first()
        if there is not None:
            raise StoreFault(f"{diary.person} has a diary here already; wipe it first")
        new_ids: dict[tuple[str, Any], Any] = {}
        for table in Base.metadata.sorted_tables:
            for row in rows.get(table.name, ()):
                _put(connection, table, row, diary.person, new_ids)


def wipe(diary: Diary) -> None:
    """Delete everything of a person, for good.

    Parameters
    ----------
    diary : Diary
    """
    with plain_faults(), diary.engine.begin() as connection:
        connection.execute(delete(PersonRow).where(PersonRow.id == diary.person))
    if diary.engine.dialect.name == "sqlite":
        # What is deleted must not lie on in free pages or in the log.
        with plain_faults(), diary.engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101 -- the connection is open
            connection.rollback()
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _own(table: Table, person: str) -> Select[Any]:
    """The rows of a table that belong to a person, by way of its parents where it must be."""
    found = select(table).order_by(*table.primary_key)
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
        raise StoreFault(f"archive: {table.name} has no {', '.join(unknown)}; update levelhip")
    values = {name: _rich(table.c[name], value) for name, value in row.items()}
    if table.name == "person":
        values["id"] = person
    if "person" in table.c:
        values["person"] = person
    for column, parent in _parents(table):
        if parent.name != "person" and values.get(column.name) is not None:
            values[column.name] = new_ids.get((parent.name, row[column.name]), row[column.name])
    numbered = table.autoincrement_column is not None and "id" in table.c
    if numbered:
        del values["id"]
    done = connection.execute(insert(table).values(values))
    if numbered:
        (new_ids[table.name, row["id"]],) = done.inserted_primary_key or (None,)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _rich(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 -- any column's
    if value is None:
        return None
    kind = column.type.python_type if not hasattr(column.type, "impl") else datetime
    if kind is datetime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind is date else value
