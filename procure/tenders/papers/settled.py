"""What is settled about the competition and the contract, as the tender rules tell it."""

from __future__ import annotations

from collections.abc import Iterator

from procure.domain.assembly import Block, Column, Fact, Facts, Prose, Table, literal
from procure.domain.money import Ore
from procure.tenders.papers.labels import Paper, inside, plain
from procure.web.language import kroner


def procedure(paper: Paper) -> tuple[Block, ...]:
    """Tell how the competition is run, and how it is divided."""
    facts = (
        plain(paper.word("procedure"), f"{paper.procedure}, {paper.regulation}"),
        *_ground(paper),
        *_invitations(paper),
        *_reservations(paper),
        plain(paper.word("lead"), paper.lead),
        plain(paper.word("responsibility"), paper.responsibility),
        *_answers(paper),
        plain(paper.word("variants"), paper.variants),
        plain(paper.word("language"), paper.word("language_name")),
        plain(paper.word("validity"), paper.validity),
        *_told(paper, "dialogue", "dialogue"),
    )
    return (Facts(facts), *_lots(paper))


def contract(paper: Paper) -> Iterator[Fact]:
    """Tell who signs, and on what terms it may be extended."""
    yield plain(paper.word("contract_model"), paper.chosen("contract_model"))
    if model := paper.tender["contract_model"]:
        yield plain(paper.word("signs"), paper.word(f"signs_{model}", lead=paper.content["lead"]["name"]))
    yield plain(paper.word("duration"), paper.duration)
    yield from _told(paper, "option_terms", "option_terms")


def _told(paper: Paper, label: str, name: str) -> Iterator[Fact]:
    """Tell what somebody wrote, when there is anything."""
    if text := (paper.tender.get(name) or "").strip():
        yield plain(paper.word(label), text)


def _ground(paper: Paper) -> Iterator[Fact]:
    """Tell the condition that lets a buyer negotiate above the EEA threshold, and why it is met."""
    letter = paper.tender["procedure_ground"]
    if not (letter and _negotiates(paper)):
        return
    name = (paper.content["procedure"] or {}).get("ground")
    text = paper.word("ground_text", letter=letter)
    yield plain(paper.word("ground"), f"{text}: {inside(name)}" if name else text)
    yield from _told(paper, "procedure_reason", "procedure_reason")


def _negotiates(paper: Paper) -> bool:
    """Answer whether bids are negotiated above the EEA threshold."""
    chosen = paper.content["procedure"] or {}
    return bool(chosen.get("negotiation")) and chosen.get("part") == "III"


def _invitations(paper: Paper) -> Iterator[Fact]:
    least, most = paper.tender.get("invited_least"), paper.tender.get("invited_most")
    if not (paper.two_stages and least):
        return
    word = "invited_between" if most else "invited_least"
    yield plain(paper.word("invited"), paper.word(word, least=least, most=most))
    if most:
        yield from _told(paper, "selection", "selection")


def _reservations(paper: Paper) -> Iterator[Fact]:
    """Tell what is reserved for the negotiations (FOA §§ 23-7, 23-11)."""
    if not _negotiates(paper):
        return
    for label, name in (("reduction", "reduction"), ("direct_award", "award_without_negotiation")):
        if (reserved := paper.tender.get(name)) is not None:
            yield plain(paper.word(label), paper.word(f"{label}_{'yes' if reserved else 'no'}"))


def _answers(paper: Paper) -> Iterator[Fact]:
    if chosen := paper.tender["responsibility"]:
        text = paper.word(f"answers_{chosen}", lead=paper.content["lead"]["name"])
        yield plain(paper.word("answers"), text)


def _lots(paper: Paper) -> tuple[Block, ...]:
    """Make the table of lots, or tell why there are none."""
    rows = paper.content.get("lots") or []
    if not rows:
        reason = (paper.tender["no_lots_reason"] or "").strip()
        return (Prose(paper.word("no_lots", reason=literal(reason))),) if reason else ()
    columns = (
        Column(paper.word("lots"), 40),
        Column(paper.word("lot_title")),
        Column(paper.word("lot_value"), 34, numeric=True),
    )
    cells = tuple(
        (
            paper.word("lot", number=row["number"]),
            f"**{literal(row['title'])}.** {literal(row['description'])}",
            "" if row["estimate"] is None else kroner(Ore(row["estimate"]), paper.language),
        )
        for row in rows
    )
    return (Table(paper.word("lots"), columns, cells),)
