"""Every page that can be fetched, who reads it, and the rows it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bench import floors as f
from bench.seed import LEAD, OPERATOR, PARTICIPANT
from bench.tender_rows import FIRST_FILE


@dataclass(frozen=True)
class Page:
    """A page: its view, who reads it (None: a stranger), its address, and the statements of its floor."""

    name: str
    reader: str | None
    address: str
    rows: tuple[str, ...] = ()

    def path(self, known: Mapping[str, Any]) -> str:
        """Return the address with the ids of seeded things in it."""
        return self.address.format_map(known)

    def statements(self) -> tuple[str, ...]:
        """Return the floor's statements; whoever is signed in is told how much is unread, on every page."""
        return (f.UNREAD, *self.rows) if self.reader else self.rows


def _of_the_largest(*rows: str) -> tuple[str, ...]:
    """Return the statements about the tender with the most requirements."""
    return tuple(each.replace(":tender", ":large") for each in rows)


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

GROUPS = ("basics", "procedure", "contract", "terms", "timetable", "submission")
HERE, LARGE = "/tenders/{tender}", "/tenders/{large}"
TEXTS, TEXT = f"{HERE}/sections", f"{HERE}/sections/{{section}}"
GUIDED = "fit=adapted&precise=yes&complex=no&failed=no&talk=yes&many=no"
WITH_BUYERS = (f.TENDER, f.BUYERS)
VALUED = (*WITH_BUYERS, f.TENDER_HOLDERS, f.ESTIMATE_LINES)
ONE_VERSION = (*WITH_BUYERS, f.VERSION, f.FILES, f.APPROVALS)
TENDERS = (
    Page("tenders.index", LEAD, "/tenders", (f.TENDERS, f.TENDERS_COUNT, f.TENDERS_LEADS)),
    Page("tenders.create", LEAD, "/tenders/new?pool={pool}", (*IN_POOL, f.AGREEMENTS, f.ALL_ANNEXES)),
    Page("tenders.choose", LEAD, "/tenders/new/agreement?pool={pool}", IN_POOL),
    Page("tenders.show", LEAD, HERE, f.EVERYTHING),
    Page("tenders.show", PARTICIPANT, HERE, f.EVERYTHING),
    Page("tenders.show", LEAD, LARGE, _of_the_largest(*f.EVERYTHING)),
    Page("tenders.history", LEAD, f"{HERE}/history", (*WITH_BUYERS, f.TENDER_EVENTS)),
    Page("tenders.answers", LEAD, f"{HERE}/answers", WITH_BUYERS),
    Page("tenders.participants", LEAD, f"{HERE}/participants", WITH_BUYERS),
    *(Page(f"tenders.{group}", LEAD, f"{HERE}/{group}", WITH_BUYERS) for group in GROUPS),
    Page("tenders.value", LEAD, f"{HERE}/value", f.EVERYTHING),
    Page("tenders.value_chart", LEAD, f"{HERE}/value/chart.svg", VALUED),
    Page("tenders.add_estimate_line", LEAD, f"{HERE}/value/lines/new", (*WITH_BUYERS, f.TENDER_HOLDERS)),
    Page(
        "tenders.edit_estimate_line",
        LEAD,
        f"{HERE}/value/lines/{{estimate_line}}",
        (*WITH_BUYERS, f.TENDER_HOLDERS, f.ESTIMATE_LINES),
    ),
    Page("tenders.lots", LEAD, f"{HERE}/lots", f.EVERYTHING),
    Page("tenders.add_lot", LEAD, f"{HERE}/lots/new", WITH_BUYERS),
    Page("tenders.edit_lot", LEAD, f"{HERE}/lots/{{lot}}", (*WITH_BUYERS, f.LOT)),
    Page("tenders.remove_lot", LEAD, f"{HERE}/lots/{{lot}}/removal", (*WITH_BUYERS, f.LOT)),
    Page("tenders.phases", LEAD, f"{HERE}/phases", (f.TENDER,)),
    Page("tenders.changes", LEAD, f"{HERE}/changes", (*WITH_BUYERS, f.CHANGES)),
    Page("tenders.add_change", LEAD, f"{HERE}/changes/new", WITH_BUYERS),
    Page("tenders.edit_change", LEAD, f"{HERE}/changes/{{change}}", (*WITH_BUYERS, f.CHANGE)),
    Page("tenders.clauses", LEAD, f"{HERE}/clauses", (*WITH_BUYERS, f.OMITTED)),
    Page("tenders.omit_clause", LEAD, f"{HERE}/clauses/security/omission", (*WITH_BUYERS, f.OMITTED)),
    Page("tenders.attachments", LEAD, f"{HERE}/attachments", (*WITH_BUYERS, f.ANNEXES, f.ATTACHMENTS)),
    Page("tenders.add_attachment", LEAD, f"{HERE}/attachments/new", (*WITH_BUYERS, f.ANNEXES)),
    Page(
        "tenders.edit_attachment",
        LEAD,
        f"{HERE}/attachments/{{attachment}}",
        (*WITH_BUYERS, f.ANNEXES, f.ATTACHMENT),
    ),
    Page(
        "tenders.attachment_file",
        LEAD,
        f"{HERE}/attachments/{{attachment}}/file",
        (*WITH_BUYERS, f.ATTACHMENT),
    ),
    Page(
        "tenders.remove_attachment",
        LEAD,
        f"{HERE}/attachments/{{attachment}}/removal",
        (*WITH_BUYERS, f.ATTACHMENT),
    ),
    Page("tenders.forms", LEAD, f"{HERE}/forms", (*WITH_BUYERS, f.FORMS)),
    Page("tenders.leave_out_form", LEAD, f"{HERE}/forms/{{form}}/omission", (*WITH_BUYERS, f.FORM)),
    Page("tenders.guide", LEAD, f"{HERE}/guides/procedure?{GUIDED}", WITH_BUYERS),
    Page("tenders.notice_texts", LEAD, f"{HERE}/notice-texts", f.EVERYTHING),
    Page("tenders.draw_timeline", LEAD, f"{HERE}/timetable/drawing.svg", (f.TENDER,)),
    Page(
        "tenders.propose_dates",
        LEAD,
        f"{HERE}/timetable/proposal?way=forwards&day=11.01.2027",
        (f.TENDER,),
    ),
    Page("tenders.move_step", LEAD, f"{HERE}/timetable/dispatch?day=18.01.2027&follow=y", (f.TENDER,)),
    Page("tenders.agreement", LEAD, f"{HERE}/agreement", (*WITH_BUYERS, f.AGREEMENTS, f.ALL_ANNEXES)),
    Page("tenders.sections", LEAD, TEXTS, (*WITH_BUYERS, f.ANNEXES, f.SECTIONS)),
    Page("tenders.new_section", LEAD, f"{TEXTS}/new", (f.TENDER, f.ANNEXES, f.TITLES)),
    Page("tenders.assignments", LEAD, f"{TEXTS}/assignments", (*WITH_BUYERS, f.ANNEXES, f.TITLES, f.WRITERS)),
    Page("tenders.section", LEAD, TEXT, (*WITH_BUYERS, f.SECTION, f.ANNEXES, f.SECTIONS, f.REVISIONS)),
    Page(
        "tenders.place_section",
        LEAD,
        f"{TEXTS}/{{own_section}}/place",
        (f.TENDER, f.SECTION, f.ANNEXES, f.TITLES),
    ),
    Page("tenders.revisions", LEAD, f"{TEXT}/revisions", (*WITH_BUYERS, f.SECTION, f.REVISIONS)),
    Page(
        "tenders.revision",
        LEAD,
        f"{TEXT}/revisions/2",
        (*WITH_BUYERS, f.SECTION, f.ANNEXES, f.SECTIONS, f.REVISIONS),
    ),
    Page(
        "tenders.requirements",
        LEAD,
        f"{HERE}/requirements",
        (*WITH_BUYERS, f.REQUIREMENTS, f.DEVIATIONS, f.KINDS, f.CRITERIA, f.LOTS),
    ),
    Page(
        "tenders.requirements",
        LEAD,
        f"{LARGE}/requirements",
        _of_the_largest(f.TENDER, f.REQUIREMENTS, f.KINDS),
    ),
    Page(
        "tenders.requirement",
        LEAD,
        f"{HERE}/requirements/{{requirement}}",
        (f.TENDER, f.REQUIREMENT, f.BANK_ONE),
    ),
    Page("tenders.add_requirement", LEAD, f"{HERE}/requirements/new", (f.TENDER, f.CRITERIA, f.AREAS)),
    Page(
        "tenders.edit_requirement",
        LEAD,
        f"{HERE}/requirements/{{requirement}}/edit",
        (f.TENDER, f.REQUIREMENT, f.CRITERIA),
    ),
    Page(
        "tenders.remove_requirement",
        LEAD,
        f"{HERE}/requirements/{{requirement}}/removal",
        (f.TENDER, f.REQUIREMENT),
    ),
    Page(
        "tenders.change_requirements",
        LEAD,
        f"{HERE}/requirements/changes?do=kind:information&all=y",
        (f.TENDER, f.ALL_REQUIREMENTS, f.CRITERIA, f.LOTS),
    ),
    Page(
        "tenders.all_deviations",
        LEAD,
        f"{HERE}/requirements/deviations",
        (*WITH_BUYERS, f.DEVIATIONS, f.KINDS),
    ),
    Page(
        "tenders.deviations",
        LEAD,
        f"{HERE}/requirements/{{requirement}}/deviations",
        (*WITH_BUYERS, f.REQUIREMENT, f.DEVIATIONS),
    ),
    Page(
        "tenders.set_deviation",
        LEAD,
        f"{HERE}/requirements/{{requirement}}/deviations/{{lead}}",
        (*WITH_BUYERS, f.REQUIREMENT, f.DEVIATIONS),
    ),
    Page("tenders.import_requirements", LEAD, f"{HERE}/requirements/imports", (f.TENDER,)),
    Page(
        "tenders.match_requirements",
        LEAD,
        f"{HERE}/requirements/imports/{{requirement_list}}/columns",
        (f.TENDER, f.REQUIREMENT_LIST),
    ),
    Page(
        "tenders.check_requirements",
        LEAD,
        f"{HERE}/requirements/imports/{{requirement_list}}",
        (f.TENDER, f.REQUIREMENT_LIST, f.ALL_REQUIREMENTS, f.CRITERIA),
    ),
    Page("tenders.requirement_template", LEAD, f"{HERE}/requirements/template.xlsx", (f.TENDER, f.CRITERIA)),
    *(
        Page(
            name, LEAD, f"{HERE}/requirements/export.{kind}", (*WITH_BUYERS, f.ALL_REQUIREMENTS, f.DEVIATIONS)
        )
        for name, kind in (
            ("tenders.export_requirements", "xlsx"),
            ("tenders.export_requirements_as_csv", "csv"),
        )
    ),
    Page("tenders.removed_requirements", LEAD, f"{HERE}/requirements/removed", (f.TENDER, f.REMOVED)),
    Page(
        "tenders.bank", LEAD, f"{HERE}/requirements/bank", (*WITH_BUYERS, f.BANK_PAGE, f.CATEGORIES, f.PICKED)
    ),
    Page(
        "tenders.take_edition",
        LEAD,
        f"{HERE}/requirements/{{requirement}}/edition",
        (f.TENDER, f.REQUIREMENT, f.BANK_ONE),
    ),
    Page("tenders.criteria", LEAD, f"{HERE}/criteria", (f.TENDER, f.CRITERIA)),
    Page("tenders.sum_weights", LEAD, f"{HERE}/criteria/sum", (f.CRITERIA,)),
    Page("tenders.add_criterion", LEAD, f"{HERE}/criteria/new", (f.TENDER,)),
    Page("tenders.edit_criterion", LEAD, f"{HERE}/criteria/{{criterion}}", (f.TENDER, f.CRITERIA)),
    Page("tenders.criteria_mode", LEAD, f"{HERE}/criteria/mode", (f.TENDER, f.CRITERIA)),
    Page("tenders.climate", LEAD, f"{HERE}/climate", (f.TENDER,)),
    Page("tenders.scoring", LEAD, f"{HERE}/scoring", (f.TENDER, f.CRITERIA)),
    Page("tenders.scoring_curves", LEAD, f"{HERE}/scoring.svg", (f.TENDER,)),
    Page("tenders.qualifications", LEAD, f"{HERE}/qualifications", (f.TENDER, f.QUALIFICATIONS)),
    Page("tenders.add_qualification", LEAD, f"{HERE}/qualifications/new", (f.TENDER,)),
    Page(
        "tenders.edit_qualification",
        LEAD,
        f"{HERE}/qualifications/{{qualification}}",
        (f.TENDER, f.QUALIFICATION),
    ),
    Page("tenders.prices", LEAD, f"{HERE}/prices", (*WITH_BUYERS, f.TENDER_HOLDERS, f.LINES, f.QUANTITIES)),
    Page("tenders.preview_prices", LEAD, f"{HERE}/prices/preview", f.EVERYTHING),
    Page(
        "tenders.quantities_of",
        LEAD,
        f"{HERE}/prices/bodies/{{lead}}",
        (*WITH_BUYERS, f.TENDER_HOLDERS, f.LINES, f.QUANTITIES),
    ),
    Page("tenders.add_line", LEAD, f"{HERE}/prices/new", WITH_BUYERS),
    Page(
        "tenders.edit_line",
        LEAD,
        f"{HERE}/prices/{{price_line}}",
        (*WITH_BUYERS, f.LINE, f.LINE_QUANTITIES),
    ),
    Page("tenders.versions", LEAD, f"{HERE}/versions", (f.TENDER, f.VERSIONS, f.FILES, f.APPROVALS)),
    Page("tenders.version", LEAD, f"{HERE}/versions/1", ONE_VERSION),
    Page("tenders.version_file", LEAD, f"{HERE}/versions/1/files/{FIRST_FILE}", (f.FILE,)),
    Page("tenders.approve", LEAD, f"{HERE}/versions/1/approval", ONE_VERSION),
)

PUBLIC = "/publications/{published}-fagsystem"
PUBLICATION = (
    Page("publication.dispatch", LEAD, "/tenders/{approved}/dispatch", (f.APPROVED, f.APPROVED_VERSION)),
    Page("publication.notice", LEAD, "/tenders/{published}/notice", (f.NOTICE,)),
    Page("publication.index", None, "/publications", (f.LISTED, f.LISTED_COUNT)),
    Page("publication.show", None, PUBLIC, (f.PUBLIC, f.PUBLIC_FILES)),
    Page("publication.file", None, f"{PUBLIC}/files/{FIRST_FILE}", (f.PUBLIC_FILE,)),
    Page("publication.calendar", None, f"{PUBLIC}/calendar.ics", (f.NOTICE,)),
)

PAGES: Final = (*START, *ACCOUNTS, *DEMAND, *LIBRARY, *BANK, *POOLS, *TENDERS, *PUBLICATION)
