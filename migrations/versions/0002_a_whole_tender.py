"""A whole tender: lots, estimate, timeline, qualifications, changes, attachments; agreements in full."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    op.create_table(
        "option_holder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("users", sa.Integer(), nullable=True),
        sa.Column("inhabitants", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("inhabitants >= 0", name=op.f("ck_option_holder_inhabitants_not_negative")),
        sa.CheckConstraint("users >= 0", name=op.f("ck_option_holder_users_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_option_holder_organisation_id")
        ),
        sa.ForeignKeyConstraint(["pool_id"], ["pool.id"], name=op.f("fk_option_holder_pool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_option_holder")),
        sa.UniqueConstraint(
            "pool_id", "organisation_id", name=op.f("uq_option_holder_pool_id_organisation_id")
        ),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("annex", sa.Integer(), nullable=True),
        sa.Column("contract", sa.Integer(), server_default="1", nullable=False),
        sa.Column("official_text", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_attachment_sha256")),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_attachment_tender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("tender_id", "name", name=op.f("uq_attachment_tender_id_name")),
    )
    op.create_table(
        "contract_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("contract", sa.Integer(), server_default="1", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_contract_change_tender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_change")),
        sa.UniqueConstraint("once", name=op.f("uq_contract_change_once")),
    )
    with op.batch_alter_table("contract_change") as contract_change:
        contract_change.create_index(contract_change.f("ix_contract_change_tender_id"), ["tender_id"])

    op.create_table(
        "estimate_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), server_default="1", nullable=False),
        sa.Column("option", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_estimate_line_amount_not_negative")),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_estimate_line_quantity_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_estimate_line_organisation_id")
        ),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_estimate_line_tender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estimate_line")),
        sa.UniqueConstraint("once", name=op.f("uq_estimate_line_once")),
    )
    with op.batch_alter_table("estimate_line") as estimate_line:
        estimate_line.create_index(estimate_line.f("ix_estimate_line_tender_id"), ["tender_id"])

    op.create_table(
        "imported_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["user.id"], name=op.f("fk_imported_case_imported_by_id")
        ),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_imported_case_tender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_case")),
        sa.UniqueConstraint("sha256", name=op.f("uq_imported_case_sha256")),
        info={"append_only": True},
    )
    with op.batch_alter_table("imported_case") as imported_case:
        imported_case.create_index(imported_case.f("ix_imported_case_tender_id"), ["tender_id"])

    op.create_table(
        "lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=True),
        sa.Column("description_en", sa.Text(), nullable=True),
        sa.Column("estimate", sa.BigInteger(), nullable=True),
        sa.Column("climate", sa.String(40), nullable=True),
        sa.Column("climate_reason", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("once", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("estimate >= 0", name=op.f("ck_lot_estimate_not_negative")),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_lot_tender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("once", name=op.f("uq_lot_once")),
        sa.UniqueConstraint("tender_id", "number", name=op.f("uq_lot_tender_id_number")),
    )
    with op.batch_alter_table("lot") as lot:
        lot.create_index(lot.f("ix_lot_tender_id"), ["tender_id"])

    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_milestone_tender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("tender_id", "step", name=op.f("uq_milestone_tender_id_step")),
    )
    op.create_table(
        "omitted_clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_omitted_clause_tender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_omitted_clause")),
        sa.UniqueConstraint("tender_id", "key", name=op.f("uq_omitted_clause_tender_id_key")),
    )
    op.create_table(
        "qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("documentation", sa.Text(), nullable=False),
        sa.Column("turnover", sa.BigInteger(), nullable=True),
        sa.Column("turnover_reason", sa.Text(), nullable=True),
        sa.Column("once", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("turnover >= 0", name=op.f("ck_qualification_turnover_not_negative")),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_qualification_tender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
        sa.UniqueConstraint("once", name=op.f("uq_qualification_once")),
    )
    with op.batch_alter_table("qualification") as qualification:
        qualification.create_index(qualification.f("ix_qualification_tender_id"), ["tender_id"])

    op.create_table(
        "deviation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_deviation_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_deviation_requirement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation")),
        sa.UniqueConstraint(
            "requirement_id", "organisation_id", name=op.f("uq_deviation_requirement_id_organisation_id")
        ),
    )
    with op.batch_alter_table("deviation") as deviation:
        deviation.create_index(deviation.f("ix_deviation_requirement_id"), ["requirement_id"])

    with op.batch_alter_table("annex") as annex:
        annex.add_column(sa.Column("role", sa.String(40), server_default="requirements", nullable=False))
        annex.add_column(sa.Column("due", sa.String(40), server_default="publication", nullable=False))
        annex.add_column(sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
        annex.add_column(sa.Column("corrected_by_id", sa.Integer(), nullable=True))
        annex.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        annex.create_foreign_key(annex.f("fk_annex_corrected_by_id"), "user", ["corrected_by_id"], ["id"])

    # which annex holds changes to the standard text stands with the annex from now on
    op.execute(
        "UPDATE annex SET role = 'changes' WHERE number ="
        " (SELECT change_annex FROM agreement WHERE agreement.id = annex.agreement_id)"
    )
    with op.batch_alter_table("agreement") as agreement:
        agreement.add_column(sa.Column("name_en", sa.String(length=200), server_default="", nullable=False))
        agreement.add_column(sa.Column("languages", sa.JSON(), server_default="[]", nullable=False))
        agreement.add_column(sa.Column("offered", sa.Boolean(), server_default=sa.false(), nullable=False))
        agreement.add_column(
            sa.Column("annex_clause", sa.String(length=20), server_default="", nullable=False)
        )
        agreement.add_column(sa.Column("use_nb", sa.Text(), server_default="", nullable=False))
        agreement.add_column(sa.Column("use_nn", sa.Text(), server_default="", nullable=False))
        agreement.add_column(sa.Column("change_note_nb", sa.Text(), server_default="", nullable=False))
        agreement.add_column(sa.Column("change_note_nn", sa.Text(), server_default="", nullable=False))
        agreement.add_column(sa.Column("precedence_nb", sa.JSON(), server_default="[]", nullable=False))
        agreement.add_column(sa.Column("precedence_nn", sa.JSON(), server_default="[]", nullable=False))
        agreement.add_column(sa.Column("hints_nb", sa.JSON(), server_default="[]", nullable=False))
        agreement.add_column(sa.Column("hints_nn", sa.JSON(), server_default="[]", nullable=False))
        agreement.drop_column("change_annex")

    with op.batch_alter_table("criterion") as criterion:
        criterion.add_column(sa.Column("name_en", sa.String(length=200), nullable=True))
        criterion.add_column(sa.Column("worth", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("requests_until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("participation") as participation:
        participation.add_column(sa.Column("signatory_name", sa.String(length=200), nullable=True))
        participation.add_column(sa.Column("case_number", sa.String(length=40), nullable=True))

    with op.batch_alter_table("price_line") as price_line:
        price_line.add_column(sa.Column("payer", sa.String(40), server_default="each", nullable=False))
        price_line.add_column(sa.Column("driver", sa.String(40), nullable=True))
        price_line.add_column(sa.Column("months", sa.Integer(), nullable=True))
        price_line.add_column(sa.Column("evaluated", sa.Boolean(), server_default=sa.true(), nullable=False))
        price_line.add_column(sa.Column("heading", sa.String(length=120), nullable=True))
        price_line.add_column(sa.Column("joint_amount", sa.Integer(), nullable=True))
        price_line.add_column(sa.Column("lot_id", sa.Integer(), nullable=True))
        price_line.create_foreign_key(price_line.f("fk_price_line_lot_id"), "lot", ["lot_id"], ["id"])

    with op.batch_alter_table("requirement") as requirement:
        requirement.add_column(sa.Column("lot_id", sa.Integer(), nullable=True))
        requirement.create_foreign_key(requirement.f("fk_requirement_lot_id"), "lot", ["lot_id"], ["id"])

    with op.batch_alter_table("section") as section:
        section.add_column(sa.Column("contract", sa.Integer(), server_default="1", nullable=False))
        section.add_column(sa.Column("form", sa.String(length=40), nullable=True))
        section.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("tender") as tender:
        tender.add_column(sa.Column("companion_id", sa.Integer(), nullable=True))
        tender.add_column(sa.Column("title_en", sa.String(length=200), nullable=True))
        tender.add_column(sa.Column("description_en", sa.Text(), nullable=True))
        tender.add_column(sa.Column("estimated_by_id", sa.Integer(), nullable=True))
        tender.add_column(sa.Column("framework_maximum", sa.BigInteger(), nullable=True))
        tender.add_column(sa.Column("open_ended", sa.Boolean(), server_default=sa.false(), nullable=False))
        tender.add_column(sa.Column("invited_least", sa.Integer(), nullable=True))
        tender.add_column(sa.Column("invited_most", sa.Integer(), nullable=True))
        tender.add_column(sa.Column("selection", sa.Text(), nullable=True))
        tender.add_column(sa.Column("reduction", sa.Boolean(), nullable=True))
        tender.add_column(sa.Column("award_without_negotiation", sa.Boolean(), nullable=True))
        tender.add_column(sa.Column("contract_reason", sa.Text(), nullable=True))
        tender.add_column(sa.Column("responsibility_reason", sa.Text(), nullable=True))
        tender.add_column(sa.Column("option_terms", sa.Text(), nullable=True))
        tender.add_column(sa.Column("requests_until", sa.DateTime(timezone=True), nullable=True))
        tender.add_column(sa.Column("espd", sa.Boolean(), nullable=True))
        tender.add_column(sa.Column("price_model", sa.String(40), nullable=True))
        tender.add_column(sa.Column("price_break", sa.Integer(), nullable=True))
        tender.add_column(sa.Column("tie_rule", sa.String(40), nullable=True))
        tender.add_column(sa.Column("evaluated_months", sa.Integer(), nullable=True))
        tender.create_foreign_key(tender.f("fk_tender_companion_id"), "agreement", ["companion_id"], ["id"])
        tender.create_foreign_key(tender.f("fk_tender_estimated_by_id"), "user", ["estimated_by_id"], ["id"])

    with op.batch_alter_table("participation") as participation:
        participation.drop_constraint(op.f("ck_participation_committed"), type_="check")
        participation.create_check_constraint(
            op.f("ck_participation_committed"),
            "state <> 'committed' OR (committed_at IS NOT NULL"
            " AND (committed_by_id IS NOT NULL OR signatory_name IS NOT NULL))",
        )


def downgrade() -> None:
    # a commitment made elsewhere has no place in the older table
    op.execute(
        "UPDATE participation SET state = 'interested' WHERE state = 'committed' AND committed_by_id IS NULL"
    )
    with op.batch_alter_table("participation") as participation:
        participation.drop_constraint(op.f("ck_participation_committed"), type_="check")
        participation.create_check_constraint(
            op.f("ck_participation_committed"),
            "state <> 'committed' OR (committed_at IS NOT NULL AND committed_by_id IS NOT NULL)",
        )
    with op.batch_alter_table("tender") as tender:
        tender.drop_constraint(tender.f("fk_tender_estimated_by_id"), type_="foreignkey")
        tender.drop_constraint(tender.f("fk_tender_companion_id"), type_="foreignkey")
        tender.drop_column("open_ended")
        tender.drop_column("evaluated_months")
        tender.drop_column("tie_rule")
        tender.drop_column("price_break")
        tender.drop_column("price_model")
        tender.drop_column("espd")
        tender.drop_column("requests_until")
        tender.drop_column("option_terms")
        tender.drop_column("responsibility_reason")
        tender.drop_column("contract_reason")
        tender.drop_column("award_without_negotiation")
        tender.drop_column("reduction")
        tender.drop_column("selection")
        tender.drop_column("invited_most")
        tender.drop_column("invited_least")
        tender.drop_column("framework_maximum")
        tender.drop_column("estimated_by_id")
        tender.drop_column("description_en")
        tender.drop_column("title_en")
        tender.drop_column("companion_id")

    with op.batch_alter_table("section") as section:
        section.drop_column("removed_at")
        section.drop_column("form")
        section.drop_column("contract")

    with op.batch_alter_table("requirement") as requirement:
        requirement.drop_constraint(requirement.f("fk_requirement_lot_id"), type_="foreignkey")
        requirement.drop_column("lot_id")

    with op.batch_alter_table("price_line") as price_line:
        price_line.drop_constraint(price_line.f("fk_price_line_lot_id"), type_="foreignkey")
        price_line.drop_column("lot_id")
        price_line.drop_column("joint_amount")
        price_line.drop_column("heading")
        price_line.drop_column("evaluated")
        price_line.drop_column("months")
        price_line.drop_column("driver")
        price_line.drop_column("payer")

    with op.batch_alter_table("participation") as participation:
        participation.drop_column("case_number")
        participation.drop_column("signatory_name")

    with op.batch_alter_table("notice") as notice:
        notice.drop_column("requests_until")

    with op.batch_alter_table("criterion") as criterion:
        criterion.drop_column("worth")
        criterion.drop_column("name_en")

    with op.batch_alter_table("agreement") as agreement:
        agreement.add_column(sa.Column("change_annex", sa.Integer(), server_default="0", nullable=False))
        agreement.drop_column("hints_nn")
        agreement.drop_column("hints_nb")
        agreement.drop_column("precedence_nn")
        agreement.drop_column("precedence_nb")
        agreement.drop_column("change_note_nn")
        agreement.drop_column("change_note_nb")
        agreement.drop_column("use_nn")
        agreement.drop_column("use_nb")
        agreement.drop_column("annex_clause")
        agreement.drop_column("offered")
        agreement.drop_column("languages")
        agreement.drop_column("name_en")

    op.execute(
        "UPDATE agreement SET change_annex = COALESCE((SELECT MIN(annex.number) FROM annex"
        " WHERE annex.agreement_id = agreement.id AND annex.role = 'changes'), 0)"
    )
    with op.batch_alter_table("agreement") as agreement:
        agreement.alter_column("change_annex", server_default=None)

    with op.batch_alter_table("annex") as annex:
        annex.drop_constraint(annex.f("fk_annex_corrected_by_id"), type_="foreignkey")
        annex.drop_column("version")
        annex.drop_column("corrected_by_id")
        annex.drop_column("corrected_at")
        annex.drop_column("due")
        annex.drop_column("role")

    with op.batch_alter_table("deviation") as deviation:
        deviation.drop_index(deviation.f("ix_deviation_requirement_id"))

    op.drop_table("deviation")
    with op.batch_alter_table("qualification") as qualification:
        qualification.drop_index(qualification.f("ix_qualification_tender_id"))

    op.drop_table("qualification")
    op.drop_table("omitted_clause")
    op.drop_table("milestone")
    with op.batch_alter_table("lot") as lot:
        lot.drop_index(lot.f("ix_lot_tender_id"))

    op.drop_table("lot")
    with op.batch_alter_table("imported_case") as imported_case:
        imported_case.drop_index(imported_case.f("ix_imported_case_tender_id"))

    op.drop_table("imported_case")
    with op.batch_alter_table("estimate_line") as estimate_line:
        estimate_line.drop_index(estimate_line.f("ix_estimate_line_tender_id"))

    op.drop_table("estimate_line")
    with op.batch_alter_table("contract_change") as contract_change:
        contract_change.drop_index(contract_change.f("ix_contract_change_tender_id"))

    op.drop_table("contract_change")
    op.drop_table("attachment")
    op.drop_table("option_holder")
