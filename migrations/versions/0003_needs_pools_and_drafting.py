"""needs pools and drafting."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    op.create_table(
        "bank_retirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("replaced_by", sa.String(length=20), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("replaced_by <> key", name=op.f("ck_bank_retirement_replaced_by_another")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_bank_retirement_ended_by_id")),
        sa.ForeignKeyConstraint(
            ["retired_by_id"], ["user.id"], name=op.f("fk_bank_retirement_retired_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_retirement")),
    )
    with op.batch_alter_table("bank_retirement", schema=None) as batch_op:
        batch_op.create_index(
            "uq_bank_retirement_standing",
            ["key"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "pool_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("once", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_pool_comment_author_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pool_comment_organisation_id")
        ),
        sa.ForeignKeyConstraint(["pool_id"], ["pool.id"], name=op.f("fk_pool_comment_pool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_comment")),
        sa.UniqueConstraint("once", name=op.f("uq_pool_comment_once")),
    )
    with op.batch_alter_table("pool_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pool_comment_pool_id"), ["pool_id"], unique=False)

    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=True),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(done_at IS NULL) = (count IS NULL)", name=op.f("ck_upload_done_has_count")),
        sa.CheckConstraint("count >= 0", name=op.f("ck_upload_count_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_upload_organisation_id")
        ),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_upload_tender_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_upload_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("once", name=op.f("uq_upload_once")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_upload_user_id"), ["user_id"], unique=False)

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("once", sa.String(length=32), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_attachment_once"), ["once"])

    with op.batch_alter_table("bank_requirement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_nn", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("categories", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("climate", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("weight", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("shipped", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("change", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("made_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("made_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("once", sa.String(length=32), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_bank_requirement_once"), ["once"])
        batch_op.create_foreign_key(
            batch_op.f("fk_bank_requirement_made_by_id"), "user", ["made_by_id"], ["id"]
        )

    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name_en", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("description_en", sa.String(length=400), server_default="", nullable=False)
        )

    with op.batch_alter_table("deviation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_category_state"))
        batch_op.create_index(
            "ix_need_matching",
            [
                "category_key",
                "state",
                "visibility",
                "organisation_id",
                "contract_end",
                "ends_on",
                "renewal_months",
                "notice_months",
                "extension_months",
            ],
            unique=False,
        )

    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pupils", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("release_asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("released_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("release_cost", sa.Text(), nullable=True))

    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.add_column(sa.Column("equal_percent", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("mixed_with", sa.String(40), nullable=True))
        batch_op.add_column(sa.Column("dissolved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("dissolved_reason", sa.String(length=1000), nullable=True))
        batch_op.add_column(sa.Column("offered_to_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_pool_offered_to_id"), "organisation", ["offered_to_id"], ["id"]
        )

    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("adapted", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("own_id", sa.String(length=40), nullable=True))

    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.add_column(sa.Column("once", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("writer_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("owner_note", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("left_out", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_section_owner_id"), ["owner_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_section_once"), ["once"])
        batch_op.create_foreign_key(batch_op.f("fk_section_owner_id"), "organisation", ["owner_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_section_writer_id"), "user", ["writer_id"], ["id"])

    # The bank's rows come from files: `reference load` puts them in anew, with what the new columns hold.
    lite = op.get_bind().dialect.name == "sqlite"
    op.execute(
        "DROP TRIGGER IF EXISTS guard_bank_requirement_delete" + ("" if lite else " ON bank_requirement")
    )
    op.execute(sa.delete(sa.table("bank_requirement")))


def downgrade() -> None:
    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_section_writer_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_section_owner_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_section_once"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_section_owner_id"))
        batch_op.drop_column("left_out")
        batch_op.drop_column("owner_note")
        batch_op.drop_column("due_on")
        batch_op.drop_column("writer_id")
        batch_op.drop_column("owner_id")
        batch_op.drop_column("once")

    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.drop_column("own_id")
        batch_op.drop_column("adapted")

    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_pool_offered_to_id"), type_="foreignkey")
        batch_op.drop_column("offered_at")
        batch_op.drop_column("offered_to_id")
        batch_op.drop_column("dissolved_reason")
        batch_op.drop_column("dissolved_at")
        batch_op.drop_column("mixed_with")
        batch_op.drop_column("equal_percent")

    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_column("release_cost")
        batch_op.drop_column("released_on")
        batch_op.drop_column("release_asked_at")
        batch_op.drop_column("pupils")

    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index("ix_need_matching")
        batch_op.create_index(batch_op.f("ix_need_category_state"), ["category_key", "state"], unique=False)

    with op.batch_alter_table("deviation", schema=None) as batch_op:
        batch_op.drop_column("version")

    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.drop_column("description_en")
        batch_op.drop_column("name_en")

    with op.batch_alter_table("bank_requirement", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_bank_requirement_made_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_bank_requirement_once"), type_="unique")
        batch_op.drop_column("once")
        batch_op.drop_column("made_by_id")
        batch_op.drop_column("made_at")
        batch_op.drop_column("change")
        batch_op.drop_column("shipped")
        batch_op.drop_column("weight")
        batch_op.drop_column("climate")
        batch_op.drop_column("categories")
        batch_op.drop_column("source_nn")

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_attachment_once"), type_="unique")
        batch_op.drop_column("once")
        batch_op.drop_column("scanned_at")

    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_user_id"))
        batch_op.drop_index(batch_op.f("ix_upload_created_at"))

    op.drop_table("upload")
    with op.batch_alter_table("pool_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pool_comment_pool_id"))

    op.drop_table("pool_comment")
    with op.batch_alter_table("bank_retirement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_bank_retirement_standing",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("bank_retirement")
