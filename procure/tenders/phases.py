"""The phases from need to contract, as guidance: what each decides, by whom, what it needs, what comes next.

They guide people and are no states: several fall within one state, and some run side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procure.domain.errors import N_


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A phase, or a part of one; every text is marked with `N_`.

    usual: how long it usually takes, from practice; "" where that follows from something else.
    """

    name: str
    decided: str
    who: str
    needs: str
    next: str
    usual: str = ""


# In the order of the journey on the pages; the first is step 1
PHASES: Sequence[Phase] = (
    Phase(
        name=N_("Behov"),
        decided=N_("Hva kommunen trenger, hva den har i dag, og når den kan bytte."),
        who=N_("Den som eier behovet i kommunen, sammen med innkjøperen."),
        needs=N_("Kategori, dagens system, slutt eller oppsigelsestid, og de tallene som er kjent."),
        next=N_("Andre med samme behov og et vindu som passer, kan gå sammen."),
        usual=N_("Noen uker"),
    ),
    Phase(
        name=N_("Fellesskap"),
        decided=N_(
            "Hvem som leder, hvordan kostnader deles, hvordan det godkjennes, og når innmeldingen lukkes."
        ),
        who=N_("Lederen inviterer. Hver kommune svarer for seg og kan takke nei uten å si hvorfor."),
        needs=N_("Et formål, en leder og en frist for å bli med."),
        next=N_("Kommunene forplikter seg, og lederen låser listen."),
        usual=N_("4 til 8 uker"),
    ),
    Phase(
        name=N_("Forpliktelse"),
        decided=N_("Om kommunen blir med, med hvilken ramme, og hva det koster å trekke seg."),
        who=N_("Den som kan forplikte kommunen: kommunedirektøren, eller kommunestyret når det krever det."),
        needs=N_("Kommunens egne tall, ramme og vedtak med dato."),
        next=N_("Listen låses, og bare de som har forpliktet seg, er med videre."),
        usual=N_("4 til 12 uker"),
    ),
    Phase(
        name=N_("Utkast"),
        decided=N_("Hva som kjøpes, etter hvilke regler, på hvilke vilkår, og hva som avgjør."),
        who=N_(
            "Lederen bestemmer, og prosjektgruppen skriver. Deltakerne kan ha ansvar for hver sine tekster."
        ),
        needs=N_("Anslått verdi, prosedyre, krav, prisskjema, kriterier og bilag uten stoppere."),
        next=N_("Rådgiving for dem som vil ha det, ellers en versjon som fryses."),
        usual=N_("6 til 12 uker"),
    ),
    Phase(
        name=N_("Rådgiving"),
        decided=N_("Ingenting: en rådgiver leser en frosset versjon og gir råd."),
        who=N_("Rådgiveren gir råd. Lederen svarer på hvert alvorlig råd, og bestemmer selv."),
        needs=N_("En frosset versjon, og at noen har bedt om råd."),
        next=N_("Høring i kommunene og godkjenning."),
        usual=N_("2 til 4 uker"),
    ),
    Phase(
        name=N_("Godkjenning"),
        decided=N_("Om nettopp denne versjonen skal sendes ut."),
        who=N_("De som godkjenningsregelen i fellesskapet peker ut."),
        needs=N_("En frosset versjon uten stoppere, med alle dokumentene ferdig laget."),
        next=N_("Lederen sender kunngjøringen. Endres noe først, må det godkjennes på nytt."),
        usual=N_("1 til 3 uker"),
    ),
    Phase(
        name=N_("Kunngjøring"),
        decided=N_(
            "Dagen alt sendes av. Fra da løper fristene, og listen over hvem som er med, ligger fast."
        ),
        who=N_("Lederen sender til Doffin og skriver ned svarene derfra."),
        needs=N_("En godkjent versjon og tekstene til kunngjøringen."),
        next=N_("Leverandørene leser, spør og leverer tilbud."),
        usual=N_("Noen dager"),
    ),
    Phase(
        name=N_("Tilbud"),
        decided=N_("Svar på spørsmål, likt til alle. Krav og kriterier kan bare endres synlig for alle."),
        who=N_("Lederen svarer. Leverandørene leverer i innleveringsløsningen, lukket til fristen er ute."),
        needs=N_("Svar som er ute i god tid før fristen."),
        next=N_("Tilbudene åpnes av dem som har rett til det, og vurderes."),
        usual=N_("4 til 7 uker"),
    ),
    Phase(
        name=N_("Tildeling"),
        decided=N_("Hvem som er kvalifisert, hvilke poeng tilbudene får, og hvem som får kontrakten."),
        who=N_(
            "Evalueringsgruppen vurderer, og styringsgruppen innstiller. Lederen gir alle beskjed samtidig."
        ),
        needs=N_("En grunn for hver poengsum, og et brev til hver som ga tilbud."),
        next=N_("Karensperioden løper før noen kan skrive under."),
        usual=N_("4 til 12 uker, lengst med forhandlinger"),
    ),
    Phase(
        name=N_("Avtaler"),
        decided=N_("Når tjenesten innføres hos hver kommune, og hvilke opsjoner som brukes."),
        who=N_("Hver kommune skriver under sin egen kontrakt, eller det felles organet gjør det for alle."),
        needs=N_("At karensperioden er ute, og at ingen klage står i veien."),
        next=N_("Oppfølging: endringer, prisregulering og et varsel i god tid før avtalen slutter."),
        usual=N_("1 til 4 uker, deretter innføring"),
    ),
)

# The parts of the draft, by the number of the group on the task list
PARTS: Sequence[Phase] = (
    Phase(
        name=N_("Grunnlaget"),
        decided=N_("Hva som kjøpes, av hvem, hvordan og når. Svarene flyter inn i alle dokumentene."),
        who=N_("Lederen svarer. Deltakerne må ha forpliktet seg, med egne tall."),
        needs=N_("Deltakere, beskrivelse, verdi, avtale, prosedyre, kontrakt, vilkår og tidsplan."),
        next=N_("Reglene som leverandørene skal følge."),
    ),
    Phase(
        name=N_("Konkurransegrunnlaget"),
        decided=N_("Reglene leverandørene skal følge, hva de må være, og hva som avgjør."),
        who=N_("Lederen skriver, eller ber en deltaker skrive. Alle deltakerne kan lese underveis."),
        needs=N_(
            "Ferdige tekster, kvalifikasjonskrav, tildelingskriterier med klimavalg, og et sted å levere."
        ),
        next=N_("Det som blir kontrakt med den som vinner."),
    ),
    Phase(
        name=N_("Kontrakten"),
        decided=N_("Krav, priser, bilag og endringer i avtaleteksten. Det blir del av kontrakten."),
        who=N_("Lederen og prosjektgruppen. Fagfolk i kommunene skriver krav og ser over dem."),
        needs=N_("Krav som kan besvares, et prisskjema med antall, og hvert bilag som avtalen bygger på."),
        next=N_("En versjon fryses når stopperne er rettet."),
    ),
    Phase(
        name=N_("Ferdigstille"),
        decided=N_("Hvilken versjon som gjelder, og når den sendes ut. En frosset versjon endres aldri."),
        who=N_("Lederen fryser, godkjenner etter regelen i fellesskapet, og sender av."),
        needs=N_("Ingen stoppere, og dokumentene ferdig laget."),
        next=N_("Kunngjøringen åpner siden for leverandørene."),
    ),
)
