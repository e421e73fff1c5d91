"""The fixed words about the contracts: annexes, clauses, changes to the general text, attachments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "nb": {
        "statutory": "Lovpålagte vilkår",
        "statutory_lead": "Disse vilkårene følger av lov og forskrift om offentlige anskaffelser.",
        "changes_in_text": "Endringer punkt for punkt",
        "change_clause": "Punkt",
        "change_kind": "Hva",
        "change_text": "Ny ordlyd",
        "change_reason": "Grunn",
        "replaced": "byttes ut",
        "added": "kommer i tillegg",
        "removed": "gjelder ikke",
        "in_the_tender": "Dokumentene i konkurransen",
        "annexes": "Bilag til {agreement}",
        "annexes_of": "Bilag til kontrakt {contract}, {agreement}",
        "annex_title": "Bilag",
        "filled_by": "Fylles ut av",
        "by_customer": "oppdragsgiveren",
        "by_supplier": "leverandøren, i tilbudet",
        "by_both": "oppdragsgiveren og leverandøren",
        "by_nobody": "ingen før avtalen er signert",
        "attachments": "Vedlegg",
        "attachment": "Vedlegg",
        "belongs_to": "Hører til",
        "file_name": "Fil",
    },
    "nn": {
        "statutory": "Lovpålagde vilkår",
        "statutory_lead": "Desse vilkåra følgjer av lov og forskrift om offentlege anskaffingar.",
        "changes_in_text": "Endringar punkt for punkt",
        "change_clause": "Punkt",
        "change_kind": "Kva",
        "change_text": "Ny ordlyd",
        "change_reason": "Grunn",
        "replaced": "blir bytt ut",
        "added": "kjem i tillegg",
        "removed": "gjeld ikkje",
        "in_the_tender": "Dokumenta i konkurransen",
        "annexes": "Bilag til {agreement}",
        "annexes_of": "Bilag til kontrakt {contract}, {agreement}",
        "annex_title": "Bilag",
        "filled_by": "Blir fylt ut av",
        "by_customer": "oppdragsgivaren",
        "by_supplier": "leverandøren, i tilbodet",
        "by_both": "oppdragsgivaren og leverandøren",
        "by_nobody": "ingen før avtalen er signert",
        "attachments": "Vedlegg",
        "attachment": "Vedlegg",
        "belongs_to": "Høyrer til",
        "file_name": "Fil",
    },
}
