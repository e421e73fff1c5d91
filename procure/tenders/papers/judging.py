"""How bids are judged, and who may bid, from a version's content.

A version from before there were scoring models has no `scoring`: what it says is in its own texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from procure.domain.assembly import Block, Column, Fact, Facts, Prose, Table, literal
from procure.domain.money import Ore
from procure.domain.scoring import PriceModel
from procure.tenders.judging import MODELS
from procure.tenders.papers.labels import Paper, plain
from procure.web.language import kroner, number

PRICED = "priced_quality"


def criteria(paper: Paper) -> tuple[Block, ...]:
    """Tell what decides: the criteria, how each becomes points, what follows when bids end equal, climate."""
    return (*_order(paper), *_table(paper), *_scoring(paper), *_settled(paper))


def _order(paper: Paper) -> Iterator[Block]:
    if not _weighted(paper):
        yield Prose(f"{paper.word('ranked')} {paper.word('ranked_how')}")
        if reason := (paper.tender["ranked_reason"] or "").strip():
            yield Facts((Fact(paper.word("ranked_reason"), reason),))


def _weighted(paper: Paper) -> bool:
    return bool(paper.tender["criteria_mode"] == "weighted")


def _table(paper: Paper) -> Iterator[Block]:
    rows = paper.content["criteria"]
    if not rows:
        return
    columns = [Column(paper.word("criterion"), 52), Column(paper.word("documentation"))]
    cells = [[literal(row["name"]), row["documentation"]] for row in rows]
    foot = [paper.word("total"), ""] if _weighted(paper) else []
    for name, column, total in _figures(paper, rows):
        columns.append(Column(paper.word(name), 28, numeric=True))
        cells = [[*cell, value] for cell, value in zip(cells, column, strict=True)]
        foot += [total] if foot else []
    yield Table(paper.word("criteria"), tuple(columns), tuple(map(tuple, cells)), tuple(foot))


def _figures(paper: Paper, rows: list[Mapping[str, Any]]) -> Iterator[tuple[str, list[str], str]]:
    """Yield the columns of figures: name, cells and sum."""
    if not _weighted(paper):
        yield "place", [paper.count(place) for place in range(1, len(rows) + 1)], ""
        return
    yield "weight", [paper.count(row["weight"]) for row in rows], paper.count(_sum(rows, "weight"))
    if _model(paper) == PRICED:
        worths = [_kroner(paper, row["worth"]) if row["kind"] != "price" else "–" for row in rows]
        yield "worth", worths, _kroner(paper, paper.content["scoring"]["worth"])


def _sum(rows: list[Mapping[str, Any]], name: str) -> int:
    return sum(row[name] or 0 for row in rows)


def _kroner(paper: Paper, amount: int | None) -> str:
    return paper.word("unset") if amount is None else kroner(Ore(amount), paper.language)


def _model(paper: Paper) -> str | None:
    """Return the price model that bids are judged by; none where criteria are ranked."""
    model = paper.content.get("scoring", {}).get("price_model")
    return str(model) if model and _weighted(paper) else None


def _scoring(paper: Paper) -> Iterator[Block]:
    """Tell how prices are judged, in words, as a formula, and by an example."""
    model = _model(paper)
    if model is None:
        return
    yield Prose(paper.word("priced_how" if model == PRICED else "weighted_how"))
    yield Facts(
        (
            plain(paper.word("scoring"), paper.word(model)),
            plain(paper.word("formula"), MODELS[PriceModel(model)].formula),
            plain(paper.word("formula_signs"), _symbols(paper, model)),
        )
    )
    yield _example(paper, model)


def _symbols(paper: Paper, model: str) -> str:
    if model == PRICED:
        return paper.word("symbols_v")
    bend = paper.content["scoring"]["price_break"]
    if model != "hybrid":
        return paper.word("symbols")
    k = paper.word("unset") if bend is None else number(Decimal(bend).scaleb(-2).normalize(), paper.language)
    return f"{paper.word('symbols')} {paper.word('symbols_k', k=k)}"


def _example(paper: Paper, model: str) -> Table:
    """Print the invented bids as they were worked out when the version was frozen."""
    names = ("quality_points", "compared") if model == PRICED else ("points",)
    columns = [Column(""), *(Column(paper.word(name), 40, numeric=True) for name in ("price", *names))]
    rows = [
        (paper.word("bid", letter=letter), _kroner(paper, each["price"]), *_result(paper, each))
        for letter, each in zip("ABC", paper.content["scoring"]["example"], strict=True)
    ]
    return Table(paper.word("example"), tuple(columns), tuple(rows))


def _result(paper: Paper, each: Mapping[str, int]) -> tuple[str, ...]:
    if "compared" in each:
        return _points(paper, each["quality"]), _kroner(paper, each["compared"])
    return (_points(paper, each["points"]),)


def _points(paper: Paper, hundredths: int) -> str:
    return number(Decimal(hundredths).scaleb(-2), paper.language)


def _settled(paper: Paper) -> Iterator[Block]:
    """List the rule for equals, and the climate choices with their reasons."""
    facts = [*_tie(paper), *_climate(paper)]
    if facts:
        yield Facts(tuple(facts))


def _tie(paper: Paper) -> Iterator[Fact]:
    if rule := paper.content.get("scoring", {}).get("tie_rule"):
        yield plain(paper.word("tie"), paper.word(rule))


def _climate(paper: Paper) -> Iterator[Fact]:
    name, reason = paper.content.get("notice", {}).get("climate_name"), paper.tender["climate_reason"]
    if name:
        yield plain(paper.word("climate"), f"{name} ({paper.word('climate_source')})")
    if reason:
        yield plain(paper.word("climate_reason" if name else "climate"), reason)
    for lot in paper.content.get("lots", []):
        if lot.get("climate_name"):
            label = paper.word("climate_of_lot", number=lot["number"])
            yield plain(label, ". ".join(filter(None, (lot["climate_name"], lot["climate_reason"]))))


# --- Who may bid ---------------------------------------------------------------------------------


def qualifications(paper: Paper) -> tuple[Block, ...]:
    """Make the table of what a supplier must be, and how it shows it."""
    rows = paper.content.get("qualifications", [])
    columns = (
        Column(paper.word("requirement")),
        Column(paper.word("shown_by"), 62),
        Column(paper.word("concerns"), 30),
    )
    cells = tuple((_asked(paper, row), row["documentation"], paper.word(row["kind"])) for row in rows)
    return (Table(paper.word("qualifications_table"), columns, cells),) if rows else ()


def _asked(paper: Paper, row: Mapping[str, Any]) -> str:
    if row["turnover"] is None:
        return str(row["text"])
    told = [row["text"], paper.word("turnover", amount=_kroner(paper, row["turnover"]))]
    if row["turnover_reason"]:
        told.append(paper.word("turnover_reason", reason=row["turnover_reason"]))
    return " ".join(told)


# --- Whom a requirement is for -------------------------------------------------------------------


def local_note(paper: Paper, row: Mapping[str, Any]) -> str:
    """Tell where a requirement is another, or does not apply: for one lot alone, or some of the buyers."""
    told = [paper.word("only_lot", number=row["lot"])] if row.get("lot") else []
    for each in row.get("deviations", []):
        name = literal(each["body"])
        told.append(
            paper.word("instead_for", name=name, text=each["text"])
            if each["applies"]
            else paper.word("not_for", name=name)
        )
    return " ".join(told)
