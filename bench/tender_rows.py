"""Tenders of the size that we expect: 24 sections, 40 requirements, price lines, a version with its files."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from bench.rows import Rows, Setting, happened
from procure.domain.assembly import fingerprint
from procure.domain.law import Climate
from procure.domain.money import Ore
from procure.domain.scoring import PriceModel, TieRule
from procure.domain.states import TenderState
from procure.domain.value import CostKind
from procure.files import store
from procure.jobs.models import Job, JobState
from procure.library import shelf
from procure.library.usual import usual_qualifications
from procure.publication.models import Notice
from procure.reference import lists
from procure.sheets.models import Upload
from procure.tenders import papers
from procure.tenders.models import (
    OWN,
    Approval,
    Attachment,
    ChangeKind,
    ContractChange,
    ContractModel,
    Criterion,
    CriterionKind,
    EstimateLine,
    Lot,
    Preview,
    PreviewFile,
    PriceKind,
    PriceLine,
    Qualification,
    QualificationKind,
    Quantity,
    Requirement,
    Responsibility,
    Revision,
    Section,
    SectionState,
    Tender,
    Version,
    VersionFile,
)
from procure.tenders.previews import folder

T = TenderState
STATES = (T.DRAFT, T.PUBLISHED, T.APPROVED, T.DRAFT, T.DISPATCHED, T.CLOSED)  # in turn, for each third tender
OUT = (T.DISPATCHED, T.PUBLISHED, T.CLOSED)
SAVES = 3  # of each section
LARGEST = 9  # the number of the tender with the most requirements; the first reader leads it
SSA_L = next(each for each in lists.agreements() if each.code == "SSA-L")
FILES = (
    ("tender_rules", "Konkurransegrunnlag", "konkurransegrunnlag.pdf", 140_000),
    ("participants", "Deltakerliste", "deltakerliste.pdf", 40_000),
    ("annex_1", "Bilag 1", "bilag-1.pdf", 90_000),
    ("price_form", "Prisskjema", "prisskjema.pdf", 60_000),
    ("price_form", "Prisskjema", "prisskjema.xlsx", 20_000),
    ("package", "Samlet", "samlet.pdf", 300_000),
    ("zip", "Alle filene", "alle-filene.zip", 500_000),
)
FIRST_FILE = FILES[0][2]


def state_of(number: int) -> TenderState:
    """Return the state of one tender: each of the first reader's in turn, so that each list has all."""
    return STATES[number // 3 % len(STATES)]


def add_tender(rows: Rows, setting: Setting, pool: int, number: int) -> None:
    """Add one tender with everything that is written in it."""
    state, bodies, scale = state_of(number), setting.members[pool], setting.scale
    tender = rows.add(Tender, pool_id=pool, state=state, **_answers(setting, number, state))
    _sections(rows, setting, tender, setting.people[bodies[0]])
    count = scale.large if number == LARGEST else scale.requirements
    _requirements(rows, setting, tender, _criteria(rows, setting, tender), count)
    _qualifications(rows, setting, tender)
    _lots(rows, setting, tender)
    _changes(rows, setting, tender)
    _lines(rows, setting, tender, bodies)
    _estimate(rows, setting, tender, bodies)
    for _ in range(10):
        happened(rows, setting, "tender.answered", "tender", tender, bodies[0])
    setting.tenders.append((tender, state, bodies[0]))


def _answers(setting: Setting, number: int, state: TenderState) -> dict[str, Any]:
    now, out = setting.now, state in OUT
    dispatch, deadline = now + timedelta(days=-10 if out else 20), deadline_of(now, state)
    return {
        "agreement_id": setting.known["agreement"],
        "agreement_reason": "Løpende tjeneste kjøpt over nett.",
        "language": "nb",
        "title": f"Fagsystem {number}",
        "description": "Seks kommuner kjøper ett system med vedlikehold og opplæring.",
        "case_number": f"2026/{number}",
        "estimate": Ore(480_000_000),
        "estimated_on": now.date(),
        "estimate_method": "Dagens kostnader, lagt sammen for fire år.",
        "procedure": "open",
        "contract_model": ContractModel.PER_MUNICIPALITY,
        "responsibility": Responsibility.JOINT,
        "no_lots_reason": "Delene må virke som ett system.",
        "duration_months": 24,
        "extension_months": 24,
        "validity_months": 4,
        "variants": False,
        "dispatch_on": dispatch.date(),
        "questions_until": deadline - timedelta(days=12),
        "deadline": deadline,
        "start_on": (now + timedelta(days=300)).date(),
        "channel_name": "Leverandørportalen",
        "channel_url": "https://innlevering.example.no/42",
        "climate": Climate.CRITERION,
        "price_model": PriceModel.LINEAR,
        "tie_rule": TieRule.BEST_QUALITY,
        "created_at": now - timedelta(days=29),
    }


def deadline_of(now: datetime, state: TenderState) -> datetime:
    """Return the deadline for bids: yesterday where the tender has closed."""
    return now + timedelta(days=-1 if state is T.CLOSED else 45)


def _sections(rows: Rows, setting: Setting, tender: int, writer: int) -> None:
    now = {"edited_at": setting.now - timedelta(days=5), "edited_by_id": writer}
    own = {"key": f"{OWN}1", "title": "Befaring", "body": "Etter avtale.", "state": SectionState.DONE}
    setting.known.setdefault("own_section", rows.add(Section, tender_id=tender, position=99, **own, **now))
    for position, text in enumerate(shelf.section_texts(SSA_L).values(), start=1):
        facts = {"body": shelf.spoken(text, "text", "nb"), "state": SectionState.DONE}
        saved = {"edited_at": setting.now - timedelta(days=5), "edited_by_id": writer}
        section = rows.add(
            Section,
            tender_id=tender,
            annex=text.annex,
            form=text.form,
            key=text.key,
            position=position,
            title=shelf.spoken(text, "title", "nb"),
            **(facts | saved),
        )
        for number in range(1, SAVES + 1):
            saved = {"saved_at": setting.now - timedelta(days=9 - number), "saved_by_id": writer}
            rows.add(Revision, section_id=section, number=number, body=facts["body"], **saved)
        setting.known.setdefault("section", section)
        if text.form:
            setting.known.setdefault("form", section)


def _criteria(rows: Rows, setting: Setting, tender: int) -> int:
    """Add three criteria; return the one that requirements are scored under."""
    made = [
        rows.add(
            Criterion,
            tender_id=tender,
            position=position,
            kind=kind,
            name=name,
            weight=weight,
            documentation="Utfylt bilag 2.",
        )
        for position, (kind, name, weight) in enumerate(
            (
                (CriterionKind.PRICE, "Pris", 40),
                (CriterionKind.QUALITY, "Kvalitet", 30),
                (CriterionKind.CLIMATE, "Klima og miljø", 30),
            ),
            start=1,
        )
    ]
    setting.known.setdefault("criterion", made[1])
    return made[1]


def _qualifications(rows: Rows, setting: Setting, tender: int) -> None:
    for position, usual in enumerate(usual_qualifications("nb"), start=1):
        row = rows.add(
            Qualification,
            tender_id=tender,
            position=position,
            kind=QualificationKind(usual.kind),
            text=usual.text,
            documentation=usual.documentation,
        )
        setting.known.setdefault("qualification", row)


def _lots(rows: Rows, setting: Setting, tender: int) -> None:
    for number in range(1, setting.scale.lines + 1):
        facts = {"number": number, "position": number, "title": f"Del {number}", "estimate": Ore(1_000_000)}
        lot = rows.add(Lot, tender_id=tender, description="En del som kan brukes alene.", **facts)
        setting.known.setdefault("lot", lot)


def _changes(rows: Rows, setting: Setting, tender: int) -> None:
    for position in range(1, setting.scale.lines + 1):
        facts = {"clause": f"4.{position}", "text": "Ny ordlyd.", "reason": "Slik kommunene gjør det."}
        row = rows.add(ContractChange, tender_id=tender, position=position, kind=ChangeKind.REPLACED, **facts)
        setting.known.setdefault("change", row)


def _requirements(rows: Rows, setting: Setting, tender: int, criterion: int, count: int) -> None:
    """Add the whole bank, then requirements written by hand."""
    bank = list(shelf.bank())
    for number in range(count):
        row = bank[number % len(bank)]
        picked = number < len(bank)
        scored = row["kind"].value in ("evaluated", "both")
        requirement = rows.add(
            Requirement,
            tender_id=tender,
            area=row["area"] if picked else "EGE",
            area_name=row["area_name_nb"] if picked else "Egne krav",
            number=number + 1,
            position=number + 1,
            text=row["text_nb"],
            kind=row["kind"],
            met_when=row["met_when"],
            answer_mode=row["answer_mode"],
            answer=row["answer_nb"],
            criterion_id=criterion if scored else None,
            weight=3 if scored else None,
            reason=row["reason_nb"],
            source=row["source"],
            bank_key=row["key"] if picked else None,
            bank_edition=row["edition"] if picked else None,
        )
        setting.known.setdefault("requirement", requirement)
    if count == setting.scale.large:
        setting.known["large"] = tender
    if "requirement_list" not in setting.known:
        setting.known["requirement_list"] = _list(rows, setting, tender)


def _list(rows: Rows, setting: Setting, tender: int) -> int:
    """Add a list that the lead is bringing into the first tender."""
    table = [[number, [f"Systemet skal ha del {number}.", "Absolutt"], []] for number in range(2, 102)]
    lead = setting.known["lead"]
    return rows.add(
        Upload,
        kind="requirements",
        organisation_id=lead,
        user_id=setting.people[lead],
        tender_id=tender,
        once="b" * 32,
        name="krav.xlsx",
        content={"name": "krav.xlsx", "header": ["Krav", "Type"], "rows": table},
        mapping={"text": 0, "kind": 1},
        created_at=setting.now,
    )


def _lines(rows: Rows, setting: Setting, tender: int, bodies: list[int]) -> None:
    for number in range(1, setting.scale.lines + 1):
        kind = tuple(PriceKind)[number % len(PriceKind)]
        facts = {"text": f"Tjeneste {number}", "kind": kind, "unit": "bruker"}
        line = rows.add(PriceLine, tender_id=tender, number=number, position=number, **facts)
        setting.known.setdefault("price_line", line)
        for body in bodies:
            rows.add(Quantity, price_line_id=line, organisation_id=body, amount=12 * number)


def _estimate(rows: Rows, setting: Setting, tender: int, bodies: list[int]) -> None:
    """Add a line for each body, and the joint one."""
    for position, body in enumerate([*bodies, None], start=1):
        kind = CostKind.ONE_OFF if body is None else CostKind.MONTHLY
        facts = {"text": "Tjenesten", "kind": kind, "amount": Ore(1_000_000), "source": "Dagens avtale"}
        line = rows.add(
            EstimateLine, tender_id=tender, organisation_id=body, position=position, option=False, **facts
        )
        setting.known.setdefault("estimate_line", line)


# --- Versions ------------------------------------------------------------------------------------


def add_versions(rows: Rows, setting: Setting, session: Session) -> None:
    """Freeze every tender, the drafts as well, with real content and files of the size that we expect."""
    first = session.get_one(Tender, setting.tenders[0][0])
    content = papers.content(session, first, 1, setting.now)
    files = _stored(session, setting)
    _preview(rows, setting, content)
    for tender, state, lead in setting.tenders:
        _attachments(rows, setting, tender, files[0]["sha256"])
        _version(rows, setting, content, files, tender=tender, state=state, lead=lead)


def _preview(rows: Rows, setting: Setting, content: dict[str, Any]) -> None:
    """Let the first tender have a working draft."""
    tender, _state, lead = setting.tenders[0]
    made = {"content": content, "made_at": setting.now, "made_by_id": setting.people[lead]}
    preview, dice = rows.add(Preview, tender_id=tender, **made), Random("previews")
    for position, (kind, title, name, size) in enumerate(FILES[:-1], start=1):
        facts = {"position": position, "kind": kind, "title": title, "name": name, "size": size, "pages": 12}
        sha256 = store.lay(dice.randbytes(size), folder(tender))
        rows.add(PreviewFile, preview_id=preview, media_type="application/pdf", sha256=sha256, **facts)


def _attachments(rows: Rows, setting: Setting, tender: int, sha256: str) -> None:
    for number in range(1, setting.scale.lines + 1):
        facts = {"position": number, "title": f"Liste {number}", "name": f"liste-{number}.pdf", "annex": 1}
        row = rows.add(Attachment, tender_id=tender, sha256=sha256, added_at=setting.now, **facts)
        setting.known.setdefault("attachment", row)


def _stored(session: Session, setting: Setting) -> list[dict[str, Any]]:
    """Put the files in the store, once: every version has the same, and a manifest that names them."""
    dice, found = Random("files"), []
    for position, (kind, title, name, size) in enumerate(FILES, start=1):
        stored = store.put(session, dice.randbytes(size), "application/octet-stream", setting.now)
        facts = {"position": position, "kind": kind, "title": title, "name": name, "size": size}
        found.append({**facts, "sha256": stored.sha256, "pages": 12 if name.endswith(".pdf") else None})
    manifest = json.dumps({each["name"]: each["sha256"] for each in found}).encode()
    stored = store.put(session, manifest, "application/json", setting.now)
    facts = {"position": len(FILES) + 1, "kind": "manifest", "title": "Manifest", "name": "manifest.json"}
    return [*found, {**facts, "size": len(manifest), "sha256": stored.sha256, "pages": None}]


def _version(
    rows: Rows,
    setting: Setting,
    content: dict[str, Any],
    files: list[dict[str, Any]],
    *,
    tender: int,
    state: TenderState,
    lead: int,
) -> None:
    now, person = setting.now - timedelta(days=12), setting.people[lead]
    print_ = fingerprint(content)
    frozen = {"content": content, "fingerprint": print_, "frozen_at": now, "frozen_by_id": person}
    version = rows.add(Version, tender_id=tender, number=1, **frozen)
    for each in files:
        rows.add(VersionFile, version_id=version, **each)
    _job(rows, setting, version, lead)
    if state is not T.DRAFT:
        approved = {"fingerprint": print_, "manifest_sha256": files[-1]["sha256"], "approved_at": now}
        rows.add(Approval, version_id=version, organisation_id=lead, user_id=person, **approved)
    if state in OUT:
        _notice(rows, setting, tender, version, state)
    setting.known.setdefault("tender", tender)
    setting.known.setdefault(state.value, tender)
    setting.known.setdefault("version", version)


def _job(rows: Rows, setting: Setting, version: int, lead: int) -> None:
    done = {"state": JobState.DONE, "done": 60, "total": 60, "attempts": 1, "finished_at": setting.now}
    by = {"user_id": setting.people[lead], "organisation_id": lead, "created_at": setting.now}
    job = rows.add(Job, kind="print_version", about=f"version:{version}", **done, **by)
    setting.known.setdefault("job", job)


def _notice(rows: Rows, setting: Setting, tender: int, version: int, state: TenderState) -> None:
    sent, open_ = setting.now - timedelta(days=10), state is not T.DISPATCHED
    rows.add(
        Notice,
        tender_id=tender,
        version_id=version,
        slug="fagsystem",
        dispatched_at=sent,
        doffin_id="2026-123456" if open_ else None,
        ted_confirmed_at=sent if open_ else None,
        ted_published_at=sent + timedelta(days=2) if open_ else None,
        opens_at=sent + timedelta(days=2) if open_ else None,
        deadline=deadline_of(setting.now, state),
    )
