"""The fixed words on paper. A document keeps its own language, whoever reads the page it is made from."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "nb": {
        "contents": "Innhold",
        "requirement": "Krav",
        "need": "Behov",
        "kind": "Type",
        "answer": "Slik svarer dere",
        "line": "Linje",
        "what": "Hva",
        "unit": "Enhet",
        "quantity": "Antall",
        "price": "Pris per enhet",
        "sum": "Sum",
        "section": "punkt",
        "go_to": "Gå til {label}",
        "open": "Åpne {label}",
        "go_to_page": "{spoken}, side {page}",
        "at_page": "(side {page})",
        "page": "Side {page} av {pages}",
        "content": "Samkjøp · innhold {digits}",
        "fingerprint": "Fingeravtrykk av innholdet (SHA-256)",
        "draft": "UTKAST",
        "demo": "Demodata – ikke en ekte konkurranse",
    },
    "nn": {
        "contents": "Innhald",
        "requirement": "Krav",
        "need": "Behov",
        "kind": "Type",
        "answer": "Slik svarer de",
        "line": "Linje",
        "what": "Kva",
        "unit": "Eining",
        "quantity": "Mengd",
        "price": "Pris per eining",
        "sum": "Sum",
        "section": "punkt",
        "go_to": "Gå til {label}",
        "open": "Opne {label}",
        "go_to_page": "{spoken}, side {page}",
        "at_page": "(side {page})",
        "page": "Side {page} av {pages}",
        "content": "Samkjøp · innhald {digits}",
        "fingerprint": "Fingeravtrykk av innhaldet (SHA-256)",
        "draft": "UTKAST",
        "demo": "Demodata – ikkje ein ekte konkurranse",
    },
}


def words(language: str) -> dict[str, str]:
    """Return the words of a document language; ValueError for one that is not printed yet."""
    if language not in WORDS:
        raise ValueError(f"no printed words for language {language!r}")
    return WORDS[language]


def in_fours(digits: str) -> str:
    """Return hexadecimal digits in groups of four.

    >>> in_fours("5b20c9e1774a")
    '5b20 c9e1 774a'
    """
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
