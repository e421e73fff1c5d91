"""What a tender is made of."""

from __future__ import annotations

from procure.cases.records.notes import (
    ANNEX,
    CONTRACT,
    IDENTIFIER,
    KEY,
    LARGEST_ATTACHMENT,
    OF_FORM,
    PERCENT,
    ROW,
    WRITTEN,
    count,
    key,
    rows,
)
from procure.cases.shape import Record
from procure.tenders.models import (
    Attachment,
    ContractChange,
    Criterion,
    Deviation,
    EstimateLine,
    Lot,
    Milestone,
    OmittedClause,
    PriceLine,
    Qualification,
    Requirement,
    Section,
    SectionState,
)
from procure.tenders.service.attachments import LONGEST_NAME

ESTIMATE_LINE = Record(
    model=EstimateLine,
    about="One amount of the estimate (linje i anslaget).",
    columns={
        "text": "What it is for.",
        "kind": "How it is counted.",
        "amount": "Amount of one, excl. VAT.",
        "quantity": "How many; 1 unless said.",
        "option": "It is an option; false unless said.",
        "source": "Where the figure comes from.",
    },
    needed=("text", "kind", "amount"),
    more={"organisation": key("Which body; left out for the joint part.")},
    narrow={"text": WRITTEN},
    left_out=(*OF_FORM, "organisation_id"),
)

LOT = Record(
    model=Lot,
    about="A lot (delkontrakt).",
    columns={
        "number": "Its number; given once.",
        "title": "Title.",
        "description": "Description.",
        "title_en": "Title in English.",
        "description_en": "Description in English.",
        "estimate": "Estimated value, excl. VAT.",
        "climate": "Climate choice, where it is another than the tender's.",
        "climate_reason": "Reason for it.",
        "removed_at": "When it was taken out; its number stays used.",
    },
    needed=("number", "title"),
    narrow={"number": {"minimum": 1, "maximum": 999}, "title": WRITTEN},
    left_out=OF_FORM,
)

MILESTONE = Record(
    model=Milestone,
    about="A day of the timeline (milepæl).",
    columns={"step": "Key of the step.", "on": "The day."},
    needed=("step", "on"),
    left_out=("id", "tender_id"),
)

QUALIFICATION = Record(
    model=Qualification,
    about="A qualification requirement (kvalifikasjonskrav).",
    columns={
        "kind": "What it concerns.",
        "text": "The requirement.",
        "documentation": "How it is shown.",
        "turnover": "Least yearly turnover, where that is what is asked.",
        "turnover_reason": "Why more than twice the value is asked.",
    },
    needed=("kind", "text"),
    narrow={"text": WRITTEN},
    left_out=OF_FORM,
)

CRITERION = Record(
    model=Criterion,
    about="An award criterion (tildelingskriterium).",
    columns={
        "kind": "What it measures.",
        "name": "Name.",
        "name_en": "Name in English.",
        "weight": "Percent; left out where criteria are ranked.",
        "worth": "What full points are worth, where quality is priced.",
        "documentation": "What the bid must show.",
    },
    needed=("key", "kind", "name"),
    more={"key": key("What a requirement calls it.")},
    narrow={"name": WRITTEN, "weight": PERCENT},
    left_out=OF_FORM,
)

DEVIATION = Record(
    model=Deviation,
    about="Where a requirement is another for one body (lokalt avvik).",
    columns={
        "applies": "false: the requirement is not for this body.",
        "text": "What applies instead.",
        "reason": "Why.",
    },
    needed=("organisation", "applies"),
    more={"organisation": key("Which body.")},
    left_out=("id", "requirement_id", "organisation_id", "version"),
)

REQUIREMENT = Record(
    model=Requirement,
    about="A requirement (krav).",
    columns={
        "area_name": "Name of its area (kravområde).",
        "text": "The requirement.",
        "kind": "What it does to a bid.",
        "met_when": "When it must be met.",
        "met_by": "The day, where met_when is by_date.",
        "answer_mode": "How it is answered.",
        "answer": "What the answer must contain.",
        "weight": "1–5, only where it is scored.",
        "climate": "It regards climate and environment; false unless said.",
        "reason": "Why it is asked.",
        "source": "Law, standard or own experience behind it.",
        "brand_reason": "Why a make is named.",
        "bank_key": "Requirement in the bank that it was picked from.",
        "bank_edition": "Edition of that.",
        "adapted": "Changed since it was picked from the bank; false unless said.",
        "own_id": "What it was called in the list that it was imported from.",
        "removed_at": "When it was taken out; its id stays used.",
    },
    needed=("id", "area_name", "text", "kind", "met_when", "answer_mode"),
    more={
        "id": {
            "type": "string",
            "pattern": IDENTIFIER,
            "description": "Its id, area and number: SIK-004. Given once in a tender.",
        },
        "criterion": key("The criterion it is scored under."),
        "lot": count("Number of the lot it belongs to; left out for all.", 1, 999),
        "deviations": rows("deviation", "Where it is another for one body.", 400),
    },
    narrow={"area_name": WRITTEN, "text": WRITTEN, "weight": {"minimum": 1, "maximum": 5}},
    left_out=(*OF_FORM, "area", "number", "criterion_id", "lot_id"),
)

PRICE_LINE = Record(
    model=PriceLine,
    about="A line of the price form (linje i prisskjemaet).",
    columns={
        "number": "Printed P1, P2; given once.",
        "text": "What is priced.",
        "kind": "How it is counted.",
        "unit": "Unit, as printed.",
        "payer": "each or joint; each unless said.",
        "driver": "What the quantity follows.",
        "months": "Months of a running price; all that are compared when left out.",
        "evaluated": "It counts in the comparison; true unless said.",
        "heading": "The subtotal it stands in.",
        "joint_amount": "How much is paid jointly.",
        "removed_at": "When it was taken out; its number stays used.",
    },
    needed=("number", "text", "kind", "unit"),
    more={
        "lot": count("Number of the lot it belongs to; left out for all.", 1, 999),
        "quantities": {
            "type": ["object", "null"],
            "propertyNames": {"pattern": KEY},
            "additionalProperties": count("How many."),
            "maxProperties": 400,
            "description": "How much each body counts with, by its key.",
        },
    },
    narrow={
        "number": {"minimum": 1, "maximum": 9_999},
        "text": WRITTEN,
        "months": {"minimum": 1, "maximum": 600},
    },
    left_out=(*OF_FORM, "lot_id"),
)

OMITTED_CLAUSE = Record(
    model=OmittedClause,
    about="A clause that the law sets and this contract leaves out (utelatt vilkår).",
    columns={"key": "Key of the clause.", "reason": "Why it is left out."},
    needed=("key", "reason"),
    left_out=("id", "tender_id"),
)

CONTRACT_CHANGE = Record(
    model=ContractChange,
    about="A change to the agreement's general text (endring).",
    columns={
        "contract": "2 for the companion's; 1 unless said.",
        "clause": 'Which clause of the general text, in quotes: "4.5".',
        "kind": "What it does to the clause.",
        "text": "The wording that applies.",
        "reason": "Why.",
    },
    needed=("clause", "kind"),
    narrow={"contract": CONTRACT, "clause": WRITTEN},
    left_out=OF_FORM,
)

ATTACHMENT = Record(
    model=Attachment,
    about="A file that goes with the documents (vedlegg).",
    columns={
        "title": "Title.",
        "annex": "The annex it belongs to; left out for the tender documents.",
        "contract": "2 for the companion's annex; 1 unless said.",
        "official_text": "It is the agreement's own text from DFØ; false unless said.",
        "name": "File name as downloaded; its ending says what it is.",
    },
    needed=("title", "name", "content"),
    more={
        "content": {
            "type": "string",
            "contentEncoding": "base64",
            "maxLength": LARGEST_ATTACHMENT,
            "description": "The bytes, in base64.",
        },
    },
    narrow={
        "title": WRITTEN,
        "annex": ANNEX,
        "contract": CONTRACT,
        "name": {"minLength": 1, "maxLength": LONGEST_NAME},
    },
    left_out=(*ROW, "position", "sha256", "added_at", "scanned_at", "once"),
)

SECTION = Record(
    model=Section,
    about="A text (avsnitt) in the tender rules, an annex or a standard form.",
    columns={
        "key": "Which one, by its key in the library; own_1, own_2 for those the buyers have added.",
        "title": "Heading; the library's when left out.",
        "body": "Markdown with merge fields in braces; the library's text when left out.",
        "state": "How far the writing has come.",
        "annex": "Annex that one of the buyers' own stands in; left out in the tender rules.",
        "contract": "2 where that is an annex of the companion.",
        "left_out": "Why a standard form does not go with the documents; left out where it does.",
    },
    needed=("key", "state"),
    narrow={
        "state": {"enum": [state.value for state in SectionState]},
        "annex": ANNEX,
        "contract": CONTRACT,
    },
    left_out=(
        *(*OF_FORM, "form", "edited_at", "edited_by_id", "removed_at"),
        *("owner_id", "writer_id", "due_on", "owner_note"),
    ),
)
