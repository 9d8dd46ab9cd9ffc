"""Lifts; leg signs that were not asked for; where a session lies; a recording per person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the tables up."""
    op.create_table(
        "lift",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kg", sa.Double(), nullable=False),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_lift_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lift")),
        sa.UniqueConstraint("person", "on", name=op.f("uq_lift_person_on")),
    )
    with op.batch_alter_table("lift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lift_person"), ["person"], unique=False)
    # Whether leg signs were asked for at all: a no is another answer than none.
    with op.batch_alter_table("day", schema=None) as batch_op:
        batch_op.alter_column("leg_signs", existing_type=sa.Boolean(), nullable=True)
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("folder", sa.Text(), nullable=True))
    _remake_recordings()


def _remake_recordings() -> None:
    """Two people of a store may keep the same recording, so a row has a number of its own."""
    kept = [
        dict(row)
        for row in op.get_bind()
        .execute(sa.text("SELECT id, person, kind, made_at, bytes FROM recording"))
        .mappings()
    ]
    op.drop_table("recording")
    recording = op.create_table(
        "recording",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_recording_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("person", "source", name=op.f("uq_recording_person_source")),
    )
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recording_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_recording_content"), ["content"], unique=False)
    copied = recording.insert().values(
        person=sa.bindparam("person"),
        source=sa.bindparam("source"),
        content=sa.bindparam("content"),
        kind=sa.bindparam("kind"),
        made_at=sa.bindparam("made_at"),
        bytes=sa.bindparam("bytes"),
    )
    for row in kept:
        op.get_bind().execute(copied, _remade(row))


def _remade(row: dict[str, Any]) -> dict[str, Any]:
    made_at = row["made_at"]
    # SQLite hands out a moment as the text that it keeps.
    moment = datetime.fromisoformat(made_at) if isinstance(made_at, str) else made_at
    kept = {name: row[name] for name in ("person", "kind", "bytes")}
    return {**kept, "source": row["id"], "content": row["id"], "made_at": moment}


def downgrade() -> None:
    """There is no way back: an older levelhip does not open a newer store."""
    raise NotImplementedError
