"""Who buys: bodies, needs, the pool with those who are or were in it."""

from __future__ import annotations

from procure.accounts.models import BUYING, Organisation
from procure.cases.records.notes import MONTHS, MUNICIPALITY, NUMBER, WRITTEN, key, rows
from procure.cases.shape import Record
from procure.demand.models import Need
from procure.pools.models import OptionHolder, Participation, Pool

ORGANISATION = Record(
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

NEED = Record(
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

PARTICIPANT = Record(
    model=Participation,
    about="A body's place in the pool (deltakelse), also when it has said no or left.",
    columns={
        "state": "How far it has come.",
        "users": "Users that go into the tender; those of the need when left out.",
        "inhabitants": "Inhabitants that go into the tender.",
        "pupils": "Pupils, where the joint cost is shared by them.",
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
        "release_asked_at": "When it asked to be released, after the lock.",
        "released_on": "The day from which it is released.",
        "release_cost": "What that costs by its mandate.",
    },
    needed=("organisation", "state"),
    more={
        "organisation": key("Which body."),
        "need": key("The need that its figures come from."),
    },
    left_out=("id", "pool_id", "organisation_id", "need_id", "committed_by_id", "version"),
)

OPTION_HOLDER = Record(
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

POOL = Record(
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
        "equal_percent": "Of a mix: how many percent are shared equally.",
        "mixed_with": "Of a mix: what the rest is shared by: inhabitants, users or pupils.",
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
    narrow={
        "name": WRITTEN,
        "state": {"enum": ["forming", "open", "locked"]},
        "equal_percent": {"minimum": 1, "maximum": 99},
        "mixed_with": {"enum": ["inhabitants", "users", "pupils", None]},
    },
    left_out=(
        "id",
        "lead_id",
        "created_by_id",
        "dissolved_at",
        "dissolved_reason",
        "offered_to_id",
        "offered_at",
        "once",
        "version",
    ),
)
