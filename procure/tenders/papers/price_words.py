"""The words of the price form and the timeline, in the document's own language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "nb": {
        "sums_explained": (
            "Summen på en linje er prisen ganger antallet. En pris per måned ganges også med antallet "
            "måneder, og en pris per år med antallet år: da står begge tallene, som i 30 × 48. Hver linje er "
            "med i én delsum, og hver delsum er med én gang i summen."
        ),
        "evaluated_price_explained": (
            "**Evalueringsprisen** er summen av alle skjemaene, medregnet opsjonene. Antallene er anslag. "
            "Evalueringsprisen brukes bare til å sammenligne tilbudene, og er ikke et løfte om å kjøpe."
        ),
        "evaluated_months": ("Løpende priser regnes for {count} måneder når linjen ikke sier noe annet."),
        "outside_explained": (
            "Prisene i tabellene merket «utenfor evalueringen» blir del av kontrakten, men er ikke med i "
            "noen sum."
        ),
        "option_holder": "{name}, opsjonstaker",
        "joint_part": "fellesdelen",
        "other_prices": "Øvrige priser",
        "outside_for": "Priser utenfor evalueringen for {name}",
        "subtotal": "Delsum {name}",
        "sum_alone_for": "Sum uten opsjoner for {name}",
        "lots_for": "Sum for hver delkontrakt for {name}",
        "times": "{count}\u00a0×\u00a0{times}",
        "unit_per": "{unit} per {time}",
        "volumes_of": "{inhabitants} innbyggere og {users} brukere.",
        "price_form_sheet": (
            "**Lever prisene i regnearket.** Det har ett ark for hver oppdragsgiver, låste formler og de "
            "samme linjene som her."
        ),
        "evaluated_price": "Evalueringspris",
        "step_market_dialogue": "Dialog med markedet",
        "step_dispatch": "Kunngjøringen sendes",
        "step_requests": "Frist for å be om å delta",
        "step_invitation": "Invitasjon til å gi tilbud",
        "step_questions": "Spørsmål innen",
        "step_answers": "Siste dag for svar på spørsmål",
        "step_deadline": "Tilbudsfrist",
        "step_opening": "Åpning av tilbudene",
        "step_negotiations": "Forhandlingene begynner",
        "step_final_offers": "Frist for endelige tilbud",
        "step_demonstrations": "Demonstrasjoner",
        "step_notification": "Melding om hvem som er valgt",
        "step_standstill_end": "Karensperioden er ute",
        "step_signing": "Kontraktene signeres",
        "step_start": "Oppstart",
        "step_validity_end": "Tilbudene binder til",
        "planned": "Datoer etter tilbudsfristen er planlagte og kan bli endret.",
    },
    "nn": {
        "sums_explained": (
            "Summen på ei linje er prisen gonger mengda. Ein pris per månad blir også gonga med talet på "
            "månader, og ein pris per år med talet på år: då står begge tala, som i 30 × 48. Kvar linje er "
            "med i éin delsum, og kvar delsum er med éin gong i summen."
        ),
        "evaluated_price_explained": (
            "**Evalueringsprisen** er summen av alle skjemaa, medrekna opsjonane. Tala på einingar er "
            "overslag. Evalueringsprisen blir berre brukt til å samanlikne tilboda, og er ikkje ein lovnad "
            "om å kjøpe."
        ),
        "evaluated_months": (
            "Løpande prisar blir rekna for {count} månader når linja ikkje seier noko anna."
        ),
        "outside_explained": (
            "Prisane i tabellane merkte «utanfor evalueringa» blir del av kontrakten, men er ikkje med i "
            "nokon sum."
        ),
        "option_holder": "{name}, opsjonstakar",
        "joint_part": "fellesdelen",
        "other_prices": "Andre prisar",
        "outside_for": "Prisar utanfor evalueringa for {name}",
        "subtotal": "Delsum {name}",
        "sum_alone_for": "Sum utan opsjonar for {name}",
        "lots_for": "Sum for kvar delkontrakt for {name}",
        "times": "{count}\u00a0×\u00a0{times}",
        "unit_per": "{unit} per {time}",
        "volumes_of": "{inhabitants} innbyggjarar og {users} brukarar.",
        "price_form_sheet": (
            "**Lever prisane i reknearket.** Det har eitt ark for kvar oppdragsgivar, låste formlar og dei "
            "same linjene som her."
        ),
        "evaluated_price": "Evalueringspris",
        "step_market_dialogue": "Dialog med marknaden",
        "step_dispatch": "Kunngjeringa blir send",
        "step_requests": "Frist for å be om å få delta",
        "step_invitation": "Invitasjon til å gi tilbod",
        "step_questions": "Spørsmål innan",
        "step_answers": "Siste dag for svar på spørsmål",
        "step_deadline": "Tilbodsfrist",
        "step_opening": "Opning av tilboda",
        "step_negotiations": "Forhandlingane tek til",
        "step_final_offers": "Frist for endelege tilbod",
        "step_demonstrations": "Demonstrasjonar",
        "step_notification": "Melding om kven som er vald",
        "step_standstill_end": "Karensperioden er ute",
        "step_signing": "Kontraktane blir signerte",
        "step_start": "Oppstart",
        "step_validity_end": "Tilboda bind til",
        "planned": "Datoar etter tilbodsfristen er planlagde og kan bli endra.",
    },
}
