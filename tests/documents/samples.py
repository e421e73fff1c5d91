"""Realistic documents to print: invented vendors and people, real municipalities."""

# ruff: noqa: E501 - sentences as people write them

from __future__ import annotations

from datetime import UTC, datetime

from procure.documents.stamps import Stamp
from procure.domain.assembly import (
    Chapter,
    Column,
    Cover,
    Document,
    Fact,
    Facts,
    Note,
    Package,
    PriceLine,
    Prices,
    Prose,
    Requirement,
    Requirements,
    Table,
    fingerprint,
)

MUNICIPALITIES = (
    ("Tynset, leder", "940 837 685", "5 692", "620"),
    ("Alvdal", "939 984 194", "2 526", "265"),
    ("Folldal", "939 885 684", "1 532", "190"),
    ("Os", "943 464 723", "1 891", "215"),
    ("Rendalen", "940 028 515", "1 837", "240"),
    ("Tolga", "940 192 404", "1 604", "195"),
)
NEEDS = (
    ("Ansatte skal kunne melde avvik fra mobil uten å installere en app.", "Bekreft med ja eller nei."),
    (
        "Den som melder, skal kunne følge saken og få beskjed når den er lukket.",
        "Beskriv hvordan beskjeden gis. Høyst en halv side.",
    ),
    (
        "Avvik skal kunne meldes anonymt.",
        "Beskriv hvordan melderen er skjult for leder, systemeier og leverandør.",
    ),
    (
        "Systemet skal vise åpne avvik per enhet, med antall dager siden de ble meldt:\n\n- sortert på alder\n"
        "- filtrert på virksomhet og tjenesteområde",
        "Vis i demonstrasjonen, oppgave 2.",
    ),
    (
        "Leder skal få varsel når et avvik ikke er åpnet innen fristen kommunen har satt, se [[krav:SIK-001]].",
        "Bekreft med ja eller nei.",
    ),
    (
        "Avvik om personopplysninger skal kunne skjermes for andre enn personvernombudet og den lederen som "
        "behandler saken.",
        "Bekreft, og vis til hvor tilgangen styres.",
    ),
    (
        "Sámegiella: skjemaer skal kunne vise á, č, đ, ŋ, š, ŧ og ž riktig, også i Unjárga og Kárášjohka.",
        "Dokumenter med skjermbilder.",
    ),
)
KINDS = (("Absolutt", "ved tilbud"), ("Begge", "ved tilbud"), ("Evaluert", "ved levering"))


def requirements(area: str, caption: str, count: int) -> Requirements:
    """Make as many requirements in an area as are asked for."""
    rows = []
    for index in range(count):
        (text, answer), (kind, when) = NEEDS[index % len(NEEDS)], KINDS[index % len(KINDS)]
        note = "Gjelder bare Folldal: kommunen må føre eget register." if index % 9 == 5 else ""
        rows.append(Requirement(f"{area}-{index + 1:03d}", text, kind, when, answer, note))
    return Requirements(caption, tuple(rows))


def cover(kind: str) -> Cover:
    """Make the cover all documents of the tender share."""
    return Cover(
        kind,
        "Kvalitets- og avvikssystem for seks kommuner i Nord-Østerdalen",
        (
            "Åpen anbudskonkurranse etter anskaffelsesforskriften del III",
            "Avtale: SSA-L, én kontrakt for hver kommune",
        ),
        (
            Fact("Tilbudsfrist", "torsdag 14. januar 2027 kl. 12.00", key=True),
            Fact("Spørsmål innen", "tirsdag 5. januar 2027 kl. 12.00"),
            Fact("Innlevering", "elektronisk i Anbudsporten, anbudsporten.example/t/18822"),
            Fact("Oppdragsgivere", "Tynset, Alvdal, Folldal, Os, Rendalen og Tolga"),
            Fact("Leder", "Tynset kommune, organisasjonsnummer 940 837 685"),
            Fact("Anslått verdi", "4 590 000 kr uten merverdiavgift, opsjoner medregnet"),
            Fact("Versjon", "8, frosset 2. desember 2026 kl. 08.00"),
        ),
    )


def participants_table() -> Table:
    """Make the table of buyers with their volumes."""
    return Table(
        "Oppdragsgivere",
        (
            Column("Kommune"),
            Column("Organisasjonsnummer", 44),
            Column("Innbyggere", 28, numeric=True),
            Column("Brukere", 28, numeric=True),
        ),
        MUNICIPALITIES,
        ("Samlet", "", "15 082", "1 725"),
    )


def tender_documents() -> Document:
    """Make the konkurransegrunnlag."""
    return Document(
        "tender-documents",
        "Konkurransegrunnlag",
        "nb",
        (
            Chapter(
                "scope",
                "Om anskaffelsen",
                (
                    Prose(
                        "Tynset kommune leder konkurransen etter fullmakt fra de fem andre. Listen er lukket, og det "
                        "er ingen opsjonstakere. **Ingen andre** kan gjøre innkjøp på avtalene."
                    ),
                ),
                (
                    Chapter(
                        "buyers",
                        "Oppdragsgivere og volum",
                        (
                            participants_table(),
                            Prose(
                                "Volumene er fra 2. desember 2026 og binder ikke kommunene til å bestille mer enn de "
                                "trenger. Prisene fylles ut i [[kap:form-tolga]]."
                            ),
                        ),
                    ),
                    Chapter(
                        "why",
                        "Hva vi vil oppnå",
                        (
                            Prose(
                                "Kommunene vil\n\n1. melde og lukke avvik raskere,\n2. se risiko på tvers av tjenester,\n"
                                "3. slippe å skrive det samme to ganger.\n\nSe [nettsiden](https://kommune.example/avvik) "
                                "og [[kap:submission]]. Det viktigste kravet er [[krav:SIK-002]]."
                            ),
                        ),
                    ),
                ),
            ),
            Chapter(
                "rules",
                "Regler for konkurransen",
                (
                    Prose(
                        "Konkurransen følger anskaffelsesloven og anskaffelsesforskriften del I og del III.",
                        True,
                    ),
                    Prose(
                        "Tilbudet er bindende i 90 dager fra tilbudsfristen. Tilbud som leveres for sent, blir avvist.",
                        True,
                    ),
                    Prose(
                        "Spørsmål stilles skriftlig. Svarene blir gitt til alle samtidig, uten navn.", True
                    ),
                ),
            ),
            Chapter(
                "criteria",
                "Tildelingskriterier",
                (
                    Table(
                        "Kriterier og vekt",
                        (
                            Column("Kriterium", 50),
                            Column("Slik vurderes det"),
                            Column("Vekt", 20, numeric=True),
                        ),
                        (
                            (
                                "Kvalitet",
                                "Svar på evaluerte krav i [[kap:deviations]] og demonstrasjon",
                                "50",
                            ),
                            ("Pris", "Evalueringspris for alle seks kommuner samlet", "20"),
                            ("Klima og miljø", "Dokumentert energibruk i drift, se [[krav:SIK-003]]", "30"),
                        ),
                        ("Samlet", "", "100"),
                    ),
                ),
            ),
            Chapter(
                "submission",
                "Innlevering",
                (
                    Facts(
                        (
                            Fact("Kanal", "Anbudsporten"),
                            Fact("Adresse", "anbudsporten.example/t/18822"),
                            Fact("Frist", "torsdag 14. januar 2027 kl. 12.00", key=True),
                        )
                    ),
                    Note(
                        "**Lever i god tid.** Tidspunktet i Anbudsporten avgjør, ikke når dere begynte å laste opp."
                    ),
                ),
            ),
        ),
        cover("Konkurransegrunnlag"),
        group="Del I Konkurransen",
        lead="Seks kommuner kjøper ett system for kvalitet, avvik og risiko. Hver kommune får sin egen kontrakt.",
    )


def annex_1(count: int = 14) -> Document:
    """Make bilag 1 with two areas of requirements."""
    legend = Prose(
        "Krav merket **Absolutt** må være oppfylt, ellers kan tilbudet bli avvist. Krav merket "
        "**Evaluert** gir poeng. **Begge** betyr at minstenivået må være oppfylt, og at mer gir poeng."
    )
    return Document(
        "annex-1",
        "Bilag 1 Kundens kravspesifikasjon",
        "nb",
        (
            Chapter("read", "Slik leses kravene", (legend,)),
            Chapter("deviations", "Avvik", (requirements("KVA", "Krav til avvik", count),)),
            Chapter(
                "security",
                "Pålogging og sikkerhet",
                (requirements("SIK", "Krav til pålogging og sikkerhet", count),),
            ),
        ),
        cover("Bilag 1"),
        short="bilag 1",
        group="Del II Kontrakt",
        number="1",
    )


def price_form(name: str, users: str, inhabitants: str, key: str) -> Chapter:
    """Make one municipality's own price form."""
    lines = (
        PriceLine("P1", "Tjenesten, alle moduler i bilag 1", "måned", "48"),
        PriceLine("P2", "Støtte på hverdager kl. 08–16", "måned", "48"),
        PriceLine("P3", "Etablering: oppsett og test", "én gang", "1"),
        PriceLine("P4", "Flytting av avvik fra dagens system", "én gang", "1"),
        PriceLine("P5", "Opplæring av superbrukere", "dag", "2"),
    )
    options = (PriceLine("O1", "Forlengelse, ett år om gangen", "år", "2"),)
    caption = f"Priser for {name} kommune, {users} brukere og {inhabitants} innbyggere"
    return Chapter(
        f"form-{key}",
        f"Prisskjema for {name}",
        (
            Prose(
                "Fyll ut feltene med farge. Alle priser er i norske kroner uten merverdiavgift. Et felt uten pris "
                "regnes ikke som 0: skriv 0 hvis tjenesten er med i en annen pris."
            ),
            Prices(caption, lines, f"Evalueringspris for {name}, sum P1 til P5", "Sum fire år"),
            Prices("Opsjoner, regnes med i evalueringen", options),
            Note(
                "**Regnearket gjelder.** Lever prisene i prisskjemaet i Excel, med de samme linjene som her."
            ),
        ),
        new_page=True,
    )


def annex_6() -> Document:
    """Make bilag 6 with a price form for two municipalities."""
    return Document(
        "annex-6",
        "Bilag 6 Samlet pris og prisbestemmelser",
        "nb",
        (
            Chapter(
                "terms",
                "Prisbestemmelser",
                (
                    Prose(
                        "Prisene er faste i tolv måneder og kan deretter justeres én gang i året etter [[kap:rules]].",
                        True,
                    ),
                ),
            ),
            price_form("Tynset", "620", "5 692", "tynset"),
            price_form("Tolga", "195", "1 604", "tolga"),
        ),
        cover("Bilag 6"),
        short="bilag 6",
        group="Del II Kontrakt",
        number="6",
    )


def answer_form(count: int = 30) -> Document:
    """Make the form for answers: wide sheets for the table, upright ones after it."""
    columns = (
        Column("Krav", 20),
        Column("Behov"),
        Column("Ja eller nei", 28, fill=True),
        Column("Slik er kravet løst", 100, fill=True),
    )
    rows = tuple((row.id, row.text, "", "") for row in requirements("KVA", "", count).rows)
    return Document(
        "answers",
        "Svarskjema",
        "nb",
        (
            Chapter(
                "fields", "Svar på krav", (Table("Svar på krav til avvik", columns, rows),), landscape=True
            ),
            Chapter("sign", "Underskrift", (Prose("Kravet [[krav:KVA-002]] besvares i [[kap:fields]]."),)),
        ),
        short="svarskjema",
        group="Vedlegg",
    )


def participant_list() -> Document:
    """Make the list of participants: one page, no cover, in nynorsk."""
    return Document(
        "participants",
        "Deltakarar og volum",
        "nn",
        (
            Chapter(
                "list",
                "Kven som er med",
                (participants_table(), Prose("Lista er lukka. Ingen andre kan kjøpe.")),
            ),
        ),
        group="Vedlegg",
    )


def package(count: int = 14) -> Package:
    """Make the whole tender."""
    return Package(
        cover("Samlet konkurransegrunnlag"),
        "nb",
        (tender_documents(), annex_1(count), annex_6(), participant_list()),
    )


def stamp(*, demo: bool = False) -> Stamp:
    """Make what is stamped on the pages."""
    return Stamp(
        "Kvalitets- og avvikssystem",
        "Versjon 8 · 2. desember 2026",
        fingerprint(package()),
        datetime(2026, 12, 2, 7, 0, tzinfo=UTC),
        author="Tynset kommune",
        demo=demo,
    )
