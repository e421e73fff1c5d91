"""From a pool of committed municipalities to the PDF that a stranger downloads from the public page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from procure import clock, db
from procure.accounts.models import User
from procure.demand.models import ContractEnd
from procure.domain.deadlines import next_working_day
from procure.pools import service as pools
from procure.pools.models import Pool
from tests.browser import Site, check_page, sign_in
from tests.documents.reading import page_texts
from tests.journeys.conftest import OpenPage
from tests.journeys.hands import (
    choose,
    download,
    every,
    fill,
    fill_moment,
    follow,
    heading,
    press,
    sees,
    written,
)
from tests.journeys.stranger import (
    Published,
    Stranger,
    check_the_archive,
    check_the_calendar,
    check_the_files,
    know_it_again,
    read_as_a_stranger,
    read_on_the_web,
    try_the_price_form,
)
from tests.pools.making import HASHED, PASSWORD, Story, tell_story

pytestmark = pytest.mark.browser

PLACES = {"with script": ("Tynset", "Alvdal", "Folldal"), "without script": ("Tolga", "Os", "Rendalen")}
A_MINUTE = 60_000  # milliseconds
OWN_WORDS = "Kárášjohka er **ikke** med i dette fellesskapet."


@dataclass(frozen=True)
class Lead:
    """The lead's buyer at a browser, and the pool that waits to be locked."""

    page: Page
    script: bool
    story: Story
    place: str

    @property
    def title(self) -> str:
        return f"Barnehagesystem under {self.place}fjellet"


@pytest.fixture(params=list(PLACES))
def lead(working: Site, browse: OpenPage, request: pytest.FixtureRequest) -> Lead:
    place, *others = PLACES[request.param]
    needs: dict[str, dict[str, Any]] = {each: {"contract_end": ContractEnd.DATE} for each in (place, *others)}
    story = tell_story(working.app, place, committed=[place, *others], needs=needs)
    with working.app.app_context(), db.kept() as session:
        buyer = session.get_one(User, story.places[place].buyer.user_id)
        buyer.email, buyer.password_hash = f"leder@{place.lower()}.example", HASHED
        pool = session.get_one(Pool, story.pool_id)
        for each in story.places.values():
            pools.set_volumes(session, each.buyer, pool, users=20, inhabitants=1_500, now=clock.now())
    script = request.param == "with script"
    page = browse(java_script_enabled=script)
    sign_in(page, f"leder@{place.lower()}.example", PASSWORD)
    return Lead(page, script, story, place)


@pytest.mark.row("H5", "H6", "I1", "I2", "I8", "I9")
def test_from_a_pool_to_a_pdf_that_a_stranger_downloads(lead: Lead, browse: OpenPage, tmp_path: Path):
    page, deadline = lead.page, at_noon(51)
    lock_the_list(lead)
    begin_the_tender(lead)
    answer_the_questions(page, deadline)
    set_the_criteria(page)
    set_the_requirements(page)
    price(page, lead)
    finish_the_texts(page)
    look_at_a_draft(lead, tmp_path)
    freeze(page, lead)
    approve(page)
    dispatch(page)
    address = record_doffin_and_ted(page)
    stranger = Stranger(browse(java_script_enabled=lead.script), lead.script, tmp_path)
    published = Published(address, lead.title, list(lead.story.places), deadline, OWN_WORDS)
    read_as_a_stranger(stranger, published)
    read_on_the_web(stranger, published)
    pdf = check_the_files(stranger, published)
    check_the_archive(stranger)
    check_the_calendar(stranger, published)
    try_the_price_form(stranger)
    know_it_again(stranger, pdf)


def at_noon(days: int) -> datetime:
    """Return noon of a working day, so many days from now."""
    day = next_working_day(clock.today() + timedelta(days=days))
    return datetime.combine(day, time(12, 0), clock.OSLO)


def lock_the_list(lead: Lead) -> None:
    page = lead.page
    page.goto("/pools")
    follow(page, "Barnehagesystem for Nord-Østerdalen")
    follow(page, "Lås listen …")
    heading(page, "Låse listen?")
    sees(page, "Det kan ikke gjøres om. Ingen nye kommer inn, og ingen går ut uten at dere frigir dem.")
    press(page, "Lås listen for godt")
    sees(page, "Listen er låst. Nå kan dere lage konkurransen.")


def begin_the_tender(lead: Lead) -> None:
    page = lead.page
    follow(page, "Lag konkurransen")
    heading(page, "Lag konkurranse")
    page.locator("[name=agreement_id]").first.check()
    fill(page, title=lead.title, agreement_reason="Et ferdig system som kjøpes som en tjeneste.")
    press(page, "Lag konkurransen")
    sees(page, "Konkurransen er laget. Begynn med det som haster mest på oppgavelisten.")
    expect(page.get_by_role("button", name="Skriv ned avsendelsen")).to_have_attribute(
        "aria-disabled", "true"
    )


# --- One page for each group of questions --------------------------------------------------------


def on_page(page: Page, task: str, *, then: str = "Lagre svarene") -> Callable[[], None]:
    """Open a task from the list; return what saves it and comes back."""
    open_task(page, task)

    def save() -> None:
        press(page, then)
        sees(page, "Svarene er lagret.")

    return save


def open_task(page: Page, task: str) -> None:
    numbered = re.compile(rf"^\d\.\d {re.escape(task)}")
    follow(page, numbered)


def answer_the_questions(page: Page, deadline: datetime) -> None:
    save = on_page(page, "Om konkurransen")
    fill(page, title_en="Day-care system", description_en="Three municipalities are buying one system.")
    save()
    save = on_page(page, "Anslått verdi")
    fill(page, estimate="6 400 000", estimated_on=written(clock.today()), estimate_method="Dagens kostnad.")
    save()
    sees(page, "Anslått verdi")
    answer_how_it_is_bought(page)
    save = on_page(page, "Tidsplan")
    fill(page, dispatch_on=written(clock.today()), start_on=written(at_noon(200).date()))
    fill_moment(page, "questions_until", at_noon(40))
    fill_moment(page, "deadline", deadline)
    save()
    save = on_page(page, "Innlevering")
    fill(page, channel_name="Anbudsporten", channel_url="https://anbudsporten.example/t/18822")
    choose(page, "Ja")
    save()


def answer_how_it_is_bought(page: Page) -> None:
    save = on_page(page, "Framgangsmåte")
    page.locator("[name=procedure][value=open]").check()
    save()
    open_task(page, "Delkontrakter")
    follow(page, "Skal konkurransen deles opp?")
    for question in ("parts", "suppliers", "integrated"):
        page.locator(f"[name={question}][value=no]").check()
    press(page, "Vis forslaget")
    heading(page, "Skal konkurransen deles opp?")
    sees(page, "Ikke del opp", "FOA § 19-4 (2)")
    press(page, "Bruk forslaget")
    sees(page, "Forslaget er tatt i bruk. Les over, og endre det som ikke stemmer.")
    back_to_the_list(page)
    save = on_page(page, "Kontrakt og ansvar")
    choose(page, "Hver kommune skriver under sin egen, like kontrakt")
    choose(page, "Delvis felles: sammen om noen deler, hver for seg om resten")
    fill(page, responsibility_parts="Konkurransen er felles.")
    save()
    save = on_page(page, "Varighet og tilbud")
    fill(page, duration_months="48", extension_months="24", validity_months="4")
    fill(page, option_terms="To ganger ett år, på samme vilkår.")
    choose(page, "Nei")
    save()


def set_the_criteria(page: Page) -> None:
    open_task(page, "Tildelingskriterier og klima")
    kinds = (
        ("Pris", "Price", "Pris", "40"),
        ("Kvalitet", "Quality", "Kvalitet", "30"),
        ("Klima", "Climate", "Klima og miljø", "30"),
    )
    for name, name_en, kind, weight in kinds:
        page.get_by_role("main").locator("a[href$='/criteria/new']").first.click()
        fill(page, name=name, name_en=name_en, weight=weight, documentation="Svarene i tilbudet.")
        choose(page, kind)
        page.get_by_role("main").locator("form button[type=submit]").first.click()
        sees(page, "Kriteriet er lagt til.")
    page.get_by_role("main").locator("a[href$='/climate']").first.click()
    heading(page, "Klima og miljø")
    page.locator("[name=climate][value=criterion]").check()
    press(page, "Lagre klimavalget")
    sees(page, "Klimavalget er lagret.")
    back_to_the_list(page)


def set_the_requirements(page: Page) -> None:
    open_task(page, "Krav i bilag 1")
    follow(page, "Hent fra kravbanken")
    absolute = page.locator("li").filter(has_text=re.compile(r"· Absolutt ·"))
    for box in every(absolute.get_by_role("checkbox")):
        box.check()
    press(page, "Hent kravene jeg har krysset av")
    follow(page, "Tilbake til kravene")
    follow(page, "Nytt krav")
    fill(page, text="Foresatte skal kunne søke **uten** e-post.", area="OPP", area_name="Opptak", weight="3")
    choose(page, "Evaluert: gir poeng", "Ved tilbud", "Beskriv")
    fill(page, answer="Beskriv hvordan. Høyst en halv side.", reason="Noen har ikke e-post.")
    page.locator("[name=criterion_id]").select_option(label="Kvalitet")
    press(page, "Lagre kravet")
    sees(page, "OPP-001 er lagt til.")
    back_to_the_list(page)


def price(page: Page, lead: Lead) -> None:
    open_task(page, "Prisskjema")
    follow(page, "Legg til den første prislinjen")
    fill(page, text="Tjenesten med alle moduler", unit="måned")
    choose(page, "Per måned")
    for amount in every(page.locator("[name^=amount_]")):
        amount.fill("48")
    press(page, "Lagre prislinjen")
    expect(page.get_by_role("row").filter(has_text="Tjenesten med alle moduler")).to_contain_text("144")
    back_to_the_list(page)


def back_to_the_list(page: Page) -> None:
    page.get_by_role("navigation", name="Brødsmuler").get_by_role("link").nth(1).click()


def finish_the_texts(page: Page) -> None:
    """Each text is called done as it was proposed, and one of them after a change."""
    page.get_by_role("main").locator("a[href$='/sections']").first.click()
    heading(page, "Tekstene")
    links = every(page.get_by_role("main").locator("a[href*='/sections/']"))
    addresses = dict.fromkeys(str(one.get_attribute("href")) for one in links)
    texts = [address for address in addresses if re.search(r"/sections/\d+$", address)]
    assert len(texts) > 10
    for number, address in enumerate(texts):
        page.goto(address)
        if number == 0:
            box = page.locator("[name=body]")
            box.fill(f"{box.input_value()}\n\n{OWN_WORDS}")
        press(page, "Lagre og merk som ferdig")
        sees(page, "Teksten er lagret og merket som ferdig.")
    back_to_the_list(page)


# --- A version, and what is done with it ---------------------------------------------------------


def look_at_a_draft(lead: Lead, folder: Path) -> None:
    """The documents as they are now, each page marked as a draft."""
    page = lead.page
    sees(page, "Frys en versjon og godkjenn den")
    page.get_by_role("main").locator("a[href$='/versions']").first.click()
    follow(page, "Se dokumentene som arbeidsutkast først")
    sees(page, "Ingen arbeidsutkast ennå")
    press(page, "Lag arbeidsutkast")
    wait_for_the_result(lead)
    heading(page, "Arbeidsutkast")
    check(lead)
    whole = page.get_by_role("link", name=re.compile("^Alt i én fil"))
    texts = page_texts(download(page, whole, folder).read_bytes(), folder)
    assert all("Arbeidsutkast, " in text for text in texts)
    follow(page, "Til versjonene")


def freeze(page: Page, lead: Lead) -> None:
    press(page, "Frys versjon")
    wait_for_the_result(lead)
    heading(page, "Versjon 1")
    sees(page, re.compile("^Last ned alt"), "Kontroller filene (SHA-256)")
    check(lead)


def check(lead: Lead) -> None:
    """Check what holds for every page; only a browser that runs scripts can tell."""
    if lead.script:
        check_page(lead.page)


def wait_for_the_result(lead: Lead) -> None:
    """Follow a job until it is done, and go where it leads; without script one looks again oneself."""
    page, result = lead.page, lead.page.get_by_role("link", name="Se resultatet")
    expect(page).to_have_url(re.compile(r"/jobs/\d+$"))
    check(lead)
    if lead.script:
        expect(result).to_be_visible(timeout=A_MINUTE)
    else:
        look_again_until_done(page, result)
    check(lead)
    follow(page, "Se resultatet")


def look_again_until_done(page: Page, result: Locator) -> None:
    for _look in range(60):
        if result.count():
            return
        page.wait_for_timeout(1_000)
        follow(page, "Oppdater")
    raise AssertionError("the job is not done")


def approve(page: Page) -> None:
    follow(page, "Godkjenn versjonen")
    heading(page, "Godkjenn versjon 1")
    fill(page, password="ikke mitt passord")
    press(page, "Godkjenn denne versjonen")
    assert page.title().startswith("Feil: ")
    fill(page, password=PASSWORD)
    press(page, "Godkjenn denne versjonen")
    sees(page, "Versjon 1 er godkjent.")


def dispatch(page: Page) -> None:
    follow(page, "Gå til avsendelse")
    heading(page, "Send konkurransen til kunngjøring")
    sees(page, "Siden åpner når TED har kunngjort, eller 48 timer etter TEDs bekreftelse.")
    choose(page, "Ja, den er allerede sendt")
    fill_moment(page, "dispatched_at", clock.now() - timedelta(hours=3))
    fill(page, password=PASSWORD)
    press(page, "Skriv ned avsendelsen")
    sees(page, "Avsendelsen er skrevet ned.", "Sendt, siden er stengt")


def record_doffin_and_ted(page: Page) -> str:
    """The page stays closed until TED has published; return its address."""
    fill(page, doffin_id="2026-114503")
    press(page, "Lagre nummeret")
    sees(page, "Nummeret fra Doffin er skrevet ned.")
    expect(page.get_by_role("link", name="Se siden som alle ser")).to_have_count(0)
    fill_moment(page, "ted_confirmed_at", clock.now() - timedelta(hours=2))
    fill_moment(page, "ted_published_at", clock.now() - timedelta(hours=1))
    press(page, "Lagre opplysningene")
    sees(page, "Siden er åpen")
    return str(page.get_by_role("link", name="Se siden som alle ser").get_attribute("href"))
