"""The task list of a tender: what there is to do, how far each has come, and where it is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from procure.domain.findings import Finding, Level
from procure.domain.law import Law
from procure.domain.policy import Action, Actor, may
from procure.domain.states import TenderState
from procure.domain.tender import annex_key
from procure.library.models import Agreement, Annex, FilledBy
from procure.library.shelf import spoken
from procure.tenders import facts, hands, words
from procure.tenders.groups import GROUPS
from procure.tenders.merging import FIELDS
from procure.tenders.models import Section, SectionState, Tender
from procure.tenders.phases import PARTS, Phase
from procure.tenders.progress import FACTS
from procure.tenders.service import OPEN

QUESTIONS = {key: lazy(group.name) for key, group in GROUPS.items()}  # each on a page of its own
TITLES = QUESTIONS | {
    "participants": lazy("Deltakere og volum"),
    "rules": lazy("Tekstene i konkurransegrunnlaget"),
    "forms": lazy("Skjemaer leverandøren fyller ut"),
    "qualifications": lazy("Kvalifikasjonskrav"),
    "criteria": lazy("Tildelingskriterier og klima"),
    "requirements": lazy("Krav i bilag 1"),
    "prices": lazy("Prisskjema"),
    "changes": lazy("Endringer i avtaleteksten"),
    "clauses": lazy("Lovpålagte vilkår"),
    "attachments": lazy("Vedlegg"),
}
NUMBERS = {
    **{
        key: f"1.{number}"
        for number, key in enumerate(
            (
                *("participants", "basics", "value", "agreement", "procedure", "lots", "contract", "terms"),
                "timetable",
            ),
            1,
        )
    },
    **{
        key: f"2.{number}"
        for number, key in enumerate(("rules", "qualifications", "criteria", "submission", "forms"), 1)
    },
    **{
        key: f"3.{number}"
        for number, key in enumerate(("requirements", "prices", "changes", "clauses", "attachments"), 1)
    },
}
TEXTS = ("rules", "forms")  # tasks that are texts to write
OPTIONAL = ("changes", "attachments")  # a good draft may have none of these
ELSEWHERE = {  # the checks put these on one task; the pages have divided it
    "contract_not_settled": "contract",
    "terms_not_settled": "terms",
    "long_framework": "terms",
    "long_validity": "terms",
    "section_unfinished": "rules",
}
FIELD_GAP = "field_without_value"
SENT = {TenderState.DISPATCHED: "started", TenderState.PUBLISHED: "done", TenderState.CLOSED: "done"}
Written = Mapping[str, Sequence[Section]]  # the texts of each task
GRAVITY = ("blocker", "warning", "started", "not_started", "done")


@dataclass(frozen=True)
class Task:
    """One line of the list; kind and state are those of its tag."""

    key: str
    title: str
    kind: str
    state: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Group:
    """Tasks that belong together, and what is decided in them, by whom, and what comes next."""

    number: int
    tasks: Sequence[Task]
    counted: bool = True

    @property
    def phase(self) -> Phase:
        """What the group is, as guidance."""
        return PARTS[self.number - 1]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(task.kind == "done" for task in self.tasks)

    @property
    def total(self) -> int:
        """How many there are to do; what others fill in is not counted."""
        return sum(task.kind in GRAVITY for task in self.tasks)


def name_of(key: str) -> str:
    """Write a task's name with its number: «2.2 Tildelingskriterier»."""
    return f"{NUMBERS[key]} {TITLES[key]}"


def names() -> dict[str, str]:
    """Return the names of the tasks that merge fields are fetched from."""
    return {key: name_of(key) for key in TITLES}


def task_of(finding: Finding, tender: Tender) -> str:
    """Return the key of the task where a finding is mended."""
    kind, _colon, key = finding.place.partition(":")
    if kind == "section":
        return next((text_task(each) for each in tender.sections if each.key == key), "rules")
    if kind == "annex":
        return f"annex_{key}"
    return "requirements" if kind == "requirement" else ELSEWHERE.get(finding.code, key)


def text_task(section: Section) -> str:
    """Return the key of the task that a text belongs to."""
    if section.form:
        return "forms"
    return f"annex_{annex_key(section.contract, section.annex)}" if section.annex else "rules"


def told_once(found: Sequence[Finding], tender: Tender) -> list[Finding]:
    """Leave out each empty merge field whose own question is among the findings: one lack, said once."""
    asked = {task_of(each, tender) for each in found if each.code != FIELD_GAP}
    return [each for each in found if each.code != FIELD_GAP or _source(each) not in asked]


def _source(finding: Finding) -> str:
    """Return the task that an empty merge field is fetched from, "" where there is no such field."""
    field = FIELDS.get(str(finding.facts.get("name", "")))
    return field.task if field else ""


def place_of(finding: Finding, tender: Tender, actor: Actor) -> tuple[str, str]:
    """Return the words of a link to where a finding is mended, and its address."""
    kind, _colon, key = finding.place.partition(":")
    source = _source(finding) if finding.code == FIELD_GAP else ""
    if kind == "section" and not source:
        section = next((each for each in tender.sections if each.key == key), None)
        if section:
            href = url_for("tenders.section", tender_id=tender.id, section_id=section.id)
            return _("Gå til teksten «%(title)s»", title=section.title), href
    if kind == "requirement":
        row = next((each for each in facts.in_force(tender) if each.identifier == key), None)
        if row:
            return _("Gå til kravet"), url_for(
                "tenders.requirement", tender_id=tender.id, requirement_id=row.id
            )
    task = source or task_of(finding, tender)
    if task in TITLES:
        return _("Gå til %(task)s", task=name_of(task)), _href(task, tender, actor)
    return _("Gå til tekstene"), url_for("tenders.sections", tender_id=tender.id, _anchor=task)


def way_to(place: str, tender: Tender, actor: Actor) -> tuple[str, str]:
    """Return the same for a place alone, named as findings name theirs."""
    return place_of(Finding(level=Level.WARNING, code="", sentence="", place=place), tender, actor)


def _href(key: str, tender: Tender, actor: Actor) -> str:
    """Return where a task is done, or for those who only read, where its answers stand."""
    if key not in QUESTIONS:
        return url_for("tenders.sections" if key == "rules" else f"tenders.{key}", tender_id=tender.id)
    if may(actor, Action.TENDER_EDIT, tender) and tender.state in OPEN:
        return url_for(f"tenders.{key}", tender_id=tender.id)
    return url_for("tenders.answers", tender_id=tender.id, _anchor=key)


# --- The list ------------------------------------------------------------------------------------


def groups(tender: Tender, found: Sequence[Finding], law: Law, actor: Actor, frozen: int) -> list[Group]:
    """Make the task list from what is answered, what the checks found, and how many versions are frozen."""
    worst, written = _worst(tender, found), _by_task(tender)
    plain = {key: _plain(key, tender, worst, law, actor) for key in TITLES if key not in TEXTS}
    first = [plain[key] for key, number in NUMBERS.items() if number.startswith("1.")]
    texts = _texts("rules", name_of("rules"), tender, written, worst)
    forms = [_forms(tender, written, worst)] if any(each.form for each in tender.sections) else []
    papers = (_contract_papers(tender, *each, written, worst) for each in facts.contracts(tender))
    contracts = [task for tasks in papers for task in tasks]
    terms = [plain[key] for key in ("requirements", "prices", "changes", "clauses", "attachments")]
    return [
        Group(1, first),
        Group(2, [texts, plain["qualifications"], plain["criteria"], plain["submission"], *forms]),
        Group(3, [*terms, *contracts]),
        Group(4, _last(tender, frozen), counted=False),
    ]


def _by_task(tender: Tender) -> Written:
    """Gather the texts that go into the documents, by the task that each belongs to."""
    found: dict[str, list[Section]] = defaultdict(list)
    for section in facts.used_sections(tender):
        found[text_task(section)].append(section)
    return found


def _worst(tender: Tender, found: Iterable[Finding]) -> Mapping[str, str]:
    """Return the gravest finding of each task; a text nobody has called done is only unfinished."""
    unfinished = {each.key for each in tender.sections if each.state is not SectionState.DONE}
    worst: dict[str, str] = {}
    for finding in found:
        kind, _colon, key = finding.place.partition(":")
        if finding.code == "section_unfinished" or (kind == "section" and key in unfinished):
            continue
        task = task_of(finding, tender)
        if worst.get(task) != "blocker":
            worst[task] = "blocker" if finding.level is Level.BLOCKER else "warning"
    return worst


STATES = {
    "blocker": lazy("Stopper"),
    "warning": lazy("Advarsel"),
    "started": lazy("Påbegynt"),
    "not_started": lazy("Ikke startet"),
    "done": lazy("Ferdig"),
}


def _state(kind: str) -> str:
    return str(STATES[kind])


def _plain(key: str, tender: Tender, worst: Mapping[str, str], law: Law, actor: Actor) -> Task:
    begun, note = FACTS[key](tender, law)
    if not begun and key in OPTIONAL:
        return Task(key, name_of(key), "optional", _("Valgfritt"), href=_href(key, tender, actor))
    kind = worst.get(key, "done") if begun else "not_started"
    return Task(key, name_of(key), kind, _state(kind), note, _href(key, tender, actor))


def _texts(key: str, title: str, tender: Tender, written: Written, worst: Mapping[str, str]) -> Task:
    sections = written.get(key, [])
    done = sum(each.state is SectionState.DONE for each in sections)
    begun = any(each.state is not SectionState.NOT_STARTED for each in sections)
    kind = worst.get(key, "done" if done == len(sections) else "started") if begun else "not_started"
    note = _("Ferdige tekster: %(done)s av %(total)s", done=done, total=len(sections))
    told = ". ".join([note, *hands.told(tender, sections)])
    anchor = key if key != "rules" else None
    return Task(
        key, title, kind, _state(kind), told, url_for("tenders.sections", tender_id=tender.id, _anchor=anchor)
    )


def _forms(tender: Tender, written: Written, worst: Mapping[str, str]) -> Task:
    """Tell of the standard forms: they are done as they come, until somebody changes one."""
    href = url_for("tenders.forms", tender_id=tender.id)
    task = replace(_texts("forms", name_of("forms"), tender, written, worst), href=href)
    forms = [each for each in tender.sections if each.form]
    used = [each for each in forms if each.left_out is None]
    if any(each.state is SectionState.STARTED for each in used):
        return task
    kind, out = worst.get("forms", "done"), len(forms) - len(used)
    note = _("Skjemaer: %(count)s", count=len(used))
    if out:
        note = _("Skjemaer: %(count)s. Utelatt: %(out)s", count=len(used), out=out)
    return replace(task, kind=kind, state=_state(kind), note=note)


def _contract_papers(
    tender: Tender, contract: int, agreement: Agreement, written: Written, worst: Mapping[str, str]
) -> list[Task]:
    """List what one contract consists of: the standard text and its annexes."""
    annexes = [_annex(tender, contract, annex, written, worst) for annex in agreement.annexes]
    return [_standard_text(tender, contract, agreement), *annexes]


def _standard_text(tender: Tender, contract: int, agreement: Agreement) -> Task:
    number, there = agreement.change_annex, agreement.code not in facts.missing_texts(tender)
    missing = _(
        "Ikke lagt ved: leverandøren henter den hos DFØ. Endringer skrives i bilag %(number)s.", number=number
    )
    return Task(
        key="standard_text" if contract == 1 else f"standard_text_{contract}",
        title=_("%(code)s, generell avtaletekst %(edition)s", code=agreement.code, edition=agreement.edition),
        kind="locked",
        state=_("Standardtekst"),
        note=_("Lagt ved. Endringer skrives i bilag %(number)s.", number=number) if there else missing,
        href=url_for("tenders.attachments", tender_id=tender.id),
    )


def _annex(tender: Tender, contract: int, annex: Annex, written: Written, worst: Mapping[str, str]) -> Task:
    title = words.annex_name(contract, annex.number, spoken(annex, "title", tender.language))
    key = f"annex_{annex_key(contract, annex.number)}"
    if key in written:
        return _texts(key, title, tender, written, worst)
    if annex.filled_by is FilledBy.SUPPLIER:
        return Task(key, title, "locked", _("Fylles av leverandøren"))
    return Task(key, title, "locked", _("Tomt til avtalen er signert"))


def _last(tender: Tender, frozen: int) -> list[Task]:
    """List what is left to do when everything is written."""
    begun = "started" if frozen else "not_started"
    kind = begun if tender.state is TenderState.DRAFT else "done"
    versions = Task(
        key="versions",
        title=_("4.1 Versjoner og godkjenning"),
        kind=kind,
        state=_("Ikke godkjent") if kind == "started" else _state(kind),
        note=_("Frosne versjoner: %(count)s", count=frozen) if frozen else "",
        href=page("tenders.versions", tender),
    )
    sent = SENT.get(tender.state, "not_started")
    state = _("Avsendt") if sent == "started" else _state(sent)
    notice = page("publication.notice", tender)
    return [versions, Task("notice", _("4.2 Avsendelse og kunngjøring"), sent, state, href=notice)]


def page(endpoint: str, tender: Tender) -> str:
    """Return the address of a page about the tender, or "" while there is no such page."""
    there = endpoint in current_app.view_functions
    return url_for(endpoint, tender_id=tender.id) if there else ""
