"""The public part of a case: what everybody may know of a version, as data that goes inside its PDF.

Only what the documents or the notice say is let through, name by name: no needs, no ceilings, nobody who
has left, and no reasons that were written for those who take part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from procure.domain.assembly import canonical, fingerprint
from procure.domain.money import Ore, plain_kroner

FORMAT: Final = "samkjop-public/1"
Row = Mapping[str, Any]

TENDER: Final = (
    *("language", "title", "description", "title_en", "description_en", "case_number", "estimate"),
    *("framework_maximum", "procedure_ground", "procedure_reason", "dialogue", "invited_least"),
    *("invited_most", "selection", "reduction", "award_without_negotiation", "contract_model"),
    *("responsibility", "responsibility_parts", "no_lots_reason", "duration_months", "extension_months"),
    *("open_ended", "duration_reason", "option_terms", "validity_months", "variants", "dispatch_on"),
    *("requests_until", "questions_until", "deadline", "start_on", "evaluated_months", "channel_name"),
    *("channel_url", "espd", "criteria_mode", "ranked_reason", "climate", "climate_reason"),
)
BUYER: Final = ("name", "organisation_number", "inhabitants", "users")
LOT: Final = (
    *("number", "title", "description", "title_en", "description_en", "estimate"),
    *("climate", "climate_reason"),
)
SCORING: Final = ("price_model", "price_break", "tie_rule")
QUALIFICATION: Final = ("kind", "text", "documentation", "turnover", "turnover_reason")
CRITERION: Final = ("kind", "name", "name_en", "weight", "worth", "documentation")
REQUIREMENT: Final = (
    *("id", "area_name", "text", "kind", "met_when", "met_by", "answer_mode", "answer"),
    *("criterion", "weight", "climate", "lot"),
)
PRICE_LINE: Final = (
    *("number", "text", "kind", "unit", "payer", "months", "evaluated", "heading", "lot", "joint_amount"),
)
CHANGE: Final = ("contract", "clause", "kind", "text", "reason")
ATTACHMENT: Final = ("title", "name", "annex", "contract", "official_text", "sha256")
SECTION: Final = ("key", "title", "annex", "contract", "form", "body", "clauses")
AMOUNTS: Final = {"estimate", "framework_maximum", "turnover", "worth"}


def public_part(content: Row) -> bytes:
    """Write the public part of a version's content as canonical JSON, with a line end."""
    keys = {one["key"]: one["name"] for one in (*content["participants"], *_holders(content))}
    part = {
        "format": FORMAT,
        "version": content["number"],
        "frozen_at": content["frozen_at"],
        "fingerprint": fingerprint(content),
        "demo": content["demo"],
        "lead": _kept(content["lead"], ("name", "organisation_number")),
        "participants": _rows(content["participants"], BUYER),
        "option_holders": _rows(_holders(content), BUYER),
        "cpv": [content["cpv"], *content.get("notice", {}).get("more_cpv", ())],
        "tender": {
            **_kept(content["tender"], TENDER),
            "procedure": (content["procedure"] or {}).get("code"),
            "agreement": _agreement(content["agreement"]),
            "companion": _agreement(content["companion"]) if content.get("companion") else None,
            **_kept(content.get("scoring", {}), SCORING),
            "timeline": content.get("timeline", {}),
            "lots": _rows(content.get("lots", ()), LOT),
            "qualifications": _rows(content["qualifications"], QUALIFICATION),
            "criteria": _rows(content["criteria"], CRITERION),
            "requirements": [_requirement(row) for row in content["requirements"]],
            "price_lines": [_price_line(row, keys) for row in content["price_lines"]],
            "contract_changes": _rows(content.get("contract_changes", ()), CHANGE),
            "attachments": _rows(content.get("attachments", ()), ATTACHMENT),
            "sections": _rows(content["sections"], SECTION),
        },
    }
    return canonical(part) + b"\n"


def _holders(content: Row) -> Iterable[Row]:
    rows: Iterable[Row] = content.get("option_holders", ())
    return rows


def _rows(rows: Iterable[Row], names: Iterable[str]) -> list[dict[str, Any]]:
    return [_kept(row, names) for row in rows]


def _kept(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """Keep what is public of a row and says anything; amounts are kroner in text, as in a case file."""
    return {name: _said(name, row[name]) for name in names if row.get(name) not in (None, "")}


def _said(name: str, value: Any) -> Any:
    return plain_kroner(Ore(value)) if name in AMOUNTS else value


def _agreement(row: Row) -> dict[str, Any]:
    return _kept(row, ("code", "edition", "name"))


def _requirement(row: Row) -> dict[str, Any]:
    """Return a requirement with those for whom it is another."""
    local = _rows(row.get("deviations") or (), ("body", "applies", "text"))
    return {**_kept(row, REQUIREMENT), **({"deviations": local} if local else {})}


def _price_line(row: Row, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a line with how much each body counts with, in the order that the bodies stand in."""
    amounts = row["quantities"]
    found = [{"body": name, "quantity": amounts[key]} for key, name in names.items() if key in amounts]
    return {**_kept(row, PRICE_LINE), "quantities": found}
