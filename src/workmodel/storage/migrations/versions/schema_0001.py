"""The first tables."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic.operations import Operations

revision: Final = "0001"
down_revision: Final = None
branch_labels: Final = None
depends_on: Final = None


def upgrade(op: Operations) -> None:
    """Make them."""
    op.create_table(
        "workmodel_plans",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
    )
    op.create_table(
        "workmodel_revisions",
        sa.Column("plan", sa.Integer, sa.ForeignKey("workmodel_plans.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("origin_name", sa.Text),
        sa.Column("origin_number", sa.Integer),
    )
    op.create_index("workmodel_revisions_at", "workmodel_revisions", ["plan", "at"])
    _entities(op)
    op.create_table(
        "workmodel_assignees",
        sa.Column("plan", sa.Integer, sa.ForeignKey("workmodel_plans.id"), primary_key=True),
        sa.Column("resource", sa.Text, primary_key=True),
        sa.Column("entity", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "workmodel_changes",
        sa.Column("plan", sa.Integer, sa.ForeignKey("workmodel_plans.id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_index("workmodel_changes_subject", "workmodel_changes", ["plan", "subject"])


def _entities(op: Operations) -> None:
    op.create_table(
        "workmodel_entities",
        sa.Column("plan", sa.Integer, sa.ForeignKey("workmodel_plans.id"), primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("parent", sa.Text),
        sa.Column("start", sa.Text),
        sa.Column("finish", sa.Text),
        sa.Column("deadline", sa.Text),
        sa.Column("status", sa.Text),
        sa.Column("document", sa.Text, nullable=False),
    )
    for name in ("parent", "start", "finish", "deadline"):
        held = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"workmodel_entities_{name}",
            "workmodel_entities",
            ["plan", name],
            sqlite_where=held,
            postgresql_where=held,
        )
