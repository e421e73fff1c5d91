"""What a suggested pool is, in sentences: who, why, and what they pay."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from procure.accounts.models import Organisation
from procure.demand import words as need_words
from procure.pools.suggestions import Suggestion
from procure.pools.sums import Comparison
from procure.pools.words import bodies, names, whole_kroner
from procure.web.language import in_words, month, number, starting


def heading(one: Suggestion) -> str:
    """Name the need and with whom: «Barnehagesystem med Os og Alvdal»."""
    need = need_words.name(one.need)
    if not one.others:
        return _("%(need)s: ingen ennå", need=need)
    return _("%(need)s med %(names)s", need=need, names=names(one.others))


def why(one: Suggestion) -> str:
    """Say why these are suggested."""
    facts = {"bodies": _all(one.others), "month": month(one.horizon.start) if one.horizon.start else ""}
    if not one.all_fit:
        said = _("%(month)s passer best for de fleste av de %(bodies)s.", **facts)
    elif len(one.others) == 1:
        said = _("Begge kan skifte i %(month)s uten å forlenge eller betale dobbelt.", **facts)
    else:
        said = _("Alle %(bodies)s kan skifte i %(month)s uten å forlenge eller betale dobbelt.", **facts)
    return f"{starting(said)} {_near(one)}".strip()


def _all(others: Sequence[Organisation]) -> str:
    return bodies(len(others) + 1)


def _near(one: Suggestion) -> str:
    home = one.need.organisation.municipality
    county = home.county_number if home else None
    near = [each for each in one.others if each.municipality and each.municipality.county_number == county]
    if home is None or not near:
        return _("Ingen av dem ligger i samme fylke som dere.")
    if len(near) == len(one.others):
        return _("De ligger i samme fylke, %(county)s.", county=home.county)
    return _("%(count)s av dem ligger i %(county)s.", count=starting(in_words(len(near))), county=home.county)


def paid(found: Comparison) -> str:
    """Say what is paid for each, from the lowest to the highest of those who share it, and one's own."""
    if found.spread is None:
        return ""
    facts = {
        "low": whole_kroner(found.spread.lowest),
        "high": whole_kroner(found.spread.highest),
        "count": number(found.spread.count),
    }
    said = _("i året, midterst av %(count)s. Fra %(low)s til %(high)s.", **facts)
    return said if found.own is None else f"{said} {_('Dere: %(own)s', own=whole_kroner(found.own))}"


def others_too(one: Suggestion) -> str:
    """Say how many others have the same need, and are not among those suggested."""
    said = []
    if one.more:
        said.append(
            _("%(bodies)s til har meldt det samme, men passer dårligere i tid.", bodies=bodies(one.more))
        )
    if one.unknown:
        said.append(_("Av %(bodies)s vet vi ikke når de kan skifte.", bodies=bodies(one.unknown)))
    return " ".join(starting(each) for each in said)


def nobody(one: Suggestion) -> str:
    """Say why nobody is suggested, and what would help."""
    if one.horizon.start is None:
        return _("Skriv når avtalen deres slutter, så kan vi se hvem som kan skifte samtidig.")
    said = _("Ingen har meldt det samme behovet i et tidsrom som passer.")
    return f"{said} {others_too(one)}".strip()
