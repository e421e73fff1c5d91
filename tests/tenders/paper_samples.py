"""The content of a version, written by hand: for any agreement of the library, in either language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procure.library.shelf import section_texts
from procure.reference.lists import AgreementEntry, agreements

READY = tuple(each for each in agreements() if each.offered and each.annexes)


def content_for(
    agreement: AgreementEntry, language: str = "nb", companion: AgreementEntry | None = None, **more: Any
) -> dict[str, Any]:
    """Return what a version on an agreement holds: the library's texts, and two of everything else."""
    return {
        "format": 1,
        "number": 2,
        "frozen_at": "2026-11-23T09:00:00+00:00",
        "demo": False,
        "tender": tender(language),
        "procedure": None,
        "cpv": None,
        "lead": {"name": "Os kommune", "parallel_names": None, "organisation_number": "964946934"},
        "participants": [buyer("p1", "Os kommune", lead=True), buyer("p2", "Tolga kommune")],
        "option_holders": [buyer("p3", "Engerdal kommune")],
        "agreement": agreed(agreement, language),
        "companion": agreed(companion, language) if companion else None,
        "sections": sections(agreement, companion, language),
        "criteria": [],
        "requirements": [
            requirement("SIK-001", "Sikkerhet", "**Alle** skal logge inn. Se [[krav:UNI-001]]."),
            requirement("SIK-002", "Sikkerhet", "Løsningen " + "skal være trygg og " * 20 + "god."),
            requirement("UNI-001", "Universell utforming", "Skjermbildene følger WCAG.", kind="information"),
        ],
        "price_lines": [line(1, "Tjenesten", "monthly"), line(2, "Oppsett", "one_off")],
        "clauses": [{"key": "wages", "name": "Lønn", "text": "Lønn følger tariff.", "source": "LOA § 5e"}],
        "contract_changes": [],
        "attachments": [],
        **more,
    }


def tender(language: str) -> dict[str, Any]:
    """Return the plain facts of a tender that has hardly begun."""
    told = {
        "title": "Kvalitetssystem",
        "language": language,
        "contract_model": "per_municipality",
        "duration_months": 48,
    }
    names = (
        *("description", "case_number", "estimate", "estimated_on", "procedure_ground", "responsibility"),
        *("responsibility_parts", "no_lots_reason", "extension_months", "validity_months", "variants"),
        *("dispatch_on", "questions_until", "deadline", "start_on", "channel_name", "channel_url"),
        *("criteria_mode", "ranked_reason", "climate_reason"),
    )
    return {**dict.fromkeys(names), **told}


def buyer(key: str, name: str, *, lead: bool = False) -> dict[str, Any]:
    """Return a body with its volumes."""
    volumes = {"inhabitants": 2000, "users": 120}
    own = {"name": name, "parallel_names": None, "organisation_number": "964946934"}
    return {**own, **volumes, "key": key, "lead": lead}


def agreed(agreement: AgreementEntry, language: str) -> dict[str, Any]:
    """Return an agreement as a version holds it."""
    return {
        "code": agreement.code,
        "edition": agreement.edition,
        "name": getattr(agreement, f"name_{language}"),
        "annex_clause": agreement.annex_clause,
        "precedence": list(getattr(agreement, f"precedence_{language}")),
        "annexes": [
            {
                "number": annex.number,
                "title": getattr(annex, f"title_{language}"),
                "filled_by": annex.filled_by,
                "role": annex.role,
            }
            for annex in agreement.annexes
        ],
    }


def sections(
    agreement: AgreementEntry, companion: AgreementEntry | None, language: str
) -> list[dict[str, Any]]:
    """Return the library's texts for an agreement and what stands beside it."""
    return [
        {
            "key": text.key,
            "annex": text.annex,
            "contract": text.contract,
            "form": text.form,
            "title": getattr(text, f"title_{language}"),
            "body": getattr(text, f"text_{language}"),
        }
        for text in section_texts(agreement, companion).values()
    ]


def requirement(identifier: str, area_name: str, text: str, *, kind: str = "absolute") -> dict[str, Any]:
    """Return a requirement of the area that its id begins with."""
    return {
        "id": identifier,
        "area": identifier[:3],
        "area_name": area_name,
        "text": text,
        "kind": kind,
        "met_when": "at_offer",
        "met_by": None,
        "answer_mode": "confirm",
        "answer": "",
        "weight": None,
        "criterion": None,
        "lot": None,
        "deviations": [],
    }


def line(number: int, text: str, kind: str, **more: Any) -> dict[str, Any]:
    """Return a price line that everybody has one of."""
    counted: Mapping[str, Any] = {
        "payer": "each",
        "months": None,
        "evaluated": True,
        "heading": None,
        "lot": None,
        "joint_amount": None,
        "quantities": {"p1": 1, "p2": 1, "p3": 1},
    }
    return {"number": number, "text": text, "kind": kind, "unit": "kommune", **counted, **more}
