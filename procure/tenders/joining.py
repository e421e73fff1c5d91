"""Two who have written in the same text: what fits together, and the places where both wrote.

Both began from one text, the base. A line that only one has touched is taken as it became; where both have
touched the same lines, it is a clash, and a person chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from merge3 import Merge3

from procure.web.redline import MANY_LINES, MANY_WORDS

Lines = tuple[str, ...]
TOKEN = re.compile(r"\w+\.(?=\s+[a-zæøå0-9])|\w+|\s+|[^\w\s]")  # «kl.» is a word, the end of a sentence none


class Kind(StrEnum):
    """What has happened to a stretch of the text."""

    KEPT = "kept"
    MINE = "mine"  # only I have changed it
    THEIRS = "theirs"  # only the other has
    BOTH = "both"  # changed alike
    CLASH = "clash"


@dataclass(frozen=True)
class Stretch:
    """Some lines of a text, as they were, as I have them and as the other has them.

    paragraph: where it begins, counted in paragraphs of the joined text.
    """

    kind: Kind
    base: Lines
    mine: Lines
    theirs: Lines
    paragraph: int = 1

    @property
    def result(self) -> Lines:
        """The lines to stand; of a clash a proposal with both changes in it."""
        if self.kind is Kind.CLASH:
            return proposal(self)
        return self.mine if self.kind is Kind.MINE else self.theirs

    @property
    def before(self) -> str:
        """How it was, without empty lines around it."""
        return _text(self.base)

    @property
    def my_text(self) -> str:
        """How I have it."""
        return _text(self.mine)

    @property
    def their_text(self) -> str:
        """How the other has it."""
        return _text(self.theirs)

    @property
    def proposed(self) -> str:
        """How it will stand if nobody chooses otherwise."""
        return _text(self.result)


def join(base: str, mine: str, theirs: str) -> list[Stretch]:
    r"""Put two texts that began from one together, stretch by stretch.

    >>> [each.kind.value for each in join("A\n\nB\n\nC", "A1\n\nB\n\nC1", "A\n\nB\n\nC2")]
    ['mine', 'kept', 'clash']
    """
    was, mine_is, theirs_is = (tuple(text.split("\n")) for text in (base, mine, theirs))
    many = max(len(was), len(mine_is), len(theirs_is)) > MANY_LINES
    divide = _whole if many else _stretches
    return list(_placed(divide(was, mine_is, theirs_is)))


def _placed(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Tell the number of the paragraph that each stretch begins in."""
    count, last = 0, ""  # paragraphs above, and the line just above
    for stretch in stretches:
        lines = stretch.result
        begins = [bool(line.strip()) and not before.strip() for before, line in pairwise((last, *lines))]
        written = next((place for place, line in enumerate(lines) if line.strip()), 0)
        yield replace(stretch, paragraph=max(1, count + sum(begins[: written + 1])))
        count, last = count + sum(begins), (last, *lines)[-1]


def _stretches(base: Lines, mine: Lines, theirs: Lines) -> Iterator[Stretch]:
    regions = [*Merge3(base, mine, theirs).merge_regions(), ("unchanged", len(base), len(base))]
    done = 0  # how much of the base is accounted for
    for (what, start, end, *more), after in pairwise((*regions, regions[-1])):
        if what == "unchanged":
            if done < start:
                yield Stretch(Kind.BOTH, base[done:start], (), ())  # both have taken it out
            yield from _kept(base[start:end])
            done = end
            continue
        before, done = base[done : after[1]], after[1]
        if what == "conflict":
            yield Stretch(Kind.CLASH, before, mine[more[0] : more[1]], theirs[more[2] : more[3]])
        else:
            yield _one_sided(str(what), before, mine[start:end], theirs[start:end])


def _kept(lines: Lines) -> Iterator[Stretch]:
    if lines:
        yield Stretch(Kind.KEPT, lines, lines, lines)


def _one_sided(what: str, before: Lines, mine: Lines, theirs: Lines) -> Stretch:
    """Return a stretch that one has changed, or both alike; what one has left is as it was."""
    if what == "same":
        return Stretch(Kind.BOTH, before, mine, mine)
    return (
        Stretch(Kind.MINE, before, mine, before)
        if what == "a"
        else Stretch(Kind.THEIRS, before, before, theirs)
    )


def _whole(base: Lines, mine: Lines, theirs: Lines) -> Iterator[Stretch]:
    """Compare texts of very many lines as one: line by line would take minutes."""
    kind = Kind.THEIRS if mine == base else Kind.MINE if theirs == base else Kind.CLASH
    yield Stretch(Kind.BOTH if mine == theirs else kind, base, mine, theirs)


def joined(stretches: Iterable[Stretch], chosen: Mapping[int, str] | None = None) -> str:
    """Write the joined text.

    chosen: what shall stand in a clash, by its place among the stretches; else what is proposed.
    """
    lines: list[str] = []
    for place, stretch in enumerate(stretches):
        choice = (chosen or {}).get(place)
        lines += stretch.result if choice is None else _around(stretch, choice)
    return "\n".join(lines)


def proposal(clash: Stretch) -> Lines:
    """Put both changes of a clash in, word by word; where that does not go, one after the other."""
    base, mine, theirs = (_words(lines) for lines in (clash.base, clash.mine, clash.theirs))
    if max(len(base), len(mine), len(theirs)) > MANY_WORDS:
        return (*clash.mine, "", *clash.theirs)
    found: list[str] = []
    for group in Merge3(base, mine, theirs).merge_groups():
        found += _both(group[2], group[3]) if group[0] == "conflict" else group[1]
    return tuple("".join(found).split("\n"))


def _words(lines: Lines) -> list[str]:
    return TOKEN.findall("\n".join(lines))


def _both(mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Write mine and then theirs, with a space between two words."""
    apart = mine and theirs and mine[-1][-1].isalnum() and theirs[0][0].isalnum()
    return [*mine, *([" "] if apart else []), *theirs]


def _around(stretch: Stretch, choice: str) -> Lines:
    """Return what was chosen, with the empty lines that stand around the stretch."""
    lines = stretch.result
    filled = [place for place, line in enumerate(lines) if line.strip()]
    first, last = (filled[0], filled[-1]) if filled else (0, -1)
    return (*lines[:first], *(choice.split("\n") if choice else ()), *lines[last + 1 :])


def _text(lines: Lines) -> str:
    return "\n".join(lines).strip("\n")
