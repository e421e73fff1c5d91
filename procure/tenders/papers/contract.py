"""The contract documents (avtaledokumenter): what the parties sign, and where the rest of it stands.

There is one to each agreement. The general text is the publisher's and never ours: it is attached, or said to
be missing; what changes it stands in an annex.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from procure.domain.assembly import Block, Chapter, Column, Document, Facts, Place, Prose, Table, literal
from procure.domain.tender import annex_reference
from procure.tenders.papers.annexes import asking_role
from procure.tenders.papers.labels import Paper, plain
from procure.tenders.papers.rules import framework_maximum
from procure.tenders.papers.settled import contract as agreed
from procure.tenders.papers.terms import filled_by, role_of
from procure.web.language import spaced

Agreement = Mapping[str, Any]
PRICE_FORM, ANSWERS = "bilag:price_form", "bilag:answers"
OWN_CONTRACT: Final = "per_municipality"  # the contract model where the customer is not named yet
PERSONAL_DATA: Final = "form_data_processing_agreement"  # the form that is signed beside the contract


def contract_document(paper: Paper, contract: int, there: Collection[str]) -> Document:
    """Make what the parties sign.

    there: the references that lead to documents of ours.
    """
    agreement = paper.agreement_of(contract)
    name = paper.word("contract_document", agreement=paper.code_of(contract))
    short = "contract_short" if len(paper.contracts) == 1 else "contract_short_of"
    called = paper.word(short, contract=contract)
    return Document(
        kind="contract" if contract == 1 else f"contract_{contract}",
        name=name,
        language=paper.language,
        chapters=tuple(_chapters(paper, contract, agreement, there)),
        cover=paper.cover(name),
        short=called,
        group=paper.word("contract_group"),
        lead=paper.word("contract_lead"),
        places=(Place("bilag:contract" if contract == 1 else f"bilag:c{contract}_contract", called),),
    )


def _chapters(paper: Paper, contract: int, agreement: Agreement, there: Collection[str]) -> Iterator[Chapter]:
    yield Chapter("parties", paper.word("parties"), tuple(_parties(paper)))
    yield Chapter("contract-scope", paper.word("contract_scope"), tuple(_scope(paper, contract, agreement)))
    text = tuple(_clause(each) for each in _general_text(paper, contract, agreement, there))
    yield Chapter("contract-text", paper.word("contract_text"), text)
    blocks = tuple(_annexes(paper, contract, agreement, there))
    yield Chapter("contract-annexes", paper.word("contract_annexes"), blocks)
    yield Chapter("precedence", paper.word("precedence"), tuple(_precedence(paper, agreement)))
    yield Chapter("signatures", paper.word("signatures"), tuple(_signatures(paper)))


def _clause(text: str) -> Prose:
    return Prose(text, numbered=True)


# --- Who and what ---------------------------------------------------------------------------------


def _parties(paper: Paper) -> Iterator[Block]:
    """Say who the customer is, by the contract model, and leave room for the rest."""
    model = paper.tender["contract_model"] or "unset"
    yield _clause(paper.word(f"parties_{model}", lead=literal(paper.content["lead"]["name"])))
    if paper.content.get("option_holders"):
        yield _clause(paper.word("parties_options"))
    columns = (
        Column(paper.word("detail")),
        Column(paper.word("customer"), 58),
        Column(paper.word("supplier"), 58),
    )
    words = ("party_name", "organisation_number", "party_address", "party_person", "party_contact")
    known = dict(zip(words, _customer(paper), strict=False))
    rows = [(paper.word(word), known.get(word, ""), "") for word in words]
    rows.append((paper.word("case_number"), _case_number(paper), ""))
    yield Table(paper.word("parties_table"), columns, tuple(rows))


def _customer(paper: Paper) -> tuple[str, ...]:
    """Return name and number of the customer, where it is the lead."""
    if paper.tender["contract_model"] in (None, OWN_CONTRACT):
        return ()
    lead = paper.content["lead"]
    return (literal(lead["name"]), spaced(lead["organisation_number"]))


def _case_number(paper: Paper) -> str:
    return literal(paper.tender["case_number"] or "") if _customer(paper) else ""


def _scope(paper: Paper, contract: int, agreement: Agreement) -> Iterator[Block]:
    title = f"«{literal(paper.tender['title'])}»"
    wanted = annex_reference(contract, asking_role(paper, contract))
    word = "scope_text" if contract == 1 else "scope_companion"
    yield _clause(paper.word(word, title=title, requirements=wanted))
    yield _clause(paper.word("scope_parts", agreement=literal(paper.code_of(contract))))
    if paper.content.get("lots"):
        yield _clause(paper.word("scope_lots"))
    facts = (
        plain(paper.word("agreement"), f"{paper.code_of(contract)} {agreement['name']}"),
        *agreed(paper),
        *framework_maximum(paper),
        plain(paper.word("start"), paper.day(paper.tender["start_on"])),
    )
    yield Facts(facts, paper.word("agreed_facts"))


# --- The general text and the annexes -------------------------------------------------------------


def _general_text(paper: Paper, contract: int, agreement: Agreement, there: Collection[str]) -> Iterator[str]:
    """Say where the general text is, and whether anything in it is changed."""
    files = [each for each in paper.official_texts if each["contract"] == contract]
    for each in files:
        yield paper.word("text_attached", title=literal(each["title"]), name=literal(each["name"]))
    if not files:
        yield paper.word("text_missing", agreement=literal(paper.code_of(contract)))
    changes = annex_reference(contract, "changes")
    word = "text_changed" if changes in there else "text_unchanged"
    yield paper.word(word, changes=changes)


def _annexes(paper: Paper, contract: int, agreement: Agreement, there: Collection[str]) -> Iterator[Block]:
    """Make the table of annexes: by whom each is filled in, and where it stands."""
    clause = agreement.get("annex_clause")
    told = [paper.word("annex_clause", clause=clause)] if clause else []
    yield _clause(" ".join([*told, paper.word("annex_numbers")]))
    yield _annex_table(paper, contract, agreement, there)
    if f"kap:{PERSONAL_DATA}" in there:
        yield _clause(paper.word("personal_data"))


def _annex_table(paper: Paper, contract: int, agreement: Agreement, there: Collection[str]) -> Table:
    columns = (
        Column(paper.word("annex_title")),
        Column(paper.word("filled_by"), 38),
        Column(paper.word("annex_used"), 17),
        Column(paper.word("annex_where"), 44),
    )
    rows = []
    for annex in agreement["annexes"]:
        where = _where(paper, contract, annex, there)
        rows.append(
            (
                literal(f"{paper.word('annex', number=annex['number'])} {annex['title']}"),
                paper.word(filled_by(annex)),
                paper.word("yes" if where else "no"),
                where or paper.word("where_unused"),
            )
        )
    return Table(paper.word("annex_table"), columns, tuple(rows))


def _where(paper: Paper, contract: int, annex: Mapping[str, Any], there: Collection[str]) -> str:
    """Return where an annex stands; nothing for one that is not used."""
    role = role_of(annex)
    if role == "later_changes":
        return paper.word("where_empty")
    beside = {"price": PRICE_FORM, "solution": ANSWERS if contract == 1 else ""}.get(role, "")
    names = (annex_reference(contract, role), beside)
    places = [f"[[{name}]]" for name in names if name in there]
    if not places and annex["filled_by"] != "customer" and role != "changes":
        return paper.word("where_offer")
    return paper.word("where_both", one=places[0], other=places[1]) if len(places) > 1 else "".join(places)


# --- Order and signatures -------------------------------------------------------------------------


def _precedence(paper: Paper, agreement: Agreement) -> Iterator[Block]:
    order = agreement.get("precedence") or []
    if not order:
        yield _clause(paper.word("precedence_text"))
        return
    listed = "\n".join(f"- {literal(each)}" for each in order)
    yield _clause(f"{paper.word('precedence_list')}\n\n{listed}")


def _signatures(paper: Paper) -> Iterator[Block]:
    yield _clause(paper.word("signatures_text"))
    columns = (
        Column(paper.word("detail")),
        Column(paper.word("for_customer"), 58),
        Column(paper.word("for_supplier"), 58),
    )
    words = ("signed_where", "signed_name", "signed_title", "signed")
    rows = tuple((paper.word(word), "", "") for word in words)
    yield Table(paper.word("signatures_table"), columns, rows)
