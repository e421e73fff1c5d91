"""A small case with something of everything, and how it is changed and written down."""

from __future__ import annotations

import base64
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

Case = dict[str, Any]

NEED: Case = {
    "key": "tolga-skjema",
    "organisation": "tolga",
    "keeper": "tynset",
    "state": "shared",
    "visibility": "pool",
    "category_key": "skjema",
    "system": "Myra Skjema",
    "vendor": "Myrull Data AS",
    "contract_end": "date",
    "ends_on": "2027-12-31",
    "renewal_months": 12,
    "notice_months": 6,
    "extension_months": 6,
    "yearly_cost": "61000.50",
    "users": 12,
    "inhabitants": 1500,
    "cases": 900,
    "start_from": "2027-06-01",
    "start_to": "2028-01-31",
    "integrations": "ID-porten",
    "data_formats": "JSON",
    "wishes": "Opsjon på møteinnkalling",
    "created_at": "2026-09-01T08:00:00+02:00",
    "shared_at": "2026-09-02T08:00:00+02:00",
}

POOL: Case = {
    "name": "Skjemaløsning for to kommuner",
    "purpose": "Like skjema i begge kommunene.",
    "category_key": "skjema",
    "state": "locked",
    "closes_at": "2026-10-15T15:00:00+02:00",
    "wanted_start_on": "2027-09-01",
    "cost_key": "inhabitants",
    "approval_rule": "lead",
    "created_at": "2026-09-10T08:00:00+02:00",
    "locked_at": "2026-10-16T08:00:00+02:00",
    "participants": [
        {
            "organisation": "tynset",
            "state": "committed",
            "users": 45,
            "inhabitants": 5600,
            "committed_at": "2026-10-01T12:00:00+02:00",
            "signatory_name": "Anne Grete Holt",
            "case_number": "26/101",
            "ceiling": "900000.00",
        },
        {
            "organisation": "tolga",
            "need": "tolga-skjema",
            "state": "committed",
            "message": "Blir dere med?",
            "invited_at": "2026-09-11T08:00:00+02:00",
            "opened_at": "2026-09-12T08:00:00+02:00",
            "answered_at": "2026-09-13T08:00:00+02:00",
            "committed_at": "2026-10-02T12:00:00+02:00",
            "signatory_name": "Halvor Bakkejord",
            "ceiling": "400000.00",
        },
        {
            "organisation": "folldal",
            "state": "withdrawn",
            "invited_at": "2026-09-11T08:00:00+02:00",
            "answered_at": "2026-09-13T08:00:00+02:00",
            "left_at": "2026-10-01T08:00:00+02:00",
            "left_reason": "Har forlenget avtalen.",
        },
    ],
    "option_holders": [
        {"organisation": "innkjop", "users": 10, "inhabitants": 1600, "added_at": "2026-10-17T08:00:00+02:00"}
    ],
}

TENDER: Case = {
    "language": "nb",
    "title": "Skjemaløsning for to kommuner",
    "description": "To kommuner kjøper én løsning for digitale skjema.",
    "title_en": "Digital forms for two municipalities",
    "description_en": "Two municipalities buy one solution for digital forms.",
    "case_number": "26/900",
    "agreement": {"code": "SSA-L", "edition": "2018", "reason": "Løpende tjeneste med lite tilpasning."},
    "estimate": "1450000.00",
    "estimated_on": "2026-11-01",
    "estimate_method": "Fire års drift og én etablering.",
    "procedure": "open",
    "dialogue": "Ingen",
    "contract_model": "per_municipality",
    "responsibility": "partly_joint",
    "responsibility_parts": "Felles for konkurransen.",
    "no_lots_reason": "Løsningen er ett produkt.",
    "duration_months": 48,
    "extension_months": 24,
    "validity_months": 4,
    "variants": False,
    "dispatch_on": "2027-01-11",
    "questions_until": "2027-02-15T12:00:00+01:00",
    "deadline": "2027-03-01T12:00:00+01:00",
    "start_on": "2027-09-01",
    "channel_name": "Anbudsporten",
    "channel_url": "https://anbudsporten.example/t/1",
    "criteria_mode": "weighted",
    "climate": "criterion",
    "price_model": "linear",
    "tie_rule": "lowest_price",
    "created_at": "2026-10-20T08:00:00+02:00",
    "estimate_lines": [
        {
            "organisation": "tynset",
            "text": "Drift",
            "kind": "yearly",
            "amount": "150000.00",
            "source": "Avtalen",
        },
        {"text": "Etablering", "kind": "one_off", "amount": "90000.50", "quantity": 2, "option": True},
    ],
    "lots": [
        {"number": 1, "title": "Skjema", "estimate": "1200000.00"},
        {"number": 3, "title": "Utsending", "description": "Brev", "removed_at": "2026-11-02T08:00:00+01:00"},
    ],
    "milestones": [{"step": "approval", "on": "2027-01-08"}, {"step": "signing", "on": "2027-06-01"}],
    "qualifications": [
        {"kind": "economic", "text": "God økonomi.", "documentation": "Rating.", "turnover": "1000000.00"}
    ],
    "criteria": [
        {"key": "pris", "kind": "price", "name": "Pris", "weight": 40, "documentation": "Prisskjemaet."},
        {"key": "kvalitet", "kind": "quality", "name": "Kvalitet", "weight": 30, "documentation": "Svar."},
        {
            "key": "klima",
            "kind": "climate",
            "name": "Klima og miljø",
            "weight": 30,
            "documentation": "Plan.",
        },
    ],
    "requirements": [
        {
            "id": "SIK-001",
            "area_name": "Sikkerhet",
            "text": "Ansatte skal logge inn med to faktorer.",
            "kind": "absolute",
            "met_when": "at_offer",
            "answer_mode": "confirm",
            "reason": "Personopplysninger.",
            "source": "Personvernforordningen artikkel 32",
        },
        {
            "id": "SIK-004",
            "area_name": "Sikkerhet",
            "text": "Løsningen bør vise hvem som har sett en sak.",
            "kind": "evaluated",
            "met_when": "by_date",
            "met_by": "2027-12-31",
            "answer_mode": "describe",
            "answer": "Beskriv loggen.",
            "criterion": "kvalitet",
            "weight": 3,
            "lot": 1,
            "deviations": [{"organisation": "tolga", "applies": False, "reason": "Har dette i arkivet."}],
        },
        {
            "id": "BRU-001",
            "area_name": "Brukskvalitet",
            "text": "Et krav som er tatt ut.",
            "kind": "information",
            "met_when": "at_delivery",
            "answer_mode": "document",
            "removed_at": "2026-11-02T08:00:00+01:00",
        },
    ],
    "price_lines": [
        {
            "number": 1,
            "text": "Tjenesten",
            "kind": "monthly",
            "unit": "måned",
            "driver": "inhabitants",
            "months": 48,
            "heading": "Drift",
            "lot": 1,
            "quantities": {"tynset": 48, "tolga": 48},
        },
        {
            "number": 2,
            "text": "Etablering",
            "kind": "one_off",
            "unit": "én gang",
            "payer": "joint",
            "joint_amount": 1,
            "evaluated": False,
        },
    ],
    "omitted_clauses": [],
    "contract_changes": [
        {"clause": "4.5", "kind": "replaced", "text": "Ny ordlyd.", "reason": "Kommunene trenger det."}
    ],
    "attachments": [
        {
            "title": "Dagens skjema",
            "name": "dagens-skjema.csv",
            "annex": 1,
            "content": base64.b64encode(b"navn;antall\nBarnehage;12\n").decode(),
        }
    ],
    "sections": [
        {"key": "about", "state": "done", "body": "{leder_navn} innbyr til konkurranse om «{tittel}»."},
        {"key": "buyers", "state": "started", "title": "Oppdragsgivere", "body": "Linje én.\n\nLinje to."},
    ],
}

CASE: Case = {
    "format": "samkjop-case/1",
    "frozen_at": "2026-11-20T09:00:00+01:00",
    "lead": "tynset",
    "organisations": [
        {"key": "tynset", "municipality": "3427"},
        {"key": "tolga", "municipality": "3426"},
        {"key": "folldal", "municipality": "3429"},
        {
            "key": "innkjop",
            "kind": "purchasing_cooperation",
            "name": "Fjellregionens innkjøp",
            "short_name": "Fjellregionen",
            "organisation_number": "999999999",
        },
    ],
    "needs": [NEED],
    "pool": POOL,
    "tender": TENDER,
}


def sample() -> Case:
    """Return the case, to be changed as a test likes."""
    return deepcopy(CASE)


def write(folder: Path, case: Any, name: str = "case.yaml") -> str:
    """Write a case as YAML or JSON, and return the name of the file."""
    file = folder / name
    if name.endswith(".json"):
        file.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    else:
        file.write_text(yaml.safe_dump(case, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return str(file)
