"""The pages of a tender, who reads them, and the rows they show."""

from __future__ import annotations

from bench import floors as f
from bench.page import Page
from bench.seed import LEAD, PARTICIPANT
from bench.tender_rows import FIRST_FILE


def _of_the_largest(*rows: str) -> tuple[str, ...]:
    """Return the statements about the tender with the most requirements."""
    return tuple(each.replace(":tender", ":large") for each in rows)


GROUPS = ("basics", "procedure", "contract", "terms", "timetable", "submission")
HERE, LARGE = "/tenders/{tender}", "/tenders/{large}"
TEXTS, TEXT = f"{HERE}/sections", f"{HERE}/sections/{{section}}"
GUIDED = "fit=adapted&precise=yes&complex=no&failed=no&talk=yes&many=no"
WITH_BUYERS = (f.TENDER, f.BUYERS)
VALUED = (*WITH_BUYERS, f.TENDER_HOLDERS, f.ESTIMATE_LINES)
ONE_VERSION = (*WITH_BUYERS, f.VERSION, f.FILES, f.APPROVALS)
TENDERS = (
    Page("tenders.index", LEAD, "/tenders", (f.TENDERS, f.TENDERS_COUNT, f.TENDERS_LEADS)),
    Page("tenders.create", LEAD, "/tenders/new?pool={pool}", (f.POOL, f.PLACES, f.AGREEMENTS, f.ALL_ANNEXES)),
    Page("tenders.choose", LEAD, "/tenders/new/agreement?pool={pool}", (f.POOL, f.PLACES)),
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
    Page("tenders.preview", LEAD, f"{HERE}/preview", (*f.EVERYTHING, f.PREVIEW, f.PREVIEW_FILES)),
    Page("tenders.preview_file", LEAD, f"{HERE}/preview/files/{FIRST_FILE}", (f.PREVIEW_FILE,)),
    Page("tenders.versions", LEAD, f"{HERE}/versions", (f.TENDER, f.VERSIONS, f.FILES, f.APPROVALS)),
    Page("tenders.version", LEAD, f"{HERE}/versions/1", ONE_VERSION),
    Page("tenders.document", LEAD, f"{HERE}/versions/1/documents/annex_1", (f.VERSION, f.FILES)),
    Page("tenders.check_prices", LEAD, f"{HERE}/versions/1/price-form-check", (f.VERSION, f.FILES)),
    Page("tenders.version_file", LEAD, f"{HERE}/versions/1/files/{FIRST_FILE}", (f.FILE,)),
    Page("tenders.approve", LEAD, f"{HERE}/versions/1/approval", ONE_VERSION),
)
