"""A need from the first question until it is shared, matched and withdrawn, through the real door."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from procure import db
from procure.accounts.models import Kind, Membership
from procure.audit.models import AuditEvent
from procure.demand.models import ContractEnd, Need, NeedState, Visibility
from procure.domain.money import Ore
from procure.domain.policy import Role
from procure.notifications.models import Notification
from tests.demand.registering import ONCE, Person, make_need, queries, somebody, text
from tests.factories import make_organisation, make_user, municipality, sign_in

TODAY: dict[str, Any] = {
    "contract_end": "date",
    "ends_on": "31.07.2027",
    "yearly_cost": "99 000,-",
    "notice_months": "6",
}
HOSTILE = "<script>alert(1)</script> {{ 7*7777 }} Kárášjohka 😀"


def rows(app, asked):
    with app.app_context(), db.reading() as session:
        return session.scalar(asked) or 0


@pytest.mark.row("A1")
def test_a_need_is_asked_for_group_by_group_and_shared(app):
    buyer = somebody(app)
    need_id = buyer.begins()
    address = f"/needs/{need_id}"
    assert "Spørsmål 3 av 7" in buyer.reads(f"{address}/today")
    answer = buyer.answers(need_id, "today", system="Trollmor", vendor="Fjelltind AS", **TODAY)
    assert answer.location == f"{address}/volumes"
    buyer.answers(need_id, "volumes", cases="74")
    buyer.answers(need_id, "start", start_from="1.8.2027", start_to="1. januar 2028")
    buyer.answers(need_id, "integrations", integrations="ID-porten", data_formats="CSV")
    assert buyer.answers(need_id, "wishes", wishes="Modul for SFO").location == f"{address}/check"
    page = buyer.reads(f"{address}/check")
    for shown in (
        "Trollmor",
        "99 000 kr",
        "1 604",
        "6 måneder før, senest søndag 31. januar 2027",
        "Modul for SFO",
    ):
        assert shown in page
    assert "Ett svar mangler: antall brukere." in page
    assert "samlet antall brukere og kostnad per bruker" in page
    buyer.answers(need_id, "check", visibility="pool")
    need = buyer.need(need_id)
    assert (need.state, need.visibility) == (NeedState.SHARED, Visibility.POOL)
    assert (need.yearly_cost, need.ends_on, need.users) == (Ore(99_000_00), date(2027, 7, 31), None)


@pytest.mark.row("A1")
@pytest.mark.parametrize(
    ("end", "fields", "shown"),
    [
        (
            ContractEnd.DATE,
            {"ends_on": "31.07.2027", "renewal_months": "12", "notice_months": "6"},
            "Fornyes 12",
        ),
        (ContractEnd.UNTIL_TERMINATED, {"notice_months": "6"}, "Tidligst ut søndag 23. mai 2027"),
        (ContractEnd.NO_SYSTEM, {}, "dere har ikke noe system i dag"),
        (ContractEnd.NOT_KNOWN, {}, "dere vet ikke ennå"),
    ],
)
def test_all_four_answers_about_the_end_are_saved_and_say_what_they_hold_back(app, end, fields, shown):
    buyer = somebody(app)
    need_id = buyer.begins()
    buyer.answers(need_id, "today", contract_end=end.value, **fields)
    assert buyer.need(need_id).contract_end is end
    page = buyer.reads(f"/needs/{need_id}")
    assert shown in page
    assert ("når alle kan skifte" in page) == (end is ContractEnd.NOT_KNOWN)


@pytest.mark.row("A1")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("22.11.2026", "har vært"),
        ("23.11.2046", "20 år fram i tid eller mer"),
        ("31.02.2027", "finnes ikke"),
        ("snart", "må skrives slik"),
        ("", "Skriv når avtalen slutter"),
    ],
)
def test_a_day_that_cannot_be_is_an_error_at_its_field_and_everything_typed_is_kept(app, typed, sentence):
    buyer = somebody(app)
    need_id = buyer.begins()
    facts = {"system": "Trollmor & sønn", "yearly_cost": "99 000", "contract_end": "date", "ends_on": typed}
    answer = buyer.answers(need_id, "today", 422, **facts)
    page = answer.get_data(as_text=True)
    assert sentence in text(answer)
    assert 'id="ends_on-error"' in page
    assert "Feil:" in page
    for kept in ("Trollmor &amp; sønn", "99 000", typed):
        assert f'value="{kept}"' in page
    assert buyer.need(need_id).contract_end is None


@pytest.mark.parametrize("day", ["23.11.2026", "22.11.2046"])
def test_today_and_the_day_before_twenty_years_from_now_are_allowed(app, day):
    buyer = somebody(app)
    need_id = buyer.begins()
    buyer.answers(need_id, "today", contract_end="date", ends_on=day)
    assert buyer.need(need_id).ends_on is not None


@pytest.mark.row("A1")
def test_a_half_filled_need_is_found_again_on_the_start_page(app):
    buyer = somebody(app)
    need_id = buyer.begins()
    answer = buyer.answers(need_id, "today", system="Trollmor", later="1")
    assert answer.location == "/start"
    page = buyer.browser.get("/start").get_data(as_text=True)
    assert f'href="/needs/{need_id}/check"' in page
    assert "Utkast" in page


def test_the_same_form_sent_twice_makes_one_need(app):
    buyer = somebody(app)
    assert buyer.begins(once=ONCE) == buyer.begins(once=ONCE)
    assert rows(app, select(func.count()).select_from(Need)) == 1


@pytest.mark.parametrize(
    ("group", "field", "typed"),
    [
        ("volumes", "users", "-3"),
        ("volumes", "cases", "9" * 5_000),
        ("volumes", "users", "mange"),
        ("today", "yearly_cost", "1 000 000 001"),
        ("today", "notice_months", "601"),
        ("today", "contract_end", "when pigs fly"),
        ("today", "system", "x" * 201),
        ("wishes", "wishes", "x" * 1_000_000),
        ("start", "start_from", "01.01.9999"),
        ("category", "category_key", "valg"),
        ("category", "category_key", "no such"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(app, group, field, typed):
    buyer = somebody(app)
    need_id = buyer.begins()
    before = buyer.need(need_id).version
    assert "må rettes" in text(buyer.answers(need_id, group, 422, **{field: typed}))
    assert buyer.need(need_id).version == before


def test_a_start_that_ends_before_it_begins_is_refused(app):
    buyer = somebody(app)
    answer = buyer.answers(buyer.begins(), "start", 422, start_from="01.01.2028", start_to="01.12.2027")
    assert "er før tidligste start" in text(answer)


def test_whatever_is_typed_is_shown_as_it_was_typed(app):
    buyer = somebody(app)
    need_id = buyer.begins()
    buyer.answers(need_id, "today", system=HOSTILE, vendor=HOSTILE)
    buyer.answers(need_id, "wishes", wishes=HOSTILE)
    for path in (
        f"/needs/{need_id}",
        f"/needs/{need_id}/check",
        f"/needs/{need_id}/today",
        "/start",
        "/needs",
    ):
        page = buyer.browser.get(path).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "54439" not in page
    assert HOSTILE in buyer.reads(f"/needs/{need_id}")


def test_of_two_tabs_the_second_is_told_and_gets_its_text_back(app):
    buyer = somebody(app)
    need_id = buyer.begins()
    version = buyer.need(need_id).version
    buyer.sends(f"/needs/{need_id}/wishes", version=version, wishes="den første")
    answer = buyer.sends(f"/needs/{need_id}/wishes", 409, version=version, wishes="den andre")
    assert "den andre" in text(answer)
    assert buyer.need(need_id).wishes == "den første"


def test_the_same_answers_again_leave_no_trace(app):
    buyer = somebody(app)
    need_id = buyer.begins()
    buyer.answers(need_id, "wishes", wishes="SFO")
    buyer.answers(need_id, "wishes", wishes="SFO")
    answered = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "need.answered")
    assert rows(app, answered) == 1


# --- Matches ------------------------------------------------------------------------------------------


@pytest.fixture
def five(app):
    """Three care-record systems whose contracts end within twelve months, and two other needs."""
    with app.app_context(), db.kept() as session:
        return {
            "Tolga": make_need(session, "Tolga", ends_on=date(2027, 7, 31)).id,
            "Os": make_need(session, "Os", ends_on=date(2027, 12, 31), users=4711).id,
            "Alvdal": make_need(session, "Alvdal", ends_on=date(2028, 6, 30)).id,
            "Folldal": make_need(session, "Folldal", "barnehage").id,
            "Rendalen": make_need(session, "Rendalen", ends_on=date(2031, 1, 31)).id,
        }


@pytest.mark.row("A2")
def test_of_five_needs_exactly_the_other_two_match(app, five):
    page = somebody(app).reads(f"/needs/{five['Tolga']}")
    assert "Os kommune" in page
    assert "Alvdal kommune" in page
    assert "Folldal kommune" not in page
    assert "Rendalen kommune" not in page
    assert "To andre har samme behov" in page
    assert "venter 5 måneder lenger enn avtalen gir rom for" in page
    assert "desember 2027" in page


@pytest.mark.row("A2")
def test_the_start_page_names_those_who_need_the_same(app, five):
    page = somebody(app).reads("/start")
    assert "To andre har samme behov" in page
    assert "Alvdal og Os" in page


@pytest.mark.row("A9")
def test_one_who_looks_shows_no_figures_and_one_who_keeps_it_private_is_nowhere(app, five):
    with app.app_context(), db.kept() as session:
        make_need(session, "Tynset", visibility=Visibility.MINE, system="Hemmelig", users=5555)
        make_need(session, "Engerdal", state=NeedState.DRAFT, shared_at=None)
    buyer = somebody(app)
    for path in (
        f"/needs/{five['Tolga']}",
        "/needs",
        "/start",
        "/contracts",
        f"/needs/{five['Tolga']}/check",
    ):
        page = buyer.reads(path)
        assert "Tynset" not in page
        assert "Engerdal" not in page
        assert "4 711" not in page
        assert "Hemmelig" not in page
    assert "To andre med samme behov får se at Tolga ser etter" in buyer.reads(
        f"/needs/{five['Tolga']}/check"
    )


@pytest.mark.row("A9")
def test_one_who_keeps_it_private_is_told_of_nobody(app, five):
    buyer = somebody(app)
    buyer.answers(five["Tolga"], "check", visibility="mine")
    page = buyer.reads(f"/needs/{five['Tolga']}")
    assert "Os kommune" not in page
    assert "Dere har valgt at bare dere ser behovet" in page
    assert "Tolga kommune" not in somebody(app, "Os").reads(f"/needs/{five['Os']}")


def test_those_who_need_the_same_are_told_when_one_more_does(app, five):
    buyer = somebody(app, "Tynset")
    need_id = buyer.begins()
    buyer.answers(need_id, "today", contract_end="date", ends_on="31.10.2027")
    told = select(func.count()).select_from(Notification)
    assert rows(app, told) == 0
    buyer.answers(need_id, "check", visibility="looking")
    assert rows(app, told) == 3
    buyer.answers(need_id, "check", visibility="pool")
    assert rows(app, told) == 3
    with app.app_context(), db.reading() as session:
        paths = set(session.scalars(select(Notification.path)))
    assert paths == {f"/needs/{five[place]}" for place in ("Tolga", "Os", "Alvdal")}


def test_a_need_that_is_withdrawn_is_not_shown_and_can_be_shared_again(app, five):
    buyer, other = somebody(app, "Os"), somebody(app)
    assert "Behovet forsvinner" in buyer.reads(f"/needs/{five['Os']}/withdrawal")
    buyer.answers(five["Os"], "withdrawal")
    assert "Os kommune" not in other.reads(f"/needs/{five['Tolga']}")
    assert "Trukket" in buyer.reads(f"/needs/{five['Os']}")
    buyer.answers(five["Os"], "check", visibility="looking")
    assert "Os kommune" in other.reads(f"/needs/{five['Tolga']}")


def test_another_municipalitys_need_has_no_page(app, five):
    buyer = somebody(app)
    for path in ("", "/check", "/today", "/withdrawal"):
        buyer.reads(f"/needs/{five['Os']}{path}", 404)
    buyer.sends(f"/needs/{five['Os']}/wishes", 404, version=1, wishes="ikke mitt")


def test_a_signatory_reads_and_does_not_write(app, five):
    signatory = somebody(app, "Tolga", Role.SIGNATORY)
    page = signatory.reads(f"/needs/{five['Tolga']}")
    assert "Os kommune" in page
    assert "Bare innkjøperen kan endre" in page
    signatory.reads(f"/needs/{five['Tolga']}/today", 403)
    signatory.sends(f"/needs/{five['Tolga']}/check", 403, version=1, visibility="pool")


# --- Lists ------------------------------------------------------------------------------------------


def test_an_empty_list_says_why_and_offers_the_first_step(app):
    buyer = somebody(app)
    for path in ("/needs", "/contracts", "/start"):
        assert "Meld et behov" in buyer.reads(path)


def test_the_contracts_tell_when_one_must_say_so_and_can_leave(app):
    with app.app_context(), db.kept() as session:
        make_need(session, "Tolga", renewal_months=12, notice_months=6, yearly_cost=Ore(99_000_00))
        make_need(session, "Tolga", "kvalitet", contract_end=ContractEnd.NO_SYSTEM, ends_on=None)
    page = somebody(app).reads("/contracts")
    assert "31. jan. 2027" in page
    assert "31. juli 2027" in page
    assert "99 000 kr" in page
    assert "Kvalitets" not in page


@pytest.mark.parametrize("path", ["/needs", "/contracts", "/start", "/needs/{need}"])
def test_as_many_queries_however_many_needs_there_are(app, path):
    with app.app_context(), db.kept() as session:
        need_id = make_need(session, "Tolga").id
        make_need(session, "Os")
    buyer = somebody(app)
    few = queries(app, buyer, path.format(need=need_id))
    with app.app_context(), db.kept() as session:
        for place in ("Os", "Alvdal", "Folldal", "Tynset", "Rendalen", "Engerdal"):
            make_need(session, place)
            make_need(session, "Tolga", "kvalitet")
    assert queries(app, buyer, path.format(need=need_id)) == few


# --- Whom it concerns ---------------------------------------------------------------------------------


@pytest.fixture
def cooperation(app):
    """Somebody in a purchasing co-operation who also buys for Tolga."""
    with app.app_context(), db.kept() as session:
        body = make_organisation(session, Kind.COOPERATION, name="Fjellinnkjøp", short_name="Fjellinnkjøp")
        user = make_user(session, body, Role.BUYER)
        tolga = municipality(session, "Tolga")
        session.add(
            Membership(user_id=user.id, organisation_id=tolga.id, role=Role.BUYER, granted_at=user.created_at)
        )
        return user.id, body.id, tolga.id, municipality(session, "Os").id


def test_a_cooperation_registers_for_a_municipality_it_buys_for_and_no_other(app, cooperation):
    user_id, body_id, tolga_id, os_id = cooperation
    buyer = Person(app, sign_in(app, user_id, body_id))
    need_id = buyer.begins()
    buyer.answers(need_id, "organisation", 422, organisation_id=os_id)
    buyer.answers(need_id, "organisation", organisation_id=tolga_id)
    need = buyer.need(need_id)
    assert (need.organisation_id, need.keeper_id) == (tolga_id, body_id)
    assert "1 604" in buyer.reads(f"/needs/{need_id}")
    assert "Tolga kommune" in somebody(app).reads("/needs")
    buyer.answers(need_id, "check", visibility="looking")
    answer = buyer.answers(need_id, "organisation", 422, organisation_id=body_id)
    assert "Trekk det, og meld et nytt" in text(answer)
