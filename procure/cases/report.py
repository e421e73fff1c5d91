"""What the commands say of a case: faults, findings, what was brought in, what was built."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from procure.cases.build import Built
from procure.cases.faults import CaseRefused, Fault
from procure.cases.outline import Row, listed
from procure.domain.findings import Finding, Level
from procure.web.errors import say


def fault_lines(refused: CaseRefused) -> Iterator[str]:
    """Tell everything that is wrong with a file: where, what stood there, what to do."""
    for one in refused.faults:
        where = one.path or _("filen")
        line = _(" (linje %(line)s)", line=one.line) if one.line else ""
        yield f"{where}{line}: «{one.value}»" if one.value else f"{where}{line}:"
        yield f"  {_sentence(one)}"
    if refused.count > len(refused.faults):
        yield _("… og %(count)s til. Rett disse først.", count=refused.count - len(refused.faults))


def _sentence(one: Fault) -> str:
    near = _(" Mente du «%(near)s»?", near=one.near) if one.near else ""
    return f"{say(one.sentence, one.facts)}{near}"


def faults_as_data(refused: CaseRefused) -> Row:
    """Tell the same as data."""
    told = [
        {"path": one.path, "value": one.value, "line": one.line or None, "remedy": _sentence(one)}
        for one in refused.faults
    ]
    return {"count": refused.count, "faults": told}


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Tell what the checks found: blockers first, then advice."""
    for one in findings:
        level = _("Stopper") if one.level is Level.BLOCKER else _("Advarsel")
        yield f"{level}: {say(one.sentence, one.facts)}"
        yield f"  {one.place}" + (f" · {one.source}" if one.source else "")
    blockers = sum(one.level is Level.BLOCKER for one in findings)
    counts = {"blockers": blockers, "warnings": len(findings) - blockers}
    yield _("Stoppere: %(blockers)s. Advarsler: %(warnings)s.", **counts)


def findings_as_data(findings: Sequence[Finding]) -> list[Row]:
    """Tell the same as data."""
    return [
        {
            "level": one.level.value,
            "code": one.code,
            "sentence": say(one.sentence, one.facts),
            "place": one.place,
            "source": one.source,
        }
        for one in findings
    ]


def content_lines(case: Row) -> Iterator[str]:
    """Tell what a case holds, in counts."""
    pool, tender = case["pool"], case["tender"]
    yield f"«{tender['title']}»"
    counts = {
        _("Virksomheter"): listed(case, "organisations"),
        _("Behov"): listed(case, "needs"),
        _("Deltakere, også de som har gått ut"): listed(pool, "participants"),
        _("Opsjonstakere"): listed(pool, "option_holders"),
        _("Linjer i anslaget"): listed(tender, "estimate_lines"),
        _("Delkontrakter"): listed(tender, "lots"),
        _("Kvalifikasjonskrav"): listed(tender, "qualifications"),
        _("Tildelingskriterier"): listed(tender, "criteria"),
        _("Krav"): listed(tender, "requirements"),
        _("Linjer i prisskjemaet"): listed(tender, "price_lines"),
        _("Avsnitt med tekst"): listed(tender, "sections"),
        _("Vedlegg"): listed(tender, "attachments"),
    }
    width = max(map(len, counts))
    for name, rows in counts.items():
        yield f"  {name:{width}}  {len(rows):5}"


def built_lines(files: Sequence[Built], took: timedelta) -> Iterator[str]:
    """Tell what was built: each file with pages, size and hash, and how long it took."""
    width = max(len(file.name) for file in files)
    for file in files:
        pages = _("%(pages)s sider", pages=file.pages) if file.pages else ""
        yield f"{file.sha256}  {file.name:{width}}  {len(file.data):>10}  {pages:>9}".rstrip()
    yield _(
        "%(files)s filer på %(seconds)s sekunder.",
        files=len(files),
        seconds=f"{took.total_seconds():.1f}".replace(".", ","),
    )


def as_json(told: Any) -> str:
    """Write what is told as JSON for a program."""
    return json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True)
