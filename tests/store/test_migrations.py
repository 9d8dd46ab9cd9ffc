"""From the first schema on nothing is lost, killed at any moment or opened by many at once."""

from __future__ import annotations

import os
import signal
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, text

from levelhip.store import open_diary
from levelhip.store.archive import archive, restore
from levelhip.store.database import open_engine
from levelhip.store.inspection import newest_schema
from levelhip.store.tables import Base
from tests.store.processes import ended, in_child, killed_at

DATA = Path(__file__).parent / "data"
pytestmark = pytest.mark.timeout(900)


def first_store(address):
    """Make a store as schema 0001 had it, with rows in every table."""
    engine = create_engine(address)
    with engine.begin() as connection:
        for name in (f"schema-0001-{engine.dialect.name}.sql", "data-0001.sql"):
            lines = (DATA / name).read_text(encoding="utf-8").splitlines()
            whole = "\n".join(line for line in lines if not line.startswith("--"))
            for statement in whole.split(";\n"):
                if statement.strip():
                    connection.exec_driver_sql(statement)
    engine.dispose()


def first_rows(address):
    """All rows of the tables that schema 0001 had, with the columns it had."""
    columns = {}
    for line in (DATA / "data-0001.sql").read_text(encoding="utf-8").splitlines():
        if line.startswith("INSERT INTO") and "alembic" not in line:
            table, _, rest = line.removeprefix("INSERT INTO ").partition(" (")
            columns[table] = rest.partition(")")[0]
    # A recording has had a number of its own since; its name is its content.
    columns["recording"] = "person, kind, made_at, bytes"
    engine = create_engine(address)
    with engine.connect() as connection:
        found = {
            table: sorted(
                str([str(value) for value in row])
                for row in connection.execute(text(f"SELECT {names} FROM {table}"))
            )
            for table, names in columns.items()
        }
    engine.dispose()
    return found


def schema(address):
    engine = create_engine(address)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    engine.dispose()
    return found


def test_a_new_store_has_exactly_the_tables_of_the_code(address):
    engine = open_engine(address)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_a_store_brought_up_to_date_has_exactly_the_tables_of_the_code(address):
    first_store(address)
    engine = open_engine(address)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_from_the_first_schema_on_nothing_is_lost(address):
    first_store(address)
    before = first_rows(address)
    assert all(before.values())
    open_diary(address).close()
    assert first_rows(address) == before
    assert schema(address) == newest_schema() != "0001"


def test_the_program_reads_what_the_first_schema_kept(address):
    first_store(address)
    diary = open_diary(address)
    told = diary.history()
    assert told.profile.former_kg == 120.0
    assert [(day.on, day.usual, day.leg_signs) for day in told.days] == [
        (date(2026, 1, 5), 4, False),
        (date(2026, 1, 6), 3, True),
    ]
    assert told.visits == [datetime(2026, 1, 7, 10, tzinfo=UTC)]
    (done,) = told.done
    assert (done.exercise, done.reps, done.faulty, done.whole) == ("wall-hip-drop", 20, 3, True)
    (recording,) = diary.recordings()
    assert (recording.source, recording.content, recording.bytes) == ("a" * 64, "a" * 64, 123456)
    assert diary.acts("5e5510a1")[1][1]["start_s"] == 10.25
    # New rows get numbers of their own.
    diary.add_visit(datetime(2026, 1, 9, tzinfo=UTC))
    assert len(diary.history().visits) == 2
    diary.close()


def test_what_the_first_schema_kept_goes_out_and_comes_in_the_same(address, tmp_path):
    first_store(address)
    diary = open_diary(address)
    other = open_diary(f"sqlite:///{tmp_path / 'other.sqlite'}")
    rows = archive(diary)
    restore(other, rows)
    assert archive(other) == rows
    other.close()
    diary.close()


def test_killed_at_each_moment_of_bringing_a_file_up_to_date_it_opens_whole(tmp_path):
    address = f"sqlite:///{tmp_path / 'store.sqlite'}"
    first_store(address)
    before = first_rows(address)
    moment, seen = 1, []
    while killed_at(lambda: open_engine(address).dispose(), moment):
        assert first_rows(address) == before
        seen.append(schema(address))
        moment += 5
    # All or nothing; who opens it next finishes.
    assert len(seen) > 5
    assert seen[0] == "0001"
    assert set(seen) <= {"0001", newest_schema()}
    assert schema(address) == newest_schema()
    assert first_rows(address) == before


def test_killed_between_statements_of_bringing_a_store_up_to_date_it_opens_whole(address):
    first_store(address)
    before = first_rows(address)
    statement = 2
    while ended(in_child(lambda: upgraded_until(address, statement))) != 0:  # noqa: B023 -- at once
        assert first_rows(address) == before
        assert schema(address) == "0001"
        statement += 6
    assert statement > 14
    assert first_rows(address) == before
    assert schema(address) == newest_schema()


def upgraded_until(address, statement):
    """Bring a store up to date, killed before the statement of that number."""
    seen = [0]

    @event.listens_for(Engine, "before_cursor_execute")
    def look(*_):
        seen[0] += 1
        if seen[0] == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    open_engine(address).dispose()


@pytest.mark.parametrize("made_before", [False, True])
def test_many_that_open_a_store_at_once_bring_it_up_once(address, made_before):
    if made_before:
        first_store(address)

    def opened():
        open_engine(address).dispose()

    children = [in_child(opened) for _ in range(6)]
    assert [ended(child) for child in children] == [0] * 6
    assert schema(address) == newest_schema()
