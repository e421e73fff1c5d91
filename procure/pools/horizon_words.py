"""Who can wait until when, in sentences: how a start suits each, and what the picture shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from procure.demand import words as need_words
from procure.domain.pooling import Suits
from procure.pools.horizon import Horizon, Waits
from procure.pools.words import bodies
from procure.web.language import in_words, month, starting


def window(one: Waits) -> str:
    """Say when a body can change, by its months."""
    return need_words.window(one.seen) if one.seen else _("viser ikke når")


def months(count: int) -> str:
    """Count months: «én måned», «tre måneder»."""
    return _("én måned") if count == 1 else _("%(count)s måneder", count=in_words(count))


def suits(one: Waits) -> str:
    """Say how the start suits a body, for a table."""
    if one.fit is None:
        return _("vet ikke")
    if one.fit.suits is Suits.EXTEND:
        return _("må forlenge %(months)s", months=months(one.fit.months))
    if one.fit.suits is Suits.PAY_TWICE:
        return _("betaler dobbelt i %(months)s", months=months(one.fit.months))
    return _("passer")


def cannot_wait(found: Horizon) -> list[str]:
    """Name those whom the start does not suit, with what it leads to for them."""
    said = []
    for one in found.of(Suits.EXTEND):
        facts = {"who": one.organisation.short_name, "months": months(one.fit.months if one.fit else 0)}
        said.append(
            _(
                "%(who)s kan ikke vente så lenge. Avtalen må forlenges %(months)s, "
                "eller de må ha en annen løsning i mellomtiden.",
                **facts,
            )
        )
    for one in found.of(Suits.PAY_TWICE):
        facts = {"who": one.organisation.short_name, "months": months(one.fit.months if one.fit else 0)}
        said.append(
            _("%(who)s kommer ikke ut av avtalen sin før. De betaler for to systemer i %(months)s.", **facts)
        )
    return said


def told(found: Horizon) -> str:
    """Say what the picture shows, for one who does not see it."""
    if not found.known:
        return ""
    said = [_("Tidslinje for når %(bodies)s kan skifte system.", bodies=bodies(len(found.known)))]
    said += [sentence for sentence in (_first(found.known), _longest(found.known)) if sentence]
    if found.start:
        short = [each for each in found.known if each.fit and each.fit.suits is not Suits.FITS]
        count = starting(in_words(len(short))) if short else _("Ingen")
        facts = {"count": count, "month": month(found.start)}
        said.append(_("%(count)s må forlenge eller betale dobbelt ved start i %(month)s.", **facts))
    return " ".join(said)


def _first(known: Sequence[Waits]) -> str:
    ends = [each for each in known if each.seen and each.seen.latest]
    if not ends or ends[0].seen is None or ends[0].seen.latest is None:
        return _("Ingen av dem må ut på en bestemt dato.")
    facts = {"who": ends[0].organisation.short_name, "month": month(ends[0].seen.latest)}
    return _("%(who)s kan vente kortest, til %(month)s.", **facts)


def _longest(known: Sequence[Waits]) -> str:
    last = max(known, key=lambda each: (each.seen and each.seen.earliest) or date.min)
    if last.seen is None or last.seen.earliest is None:
        return ""
    facts = {"who": last.organisation.short_name, "month": month(last.seen.earliest)}
    return _("%(who)s kommer sist ut av avtalen sin, i %(month)s.", **facts)
