"""The JSON Schema of case files, made from our own columns; `docs/case.schema.json` is a copy for readers."""

from __future__ import annotations

import json
from functools import cache
from typing import Final

from procure.cases.records import RECORDS
from procure.cases.records.notes import key, rows, there
from procure.cases.records.tender import AGREEMENT, COMPANION
from procure.cases.shape import MOMENT, Record, Schema, schema_of

FORMAT: Final = "samkjop-case/1"


@cache
def schema() -> Schema:
    """Return the schema of a whole case (Draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Samkjøp case",
        "description": (
            "A whole case: who buys, what they need, the pool, and the tender with every part. "
            "Amounts are kroner excl. VAT as text with a point, days are 2027-01-31, moments carry "
            "their offset. What is not known is left out; null says the same."
        ),
        "type": "object",
        "additionalProperties": False,
        "required": ["format", "lead", "organisations", "pool", "tender"],
        "properties": {
            "format": {"const": FORMAT, "description": "Which format this is."},
            "frozen_at": {
                "type": ["string", "null"],
                "pattern": MOMENT,
                "description": "The moment that documents are frozen at; needed to build them.",
            },
            "lead": there(key("The body that leads (leder): keeps the case, and carries out the tender.")),
            "organisations": there(rows("organisation", "Every body that the rest names.", 500)),
            "needs": rows("need", "What the bodies need (behov)."),
            "pool": {"$ref": "#/$defs/pool"},
            "tender": {"$ref": "#/$defs/tender"},
        },
        "$defs": {
            **{name: _object(record) for name, record in RECORDS.items()},
            "agreement": AGREEMENT,
            "companion": COMPANION,
        },
    }


def text() -> str:
    """Return the schema as it stands in `docs/`."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _object(record: Record) -> Schema:
    return {
        "type": "object",
        "description": record.about,
        "additionalProperties": False,
        "required": list(record.needed),
        "properties": {
            **{name: _needed(record, name, found) for name, found in record.more.items()},
            **{name: _column(record, name) for name in record.columns},
        },
    }


def _column(record: Record, name: str) -> Schema:
    found = {**schema_of(record.column(name)), **record.narrow.get(name, {})}
    return {**_needed(record, name, found), "description": record.columns[name]}


def _needed(record: Record, name: str, found: Schema) -> Schema:
    return there(found) if name in record.needed else found
