"""What a pool is worth, in sentences: which rules follow from it, and how it was counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from procure.domain.law import Part
from procure.domain.money import Ore
from procure.pools.worth import Rules, Source, Worth
from procure.web.language import current, kroner, number

FOLLOWS: Mapping[Part, Any] = {  # what changes where a part begins
    Part.I: _(
        "Da gjelder loven og del I: konkurranse så langt det er mulig, og valgene skal kunne etterprøves."
    ),
    Part.II: _(
        "Da må konkurransen kunngjøres i Doffin, klima og miljø må tas hensyn til, "
        "og reglene i del II gjelder."
    ),
    Part.III: _(
        "Da må konkurransen kunngjøres i TED også. Fristene i del III gjelder, "
        "forhandling krever et vilkår i § 13-2, og grunnen må stå når konkurransen ikke deles opp."
    ),
}
PARTS: Mapping[Part, Any] = {
    Part.OUTSIDE: _("Under grensen for loven: kommunens egne regler gjelder"),
    Part.I: _("Del I: ingen plikt til å kunngjøre"),
    Part.II: _("Del II: kunngjøres i Doffin"),
    Part.III: _("Del III: kunngjøres i Doffin og TED"),
}


def reached(total: Ore, found: Rules) -> str:
    """Say which limit a value has reached, if it has."""
    if found.reached is None:
        return ""
    return gettext(
        "%(value)s er over eller lik denne grensen: %(limit)s, %(amount)s.",
        value=kroner(total),
        limit=found.reached.name[current()],
        amount=kroner(Ore(found.reached.value)),
    )


def left(found: Rules) -> str:
    """Say how far it is to the next limit, and what follows there."""
    if found.above is None:
        return gettext("Dette er den øverste grensen. En høyere verdi gir ikke strengere regler.")
    figure = found.above.figure
    said = gettext(
        "Det er %(left)s igjen til neste grense: %(limit)s, %(amount)s.",
        left=kroner(found.above.left),
        limit=figure.name[current()],
        amount=kroner(Ore(figure.value)),
    )
    return f"{said} {FOLLOWS[found.above.part]}"


def counted(found: Worth) -> list[str]:
    """Say how the estimate was counted, and what is not in it."""
    if found.source is Source.TENDER:
        return _of_tender(found)
    facts = {"known": number(found.known), "count": number(found.count), "months": found.months}
    said = [
        gettext(
            "Summen av det %(known)s av %(count)s betaler i året i dag, regnet for %(months)s måneder. "
            "Så lenge regnes en avtale uten fast lengde.",
            **facts,
        )
    ]
    if found.known < found.count:
        said.append(gettext("De andre har ikke delt kostnaden, og er ikke regnet med."))
    said.append(
        gettext(
            "Opsjonstakere, felles arbeid og tilleggskjøp er ikke med. "
            "De kommer inn når konkurransen får sitt eget anslag, linje for linje."
        )
    )
    return said


def _of_tender(found: Worth) -> list[str]:
    if found.months is None:
        return [gettext("Anslaget er skrevet i konkurransen som én sum.")]
    return [
        gettext(
            "Anslaget er regnet linje for linje i konkurransen. Løpende priser er regnet for "
            "%(months)s måneder.",
            months=found.months,
        )
    ]
