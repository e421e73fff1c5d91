"""A tender's estimate, read from its rows: its lines, who is in it, and whose ceiling is too low."""

from __future__ import annotations

from typing import Any

from procure.accounts.queries import alphabetical
from procure.domain.law import Law
from procure.domain.money import Ore
from procure.domain.states import ParticipationState
from procure.domain.tender import OptionHolderFacts, ParticipantFacts, TenderFacts
from procure.domain.value import EstimateLine
from procure.pools.models import OptionHolder, Participation
from procure.pools.sums import cost_keys
from procure.tenders import models
from procure.tenders.merging import participants
from procure.tenders.models import ContractModel, Tender


def facts(tender: Tender, law: Law) -> TenderFacts:
    """Tell what the estimate rests on, and nothing else of the tender."""
    return TenderFacts(
        estimate=tender.estimate,
        contract_model=tender.contract_model,
        duration_months=tender.duration_months,
        extension_months=tender.extension_months,
        open_ended=tender.open_ended,
        **known(tender),
    )


def known(tender: Tender) -> dict[str, Any]:
    """Tell the lines of the estimate, and who buys or may buy: fields of `TenderFacts`."""
    keys = cost_keys(tender.pool)
    return {
        "estimate_lines": tuple(line(each) for each in tender.estimate_lines),
        "framework_maximum": tender.framework_maximum,
        "participants": tuple(
            _participant(each, keys.get(each.organisation_id, 0)) for each in participants(tender)
        ),
        "option_holders": tuple(_holder(each) for each in option_holders(tender)),
    }


def is_framework(tender: Tender) -> bool:
    """Answer whether the tender ends in a framework agreement."""
    return tender.contract_model is ContractModel.FRAMEWORK


def option_holders(tender: Tender) -> list[OptionHolder]:
    """Return those who may join later, by name."""
    return sorted(tender.pool.option_holders, key=lambda each: alphabetical(each.organisation.short_name))


def bodies(tender: Tender) -> dict[int, str]:
    """Return the names of those that a line can be for, by id: participants, then option holders."""
    return {each.organisation_id: each.organisation.name for each in _people(tender)}


def short_names(tender: Tender) -> dict[int, str]:
    """Return the same as `bodies`, with names that fit over a column."""
    return {each.organisation_id: each.organisation.short_name for each in _people(tender)}


def _people(tender: Tender) -> list[Participation | OptionHolder]:
    return [*participants(tender), *option_holders(tender)]


def line(row: models.EstimateLine) -> EstimateLine:
    """Return a line as it is counted; bodies are known by their names."""
    body = row.organisation.name if row.organisation else None
    return EstimateLine(row.text, row.kind, body, row.amount, row.quantity, row.option, row.source)


def _participant(row: Participation, key: int) -> ParticipantFacts:
    figures = row.figures
    return ParticipantFacts(
        name=row.organisation.name,
        committed=row.state is ParticipationState.COMMITTED,
        organisation_number=row.organisation.organisation_number,
        users=figures.users,
        inhabitants=figures.inhabitants,
        ceiling=row.ceiling,
        cost_key=key,
    )


def _holder(row: OptionHolder) -> OptionHolderFacts:
    return OptionHolderFacts(
        name=row.organisation.name,
        organisation_number=row.organisation.organisation_number,
        users=row.users,
        inhabitants=row.inhabitants,
    )


def short_ceilings(tender: Tender, law: Law) -> list[Participation]:
    """Return those whose ceiling is below their share of the estimate, by name."""
    shares = facts(tender, law).shares(law)
    return [each for each in participants(tender) if _is_short(each, shares[each.organisation.name])]


def _is_short(one: Participation, share: Ore) -> bool:
    return one.ceiling is not None and one.ceiling < share
