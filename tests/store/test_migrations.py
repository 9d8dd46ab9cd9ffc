"""The migrations end in the tables that the code has."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from levelhip.store.database import open_engine
from levelhip.store.tables import Base


def test_a_new_store_has_exactly_the_tables_of_the_code(address):
    engine = open_engine(address)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()
