"""The tender rules (konkurransegrunnlag) and the list of participants, from a version's content.

The lead's own sections stand in their order. A table or list of facts goes with the section it belongs to, by
the section's key; where that section is not there, it gets a chapter of its own, so that no fact is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from procure.domain.assembly import (
    Block,
    Chapter,
    Column,
    Document,
    Fact,
    Facts,
    Place,
    Prose,
    Table,
    literal,
)
from procure.domain.money import Ore
from procure.domain.timeline import MOMENTS, Step
from procure.tenders.papers.attached import attached
from procure.tenders.papers.judging import criteria, qualifications
from procure.tenders.papers.labels import Paper, plain
from procure.tenders.papers.settled import contract, procedure
from procure.tenders.papers.terms import annex_list
from procure.tenders.planning import COLUMNS
from procure.web.language import kroner, spaced

Piece = Callable[[Paper], tuple[Block, ...]]


def rules(paper: Paper) -> Document:
    """Make the konkurransegrunnlag."""
    name = paper.word("rules")
    return Document(
        kind="tender_rules",
        name=name,
        language=paper.language,
        chapters=tuple(_chapters(paper)),
        cover=paper.cover(name),
        short=name.lower(),
        group=paper.word("rules_group"),
        places=(Place("bilag:rules", paper.word("rules_short")),),
    )


def participant_list(paper: Paper) -> Document:
    """Make the list of those who may use the contracts."""
    name = paper.word("participants_list")
    chapter = Chapter("participants-list", paper.word("buyers_and_volumes"), buyers(paper), numbered=False)
    return Document(
        kind="participants",
        name=name,
        language=paper.language,
        chapters=(chapter,),
        cover=paper.cover(name),
        short=name.lower(),
        group=paper.word("attachments_group"),
        lead=paper.word("participants_list_lead"),
        places=(Place("bilag:participants", paper.word("participants_short")),),
    )


def _chapters(paper: Paper) -> Iterator[Chapter]:
    sections = paper.sections_in(1, None)
    homes = {section["key"] for section in sections}
    for section in sections:
        blocks = tuple(block for piece in PIECES.get(section["key"], ()) for block in piece(paper))
        below = clauses(section)
        yield Chapter(section["key"], section["title"], (*written(section["body"]), *blocks), below)
    for key, pieces in PIECES.items():
        if key not in homes:
            blocks = tuple(block for piece in pieces for block in piece(paper))
            if blocks or key not in OPTIONAL:
                yield Chapter(key, paper.word(HEADINGS[key]), blocks)


def written(body: str) -> tuple[Block, ...]:
    """Return what somebody wrote, when there is anything."""
    return (Prose(body),) if body.strip() else ()


def clauses(section: Mapping[str, Any]) -> tuple[Chapter, ...]:
    """Make a chapter of each clause of a section; older versions have none."""
    return tuple(
        Chapter(f"{section['key']}#{each['label']}", each["title"], written(each["text"]))
        for each in section.get("clauses", ())
    )


def buyers(paper: Paper) -> tuple[Block, ...]:
    """Make the table of buyers with organisation numbers and volumes, and that of the option holders."""
    holders = paper.content.get("option_holders", [])
    buying = _volumes(paper, "buyers", "municipality", paper.content["participants"])
    options = (
        Prose(paper.word("option_holders_text")),
        *_volumes(paper, "option_holders", "holder_name", holders),
    )
    return (*buying, *(options if holders else ()))


def _volumes(
    paper: Paper, caption: str, first: str, people: Sequence[Mapping[str, Any]]
) -> tuple[Block, ...]:
    rows = tuple(
        (
            literal(_named(paper, one)),
            spaced(one["organisation_number"]) or "–",
            paper.count(one["inhabitants"]),
            paper.count(one["users"]),
        )
        for one in people
    )
    sums = [sum(one[name] or 0 for one in people) for name in ("inhabitants", "users")]
    columns = (
        Column(paper.word(first)),
        Column(paper.word("organisation_number"), 40),
        Column(paper.word("inhabitants"), 28, numeric=True),
        Column(paper.word("users"), 28, numeric=True),
    )
    foot = (paper.word("total"), "", *(paper.count(total) for total in sums))
    return (Table(paper.word(caption), columns, rows, foot),) if rows else ()


def _named(paper: Paper, one: Mapping[str, Any]) -> str:
    """Name a body, in all its languages where it has several, and say who leads."""
    parallel = one.get("parallel_names")
    name = f"{one['name']} ({parallel})" if parallel else str(one["name"])
    return paper.word("is_lead", name=name) if one.get("lead") else name


def timeline(paper: Paper) -> tuple[Block, ...]:
    """List the days that matter, as they come; those after the deadline are plans."""
    days = {**dict.fromkeys(ALWAYS), **paper.content.get("timeline", {})}
    steps = _as_they_come([step for step in Step if step in days and step is not Step.APPROVAL], days)
    columns = (Column(paper.word("step")), Column(paper.word("time"), 90))
    rows = tuple((paper.word(f"step_{step}"), _when(paper, step, days[step])) for step in steps)
    table = Table(paper.word("timeline"), columns, rows)
    planned = any(step not in ALWAYS for step in steps[steps.index(Step.DEADLINE) :])
    return (table, Prose(paper.word("planned"))) if planned else (table,)


def _as_they_come(steps: Sequence[Step], days: Mapping[str, str | None]) -> list[Step]:
    """Put steps in the order of their days; one that has none stays behind the one before it."""
    found, day = list[tuple[str, Step]](), ""
    for step in steps:
        day = days[step] or day
        found.append((day, step))
    return [step for _, step in sorted(found, key=itemgetter(0))]


ALWAYS = (Step.DISPATCH, Step.QUESTIONS, Step.DEADLINE, Step.START)  # those with no day say so


def _when(paper: Paper, step: Step, day: str | None) -> str:
    """Write when a step is: a deadline at its time of day."""
    if step in MOMENTS:
        return paper.moment(COLUMNS[step])
    return paper.day(paper.tender[COLUMNS[step]] if step in COLUMNS else day)


def value(paper: Paper) -> tuple[Block, ...]:
    """Tell value, agreement and duration."""
    facts = (
        plain(paper.word("value"), paper.value),
        *framework_maximum(paper),
        plain(paper.word("agreement"), paper.agreement_in_full),
        *contract(paper),
        *([plain(paper.word("cpv"), paper.content["cpv"])] if paper.content["cpv"] else []),
    )
    return (Facts(facts),)


def framework_maximum(paper: Paper) -> Iterator[Fact]:
    """Tell the most that may ever be called off, where the contract is a framework agreement."""
    maximum = paper.tender.get("framework_maximum")
    if maximum is not None and paper.tender["contract_model"] == "framework":
        amount = kroner(Ore(maximum), paper.language)
        yield plain(paper.word("framework_maximum"), paper.word("framework_maximum_text", amount=amount))


def submission(paper: Paper) -> tuple[Block, ...]:
    """Tell where and when offers are handed in."""
    facts = (
        plain(paper.word("channel"), paper.tender["channel_name"] or paper.word("unset")),
        plain(paper.word("address"), paper.tender["channel_url"] or paper.word("unset")),
        *(plain(label, when, key=key) for label, when, key in paper.deadlines),
        *([plain(paper.word("espd"), paper.word("espd_yes"))] if paper.tender.get("espd") else []),
    )
    return (Facts(facts),)


# What stands under which section, by its key in the library.
PIECES: dict[str, tuple[Piece, ...]] = {
    "buyers": (buyers,),
    "value_and_term": (value,),
    "rules": (procedure, timeline),
    "qualification": (qualifications,),
    "award": (criteria,),
    "submission": (submission,),
    "attachments": (annex_list, attached),
}
OPTIONAL = frozenset({"qualification"})  # no chapter where there is nothing to say
HEADINGS = {
    "buyers": "buyers_and_volumes",
    "value_and_term": "value",
    "rules": "procedure",
    "qualification": "qualifications",
    "award": "criteria",
    "submission": "submission",
    "attachments": "in_the_tender",
}
