"""What a text asks for and paper cannot give is found before it is printed."""

from __future__ import annotations

import pytest

from procure.documents.troubles import LONGEST_SAMPLE, troubles
from procure.domain.tender import Trouble


@pytest.mark.parametrize(
    ("text", "trouble", "sample"),
    [
        ("Se ![kart](http://10.0.0.1/kart.png).", Trouble.IMAGE, "![kart](http://10.0.0.1/kart.png)"),
        ("Les <script>alert(1)</script> nøye.", Trouble.HTML, "<script>"),
        ('Se <img src="file:///etc/passwd">.', Trouble.HTML, '<img src="file:///etc/passwd">'),
        ("Trykk [her](javascript:alert(1)).", Trouble.LINK, ""),
        ("Hent [filen](file:///etc/passwd).", Trouble.LINK, "[filen](file:///etc/passwd)"),
        ("Ordet " + "a" * 100_000, Trouble.WORD, "a" * (LONGEST_SAMPLE - 1) + "…"),
        ("> " * 60 + "dypt", Trouble.DEEP, ""),
        ("\n".join("  " * level + "- nivå" for level in range(60)), Trouble.DEEP, ""),
        ("| a | b |\n| --- | --- |\n" + "| 1 | 2 |\n" * 600, Trouble.TABLE, "602 × 2"),
        ("|" + " x |" * 20, Trouble.TABLE, "1 × 20"),
    ],
)
def test_it_is_found_and_shown(text, trouble, sample):
    found = dict(troubles(text))
    assert trouble in found
    assert not sample or found[trouble] == sample


@pytest.mark.parametrize(
    "text",
    [
        "Vanlig tekst med **fet**, *kursiv* og `kode`, 3 < 4 og 5 > 2.",
        "Se [siden](https://os.example/a) eller [skriv](mailto:post@os.example), jf. [[kap:scope]].",
        "Adressen er <https://os.example/> og <post@os.example>.",
        "https://os.example/" + "lang-adresse/" * 10,
        "- en\n  - to\n    - tre\n      - fire",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
    ],
)
def test_ordinary_text_is_left_in_peace(text):
    assert troubles(text) == ()
