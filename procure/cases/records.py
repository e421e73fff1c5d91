"""Every record of a case file: which columns of ours it holds, and what each of them says.

What is described here goes into `docs/case.schema.json`, so it is written for whoever makes a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from procure.accounts.models import BUYING, Organisation
from procure.cases.shape import LARGEST_COUNT, LONGEST_TEXT, Record, Schema
from procure.demand.models import Need
from procure.pools.models import OptionHolder, Participation, Pool
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
    Tender,
)

KEY: Final = r"^[a-z0-9][a-z0-9-]{0,59}$"
IDENTIFIER: Final = r"^[A-ZÆØÅ]{3}-[0-9]{3,4}$"
MUNICIPALITY: Final = "^[0-9]{4}$"
NUMBER: Final = "^[0-9]{9}$"
FILE_NAME: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]*\.[A-Za-z0-9]{1,8}$"
MEDIA_TYPE: Final = r"^[a-z]+/[A-Za-z0-9.+-]+$"
LARGEST_ATTACHMENT: Final = 3_000_000  # characters of base64
MOST_ROWS: Final = 2_000


def key(about: str) -> Schema:
    """Describe the key of a record, or a reference to one."""
    return {"type": ["string", "null"], "pattern": KEY, "description": about}


def rows(name: str, about: str, most: int = MOST_ROWS) -> Schema:
    """Describe a list of records."""
    items = {"$ref": f"#/$defs/{name}"}
    return {"type": ["array", "null"], "items": items, "maxItems": most, "description": about}


def _count(about: str, least: int = 0, most: int = LARGEST_COUNT) -> Schema:
    return {"type": ["integer", "null"], "minimum": least, "maximum": most, "description": about}


def _text(about: str, longest: int) -> Schema:
    return {"type": ["string", "null"], "maxLength": longest, "description": about}


MONTHS: Final[Schema] = {"maximum": 600}
PERCENT: Final[Schema] = {"maximum": 100}
ANNEX: Final[Schema] = {"minimum": 1, "maximum": 99}
CONTRACT: Final[Schema] = {"minimum": 1, "maximum": 2}
FIRST: Final[Schema] = {"minimum": 1}
WRITTEN: Final[Schema] = {"minLength": 1}
ROW: Final = ("id", "tender_id", "version")
OF_FORM: Final = (*ROW, "position", "once")

_ORGANISATION = Record(
    model=Organisation,
    about="A body (virksomhet): a municipality by its number, or another with name and kind.",
    columns={
        "kind": "What sort of body it is; left out for a municipality.",
        "name": "Full name; left out for a municipality.",
        "short_name": "Name in lists; as the full name unless said.",
        "organisation_number": "Nine digits (organisasjonsnummer); left out for a municipality.",
        "language_form": "The body's form of Norwegian: nb, nn or neutral; nb unless said.",
    },
    needed=("key",),
    more={
        "key": key("What the rest of the file calls it."),
        "municipality": {
            "type": ["string", "null"],
            "pattern": MUNICIPALITY,
            "description": 'Municipality number (kommunenummer), in quotes: "0301".',
        },
    },
    narrow={
        "kind": {"enum": [kind.value for kind in BUYING[1:]] + [None]},
        "organisation_number": {"pattern": NUMBER},
        "language_form": {"enum": ["nb", "nn", "neutral", None]},
    },
    left_out=("id", "municipality_number", "once"),
)

_NEED = Record(
    model=Need,
    about="A need (behov) of one body. A figure left out is not known yet.",
    columns={
        "state": "draft, shared or withdrawn.",
        "visibility": "What others see: mine (nothing), looking (no figures), pool (figures too).",
        "category_key": "Kind of system, by its key in the list of categories.",
        "system": "Name of today's system.",
        "vendor": "Its vendor.",
        "contract_end": "How today's contract ends.",
        "ends_on": "The day it ends, where contract_end is date.",
        "renewal_months": "Length of the term it renews itself by.",
        "notice_months": "Notice, in months.",
        "extension_months": "Options to extend that are not used yet.",
        "yearly_cost": "Cost a year today, excl. VAT.",
        "users": "Employees who sign in.",
        "inhabitants": "Inhabitants served; the whole municipality when left out.",
        "cases": "Cases a year.",
        "start_from": "First day it can start.",
        "start_to": "Last day it can start.",
        "integrations": "What it must talk to.",
        "data_formats": "Formats the data are held in.",
        "wishes": "Options and reservations.",
        "created_at": "When it was registered.",
        "shared_at": "When it was shared.",
        "withdrawn_at": "When it was withdrawn.",
    },
    needed=("key", "organisation", "state"),
    more={
        "key": key("What a participant calls it."),
        "organisation": key("Whose need it is."),
        "keeper": key("Who registers it for them, where that is another body."),
    },
    narrow={"renewal_months": MONTHS, "notice_months": MONTHS, "extension_months": MONTHS},
    left_out=("id", "organisation_id", "keeper_id", "created_by_id", "once", "version"),
)

_PARTICIPANT = Record(
    model=Participation,
    about="A body's place in the pool (deltakelse), also when it has said no or left.",
    columns={
        "state": "How far it has come.",
        "users": "Users that go into the tender; those of the need when left out.",
        "inhabitants": "Inhabitants that go into the tender.",
        "message": "The lead's words in the invitation.",
        "invited_at": "When it was invited.",
        "opened_at": "When the invitation was first read.",
        "answered_at": "When it answered.",
        "reminded_at": "When it was last reminded.",
        "asked_at": "When its signatory was last asked.",
        "committed_at": "When it committed itself.",
        "signatory_name": "Who committed it.",
        "case_number": "Case number in its own archive (saksnummer).",
        "ceiling": "The most it may spend (ramme), excl. VAT. Internal: in no document.",
        "left_at": "When it withdrew or was released.",
        "left_reason": "Why it left; read by the lead alone.",
    },
    needed=("organisation", "state"),
    more={
        "organisation": key("Which body."),
        "need": key("The need that its figures come from."),
    },
    left_out=("id", "pool_id", "organisation_id", "need_id", "committed_by_id", "version"),
)

_OPTION_HOLDER = Record(
    model=OptionHolder,
    about="A named body that may join later on the published terms (opsjonstaker).",
    columns={
        "users": "The most users that it may call off.",
        "inhabitants": "The most inhabitants that it may call off.",
        "added_at": "When it was named.",
    },
    needed=("organisation",),
    more={"organisation": key("Which body.")},
    left_out=("id", "pool_id", "organisation_id"),
)

_POOL = Record(
    model=Pool,
    about="The pool (innkjøpsfellesskap): who buys together, and on what terms.",
    columns={
        "name": "Name of the pool.",
        "purpose": "What they want to reach together.",
        "category_key": "Kind of system, by its key in the list of categories.",
        "state": "forming, open or locked.",
        "closes_at": "Deadline for joining.",
        "wanted_start_on": "Wanted start of the contract.",
        "cost_key": "How the joint cost is shared.",
        "approval_rule": "Whose approval a version needs.",
        "created_at": "When it was made.",
        "locked_at": "When the list of participants was locked.",
    },
    needed=(
        "name",
        "purpose",
        "category_key",
        "state",
        "closes_at",
        "cost_key",
        "approval_rule",
        "participants",
    ),
    more={
        "participants": rows("participant", "Everybody who is or was in it, in order.", 400),
        "option_holders": rows("option_holder", "Those who may join later.", 400),
    },
    narrow={"name": WRITTEN, "state": {"enum": ["forming", "open", "locked"]}},
    left_out=("id", "lead_id", "created_by_id", "once", "version"),
)

_TENDER = Record(
    model=Tender,
    about="The tender (konkurranse). A question left out is not answered yet.",
    columns={
        "language": "Language of the documents: nb or nn.",
        "title": "Title.",
        "description": "Short description, for the notice and the cover.",
        "title_en": "Title in English, for the notice above the EEA threshold.",
        "description_en": "Description in English, likewise.",
        "case_number": "Case number in the lead's archive (saksnummer).",
        "estimate": "Estimated value with all options, excl. VAT.",
        "estimated_on": "The day it was estimated.",
        "estimate_method": "How it was estimated.",
        "framework_maximum": "The most that may ever be called off under a framework.",
        "procedure": "Code of the procedure (anskaffelsesprosedyre).",
        "procedure_ground": "Letter of FOA § 13-2, where negotiation needs a ground.",
        "procedure_reason": "Why this procedure.",
        "dialogue": "Dialogue or negotiation that is planned, or that none is.",
        "invited_least": "In two stages: the least number invited to bid.",
        "invited_most": "In two stages: the most that are invited.",
        "selection": "How they are chosen when more ask to take part (utvelgelse).",
        "reduction": "The right to reduce the number in phases is reserved.",
        "award_without_negotiation": "The right to award on the first bids is reserved.",
        "contract_model": "Who signs with the supplier.",
        "contract_reason": "Why that contract model.",
        "responsibility": "Who answers for the procurement.",
        "responsibility_parts": "Which parts are joint.",
        "responsibility_reason": "Why that responsibility.",
        "no_lots_reason": "Why it is not split into lots.",
        "duration_months": "Length of the contract.",
        "extension_months": "Options to extend, together.",
        "duration_reason": "Reason for a framework above four years.",
        "option_terms": "Extent and conditions of every option.",
        "validity_months": "How long bids stand (vedståelse).",
        "variants": "Variants are accepted.",
        "dispatch_on": "The day the notice is to be sent.",
        "requests_until": "In two stages: deadline for asking to take part.",
        "questions_until": "Deadline for questions.",
        "deadline": "Deadline for bids.",
        "start_on": "Start of the contract.",
        "channel_name": "Where bids are handed in.",
        "channel_url": "Its whole address, with https.",
        "espd": "The ESPD is filled in there.",
        "criteria_mode": "weighted or ranked; weighted unless said.",
        "ranked_reason": "Why weighting is impossible.",
        "climate": "How climate and environment are taken care of.",
        "climate_reason": "Reason for that choice.",
        "price_model": "How prices become points.",
        "price_break": "Percent of the lowest price where a hybrid bends.",
        "tie_rule": "What decides between equal bids.",
        "evaluated_months": "Months of running prices that are compared; the whole term when left out.",
        "created_at": "When the tender was begun.",
    },
    needed=("language", "title", "description", "agreement"),
    more={
        "agreement": {"$ref": "#/$defs/agreement"},
        "estimate_lines": rows("estimate_line", "What the estimate is made of, in order."),
        "lots": rows("lot", "Lots (delkontrakter), in order.", 100),
        "milestones": rows("milestone", "Days set for steps without a column of their own.", 100),
        "qualifications": rows("qualification", "Qualification requirements (kvalifikasjonskrav).", 200),
        "criteria": rows("criterion", "Award criteria (tildelingskriterier); their order is their rank.", 50),
        "requirements": rows("requirement", "Requirements (krav), in order."),
        "price_lines": rows("price_line", "Lines of the price form (prisskjema), in order.", 1_000),
        "omitted_clauses": rows("omitted_clause", "Clauses of the law that are left out.", 100),
        "contract_changes": rows("contract_change", "Changes to the standard text, in order.", 500),
        "attachments": rows("attachment", "Files that go with the documents, in order.", 50),
        "sections": rows("section", "Texts (avsnitt); those left out stand as the library has them.", 300),
    },
    narrow={
        "language": {"enum": ["nb", "nn"]},
        "title": WRITTEN,
        "procedure_ground": {"enum": ["a", "b", "c", "d", "e", None]},
        "invited_least": FIRST,
        "invited_most": FIRST,
        "duration_months": MONTHS,
        "extension_months": MONTHS,
        "validity_months": MONTHS,
        "evaluated_months": MONTHS,
        "price_break": {"maximum": 1_000},
    },
    left_out=(
        "id",
        "pool_id",
        "agreement_id",
        "agreement_reason",
        "companion_id",
        "state",
        "estimated_by_id",
        "version",
    ),
)

_ESTIMATE_LINE = Record(
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

_LOT = Record(
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

_MILESTONE = Record(
    model=Milestone,
    about="A day of the timeline (milepæl).",
    columns={"step": "Key of the step.", "on": "The day."},
    needed=("step", "on"),
    left_out=("id", "tender_id"),
)

_QUALIFICATION = Record(
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

_CRITERION = Record(
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

_DEVIATION = Record(
    model=Deviation,
    about="Where a requirement is another for one body (lokalt avvik).",
    columns={
        "applies": "false: the requirement is not for this body.",
        "text": "What applies instead.",
        "reason": "Why.",
    },
    needed=("organisation", "applies"),
    more={"organisation": key("Which body.")},
    left_out=("id", "requirement_id", "organisation_id"),
)

_REQUIREMENT = Record(
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
        "lot": _count("Number of the lot it belongs to; left out for all.", 1, 999),
        "deviations": rows("deviation", "Where it is another for one body.", 400),
    },
    narrow={"area_name": WRITTEN, "text": WRITTEN, "weight": {"minimum": 1, "maximum": 5}},
    left_out=(*OF_FORM, "area", "number", "criterion_id", "lot_id"),
)

_PRICE_LINE = Record(
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
        "lot": _count("Number of the lot it belongs to; left out for all.", 1, 999),
        "quantities": {
            "type": ["object", "null"],
            "propertyNames": {"pattern": KEY},
            "additionalProperties": _count("How many."),
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

_OMITTED_CLAUSE = Record(
    model=OmittedClause,
    about="A clause that the law sets and this contract leaves out (utelatt vilkår).",
    columns={"key": "Key of the clause.", "reason": "Why it is left out."},
    needed=("key", "reason"),
    left_out=("id", "tender_id"),
)

_CONTRACT_CHANGE = Record(
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

_ATTACHMENT = Record(
    model=Attachment,
    about="A file that goes with the documents (vedlegg).",
    columns={
        "title": "Title.",
        "annex": "The annex it belongs to; left out for the tender documents.",
        "contract": "2 for the companion's annex; 1 unless said.",
        "official_text": "It is the agreement's own text from DFØ; false unless said.",
        "name": "File name as downloaded.",
    },
    needed=("title", "name", "media_type", "content"),
    more={
        "media_type": {
            "type": "string",
            "maxLength": 100,
            "pattern": MEDIA_TYPE,
            "description": "Media type: text/csv.",
        },
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
        "name": {"pattern": FILE_NAME},
    },
    left_out=(*ROW, "position", "sha256", "added_at"),
)

_SECTION = Record(
    model=Section,
    about="A text (avsnitt) in the tender rules, an annex or a standard form.",
    columns={
        "key": "Which one, by its key in the library.",
        "title": "Heading; the library's when left out.",
        "body": "Markdown with merge fields in braces; the library's text when left out.",
        "state": "How far the writing has come.",
    },
    needed=("key", "state"),
    narrow={"state": {"enum": [state.value for state in SectionState]}},
    left_out=(*ROW, "annex", "contract", "form", "position", "edited_at", "edited_by_id", "removed_at"),
)

RECORDS: Final[Mapping[str, Record]] = {
    "organisation": _ORGANISATION,
    "need": _NEED,
    "pool": _POOL,
    "participant": _PARTICIPANT,
    "option_holder": _OPTION_HOLDER,
    "tender": _TENDER,
    "estimate_line": _ESTIMATE_LINE,
    "lot": _LOT,
    "milestone": _MILESTONE,
    "qualification": _QUALIFICATION,
    "criterion": _CRITERION,
    "requirement": _REQUIREMENT,
    "deviation": _DEVIATION,
    "price_line": _PRICE_LINE,
    "omitted_clause": _OMITTED_CLAUSE,
    "contract_change": _CONTRACT_CHANGE,
    "attachment": _ATTACHMENT,
    "section": _SECTION,
}

AGREEMENT: Final[Schema] = {
    "type": "object",
    "description": "The standard agreement (SSA) that the contract is, with the reason for the choice.",
    "additionalProperties": False,
    "required": ["code", "edition"],
    "properties": {
        "code": _text("Its code: SSA-L.", 20),
        "edition": _text('Its edition, in quotes: "2018".', 20),
        "reason": _text("Why this agreement.", LONGEST_TEXT),
        "companion": {"$ref": "#/$defs/companion"},
    },
}
COMPANION: Final[Schema] = {
    "type": ["object", "null"],
    "description": "A second contract beside it: SSA-D to SSA-T.",
    "additionalProperties": False,
    "required": ["code", "edition"],
    "properties": {"code": _text("Its code.", 20), "edition": _text("Its edition.", 20)},
}
