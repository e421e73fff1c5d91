"""What the purchase is worth: the estimate line by line, what follows from it, whose ceiling is too low."""

from __future__ import annotations

from typing import NamedTuple

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.accounts.queries import alphabetical
from procure.domain.errors import RuleBroken
from procure.domain.law import Law, part_of
from procure.domain.money import MOST, Ore
from procure.domain.policy import Action
from procure.domain.tender import TenderFacts
from procure.domain.value import FRAMEWORK, NO_TOTAL_PRICE, Estimate, Row, next_limit, reached_limit
from procure.pools.models import Participation, Pool
from procure.tenders import drawing, estimating, merging, queries, service, tasks, words
from procure.tenders.forms.value import UseForm, ValueForm, line_form
from procure.tenders.models import EstimateLine, Tender
from procure.tenders.views import bp
from procure.tenders.views.overview import told
from procure.web.access import current_actor, requires
from procure.web.drawings import DRAWN, WIDE, wanted_width
from procure.web.forms import render_form
from procure.web.language import day


class Counted(NamedTuple):
    """A line as it stands in the table: the row that can be edited, and how it is counted."""

    line: EstimateLine
    row: Row


class Block(NamedTuple):
    """The lines of one body, or of the joint part, with what they come to."""

    name: str
    kind: str  # "participant", "option_holder", "joint" or "other"
    lines: list[Counted]
    sum: Ore


class Bound(NamedTuple):
    """What one body may be bound to, beside its share of the estimate."""

    place: Participation
    share: Ore

    @property
    def short(self) -> bool:
        """Whether its ceiling is below its share."""
        return self.place.ceiling is not None and self.place.ceiling < self.share


@bp.app_template_global()
def short_ceilings(pool: Pool) -> list[str]:
    """Give the page of a pool the names of those whose ceiling is below their share of the estimate."""
    tender = queries.tender_of(db.session(), current_actor(), pool)
    if tender is None:
        return []
    law = merging.law_of(tender, clock.today())
    return [each.organisation.name for each in estimating.short_ceilings(tender, law)]


@bp.route("/<int:tender_id>/value", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def value(tender: Tender) -> ResponseReturnValue:
    form = ValueForm(tender, framework=estimating.is_framework(tender))
    if form.accepted():
        try:
            service.answer(db.session(), current_actor(), tender, **form.answers(), now=clock.now())
            flash(_("Svarene er lagret."))
            return redirect(url_for("tenders.show", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    return _page(tender, form)


def _page(tender: Tender, form: ValueForm) -> ResponseReturnValue:
    today = clock.today()
    found = [told(each, tender) for each in queries.findings(db.session(), tender, today)]
    law = merging.law_of(tender, today)
    known = estimating.facts(tender, law)
    counted = known.counted(law)
    worth = counted.total if counted.rows else tender.estimate
    blocks = _blocks(tender, known, counted)
    return render_form(
        "tenders/value.html",
        form,
        tender=tender,
        title=tasks.QUESTIONS["value"],
        number=tasks.NUMBERS["value"],
        found=[each for each in found if each["task"] == "value"],
        law=law,
        known=known,
        counted=counted,
        parts=counted.parts({each.name for each in known.option_holders}),
        blocks=blocks,
        bounds=_bounds(tender, known, law),
        drawn=drawing.picture(_bars(blocks), WIDE),
        drawn_text=drawing.told(_bars(blocks)),
        worth=worth,
        part=None if worth is None else part_of(worth, law),
        reached=None if worth is None else reached_limit(worth, law),
        above=None if worth is None else next_limit(worth, law),
        payable=any(each.figures.yearly_cost is not None for each in merging.participants(tender)),
        most=MOST,
        words=words,
    )


def _blocks(tender: Tender, known: TenderFacts, counted: Estimate) -> list[Block]:
    """Sort the lines by who pays: participants, option holders, the joint part, others."""
    kinds = {each.name: "participant" for each in known.participants}
    kinds |= {each.name: "option_holder" for each in known.option_holders}
    order = ["participant", "option_holder", "joint", "other"]
    lines: dict[str | None, list[Counted]] = {}
    for line, row in zip(tender.estimate_lines, counted.rows, strict=True):
        lines.setdefault(row.line.body, []).append(Counted(line, row))
    blocks = [_block(body, mine, kinds) for body, mine in lines.items()]
    return sorted(blocks, key=lambda each: (order.index(each.kind), alphabetical(each.name)))


def _block(body: str | None, lines: list[Counted], kinds: dict[str, str]) -> Block:
    total = Ore(sum(each.row.sum for each in lines))
    if body is None:
        return Block(_("Felles del"), "joint", lines, total)
    return Block(body, kinds.get(body, "other"), lines, total)


def _bars(blocks: list[Block]) -> list[tuple[str, Ore]]:
    return [(each.name, each.sum) for each in blocks]


def _bounds(tender: Tender, known: TenderFacts, law: Law) -> list[Bound]:
    shares = known.shares(law)
    return [Bound(each, shares[each.organisation.name]) for each in merging.participants(tender)]


@bp.get("/<int:tender_id>/value/chart.svg")
@requires(Action.TENDER_EDIT, queries.find_tender)
def value_chart(tender: Tender) -> ResponseReturnValue:
    law = merging.law_of(tender, clock.today())
    known = estimating.facts(tender, law)
    blocks = _blocks(tender, known, known.counted(law))
    if not blocks:
        abort(404)
    drawn = drawing.picture(_bars(blocks), wanted_width())
    return render_template("pools/costs.svg", drawn=drawn), 200, DRAWN


@bp.post("/<int:tender_id>/value/sum")
@requires(Action.TENDER_EDIT, queries.find_tender)
def use_estimate(tender: Tender) -> ResponseReturnValue:
    """Take the sum of the lines as the estimate, as it was when the page was shown."""
    form = UseForm()
    if not form.accepted():
        abort(422)
    law = merging.law_of(tender, clock.today())
    method = _method(estimating.facts(tender, law), law)
    service.use_estimate(
        db.session(),
        current_actor(),
        tender,
        total=Ore(form.total.data),
        method=method,
        version=form.version.data,
        today=clock.today(),
        now=clock.now(),
    )
    flash(_("Summen er brukt som anslått verdi. Du kan endre setningen om hvordan den er anslått."))
    return redirect(url_for("tenders.value", tender_id=tender.id))


def _method(known: TenderFacts, law: Law) -> str:
    """Say how the estimate was found, for the record."""
    counted = known.counted(law)
    names = [
        (_("deltakere: %(count)s"), known.participants),
        (_("opsjonstakere: %(count)s"), known.option_holders),
    ]
    bodies = ", ".join(name % {"count": len(there)} for name, there in names if there)
    return _(
        "Regnet linje for linje %(day)s (%(bodies)s), med den felles delen og alle opsjoner. "
        "Løpende priser er regnet for %(months)s måneder (%(source)s).",
        day=day(clock.today()),
        bodies=bodies,
        months=counted.months,
        source=FRAMEWORK if known.is_framework else NO_TOTAL_PRICE,
    )


@bp.post("/<int:tender_id>/value/proposal")
@requires(Action.TENDER_EDIT, queries.find_tender)
def propose_estimate_lines(tender: Tender) -> ResponseReturnValue:
    made = service.propose_estimate_lines(db.session(), current_actor(), tender, now=clock.now())
    if made:
        flash(_("Linjer laget av det deltakerne betaler i dag: %(count)s. Se over dem.", count=len(made)))
    else:
        flash(_("Ingen nye linjer. Deltakerne har linjer fra før, eller har ikke delt hva de betaler."))
    return redirect(url_for("tenders.value", tender_id=tender.id))


@bp.route("/<int:tender_id>/value/lines/new", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def add_estimate_line(tender: Tender) -> ResponseReturnValue:
    form = line_form(tender)
    if form.accepted():
        try:
            service.add_estimate_line(
                db.session(), current_actor(), tender, **form.answers(), now=clock.now()
            )
            flash(_("Linjen er lagt til."))
            return redirect(url_for("tenders.value", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/estimate_line.html", form, tender=tender, line=None)


@bp.route("/<int:tender_id>/value/lines/<int:estimate_line_id>", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_estimate_line)
def edit_estimate_line(line: EstimateLine) -> ResponseReturnValue:
    form = line_form(line.tender, line)
    if form.accepted():
        try:
            service.edit_estimate_line(db.session(), current_actor(), line, **form.answers(), now=clock.now())
            flash(_("Linjen er lagret."))
            return redirect(url_for("tenders.value", tender_id=line.tender_id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/estimate_line.html", form, tender=line.tender, line=line)


@bp.post("/<int:tender_id>/value/lines/<int:estimate_line_id>/removal")
@requires(Action.TENDER_EDIT, queries.find_estimate_line)
def remove_estimate_line(line: EstimateLine) -> ResponseReturnValue:
    tender_id = line.tender_id
    service.remove_estimate_line(db.session(), current_actor(), line, now=clock.now())
    flash(_("Linjen er tatt bort."))
    return redirect(url_for("tenders.value", tender_id=tender_id))
