"""What a need says, in sentences: its state, its window, why another fits, which figures it holds back."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from procure.demand.models import ContractEnd, Need, NeedState, Visibility
from procure.demand.queries import Contract, Match
from procure.domain.pooling import Closeness, PoolFigure, Window
from procure.web.language import day, join_names, month, spoken

STATES = {
    NeedState.DRAFT: ("started", lazy("Utkast")),
    NeedState.SHARED: ("open", lazy("Delt")),
    NeedState.WITHDRAWN: ("withdrawn", lazy("Trukket")),
}
SEEN_BY = {
    Visibility.MINE: lazy("Bare dere ser det"),
    Visibility.LOOKING: lazy("Andre ser at dere ser dere om"),
    Visibility.POOL: lazy("Fellesskapet ser tallene også"),
}
FIGURES = {
    PoolFigure.USERS: lazy("samlet antall brukere"),
    PoolFigure.INHABITANTS: lazy("samlet antall innbyggere"),
    PoolFigure.CASES: lazy("samlet antall saker"),
    PoolFigure.YEARLY_COST: lazy("hva dere betaler i dag til sammen"),
    PoolFigure.COST_PER_USER: lazy("kostnad per bruker"),
    PoolFigure.COST_PER_INHABITANT: lazy("kostnad per innbygger"),
    PoolFigure.WINDOW: lazy("når alle kan skifte"),
}
CONTRACT_ENDS = {
    ContractEnd.DATE: lazy("på en dato"),
    ContractEnd.UNTIL_TERMINATED: lazy("løper til noen sier den opp"),
    ContractEnd.NO_SYSTEM: lazy("ikke noe system i dag"),
    ContractEnd.NOT_KNOWN: lazy("ikke kjent ennå"),
}
HISTORY = {
    "need.begun": lazy("startet utkastet"),
    "need.imported": lazy("hentet behovet fra et regneark"),
    "need.answered": lazy("endret svar"),
    "need.concerns": lazy("endret hvem det gjelder"),
    "need.shared": lazy("delte behovet"),
    "need.withdrawn": lazy("trakk behovet"),
}


def name(need: Need) -> str:
    """Return what a need is called: its kind of system."""
    return spoken(need.category, "name") if need.category else _("Behov uten type system")


def seen_by(need: Need) -> str:
    """Say who sees a need today: whatever is chosen, nobody sees a draft or one that is withdrawn."""
    return str(SEEN_BY[need.visibility if need.state is NeedState.SHARED else Visibility.MINE])


def missing(need: Need) -> list[str]:
    """Name the figures that have not been given."""
    until_terminated = need.contract_end is ContractEnd.UNTIL_TERMINATED
    parts = (
        (need.contract_end in (None, ContractEnd.NOT_KNOWN), _("når avtalen slutter")),
        (until_terminated and need.notice_months is None, _("oppsigelsestid")),
        (need.yearly_cost is None, _("kostnad i året")),
        (need.users is None, _("antall brukere")),
        (need.inhabitants_served is None, _("antall innbyggere")),
        (need.cases is None, _("antall saker")),
    )
    return [words for lacks, words in parts if lacks]


def held_back(need: Need) -> str:
    """Name the figures of a pool that the need holds back, as the end of a sentence."""
    return join_names(str(FIGURES[figure]) for figure in need.held_back)


def window(seen: Window) -> str:
    """Write a window by its months: what others may see of when one can change."""
    if seen.earliest is None:
        return _("ikke kjent ennå")
    if seen.latest is None:
        return _("fra %(start)s", start=month(seen.earliest))
    if month(seen.earliest) == month(seen.latest):
        return month(seen.earliest)
    return _("fra %(start)s til %(end)s", start=month(seen.earliest), end=month(seen.latest))


def reason(match: Match) -> str:
    """Say why a need fits one's own."""
    meeting = match.meeting
    if meeting.closeness is Closeness.CATEGORY_ONLY or meeting.start is None:
        return _("Minst én av dere vet ikke ennå når dere kan skifte.")
    if meeting.closeness is Closeness.APART:
        return _(
            "Alle kan skifte fra %(start)s hvis den som er klar først, venter "
            "%(months)s måneder lenger enn avtalen gir rom for.",
            start=month(meeting.start),
            months=meeting.months_apart,
        )
    if meeting.end is None:
        return _("Begge kan skifte fra %(start)s.", start=month(meeting.start))
    if month(meeting.start) == month(meeting.end):
        return _("Begge kan skifte i %(start)s.", start=month(meeting.start))
    return _(
        "Begge kan skifte mellom %(start)s og %(end)s.",
        start=month(meeting.start),
        end=month(meeting.end),
    )


def end(need: Need) -> str | None:
    """Say how today's contract ends."""
    match need.contract_end:
        case ContractEnd.DATE if need.ends_on:
            return _dated(need, need.ends_on)
        case ContractEnd.UNTIL_TERMINATED:
            return _("løper til noen sier den opp")
        case ContractEnd.NO_SYSTEM:
            return _("dere har ikke noe system i dag")
        case ContractEnd.NOT_KNOWN:
            return _("dere vet ikke ennå")
        case _:
            return None


def _dated(need: Need, ends_on: date) -> str:
    if need.renewal_months is None:
        return _("på en dato: %(day)s", day=day(ends_on))
    return _(
        "på en dato: %(day)s. Fornyes %(months)s måneder om gangen hvis dere ikke sier opp",
        day=day(ends_on),
        months=need.renewal_months,
    )


def notice(told: Contract) -> str | None:
    """Say when notice must be given."""
    months = told.need.notice_months
    if months is None:
        return None
    if told.need.contract_end is ContractEnd.UNTIL_TERMINATED:
        return _("%(months)s måneder", months=months)
    if told.notice_on is None:
        return _("%(months)s måneder før", months=months)
    return _("%(months)s måneder før, senest %(day)s", months=months, day=day(told.notice_on))


def earliest(told: Contract) -> str:
    """Say when they can leave today's contract."""
    return day(told.window.earliest) if told.window.earliest else _("ikke kjent ennå")


def how_earliest(told: Contract) -> str:
    """Say how the earliest exit was found."""
    match told.need.contract_end:
        case ContractEnd.DATE if told.renews:
            return _("slutten på den første perioden dere rekker å si opp")
        case ContractEnd.DATE:
            return _("dagen avtalen slutter")
        case ContractEnd.UNTIL_TERMINATED if told.need.notice_months is not None:
            return _("i dag pluss oppsigelsestiden")
        case ContractEnd.NO_SYSTEM:
            return _("ingenting å vente på")
        case _:
            return _("vi regner det ut når slutt og oppsigelse er besvart")


def latest(told: Contract) -> str:
    """Say how long they can wait."""
    if told.window.earliest is None:
        return _("ikke kjent ennå")
    return _("til %(day)s", day=day(told.window.latest)) if told.window.latest else _("så lenge dere vil")


def how_latest(told: Contract) -> str:
    """Say how the latest wait was found."""
    if told.window.earliest is None:
        return ""
    if told.window.latest is None:
        return _("ingenting tvinger dere ut av det dere har")
    if told.need.extension_months:
        return _("slutten med %(months)s måneder forlengelse", months=told.need.extension_months)
    return _("dagen avtalen slutter, uten forlengelse")


def start(need: Need) -> str | None:
    """Say when they want to begin."""
    if need.start_from and need.start_to:
        return _("mellom %(start)s og %(end)s", start=day(need.start_from), end=day(need.start_to))
    if need.start_from:
        return _("tidligst %(day)s", day=day(need.start_from))
    return _("senest %(day)s", day=day(need.start_to)) if need.start_to else None
