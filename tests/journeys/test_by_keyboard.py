"""A whole tender with the keyboard alone: from a locked list to the documents on the open page."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from procure import clock, db
from procure.accounts.models import User
from procure.demand.models import ContractEnd
from procure.domain.deadlines import next_working_day
from procure.pools import service as pools
from procure.pools.models import Pool
from tests.browser import Site
from tests.journeys.conftest import OpenPage
from tests.journeys.hands import heading, sees, written
from tests.journeys.keys import SKIP, choose, follow, pick, press, reach, tab, tick, unfold, walk, write
from tests.pools.making import HASHED, PASSWORD, tell_story

pytestmark = pytest.mark.browser

PLACES = ("Tynset", "Alvdal", "Folldal")
EMAIL, NAME = "marte.lillebakk@tynset.example", "Marte Lillebakk"
CLIMATE = "Klima og miljø"
TITLE = "Barnehagesystem for Fjellregionen"
FROM_BANK = {
    "Drift": ("Tjenesten skal være tilgjengelig", "Planlagt nedetid", "Feil som stanser", "Skjermbilder"),
    "Univ": ("Alle oppgaver i tjenesten skal kunne utføres med bare tastatur",),
}
A_MINUTE = 60_000  # milliseconds


@pytest.fixture(scope="module")
def locked(working: Site) -> Site:
    """Three have committed, each with its own figures, and the list is locked; nobody has begun to buy."""
    needs = {each: {"contract_end": ContractEnd.DATE} for each in PLACES}
    story = tell_story(working.app, PLACES[0], committed=PLACES, needs=needs)
    with working.app.app_context(), db.kept() as session:
        lead = story.places[PLACES[0]].buyer
        marte = session.get_one(User, lead.user_id)
        marte.name, marte.email, marte.password_hash = NAME, EMAIL, HASHED
        pool = session.get_one(Pool, story.pool_id)
        for each in story.places.values():
            pools.set_volumes(session, each.buyer, pool, users=20, inhabitants=1_500, now=clock.now())
        pools.lock(session, lead, pool, now=clock.now())
    return working


@pytest.mark.row("E1")
def test_a_whole_tender_is_written_by_keyboard_alone(
    locked: Site, page: Page, browse: OpenPage, tmp_path: Path
):
    sign_in(page)
    begin(page)
    settle_what_is_bought(page)
    plain = browse(java_script_enabled=False, storage_state=page.context.storage_state())
    plain.goto("/start")
    follow(plain, TITLE)
    settle_the_terms(plain)
    settle_the_days(plain)
    settle_who_may_bid_and_who_wins(page)
    settle_the_contract(page)
    finish_the_texts(page)
    freeze(page)
    approve_and_send(page)
    take_the_documents(page, tmp_path)


@pytest.mark.row("E1")
def test_nothing_hides_the_focus_on_a_phone(locked: Site, phone: Page):
    """Neither the open menu nor the headings of a table that is folded into cards."""
    sign_in(phone)
    open_the_menu(phone)
    follow(phone, phone.get_by_role("link", name="Behov", exact=True))
    heading(phone, "Behov")
    open_the_menu(phone)
    walk(phone)


def open_the_menu(page: Page) -> None:
    tab(page, page.get_by_role("link", name=SKIP))
    reach(page, page.get_by_role("banner").locator("summary"))
    page.keyboard.press("Enter")


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    write(page, "E-post", EMAIL)
    write(page, "Passord", PASSWORD)
    press(page, "Logg inn")


def begin(page: Page) -> None:
    heading(page, "Dette venter på deg")
    follow(page, "Lag konkurransen for Barnehagesystem for Nord-Østerdalen")
    heading(page, "Lag konkurranse")
    write(page, "Tittel", TITLE)
    choose(page, re.compile("^SSA-L "))
    write(page, "Hvorfor passer denne avtalen?", "Et ferdig system som kjøpes som en tjeneste.")
    press(page, "Lag konkurransen")
    sees(page, "Konkurransen er laget. Begynn med det som haster mest på oppgavelisten.")
    assert walk(page) > 50


def open_task(page: Page, task: str) -> None:
    follow(page, re.compile(rf"^\d\.\d {re.escape(task)}$"))


def back_to_the_list(page: Page) -> None:
    follow(page, re.compile(rf"^({TITLE}|Tilbake til oppgavelisten)$"))


def save(page: Page) -> None:
    press(page, "Lagre svarene")
    sees(page, "Svarene er lagret.")


# --- 1 What is bought, how and when --------------------------------------------------------------


def settle_what_is_bought(page: Page) -> None:
    open_task(page, "Om konkurransen")
    write(page, "Tittel på engelsk", "Day-care system")
    write(page, "Kort beskrivelse på engelsk", "Three municipalities are buying one system.")
    save(page)
    open_task(page, "Anslått verdi")
    press(page, "Foreslå linjer fra behovene")
    sees(page, "Linjer laget av det deltakerne betaler i dag: 3. Se over dem.")
    follow(page, "Ny linje")
    write(page, "Hva", "Felles oppsett, maler og opplæring")
    pick(page, "Hvem betaler?", "Felles del")
    choose(page, "Én gang")
    write(page, "Beløp for én", "2 400 000")
    write(page, "Hvor kommer tallet fra?", "Prislister fra markedsdialogen")
    press(page, "Lagre linjen")
    sees(page, "Linjen er lagt til.")
    press(page, re.compile("^Bruk .+ som anslått verdi$"))
    sees(page, "Summen er brukt som anslått verdi.")
    save(page)
    open_task(page, "Framgangsmåte")
    choose(page, "Åpen anbudskonkurranse")
    save(page)
    open_task(page, "Delkontrakter")
    write(page, "Hvorfor er konkurransen ikke delt opp?", "Systemet er ett produkt.")
    press(page, "Lagre begrunnelsen")
    back_to_the_list(page)


def settle_the_terms(page: Page) -> None:
    open_task(page, "Kontrakt og ansvar")
    choose(page, "Hver kommune skriver under sin egen, like kontrakt")
    choose(page, "Delvis felles: sammen om noen deler, hver for seg om resten")
    write(page, "Hvilke deler er felles?", "Konkurransen er felles.")
    save(page)
    open_task(page, "Varighet og tilbud")
    write(page, "Varighet", "48")
    write(page, "Mulig forlengelse", "24")
    write(page, "Omfang og vilkår for opsjonene", "To ganger ett år, på samme vilkår.")
    write(page, "Tilbudet skal stå ved lag i", "4")
    choose(page, "Nei")
    save(page)


def settle_the_days(page: Page) -> None:
    """Take the whole timetable as it is proposed, counted from a day three weeks away."""
    open_task(page, "Tidsplan")
    choose(page, "Dagen kunngjøringen sendes")
    write(page, "Dag", written(next_working_day(clock.today() + timedelta(days=21))))
    press(page, "Vis forslaget")
    heading(page, "Forslag til tidsplan")
    press(page, "Bruk datoene")
    back_to_the_list(page)


# --- 2 Who may bid, who wins, and where bids are sent --------------------------------------------


def settle_who_may_bid_and_who_wins(page: Page) -> None:
    open_task(page, "Kvalifikasjonskrav")
    press(page, "Hent de vanlige kravene")
    move_the_last_up_twice(page)
    back_to_the_list(page)
    open_task(page, "Tildelingskriterier og klima")
    for kind, name_en, weight in (
        ("Pris", "Price", "40"),
        ("Kvalitet", "Quality", "30"),
        (CLIMATE, "Climate", "30"),
    ):
        follow(page, re.compile("^(Legg til det første kriteriet|Nytt kriterium)$"))
        write(page, "Navn", kind)
        choose(page, kind)
        write(page, "Vekt", weight)
        write(page, "Hva tilbudet skal vise", "Svarene i tilbudet.")
        write(page, "Navn på engelsk", name_en)
        press(page, "Lagre kriteriet")
        sees(page, "Kriteriet er lagt til.")
    follow(page, re.compile("^(Svar|Endre) klimavalg$"))
    choose(page, "Klima og miljø er tildelingskriterium")
    press(page, "Lagre klimavalget")
    sees(page, "Klimavalget er lagret.")
    follow(page, "Svar pris til poeng")
    choose(page, "Lineær med bunn på 0", "Beste poeng for kvalitet går foran")
    press(page, "Lagre modellen")
    follow(page, TITLE)
    open_task(page, "Innlevering")
    write(page, "Navn på innleveringsløsningen", "Anbudsporten")
    write(page, "Nettadresse", "https://anbudsporten.example/t/18822")
    choose(page, "Ja")
    save(page)


def move_the_last_up_twice(page: Page) -> None:
    """The focus follows what is moved: the next press of Tab is on the button that was pressed."""
    press(page, "Flytt krav 3 opp")
    assert tab(page, page.get_by_role("button", name="Flytt krav 2 opp")).there
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert tab(page, page.get_by_role("button", name="Flytt krav 1 opp")).there


# --- 3 What becomes the contract -----------------------------------------------------------------


def settle_the_contract(page: Page) -> None:
    open_task(page, "Krav i bilag 1")
    fetch_requirements(page)
    weigh_two_at_once(page)
    edit_in_the_row(page)
    back_to_the_list(page)
    open_task(page, "Prisskjema")
    follow(page, "Legg til den første prislinjen")
    write(page, "Hva leverandøren skal sette pris på", "Tjenesten med alle moduler")
    choose(page, "Per måned")
    write(page, "Enhet", "bruker")
    pick(page, "Hva følger antallet?", "Brukere")
    press(page, "Lagre prislinjen")
    press(page, re.compile("^Fyll ut 3 antall fra volumene$"))
    sees(page, "Antall som er fylt ut fra volumene: 3. Se over dem.")
    back_to_the_list(page)


def fetch_requirements(page: Page) -> None:
    follow(page, "Hent fra kravbanken")
    for area, texts in FROM_BANK.items():
        pick(page, "Område", area)
        press(page, "Vis")
        tick(page, *(re.compile(f"^{text}") for text in texts))
        press(page, "Hent kravene jeg har krysset av")
    follow(page, "Krav")


def weigh_two_at_once(page: Page) -> None:
    """Choose what to do, tick, and press Enter where one stands: the way up to the button is long."""
    pick(page, "Kryss av krav under, og velg hva som skal gjøres", "Vekt: 3")
    tick(page, "Velg DRI-001", "Velg DRI-003")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    heading(page, "Vekt: 3")
    press(page, "Endre kravene")
    sees(page, "Krav som er endret: 2.")


def edit_in_the_row(page: Page) -> None:
    """The row opens where it stands; the focus goes into it, out again, and back to it when it is saved."""
    change = page.get_by_role("link", name="Endre DRI-002")
    text = page.get_by_label("Kravet", exact=True)
    reach(page, change)
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    reach(page, page.get_by_role("link", name="Avbryt"))
    page.keyboard.press("Enter")
    expect(change).to_be_focused()
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    press(page, "Lagre DRI-002")
    sees(page, "DRI-002 er lagret.")
    assert tab(page, page.get_by_label("Velg DRI-002")).there


# --- The texts, and the version ------------------------------------------------------------------


def finish_the_texts(page: Page) -> None:
    """Call each text done as it is proposed, from one to the next; put a field into the first of them."""
    open_task(page, "Tekstene i konkurransegrunnlaget")
    texts = page.get_by_role("main").locator("section:not(#forms) li").filter(has_text="Ikke startet")
    follow(page, texts.get_by_role("link").first)
    insert_a_field(page)
    while True:
        press(page, "Lagre og merk som ferdig")
        if (following := page.get_by_text("Neste tekst:").get_by_role("link")).count():
            follow(page, following)
            continue
        follow(page, "Tilbake til tekstene")
        if not texts.count():
            break
        follow(page, texts.get_by_role("link").first)
    back_to_the_list(page)


def insert_a_field(page: Page) -> None:
    text = page.get_by_role("textbox", name="Teksten")
    reach(page, page.get_by_role("link", name="Sett inn felt"))
    page.keyboard.press("Enter")
    unfold(page, "Felt du kan bruke, og verdien de har nå")
    reach(page, page.get_by_role("button", name="Sett inn {brukere_totalt}"))
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    expect(text).to_have_value(re.compile(r"\{brukere_totalt\}"))


def freeze(page: Page) -> None:
    sees(page, "Frys en versjon og godkjenn den")
    expect(page.get_by_role("main")).not_to_contain_text("Stopper")
    follow(page, "Frys en versjon")
    press(page, "Frys versjon")
    expect(page.get_by_role("link", name="Se resultatet")).to_be_visible(timeout=A_MINUTE)
    follow(page, "Se resultatet")
    heading(page, "Versjon 1")


# --- Sent, and read by everybody -----------------------------------------------------------------


def approve_and_send(page: Page) -> None:
    follow(page, "Godkjenn versjonen")
    write(page, "Passordet ditt", PASSWORD)
    press(page, "Godkjenn denne versjonen")
    sees(page, "Versjon 1 er godkjent.")
    follow(page, "Gå til avsendelse")
    choose(page, "Ja, den er allerede sendt")
    write_moment(page, "Når den ble sendt", clock.now() - timedelta(hours=2))
    write(page, "Passordet ditt", PASSWORD)
    press(page, "Skriv ned avsendelsen")
    sees(page, "Avsendelsen er skrevet ned.")
    write_moment(page, "TED kunngjorde", clock.now() - timedelta(hours=1))
    press(page, "Lagre opplysningene")
    sees(page, "Siden er åpen")


def write_moment(page: Page, name: str, when: datetime) -> None:
    boxes, local = page.get_by_role("group", name=name), when.astimezone(clock.OSLO)
    write(page, boxes.get_by_label("Dag"), written(local.date()))
    write(page, boxes.get_by_label("Klokkeslett"), local.strftime("%H.%M"))


def take_the_documents(page: Page, folder: Path) -> None:
    """Read one, take all of them in one file, and let the file be known again."""
    follow(page, "Se siden som alle ser")
    heading(page, TITLE)
    follow(page, re.compile("^Les ?: Bilag 1"))
    walk(page, most=1_000)
    page.go_back()
    unfold(page, "Kontroller filene (SHA-256)")
    reach(page, page.get_by_role("link", name=re.compile("^PDF ?: Alt i én fil")))
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    follow(page, "Kjenn igjen en fil")
    page.on("filechooser", lambda _asked: None)  # or the browser's own may come before we look for it
    reach(page, page.get_by_label("Filen"))
    with page.expect_file_chooser() as asked:
        page.keyboard.press("Enter")
    asked.value.set_files(file)
    press(page, "Kjenn igjen")
    sees(page, "Filen er kjent igjen", "Gjelder nå")
