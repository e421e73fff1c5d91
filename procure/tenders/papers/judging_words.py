"""The words of how bids are judged, and of who may bid, in the document's own language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "nb": {
        "ranked_how": (
            "Tilbudene vurderes samlet. Et kriterium som står høyere oppe, teller mer enn et som står lavere."
        ),
        "place": "Plass",
        "worth": "Verdi av full skår",
        "weighted_how": (
            "Hvert kriterium gir poeng, der 10 er best. Poengene ganges med vekten, og det høyeste "
            "snittet vinner. Det regnes uten avrunding. Poeng vises med to desimaler, til nærmeste "
            "hundredel; midt imellom rundes det bort fra null."
        ),
        "priced_how": (
            "Hvert kriterium utenom pris gir poeng fra 0 til 10. Full skår er verdt beløpet i tabellen, og "
            "en del av poengene er verdt like stor del av beløpet. Verdien trekkes fra prisen, og det "
            "laveste resultatet vinner. Fradraget brukes bare til å sammenligne: i kontrakten står prisen "
            "som ble tilbudt."
        ),
        "scoring": "Vurdering av pris",
        "formula": "Formel",
        "formula_signs": "Tegn i formelen",
        "symbols": "P er evalueringsprisen som vurderes, og L er den laveste.",
        "symbols_k": "k er {k}.",
        "symbols_v": "P er evalueringsprisen, og V er verdien av full skår på et kriterium.",
        "linear": (
            "Lineær modell. Laveste pris får 10 poeng. Hver prosent dyrere gir 0,1 poeng mindre. "
            "Er prisen over det dobbelte av laveste, blir poengene negative."
        ),
        "linear_with_floor": (
            "Lineær modell med bunn på 0. Laveste pris får 10 poeng. Hver prosent dyrere gir 0,1 poeng "
            "mindre. Ingen får mindre enn 0 poeng."
        ),
        "proportional": (
            "Forholdsmessig modell. Laveste pris får 10 poeng. De andre får 10 ganger laveste pris delt på "
            "sin egen."
        ),
        "hybrid": (
            "Delt modell. Laveste pris får 10 poeng. Opp til k ganger laveste pris gir hver prosent dyrere "
            "0,1 poeng mindre. Fra der er poengene forholdsmessige, gjennom punktet der de to møtes."
        ),
        "priced_quality": "Prissatt kvalitet. Verdien av kvalitet trekkes fra prisen.",
        "example": "Eksempel med oppdiktede priser",
        "bid": "Tilbud {letter}",
        "price": "Pris",
        "points": "Poeng",
        "quality_points": "Poeng for kvalitet",
        "compared": "Pris til sammenligning",
        "tie": "Ved likt resultat",
        "lowest_price": "Tilbudet med lavest pris går foran.",
        "best_quality": "Tilbudet med best poeng for kvalitet går foran.",
        "best_climate": "Tilbudet med best poeng for klima og miljø går foran.",
        "lots_drawn": "Det trekkes lodd.",
        "ranked_reason": "Hvorfor kriteriene ikke er vektet",
        "climate_reason": "Begrunnelse for klimavalget",
        "climate_source": "anskaffelsesloven §§ 5b og 5c",
        "climate_of_lot": "Klima og miljø, delkontrakt {number}",
        "qualifications": "Kvalifikasjonskrav",
        "qualifications_table": "Krav til leverandøren",
        "registration": "Registrering",
        "economic": "Økonomi",
        "technical": "Teknisk og faglig evne",
        "concerns": "Gjelder",
        "requirement": "Krav",
        "shown_by": "Dokumentasjon",
        "turnover": "Omsetningen skal være minst {amount} i året.",
        "turnover_reason": "Begrunnelse: {reason}",
        "not_for": "Gjelder ikke {name}.",
        "instead_for": "For {name} gjelder i stedet: {text}",
        "only_lot": "Gjelder bare delkontrakt {number}.",
    },
    "nn": {
        "ranked_how": (
            "Tilboda blir vurderte samla. Eit kriterium som står høgare oppe, tel meir enn eit som står "
            "lågare."
        ),
        "place": "Plass",
        "worth": "Verdi av full skår",
        "weighted_how": (
            "Kvart kriterium gir poeng, der 10 er best. Poenga blir gonga med vekta, og det høgaste "
            "snittet vinn. Utrekninga blir gjord utan avrunding. Poeng blir viste med to desimalar, til "
            "næraste hundredel; midt imellom blir det runda bort frå null."
        ),
        "priced_how": (
            "Kvart kriterium utanom pris gir poeng frå 0 til 10. Full skår er verd beløpet i tabellen, og "
            "ein del av poenga er verd like stor del av beløpet. Verdien blir trekt frå prisen, og det "
            "lågaste resultatet vinn. Frådraget blir berre brukt til å samanlikne: i kontrakten står "
            "prisen som vart tilboden."
        ),
        "scoring": "Vurdering av pris",
        "formula": "Formel",
        "formula_signs": "Teikn i formelen",
        "symbols": "P er evalueringsprisen som blir vurdert, og L er den lågaste.",
        "symbols_k": "k er {k}.",
        "symbols_v": "P er evalueringsprisen, og V er verdien av full skår på eit kriterium.",
        "linear": (
            "Lineær modell. Lågaste pris får 10 poeng. Kvar prosent dyrare gir 0,1 poeng mindre. "
            "Er prisen over det doble av lågaste, blir poenga negative."
        ),
        "linear_with_floor": (
            "Lineær modell med botn på 0. Lågaste pris får 10 poeng. Kvar prosent dyrare gir 0,1 poeng "
            "mindre. Ingen får mindre enn 0 poeng."
        ),
        "proportional": (
            "Forholdsmessig modell. Lågaste pris får 10 poeng. Dei andre får 10 gonger lågaste pris delt "
            "på sin eigen."
        ),
        "hybrid": (
            "Delt modell. Lågaste pris får 10 poeng. Opp til k gonger lågaste pris gir kvar prosent dyrare "
            "0,1 poeng mindre. Frå der er poenga forholdsmessige, gjennom punktet der dei to møtest."
        ),
        "priced_quality": "Prissett kvalitet. Verdien av kvalitet blir trekt frå prisen.",
        "example": "Døme med oppdikta prisar",
        "bid": "Tilbod {letter}",
        "price": "Pris",
        "points": "Poeng",
        "quality_points": "Poeng for kvalitet",
        "compared": "Pris til samanlikning",
        "tie": "Ved likt resultat",
        "lowest_price": "Tilbodet med lågast pris går føre.",
        "best_quality": "Tilbodet med best poeng for kvalitet går føre.",
        "best_climate": "Tilbodet med best poeng for klima og miljø går føre.",
        "lots_drawn": "Det blir trekt lodd.",
        "ranked_reason": "Kvifor kriteria ikkje er vekta",
        "climate_reason": "Grunngiving for klimavalet",
        "climate_source": "anskaffingslova §§ 5b og 5c",
        "climate_of_lot": "Klima og miljø, delkontrakt {number}",
        "qualifications": "Kvalifikasjonskrav",
        "qualifications_table": "Krav til leverandøren",
        "registration": "Registrering",
        "economic": "Økonomi",
        "technical": "Teknisk og fagleg evne",
        "concerns": "Gjeld",
        "requirement": "Krav",
        "shown_by": "Dokumentasjon",
        "turnover": "Omsetninga skal vere minst {amount} i året.",
        "turnover_reason": "Grunngiving: {reason}",
        "not_for": "Gjeld ikkje {name}.",
        "instead_for": "For {name} gjeld i staden: {text}",
        "only_lot": "Gjeld berre delkontrakt {number}.",
    },
}
