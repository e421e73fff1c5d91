"""The fields of a notice in the order that Doffin asks for them, made from a tender's content.

The content is that of the documents (`papers.content`), so a draft and a frozen version are told alike. What
the needs hold, and the ceilings, are not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from procure.tenders.notice.voice import Voice

LONGEST_NAME: Final = 400  # what an eForms notice takes
LONGEST_TEXT: Final = 6_000
BY_REQUIREMENTS: Final = "quality-nor-env-spec"
BY_CRITERIA: Final = "quality-nor-env-criteria"


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field of the notice.

    group: the heading it stands under; value: "" where something is missing.
    limit: the most letters the notice takes, where it has a limit.
    translate: the value is in the tender's own language, and must be put into English.
    """

    group: str
    label: str
    value: str
    limit: int | None = None
    translate: bool = False

    @property
    def is_too_long(self) -> bool:
        """Whether the notice has no room for it."""
        return self.limit is not None and len(self.value) > self.limit


def texts(content: Mapping[str, Any]) -> list[Field]:
    """Return the fields in the tender's own language."""
    return _fields(Voice(content, str(content["tender"]["language"])))


def english(content: Mapping[str, Any]) -> list[Field]:
    """Return the fields in English, which the notice has above the EEA threshold too (FOA § 21-1 (2))."""
    if (content.get("notice") or {}).get("part") != "III":
        return []
    return _fields(Voice(content, "en"))


def untold(fields: list[Field]) -> list[Field]:
    """Pick the fields that are missing."""
    return [field for field in fields if not field.value]


def as_text(content: Mapping[str, Any]) -> str:
    """Return all of it as one plain text."""
    voice = Voice(content, str(content["tender"]["language"]))
    lines = [voice.word("heading"), "", *_lines(voice, texts(content))]
    if there := english(content):
        lines += [voice.word("in_english"), "", *_lines(Voice(content, "en"), there)]
    return "\n".join(lines).rstrip() + "\n"


def _lines(voice: Voice, fields: list[Field]) -> Iterator[str]:
    group = ""
    for field in fields:
        if field.group != group:
            group = field.group
            yield from (group, "-" * len(group), "")
        mark = f" {voice.word('translate')}" if field.translate and field.value else ""
        yield from (f"{field.label}{mark}:", field.value or voice.word("missing"), "")


# --- The groups, in order ------------------------------------------------------------------------


def _fields(voice: Voice) -> list[Field]:
    groups = (_purchase, _procedure, _value, _lots, _term, _buyers, _qualification, _criteria, _dates, _bids)
    return [field for group in groups for field in group(voice)]


def _field(voice: Voice, group: str, label: str, value: str, **more: Any) -> Field:
    return Field(group=voice.word(group), label=voice.word(label), value=value, **more)


def _written(voice: Voice, group: str, label: str, value: str) -> Field:
    """Return a field with a text that people wrote in the tender's own language."""
    return _field(voice, group, label, value, limit=LONGEST_TEXT, translate=voice.is_english)


def _purchase(voice: Voice) -> Iterator[Field]:
    more = voice.notice.get("more_cpv") or []
    yield _field(voice, "purchase", "title", voice.own(voice.tender, "title"), limit=LONGEST_NAME)
    yield _field(voice, "purchase", "description", voice.own(voice.tender, "description"), limit=LONGEST_TEXT)
    if voice.told("case_number"):
        yield _field(voice, "purchase", "case_number", voice.told("case_number"))
    yield _field(voice, "purchase", "nature", voice.word("services"))
    yield _field(voice, "purchase", "cpv", voice.content["cpv"] or "")
    if more:
        yield _field(voice, "purchase", "more_cpv", ", ".join(more))


def _procedure(voice: Voice) -> Iterator[Field]:
    group, chosen = "procedure_group", voice.procedure
    yield _field(voice, group, "procedure", voice.own(chosen, "name"))
    yield from _ground(voice)
    framework = voice.tender["contract_model"] == "framework"
    yield _field(voice, group, "technique", voice.word("framework" if framework else "no_framework"))
    if voice.told("dialogue"):
        yield _written(voice, group, "features", voice.told("dialogue"))
    if chosen.get("two_stages"):
        yield from _stages(voice)


def _ground(voice: Voice) -> Iterator[Field]:
    """Tell the ground where one is needed; a letter from before another procedure was chosen is not."""
    if not voice.negotiates:
        return
    letter, name = voice.tender["procedure_ground"], voice.own(voice.procedure, "ground")
    text = voice.word("ground_text", letter=letter, name=name) if letter else ""
    yield _field(voice, "procedure_group", "ground", text)
    yield _written(voice, "procedure_group", "ground_reason", voice.told("procedure_reason"))


def _stages(voice: Voice) -> Iterator[Field]:
    group, least, most = (
        "procedure_group",
        voice.tender.get("invited_least"),
        voice.tender.get("invited_most"),
    )
    word = "invited_between" if most else "invited_least"
    yield _field(voice, group, "invited", voice.word(word, least=least, most=most) if least else "")
    if most:
        yield _written(voice, group, "selection", voice.told("selection"))
    if voice.negotiates:
        yield _field(voice, group, "reduction", _yes_or_no(voice, "reduction"))
        yield _field(voice, group, "direct_award", _yes_or_no(voice, "award_without_negotiation"))


def _yes_or_no(voice: Voice, name: str) -> str:
    answer = voice.tender.get(name)
    return "" if answer is None else voice.word("yes" if answer else "no")


def _value(voice: Voice) -> Iterator[Field]:
    yield _field(voice, "value_group", "estimate", voice.amount(voice.tender["estimate"]))
    if voice.tender["contract_model"] == "framework":
        maximum = voice.tender.get("framework_maximum")
        yield _field(voice, "value_group", "maximum", voice.amount(maximum))


def _lots(voice: Voice) -> Iterator[Field]:
    rows = voice.content.get("lots") or []
    for row in rows:
        yield from _lot(voice, row)
    if not rows:
        yield _written(voice, "lots_group", "no_lots", voice.told("no_lots_reason"))


def _lot(voice: Voice, row: Mapping[str, Any]) -> Iterator[Field]:
    def field(label: str, value: str, limit: int | None = None) -> Field:
        name = voice.word(label, number=row["number"])
        return Field(group=voice.word("lots_group"), label=name, value=value, limit=limit)

    yield field("lot_title", voice.own(row, "title"), LONGEST_NAME)
    yield field("lot_description", voice.own(row, "description"), LONGEST_TEXT)
    yield field("lot_estimate", voice.amount(row["estimate"]))
    if row["climate"]:
        told = (row["climate_code"], (row["climate_reason"] or "").strip())
        yield field("lot_climate", ". ".join(filter(None, told)))


def _term(voice: Voice) -> Iterator[Field]:
    months, more = voice.tender["duration_months"], voice.tender["extension_months"]
    yield _field(voice, "term_group", "duration", _length(voice, months))
    renewal = voice.word("extension", count=more) if more else voice.word("none")
    yield _field(voice, "term_group", "extensions", "" if more is None else renewal)
    if voice.tender["contract_model"] == "framework" and voice.told("duration_reason"):
        yield _written(voice, "term_group", "duration_reason", voice.told("duration_reason"))
    yield from _options(voice)
    if voice.tender["start_on"]:
        yield _field(voice, "term_group", "start", voice.day(voice.tender["start_on"]))


def _length(voice: Voice, months: int | None) -> str:
    length = voice.word("months", count=months) if months else ""
    if not voice.tender.get("open_ended"):
        return length
    return voice.word("open_ended_after", months=length) if length else voice.word("open_ended")


def _options(voice: Voice) -> Iterator[Field]:
    names = [line["text"] for line in voice.content["price_lines"] if line["kind"] == "option"]
    listed = voice.word("option_lines", names="; ".join(names)) if names else ""
    if names or voice.told("option_terms"):
        told = "\n".join(filter(None, (voice.told("option_terms"), listed)))
        yield _written(voice, "term_group", "options", told)
    else:
        yield _field(voice, "term_group", "options", voice.word("none"))


def _buyers(voice: Voice) -> Iterator[Field]:
    tender, lead = voice.tender, voice.content["lead"]["name"]
    yield _field(voice, "buyers_group", "buyers", "\n".join(_named_buyers(voice)))
    chosen, model = tender["responsibility"], tender["contract_model"]
    parts = voice.told("responsibility_parts") if chosen == "partly_joint" else ""
    answers = voice.word(chosen, lead=lead) if chosen else ""
    told = " ".join(filter(None, (answers, parts)))
    yield _field(voice, "buyers_group", "responsibility", told, translate=voice.is_english and bool(parts))
    word = "framework_contract" if model == "framework" else model
    yield _field(voice, "buyers_group", "contract", voice.word(word, lead=lead) if word else "")
    if holders := voice.content.get("option_holders"):
        yield _field(voice, "buyers_group", "holders", "\n".join(_holder(voice, one) for one in holders))


def _named_buyers(voice: Voice) -> Iterator[str]:
    """Name the lead first, with its flags, whether or not it takes part; a framework has the volumes too."""
    people, flags = voice.content["participants"], [voice.word("lead")]
    if voice.tender["responsibility"] == "central_body":
        flags.append(voice.word("central"))
    lead = f"{voice.body(voice.content['lead'])} ({', '.join(flags)})"
    named = [(lead, next((one for one in people if one["lead"]), None))]
    named += [(voice.body(one), one) for one in people if not one["lead"]]
    counts = voice.tender["contract_model"] == "framework"
    for name, one in named:
        yield _with_volumes(voice, name, one) if counts and one else name


def _holder(voice: Voice, one: Mapping[str, Any]) -> str:
    return _with_volumes(voice, voice.body(one), one)


def _with_volumes(voice: Voice, name: str, one: Mapping[str, Any]) -> str:
    """Write the most that a body may call off after its name."""
    users, inhabitants = voice.count(one["users"]), voice.count(one["inhabitants"])
    if users and inhabitants:
        volumes = voice.word("volumes", users=users, inhabitants=inhabitants)
    elif users or inhabitants:
        volumes = voice.word("users" if users else "inhabitants", count=users or inhabitants)
    else:
        volumes = ""
    return ": ".join(filter(None, (name, volumes)))


def _qualification(voice: Voice) -> Iterator[Field]:
    """Tell the qualification requirements, which above the threshold stand in the notice (FOA § 16-1 (3))."""
    if voice.notice.get("part") != "III":
        return
    for row in voice.content.get("qualifications") or []:
        shown = voice.word("shown_by", text=row["documentation"].strip()) if row["documentation"] else ""
        least = voice.amount(row.get("turnover"))
        turnover = voice.word("turnover", amount=least) if least else ""
        told = "\n".join(filter(None, (row["text"].strip(), turnover, shown)))
        yield _written(voice, "qualification_group", row["kind"], told)


def _criteria(voice: Voice) -> Iterator[Field]:
    for number, row in enumerate(voice.content["criteria"], start=1):
        label = voice.word("criterion", number=number)
        value = _criterion(voice, row, number)
        yield Field(group=voice.word("criteria_group"), label=label, value=value, limit=LONGEST_NAME)
    yield from _climate(voice)


def _criterion(voice: Voice, row: Mapping[str, Any], number: int) -> str:
    name = voice.own(row, "name")
    code = BY_CRITERIA if row["kind"] == "climate" else row["kind"]
    if not name:
        return ""
    if voice.tender["criteria_mode"] == "ranked":
        return voice.word("rank", name=name, rank=number, code=code)
    weight = row["weight"]
    return "" if weight is None else voice.word("weight", name=name, weight=weight, code=code)


def _climate(voice: Voice) -> Iterator[Field]:
    """Tell the climate choice where no weight does; a combined one has both code and weight."""
    choice, code = voice.tender["climate"], voice.notice.get("climate")
    if choice == "combined":
        code = BY_REQUIREMENTS
    if code and choice != "criterion":
        name = voice.own(voice.notice, "climate_name")
        yield _field(voice, "criteria_group", "climate", voice.word("climate_text", name=name, code=code))
    if voice.told("climate_reason"):
        yield _written(voice, "criteria_group", "climate_reason", voice.told("climate_reason"))


def _dates(voice: Voice) -> Iterator[Field]:
    if voice.procedure.get("two_stages"):
        yield _field(voice, "dates_group", "requests", voice.moment(voice.tender.get("requests_until")))
    yield _field(voice, "dates_group", "questions", voice.moment(voice.tender["questions_until"]))
    yield _field(voice, "dates_group", "deadline", voice.moment(voice.tender["deadline"]))
    months = voice.tender["validity_months"]
    yield _field(voice, "dates_group", "validity", voice.word("months", count=months) if months else "")


def _bids(voice: Voice) -> Iterator[Field]:
    variants = voice.tender["variants"]
    allowed = "" if variants is None else voice.word("allowed" if variants else "not_allowed")
    yield _field(voice, "bids_group", "variants", allowed)
    yield _field(voice, "bids_group", "language", voice.word("norwegian"))
    where = ", ".join(filter(None, (voice.told("channel_name"), voice.told("channel_url"))))
    yield _field(voice, "bids_group", "address", where)
    if voice.notice.get("part") == "III":
        filled = voice.word("in_channel") if voice.tender.get("espd") else ""
        yield _field(voice, "bids_group", "espd", filled)
