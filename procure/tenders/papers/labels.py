"""A version's content with the words of its language: what the documents are written with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from procure.domain.assembly import Cover, Fact, literal
from procure.domain.money import Ore
from procure.tenders.papers.words import WORDS
from procure.web.language import day, join_names, kroner, moment, number, spaced

KOMMUNE: Final = " kommune"


@dataclass(frozen=True)
class Paper:
    """The content, and how its facts are written; everything that prints asks here."""

    content: Mapping[str, Any]

    @cached_property
    def tender(self) -> Mapping[str, Any]:
        """The plain facts of the tender."""
        facts: Mapping[str, Any] = self.content["tender"]
        return facts

    @property
    def language(self) -> str:
        """The documents' language."""
        return str(self.tender["language"])

    def word(self, key: str, **facts: object) -> str:
        """Return one of the fixed words, with facts put in."""
        text = WORDS[self.language][key]
        return text.format(**facts) if facts else text

    def chosen(self, name: str) -> str:
        """Return the word for what was chosen, or that nothing is settled."""
        value = self.tender[name]
        return self.word(value) if value else self.word("unset")

    def moment(self, name: str) -> str:
        """Write a moment of the tender in full."""
        value = self.tender.get(name)
        return moment(datetime.fromisoformat(value), self.language) if value else self.word("unset")

    def day(self, text: str | None) -> str:
        """Write a day in full."""
        return day(date.fromisoformat(text), self.language) if text else self.word("unset")

    def count(self, value: int | None) -> str:
        """Write a count; nothing for what is not known."""
        return "" if value is None else number(value, self.language)

    def annex(self, contract: int, number: int) -> str:
        """Return what an annex is called: «Bilag 3»."""
        return self.word("annex" if contract == 1 else "annex_of", number=number, contract=contract)

    @property
    def contracts(self) -> list[tuple[int, Mapping[str, Any]]]:
        """The agreements by the number of the contract: one, or with its companion two."""
        both = (self.content["agreement"], self.content.get("companion"))
        return [(number, agreement) for number, agreement in enumerate(both, start=1) if agreement]

    @property
    def codes(self) -> list[tuple[int, str]]:
        """The agreements by the number of the contract, each with its edition."""
        return [(number, coded(each)) for number, each in self.contracts]

    def agreement_of(self, contract: int) -> Mapping[str, Any]:
        """Return the agreement of a contract."""
        return dict(self.contracts)[contract]

    def code_of(self, contract: int) -> str:
        """Return what a contract's agreement is called for short: «SSA-L 2018»; nothing for one not there."""
        return next((code for number, code in self.codes if number == contract), "")

    def sections_in(self, contract: int, annex: int | None) -> list[Mapping[str, Any]]:
        """Return the sections of an annex; None for those of the tender rules."""
        return [
            section
            for section in self.content["sections"]
            if section["annex"] == annex
            and section.get("contract", 1) == contract
            and not section.get("form")
        ]

    @cached_property
    def frozen_at(self) -> datetime:
        """When the version was frozen."""
        return datetime.fromisoformat(self.content["frozen_at"])

    @property
    def version_label(self) -> str:
        """«Versjon 8 · onsdag 2. desember 2026», stamped on every page."""
        when = day(self.frozen_at, self.language)
        return self.word("version_label", number=self.content["number"], day=when)

    @property
    def names(self) -> list[str]:
        """The buyers' names."""
        return [one["name"] for one in self.content["participants"]]

    @property
    def buyers(self) -> str:
        """The buyers in a row; municipalities share the word, so that many have room on a cover."""
        bare = [name.removesuffix(KOMMUNE) for name in self.names]
        if len(bare) > 1 and all(name.endswith(KOMMUNE) for name in self.names):
            return self.word("municipalities", names=join_names(bare, self.language))
        return join_names(self.names, self.language) or self.word("unset")

    @property
    def lead(self) -> str:
        """The lead with its organisation number."""
        lead = self.content["lead"]
        number_of = lead["organisation_number"]
        label = self.word("organisation_number").lower()
        return f"{lead['name']}, {label} {spaced(number_of)}" if number_of else str(lead["name"])

    @property
    def procedure(self) -> str:
        """The procedure's name."""
        procedure = self.content["procedure"]
        return str(procedure["name"]) if procedure else self.word("unset")

    @property
    def two_stages(self) -> bool:
        """Whether suppliers ask to take part first, and some are invited to bid."""
        return bool((self.content["procedure"] or {}).get("two_stages"))

    @property
    def regulation(self) -> str:
        """Which parts of the regulation apply: by the procedure; by the estimate while none is chosen."""
        part = (self.content["procedure"] or self.content.get("notice") or {}).get("part")
        return self.word("part", part=part) if part in ("II", "III") else self.word("part_I")

    @property
    def value(self) -> str:
        """The estimate with its day."""
        estimate = self.tender["estimate"]
        if estimate is None:
            return self.word("unset")
        estimated_on = self.day(self.tender["estimated_on"])
        return self.word("value_text", amount=kroner(Ore(estimate), self.language), day=estimated_on)

    @property
    def agreement(self) -> str:
        """The agreements, each with its edition."""
        return join_names([code for _number, code in self.codes], self.language)

    @property
    def agreement_in_full(self) -> str:
        """The agreements, each with its edition and name."""
        return join_names([f"{coded(each)} {each['name']}" for _n, each in self.contracts], self.language)

    @property
    def duration(self) -> str:
        """How long the contract lasts, with extensions."""
        months, more = self.tender["duration_months"], self.tender["extension_months"]
        open_ended = self.tender.get("open_ended")
        if months is None:
            return self.word("open_ended" if open_ended else "unset")
        text = self.word("months", count=number(months, self.language))
        if open_ended:
            return self.word("open_ended_after", months=text)
        return self.word("extension", months=text, count=number(more, self.language)) if more else text

    @property
    def responsibility(self) -> str:
        """Who answers for the rules being followed, and for which parts when it is shared in parts."""
        parts = (self.tender["responsibility_parts"] or "").strip()
        chosen = self.chosen("responsibility")
        return f"{chosen}. {parts}" if parts and self.tender["responsibility"] == "partly_joint" else chosen

    @property
    def validity(self) -> str:
        """How long the offer binds."""
        months = self.tender["validity_months"]
        return self.word("validity_text", count=months) if months else self.word("unset")

    @property
    def variants(self) -> str:
        """Whether alternative offers may be handed in."""
        variants = self.tender["variants"]
        return (
            self.word("unset")
            if variants is None
            else self.word("variants_yes" if variants else "variants_no")
        )

    @property
    def channel(self) -> str:
        """Where offers are handed in."""
        told = [self.tender["channel_name"], self.tender["channel_url"]]
        return ", ".join(filter(None, told)) or self.word("unset")

    @property
    def deadlines(self) -> list[tuple[str, str, bool]]:
        """What each deadline is called, when it is, and whether it is the first that a supplier must meet."""
        requests = [("step_requests", "requests_until")] if self.tender.get("requests_until") else []
        found = [*requests, ("deadline", "deadline")]
        return [(self.word(word), self.moment(name), not place) for place, (word, name) in enumerate(found)]

    def cover(self, kind: str) -> Cover:
        """Return the first page that the documents share; the deadline comes first."""
        when = moment(self.frozen_at, self.language)
        number = self.content["number"]  # a working draft has none, and nothing is frozen in it
        frozen = self.word("version_text" if number else "draft_text", number=number, moment=when)
        model = self.chosen("contract_model")
        return Cover(
            kind=kind,
            title=self.tender["title"],
            subtitle=(
                f"{self.procedure}, {self.regulation}",
                f"{self.agreement}, {model}",
            ),
            facts=(
                *(Fact(*each) for each in self.deadlines),
                Fact(self.word("questions"), self.moment("questions_until")),
                Fact(self.word("submission"), self.channel),
                Fact(self.word("buyers"), self.buyers),
                Fact(self.word("lead"), self.lead),
                Fact(self.word("value"), self.value),
                *self._general_text(),
                *self._case_number(),
                Fact(self.word("version"), frozen),
            ),
        )

    @property
    def attachments(self) -> list[Mapping[str, Any]]:
        """The attachments; older versions have none."""
        return list(self.content.get("attachments", ()))

    @property
    def official_texts(self) -> list[Mapping[str, Any]]:
        """The attachments that are the general text of an agreement."""
        return [each for each in self.attachments if each.get("official_text")]

    def _general_text(self) -> Iterator[Fact]:
        """Say of which agreements the general text is attached, and of which a bidder must fetch it."""
        there = {each["contract"] for each in self.official_texts}
        told = [
            self.word(word, agreements=join_names(names, self.language))
            for is_there, word in ((True, "general_text_attached"), (False, "general_text_missing"))
            if (names := [code for number, code in self.codes if (number in there) is is_there])
        ]
        yield Fact(self.word("general_text"), " ".join(told))

    def _case_number(self) -> list[Fact]:
        """The lead's own case number, where there is one."""
        number_of = (self.tender["case_number"] or "").strip()
        return [Fact(self.word("case_number"), number_of)] if number_of else []


def plain(label: str, value: str, *, key: bool = False) -> Fact:
    """Return a fact whose value is text and no Markdown."""
    return Fact(label, literal(value), key)


def inside(name: str) -> str:
    """Return a name as it stands inside a sentence; one of capital letters alone keeps them.

    >>> inside("Bilag 3"), inside("ROS")
    ('bilag 3', 'ROS')
    """
    return name if name.isupper() else name[:1].lower() + name[1:]


def coded(agreement: Mapping[str, Any]) -> str:
    """Return what an agreement is called for short; an edition without a date is not told.

    >>> coded({"code": "SSA-L", "edition": "2018"}), coded({"code": "SSA-R", "edition": "udatert"})
    ('SSA-L 2018', 'SSA-R')
    """
    code, edition = str(agreement["code"]), agreement["edition"]
    return code if edition == "udatert" else f"{code} {edition}"
