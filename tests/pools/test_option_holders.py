"""Who may join later, and what each body may be bound to: named by the lead, typed by the signatory."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from procure import db
from procure.accounts.models import Organisation
from procure.domain.errors import RuleBroken
from procure.domain.money import Ore
from procure.domain.states import ParticipationState, TenderState
from procure.pools import service
from procure.pools.models import OptionHolder, Participation, Pool
from procure.tenders.models import Tender
from tests.factories import NOW
from tests.filling import sheet
from tests.pools.making import PASSWORD, Story, tell_story, text
from tests.tenders.making import make_tender

HOLDERS = "option-holders"


def body_id(app: Flask, name: str) -> int:
    with app.app_context(), db.reading() as session:
        return session.scalars(select(Organisation.id).where(Organisation.short_name == name)).one()


def name_holder(story: Story, name: str, **volumes: str):
    form = sheet(story.buyer("Tynset").get(story.url(HOLDERS)))
    return form.filled(organisation_id=str(body_id(story.app, name)), **volumes).send(story.buyer("Tynset"))


def rows(story: Story) -> list[OptionHolder]:
    with story.app.app_context(), db.reading() as session:
        found = session.scalars(select(OptionHolder).where(OptionHolder.pool_id == story.pool_id)).all()
        session.expunge_all()
        return list(found)


def put_tender(story: Story, state: TenderState = TenderState.DRAFT) -> None:
    with story.app.app_context(), db.kept() as session:
        pool = session.get_one(Pool, story.pool_id)
        make_tender(session, pool, story.places["Tynset"].buyer).state = state


@pytest.fixture
def story(app: Flask) -> Story:
    return tell_story(app, committed=("Tynset", "Tolga"), invited=("Os",), bystanders=("Røros",))


def test_the_lead_names_one_that_all_in_the_pool_see(story):
    empty = text(story.buyer("Tynset").get(story.url(HOLDERS)))
    assert "Ingen opsjonstakere ennå" in empty
    assert name_holder(story, "Røros", users="45", inhabitants="5 641").status_code == 302
    (holder,) = rows(story)
    assert (holder.users, holder.inhabitants) == (45, 5641)
    for name in ("Tynset", "Tolga"):
        page = text(story.buyer(name).get(story.url()))
        assert "Opsjonstakere" in page
        assert "Røros 45 5 641" in page
    assert "Røros ble ført opp som opsjonstaker" in text(story.buyer("Tolga").get(story.url("history")))
    assert story.buyer("Tolga").get(story.url(HOLDERS)).status_code == 403


def test_each_stands_there_once(story):
    for _time in range(2):
        assert name_holder(story, "Røros", users="45").status_code == 302
    other = name_holder(story, "Røros", users="46")
    assert other.status_code == 422
    assert "Røros kommune står på listen med andre tall." in text(other)
    assert len(rows(story)) == 1


def test_one_that_takes_part_or_is_invited_holds_no_option(story):
    for name in ("Tynset", "Tolga", "Os"):
        assert name_holder(story, name).status_code == 422, name
    with story.app.app_context(), db.reading() as session:
        pool, tolga = session.get_one(Pool, story.pool_id), story.places["Tolga"]
        with pytest.raises(RuleBroken, match="ikke er med"):
            service.add_option_holder(
                session, story.places["Tynset"].buyer, pool, organisation_id=tolga.organisation_id, now=NOW
            )


def test_one_that_was_invited_and_is_out_after_the_lock_can_hold_one_and_not_come_in(app):
    story = tell_story(app, committed=("Tynset",), invited=("Os",), locked=True)
    assert name_holder(story, "Os").status_code == 302


def test_an_option_holder_does_not_become_interested_by_itself(story):
    with story.app.app_context(), db.kept() as session:
        pool = session.get_one(Pool, story.pool_id)
        place = pool.participation_of(story.places["Os"].organisation_id)
        assert place is not None
        place.state = ParticipationState.DECLINED
    assert name_holder(story, "Os").status_code == 302
    with story.app.app_context(), db.reading() as session:
        pool, own = session.get_one(Pool, story.pool_id), story.places["Os"].buyer
        with pytest.raises(RuleBroken, match="Dere står som opsjonstaker"):
            service.answer(session, own, pool, state=ParticipationState.INTERESTED, now=NOW)


def test_one_is_taken_off_the_list_after_a_warning(story):
    name_holder(story, "Røros")
    (holder,) = rows(story)
    address, lead = story.url(f"{HOLDERS}/{holder.id}/removal"), story.buyer("Tynset")
    assert "Ta Røros kommune av listen?" in text(lead.get(address))
    assert story.buyer("Tolga").post(address).status_code == 403
    assert lead.post(address).status_code == 302
    assert rows(story) == []
    assert lead.post(address).status_code == 404
    assert "Røros ble tatt av listen over opsjonstakere" in text(lead.get(story.url("history")))


def test_one_that_somebody_else_has_taken_off_is_let_be(story):
    name_holder(story, "Røros")
    with story.app.app_context(), db.kept() as session:
        holder = session.scalars(select(OptionHolder)).one()
        lead = story.places["Tynset"].buyer
        session.execute(delete(OptionHolder).execution_options(synchronize_session=False))
        service.remove_option_holder(session, lead, holder, now=NOW)
    assert rows(story) == []


def test_a_tender_that_is_written_hears_of_it_and_one_that_is_sent_says_no(story):
    put_tender(story, TenderState.APPROVED)
    assert name_holder(story, "Røros").status_code == 302
    with story.app.app_context(), db.kept() as session:
        tender = session.scalars(select(Tender)).one()
        assert tender.state is TenderState.DRAFT
        tender.state = TenderState.DISPATCHED
    (holder,) = rows(story)
    lead = story.buyer("Tynset")
    assert lead.post(story.url(f"{HOLDERS}/{holder.id}/removal")).status_code == 409
    page = text(lead.get(story.url(HOLDERS)))
    assert "Konkurransen er sendt, så listen ligger fast." in page
    assert "Ta av listen" not in page


# --- What a body may be bound to -----------------------------------------------------------------


def ceiling(story: Story, name: str) -> tuple[Any, Any]:
    with story.app.app_context(), db.reading() as session:
        asked = select(Participation).where(
            Participation.pool_id == story.pool_id,
            Participation.organisation_id == story.places[name].organisation_id,
        )
        row = session.scalars(asked).one()
        return row.ceiling, row.case_number


def test_the_signatory_types_it_with_the_commitment(app):
    story = tell_story(app, interested=("Tolga",))
    client = story.signatory("Tolga")
    form = sheet(client.get(story.url("commitment")))
    filled = form.filled(password=PASSWORD, ceiling="1 250 000,50", case_number="26/118")
    assert filled.send(client).status_code == 302
    assert ceiling(story, "Tolga") == (1_250_000_50, "26/118")
    own = text(story.buyer("Tolga").get(story.url()))
    assert "1 250 000,50 kr" in own
    assert "26/118" in own
    assert "1 250 000,50" not in text(story.buyer("Tynset").get(story.url()))


def test_it_may_be_left_open_and_changed_later(story):
    assert ceiling(story, "Tolga") == (None, None)
    client = story.signatory("Tolga")
    form = sheet(client.get(story.url("ceiling")))
    assert form.filled(ceiling="900 000", case_number="").send(client).status_code == 302
    assert ceiling(story, "Tolga") == (900_000_00, None)
    assert form.filled(ceiling="1").send(client).status_code == 409  # filled from what it was before
    assert sheet(client.get(story.url("ceiling"))).send(client).status_code == 302
    history = text(client.get(story.url("history")))
    assert history.count("Tolga endret rammen eller saksnummeret sitt") == 1
    assert "900 000" not in history
    assert story.buyer("Tolga").get(story.url("ceiling")).status_code == 403


def test_one_that_is_not_committed_has_none(app):
    story = tell_story(app, interested=("Tolga",))
    client = story.signatory("Tolga")
    assert "Bare en kommune som har forpliktet seg, har en ramme." in text(client.get(story.url("ceiling")))
    typed = {"ceiling": "1", "case_number": "", "version": story.version("Tolga")}
    assert client.post(story.url("ceiling"), data=typed).status_code == 422


def test_it_goes_with_the_commitment(story):
    with story.app.app_context(), db.kept() as session:
        pool = session.get_one(Pool, story.pool_id)
        tolga = story.places["Tolga"]
        service.set_ceiling(session, tolga.signatory, pool, ceiling=Ore(5), case_number="", now=NOW)
        service.withdraw(session, tolga.buyer, pool, now=NOW)
    assert ceiling(story, "Tolga")[0] is None


def test_it_stands_when_the_tender_is_sent(story):
    put_tender(story, TenderState.APPROVED)
    client = story.signatory("Tolga")
    assert sheet(client.get(story.url("ceiling"))).filled(ceiling="7").send(client).status_code == 302
    with story.app.app_context(), db.kept() as session:
        tender = session.scalars(select(Tender)).one()
        assert tender.state is TenderState.APPROVED  # no document has it: no approval falls
        tender.state = TenderState.DISPATCHED
    assert "så rammen ligger fast" in text(client.get(story.url("ceiling")))
    typed = {"ceiling": "8", "case_number": "", "version": story.version("Tolga")}
    assert client.post(story.url("ceiling"), data=typed).status_code == 422
    assert ceiling(story, "Tolga")[0] == 7_00
