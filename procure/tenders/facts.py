"""A tender's rows as the plain facts that the checks read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from procure.documents.letters import missing_characters
from procure.documents.troubles import troubles
from procure.domain.law import Law
from procure.domain.scoring import CriterionFacts
from procure.domain.tender import (
    AnnexFacts,
    AttachmentFacts,
    ChangeFacts,
    LotFacts,
    OmittedFacts,
    ParticipantFacts,
    PriceLineFacts,
    QualificationFacts,
    RequirementFacts,
    SectionFacts,
    TenderFacts,
    Troubled,
    Unprintable,
)
from procure.library.models import Agreement
from procure.library.shelf import spoken
from procure.pools.models import Participation
from procure.tenders import estimating, planning
from procure.tenders.loading import Asked, Line, plain
from procure.tenders.merging import FIELDS, gaps, of_companion, participants
from procure.tenders.models import (
    Attachment,
    ChangeKind,
    ContractChange,
    Criterion,
    CriterionKind,
    Lot,
    Payer,
    PriceKind,
    PriceLine,
    Qualification,
    Requirement,
    Section,
    SectionState,
    Tender,
)


def of(tender: Tender, law: Law) -> TenderFacts:
    """Tell everything that the checks look at; the tender's parts should be loaded.

    law: as it is on the day the tender is judged by.
    """
    known = {name: field.value(tender, law) for name, field in FIELDS.items()}
    people, texts = participants(tender), list(printed_texts(tender))
    return TenderFacts(
        title=tender.title,
        description=tender.description,
        title_en=tender.title_en or "",
        description_en=tender.description_en or "",
        language=tender.language,
        cpv=tender.pool.category.main_cpv,
        **planning.known(tender),
        estimate=tender.estimate,
        estimated_on=tender.estimated_on,
        estimate_method=tender.estimate_method or "",
        procedure=law.procedures.get(tender.procedure or ""),
        procedure_ground=tender.procedure_ground or "",
        procedure_reason=tender.procedure_reason or "",
        dialogue=tender.dialogue or "",
        invited_least=tender.invited_least,
        invited_most=tender.invited_most,
        selection=tender.selection or "",
        reduction=tender.reduction,
        award_without_negotiation=tender.award_without_negotiation,
        lots=tuple(_lot(each) for each in lots(tender)),
        no_lots_reason=tender.no_lots_reason or "",
        contract_model=tender.contract_model,
        responsibility=tender.responsibility,
        responsibility_parts=tender.responsibility_parts or "",
        duration_months=tender.duration_months,
        extension_months=tender.extension_months,
        open_ended=tender.open_ended,
        duration_reason=tender.duration_reason or "",
        option_terms=tender.option_terms or "",
        validity_months=tender.validity_months,
        variants=tender.variants,
        channel_name=tender.channel_name or "",
        channel_url=tender.channel_url or "",
        espd=tender.espd,
        mode=tender.criteria_mode,
        ranked_reason=tender.ranked_reason or "",
        criteria=tuple(_criterion(*each) for each in enumerate(tender.criteria, 1)),
        climate=tender.climate,
        climate_reason=tender.climate_reason or "",
        price_model=tender.price_model,
        price_break=tender.price_break,
        tie_rule=tender.tie_rule,
        qualifications=tuple(_qualification(*each) for each in enumerate(tender.qualifications, 1)),
        sections=tuple(_sections(tender, known)),
        requirements=tuple(_requirements(tender)),
        annexes=tuple(_annexes(tender)),
        changes=tuple(_change(each) for each in tender.contract_changes),
        omitted=tuple(_omitted(tender, law)),
        attachments=tuple(_attachment(each) for each in tender.attachments),
        price_lines=tuple(_lines(tender)),
        **estimating.known(tender),
        products=tuple(_products(people)),
        unprintable=tuple(_missing(texts)),
        troubled=tuple(_troubled(texts)),
    )


def of_requirements(tender: Tender, rows: Sequence[Requirement | Line]) -> TenderFacts:
    """Tell what the checks look at in these requirements, and no more of the tender than that takes."""
    numbers = {each.id: each.number for each in tender.lots}
    texts = [_words(row) for row in rows]
    return TenderFacts(
        estimate=tender.estimate,
        lots=tuple(_lot(each) for each in lots(tender)),
        criteria=tuple(_criterion(*each) for each in enumerate(tender.criteria, 1)),
        requirements=tuple(_requirement(row, numbers.get(row.lot_id or 0)) for row in rows),
        products=tuple(_products(participants(tender))),
        unprintable=tuple(_missing(texts)),
        troubled=tuple(_troubled(texts)),
    )


def of_prices(tender: Tender) -> TenderFacts:
    """Tell what the checks look at in the price form, and no more of the tender than that takes."""
    told = (("task:prices", f"P{each.number}", each.text + each.unit) for each in price_lines(tender))
    return TenderFacts(
        price_lines=tuple(_lines(tender)),
        participants=tuple(_named(each) for each in participants(tender)),
        unprintable=tuple(_missing(told)),
    )


def _named(row: Participation) -> ParticipantFacts:
    """Tell who a buyer is, and nothing of its figures."""
    return ParticipantFacts(name=row.organisation.name, committed=True, organisation_number=None)


def in_force(tender: Tender) -> Sequence[Requirement | Asked]:
    """Return the requirements that have not been taken out; as rows where those are read."""
    if read := plain(tender):
        return read.requirements
    return [each for each in tender.requirements if each.removed_at is None]


def used_sections(tender: Tender) -> list[Section]:
    """Return the texts that go into the documents: all but the forms that are left out."""
    return [each for each in tender.sections if each.left_out is None]


def lots(tender: Tender) -> list[Lot]:
    """Return the lots that have not been taken out."""
    return [each for each in tender.lots if each.removed_at is None]


def price_lines(tender: Tender) -> list[PriceLine]:
    """Return the price lines that have not been taken out."""
    return [each for each in tender.price_lines if each.removed_at is None]


def _criterion(place: int, row: Criterion) -> CriterionFacts:
    return CriterionFacts(
        key=str(row.id),
        name=row.name,
        name_en=row.name_en or "",
        weight=row.weight,
        rank=place,
        worth=row.worth,
        price=row.kind is CriterionKind.PRICE,
        climate=row.kind is CriterionKind.CLIMATE,
        documentation=row.documentation,
    )


def _lot(row: Lot) -> LotFacts:
    return LotFacts(
        number=row.number,
        title=row.title,
        estimate=row.estimate,
        title_en=row.title_en or "",
        description_en=row.description_en or "",
        climate=row.climate,
        climate_reason=row.climate_reason or "",
    )


def _qualification(number: int, row: Qualification) -> QualificationFacts:
    return QualificationFacts(
        number=number,
        text=row.text,
        documentation=row.documentation,
        turnover=row.turnover,
        turnover_reason=row.turnover_reason or "",
    )


def _sections(tender: Tender, known: Mapping[str, str]) -> Iterator[SectionFacts]:
    by_contract = {1: known, 2: {**known, **of_companion(tender)}}
    priced = {(number, agreement.price_annex) for number, agreement in contracts(tender)}
    for row in used_sections(tender):
        yield SectionFacts(
            key=row.key,
            title=row.title,
            filled=_is_filled(row),
            annex=row.annex,
            contract=row.contract,
            form=row.form,
            gaps=tuple(gaps(row.body, by_contract[row.contract])),
            prices=row.body if (row.contract, row.annex) in priced else "",
        )


def _is_filled(row: Section) -> bool:
    """Answer whether a text is written; a standard form is, as it comes."""
    as_it_came = row.form is not None and row.state is SectionState.NOT_STARTED
    return bool(row.body.strip()) and (row.state is SectionState.DONE or as_it_came)


def _requirements(tender: Tender) -> Iterator[RequirementFacts]:
    numbers = {each.id: each.number for each in tender.lots}
    for row in in_force(tender):
        yield _requirement(row, numbers.get(row.lot_id or 0))


def _requirement(row: Requirement | Asked | Line, lot: int | None) -> RequirementFacts:
    return RequirementFacts(
        id=row.identifier,
        kind=row.kind,
        text=row.text,
        met_when=row.met_when,
        met_by=row.met_by,
        answer_mode=row.answer_mode,
        criterion=str(row.criterion_id) if row.criterion_id else None,
        brand_reason=row.brand_reason or "",
        weight=row.weight,
        climate=row.climate,
        lot=lot,
    )


def _words(row: Requirement | Asked | Line) -> tuple[str, str, str]:
    """Return where a requirement is, its name, and everything of it that is printed."""
    name = row.identifier
    return f"requirement:{name}", name, row.text + row.answer + row.area_name


def _annexes(tender: Tender) -> Iterator[AnnexFacts]:
    written = {(each.contract, each.annex) for each in used_sections(tender) if each.body.strip()}
    for contract, agreement in contracts(tender):
        for row in agreement.annexes:
            yield AnnexFacts(
                number=row.number,
                title=spoken(row, "title", tender.language),
                presupposed=row.presupposed,
                filled=(contract, row.number) in written,
                contract=contract,
            )


def _change(row: ContractChange) -> ChangeFacts:
    return ChangeFacts(clause=row.clause, text=row.text, removes=row.kind is ChangeKind.REMOVED)


def _omitted(tender: Tender, law: Law) -> Iterator[OmittedFacts]:
    for row in tender.omitted_clauses:
        if clause := law.clauses.get(row.key):
            name = clause.name.get(tender.language, clause.name["nb"])
            yield OmittedFacts(key=row.key, name=name, omissible=clause.omissible, reason=row.reason)


def _attachment(row: Attachment) -> AttachmentFacts:
    return AttachmentFacts(title=row.title, annex=row.annex, contract=row.contract)


def contracts(tender: Tender) -> list[tuple[int, Agreement]]:
    """Return the agreements that the tender is built on, by the number of the contract."""
    both = (tender.agreement, tender.companion)
    return [(number, agreement) for number, agreement in enumerate(both, start=1) if agreement]


def _lines(tender: Tender) -> Iterator[PriceLineFacts]:
    bodies, read = estimating.bodies(tender), plain(tender)
    for row in price_lines(tender):
        amounts = read.amounts.get(row.id, {}) if read else _amounts(row)
        yield PriceLineFacts(
            number=row.number,
            text=row.text,
            option=row.kind is PriceKind.OPTION,
            joint=row.payer is Payer.JOINT,
            evaluated=row.evaluated,
            joint_amount=row.joint_amount,
            quantities={name: amounts.get(key) for key, name in bodies.items()},
        )


def _amounts(row: PriceLine) -> Mapping[int, int]:
    return {each.organisation_id: each.amount for each in row.quantities}


def _products(people: list[Participation]) -> Iterator[str]:
    """Yield systems and vendors of today, from the needs that are shared with the pool."""
    for each in people:
        if need := each.shared_need:
            yield from filter(None, (need.system, need.vendor))


def _missing(texts: Iterable[tuple[str, str, str]]) -> Iterator[Unprintable]:
    for place, name, text in texts:
        if missing := missing_characters(text):
            yield Unprintable(place=place, name=name, characters="".join(sorted(missing)))


def _troubled(texts: Iterable[tuple[str, str, str]]) -> Iterator[Troubled]:
    for place, name, text in texts:
        for trouble, sample in troubles(text):
            yield Troubled(place=place, name=name, trouble=trouble, sample=sample)


def printed_texts(tender: Tender) -> Iterator[tuple[str, str, str]]:
    """Yield everything that is printed: where it is mended, its name, the text."""
    yield "task:basics", tender.title, tender.title + tender.description
    for section in used_sections(tender):
        yield f"section:{section.key}", section.title, f"{section.title}\n{section.body}"
    for requirement in in_force(tender):
        yield _words(requirement)
    for criterion in tender.criteria:
        yield "task:criteria", criterion.name, criterion.name + criterion.documentation
    for number, each in enumerate(tender.qualifications, start=1):
        told = each.text + each.documentation + (each.turnover_reason or "")
        yield "task:qualifications", f"K{number}", told
    for lot in lots(tender):
        yield "task:lots", lot.title, lot.title + lot.description
    yield from _printed_of_the_contract(tender)


def _printed_of_the_contract(tender: Tender) -> Iterator[tuple[str, str, str]]:
    for change in tender.contract_changes:
        yield "task:changes", change.clause, change.clause + change.text + change.reason
    for line in price_lines(tender):
        yield "task:prices", f"P{line.number}", line.text + line.unit + (line.heading or "")
    for attachment in tender.attachments:
        yield "task:attachments", attachment.title, attachment.title


def missing_texts(tender: Tender) -> list[str]:
    """Name the agreements whose general text from DFØ is not attached."""
    there = {each.contract for each in tender.attachments if each.official_text}
    return [agreement.code for number, agreement in contracts(tender) if number not in there]
