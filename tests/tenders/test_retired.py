"""A requirement of the bank from first edition to retirement, and a tender that picked it on the way."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from procure import db
from procure.domain.policy import Role
from procure.library.models import BankRequirement
from procure.tenders.models import Requirement
from tests.factories import make_user, municipality, sign_in
from tests.library.test_bank import change, make, plainly, retire
from tests.tenders.making import Draft


@pytest.mark.row("D1")
def test_an_old_tender_keeps_what_is_out_of_use_and_nobody_picks_it_again(app: Flask, draft: Draft) -> None:
    with app.app_context(), db.kept() as session:
        adviser = make_user(session, municipality(session, "Tolga"), Role.ADVISER).id
    adviser_s, lead_s = sign_in(app, adviser), draft.browser()
    key = make(adviser_s, weight="")
    change(adviser_s, key, text_nb="Innbyggere skal kunne velge varsel på SMS.")
    address = draft.url(f"/requirements/bank?q={key}&fits=all")
    with app.app_context(), db.reading() as session:
        ids = {row.edition: row.id for row in session.scalars(_editions(key))}
    assert lead_s.post(address, data={"bank_ids": ids[2]}).status_code == 302
    change(adviser_s, key, kind="information")
    assert retire(adviser_s, key).status_code == 302

    with app.app_context(), db.reading() as session:
        mine = session.scalars(select(Requirement).where(Requirement.bank_key == key)).one()
        newest = session.scalars(_editions(key)).all()[-1]
        assert (mine.bank_edition, newest.edition) == (2, 3)
        page, old, new = draft.url(f"/requirements/{mine.id}"), mine.id, newest.id
    shown = plainly(lead_s.get(page))
    assert "Innbyggere skal kunne velge varsel på SMS." in shown
    assert "Utgått fra banken: Dobbelt opp." in shown
    assert f"{key}" not in lead_s.get(draft.url("/requirements/bank?fits=all&area=VAR")).text
    lead_s.post(draft.url(f"/requirements/{old}/removal"))
    for edition in (ids[1], ids[2], new):
        assert lead_s.post(address, data={"bank_ids": edition}).status_code == 422
    assert "Utgave 1" in adviser_s.get(f"/bank/{key}").text


def _editions(key: str):
    return select(BankRequirement).where(BankRequirement.key == key).order_by(BankRequirement.edition)
