"""Every page that can be fetched, who reads it, and the rows it shows."""

from __future__ import annotations

from typing import Final

from bench import floors as f
from bench.page import Page
from bench.seed import LEAD, OPERATOR, PARTICIPANT
from bench.tender_pages import TENDERS
from bench.tender_rows import FIRST_FILE

NOT_MEASURED: Final = {
    "static": "a file; the web server in front hands these out",
    "start.sources": "leads to the page of rules",
    "floor_public": "our own",
    "floor_signed_in": "our own",
}

AT_START = (
    *(f.NEEDS, f.OWN_PLACES, f.FIRST_MATCHES, f.MUNICIPALITIES, f.FIRST_TENDERS, f.FIRST_POOLS),
    *(f.FIRST_PLACES, f.OPEN_POOLS, f.OPEN_PLACES, f.DRAFTS_LED, f.ACTS_FOR),
)
START = (
    Page("start.front", None, "/"),
    Page("start.show", LEAD, "/start", AT_START),
    Page("start.show", PARTICIPANT, "/start", AT_START),
    Page("start.accessibility", None, "/accessibility"),
    Page("start.privacy", None, "/privacy"),
    Page("start.read_rules", None, "/rules"),
    Page("start.read_glossary", None, "/glossary"),
    Page("start.choose_language", None, "/language"),
)

LIBRARY = (
    Page("library.agreements", LEAD, "/library", (f.AGREEMENTS, f.ALL_ANNEXES, f.DRAFTS)),
    Page("library.agreement", LEAD, "/library/2", (f.AGREEMENT, f.ALL_ANNEXES, f.DRAFTS)),
    Page("library.correct", OPERATOR, "/library/2/annexes/10", (f.AGREEMENT,)),
    Page("library.enter", OPERATOR, "/library/7/annexes", (f.AGREEMENT,)),
)

ONE_BANKED = (f.BANK_ONE, f.BANK_GONE, f.BANK_USED)
BANK = (
    Page("bank.index", LEAD, "/bank", (f.BANK_PAGE, f.BANK_GONE, f.CATEGORIES)),
    Page("bank.show", LEAD, "/bank/SIK-004", (*ONE_BANKED, f.CATEGORIES)),
    Page("bank.export", LEAD, "/bank/export.xlsx", (f.BANK_ALL, f.CATEGORIES)),
    Page("bank.create", OPERATOR, "/bank/new", (f.CATEGORIES,)),
    Page("bank.edit", OPERATOR, "/bank/SIK-004/edit", (f.BANK_ONE, f.CATEGORIES)),
    Page("bank.retire", OPERATOR, "/bank/SIK-004/retirement", (f.BANK_ONE, f.BANK_USED)),
    Page("bank.restore", OPERATOR, "/bank/SIK-004/restoration", (f.BANK_ONE,)),
    Page("bank.template", OPERATOR, "/bank/imports/template", (f.CATEGORIES,)),
    Page("bank.choose_file", OPERATOR, "/bank/imports/new"),
    Page("bank.choose_columns", OPERATOR, "/bank/imports/{bank_list}/columns", (f.BANK_LIST,)),
    Page("bank.check_rows", OPERATOR, "/bank/imports/{bank_list}", (f.BANK_LIST, f.BANK_ALL, f.CATEGORIES)),
)

ACCOUNTS = (
    Page("accounts.sign_in", None, "/sign-in"),
    Page("accounts.ask_for_reset", None, "/password-resets"),
    Page("accounts.reset_password", None, "/password-resets/{password_reset}", (f.LINK,)),
    Page("accounts.accept_invitation", None, "/invitations/{invitation}", (f.LINK,)),
    Page("accounts.ask_for_access", None, "/access-requests", (f.MUNICIPALITIES,)),
    Page("accounts.confirm_address", None, "/access-requests/proofs/{unconfirmed_proof}", (f.PROOF,)),
    Page("accounts.account", LEAD, "/account", (f.SESSIONS, f.ACTS_FOR)),
    Page("accounts.change_password", LEAD, "/account/password"),
    Page("accounts.acting", LEAD, "/acting", (f.ACTS_FOR,)),
    Page("accounts.people", LEAD, "/people", (f.ORGANISATION, f.COLLEAGUES, f.ASKING)),
    Page("accounts.answer_request", LEAD, "/access-requests/{waiting_request}", (f.ONE_ASKING, f.DOMAINS)),
    Page("accounts.refuse_request", LEAD, "/access-requests/{waiting_request}/refusal", (f.ONE_ASKING,)),
    Page("accounts.organisations", OPERATOR, "/organisations", (f.ORGANISATIONS, f.ASKING)),
    Page("accounts.create_organisation", OPERATOR, "/organisations/new"),
    Page(
        "accounts.organisation",
        OPERATOR,
        "/organisations/{lead}",
        (f.ORGANISATION, f.DOMAINS, f.COLLEAGUES),
    ),
    Page(
        "accounts.organisation_people",
        OPERATOR,
        "/organisations/{lead}/people",
        (f.ORGANISATION, f.COLLEAGUES, f.ASKING),
    ),
    Page("accounts.invite", LEAD, "/organisations/{lead}/people/invitation", (f.ORGANISATION,)),
    Page("accounts.person", LEAD, "/organisations/{lead}/people/{person}", (f.COLLEAGUE,)),
    Page(
        "accounts.deactivate",
        OPERATOR,
        "/organisations/{lead}/people/{person}/departure",
        (f.COLLEAGUE, f.ACTS_FOR),
    ),
    Page("notifications.index", LEAD, "/notifications", (f.NOTICES,)),
    Page("jobs.show", LEAD, "/jobs/{job}", (f.JOB,)),
    Page("jobs.progress", LEAD, "/jobs/{job}/progress", (f.JOB,)),
)

QUESTIONS = ("category", "organisation", "today", "volumes", "start", "integrations", "wishes")
LISTS = {"category": (f.CATEGORIES,), "organisation": (f.BUYS_FOR,)}
DEMAND = (
    Page("demand.needs", LEAD, "/needs", (f.NEEDS, f.PAGE_OF_MATCHES)),
    Page("demand.contracts", LEAD, "/contracts", (f.NEEDS, f.ALL_MATCHES)),
    Page("demand.contracts_timeline", LEAD, "/contracts/timeline.svg", (f.NEEDS,)),
    Page("demand.export_needs", LEAD, "/needs/export.xlsx", (f.NEEDS,)),
    Page("demand.export_contracts", LEAD, "/contracts/export.csv", (f.NEEDS,)),
    Page("demand.import_needs", LEAD, "/needs/import"),
    Page("demand.import_template", LEAD, "/needs/import/template.xlsx", (f.CATEGORIES, f.BUYS_FOR)),
    Page("demand.import_columns", LEAD, "/needs/import/{needs_list}/columns", (f.NEEDS_LIST,)),
    Page(
        "demand.import_check",
        LEAD,
        "/needs/import/{needs_list}",
        (f.NEEDS_LIST, f.BUYS_FOR, f.BUYING_BODIES, f.CATEGORIES, f.NEEDS),
    ),
    Page("demand.several", LEAD, "/needs/several", (f.CATEGORIES, f.BUYS_FOR)),
    Page("demand.create", LEAD, "/needs/new", (f.CATEGORIES,)),
    Page("demand.show", LEAD, "/needs/{need}", (f.NEED, f.MATCHES, f.NEED_EVENTS)),
    Page("demand.check", LEAD, "/needs/{need}/check", (f.NEED, f.MATCHES)),
    Page("demand.withdrawal", LEAD, "/needs/{need}/withdrawal", (f.NEED, f.MATCHES)),
    *(
        Page(f"demand.{slug}", LEAD, f"/needs/{{need}}/{slug}", (f.NEED, *LISTS.get(slug, ())))
        for slug in QUESTIONS
    ),
)

IN_POOL = (f.POOL, f.PLACES)
POOL = (*IN_POOL, f.POOL_PEOPLE, f.LEADERS, f.LAST_POOL_EVENTS, f.HOLDERS, f.COMMENTS)
POOLS = (
    Page("pools.index", LEAD, "/pools", (f.POOLS_PAGE, f.POOLS_COUNT, f.POOLS_KINDS)),
    Page("pools.suggestions", LEAD, "/pools/suggestions", (f.NEEDS, f.ALL_MATCHES)),
    Page("pools.draw_suggestion", LEAD, "/pools/suggestions/{need}/windows.svg", (f.NEED, f.MATCHES)),
    Page("pools.show", LEAD, "/pools/{pool}", POOL),
    Page(
        "pools.show",
        PARTICIPANT,
        "/pools/{pool}",
        (*IN_POOL, f.POOL_PEOPLE, f.LEADERS, f.LAST_POOL_EVENTS, f.COMMENTS),
    ),
    Page("pools.totals", LEAD, "/pools/{pool}/totals.json", IN_POOL),
    Page("pools.costs", LEAD, "/pools/{pool}/costs.svg", IN_POOL),
    Page("pools.draw_windows", LEAD, "/pools/{pool}/windows.svg", IN_POOL),
    Page("pools.summary", LEAD, "/pools/{pool}/summary", (*IN_POOL, f.LEADERS, f.HOLDERS)),
    Page("pools.discussion", LEAD, "/pools/{pool}/discussion", (*IN_POOL, f.COMMENTS)),
    Page("pools.cost_key", LEAD, "/pools/{pool}/cost-key", IN_POOL),
    Page("pools.edit", LEAD, "/pools/{pool}/description", IN_POOL),
    Page("pools.history", LEAD, "/pools/{pool}/history", (*IN_POOL, f.POOL_EVENTS)),
    Page("pools.create", LEAD, "/pools/new", (f.NEEDS,)),
    Page("pools.create", LEAD, "/pools/new?need={need}", (f.NEED, f.MATCHES, f.INVITABLE)),
    Page("pools.invite", LEAD, "/pools/{pool}/invitations", (*IN_POOL, f.MATCHES, f.INVITABLE)),
    Page("pools.lock", LEAD, "/pools/{pool}/lock", IN_POOL),
    Page("pools.answer", PARTICIPANT, "/pools/{pool}/participation", IN_POOL),
    Page("pools.commit", PARTICIPANT, "/pools/{pool}/commitment", IN_POOL),
    Page("pools.ceiling", PARTICIPANT, "/pools/{pool}/ceiling", IN_POOL),
    Page("pools.option_holders", LEAD, "/pools/{pool}/option-holders", (*IN_POOL, f.HOLDERS, f.INVITABLE)),
    Page(
        "pools.remove_option_holder",
        LEAD,
        "/pools/{pool}/option-holders/{option_holder}/removal",
        (f.POOL, f.HOLDERS),
    ),
    Page("pools.volumes", PARTICIPANT, "/pools/{pool}/volumes", IN_POOL),
    Page("pools.open_up", LEAD, "/pools/{pool}/opening", IN_POOL),
    Page("pools.remind", LEAD, "/pools/{pool}/reminders", (*IN_POOL, f.POOL_PEOPLE)),
    Page("pools.hand_over", LEAD, "/pools/{pool}/lead", (*IN_POOL, f.COULD_LEAD)),
    Page("pools.answer_lead", LEAD, "/pools/{pool}/lead/answer", IN_POOL),
    Page("pools.dissolve", LEAD, "/pools/{pool}/dissolution", IN_POOL),
    Page("pools.ask_release", PARTICIPANT, "/pools/{pool}/release-request", IN_POOL),
    Page(
        "pools.release",
        LEAD,
        "/pools/{locked_pool}/participations/{place}/release",
        (f.LOCKED_POOL, f.LOCKED_PLACES),
    ),
    Page("pools.withdraw", PARTICIPANT, "/pools/{pool}/withdrawal", (*IN_POOL, f.LEADERS)),
)

PUBLIC = "/publications/{published}-fagsystem"
PUBLICATION = (
    Page("publication.dispatch", LEAD, "/tenders/{approved}/dispatch", (f.APPROVED, f.APPROVED_VERSION)),
    Page("publication.notice", LEAD, "/tenders/{published}/notice", (f.NOTICE,)),
    Page("publication.index", None, "/publications", (f.LISTED, f.LISTED_COUNT)),
    Page("publication.show", None, PUBLIC, (f.PUBLIC, f.PUBLIC_FILES)),
    Page("publication.document", None, f"{PUBLIC}/documents/annex_1", (f.PUBLIC, f.PUBLIC_FILES)),
    Page("publication.check_prices", None, f"{PUBLIC}/price-form-check", (f.PUBLIC, f.PUBLIC_FILES)),
    Page("publication.recognise", None, "/verification"),
    Page("publication.file", None, f"{PUBLIC}/files/{FIRST_FILE}", (f.PUBLIC_FILE,)),
    Page("publication.calendar", None, f"{PUBLIC}/calendar.ics", (f.NOTICE,)),
)

PAGES: Final = (*START, *ACCOUNTS, *DEMAND, *LIBRARY, *BANK, *POOLS, *TENDERS, *PUBLICATION)
